"""The dress of our Word documents: accessible, in one language, the same bytes for the same words.

Nothing leads out of such a document but the links of a guide's own texts: no macro, no template elsewhere.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from content.formatting.text_blocks import TextSpan
from content.phrases import direction_of
from reports.layout.characters import with_marks
from reports.layout.word_direction import mark_paragraph, turn_words

FONT = "Arial"
"""On every computer with an office program."""

ROOM = "Room to write"
"""The style of a framed paragraph to write in."""

_INK = RGBColor(0x16, 0x23, 0x2E)
_LINKED = RGBColor(0x0B, 0x5A, 0x68)
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_SIZES = {
    "Normal": 11,
    "Title": 24,
    "Heading 1": 16,
    "Heading 2": 13,
    "Heading 3": 11.5,
    "Heading 4": 11,
    "List Bullet": 11,
}
_BEFORE = {"Title": 6, "Heading 1": 18, "Heading 2": 14, "Heading 3": 16, "Heading 4": 12}
_BOX = f"""
<w:sdt {nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">
<w:sdtPr><w:alias w:val=""/><w14:checkbox><w14:checked w14:val="0"/>
<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>
<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/></w:rPr>
<w:t>\N{BALLOT BOX}</w:t></w:r></w:sdtContent></w:sdt>"""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PLACES = re.compile(r"\{(page|pages)\}")


def word_language_tag(code: str) -> str:
    """A language as Word names it; our English is British."""
    return "en-GB" if code == "en" else code.replace("_", "-")


def new_document(*, title: str, author: str, language: str, made_at: datetime) -> WordDocument:
    """An empty A4 document in our dress that names itself and its language."""
    document = Document()
    _leave_out_what_is_not_ours(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(22)
    _dress(document, word_language_tag(language))
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title, author, author
    about.language, about.comments, about.revision = word_language_tag(language), "", 1
    # Word takes whole seconds only, without a zone.
    about.created = about.modified = made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    return document


def as_bytes(document: WordDocument) -> bytes:
    """The document as a file in which no time but its own stands."""
    made, packed = io.BytesIO(), io.BytesIO()
    turn_words(document)
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as ours:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _EARLIEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            ours.writestr(part, parts.read(name))
    return packed.getvalue()


def in_language(paragraph: Paragraph, language: str) -> None:
    """Mark all words of a paragraph as being in another language than the document."""
    for run in paragraph.runs:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), word_language_tag(language))
        mark.set(qn("w:bidi"), word_language_tag(language))
        run.font.element.get_or_add_rPr().append(mark)


def with_words(paragraph: Paragraph, spans: Iterable[TextSpan], *, is_bold: bool | None = None) -> None:
    """Put a guide's words into a paragraph: what is bold, and links with the addresses that paper shows.

    ``is_bold`` says it of all others, where their style says otherwise.
    """
    for span in spans:
        words = paragraph.add_run(with_marks(span.text))
        words.bold = True if span.is_bold else is_bold
        if span.address:
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), paragraph.part.relate_to(span.address, _HYPERLINK, is_external=True))
            words.underline, words.font.color.rgb = True, _LINKED
            paragraph.paragraph_format.element.append(link)
            link.append(words.font.element)
        behind = span.printed.removeprefix(span.text)
        if behind:
            paragraph.add_run(with_marks(behind)).bold = is_bold


def number_items(document: WordDocument, items: Iterable[tuple[Paragraph, str]], depth: int) -> None:
    """Make these paragraphs the items of a numbered list, with numbers such as ``1.`` or ``3)``."""
    before = None
    for paragraph, label in items:
        number = int(label[:-1])
        if number - 1 != before:
            made = _numbering(document, number, label[-1], depth)
        before = number
        place = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
        place.get_or_add_ilvl().val = 0
        place.get_or_add_numId().val = made


def _numbering(document: WordDocument, first: int, behind: str, depth: int) -> int:
    """A new count of Word's, from a number on; what stands behind each number, and how deep it is."""
    numbers = document.part.numbering_part.element
    any_kind = next(numbers.iterfind(qn("w:abstractNum"))).get(qn("w:abstractNumId"))
    count = numbers.add_num(any_kind)
    count.append(
        parse_xml(
            f"""<w:lvlOverride {nsdecls("w")} w:ilvl="0"><w:startOverride w:val="{first}"/>
            <w:lvl w:ilvl="0"><w:start w:val="{first}"/><w:numFmt w:val="decimal"/>
            <w:lvlText w:val="%1{behind}"/><w:lvlJc w:val="left"/>
            <w:pPr><w:ind w:left="{360 * depth}" w:hanging="360"/></w:pPr></w:lvl>
            </w:lvlOverride>"""
        )
    )
    return cast("int", count.numId)


def with_tick(paragraph: Paragraph, name: str) -> None:
    """A box to tick, by pen or with a click, and what it stands for."""
    box = parse_xml(_BOX)
    next(box.iter(qn("w:alias"))).set(qn("w:val"), name)
    paragraph.paragraph_format.element.append(box)
    paragraph.add_run(f"\N{NO-BREAK SPACE}{name}")


def with_room(paragraph: Paragraph, lines: int) -> None:
    """Room of so many lines in one framed paragraph, which grows as one writes."""
    paragraph.style = ROOM
    for _ in range(lines - 1):
        paragraph.add_run().add_break()


def with_page_numbers(document: WordDocument, left: str, page_of_pages: str) -> None:
    """What stands at the foot of each page: some words, and “Page {page} of {pages}”."""
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run(f"{left}\t\t")
    codes = {"page": "PAGE", "pages": "NUMPAGES"}
    for place, piece in enumerate(_PLACES.split(page_of_pages)):
        if place % 2:
            foot.paragraph_format.element.append(_field(codes[piece]))
        else:
            foot.add_run(piece)


def finish_table(table: Table, told: str, widths: tuple[int, ...], *, is_mirrored: bool) -> None:
    """Set a table's columns (widths in mm), say what it holds, and have its first row read as their names.

    ``is_mirrored``: its first column stands on the right, as one reads from there.
    """
    set_columns(table, widths)
    name_columns(table, told)
    if is_mirrored:
        # The schema wants it right behind the style.
        properties = _around(table.cell(0, 0).paragraphs[0], "w:tbl").tblPr
        properties.find(qn("w:tblStyle")).addnext(OxmlElement("w:bidiVisual"))


def set_columns(table: Table, widths: tuple[int, ...]) -> None:
    """Set the widths of a table's columns, in mm."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
            cell.paragraphs[0].paragraph_format.space_before = Pt(3)
            cell.paragraphs[0].paragraph_format.space_after = Pt(3)


def name_columns(table: Table, told: str) -> None:
    """Say what a table holds, and have its first row read as the names of its columns."""
    for number, cell in enumerate(table.columns[0].cells):
        row = _around(cell.paragraphs[0], "w:tr").get_or_add_trPr()
        if number == 0:
            row.append(OxmlElement("w:tblHeader"))
        row.append(OxmlElement("w:cantSplit"))
    description = OxmlElement("w:tblDescription")
    description.set(qn("w:val"), told)
    _around(table.cell(0, 0).paragraphs[0], "w:tbl").tblPr.append(description)


def _around(paragraph: Paragraph, name: str) -> Any:
    """The element of this name that a paragraph lies in: the library gives out no cell's own."""
    return next(paragraph.paragraph_format.element.iterancestors(qn(name)))


def _field(code: str) -> BaseOxmlElement:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"  # Word works it out when it lays out the pages.
    run.append(text)
    field.append(run)
    return field


_NOT_OURS = ("/thumbnail", "/customXml", "/extended-properties")
"""The ends of the names of what is left out."""


def _leave_out_what_is_not_ours(document: WordDocument) -> None:
    """The library's own template brings a picture of itself, a list of sources and another program's name."""
    for rels in (document.part.package.rels, document.part.rels):
        for rel_id in [key for key, rel in rels.items() if rel.reltype.endswith(_NOT_OURS)]:
            rels.pop(rel_id)


def _dress(document: WordDocument, language: str) -> None:
    styles = document.styles
    for mark in styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
        mark.set(qn("w:bidi"), language)
    if direction_of(language) == "rtl":
        # Every style rests on this one.
        mark_paragraph(styles["Normal"].element, language)
    room = cast("ParagraphStyle", styles.add_style(ROOM, WD_STYLE_TYPE.PARAGRAPH))
    room.base_style = styles["Normal"]
    room.paragraph_format.keep_together = True
    _frame(room)
    for name, size in _SIZES.items():
        style = cast("ParagraphStyle", styles[name])
        _set_type(style, size)
        if name in _BEFORE:
            style.font.bold = True
            style.paragraph_format.space_before = Pt(_BEFORE[name])
            style.paragraph_format.space_after = Pt(4)
            style.paragraph_format.keep_with_next = True


def _set_type(style: ParagraphStyle, size: float) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The template's fonts of a theme would count for more than the font that is named.
    for key in [key for key in fonts.keys() if key.endswith("Theme")]:  # noqa: SIM118 - not a mapping
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.font.size = Pt(size)
    style.font.color.rgb = _INK
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def _frame(style: ParagraphStyle) -> None:
    """A line around each paragraph of a style."""
    frame = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "4"), ("color", "6B7780")):
            line.set(qn(f"w:{key}"), value)
        frame.append(line)
    style.element.get_or_add_pPr().insert_element_before(
        frame, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
