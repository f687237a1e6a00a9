"""Lists as the systems of councils give them and as people write them: everybody is read, and nobody else."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from content.documents.open_sheets import KIND
from content.phrases import phrases_in
from conversations.reading.lists.people_list import PeopleList, read_lists, read_people

ENGLISH = phrases_in("en")
ISLA, RORY = ("Isla Reid", "Home care", ""), ("Rory Kerr", "Home care", "")


def found_in(source: bytes | str) -> list[tuple[str, str, str]]:
    return [(each.name, each.team, each.partner) for each in read_people(source, ENGLISH).people]


def clean(source: bytes | str) -> PeopleList:
    found = read_people(source, ENGLISH)
    assert found.problems == ()
    return found


BOTH: Mapping[str, str] = {
    "Entra ID": (
        "userPrincipalName,displayName,surname,mail,givenName,department\n"
        "i@example.org,Isla Reid,Reid,i@example.org,Isla,Home care\n"
        "r@example.org,Rory Kerr,Kerr,r@example.org,Rory,Home care"
    ),
    "Entra ID, to be filled in": (
        "version:v1.0,,,\nName [displayName] Required,First name [givenName],Last name [surname],"
        "Department [department]\nIsla Reid,Isla,Reid,Home care\nRory Kerr,Rory,Kerr,Home care"
    ),
    "Google Workspace": (
        "First Name [Required],Last Name [Required],Email Address [Required],Department\n"
        "Isla,Reid,i@example.org,Home care\nRory,Kerr,r@example.org,Home care"
    ),
    "underscores": "first_name,last_name,team_name\nIsla,Reid,Home care\nRory,Kerr,Home care",
    "humps": "staffName;teamName\nIsla Reid;Home care\nRory Kerr;Home care",
    "shouted": "STAFF NAME,DEPARTMENT\nIsla Reid,Home care\nRory Kerr,Home care",
    "bars": "Name|Team\nIsla Reid|Home care\nRory Kerr|Home care",
    "service area": "Name,Service area\nIsla Reid,Home care\nRory Kerr,Home care",
    "a form's question": "Name,Which team are you in?\nIsla Reid,Home care\nRory Kerr,Home care",
    "the name in one column, the other way round": (
        'Employee Number,Employee Name,Organisation Unit\n1,"Reid, Isla",Home care\n2,"Kerr, Rory",Home care'
    ),
    "a title, an empty line and a total": (
        "Staff in post at 31/10/2026,,\nAdult Services,,\n,,\nSurname,Forename,Team\nReid,Isla,Home care\n"
        "Kerr,Rory,Home care\n,,\nTotal,2,"
    ),
    "a title with commas above semicolons": (
        "Staff, adult services, 2026\nBy HR, not for circulation\nName;Team\nReid, Isla;Home care\n"
        "Kerr, Rory;Home care"
    ),
    "two lines of headings": (
        "Staff member,,Where,\nForename,Surname,Team,Base\nIsla,Reid,Home care,Perth\n"
        "Rory,Kerr,Home care,Perth"
    ),
    "headings again on the next page": (
        "Name,Team\nIsla Reid,Home care\nName,Team\nRory Kerr,Home care\nSubtotal,2"
    ),
    "the team once for several": "Team,Name\nHome care,Isla Reid\n,Rory Kerr",
    "titles": "Name,Team\nMs Isla Reid,Home care\nDr. Rory Kerr,Home care",
    "numbered": "1. Isla Reid, Home care\n2. Rory Kerr, Home care",
    "bullets": "• Isla Reid, Home care\n- Rory Kerr, Home care",
    "brackets": "Isla Reid (Home care)\nRory Kerr (Home care)",
    "dashes": "Isla Reid - Home care\nRory Kerr \N{EN DASH} Home care",
    "the team above": "Home care:\nIsla Reid\nRory Kerr",
    "mail, a line each": "Isla Reid <i@example.org>, Home care\nRory Kerr <r@example.org>, Home care",
    "mail, all on one line": "Home care:\nIsla Reid <i@example.org>; Rory Kerr <r@example.org>",
    "mail, the other way round": 'Home care:\n"Reid, Isla" <i@example.org>; "Kerr, Rory" <r@example.org>',
    "an unseen letter in a heading": "Name,\u200bTeam\nIsla Reid,Home care\nRory Kerr,Home care",
    "a comma in curly quotation marks": "“Reid, Isla”,Home care\n“Kerr, Rory”,Home care",
    "a comma in low quotation marks": "„Reid, Isla“,Home care\n„Kerr, Rory“,Home care",
    "a comma in angled quotation marks": "«Reid, Isla»,Home care\n»Kerr, Rory«,Home care",
    "a soft hyphen in a heading": "Na\u00adme,Te\u00adam\nIsla Reid,Home care\nRory Kerr,Home care",
    "a joiner and a mark in a heading": "Na\u2060me,\ufeffTeam\nIsla Reid,Home care\nRory Kerr,Home care",
    "other bullets": "\u25e6 Isla Reid, Home care\n\u25aa Rory Kerr, Home care",
    "numbers in brackets": "1) Isla Reid, Home care\n(2) Rory Kerr, Home care",
    "address first": "i@example.org,Isla Reid,Home care\nr@example.org,Rory Kerr,Home care",
    "address first, with semicolons": "i@example.org;Isla Reid;Home care\nr@example.org;Rory Kerr;Home care",
    "a department of an organisation": (
        "Name,Organization Department\nIsla Reid,Home care\nRory Kerr,Home care"
    ),
    "a total in one cell": "Name,Team\nIsla Reid,Home care\nRory Kerr,Home care\nTotal: 2,",
    "a grand total": "Name,Team\nIsla Reid,Home care\nRory Kerr,Home care\nGrand total,2",
    "a page number": "Name,Team\nIsla Reid,Home care\nRory Kerr,Home care\nPage 1 of 2,",
    "curly quotation marks": "Name,Team\n“Isla Reid”,Home care\n“Rory Kerr”,Home care",
}


@pytest.mark.parametrize("kind", BOTH)
def test_two_people_of_one_team_are_read(kind: str) -> None:
    clean(BOTH[kind])
    assert found_in(BOTH[kind]) == [ISLA, RORY]


@pytest.mark.parametrize("heading", ["Organisation Name", "Organization", "Company", "Partner organisation"])
def test_an_organisation_is_known_by_what_systems_call_it(heading: str) -> None:
    assert found_in(f"Name,{heading}\nIsla Reid,Example Trust") == [("Isla Reid", "", "Example Trust")]


def test_people_of_one_surname_are_told_apart_by_their_first_names() -> None:
    source = "displayName,surname,givenName\nIsla Reid,Reid,Isla\nEwan Reid,Reid,Ewan"
    assert [name for name, _, _ in found_in(source)] == ["Isla Reid", "Ewan Reid"]


def test_what_was_read_as_what_is_told_with_an_example() -> None:
    found = clean(BOTH["Entra ID"])
    assert [(each.column, each.heading, each.example) for each in found.columns] == [
        ("name", "displayName", "Isla Reid"),
        ("last name", "surname", "Reid"),
        ("mail", "mail", ""),
        ("first name", "givenName", "Isla"),
        ("team", "department", "Home care"),
    ]
    assert found.left_out == ("userPrincipalName",)
    assert "example.org" not in repr(found.columns), "what is shown is kept, and no address may be"


def test_each_line_that_is_nobody_is_told_with_its_reason() -> None:
    found = clean(BOTH["a title, an empty line and a total"])
    assert [(each.line, each.words, each.why) for each in found.lines_left_out] == [
        (1, "Staff in post at 31/10/2026", "it stands above the headings"),
        (2, "Adult Services", "it stands above the headings"),
        (8, "Total", "it looks like a total"),
    ]
    assert clean(BOTH["the team once for several"]).team_above == (3,)


@pytest.mark.parametrize(
    "name", ["Total Smith", "Sum Yi", "Count Basie", "Name Smith", "Staff Nurse Reid", "Team Leader Kerr"]
)
def test_a_name_that_begins_like_a_total_or_a_heading_is_somebody(name: str) -> None:
    assert found_in(f"Name,Team\n{name},Home care") == [(name, "Home care", "")]
    assert found_in(f"Isla Reid,Home care\n{name},Home care")[1:] == [(name, "Home care", "")]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("staff_ref,wer_ist_es\nIsla Reid,Home care", 1),
        ("imięNazwisko,zespół\nIsla Reid,Home care", 1),
        ("person_full,where\nIsla Reid,Home care", 1),
    ],
)
def test_a_first_line_that_nobody_is_called_like_is_taken_as_headings_and_told(
    source: str, line: int
) -> None:
    found = clean(source)
    assert found.is_guessed
    assert found.headings_line == line
    assert found_in(source) == [ISLA]


def test_headings_are_known_in_the_language_of_whoever_sends_the_list() -> None:
    (person,) = read_people("Imię i nazwisko,Zespół\nIsla Reid,Home care", phrases_in("en")).people[1:]
    assert person.name == "Isla Reid"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("Name,Team\n#N/A,Home care", "The spreadsheet shows an error here: #N/A"),
        ('Name,Team\n"=CONCATENATE(""a"",""b"")",Home care', "There is a formula here, and not its result."),
        ("Name,Team\nIsla Reid,#REF!", "The spreadsheet shows an error here: #REF!"),
        ("Name,Team\n44 1632 960001,Home care", "There is a number on this line, and no name."),
        ("Name,Team\nMÃ¡iri Reid,Home care", "A letter of “MÃ¡iri Reid” was damaged before it came here."),
        ("Name,Team\nM\ufffdiri,Home care", "A letter of “M\ufffdiri” was damaged before it came here."),
        ("i@example.org\nr@example.org", "There is an address on this line, and no name."),
        ("Name,Team\n,Home care", "There is no name on this line."),
    ],
)
def test_a_line_without_a_name_that_can_be_used_is_told(source: str, why: str) -> None:
    assert read_people(source, ENGLISH).problems[0].what == why


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Łucja Wiśniewska", "cp1250"),
        ("Grażyna Źródło", "cp1250"),
        ("Zoë Müller", "cp1252"),
        ("Siân O\N{RIGHT SINGLE QUOTATION MARK}Neill", "cp1252"),
        ("Màiri NicDhòmhnaill", "mac_roman"),
        ("José Núñez", "mac_roman"),
        ("Màiri 李雷", "utf-32"),
        ("Màiri Reid", "utf-32-le"),
        ("Màiri Reid", "utf-32-be"),
        ("Màiri Reid", "utf-16-be"),
    ],
)
def test_letters_are_told_apart_by_the_words_that_they_make(text: str, encoding: str) -> None:
    assert found_in(f"Name,Team\n{text},Home care".encode(encoding)) == [(text, "Home care", "")]


def test_a_line_of_utf_8_among_others_is_read_as_such() -> None:
    data = "Name,Team\nMàiri,Home care\n".encode() + "Zoë,Home care\n".encode("cp1252")
    assert [name for name, _, _ in found_in(data)] == ["Màiri", "Zoë"]


def test_what_stands_in_a_column_that_is_not_read_does_not_matter() -> None:
    assert found_in("Name,Manager,Team\nIsla Reid,#N/A,Home care\nRory Kerr,=A(1),Home care") == [ISLA, RORY]


def test_letters_that_may_be_either_are_told() -> None:
    found = clean("Name,Team\nSøren,Home care".encode("cp1252"))
    assert found_in("Name,Team\nSøren,Home care".encode("cp1252"))[0][0] == "Søren"
    assert found.letters == ("Søren", "Sřren")
    assert clean("Name,Team\nZoë,Home care".encode("cp1252")).letters == ("", "")


@pytest.mark.parametrize(
    ("data", "begins"),
    [
        (b"{\\rtf1\\ansi Isla Reid, Home care\\par }", "This is an RTF file."),
        (b"%PDF-1.7\nIsla Reid", "This is a PDF."),
        (b"BEGIN:VCARD\nVERSION:3.0\nFN:Isla Reid\nEND:VCARD", "These are the cards of an address book."),
        (b'[{"name":"Isla Reid","team":"Home care"}]', "This is data for programs (JSON)."),
        (b'  {"people": []}', "This is data for programs (JSON)."),
        (b"<html><table><tr><td>Isla Reid</td></tr></table></html>", "This is a web page, whatever"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<p>Isla", "This is a web page, whatever"),
        (b'<?xml version="1.0"?><x/>', "This is a web page, whatever"),
        (b"\xff\xd8\xff\xe0 a photo", "This is no text and no spreadsheet."),
    ],
)
def test_what_is_no_list_is_named_and_makes_nobody(data: bytes, begins: str) -> None:
    found = read_people(data, ENGLISH)
    assert found.people == ()
    ((line, what),) = [(each.line, each.what) for each in found.problems]
    assert line == 0
    assert what.startswith(begins)
    assert "paste the names here" in what


def test_columns_that_nobody_can_tell_apart_are_told_once_and_with_what_they_hold() -> None:
    source = "aa bb,cc dd,ee ff,gg hh\n" * 3
    ((line, what),) = [(each.line, each.what) for each in read_people(source, ENGLISH).problems]
    assert line == 1
    assert "“aa bb”, “cc dd”" in what


def test_a_surname_and_a_first_name_that_look_like_a_name_and_a_team_are_noticed() -> None:
    assert clean("Reid, Isla\nKerr, Rory").may_be_last_first
    assert not clean("Ann, North\nBob, North").may_be_last_first
    assert not clean("Ann, Home care\nBob, Day care").may_be_last_first
    assert not clean("Name,Team\nAnn,North\nBob,South").may_be_last_first


def open_sheet(rows: str, *, styles: str = "", more: str = "") -> bytes:
    """An OpenDocument spreadsheet as LibreOffice writes one, with these rows."""
    namespaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "style", "table", "text")
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr(
            "content.xml",
            f"<office:document-content {namespaces}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f'<office:body><office:spreadsheet><table:table table:name="Staff">{rows}</table:table>{more}'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return made.getvalue()


def row(*cells: str, marks: str = "") -> str:
    return f"<table:table-row {marks}>{''.join(map(cell, cells))}</table:table-row>"


def cell(text: str) -> str:
    return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" if text else "<table:table-cell/>"


HEAD = row("Name", "Team")


def test_a_sheet_of_libreoffice_is_read_as_it_is_shown() -> None:
    repeated = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    source = open_sheet(
        HEAD + row("Isla <text:s/>Reid", "Home care") + row("Rory Kerr", "Home care") + repeated
    )
    assert found_in(source) == [ISLA, RORY]


def test_a_merged_cell_of_libreoffice_goes_on_below() -> None:
    merged = (
        "<table:table-row><table:table-cell><text:p>Isla Reid</text:p></table:table-cell>"
        '<table:table-cell table:number-rows-spanned="2"><text:p>Home care</text:p></table:table-cell>'
        "</table:table-row><table:table-row><table:table-cell><text:p>Rory Kerr</text:p></table:table-cell>"
        "<table:covered-table-cell/></table:table-row>"
    )
    source = open_sheet(HEAD + merged + row("Una Gow", ""))
    assert found_in(source) == [ISLA, RORY, ("Una Gow", "", "")]
    assert clean(source).team_above == (3,)


def test_hidden_rows_are_told_and_hidden_sheets_are_not_read() -> None:
    hidden = row("Una Gow", "Home care", marks='table:visibility="collapse"')
    styles = '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
    more = f'<table:table table:name="Old" table:style-name="off">{HEAD}{row("Ewan Boyd", "")}</table:table>'
    source = open_sheet(HEAD + row("Isla Reid", "Home care") + hidden, styles=styles, more=more)
    assert found_in(source) == [ISLA]
    assert clean(source).hidden == 1


def test_each_sheet_with_people_can_be_chosen() -> None:
    more = f'<table:table table:name="Day">{HEAD}{row("Rory Kerr", "Day care")}</table:table>'
    more += '<table:table table:name="Notes"/>'
    found = read_lists(open_sheet(HEAD + row("Isla Reid", "Home care"), more=more), ENGLISH)
    assert [(each.sheet, [person.name for person in each.people]) for each in found] == [
        ("Staff", ["Isla Reid"]),
        ("Day", ["Rory Kerr"]),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        '<table:table-row table:number-rows-repeated="1048576">' + cell("Isla Reid") + "</table:table-row>",
        "<table:table-row>"
        + cell("Isla Reid").replace("cell>", 'cell table:number-columns-repeated="1048576">', 1)
        + "</table:table-row>",
        ('<table:table-row table:number-rows-repeated="9000">' + cell("Isla") + "</table:table-row>") * 3,
    ],
)
def test_a_sheet_made_to_grow_is_refused(rows: str) -> None:
    found = read_people(open_sheet(rows), ENGLISH)
    assert found.people == ()
    assert "more in this file than can be read" in found.problems[0].what
