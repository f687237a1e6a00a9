"""Which texts of a pack of format 2 may have formatting, and the rule that what they have of it can be shown.

Titles, names and options stand on buttons, and people type them: there, every sign is a sign.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from content.formatting.reading import faults_of
from content.problem import Problem
from content.rules import Rule, problem_at
from content.yaml_nodes import ListNode, MapNode, Node, TextNode

FORMATTED_KEYS: Final[Mapping[tuple[str, str], bool]] = {
    ("", "about"): True,
    ("introduction", "text"): True,
    ("themes", "purpose"): True,
    ("features", "text"): False,
    ("prompts", "ask"): False,
    ("prompts", "help"): True,
    ("illustrations", "lines"): False,
    ("closing", "ask"): False,
    ("closing", "help"): True,
}
"""The keys that may have bold words and links, by what they are keys of, and whether they may have lists."""


def formatting_can_be_shown(root: MapNode, file: str) -> Iterator[Problem]:
    """Every link leads to an address that may be followed, and nothing of a text would vanish."""
    for node, has_lists in _texts_in(root, ""):
        for fault in faults_of(node.text, has_lists=has_lists):
            yield problem_at(file, node.place, "formatting", fault.what, fault.mend)


def _texts_in(entry: MapNode, name: str) -> Iterator[tuple[TextNode, bool]]:
    """The texts that may have formatting, however deep; ``name`` is the key that the entry stands under."""
    for key, (_, value) in entry.entries.items():
        has_lists = FORMATTED_KEYS.get((name, key))
        values: tuple[Node, ...] = value.items if isinstance(value, ListNode) else (value,)
        for each in values:
            if isinstance(each, MapNode):
                yield from _texts_in(each, key)
            elif isinstance(each, TextNode) and has_lists is not None:
                yield each, has_lists


FORMATTING_RULES: tuple[Rule, ...] = (formatting_can_be_shown,)
