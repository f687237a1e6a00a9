"""What a coordinator can do about reminders: look at what would go, confirm it, call it off, see what came.

Functions over a transaction. What each would get is kept word by word until it is confirmed, so that is what
goes; a reminder may still drop out, for who has written or finished meanwhile gets none. Who may ask, and how
much of it they are shown, is decided by the caller.
"""

import secrets
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages.guide_cache import GuideShelf
from bot.schedule.planned_days import Plan, plan_from_json
from bot.schedule.reminder_outcome import ordinary_outcome
from bot.schedule.reminder_preview import Group, ReminderPreview, limits_of, previewed, proposed
from conversations.calendar.availability import zone_named
from conversations.calendar.reminder_hours import Hours
from conversations.incoming import Channel
from storage.engine.database import Transaction
from storage.reminders import reminder_candidates, reminder_claims, reminders
from storage.reminders.reminder_candidates import RoundRules
from storage.reminders.reminders import ReminderOrigin

PREVIEW_KEEPS = timedelta(minutes=30)
"""So long after a preview it may be confirmed; later it has to be looked at again."""

MOST_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That reminders have been confirmed: ``count`` of them, now on their way or waiting for their time."""

    count: int


@dataclass(frozen=True, slots=True)
class AlreadyAsked:
    """Somebody, perhaps the same person, confirmed this before: who and when. Nothing goes a second time."""

    first: ReminderOrigin


@dataclass(frozen=True, slots=True)
class Outdated:
    """That the preview is too old, or that quiet hours began since: it must be looked at again."""


Confirmation = Confirmed | AlreadyAsked | Outdated


class ReminderRequests:
    """Reminders as coordinators ask for them."""

    def __init__(
        self, shelf: GuideShelf, hours: Hours, *, shown_on: Container[Channel] = (), by_mail: bool = False
    ) -> None:
        """``shown_on``: channels on which people read what was said when they next open the page.

        ``by_mail``: reminders can go to people's own addresses.
        """
        self.by_mail = by_mail
        self._shown_on = shown_on
        self._shelf = shelf
        self.hours = hours

    def preview(self, tx: Transaction, round_id: str, group: Group, now: datetime) -> ReminderPreview:
        """Who would be reminded now and who would not, each with text, time and reason. Nothing goes.

        Nobody is shown the text of somebody's own.

        Raises ``LookupError`` for a round that is not there.
        """
        rules = _rules(tx, round_id)
        people = previewed(
            rules,
            self._shelf.guide(tx, rules.guide_sha256),
            reminder_candidates.people_of(tx, round_id, now, by_mail=self.by_mail),
            reminder_candidates.not_joined(tx, round_id, now),
            group=group,
            hours=self.hours,
            shown_on=self._shown_on,
            now=now,
        )
        batch = secrets.token_hex(6)
        reminders.propose(tx, round_id, batch, filter(None, map(proposed, people)), now)
        zone = zone_named(rules.view.time_zone)
        ordinary = ordinary_outcome(limits_of(rules), self.hours, zone, now)
        return ReminderPreview(batch, people, ordinary)

    def confirm(self, tx: Transaction, round_id: str, batch: str, *, by: int, now: datetime) -> Confirmation:
        """Let a preview go. Pressed twice, or by two coordinators, it goes once.

        Wake the ``ReminderWorker`` once it is committed.
        """
        shown_at = reminders.proposed_at(tx, round_id, batch)
        if shown_at is None:
            first = reminders.asked_before(tx, round_id, batch)
            return AlreadyAsked(first) if first else Outdated()
        if not shown_at <= now <= shown_at + PREVIEW_KEEPS or self._has_closed(tx, round_id, batch, now):
            reminders.withdraw(tx, round_id, batch)
            return Outdated()
        count = reminders.confirm(tx, round_id, batch, by, now)
        first = reminders.asked_before(tx, round_id, batch)
        if not count and first is not None:
            return AlreadyAsked(first)
        reminders.withdraw(tx, round_id, batch)
        return Confirmed(count)

    def _has_closed(self, tx: Transaction, round_id: str, batch: str, now: datetime) -> bool:
        """Whether what was to go at once would now go outside somebody's hours."""
        return any(
            self.hours.closed(now, each.availability, each.availability.zone(each.round_zone))
            for each in reminder_claims.proposed_now(tx, round_id, batch)
        )

    def plan(self, tx: Transaction, round_id: str) -> tuple[Plan | None, int]:
        """What goes by itself in a round, None where nothing does, and how many reminders a week at most.

        Raises ``LookupError`` for a round that is not there.
        """
        rules = _rules(tx, round_id)
        return plan_from_json(rules.plan), rules.a_week

    def set_plan(
        self,
        tx: Transaction,
        round_id: str,
        *,
        after_joining: Iterable[int],
        before_closing: Iterable[int],
        a_week: int,
        now: datetime,
    ) -> None:
        """Choose on which days reminders go by themselves; none of either switches them off.

        Raises ``LookupError`` for a round that is not there, ``ValueError`` for days or a limit that
        cannot be.
        """
        after, before = tuple(sorted(set(after_joining))), tuple(sorted(set(before_closing), reverse=True))
        if any(not 1 <= day <= 365 for day in (*after, *before)) or not 1 <= a_week <= MOST_A_WEEK:
            raise ValueError("a plan counts from 1 to 365 days and allows 1 to 7 reminders a week")
        if not reminder_candidates.set_plan(tx, round_id, Plan(after, before, now).to_json(), a_week):
            raise LookupError(round_id)


def _rules(tx: Transaction, round_id: str) -> RoundRules:
    rules = reminder_candidates.rules_of(tx, round_id)
    if rules is None:
        raise LookupError(round_id)
    return rules
