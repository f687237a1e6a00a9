"""How people rated a theme in an earlier round of the same guide, and how they rate it now.

Only where a theme reads the same: its title, its scale and its prompts. Two numbers of themes that read
otherwise would show what the guide changed. No difference is worked out: they are two groups of people.
"""

from dataclasses import replace

from content.model import Guide, Theme
from content.tailoring import is_own
from reports.group.group_report import EarlierRound, Findings, GroupReport, GroupTheme, RatedBefore, Ratings
from reports.group.kind_findings import Spread


def with_trend(report: GroupReport, guide: Guide, earlier: EarlierRound) -> GroupReport:
    """The report with how an earlier round rated each theme, where both tell it level by level."""
    themes = zip(guide.themes, report.themes, strict=True)
    return replace(report, themes=tuple(_beside(guide, ours, told, earlier) for ours, told in themes))


def _beside(guide: Guide, theme: Theme, told: GroupTheme, earlier: EarlierRound) -> GroupTheme:
    before = next((each for each in earlier.guide.themes if each.id == theme.id), None)
    if told.spread is None or before is None or not reads_the_same(guide, theme, earlier.guide, before):
        return told
    rated = earlier.report.themes[earlier.guide.themes.index(before)]
    match rated.findings:
        case Findings(ratings=Ratings(spread=Spread()) as ratings):
            return replace(told, before=RatedBefore(earlier.report.facts, ratings))
        case _:
            return told


def reads_the_same(guide: Guide, theme: Theme, other_guide: Guide, other: Theme) -> bool:
    """Whether a theme reads the same in two guides, what was added for one round aside."""
    if guide.language != other_guide.language or theme.title != other.title or theme.scale != other.scale:
        return False
    return _asked(guide, theme) == _asked(other_guide, other)


def _asked(guide: Guide, theme: Theme) -> dict[str, str]:
    return {each.id: each.ask for each in theme.prompts if not is_own(guide, each.id)}
