"""What the models refused in a pack, told to its author: the place, what is wrong, and how to fix it.

Pydantic says where in the values and which constraint; the tree says where in the file; the schema says
what should have stood there. No rule of its own is in here.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from content.problem import Problem
from content.schema import ShapeAt, tidy
from content.yaml_faults import clip
from content.yaml_nodes import ListNode, MapNode, Node, NodePath, SourcePlace, TextNode

BUILD_RULES: Final = frozenset({"list", "keys", "text"})
"""The rules about how a pack is built: where it has a list, keys or text."""

_LONGEST_GUESS = 40
_IF_TEXT = "If it is text with a colon in it or a bracket in front, put it in double quotation marks."
_PATTERN_MENDS = {
    "id": 'Use small letters, digits and "-", beginning with a letter, at most 32 of them.',
    "version": 'Use letters, digits, ".", "-" and "_", at most 20 of them, such as 1.0.',
    "language": "Use the code of the language, such as en, gd or pl.",
    "scale": "Write the id of one of the scales, as it stands there.",
    "best": "Write first, last or neither.",
    "kind": "Use one of words, one choice, several choices, number, date and scale.",
    "what": "Use one of rating, evidence, reference, strength and improvement.",
    "least": "Write a number such as 0, 12 or 2.5.",
    "most": "Write a number such as 0, 12 or 2.5.",
    "earliest": "Write the day as in 2026-12-31.",
    "latest": "Write the day as in 2026-12-31.",
    "dont_know": "Write yes or no.",
    "not_applicable": "Write yes or no.",
    "rate": "Write yes or no.",
}


def explain(refused: ValidationError, root: MapNode, file: str, shape_at: ShapeAt) -> Iterator[Problem]:
    """Every problem that the models found in this tree, one for each mistake of the author.

    ``shape_at`` is what the format of the pack says.
    """
    errors = refused.errors(include_url=False, include_input=False)
    unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
    meant = {(*path[:-1], guess) for path in unknown if (guess := _guess(path, root, shape_at))}
    for error in errors:
        # A misspelt key is one mistake, not an unknown key and a missing one.
        if error["type"] == "missing" and error["loc"] in meant:
            continue
        place = _place(error, root)
        rule, what, mend = _told(error, root, shape_at)
        yield Problem(file, place.line, place.column, rule, what, mend)


def _told(error: ErrorDetails, root: MapNode, shape_at: ShapeAt) -> tuple[str, str, str]:
    path = error["loc"]
    name = _name(path)
    node = _node(root, path)
    match error["type"]:
        case "missing":
            return "missing-key", f"{name} is missing here.", f"Add it. {_described(path, shape_at)}"
        case "extra_forbidden":
            return _told_unknown(path, root, shape_at)
        case "not-a-number" | "greater_than_equal" | "less_than_equal":
            return _told_number(name, path, node, shape_at)
        case "string_too_long" | "too_long" if isinstance(node, TextNode):
            return _told_length(name, path, node, shape_at)
        case "several-lines":
            return (
                "several-lines",
                f"{name} must be one line of text.",
                'Write ">" in place of "|" to join its lines.',
            )
        case "string_pattern_mismatch":
            return "pattern", f"{name} cannot be {_written(node)}.", _PATTERN_MENDS[str(path[-1])]
        case "too_short" if isinstance(node, ListNode) and node.items:
            least = shape_at(path)["minItems"]
            what = f"{name} has {len(node.items)} of the {least} entries that it needs at least."
            return "too-few", what, f"Add to it. {_described(path, shape_at)}"
        case "string_too_short" | "too_short":
            return "empty", f"{name} is empty.", f"Fill it in. {_described(path, shape_at)}"
        case _:
            return _told_kind(name, path, node, shape_at)


def _told_unknown(path: NodePath, root: MapNode, shape_at: ShapeAt) -> tuple[str, str, str]:
    what = f'"{clip(str(path[-1]))}" is not a key here.'
    guess = _guess(path, root, shape_at)
    return (
        "unknown-key",
        what,
        f'Did you mean "{guess}"?' if guess else f"The keys here are {_keys(path[:-1], shape_at)}.",
    )


def _told_number(name: str, path: NodePath, node: Node | None, shape_at: ShapeAt) -> tuple[str, str, str]:
    shape = shape_at(path)
    least, most = shape["minimum"], shape["maximum"]
    allowed = f"the number {least}" if least == most else f"a whole number from {least} to {most}"
    return (
        "number",
        f"{name} must be {allowed}, not {_written(node)}.",
        f"Write it in digits. {_described(path, shape_at)}",
    )


def _told_length(name: str, path: NodePath, node: Node | None, shape_at: ShapeAt) -> tuple[str, str, str]:
    most = shape_at(path)["maxLength"]
    length = len(str(tidy(node.text))) if isinstance(node, TextNode) else most
    what = f"{name} is {length:,} characters long; at most {most:,} fit."
    return "too-long", what, f"Take out at least {length - most:,}."


def _told_kind(name: str, path: NodePath, node: Node | None, shape_at: ShapeAt) -> tuple[str, str, str]:
    shape = shape_at(path)
    if isinstance(node, TextNode) and not node.text.strip():
        return "empty", f"{name} is empty.", f"Fill it in. {_described(path, shape_at)}"
    match shape.get("type"):
        case "array":
            return (
                "list",
                f"{name} must be a list, not {_written(node)}.",
                'Begin each of its entries with "- ".',
            )
        case "object":
            return (
                "keys",
                f"{name} must have keys, not be {_written(node)}.",
                f"Its keys are {_keys(path, shape_at)}.",
            )
        case _:
            return "text", f"{name} must be text, not {_written(node)}.", _IF_TEXT


def _guess(path: NodePath, root: MapNode, shape_at: ShapeAt) -> str | None:
    """The key that the author may have meant: one that is alike, preferably one that is not there yet."""
    written = str(path[-1])
    parent = _node(root, path[:-1])
    there = parent.entries if isinstance(parent, MapNode) else {}
    known: list[str] = list(shape_at(path[:-1]).get("properties", {}))
    if len(written) > _LONGEST_GUESS:
        return None
    for candidates in ([key for key in known if key not in there], known):
        if alike := get_close_matches(written.lower(), candidates, n=1):
            return alike[0]
    return None


def _name(path: NodePath) -> str:
    match path:
        case (*_, str(key), int(position)):
            return f'Entry {position + 1} of "{key}"'
        case _:
            return f'"{path[-1]}"'


def _described(path: NodePath, shape_at: ShapeAt) -> str:
    """What the schema says that this part is for; of an entry, what its list is for."""
    while path and "description" not in shape_at(path):
        path = path[:-1]
    return str(shape_at(path)["description"])


def _keys(path: NodePath, shape_at: ShapeAt) -> str:
    return ", ".join(shape_at(path).get("properties", {}))


def _written(node: Node | None) -> str:
    match node:
        case TextNode(text=text):
            return f'"{clip(text)}"'
        case ListNode():
            return "a list"
        case _:
            return "a set of keys"


def _node(root: MapNode, path: NodePath) -> Node | None:
    """What stands at the end of a path of keys and positions, None where there is nothing."""
    node: Node | None = root
    for step in path:
        match node:
            case MapNode() if isinstance(step, str):
                node = node.get(step)
            case ListNode(items=items) if isinstance(step, int):
                node = items[step]
            case _:
                return None
    return node


def _place(error: ErrorDetails, root: MapNode) -> SourcePlace:
    path = error["loc"]
    parent = _node(root, path[:-1])
    if error["type"] == "extra_forbidden" and isinstance(parent, MapNode):
        return parent.key_place(str(path[-1]))
    return (_node(root, path) or parent or root).place
