"""A whole guide becomes the lines of a draft: a line for each text that one can show, in the guide's order.

What no line can show, such as sets, sections and conditions, is kept with the line that it belongs to. The
lines make the same guide again; nothing in here checks it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from content.documents.blocks import DocumentPlace
from content.drafts.draft import ReadAs
from content.drafts.guide_lines import GuideLine, LineUse
from content.drafts.kept_keys import KeptOf, kept_to_text
from content.schema import tidy
from content.whole_numbers import whole_number

LineAtKey = tuple[str, GuideLine]
"""A line with the key that it is of, such as ``themes 2 > prompts 1 > ask``."""

_LINES_OF_GUIDE: Final = ("id", "version", "language", "title", "about", "themes")
_LINES_OF_THEME: Final = ("title", "purpose", "features", "prompts", "illustrations")
_LINES_OF_PROMPT: Final = ("ask", "help")
_IN_WORDS: Final = ("", "words")
_ON_SCALE: Final = "scale"


class NotAsGuides(ValueError):
    """What is written has not the build of a guide, so that no lines can be made of it."""


def lines_of_guide(keys: Mapping[str, Any], places: Mapping[str, DocumentPlace]) -> list[LineAtKey]:
    """The lines of a guide of format 2, as its keys stand in its file. Raises ``NotAsGuides``.

    ``places`` are those of the keys in a document.
    """
    kept = _kept(KeptOf.GUIDE, keys, _LINES_OF_GUIDE)
    lines = [
        ("title", _line(LineUse.TITLE, _text(keys, "title"), kept=kept)),
        ("about", _line(LineUse.ABOUT, _text(keys, "about"))),
    ]
    for number, theme in enumerate(_entries(keys, "themes"), start=1):
        lines += _lines_of_theme(theme, f"themes {number} > ")
    return [(key, replace(line, place=places.get(key))) for key, line in lines]


def numbered_lines(
    lines: Sequence[LineAtKey], unclear: Mapping[str, Sequence[tuple[DocumentPlace, str]]]
) -> tuple[GuideLine, ...]:
    """These lines with their numbers, and behind each what was not understood where it stands.

    ``unclear`` has the words and places by the key of the line before them, under "" those above all.
    """
    found = list(_left_out(unclear.get("", ())))
    last = [*[key for key, _ in lines][1:], ""]
    for (key, line), after in zip(lines, last, strict=True):
        found.append(line)
        found += _left_out(unclear.get(key, ())) if key != after else ()
    return tuple(replace(each, number=number) for number, each in enumerate(found, start=1))


def _left_out(found: Sequence[tuple[DocumentPlace, str]]) -> Iterator[GuideLine]:
    for place, text in found:
        yield GuideLine(0, LineUse.LEFT_OUT, text, reading=ReadAs.NOT_UNDERSTOOD.name, place=place)


def _lines_of_theme(theme: Mapping[str, Any], path: str) -> Iterator[LineAtKey]:
    kept = _kept(KeptOf.THEME, theme, _LINES_OF_THEME)
    yield f"{path}title", _line(LineUse.THEME, _text(theme, "title"), kept=kept)
    if purpose := _text(theme, "purpose"):
        yield f"{path}purpose", _line(LineUse.PURPOSE, purpose)
    for number, feature in enumerate(_entries(theme, "features"), start=1):
        kept = _kept(KeptOf.FEATURE, feature, ("text",))
        yield f"{path}features {number} > text", _line(LineUse.FEATURE, _text(feature, "text"), kept=kept)
    for number, prompt in enumerate(_entries(theme, "prompts"), start=1):
        at = f"{path}prompts {number} > "
        kept = _kept(KeptOf.PROMPT, prompt, _LINES_OF_PROMPT)
        yield f"{at}ask", _line(_use_of(prompt), _text(prompt, "ask"), kept=kept)
        if help_text := _text(prompt, "help"):
            yield f"{at}help", _line(LineUse.HELP, help_text)
    for number, examples in enumerate(_entries(theme, "illustrations"), start=1):
        level = whole_number(_text(examples, "level")) or 0
        kept = _kept(KeptOf.EXAMPLE, examples, ("level", "lines"))
        for text in _texts(examples, "lines"):
            yield (
                f"{path}illustrations {number} > lines",
                _line(LineUse.EXAMPLE, text, kept=kept, level=level),
            )


def _line(use: LineUse, text: str, *, kept: str = "", level: int = 0) -> GuideLine:
    return GuideLine(0, use, str(tidy(text)), level, kept=kept)


def _use_of(prompt: Mapping[str, Any]) -> LineUse:
    kind = _text(prompt, "kind")
    if kind in _IN_WORDS:
        return LineUse.PROMPT
    return LineUse.STATEMENT if kind == _ON_SCALE else LineUse.OTHER_KIND


def _kept(of: KeptOf, entry: Mapping[str, Any], shown: Sequence[str]) -> str:
    return kept_to_text(of, {key: value for key, value in entry.items() if key not in shown})


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str):
        raise NotAsGuides(key)
    return value


def _texts(entry: Mapping[str, Any], key: str) -> list[str]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise NotAsGuides(key)
    return value


def _entries(entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise NotAsGuides(key)
    return value
