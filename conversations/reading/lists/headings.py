"""The headings of a list of people: which column is which, whatever system named them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import lru_cache
from typing import Final

from content.phrases import Phrases
from conversations.reading.lists.written_names import label
from conversations.reading.typed import listed, plain


@unique
class ListColumn(StrEnum):
    """What a column of a list may hold that is read."""

    NAME = "name"
    FIRST = "first name"
    LAST = "last name"
    TEAM = "team"
    ORGANISATION = "organisation"
    SET = "set"
    MAIL = "mail"


NAMES: Final = (ListColumn.NAME, ListColumn.FIRST, ListColumn.LAST)

_HEADINGS: Final[Mapping[ListColumn, tuple[str, ...]]] = {
    ListColumn.NAME: (
        *("name", "full name", "fullname", "names", "display name", "displayname", "person name"),
        *("staff name", "employee name", "worker name", "member name", "contact name", "participant name"),
        *("name of employee", "name of staff", "person", "participant", "staff", "staff member"),
        *("member of staff", "employee", "colleague", "worker", "attendee", "contact"),
    ),
    ListColumn.FIRST: (
        *("first name", "firstname", "forename", "forenames", "given name", "givenname", "first names"),
        *("christian name", "first"),
    ),
    ListColumn.LAST: ("last name", "lastname", "surname", "family name", "second name", "familyname", "last"),
    ListColumn.TEAM: (
        *("team", "teams", "team name", "service area", "service", "department", "dept", "unit"),
        *("organisation department", "organization department", "organisation unit", "organization unit"),
        *("org unit", "organisational unit", "business unit", "section", "group", "division"),
        *("which team are you in", "your team", "team service"),
    ),
    ListColumn.ORGANISATION: (
        *("organisation", "organization", "organisation name", "organization name", "partner"),
        *("partner organisation", "partner organization", "employer", "council", "company", "company name"),
        *("agency", "institution"),
    ),
    ListColumn.SET: ("set", "sets", "prompt set", "set of prompts"),
    ListColumn.MAIL: (
        *("email", "e mail", "mail", "email address", "e mail address", "work email", "work e mail"),
        "e mail 1 value",
    ),
}
"""What systems call each column, the likelier before the less likely where a list has several of them."""

_WEAK: Final = frozenset(
    {"person", "participant", "staff", "staff member", "member of staff", "employee", "colleague", "worker"}
    | {"attendee", "contact", "first", "last", "names"}
)
"""Words for people that may begin a title: they name a column only where another heading does too."""

_OTHERS: Final = frozenset(
    {"upn", "user principal name"}
    | {"user name", "username", "login", "phone", "mobile", "mobile phone", "telephone"}
    | {"telephone number", "phone number", "mobile number", "business phone", "office phone", "home phone"}
    | {"employee number", "employee id", "employee no", "staff id", "staff number", "payroll number", "id"}
    | {
        "tid",
        "number",
        "no",
        "title",
        "job title",
        "post",
        "post title",
        "position",
        "position title",
        "role",
    }
    | {"grade", "status", "base", "location", "office", "address", "street address", "city", "postcode"}
    | {"start date", "end date", "manager", "line manager", "notes", "middle name", "suffix", "nickname"}
    | {"first join", "last leave", "hours", "fte", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}
    | {"completion time", "start time", "language", "token", "tags", "account enabled", "object id"}
)
"""What systems call columns of which nothing is read."""

_KNOWN: Final[Mapping[str, ListColumn]] = {
    name: column for column, named in _HEADINGS.items() for name in named
}
_RANK: Final[Mapping[str, int]] = {name: at for named in _HEADINGS.values() for at, name in enumerate(named)}

_INSIDE: Final = re.compile(r"[\[(<]([^\])>]{0,80})[\])>]")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN: Final = re.compile(r"[\s_./*:?-]+")
_ASIDE: Final = ("required", "read only", "optional", "mandatory")
LONGEST_HEADING: Final = 60
"""No heading has more characters: what is longer is somebody's sentence."""


@dataclass(frozen=True, slots=True)
class NamedColumn:
    """A column of a list by its heading as it stands there; ``column`` is None where it is not read."""

    heading: str
    column: ListColumn | None


@dataclass(frozen=True, slots=True)
class Headings:
    """What a line of headings says of each column of its table, in order."""

    columns: tuple[NamedColumn, ...]

    @property
    def has_names(self) -> bool:
        """Whether a column holds names."""
        return any(each.column in NAMES for each in self.columns)

    @property
    def read(self) -> tuple[ListColumn | None, ...]:
        """What is read of each column."""
        return tuple(each.column for each in self.columns)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headings of the columns that are not read."""
        return tuple(each.heading for each in self.columns if each.heading and each.column is None)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a known heading means: ``column`` is None where nobody's name or team stands in it.

    ``rank`` is lower for the likelier of several headings of one column.
    """

    column: ListColumn | None
    rank: int = 0
    is_strong: bool = False


def headings_in(cells: Sequence[str], phrases: Phrases) -> Headings | None:
    """What these cells say as headings; None where they are no line of headings."""
    own = _own_words(phrases)
    meant = [_meaning(cell, own) for cell in cells]
    filled = sum(bool(cell.strip()) for cell in cells)
    known = [each for each in meant if each is not None]
    is_whole = len(known) == filled
    if not known or not (is_whole or len(known) > 1 or known[0].is_strong):
        return None
    if not any(each.column for each in known) and not (is_whole and filled > 1):
        return None
    return Headings(tuple(_one_of_each(cells, meant)))


def is_like_headings(cells: Sequence[str]) -> bool:
    """Whether cells look like headings in words that are not known: nobody writes names as these are."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(
        "_" in cell or _HUMP.search(cell) is not None or cell[0].islower() for cell in filled
    )


def _one_of_each(cells: Sequence[str], meant: Sequence[_Known | None]) -> Iterator[NamedColumn]:
    """Each column by its heading; of several that may be one thing the likeliest is read."""
    best: dict[ListColumn, int] = {}
    for at, each in enumerate(meant):
        if each is None or each.column is None:
            continue
        before = meant[best.get(each.column, at)]
        if before is None or each.rank < before.rank or each.column not in best:
            best[each.column] = at
    for at, (cell, each) in enumerate(zip(cells, meant, strict=True)):
        column = each.column if each is not None and each.column and best[each.column] == at else None
        yield NamedColumn(" ".join(cell.split())[:LONGEST_HEADING], column)


def _meaning(cell: str, own: Mapping[str, ListColumn]) -> _Known | None:
    """What a heading means by its own words, or else by those in its brackets."""
    for words in _words_in(cell):
        if words in own:
            return _Known(own[words], is_strong=own[words] in NAMES and words not in _WEAK)
        if words in _KNOWN:
            column = _KNOWN[words]
            return _Known(column, _RANK[words], column in NAMES and words not in _WEAK)
        if words in _OTHERS:
            return _Known(None)
    return None


def _words_in(cell: str) -> Iterator[str]:
    """The words of a heading in small letters without what systems add, and then those in brackets."""
    if len(cell) > LONGEST_HEADING:
        return
    cell = label(cell)
    for text in dict.fromkeys((_INSIDE.sub(" ", cell), cell, *_INSIDE.findall(cell))):
        words = plain(_BETWEEN.sub(" ", _HUMP.sub(" ", text)))
        for aside in _ASIDE:
            words = words.removesuffix(aside).strip()
        if words:
            yield words


@lru_cache(maxsize=32)
def _own_words(phrases: Phrases) -> Mapping[str, ListColumn]:
    """The words for the columns in the language of whoever sends the list."""
    p = phrases
    told = {
        ListColumn.NAME: p.say("name; full name; staff member"),
        ListColumn.FIRST: p.say("first name; forename"),
        ListColumn.LAST: p.say("last name; surname"),
        ListColumn.TEAM: p.say("team; department; service"),
        ListColumn.ORGANISATION: p.say("organisation; partner"),
        ListColumn.SET: p.say("set of prompts; set"),
        ListColumn.MAIL: p.say("e-mail; e-mail address"),
    }
    return {word: column for column, words in told.items() for word in listed(words)}
