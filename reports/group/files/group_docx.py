"""The group report as a Word document, to be worked on: the same words as the PDF, and none of it cut."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Final

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from content.phrases import Phrases
from content.prompt_kinds import Level
from reports.group import group_notes, group_wording
from reports.group.files.group_pdf import labels
from reports.group.first_page.boxes import Box, BoxEntry
from reports.group.first_page.first_pages import RoundPage, ThemePage, ThemeRow, round_page, theme_pages
from reports.group.first_page.strips import Drawn, levels_svg
from reports.group.group_report import GroupReport
from reports.group.group_sections import (
    ThemeSection,
    by_team_heading,
    participation_heads,
    team_rows,
    theme_sections,
)
from reports.layout import word, wording
from reports.layout.characters import with_marks
from reports.layout.drawing import picture_png
from reports.layout.wording import TextList

_WIDE: Final = Mm(160)
_TEAM_COLUMNS: Final = (47, 23, 23, 23, 23, 23)
_AGREED_COLUMNS: Final = (40, 120)


def group_docx(report: GroupReport, phrases: Phrases) -> bytes:
    """The report as the bytes of a Word document, dated the day on which the round ended."""
    return word.as_bytes(_Made(report, phrases).document)


class _Made:
    """The document while it is written."""

    def __init__(self, report: GroupReport, phrases: Phrases) -> None:
        self._report, self._phrases = report, phrases
        title = group_wording.group_title(report, phrases)
        closed = datetime.combine(report.facts.closed_on, time(), UTC)
        self.document: WordDocument = word.new_document(
            title=title, author=report.facts.organisation, language=phrases.language, made_at=closed
        )
        word.with_page_numbers(self.document, title, wording.page_of_pages(phrases))
        self._text(title, "Title")
        self._text(f"{report.facts.organisation}, {report.facts.title}")
        if report.facts.purpose:
            self._text(report.facts.purpose)
        self._round(round_page(report, phrases))
        for each in theme_pages(report, phrases):
            self._theme(each)
        self._new_page(phrases.say("Behind these pages"))
        self._teams()
        for section in theme_sections(report, phrases):
            self._section(section)
        self._text(phrases.say("About this report"), "Heading 1")
        self._text(group_wording.about_guide(report, phrases))
        self._items(group_notes.about_group_report(report, phrases))

    # --- pieces -------------------------------------------------------------------------------------

    def _text(self, text: str, style: str = "Normal", *, is_bold: bool = False) -> None:
        if text:
            self.document.add_paragraph(style=style).add_run(with_marks(text)).bold = is_bold or None

    def _items(self, texts: Iterable[str]) -> None:
        for each in texts:
            self._text(each, "List Bullet")

    def _new_page(self, heading: str) -> None:
        """A heading that begins a page."""
        paragraph = self.document.add_paragraph(style="Heading 1")
        paragraph.add_run(with_marks(heading))
        paragraph.paragraph_format.page_break_before = True

    def _picture(self, svg: str, alt: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run().add_picture(io.BytesIO(picture_png(svg)), width=_WIDE)
        for about in paragraph.paragraph_format.element.iter(qn("wp:docPr")):
            about.set("descr", alt)

    def _strip(self, strip: Drawn | None, levels: tuple[Level, ...] | None) -> None:
        """A strip, below its levels where these are its own; their picture tells nothing that it does not."""
        if strip is None:
            return
        if levels:
            self._picture(levels_svg(levels, self._phrases), "")
        self._picture(strip.svg, strip.alt)

    # --- parts --------------------------------------------------------------------------------------

    def _round(self, page: RoundPage) -> None:
        self._text(page.title, "Heading 1")
        self._text(" ".join(page.took_part))
        self._text(page.asked, is_bold=True)
        if any(each.strip for each in page.rows):
            self._text(page.legend)
        if page.levels:
            self._picture(levels_svg(page.levels, self._phrases), "")
        for row in page.rows:
            self._row(row, None if page.levels else row.levels)
        for row in page.rest:
            self._row(row, None)
        self._text(page.order)
        self._boxes(page.boxes)
        self._text(page.whose)

    def _row(self, row: ThemeRow, levels: tuple[Level, ...] | None) -> None:
        self._text(row.name, "Heading 3")
        self._strip(row.strip, levels)
        self._text(row.sentence)
        self._text(row.label)

    def _boxes(self, boxes: Iterable[Box]) -> None:
        for box in boxes:
            self._text(box.title, "Heading 2")
            for each in box.entries:
                self._entry(each)
            self._text(box.note)

    def _entry(self, entry: BoxEntry) -> None:
        paragraph = self.document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{entry.code} ").bold = True
        paragraph.add_run(with_marks(entry.text))
        people = group_wording.people(entry.people, self._phrases) if entry.people else ""
        if about := entry.detail or people:
            paragraph.add_run(f" ({about})")

    def _theme(self, page: ThemePage) -> None:
        p, say = self._phrases, labels(self._phrases)
        self._new_page(page.name)
        self._text(page.section)
        self._text(page.title, is_bold=True)
        self._text(" ".join(page.lead))
        if page.strip:
            self._text(page.legend)
        self._strip(page.strip, page.levels)
        self._text(page.rests_on)
        self._boxes(page.boxes)
        if page.quotes:
            self._text(say["in_their_words"], "Heading 2")
            for each in page.quotes:
                self._entry(each)
        if page.example:
            self._text(page.example.heading, "Heading 2")
            self._text(page.example.text)
            self._text(page.example.note)
        self._text(say["agreed"], "Heading 2")
        table = self.document.add_table(rows=0, cols=2, style="Table Grid")
        heads = (p.say("What"), say["agreed"])
        for head, room in (heads, *((say[key], "") for key in ("level", "because", "lead", "by"))):
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(head)
            cells[1].paragraphs[0].add_run(room)
        word.finish_table(table, say["agreed"], _AGREED_COLUMNS, is_mirrored=p.direction == "rtl")

    def _teams(self) -> None:
        p, teams = self._phrases, team_rows(self._report, self._phrases)
        if not teams:
            return
        self._text(by_team_heading(p), "Heading 2")
        heads = participation_heads(p)
        table = self.document.add_table(rows=0, cols=len(heads), style="Table Grid")
        for texts in (heads, *((each.name, *map(str, each.figures)) for each in teams)):
            for cell, text in zip(table.add_row().cells, texts, strict=False):
                cell.paragraphs[0].add_run(with_marks(text))
        word.finish_table(table, by_team_heading(p), _TEAM_COLUMNS, is_mirrored=p.direction == "rtl")
        for row, each in zip(table.rows[1:], teams, strict=True):
            if each.left:
                # Why there are no figures needs the room of all of them.
                row.cells[1].merge(row.cells[-1]).paragraphs[0].add_run(with_marks(each.left))

    def _section(self, section: ThemeSection) -> None:
        self._text(section.name, "Heading 2")
        self._text(section.note)
        for each in section.lists:
            self._list(each)

    def _list(self, each: TextList) -> None:
        self._text(each.heading, "Heading 3")
        if not each.texts:
            self._text(each.left)
        codes, notes = each.codes or ("",) * len(each.texts), each.notes or ("",) * len(each.texts)
        for code, text, note in zip(codes, each.texts, notes, strict=True):
            paragraph = self.document.add_paragraph(style="List Bullet")
            if code:
                paragraph.add_run(f"{code} ").bold = True
            for place, line in enumerate(text.splitlines() or [""]):
                if place:
                    paragraph.add_run().add_break()
                paragraph.add_run(with_marks(line))
            if note:
                paragraph.add_run(f" ({note})")
