"""The plan of a round: on which days reminders go by themselves. Off until a coordinator chooses it.

A day of the plan is looked at once for each person. Pure: facts and the moment are handed in.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import orjson

from bot.schedule.reminder_outcome import WINDOW
from bot.schedule.reminder_preview import Planned, plan_for, proposed
from content.model import Guide
from conversations.calendar.availability import local_day, zone_named
from conversations.calendar.reminder_hours import Hours
from storage.engine.database import milliseconds, moment
from storage.reminders.reminder_candidates import PersonFacts, RoundRules
from storage.reminders.reminders import Obstacle, PlannedDay

LOOKS_BACK = timedelta(days=7)
"""A day of the plan that we slept through is noted as missed for so long, and then left alone."""

SUGGESTED = ((3,), (7, 1))
"""Days after joining, and days before closing, to offer to a coordinator."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many days after joining and before closing people are reminded. ``since`` is when it was chosen:
    no day before that counts.
    """

    after_joining: tuple[int, ...]
    before_closing: tuple[int, ...]
    since: datetime

    @property
    def is_off(self) -> bool:
        """Whether nothing goes by itself."""
        return not self.after_joining and not self.before_closing

    def to_json(self) -> str:
        """The plan as it is stored; empty for one that is off."""
        if self.is_off:
            return ""
        value = {
            "after_joining": self.after_joining,
            "before_closing": self.before_closing,
            "since": milliseconds(self.since),
        }
        return orjson.dumps(value).decode()


def plan_from_json(stored: str) -> Plan | None:
    """The plan that was stored, None where nothing goes by itself."""
    if not stored:
        return None
    value = orjson.loads(stored)
    return Plan(tuple(value["after_joining"]), tuple(value["before_closing"]), moment(value["since"]))


def days_of_plan(
    rules: RoundRules,
    guide: Guide,
    people: Iterable[PersonFacts],
    *,
    known: Collection[tuple[int, date]],
    hours: Hours,
    now: datetime,
) -> Iterator[PlannedDay]:
    """What happens to each day of the plan that has begun for a person and is not ``known`` yet."""
    plan = plan_from_json(rules.plan)
    if plan is None:
        return
    for person in people:
        begun = _days_begun(plan, rules, person, hours, now)
        days = [day for day in begun if (person.person_id, day) not in known]
        if days:
            planned = plan_for(rules, guide, person, hours, now)
            if planned.outcome.obstacle not in (Obstacle.FINISHED, Obstacle.LEFT):
                yield from (_planned(planned, day, hours, now) for day in days)


def _planned(planned: Planned, day: date, hours: Hours, now: datetime) -> PlannedDay:
    facts = planned.facts
    first = hours.next_open(hours.begin(day, facts.zone), facts.availability, facts.zone)
    goes = proposed(planned)
    if goes is None or (first is not None and now - first > WINDOW):
        return PlannedDay(planned.person_id, day, None, planned.outcome.obstacle)
    return PlannedDay(planned.person_id, day, replace(goes, day=day), None)


def _days_begun(
    plan: Plan, rules: RoundRules, person: PersonFacts, hours: Hours, now: datetime
) -> Iterator[date]:
    """The days of the plan that have begun for a person, those of the last week."""
    zone = person.availability.zone(rules.view.time_zone)
    joined = local_day(person.joined_at, zone)
    days = {joined + timedelta(days=each) for each in plan.after_joining}
    last_day = _last_day(rules)
    if last_day is not None:
        days |= {last_day - timedelta(days=each) for each in plan.before_closing}
    since = max(person.joined_at, plan.since, now - LOOKS_BACK)
    return (day for day in sorted(days) if since <= hours.begin(day, zone) <= now)


def _last_day(rules: RoundRules) -> date | None:
    round_ = rules.view
    if round_.closes_on is not None or round_.closes_at is None:
        return round_.closes_on
    return local_day(round_.closes_at - timedelta(milliseconds=1), zone_named(round_.time_zone))
