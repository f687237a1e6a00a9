"""One turn: read what waits, load what it is about, decide for each, save once. One transaction.

Two things are written earlier, inside the same transaction: the use of a link, when it is read, and what a
coordinator's command does, when it is decided.
What follows the commit is in ``AfterCommit``. No network here, and no waiting.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.inbox.complaint_effects import complaint_asked
from bot.inbox.effect_writers import save
from bot.inbox.invitations import Invitations
from bot.inbox.requests import add_request
from bot.inbox.turn_effects import (
    CloseCommands,
    MarkReachable,
    MarkUnreachable,
    MessageFailed,
    Saving,
    ShowOwnMessages,
    TurnEffects,
)
from bot.messages.after_commit import AfterCommit, Transient
from bot.messages.arrived import Arrived, Blocked, Ignored, Returned, Start, Why
from bot.messages.channels import Channels
from bot.messages.guide_cache import GuideShelf
from bot.messages.host import NotLetIn
from content.phrases import languages, phrases_in
from conversations.cards import apologies
from conversations.effects import Step
from conversations.flow import advance
from conversations.incoming import Correction, Incoming, SentFile, Tap, Unsupported, Words
from conversations.outgoing import Say
from conversations.state import CardSent
from storage.engine.database import Transaction
from storage.messages.inbox import MOST_ATTEMPTS, WaitingMessage
from storage.people import people
from storage.people.sessions import LIMITS, SessionLimits
from storage.roles.role_holders import RoleHolder, load_role_holders
from storage.rounds.cards_pointed_at import card_answered, card_by_number
from storage.rounds.conversations import ConversationRow, load

if TYPE_CHECKING:
    from bot.coordinator.dispatch import CoordinatorDispatch

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TurnSettings:
    """What a turn needs to know of the settings. ``web_url`` is None where no browser can reach us.

    ``limits``: how long a browser stays signed in that is not used.
    """

    reading_seconds: float
    web_url: str | None
    asks_about_identifiers: bool = True
    limits: SessionLimits = LIMITS


class NotDecided(Exception):
    """Not every message could be decided on that was to be, so nothing of the turn may be kept."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What replaces a message that could not be read, or not be decided on."""

    fault: Exception


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was read, with what is known of its sender: as a participant, and as one with a role."""

    row: WaitingMessage
    what: Arrived | Failed
    known: ConversationRow | None = None
    role_holder: RoleHolder | None = None
    pointed_at: CardSent | None = None

    @property
    def person_id(self) -> int | None:
        """Who sent it, None for somebody unknown."""
        who = self.known or self.role_holder
        return who.person_id if who else None


class Turn:
    """Turns waiting messages into replies kept and cards to say."""

    def __init__(
        self,
        shelf: GuideShelf,
        settings: TurnSettings,
        channels: Channels,
        invitations: Invitations,
        dispatch: "Callable[[], CoordinatorDispatch]",
    ) -> None:
        self._shelf = shelf
        self._channels = channels
        self._settings = settings
        self._invitations = invitations
        self._dispatch = dispatch

    def take(
        self, tx: Transaction, waiting: Sequence[WaitingMessage], now: datetime, *, is_begun: bool = False
    ) -> AfterCommit:
        """Decide on these messages, at most one of each person, and save it all.

        A message whose decision breaks is put off, and put aside after ``MOST_ATTEMPTS``; the others go on.
        ``is_begun``: this attempt is among those of the message that were cut off.
        """
        effects = TurnEffects(now, self._channels.with_history)
        for message, failed in self._decided(tx, effects, waiting):
            if failed is None:
                effects.rows.done.append(message.row.id)
            else:
                self._note_failure(tx, effects, message, failed.fault, is_begun=is_begun)
        return self._save(tx, effects)

    def take_kept(self, tx: Transaction, kept: Sequence[WaitingMessage], now: datetime) -> AfterCommit:
        """Decide on messages that are kept as decided on in this transaction, and save it all.

        Raises ``NotDecided`` where that went wrong with any of them, so that none is kept so.
        """
        effects = TurnEffects(now, self._channels.with_history)
        decided = 0
        for _, failed in self._decided(tx, effects, kept):
            if failed is not None:
                raise NotDecided from failed.fault
            decided += 1
        if decided < len(kept):
            raise NotDecided
        return self._save(tx, effects)

    def put_aside(self, tx: Transaction, row: WaitingMessage, now: datetime) -> AfterCommit:
        """Take a message that has failed too often out of the way and inform its sender."""
        effects = TurnEffects(now, self._channels.with_history)
        (message,) = self._load(tx, [Message(row, Ignored(Why.UNREADABLE))])
        effects.add(MessageFailed(row.id, None, is_counted=True))
        self._apologise(tx, effects, message)
        return self._save(tx, effects)

    # --- read and load ------------------------------------------------------------------------------

    def _read(
        self, tx: Transaction, effects: TurnEffects, waiting: Sequence[WaitingMessage]
    ) -> list[Message]:
        """What each message says. Who comes in by a link is let in at once, before anything is loaded."""
        read = []
        for row in waiting:
            what = self._understood(row)
            if isinstance(what, Start):
                if what.code and self._let_in(tx, effects, row, what, what.code):
                    effects.rows.done.append(row.id)
                    continue
                what = Words(row.channel, what.message_id, what.sent_at, "/start")
            read.append(Message(row, what))
        return read

    def _understood(self, row: WaitingMessage) -> Arrived | Failed:
        try:
            return self._channels[row.channel].read(row.raw, row.received_at)
        except Exception as error:
            return Failed(error)

    def _let_in(
        self, tx: Transaction, effects: TurnEffects, row: WaitingMessage, start: Start, code: str
    ) -> bool:
        """Let somebody in by the link that they came with; False where it lets nobody in."""
        address = _address(row)
        effects.after_commit.passing.append(Transient(row.channel, address, forget_message=start.message_id))
        try:
            came_in = self._invitations.join(tx, code, row.channel, address, effects.now)
        except NotLetIn as refusal:
            said = self._invitations.not_let_in(tx, code, row.channel, address, refusal.why, effects.now)
            effects.after_commit.passing.append(said)
            return True
        if came_in is None:
            return False
        effects.after_commit.due += came_in.due
        effects.after_commit.changed.add(came_in.person_id)
        return True

    def _load(self, tx: Transaction, read: Sequence[Message]) -> list[Message]:
        """The messages with all that is known of their senders, and the card that each points at."""
        senders = [each.row.sender for each in read]
        known = load(tx, senders, reading_seconds=self._settings.reading_seconds)
        may_have_role = [each for each in senders if each not in known or known[each].may_have_role]
        role_holders = load_role_holders(tx, may_have_role) if may_have_role else {}
        loaded = []
        for each in read:
            sender = known.get(each.row.sender)
            pointed_at = _pointed_at(tx, sender, each.what) if sender else None
            loaded.append(Message(each.row, each.what, sender, role_holders.get(each.row.sender), pointed_at))
        return loaded

    # --- decide -------------------------------------------------------------------------------------

    def _decided(
        self, tx: Transaction, effects: TurnEffects, waiting: Sequence[WaitingMessage]
    ) -> Iterator[tuple[Message, Failed | None]]:
        """The messages that are decided on in this turn, one after the other, each with what went wrong.

        Some are left out. They are from another device of the same person, or what was loaded for them is out
        of date, and they have to wait for the next turn.
        """
        seen: set[int] = set()
        for message in self._load(tx, self._read(tx, effects, waiting)):
            if message.person_id in seen or _is_overtaken(effects, message):
                continue
            if message.person_id is not None:
                seen.add(message.person_id)
            yield message, self._decide(tx, effects, message)

    def _decide(self, tx: Transaction, effects: TurnEffects, message: Message) -> Failed | None:
        """Decide on one message: a command of a coordinator, a reply, or something that nobody said."""
        what = self._heard(message)
        if isinstance(what, Failed):
            return what
        if self._do_request(tx, effects, message, what):
            return None
        return self._take(tx, effects, message, what)

    def _heard(self, message: Message) -> Arrived | Failed:
        """What a message says to us: a file counts only for somebody who was asked for one."""
        what, role_holder = message.what, message.role_holder
        if not isinstance(what, SentFile):
            return what
        is_asked = role_holder is not None and self._dispatch().takes_file(role_holder, what)
        return what if is_asked else what.unread

    def _do_request(self, tx: Transaction, effects: TurnEffects, message: Message, what: Arrived) -> bool:
        """Do what somebody with a role asks for; False where it is about their own evaluation.

        A fault in it undoes the whole turn, as acts may be half done; each message is then taken alone.
        """
        role_holder = message.role_holder
        if role_holder is None or not isinstance(what, Words | Tap | Correction | Unsupported | SentFile):
            return False
        if not self._dispatch().is_about_rounds(role_holder, what, takes_part=message.known is not None):
            if role_holder.place.is_open:
                effects.add(CloseCommands(role_holder.person_id))
            return False
        effects.add(MarkReachable(role_holder.sender))
        is_kept = isinstance(what, Words | Correction) or (isinstance(what, SentFile) and what.card is None)
        takes_number = is_kept and role_holder.channel in effects.shown_on
        numbered = replace(role_holder, number=role_holder.number + takes_number)
        add_request(tx, effects, role_holder, self._dispatch().take(tx, numbered, what, effects.now))
        return True

    def _take(self, tx: Transaction, effects: TurnEffects, message: Message, what: Arrived) -> Failed | None:
        """Take what a participant or a stranger sent, or that somebody has blocked us or is back."""
        channel, address = message.row.channel, _address(message.row)
        match what:
            case Words() | Tap() | Correction() | Unsupported() if message.known is not None:
                return self._advance(tx, effects, message, message.known, what)
            case Words() | Tap() | Correction() | Unsupported() if self._channels[channel].answers_strangers:
                sentence = self._invitations.unknown_sender(tx, channel, address, what, effects.now)
                effects.after_commit.passing += [sentence] if sentence else []
            case Blocked():
                effects.add(MarkUnreachable(message.row.sender))
            case Returned():
                effects.add(MarkReachable(message.row.sender))
            case Ignored(why=Why.GROUP):
                effects.after_commit.passing.append(Transient(channel, address, leave=True))
        return None

    def _advance(
        self,
        tx: Transaction,
        effects: TurnEffects,
        message: Message,
        known: ConversationRow,
        incoming: Incoming,
    ) -> Failed | None:
        """Decide on what a participant sent."""
        guide = self._shelf.guide(tx, known.guide_sha256)
        # A person's own words take a number where they are part of the history, and so does their correction.
        has_history = known.channel in effects.shown_on
        takes_number = has_history and isinstance(incoming, Words | Correction)
        conversation = self._channels.held_on(
            known.conversation,
            known.channel,
            number=known.conversation.number + takes_number,
            has_web=self._settings.web_url is not None,
            languages=languages(),
            pointed_at=message.pointed_at,
            asks_about_identifiers=self._settings.asks_about_identifiers,
            complaint_asked=complaint_asked(tx, known, incoming),
        )
        try:
            step = advance(guide, conversation, incoming, effects.now, phrases_in(conversation.language))
        except Exception as error:
            return Failed(error)
        if not known.is_reachable:
            effects.add(MarkReachable(known.sender))
        if has_history:
            effects.add(ShowOwnMessages(known, incoming, step))
        effects.decide(known, step)
        return None

    # --- what could not be decided on ---------------------------------------------------------------

    def _note_failure(
        self,
        tx: Transaction,
        effects: TurnEffects,
        message: Message,
        fault: Exception,
        *,
        is_begun: bool,
    ) -> None:
        row = message.row
        attempts = row.attempts + 1
        _log.error("a message could not be decided on", inbox_id=row.id, attempts=attempts, exc_info=fault)
        if attempts < MOST_ATTEMPTS:
            until = effects.now + timedelta(seconds=2**attempts)
            effects.add(MessageFailed(row.id, until, is_begun=is_begun))
            return
        effects.add(MessageFailed(row.id, None, is_begun=is_begun))
        self._apologise(tx, effects, message)

    def _apologise(self, tx: Transaction, effects: TurnEffects, message: Message) -> None:
        """Inform a person that their message was put aside, and leave everything as it was."""
        known = message.known
        if known is not None:
            number = known.conversation.number + 1
            card = apologies.apology(phrases_in(known.language), is_given_up=True)
            effects.decide(known, Step(known.conversation.place, number, (Say(number, card),)))
            return
        reached = people.recipient_at(tx, message.row.channel, _address(message.row))
        if reached is not None:
            number = reached.number + 1
            card = apologies.apology(phrases_in(reached.language), is_given_up=True)
            effects.say(reached, (Say(number, card),))
            effects.rows.numbers.append((reached.person_id, number))
            effects.after_commit.changed.add(reached.person_id)

    # --- save ---------------------------------------------------------------------------------------

    def _save(self, tx: Transaction, effects: TurnEffects) -> AfterCommit:
        shelf, channels, invitations = self._shelf, self._channels, self._invitations
        web_url, limits = self._settings.web_url, self._settings.limits
        save(Saving(tx, effects, shelf, channels, invitations, web_url, limits))
        return effects.after_commit


def _is_overtaken(effects: TurnEffects, message: Message) -> bool:
    """Whether somebody decided on before changed what was loaded here: a role, or a prompt passed on."""
    if effects.has_changed_roles and message.role_holder is not None:
        return True
    if message.known is None or not effects.ended_delegations:
        return False
    conversation = message.known.conversation
    between = {each.id for each in (*conversation.passed_on, *conversation.asked)}
    return not between.isdisjoint(effects.ended_delegations)


def _pointed_at(tx: Transaction, known: ConversationRow, what: Arrived | Failed) -> CardSent | None:
    """The card that a message points at, where it is about the round that its sender is in."""
    found, card, at = None, known.conversation.card, known.conversation.place.card
    if isinstance(what, Words) and what.reply_to:
        if card is not None and (card.channel, card.message_id) == (known.channel, what.reply_to):
            found = card
        else:
            found = card_answered(tx, known.person_id, known.channel, what.reply_to, open_card=at)
    elif isinstance(what, Tap) and what.card != at:
        found = card_by_number(tx, known.person_id, what.card)
    return found if found is not None and found.number > known.since else None


def _address(row: WaitingMessage) -> str:
    return row.sender.partition(people.SENDER_SEPARATOR)[2]
