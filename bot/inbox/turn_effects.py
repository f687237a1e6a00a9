"""What one turn gathers while it decides, and how it is saved. Decides nothing itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from bot.coordinator.acts.role_acts import note_erased
from bot.coordinator.request import Heard, Request
from bot.inbox import editable
from bot.messages.after_commit import AfterCommit, Transient
from bot.messages.outbox_entries import (
    Addressee,
    body_of,
    due_of,
    file_entry,
    outbox_entries,
    own_body,
    said_entry,
)
from content.phrases import phrases_in
from conversations.calendar.availability import Availability
from conversations.incoming import Channel, Correction, Incoming, SentFile, Tap, Words
from conversations.outgoing import Card, Outgoing, Redraw, Say, Toast
from conversations.state import Step
from storage.engine.database import Transaction
from storage.erasure import erase_person
from storage.messages import inbox, outbox
from storage.messages.files import keep_file
from storage.messages.outbox import EntryKind, OutboxEntry
from storage.people import people
from storage.people.availability import keep_availability
from storage.people.people import Recipient
from storage.roles.role_holders import RoleHolder, save_role_place
from storage.roles.role_list import roles_of
from storage.rounds.conversations import ConversationRow, DecidedStep, save


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """Somebody who wants everything about them erased, where they are reached."""

    person_id: int
    channel: Channel
    address: str
    language: str


class TurnEffects:
    """Everything that follows from the messages of one turn.

    ``is_counted``: the attempt that is being made is among the messages' attempts already.
    """

    def __init__(self, now: datetime, *, is_counted: bool = False) -> None:
        self.now = now
        self.is_counted = is_counted
        self.after_commit = AfterCommit()
        self.entries: list[OutboxEntry] = []
        self.redraws: list[tuple[Addressee, Redraw]] = []
        self.has_changed_roles = False
        self.goes_on_in: list[tuple[ConversationRow, int]] = []
        self.done: list[int] = []
        self._decided: list[DecidedStep] = []
        self._availabilities: list[tuple[int, Availability]] = []
        self._opened: list[tuple[int, int, int]] = []
        self._leavers: list[tuple[ErasureRequest, Heard]] = []

    def forget(self, leaver: ErasureRequest, incoming: Heard) -> None:
        """Erase everything about somebody once all else is saved."""
        self._leavers.append((leaver, incoming))

    def decide(self, known: ConversationRow, step: Step, number: int) -> None:
        """A step has been decided on; ``number`` is the person's newest after all that is said."""
        self._decided.append(
            DecidedStep(
                known.person_id,
                known.participant_id,
                step.place,
                number,
                step.replies,
                step.finishes,
                step.language,
            )
        )
        if step.availability is not None:
            self._availabilities.append((known.person_id, step.availability))
        self.after_commit.changed.add(known.person_id)
        opened = (known.conversation.place.card, step.place.card)
        if known.channel is Channel.WEB and opened[0] != opened[1]:
            self._opened.append((known.person_id, *opened))

    def visited(self, tx: Transaction, role_holder: RoleHolder, incoming: Heard, request: Request) -> None:
        """Somebody with a role has been dealt with; ``role_holder`` is as they were before."""
        if request.forgets:
            self.forget(
                ErasureRequest(
                    role_holder.person_id, role_holder.channel, role_holder.address, role_holder.language
                ),
                incoming,
            )
            return
        if isinstance(incoming, Words):
            self._add_own(role_holder, role_holder.number + 1, incoming, incoming.text)
        elif isinstance(incoming, SentFile):
            self._add_own(role_holder, role_holder.number + 1, incoming, request.phrases.say("A file"))
        if request.ended_role_of is not None and not roles_of(tx, request.ended_role_of):
            # What they asked for before in this very turn waits in no store yet.
            lost = request.ended_role_of
            self.entries = [each for each in self.entries if not (each.for_role and each.person_id == lost)]
        said = outbox_entries(role_holder, request.said)
        said += [
            file_entry(
                role_holder, number, file, keep_file(tx, role_holder.person_id, file, self.now), caption
            )
            for number, file, caption in request.files
        ]
        self.entries += [replace(each, for_role=True) for each in said]
        self.redraws += [(role_holder, each) for each in request.said if isinstance(each, Redraw)]
        self.toasts(role_holder, request.said)
        save_role_place(tx, role_holder.person_id, request.number, request.round_id, request.place)
        self.after_commit.changed.add(role_holder.person_id)
        self.after_commit.has_work |= request.has_work
        self.after_commit.has_reminders |= request.wakes_reminders
        self.after_commit.has_erased |= request.has_erased
        self.has_changed_roles |= request.has_changed_roles
        opened = (role_holder.place.card, request.place.card)
        if role_holder.channel is Channel.WEB and opened[0] != opened[1]:
            self._opened.append((role_holder.person_id, *opened))

    def say_beside(self, tx: Transaction, reached: Recipient, card: Card) -> None:
        """Say something to somebody who takes part in nothing, and leave open what is open."""
        people.count_said(tx, reached.person_id, reached.number + 1)
        self.entries.append(said_entry(reached, Say(reached.number + 1, card)))
        self.after_commit.changed.add(reached.person_id)

    def toasts(self, known: Addressee, said: Iterable[Outgoing]) -> None:
        """What is said in passing where a tap was made."""
        self.after_commit.passing += [
            Transient(known.address, each.text, toast_id=each.toast_id)
            for each in said
            if isinstance(each, Toast)
        ]

    def show_own(self, tx: Transaction, known: ConversationRow, incoming: Incoming, step: Step) -> None:
        """In the web chat a person's own words are part of the history, on all their devices."""
        turned = dict(editable.turned(known.conversation, step))
        if isinstance(incoming, Words):
            number = known.conversation.number + 1
            is_correctable = turned.pop(incoming.message_id, False)
            self._add_own(known, number, incoming, incoming.text, correctable=is_correctable)
        elif isinstance(incoming, Correction) and known.channel is Channel.WEB:
            turned.pop(incoming.message_id, None)
            self._show_corrected(tx, known, incoming, step)
        for message_id, correctable in turned.items():
            own = outbox.own_entry(tx, known.person_id, message_id)
            if own is not None:
                was = orjson.loads(own.body)
                body = own_body(was["t"], correctable=correctable, corrected=was["x"])
                outbox.redraw_shown(tx, known.person_id, own.number, step.number, body)

    def _add_own(
        self, known: Addressee, number: int, sent: Words | SentFile, shown: str, *, correctable: bool = False
    ) -> None:
        if known.channel is not Channel.WEB:
            return
        self.entries.append(
            OutboxEntry(
                known.person_id,
                number,
                known.channel,
                known.address,
                EntryKind.OWN,
                own_body(shown, correctable=correctable),
                message_id=sent.message_id,
            )
        )

    def _show_corrected(
        self, tx: Transaction, known: ConversationRow, incoming: Correction, step: Step
    ) -> None:
        """Show a message with its words corrected, or as it was, so that no page waits for the change."""
        own = outbox.own_entry(tx, known.person_id, incoming.message_id)
        if own is None:
            return
        was = orjson.loads(own.body)
        is_taken = bool(step.replies) or step.place.held != known.conversation.place.held
        body = own_body(
            incoming.text if is_taken else was["t"],
            correctable=editable.is_correctable(known.conversation, step, incoming.message_id),
            corrected=is_taken or was["x"],
            refused=not is_taken,
        )
        outbox.redraw_shown(tx, known.person_id, own.number, known.conversation.number + 1, body)

    def save(self, tx: Transaction) -> None:
        """Save it all."""
        save(tx, self._decided, self.now)
        for person_id, availability in self._availabilities:
            keep_availability(tx, person_id, availability, self.now)
        outbox.add(tx, self.entries, self.now)
        for known, redraw in self.redraws:
            if known.channel is Channel.WEB:
                body = body_of(redraw.card)
                outbox.redraw_shown(tx, known.person_id, redraw.number, redraw.change, body)
        for person_id, open_card, next_card in self._opened:
            outbox.close_shown(tx, person_id, open_card, next_card)
        self.after_commit.add(due_of(tx, self.entries, self.now))
        inbox.done(tx, self.done)
        for leaver, incoming in self._leavers:
            self._erase(tx, leaver, incoming)

    def _erase(self, tx: Transaction, leaver: ErasureRequest, incoming: Heard) -> None:
        note_erased(tx, leaver.person_id, leaver.channel.value, self.now)
        erase_person(tx, leaver.person_id, self.now)
        self.after_commit.has_erased = True
        self.after_commit.changed.add(leaver.person_id)
        if leaver.channel is not Channel.TELEGRAM:
            return
        text = phrases_in(leaver.language).say(
            "Everything about you has been erased. Thank you for your time. "
            "What was written in this chat is still there and with Telegram. To clear it, open the menu of "
            "this chat and choose “Clear history” or “Delete chat”."
        )
        self.after_commit.passing.append(Transient(leaver.address, text, is_farewell=True))
        if isinstance(incoming, Tap) and incoming.toast_id:
            self.after_commit.passing.append(Transient(leaver.address, toast_id=incoming.toast_id))
