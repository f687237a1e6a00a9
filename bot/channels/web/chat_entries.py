"""How what is kept of a conversation becomes the entries of the chat page, and which cards are open."""

from dataclasses import dataclass

import orjson

from bot.acts.permissions import Command, may
from bot.channels.web.posted import WEB
from bot.coordinator.actions import ACTION
from conversations.outgoing import Attach, Card, card_from_json
from storage.engine.database import Transaction, moment
from storage.messages.outbox import EntryKind, StoredEntry
from storage.people import people
from storage.roles.role_holders import load_role_holders
from storage.rounds.conversations import load
from web.backend import ChatEntry, Own, Visitor


@dataclass(frozen=True, slots=True)
class OpenCards:
    """The numbers of the cards that are open: in a person's own evaluation, and in their role."""

    own: int
    of_role: int

    def has(self, number: int, body: Card) -> bool:
        """Whether the buttons of this card count: of a role only its one open card's do."""
        if any(each.action.startswith(ACTION) for row in body.buttons for each in row):
            return number == self.of_role
        return number >= self.own


_OFFERED = (Command.ROUNDS, Command.STATUS, Command.COMPLAINTS)
"""What the page offers at once to those who may ask for it."""


def commands_offered(tx: Transaction, person_id: int) -> tuple[str, ...]:
    """The commands of their roles that the page may offer to somebody."""
    sender = people.sender_of(WEB, str(person_id))
    role_holder = load_role_holders(tx, [sender]).get(sender)
    roles = [role for _, role in role_holder.roles] if role_holder else []
    return tuple(each.value for each in _OFFERED if any(may(role, each) for role in roles))


def open_cards_of(tx: Transaction, visitor: Visitor) -> OpenCards:
    """Which cards of somebody are open."""
    sender = people.sender_of(WEB, str(visitor.person_id))
    loaded = load(tx, [sender]).get(sender)
    role_holder = load_role_holders(tx, [sender]).get(sender)
    own = loaded.conversation.place.card if loaded else 0
    return OpenCards(own, role_holder.place.card if role_holder else 0)


def shown_entry(kept: StoredEntry, open_cards: OpenCards) -> ChatEntry:
    """A kept entry as the page shows it."""
    body = shown_body(kept)
    is_open = isinstance(body, Card) and open_cards.has(kept.number, body)
    return ChatEntry(kept.number, kept.change, moment(kept.created_at), body, is_open=is_open)


def shown_body(kept: StoredEntry) -> Card | Attach | Own:
    """What a kept entry says."""
    value = orjson.loads(kept.body)
    if kept.kind is EntryKind.OWN:
        return Own(
            kept.message_id or "",
            value["t"],
            correctable=value["c"],
            corrected=value["x"],
            refused="r" in value,
            waits="w" in value,
        )
    if kept.kind is EntryKind.ATTACH:
        pixels = tuple(value["pixels"]) if value.get("pixels") else None
        return Attach(value["file"], value["name"], value["type"], value["caption"], value["alt"], pixels)
    return card_from_json(value)
