"""What a channel cannot show is put into words before it is sent. Pure.

A picture or a file becomes what it shows or is, in words. A card that cannot be changed is not sent again:
only what is new of it is. Buttons that cannot be shown become numbered lines, and the channel says how a
number is typed.
"""

from dataclasses import replace

import orjson

from bot.messages.channel import Shows
from conversations.outgoing import Button, Card, Line, Style, card_from_json, card_to_json
from storage.messages.outbox import EntryKind, PendingEntry

CHOICE_MARK = "#"
"""Stands before the number of a choice, so that a number typed without it is never a choice."""

_PICTURES = "image/"


def in_words(entry: PendingEntry, shows: Shows) -> PendingEntry:
    """An entry as a channel can show it."""
    if entry.kind is EntryKind.ATTACH:
        return _attached(entry, shows)
    if shows.buttons and (shows.edits or entry.kind is not EntryKind.REDRAW):
        return entry
    card = card_from_json(orjson.loads(entry.body))
    if entry.kind is EntryKind.REDRAW and not shows.edits:
        # What was noted stands in its last line.
        card = replace(card, lines=card.lines[-1:])
    return replace(entry, body=_body(card if shows.buttons else numbered(card)))


def numbered(card: Card) -> Card:
    """A card with a numbered line for each button below it; the buttons still say what each stands for."""
    labels = enumerate((button.label for row in card.buttons for button in row), start=1)
    return replace(
        card, lines=(*card.lines, *(Line(f"{CHOICE_MARK}{n} {label}", Style.ITEM) for n, label in labels))
    )


def chosen(card: Card, typed: str) -> Button | None:
    """The button of a card whose number was typed, None for words that are no choice of it."""
    buttons = [button for row in card.buttons for button in row]
    mark, number = typed.strip()[:1], typed.strip()[1:]
    if mark != CHOICE_MARK or not number.isascii() or not number.isdigit() or len(number) > _MOST_DIGITS:
        return None
    return buttons[int(number) - 1] if 1 <= int(number) <= len(buttons) else None


_MOST_DIGITS = 3


def _attached(entry: PendingEntry, shows: Shows) -> PendingEntry:
    attached = orjson.loads(entry.body)
    is_picture = str(attached["type"]).startswith(_PICTURES)
    if shows.pictures if is_picture else shows.files:
        return entry
    said = dict.fromkeys((attached["caption"], attached["alt"]) if is_picture else (attached["caption"],))
    return replace(entry, kind=EntryKind.SAY, body=_body(Card(tuple(map(Line, said)))))


def _body(card: Card) -> str:
    return orjson.dumps(card_to_json(card)).decode()
