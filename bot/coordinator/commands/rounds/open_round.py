"""``/round``: opening a round, after everything that will hold in it has been shown."""

from collections.abc import Sequence
from typing import Any

from bot.acts.permissions import Command
from bot.acts.round_acts import open_round, undo_opening
from bot.acts.undo import UndoOpening
from bot.coordinator.actions import Begin
from bot.coordinator.asking import answers_shown, done
from bot.coordinator.commands.rounds.named_parts import named_fields, with_unread
from bot.coordinator.commands.rounds.open_round_fields import (
    asker,
    contact_and_notice,
    days,
    fields_of_guide,
    purpose,
    title,
    which_guide,
    who_sees,
    whose,
)
from bot.coordinator.commands.rounds.round_answers import RoundAnswers
from bot.coordinator.commands.rounds.round_guide import organisation_for, pack_chosen, tailored_pack
from bot.coordinator.commands.rounds.told_before import not_told, told_before, where_they_take_part
from bot.coordinator.form_answers import if_given
from bot.coordinator.forms import Field, one_line
from bot.coordinator.request import Request, button
from content.library import Pack
from conversations.outgoing import Line, Style


class OpenRound:
    """Opens a round."""

    command = Command.ROUND
    page = "/round"
    answers = RoundAnswers

    def fields(self, request: Request, answers: RoundAnswers) -> Sequence[Field[Any]]:
        """The parts of a round, each asked for once what it depends on is known."""
        pack = pack_chosen(request, answers)
        fields: list[Field[Any]] = [
            *whose(request),
            which_guide(request, organisation_for(request, answers)),
            title(request),
            purpose(request),
            asker(request, if_given(answers.for_)),
        ]
        fields += fields_of_guide(request, pack.guide) if pack else []
        told = contact_and_notice(request, if_given(answers.for_))
        return [*fields, *days(request), *who_sees(request, if_given(answers.sees)), *told]

    def inline_arguments(self, request: Request, text: str) -> RoundAnswers:
        """Fields by name, or nothing but the title."""
        if ":" not in text:
            return RoundAnswers(title=one_line(request, text))
        answers: RoundAnswers = named_fields(self, request, text)
        return answers

    def with_unread(self, request: Request, answers: RoundAnswers) -> RoundAnswers:
        """The answers with what waited, such as themes for their guide, once it can be read."""
        read: RoundAnswers = with_unread(self, request, answers)
        return read

    def preview(self, request: Request, answers: RoundAnswers) -> tuple[Sequence[Line], str]:
        """All that will hold in the round."""
        p = request.phrases
        answers.new_round().check()
        guide, where = tailored_pack(request, answers).guide, where_they_take_part(request, answers)
        lines = [
            Line(p.say("Open this round?"), Style.TITLE),
            *answers_shown(request, self, answers),
            *_not_told(request, self.fields(request, answers), answers),
            *(Line(each, Style.HELP) for each in told_before(p, answers, guide, where)),
        ]
        return lines, p.say("Open the round")

    def execute(self, request: Request, answers: RoundAnswers) -> None:
        """Open it."""
        self.open_on(request, answers, tailored_pack(request, answers))

    def open_on(self, request: Request, answers: RoundAnswers, pack: Pack) -> None:
        """Open it on a guide that was made to fit it before."""
        p = request.phrases
        came = open_round(request.acting, organisation_for(request, answers), pack, answers.new_round())
        view = request.did(came)
        request.round_id = view.id
        done(
            request,
            [
                Line(p.say("“{title}” is open.", title=view.title)),
                Line(p.say("Next, invite people to it."), Style.HELP),
            ],
            button(p.say("Invite people"), Begin(Command.INVITE), "/invite"),
            undo=came.undo,
            form=self,
        )

    def undo(self, request: Request, undo: UndoOpening) -> None:
        """Take the round back while no link to it was made."""
        request.did(undo_opening(request.acting, undo))
        request.round_id = None
        done(request, [Line(request.phrases.say("Undone. There is no such round any more."))])


def _not_told(request: Request, fields: Sequence[Field[Any]], answers: RoundAnswers) -> list[Line]:
    """What people would want to know before they write and are not told, and which numbers add it."""
    p = request.phrases
    contact, notice = [number for number, each in enumerate(fields, 1) if each.name in ("contact", "notice")]
    names_nobody, has_no_notice = not_told(request, answers)
    if names_nobody and has_no_notice:
        said = p.say(
            "Nobody is named whom people can ask, and there is no privacy notice. "
            "To add them, type {contact} or {notice}.",
            contact=contact,
            notice=notice,
        )
    elif names_nobody:
        said = p.say(
            "Nobody is named whom people can ask. To name somebody, type {contact}.", contact=contact
        )
    elif has_no_notice:
        said = p.say("There is no privacy notice. To add yours, type {notice}.", notice=notice)
    else:
        return []
    return [Line(said)]
