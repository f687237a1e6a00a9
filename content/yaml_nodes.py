"""YAML text as a small tree of texts, lists and keyed entries, each with its place, or the problems in it.

Every scalar is text exactly as it is written: what is a number is for the reader of the tree to check, so
YAML's guesses about ``no``, ``1:30`` or ``0123`` are never made. The tree is built from PyYAML's events
with our own stack, so that a limit is met at the event that breaks it: nothing is expanded, nothing
recurses. What a guide is made of is not known here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from content.problem import Problem
from content.yaml_faults import broken_yaml, clip, number_beyond
from content.yaml_text import HIDDEN, MOST_BYTES, hidden, lines_of, unreadable

MOST_NODES = 10_000
"""How many nodes a document may have with every alias written out."""
DEEPEST = 20
"""How many lists and sets of keys may lie inside each other."""

_GLUED_COMMENT = re.compile(r"\s++(#\S)")
_NOTE = re.compile(r"\s++(#)(?:\s|$)")


NodePath = tuple[str | int, ...]
"""The keys and list positions that lead from a pack's root to a part of it."""


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where something stands in a file: line and column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar: its text exactly as written. ``note`` is where a comment of the author begins behind it."""

    place: SourcePlace
    text: str
    note: SourcePlace | None = None


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list of nodes."""

    place: SourcePlace
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class MapNode:
    """Keys in the order of the file, each with its own place and its value."""

    place: SourcePlace
    entries: "Mapping[str, tuple[SourcePlace, Node]]"

    def get(self, key: str) -> "Node | None":
        """The value of a key, None where the key is not there."""
        return self.entries[key][1] if key in self.entries else None

    def key_place(self, key: str) -> SourcePlace:
        """Where a key is written; the place of the whole where it is not."""
        return self.entries[key][0] if key in self.entries else self.place


Node = TextNode | ListNode | MapNode


QUICK_READER: Final[Any] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""Reads twenty times as fast, and tells faults in other words and at other places.

So it is only for texts that have been found to be the same tree with either.
"""


def read_tree(
    text: str, file: str, *, reader: Any = yaml.SafeLoader
) -> tuple[MapNode | None, tuple[Problem, ...]]:
    """The tree of one YAML document whose outermost level has keys, or None, and every problem met.

    ``file`` is the name that problems carry. A tree comes together with problems where the rest of the
    document can still be checked.
    """
    text = text.removeprefix("\ufeff")
    if in_the_way := unreadable(text, file):
        return None, in_the_way
    composing = _Composing(file, lines_of(text))
    loader = reader(text)
    try:
        while loader.check_event():
            composing.take(loader.get_event())
    except _RefusedError as refused:
        return None, (*composing.problems, refused.problem)
    except yaml.MarkedYAMLError as fault:
        return None, (broken_yaml(fault, file),)
    except (ValueError, OverflowError):
        # PyYAML turns \U escapes and %YAML versions into numbers without asking how large they are.
        mark = loader.get_mark()
        return None, (number_beyond(file, mark.line + 1, mark.column + 1),)
    finally:
        loader.dispose()
    return composing.outcome()


class _RefusedError(Exception):
    """The document cannot be read on; carries the reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Extent:
    """What a node amounts to with its aliases written out: nodes, bytes of text, levels of nesting."""

    nodes: int
    size: int
    levels: int


@dataclass(slots=True)
class _Opened:
    """A list or a set of keys whose end has not come yet, and the totals from before it began."""

    event: yaml.CollectionStartEvent
    nodes_before: int
    size_before: int
    levels: int = 0
    children: list[Node] = field(default_factory=list)


class _Composing:
    """One document on its way from events to a tree. Lives for one call of :func:`read_tree`."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._lines = lines
        self._root: Node | None = None
        self._opened: list[_Opened] = []
        self._anchors: set[str] = set()
        self._anchored: dict[str, tuple[Node, _Extent]] = {}
        self._nodes = 0
        self._size = 0
        self._documents = 0

    def outcome(self) -> tuple[MapNode | None, tuple[Problem, ...]]:
        """The tree, if there are keys outermost, and the problems."""
        root = self._root
        if isinstance(root, MapNode):
            return root, tuple(self.problems)
        is_empty = root is None or (isinstance(root, TextNode) and not root.text)
        what = "This file is empty." if is_empty else 'A pack begins with keys such as "id:" and "title:".'
        self._note(
            root.place if root else SourcePlace(1, 1),
            "not-keys",
            what,
            "Start from a copy of example.en.yaml.",
        )
        return None, tuple(self.problems)

    def take(self, event: yaml.Event) -> None:
        """The next event. Raises ``_RefusedError`` where reading on would be of no use."""
        match event:
            case yaml.DocumentStartEvent():
                self._take_document(event)
            case yaml.AliasEvent():
                self._take_alias(event)
            case yaml.ScalarEvent():
                self._take_scalar(event)
            case yaml.CollectionStartEvent():
                self._take_start(event)
            case yaml.CollectionEndEvent():
                self._take_end()

    def _take_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            what = "A second document begins here, and not as the same guide in another language does."
            mend = 'Let nothing stand beside "---" on its line, or take the line out.'
            self._refuse(_start(event), "several-documents", what, mend)

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        place = _start(event)
        self._check_properties(event)
        if found := HIDDEN.search(event.value):
            self.problems.append(hidden(self._file, place.line, place.column, found[0]))
        note = None
        if event.style is None and event.value:
            self._check_lost_text(event)
            note = self._note_behind(event)
        extent = _Extent(1, len(event.value.encode(errors="surrogatepass")), 0)
        self._grow(place, extent)
        self._add(TextNode(place, event.value, note), extent, event.anchor)

    def _check_lost_text(self, event: yaml.ScalarEvent) -> None:
        # "our #1 priority" would lose its end without a word, so a comment needs a space after its "#".
        line, column = _end(event)
        found = _GLUED_COMMENT.match(self._lines[line - 1], column - 1) if line <= len(self._lines) else None
        if found:
            what = 'From this "#" on, the line is a comment and would be lost.'
            mend = 'Put the text in double quotation marks; if it is a comment, put a space after "#".'
            self._note(SourcePlace(line, found.start(1) + 1), "lost-text", what, mend)

    def _note_behind(self, event: yaml.ScalarEvent) -> SourcePlace | None:
        line, column = _end(event)
        found = _NOTE.match(self._lines[line - 1], column - 1) if line <= len(self._lines) else None
        return SourcePlace(line, found.start(1) + 1) if found else None

    def _take_alias(self, event: yaml.AliasEvent) -> None:
        place, name = _start(event), str(event.anchor)
        if name not in self._anchored:
            is_inside = name in self._anchors
            reason = "is used inside the part that it names" if is_inside else "names nothing before it"
            mend = "Write the part out; if this is text, put it in double quotation marks."
            self._refuse(place, "alias", f'"*{clip(name)}" {reason}.', mend)
        node, extent = self._anchored[name]
        self._grow(place, extent)
        self._add(node, extent, None)

    def _take_start(self, event: yaml.CollectionStartEvent) -> None:
        self._check_properties(event)
        self._opened.append(_Opened(event, self._nodes, self._size))
        self._grow(_start(event), _Extent(1, 0, 0))

    def _take_end(self) -> None:
        opened = self._opened.pop()
        place, children = _start(opened.event), tuple(opened.children)
        is_list = isinstance(opened.event, yaml.SequenceStartEvent)
        node = ListNode(place, children) if is_list else MapNode(place, self._entries(children))
        extent = _Extent(
            self._nodes - opened.nodes_before, self._size - opened.size_before, opened.levels + 1
        )
        self._add(node, extent, opened.event.anchor)

    def _entries(self, children: tuple[Node, ...]) -> Mapping[str, tuple[SourcePlace, Node]]:
        entries: dict[str, tuple[SourcePlace, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, TextNode):
                self._note(key.place, "key", "A key must be one word.", 'Write it as "key: value".')
            elif key.text == "<<":
                what = 'The merge key "<<" is not read in packs.'
                self._note(key.place, "merge-key", what, "Write the entries out.")
            elif key.text in entries:
                before = entries[key.text][0]
                what = f'"{clip(key.text)}" is already at line {before.line}, column {before.column}.'
                self._note(key.place, "duplicate-key", what, "Keep one of the two.")
            else:
                entries[key.text] = (key.place, value)
        return entries

    def _check_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            what = f'A tag ("{clip(_written_tag(event.tag))}") is not read in packs.'
            mend = "Take it out; if this is text, put it in double quotation marks."
            self._note(_start(event), "tag", what, mend)
        if event.anchor is None:
            return
        if event.anchor in self._anchors:
            what = f'"&{clip(event.anchor)}" already names a part before this one.'
            self._note(_start(event), "alias", what, "Give this part another name.")
        self._anchors.add(event.anchor)

    def _grow(self, place: SourcePlace, extent: _Extent) -> None:
        self._nodes += extent.nodes
        self._size += extent.size
        if len(self._opened) + extent.levels > DEEPEST:
            what = f"Lists and keys lie more than {DEEPEST} levels inside each other."
            self._refuse(place, "too-deep", what, "A pack needs six levels; compare with example.en.yaml.")
        if self._nodes > MOST_NODES or self._size > MOST_BYTES:
            what = f"Here the pack passes {MOST_NODES:,} parts or 1 MiB of text, its aliases written out."
            self._refuse(place, "too-large", what, "Take aliases out, or make several guides of it.")

    def _add(self, node: Node, extent: _Extent, anchor: str | None) -> None:
        if anchor is not None:
            self._anchored[anchor] = (node, extent)
        if not self._opened:
            self._root = node
            return
        parent = self._opened[-1]
        parent.levels = max(parent.levels, extent.levels)
        parent.children.append(node)

    def _note(self, place: SourcePlace, rule: str, what: str, mend: str) -> None:
        self.problems.append(Problem(self._file, place.line, place.column, rule, what, mend))

    def _refuse(self, place: SourcePlace, rule: str, what: str, mend: str) -> None:
        raise _RefusedError(Problem(self._file, place.line, place.column, rule, what, mend))


def _start(event: yaml.Event) -> SourcePlace:
    return (
        SourcePlace(event.start_mark.line + 1, event.start_mark.column + 1)
        if event.start_mark
        else SourcePlace(1, 1)
    )


def _end(event: yaml.Event) -> tuple[int, int]:
    return (event.end_mark.line + 1, event.end_mark.column + 1) if event.end_mark else (1, 1)


def _written_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)
