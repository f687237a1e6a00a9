"""Documents rendered into files, each as one plain call that a thread or a child process can make.

Values go in and bytes come out; nothing is read but our own templates and fonts, nothing is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from content.phrases import phrases_in
from reports.charts import picture_alt, picture_png, picture_svg
from reports.html import theme_html
from reports.link_sheet import LinkSheet, links_pdf
from reports.paper import PromptSheet
from reports.paper_pdf import paper_pdf
from reports.pdf import theme_pdf
from reports.theme_report import ThemeReport

PNG, PDF, HTML = KINDS = ("png", "pdf", "html")
"""The kinds of file that a theme report can become."""

DOCX = "docx"
"""The kind of file that a prompt sheet can become beside a PDF."""


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """The files that were asked for, the others empty; ``alt`` says in words what the picture shows."""

    alt: str
    png: bytes = b""
    pdf: bytes = b""
    html: bytes = b""


def render_theme_report(report: ThemeReport, language: str, kinds: Iterable[str]) -> RenderedReport:
    """The report as files of the ``KINDS`` asked for, its phrases in the language with this code.

    Raises ``ValueError`` for a kind that there is not.
    """
    wanted = frozenset(kinds)
    if not wanted <= frozenset(KINDS):
        raise ValueError(f"a report can be {', '.join(KINDS)}, not {', '.join(sorted(wanted))}")
    phrases = phrases_in(language)
    return RenderedReport(
        alt=picture_alt(report, phrases),
        png=picture_png(picture_svg(report, phrases)) if PNG in wanted else b"",
        pdf=theme_pdf(report, phrases) if PDF in wanted else b"",
        html=theme_html(report, phrases).encode() if HTML in wanted else b"",
    )


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
            from reports.paper_docx import paper_docx

            return paper_docx(sheet, phrases)
        case _:
            raise ValueError(f"a prompt sheet can be {PDF} or {DOCX}, not {kind}")


def render_link_sheet(sheet: LinkSheet, language: str) -> bytes:
    """Personal links as a PDF to print and cut up, its phrases in the language with this code."""
    return links_pdf(sheet, phrases_in(language))
