"""What we say to a person, before the door: cards of plain lines and buttons that every channel can show.

Text in here is plain: a channel marks it up and escapes it. A text of a guide may have formatting of its own,
which the channel draws; its words are plain all the same. A value turns into JSON and back without loss,
because it waits in the outbox in between.
"""

from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Any, Final, NamedTuple

from content.formatting.text_blocks import FormattedText, from_values, to_values


@unique
class Style(StrEnum):
    """What a line is, so that a channel can show it rightly; the words alone must make sense too.

    ``LINK`` is a line that is nothing but an address on the web, which can be opened. ``WAY_BACK`` opens the
    page with somebody's own way back, on the channel that has one. ``PAGE`` is the path of a page of ours,
    and is said on the channel that has pages only.
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
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a card.

    ``copy`` is the label of what copies it, on channels that can; empty for a line that nobody copies.
    ``once_erased`` is set where the line shows what other people gave: it takes the line's place in every
    history once somebody of them has had everything erased. A line that says how far
    something is has a bar too, on channels that draw one: ``done`` of ``steps``. ``folds`` is set for what
    helps and asks nothing: where much of it stands, a channel may show its beginning and the rest on demand,
    or of a list its heading alone, where that folds too.
    """

    text: str
    style: Style = Style.TEXT
    copy: str = ""
    once_erased: str = ""
    done: int = 0
    steps: int = 0
    folds: bool = False


@unique
class Rank(StrEnum):
    """What a choice is for among the others of its card. The values are in stored cards.

    ``MAIN`` leads on, and a card has one at most. ``ANSWER`` is one of several that answer what is asked.
    ``INSTEAD`` does something else than answer. ``ASIDE`` helps, or leaves. ``DANGER`` cannot be taken back.
    """

    MAIN = "m"
    ANSWER = "a"
    INSTEAD = "i"
    ASIDE = "s"
    DANGER = "d"


OF_A_ROLE: Final = "desk-"
"""How the actions of those begin who run rounds; everybody else's begin otherwise."""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. ``action`` names it to us; ``typed`` is the word or number that does the same when typed.

    ``meaning`` says in two or three words what is chosen with it. ``is_chosen`` says whether it is chosen
    already, None where a tap does not choose one of several but goes on.
    """

    label: str
    action: str
    typed: str
    rank: Rank = Rank.INSTEAD
    meaning: str = ""
    is_chosen: bool | None = None

    @property
    def kept(self) -> "KeptButton":
        """What is kept of it until it may be tapped."""
        return KeptButton(self.label, self.action, self.typed)

    @property
    def is_of_a_role(self) -> bool:
        """Whether it is one of those who run rounds: what it confirms affects others, and is read first."""
        return self.action.startswith(OF_A_ROLE)

    @property
    def in_one_line(self) -> str:
        """All that it shows, for channels whose buttons hold a line of words and nothing else."""
        ticked = f"✓ {self.label}" if self.is_chosen else self.label
        return f"{ticked} · {self.meaning}" if self.meaning else ticked


class KeptButton(NamedTuple):
    """A button as it is kept until it may be tapped: what counts, without how it looks. As JSON a list."""

    label: str
    action: str
    typed: str


@dataclass(frozen=True, slots=True)
class Card:
    """One message of ours: lines, then rows of buttons.

    ``takes_file``: it may be answered with a file. ``protect``: it is not for passing on. ``asks_words``: it
    is to be answered in words, so a channel may open the field for them. ``field_label`` says what is written
    in that field while the card is open, on channels that show it; empty where that needs no saying.
    ``words``: the person's own, to be changed there. ``quiet``: it comes with the message before it, so a
    channel that makes a sound makes none for it.
    """

    lines: tuple[Line, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    takes_file: bool = False
    protect: bool = False
    asks_words: bool = False
    field_label: str = ""
    words: str = ""
    quiet: bool = False

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

_CHOSEN: Final = {None: "", True: "y", False: "n"}


def card_to_json(card: Card) -> dict[str, Any]:
    """A card as JSON values, short because it is written for every reply."""
    value: dict[str, Any] = {
        # What is empty at the end of a line's or a button's values is left out.
        "l": [_line_to_json(line) for line in card.lines],
        "b": [
            [
                [b.label, b.action, b.typed, b.rank.value, b.meaning, _CHOSEN[b.is_chosen]][
                    : 6 if b.is_chosen is not None else 5 if b.meaning else 3 + (b.rank is not Rank.INSTEAD)
                ]
                for b in row
            ]
            for row in card.buttons
        ],
    }
    if any(line.once_erased for line in card.lines):
        value["o"] = 1
    if card.takes_file:
        value["f"] = 1
    if card.protect:
        value["p"] = 1
    if card.asks_words:
        value["w"] = 1
    if card.field_label:
        value["a"] = card.field_label
    if card.words:
        value["h"] = card.words
    if card.quiet:
        value["q"] = 1
    return value


def _line_to_json(line: Line) -> list[Any]:
    value = [line.style.value, _text_to_json(line.text), line.copy, line.once_erased, line.done, line.steps]
    if line.folds:
        return [*value, 1]
    return value[: 6 if line.steps else 4 if line.once_erased else 3 if line.copy else 2]


def _line_from_json(
    style: str, text: Any, copy: str = "", erased: str = "", done: int = 0, steps: int = 0, folds: int = 0
) -> Line:
    return Line(_text_from_json(text), Style(style), copy, erased, done, steps, bool(folds))


def _text_to_json(text: str) -> Any:
    """Words as they are; what has formatting, as its blocks."""
    return to_values(text.blocks) if isinstance(text, FormattedText) else text


def _text_from_json(value: Any) -> str:
    return value if isinstance(value, str) else FormattedText(from_values(value))


def _button_from_json(
    label: str, action: str, typed: str, rank: str = "i", meaning: str = "", chosen: str = ""
) -> Button:
    is_chosen = chosen == "y" if chosen else None
    return Button(label, action, typed, Rank(rank), meaning, is_chosen)


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
        tuple(_line_from_json(*line) for line in value["l"]),
        tuple(tuple(_button_from_json(*button) for button in row) for row in value["b"]),
        takes_file="f" in value,
        protect="p" in value,
        asks_words="w" in value,
        field_label=value.get("a", ""),
        words=value.get("h", ""),
        quiet="q" in value,
    )
