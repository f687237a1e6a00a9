"""A draft as the text of a pack of format 2, to be corrected."""

import re
from typing import Any, Final

import yaml

from content.documents.blocks import row_of
from content.drafts.draft import DraftLevel, DraftPrompt, DraftTheme, GuideDraft
from content.drafts.own_numbers import numbered_keys, prompt_numbers, theme_numbers
from content.format2.formatted_keys import source_at
from content.formatting.own_number import with_number

SIX_LEVELS: Final = ("Excellent", "Very good", "Good", "Adequate", "Weak", "Unsatisfactory")
"""The scale of a draft whose document has none."""

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 32
_SCALE = "scale"


def pack_text(draft: GuideDraft, language: str = "en") -> str:
    """The YAML of a draft. What a pack needs and the document does not say is left to be written."""
    levels = draft.levels or tuple(
        DraftLevel(number, name) for number, name in zip(range(6, 0, -1), SIX_LEVELS, strict=True)
    )
    pack: dict[str, Any] = {
        "format": 2,
        "id": _id(draft.title, "draft", set()),
        "version": "0.1",
        "language": language,
        "title": draft.title or "Draft",
        "about": "A draft, read from a document. Nobody has approved it yet.",
        "scales": [{"id": _SCALE, "levels": [{"level": each.number, "name": each.name} for each in levels]}],
    }
    taken: set[str] = set()
    titles = theme_numbers([with_number(each.number, each.title) for each in draft.themes])
    pack["themes"] = [
        _theme(theme, title, place, taken)
        for place, (theme, title) in enumerate(zip(draft.themes, titles, strict=True), start=1)
    ]
    text: str = yaml.safe_dump(pack, sort_keys=False, allow_unicode=True, width=10_000)
    return text


def _theme(theme: DraftTheme, title: tuple[str, str], place: int, taken: set[str]) -> dict[str, Any]:
    ids: set[str] = {"rating", "evidence", "reference", "strength", "improvement"}
    found: dict[str, Any] = {
        "id": _id(theme.title, f"theme-{place}", taken),
        **numbered_keys("title", *title),
        "minutes": min(max(2 * len(theme.prompts), 1), 60),
    }
    if theme.purpose:
        found["purpose"] = source_at("themes", "purpose", theme.purpose)
    numbers = prompt_numbers([with_number(each.number, each.ask) for each in theme.prompts])
    found["prompts"] = [
        _prompt(prompt, numbered, place, ids)
        for place, (prompt, numbered) in enumerate(zip(theme.prompts, numbers, strict=True), start=1)
    ]
    if theme.examples:
        found["illustrations"] = _illustrations(theme, [each["id"] for each in found["prompts"]])
    return found


def _illustrations(theme: DraftTheme, ids: list[str]) -> list[dict[str, Any]]:
    """The examples by level, those of a row of a table with the prompt that stands in it."""
    rows = {row_of(each.place): id_ for each, id_ in zip(theme.prompts, ids, strict=True) if each.place.row}
    listed: dict[tuple[str, int], list[str]] = {}
    for each in theme.examples:
        prompt = rows.get(row_of(each.place), "") if each.place.row else ""
        listed.setdefault((prompt, each.level), []).append(source_at("illustrations", "lines", each.text))
    return [
        {"level": level, **({"prompt": prompt} if prompt else {}), "lines": listed[prompt, level]}
        for prompt, level in sorted(listed, key=lambda key: (["", *ids].index(key[0]), -key[1]))
    ]


def _prompt(prompt: DraftPrompt, numbered: tuple[str, str], place: int, taken: set[str]) -> dict[str, Any]:
    number, ask = numbered
    found = {
        "id": _id("", f"p{place}", taken),
        **numbered_keys("ask", number, source_at("prompts", "ask", ask)),
    }
    if prompt.help:
        found["help"] = source_at("prompts", "help", prompt.help)
    if prompt.is_statement:
        found |= {"kind": "scale", "scale": _SCALE}
    return found


def _id(words: str, otherwise: str, taken: set[str]) -> str:
    """A short name out of words, different from all that are taken."""
    bare = _NOT_IN_IDS.sub("-", words.casefold()).strip("-0123456789")[:_LONGEST_ID].strip("-")
    found = bare if bare and bare not in taken else otherwise
    taken.add(found)
    return found
