"""How what is kept of a conversation becomes the entries of the chat page, and which cards are open."""

from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from bot.acts.permissions import Command, may
from bot.channels.web.posted import WEB
from bot.coordinator.actions import ACTION
from content.phrases import Phrases, phrases_in
from conversations.actions import Action, parse
from conversations.cards.doubt_question import answered_on_closed_card, asked_on_closed_card
from conversations.cards.review import said_while_open
from conversations.choices import counts_after_closing
from conversations.doubts.open_doubts import numbered
from conversations.interruptions.doubt_answers import ANSWERS
from conversations.outgoing import Attach, Button, Card, Line, Style, card_from_json
from conversations.state import AS_THEY_ARE_WHEN_CLOSED, Conversation, Doubt, Screen
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
        """Whether the buttons of this card count: of a role only its one open card's do."""
        return number == self.of_role if _is_of_role(body) else number >= self.own

    def as_it_counts(self, number: int, body: Card) -> Card:
        """An open card as it counts now: in a closed round with those buttons that still do something.

        What was told next to the card of their place counts as it did, except a question about kept words.
        """
        if self.over is None or _is_of_role(body):
            return body
        numbers = {action.number for action in _actions_on(body) if action.kind in ANSWERS}
        is_own = number == self.own and self.over.place.screen not in AS_THEY_ARE_WHEN_CLOSED
        return self._when_closed(self.over, body, numbers) if is_own or numbers else body

    def _when_closed(self, conversation: Conversation, body: Card, numbers: set[int | None]) -> Card:
        p, over = self.phrases, said_over(self.phrases)
        doubt = next((each for number in numbers if (each := self._waits(number))), None)
        card = body
        if doubt is not None:
            card = asked_on_closed_card(p, conversation, body, doubt)
        elif numbers:
            card = answered_on_closed_card(body)
        left = [tuple(each for each in row if self._still_counts(each)) for row in card.buttons]
        rows, untrue = tuple(row for row in left if row), said_while_open(p)
        lines = tuple(line for line in card.lines if line.text not in untrue)
        if (lines, rows) != (body.lines, body.buttons):
            lines = (Line(over, Style.NOTE), *lines)
        label = p.say("This round is closed. You can still answer what is asked.") if doubt else over
        return replace(card, lines=lines, buttons=rows, field_label=label, words="")

    def _waits(self, number: int | None) -> Doubt | None:
        """The question about kept words with this number, None where it has its answer."""
        return numbered(self.over.place, self.over.replies, number) if self.over else None

    def _still_counts(self, button: Button) -> bool:
        action = parse(button.action)
        if action is None or self.over is None:
            return False
        if action.kind in ANSWERS:
            return self._waits(action.number) is not None
        return counts_after_closing(action, at_prompt=self.over.place.screen is Screen.PROMPT)


def said_over(phrases: Phrases) -> str:
    """What stands on the open card and at the box where the round is closed."""
    return phrases.say("This round is closed.")


def _is_of_role(body: Card) -> bool:
    return any(each.action.startswith(ACTION) for row in body.buttons for each in row)


def _actions_on(body: Card) -> list[Action]:
    found = (parse(button.action) for row in body.buttons for button in row)
    return [each for each in found if each is not None]


_OFFERED = (Command.ROUNDS, Command.STATUS, Command.COMPLAINTS)
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
    if isinstance(body, Card) and is_open:
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
