"""The theme report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere.

What people wrote is placed escaped, in full and in its own direction of writing.
"""

from markupsafe import Markup

from content.model import Level
from content.phrases import Phrases
from conversations.state import Given
from reports import wording
from reports.characters import with_marks
from reports.charts import profile_svg, scale_svg
from reports.templating import language_tag, style_sheet, template
from reports.theme_report import ThemeReport


def theme_html(report: ThemeReport, phrases: Phrases) -> str:
    """The report as a page: opens in any browser, prints on A4, and fetches nothing."""
    style, style_hash = style_sheet("theme.css")

    def left(given: Given | None) -> str:
        return wording.left(phrases, given)

    def illustrated_heading(level: Level) -> str:
        return wording.illustrated_heading(level, phrases)

    return template("theme.html.j2").render(
        say=phrases.say,
        with_marks=with_marks,
        left=left,
        illustrated_heading=illustrated_heading,
        report=report,
        language=language_tag(phrases.language),
        guide_lang=_guide_language(report, phrases),
        style=style,
        style_hash=style_hash,
        title=wording.theme_name(report, phrases),
        asked_by=[line for line in (report.organisation, report.round_title) if line],
        version_line=wording.version_line(report, phrases),
        whose_view=wording.whose_view(phrases),
        rating=wording.rating_name(report, phrases),
        meaning=wording.rating_meaning(report, phrases),
        evidence=wording.evidence_names(report, phrases),
        reference=with_marks(report.reference),
        strengths={
            "heading": phrases.say("Strengths"),
            "texts": [with_marks(text) for text in report.strengths.texts],
            "left": left(report.strengths.given),
        },
        improvements={
            "heading": phrases.say("Areas for improvement"),
            "texts": [with_marks(text) for text in report.improvements.texts],
            "left": left(report.improvements.given),
        },
        scale=Markup(scale_svg(report, phrases)),  # noqa: S704 - drawn and escaped by our own template
        profile=Markup(profile_svg(report, phrases)),  # noqa: S704 - drawn and escaped by our own template
        not_a_checklist=wording.not_a_checklist(phrases),
        notes=wording.what_this_is(phrases),
        guide_name=wording.guide_name(report, phrases),
    )


def _guide_language(report: ThemeReport, phrases: Phrases) -> str:
    """The attribute that marks the guide's words where their language is another than the page's."""
    if report.language == phrases.language:
        return ""
    return Markup(' lang="{}"').format(language_tag(report.language))
