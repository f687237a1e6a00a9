"""What happens to a reminder to one person, as a value: it goes now, goes later, or does not go, and why.

The same value is shown before anything is confirmed and decides what then goes. Pure: the facts and the
moment are handed in.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum, unique

from content.phrases import Phrases, day_of_week
from conversations.calendar.availability import Availability, local_day
from conversations.calendar.reminder_hours import Closed, Hours
from storage.reminders.reminders import Obstacle

JUST_WRITTEN = timedelta(hours=12)
"""Who has done something here so recently needs no reminder."""

WINDOW = timedelta(hours=4)
"""So long after its time a reminder still goes; then it was missed."""

A_WEEK = timedelta(days=7)


@unique
class Stage(StrEnum):
    """How far somebody is with a round."""

    NOT_JOINED = "not_joined"
    NOT_BEGUN = "not_begun"
    PART_WAY = "part_way"
    FINISHED = "finished"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """All that decides whether and when somebody is reminded.

    ``reminded`` are the days, there, of the reminders that went of late or wait. ``zone`` is where they are.
    """

    stage: Stage
    availability: Availability
    zone: tzinfo
    last_active: datetime | None
    reminded: tuple[date, ...]
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """What the round allows: reminders within ``begins`` and ``ends``, so many to a person a week."""

    a_week: int
    begins: datetime | None
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class ReminderOutcome:
    """What happens to a reminder. ``at`` is when it goes, None where it does not go at all.

    ``held`` tells why it does not go at once, ``obstacle`` why it does not go.
    """

    at: datetime | None
    held: Closed | None = None
    obstacle: Obstacle | None = None

    @property
    def goes(self) -> bool:
        """Whether the reminder goes at all."""
        return self.at is not None


def outcome(facts: ReminderFacts, limits: Limits, hours: Hours, now: datetime) -> ReminderOutcome:
    """Decide about a reminder that is wanted now."""
    obstacle = _obstacle(facts, now)
    if obstacle is not None:
        return ReminderOutcome(None, obstacle=obstacle)
    wanted = max(now, limits.begins) if limits.begins else now
    at = hours.next_open(wanted, facts.availability, facts.zone)
    if at is None or (limits.ends is not None and at >= limits.ends):
        return ReminderOutcome(None, obstacle=Obstacle.CLOSED)
    if _is_too_much(facts, limits, at):
        return ReminderOutcome(None, obstacle=Obstacle.LIMIT)
    if at == now:
        return ReminderOutcome(at)
    return ReminderOutcome(at, held=hours.closed(wanted, facts.availability, facts.zone))


def _obstacle(facts: ReminderFacts, now: datetime) -> Obstacle | None:
    match facts.stage:
        case Stage.NOT_JOINED:
            return Obstacle.NOT_JOINED
        case Stage.LEFT:
            return Obstacle.LEFT
        case Stage.FINISHED:
            return Obstacle.FINISHED
    if facts.availability.declined:
        return Obstacle.DECLINED
    if not facts.is_reachable:
        return Obstacle.UNREACHABLE
    if facts.last_active is not None and now - facts.last_active < JUST_WRITTEN:
        return Obstacle.ACTIVE
    return None


def _is_too_much(facts: ReminderFacts, limits: Limits, at: datetime) -> bool:
    """Whether a reminder at this moment would be the second on a day or too many within any seven days."""
    near = _near(facts, local_day(at, facts.zone))
    return local_day(at, facts.zone) in near or len(near) >= limits.a_week


def _near(facts: ReminderFacts, day: date) -> list[date]:
    return [each for each in facts.reminded if abs(each - day) < A_WEEK]


def ordinary_outcome(limits: Limits, hours: Hours, zone: tzinfo, now: datetime) -> ReminderOutcome:
    """What would happen to a reminder to somebody who works Monday to Friday and has said nothing else."""
    nobody = ReminderFacts(Stage.NOT_BEGUN, Availability(), zone, None, (), is_reachable=True)
    return outcome(nobody, limits, hours, now)


def times_in_words(phrases: Phrases, ordinary: ReminderOutcome, zone: tzinfo, now: datetime) -> str:
    """When reminders go, as one sentence that is the same for everybody.

    Nobody's own time is shown: it would tell when they are away and on which days they work.
    """
    if ordinary.at is None or ordinary.at == now:
        return phrases.say("Each gets it now, or in their next working hours.")
    when = local_time(phrases, ordinary.at, zone)
    match ordinary.held:
        case Closed.BANK_HOLIDAY:
            return phrases.say("Nothing goes before {when}, because of a bank holiday.", when=when)
        case Closed.WEEKEND:
            return phrases.say("Nothing goes before {when}, after the weekend.", when=when)
        case Closed.QUIET_HOURS:
            return phrases.say("Nothing goes before {when}, because of quiet hours.", when=when)
        case _:
            return phrases.say("Nothing goes before {when}, when the round begins.", when=when)


def local_time(phrases: Phrases, moment: datetime, zone: tzinfo) -> str:
    """A moment as people there read it: weekday, day and time."""
    local = moment.astimezone(zone)
    return phrases.say(
        "{day}, {time}", day=day_of_week(local.date(), phrases.language), time=local.strftime("%H:%M")
    )
