"""What one part of a pack of format 1 demands of another: one function, one rule.

A rule looks at the tree as written and not at checked values, so that a mistake in one place never hides
one elsewhere: it passes over what is absent or has the wrong shape, which the models report.
"""

from collections.abc import Callable, Iterator

from content.model import HIGHEST_LEVEL, LOWEST_LEVEL
from content.problem import Problem
from content.schema import RESERVED_PROMPT_IDS, ShapeAt, shape_at
from content.yaml_faults import clip
from content.yaml_nodes import ListNode, MapNode, Node, NodePath, SourcePlace, TextNode

Rule = Callable[[MapNode, str], Iterator[Problem]]
"""A rule takes the whole pack and the name of its file, and gives every problem that it finds."""

ILLUSTRATED = ((5, "very good"), (2, "weak"))
"""The levels that every theme illustrates, so that people see both ends before they rate."""


def theme_ids_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two themes have the same id."""
    yield from repeated_texts(texts_at(entries_at(root, "themes"), "id"), file, "theme")


def theme_titles_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two themes have the same title, because a title can be typed to choose its theme."""
    yield from repeated_texts(texts_at(entries_at(root, "themes"), "title"), file, "theme")


def prompt_ids_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two prompts of a theme have the same id."""
    for theme in entries_at(root, "themes"):
        yield from repeated_texts(texts_at(entries_at(theme, "prompts"), "id"), file, "prompt of this theme")


def feature_ids_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two features of a theme have the same id."""
    for theme in entries_at(root, "themes"):
        yield from repeated_texts(
            texts_at(entries_at(theme, "features"), "id"), file, "feature of this theme"
        )


def prompt_ids_are_free(root: MapNode, file: str) -> Iterator[Problem]:
    """No prompt has an id under which the end of a theme is kept."""
    for theme in entries_at(root, "themes"):
        for each in texts_at(entries_at(theme, "prompts"), "id"):
            if each.text in RESERVED_PROMPT_IDS:
                what = f'"{each.text}" is the id of something that is asked at the end of every theme.'
                yield problem_at(file, each.place, "reserved-id", what, "Give this prompt another id.")


def level_names_differ(root: MapNode, file: str) -> Iterator[Problem]:
    """No two levels have the same name."""
    yield from repeated_texts(texts_at(entries_at(root, "scale"), "name"), file, "level")


def scale_has_each_level_once(root: MapNode, file: str) -> Iterator[Problem]:
    """The scale has every level from highest to lowest, none of them twice."""
    levels = texts_at(entries_at(root, "scale"), "level")
    yield from repeated_texts(levels, file, "level of the scale")
    scale = root.get("scale")
    if not isinstance(scale, ListNode):
        return
    there = {each.text for each in levels}
    for number in range(HIGHEST_LEVEL, LOWEST_LEVEL - 1, -1):
        if str(number) not in there:
            mend = f"Add it; a scale has the levels {HIGHEST_LEVEL} to {LOWEST_LEVEL}."
            yield problem_at(file, scale.place, "missing-level", f"The scale has no level {number}.", mend)


def levels_are_illustrated_once(root: MapNode, file: str) -> Iterator[Problem]:
    """A theme has one list of illustrations for a level."""
    for theme in entries_at(root, "themes"):
        levels = texts_at(entries_at(theme, "illustrations"), "level")
        yield from repeated_texts(levels, file, "list of illustrations in this theme")


def very_good_and_weak_are_illustrated(root: MapNode, file: str) -> Iterator[Problem]:
    """Every theme shows what very good and what weak practice looks like."""
    for theme in entries_at(root, "themes"):
        illustrations = theme.get("illustrations")
        if not isinstance(illustrations, ListNode):
            continue
        there = {each.text for each in texts_at(entries_at(theme, "illustrations"), "level")}
        for level, name in ILLUSTRATED:
            if str(level) not in there:
                what = f"This theme has no illustrations of {name} practice (level {level})."
                mend = f'Add "- level: {level}" with a few lines.'
                yield problem_at(file, illustrations.place, "missing-illustrations", what, mend)


def lists_are_short_enough(root: MapNode, file: str) -> Iterator[Problem]:
    """No list has more entries than the schema allows."""
    yield from too_long_lists(root, file, shape_at)


def too_long_lists(root: MapNode, file: str, shape_at: ShapeAt) -> Iterator[Problem]:
    """The lists with more entries than a format allows."""
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
                yield problem_at(file, node.items[most].place, "too-many", what, "Take some out.")


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


def entries_at(parent: MapNode, key: str) -> list[MapNode]:
    """The sets of keys in a list, as far as they are there."""
    listed = parent.get(key)
    items: tuple[Node, ...] = listed.items if isinstance(listed, ListNode) else ()
    return [item for item in items if isinstance(item, MapNode)]


def texts_at(entries: list[MapNode], key: str) -> list[TextNode]:
    """The texts under a key of several sets of keys, as far as there is something in them."""
    found = (entry.get(key) for entry in entries)
    return [node for node in found if isinstance(node, TextNode) and node.text.strip()]


def text_under(entry: MapNode, key: str) -> str:
    """The text under a key, empty where there is none."""
    node = entry.get(key)
    return node.text.strip() if isinstance(node, TextNode) else ""


def repeated_texts(nodes: list[TextNode], file: str, of_what: str) -> Iterator[Problem]:
    """A problem for each text that is there already, whatever its case."""
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
        yield problem_at(file, node.place, "not-unique", what, "Each must be different.")


def problem_at(file: str, place: SourcePlace, rule: str, what: str, mend: str) -> Problem:
    """A problem at a place of a file."""
    return Problem(file, place.line, place.column, rule, what, mend)
