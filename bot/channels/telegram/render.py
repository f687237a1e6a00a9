"""Our cards as Telegram shows them: HTML, one message or several, the buttons below the last. Pure.

Everything that is placed is escaped here and nowhere else. A text is cut before it is marked up, so that
no piece ever ends inside a tag.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from bot.channels.telegram.lengths import cut, split_once, units
from content.formatting.splitting import split_text
from content.formatting.text_blocks import FormattedText, TextSpan, every_span, in_lines
from conversations.outgoing import Button, Card, Line, Style

LONGEST_MESSAGE: Final = 4_000
"""UTF-16 units after the markup is taken out; Telegram refuses more than 4,096."""
LONGEST_CAPTION: Final = 1_024
LONGEST_BUTTON_DATA: Final = 64
"""Bytes of UTF-8."""
LONGEST_COPIED: Final = 256
"""Characters that one button can copy."""

_MOST_MARKS = 90
"""Telegram drops the markup of a message beyond its hundredth piece."""
_LONGEST_PIECE = 3_400
"""UTF-16 units of one line in one message, so that its title has room above it."""

_TAGS = {
    Style.TITLE: ("<b>", "</b>"),
    Style.TEXT: ("", ""),
    Style.ASK: ("<b>", "</b>"),
    Style.HELP: ("<i>", "</i>"),
    Style.ITEM: ("", ""),
    Style.QUOTE: ("<blockquote>", "</blockquote>"),
    Style.NOTE: ("<i>", "</i>"),
    Style.PROGRESS: ("", ""),
    Style.LINK: ("", ""),  # Telegram makes a link of an address by itself
    Style.WAY_BACK: ("", ""),  # never said here
    Style.PAGE: ("", ""),  # nor this
}
_OWN_MARK = re.compile(r"\d+[.)]?\s|•")
_TAG = re.compile(r"</?[a-z]+>")
_LINKED = re.compile(r'<a href="([^"]*)">([^<]*)</a>')

Keyboard = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rendered:
    """One Telegram message: its HTML, and its buttons as the Bot API wants them."""

    html: str
    keyboard: Keyboard | None = None

    @property
    def plain(self) -> str:
        """The same words without any markup, for when Telegram cannot read the markup."""
        with_addresses = _LINKED.sub(r"\2 (\1)", self.html)
        return html.unescape(_TAG.sub("", with_addresses))


def messages_of(card: Card, number: int) -> tuple[Rendered, ...]:
    """The messages that show a card, at least one. ``number`` is the card's, which its buttons carry.

    Raises ``ValueError`` for a button whose action does not fit into what Telegram carries.
    """
    keyboard = keyboard_of(card, number)
    lines = card.lines
    # No sign is longer than two units, and no mark than four: a usual card needs no exact count.
    if (
        sum(map(_marks_of, lines)) <= _MOST_MARKS
        and sum([2 * len(line.text) + 4 for line in lines]) <= LONGEST_MESSAGE
    ):
        return (Rendered(_html_of(lines), keyboard),)
    pages = [_html_of(page) for page in _pages(lines)]
    return (*(Rendered(page) for page in pages[:-1]), Rendered(pages[-1], keyboard))


def keyboard_of(card: Card, number: int) -> Keyboard | None:
    """The buttons of the card with this number, first those that copy a line; None when there are none.

    No row mixes what leads on, what answers and what leaves: here, place is all that tells them apart.
    """
    rows = [[_copying(line)] for line in card.lines if line.copy and len(line.text) <= LONGEST_COPIED]
    rows += [
        [_button(button, number) for button in of_a_rank]
        for row in card.buttons
        for _, of_a_rank in groupby(row, key=lambda button: button.rank)
    ]
    if not rows:
        return None
    # The app then opens its field for words as a reply to this very card.
    return {"inline_keyboard": rows} | ({"force_reply": True} if card.asks_words and card.buttons else {})


def plainest(keyboard: Keyboard | None) -> Keyboard | None:
    """The buttons in the form that Telegram has always had: those that do something here, and no more."""
    rows = [row for row in keyboard["inline_keyboard"] if "callback_data" in row[0]] if keyboard else []
    return {"inline_keyboard": rows} if rows else None


def caption_of(text: str) -> str:
    """A file's caption, which has no markup, shortened visibly to what a caption holds."""
    return cut(text, LONGEST_CAPTION)


def _copying(line: Line) -> dict[str, Any]:
    return {"text": line.copy, "copy_text": {"text": line.text}}


def _button(button: Button, number: int) -> dict[str, Any]:
    data = f"{number}:{button.action}"
    if len(data.encode()) > LONGEST_BUTTON_DATA:
        raise ValueError(f"An action must fit into {LONGEST_BUTTON_DATA} bytes with its card's number.")
    has_more = button.meaning or button.is_chosen
    return {"text": button.in_one_line if has_more else button.label, "callback_data": data}


def _html_of(lines: tuple[Line, ...]) -> str:
    parts: list[str] = []
    before: Style | None = None
    for line in lines:
        if not line.text.strip():
            continue
        style = line.style
        if before is not None:
            parts.append("\n" if style is before is Style.ITEM else "\n\n")
        # A question that has bold words of its own is not bold as a whole, or nobody would see them.
        has_own = style is Style.ASK and isinstance(line.text, FormattedText) and line.text.has_bold
        opening, closing = ("", "") if has_own else _TAGS[style]
        parts += (opening, _words_of(line), closing)
        before = style
    return "".join(parts) or "…"


def _mark(line: Line) -> str:
    """What stands before the text of a line: an item that does not carry its own number gets a bullet."""
    return "" if line.style is not Style.ITEM or _OWN_MARK.match(line.text) else "• "


def _words_of(line: Line) -> str:
    """The words of a line escaped, with what is bold or a link in them marked up."""
    text = line.text
    words = in_lines(text.blocks, _span) if isinstance(text, FormattedText) else _escaped(text)
    return _mark(line) + words


def _span(span: TextSpan) -> str:
    words = _escaped(span.text)
    if span.address:
        words = f'<a href="{html.escape(span.address)}">{words}</a>'
    return f"<b>{words}</b>" if span.is_bold else words


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _marks_of(line: Line) -> int:
    """How many pieces of markup a line takes, at most."""
    return 1 + _marks_in(line.text) if isinstance(line.text, FormattedText) else 1


def _marks_in(text: FormattedText) -> int:
    return sum(span.is_bold + bool(span.address) for span in every_span(text.blocks))


def _pages(lines: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """The lines shared out over as many messages as they need; a title stays with what it heads."""
    pages: list[tuple[Line, ...]] = []
    page: list[Line] = []
    room, marks = LONGEST_MESSAGE, 0
    for piece in (piece for line in lines for piece in _pieces(line)):
        need = _room_for(piece)
        if page and (need > room or marks + _marks_of(piece) > _MOST_MARKS):
            heads_it = len(page) > 1 and page[-1].style is Style.TITLE
            carried = [page.pop()] if heads_it and _room_for(page[-1]) + need <= LONGEST_MESSAGE else []
            pages.append(tuple(page))
            page = carried
            room = LONGEST_MESSAGE - sum(map(_room_for, carried))
            marks = sum(map(_marks_of, carried))
        page.append(piece)
        room -= need
        marks += _marks_of(piece)
    return [*pages, tuple(page)]


def _pieces(line: Line) -> Iterator[Line]:
    """A line in pieces that each fit into a message below its title, parted where its text has a joint.
    Only the first piece of an item has its mark.
    """
    left, style = line.text if isinstance(line.text, FormattedText) else line.text.strip(), line.style
    while left:
        text, left = split_text(left, _LONGEST_PIECE, cut=split_once, length=_room_of_text)
        yield Line(text, style)
        style = Style.TEXT if style is Style.ITEM else style


def _room_of_text(text: str) -> int:
    """The units that a text takes, or as much of a message as its markup takes, whichever is more."""
    if not isinstance(text, FormattedText):
        return units(text)
    return max(units(text), _marks_in(text) * _LONGEST_PIECE // (_MOST_MARKS - 1))


def _room_for(line: Line) -> int:
    return units(_mark(line) + line.text) + len("\n\n")
