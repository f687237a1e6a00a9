"""``/plan``: on which days reminders go by themselves. Off until it is chosen."""

from collections.abc import Mapping, Sequence

from bot.coordinator.current_round import listed_as, open_at_hand
from bot.coordinator.forms import Ask, Choice, Given, Unreadable, done
from bot.coordinator.permissions import Command
from bot.coordinator.request import Visit
from bot.schedule.planned_days import SUGGESTED, Plan
from bot.schedule.reminder_requests import MOST_A_WEEK
from content.phrases import Phrases
from conversations.outgoing import Line, Style
from conversations.reading.typed import numbers, plain
from storage.rounds.rounds import RoundListed

OFF = "off"


class PlanReminders:
    """Chooses on which days reminders go by themselves."""

    command = Command.PLAN

    def asks(self, visit: Visit, given: Mapping[str, str]) -> Sequence[Ask]:
        """The days, and how many a week at most."""
        p = visit.phrases
        after, before = (", ".join(map(str, days)) for days in SUGGESTED)
        suggested = f"{after} / {before}"
        days = Ask(
            "days",
            p.say("Days"),
            p.say("When shall reminders go by themselves?"),
            lambda text: _days(visit, text),
            help=p.say(
                "Type days after joining, a stroke, and days before the last day, such as 3 / 7 1. "
                "Each person is looked at first, as with /remind."
            ),
            choices=(
                Choice(p.say("3 days after joining, 7 and 1 before the end"), suggested),
                Choice(p.say("Never"), OFF),
            ),
            shown=lambda value: _days_shown(p, value),
        )
        if given.get("days") == OFF:
            return [days]
        most = Ask(
            "most",
            p.say("At most"),
            p.say("How many reminders may a person get in a week, with those that you send?"),
            lambda text: _most(visit, text),
            default="2",
        )
        return [days, most]

    def line(self, visit: Visit, text: str) -> Given:
        """The days."""
        return {"days": _days(visit, text)}

    def preview(self, visit: Visit, given: Mapping[str, str]) -> tuple[Sequence[Line], str]:
        """The plan, next to what holds now."""
        p = visit.phrases
        listed = open_at_hand(visit, self.command)
        now, a_week = visit.surroundings.reminders.plan(visit.tx, listed.view.id)
        lines = [
            Line(p.say("Change when reminders go by themselves?"), Style.TITLE),
            Line(p.say("So far: {days}", days=plan_shown(p, now))),
            Line(p.say("From now on: {days}", days=_days_shown(p, given["days"]))),
        ]
        if given["days"] != OFF:
            most = given.get("most", str(a_week))
            lines.append(Line(p.say("At most {n} a week for each person.", n=most)))
        return lines, p.say("Change it")

    def act(self, visit: Visit, given: Mapping[str, str]) -> None:
        """Set the plan."""
        p = visit.phrases
        listed = open_at_hand(visit, self.command)
        before, a_week = visit.surroundings.reminders.plan(visit.tx, listed.view.id)
        after, ahead = ((), ()) if given["days"] == OFF else _both(given["days"])
        _set(visit, listed, after, ahead, int(given.get("most", a_week)))
        visit.note(listed.organisation_id, "reminders.plan", listed.view.id, given["days"])
        kept = OFF if before is None else _kept(before)
        done(
            visit,
            [Line(p.say("Reminders by themselves: {days}", days=_days_shown(p, given["days"])))],
            undo=f"{listed.view.id} {a_week} {kept}",
            form=self,
        )

    def undo(self, visit: Visit, what: str) -> None:
        """Set the plan to what it was."""
        round_id, a_week, days = what.split(" ", 2)
        listed = listed_as(visit, self.command, round_id)
        after, ahead = ((), ()) if days == OFF else _both(days)
        _set(visit, listed, after, ahead, int(a_week))
        visit.note(listed.organisation_id, "reminders.plan", round_id, "undone")
        done(visit, [Line(visit.phrases.say("Undone: the plan is what it was."))])


def _days(visit: Visit, text: str) -> str:
    p = visit.phrases
    if plain(text) in (OFF, "never", "none", plain(p.say("Never"))):
        return OFF
    after, stroke, before = text.partition("/")
    both = [*numbers(after), *numbers(before)]
    if not stroke or not both or not all(1 <= day <= 99 for day in both):
        raise Unreadable(p.say("Please write it like 3 / 7 1, or type never."))
    return f"{' '.join(map(str, numbers(after)))} / {' '.join(map(str, numbers(before)))}"


def _both(days: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    after, _, before = days.partition("/")
    return numbers(after), numbers(before)


def _kept(plan: Plan) -> str:
    return f"{' '.join(map(str, plan.after_joining))} / {' '.join(map(str, plan.before_closing))}"


def _days_shown(p: Phrases, days: str) -> str:
    if days == OFF:
        return p.say("never")
    after, before = _both(days)
    parts = []
    if after:
        listed = ", ".join(map(str, sorted(after)))
        parts.append(p.say("{days} days after joining", days=listed))
    if before:
        listed = ", ".join(map(str, sorted(before, reverse=True)))
        parts.append(p.say("{days} days before the last day", days=listed))
    return "; ".join(parts)


def plan_shown(p: Phrases, plan: Plan | None) -> str:
    """A plan in a few words."""
    return _days_shown(p, OFF if plan is None else _kept(plan))


def _most(visit: Visit, text: str) -> str:
    asked = text.strip()
    if asked.isdecimal() and 1 <= int(asked) <= MOST_A_WEEK:
        return str(int(asked))
    raise Unreadable(
        visit.phrases.say("Please give a number from {least} to {most}.", least=1, most=MOST_A_WEEK)
    )


def _set(visit: Visit, listed: RoundListed, after: Sequence[int], ahead: Sequence[int], a_week: int) -> None:
    visit.surroundings.reminders.set_plan(
        visit.tx,
        listed.view.id,
        after_joining=after,
        before_closing=ahead,
        a_week=a_week,
        now=visit.now,
    )
