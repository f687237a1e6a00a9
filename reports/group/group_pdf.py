"""The group report as an accessible PDF that can be archived: everything that may be shown, none cut."""

from datetime import UTC, datetime, time

from content.phrases import Phrases
from reports.group import group_notes, group_wording
from reports.group.agreement_wording import for_discussion, for_discussion_heading
from reports.group.group_report import GroupReport
from reports.group.group_sections import (
    RatingSection,
    ThemeSection,
    participation_heads,
    team_rows,
    theme_sections,
)
from reports.layout.characters import as_shown
from reports.layout.document_parts import closing_part, list_part, opening_part
from reports.layout.drawing import in_document
from reports.layout.typesetting import TemplateValues, shown, typeset, written_paragraphs


def group_pdf(report: GroupReport, phrases: Phrases) -> bytes:
    """The report as PDF bytes, the same bytes for the same report, dated the day on which the round ended."""
    closed = datetime.combine(report.facts.closed_on, time(), UTC)
    return typeset("group.typ", _document(report, phrases), closed, phrases)


def _document(report: GroupReport, phrases: Phrases) -> TemplateValues:
    """Everything that the template places, as JSON values in which each character can be shown."""
    sections = theme_sections(report, phrases)
    words: TemplateValues = shown(
        {
            **opening_part(
                report,
                phrases,
                title=group_wording.group_title(report, phrases),
                subtitle=group_wording.about_guide(report, phrases),
                asked_by=(report.facts.organisation, report.facts.title),
                dated=[group_wording.period(report, phrases)],
            ),
            "purpose": written_paragraphs(report.facts.purpose),
            "participation": _participation(report, phrases),
            "discussion": {
                "heading": for_discussion_heading(phrases),
                "themes": for_discussion(report, phrases),
            },
            **closing_part(
                report,
                phrases,
                notes=group_notes.about_group_report(report, phrases),
                written=(text for each in sections for section in each.lists for text in section.texts),
            ),
        }
    )
    return words | {"themes": [_theme(each, phrases) for each in sections]}


def _participation(report: GroupReport, phrases: Phrases) -> TemplateValues:
    return {
        "heading": group_wording.who_took_part(phrases),
        "sentence": group_wording.participation(report, phrases),
        "heads": participation_heads(phrases),
        "teams": [
            {"name": team.name, "figures": team.figures, "left": team.left}
            for team in team_rows(report, phrases)
        ],
    }


def _theme(section: ThemeSection, phrases: Phrases) -> TemplateValues:
    words: TemplateValues = shown(
        {
            "name": section.name,
            "note": section.note,
            "section": section.section,
            "lists": [list_part(each) for each in section.lists],
        }
    )
    return words | {"rating": _rating(section.rating, phrases) if section.rating else None}


def _rating(rating: RatingSection, phrases: Phrases) -> TemplateValues:
    words: TemplateValues = shown(
        {
            "title": phrases.say("Ratings"),
            "heading": rating.heading,
            "sentences": rating.sentences,
            "caption": rating.caption,
        }
    )
    chart = None
    if rating.chart:
        chart = {"svg": in_document(rating.chart.svg), "alt": as_shown(rating.chart.alt)}
    return words | {"chart": chart}
