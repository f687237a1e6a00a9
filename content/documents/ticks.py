"""Boxes to tick in a text, and whether they are ticked: ☐ Skip, ☒ Don't know, [x] Not applicable."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

TICKED: Final = "\N{BALLOT BOX WITH X}"
UNTICKED: Final = "\N{BALLOT BOX}"

TICKED_SIGNS: Final = "☒☑✓✔✅✗✘🗹🗷"
"""What stands for a ticked box, as typed, as pasted and as a click makes it."""

UNTICKED_SIGNS: Final = "☐□▢❏❑◻"

_A_BOX: Final = rf"[{TICKED_SIGNS}{UNTICKED_SIGNS}]|\[[ xX{TICKED_SIGNS}]?\]"
_BOX = re.compile(rf"({_A_BOX})\ufe0f?")


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box and the words behind it."""

    is_ticked: bool
    label: str


def tick_boxes(text: str) -> tuple[TickBox, ...]:
    """The boxes in a line, each with the words up to the next box. Words before the first are no label."""
    _, *pieces = _BOX.split(text)
    signs, labels = pieces[::2], pieces[1::2]
    return tuple(
        TickBox(_is_ticked(sign), " ".join(label.split())) for sign, label in zip(signs, labels, strict=True)
    )


def with_typed_ticks(line: str, labels: Iterable[str], *, anywhere: bool = False) -> str:
    """A line in which an x that was typed at a label counts as the tick of its box.

    It may stand in the box's place, next to the box or behind the label; at the beginning of the line only,
    unless it may be ``anywhere``.
    """
    start = r"(?<![^\W_])" if anywhere else r"^\s*"
    found, escaped = line, [re.escape(label) for label in labels]
    for words in escaped:
        before = rf"{start}(?:[xX]\s{{0,2}}(?:{_A_BOX})?|(?:{_A_BOX})\s{{0,2}}[xX])\s*(?={words}(?![^\W_]))"
        found = re.sub(before, f"{TICKED} ", found)
    for words in escaped:
        # What stands further away may belong to the next box.
        behind = rf"(?:{_A_BOX})\s*({words})\s{{1,2}}[xX](?![^\W_])"
        found = re.sub(behind, rf"{TICKED} \1", found)
    return found


def before_boxes(text: str) -> str:
    """The words of a line before its first box."""
    return _BOX.split(text, maxsplit=1)[0]


def _is_ticked(sign: str) -> bool:
    return sign.strip("[] ") not in ("", *UNTICKED_SIGNS)


def is_box_sign(character: str) -> bool:
    """Whether a character is a box to tick, ticked or not."""
    return bool(character) and character in TICKED_SIGNS + UNTICKED_SIGNS


def is_ticked_alone(text: str) -> bool:
    """Whether a cell holds nothing but a tick, or an x as people type one."""
    bare = text.strip()
    boxes = tick_boxes(bare)
    if boxes:
        return any(box.is_ticked for box in boxes)
    return bare.casefold() in ("x", "yes", "1", "\N{HEAVY CHECK MARK}", "\N{CHECK MARK}")
