"""Workbooks: cells as they are shown, with what is merged, hidden, coloured or without a result."""

import pytest

from content.documents.blocks import DocumentTable, ReadDocument, RemarkKind, column_letters
from content.documents.reading import read_document
from content.documents.refused import DocumentRefused, Unreadable
from content.documents.sheet_numbers import shown_number
from content.documents.sheets import _MOST_MERGED
from tests.content.documents.word_files import given, workbook


def grid(document: ReadDocument, number: int = 0) -> list[list[str]]:
    table = document.blocks[number]
    assert isinstance(table, DocumentTable)
    return [[cell.text for cell in row] for row in table.rows]


def told(document: ReadDocument) -> list[tuple[str, str, str]]:
    return [(each.kind.value, str(each.place), each.text) for each in document.remarks]


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_the_checklist_comes_in_whole() -> None:
    document = read_document(given("e1-checklist.xlsx"))
    assert grid(document)[2] == [
        *("No", "Statement", "Strongly agree", "Agree", "Disagree", "Strongly disagree", "Don't know"),
        "Comments",
    ]
    assert grid(document)[3][:4] == ["1.1", "Our priorities are clear", "", "x"]
    assert grid(document)[4][4] == "X "
    assert grid(document)[4][7] == "depends who"
    assert grid(document, 1) == [["No", "Statement", "Rating"], ["1", "Plans rest on need", "4"]]
    assert [str(block.place) for block in document.blocks] == ["1 Leadership", "2 Planning"]
    assert told(document) == [("hidden sheet", "Lists", "1\n2\n3\n4\n5\n6")]


def test_the_survey_export_comes_in_whole() -> None:
    document = read_document(given("e2-survey-export.xlsx"))
    assert grid(document)[0][-1] == "Our priorities are clear2"
    assert grid(document)[1][1:3] == ["2026-05-04 9:01:00", "2026-05-04 9:09:00"]
    assert grid(document)[2][5:7] == ["Children;Justice;", "Don't know"]
    assert told(document) == [("formula without a result", "Sheet1!I3", 'CONCATENATE("x","y")')]


def test_the_tracker_comes_in_whole() -> None:
    document = read_document(given("e3-tracker.xlsx"))
    rows = grid(document)
    assert [row[4] for row in rows[2:]] == ["2026-06-30", "Q2"]
    table = document.blocks[0]
    assert isinstance(table, DocumentTable)
    assert table.rows[3][1].is_continued
    assert [row[7].fill for row in table.rows[2:]] == ["ffc000", "00b050"]
    assert told(document)[-1] == (
        "hidden row",
        "Plan 2026-27!A6",
        "3\nReview audit tool\nJR/KM\nongoing",
    )


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("1.1", "0.00", "1.10"),
        ("1.1000000000000001", "General", "1.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("123456789012", "General", "123456789012"),
        ("1E-3", "General", "0.001"),
        ("2", "General", "2"),
        ("0.25", "0%", "25%"),
        ("0.255", "0.0%", "25.5%"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("200", '"£"#,##0', "£200"),
        ("200", "[$£-809]#,##0.00", "£200.00"),
        ("3", '0" hours"', "3 hours"),
        ("7", "000", "007"),
        ("1.5", "0.0#", "1.5"),
        ("-4", "0;(0)", "(4)"),
        ("-4", "0", "-4"),
        ("46203", "yyyy-mm-dd", "2026-06-30"),
        ("46203", "d mmmm yyyy", "30 June 2026"),
        ("46203", "ddd dd/mm/yy", "Tue 30/06/26"),
        ("46146.37569444445", "dd/mm/yyyy hh:mm", "04/05/2026 09:01"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("46203", "[$-809]d mmm yyyy;@", "30 Jun 2026"),
        ("1.10", "@", "1.1"),
        ("nonsense", "0.00", "nonsense"),
        ("1e999", "0", "1e999"),
        ("NaN", "0", "NaN"),
        ("9" * 500, "0", "9" * 500),
        ("99999999", "yyyy", "99999999"),
        ("1.5", "# ?/?", "1.5"),
    ],
)
def test_a_number_is_read_as_it_is_shown(text: str, code: str, shown: str) -> None:
    assert shown_number(text, code) == shown


def test_days_of_the_other_calendar_are_right() -> None:
    assert shown_number("44741", "yyyy-mm-dd", from_1904=True) == "2026-06-30"


def test_a_statement_with_the_number_1_10_keeps_it_where_its_format_says_so() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="0.00"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="2"/></cellXfs>'
    )
    cells = '<c r="A1" s="1"><v>1.1</v></c><c r="B1" s="2"><v>1.1</v></c><c r="C1"><v>1.1</v></c>'
    document = read_document(workbook(f'<sheetData><row r="1">{cells}</row></sheetData>', styles=styles))
    assert grid(document) == [["1.10", "1.10", "1.1"]]


def test_what_is_hidden_wrong_or_below_a_merged_cell_is_told() -> None:
    document = read_document(
        workbook(
            '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
            f'<row r="1">{inline("A1", "Theme")}{inline("B1", "secret")}</row>'
            f'<row r="2">{inline("A2", "under")}<c r="C2" t="e"><v>#N/A</v></c>'
            '<c r="D2" t="b"><v>1</v></c></row></sheetData>'
            '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
            "<headerFooter><oddHeader>OFFICIAL</oddHeader></headerFooter>",
        )
    )
    assert grid(document) == [["Theme", ""], ["", "", "TRUE"]]
    assert told(document) == [
        ("hidden column", "Sheet1!B1", "secret"),
        ("hidden text", "Sheet1!A2", "under"),
        ("formula with an error", "Sheet1!C2", "#N/A"),
        ("page header", "Sheet1", "OFFICIAL"),
    ]


def test_too_many_merged_cells_are_refused() -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(1, 1_001))
    merges = '<mergeCell ref="A1:XFD1048576"/>' * (_MOST_MERGED // 999 + 1)
    with pytest.raises(DocumentRefused) as refused:
        read_document(workbook(f"<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>"))
    assert refused.value.why is Unreadable.TOO_MUCH


def test_a_hidden_sheet_and_rich_text_are_read_as_such() -> None:
    rich = '<c r="A1" t="inlineStr"><is><r><t>two </t></r><r><t>looks</t></r><rPh><t>aid</t></rPh></is></c>'
    sheet = f'<sheetData><row r="1">{rich}</row></sheetData>'
    document = read_document(workbook(sheet, sheet, hidden=(2,), names={2: "Lists"}))
    assert grid(document) == [["two looks"]]
    assert [(each.kind, each.text) for each in document.remarks] == [(RemarkKind.HIDDEN_SHEET, "two looks")]


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_their_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters
