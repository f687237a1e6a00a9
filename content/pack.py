"""A pack's text becomes a guide, or every problem that stands in the way. Pure: text in, values out.

The steps are in :func:`parse_guide`: read the tree, see which format it is in, check it with that format's
models and rules, build the values. What a pack may hold is in ``content.schema`` and ``content.format2``;
files are read in ``content.library``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from yaml import SafeLoader

from content.format2.building import guide_of_format_2
from content.format2.consistency import RULES_2
from content.format2.entries import FORMAT_2, FrameworkEntry, json_schema_2, shape_at_2
from content.model import (
    Closing,
    EssentialFeature,
    Guide,
    Illustration,
    Level,
    Passage,
    Prompt,
    Scale,
    Theme,
    closing_prompt,
)
from content.pasted_signs import told_by_signs
from content.problem import Problem
from content.refusals import explain
from content.rules import RULES, Rule
from content.schema import (
    FORMAT,
    RESERVED_PROMPT_IDS,
    GuideEntry,
    ShapeAt,
    ThemeEntry,
    json_schema,
    shape_at,
)
from content.whole_numbers import whole_number
from content.yaml_nodes import QUICK_READER, ListNode, MapNode, Node, TextNode, read_tree
from content.yaml_text import lines_of

__all__ = ["FORMATS", "RESERVED_PROMPT_IDS", "json_schema", "keys_of_pack", "parse_guide", "written_keys"]


OTHER_FORMAT: Final = "format"
"""The rule that a pack is of a format which is read."""


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
    guide, refused = _check(root, file)
    problems = _in_order(told_by_signs((*unread, *refused), lines_of(text), file))
    return (None, problems) if problems else (guide, ())


def keys_of_pack(text: str) -> BaseModel:
    """The checked keys of a pack in which no problem is. Raises ``ValueError`` for any other text."""
    root, _ = read_tree(text, "")
    if root is None:
        raise ValueError("this is no pack")
    return FORMATS[_number_of_format(root) or FORMAT].entry.model_validate(_plain(root))


def written_keys(text: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The keys of a pack as they stand in its text, not checked; none where it cannot be read.

    The problems are those for which a part of the text would be lost.
    """
    root, problems = read_tree(text, "")
    return (_plain(root) if root is not None else {}), _in_order(problems)


def _number_of_format(root: MapNode) -> int | None:
    """The number of the format as written, None where there is none that can be read."""
    node = root.get("format")
    is_plain = isinstance(node, TextNode) and node.text.isascii() and not node.text.startswith("0")
    return whole_number(node.text) if isinstance(node, TextNode) and is_plain else None


def _other_format(root: MapNode, file: str) -> Iterator[Problem]:
    """A pack of a format to come is not judged by the rules of these."""
    node, number = root.get("format"), _number_of_format(root)
    if node is None or number is None or number in FORMATS:
        return
    known = " and ".join(map(str, FORMATS))
    what = f"This Closer Look reads packs of formats {known} and no other."
    mend = f'Write "format: {FORMAT}" or "format: {FORMAT_2}", or use a newer Closer Look.'
    yield Problem(file, node.place.line, node.place.column, OTHER_FORMAT, what, mend)


def _check(root: MapNode, file: str) -> tuple[Guide | None, tuple[Problem, ...]]:
    form = FORMATS[_number_of_format(root) or FORMAT]
    found = tuple(problem for rule in form.rules for problem in rule(root, file))
    try:
        entry = form.entry.model_validate(_plain(root))
    except ValidationError as refused:
        return None, (*explain(refused, root, file, form.shape_at), *found)
    return (None, found) if found else (form.guide_of(entry), ())


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
    scale = Scale(tuple(Level(each.level, each.name, each.meaning, each.in_short) for each in levels))
    return Guide(
        id=entry.id,
        version=entry.version,
        language=entry.language,
        title=entry.title,
        about=entry.about,
        sources=tuple(entry.sources),
        introduction=tuple(Passage(each.title, each.text) for each in entry.introduction),
        scales=(scale,),
        themes=tuple(_theme(each, scale) for each in entry.themes),
    )


def _theme(entry: ThemeEntry, scale: Scale) -> Theme:
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
        closing=tuple(closing_prompt(each, scale) for each in END_OF_FORMAT_1),
        scale=scale,
    )


END_OF_FORMAT_1: Final = (
    Closing.RATING,
    Closing.EVIDENCE,
    Closing.REFERENCE,
    Closing.STRENGTHS,
    Closing.IMPROVEMENTS,
)
"""What every theme of a pack of format 1 ends with. Rounds are frozen on it, so it never changes."""


@dataclass(frozen=True, slots=True)
class PackFormat:
    """How packs of one format are checked and built; ``json_schema`` is what editors are given."""

    entry: type[BaseModel]
    rules: tuple[Rule, ...]
    shape_at: ShapeAt
    guide_of: Callable[[Any], Guide]
    json_schema: Callable[[], dict[str, Any]]


FORMATS: Final[Mapping[int, PackFormat]] = {
    FORMAT: PackFormat(GuideEntry, RULES, shape_at, _guide, json_schema),
    FORMAT_2: PackFormat(FrameworkEntry, RULES_2, shape_at_2, guide_of_format_2, json_schema_2),
}
"""The formats that are read, by their numbers."""
