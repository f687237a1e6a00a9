"""What a person hears from the bot, the same whichever door it came through."""

import re
from dataclasses import dataclass

from content.phrases import phrases_in
from conversations.cards.doubt_question import stood_here
from conversations.outgoing import Card

_BULLET = re.compile(r"^• ")
_BUTTON = re.compile(r"\[([^\[\]]+)\]")
_BUTTON_ROW = re.compile(r"(?:\[[^\[\]]+\] ?)+")
_WIDTH = 100

TAKEN_OUT = stood_here(phrases_in("en"))
"""What stands in a history for words that were taken out."""


@dataclass(frozen=True)
class Heard:
    """One message of the bot's: its lines and the labels of its buttons."""

    lines: tuple[str, ...]
    buttons: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """How many characters the lines have together."""
        return sum(map(len, self.lines))

    def as_block(self) -> str:
        """The message as a dialogue's file holds it: its lines, then its buttons in brackets."""
        rows = [""]
        for label in self.buttons:
            if rows[-1] and len(rows[-1]) + len(label) > _WIDTH:
                rows.append("")
            rows[-1] += f" [{label}]" if rows[-1] else f"[{label}]"
        return "\n".join([*self.lines, *filter(None, rows)])


def heard_block(block: str) -> Heard:
    """The message that :meth:`Heard.as_block` wrote."""
    lines, buttons = list(lines_of(block)), []
    while lines and _BUTTON_ROW.fullmatch(lines[-1]):
        buttons[:0] = _BUTTON.findall(lines.pop())
    return Heard(tuple(lines), tuple(buttons))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text without what differs between channels: blank ones and bullets."""
    return tuple(_BULLET.sub("", line.strip()) for line in text.splitlines() if line.strip())


def label_of(shown: str) -> str:
    """What a button is called: with its tick, and without what it means."""
    return shown.partition(" · ")[0]


def heard_card(card: Card) -> Heard:
    """A card as it is heard."""
    labels = tuple(label_of(button.in_one_line) for row in card.buttons for button in row)
    return Heard(lines_of(card.text), labels)


@dataclass(frozen=True)
class Turn:
    """Everything that a person hears and sees in answer to one thing that they did.

    ``said`` are new messages in order. ``told`` are words in passing about a tap, where the channel shows
    them apart (Telegram does; on the web they are messages). ``redrawn`` are earlier messages as they stand
    now, each as a whole.
    """

    said: tuple[Heard, ...] = ()
    told: tuple[str, ...] = ()
    redrawn: tuple[Heard, ...] = ()


NOTHING = Turn()
"""A turn in which nothing is said."""
