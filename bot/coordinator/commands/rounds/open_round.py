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
from content.tailoring import CannotTailor, OwnPrompt, tailored
from conversations.cards.entrance import who_reads
from conversations.outgoing import Line, Style
from conversations.state import RoundView


class OpenRound:
    """Opens a round."""

    command = Command.ROUND
    answers = RoundAnswers

    def fields(self, request: Request, answers: RoundAnswers) -> Sequence[Field[Any]]:
        """The parts of a round, each asked for once what it depends on is known."""
        pack = _pack(request, answers)
        fields: list[Field[Any]] = [
            *whose(request),
            which_guide(request),
            title(request),
            purpose(request),
            asker(request, if_given(answers.for_)),
        ]
        fields += fields_of_guide(request, pack.guide) if pack else []
        return [*fields, *days(request), *who_sees(request)]

    def inline_arguments(self, request: Request, text: str) -> RoundAnswers:
        """Fields by name, or nothing but the title."""
        if ":" not in text:
            return RoundAnswers(title=one_line(request, text))
        answers: RoundAnswers = named_fields(self, request, text)
        return answers

    def preview(self, request: Request, answers: RoundAnswers) -> tuple[Sequence[Line], str]:
        """All that will hold in the round."""
        p, new = request.phrases, answers.new_round()
        new.check_days()
        themes = _tailored_pack(request, answers).guide.themes
        lines = [
            Line(p.say("Open this round?"), Style.TITLE),
            *answers_shown(request, self, answers),
            Line(_told(request, new.view("")), Style.HELP),
            Line(
                p.say(
                    "The guide stays as it is now for this round: {prompts}. Once somebody has joined, "
                    "only its last day can be changed.",
                    prompts=p.count("{n} prompt", "{n} prompts", sum(len(each.prompts) for each in themes)),
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
        """Take the round back while nobody has joined it."""
        request.did(undo_opening(request.acting, undo))
        request.round_id = None
        done(request, [Line(request.phrases.say("Undone. There is no such round any more."))])


def _pack(request: Request, answers: RoundAnswers) -> Pack | None:
    key = if_given(answers.guide)
    return request.services.library().get(key) if key else None


def _organisation(request: Request, answers: RoundAnswers) -> str:
    mine = [each.id for each in request.organisations(Command.ROUND)]
    return if_given(answers.for_) or next(iter(mine), "")


def _tailored_pack(request: Request, answers: RoundAnswers) -> Pack:
    pack = _pack(request, answers)
    if pack is None:
        raise InvalidInput(request.phrases.say("That guide is not here any more."))
    if answers.themes is None and not answers.prompts:
        return pack
    guide = pack.guide
    made = [change(request, guide, line) for line in answers.prompts]
    try:
        return tailored(
            pack.source,
            without_themes=[
                theme.id
                for number, theme in enumerate(guide.themes, 1)
                if answers.themes is not None and number not in answers.themes
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


def _told(request: Request, view: RoundView) -> str:
    return request.phrases.say("People are told: “{told}”", told=who_reads(request.phrases, view))
