"""Reading a list of people to invite, with their teams, as a coordinator pastes or uploads it.

Here and not with the guides, as it is what somebody said to us and is cleaned as such. Never raises: what
cannot be read is reported with its line, all of it at once. Nothing but names and labels is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from content.model import PromptSet
from content.phrases import Phrases
from content.problem import LineProblem
from conversations.reading.lists.beside_names import holds_contact, label_alone, name_alone
from conversations.reading.lists.contacts import without_contacts
from conversations.reading.lists.headings import (
    NAMES,
    Headings,
    ListColumn,
    headings_in,
    is_like_headings,
)
from conversations.reading.lists.list_files import read_list_file
from conversations.reading.lists.mail_address import mail_address
from conversations.reading.lists.no_people import team_below, why_nobody, why_unreadable
from conversations.reading.lists.table_text import Table, TableRow
from conversations.reading.lists.unclear_columns import columns_unclear, no_column_of_names, shown_words
from conversations.reading.lists.written_names import (
    LONGEST_NAME,
    NameAndTeam,
    addressed,
    in_spoken_order,
    is_mail_address,
    is_telephone_number,
    label,
    name_and_team,
    person_called,
    why_no_name,
    without_bullet,
)
from conversations.reading.set_names import no_such_set, set_named

_UNNAMED = (ListColumn.NAME, ListColumn.TEAM, ListColumn.ORGANISATION)
"""What stands in the columns of a list without headings."""

_LINES_BEFORE_HEADINGS = 20


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody on a list: who they are there, their team and partner organisation where it says so.

    ``set_id`` is the set of prompts that it says for them; its word as it stands where no sets are known.
    ``mail`` is their e-mail address.
    """

    line: int
    name: str
    team: str
    partner: str
    set_id: str = ""
    mail: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What must not be on a list twice."""
        return (self.name.casefold(), self.team.casefold(), self.partner.casefold())


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column that was read: what as, its heading where it has one, and the first thing in it.

    Of a column of addresses nothing is shown.
    """

    column: ListColumn
    heading: str
    example: str


@dataclass(frozen=True, slots=True)
class LineLeftOut:
    """A line that is nobody: its first words, and why."""

    line: int
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class PeopleList:
    """The people of a list in its order, every problem with it, and all that was understood of it.

    ``left_out`` names the columns that were not read. ``headings_line`` is 0 where no line names them;
    ``is_guessed`` where it does so in words that are not known. ``team_above`` has the lines that took the
    team of the one above, ``beside_names`` those where more than a name or a team stood in its place.
    ``may_be_last_first``: each line may be a surname and a first name. ``letters`` is a word and what it may
    be as well. ``sheet`` and ``hidden`` are of a spreadsheet: its name, and how many hidden rows were not
    read.
    """

    people: tuple[ListedPerson, ...]
    problems: tuple[LineProblem, ...]
    left_out: tuple[str, ...] = ()
    columns: tuple[ReadColumn, ...] = ()
    headings_line: int = 0
    is_guessed: bool = False
    lines_left_out: tuple[LineLeftOut, ...] = ()
    team_above: tuple[int, ...] = ()
    beside_names: tuple[int, ...] = ()
    may_be_last_first: bool = False
    letters: tuple[str, str] = ("", "")
    sheet: str = ""
    hidden: int = 0


def read_people(source: bytes | str, phrases: Phrases, sets: Sequence[PromptSet] = ()) -> PeopleList:
    """The people of a pasted text or a file; of a spreadsheet those of the sheet that has the most.

    ``sets`` are those that a column may name; without any, what stands there is not looked at.
    """
    found = read_lists(source, phrases, sets)
    return max(found, key=lambda each: len(each.people))


def read_lists(
    source: bytes | str, phrases: Phrases, sets: Sequence[PromptSet] = ()
) -> tuple[PeopleList, ...]:
    """The people of each sheet of a spreadsheet, in the order of the sheets; of any other list one alone."""
    file = read_list_file(source, phrases, lambda cells: headings_in(cells, phrases) is not None)
    if file.refused:
        return (PeopleList((), (LineProblem(0, file.refused),)),)
    found = [replace(_read(each, phrases, sets), letters=file.letters) for each in file.tables]
    with_people = tuple(each for each in found if each.people)
    return with_people or (found[0] if found else _nobody(phrases),)


def _nobody(p: Phrases) -> PeopleList:
    return PeopleList((), (LineProblem(0, p.say("There is no name on this list.")),))


@dataclass(slots=True)
class _Reading:
    """A list while it is read."""

    phrases: Phrases
    sets: Sequence[PromptSet]
    people: dict[tuple[str, str, str], ListedPerson] = field(default_factory=dict)
    problems: list[LineProblem] = field(default_factory=list)
    lines_left_out: list[LineLeftOut] = field(default_factory=list)
    team_above: list[int] = field(default_factory=list)
    beside_names: list[int] = field(default_factory=list)

    def leave_out(self, row: TableRow, why: str) -> None:
        words = next((label(cell) for cell in row.cells if cell.strip()), "")
        self.lines_left_out.append(LineLeftOut(row.line, shown_words(words), why))

    def add(self, person: ListedPerson | str, line: int) -> None:
        """Take somebody on, or say why not."""
        if isinstance(person, ListedPerson) and person.key in self.people:
            person = _listed_twice(person, self.people[person.key], self.phrases)
        if isinstance(person, ListedPerson):
            self.people[person.key] = person
        else:
            self.problems.append(LineProblem(line, person))


def _read(table: Table, phrases: Phrases, sets: Sequence[PromptSet]) -> PeopleList:
    reading = _Reading(phrases, sets, problems=list(table.problems))
    at, headings = _headings_of(table.rows, phrases)
    rows = table.rows
    is_guessed = headings is None and bool(rows) and is_like_headings(rows[0].cells)
    line = 0
    if headings is not None or is_guessed:
        line = rows[at].line
        for above in rows[:at]:
            reading.leave_out(above, phrases.say("it stands above the headings"))
        rows = rows[at + 1 :]
    if headings is not None and not headings.has_names:
        reading.problems.append(LineProblem(line, no_column_of_names(headings, phrases)))
        rows = ()
    if headings is not None:
        _take_headed(reading, headings, rows)
        columns = tuple(_columns_read(headings, rows))
    elif _is_too_wide(rows):
        reading.problems.append(LineProblem(table.rows[0].line, columns_unclear(table.rows[0], phrases)))
        columns = ()
    else:
        _take_unheaded(reading, rows)
        columns = ()
    people = tuple(reading.people.values())
    if not people and not reading.problems:
        return _nobody(phrases)
    return PeopleList(
        people,
        tuple(sorted(reading.problems)),
        tuple(map(shown_words, headings.left_out)) if headings else (),
        columns,
        line,
        is_guessed,
        tuple(sorted(reading.lines_left_out, key=lambda each: each.line)),
        tuple(reading.team_above),
        tuple(reading.beside_names),
        headings is None and _may_be_last_first(people),
        sheet=table.sheet,
        hidden=table.hidden,
    )


def _headings_of(rows: Sequence[TableRow], phrases: Phrases) -> tuple[int, Headings | None]:
    """The place of the line that names the columns, and what it says; of two, the one that says more."""
    for at, row in enumerate(rows[:_LINES_BEFORE_HEADINGS]):
        found = headings_in(row.cells, phrases)
        if found is None:
            continue
        below = headings_in(rows[at + 1].cells, phrases) if at + 1 < len(rows) else None
        if below is not None and sum(map(bool, below.read)) > sum(map(bool, found.read)):
            return at + 1, below
        return at, found
    return 0, None


def _take_headed(reading: _Reading, headings: Headings, rows: Sequence[TableRow]) -> None:
    """The people of a table of which each column is known."""
    p = reading.phrases
    teams_come_first = _teams_come_first(headings)
    team = ""
    for at, row in enumerate(rows):
        again = headings_in(row.cells, p)
        if again is not None and again.has_names and len(again.read) > 1:
            if again.read == headings.read:
                reading.leave_out(row, p.say("it names the columns again"))
                continue
            for rest in rows[at:]:
                reading.leave_out(rest, p.say("another table begins above it or on it"))
            return
        if why := why_nobody(row, p):
            reading.leave_out(row, why)
            continue
        told = dict(_told(row.cells, headings.read))
        own = told.get(ListColumn.TEAM, "")
        goes_on = any(
            column is ListColumn.TEAM and place in row.below for place, column in enumerate(headings.read)
        )
        if not own and team and (goes_on or (teams_come_first and _has_name(told))):
            told[ListColumn.TEAM] = team
            reading.team_above.append(row.line)
        team = told.get(ListColumn.TEAM, "") or team
        read = [cell for cell, column in zip(row.cells, headings.read, strict=False) if column]
        reading.add(_first_unreadable(read, p) or _person(reading, row, told), row.line)


def _teams_come_first(headings: Headings) -> bool:
    """Whether the team stands before the name, as it does where it is written once for several people."""
    read = headings.read
    return ListColumn.TEAM in read and read.index(ListColumn.TEAM) < min(
        (read.index(column) for column in NAMES if column in read), default=0
    )


def _has_name(told: dict[ListColumn, str]) -> bool:
    return any(told.get(column) for column in NAMES)


def _person(reading: _Reading, row: TableRow, told: dict[ListColumn, str]) -> ListedPerson | str:
    """The person of a row, or why there is none."""
    first, last = told.get(ListColumn.FIRST, ""), told.get(ListColumn.LAST, "")
    both = f"{first} {last}".strip()
    written = both if first and last else told.get(ListColumn.NAME) or both
    return _listed(reading, row.line, written, told)


def _listed(reading: _Reading, line: int, written: str, told: dict[ListColumn, str]) -> ListedPerson | str:
    p = reading.phrases
    if why := why_no_name(written, p):
        return why
    alone = name_alone(person_called(written, p), p)
    labels = told.get(ListColumn.TEAM, ""), told.get(ListColumn.ORGANISATION, "")
    name, team, organisation = alone.name, *(label_alone(each, p) for each in labels)
    if max(map(len, (name, team, organisation))) > LONGEST_NAME:
        return p.say("A name, a team or an organisation may have {most} characters.", most=LONGEST_NAME)
    said = told.get(ListColumn.MAIL, "") or alone.mail
    mail = mail_address(said) if said else ""
    if mail is None:
        return p.say("This line needs one e-mail address, such as ann@example.org, or none.")
    word = told.get(ListColumn.SET, "")
    chosen = set_named(word, reading.sets) if word and reading.sets else None
    if word and reading.sets and chosen is None:
        return no_such_set(p, without_contacts(word), reading.sets)
    set_id = chosen.id if chosen else word[:LONGEST_NAME]
    if alone.is_more or labels != (team, organisation) or alone.mail not in ("", said):
        reading.beside_names.append(line)
    return ListedPerson(line, name, team, organisation, set_id, mail)


def _take_unheaded(reading: _Reading, rows: Sequence[TableRow]) -> None:
    """The people of a list without headings: a line for each, or as mail programs write them."""
    p = reading.phrases
    team = ""
    for row in rows:
        together = addressed(", ".join(filter(str.strip, row.cells)))
        if together:
            for each in together:
                told = {ListColumn.TEAM: label(each.team) or team, ListColumn.MAIL: each.mail}
                reading.add(_listed(reading, row.line, label(in_spoken_order(each.name)), told), row.line)
            continue
        if below := team_below(row):
            team = below
            reading.leave_out(row, p.say("it names the team of the lines below it"))
            continue
        if why := why_nobody(row, p):
            reading.leave_out(row, why)
            continue
        reading.add(_unheaded_person(reading, row, team), row.line)
        if team:
            reading.team_above.append(row.line)


def _unheaded_person(reading: _Reading, row: TableRow, team: str) -> ListedPerson | str:
    p = reading.phrases
    if why := _first_unreadable(row.cells, p):
        return why
    cells = [label(without_bullet(cell) if at == 0 else cell) for at, cell in enumerate(row.cells)]
    addresses = [cell for cell in cells if is_mail_address(cell)]
    cells = [cell for cell in cells if not is_mail_address(cell)] or cells
    told = dict(zip(_UNNAMED, cells, strict=False))
    told[ListColumn.MAIL] = addresses[0].strip("<>") if addresses else ""
    alone = NameAndTeam(told[ListColumn.NAME])
    if not any(cells[1:]) and not holds_contact(alone.name):
        alone = name_and_team(alone.name)
    told[ListColumn.TEAM] = alone.team or told.get(ListColumn.TEAM, "") or team
    return _listed(reading, row.line, alone.name, told)


def _first_unreadable(cells: Sequence[str], p: Phrases) -> str:
    return next(filter(None, (why_unreadable(cell, p) for cell in cells)), "")


def _told(cells: Sequence[str], columns: Sequence[ListColumn | None]) -> Iterator[tuple[ListColumn, str]]:
    """What the columns that are read hold; the others may be many, and long."""
    for column, cell in zip(columns, cells, strict=False):
        if column:
            yield column, label(cell)


def _columns_read(headings: Headings, rows: Sequence[TableRow]) -> Iterator[ReadColumn]:
    for at, each in enumerate(headings.columns):
        if each.column is None:
            continue
        filled = (label(row.cells[at]) for row in rows if at < len(row.cells))
        example = "" if each.column is ListColumn.MAIL else next(filter(None, filled), "")
        yield ReadColumn(each.column, shown_words(each.heading), shown_words(example))


def _is_too_wide(rows: Sequence[TableRow]) -> bool:
    """Whether lines have more than a name, a team and an organisation, and nothing says which is which."""
    return any(
        (
            sum(bool(cell.strip()) and not is_mail_address(cell) for cell in row.cells) > len(_UNNAMED)
            or any(map(is_telephone_number, row.cells))
        )
        and not addressed(", ".join(row.cells))
        for row in rows
    )


def _may_be_last_first(people: Sequence[ListedPerson]) -> bool:
    """Whether each line is two single words, the second different on each: a team would come again."""
    seconds = {each.team for each in people}
    return (
        len(people) > 1
        and len(seconds) == len(people)
        and all(" " not in each.name and each.team and " " not in each.team for each in people)
    )


def _listed_twice(person: ListedPerson, before: ListedPerson, phrases: Phrases) -> str:
    name, team = without_contacts(person.name), without_contacts(person.team)
    if not team:
        return phrases.say("“{name}” is on line {line} already.", name=name, line=before.line)
    return phrases.say(
        "“{name}” of “{team}” is on line {line} already.",
        name=name,
        team=team,
        line=before.line,
    )
