"""The reporter: work that was wished for is done one piece at a time, and its result put into the outbox.

A piece of work is gone from the list in the same transaction that puts its result into the outbox; a
restart in between does it again. What is made is whole or not there.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from bot.jobs.round_report import NEEDED, RoundReportMaker, may_have
from bot.jobs.theme_report import Artefact, make_own_data, make_report
from bot.messages.after_commit import AfterCommit
from bot.messages.channels import Channels
from bot.messages.failures import DeliveryFailed
from bot.messages.file_reference import received_file, reference_in
from bot.messages.guide_cache import GuideShelf
from bot.messages.outbox_entries import body_of, file_entry, outbox_entries
from content.phrases import phrases_in
from conversations.cards.entrance import apology
from conversations.flow import after_report
from conversations.incoming import Words
from conversations.outgoing import Card, Line
from conversations.state import JobKind
from storage.engine.database import Database, StorageTrouble, Transaction, TransactionJob, milliseconds
from storage.messages import inbox, jobs, outbox
from storage.messages.files import StoredFile, keep_file
from storage.messages.jobs import Job
from storage.messages.outbox import EntryKind, OutboxEntry, Priority
from storage.people import people
from storage.people.membership import round_of
from storage.people.people import Recipient
from storage.rounds.conversations import ConversationRow, DecidedStep, load, save

MOST_ATTEMPTS = 3
FIRST_PAUSE = 1.0
LONGEST_REST = 60.0

_THEIR_OWN = frozenset({JobKind.THEME_REPORT, JobKind.THEME_REPORT_HTML, JobKind.MY_DATA})
"""What people ask for in their own evaluation, which goes on behind it."""
_TO_MANY = frozenset({JobKind.ANNOUNCEMENT, JobKind.DIGEST, JobKind.RELEASED_REPORT})
"""What goes to many at once, or was not asked for at this moment."""

_log = structlog.get_logger(__name__)


class JobWorker:
    """Makes reports and people's own data."""

    def __init__(
        self,
        database: Database,
        shelf: GuideShelf,
        tell: Callable[[AfterCommit], None],
        *,
        channels: Channels,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._rounds = RoundReportMaker(database, shelf)
        self._tell = tell
        self._channels = channels
        self._now = now
        self._wake = asyncio.Event()
        self._counted: int | None = None

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled. While nothing can be kept it tries again, less and less often."""
        pause = FIRST_PAUSE
        while True:
            self._wake.clear()
            try:
                rest = 0.0 if await self.do_one() else await self._until_due()
            except StorageTrouble as trouble:
                _log.error("the store does not work", because=str(trouble))
                await self._rest(pause)
                pause = min(pause * 2, LONGEST_REST)
                continue
            pause = FIRST_PAUSE
            if rest:
                await self._rest(rest)

    async def do_one(self) -> bool:
        """Do the piece of work that has been due longest; False when there is none.

        Raises ``StorageTrouble``; the attempt then does not count against the work.
        """
        job = await self._database.write(lambda tx: jobs.begin_next(tx, self._now(), counted=self._counted))
        if job is None:
            return False
        self._counted = job.id
        if job.attempts > MOST_ATTEMPTS:
            await self._give_up(job)
        else:
            await self._attempt(job)
        self._counted = None
        return True

    async def _attempt(self, job: Job) -> None:
        try:
            keep = await self._result(job)
            after_commit = await self._database.write(keep)
        except StorageTrouble:
            raise
        except DeliveryFailed as failure:
            _log.warning("a file could not be fetched", work_id=job.id, because=failure.kind.value)
            await self._try_later(job, failure.retry_after)
        except Exception:
            _log.error(
                "work failed", work_id=job.id, want=job.want.value, attempts=job.attempts, exc_info=True
            )
            await self._try_later(job)
        else:
            self._tell(after_commit)

    async def _try_later(self, job: Job, at_least: float | None = None) -> None:
        until = self._now() + timedelta(seconds=max(5 * job.attempts, at_least or 0))
        await self._database.write(lambda tx: jobs.put_job_off(tx, job.id, until))

    async def _result(self, job: Job) -> TransactionJob[AfterCommit]:
        """Do a piece of work; how its result is kept. Raises what went wrong with it."""
        if job.want is not JobKind.FETCH_FILE:
            made = await self._make(job)
            return lambda tx: self._keep(tx, job, made)
        content = await self._fetched(job)
        return lambda tx: self._take_in(tx, job, content)

    async def _fetched(self, job: Job) -> bytes | None:
        """What a file holds that lies with its channel, None if it is never given out. May raise."""
        try:
            return await self._channels[job.channel].fetch(reference_in(job.detail))
        except DeliveryFailed as failure:
            if failure.passing:
                raise
            return None

    def _take_in(self, tx: Transaction, job: Job, content: bytes | None) -> AfterCommit:
        """Let a file that was fetched, or could not be, wait for its turn like all that its person sends."""
        if jobs.job_done(tx, job.id):
            inbox.put(tx, [received_file(job.id, job.channel, job.address, job.detail, content)], self._now())
        return AfterCommit(has_received=True)

    async def _make(self, job: Job) -> Artefact:
        match job.want:
            case JobKind.ANNOUNCEMENT:
                return Artefact((Card((Line(job.detail),)),), ())
            case JobKind.MY_DATA:
                return await make_own_data(self._database, self._shelf, job, self._now())
            case JobKind.THEME_REPORT | JobKind.THEME_REPORT_HTML:
                return await make_report(self._database, self._shelf, job, self._now())
            case _:
                return await self._rounds.make(job, self._now())

    def _keep(self, tx: Transaction, job: Job, made: Artefact) -> AfterCommit:
        after_commit = AfterCommit()
        reached = _reached(tx, job)
        if not jobs.job_done(tx, job.id) or reached is None or not may_have(tx, job):
            return after_commit  # erased meanwhile, or what they asked for it with has ended
        now = self._now()
        bodies = [body_of(card) for card in made.cards]
        entries = [_card_entry(reached, reached.number + place, body) for place, body in enumerate(bodies, 1)]
        for file in made.files:
            kept = StoredFile(file.name, file.media_type, file.content)
            file_id = keep_file(tx, reached.person_id, kept, now)
            place = reached.number + len(entries) + 1
            entries.append(
                file_entry(reached, place, kept, file_id, file.caption, alt=file.alt, protect=file.protect)
            )
        self._tell_of(tx, after_commit, job, reached, entries)
        return after_commit

    def _tell_of(
        self,
        tx: Transaction,
        after_commit: AfterCommit,
        job: Job,
        reached: Recipient,
        entries: list[OutboxEntry],
    ) -> None:
        """Say what came of a piece of work; what a person asked for themselves is followed by a card."""
        known = _asker(tx, job) if job.want in _THEIR_OWN else None
        if known is not None:
            self._say(tx, after_commit, known, entries, self._now())
        else:
            self._add(tx, after_commit, job, reached, entries)

    def _add(
        self,
        tx: Transaction,
        after_commit: AfterCommit,
        job: Job,
        reached: Recipient,
        entries: list[OutboxEntry],
    ) -> None:
        """Say something beside what is open, which stays open; to one of many, behind all more urgent."""
        if job.want in _TO_MANY:
            # A report is said until it has arrived; only news of a round can be wanted once at most.
            round_id = round_of(tx, job.participant_id) if job.want is JobKind.ANNOUNCEMENT else None
            entries = [replace(each, priority=Priority.BULK, round_id=round_id) for each in entries]
        entries = [replace(each, for_role=job.want in NEEDED) for each in entries]
        now = self._now()
        people.count_said(tx, reached.person_id, reached.number + len(entries))
        after_commit.add(outbox.add(tx, entries, now, shown_on=self._channels.with_history))
        after_commit.changed.add(reached.person_id)

    def _say(
        self,
        tx: Transaction,
        after_commit: AfterCommit,
        known: ConversationRow,
        entries: list[OutboxEntry],
        now: datetime,
    ) -> None:
        number = known.conversation.number + len(entries)
        conversation = self._channels.held_on(known.channel, known.conversation, number=number)
        guide = self._shelf.guide(tx, known.guide_sha256)
        knock = Words(known.channel, "", now, "")
        step = after_report(guide, conversation, knock, now, phrases_in(conversation.language))
        entries += [
            replace(each, priority=Priority.REPORT)
            for each in outbox_entries(known, step.say, shown_on=self._channels.with_history)
        ]
        save(
            tx,
            [DecidedStep(known.person_id, known.participant_id, step.place, step.number)],
            now,
        )
        after_commit.add(outbox.add(tx, entries, now, shown_on=self._channels.with_history))
        after_commit.changed.add(known.person_id)

    async def _give_up(self, job: Job) -> None:
        """Tell the person that their report could not be made; the work is kept for whoever mends it."""
        give_up = (
            self._apologise if job.want is not JobKind.FETCH_FILE else partial(self._take_in, content=None)
        )
        try:
            after_commit = await self._database.write(lambda tx: give_up(tx, job))
        except StorageTrouble:
            raise
        except Exception:
            _log.error("nobody could be told of work that was given up", work_id=job.id, exc_info=True)
            await self._database.write(lambda tx: _set_aside(tx, job))
        else:
            self._tell(after_commit)

    def _apologise(self, tx: Transaction, job: Job) -> AfterCommit:
        after_commit = AfterCommit()
        _set_aside(tx, job)
        reached = _reached(tx, job)
        if reached is not None and job.want not in _TO_MANY:
            card = apology(phrases_in(reached.language), is_given_up=False)
            self._tell_of(
                tx, after_commit, job, reached, [_card_entry(reached, reached.number + 1, body_of(card))]
            )
        return after_commit

    async def _until_due(self) -> float:
        due = await self._database.read(jobs.next_job_due)
        if due is None:
            return LONGEST_REST
        return min(LONGEST_REST, max(0.05, (due - milliseconds(self._now())) / 1000))

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return


def _set_aside(tx: Transaction, job: Job) -> None:
    """Keep work that failed for whoever mends it, but not where it carries links that let people in."""
    if job.want is JobKind.LINK_SHEET:
        jobs.job_done(tx, job.id)
    else:
        jobs.put_job_aside(tx, job.id)


def _reached(tx: Transaction, job: Job) -> Recipient | None:
    """Whom a piece of work is for, where its result is to be said; None when they are not there any more."""
    reached = people.recipient_at(tx, job.channel, job.address)
    return reached if reached is not None and reached.person_id == job.person_id else None


def _asker(tx: Transaction, job: Job) -> ConversationRow | None:
    """The same as somebody who takes part; None when they do not any more."""
    known = next(iter(load(tx, [people.sender_of(job.channel, job.address)]).values()), None)
    return known if known is not None and known.person_id == job.person_id else None


def _card_entry(reached: Recipient, number: int, body: str) -> OutboxEntry:
    return OutboxEntry(
        reached.person_id,
        number,
        reached.channel,
        reached.address,
        EntryKind.SAY,
        body,
        priority=Priority.REPORT,
    )
