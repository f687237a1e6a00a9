"""``/digest``: being told how far the round at hand is, every working morning or every Monday."""

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.coordinator.current_round import at_hand, listed_as
from bot.coordinator.forms import Ask, Choice, Given, done, one_of
from bot.coordinator.permissions import Command
from bot.coordinator.request import Visit
from bot.coordinator.role_names import often_shown
from content.phrases import Phrases
from conversations.outgoing import Line, Style
from storage.reminders.digests import HowOften, choose_digest, digest_of
from storage.rounds.rounds import RoundListed

NEVER = "off"


class ChooseDigest:
    """Chooses how often this officer is told of the round at hand."""

    command = Command.DIGEST

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:  # noqa: ARG002
        """How often."""
        p = visit.phrases
        names = _names(p)
        choices, read = _how_often(p)
        return [
            Ask(
                "often",
                p.say("How often"),
                p.say("How often shall I tell you how far it is?"),
                read,
                choices=choices,
                shown=lambda value: names[value],
            )
        ]

    def line(self, visit: Visit, text: str) -> Given:
        """How often."""
        return {"often": _how_often(visit.phrases)[1](text)}

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """What holds so far and what will."""
        p, names = visit.phrases, _names(visit.phrases)
        listed = at_hand(visit, self.command)
        now = digest_of(visit.tx, visit.officer.person_id, listed.view.id)
        return [
            Line(p.say("Be told how far “{title}” is?", title=listed.view.title), Style.TITLE),
            Line(p.say("So far: {often}", often=names[now.value if now else NEVER])),
            Line(p.say("From now on: {often}", often=names[given["often"]])),
            Line(p.say("It is what /status shows you, and comes to you alone."), Style.HELP),
        ], p.say("Change it")

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Choose it."""
        listed = at_hand(visit, self.command)
        before = digest_of(visit.tx, visit.officer.person_id, listed.view.id)
        _choose(visit, listed, given["often"])
        visit.note(listed.organisation_id, "digest.choose", listed.view.id, given["often"])
        said = visit.phrases.say("You are told: {often}", often=_names(visit.phrases)[given["often"]])
        kept = before.value if before else NEVER
        done(visit, [Line(said)], undo=f"{listed.view.id} {kept}", form=self)

    def undo(self, visit: Visit, what: str) -> None:
        """Choose what held before."""
        round_id, often = what.split(" ")
        _choose(visit, listed_as(visit, self.command, round_id), often)
        done(visit, [Line(visit.phrases.say("Undone."))])


def _choose(visit: Visit, listed: RoundListed, often: str) -> None:
    today = visit.now.astimezone(ZoneInfo(listed.view.time_zone)).date()
    how_often = None if often == NEVER else HowOften(often)
    choose_digest(visit.tx, visit.officer.person_id, listed.view.id, how_often, today)


def _names(p: Phrases) -> dict[str, str]:
    return {
        **{each.value: often_shown(p, each) for each in HowOften},
        NEVER: p.say("Not at all"),
    }


def _how_often(p: Phrases) -> tuple[tuple[Choice, ...], Callable[[str], str]]:
    """The choices, and how one is read."""
    choices = tuple(Choice(label, value) for value, label in _names(p).items())
    return choices, one_of(choices, p.say("Please type daily, weekly or off."))
