"""What one turn gathers while it decides, and how it is saved. Decides nothing itself."""

from datetime import datetime

import orjson

from bot import own_words
from bot.saying import body_of, due_of, own_body
from bot.told import Passing, Told
from content.phrases import phrases_in
from conversations.incoming import Channel, Correction, Incoming, Tap, Words
from conversations.outgoing import Redraw
from conversations.state import Step
from storage import inbox, outbox
from storage.conversations import Decided, Loaded, save
from storage.database import Transaction
from storage.erase import erase_person
from storage.outbox import Entry, Kind


class Gathered:
    """Everything that follows from the messages of one turn.

    ``is_counted``: the attempt that is being made is among the messages' attempts already.
    """

    def __init__(self, now: datetime, *, is_counted: bool = False) -> None:
        self.now = now
        self.is_counted = is_counted
        self.told = Told()
        self.entries: list[Entry] = []
        self.redraws: list[tuple[Loaded, Redraw]] = []
        self.forget: list[tuple[Loaded, Incoming]] = []
        self.done: list[int] = []
        self._decided: list[Decided] = []
        self._opened: list[tuple[int, int, int]] = []

    def decide(self, known: Loaded, step: Step, number: int) -> None:
        """A step has been decided on; ``number`` is the person's newest after all that is said."""
        self._decided.append(
            Decided(
                known.person_id,
                known.participant_id,
                step.place,
                number,
                step.replies,
                step.finishes,
                step.language,
            )
        )
        self.told.changed.add(known.person_id)
        opened = (known.conversation.place.card, step.place.card)
        if known.channel is Channel.WEB and opened[0] != opened[1]:
            self._opened.append((known.person_id, *opened))

    def show_own(self, tx: Transaction, known: Loaded, incoming: Incoming, step: Step) -> None:
        """In the web chat a person's own words are part of the history, on all their devices."""
        turned = dict(own_words.turned(known.conversation, step))
        if isinstance(incoming, Words) and known.channel is Channel.WEB:
            body = own_body(incoming.text, correctable=turned.pop(incoming.message_id, False))
            number = known.conversation.number + 1
            self.entries.append(
                Entry(
                    known.person_id,
                    number,
                    known.channel,
                    known.address,
                    Kind.OWN,
                    body,
                    message_id=incoming.message_id,
                )
            )
        elif isinstance(incoming, Correction) and known.channel is Channel.WEB:
            turned.pop(incoming.message_id, None)
            self._show_corrected(tx, known, incoming, step)
        for message_id, correctable in turned.items():
            own = outbox.own_entry(tx, known.person_id, message_id)
            if own is not None:
                was = orjson.loads(own.body)
                body = own_body(was["t"], correctable=correctable, corrected=was["x"])
                outbox.redraw_shown(tx, known.person_id, own.number, step.number, body)

    def _show_corrected(self, tx: Transaction, known: Loaded, incoming: Correction, step: Step) -> None:
        """Show a message with its words corrected, or as it was, so that no page waits for the change."""
        own = outbox.own_entry(tx, known.person_id, incoming.message_id)
        if own is None:
            return
        was = orjson.loads(own.body)
        is_taken = bool(step.replies) or step.place.held != known.conversation.place.held
        body = own_body(
            incoming.text if is_taken else was["t"],
            correctable=own_words.is_correctable(known.conversation, step, incoming.message_id),
            corrected=is_taken or was["x"],
            refused=not is_taken,
        )
        outbox.redraw_shown(tx, known.person_id, own.number, known.conversation.number + 1, body)

    def save(self, tx: Transaction) -> None:
        """Save it all."""
        save(tx, self._decided, self.now)
        outbox.add(tx, self.entries, self.now)
        for known, redraw in self.redraws:
            if known.channel is Channel.WEB:
                body = body_of(redraw.card)
                outbox.redraw_shown(tx, known.person_id, redraw.number, redraw.change, body)
        for person_id, open_card, next_card in self._opened:
            outbox.close_shown(tx, person_id, open_card, next_card)
        self.told.add(due_of(tx, self.entries, self.now))
        inbox.done(tx, self.done)
        for known, incoming in self.forget:
            self._erase(tx, known, incoming)

    def _erase(self, tx: Transaction, known: Loaded, incoming: Incoming) -> None:
        erase_person(tx, known.person_id, self.now)
        self.told.has_erased = True
        self.told.changed.add(known.person_id)
        if known.channel is not Channel.TELEGRAM:
            return
        text = phrases_in(known.conversation.language).say(
            "Everything about you has been erased. Thank you for your time. "
            "What was written in this chat is still there and with Telegram. To clear it, open the menu of "
            "this chat and choose “Clear history” or “Delete chat”."
        )
        self.told.passing.append(Passing(known.address, text, is_farewell=True))
        if isinstance(incoming, Tap) and incoming.toast_id:
            self.told.passing.append(Passing(known.address, toast_id=incoming.toast_id))
