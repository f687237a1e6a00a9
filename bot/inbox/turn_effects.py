"""What the messages of one turn bring about, gathered while it decides. Writes nothing.

What a decision brings about is listed in ``conversations/effects.py``. The types here are the rest: what
follows for a message, an address, a card that was open. Each is written by one function
(``bot/inbox/effect_writers.py``).
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from bot.inbox.invitations import Invitations
from bot.messages.after_commit import AfterCommit, Transient
from bot.messages.channels import Channels
from bot.messages.guide_cache import GuideShelf
from bot.messages.outbox_entries import Addressee, outbox_entries
from conversations.effects import Effect, HandBack, Step, TakeBack
from conversations.incoming import Channel, Incoming
from conversations.outgoing import Outgoing, Redraw, Toast
from storage.engine.database import Transaction
from storage.messages.outbox import OutboxEntry
from storage.rounds.conversations import ConversationRow, DecidedStep

EffectType = TypeVar("EffectType", bound=Effect)


@dataclass(frozen=True, slots=True)
class Decided(Generic[EffectType]):
    """An effect of a decision, and whom it was decided for."""

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
class SavePlace(Effect):
    """Where a participant is now, and their newest number."""

    step: DecidedStep


@dataclass(frozen=True, slots=True)
class CloseCommands(Effect):
    """Somebody with a role turns from their commands to their own evaluation."""

    person_id: int


@dataclass(frozen=True, slots=True)
class SaveNumber(Effect):
    """The newest number of somebody who is told something and stays where they are."""

    person_id: int
    number: int


@dataclass(frozen=True, slots=True)
class ShowOwnMessages(Effect):
    """What a person wrote, and what became of it, is shown in their history."""

    known: ConversationRow
    incoming: Incoming
    step: Step


@dataclass(frozen=True, slots=True)
class AddEntry(Effect):
    """Something is said."""

    entry: OutboxEntry


@dataclass(frozen=True, slots=True)
class RedrawCard(Effect):
    """A card in a history is shown as it is now."""

    person_id: int
    redraw: Redraw


@dataclass(frozen=True, slots=True)
class CloseCard(Effect):
    """A card in a history is open no more, as the next one is."""

    person_id: int
    open_card: int
    next_card: int


@dataclass(frozen=True, slots=True)
class MessageDone(Effect):
    """A message has been decided on."""

    id: int


@dataclass(frozen=True, slots=True)
class MessageFailed(Effect):
    """Deciding on a message failed. ``until`` is when it is tried again, None when it is put aside.

    ``is_counted``: this attempt has been counted already.
    """

    id: int
    until: datetime | None
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class Erase(Effect):
    """Everything about somebody is erased, and they are told where they are reached."""

    person_id: int
    channel: Channel
    address: str
    language: str


class TurnEffects:
    """Everything that follows from the messages of one turn, by its type and in the order decided.

    ``shown_on`` are the channels whose rows of the outbox are the history.
    """

    def __init__(self, now: datetime, shown_on: Container[Channel]) -> None:
        self.now = now
        self.shown_on = shown_on
        self.after_commit = AfterCommit()
        self.has_changed_roles = False
        self.ended_delegations: set[int] = set()
        self._by_type: dict[type[Effect], list[Any]] = {}

    def add(self, *effects: Effect) -> None:
        """Add effects that name themselves what they are about."""
        for effect in effects:
            self._by_type.setdefault(type(effect), []).append(effect)

    def take(self, wanted: type[Effect]) -> Sequence[Any]:
        """All effects of one type, which are no longer among those that follow."""
        return self._by_type.pop(wanted, ())

    @property
    def left(self) -> frozenset[type[Effect]]:
        """The types of which there are effects still."""
        return frozenset(self._by_type)

    def withdraw_role_entries(self, person_id: int) -> None:
        """Say nothing to somebody as one who has a role, as they lost it in this very turn."""
        kept = [
            each
            for each in self.take(AddEntry)
            if not (each.entry.for_role and each.entry.person_id == person_id)
        ]
        self.add(*kept)

    def decide(self, known: ConversationRow, step: Step) -> None:
        """A step has been decided on: add all that it says and brings about."""
        self.say(known, step.say)
        for effect in step.effects:
            self._by_type.setdefault(type(effect), []).append(Decided(known, effect))
            if isinstance(effect, TakeBack | HandBack):
                self.ended_delegations.add(effect.delegation_id)
        self.add(SavePlace(DecidedStep(known.person_id, known.participant_id, step.place, step.number)))
        self.close(known, known.conversation.place.card, step.place.card)
        self.after_commit.changed.add(known.person_id)

    def close(self, known: Addressee, open_card: int, next_card: int) -> None:
        """Another card of somebody's may be open now than before."""
        if known.channel in self.shown_on and open_card != next_card:
            self.add(CloseCard(known.person_id, open_card, next_card))

    def say(self, known: Addressee, say: Iterable[Outgoing], *, for_role: bool = False) -> None:
        """Say all this to somebody, as one who has a role where it is ``for_role``."""
        for entry in outbox_entries(known, say, shown_on=self.shown_on):
            self.add(AddEntry(replace(entry, for_role=True) if for_role else entry))
        for each in say:
            match each:
                case Redraw() if known.channel in self.shown_on:
                    self.add(RedrawCard(known.person_id, each))
                case Toast():
                    self.after_commit.passing.append(
                        Transient(known.channel, known.address, each.text, toast_id=each.toast_id)
                    )


@dataclass(frozen=True, slots=True)
class Saving:
    """The transaction that a turn is saved in, and what writing needs of other rooms.

    ``web_url`` is None where no browser can reach us.
    """

    tx: Transaction
    effects: TurnEffects
    shelf: GuideShelf
    channels: Channels
    invitations: Invitations
    web_url: str | None

    @property
    def now(self) -> datetime:
        """When the turn was taken."""
        return self.effects.now

    @property
    def after_commit(self) -> AfterCommit:
        """What follows the commit."""
        return self.effects.after_commit
