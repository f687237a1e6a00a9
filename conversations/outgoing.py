"""What we say to a person, before the door: cards of plain lines and buttons that every channel can show.

Text in here is plain: a channel marks it up and escapes it. A value turns into JSON and back without loss,
because it waits in the outbox in between.
"""

from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Any


@unique
class Style(StrEnum):
    """What a line is, so that a channel can show it rightly; the words alone must make sense too.

    ``LINK`` is a line that is nothing but an address on the web, which can be opened. ``WAY_BACK`` opens the
    page with somebody's own way back, on the channel that has one.
    """

    TITLE = "title"
    TEXT = "text"
    ASK = "ask"
    HELP = "help"
    ITEM = "item"
    QUOTE = "quote"
    NOTE = "note"
    PROGRESS = "progress"
    LINK = "link"
    WAY_BACK = "way_back"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a card.

    ``copy`` is the label of what copies it, on channels that can; empty for a line that nobody copies.
    ``once_erased`` is set where the line shows what other people gave: it takes the line's place in every
    history once somebody of them has had everything erased. A line that says how far
    something is has a bar too, on channels that draw one: ``done`` of ``steps``.
    """

    text: str
    style: Style = Style.TEXT
    copy: str = ""
    once_erased: str = ""
    done: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. ``action`` names it to us; ``typed`` is the word or number that does the same when typed."""

    label: str
    action: str
    typed: str


@dataclass(frozen=True, slots=True)
class Card:
    """One message of ours: lines, then rows of buttons.

    ``takes_file``: it may be answered with a file. ``protect``: it is not for passing on. ``asks_words``: it
    is to be answered in words, so a channel may open the field for them. ``words``: the person's own, to be
    changed there.
    """

    lines: tuple[Line, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    takes_file: bool = False
    protect: bool = False
    asks_words: bool = False
    words: str = ""

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
        "l": [
            # What is empty at the end of a line's values is left out.
            [line.style.value, line.text, line.copy, line.once_erased, line.done, line.steps][
                : 6 if line.steps else 4 if line.once_erased else 3 if line.copy else 2
            ]
            for line in card.lines
        ],
        "b": [[[b.label, b.action, b.typed] for b in row] for row in card.buttons],
    }
    if any(line.once_erased for line in card.lines):
        value["o"] = 1
    if card.takes_file:
        value["f"] = 1
    if card.protect:
        value["p"] = 1
    if card.asks_words:
        value["w"] = 1
    if card.words:
        value["h"] = card.words
    return value


def without_words(card: Card) -> Card | None:
    """A card without what other people gave; None for one that does not say which lines show that.

    What stands there instead is said once, however many lines it takes the place of.
    """
    if not any(line.once_erased for line in card.lines):
        return None
    lines: list[Line] = []
    for line in card.lines:
        told = Line(line.once_erased, Style.HELP) if line.once_erased else line
        if not line.once_erased or lines[-1:] != [told]:
            lines.append(told)
    return replace(card, lines=tuple(lines))


def card_from_json(value: dict[str, Any]) -> Card:
    """The card that :func:`card_to_json` wrote."""
    return Card(
        tuple(Line(text, Style(style), *others) for style, text, *others in value["l"]),
        tuple(tuple(Button(*button) for button in row) for row in value["b"]),
        takes_file="f" in value,
        protect="p" in value,
        asks_words="w" in value,
        words=value.get("h", ""),
    )
