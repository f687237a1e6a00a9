"""How the result of a job is kept: said in the outbox, or taken into the inbox. The job is gone with it.

The person that a result is for is looked up once more here. Somebody who has been erased, or who may no
longer have it, gets nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.jobs.artefact import Artefact, FetchedFile
from bot.jobs.rights import may_have
from bot.messages.after_commit import AfterCommit
from bot.messages.channels import Channels
from bot.messages.file_reference import received_file
from bot.messages.guide_cache import GuideShelf
from bot.messages.outbox_entries import body_of, file_entry, outbox_entries
from content.phrases import phrases_in
from conversations.cards.apologies import apology, links_not_printed, not_made
from conversations.cards.doubt_question import waits_after_closing
from conversations.cards.view import View
from conversations.flow import after_report
from conversations.incoming import Words
from conversations.outgoing import Card, Say
from storage.engine.database import Transaction
from storage.messages import inbox, jobs, outbox
from storage.messages.files import StoredFile, keep_file
from storage.messages.job_details import (
    AnnouncementJob,
    FetchFileJob,
    JobAudience,
    LinkSheetJob,
    OwnDataJob,
    RoundJob,
    UnreadableJob,
)
from storage.messages.jobs import AnyJob
from storage.messages.outbox import EntryKind, OutboxEntry, Priority
from storage.people import people
from storage.people.membership import round_of
from storage.people.people import Recipient
from storage.rounds.conversations import ConversationRow, DecidedStep, load, save_places


class JobResults:
    """Keeps what jobs have made, each within the transaction it is given."""

    def __init__(self, shelf: GuideShelf, channels: Channels, now: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._channels = channels
        self._now = now

    def keep(self, tx: Transaction, job: AnyJob, result: Artefact | FetchedFile) -> AfterCommit:
        """Keep what a job has made, and take the job off the list."""
        if isinstance(result, FetchedFile):
            return self._take_in(tx, job, result)
        return self._say_all(tx, job, result)

    def give_up(self, tx: Transaction, job: AnyJob) -> AfterCommit:
        """Inform the person that a job failed; it is kept for whoever fixes the fault."""
        if isinstance(job.details, FetchFileJob):
            return self._take_in(tx, job, FetchedFile(None))
        after_commit = AfterCommit()
        put_aside(tx, job, self._now())
        reached = _reached(tx, job)
        is_welcome = job.details.audience is not JobAudience.MANY or may_have(tx, job)
        if reached is not None and is_welcome:
            self._tell_of(tx, after_commit, job, reached, [], beside=_given_up(job, reached.language))
        return after_commit

    def _take_in(self, tx: Transaction, job: AnyJob, file: FetchedFile) -> AfterCommit:
        """Let a file that was fetched, or could not be, wait for its turn like all that its person sends."""
        if jobs.job_done(tx, job.id) and isinstance(job.details, FetchFileJob):
            received = received_file(job.id, job.channel, job.address, job.details, file.content, file.read)
            inbox.put(tx, [received], self._now())
        return AfterCommit(has_received=True)

    def _say_all(self, tx: Transaction, job: AnyJob, made: Artefact) -> AfterCommit:
        after_commit = AfterCommit()
        reached = _reached(tx, job)
        if not jobs.job_done(tx, job.id) or reached is None or not may_have(tx, job):
            return after_commit  # erased meanwhile, or what they asked for it with has ended
        now = self._now()
        # The first message of a result makes a sound; the others come with it.
        bodies = [body_of(replace(card, quiet=place > 0)) for place, card in enumerate(made.cards)]
        entries = [_card_entry(reached, reached.number + place, body) for place, body in enumerate(bodies, 1)]
        for file in made.files:
            kept = StoredFile(file.name, file.media_type, file.content)
            file_id = keep_file(
                tx, reached.person_id, kept, now, round_id=_about(tx, job), dataset=file.dataset
            )
            place = reached.number + len(entries) + 1
            entries.append(
                file_entry(
                    reached,
                    place,
                    kept,
                    file_id,
                    file.caption,
                    alt=file.alt,
                    protect=file.protect,
                    quiet=bool(entries),
                    once_erased=file.once_erased,
                )
            )
        self._tell_of(tx, after_commit, job, reached, entries, beside=self._waits_after_closing(tx, job))
        return after_commit

    def _waits_after_closing(self, tx: Transaction, job: AnyJob) -> Card | None:
        """What still waits for an answer where somebody hears of a round that is closed; None for nothing."""
        known = _asker(tx, job) if isinstance(job.details, AnnouncementJob) else None
        if known is None or known.participant_id != job.participant_id:
            return None
        conversation, now = known.conversation, self._now()
        if not conversation.place.doubts or conversation.round.is_open(now):
            return None
        guide = self._shelf.guide(tx, known.guide_sha256)
        return waits_after_closing(View(guide, conversation, phrases_in(conversation.language), now))

    def _tell_of(
        self,
        tx: Transaction,
        after_commit: AfterCommit,
        job: AnyJob,
        reached: Recipient,
        entries: list[OutboxEntry],
        *,
        beside: Card | None = None,
    ) -> None:
        """Say the result of a job; what a person asked for themselves is followed by a card.

        ``beside`` comes last, next to the card that is open then, so that its buttons count.
        """
        known = _asker(tx, job) if job.details.audience is JobAudience.OWN_EVALUATION else None
        if known is not None:
            self._say(tx, after_commit, known, entries, beside)
            return
        if beside is not None:
            entries = [*entries, _card_entry(reached, reached.number + len(entries) + 1, body_of(beside))]
        self._add(tx, after_commit, job, reached, entries)

    def _add(
        self,
        tx: Transaction,
        after_commit: AfterCommit,
        job: AnyJob,
        reached: Recipient,
        entries: list[OutboxEntry],
    ) -> None:
        """Say something next to the open card, which stays open; to one of many, behind all more urgent."""
        if job.details.audience is JobAudience.MANY:
            # A report is sent until it has arrived; only for news of a round can at most once be chosen.
            round_id = round_of(tx, job.participant_id) if isinstance(job.details, AnnouncementJob) else None
            entries = [replace(each, priority=Priority.BULK, round_id=round_id) for each in entries]
        about, for_role = _about(tx, job), job.details.right.needs_role
        entries = [replace(each, for_role=for_role, about=about) for each in entries]
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
        beside: Card | None,
    ) -> None:
        now = self._now()
        number = known.conversation.number + len(entries)
        conversation = self._channels.held_on(known.conversation, known.channel, number=number)
        guide = self._shelf.guide(tx, known.guide_sha256)
        empty_message = Words(known.channel, "", now, "")
        step = after_report(guide, conversation, empty_message, now, phrases_in(conversation.language))
        following = [
            replace(each, card=replace(each.card, quiet=True)) if isinstance(each, Say) else each
            for each in step.say
        ]
        entries += [
            replace(each, priority=Priority.REPORT)
            for each in outbox_entries(known, following, shown_on=self._channels.with_history)
        ]
        said = step.number
        if beside is not None:
            said += 1
            here = Recipient(known.person_id, known.channel, known.address, conversation.language, said)
            entries.append(_card_entry(here, said, body_of(beside)))
        save_places(tx, [DecidedStep(known.person_id, known.participant_id, step.place, said)])
        after_commit.add(outbox.add(tx, entries, now, shown_on=self._channels.with_history))
        after_commit.changed.add(known.person_id)


def _given_up(job: AnyJob, language: str) -> Card:
    """What is said of a job that is given up, with a button where it can be tried again."""
    p = phrases_in(language)
    if job.kind == LinkSheetJob.kind:
        return links_not_printed(p)
    if isinstance(job.details, UnreadableJob):
        return apology(p, is_given_up=False)
    return not_made(p, is_asked_for=job.details.audience is not JobAudience.MANY)


def put_aside(tx: Transaction, job: AnyJob, now: datetime) -> None:
    """Keep a job that failed for whoever fixes the fault, but not one with links that let people in."""
    if job.kind == LinkSheetJob.kind:  # one that cannot be read either
        jobs.job_done(tx, job.id)
    else:
        jobs.put_job_aside(tx, job.id, now)


def _reached(tx: Transaction, job: AnyJob) -> Recipient | None:
    """The person that a job is for, on the channel of its result; None when they are gone."""
    reached = people.recipient_at(tx, job.channel, job.address)
    return reached if reached is not None and reached.person_id == job.person_id else None


def _about(tx: Transaction, job: AnyJob) -> str | None:
    """The round with which the result of a job goes; None for what is about all that is kept of somebody."""
    if isinstance(job.details, RoundJob):
        return job.details.round_id
    return None if isinstance(job.details, OwnDataJob) else round_of(tx, job.participant_id)


def _asker(tx: Transaction, job: AnyJob) -> ConversationRow | None:
    """The same as a participant; None when they no longer are one."""
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
