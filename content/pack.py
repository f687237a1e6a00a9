"""A pack's text becomes a guide, or every problem that stands in the way. Pure: text in, values out.

The steps are in :func:`parse_guide`: read the tree, check it with the models and the rules, build the
values. What a pack may hold is in ``content.schema`` and ``content.rules``; files are read in
``content.library``.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from yaml import SafeLoader

from content.model import (
    EssentialFeature,
    Guide,
    Illustration,
    Level,
    Passage,
    Prompt,
    Scale,
    Theme,
)
from content.pasted_signs import told_by_signs
from content.problem import Problem
from content.refusals import explain
from content.rules import RULES
from content.schema import FORMAT, RESERVED_PROMPT_IDS, GuideEntry, ThemeEntry, json_schema
from content.yaml_nodes import QUICK_READER, ListNode, MapNode, Node, TextNode, read_tree
from content.yaml_text import lines_of

_OTHER_NUMBER = re.compile(rf"(?!{FORMAT}$)[0-9]{{1,9}}")

__all__ = ["RESERVED_PROMPT_IDS", "json_schema", "parse_guide"]


def parse_guide(text: str, file: str, *, is_ours: bool = False) -> tuple[Guide | None, tuple[Problem, ...]]:
    """The guide that a pack's text holds and no problems, or None and every problem, sorted by place.

    ``file`` is the name that the problems carry. ``is_ours``: it comes with Closer Look, and is read quickly.
    Never raises, whatever the text.
    """
    root, unread = read_tree(text, file, reader=QUICK_READER if is_ours else SafeLoader)
    if root is None:
        return None, _in_order(told_by_signs(unread, lines_of(text), file))
    if other_format := tuple(_other_format(root, file)):
        return None, other_format
    entry, refused = _check(root, file)
    problems = _in_order(told_by_signs((*unread, *refused), lines_of(text), file))
    return (None, problems) if entry is None or problems else (_guide(entry), ())


def _other_format(root: MapNode, file: str) -> Iterator[Problem]:
    """A pack of a format to come is not judged by the rules of this one."""
    node = root.get("format")
    if isinstance(node, TextNode) and _OTHER_NUMBER.fullmatch(node.text):
        what = f"This Closer Look reads packs of format {FORMAT} and no other."
        mend = f'Write "format: {FORMAT}", or use a newer Closer Look.'
        yield Problem(file, node.place.line, node.place.column, "format", what, mend)


def _check(root: MapNode, file: str) -> tuple[GuideEntry | None, tuple[Problem, ...]]:
    found = tuple(problem for rule in RULES for problem in rule(root, file))
    try:
        return GuideEntry.model_validate(_plain(root)), found
    except ValidationError as refused:
        return None, (*explain(refused, root, file), *found)


def _plain(node: Node) -> Any:
    match node:
        case TextNode(text=text):
            return text
        case ListNode(items=items):
            return [_plain(item) for item in items]
        case MapNode(entries=entries):
            return {key: _plain(value) for key, (_, value) in entries.items()}


def _in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    # A part that is used again by an alias is checked at each use but fixed once.
    return tuple(sorted(set(problems)))


def _guide(entry: GuideEntry) -> Guide:
    levels = sorted(entry.scale, key=lambda each: each.level, reverse=True)
    return Guide(
        id=entry.id,
        version=entry.version,
        language=entry.language,
        title=entry.title,
        about=entry.about,
        sources=tuple(entry.sources),
        introduction=tuple(Passage(each.title, each.text) for each in entry.introduction),
        scale=Scale(tuple(Level(each.level, each.name, each.meaning, each.in_short) for each in levels)),
        themes=tuple(_theme(each) for each in entry.themes),
    )


def _theme(entry: ThemeEntry) -> Theme:
    return Theme(
        id=entry.id,
        title=entry.title,
        purpose=entry.purpose,
        minutes=entry.minutes,
        features=tuple(EssentialFeature(each.id, each.text) for each in entry.features),
        prompts=tuple(Prompt(each.id, each.ask, each.help) for each in entry.prompts),
        illustrations=tuple(
            Illustration(each.level, line) for each in entry.illustrations for line in each.lines
        ),
    )
