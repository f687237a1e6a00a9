"""The figures of a group's report as they were published, given again where somebody was erased since.

A report without one person, next to the one with them, would show what they gave. So of a report that was
made, the figures stay. What people wrote is in no figures: it goes with whoever wrote it.
"""

from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter

from reports.group.group_report import Findings, GroupReport, GroupTheme
from reports.group.threshold import Reason, Withheld
from reports.statements import Statement

_REPORT: Final[TypeAdapter[GroupReport]] = TypeAdapter(GroupReport)


def figures_to_json(report: GroupReport) -> str:
    """The figures of a report as they are kept: all of it but what people wrote."""
    return _REPORT.dump_json(without_words(report)).decode()


def figures_from_json(kept: str) -> GroupReport:
    """The report that :func:`figures_to_json` kept, without anybody's words."""
    return _REPORT.validate_json(kept)


def without_words(report: GroupReport) -> GroupReport:
    """A report in which every list of words that was told is withheld, as somebody was erased since.

    All lists go, and not only those that the erased person was in: which those were would tell it.
    """
    return replace(report, themes=tuple(_theme(each) for each in report.themes))


def _theme(theme: GroupTheme) -> GroupTheme:
    found = theme.findings
    if isinstance(found, Withheld):
        return theme
    return replace(theme, findings=_findings(found))


def _findings(found: Findings) -> Findings:
    return replace(
        found,
        strengths=_gone(found.strengths),
        improvements=_gone(found.improvements),
        next_steps=_gone(found.next_steps),
    )


def _gone(texts: tuple[Statement, ...] | Withheld | None) -> Withheld | None:
    return Withheld(Reason.ERASED) if isinstance(texts, tuple) else texts
