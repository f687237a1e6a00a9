"""The group report as a page: every strength and area for improvement that may be shown, none cut."""

from content.phrases import Phrases
from reports.group import group_notes, group_wording
from reports.group.agreement_wording import for_discussion, for_discussion_heading
from reports.group.group_report import GroupReport
from reports.group.group_sections import participation_heads, team_rows, theme_sections
from reports.layout.page import drawn, page


def group_html(report: GroupReport, phrases: Phrases) -> str:
    """The report as a page: opens in any browser, prints on A4, and fetches nothing."""
    return page(
        "group.html.j2",
        report,
        phrases,
        asked_by=(report.facts.organisation, report.facts.title),
        drawn=drawn,
        title=group_wording.group_title(report, phrases),
        about_guide=group_wording.about_guide(report, phrases),
        who_took_part=group_wording.who_took_part(phrases),
        period=group_wording.period(report, phrases),
        participation=group_wording.participation(report, phrases),
        heads=participation_heads(phrases),
        discussion_heading=for_discussion_heading(phrases),
        discussion=for_discussion(report, phrases),
        teams=team_rows(report, phrases),
        themes=theme_sections(report, phrases),
        notes=group_notes.about_group_report(report, phrases),
    )
