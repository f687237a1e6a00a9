"""What the columns of a file with replies mean, and which values can stand in them: its data dictionary.

Whoever gets the file later has neither the guide nor this product. So it says all levels in words. No reply.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from content.model import Guide
from content.phrases import Phrases
from conversations.kinds.evidence import evidence_name
from conversations.kinds.kind_table import options_of
from conversations.state import EVIDENCE_KINDS
from reports.layout.wording import level_name


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


def levels_in_words(guide: Guide) -> tuple[tuple[str, str], ...]:
    """Each level of the guide's scales as it stands in a reply, with what the guide says it means."""
    told = ((level_name(level), level.meaning) for scale in guide.scales for level in scale.levels)
    return tuple(dict.fromkeys(told))


def evidence_in_words(p: Phrases) -> tuple[tuple[str, str], ...]:
    """Each kind of evidence as it stands in a reply."""
    chosen = p.say("A kind of evidence. Several stand with a semicolon between them.")
    return tuple((evidence_name(p, kind), chosen) for kind in EVIDENCE_KINDS)


def options_in_words(guide: Guide, p: Phrases) -> tuple[tuple[str, str], ...]:
    """Each option that the guide's prompts offer, as it stands in a reply."""
    return tuple(
        (
            option.text,
            p.say(
                "An option of “{prompt}”. Several stand with a semicolon between them.",
                prompt=prompt.numbered_ask,
            ),
        )
        for theme in guide.themes
        for prompt in theme.prompts
        for option in options_of(prompt)
    )
