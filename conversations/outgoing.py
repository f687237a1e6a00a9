"""What we say to a person, before the door: cards of plain lines and buttons that every channel can show.

Text in here is plain: a channel marks it up and escapes it. A value turns into JSON and back without loss,
because it waits in the outbox in between.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any


@unique
class Style(StrEnum):
    """What a line is, so that a channel can show it rightly; the words alone must make sense too."""

    TITLE = "title"
    TEXT = "text"
    ASK = "ask"
    HELP = "help"
    ITEM = "item"
    QUOTE = "quote"
    NOTE = "note"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a card."""

    text: str
    style: Style = Style.TEXT


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. ``action`` names it to us; ``typed`` is the word or number that does the same when typed."""

    label: str
    action: str
    typed: str


@dataclass(frozen=True, slots=True)
class Card:
    """One message of ours: lines, then rows of buttons. ``takes_file``: it may be answered with a file."""

    lines: tuple[Line, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    takes_file: bool = False

    @property
    def text(self) -> str:
        """All lines as plain text, a blank line between paragraphs."""
        return "\n\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Say:
    """A new message with its number, the next of this person's.

    ``theme_id`` and ``prompt_id`` name the prompt that it poses, so that an answer which points at this
    very message finds its prompt; None for a card that poses none.
    """

    number: int
    card: Card
    theme_id: str | None = None
    prompt_id: str | None = None


@dataclass(frozen=True, slots=True)
class Redraw:
    """An earlier message, updated and shown again: a tapped card without its buttons and with what was noted.

    ``change`` is the person's next number, so that a page that was away learns of it in order.
    """

    number: int
    change: int
    card: Card


@dataclass(frozen=True, slots=True)
class Toast:
    """A short note about a tap, shown where the tap was made and kept nowhere."""

    toast_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Attach:
    """A file in the chat: ``file_id`` names its kept bytes, ``alt`` says in words what it shows.

    ``pixels`` are a picture's width and height.
    """

    file_id: int
    name: str
    media_type: str
    caption: str
    alt: str
    pixels: tuple[int, int] | None = None


Outgoing = Say | Redraw | Toast | Attach


def card_to_json(card: Card) -> dict[str, Any]:
    """A card as JSON values, short because it is written for every reply."""
    value: dict[str, Any] = {
        "l": [[line.style.value, line.text] for line in card.lines],
        "b": [[[b.label, b.action, b.typed] for b in row] for row in card.buttons],
    }
    return {**value, "f": 1} if card.takes_file else value


def card_from_json(value: dict[str, Any]) -> Card:
    """The card that :func:`card_to_json` wrote."""
    return Card(
        tuple(Line(text, Style(style)) for style, text in value["l"]),
        tuple(tuple(Button(*button) for button in row) for row in value["b"]),
        takes_file="f" in value,
    )
