"""Which texts of a pack have formatting: what reads a pack and what checks it know the same ones."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import fields, is_dataclass
from typing import Any, Final

import pytest

from content.format2.formatted_keys import FORMATTED_KEYS
from content.formatting.text_blocks import FormattedText
from content.model import Guide
from content.pack import parse_guide

PACK: Final[dict[str, Any]] = {
    "format": 2,
    "id": "signs",
    "version": "1",
    "language": "en",
    "title": "Signs",
    "about": "Ours.",
    "attribution": "Some words are of others.",
    "licence": "Use it.",
    "sources": ["A book."],
    "introduction": [{"title": "Why", "text": "So."}],
    "scales": [
        {
            "id": "light",
            "levels": [
                {"level": 2, "name": "Green", "meaning": "Well.", "in_short": "well"},
                {"level": 1, "name": "Red", "meaning": "Not well.", "in_short": "not well"},
            ],
        }
    ],
    "sections": [{"id": "first", "title": "First", "number": "1", "purpose": "What comes first."}],
    "themes": [
        {
            "id": "visits",
            "title": "Visits",
            "number": "1.1",
            "section": "first",
            "purpose": "How we visit.",
            "features": [{"id": "known", "text": "People know who comes."}],
            "prompts": [
                {
                    "id": "where",
                    "number": "a",
                    "ask": "Where?",
                    "help": "Think of last week.",
                    "kind": "one choice",
                    "options": [{"id": "home", "text": "At home"}, {"id": "office", "text": "Here"}],
                }
            ],
            "illustrations": [{"level": 2, "lines": ["They ask first."]}],
            "closing": [{"what": "rating", "ask": "How good is it?", "help": "Choose one."}],
        }
    ],
}
NOT_TEXT: Final = ("format", "id", "version", "language", "section", "kind", "what")
Path = tuple[str | int, ...]


def texts_of(value: object, path: Path = ()) -> Iterator[Path]:
    """Where each text of the pack is that people read."""
    match value:
        case dict():
            for key, inner in value.items():
                if key not in NOT_TEXT:
                    yield from texts_of(inner, (*path, key))
        case list():
            for at, inner in enumerate(value):
                yield from texts_of(inner, (*path, at))
        case str():
            yield path


def keys_at(path: Path) -> tuple[str, str]:
    """What a text is a key of, and the key."""
    named = ["", *(each for each in path if isinstance(each, str))]
    return named[-2], named[-1]


def read_with(path: Path, text: str) -> tuple[Guide | None, list[str]]:
    """The guide with another text at this place, and the rules that it breaks."""
    pack = deepcopy(PACK)
    part: Any = pack
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = text
    guide, problems = parse_guide(json.dumps(pack), "f")
    return guide, [each.rule for each in problems]


def formatted_in(value: object) -> set[str]:
    """The words of all texts with formatting, however deep."""
    if isinstance(value, FormattedText):
        return {str(value)}
    if isinstance(value, tuple):
        return {each for inner in value for each in formatted_in(inner)}
    if not is_dataclass(value):
        return set()
    return {each for field in fields(value) for each in formatted_in(getattr(value, field.name))}


PLACES: Final = tuple(texts_of(PACK))


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_what_is_read_as_formatting_is_checked_and_nothing_else_is(path: Path) -> None:
    guide, broken = read_with(path, "**So**")
    assert guide is not None, broken
    may_be_formatted = keys_at(path) in FORMATTED_KEYS
    assert bool(formatted_in(guide)) == may_be_formatted
    _, broken = read_with(path, "[a](<b>)")
    assert ("formatting" in broken) == may_be_formatted


def test_each_key_of_the_table_is_in_this_pack() -> None:
    assert {keys_at(each) for each in PLACES} >= set(FORMATTED_KEYS)
