"""Our documents as accessible PDFs that can be archived (PDF/UA-1 and PDF/A-2a).

What people wrote reaches the typesetter as data only. It reads our templates and our fonts, nothing else.
"""

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from content.phrases import Phrases
from content.translations.directions import direction_of_text
from reports.layout.characters import MISSING, as_shown
from reports.layout.templating import TEMPLATE_FOLDER
from reports.layout.typeface import FONT_FAMILIES, FONT_FOLDER

if TYPE_CHECKING:
    from typst import Fonts

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2}))?\b", re.IGNORECASE)

TemplateValues = dict[str, Any]
"""What a template places, as JSON values."""


def typeset(template: str, values: TemplateValues, written_at: datetime, phrases: Phrases) -> bytes:
    """A template of ours with these values in it as PDF bytes, the same bytes for the same values.

    Where a letter is missing in our fonts, the document says so in these phrases.

    Raises ``typst.TypstError`` for a fault in our template; nothing that a person wrote brings that about.
    """
    # The typesetter is only loaded with the first document, so that starting stays quick.
    import typst

    compiler = typst.Compiler(
        input=str(TEMPLATE_FOLDER / template),
        root=str(TEMPLATE_FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps({**values, **_of_language(values, phrases)})},
    )
    # typst takes whole seconds only.
    written = written_at.astimezone(UTC).replace(microsecond=0)
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=written)
    return cast("bytes", made)


def _of_language(values: TemplateValues, phrases: Phrases) -> TemplateValues:
    told = phrases.say(
        "This PDF cannot show some letters: {box} stands for each. The chat and the page show them.",
        box=MISSING,
    )
    return {
        "direction": phrases.direction,
        "fonts": list(FONT_FAMILIES),
        "missing": told if _has_missing(values) else "",
    }


def _has_missing(value: Any) -> bool:
    match value:
        case str():
            return MISSING in value
        case dict():
            return any(map(_has_missing, value.values()))
        case list() | tuple():
            return any(map(_has_missing, value))
        case _:
            return False


@lru_cache(maxsize=1)
def _fonts() -> "Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )


def shown(value: Any) -> Any:
    """The same values with every text as our fonts can show it."""
    match value:
        case str():
            return as_shown(value)
        case dict():
            return {key: shown(each) for key, each in value.items()}
        case list() | tuple():
            return [shown(each) for each in value]
        case _:
            return value


def paragraphs_of(text: str) -> list[str]:
    """A text's paragraphs: what stands between its blank lines."""
    return [paragraph for paragraph in _BLANK_LINES.split(text) if paragraph.strip()]


def written_paragraphs(text: str) -> list[TemplateValues]:
    """What a person wrote as paragraphs of lines, each paragraph in the direction of its script.

    One without a letter that tells, such as a number, runs as its document does.
    """
    return [
        {"lines": paragraph.strip("\n").split("\n"), "direction": direction_of_text(paragraph, "")}
        for paragraph in paragraphs_of(text.replace("\t", "    "))
    ]


def language_values(code: str) -> TemplateValues:
    """A language as the typesetter takes it; English where the code is none that it could know."""
    found = _LANGUAGE.match(code)
    if found is None:
        return {"language": "en", "region": None}
    return {"language": found[1].lower(), "region": found[2].lower() if found[2] else None}
