"""How an entry of the chat is shown: its lines gathered into paragraphs, headings and lists, its file named.

Values for the templates and nothing else: no markup is made here, and nothing is decided again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from content.phrases import Phrases
from conversations.outgoing import Attach, Card, Line, Style

_NUMBERED = re.compile(r"\d{1,3}[.)] ")
_DRAWN = re.compile(r"([\u2500-\u25ff]{3,})")


@dataclass(frozen=True, slots=True)
class EntryPassage:
    """Consecutive lines that are shown as one thing: a single line of its style, or all items of a list."""

    style: str
    texts: tuple[str, ...]
    is_numbered: bool


def passages(card: Card) -> tuple[EntryPassage, ...]:
    """A card's lines with its consecutive items gathered into lists."""
    found: list[EntryPassage] = []
    for style, run in groupby(card.lines, key=lambda line: line.style):
        lines = tuple(run)
        gathered = (lines,) if style is Style.ITEM else tuple((line,) for line in lines)
        found += [_passage(style, each) for each in gathered]
    return tuple(found)


def _passage(style: Style, lines: Sequence[Line]) -> EntryPassage:
    texts = tuple(line.text for line in lines)
    return EntryPassage(style.value, texts, all(_NUMBERED.match(text) for text in texts))


def drawn_parts(text: str) -> tuple[tuple[str, bool], ...]:
    """A text cut into words and the bars that are drawn with characters, which nobody wants read aloud."""
    return tuple((part, bool(_DRAWN.fullmatch(part))) for part in _DRAWN.split(text) if part)


def has_title(card: Card) -> bool:
    """Whether the card opens a section of its own, under which its prompt stands."""
    return any(line.style is Style.TITLE for line in card.lines)


def main_action(card: Card) -> str | None:
    """The action of the choice that leads on, None where no choice is more than another.

    It is the card's first, unless that is one of several of its kind, or the card asks for a reply: what can
    be chosen instead of words leads nobody on.
    """
    actions = [button.action for row in card.buttons for button in row]
    kinds = [action.partition("-")[0] for action in actions]
    is_asked = any(line.style is Style.ASK for line in card.lines)
    return None if is_asked or kinds.count(kinds[0]) > 1 else actions[0]


def is_picture(attach: Attach) -> bool:
    """Whether the file is shown in the chat itself."""
    return attach.media_type in {"image/png", "image/jpeg"}


def file_kind(attach: Attach, phrases: Phrases) -> str:
    """What a file is, in words that say what will happen when it is opened."""
    kinds = {
        "image/png": phrases.say("Picture"),
        "image/jpeg": phrases.say("Picture"),
        "application/pdf": phrases.say("PDF document"),
        "text/html": phrases.say("Page for the browser"),
        "application/json": phrases.say("Data file"),
        "application/zip": phrases.say("Packed folder"),
        "text/plain": phrases.say("Text file"),
        "text/csv": phrases.say("Table"),
    }
    return kinds.get(attach.media_type.partition(";")[0], phrases.say("File"))
