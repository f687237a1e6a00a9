"""One turn: take what waits, load its conversations, decide, save. One transaction, top to bottom.

A plain function over a transaction: no network, no waiting. What is to be said afterwards is in ``Told``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import orjson
import structlog

from bot.arrivals import Arrivals
from bot.guides import GuideShelf
from bot.posted import read_posted
from bot.saying import body_of, due_of, entries_of, own_body, said_entry
from bot.telegram.incoming import Arrived, Blocked, Ignored, Returned, Start, Why, read_update
from bot.told import Passing, Told
from content.phrases import Phrases, languages, phrases_in
from conversations.cards import entrance
from conversations.flow import advance
from conversations.incoming import Channel, Correction, Incoming, Tap, Unsupported, Words
from conversations.outgoing import Redraw, Say, Toast
from conversations.state import Conversation, Step, Want, Wish
from storage import inbox, outbox, people, work
from storage.conversations import Decided, Loaded, card_by_message, card_by_number, load, save
from storage.database import Transaction, moment
from storage.erase import erase_person
from storage.inbox import MOST_ATTEMPTS, Waiting
from storage.outbox import Entry, Kind

SIGN_IN_HOURS = 24
"""How long a person's own link into the browser works."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TurnSettings:
    """What a turn needs to know of the settings. ``web_url`` is None where no browser can reach us."""

    reading_seconds: float
    web_url: str | None


class Turn:
    """Turns waiting messages into replies kept and cards to say."""

    def __init__(self, shelf: GuideShelf, settings: TurnSettings, arrivals: Arrivals) -> None:
        self._shelf = shelf
        self._settings = settings
        self._arrivals = arrivals

    def take(self, tx: Transaction, waiting: Sequence[Waiting], now: datetime) -> Told:
        """Decide on these messages, at most one of each person, and save it all.

        A message whose decision breaks is put off, and put aside after ``MOST_ATTEMPTS``; the others go on.
        """
        round_ = _Round(told=Told(), now=now)
        loaded = load(tx, [row.sender for row in waiting], reading_seconds=self._settings.reading_seconds)
        people_seen: set[int] = set()
        for row in waiting:
            known = loaded.get(row.sender)
            if known is not None and known.person_id in people_seen:
                continue  # the same person on another device: their next turn
            if known is not None:
                people_seen.add(known.person_id)
            self._take_one(tx, round_, row, known)
        self._save(tx, round_)
        return round_.told

    def _take_one(self, tx: Transaction, round_: "_Round", row: Waiting, known: Loaded | None) -> None:
        try:
            what = _read(row)
            if isinstance(what, Words | Tap | Correction | Unsupported) and known is not None:
                self._decide(tx, round_, known, what)
            else:
                self._arrive(tx, round_, row, what, known)
        except _Undecidable as fault:
            self._put_off(tx, round_, row, known, fault)
            return
        round_.done.append(row.id)

    def _arrive(
        self, tx: Transaction, round_: "_Round", row: Waiting, what: object, known: Loaded | None
    ) -> None:
        """Take what is not part of a conversation: somebody new, blocked, back, or a group."""
        address = row.sender.partition(people.SENDER_SEPARATOR)[2]
        match what:
            case Start():
                self._start(tx, round_, what, address, known)
            case Blocked():
                people.mark_unreachable(tx, row.sender, "blocked", round_.now)
            case Returned():
                people.mark_reachable(tx, [row.sender])
            case Ignored(why=Why.GROUP):
                round_.told.passing.append(Passing(address, leave=True))
            case Words() | Tap() | Correction() | Unsupported():
                round_.told.passing.append(self._arrivals.stranger(address, what, round_.now))

    def _start(
        self, tx: Transaction, round_: "_Round", start: Start, address: str, known: Loaded | None
    ) -> None:
        if start.code:
            round_.told.passing.append(Passing(address, forget_message=start.message_id))
            joined = self._arrivals.join_telegram(tx, start.code, address, round_.now)
            if joined is not None:
                round_.told.add(joined)
                return
        words = Words(Channel.TELEGRAM, start.message_id, start.sent_at, "/start")
        if known is not None:
            self._decide(tx, round_, known, words)
        else:
            round_.told.passing.append(self._arrivals.stranger(address, words, round_.now))

    def _decide(self, tx: Transaction, round_: "_Round", known: Loaded, incoming: Incoming) -> None:
        guide = self._shelf.guide(tx, known.guide_sha256)
        conversation = self._conversation(tx, known, incoming)
        phrases = phrases_in(conversation.language)
        try:
            step = advance(guide, conversation, incoming, round_.now, phrases)
        except Exception as error:
            raise _Undecidable from error
        if not known.is_reachable:
            people.mark_reachable(tx, [known.sender])
        if any(wish.want is Want.FORGET for wish in step.wishes):
            round_.forget.append(known)
            return
        round_.redraws += [(known, each) for each in step.say if isinstance(each, Redraw)]
        round_.entries += entries_of(known, step)
        _show_own(tx, round_, known, incoming, step)
        number = self._fulfil(tx, round_, known, step, phrases)
        round_.decided.append(_decided(known, step, number))
        round_.told.passing += [
            Passing(known.address, each.text, toast_id=each.toast_id)
            for each in step.say
            if isinstance(each, Toast)
        ]
        round_.told.changed.add(known.person_id)
        opened = (known.conversation.place.card, step.place.card)
        if known.channel is Channel.WEB and opened[0] != opened[1]:
            round_.opened.append((known.person_id, *opened))

    def _conversation(self, tx: Transaction, known: Loaded, incoming: Incoming) -> Conversation:
        pointed_at = None
        if isinstance(incoming, Words) and incoming.reply_to:
            pointed_at = card_by_message(tx, known.person_id, known.channel, incoming.reply_to)
        elif isinstance(incoming, Tap) and incoming.card != known.conversation.place.card:
            pointed_at = card_by_number(tx, known.person_id, incoming.card)
        # A person's own words take a number in the web chat's history, and so does their correction.
        takes_number = known.channel is Channel.WEB and isinstance(incoming, Words | Correction)
        return replace(
            known.conversation,
            number=known.conversation.number + takes_number,
            has_web=self._settings.web_url is not None,
            languages=languages(),
            pointed_at=pointed_at,
        )

    def _fulfil(self, tx: Transaction, round_: "_Round", known: Loaded, step: Step, phrases: Phrases) -> int:
        """Put on the list what was wished for; the person's newest number after it."""
        number = step.number
        for wish in step.wishes:
            if wish.want is Want.WEB_LINK:
                number += 1
                round_.entries.append(self._web_link(tx, known, number, phrases, round_.now))
            else:
                work.ask(tx, _work(known, wish), round_.now)
                round_.told.has_work = True
        return number

    def _web_link(
        self, tx: Transaction, known: Loaded, number: int, phrases: Phrases, now: datetime
    ) -> Entry:
        round_id = known.conversation.round.id
        valid = timedelta(hours=SIGN_IN_HOURS)
        code = people.invite(tx, round_id, now, valid=valid, person_id=known.person_id)
        link = f"{self._settings.web_url}/join/{code}"
        return said_entry(known, Say(number, entrance.web_link(phrases, link, SIGN_IN_HOURS)))

    def _put_off(
        self, tx: Transaction, round_: "_Round", row: Waiting, known: Loaded | None, fault: BaseException
    ) -> None:
        attempts = row.attempts + 1
        _log.error("a message could not be decided on", inbox_id=row.id, attempts=attempts, exc_info=fault)
        inbox.begin_attempt(tx, row.id)
        if attempts < MOST_ATTEMPTS:
            inbox.put_off(tx, row.id, round_.now + timedelta(seconds=2**attempts))
            return
        inbox.put_aside(tx, row.id)
        if known is not None:
            self._apologise(round_, known)

    def _apologise(self, round_: "_Round", known: Loaded) -> None:
        """Tell a person that a message of theirs was put aside, and leave everything as it was."""
        conversation = known.conversation
        card = entrance.apology(phrases_in(conversation.language), is_given_up=True)
        number = conversation.number + 1
        round_.entries.append(said_entry(known, Say(number, card)))
        round_.decided.append(_decided(known, Step(conversation.place, number), number))
        round_.told.changed.add(known.person_id)

    def put_aside(self, tx: Transaction, row: Waiting, now: datetime) -> Told:
        """Take a message that has failed too often out of the way and tell its sender."""
        round_ = _Round(told=Told(), now=now)
        inbox.put_aside(tx, row.id)
        known = load(tx, [row.sender]).get(row.sender)
        if known is not None:
            self._apologise(round_, known)
        self._save(tx, round_)
        return round_.told

    def _save(self, tx: Transaction, round_: "_Round") -> None:
        save(tx, round_.decided, round_.now)
        outbox.add(tx, round_.entries, round_.now)
        for known, redraw in round_.redraws:
            if known.channel is Channel.WEB:
                body = body_of(redraw.card)
                outbox.redraw_shown(tx, known.person_id, redraw.number, redraw.change, body)
        for person_id, open_card, next_card in round_.opened:
            outbox.close_shown(tx, person_id, open_card, next_card)
        round_.told.add(due_of(tx, round_.entries, round_.now))
        inbox.done(tx, round_.done)
        for known in round_.forget:
            self._forget(tx, round_, known)

    def _forget(self, tx: Transaction, round_: "_Round", known: Loaded) -> None:
        erase_person(tx, known.person_id)
        round_.told.has_erased = True
        round_.told.changed.add(known.person_id)
        if known.channel is Channel.TELEGRAM:
            phrases = phrases_in(known.conversation.language)
            text = phrases.say("Everything about you has been erased. Thank you for your time.")
            round_.told.passing.append(Passing(known.address, text))


class _Undecidable(Exception):
    """A fault of ours in deciding on one message."""


class _Round:
    """What one turn gathers before it saves."""

    def __init__(self, told: Told, now: datetime) -> None:
        self.told = told
        self.now = now
        self.decided: list[Decided] = []
        self.entries: list[Entry] = []
        self.redraws: list[tuple[Loaded, Redraw]] = []
        self.forget: list[Loaded] = []
        self.opened: list[tuple[int, int, int]] = []
        self.done: list[int] = []


def _read(row: Waiting) -> object:
    try:
        if row.channel is Channel.WEB:
            return read_posted(row.raw, moment(row.received_at))
        arrived: Arrived = read_update(orjson.loads(row.raw), moment(row.received_at))
    except Exception as error:
        raise _Undecidable from error
    return arrived.what


def _show_own(tx: Transaction, round_: _Round, known: Loaded, incoming: Incoming, step: Step) -> None:
    """In the web chat a person's own words are part of the history, on all their devices."""
    if known.channel is not Channel.WEB:
        return
    number = known.conversation.number + 1
    if isinstance(incoming, Words):
        made_reply = any(reply.message_id == incoming.message_id for reply in step.replies)
        round_.entries.append(
            Entry(
                known.person_id,
                number,
                known.channel,
                known.address,
                Kind.OWN,
                own_body(incoming.text, correctable=made_reply, corrected=False),
                message_id=incoming.message_id,
            )
        )
    elif isinstance(incoming, Correction) and step.replies:
        own = outbox.own_entry(tx, known.person_id, incoming.message_id)
        if own is not None:
            body = own_body(incoming.text, correctable=True, corrected=True)
            outbox.redraw_shown(tx, known.person_id, own.number, number, body)


def _decided(known: Loaded, step: Step, number: int) -> Decided:
    return Decided(
        known.person_id,
        known.participant_id,
        step.place,
        number,
        step.replies,
        step.finishes,
        step.language,
    )


def _work(known: Loaded, wish: Wish) -> work.Work:
    return work.Work(
        0, wish.want, known.person_id, known.participant_id, wish.theme_id, known.channel, known.address, 0
    )
