"""How what is kept of a conversation becomes the entries of the chat page, and which cards are open."""

from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from bot.acts.permissions import Command, may
from bot.channels.web.posted import WEB
from bot.coordinator.actions import ACTION
from content.phrases import phrases_in
from conversations.actions import parse
from conversations.choices import counts_after_closing
from conversations.outgoing import Attach, Button, Card, Line, Style, card_from_json
from conversations.state import AS_THEY_ARE_WHEN_CLOSED
from storage.engine.database import Transaction, moment
from storage.messages.outbox import EntryKind, StoredEntry
from storage.people import people
from storage.roles.role_holders import load_role_holders
from storage.rounds.conversations import load
from web.backend import ChatEntry, Own, Visitor


@dataclass(frozen=True, slots=True)
class OpenCards:
    """The numbers of the cards that are open: in a person's own evaluation, and in their role.

    ``over``: what stands on the open card and at the box where the round is closed, else empty.
    """

    own: int
    of_role: int
    over: str = ""

    def has(self, number: int, body: Card) -> bool:
        """Whether the buttons of this card count: of a role only its one open card's do."""
        return number == self.of_role if _is_of_role(body) else number >= self.own

    def as_it_counts(self, body: Card) -> Card:
        """An open card as it counts now: in a closed round with those buttons that still do something."""
        if not self.over or _is_of_role(body):
            return body
        left = [tuple(each for each in row if _still_counts(each)) for row in body.buttons]
        rows = tuple(row for row in left if row)
        lines = body.lines if rows == body.buttons else (Line(self.over, Style.NOTE), *body.lines)
        return replace(body, lines=lines, buttons=rows, field_label=self.over, words="")


def _is_of_role(body: Card) -> bool:
    return any(each.action.startswith(ACTION) for row in body.buttons for each in row)


def _still_counts(button: Button) -> bool:
    action = parse(button.action)
    return action is not None and counts_after_closing(action)


_OFFERED = (Command.ROUNDS, Command.STATUS, Command.COMPLAINTS)
"""What the page offers at once to those who may ask for it."""


def commands_offered(tx: Transaction, person_id: int) -> tuple[str, ...]:
    """The commands of their roles that the page may offer to somebody."""
    sender = people.sender_of(WEB, str(person_id))
    role_holder = load_role_holders(tx, [sender]).get(sender)
    roles = [role for _, role in role_holder.roles] if role_holder else []
    return tuple(each.value for each in _OFFERED if any(may(role, each) for role in roles))


def open_cards_of(tx: Transaction, visitor: Visitor, now: datetime) -> OpenCards:
    """Which cards of somebody are open, and what they can still do there."""
    sender = people.sender_of(WEB, str(visitor.person_id))
    loaded = load(tx, [sender]).get(sender)
    role_holder = load_role_holders(tx, [sender]).get(sender)
    of_role = role_holder.place.card if role_holder else 0
    if loaded is None:
        return OpenCards(0, of_role)
    place, round_ = loaded.conversation.place, loaded.conversation.round
    is_over = not round_.is_open(now) and place.screen not in AS_THEY_ARE_WHEN_CLOSED
    return OpenCards(place.card, of_role, said_if_over(visitor.language, is_over=is_over))


def said_if_over(language: str, *, is_over: bool) -> str:
    """What stands on the open card and at the box where a round is over; nothing while it is open."""
    return phrases_in(language).say("This round is closed.") if is_over else ""


def shown_entry(kept: StoredEntry, open_cards: OpenCards) -> ChatEntry:
    """A kept entry as the page shows it."""
    body = shown_body(kept)
    is_open = isinstance(body, Card) and open_cards.has(kept.number, body)
    # Only the card of their place changes: what is told next to it counts as before.
    if isinstance(body, Card) and is_open and kept.number == open_cards.own:
        body = open_cards.as_it_counts(body)
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
