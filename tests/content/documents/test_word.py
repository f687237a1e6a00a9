"""Word documents: what hides from a reader of paragraphs and cells is read, or told."""

import pytest

from content.documents.blocks import DocumentCell, DocumentTable, ReadDocument, RemarkKind
from content.documents.reading import read_document
from content.documents.word_numbers import number_in_form
from tests.content.documents.word_files import control, given, paragraph, word_file, words

TICK = '<w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox>'


def read(body: str, **parts: str) -> ReadDocument:
    return read_document(word_file(body, **parts))


def texts(document: ReadDocument) -> list[str]:
    return [line.text for line in document.lines]


def told(document: ReadDocument) -> list[tuple[str, str]]:
    return [(each.kind.value, each.text) for each in document.remarks]


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def grid(document: ReadDocument) -> list[list[str]]:
    found = next(block for block in document.blocks if isinstance(block, DocumentTable))
    return [[each.text for each in cells] for cells in found.rows]


def test_the_matrix_comes_in_whole() -> None:
    document = read_document(given("w1-matrix.docx"))
    rows = grid(document)
    assert rows[0][6] == "Grade"
    assert [cells[-1] for cells in (rows[2], rows[3], rows[5])] == ["4", "3", "5"]
    assert rows[1] == ["Key question 1: How well do people experience our help?"]
    assert rows[2][4] == "Survey of 120 people, spring; complaints log\nCall monitoring report"
    assert rows[2][5] == "S: kind staff\nAFI: evening visits rushed"
    matrix = document.blocks[2]
    assert isinstance(matrix, DocumentTable)
    assert matrix.rows[1][0].columns == 7
    assert matrix.rows[3][4].is_continued
    assert str(matrix.rows[5][6].place) == "table 1, row 6, column 7"
    assert document.remarks == ()


def test_the_form_comes_in_whole() -> None:
    document = read_document(given("w2-form.docx"))
    filled, empty = (block.rows for block in document.blocks if isinstance(block, DocumentTable))
    assert filled[0][1].text == "We report each month to the partnership.\na second point"
    assert [line.is_help for line in filled[0][0].lines] == [False, True]
    assert "☒ Good (4)" in filled[3][1].text.split("\n")
    assert filled[3][1].text.count("☐") == 5
    assert [cells[1].text for cells in empty[:3]] == ["", "", ""]
    assert [each.kind for each in document.remarks] == [RemarkKind.PLACEHOLDER] * 3 + [RemarkKind.PAGE_HEADER]
    assert [str(each.place) for each in document.not_read][:1] == ["table 2, row 1, column 2"]


def test_prose_and_plan_come_in_whole() -> None:
    document = read_document(given("w3-prose-and-plan.docx"))
    assert texts(document)[:4] == [
        "1. Leading",
        "Overall evaluation: Good",
        "Do staff know the priorities?",
        "Most do. Night staff do not.",
    ]
    assert document.lines[2].number == "1."
    assert [line.heading for line in document.lines[:5]] == [1, 0, 0, 0, 2]
    assert grid(document)[1][5] == "Pulse check\nBaseline 40%\nTarget 80%"
    assert told(document) == [
        ("text box", "Overall evaluation: Good"),
        ("tracked insertion", "Night staff do not."),
        ("tracked deletion", "All do."),
        ("table within a table", "Baseline 40%\nTarget 80%"),
        ("colour without words", "ff0000"),
        ("colour without words", "00b050"),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph(control(words("☒"), TICK.format(1)), " Good"), "☒ Good"),
        (paragraph(control(words("☒"), TICK.format(0)), " Good"), "☐ Good"),
        (
            paragraph(control(words("P", '<w:rFonts w:ascii="Wingdings 2"/>'), TICK.format(1)), " Good"),
            "☒ Good",
        ),
        (paragraph(control("", TICK.format(1)), " Good"), "☒ Good"),
        (control(paragraph("☐"), TICK.format(1)), "☒"),
        (paragraph(control("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", TICK.format(1))), "☒"),
        (paragraph("<w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>", " No"), "☐ No"),
        (
            paragraph(
                "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/>"
                "<w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"
                "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
                "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
                " Agree",
            ),
            "☒ Agree",
        ),
        (
            paragraph(
                "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/>"
                "<w:listEntry w:val='Weak'/><w:listEntry w:val='Good'/></w:ddList></w:ffData>"
                "</w:fldChar></w:r>"
                "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            ),
            "Good",
        ),
        (paragraph(control(words("4"), "<w:dropDownList/>")), "4"),
        (control(control(paragraph(control(words("deep"))))), "deep"),
        (paragraph("<w:smartTag>" + words("smart") + "</w:smartTag>"), "smart"),
        (paragraph("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "x=1"),
        (paragraph("<w:ins><w:ins>" + words("new") + "</w:ins></w:ins>"), "new"),
        (paragraph("<w:moveTo>" + words("here") + "</w:moveTo>"), "here"),
        (paragraph("a</w:t><w:br/><w:t>b"), "a\nb"),
        (paragraph("a</w:t><w:tab/><w:noBreakHyphen/><w:t>b"), "a\t\N{NON-BREAKING HYPHEN}b"),
        (
            paragraph(
                "<w:ruby><w:rt>" + words("r") + "</w:rt><w:rubyBase>" + words("b") + "</w:rubyBase></w:ruby>"
            ),
            "rb",
        ),
    ],
)
def test_what_stands_in_wrappers_is_read(body: str, text: str) -> None:
    assert texts(read(body)) == [text]


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (
            paragraph("a", "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"),
            RemarkKind.DELETED,
            "gone",
        ),
        (paragraph("a", "<w:moveFrom>" + words("moved") + "</w:moveFrom>"), RemarkKind.DELETED, "moved"),
        (paragraph("a", words("secret", "<w:vanish/>")), RemarkKind.HIDDEN, "secret"),
        (paragraph("a", control(words("Choose"), "<w:showingPlcHdr/>")), RemarkKind.PLACEHOLDER, "Choose"),
        (
            paragraph("a", "<w:r><w:drawing><wp:docPr descr='A chart'/><a:blip/></w:drawing></w:r>"),
            RemarkKind.PICTURE,
            "A chart",
        ),
        (paragraph("a", "<w:r><w:object/></w:r>"), RemarkKind.OBJECT, ""),
        (paragraph("a") + "<w:altChunk/>", RemarkKind.OBJECT, ""),
        (paragraph("a", "<w:r><w:sym w:font='Odd' w:char='F0FF'/></w:r>"), RemarkKind.SYMBOL, ""),
        (paragraph("a") + "<w:strange><w:t>odd</w:t></w:strange>", RemarkKind.OTHER, "odd"),
    ],
)
def test_what_is_left_out_is_told(body: str, kind: RemarkKind, text: str) -> None:
    document = read(body)
    assert texts(document) == ["a"]
    assert [(each.kind, each.text) for each in document.not_read] == [(kind, text)]


def test_a_switch_that_says_no_hides_nothing() -> None:
    assert texts(read(paragraph(words("seen", '<w:vanish w:val="0"/>')))) == ["seen"]


def test_two_versions_of_a_text_box_are_read_once() -> None:
    def versions(new: str, old: str) -> str:
        return paragraph(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
            f"{paragraph(new)}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            f"<v:textbox><w:txbxContent>{paragraph(old)}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )

    assert texts(read(versions("same", "same"))) == ["same"]
    assert told(read(versions("same", "same"))) == [("text box", "same")]
    assert sorted(told(read(versions("new", "old")))) == [
        ("second version for older programs", "old"),
        ("text box", "new"),
    ]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{words('one ')}</w:p>"
    assert texts(read(first + paragraph("line"))) == ["one line"]
    assert texts(read(first)) == ["one "]


def test_rows_and_cells_in_controls_keep_their_places() -> None:
    document = read(
        table(
            row(cell(paragraph("No")), control(cell(paragraph("Grade")))),
            control(row(cell(paragraph("1")), control(cell(paragraph("Choose")), "<w:showingPlcHdr/>"))),
            row(cell(paragraph("gone")), properties="<w:del/>"),
            row(cell(paragraph("2")), cell(paragraph("5")), properties='<w:gridBefore w:val="1"/>'),
        )
    )
    assert grid(document) == [["No", "Grade"], ["1", ""], ["2", "5"]]
    assert told(document) == [("field that nobody filled in", "Choose"), ("tracked deletion", "gone")]
    found = document.blocks[0]
    assert isinstance(found, DocumentTable)
    assert [each.place.column for each in found.rows[2]] == [2, 3]


def test_what_stands_below_in_a_merged_cell_is_told() -> None:
    document = read(
        table(
            row(cell(paragraph("up"), '<w:vMerge w:val="restart"/>')),
            row(cell(paragraph("down"), "<w:vMerge/>")),
        )
    )
    assert grid(document) == [["up"], [""]]
    assert told(document) == [("hidden text", "down")]


def test_notes_are_read_and_other_parts_are_told() -> None:
    document = read(
        paragraph("a"),
        footnotes=f'<w:footnote w:type="separator">{paragraph("x")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("a note")}</w:footnote>',
        comments=f'<w:comment w:author="Somebody">{paragraph("is this so?")}</w:comment>',
        header1=paragraph("OFFICIAL"),
        footer1=paragraph("Page 1"),
    )
    assert texts(document) == ["a", "a note"]
    assert str(document.lines[1].place) == "footnote 1, paragraph 1"
    assert told(document) == [
        ("comment", "is this so?"),
        ("page header", "OFFICIAL"),
        ("page footer", "Page 1"),
    ]


def test_links_lead_to_pages_and_addresses_only() -> None:
    links = {
        "a": "https://example.org/x",
        "b": "javascript:alert(1)",
        "c": "file:///etc",
        "d": "mailto:a@b.org",
    }
    body = "".join(paragraph(f'<w:hyperlink r:id="{key}">{words(key)}</w:hyperlink>') for key in links)
    document = read_document(word_file(body, links=links))
    assert [each.address for line in document.lines for each in line.links] == [links["a"], links["d"]]
    assert told(document) == [("link that is not followed", "b"), ("link that is not followed", "c")]


def numbered(level: int, text: str, number: int = 1) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"{words(text)}</w:p>"
    )


def level(place: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1")}{level(1, "decimal", "%1.%2")}'
    f"{level(2, 'lowerLetter', '(%3)')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


def test_numbers_that_word_makes_are_worked_out() -> None:
    body = numbered(0, "a") + "".join(numbered(1, "s") for _ in range(10)) + numbered(2, "p")
    body += numbered(0, "b") + numbered(1, "s") + numbered(0, "again", 2) + numbered(0, "on", 2)
    numbers = [line.number for line in read(body, numbering=NUMBERING).lines]
    assert numbers == ["1", *(f"1.{place}" for place in range(1, 11)), "(a)", "2", "2.1", "1", "2"]


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
    ],
)
def test_numbers_have_their_forms(count: int, form: str, shown: str) -> None:
    assert number_in_form(count, form) == shown


def test_headings_are_known_by_the_names_of_their_styles_and_by_their_outline() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="berschrift1"/>'
        '<w:name w:val="Council heading"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="x"/><w:pPr>'
        '<w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
    )

    def styled(style: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{words(style)}</w:p>'

    document = read("".join(map(styled, ("berschrift1", "Out", "Gone", "V1"))), styles=styles)
    assert [line.heading for line in document.lines] == [1, 3, 0]
    assert told(document) == [("table of contents", "V1")]


def test_a_nested_table_has_its_own_place() -> None:
    document = read(table(row(cell(paragraph("out") + table(row(cell(paragraph("in"))))))))
    inner = document.lines[1].place
    assert str(inner) == "table 1, row 1, column 1, table 2, row 1, column 1"
    assert isinstance(document.blocks[0], DocumentTable)
    assert isinstance(document.blocks[0].rows[0][0], DocumentCell)
