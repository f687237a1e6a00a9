"""The pack of format 2 that a draft's lines make, and which line each of its texts is from.

Ids are made of the numbers of lines, which stay the same: so the replies to a prompt whose words were
corrected can be compared with those from before. What is wrong with the pack is told elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

import yaml

from content.drafts.guide_lines import GuideLine, LineUse
from content.format2.formatted_keys import source_at

TextPath = tuple[str | int, ...]
"""The keys and positions that lead to a text of a pack."""

_SCALE: Final = "scale"
_MOST_MINUTES: Final = 60
_MINUTES_A_PROMPT: Final = 2


@dataclass(frozen=True, slots=True)
class LinePack:
    """The text of a pack, and the number of the line that each of its texts is from, 0 for none.

    ``starts`` has line and column in the text, counted from 1, in the order of the text. ``lengths`` has how
    many characters begin there.
    """

    text: str
    starts: tuple[tuple[int, int, int], ...]
    lengths: Mapping[tuple[int, int], int]

    def length_at(self, line: int, column: int) -> int:
        """How many characters the text has that begins here, 0 where none does."""
        return self.lengths.get((line, column), 0)

    def line_at(self, line: int, column: int) -> int | None:
        """The number of the line that stands here, or nearest before it; None above the first."""
        before = [number for at, col, number in self.starts if (at, col) <= (line, column)]
        return (before[-1] if before else 0) or None


@dataclass(slots=True)
class _Part:
    """A theme while its lines are gathered."""

    theme: GuideLine
    purpose: list[GuideLine] = field(default_factory=list)
    prompts: list[list[GuideLine]] = field(default_factory=list)
    examples: list[GuideLine] = field(default_factory=list)


def pack_of_lines(lines: Sequence[GuideLine], *, id_: str, version: str, language: str) -> LinePack:
    """The pack that these lines make, whatever is wrong with it."""
    pack: dict[str, Any] = {"format": 2, "id": id_, "version": version, "language": language}
    origins: dict[TextPath, int] = {}
    for key, use in (("title", LineUse.TITLE), ("about", LineUse.ABOUT)):
        of_use = [each for each in lines if each.used_as is use]
        pack[key] = source_at("", key, _joined(of_use))
        if of_use:
            origins[(key,)] = of_use[0].number
    written = [each for each in lines if each.used_as is LineUse.LEVEL]
    levels = _in_steps(written)
    renumbered = {old.level: new.level for old, new in zip(written, levels, strict=True)}
    if levels:
        named = [{"level": each.level, "name": each.text} for each in levels]
        pack["scales"] = [{"id": _SCALE, "levels": named}]
        origins |= {("scales", 0, "levels", at, "name"): each.number for at, each in enumerate(levels)}
    pack["themes"], origins[("themes",)] = [], 0
    shown = [
        replace(each, level=renumbered.get(each.level, each.level))
        if each.used_as is LineUse.EXAMPLE
        else each
        for each in lines
    ]
    for at, part in enumerate(_parts(shown, pack["title"])):
        pack["themes"].append(_theme(part, ("themes", at), origins))
    text: str = yaml.safe_dump(pack, sort_keys=False, allow_unicode=True, width=1_000_000)
    found = sorted(_starts(yaml.compose(text, yaml.SafeLoader), (), origins))
    lengths = {(line, column): length for line, column, _, length in found}
    return LinePack(text, tuple((line, column, number) for line, column, number, _ in found), lengths)


def _joined(lines: Sequence[GuideLine]) -> str:
    return "\n".join(each.text for each in lines)


def _in_steps(levels: list[GuideLine]) -> list[GuideLine]:
    """The levels with numbers that go up or down by one; where they do not, they are counted again."""
    numbers = [each.level for each in levels]
    steps = {after - before for before, after in pairwise(numbers)}
    if steps in ({1}, {-1}) and min(numbers) >= 0:
        return levels
    return [replace(each, level=len(levels) - at) for at, each in enumerate(levels)]


def _parts(lines: Sequence[GuideLine], title: str) -> list[_Part]:
    """The lines by theme. Prompts above the first theme are in one that has the guide's own title."""
    parts: list[_Part] = []
    for line in lines:
        if line.used_as is LineUse.THEME:
            parts.append(_Part(line))
        elif line.used_as in _IN_A_THEME:
            if not parts:
                parts.append(_Part(GuideLine(0, LineUse.THEME, title)))
            _put(parts[-1], line)
    return parts


_IN_A_THEME: Final = frozenset(
    {LineUse.PURPOSE, LineUse.PROMPT, LineUse.STATEMENT, LineUse.HELP, LineUse.EXAMPLE}
)


def _put(part: _Part, line: GuideLine) -> None:
    match line.used_as:
        case LineUse.PROMPT | LineUse.STATEMENT:
            part.prompts.append([line])
        case LineUse.HELP if part.prompts:
            part.prompts[-1].append(line)
        case LineUse.EXAMPLE:
            part.examples.append(line)
        case _:
            part.purpose.append(line)


def _theme(part: _Part, path: TextPath, origins: dict[TextPath, int]) -> dict[str, Any]:
    minutes = min(max(_MINUTES_A_PROMPT * len(part.prompts), 1), _MOST_MINUTES)
    found: dict[str, Any] = {"id": f"t{part.theme.number}", "title": part.theme.text, "minutes": minutes}
    for key in ("title", "id", "prompts"):
        origins[*path, key] = part.theme.number
    if part.purpose:
        found["purpose"] = source_at("themes", "purpose", _joined(part.purpose))
        origins[*path, "purpose"] = part.purpose[-1].number
    found["prompts"] = [
        _prompt(lines, (*path, "prompts", at), origins) for at, lines in enumerate(part.prompts)
    ]
    levels = sorted({each.level for each in part.examples}, reverse=True)
    for at, level in enumerate(levels):
        lines = [each for each in part.examples if each.level == level]
        entry = {"level": level, "lines": [source_at("illustrations", "lines", each.text) for each in lines]}
        found.setdefault("illustrations", []).append(entry)
        here = (*path, "illustrations", at)
        origins |= {(*here, "level"): lines[0].number, (*here, "lines"): lines[0].number}
        origins |= {(*here, "lines", place): each.number for place, each in enumerate(lines)}
    return found


def _prompt(lines: list[GuideLine], path: TextPath, origins: dict[TextPath, int]) -> dict[str, Any]:
    asked, *helped = lines
    found: dict[str, Any] = {"id": f"p{asked.number}", "ask": source_at("prompts", "ask", asked.text)}
    origins[*path, "ask"] = origins[path] = asked.number
    if helped:
        found["help"] = source_at("prompts", "help", _joined(helped))
        origins[*path, "help"] = helped[-1].number
    if asked.used_as is LineUse.STATEMENT:
        found |= {"kind": "scale", "scale": _SCALE}
    return found


def _starts(node: Any, path: TextPath, origins: dict[TextPath, int]) -> list[tuple[int, int, int, int]]:
    """Where each text begins that is from a line: line, column, the number of its line, and its length."""
    found = []
    if path in origins:
        length = len(node.value) if isinstance(node, yaml.ScalarNode) else 0
        found.append((node.start_mark.line + 1, node.start_mark.column + 1, origins[path], length))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found += _starts(value, (*path, key.value), origins)
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            found += _starts(value, (*path, at), origins)
    return found
