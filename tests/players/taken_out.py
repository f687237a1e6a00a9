"""What taking words out leaves of what a player keeps: of versions of replies, of cards and of own messages.

It is told here once more, apart from the store, so that the two can be compared.
"""

from dataclasses import dataclass, replace

from conversations.effects import TakeOutWords
from conversations.outgoing import Card, Line, Style
from conversations.state import Part, Reply, parts_of


@dataclass(frozen=True)
class OwnMessage:
    """A message of the person's as a channel's history shows it."""

    message_id: str
    text: str


def reply_without(part: Part, reply: Reply) -> Reply:
    """A version of a reply when a message is taken out of it."""
    parts = parts_of(reply)
    left = tuple(each for each in parts if each != part)
    if left == parts:
        return reply
    text = "\n".join(each.text for each in left)
    return replace(reply, text=text, parts=left if len(left) > 1 else ())


def card_without(gone: TakeOutWords, card: Card, told: str) -> Card:
    """A card that tells this wherever it quoted the words or what was found in them; its buttons stay."""
    lines = tuple(replace(each, text=told) if _shows(gone, each) else each for each in card.lines)
    is_handed_back = gone.part.text in card.words or any(each in card.words for each in gone.traces)
    return replace(card, lines=lines, words="" if is_handed_back else card.words)


def _shows(gone: TakeOutWords, line: Line) -> bool:
    if line.style is Style.ITEM:
        said = line.text.split(". ", 1)[-1]
        if f"\n{gone.part.text}\n" in f"\n{line.text}\n":
            return True
        return any(said.startswith(each) or f"\n{each}" in said for each in gone.traces)
    is_quoted = line.style is Style.QUOTE
    return is_quoted and (line.text == gone.part.text or any(each in line.text for each in gone.traces))


def own_without(gone: TakeOutWords, own: OwnMessage, told: str) -> OwnMessage:
    """A person's own message that says this where it was the words."""
    is_meant = own == OwnMessage(gone.part.message_id, gone.part.text)
    return replace(own, text=told) if is_meant else own
