"""The group report as a page: the first pages, then everything that may be shown, none of it cut."""

from markupsafe import Markup

from content.phrases import Phrases
from content.prompt_kinds import Level
from conversations.kinds.levels import named_level
from reports.group import group_notes, group_wording
from reports.group.first_page.first_pages import round_page, theme_pages
from reports.group.first_page.strips import levels_svg
from reports.group.group_report import GroupReport
from reports.group.group_sections import by_team_heading, participation_heads, team_rows, theme_sections
from reports.layout.page import drawn, page


def group_html(report: GroupReport, phrases: Phrases) -> str:
    """The report as a page: opens in any browser, prints on A4, and fetches nothing."""

    def levels(scale: tuple[Level, ...]) -> Markup:
        return drawn(levels_svg(scale, phrases))

    return page(
        "group.html.j2",
        report,
        phrases,
        asked_by=(report.facts.organisation, report.facts.title),
        drawn=drawn,
        levels_svg=levels,
        named_level=named_level,
        people_in_box=lambda n: phrases.say("People: {n}", n=n),
        title=group_wording.group_title(report, phrases),
        first=round_page(report, phrases),
        theme_pages=theme_pages(report, phrases),
        about_guide=group_wording.about_guide(report, phrases),
        who_took_part=by_team_heading(phrases),
        heads=participation_heads(phrases),
        teams=team_rows(report, phrases),
        themes=theme_sections(report, phrases),
        notes=group_notes.about_group_report(report, phrases),
    )
