"""Sending news to people's own addresses, where the chat that holds it does not reach them.

It waits a while first, so that whoever is in the chat anyway is sent nothing. It goes in the hours in which
its person may be reminded, and one mail stands for all that waits. No word of the news itself is here.
"""

import asyncio
from collections.abc import Callable, Container
from datetime import datetime, timedelta

from bot.messages.after_commit import AfterCommit
from bot.notices.own_notices import PAUSE_SECONDS, OwnNoticeWays, way_to
from bot.running.runner import Pause, pause_until, run_forever
from conversations.calendar.availability import local_day
from conversations.calendar.reminder_hours import Hours, day_after
from conversations.incoming import Channel
from storage.engine.database import Database, Transaction
from storage.mails import own_notices
from storage.mails.own_notices import WaitingNews
from storage.messages import outbox
from storage.messages.outbox import PendingEntry
from storage.people.own_addresses import NoticeAddress
from storage.rounds.rounds import find_listed

STALE_AFTER = timedelta(days=7)
"""News that could not be sent for so long is sent no more."""
LOOK_EVERY_SECONDS = 60.0


class NewsWorker:
    """Passes news on at its time."""

    def __init__(
        self,
        database: Database,
        hours: Hours,
        tell: Callable[[AfterCommit], None],
        ways: OwnNoticeWays,
        *,
        shown_on: Container[Channel],
        is_looking: Callable[[int], bool],
        now: Callable[[], datetime],
    ) -> None:
        """``is_looking``: whether somebody has a page open that shows what is said."""
        self._database = database
        self._hours = hours
        self._tell = tell
        self._ways = ways
        self._shown_on = shown_on
        self._is_looking = is_looking
        self._now = now

    async def run(self) -> None:
        """Send until cancelled. While nothing can be kept it tries again after a while."""
        await run_forever("news", self.step, wake=asyncio.Event())

    async def step(self) -> Pause:
        """Pass on what may go now; how long there is nothing to do. Raises ``StorageTrouble``."""
        if await self._database.read(self._is_idle):
            pause = pause_until(await self._database.read(own_notices.next_news_due), self._now())
            return min(pause, LOOK_EVERY_SECONDS)
        due = await self._database.write(self._pass_on)
        if due:
            self._tell(AfterCommit(due=due))
        return PAUSE_SECONDS

    def _is_idle(self, tx: Transaction) -> bool:
        return not own_notices.news_due(tx, self._now(), 1) and not own_notices.unsent_news(tx)

    def _pass_on(self, tx: Transaction) -> list[PendingEntry]:
        now = self._now()
        for each in own_notices.unsent_news(tx):
            at = self._open_at(each, now)
            if at is not None and at > now:
                own_notices.take_news_back(tx, each.id, at)
        room = self._ways.at_once - outbox.how_many_wait(tx, self._ways.channel)
        passed: list[PendingEntry] = []
        for each in own_notices.news_due(tx, now, max(room, 0)):
            passed += self._pass_one_on(tx, each, now)
        return passed

    def _open_at(self, waiting: WaitingNews, since: datetime) -> datetime | None:
        zone = waiting.availability.zone(waiting.round_zone)
        return self._hours.next_open(since, waiting.availability, zone)

    def _pass_one_on(self, tx: Transaction, waiting: WaitingNews, now: datetime) -> list[PendingEntry]:
        zone = waiting.availability.zone(waiting.round_zone)
        at = self._open_at(waiting, now)
        if at is None or now - waiting.due_at > STALE_AFTER:
            own_notices.drop_news(tx, waiting.id, "missed")
            return []
        if at > now:
            own_notices.hold_news(tx, waiting.id, at)
            return []
        way = way_to(
            tx,
            waiting.person_id,
            waiting.participant_id,
            waiting.availability.way,
            shown_on=self._shown_on,
        )
        because = own_notices.news_obstacle(tx, waiting, now)
        if not because and self._is_looking(waiting.person_id):
            because = "active"
        listed = find_listed(tx, waiting.round_id)
        if because or listed is None or not isinstance(way, NoticeAddress):
            own_notices.drop_news(tx, waiting.id, because or "chat")
            return []
        if own_notices.has_had_enough(tx, waiting, local_day(now, zone)):
            own_notices.hold_news(tx, waiting.id, day_after(now, zone))
            return []
        body = self._ways.news(
            tx, way, listed.view, waiting.kind, name=waiting.name, language=waiting.language, made_at=now
        )
        return own_notices.pass_news_on(
            tx, waiting, self._ways.channel, way.name, body, now, today=local_day(now, zone)
        )
