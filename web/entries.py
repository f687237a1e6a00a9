"""How an entry of the chat is shown: its lines gathered into paragraphs, headings and lists, its file named.

Values for the templates and nothing else: no markup is made here, and nothing is decided again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, unique
from itertools import groupby

from content.phrases import Phrases
from conversations.outgoing import Attach, Card, Line, Style
from web.backend import ChatEntry

_NUMBERED = re.compile(r"\d{1,3}[.)] ")
_ITEM_NUMBER = re.compile(r"(\d{1,3})[.)] ")
_DRAWN = re.compile(r"[\u2500-\u25ff]{3,}")
_COMMAND = re.compile(r"(?<![\w/.:@-])/[a-z]{2,20}(?![\w/-])")
_JOIN = re.compile(r"https?://[^\s/<>]+(?:/[^\s<>]*)?/join/[A-Za-z0-9_-]+")
_TAPPED = re.compile(f"({_DRAWN.pattern}|{_JOIN.pattern}|{_COMMAND.pattern})")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class EntryPassage:
    """Consecutive lines that are shown as one thing: a single line of its style, or all items of a list.

    ``copy`` is the label of what copies the line, where somebody is to hand it on. A line with ``steps`` has
    a bar of which ``done`` are filled.
    """

    style: str
    texts: tuple[str, ...]
    is_numbered: bool
    copy: str = ""
    done: int = 0
    steps: int = 0


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
    copy = lines[0].copy if len(lines) == 1 else ""
    shown = Style.LINK if _ADDRESS.fullmatch(texts[0]) and copy else style
    is_numbered = all(_NUMBERED.match(text) for text in texts)
    return EntryPassage(shown.value, texts, is_numbered, copy, lines[0].done, lines[0].steps)


@unique
class Piece(Enum):
    """What a piece of a line is: words, a bar of signs, a command that can be sent, a link of ours."""

    WORDS = "words"
    DRAWN = "drawn"
    COMMAND = "command"
    LINK = "link"


def pieces(text: str) -> tuple[tuple[str, str], ...]:
    """A line cut into its pieces, each with what it is.

    Bars that are drawn with characters are there, which nobody wants read aloud, and what can be tapped. A
    link to join is opened at our own address, whatever address the text has.
    """
    found = []
    for part in _TAPPED.split(text):
        if _DRAWN.fullmatch(part):
            kind = Piece.DRAWN
        elif _COMMAND.fullmatch(part):
            kind = Piece.COMMAND
        else:
            kind = Piece.LINK if _JOIN.fullmatch(part) else Piece.WORDS
        if part:
            found.append((part, kind.value))
    return tuple(found)


def join_path(link: str) -> str:
    """Where a link to join leads, within our own pages."""
    return link[link.index("/join/") :]


def item_action(text: str, card: Card) -> str | None:
    """The action of the button that has the number of this item; None where there is none."""
    number = _ITEM_NUMBER.match(text)
    if number is None:
        return None
    buttons = (button for row in card.buttons for button in row)
    return next((button.action for button in buttons if number[1] in (button.label, button.typed)), None)


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


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place where words were found: the entry, and its text around them in pieces, those found marked."""

    entry: ChatEntry
    pieces: tuple[tuple[str, bool], ...]


_BEFORE, _LONGEST_EXCERPT = 60, 240


def excerpt(entry: ChatEntry, words: str) -> Excerpt:
    """The part of an entry in which the first of these words is found, on one line."""
    text = " ".join(entry.text.split())
    pattern = re.compile("|".join(map(re.escape, words.split())), re.IGNORECASE)
    found = pattern.search(text)
    start = max(0, found.start() - _BEFORE) if found else 0
    shown = ("… " if start else "") + text[start : start + _LONGEST_EXCERPT]
    shown += " …" if start + _LONGEST_EXCERPT < len(text) else ""
    pieces: list[tuple[str, bool]] = []
    place = 0
    for hit in pattern.finditer(shown):
        pieces += [(shown[place : hit.start()], False), (hit[0], True)]
        place = hit.end()
    return Excerpt(entry, (*pieces, (shown[place:], False)))


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
