"""Delivery: the one place that paces, sends, tries again and records everything that is said on a channel.

An entry is marked as offered before it is sent and as delivered after, so a restart sends again what may
not have arrived and nothing that is known to have. Each chat gets its entries in the order they were said.

What is sent to many (``Priority.BULK``) has bounds on how often it may come twice. Only a few are in flight,
or sent without their result recorded, at once. One that may have arrived waits, and is dropped if its person
was here since, or if its organisation wants none twice.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.messages.after_commit import Transient
from bot.messages.channel_contract import Carrier, Delivered, Shows
from bot.messages.failures import DeliveryFailed, Failure
from bot.outbox.in_words import in_words
from bot.outbox.queue import ChatQueue, QueuedEntry
from bot.outbox.rate_limit import RateLimiter
from bot.outbox.result_writer import ResultWriter
from bot.running.runner import Pause, run_forever
from storage.engine.database import Database, StorageTrouble, Transaction
from storage.mails.mails import drop_outdated_mails
from storage.mails.own_notices import drop_outdated_news
from storage.messages import outbox
from storage.messages.outbox import UNCERTAIN_FOR, EntryKind, PendingEntry, Priority, SendAttempt, SendOutcome
from storage.people import people
from storage.reminders.reminder_claims import drop_outdated_reminders

LONGEST_WAIT = 60.0
LONGEST_BACKOFF = 10.0
"""Seconds that an entry to one person waits at most before it is tried again, unless told to wait longer."""
MOST_BULK = 2
"""So many of those sent to many are under way at once: no more come twice because the process ended."""
MOST_FAULTS = 3
"""After so many faults of ours on one entry it is put aside, and its chat goes on."""
MOST_PASSING = 1000
MOST_SENTENCES = 100
LONGEST_PUT_OFF = 2 * 86_400.0
"""Seconds. Nobody asks for a longer wait: what is due later was dated by a clock that was wrong then."""
LAST_SECONDS = 3.0
"""How long what is being sent may take to finish when we stop."""

_log = structlog.get_logger(__name__)


class Delivery:
    """Sends what waits on one channel, as fast as is allowed there and no faster."""

    def __init__(
        self,
        database: Database,
        carrier: Carrier,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._carrier = carrier
        self._shows_all = carrier.shows == Shows()
        self._pace = RateLimiter(carrier.pace.per_second, carrier.pace.per_chat_per_second)
        self._at_once = carrier.pace.at_once
        self._now = now
        self._jitter = jitter
        self._chats = ChatQueue()
        self._sending: set[asyncio.Task[None]] = set()
        self._bulk = 0
        self._passing: deque[Transient] = deque(maxlen=MOST_PASSING)
        self._sentences: deque[Transient] = deque(maxlen=MOST_SENTENCES)
        self._wake = asyncio.Event()
        self._record = ResultWriter(database)

    async def recover(self) -> None:
        """Take up what waited when the process ended."""
        name = self._carrier.name
        self.post(await self._database.read(lambda tx: outbox.waiting(tx, name)))

    def post(self, due: Iterable[PendingEntry]) -> None:
        """Take entries that have been committed."""
        now, clock = self._now().timestamp(), self._clock()
        for entry in due:
            wait = entry.due_at / 1000 - now
            if wait > LONGEST_PUT_OFF:
                wait = UNCERTAIN_FOR.total_seconds() if entry.priority is Priority.BULK else 0.0
            self._chats.add(entry, clock, not_before=clock + wait)
        self._wake.set()

    def pass_on(self, passing: Iterable[Transient]) -> None:
        """Take transient messages, which are not stored."""
        for each in passing:
            if not each.is_sentence:
                self._passing.append(each)
            elif each.is_farewell:
                self._sentences.appendleft(each)
            else:
                self._sentences.append(each)
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled. What is being sent then may still arrive and is recorded."""
        recorder = asyncio.create_task(self._record.run())
        try:
            await run_forever("delivery", self._deliver_some, wake=self._wake, longest_rest=LONGEST_WAIT / 2)
        finally:
            await self._finish()
            recorder.cancel()
            await asyncio.gather(recorder, return_exceptions=True)
            await self._record_last()

    async def _deliver_some(self) -> Pause:
        self._start_passing()
        picked = self._pick()
        if not picked:
            return self._pause()
        await self._offer(picked)
        return 0.0

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        is_silent = not (self._sending or self._passing or self._sentences)
        return is_silent and self._chats.is_empty and self._record.is_complete

    def _clock(self) -> float:
        return asyncio.get_running_loop().time()

    def _pick(self) -> list[QueuedEntry]:
        """What may go now: one entry a chat, prompts first."""
        clock = self._clock()
        picked: list[QueuedEntry] = []
        while len(self._sending) + len(picked) < self._at_once:
            first = self._first(clock)
            if first is None:
                break
            is_message = first.due.kind is not EntryKind.REDRAW
            if is_message and self._wait_for(first, clock) > 0:
                break
            if is_message:
                self._pace.count()
            taken = self._chats.take(clock, spacing=self._pace.spacing if is_message else 0.0)
            picked += [taken] if taken else []
            self._bulk += _is_bulk(first)
        return picked

    def _first(self, clock: float) -> QueuedEntry | None:
        """What goes next, None when nothing may go. One of many is first only when nothing else waits."""
        first = self._chats.first(clock)
        return None if first is not None and _is_bulk(first) and self._bulk >= MOST_BULK else first

    def _wait_for(self, queued: QueuedEntry, clock: float) -> float:
        return self._pace.wait(clock, yields=_is_bulk(queued))

    def _pause(self) -> Pause:
        """How long nothing comes due and nothing may go, unless something is said."""
        clock = self._clock()
        waits = []
        later = self._chats.next_at()
        if later is not None:
            waits.append(later - clock)
        if len(self._sending) < self._at_once:
            first = self._first(clock)
            waits += [self._wait_for(first, clock)] if first is not None else []
            may_say = self._sentences and (first is None or self._sentences[0].is_farewell)
            waits += [self._pace.wait(clock)] if may_say else []
        return max(min(waits), 0.001) if waits else None

    async def _offer(self, picked: list[QueuedEntry]) -> None:
        """Mark entries as offered, then send them. What no longer waits is not sent.

        Raises ``StorageTrouble``; they then wait as before.
        """
        entries = [(queued.due.key, queued.due.target) for queued in picked]
        # The second part of a long entry is not another copy of it, unless it may have arrived itself.
        again = [
            queued.due.key for queued in picked if _is_bulk(queued) and (queued.in_doubt or not queued.part)
        ]
        now = self._now()

        def offer(tx: Transaction) -> dict[tuple[int, int], SendAttempt]:
            if again:
                if self._carrier.takes_notices:
                    drop_outdated_mails(tx, again, now)
                    drop_outdated_news(tx, again, now)
                drop_outdated_reminders(tx, again, now)
                outbox.drop_needless(tx, again, now)
                if not self._carrier.knows_what_it_took:
                    outbox.drop_in_doubt(tx, again)
            return outbox.begin_attempts(tx, entries, now)

        try:
            # Where a power cut undoes this the card may have arrived: words after it are asked about. But
            # what must not come twice would go again.
            lasting = any(queued.due.goes_once for queued in picked)
            # A card is on its way only once it is written down how those before it in its chat went. Else the
            # end of the process has an earlier card come again after it, and a reply that points at the first
            # copy seems to point at neither. Nor is a try in doubt that certainly failed.
            offered = await self._record.write_before(offer, lasting=lasting)
        except StorageTrouble:
            for queued in picked:
                self._bulk -= _is_bulk(queued)
                self._chats.put_back(replace(queued, attempts=queued.attempts + 1), self._clock())
            raise
        for queued in picked:
            known = offered.get(queued.due.key)
            if known is None:
                self._bulk -= _is_bulk(queued)
                self._chats.finish(queued, self._clock())
            else:
                send = self._send_bulk if _is_bulk(queued) else self._send
                self._start(send(_as_offered(queued, known)))

    def _start(self, sending: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(sending)
        self._sending.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        # Woken any earlier we would still count it, and with all places taken we would wait for ever.
        self._sending.discard(task)
        self._wake.set()

    async def _send_bulk(self, queued: QueuedEntry) -> None:
        try:
            await self._send(queued)
            # What was sent without its result recorded comes twice.
            await self._record.completed()
        finally:
            self._bulk -= 1

    async def _send(self, queued: QueuedEntry) -> None:
        entry = queued.due if self._shows_all else in_words(queued.due, self._carrier.shows)
        try:
            may_be_there = queued.before is not None or queued.in_doubt
            known = await self._carrier.took(entry) if may_be_there else None
            delivered = known or await self._carrier.send(entry, queued.part)
        except DeliveryFailed as failed:
            self._after_failure(queued, failed)
        except StorageTrouble as trouble:
            _log.error("what is to be sent could not be read", because=str(trouble))
            self._retry(queued, self._backoff(queued))
        except Exception:
            self._after_fault(queued)
        else:
            self._after_delivery(queued, delivered)

    def _after_delivery(self, queued: QueuedEntry, delivered: Delivered) -> None:
        if delivered.has_more:
            self._chats.put_back(replace(queued, part=queued.part + 1, in_doubt=False), self._clock())
            return
        # A first copy may have arrived, and been answered, long before this one.
        at = queued.before or delivered.at
        self._record_result(queued, SendOutcome(queued.due.key, delivered.message_id, at))

    def _after_fault(self, queued: QueuedEntry) -> None:
        due, faults = queued.due, queued.faults + 1
        _log.error("an entry could not be sent", person_id=due.person_id, faults=faults, exc_info=True)
        if faults < MOST_FAULTS:
            # It may have broken after the request was on its way.
            self._retry(replace(queued, faults=faults, in_doubt=True), self._backoff(queued))
        else:
            self._record_result(queued, SendOutcome(due.key))

    def _after_failure(self, queued: QueuedEntry, failed: DeliveryFailed) -> None:
        is_unsent = not failed.uncertain and queued.before is None and queued.part == 0
        if failed.permanent:
            sender = people.sender_of(queued.due.channel, queued.due.address)
            self._record.note(SendOutcome(queued.due.key))
            self._record.note_unreachable(sender, failed.kind, self._now())
            self._chats.drop(queued)
        elif failed.kind is Failure.TOO_MANY_REQUESTS:
            wait = self._backoff(queued) if failed.retry_after is None else failed.retry_after
            self._pace.refuse(queued.due.chat, self._clock(), wait)
            self._retry(queued, wait + self._jitter(), is_unsent=is_unsent)
        elif failed.uncertain and _is_bulk(queued):
            self._put_aside(queued)
        elif failed.passing:
            wait = max(self._backoff(queued), failed.retry_after or 0.0)
            if failed.kind is Failure.CARRIER_TROUBLE:
                # What is wrong is wrong for everybody, and to go on trying may lock us out.
                _log.error("nothing can be sent for a while", channel=self._carrier.name)
                self._pace.pause(self._clock(), wait)
            self._retry(queued, wait, is_unsent=is_unsent)
        else:
            # The same request is refused each time: nothing of it can be saved by trying again. A card
            # that is gone from the chat need not be shown again: what follows it is a message of its own.
            if failed.kind is not Failure.EDIT_TARGET_GONE:
                person_id = queued.due.person_id
                channel = self._carrier.name
                _log.error(
                    "an entry was refused", channel=channel, kind=failed.kind.value, person_id=person_id
                )
            self._record_result(queued, SendOutcome(queued.due.key))

    def _backoff(self, queued: QueuedEntry) -> float:
        """Full jitter up to a bound that doubles from one second, for what is sent to many up to a minute."""
        most = LONGEST_WAIT if _is_bulk(queued) else LONGEST_BACKOFF
        return max(0.05, self._jitter() * min(most, 2.0 ** min(queued.attempts, 6)))

    def _retry(self, queued: QueuedEntry, wait: float, *, is_unsent: bool = False) -> None:
        retry_at = self._now() + timedelta(seconds=wait)
        self._record.note(SendOutcome(queued.due.key, retry_at=retry_at, is_unsent=is_unsent))
        clock = self._clock()
        again = replace(queued, attempts=queued.attempts + 1)
        self._chats.put_back(again, clock, not_before=clock + wait)

    def _put_aside(self, queued: QueuedEntry) -> None:
        # In the store it has waited since it was offered.
        again = replace(queued, attempts=queued.attempts + 1, in_doubt=True)
        clock = self._clock()
        self._chats.hold_back(again, clock, clock + UNCERTAIN_FOR.total_seconds())

    def _record_result(self, queued: QueuedEntry, outcome: SendOutcome) -> None:
        self._record.note(outcome)
        self._chats.finish(queued, self._clock())

    def _start_passing(self) -> None:
        """Start sending what is not stored: answers to taps at once, a message when no entry waits."""
        while self._passing and len(self._sending) < self._at_once:
            self._start(self._say_in_passing(self._passing.popleft()))
        clock = self._clock()
        while self._sentences and len(self._sending) < self._at_once and self._pace.wait(clock) <= 0:
            if not self._sentences[0].is_farewell and self._first(clock) is not None:
                return
            self._pace.count()
            self._start(self._say_in_passing(self._sentences.popleft()))

    async def _say_in_passing(self, passing: Transient) -> None:
        try:
            await self._carrier.say_in_passing(passing)
        except DeliveryFailed as failed:
            if failed.retry_after is not None:
                self._pace.refuse((passing.channel, passing.address), self._clock(), failed.retry_after)
            _log.info("something in passing was not said", kind=failed.kind.value)
        except Exception as error:
            _log.error("something in passing was not said", error=type(error).__name__)

    async def _finish(self) -> None:
        if self._sending:
            await asyncio.wait(self._sending, timeout=LAST_SECONDS)
        late = tuple(self._sending)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _record_last(self) -> None:
        try:
            await self._record.write()
        except StorageTrouble as trouble:
            _log.error("what was sent last could not be recorded", because=str(trouble))


def _is_bulk(queued: QueuedEntry) -> bool:
    return queued.due.priority is Priority.BULK


def _as_offered(queued: QueuedEntry, offered: SendAttempt) -> QueuedEntry:
    due = replace(queued.due, target_message_id=offered.target_message_id)
    # A later part of a long entry is offered behind the first one, and says nothing new about it.
    return replace(queued, due=due, before=queued.before if queued.part else offered.before)
