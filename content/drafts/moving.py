"""Putting the lines of a draft in another order: one step up or down, or to the end of another theme.

A prompt takes its help along and what stood in its row of a table, and a theme all that stands in it. A step
goes beyond one line of the same kind, and over the edge of a theme into its neighbour.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum, unique
from typing import Final

from content.documents.blocks import DocumentPlace
from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse, is_forgotten


@unique
class LineStep(StrEnum):
    """Which way a line goes by one."""

    UP = "up"
    DOWN = "down"


_OF_HEAD: Final = (LineUse.TITLE, LineUse.ABOUT)
_OF_FIRST: Final = (LineUse.LEVEL, LineUse.THEME)
_WITH_A_PROMPT: Final = (LineUse.HELP, LineUse.LEFT_OUT)
_LINE_BY_LINE: Final = (LineUse.HELP, LineUse.PURPOSE, LineUse.LEFT_OUT)


def can_move(line: GuideLine) -> bool:
    """Whether a line has a place that can be another; what is said of the whole guide has not."""
    return line.used_as not in _OF_HEAD


def can_change_theme(line: GuideLine) -> bool:
    """Whether a line can stand in another theme."""
    return can_move(line) and line.used_as not in (LineUse.THEME, LineUse.LEVEL)


def themes_of(lines: Sequence[GuideLine]) -> list[GuideLine]:
    """The lines that are titles of themes, in order."""
    return [each for each in lines if each.used_as is LineUse.THEME]


def moved_by_step(lines: Sequence[GuideLine], number: int, step: LineStep) -> list[GuideLine]:
    """The lines with the one of this number, and what goes with it, one step further.

    They are as they are where it is the first or the last.
    """
    at = _place_of(lines, number)
    if at is None or not can_move(lines[at]):
        return list(lines)
    end = _end_of_block(lines, at)
    block, others = list(lines[at:end]), [*lines[:at], *lines[end:]]
    to = _above(others, at, block[0]) if step is LineStep.UP else _below(others, at, block[0])
    return list(lines) if to is None else [*others[:to], *block, *others[to:]]


def moved_to_theme(lines: Sequence[GuideLine], number: int, theme: int) -> list[GuideLine]:
    """The lines with the one of this number, and what goes with it, at the end of the theme of that number.

    They are as they are where it stands in that theme already, or can stand in none.
    """
    at, heading = _place_of(lines, number), _place_of(themes_of(lines), theme)
    if at is None or heading is None or not can_change_theme(lines[at]):
        return list(lines)
    if theme == _theme_before(lines, at):
        return list(lines)
    end = _end_of_block(lines, at)
    block, others = list(lines[at:end]), [*lines[:at], *lines[end:]]
    to = _next_theme(others, (_place_of(others, theme) or 0) + 1)
    return [*others[:to], *block, *others[to:]]


def _place_of(lines: Sequence[GuideLine], number: int) -> int | None:
    return next((at for at, each in enumerate(lines) if each.number == number), None)


def _theme_before(lines: Sequence[GuideLine], at: int) -> int:
    """The number of the theme that a line stands in, 0 above all."""
    return next((each.number for each in reversed(lines[:at]) if each.used_as is LineUse.THEME), 0)


def _next_theme(lines: Sequence[GuideLine], at: int) -> int:
    """Where the next theme begins from here on, or all lines end."""
    return next((to for to in range(at, len(lines)) if lines[to].used_as is LineUse.THEME), len(lines))


def _end_of_block(lines: Sequence[GuideLine], at: int) -> int:
    """Where what goes with a line ends."""
    use, end = lines[at].used_as, at + 1
    if use is LineUse.THEME:
        return _next_theme(lines, end)
    if use in ASKED_USES:
        while end < len(lines) and _goes_along(lines[end], lines[at]):
            end += 1
    return end


def _goes_along(line: GuideLine, prompt: GuideLine) -> bool:
    """Whether a line below a prompt belongs to it: its help, what was said to it, and the rest of its row."""
    if line.used_as in _WITH_A_PROMPT:
        return True
    is_of_theme = line.used_as in (LineUse.EXAMPLE, LineUse.FEATURE)
    return is_of_theme and row_of_line(line) is not None and row_of_line(line) == row_of_line(prompt)


def row_of_line(line: GuideLine) -> DocumentPlace | None:
    """The row of a table that a line stood in."""
    place = line.place
    return replace(place, column=0, paragraph=0) if place is not None and place.row else None


def _is_alike(one: GuideLine, other: GuideLine) -> bool:
    """Whether two lines are of one kind, so that the order among them means something."""
    both_ask = one.used_as in ASKED_USES and other.used_as in ASKED_USES
    return both_ask or one.used_as is other.used_as


def _below(others: Sequence[GuideLine], at: int, line: GuideLine) -> int | None:
    """Where a line stands one step further down among the others, None where it is the last."""
    if line.used_as in _LINE_BY_LINE:
        while at < len(others) and is_forgotten(others[at]):
            at += 1
        return at + 1 if at < len(others) else None
    for place in range(at, len(others)):
        if _is_alike(others[place], line):
            return _end_of_block(others, place)
        if others[place].used_as is LineUse.THEME:
            return None if line.used_as is LineUse.LEVEL else _behind_purpose(others, place + 1)
    return None


def _behind_purpose(others: Sequence[GuideLine], at: int) -> int:
    while at < len(others) and others[at].used_as is LineUse.PURPOSE:
        at += 1
    return at


def _above(others: Sequence[GuideLine], at: int, line: GuideLine) -> int | None:
    """Where a line stands one step further up among the others, None where it is the first."""
    if line.used_as in _LINE_BY_LINE:
        while at > 0 and is_forgotten(others[at - 1]):
            at -= 1
        stays = (*_OF_HEAD, LineUse.LEVEL) if _theme_before(others, at - 1) else (*_OF_HEAD, *_OF_FIRST)
        return at - 1 if at > 0 and others[at - 1].used_as not in stays else None
    for place in range(at - 1, -1, -1):
        if _is_alike(others[place], line):
            return place
        if others[place].used_as is LineUse.THEME and line.used_as is not LineUse.LEVEL:
            return place if _theme_before(others, place) else None
    return None
