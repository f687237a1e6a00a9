"""The theme report as an accessible PDF that can be archived, every reply in full."""

from content.phrases import Phrases
from reports import wording
from reports.characters import as_shown
from reports.charts import profile_alt, profile_svg, scale_alt, scale_svg
from reports.theme_report import Points, ThemeReport
from reports.typesetting import Values, language_values, paragraphs_of, shown, typeset, written_paragraphs


def theme_pdf(report: ThemeReport, phrases: Phrases) -> bytes:
    """The report as PDF bytes, the same bytes for the same report."""
    return typeset("theme.typ", _document(report, phrases), report.finished_at)


def _document(report: ThemeReport, phrases: Phrases) -> Values:
    """Everything that the template places, as JSON values in which each character can be shown."""
    words: Values = shown(
        {
            **_opening(report, phrases),
            **_conclusions(report, phrases),
            **_prompts(report, phrases),
            **_closing(report, phrases),
        }
    )
    drawings = {
        "scale": {"svg": scale_svg(report, phrases), "alt": as_shown(scale_alt(report, phrases))},
        "profile": {
            "heading": as_shown(phrases.say("The prompts at a glance")),
            "svg": profile_svg(report, phrases),
            "alt": as_shown(profile_alt(report, phrases)),
        },
    }
    return words | drawings


def _opening(report: ThemeReport, phrases: Phrases) -> Values:
    title = wording.theme_name(report.theme_number, report.theme_title, phrases)
    return {
        **language_values(phrases.language),
        "guide": language_values(report.language),
        "title": title,
        "subtitle": phrases.say("Report on one theme of “{guide}”", guide=report.guide_title),
        "asked_by": [line for line in (report.organisation, report.round_title) if line],
        "dated": [wording.version_line(report, phrases), wording.whose_view(phrases)],
        "page": phrases.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
    }


def _conclusions(report: ThemeReport, phrases: Phrases) -> Values:
    return {
        "rating": {
            "heading": phrases.say("Rating"),
            "name": wording.rating_name(report, phrases),
            "given": report.rating.level is not None,
            "meaning": wording.rating_meaning(report, phrases),
        },
        "evidence": {
            "heading": phrases.say("How do we know?"),
            "kinds": wording.evidence_names(report, phrases) if report.evidence.kinds else (),
            "left": wording.left(phrases, report.evidence.given),
            "reference_heading": phrases.say("Where to look it up"),
            "reference": written_paragraphs(report.reference),
        },
        "strengths": _points(phrases.say("Strengths"), report.strengths, phrases),
        "improvements": _points(phrases.say("Areas for improvement"), report.improvements, phrases),
    }


def _points(heading: str, points: Points, phrases: Phrases) -> Values:
    return {
        "heading": heading,
        "points": [written_paragraphs(text) for text in points.texts],
        "left": wording.left(phrases, points.given),
    }


def _prompts(report: ThemeReport, phrases: Phrases) -> Values:
    replies = [
        {
            "code": each.code,
            "ask": each.ask,
            "said": written_paragraphs(each.text),
            "left": wording.left(phrases, each.given),
        }
        for each in report.prompts
    ]
    return {"prompts": {"heading": phrases.say("Every prompt and its reply"), "replies": replies}}


def _closing(report: ThemeReport, phrases: Phrases) -> Values:
    levels = [
        {"heading": wording.illustrated_heading(each.level, phrases), "texts": each.texts}
        for each in report.illustrations
    ]
    return {
        "illustrations": {
            "heading": phrases.say("What practice can look like"),
            "note": wording.not_a_checklist(phrases),
            "levels": levels,
        },
        "about": {
            "heading": phrases.say("About this report"),
            "notes": [*wording.what_this_is(phrases), *_on_brackets(report, phrases)],
            "guide_heading": wording.guide_name(report, phrases),
            "guide": paragraphs_of(report.guide_about),
        },
    }


def _on_brackets(report: ThemeReport, phrases: Phrases) -> tuple[str, ...]:
    """What the square brackets mean, where there are any of ours."""
    written = (
        report.reference,
        *report.strengths.texts,
        *report.improvements.texts,
        *(prompt.text for prompt in report.prompts),
    )
    if all(as_shown(text) == text for text in written):
        return ()
    return (
        phrases.say(
            "This document's fonts do not have every sign, such as small pictures and some scripts. "
            "Such signs stand here by their name or number in square brackets. "
            "The report for the browser shows them as they were written."
        ),
    )
