"""What the columns of a table mean, and which values can stand in them: its data dictionary."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.phrases import Phrases


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """A column: its heading, what stands in it, and each value that it can have with its meaning.

    ``values`` is empty where anything can stand there. ``width`` is how wide it is best shown, in letters.
    """

    heading: str
    meaning: str
    values: tuple[tuple[str, str], ...] = ()
    width: int = 14


def dictionary_headings(p: Phrases) -> tuple[str, str, str]:
    """The headings of a data dictionary."""
    return p.say("Column"), p.say("Value"), p.say("Meaning")


def dictionary_rows(columns: Iterable[DescribedColumn]) -> tuple[tuple[str, str, str], ...]:
    """A row for each column, and below it one for each of its values."""
    return tuple(
        (column.heading, value, meaning)
        for column in columns
        for value, meaning in (("", column.meaning), *column.values)
    )
