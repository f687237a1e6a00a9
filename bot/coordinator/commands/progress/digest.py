"""``/digest``: the progress of the current round, every working morning or every Monday."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.acts.digest_acts import NEVER, choose_digest, undo_digest
from bot.acts.permissions import Command
from bot.acts.undo import UndoDigest
from bot.coordinator.asking import done
from bot.coordinator.form_answers import NOT_GIVEN, older_text
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.request import Request, current_round
from bot.coordinator.role_names import often_shown
from content.phrases import Phrases
from conversations.outgoing import Line, Style
from storage.reminders.digests import HowOften, digest_of


@dataclass(frozen=True, slots=True)
class DigestAnswers:
    """How often, None for never."""

    often: Annotated[HowOften | None, older_text(lambda text: None if text == NEVER else text)] = NOT_GIVEN


class ChooseDigest:
    """Chooses how often this role holder gets the digest of the current round."""

    command = Command.DIGEST
    answers = DigestAnswers

    def fields(
        self,
        request: Request,
        answers: DigestAnswers,  # noqa: ARG002
    ) -> Sequence[Field[HowOften | None]]:
        """How often."""
        return [_how_often(request.phrases)]

    def inline_arguments(self, request: Request, text: str) -> DigestAnswers:
        """How often."""
        return DigestAnswers(_how_often(request.phrases).read(text))

    def preview(self, request: Request, answers: DigestAnswers) -> tuple[Sequence[Line], str]:
        """What holds so far and what will."""
        p, names = request.phrases, _names(request.phrases)
        listed = current_round(request, self.command)
        now = digest_of(request.tx, request.role_holder.person_id, listed.view.id)
        return [
            Line(p.say("Be told how far “{title}” is?", title=listed.view.title), Style.TITLE),
            Line(p.say("So far: {often}", often=names[now])),
            Line(p.say("From now on: {often}", often=names[answers.often])),
            Line(p.say("It is what /status shows you, and comes to you alone."), Style.HELP),
        ], p.say("Change it")

    def execute(self, request: Request, answers: DigestAnswers) -> None:
        """Choose it."""
        listed = current_round(request, self.command)
        came = choose_digest(request.acting, listed.view.id, answers.often)
        often = _names(request.phrases)[request.did(came)]
        said = request.phrases.say("You are told: {often}", often=often)
        done(request, [Line(said)], undo=came.undo, form=self)

    def undo(self, request: Request, undo: UndoDigest) -> None:
        """Choose what held before."""
        request.did(undo_digest(request.acting, undo))
        done(request, [Line(request.phrases.say("Undone."))])


def _names(p: Phrases) -> dict[HowOften | None, str]:
    return {**{each: often_shown(p, each) for each in HowOften}, None: p.say("Not at all")}


def _how_often(p: Phrases) -> Field[HowOften | None]:
    names = _names(p)
    choices = tuple(
        FormChoice(label, often, words=(often.value if often else NEVER,)) for often, label in names.items()
    )
    return Field(
        "often",
        p.say("How often"),
        p.say("How often shall I tell you how far it is?"),
        one_of(choices, p.say("Please type daily, weekly or off.")),
        choices=choices,
        shown=lambda value: names[value],
    )
