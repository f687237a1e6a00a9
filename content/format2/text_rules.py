"""The rules of format 2 about what is written in a text: nothing of it is lost, unseen or never shown."""

import re
import unicodedata
from collections.abc import Iterator

from content.format2.formatted_keys import FORMATTED_KEYS
from content.formatting.signs_read import faults_of
from content.problem import Problem
from content.rules import Rule, problem_at
from content.visible import is_seen
from content.yaml_nodes import ListNode, MapNode, Node, TextNode


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


def no_text_is_lost(root: MapNode, file: str) -> Iterator[Problem]:
    """No line goes on behind a ``#``: what looks like a note may be the rest of the text."""
    for node in _all_texts(root):
        if node.note is not None:
            what = 'What stands behind "#" here is not read, and nobody would see it.'
            mend = (
                "If it is text, put the whole text in double quotation marks. Notes need a line of their own."
            )
            yield problem_at(file, node.note, "lost-text", what, mend)


def no_character_is_unseen(root: MapNode, file: str) -> Iterator[Problem]:
    """No text has a character that nobody can see, or that turns the direction of writing."""
    for node in _all_texts(root):
        for character in dict.fromkeys(filter(_is_unseen, node.text)):
            name = unicodedata.name(character, "one without a name").lower()
            what = f"A character that nobody can see is in this text: {name} (U+{ord(character):04X})."
            mend = "Delete it, or write the text again; such characters come along when text is pasted."
            yield problem_at(file, node.place, "unseen-character", what, mend)


def _is_unseen(character: str) -> bool:
    """Whether nobody sees it, and no script needs it."""
    if character.isascii() or character.isspace() or _NEEDED.match(character):
        return False
    return not is_seen(character)


_NEEDED = re.compile(
    "[\u061c\u180b-\u180d\u180f\u200c-\u200f\u2068\u2069\ufe00-\ufe0f"
    "\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
"""What joins letters, marks their direction, chooses their form, sets names apart, or belongs to a flag."""


def _all_texts(root: MapNode) -> Iterator[TextNode]:
    waiting: list[Node] = [root]
    while waiting:
        match waiting.pop():
            case TextNode() as node:
                yield node
            case ListNode(items=items):
                waiting.extend(items)
            case MapNode(entries=entries):
                waiting.extend(value for _, value in entries.values())


TEXT_RULES: tuple[Rule, ...] = (no_text_is_lost, no_character_is_unseen, formatting_can_be_shown)
