"""Delivery: the one place that paces, sends, tries again and records everything that is said on Telegram.

An entry is marked as offered before it is sent and as delivered after, so a restart sends again what may
not have arrived and nothing that is known to have. Each chat gets its entries in the order they were said.
"""

import asyncio
import heapq
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.pacing import Pace
from bot.telegram.answers import DeliveryFailed, Failure
from bot.told import Passing
from storage import outbox, people
from storage.database import Database, Transaction
from storage.outbox import Due, Kind, Outcome

LONGEST_WAIT = 60.0
MOST_PASSING = 1000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a channel says of an entry it has taken: its own name for it, and when by its clock."""

    message_id: str | None
    at: datetime


class Sender(Protocol):
    """A channel that entries are delivered through."""

    async def send(self, due: Due) -> Delivered:
        """Send one entry. Raises ``DeliveryFailed``."""

    async def say_in_passing(self, passing: Passing) -> None:
        """Say something that is not kept. Raises ``DeliveryFailed``."""


@dataclass(slots=True)
class _Chat:
    """What waits for one chat, in order."""

    waiting: deque[Due] = field(default_factory=deque)
    not_before: float = 0.0
    is_queued: bool = False
    is_sending: bool = False


class Delivery:
    """Sends what waits, as fast as is allowed and no faster."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        pace: Pace,
        *,
        at_once: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._sender = sender
        self._pace = pace
        self._at_once = at_once
        self._now = now
        self._jitter = jitter
        self._chats: dict[str, _Chat] = {}
        self._ready: list[tuple[int, int, str]] = []
        self._later: list[tuple[float, int, str]] = []
        self._count = 0
        self._sending: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []
        self._unreachable: list[tuple[str, str]] = []
        self._refused_at: dict[str, float] = {}
        self._passing: deque[Passing] = deque(maxlen=MOST_PASSING)
        self._wake = asyncio.Event()
        self._record = asyncio.Event()

    async def recover(self) -> None:
        """Take up what waited when the process ended."""
        self.post(await self._database.read(outbox.waiting))

    def post(self, due: Iterable[Due]) -> None:
        """Take entries that have been committed."""
        now = self._now()
        for entry in due:
            chat = self._chats.setdefault(entry.address, _Chat())
            chat.waiting.append(entry)
            held = (entry.due_at / 1000) - now.timestamp()
            if held > 0:
                chat.not_before = max(chat.not_before, self._clock() + held)
            self._queue(entry.address, chat)
        self._wake.set()

    def pass_on(self, passing: Iterable[Passing]) -> None:
        """Take what is said in passing."""
        self._passing.extend(passing)
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        recorder = asyncio.create_task(self._record_outcomes())
        try:
            while True:
                self._wake.clear()
                self._start_passing()
                picked = self._pick()
                if picked:
                    await self._offer(picked)
                    continue
                await self._rest()
        finally:
            recorder.cancel()
            for task in self._sending:
                task.cancel()

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return not (self._sending or self._passing or self._outcomes) and all(
            not chat.waiting for chat in self._chats.values()
        )

    def _clock(self) -> float:
        return asyncio.get_running_loop().time()

    def _queue(self, address: str, chat: _Chat) -> None:
        if chat.is_queued or chat.is_sending or not chat.waiting:
            return
        chat.is_queued = True
        self._count += 1
        if chat.not_before > self._clock():
            heapq.heappush(self._later, (chat.not_before, self._count, address))
        else:
            heapq.heappush(self._ready, (chat.waiting[0].priority, self._count, address))

    def _pick(self) -> list[Due]:
        """The entries that may go now: one a chat, prompts first."""
        clock = self._clock()
        while self._later and self._later[0][0] <= clock:
            _, count, address = heapq.heappop(self._later)
            heapq.heappush(self._ready, (self._chats[address].waiting[0].priority, count, address))
        picked: list[Due] = []
        while self._ready and len(self._sending) + len(picked) < self._at_once:
            address = self._ready[0][2]
            chat = self._chats[address]
            is_message = chat.waiting[0].kind is not Kind.REDRAW
            if is_message and self._pace.wait(clock) > 0:
                break
            heapq.heappop(self._ready)
            chat.is_queued, chat.is_sending = False, True
            if is_message:
                self._pace.count()
                chat.not_before = clock + self._pace.spacing
            picked.append(chat.waiting[0])
        return picked

    async def _rest(self) -> None:
        """Wait until something is said, comes due, or may go."""
        clock = self._clock()
        waits = []
        if self._later:
            waits.append(self._later[0][0] - clock)
        if self._ready and len(self._sending) < self._at_once:
            waits.append(self._pace.wait(clock))
        try:
            async with asyncio.timeout(max(min(waits), 0.001) if waits else None):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _offer(self, picked: list[Due]) -> None:
        """Mark entries as offered, then send them. What cannot be marked is not sent: it stays first."""
        keys = [due.key for due in picked]
        now = self._now()
        try:
            await self._database.write(lambda tx: outbox.offer(tx, keys, now))
        except Exception as error:
            _log.error("what is to be sent could not be marked", error=type(error).__name__)
            for due in picked:
                self._release(due, wait=1.0 + self._jitter(), is_settled=False)
            return
        for due in picked:
            task = asyncio.create_task(self._send(due))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _send(self, due: Due) -> None:
        try:
            delivered = await self._sender.send(due)
        except DeliveryFailed as failed:
            self._after_failure(due, failed)
        except Exception:
            _log.error("an entry could not be sent", person_id=due.person_id, exc_info=True)
            self._retry(due, self._backoff(due))
        else:
            self._settle(due, Outcome(due.key, delivered.message_id, delivered.at))

    def _after_failure(self, due: Due, failed: DeliveryFailed) -> None:
        if failed.permanent:
            self._give_up_chat(due, failed.kind)
        elif failed.kind is Failure.TOO_MANY_REQUESTS:
            wait = failed.retry_after or self._backoff(due)
            self._slow_down(due.address, wait)
            self._retry(due, wait + self._jitter())
        elif failed.passing:
            self._retry(due, self._backoff(due))
        else:
            # The same request is refused each time: nothing of it can be saved by trying again.
            if failed.kind is not Failure.EDIT_TARGET_GONE:
                _log.error("Telegram refused an entry", kind=failed.kind.value, person_id=due.person_id)
            self._settle(due, Outcome(due.key))

    def _slow_down(self, address: str, wait: float) -> None:
        """One chat that is asked to wait waits alone; when a second one is, everybody does."""
        clock = self._clock()
        self._refused_at = {chat: until for chat, until in self._refused_at.items() if until > clock}
        if self._refused_at.keys() - {address}:
            self._pace.pause(clock + wait)
        self._refused_at[address] = clock + wait

    def _backoff(self, due: Due) -> float:
        """Full jitter up to a bound that doubles from one second to a minute."""
        return max(0.05, self._jitter() * min(LONGEST_WAIT, 2.0 ** min(due.attempts, 6)))

    def _retry(self, due: Due, wait: float) -> None:
        self._note(Outcome(due.key, retry_at=self._now() + timedelta(seconds=wait)))
        self._release(due, wait=wait, is_settled=False)

    def _settle(self, due: Due, outcome: Outcome) -> None:
        self._note(outcome)
        self._release(due, wait=0.0, is_settled=True)

    def _give_up_chat(self, due: Due, kind: Failure) -> None:
        self._unreachable.append((people.sender_of(due.channel, due.address), kind.value))
        self._record.set()
        self._chats[due.address].waiting.clear()
        self._chats.pop(due.address)
        self._wake.set()

    def _note(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._record.set()

    def _release(self, due: Due, *, wait: float, is_settled: bool) -> None:
        chat = self._chats.get(due.address)
        if chat is None:
            return
        chat.is_sending = False
        if is_settled:
            chat.waiting.popleft()
        else:
            chat.waiting[0] = replace(due, attempts=due.attempts + 1)
            chat.not_before = max(chat.not_before, self._clock() + wait)
        if chat.waiting:
            self._queue(due.address, chat)
        elif chat.not_before <= self._clock():
            del self._chats[due.address]
        self._wake.set()

    async def _record_outcomes(self) -> None:
        while True:
            await self._record.wait()
            self._record.clear()
            outcomes, self._outcomes = self._outcomes, []
            unreachable, self._unreachable = self._unreachable, []
            try:
                await self._database.write(self._recording(outcomes, unreachable))
            except Exception as error:
                # Kept here and written with the next: memory remembers what was sent meanwhile.
                _log.error("what was sent could not be recorded", error=type(error).__name__)
                self._outcomes = outcomes + self._outcomes
                self._unreachable = unreachable + self._unreachable
                await asyncio.sleep(1.0)
                self._record.set()
            self._wake.set()

    def _recording(
        self, outcomes: list[Outcome], unreachable: list[tuple[str, str]]
    ) -> Callable[[Transaction], None]:
        now = self._now()

        def record(tx: Transaction) -> None:
            outbox.settle(tx, outcomes)
            for sender, because in unreachable:
                people.mark_unreachable(tx, sender, because, now)

        return record

    def _start_passing(self) -> None:
        while self._passing and len(self._sending) < self._at_once:
            task = asyncio.create_task(self._say_in_passing(self._passing.popleft()))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _say_in_passing(self, passing: Passing) -> None:
        try:
            await self._sender.say_in_passing(passing)
        except DeliveryFailed as failed:
            _log.info("something in passing was not said", kind=failed.kind.value)
        except Exception as error:
            _log.error("something in passing was not said", error=type(error).__name__)
        finally:
            self._wake.set()
