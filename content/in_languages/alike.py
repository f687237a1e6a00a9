"""Two packs of one guide in two languages hold the same: the same ids in the same order, and a text for each.

The first is what the second is measured by. Only words of the guide may differ, and how long a theme takes.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from content.problem import Problem
from content.yaml_nodes import ListNode, MapNode, Node, SourcePlace, TextNode

WORDS: Final = frozenset(
    {
        "about",
        "ask",
        "attribution",
        "help",
        "in_short",
        "licence",
        "lines",
        "meaning",
        "name",
        "purpose",
        "text",
        "title",
        "unit",
    }
)
"""Keys of texts that are in the language of their pack: each language has them, in its own words."""

OWN: Final = frozenset({"language", "minutes", "sources"})
"""Keys that a language may have in its own way, or not at all."""


_WRITE_OR_TAKE_OUT: Final = "Write it there too, or take it out here."


def differences(first: MapNode, other: MapNode, file: str, language: str) -> Iterator[Problem]:
    """Where a pack holds something else than the first, which is in ``language``. ``file`` is the other's."""
    comparing = _Comparing(file, language)
    yield from comparing.maps(first, other)


class _Comparing:
    def __init__(self, file: str, language: str) -> None:
        self._file = file
        self._language = language

    def maps(self, first: MapNode, other: MapNode) -> Iterator[Problem]:
        for key, (place, value) in first.entries.items():
            found = other.get(key)
            if key in OWN:
                continue
            if found is None:
                yield self._missing(other.place, key, place)
            else:
                yield from self._values(key, value, found, other.key_place(key))
        for key, (place, _) in other.entries.items():
            if key not in first.entries and key not in OWN:
                what = f'"{key}" stands here, and in the language "{self._language}" there is none.'
                yield self._problem(place, "not-alike", what, _WRITE_OR_TAKE_OUT)

    def _values(self, key: str, first: Node, other: Node, place: SourcePlace) -> Iterator[Problem]:
        match first, other:
            case MapNode(), MapNode():
                yield from self.maps(first, other)
            case ListNode(), ListNode():
                yield from self._lists(key, first.items, other.items, place)
            case TextNode(), TextNode() if key in WORDS or first.text == other.text:
                return
            case TextNode(), TextNode():
                what = f'"{key}" is "{other.text}" here and "{first.text}" in "{self._language}".'
                mend = f"It must be the same in every language: line {first.place.line} has it."
                yield self._problem(other.place, "not-alike", what, mend)

    def _lists(
        self, key: str, first: Sequence[Node], other: Sequence[Node], place: SourcePlace
    ) -> Iterator[Problem]:
        ours, theirs = _by_id(first), _by_id(other)
        if ours is None or theirs is None:
            if len(first) != len(other):
                what = f'"{key}" has {len(other)} here and {len(first)} in "{self._language}".'
                yield self._problem(place, "not-alike", what, "Each language has as many, in the same order.")
                return
            for one, another in zip(first, other, strict=True):
                yield from self._values(key, one, another, another.place)
            return
        for id_, entry in ours.items():
            if id_ in theirs:
                yield from self.maps(entry, theirs[id_])
            else:
                yield self._missing(place, id_, entry.place)
        for id_, entry in theirs.items():
            if id_ not in ours:
                what = f'"{id_}" stands here, and in the language "{self._language}" there is none.'
                yield self._problem(entry.place, "not-alike", what, _WRITE_OR_TAKE_OUT)
        if set(ours) == set(theirs) and list(ours) != list(theirs):
            what = f'The order of "{key}" is another here than in "{self._language}".'
            yield self._problem(place, "not-alike", what, f"It must be: {', '.join(ours)}.")

    def _missing(self, place: SourcePlace, named: str, first: SourcePlace) -> Problem:
        what = f'"{named}" is missing here: in the language "{self._language}" it is on line {first.line}.'
        return self._problem(place, "not-translated", what, "Translate it, or take it out of both.")

    def _problem(self, place: SourcePlace, rule: str, what: str, mend: str) -> Problem:
        return Problem(self._file, place.line, place.column, rule, what, mend)


def _by_id(nodes: Sequence[Node]) -> dict[str, MapNode] | None:
    """The entries of a list by their ids, None where they have none."""
    found: dict[str, MapNode] = {}
    for node in nodes:
        id_ = node.get("id") if isinstance(node, MapNode) else None
        if not isinstance(node, MapNode) or not isinstance(id_, TextNode):
            return None
        found[id_.text] = node
    return found
