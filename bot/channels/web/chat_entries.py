"""How what is kept of a conversation becomes the entries of the chat page, and which cards are open."""

from dataclasses import dataclass
from datetime import datetime

import orjson

from bot.acts.permissions import Command, may
from bot.channels.web.closed_cards import CardsOfClosedRound
from bot.channels.web.posted import WEB
from bot.coordinator.actions import ACTION
from content.phrases import Phrases, phrases_in
from conversations.outgoing import Attach, Card, card_from_json
from conversations.state import AS_THEY_ARE_WHEN_CLOSED, Conversation
from storage.engine.database import Transaction, moment
from storage.messages.outbox import EntryKind, StoredEntry
from storage.page_news import PageNews
from storage.people import people
from storage.roles.role_holders import load_role_holders
from storage.rounds.conversations import load
from web.backend import ChatEntry, Own
from web.entries import is_of_the_guide

MOST_KNOWN = 1000
"""How many cards are remembered. With one more, all are forgotten and read once more as they come."""


@dataclass(frozen=True, slots=True)
class OpenCards:
    """The numbers of the cards that are open: in a person's own evaluation, and in their role.

    ``over``: the person's conversation where its round is closed, else None.
    ``phrases`` are those of the language that they read.
    """

    own: int
    of_role: int
    phrases: Phrases
    over: Conversation | None = None

    def has(self, number: int, body: Card) -> bool:
        """Whether the buttons of this card count: of a role only its one open card's do.

        In a closed round those of an earlier card do too, while it asks about words that wait for an answer.
        """
        if _is_of_role(body):
            return number == self.of_role
        return number >= self.own or (self.over is not None and self._closed(self.over).asks(body))

    def as_it_counts(self, number: int, body: Card) -> Card:
        """A card as it counts now: in a closed round with those buttons that still do something."""
        if self.over is None or _is_of_role(body):
            return body
        closed = self._closed(self.over)
        if not self.has(number, body):
            return closed.as_answered(body)
        is_own = number == self.own
        if is_own and self.over.place.screen in AS_THEY_ARE_WHEN_CLOSED:
            return body
        return closed.as_it_counts(body, is_own=is_own)

    def _closed(self, over: Conversation) -> CardsOfClosedRound:
        return CardsOfClosedRound(self.phrases, over)


def _is_of_role(body: Card) -> bool:
    return any(each.action.startswith(ACTION) for row in body.buttons for each in row)


_OFFERED = (Command.ROUNDS, Command.STATUS, Command.COMPLAINTS, Command.ROUND)
"""What the page offers at once to those who may ask for it."""


def commands_offered(tx: Transaction, person_id: int) -> tuple[str, ...]:
    """The commands of their roles that the page may offer to somebody."""
    sender = people.sender_of(WEB, str(person_id))
    role_holder = load_role_holders(tx, [sender]).get(sender)
    roles = [role for _, role in role_holder.roles] if role_holder else []
    return tuple(each.value for each in _OFFERED if any(may(role, each) for role in roles))


def open_cards_of(tx: Transaction, person_id: int, language: str, now: datetime) -> OpenCards:
    """Which cards of somebody are open, and what they can still do there."""
    sender, phrases = people.sender_of(WEB, str(person_id)), phrases_in(language)
    loaded = load(tx, [sender]).get(sender)
    role_holder = load_role_holders(tx, [sender]).get(sender)
    of_role = role_holder.place.card if role_holder else 0
    if loaded is None:
        return OpenCards(0, of_role, phrases)
    conversation = loaded.conversation
    is_over = not conversation.round.is_open(now)
    return OpenCards(conversation.place.card, of_role, phrases, conversation if is_over else None)


def open_cards_in_news(tx: Transaction, news: PageNews, now: datetime) -> OpenCards:
    """Which cards are open on a page that has news. More has to be read only where the round is closed."""
    if news.is_over:
        return open_cards_of(tx, news.person_id, news.language, now)
    return OpenCards(news.own_card, news.role_card, phrases_in(news.language))


_cards_of_guides: dict[str, Card] = {}
"""Cards that only pose what a guide asks, by how they are kept, which is alike for everybody."""


def _read(kept: StoredEntry, phrases: Phrases) -> Card | Attach | Own:
    """What a kept entry says, by the card that was read before where it is the same for everybody."""
    known = _cards_of_guides.get(kept.body)
    if known is not None:
        return known
    body = shown_body(kept)
    if isinstance(body, Card) and is_of_the_guide(body, phrases):
        if len(_cards_of_guides) >= MOST_KNOWN:
            _cards_of_guides.clear()
        _cards_of_guides[kept.body] = body
    return body


def shown_entry(kept: StoredEntry, open_cards: OpenCards) -> ChatEntry:
    """A kept entry as the page shows it."""
    body = _read(kept, open_cards.phrases)
    is_open = isinstance(body, Card) and open_cards.has(kept.number, body)
    if isinstance(body, Card):
        body = open_cards.as_it_counts(kept.number, body)
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
