"""Documents rendered into files, each as one plain call that a thread or a child process can make.

Values go in and bytes come out; nothing is read but our own templates and fonts, nothing is written.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import partial

from content.guide_forms.form_parts import GuideForm
from content.phrases import Phrases, phrases_in
from reports.exercise.letter import LetterDocument
from reports.file_kinds import CSV, DOCX, HTML, JSON, PDF, PNG, XLSX
from reports.group.files.group_html import group_html
from reports.group.files.group_pdf import group_pdf
from reports.group.group_charts import group_picture_alt, group_picture_svg
from reports.group.group_report import GroupReport
from reports.layout.drawing import picture_png
from reports.paper.link_sheet import LinkSheet, links_pdf
from reports.paper.poster import Poster, poster_pdf
from reports.paper.prompt_sheet import PromptSheet
from reports.paper.prompt_sheet_pdf import paper_pdf
from reports.progress.progress import RoundProgress
from reports.progress.progress_picture import progress_picture_alt, progress_picture_svg
from reports.replies.reply_table import ReplyTable
from reports.theme.theme_charts import picture_alt, picture_svg
from reports.theme.theme_html import theme_html
from reports.theme.theme_pdf import theme_pdf
from reports.theme.theme_report import ThemeReport

Report = ThemeReport | GroupReport | RoundProgress
"""What can be rendered."""


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """The files that were asked for, the others empty; ``alt`` says in words what the picture shows."""

    alt: str
    png: bytes = b""
    pdf: bytes = b""
    html: bytes = b""
    docx: bytes = b""
    xlsx: bytes = b""
    csv: bytes = b""
    json: bytes = b""


def render_report(report: Report, language: str, kinds: Iterable[str]) -> RenderedReport:
    """The report as the kinds of file asked for, its phrases in the language with this code.

    Raises ``ValueError`` for a kind that this report cannot become.
    """
    alt, ways = _ways(report, phrases_in(language))
    wanted = frozenset(kinds)
    if not wanted <= ways.keys():
        raise ValueError(f"this report can be {', '.join(ways)}, not {', '.join(sorted(wanted))}")
    return RenderedReport(alt, **{kind: ways[kind]() for kind in wanted})


def render_prompt_sheet(sheet: PromptSheet, language: str, kind: str) -> bytes:
    """The prompt sheet as a file, ``PDF`` or ``DOCX``, its phrases in the language with this code.

    Raises ``ValueError`` for a kind that there is not.
    """
    phrases = phrases_in(language)
    match kind:
        case "pdf":
            return paper_pdf(sheet, phrases)
        case "docx":
            # Word's library is only loaded for a sheet that becomes such a document.
            from reports.paper.prompt_sheet_docx import paper_docx

            return paper_docx(sheet, phrases)
        case _:
            raise ValueError(f"a prompt sheet can be {PDF} or {DOCX}, not {kind}")


def render_link_sheet(sheet: LinkSheet, language: str) -> bytes:
    """Personal links as a PDF to print and cut up, its phrases in the language with this code."""
    return links_pdf(sheet, phrases_in(language))


def render_poster(poster: Poster, language: str) -> bytes:
    """A shared link as a PDF for a wall, its phrases in the language with this code."""
    return poster_pdf(poster, phrases_in(language))


def render_reply_workbook(table: ReplyTable, language: str, made_at: datetime) -> bytes:
    """A table of replies as a workbook, its phrases in the language with this code."""
    # What writes workbooks is only loaded for a table that becomes one.
    from reports.replies.reply_workbook import reply_workbook

    return reply_workbook(table, phrases_in(language), made_at)


def render_letter(document: LetterDocument, language: str) -> bytes:
    """A letter as a Word document, its phrases in the language with this code."""
    # Word's library is only loaded for what becomes such a document.
    from reports.exercise.letter_docx import letter_docx

    return letter_docx(document, phrases_in(language))


def render_guide(form: GuideForm, made_at: datetime) -> bytes:
    """A guide as a Word document to comment on and to change."""
    # Word's library is only loaded for a guide that becomes such a document.
    from reports.guide.guide_docx import guide_docx

    return guide_docx(form, made_at)


def _files_to_work_with(report: GroupReport, phrases: Phrases) -> dict[str, Callable[[], bytes]]:
    """How the group's report becomes a Word document, and its figures a workbook, CSV or JSON."""

    def as_word() -> bytes:
        # Word's library is only loaded for a report that becomes such a document.
        from reports.group.files.group_docx import group_docx

        return group_docx(report, phrases)

    def as_table(kind: str) -> bytes:
        # What writes workbooks is only loaded for a table that becomes one.
        from reports.group.files import figures_table as tables

        table = tables.figures_table(report, phrases)
        match kind:
            case "xlsx":
                closed = datetime.combine(report.facts.closed_on, time(), UTC)
                return tables.as_workbook(table, phrases, closed)
            case "csv":
                return tables.as_csv(table, phrases)
            case _:
                return tables.as_json(table, phrases.language)

    return {DOCX: as_word} | {kind: partial(as_table, kind) for kind in (XLSX, CSV, JSON)}


def _ways(report: Report, phrases: Phrases) -> tuple[str, dict[str, Callable[[], bytes]]]:
    """What the picture of a report shows in words, and how the report becomes each kind of file."""
    match report:
        case ThemeReport():
            return picture_alt(report, phrases), {
                PNG: lambda: picture_png(picture_svg(report, phrases)),
                PDF: lambda: theme_pdf(report, phrases),
                HTML: lambda: theme_html(report, phrases).encode(),
            }
        case GroupReport():
            return group_picture_alt(report, phrases), {
                PNG: lambda: picture_png(group_picture_svg(report, phrases)),
                PDF: lambda: group_pdf(report, phrases),
                HTML: lambda: group_html(report, phrases).encode(),
                **_files_to_work_with(report, phrases),
            }
        case RoundProgress():
            return progress_picture_alt(report, phrases), {
                PNG: lambda: picture_png(progress_picture_svg(report, phrases)),
            }
