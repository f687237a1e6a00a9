"""What a channel cannot show is put into words before it is sent. Pure.

A picture or a file becomes a message that says what it shows or is. A card that cannot be changed is not sent
again: only what is new of it is. Buttons become numbered lines, or are left out where nobody hears.
"""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from bot.messages.channel_contract import Buttons, Shows
from content.whole_numbers import whole_number
from conversations.outgoing import Button, Card, Line, Style, card_from_json, card_to_json
from storage.messages.outbox import EntryKind, PendingEntry

CHOICE_MARK = "#"
"""Stands before the number of a choice, so that a number typed without it means what it says."""

_PICTURES = "image/"


def in_words(entry: PendingEntry, shows: Shows) -> PendingEntry:
    """An entry as a channel can show it."""
    if entry.kind is EntryKind.ATTACH:
        return _attached(entry, shows)
    is_whole = shows.edits or entry.kind is not EntryKind.REDRAW
    if is_whole and shows.buttons is Buttons.SHOWN:
        return entry
    card = card_from_json(orjson.loads(entry.body))
    # What was noted on a card that is shown again is in its last line.
    shown = card if is_whole else replace(card, lines=card.lines[-1:])
    return replace(entry, body=_body(_without_buttons(shown, shows.buttons)))


def buttons_of(card: Card) -> tuple[Button, ...]:
    """The buttons of a card in the order in which they are numbered, from 1."""
    return tuple(button for row in card.buttons for button in row)


def chosen(buttons: Sequence[Button], typed: str) -> Button | None:
    """The button whose number was typed behind the mark, None for words that choose none."""
    mark, number = typed.strip()[:1], whole_number(typed.strip()[1:], least=1, most=len(buttons))
    return buttons[number - 1] if mark == CHOICE_MARK and number is not None else None


def _without_buttons(card: Card, becomes: Buttons) -> Card:
    if becomes is Buttons.LEFT_OUT:
        return replace(card, buttons=())
    if becomes is Buttons.SHOWN:
        return card
    labels = enumerate((button.in_one_line for button in buttons_of(card)), start=1)
    numbered = (Line(f"{CHOICE_MARK}{number} {label}", Style.ITEM) for number, label in labels)
    # The buttons stay with it, so that the channel knows what each number stands for.
    return replace(card, lines=(*card.lines, *numbered))


def _attached(entry: PendingEntry, shows: Shows) -> PendingEntry:
    attached = orjson.loads(entry.body)
    is_picture = str(attached["type"]).startswith(_PICTURES)
    if shows.pictures if is_picture else shows.files:
        return entry
    told = (attached["caption"], attached["alt"]) if is_picture else (attached["caption"],)
    return replace(entry, kind=EntryKind.SAY, body=_body(Card(tuple(map(Line, dict.fromkeys(told))))))


def _body(card: Card) -> str:
    return orjson.dumps(card_to_json(card)).decode()
