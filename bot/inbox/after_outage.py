"""After a silence of ours, where a channel keeps taps only for a moment, whoever was busy is asked again."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.messages.after_commit import AfterCommit
from bot.messages.host import Entrance
from bot.running.runner import Pause, run_forever, until_woken
from content.phrases import phrases_in
from conversations.incoming import Channel
from storage.engine.database import Database, StorageTrouble, Transaction
from storage.messages import inbox
from storage.messages.contacts import note_reached
from storage.people import people
from storage.rounds.conversations import load

NOTICEABLE = timedelta(seconds=120)
"""A silence shorter than this loses no tap."""

BUSY_WITHIN = timedelta(minutes=15)
"""Who had been sent something so shortly before the silence was probably about to reply."""

MOST_AT_ONCE = 100
"""People asked in one commit, so that replies are not held up by many."""

_QUIET_SECONDS = 2.0
_LONGEST_WAIT = 30.0

_log = structlog.get_logger(__name__)


class OutageWatch:
    """Notices a silence of ours, and asks again once what did arrive has been decided on.

    A card said before that would close the card which the words that wait were written for.
    """

    def __init__(
        self,
        database: Database,
        entrance: Entrance,
        tell: Callable[[AfterCommit], None],
        *,
        channel: Channel,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._entrance = entrance
        self._channel = channel
        self._tell = tell
        self._now = now
        self.last_reached: datetime | None = None
        self._silence: tuple[datetime, datetime] | None = None
        self._noticed = asyncio.Event()
        self._arrived = asyncio.Event()

    def polled(self, now: datetime) -> None:
        """The channel has been reached."""
        last, self.last_reached = self.last_reached, now
        if last is not None and now - last >= NOTICEABLE:
            self._silence = (last if self._silence is None else self._silence[0], now)
            self._noticed.set()

    @property
    def reached_until(self) -> datetime | None:
        """When the channel was reached last, or before a silence after which nobody was asked again yet.

        What is noted of it is all that the next run knows, so a silence is not over before that.
        """
        return self.last_reached if self._silence is None else self._silence[0]

    def arrived(self) -> None:
        """Something has been kept that had waited at the channel, perhaps during the silence."""
        self._arrived.set()

    async def run(self) -> None:
        """Ask again after every silence, until cancelled."""
        await run_forever("asking again after a silence", self._make_up, wake=self._noticed)

    async def _make_up(self) -> Pause:
        if self._silence is None:
            return None
        await self._until_caught_up()
        since, until = self._silence
        # Noted before anybody is asked, so that nobody is asked twice if we end in between.
        senders = await self._database.write(partial(_begin, channel=self._channel, since=since, until=until))
        if self._silence == (since, until):
            self._silence = None
        await self._ask_all(senders)
        return None

    async def _until_caught_up(self) -> None:
        """Return once nothing has arrived for a moment and nothing waits to be decided on."""
        loop = asyncio.get_running_loop()
        latest = loop.time() + _LONGEST_WAIT
        while loop.time() < latest:
            self._arrived.clear()
            if not await until_woken(self._arrived, _QUIET_SECONDS) and await self._is_decided():
                return

    async def _is_decided(self) -> bool:
        try:
            return await self._database.read(inbox.newest_waiting) == 0
        except StorageTrouble:
            return False

    async def _ask_all(self, senders: list[str]) -> None:
        for start in range(0, len(senders), MOST_AT_ONCE):
            asked = [self._ask(sender) for sender in senders[start : start + MOST_AT_ONCE]]
            await asyncio.gather(*asked)

    async def _ask(self, sender: str) -> None:
        try:
            after_commit = await self._database.write(
                lambda tx: ask_again(tx, self._entrance, sender, self._now())
            )
        except Exception:
            _log.error("somebody could not be asked again after an outage", exc_info=True)
        else:
            self._tell(after_commit)


def _begin(tx: Transaction, *, channel: Channel, since: datetime, until: datetime) -> list[str]:
    note_reached(tx, channel, until)
    return people.busy_on(tx, channel, since - BUSY_WITHIN, until)


def ask_again(tx: Transaction, entrance: Entrance, sender: str, now: datetime) -> AfterCommit:
    """Say the open card once more to somebody who may have tapped it while we were away."""
    after_commit = AfterCommit()
    loaded = load(tx, [sender]).get(sender)
    if loaded is None or not loaded.conversation.round.is_open(now):
        return after_commit
    note = phrases_in(loaded.conversation.language).say(
        "I was away for a while. If you tapped a button meanwhile, please tap it again."
    )
    after_commit.add(entrance.pose_again(tx, loaded, now, note))
    after_commit.changed.add(loaded.person_id)
    return after_commit
