"""The theme report as a page: every reply in full."""

from content.model import Closing
from content.phrases import Phrases
from content.prompt_kinds import Level
from reports.layout import wording
from reports.layout.characters import with_marks
from reports.layout.page import drawn, page
from reports.theme import theme_wording
from reports.theme.theme_charts import profile_svg, scale_svg
from reports.theme.theme_report import PromptReply, ThemeReport


def theme_html(report: ThemeReport, phrases: Phrases) -> str:
    """The report as a page: opens in any browser, prints on A4, and fetches nothing."""

    def left(each: PromptReply) -> str:
        return theme_wording.left_at(each, phrases)

    def illustrated_heading(level: Level) -> str:
        return wording.illustrated_heading(level, phrases)

    return page(
        "theme.html.j2",
        report,
        phrases,
        asked_by=(report.organisation, report.round_title),
        left=left,
        illustrated_heading=illustrated_heading,
        keywords=theme_wording.keywords(report),
        with_a_colleague=wording.with_a_colleague(phrases),
        title=wording.theme_name(report.called, report.theme_title, phrases),
        version_line=theme_wording.version_line(report, phrases),
        whose_view=theme_wording.whose_view(phrases),
        rating=theme_wording.rating_name(report, phrases),
        meaning=theme_wording.rating_meaning(report, phrases),
        evidence=theme_wording.evidence_names(report, phrases),
        reference=with_marks(report.reference),
        strengths=theme_wording.strengths(report, phrases) if report.has(Closing.STRENGTHS) else None,
        improvements=theme_wording.improvements(report, phrases)
        if report.has(Closing.IMPROVEMENTS)
        else None,
        next_steps=theme_wording.next_steps(report, phrases) if report.has(Closing.NEXT_STEPS) else None,
        has_rating=report.has(Closing.RATING),
        has_evidence=report.has(Closing.EVIDENCE),
        asked=lambda each: theme_wording.asked(each, phrases),
        said=lambda each: theme_wording.said(each, phrases),
        scale=drawn(scale_svg(report, phrases)) if report.has(Closing.RATING) else None,
        profile=drawn(profile_svg(report, phrases)),
        not_a_checklist=wording.not_a_checklist(phrases),
        notes=theme_wording.about_theme_report(phrases, has_rating=report.has(Closing.RATING)),
    )
