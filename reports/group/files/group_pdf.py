"""The group report as an accessible PDF that can be archived: everything that may be shown, none cut."""

from datetime import UTC, datetime, time

from content.phrases import Phrases
from content.prompt_kinds import Level
from reports.group import group_notes, group_wording
from reports.group.first_page.boxes import Box, BoxEntry
from reports.group.first_page.first_pages import RoundPage, ThemePage, ThemeRow, round_page, theme_pages
from reports.group.first_page.strips import Drawn, levels_svg
from reports.group.group_report import GroupReport
from reports.group.group_sections import (
    ThemeSection,
    by_team_heading,
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
    page, of_themes = round_page(report, phrases), theme_pages(report, phrases)
    words: TemplateValues = shown(
        {
            **opening_part(
                report,
                phrases,
                title=group_wording.group_title(report, phrases),
                subtitle=group_wording.about_guide(report, phrases),
                asked_by=(report.facts.organisation, report.facts.title),
                dated=[],
            ),
            "behind": phrases.say("Behind these pages"),
            "purpose": written_paragraphs(report.facts.purpose),
            "participation": _participation(report, phrases),
            "themes": [_theme(each) for each in sections],
            "say": labels(phrases),
            **closing_part(
                report,
                phrases,
                notes=group_notes.about_group_report(report, phrases),
                written=(text for each in sections for section in each.lists for text in section.texts),
            ),
        }
    )
    return words | {
        "first": _round_page(page, phrases),
        "theme_pages": [_theme_page(each, phrases) for each in of_themes],
    }


def labels(phrases: Phrases) -> dict[str, str]:
    """The words of ours that stand on each first page."""
    return {
        "people": phrases.say("people"),
        "in_their_words": phrases.say("In their words"),
        "agreed": phrases.say("Agreed at the meeting"),
        "level": phrases.say("Level"),
        "because": phrases.say("because"),
        "lead": phrases.say("Who leads"),
        "by": phrases.say("by when"),
    }


def _participation(report: GroupReport, phrases: Phrases) -> TemplateValues:
    return {
        "heading": by_team_heading(phrases),
        "heads": participation_heads(phrases),
        "teams": [
            {"name": team.name, "figures": team.figures, "left": team.left}
            for team in team_rows(report, phrases)
        ],
    }


def _theme(section: ThemeSection) -> TemplateValues:
    return {
        "name": section.name,
        "note": section.note,
        "section": section.section,
        "leads_to": section.leads_to,
        "lists": [list_part(each) for each in section.lists],
    }


def _round_page(page: RoundPage, phrases: Phrases) -> TemplateValues:
    words: TemplateValues = shown(
        {
            "title": page.title,
            "took_part": page.took_part,
            "asked": page.asked,
            "legend": page.legend,
            "order": page.order,
            "whose": page.whose,
            "boxes": [_box(each) for each in page.boxes],
        }
    )
    return words | {
        "levels": _levels(page.levels, phrases),
        "rows": [_row(each, phrases, own_levels=page.levels is None) for each in page.rows],
        "rest": [_row(each, phrases, own_levels=False) for each in page.rest],
    }


def _row(row: ThemeRow, phrases: Phrases, *, own_levels: bool) -> TemplateValues:
    words: TemplateValues = shown(
        {"name": row.name, "sentence": row.sentence, "label": row.label, "leads_to": row.leads_to}
    )
    levels = row.levels if own_levels and row.strip else None
    return words | {"strip": _strip(row.strip), "levels": _levels(levels, phrases)}


def _theme_page(page: ThemePage, phrases: Phrases) -> TemplateValues:
    example = page.example
    words: TemplateValues = shown(
        {
            "name": page.name,
            "section": page.section,
            "title": page.title,
            "lead": page.lead,
            "rests_on": page.rests_on,
            "legend": page.legend,
            "boxes": [_box(each) for each in page.boxes],
            "quotes": [_entry(each) for each in page.quotes],
            "example": {"heading": example.heading, "text": example.text, "note": example.note}
            if example
            else None,
            "leads_to": page.leads_to,
            "reached_by": page.reached_by,
        }
    )
    levels = page.levels if page.strip else None
    return words | {"strip": _strip(page.strip), "levels": _levels(levels, phrases)}


def _box(box: Box) -> TemplateValues:
    return {
        "kind": box.kind,
        "title": box.title,
        "note": box.note,
        "entries": [_entry(each) for each in box.entries],
    }


def _entry(entry: BoxEntry) -> TemplateValues:
    return {
        "code": entry.code,
        "text": written_paragraphs(entry.text) if entry.is_written else entry.text,
        "people": str(entry.people) if entry.people else "",
        "detail": entry.detail,
        "leads_to": entry.leads_to,
        "is_written": entry.is_written,
        "is_guides": entry.is_guides,
    }


def _strip(drawn: Drawn | None) -> TemplateValues | None:
    return {"svg": in_document(drawn.svg), "alt": as_shown(drawn.alt)} if drawn else None


def _levels(levels: tuple[Level, ...] | None, phrases: Phrases) -> str | list[int] | None:
    return in_document(levels_svg(levels, phrases)) if levels else None
