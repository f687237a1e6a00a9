"""The theme report as an accessible PDF that can be archived, every reply in full."""

from content.model import Closing
from content.phrases import Phrases
from reports.layout import wording
from reports.layout.characters import as_shown
from reports.layout.document_parts import closing_part, list_part, opening_part
from reports.layout.drawing import in_document
from reports.layout.guide_texts import guide_blocks, guide_heading
from reports.layout.typesetting import TemplateValues, shown, typeset, written_paragraphs
from reports.theme import theme_wording
from reports.theme.theme_charts import profile_alt, profile_svg, scale_alt, scale_svg
from reports.theme.theme_report import ThemeReport


def theme_pdf(report: ThemeReport, phrases: Phrases) -> bytes:
    """The report as PDF bytes, the same bytes for the same report."""
    return typeset("theme.typ", _document(report, phrases), report.finished_at, phrases)


def _document(report: ThemeReport, phrases: Phrases) -> TemplateValues:
    """Everything that the template places, as JSON values in which each character can be shown."""
    words: TemplateValues = shown(
        {
            **_opening(report, phrases),
            **_conclusions(report, phrases),
            **_prompts(report, phrases),
            **_closing(report, phrases),
        }
    )
    scale = None
    if report.has(Closing.RATING):
        scale = {"svg": in_document(scale_svg(report, phrases)), "alt": as_shown(scale_alt(report, phrases))}
    drawings = {
        "scale": scale,
        "profile": {
            "heading": as_shown(phrases.say("The prompts at a glance")),
            "svg": in_document(profile_svg(report, phrases)),
            "alt": as_shown(profile_alt(report, phrases)),
        },
    }
    return words | drawings | {"keywords": list(theme_wording.keywords(report))}


def _opening(report: ThemeReport, phrases: Phrases) -> TemplateValues:
    return opening_part(
        report,
        phrases,
        title=wording.theme_name(report.called, report.theme_title, phrases),
        subtitle=phrases.say("Report on one theme of “{guide}”", guide=report.guide_title),
        asked_by=(report.organisation, report.round_title),
        dated=[
            *filter(None, [report.section]),
            theme_wording.version_line(report, phrases),
            theme_wording.whose_view(phrases),
        ],
    )


def _conclusions(report: ThemeReport, phrases: Phrases) -> TemplateValues:
    """What the theme asks for at its end; what it does not ask for is None."""
    made: TemplateValues = {
        "rating": {
            "heading": phrases.say("Rating"),
            "name": theme_wording.rating_name(report, phrases),
            "given": report.rating.level is not None,
            "meaning": guide_blocks(theme_wording.rating_meaning(report, phrases)),
        },
        "evidence": {
            "heading": phrases.say("How do we know?"),
            "kinds": theme_wording.evidence_names(report, phrases) if report.evidence.kinds else (),
            "left": theme_wording.left_as(phrases, report.evidence.given),
        },
        "reference": {
            "heading": phrases.say("Where to look it up"),
            "said": written_paragraphs(report.reference),
        },
        "strengths": list_part(theme_wording.strengths(report, phrases)),
        "improvements": list_part(theme_wording.improvements(report, phrases)),
        "next_steps": list_part(theme_wording.next_steps(report, phrases)),
    }
    asked = {
        "rating": Closing.RATING,
        "evidence": Closing.EVIDENCE,
        "reference": Closing.REFERENCE,
        "strengths": Closing.STRENGTHS,
        "improvements": Closing.IMPROVEMENTS,
        "next_steps": Closing.NEXT_STEPS,
    }
    return {key: value if report.has(asked[key]) else None for key, value in made.items()}


def _prompts(report: ThemeReport, phrases: Phrases) -> TemplateValues:
    replies = [
        {
            "code": each.code,
            **guide_heading(theme_wording.asked(each, phrases)),
            "said": written_paragraphs(theme_wording.said(each, phrases)),
            "left": theme_wording.left_at(each, phrases),
            "note": wording.with_a_colleague(phrases) if each.with_colleague else "",
        }
        for each in report.prompts
    ]
    return {"prompts": {"heading": phrases.say("Every prompt and its reply"), "replies": replies}}


def _closing(report: ThemeReport, phrases: Phrases) -> TemplateValues:
    levels = [
        {
            "heading": wording.illustrated_heading(each.level, phrases),
            "texts": [guide_blocks(text) for text in each.texts],
            "length": sum(map(len, each.texts)),
        }
        for each in report.illustrations
    ]
    return {
        "illustrations": {
            "heading": phrases.say("What practice can look like"),
            "note": wording.not_a_checklist(phrases),
            "levels": levels,
        },
        **closing_part(
            report,
            phrases,
            notes=theme_wording.about_theme_report(phrases, has_rating=report.has(Closing.RATING)),
            written=_written(report),
        ),
    }


def _written(report: ThemeReport) -> tuple[str, ...]:
    """Everything in the report that its participant wrote."""
    return (
        report.reference,
        *report.strengths.texts,
        *report.improvements.texts,
        *report.next_steps.texts,
        *(prompt.text for prompt in report.prompts),
    )
