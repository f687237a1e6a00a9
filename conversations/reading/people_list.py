"""Reading a list of people to invite, with their teams, as a coordinator pastes or uploads it.

Here and not with the guides, as it is what somebody said to us and is cleaned as such. Never raises: what
cannot be read is reported with its line, all of it at once. Nothing but names and labels is kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.model import PromptSet
from content.phrases import Phrases
from content.problem import LineProblem
from conversations.reading.clean import clean_text
from conversations.reading.formulas import without_formula_signs
from conversations.reading.set_names import no_such_set, set_named
from conversations.reading.table_text import TableRow, read_table
from conversations.reading.typed import plain

LONGEST_NAME = 100
"""How many characters a name, a team or an organisation may have."""

_SPACES = re.compile(r"\s+")
_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_NAME, _FIRST, _LAST, _TEAM, _ORGANISATION = "name", "first", "last", "team", "organisation"
_SET = "set"
_NAMES = (_NAME, _FIRST, _LAST)
_UNNAMED_COLUMNS = (_NAME, _TEAM, _ORGANISATION)
_HEADINGS = {
    _NAME: (
        *("name", "names", "full name", "person", "participant"),
        *("staff", "staff member", "member of staff", "employee", "colleague", "worker", "worker name"),
    ),
    _FIRST: ("first name", "firstname", "forename", "given name"),
    _LAST: ("last name", "lastname", "surname", "family name"),
    _TEAM: ("team", "teams", "team name", "service", "unit", "group", "department"),
    _ORGANISATION: ("organisation", "organization", "partner", "employer", "council", "company", "agency"),
    _SET: ("set", "sets", "prompt set", "set of prompts"),
}
_ONLY_HEADINGS = {"email", "e-mail", "email address", "e-mail address", "phone"}
"""What nobody's name, team or organisation is: a line that has one of these is a line of headings."""
_COLUMNS = {heading: column for column, headings in _HEADINGS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody on a list: who they are there, their team and partner organisation where it says so.

    ``set_id`` is the set of prompts that it says for them; its word as it stands where no sets are known.
    """

    line: int
    name: str
    team: str
    partner: str
    set_id: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What must not be on a list twice."""
        return (self.name.casefold(), self.team.casefold(), self.partner.casefold())


@dataclass(frozen=True, slots=True)
class PeopleList:
    """The people of a list in its order, every problem with it, and the columns that were not read."""

    people: tuple[ListedPerson, ...]
    problems: tuple[LineProblem, ...]
    left_out: tuple[str, ...]


def read_people(source: bytes | str, phrases: Phrases, sets: Sequence[PromptSet] = ()) -> PeopleList:
    """The people of a pasted text or a file: a line for each, with or without a line of headings.

    ``sets`` are those that a column may name; without any, what stands there is not looked at.
    """
    table = read_table(source, phrases)
    problems = list(table.problems)
    rows = table.rows
    columns, left_out = _headed(rows[0], phrases) if rows else (None, ())
    if columns is not None:
        rows = rows[1:]
        if not set(columns) & set(_NAMES):
            problems.append(
                LineProblem(table.rows[0].line, phrases.say("None of these columns is called “name”."))
            )
            rows = ()
    people: dict[tuple[str, str, str], ListedPerson] = {}
    for row in rows:
        person = _person(row, columns, phrases, sets)
        if isinstance(person, ListedPerson) and person.key in people:
            person = _listed_twice(person, people[person.key], phrases)
        if isinstance(person, ListedPerson):
            people[person.key] = person
        else:
            problems.append(LineProblem(row.line, person))
    if not people and not problems:
        problems.append(LineProblem(0, phrases.say("There is no name on this list.")))
    return PeopleList(tuple(people.values()), tuple(sorted(problems)), left_out)


_Columns = tuple[str | None, ...]


def _headed(row: TableRow, phrases: Phrases) -> tuple[_Columns | None, tuple[str, ...]]:
    """What a line of headings says of each column, and those that nobody reads; None when it is a person."""
    headings = [label(cell) for cell in row.cells]
    known = _COLUMNS | {
        phrases.say("name"): _NAME,
        phrases.say("team"): _TEAM,
        phrases.say("organisation"): _ORGANISATION,
        phrases.say("set of prompts"): _SET,
    }
    columns = [known.get(plain(heading)) for heading in headings]
    said = [column for column, heading in zip(columns, headings, strict=True) if heading]
    is_table = bool(_ONLY_HEADINGS & {plain(heading) for heading in headings})
    if not set(columns) & set(_NAMES) and not all(said) and not is_table:
        return None, ()
    left_out = [heading for column, heading in zip(columns, headings, strict=True) if heading and not column]
    first_of_kind = (column if column not in columns[:at] else None for at, column in enumerate(columns))
    return tuple(first_of_kind), tuple(left_out)


def _person(
    row: TableRow, columns: _Columns | None, phrases: Phrases, sets: Sequence[PromptSet]
) -> ListedPerson | str:
    """The person of a row, or why there is none."""
    if columns is None and any(map(str.strip, row.cells[len(_UNNAMED_COLUMNS) :])):
        return phrases.say(
            "This line has more than a name, a team and an organisation. "
            "Begin the list with a line that names its columns."
        )
    told = dict(_told(row.cells, columns or _UNNAMED_COLUMNS))
    name = told.get(_NAME) or " ".join(filter(None, (told.get(_FIRST), told.get(_LAST))))
    if not name:
        return phrases.say("There is no name on this line.")
    team, organisation = told.get(_TEAM, ""), told.get(_ORGANISATION, "")
    if max(map(len, (name, team, organisation))) > LONGEST_NAME:
        return phrases.say("A name, a team or an organisation may have {most} characters.", most=LONGEST_NAME)
    word = told.get(_SET, "")
    chosen = set_named(word, sets) if word and sets else None
    if word and sets and chosen is None:
        return no_such_set(phrases, word, sets)
    return ListedPerson(row.line, name, team, organisation, chosen.id if chosen else word[:LONGEST_NAME])


def _told(cells: tuple[str, ...], columns: _Columns) -> Iterator[tuple[str, str]]:
    """What the columns that are read hold; the others may be many, and long."""
    for column, cell in zip(columns, cells, strict=False):
        if column:
            yield column, label(cell)


def label(cell: str) -> str:
    """A name or label on one line, cleaned as all words are, and harmless in a spreadsheet."""
    text = _SPACES.sub(" ", _STEERING.sub("", clean_text(cell, len(cell)).text))
    return without_formula_signs(text).strip()


def _listed_twice(person: ListedPerson, before: ListedPerson, phrases: Phrases) -> str:
    if not person.team:
        return phrases.say("“{name}” is on line {line} already.", name=person.name, line=before.line)
    return phrases.say(
        "“{name}” of “{team}” is on line {line} already.",
        name=person.name,
        team=person.team,
        line=before.line,
    )
