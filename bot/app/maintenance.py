"""What is done now and then while we run: signs of life, sweeping, wiping after an erasure, checking.

All of it can be late or fail once without harm; none of it is part of the way of a reply.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from bot.app.data_folder import QUICK_CHECK_BYTES
from bot.inbox.complaint_traces import leave_no_trace
from bot.inbox.invitations import Invitations
from bot.messages.after_commit import AfterCommit
from bot.messages.guide_cache import GuideShelf
from bot.running.runner import Pause, run_forever
from bot.schedule.complaint_retention import leave_what_stayed_open
from bot.schedule.returned_prompts import bring_back
from conversations.incoming import Channel
from storage.engine import key_values
from storage.engine.backup import quick_check
from storage.engine.database import Database, StorageTrouble, Transaction, milliseconds
from storage.erasure import to_be_wiped, wiped
from storage.guides.draft_lines import sweep_left_out
from storage.messages import files, inbox, jobs
from storage.messages.contacts import Contact, note_contacts
from storage.messages.days_only import keep_days_only
from storage.people import people
from storage.people.sessions import LIMITS, SessionLimits, sweep_sessions
from storage.roles import organisations

HEARTBEAT_SECONDS = 10.0
SWEEP_EVERY = 360
"""Heartbeats between two sweeps of what need not be remembered."""
DROP_SECONDS = 3600.0
"""Between two looks for files whose bytes have been kept long enough."""
LEAST_KEPT = timedelta(minutes=10)
"""Whoever has just been given a file gets it at once, however short files are kept."""
QUIET_HOUR = 3
"""In UTC: when long work on a large store is done."""
LARGE_BYTES = 128 * 1024 * 1024
"""Wiping a larger store would make people wait longer than a moment for their next prompt."""
AGAIN_SECONDS = 10.0

_log = structlog.get_logger(__name__)


class Maintenance:
    """Looks after the store that is in this file. ``contacts`` says how hearing goes where that is known.

    ``keeps_ids_for``: how long the ids of what came in on each channel are remembered. ``limits``: how long a
    browser stays signed in that is not used. ``keeps_files_for``: how long the bytes of a file are kept that
    can be made again. ``tell`` is told once there is work to do. ``invitations`` lets people go on from what
    is to leave their history, where they are still at it.
    """

    def __init__(
        self,
        database: Database,
        path: Path,
        *,
        keeps_ids_for: Mapping[Channel, timedelta],
        contacts: Callable[[], Iterable[Contact]],
        limits: SessionLimits = LIMITS,
        keeps_files_for: timedelta = timedelta(days=7),
        shelf: GuideShelf | None = None,
        tell: Callable[[AfterCommit], None] = lambda _: None,
        invitations: Invitations | None = None,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._path = path
        self._keeps_ids_for = keeps_ids_for
        self._contacts = contacts
        self._limits = limits
        self._keeps_files_for = keeps_files_for
        self._shelf = shelf or GuideShelf()
        self._tell = tell
        self._invitations = invitations
        self._now = now
        self._started = now()
        self._erased = asyncio.Event()
        self._contact_changed = asyncio.Event()
        self._was_clock_wrong = False
        self._beats = 0
        self._found_sound: bool | None = None

    async def heartbeat(self) -> None:
        """Note at regular times that we are alive, for those who look from outside; sweep every hour."""
        await run_forever(
            "the sign of life",
            self._beat_once,
            wake=self._contact_changed,
            longest_rest=HEARTBEAT_SECONDS,
        )

    async def _beat_once(self) -> Pause:
        is_sweep = self._beats % SWEEP_EVERY == 0
        self._look_at_clock()
        self._tell(await self._database.write(partial(self._note_alive, is_sweep=is_sweep)))
        if is_sweep:
            # Strangers' words are no longer in any row; now they are in no log either.
            await self._database.checkpoint()
            # What another process has erased meanwhile, by a command, is wiped as well.
            self._erased.set()
        self._beats += 1
        return HEARTBEAT_SECONDS

    @property
    def is_clock_wrong(self) -> bool:
        """Whether our clock is so far off that nothing may end or be forgotten by it."""
        return any(each.is_clock_wrong for each in self._contacts())

    def _look_at_clock(self) -> None:
        was_wrong, self._was_clock_wrong = self._was_clock_wrong, self.is_clock_wrong
        if self._was_clock_wrong and not was_wrong:
            _log.critical("the clock of this computer is wrong: nothing ends or is forgotten by it")

    def _note_alive(self, tx: Transaction, *, is_sweep: bool) -> AfterCommit:
        now, after_commit = self._now(), AfterCommit()
        key_values.set_key_value(tx, key_values.ALIVE, str(milliseconds(self._started)), now)
        note_contacts(tx, self._contacts(), self._now())
        if is_sweep and not self.is_clock_wrong:
            inbox.sweep_done(tx, now, self._keeps_ids_for)
            if inbox.sweep_put_aside(tx, now) + jobs.sweep_failed_jobs(tx, now):
                tx.once_kept(_say_nobody_took_it_up)
                key_values.set_key_value(tx, key_values.ERASED, "put aside", now)
            people.sweep_invitations(tx, now)
            sweep_sessions(tx, now, self._limits)
            if sweep_left_out(tx, now):
                key_values.set_key_value(tx, key_values.ERASED, "left out of guides", now)
            organisations.sweep_role_links(tx, now)
            after_commit.has_work = bool(bring_back(tx, self._shelf, now))
            keep_days_only(tx, now)
            leave_what_stayed_open(tx, now)
            if self._invitations is not None:
                after_commit.outdated |= leave_no_trace(tx, self._invitations, now)
        return after_commit

    async def stop(self) -> None:
        """Note that we have stopped and how far polling came, if that can be noted."""
        try:
            await self._database.write(self._note_stopped)
        except StorageTrouble as trouble:
            _log.error("the store does not work", because=str(trouble))

    def _note_stopped(self, tx: Transaction) -> None:
        key_values.remove_key_value(tx, key_values.ALIVE, str(milliseconds(self._started)))
        note_contacts(tx, self._contacts(), self._now())

    def contact_changed(self) -> None:
        """Note at once, and not at the next sign of life, that hearing fails or goes well again."""
        self._contact_changed.set()

    def erased(self) -> None:
        """Somebody has been erased."""
        self._erased.set()

    async def vacuum(self) -> None:
        """Leave no byte of what was erased in any file: at once, in a large store in the next quiet hour."""
        await run_forever("wiping", self._wipe_once, wake=self._erased, longest_rest=AGAIN_SECONDS)

    async def _wipe_once(self) -> Pause:
        erasure = await self._database.read(to_be_wiped)
        if erasure is None:
            return None
        if self._size() > LARGE_BYTES:
            await self._database.checkpoint()
            await asyncio.sleep(self._until_quiet())
        if not await self._database.vacuum():
            return AGAIN_SECONDS  # somebody reads what was, such as a backup
        await self._database.write(partial(wiped, erasure=erasure))
        return 0.0

    async def drop_files(self) -> None:
        """Drop every hour the bytes of files that can be made again, a few at a time."""
        await run_forever("dropping files", self._drop_once, longest_rest=AGAIN_SECONDS)

    async def _drop_once(self) -> Pause:
        if self.is_clock_wrong:
            return DROP_SECONDS
        before = self._now() - max(self._keeps_files_for, LEAST_KEPT)
        has_more = await self._database.write(lambda tx: files.drop_some(tx, before))
        return 0.0 if has_more else DROP_SECONDS

    async def check(self) -> None:
        """See every night that the store is sound, and at the start where it was too large for that."""
        self._found_sound = True if self._size() <= QUICK_CHECK_BYTES else None
        await run_forever("the nightly check", self._check_once)

    async def _check_once(self) -> Pause:
        # What was found and could not be noted is noted later: looking again would take long.
        if self._found_sound is None:
            self._found_sound = await self._is_sound()
        note = partial(key_values.note_damage, is_damaged=not self._found_sound, now=self._now())
        await self._database.write(note)
        self._found_sound = None
        return self._until_quiet()

    async def _is_sound(self) -> bool:
        try:
            await asyncio.to_thread(quick_check, self._path)
        except StorageTrouble as trouble:
            _log.critical("the store is not sound", because=str(trouble))
            return False
        return True

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def _until_quiet(self) -> float:
        now = self._now()
        quiet = now.replace(hour=QUIET_HOUR, minute=0, second=0, microsecond=0)
        if quiet <= now:
            quiet += timedelta(days=1)
        return (quiet - now).total_seconds()


def _say_nobody_took_it_up() -> None:
    _log.warning("what was put aside is erased, as nobody took it up in time")
