"""Lists of people: from whatever program they come, each person is read or their line is reported."""

import csv
import io
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.phrases import phrases_in
from conversations.reading.formulas import as_cell
from conversations.reading.lists.line_notes import notes_on_lines
from conversations.reading.lists.people_list import PeopleList, read_people
from conversations.reading.lists.table_text import LARGEST_TABLE, LONGEST_LINE, MOST_LINES_IN_ROW, MOST_ROWS
from conversations.reading.lists.written_names import LONGEST_NAME
from tests.players.pseudo import PSEUDO, hard_coded

ENGLISH = phrases_in("en")


def people(source: bytes | str) -> list[tuple[str, str, str]]:
    """The people of a list without any problem."""
    found = read_people(source, ENGLISH)
    assert found.problems == ()
    return [(each.name, each.team, each.partner) for each in found.people]


def problems(source: bytes | str) -> list[tuple[int, str]]:
    return [(each.line, each.what) for each in read_people(source, ENGLISH).problems]


LISTS = (
    "Zoë Smith, North\nJosé Brown, South",
    "Zoë Smith;North\nJosé Brown;South",
    "Zoë Smith\tNorth\r\nJosé Brown\tSouth\r\n",
    "Name,Team\nZoë Smith,North\nJosé Brown,South",
    "Name | Team\nZoë Smith | North\nJosé Brown | South",
    "sep=;\nZoë Smith;North\nJosé Brown;South",
    "TEAM ; name\nNorth;Zoë Smith\nSouth;José Brown",
    '"Team","E-mail","First name","Surname"\r"North","a@b.example","Zoë","Smith"\r"South","","José","Brown"',
    "\n\n  Zoë   Smith ,North,,\n,,,\n\nJosé Brown, South\n",
    "'=Zoë Smith,+North\n@José Brown,\uff1dSouth",
    "Zoe\u0308 Smith,North\nJosé\x00 Bro\u202ewn,Sou\x07th",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


def can_be(text: str, encoding: str) -> bool:
    return text.encode(encoding, "ignore").decode(encoding) == text


SOURCES = [*LISTS, *(text.encode(name) for text in LISTS for name in ENCODINGS if can_be(text, name))]


@pytest.mark.parametrize("source", SOURCES)
def test_two_people_are_read_from_each_kind_of_list(source: bytes | str) -> None:
    assert people(source) == [("Zoë Smith", "North", ""), ("José Brown", "South", "")]


def test_a_bar_in_some_teams_parts_no_cells() -> None:
    assert people("Ann,North\nBob,South | nights") == [("Ann", "North", ""), ("Bob", "South | nights", "")]


def test_an_organisation_may_stand_in_the_third_column_or_under_its_heading() -> None:
    assert people("Ann,North,Example Health") == [("Ann", "North", "Example Health")]
    assert people("Organisation,Name\nExample Health,Ann") == [("Ann", "", "Example Health")]


def test_names_alone_are_enough() -> None:
    assert people("Ann Smith\nBob") == [("Ann Smith", "", ""), ("Bob", "", "")]


def test_a_quoted_cell_may_hold_what_parts_cells_and_lines() -> None:
    source = 'name;team\n"Smith; ""Ann""\nMarie";North\nBob;South\nann;'
    assert people(source) == [('Smith; "Ann" Marie', "North", ""), ("Bob", "South", ""), ("ann", "", "")]
    assert [each.line for each in read_people(source, ENGLISH).people] == [2, 4, 5]


def test_quotation_marks_within_a_name_stay() -> None:
    assert people('Ann "Annie" Smith, North\nBob 5", South') == [
        ('Ann "Annie" Smith', "North", ""),
        ('Bob 5"', "South", ""),
    ]


def test_columns_that_are_not_read_are_told_and_nothing_of_them_is_kept() -> None:
    found = read_people("Name,Grade,Team,Phone\nAnn,Band 7,North,07700 900123", ENGLISH)
    assert found.left_out == ("Grade", "Phone")
    assert "900123" not in repr(found.people)
    assert "Band 7" not in repr(found.people)


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("Name,E-mail,Team\nAnn,Ann@Example.org,North\nBob,,East", ["Ann@example.org", ""]),
        ("EMAIL ADDRESS\tSurname\tFirst name\nann@example.org\tExample\tAnn", ["ann@example.org"]),
        ("Name;Work email\nAnn; ann@exämple.org ", ["ann@xn--exmple-cua.org"]),
        ("Ann, North, ann@example.org\nbob@example.org, Bob", ["ann@example.org", "bob@example.org"]),
        ("Ann Example <ann@example.org>, North", ["ann@example.org"]),
        ("Ann, ann@example.org\nBob, ann@example.org", ["ann@example.org"] * 2),
    ],
)
def test_an_address_is_read_in_its_column_or_wherever_it_stands_without_headings(
    source: str, read: list[str]
) -> None:
    found = read_people(source, ENGLISH)
    assert found.problems == ()
    assert [each.mail for each in found.people] == read
    assert "@" not in "".join(each.name + each.team + each.partner for each in found.people)


@pytest.mark.parametrize(
    "cell", ["ann", "ann@example", "ann@example.org; bob@example.org", "ànn@example.org", "ann@@example.org"]
)
def test_what_is_not_one_address_is_told_with_its_line(cell: str) -> None:
    source = f'Name,E-mail\nBob,bob@example.org\nAnn,"{cell}"'
    assert problems(source) == [(3, "This line needs one e-mail address, such as ann@example.org, or none.")]


@pytest.mark.parametrize("cell", ["07700 900123", "+44 1475 551234", "(01475) 55-12-34"])
def test_a_telephone_number_is_nobody_s_team(cell: str) -> None:
    ((line, told),) = problems(f"Ann, North, {cell}\nBob, Team 1234567")
    assert line == 1
    assert told.startswith("It is not clear what the columns are. This line has “Ann”, “North”, “…”.")


def test_an_address_alone_is_nobody_s_name() -> None:
    assert problems("ann@example.org\nBob, bob@example.org") == [
        (1, "There is an address on this line, and no name.")
    ]


def test_every_problem_is_told_at_once_with_its_line() -> None:
    long = "x" * (LONGEST_NAME + 1)
    source = (
        f'Name,Team\nAnn,North\n,South\n{long},North\n"Bob,East\nann,NORTH\n=,West\nAnn,South\n{"y" * 4001}\n'
    )
    assert problems(source) == [
        (3, "There is no name on this line."),
        (4, "A name, a team or an organisation may have 100 characters."),
        (5, "A quotation mark begins on this line and does not end."),
        (6, "“ann” of “NORTH” is on line 2 already."),
        (7, "There is no name on this line."),
        (9, "This line is too long."),
    ]
    read = read_people(source, ENGLISH).people
    assert [(each.name, each.team) for each in read] == [("Ann", "North"), ("Ann", "South")]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", (0, "There is no name on this list.")),
        (b" \n,,\n", (0, "There is no name on this list.")),
        ("Ann\nAnn", (2, "“Ann” is on line 1 already.")),
        (
            "Team,Organisation\nNorth,X",
            (
                1,
                (
                    "This line names the columns “Team”, “Organisation”, and none of them is “name”. Write "
                    "“name” above the names, and send the list again."
                ),
            ),
        ),
        (
            "Ann,North,Example,more",
            (
                1,
                (
                    "It is not clear what the columns are. This line has “Ann”, “North”, “Example”, “more”. "
                    "Begin the list with a line that names them, such as: name, team, organisation."
                ),
            ),
        ),
        ("Ann,\n" * 1 + " " * LARGEST_TABLE, (0, "This is too large. A list may have 2 MiB at most.")),
    ],
)
def test_a_list_that_cannot_be_read_is_told_why(source: bytes | str, told: tuple[int, str]) -> None:
    assert problems(source) == [told]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04rest of a workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
    ],
)
def test_a_damaged_workbook_or_a_picture_is_no_list_and_the_way_to_one_is_told(data: bytes) -> None:
    ((line, what),) = problems(data)
    assert line == 0
    assert "CSV" in what


def test_a_list_has_at_most_so_many_rows() -> None:
    rows = [f"Person {n},Team\n" for n in range(MOST_ROWS + 5)]
    assert problems("".join(rows)) == [(0, "A list may have 5,000 rows at most.")]
    assert read_people("".join(rows), ENGLISH).people == ()
    assert len(people("".join(rows[:MOST_ROWS]))) == MOST_ROWS


def test_an_open_quotation_mark_costs_its_own_line_only() -> None:
    after = "".join(f"Person {n},Team\n" for n in range(2 * MOST_LINES_IN_ROW))
    found = read_people(f'"Open,Team\n{after}', ENGLISH)
    assert [each.line for each in found.problems] == [1]
    assert len(found.people) == 2 * MOST_LINES_IN_ROW


def test_a_too_long_line_within_quotation_marks_is_not_cut_in_silence() -> None:
    found = read_people(f'"Ann\n{"y" * (LONGEST_LINE + 1)}",North\nBob,South', ENGLISH)
    assert [each.line for each in found.problems] == [1, 2]
    assert [each.name for each in found.people] == ["Bob"]


def check(found: PeopleList) -> None:
    keys = [person.key for person in found.people]
    assert len(set(keys)) == len(keys)
    assert len(found.people) + len(found.problems) <= MOST_ROWS + 1
    assert found.people or found.problems
    for person in found.people:
        for text in (person.name, person.team, person.partner):
            assert len(text) <= LONGEST_NAME
            assert as_cell(text) == text
            assert text == text.strip()
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
        assert person.name


PIECES = st.sampled_from(
    [",", ";", "\t", '"', "\n", "\r", "\r\n", "name", "team", "=", "'", "-", "é", "\x00", " ", "x"]
)


@settings(max_examples=300)
@given(st.binary(max_size=300) | st.text(max_size=200) | st.lists(PIECES, max_size=60).map("".join))
def test_any_bytes_and_any_text_are_read_or_told(source: bytes | str) -> None:
    check(read_people(source, ENGLISH))


def test_random_bytes_are_read_or_told() -> None:
    rng = random.Random(20261130)
    for _ in range(3_000):
        some = rng.randbytes(rng.randrange(200))
        check(
            read_people(rng.choice([b"", b"\xff\xfe", b"\xef\xbb\xbf", b'name,"', b"a,b\n"]) + some, ENGLISH)
        )


@pytest.mark.parametrize("piece", ['"\n', ",\n", "\n", '"', ",", "a\n", '","\n', "é", '"a\n"', "\x00"])
def test_a_list_as_large_as_may_be_is_read_or_told(piece: str) -> None:
    source = (piece * LARGEST_TABLE)[:LARGEST_TABLE]
    check(read_people(source, ENGLISH))


NAMES = st.text(st.sampled_from("abcXYZ éß中'.-;\"\n"), min_size=1, max_size=12).map(
    lambda text: "n" + " ".join(text.split())
)


@given(
    st.lists(
        st.tuples(NAMES, NAMES),
        min_size=1,
        max_size=8,
        unique_by=lambda row: (row[0].casefold(), row[1].casefold()),
    ),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_program_writes_as_csv_is_read_back(
    rows: list[tuple[str, str]], parter: str, encoding: str
) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=parter).writerows([("Name", "Team"), *rows])
    assert people(written.getvalue().encode(encoding)) == [(name, team, "") for name, team in rows]


def test_every_sentence_is_a_phrase() -> None:
    sources = (
        b"PK\x03\x04",
        "",
        "x" * (LARGEST_TABLE + 1),
        "team,organisation",
        '"b\nb,c\n,5\n#N/A\n6\nd\nd\ne,f\ne,f\n' + "g" * 101 + "\n" + "9" * 4001,
        "b,c,d,e",
        "".join(f"{n}\n" for n in range(MOST_ROWS + 1)),
    )
    told = [each.what for source in sources for each in read_people(source, PSEUDO).problems]
    assert len(told) > 9
    assert [
        hard_coded(what, {"team", "organisation", "“b”", "“c”", "“d”", "“e”", "“f”", "#N/A"}) for what in told
    ] == [[]] * len(told)


# --- more than a name in a name's place -------------------------------------------------------------------

BESIDE = (
    "07700 900123",
    "(07700 900123)",
    "- 07700 900123",
    "tel: 07700 900123",
    "(mob. +44 7700 900123)",
    "(on leave)",
    "(she/her)",
    "[agency]",
    "1234567",
    "E12345",
    "#4821",
)
"""What people write behind a name that is neither a name nor an address."""


@pytest.mark.parametrize("also", BESIDE)
@pytest.mark.parametrize("form", ["Ann Example {also}, North", "Name,Team\nAnn Example {also},North"])
def test_what_stands_beside_a_name_is_not_taken_as_one_and_its_line_is_told(form: str, also: str) -> None:
    found = read_people(form.format(also=also), ENGLISH)
    assert [(each.name, each.team, each.mail) for each in found.people] == [("Ann Example", "North", "")]
    assert found.problems == ()
    assert found.beside_names == (found.people[0].line,)


@pytest.mark.parametrize("also", [each for each in BESIDE if "(" not in each])
def test_alone_on_its_line_it_is_no_team_either(also: str) -> None:
    if also.startswith("["):
        return
    found = read_people(f"Ann Example {also}\nBob Sample, North", ENGLISH)
    assert [(each.name, each.team) for each in found.people] == [("Ann Example", ""), ("Bob Sample", "North")]


@pytest.mark.parametrize(
    "line",
    ["{n} ann@example.org, North", "{n} (ann@example.org), North", "{n} e-mail: ann@example.org, North"],
)
def test_an_address_beside_a_name_is_read_as_theirs(line: str) -> None:
    for source in (line.format(n="Ann Example"), "Name,Team\n" + line.format(n="Ann Example")):
        found = read_people(source, ENGLISH)
        (ann,) = found.people
        assert (ann.name, ann.team, ann.mail) == ("Ann Example", "North", "ann@example.org")
        assert (found.problems, found.beside_names) == ((), ())


def test_a_number_beside_a_team_is_no_part_of_it() -> None:
    found = read_people("Name,Team,Organisation\nAnn Example,North 07700 900123,Council a@b.example", ENGLISH)
    assert [(each.team, each.partner) for each in found.people] == [("North", "Council")]
    assert found.beside_names == (2,)


@pytest.mark.parametrize(
    "name", ["Person 1234", "Ann (Izzy) Example", "Mary-Jo O'Neil-Smith", "Team Lead 2", "Éa"]
)
def test_a_name_stays_whole_where_nothing_else_stands_by_it(name: str) -> None:
    found = read_people(f"Name,Team\n{name},North", ENGLISH)
    assert [each.name for each in found.people] == [name]
    assert found.beside_names == ()


def test_the_lines_with_more_than_a_name_are_told_and_not_what_stood_there() -> None:
    found = read_people("Ann Example 07700 900123\nBob Sample (on leave), North", ENGLISH)
    (told,) = notes_on_lines(ENGLISH, found)
    assert told == "Lines 1, 2 have a number or a note next to the name or the team. These are left out."
