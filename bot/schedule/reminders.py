"""Sending reminders: what is due is claimed and put into the outbox in one transaction, a few at a time.

Each goes one way: into a chat, or to an own address of whoever it is for (``bot/notices/way.py``).

Woken by time and by a confirmation. What came due while nobody ran goes if it is still early enough, and
is noted as missed otherwise; two never go to a person on one day. Delivery then paces and records it all.
"""

import asyncio
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.messages.after_commit import AfterCommit
from bot.messages.guide_cache import GuideShelf
from bot.notices.own_notices import PAUSE_SECONDS, OwnNoticeWays, way_to
from bot.notices.way import ChatWay, NoticeWay
from bot.running.runner import Pause, pause_until, run_forever
from bot.schedule.planned_days import days_of_plan
from bot.schedule.reminder_outcome import WINDOW
from conversations.calendar.availability import local_day
from conversations.calendar.reminder_hours import Hours
from conversations.groups.themes_asked import completion
from conversations.incoming import Channel
from storage.engine.database import Database, Transaction
from storage.messages import outbox
from storage.messages.outbox import EntryKind, OutboxEntry, Priority
from storage.people.own_addresses import NoticeAddress
from storage.reminders import reminder_candidates, reminder_claims, reminders
from storage.reminders.reminder_candidates import RoundRules
from storage.reminders.reminder_claims import Claimed, ReminderTo, WaitingReminder
from storage.reminders.reminders import PlannedDay
from storage.rounds.rounds import find_listed

MOST_AT_ONCE = 50
"""Reminders claimed in one commit, so that replies are not held up by many."""

PLANS_EVERY = timedelta(minutes=15)


class ReminderWorker:
    """Sends reminders at their time, and those of the rounds' plans by itself."""

    def __init__(
        self,
        database: Database,
        shelf: GuideShelf,
        hours: Hours,
        tell: Callable[[AfterCommit], None],
        *,
        shown_on: Container[Channel],
        now: Callable[[], datetime],
        by_mail: OwnNoticeWays | None = None,
    ) -> None:
        """``by_mail``: what takes reminders to people's own addresses, None where nothing does."""
        self._by_mail = by_mail
        self._database = database
        self._shelf = shelf
        self._shown_on = shown_on
        self._hours = hours
        self._tell = tell
        self._now = now
        self._wake = asyncio.Event()
        self._planned_at: datetime | None = None

    def wake(self) -> None:
        """Reminders have been confirmed, or a plan was chosen."""
        self._planned_at = None
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled. While nothing can be kept it tries again after a while."""
        await run_forever("reminders", self._step, wake=self._wake)

    async def _step(self) -> Pause:
        await self.look_at_plans()
        if await self.send_some():
            return 0.0
        pause = pause_until(await self._database.read(reminder_claims.next_reminder_due), self._now())
        return min(pause, PAUSE_SECONDS) if await self.take_back_outside_hours() else pause

    async def send_some(self) -> bool:
        """Send some of what is due; False when nothing was. Raises ``StorageTrouble``."""
        after_commit = await self._database.write(self._send_due)
        if after_commit is None:
            return False
        self._tell(after_commit)
        return True

    def _send_due(self, tx: Transaction) -> AfterCommit | None:
        now, after_commit = self._now(), AfterCommit()
        waiting = reminder_claims.due(tx, now, MOST_AT_ONCE)
        if not waiting:
            return None
        claimed: list[Claimed] = []
        room = self._room(tx)
        for each in waiting:
            taken = self._take(tx, each, now, room=room)
            claimed += [taken] if taken else []
            room -= bool(taken and self._by_mail and taken.channel == self._by_mail.channel)
        entries = [_entry(each) for each in claimed]
        after_commit.add(outbox.add(tx, entries, now, shown_on=self._shown_on))
        after_commit.changed.update(each.person_id for each in claimed)
        return after_commit

    def _room(self, tx: Transaction) -> int:
        """How many more reminders may be passed on to the carrier of own addresses."""
        by_mail = self._by_mail
        return 0 if by_mail is None else by_mail.at_once - outbox.how_many_wait(tx, by_mail.channel)

    def _take(self, tx: Transaction, waiting: WaitingReminder, now: datetime, *, room: int) -> Claimed | None:
        """Claim a reminder if this is still its time; else hold it, or note that it was missed."""
        person = waiting.availability
        zone = person.zone(waiting.round_zone)
        # Its time moves where they have said since that it is none for them, but not to whenever we look:
        # we may have been away for long, or the clock may have jumped.
        at = self._hours.next_open(waiting.due_at, person, zone)
        if at is not None and at > now:
            reminder_claims.hold(tx, waiting.id, at, local_day(at, zone))
        elif at is None or now - at > WINDOW or self._hours.closed(now, person, zone) is not None:
            reminder_claims.miss(tx, waiting.id)
        else:
            theme_ids = [theme.id for theme in self._shelf.guide(tx, waiting.guide_sha256).themes]
            done = completion(theme_ids, waiting.themes_asked, waiting.finished)
            today = local_day(now, zone)
            way = self._way(tx, waiting)
            if isinstance(way, NoticeAddress) and room <= 0:
                later = now + timedelta(seconds=PAUSE_SECONDS)
                reminder_claims.hold(tx, waiting.id, later, local_day(later, zone))
                return None
            to = self._to(way)
            taken = reminder_claims.claim(tx, waiting, now, today=today, has_finished=done.all, to=to)
            return self._addressed(tx, taken, way, now) if taken and isinstance(way, NoticeAddress) else taken
        return None

    def _way(self, tx: Transaction, waiting: WaitingReminder) -> NoticeWay | None:
        return way_to(
            tx,
            waiting.person_id,
            waiting.participant_id,
            waiting.availability.way,
            shown_on=self._shown_on,
            by_mail=self._by_mail is not None,
        )

    def _to(self, way: NoticeWay | None) -> ReminderTo | None:
        match way:
            case ChatWay(channel, address):
                return ReminderTo(channel, address, is_chat=True)
            case NoticeAddress(name=name) if self._by_mail is not None:
                return ReminderTo(self._by_mail.channel, name, is_chat=False)
        return None

    def _addressed(self, tx: Transaction, claimed: Claimed, to: NoticeAddress, now: datetime) -> Claimed:
        """A reminder with the words that go to an address besides the chats."""
        listed, whom = find_listed(tx, claimed.round_id), reminder_candidates.called(tx, to.participant_id)
        if self._by_mail is None or listed is None:
            return claimed
        body = self._by_mail.reminder(
            tx, to, listed.view, name=whom.name, language=whom.language, made_at=now
        )
        return replace(claimed, body=body)

    async def take_back_outside_hours(self) -> bool:
        """Let what was passed on to own addresses and not sent wait, where its hours are over.

        Whether any of it is on its way still. Raises ``StorageTrouble``.
        """
        if not await self._database.read(reminder_claims.are_under_way_beside_chats):
            return False
        return await self._database.write(self._take_back)

    def _take_back(self, tx: Transaction) -> bool:
        now = self._now()
        for each in reminder_claims.unsent_beside_chats(tx):
            person = each.availability
            zone = person.zone(each.round_zone)
            if self._hours.closed(now, person, zone) is None:
                continue
            at = self._hours.next_open(now, person, zone)
            if at is not None:
                reminder_claims.take_reminder_back(tx, each.id, at, local_day(at, zone))
        reminder_claims.forget_words_sent(tx)
        return reminder_claims.are_under_way_beside_chats(tx)

    async def look_at_plans(self) -> None:
        """Let reminders of the rounds' plans wait for their time, once for each person and day."""
        now = self._now()
        if self._planned_at is not None and timedelta(0) <= now - self._planned_at < PLANS_EVERY:
            return
        # Read while others write: what became outdated since is found out when it is claimed.
        for rules in await self._database.read(lambda tx: reminder_candidates.planned_rounds(tx, now)):
            days = await self._database.read(partial(self._days_of, rules=rules, now=now))
            if days:
                await self._database.write(
                    partial(reminders.plan, round_id=rules.view.id, days=days, now=now)
                )
        self._planned_at = now

    def _days_of(self, tx: Transaction, *, rules: RoundRules, now: datetime) -> list[PlannedDay]:
        guide = self._shelf.guide(tx, rules.guide_sha256)
        known = reminders.planned_days(tx, rules.view.id, now)
        people = reminder_candidates.people_of(tx, rules.view.id, now, by_mail=self._by_mail is not None)
        return list(days_of_plan(rules, guide, people, known=known, hours=self._hours, now=now))


def _entry(claimed: Claimed) -> OutboxEntry:
    return OutboxEntry(
        claimed.person_id,
        claimed.number,
        claimed.channel,
        claimed.address,
        EntryKind.SAY,
        claimed.body,
        priority=Priority.BULK,
        round_id=claimed.round_id,
    )
