"""Who of a round would be reminded, what each would read and when: what a coordinator is shown is made of it.

Pure: facts, guide, rules and the moment are handed in. Nothing is kept and nothing sent here.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique

from bot.messages.outbox_entries import body_of
from bot.notices.way import ChatWay, way_of
from bot.schedule.reminder_outcome import Limits, ReminderFacts, ReminderOutcome, Stage, outcome
from content.model import Guide
from content.phrases import phrases_in
from conversations.calendar.availability import Availability, local_day, zone_named
from conversations.calendar.reminder_hours import Hours
from conversations.cards.reminder import reminder
from conversations.groups.round_view import WhoSees
from conversations.groups.themes_asked import asked_of, completion
from conversations.incoming import Channel
from conversations.outgoing import Card
from conversations.theme_progress import Left, left_of
from storage.people.own_addresses import NoticeAddress
from storage.reminders.reminder_candidates import NotJoined, PersonFacts, RoundRules
from storage.reminders.reminders import Proposed


@unique
class Group(StrEnum):
    """Who a coordinator wants to remind."""

    NOT_JOINED = "not_joined"
    NOT_BEGUN = "not_begun"
    PART_WAY = "part_way"
    ALL = "all"


_STAGES = {
    Group.NOT_JOINED: (Stage.NOT_JOINED,),
    Group.NOT_BEGUN: (Stage.NOT_BEGUN,),
    Group.PART_WAY: (Stage.PART_WAY,),
    Group.ALL: tuple(Stage),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """One person in a preview, with the card that they would get; nothing of it has been sent.

    ``name`` and ``team`` are empty where the round is anonymous, ``person_id`` 0 and ``left`` None for
    somebody who has not joined. ``waits_in_history``: they read it when they next look there.
    ``goes_by_mail``: it goes to an own address of theirs.
    """

    person_id: int
    name: str
    team: str
    facts: ReminderFacts
    left: Left | None
    outcome: ReminderOutcome
    card: Card | None
    waits_in_history: bool = False
    goes_by_mail: bool = False


@dataclass(frozen=True, slots=True)
class ReminderPreview:
    """What is known before anything goes. ``batch`` names it for a coordinator's confirmation.

    ``ordinary`` is what happens where somebody has said nothing about when to be reminded.
    """

    batch: str
    people: tuple[Planned, ...]
    ordinary: ReminderOutcome


def previewed(
    rules: RoundRules,
    guide: Guide,
    people: Iterable[PersonFacts],
    not_joined: Iterable[NotJoined],
    *,
    group: Group,
    hours: Hours,
    shown_on: Container[Channel],
    now: datetime,
) -> tuple[Planned, ...]:
    """Everybody of a group with what would happen to a reminder to them now, by name."""
    planned = [plan_for(rules, guide, each, hours, now, shown_on=shown_on) for each in people]
    planned += [_to_chase(rules, hours, each, now) for each in not_joined]
    # By name: the order in which they are kept is that in which they joined.
    planned.sort(key=lambda each: (each.name.casefold(), each.team.casefold()))
    return tuple(each for each in planned if each.facts.stage in _STAGES[group])


def plan_for(
    rules: RoundRules,
    guide: Guide,
    person: PersonFacts,
    hours: Hours,
    now: datetime,
    *,
    shown_on: Container[Channel] = (),
) -> Planned:
    """What would happen to a reminder to one person now, and what they would read."""
    asked = asked_of(rules.view.themes_asked, person.team, person.partner)
    chat = ChatWay(person.last_chat, "") if person.last_chat is not None else None
    way = way_of(person.availability.way, chat, person.own_address, shown_on=shown_on)
    left = left_of(guide.as_asked(person.prompt_set, person.chosen), person.given, person.finished, asked)
    facts = ReminderFacts(
        _stage(guide, person, asked),
        person.availability,
        person.availability.zone(rules.view.time_zone),
        person.last_active,
        person.reminded,
        way is not None,
    )
    decided = outcome(facts, limits_of(rules), hours, now)
    is_told = rules.view.who_sees is not WhoSees.ANONYMOUS
    card = None
    if decided.goes:
        phrases = phrases_in(person.language)
        card = reminder(phrases, guide, rules.view, left, person.participant_id)
    return Planned(
        person.person_id,
        person.name if is_told else "",
        person.team if is_told else "",
        facts,
        left,
        decided,
        card,
        waits_in_history=isinstance(way, ChatWay) and all(each in shown_on for each in person.channels),
        goes_by_mail=isinstance(way, NoticeAddress),
    )


def limits_of(rules: RoundRules) -> Limits:
    """What a round allows."""
    round_ = rules.view
    ends = [each for each in (round_.closes_at, round_.closed_at) if each is not None]
    return Limits(rules.a_week, round_.opens_at, min(ends) if ends else None)


def _stage(guide: Guide, person: PersonFacts, asked: frozenset[str] | None) -> Stage:
    if person.has_left:
        return Stage.LEFT
    if completion([theme.id for theme in guide.themes], asked, person.finished).all:
        return Stage.FINISHED
    return Stage.PART_WAY if person.given or person.finished else Stage.NOT_BEGUN


def _to_chase(rules: RoundRules, hours: Hours, invited: NotJoined, now: datetime) -> Planned:
    """Somebody who has not joined: we have no way to reach them, so they are only named."""
    zone = zone_named(rules.view.time_zone)
    facts = ReminderFacts(Stage.NOT_JOINED, Availability(), zone, None, (), is_reachable=False)
    is_told = rules.view.who_sees is not WhoSees.ANONYMOUS
    return Planned(
        0,
        invited.name if is_told else "",
        invited.team if is_told else "",
        facts,
        None,
        outcome(facts, limits_of(rules), hours, now),
        None,
    )


def proposed(planned: Planned) -> Proposed | None:
    """What is kept of a reminder that goes, None for one that does not."""
    at, card = planned.outcome.at, planned.card
    if at is None or card is None:
        return None
    day = local_day(at, planned.facts.zone)
    return Proposed(planned.person_id, day, day, at, body_of(card))
