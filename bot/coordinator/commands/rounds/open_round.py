"""``/round``: opening a round, after everything that will hold in it has been shown."""

from collections.abc import Sequence
from typing import Any

from bot.acts.permissions import Command
from bot.acts.round_acts import open_round, undo_opening
from bot.acts.undo import UndoOpening
from bot.coordinator.actions import Begin
from bot.coordinator.asking import answers_shown, done, named_fields
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
from bot.coordinator.commands.rounds.open_round_parsing import change
from bot.coordinator.commands.rounds.round_answers import RoundAnswers
from bot.coordinator.form_answers import if_given
from bot.coordinator.forms import Field, one_line
from bot.coordinator.refusals import InvalidInput
from bot.coordinator.request import Request, button
from content.library import Pack
from content.model import Guide
from content.tailoring import CannotTailor, OwnPrompt, tailored
from conversations.cards.readers import before_one_writes
from conversations.groups.round_view import RoundView, WhoSees
from conversations.outgoing import Line, Style
from storage.roles.organisations import accepts_any_channel, organisation_by_id


class OpenRound:
    """Opens a round."""

    command = Command.ROUND
    answers = RoundAnswers

    def fields(self, request: Request, answers: RoundAnswers) -> Sequence[Field[Any]]:
        """The parts of a round, each asked for once what it depends on is known."""
        pack = _pack(request, answers)
        fields: list[Field[Any]] = [
            *whose(request),
            which_guide(request, _organisation(request, answers)),
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

    def preview(self, request: Request, answers: RoundAnswers) -> tuple[Sequence[Line], str]:
        """All that will hold in the round."""
        p, new = request.phrases, answers.new_round()
        new.check()
        guide = _tailored_pack(request, answers).guide
        amount = sum(len(theme.prompts) for theme in guide.themes)
        lines = [
            Line(p.say("Open this round?"), Style.TITLE),
            *answers_shown(request, self, answers),
            *_not_told(request, self.fields(request, answers), answers, new.view("")),
            Line(_told(request, new.view(""), guide), Style.HELP),
            *_where(request, _organisation(request, answers), new.view("")),
            Line(
                p.say(
                    "The guide stays as it is now for this round: {prompts}. Once links are made, "
                    "only its last day can be changed.",
                    prompts=p.count("{n} prompt", "{n} prompts", amount),
                ),
                Style.HELP,
            ),
        ]
        return lines, p.say("Open the round")

    def execute(self, request: Request, answers: RoundAnswers) -> None:
        """Open it."""
        p, pack = request.phrases, _tailored_pack(request, answers)
        came = open_round(request.acting, _organisation(request, answers), pack, answers.new_round())
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


def _pack(request: Request, answers: RoundAnswers) -> Pack | None:
    key = if_given(answers.guide)
    return request.packs_for(_organisation(request, answers)).get(key) if key else None


def _organisation(request: Request, answers: RoundAnswers) -> str:
    mine = [each.id for each in request.organisations(Command.ROUND)]
    return if_given(answers.for_) or next(iter(mine), "")


def _tailored_pack(request: Request, answers: RoundAnswers) -> Pack:
    pack = _pack(request, answers)
    if pack is None:
        raise InvalidInput(request.phrases.say("That guide is not here any more."))
    guide, sets = pack.guide, if_given(answers.sets)
    if answers.themes is None and not answers.prompts and sets is None:
        return pack
    made = [change(request, guide, line) for line in answers.prompts]
    try:
        return tailored(
            pack.source,
            without_themes=[
                theme.id
                for number, theme in enumerate(guide.themes, 1)
                if answers.themes is not None and number not in answers.themes
            ],
            without_sets=[
                each.id
                for number, each in enumerate(guide.sets, 1)
                if sets is not None and number not in sets
            ],
            without_prompts=[each for each in made if isinstance(each, tuple)],
            own=[each for each in made if isinstance(each, OwnPrompt)],
            help_text=request.phrases.say("In your own words. A sentence or two is enough."),
        )
    except CannotTailor:
        raise InvalidInput(
            request.phrases.say(
                "Each theme needs at least one prompt, and each prompt at most 300 characters."
            )
        ) from None


def _not_told(
    request: Request, fields: Sequence[Field[Any]], answers: RoundAnswers, view: RoundView
) -> list[Line]:
    """What people would want to know before they write and are not told, and which numbers add it."""
    p, has = request.phrases, organisation_by_id(request.tx, _organisation(request, answers))
    contact, notice = [number for number, each in enumerate(fields, 1) if each.name in ("contact", "notice")]
    names_nobody = not (view.contact or (has and has.contact))
    has_no_notice = not (view.notice or (has and has.notice))
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


def _where(request: Request, organisation_id: str, view: RoundView) -> list[Line]:
    """Where people take part in an anonymous round, and what can be known of them there."""
    p = request.phrases
    if view.who_sees is not WhoSees.ANONYMOUS:
        return []
    invited = p.say("People are invited by one link that all share.")
    if accepts_any_channel(request.tx, organisation_id):
        notes = request.services.channels.anonymity_notes(p)
        quoted = p.say("“{note}”", note=notes)
        return [Line(f"{invited} {quoted}" if notes else invited, Style.HELP)]
    only = p.say("They take part in the browser only, where nothing says who they are.")
    return [Line(f"{invited} {only}", Style.HELP)]


def _told(request: Request, view: RoundView, guide: Guide) -> str:
    told = " ".join(before_one_writes(request.phrases, view, guide))
    return request.phrases.say("People are told: “{told}”", told=told)
