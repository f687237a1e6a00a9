"""How an entry of the chat is shown: its lines gathered into paragraphs, headings and lists, its file named.

Values for the templates and nothing else: no markup is made here, and nothing is decided again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, unique
from itertools import chain, groupby

from markupsafe import Markup

from content.formatting.folding import fold_items, fold_text
from content.phrases import Phrases
from content.translations.directions import direction_of_text
from conversations.outgoing import Attach, Button, Card, Line, Rank, Style
from web.backend import ChatEntry

_NUMBERED = re.compile(r"\d{1,3}[.)] ")
_ITEM_NUMBER = re.compile(r"(\d{1,3})[.)] ")
_ANSWER_NUMBER = re.compile(r"(\d{1,3})(?:[.)]? |$)")
_DRAWN = re.compile(r"[\u2500-\u25ff]{3,}")
# What stands behind some commands is no example: with it they do what the line says, and without it nothing.
_WHOLE = r"reminders (?:on|off)|(?:report|results)(?: \d+)?(?: html)?|theme \d+(?: \d+)?|complain \d+"
_COMMAND = re.compile(rf"(?<![\w/.:@-])/(?:(?:{_WHOLE})|[a-z]{{2,20}})(?![\w/-])")
_JOIN = re.compile(r"https?://[^\s/<>]{1,260}(?:/[^\s<>]{0,200})?/join/[A-Za-z0-9_-]+")
_TAPPED = re.compile(f"({_DRAWN.pattern}|{_JOIN.pattern}|{_COMMAND.pattern})")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class EntryPassage:
    """Consecutive lines that are shown as one thing: a single line of its style, or all items of a list.

    ``copy`` is the label of what copies the line, where somebody is to hand it on. How far somebody is stands
    in words alone: its bar is the line at the top of the page. ``folded`` is what stands behind it and is
    unfolded on demand: the rest of its text, or more items. Behind a heading these are all there are.
    """

    style: str
    texts: tuple[str, ...]
    is_numbered: bool
    copy: str = ""
    folded: tuple[str, ...] = ()


def passages(card: Card) -> tuple[EntryPassage, ...]:
    """A card's lines with its consecutive items gathered into lists."""
    found: list[EntryPassage] = []
    for (style, _), run in groupby(card.lines, key=lambda line: (line.style, line.folds)):
        lines = tuple(run)
        gathered = (lines,) if style is Style.ITEM else tuple((line,) for line in lines)
        found += [_passage(style, each) for each in gathered]
        if style is Style.ITEM and found[-2:-1] and found[-2].style == _FOLDING_HEADING:
            listed = found.pop()
            found[-1] = replace(found[-1], folded=(*listed.texts, *listed.folded))
    return tuple(found)


_FOLDING_HEADING = "folding-heading"


def _passage(style: Style, lines: Sequence[Line]) -> EntryPassage:
    texts = tuple(line.text for line in lines)
    copy = lines[0].copy if len(lines) == 1 else ""
    shown: str = Style.LINK if copy and _ADDRESS.fullmatch(texts[0]) else style
    is_numbered = style is Style.ITEM and all(_NUMBERED.match(text) for text in texts)
    folded: tuple[str, ...] = ()
    if lines[0].folds and style is Style.ITEM:
        texts, folded = fold_items(texts)
    elif lines[0].folds and style is Style.ASK:
        shown = _FOLDING_HEADING
    elif lines[0].folds:
        text, rest = fold_text(texts[0])
        texts, folded = (text,), (rest,) if rest else ()
    return EntryPassage(str(shown), texts, is_numbered, copy, folded)


@unique
class Piece(Enum):
    """What a piece of a line is: words, a bar of signs, a command that can be sent, a link of ours."""

    WORDS = "words"
    DRAWN = "drawn"
    COMMAND = "command"
    LINK = "link"


def turned(text: str, direction: str) -> str:
    """The attribute of a text that runs against its page, such as a prompt in the guide's language."""
    found = direction_of_text(text, direction)
    return "" if found == direction else Markup(' dir="{}"').format(found)


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


def is_plain(text: str) -> bool:
    """Whether a line is nothing but words, as most are."""
    return _TAPPED.search(text) is None


def join_path(link: str) -> str:
    """Where a link to join leads, within our own pages."""
    return link[link.index("/join/") :]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button as it is shown: its ``place`` among those of its card, and its words in parts.

    An answer has a number of its own, a name, and what there is to say about it.
    """

    button: Button
    place: int
    number: str
    name: str
    more: str

    @property
    def verb(self) -> str:
        """What it does, where it is shown in other words than its own: its label, unless that only counts."""
        shown = f"{self.number}{self.name}"
        label = self.button.label
        is_counted = label.isdecimal() or _ANSWER_NUMBER.match(label) is not None
        return "" if is_counted or _has_own_number(label, self.button) or label == shown else label

    @property
    def rank(self) -> str:
        """What the button is for."""
        return self.button.rank.name.lower()


def _choice(button: Button, place: int, text: str = "") -> Choice:
    number = _ANSWER_NUMBER.match(text or button.label) if button.rank is Rank.ANSWER else None
    name, _, more = (text or button.label)[number.end() if number else 0 :].partition("\n")
    return Choice(button, place, number[1] if number else "", name, more or button.meaning)


def _buttons(card: Card) -> Iterator[Button]:
    return chain.from_iterable(card.buttons)


def _choices(card: Card) -> list[Choice]:
    return [_choice(button, place) for place, button in enumerate(_buttons(card))]


def item_choice(text: str, card: Card) -> Choice | None:
    """The button that has the number of this item, in the words of the item; None where there is none."""
    number = _ITEM_NUMBER.match(text)
    for place, button in enumerate(_buttons(card)):
        is_its = number[1] in (button.label, button.typed) if number else _has_own_number(text, button)
        if is_its:
            return _choice(button, place, text)
    return None


def _has_own_number(text: str, button: Button) -> bool:
    """Whether a text begins with the number that an answer is chosen by, such as the 1.10 of a theme."""
    is_numbered = button.rank is Rank.ANSWER and button.typed[:1].isdecimal()
    return is_numbered and text.startswith(f"{button.typed} ")


def are_answers(texts: Iterable[str], card: Card) -> bool:
    """Whether the items of a list are the answers of the card."""
    found = (item_choice(text, card) for text in texts)
    return any(each is not None and each.button.rank is Rank.ANSWER for each in found)


_LONG_LIST = 8
"""How many answers fill a phone's screen, so that what stands below them is out of sight."""

_ORDER = (Rank.ANSWER, Rank.MAIN, Rank.INSTEAD, Rank.DANGER, Rank.ASIDE)


def choices_by_rank(card: Card) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """The choices below a card, those of a rank together, without the answers that stand in its list."""
    texts = [line.text for line in card.lines if line.style is Style.ITEM]
    listed = {found.place for text in texts if (found := item_choice(text, card)) is not None}
    shown = [
        each for each in _choices(card) if each.button.rank is not Rank.ANSWER or each.place not in listed
    ]
    groups = [(rank, tuple(each for each in shown if each.button.rank is rank)) for rank in _ORDER]
    return tuple((rank.name.lower(), group) for rank, group in groups if group)


def leads_first(card: Card) -> Choice | None:
    """What leads on, where it stands above a long list of answers too, so that nobody has to go past it."""
    answers = sum(each.rank is Rank.ANSWER for each in _buttons(card))
    if answers < _LONG_LIST:
        return None
    first = next((each for each in _choices(card) if each.button.rank is Rank.MAIN), None)
    return None if first is None or first.button.is_of_a_role else first


def has_title(card: Card) -> bool:
    """Whether the card opens a section of its own, under which its prompt stands."""
    return any(line.style is Style.TITLE for line in card.lines)


def is_posed(card: Card) -> bool:
    """Whether the card asks something of a theme, so that its question is what stays of it."""
    styles = [line.style for line in card.lines]
    return (Style.TITLE, Style.PROGRESS, Style.ASK) in zip(styles, styles[1:], styles[2:], strict=False)


_ASKING = frozenset({Style.TITLE, Style.PROGRESS, Style.ASK, Style.HELP})


def is_of_the_guide(card: Card, phrases: Phrases) -> bool:
    """Whether a card only poses what a guide asks, after a reply that is saved.

    So it is the same for everybody, and in nobody's words.
    """
    is_asking = all(line.style in _ASKING or _says_saved(line, phrases) for line in card.lines)
    return is_asking and not card.words and is_posed(card)


def _says_saved(line: Line, phrases: Phrases) -> bool:
    return line.style is Style.NOTE and line.text == phrases.say("Saved.")


def field_label(card: Card, phrases: Phrases) -> str:
    """What is written while this card is open; empty where it says nothing of that."""
    is_tapped = any(button.rank in (Rank.MAIN, Rank.ANSWER) for row in card.buttons for button in row)
    if card.field_label or not is_tapped or card.asks_words:
        return card.field_label
    return phrases.say("Tap a button, or write its word")


def newest_field_label(stretch: Sequence[ChatEntry], phrases: Phrases) -> str:
    """The same of the newest open card that says something of it."""
    cards = [each.body for each in stretch if each.is_open and isinstance(each.body, Card)]
    labels = (field_label(each, phrases) for each in reversed(cards))
    return next((label for label in labels if label), "")


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


def download_label(attach: Attach, phrases: Phrases) -> str:
    """What the link to a file says: what kind of thing one gets, as people call it."""
    picture = phrases.say("Download the picture")
    labels = {
        "image/png": picture,
        "image/jpeg": picture,
        "application/pdf": phrases.say("Download the PDF"),
        "text/html": phrases.say("Download the page"),
        "application/json": phrases.say("Download the data file"),
        "application/zip": phrases.say("Download the packed folder"),
        "text/plain": phrases.say("Download the text"),
        "text/csv": phrases.say("Download the table"),
        _WORKBOOK: phrases.say("Download the workbook"),
    }
    return labels.get(attach.media_type.partition(";")[0], phrases.say("Download the file"))
