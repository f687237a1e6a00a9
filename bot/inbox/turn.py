"""One turn: take what waits, load its conversations, decide, save. One transaction, top to bottom.

A plain function over a transaction: no network, no waiting. What is to be said afterwards is in ``Told``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import orjson
import structlog

from bot.channels.telegram.incoming import Arrived, Blocked, Ignored, Returned, Start, Why, read_update
from bot.channels.web.posted import read_posted
from bot.coordinator.dispatch import Office
from bot.inbox.handoff import PassingOn, link_card
from bot.inbox.invitations import Arrivals
from bot.inbox.turn_effects import Gathered, Leaver
from bot.messages.after_commit import Passing, Told
from bot.messages.file_reference import read_fetched
from bot.messages.guide_cache import GuideShelf
from bot.messages.outbox_entries import entries_of, said_entry
from bot.messages.sign_in_link import own_link
from content.phrases import Phrases, languages, phrases_in
from conversations.cards import entrance
from conversations.flow import advance
from conversations.incoming import Channel, Correction, Incoming, SentFile, Tap, Unsupported, Words
from conversations.outgoing import Redraw, Say
from conversations.state import Conversation, Step, Want, Wish
from storage.engine.database import Transaction, moment
from storage.messages import inbox, jobs
from storage.messages.inbox import MOST_ATTEMPTS, Waiting
from storage.messages.outbox import Entry
from storage.people import membership, people
from storage.roles.role_holders import Officer, load_officers, save_office
from storage.rounds.conversations import Loaded, card_by_message, card_by_number, load

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TurnSettings:
    """What a turn needs to know of the settings. ``web_url`` is None where no browser can reach us."""

    reading_seconds: float
    web_url: str | None


class Turn:
    """Turns waiting messages into replies kept and cards to say."""

    def __init__(self, shelf: GuideShelf, settings: TurnSettings, arrivals: Arrivals, office: Office) -> None:
        self._shelf = shelf
        self._settings = settings
        self._arrivals = arrivals
        self._office = office
        self._passing_on = PassingOn(shelf)

    def take(
        self, tx: Transaction, waiting: Sequence[Waiting], now: datetime, *, is_counted: bool = False
    ) -> Told:
        """Decide on these messages, at most one of each person, and save it all.

        A message whose decision breaks is put off, and put aside after ``MOST_ATTEMPTS``; the others go on.
        ``is_counted``: this attempt is among the messages' attempts already.
        """
        gathered = Gathered(now, is_counted=is_counted)
        # Who comes in through a link changes a conversation at once, so that is done before any is loaded.
        read = [(row, what) for row in waiting if (what := self._read(tx, gathered, row)) is not None]
        senders = [row.sender for row, _ in read]
        loaded = load(tx, senders, reading_seconds=self._settings.reading_seconds)
        officers = load_officers(tx, senders)
        people_seen: set[int] = set()
        for row, said in read:
            known, officer = loaded.get(row.sender), officers.get(row.sender)
            person_id = known.person_id if known else officer.person_id if officer else None
            if person_id in people_seen:
                continue  # the same person on another device: their next turn
            if person_id is not None:
                people_seen.add(person_id)
            what = said
            if isinstance(said, SentFile) and not (officer and self._office.takes_file(officer, said)):
                what = said.unread
            if officer is None or not self._visit(tx, gathered, row, what, officer, known):
                self._take_one(tx, gathered, row, what, known)
            if gathered.has_changed_roles:
                # A role may have ended whose holder's message waits in this very turn.
                officers = load_officers(tx, senders)
                gathered.has_changed_roles = False
        gathered.save(tx)
        for known, participant_id in gathered.goes_on_in:
            self._go_on_in(tx, gathered, known, participant_id)
        return gathered.told

    def _read(self, tx: Transaction, gathered: Gathered, row: Waiting) -> object:
        """What a message says, None when all has been done about it."""
        try:
            what = _understood(row)
        except _Undecidable as fault:
            self._put_off(tx, gathered, row, fault)
            return None
        if not isinstance(what, Start):
            return what
        if what.code and self._join(tx, gathered, row, what, what.code):
            gathered.done.append(row.id)
            return None
        return Words(Channel.TELEGRAM, what.message_id, what.sent_at, "/start")

    def _join(self, tx: Transaction, gathered: Gathered, row: Waiting, start: Start, code: str) -> bool:
        address = _address(row)
        gathered.told.passing.append(Passing(address, forget_message=start.message_id))
        joined = self._arrivals.join_telegram(tx, code, address, gathered.now)
        if joined is None:
            return False
        gathered.told.add(joined)
        return True

    def _take_one(
        self, tx: Transaction, gathered: Gathered, row: Waiting, what: object, known: Loaded | None
    ) -> None:
        if not isinstance(what, Words | Tap | Correction | Unsupported):
            self._note(tx, gathered, row, what)
        elif known is None:
            self._refuse(gathered, row, what)
        else:
            try:
                self._decide(tx, gathered, known, what)
            except _Undecidable as fault:
                self._put_off(tx, gathered, row, fault)
                return
        gathered.done.append(row.id)

    def _visit(
        self,
        tx: Transaction,
        gathered: Gathered,
        row: Waiting,
        what: object,
        officer: Officer,
        known: Loaded | None,
    ) -> bool:
        """Deal with what somebody with a role asks for; False where it is about their own evaluation.

        A fault in it undoes the whole turn, as acts may have been half done; it then is taken alone.
        """
        if not isinstance(what, Words | Tap | Correction | Unsupported | SentFile):
            return False
        if not self._office.is_about_rounds(officer, what, takes_part=known is not None):
            if officer.place.is_open:
                place = replace(officer.place, is_open=False)
                save_office(tx, officer.person_id, officer.number, officer.round_id, place)
            return False
        people.mark_reachable(tx, [officer.sender])
        takes_number = officer.channel is Channel.WEB and isinstance(what, Words | Correction | SentFile)
        visitor = replace(officer, number=officer.number + takes_number)
        visit = self._office.take(tx, visitor, what, gathered.now)
        gathered.visited(tx, officer, what, visit)
        gathered.done.append(row.id)
        return True

    def _note(self, tx: Transaction, gathered: Gathered, row: Waiting, what: object) -> None:
        """Take what nobody said: somebody has gone or is back, or we were put into a group."""
        match what:
            case Blocked():
                people.mark_unreachable(tx, row.sender, "blocked", gathered.now)
            case Returned():
                people.mark_reachable(tx, [row.sender])
            case Ignored(why=Why.GROUP):
                gathered.told.passing.append(Passing(_address(row), leave=True))

    def _refuse(self, gathered: Gathered, row: Waiting, what: Incoming) -> None:
        # A browser whose person has been erased meanwhile is told by its page.
        if row.channel is Channel.TELEGRAM:
            told = self._arrivals.stranger(_address(row), what, gathered.now)
            gathered.told.passing += [told] if told else []

    def _decide(self, tx: Transaction, gathered: Gathered, known: Loaded, incoming: Incoming) -> None:
        if known.conversation.asked:
            # What was passed on to them may have been taken back in this very turn.
            known = load(tx, [known.sender], reading_seconds=self._settings.reading_seconds)[known.sender]
        guide = self._shelf.guide(tx, known.guide_sha256)
        conversation = self._conversation(tx, known, incoming)
        phrases = phrases_in(conversation.language)
        try:
            step = advance(guide, conversation, incoming, gathered.now, phrases)
        except Exception as error:
            raise _Undecidable from error
        if not known.is_reachable:
            people.mark_reachable(tx, [known.sender])
        if any(wish.want is Want.FORGET for wish in step.wishes):
            language = conversation.language
            gathered.forget(Leaver(known.person_id, known.channel, known.address, language), incoming)
            return
        gathered.redraws += [(known, each) for each in step.say if isinstance(each, Redraw)]
        gathered.entries += entries_of(known, step.say)
        gathered.show_own(tx, known, incoming, step)
        number = self._fulfil(tx, gathered, known, step, phrases)
        gathered.decide(known, step, number)
        gathered.toasts(known, step.say)
        if step.leaves:
            membership.leave(tx, known.participant_id, gathered.now)
        elif step.leaves is not None:
            membership.rejoin(tx, known.participant_id)
        if step.goes_to is not None:
            gathered.goes_on_in.append((known, step.goes_to))

    def _go_on_in(self, tx: Transaction, gathered: Gathered, known: Loaded, participant_id: int) -> None:
        """Let somebody go on in another round of theirs, where they were in it."""
        if membership.take_up(tx, known.person_id, participant_id):
            there = load(tx, [known.sender])[known.sender]
            gathered.told.add(self._arrivals.pose_again(tx, there, gathered.now))

    def _conversation(self, tx: Transaction, known: Loaded, incoming: Incoming) -> Conversation:
        pointed_at = None
        if isinstance(incoming, Words) and incoming.reply_to:
            pointed_at = card_by_message(tx, known.person_id, known.channel, incoming.reply_to)
        elif isinstance(incoming, Tap) and incoming.card != known.conversation.place.card:
            pointed_at = card_by_number(tx, known.person_id, incoming.card)
        if pointed_at is not None and pointed_at.number <= known.since:
            pointed_at = None
        # A person's own words take a number in the web chat's history, and so does their correction.
        takes_number = known.channel is Channel.WEB and isinstance(incoming, Words | Correction)
        return replace(
            known.conversation,
            number=known.conversation.number + takes_number,
            has_web=self._settings.web_url is not None,
            languages=languages(),
            pointed_at=pointed_at,
        )

    def _fulfil(
        self, tx: Transaction, gathered: Gathered, known: Loaded, step: Step, phrases: Phrases
    ) -> int:
        """Put on the list what was wished for; the person's newest number after it."""
        number = step.number
        for wish in step.wishes:
            match wish.want:
                case Want.WEB_LINK:
                    number += 1
                    gathered.entries.append(self._web_link(tx, known, number, phrases, gathered.now))
                case Want.HAND_ON:
                    number += 1
                    web_url = self._settings.web_url
                    card = link_card(tx, known, wish, phrases, gathered.now, web_url=web_url)
                    gathered.entries.append(said_entry(known, Say(number, card)))
                case Want.TAKE_BACK | Want.HAND_BACK:
                    self._passing_on.end(tx, known, wish, gathered.now)
                    gathered.told.has_work = True
                case _:
                    jobs.ask(tx, _work(known, wish), gathered.now)
                    gathered.told.has_work = True
        return number

    def _web_link(
        self, tx: Transaction, known: Loaded, number: int, phrases: Phrases, now: datetime
    ) -> Entry:
        web_url, round_id = self._settings.web_url or "", known.conversation.round.id
        card = own_link(tx, known.person_id, round_id, now, web_url=web_url, phrases=phrases)
        return said_entry(known, Say(number, card))

    def _put_off(self, tx: Transaction, gathered: Gathered, row: Waiting, fault: BaseException) -> None:
        attempts = row.attempts + (not gathered.is_counted)
        _log.error("a message could not be decided on", inbox_id=row.id, attempts=attempts, exc_info=fault)
        if not gathered.is_counted:
            inbox.begin_attempt(tx, row.id)
        if attempts < MOST_ATTEMPTS:
            inbox.put_off(tx, row.id, gathered.now + timedelta(seconds=2**attempts))
            return
        inbox.put_aside(tx, row.id)
        self._apologise(tx, gathered, row)

    def _apologise(self, tx: Transaction, gathered: Gathered, row: Waiting) -> None:
        """Tell a person that a message of theirs was put aside, and leave everything as it was."""
        known = load(tx, [row.sender]).get(row.sender)
        if known is None:
            reached = people.recipient_at(tx, row.channel, _address(row))
            if reached is not None:
                card = entrance.apology(phrases_in(reached.language), is_given_up=True)
                gathered.say_beside(tx, reached, card)
            return
        conversation = known.conversation
        card = entrance.apology(phrases_in(conversation.language), is_given_up=True)
        number = conversation.number + 1
        gathered.entries.append(said_entry(known, Say(number, card)))
        gathered.decide(known, Step(conversation.place, number), number)

    def put_aside(self, tx: Transaction, row: Waiting, now: datetime) -> Told:
        """Take a message that has failed too often out of the way and tell its sender."""
        gathered = Gathered(now)
        inbox.put_aside(tx, row.id)
        self._apologise(tx, gathered, row)
        gathered.save(tx)
        return gathered.told


class _Undecidable(Exception):
    """A fault of ours in deciding on one message."""


def _address(row: Waiting) -> str:
    return row.sender.partition(people.SENDER_SEPARATOR)[2]


def _understood(row: Waiting) -> object:
    try:
        if row.channel is Channel.WEB:
            return read_posted(row.raw, moment(row.received_at))
        received_at = moment(row.received_at)
        raw = orjson.loads(row.raw)
        fetched = read_fetched(raw, received_at)
        if fetched is not None:
            return fetched
        arrived: Arrived = read_update(raw, received_at)
    except Exception as error:
        raise _Undecidable from error
    what = arrived.what
    return replace(what, received_at=received_at) if isinstance(what, Words) else what


def _work(known: Loaded, wish: Wish) -> jobs.Work:
    return jobs.Work(
        0, wish.want, known.person_id, known.participant_id, wish.theme_id, known.channel, known.address, 0
    )
