"""What the messages of one turn bring about, collected while it decides. Writes nothing.

What a decision brings about is listed in ``conversations/effects.py``; the types here are the rest. Each is
written by one function (``bot/inbox/effect_writers.py``). What follows from every message is a row at once:
what is said, where people are now, which messages are done.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from bot.inbox.invitations import Invitations
from bot.messages.after_commit import AfterCommit, Transient
from bot.messages.channels import Channels
from bot.messages.guide_cache import GuideShelf
from bot.messages.outbox_entries import Addressee, body_of, outbox_entries
from conversations.effects import Effect, HandBack, Step, TakeBack
from conversations.incoming import Channel, Incoming
from conversations.outgoing import Outgoing, Redraw, Toast
from storage.engine.database import Transaction
from storage.people.sessions import LIMITS, SessionLimits
from storage.rounds.conversations import ConversationRow, DecidedStep
from storage.turns import TurnRows

EffectType = TypeVar("EffectType", bound=Effect)


@dataclass(frozen=True, slots=True)
class Decided(Generic[EffectType]):
    """An effect of a decision, and the person that it was decided for."""

    known: ConversationRow
    effect: EffectType


@dataclass(frozen=True, slots=True)
class MarkReachable(Effect):
    """Somebody is back where they could not be reached."""

    sender: str


@dataclass(frozen=True, slots=True)
class MarkUnreachable(Effect):
    """Somebody has shut us out."""

    sender: str


@dataclass(frozen=True, slots=True)
class CloseCommands(Effect):
    """Somebody with a role turns from their commands to their own evaluation."""

    person_id: int


@dataclass(frozen=True, slots=True)
class ShowOwnMessages(Effect):
    """What a person wrote, and whether they can change it, is shown in their history."""

    known: ConversationRow
    incoming: Incoming
    step: Step


@dataclass(frozen=True, slots=True)
class MessageFailed(Effect):
    """Deciding on a message failed. ``until`` is when it is tried again, None when it is put aside.

    ``is_begun``: this attempt was counted as cut off before it was made. ``is_counted``: its failure, if it
    failed and was not cut off, has been counted already.
    """

    id: int
    until: datetime | None
    is_begun: bool = False
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class Erase(Effect):
    """Everything about somebody is erased, and they are informed on their channel."""

    person_id: int
    channel: Channel
    address: str
    language: str


class TurnEffects:
    """Everything that follows from the messages of one turn: rows, effects, and what comes after the commit.

    ``shown_on`` are the channels whose rows of the outbox are the history.
    """

    def __init__(self, now: datetime, shown_on: Container[Channel]) -> None:
        self.now = now
        self.shown_on = shown_on
        self.rows = TurnRows()
        self.by_type: dict[type[Effect], list[Any]] = {}
        self.after_commit = AfterCommit()
        self.has_changed_roles = False
        self.ended_delegations: set[int] = set()

    def add(self, effect: Effect) -> None:
        """Add an effect that says itself what it is about."""
        self.by_type.setdefault(type(effect), []).append(effect)

    def decide(self, known: ConversationRow, step: Step) -> None:
        """A step has been decided on: add all that it says and brings about."""
        self.say(known, step.say)
        for effect in step.effects:
            self.by_type.setdefault(type(effect), []).append(Decided(known, effect))
            if isinstance(effect, TakeBack | HandBack):
                self.ended_delegations.add(effect.delegation_id)
        place = DecidedStep(known.person_id, known.participant_id, step.place, step.number)
        self.rows.places.append(place)
        self.close(known, known.conversation.place.card, step.place.card)
        self.after_commit.changed.add(known.person_id)

    def close(self, known: Addressee, open_card: int, next_card: int) -> None:
        """Somebody may have another open card now than before."""
        if known.channel in self.shown_on and open_card != next_card:
            self.rows.closed.append((known.person_id, open_card, next_card))

    def say(self, known: Addressee, say: Iterable[Outgoing], *, for_role: bool = False) -> None:
        """Say all this to somebody, as a role holder where it is ``for_role``."""
        for entry in outbox_entries(known, say, shown_on=self.shown_on):
            self.rows.entries.append(replace(entry, for_role=True) if for_role else entry)
        for each in say:
            match each:
                case Redraw() if known.channel in self.shown_on:
                    self.rows.redrawn.append((known.person_id, each.number, each.change, body_of(each.card)))
                case Toast():
                    self.after_commit.passing.append(
                        Transient(known.channel, known.address, each.text, toast_id=each.toast_id)
                    )

    def withdraw_role_entries(self, person_id: int) -> None:
        """Say nothing to somebody as a role holder, as they lost the role in this turn."""
        self.rows.entries = [
            each for each in self.rows.entries if not (each.for_role and each.person_id == person_id)
        ]


@dataclass(frozen=True, slots=True)
class Saving:
    """The transaction that a turn is saved in, and what writing needs of other rooms.

    ``web_url`` is None where no browser can reach us. ``limits``: how long a browser stays signed in.
    """

    tx: Transaction
    effects: TurnEffects
    shelf: GuideShelf
    channels: Channels
    invitations: Invitations
    web_url: str | None
    limits: SessionLimits = LIMITS

    @property
    def now(self) -> datetime:
        """When the turn was taken."""
        return self.effects.now

    @property
    def rows(self) -> TurnRows:
        """The rows that are written together."""
        return self.effects.rows

    @property
    def after_commit(self) -> AfterCommit:
        """What follows the commit."""
        return self.effects.after_commit
