"""``/extend``, ``/close`` and ``/reopen``: until when replies count."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.coordinator.current_round import at_hand, listed_as, open_at_hand
from bot.coordinator.forms import Ask, AsksNothing, Choice, Given, Unreadable, done
from bot.coordinator.permissions import Command
from bot.coordinator.request import Visit, button
from bot.schedule.round_end import end_round
from content.phrases import long_date
from conversations.calendar.dates import day_in
from conversations.calendar.day_bounds import LONGEST, end_of
from conversations.outgoing import Line, Style
from conversations.reading.typed import plain
from conversations.state import RoundView
from storage.people import people
from storage.rounds import rounds
from storage.rounds.rounds import RoundListed

NEVER = "never"


class ChangeLastDay:
    """Changes the last day of a round that is open (``/extend``), or opens a closed one (``/reopen``)."""

    def __init__(self, command: Command) -> None:
        self.command = command

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:  # noqa: ARG002
        """The new last day."""
        p = visit.phrases
        return [
            Ask(
                "until",
                p.say("Last day"),
                p.say("Which is the last day now?"),
                lambda text: _last_day(visit, text),
                help=p.say("For example 30 November."),
                choices=(Choice(p.say("No last day"), NEVER),),
                shown=lambda value: _shown(visit, value),
            )
        ]

    def line(self, visit: Visit, text: str) -> Given:
        """The day itself."""
        return {"until": _last_day(visit, text)}

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """Until when, and who is told."""
        p = visit.phrases
        listed = self._listed(visit)
        day = _shown(visit, given["until"])
        if self.command is Command.REOPEN:
            title = p.say("Open “{title}” again, until {day}?", title=listed.view.title, day=day)
            return [Line(title, Style.TITLE), _who_is_told(visit, listed)], p.say("Open it again")
        title = p.say("Keep “{title}” open until {day}?", title=listed.view.title, day=day)
        return [Line(title, Style.TITLE)], p.say("Change the last day")

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Change it."""
        p = visit.phrases
        listed = self._listed(visit)
        before = listed.view
        closes_on, closes_at = _ends(listed.view, given["until"])
        rounds.reopen_round(visit.tx, before.id, closes_on, closes_at)
        act = "round.reopen" if self.command is Command.REOPEN else "round.extend"
        visit.note(listed.organisation_id, act, before.id)
        if self.command is Command.REOPEN:
            visit.tell_participants(
                before.id,
                lambda said: said.say(
                    "“{title}” is open again. What you write counts once more.", title=before.title
                ),
            )
        undo = "" if self.command is Command.REOPEN else f"{before.id} {_kept(before)}"
        day = _shown(visit, given["until"])
        said = p.say("“{title}” is open until {day}.", title=before.title, day=day)
        if given["until"] == NEVER:
            said = p.say("“{title}” is open, with no last day.", title=before.title)
        done(visit, [Line(said)], undo=undo, form=self)

    def _listed(self, visit: Visit) -> RoundListed:
        if self.command is Command.EXTEND:
            return open_at_hand(visit, self.command)
        listed = at_hand(visit, self.command)
        if visit.is_open(listed.view):
            raise Unreadable(
                visit.phrases.say("“{title}” is open. /extend changes its last day.", title=listed.view.title)
            )
        return listed

    def undo(self, visit: Visit, what: str) -> None:
        """Set the last day to what it was."""
        round_id, _, until = what.partition(" ")
        listed = listed_as(visit, self.command, round_id)
        rounds.reopen_round(visit.tx, round_id, *_ends(listed.view, until))
        visit.note(listed.organisation_id, "round.extend", round_id, "undone")
        done(visit, [Line(visit.phrases.say("Undone: the last day is what it was."))])


class CloseRound(AsksNothing):
    """Closes a round now."""

    command = Command.CLOSE

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:  # noqa: ARG002
        """What closing means."""
        p = visit.phrases
        listed = open_at_hand(visit, self.command)
        return [
            Line(p.say("Close “{title}” now?", title=listed.view.title), Style.TITLE),
            Line(p.say("What was given is kept. What people write afterwards does not count.")),
            Line(p.say("You get the group's report at once. Nobody else does before you release it.")),
            _who_is_told(visit, listed),
        ], p.say("Close it")

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:  # noqa: ARG002
        """Close it, and thank everybody."""
        p = visit.phrases
        listed = open_at_hand(visit, self.command)
        view = listed.view
        rounds.close_round(visit.tx, view.id, visit.now)
        visit.note(listed.organisation_id, "round.close", view.id)
        end_round(visit.tx, view.id, visit.now)
        visit.has_work = True
        done(
            visit,
            [
                Line(p.say("“{title}” is closed.", title=view.title)),
                Line(p.say("The group's report follows, to everybody who coordinates."), Style.HELP),
                Line(
                    p.say("/results gives it again, /release gives it to everybody who took part."),
                    Style.HELP,
                ),
            ],
            button(p.say("Open it again"), "do-reopen", "/reopen"),
        )


def _who_is_told(visit: Visit, listed: RoundListed) -> Line:
    n = len(people.participants_reached(visit.tx, listed.view.id))
    told = visit.phrases.count("{n} person who takes part is told.", "{n} people who take part are told.", n)
    return Line(told, Style.HELP)


def _last_day(visit: Visit, text: str) -> str:
    p = visit.phrases
    if plain(text) in (NEVER, "none", plain(p.say("No last day"))):
        return NEVER
    today = visit.now.date()
    day = day_in(text, today)
    if day is None:
        raise Unreadable(p.say("I could not read that day. Write it like 30 November 2026."))
    if not today <= day <= today + LONGEST:
        raise Unreadable(p.say("Please name a day from today on, within five years."))
    return day.isoformat()


def _shown(visit: Visit, value: str) -> str:
    p = visit.phrases
    return p.say("no last day") if value == NEVER else long_date(date.fromisoformat(value), p.language)


def _kept(view: RoundView) -> str:
    return view.closes_on.isoformat() if view.closes_on else NEVER


def _ends(view: RoundView, until: str) -> tuple[date | None, datetime | None]:
    if until == NEVER:
        return None, None
    day = date.fromisoformat(until)
    return day, end_of(day, view.time_zone)
