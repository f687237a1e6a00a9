"""The sentences that several kinds of report share, said in one way. It knows no report.

Only interface phrases are composed here. A participant's own words never pass through this module,
except as a value that is placed unchanged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from content.model import Guide, Level
from content.phrases import Phrases
from content.tailoring import version_in_words
from conversations.kinds.kind_table import chosen_in_words
from conversations.kinds.levels import named_level
from conversations.state import Given, Reply


class OnGuide(Protocol):
    """What the layout has to know of a report: the guide that it is about, in the guide's own words."""

    @property
    def guide_title(self) -> str:
        """The name of the guide."""
        ...

    @property
    def guide_version(self) -> str:
        """Its version."""
        ...

    @property
    def guide_about(self) -> str:
        """What the guide says of itself."""
        ...

    @property
    def language(self) -> str:
        """The code of the guide's language."""
        ...


@dataclass(frozen=True, slots=True)
class TextList:
    """What stands as a list under a heading; ``left`` stands there when the list is empty.

    Where its texts have codes, ``codes`` has one for each, and ``notes`` what is said behind it, if anything.
    """

    heading: str
    texts: tuple[str, ...]
    left: str
    codes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def with_a_colleague(phrases: Phrases) -> str:
    """That the reply came from a colleague who was handed the prompt."""
    return phrases.say("Given with a colleague.")


def given_name(phrases: Phrases, given: Given | None) -> str:
    """What was given to a prompt, as a label."""
    match given:
        case Given.ANSWERED:
            return phrases.say("Answered")
        case Given.DONT_KNOW:
            return phrases.say("Don't know")
        case Given.NOT_APPLICABLE:
            return phrases.say("Not applicable")
        case Given.SKIPPED:
            return phrases.say("Skipped")
        case _:
            return phrases.say("No reply")


def words_of(guide: Guide, reply: Reply, phrases: Phrases) -> str:
    """A reply as a text: its words, or what was chosen, as people say it."""
    return chosen_in_words(guide, phrases, reply) or reply.text


def theme_name(number: int | str, title: str, phrases: Phrases) -> str:
    """The theme with its number."""
    return phrases.say("Theme {number}: {title}", number=number, title=title)


def codes_explained(phrases: Phrases) -> str:
    """What a code names. Its first number is a place in the list, as a theme may have another of its own."""
    return phrases.say(
        "A code such as T1.P3 names a prompt: the third prompt of the first theme in the guide."
    )


def level_name(level: Level) -> str:
    """A level as its number and word: 5 Very good."""
    return named_level(level)


def illustrated_heading(level: Level, phrases: Phrases) -> str:
    """What stands above the guide's examples of one level."""
    return phrases.say("What “{level}” ({number}) can look like", level=level.name, number=level.number)


def guide_name(title: str, version: str, phrases: Phrases) -> str:
    """The guide with its version, as the heading of what it says of itself."""
    known = version_in_words(phrases, version)
    return phrases.say("About the guide: {guide}, version {version}", guide=title, version=known)


def page_of_pages(phrases: Phrases) -> str:
    """What stands at the foot of each page; whoever sets the page puts the numbers in."""
    return phrases.say("Page {page} of {pages}", page="{page}", pages="{pages}")


def not_a_checklist(phrases: Phrases) -> str:
    """What the guide's illustrations are and are not."""
    return phrases.say("These are examples from the guide, not a checklist.")


def kept_apart(phrases: Phrases) -> str:
    """Why the ways of leaving a prompt are counted one by one."""
    return phrases.say(
        "“Don't know”, “not applicable” and “skipped” are kept apart on purpose: each tells "
        "something different."
    )


def numbers_in_runs(themes: Iterable[tuple[str, bool]], phrases: Phrases) -> str:
    """The numbers of those themes that are named; three and more that follow one another as "1 to 3"."""
    named: list[str] = []
    for is_named, run in groupby(themes, key=lambda theme: theme[1]):
        numbers = [number for number, _ in run]
        if is_named and len(numbers) > 2:
            named.append(phrases.say("{first} to {last}", first=numbers[0], last=numbers[-1]))
        elif is_named:
            named += numbers
    return phrases.with_commas(named)
