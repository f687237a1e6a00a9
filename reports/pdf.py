"""The theme report as an accessible PDF that can be archived (PDF/UA-1 and PDF/A-2a), every reply in full.

What people wrote reaches the typesetter as data only. It reads our template and our fonts, nothing else.
"""

import json
import re
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from content.phrases import Phrases
from reports import wording
from reports.characters import as_shown, is_right_to_left
from reports.charts import profile_alt, profile_svg, scale_alt, scale_svg
from reports.templating import TEMPLATE_FOLDER
from reports.theme_report import Points, ThemeReport
from reports.typeface import FONT_FOLDER

if TYPE_CHECKING:
    from typst import Fonts

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?\b", re.IGNORECASE)

_Values = dict[str, Any]


def theme_pdf(report: ThemeReport, phrases: Phrases) -> bytes:
    """The report as PDF bytes, the same bytes for the same report.

    Raises ``typst.TypstError`` for a fault in our template; nothing that a person wrote brings that about.
    """
    # The typesetter is only loaded with the first report, so that starting stays quick.
    import typst

    compiler = typst.Compiler(
        input=str(TEMPLATE_FOLDER / "theme.typ"),
        root=str(TEMPLATE_FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_document(report, phrases))},
    )
    # typst takes whole seconds only.
    written = report.finished_at.astimezone(UTC).replace(microsecond=0)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=written)
    return cast("bytes", made)


@lru_cache(maxsize=1)
def _fonts() -> "Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )


def _document(report: ThemeReport, phrases: Phrases) -> _Values:
    """Everything that the template places, as JSON values in which each character can be shown."""
    words: _Values = _shown(
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


def _opening(report: ThemeReport, phrases: Phrases) -> _Values:
    title = wording.theme_name(report, phrases)
    return {
        **_language(phrases.language),
        "guide": _language(report.language),
        "title": title,
        "subtitle": phrases.say("Report on one theme of “{guide}”", guide=report.guide_title),
        "asked_by": [line for line in (report.organisation, report.round_title) if line],
        "dated": [wording.version_line(report, phrases), wording.whose_view(phrases)],
        "page": phrases.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
    }


def _conclusions(report: ThemeReport, phrases: Phrases) -> _Values:
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
            "reference": _paragraphs(report.reference),
        },
        "strengths": _points(phrases.say("Strengths"), report.strengths, phrases),
        "improvements": _points(phrases.say("Areas for improvement"), report.improvements, phrases),
    }


def _points(heading: str, points: Points, phrases: Phrases) -> _Values:
    return {
        "heading": heading,
        "points": [_paragraphs(text) for text in points.texts],
        "left": wording.left(phrases, points.given),
    }


def _prompts(report: ThemeReport, phrases: Phrases) -> _Values:
    replies = [
        {
            "code": each.code,
            "ask": each.ask,
            "said": _paragraphs(each.text),
            "left": wording.left(phrases, each.given),
        }
        for each in report.prompts
    ]
    return {"prompts": {"heading": phrases.say("Every prompt and its reply"), "replies": replies}}


def _closing(report: ThemeReport, phrases: Phrases) -> _Values:
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
            "guide": [paragraph for paragraph in _BLANK_LINES.split(report.guide_about) if paragraph.strip()],
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


def _paragraphs(text: str) -> list[_Values]:
    """What a person wrote as paragraphs of lines, each paragraph in the direction of its script."""
    return [
        {"lines": paragraph.strip("\n").split("\n"), "rtl": is_right_to_left(paragraph)}
        for paragraph in _BLANK_LINES.split(text.replace("\t", "    "))
        if paragraph.strip()
    ]


def _language(code: str) -> _Values:
    """A language as the typesetter takes it; English where the code is none that it could know."""
    found = _LANGUAGE.match(code)
    if found is None:
        return {"language": "en", "region": None}
    return {"language": found[1].lower(), "region": found[2].lower() if found[2] else None}


def _shown(value: Any) -> Any:
    """The same values with every text as our fonts can show it."""
    match value:
        case str():
            return as_shown(value)
        case dict():
            return {key: _shown(each) for key, each in value.items()}
        case list() | tuple():
            return [_shown(each) for each in value]
        case _:
            return value
