"""The loop of turns: whatever waits in the inbox is decided on, batch by batch, for as long as we run."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from bot.inbox.turn import Turn
from bot.messages.after_commit import AfterCommit
from bot.messages.host import Kept
from bot.running.runner import Pause, pause_until, run_forever
from storage.engine.database import (
    Database,
    StorageTrouble,
    Transaction,
    TransactionJob,
    milliseconds,
    moment,
)
from storage.messages import inbox
from storage.messages.cut_off import MOST_ENDS
from storage.messages.inbox import MOST_ATTEMPTS, WaitingMessage

MOST_IN_A_TURN = 256

_log = structlog.get_logger(__name__)


class TurnWorker:
    """Takes turns while there is something to decide, and passes on what each leaves to be done."""

    def __init__(
        self,
        database: Database,
        turn: Turn,
        tell: Callable[[AfterCommit], None],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._turn = turn
        self._tell = tell
        self._now = now
        self._wake = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._is_first = True
        self._survivors = 0
        self._counted: int | None = None
        self._next_due: int | None = None

    def wake(self) -> None:
        """Something has been put into the inbox."""
        self._wake.set()

    async def recover(self) -> None:
        """Note what waited when the last process ended; one of those may have been what ended it."""
        self._survivors = await self._database.read(inbox.newest_waiting)

    async def take_in(self, keep: TransactionJob[None]) -> None:
        """Keep what has arrived and decide on it, both in one commit. Raises ``StorageTrouble``.

        What arrives first is kept before it is decided on: it may be what ended the process before this one,
        and only what is kept can be counted and put aside in the end.
        """
        async with self._one_at_a_time:
            if self._is_first:
                self._survivors = await self._database.write(partial(_keep_alone, keep))
                self._is_first = False
            elif self._survivors:
                await self._database.write(keep)
            else:
                await self._take_batch(keep)
            if self._survivors or self._next_due is not None:
                self.wake()

    async def take_at_once(self, keep: TransactionJob[Kept]) -> Kept | None:
        """Decide on what is kept as decided on, both in one commit; what was, and None for what was not.

        None in all where that could not be, and nothing was kept. Raises ``StorageTrouble``.
        """

        def take(tx: Transaction) -> tuple[Kept, AfterCommit | None]:
            kept = keep(tx)
            waiting = [each for each in kept if each is not None]
            return kept, self._turn.take_kept(tx, waiting, self._now()) if waiting else None

        async with self._one_at_a_time:
            if self._survivors:
                return None
            try:
                kept, after_commit = await self._database.write(take)
            except StorageTrouble:
                raise
            except Exception:
                _log.warning("messages could not be decided on at once, so they wait", exc_info=True)
                return None
        if after_commit is not None:
            self._tell(after_commit)
        return kept

    async def run(self) -> None:
        """Take turns until cancelled. While nothing can be kept it tries again, less and less often."""
        await run_forever("turns", self._step, wake=self._wake)

    async def _step(self) -> Pause:
        if await self._take_some():
            return 0.0
        return pause_until(None if self._next_due is None else moment(self._next_due), self._now())

    async def _take_some(self) -> bool:
        """Decide on what waits; whether there may be more at once. Raises ``StorageTrouble``."""
        async with self._one_at_a_time:
            return await self._take_one_by_one() if self._survivors else await self._take_batch()

    async def _take_batch(self, keep: TransactionJob[None] | None = None) -> bool:
        """Decide on all that waits, and on what is kept first in the same commit; whether more is due."""

        def take(tx: Transaction) -> tuple[AfterCommit | None, int | None]:
            if keep is not None:
                keep(tx)
            now = self._now()
            waiting = inbox.take(tx, now, MOST_IN_A_TURN)
            after_commit = self._turn.take(tx, waiting, now) if waiting else None
            return after_commit, inbox.next_message_due(tx)

        try:
            after_commit, self._next_due = await self._database.write(take)
        except StorageTrouble:
            raise
        except Exception:
            _log.error("a batch could not be saved; its messages are taken one by one", exc_info=True)
            self._survivors = await self._database.write(partial(_keep_alone, keep))
            return True
        if after_commit is not None:
            self._tell(after_commit)
        return self._next_due is not None and self._next_due <= milliseconds(self._now())

    async def _take_one_by_one(self) -> bool:
        """Decide on the oldest message alone, its attempt counted before it is made.

        A message that ends the process, or breaks the saving, is thus counted and in the end put aside.
        """
        waiting = await self._database.read(lambda tx: inbox.take(tx, self._now(), 1))
        if not waiting or waiting[0].id > self._survivors:
            self._survivors = 0
            return True
        row = waiting[0]
        # An attempt that failed only because of the store is repeated, and not counted against the message.
        if row.id != self._counted:
            if row.cut_off >= MOST_ENDS:
                _log.error("a message was cut off too often", inbox_id=row.id, ends=row.cut_off)
                await self._put_aside(row)
                return True
            await self._database.write(lambda tx: inbox.begin_attempt(tx, row, self._now()))
            self._counted = row.id
        await self._take_alone(row)
        self._counted = None
        return True

    async def _take_alone(self, row: WaitingMessage) -> None:
        try:
            after_commit = await self._database.write(
                lambda tx: self._turn.take(tx, [row], self._now(), is_begun=True)
            )
        except StorageTrouble:
            raise
        except Exception:
            attempts = row.attempts + 1
            _log.error("a message could not be saved", inbox_id=row.id, attempts=attempts, exc_info=True)
            until = self._now() + timedelta(seconds=2**attempts)
            await self._database.write(partial(_note_unsaved, row.id, until))
            if attempts >= MOST_ATTEMPTS:
                await self._put_aside(row)
        else:
            self._tell(after_commit)

    async def _put_aside(self, row: WaitingMessage) -> None:
        """Take a message out of the way, and inform its sender if that works."""
        try:
            after_commit = await self._database.write(lambda tx: self._turn.put_aside(tx, row, self._now()))
        except StorageTrouble:
            raise
        except Exception:
            _log.error("the sender of a message put aside was not informed", inbox_id=row.id, exc_info=True)
            await self._database.write(lambda tx: inbox.put_aside(tx, row.id, self._now()))
        else:
            self._tell(after_commit)


def _note_unsaved(id_: int, until: datetime, tx: Transaction) -> None:
    """Count that a message could not be saved, and try it again later."""
    inbox.count_message_failure(tx, id_, is_begun=True)
    inbox.put_off(tx, id_, until)


def _keep_alone(keep: TransactionJob[None] | None, tx: Transaction) -> int:
    """Keep what has arrived; the newest message that waits now."""
    if keep is not None:
        keep(tx)
    return inbox.newest_waiting(tx)
