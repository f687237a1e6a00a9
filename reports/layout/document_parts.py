"""What the PDFs of all reports begin and end with, and how their lists are placed, as JSON values."""

from collections.abc import Iterable

from content.phrases import Phrases
from reports.layout import wording
from reports.layout.characters import names_signs
from reports.layout.guide_texts import guide_blocks
from reports.layout.typesetting import TemplateValues, language_values, written_paragraphs


def opening_part(
    report: wording.OnGuide,
    phrases: Phrases,
    *,
    title: str,
    subtitle: str,
    asked_by: Iterable[str],
    dated: Iterable[str],
) -> TemplateValues:
    """The head of the first page, the foot of every page, and the languages."""
    return {
        **language_values(phrases.language),
        "guide": language_values(report.language),
        "title": title,
        "subtitle": subtitle,
        "asked_by": [line for line in asked_by if line],
        "dated": list(dated),
        "page": wording.page_of_pages(phrases),
    }


def list_part(section: wording.TextList) -> TemplateValues:
    """A list under its heading, each text in paragraphs, with its code and what is said behind it."""
    return {
        "codes": section.codes,
        "notes": section.notes,
        "heading": section.heading,
        "points": [written_paragraphs(text) for text in section.texts],
        "left": section.left,
    }


def closing_part(
    report: wording.OnGuide, phrases: Phrases, *, notes: Iterable[str], written: Iterable[str]
) -> TemplateValues:
    """The end: what this is, and what the guide says of itself. ``written`` is all that people wrote."""
    return {
        "about": {
            "heading": phrases.say("About this report"),
            "notes": [*notes, *_on_brackets(written, phrases)],
            "guide_heading": wording.guide_name(report.guide_title, report.guide_version, phrases),
            "guide": guide_blocks(report.guide_about),
        }
    }


def _on_brackets(written: Iterable[str], phrases: Phrases) -> tuple[str, ...]:
    """What the square brackets mean, where there are any of ours."""
    if not any(map(names_signs, written)):
        return ()
    return (
        phrases.say(
            "This document's fonts do not have every sign, such as small pictures. "
            "Such signs stand here by their name in square brackets. "
            "The report for the browser shows them as they were written."
        ),
    )
