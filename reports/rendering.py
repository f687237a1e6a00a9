"""A theme report rendered into files, as one plain call that a thread or a child process can make.

Values go in and bytes come out; nothing is read but our own templates and fonts, nothing is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from content.phrases import phrases_in
from reports.charts import picture_alt, picture_svg
from reports.drawing import picture_png
from reports.html import theme_html
from reports.pdf import theme_pdf
from reports.theme_report import ThemeReport

PNG, PDF, HTML = KINDS = ("png", "pdf", "html")
"""The kinds of file that a theme report can become."""


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
