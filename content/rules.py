"""What one part of a pack demands of another: one function, one rule. A new rule joins the list at the end.

A rule looks at the tree as written and not at checked values, so that a mistake in one place never hides
one elsewhere: it passes over what is absent or has the wrong shape, which the models report.
"""

from collections.abc import Callable, Iterator

from content.model import HIGHEST_LEVEL, LOWEST_LEVEL
from content.problem import Problem
from content.schema import RESERVED_PROMPT_IDS, shape_at
from content.yaml_faults import clip
from content.yaml_nodes import ListNode, MapNode, Node, NodePath, SourcePlace, TextNode

Rule = Callable[[MapNode, str], Iterator[Problem]]
"""A rule takes the whole pack and the name of its file, and gives every problem that it finds."""

ILLUSTRATED = ((5, "very good"), (2, "weak"))
"""The levels that every theme illustrates, so that people see both ends before they rate."""


def theme_ids_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two themes have the same id."""
    yield from _repeated(_texts(_entries(root, "themes"), "id"), file, "theme")


def theme_titles_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two themes have the same title, because a title can be typed to choose its theme."""
    yield from _repeated(_texts(_entries(root, "themes"), "title"), file, "theme")


def prompt_ids_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two prompts of a theme have the same id."""
    for theme in _entries(root, "themes"):
        yield from _repeated(_texts(_entries(theme, "prompts"), "id"), file, "prompt of this theme")


def feature_ids_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two features of a theme have the same id."""
    for theme in _entries(root, "themes"):
        yield from _repeated(_texts(_entries(theme, "features"), "id"), file, "feature of this theme")


def prompt_ids_are_free(root: MapNode, file: str) -> Iterator[Problem]:
    """No prompt has an id under which the end of a theme is kept."""
    for theme in _entries(root, "themes"):
        for each in _texts(_entries(theme, "prompts"), "id"):
            if each.text in RESERVED_PROMPT_IDS:
                what = f'"{each.text}" is the id of something that is asked at the end of every theme.'
                yield _problem(file, each.place, "reserved-id", what, "Give this prompt another id.")


def level_names_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two levels have the same name."""
    yield from _repeated(_texts(_entries(root, "scale"), "name"), file, "level")


def scale_has_each_level_once(root: MapNode, file: str) -> Iterator[Problem]:
    """The scale has every level from highest to lowest, none of them twice."""
    levels = _texts(_entries(root, "scale"), "level")
    yield from _repeated(levels, file, "level of the scale")
    scale = root.get("scale")
    if not isinstance(scale, ListNode):
        return
    there = {each.text for each in levels}
    for number in range(HIGHEST_LEVEL, LOWEST_LEVEL - 1, -1):
        if str(number) not in there:
            mend = f"Add it; a scale has the levels {HIGHEST_LEVEL} to {LOWEST_LEVEL}."
            yield _problem(file, scale.place, "missing-level", f"The scale has no level {number}.", mend)


def levels_are_illustrated_once(root: MapNode, file: str) -> Iterator[Problem]:
    """A theme has one list of illustrations for a level."""
    for theme in _entries(root, "themes"):
        levels = _texts(_entries(theme, "illustrations"), "level")
        yield from _repeated(levels, file, "list of illustrations in this theme")


def very_good_and_weak_are_illustrated(root: MapNode, file: str) -> Iterator[Problem]:
    """Every theme shows what very good and what weak practice looks like."""
    for theme in _entries(root, "themes"):
        illustrations = theme.get("illustrations")
        if not isinstance(illustrations, ListNode):
            continue
        there = {each.text for each in _texts(_entries(theme, "illustrations"), "level")}
        for level, name in ILLUSTRATED:
            if str(level) not in there:
                what = f"This theme has no illustrations of {name} practice (level {level})."
                mend = f'Add "- level: {level}" with a few lines.'
                yield _problem(file, illustrations.place, "missing-illustrations", what, mend)


def lists_are_short_enough(root: MapNode, file: str) -> Iterator[Problem]:
    """No list has more entries than the schema allows."""
    waiting: list[tuple[NodePath, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, MapNode):
            waiting.extend(((*path, key), value) for key, (_, value) in node.entries.items())
        if isinstance(node, ListNode):
            waiting.extend(((*path, position), item) for position, item in enumerate(node.items))
            most = shape_at(path).get("maxItems", len(node.items))
            if len(node.items) > most:
                what = f'"{path[-1]}" has {len(node.items):,} entries; at most {most} fit.'
                yield _problem(file, node.items[most].place, "too-many", what, "Take some out.")


RULES: tuple[Rule, ...] = (
    theme_ids_differ,
    theme_titles_differ,
    prompt_ids_differ,
    feature_ids_differ,
    prompt_ids_are_free,
    level_names_differ,
    scale_has_each_level_once,
    levels_are_illustrated_once,
    very_good_and_weak_are_illustrated,
    lists_are_short_enough,
)


def _entries(parent: MapNode, key: str) -> list[MapNode]:
    listed = parent.get(key)
    items: tuple[Node, ...] = listed.items if isinstance(listed, ListNode) else ()
    return [item for item in items if isinstance(item, MapNode)]


def _texts(entries: list[MapNode], key: str) -> list[TextNode]:
    found = (entry.get(key) for entry in entries)
    return [node for node in found if isinstance(node, TextNode) and node.text.strip()]


def _repeated(nodes: list[TextNode], file: str, of_what: str) -> Iterator[Problem]:
    first: dict[str, SourcePlace] = {}
    for node in nodes:
        key = " ".join(node.text.casefold().split())
        if key not in first:
            first[key] = node.place
            continue
        before = first[key]
        what = (
            f'"{clip(node.text)}" is already another {of_what} at line {before.line}, column {before.column}.'
        )
        yield _problem(file, node.place, "not-unique", what, "Each must be different.")


def _problem(file: str, place: SourcePlace, rule: str, what: str, mend: str) -> Problem:
    return Problem(file, place.line, place.column, rule, what, mend)
