"""What is said about the lines of a list that were read otherwise than they stand. Names nobody."""

from collections.abc import Sequence
from typing import Final

from content.phrases import Phrases
from conversations.reading.lists.people_list import PeopleList

_MOST_NAMED: Final = 10


def notes_on_lines(phrases: Phrases, sheet: PeopleList) -> tuple[str, ...]:
    """Which lines took the team above them, and of which more than a name stood in a name's place."""
    p, notes = phrases, []
    if sheet.team_above:
        notes.append(
            p.count(
                "Line {lines} has no team and took the one above it.",
                "Lines {lines} have no team and took the one above them.",
                len(sheet.team_above),
                lines=_line_numbers(p, sheet.team_above),
            )
        )
    if sheet.beside_names:
        notes.append(
            p.count(
                "Line {lines} has a number or a note next to the name or the team. It is left out.",
                "Lines {lines} have a number or a note next to the name or the team. These are left out.",
                len(sheet.beside_names),
                lines=_line_numbers(p, sheet.beside_names),
            )
        )
    return tuple(notes)


def _line_numbers(p: Phrases, numbers: Sequence[int]) -> str:
    shown = [str(each) for each in numbers[:_MOST_NAMED]]
    if more := len(numbers) - len(shown):
        shown.append(p.count("{n} more", "{n} more", more))
    return p.with_commas(shown)
