"""The pack of format 2 that a draft's lines make, and which line each of its texts is from.

Ids are those that a whole guide came with, else made of the numbers of lines, which stay the same: so the
replies to a prompt whose words were corrected can be compared with those from before. What is wrong with the
pack is told elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

import yaml

from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.drafts.kept_keys import (
    KeptOf,
    id_of_prompt,
    kept_keys,
    kept_of_guide,
    kept_of_prompt,
    prompt_of_example,
)
from content.drafts.own_numbers import numbered_keys, prompt_numbers, theme_numbers
from content.format2.formatted_keys import source_at
from content.prompt_kinds import Closing

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

    def has_line_at(self, line: int, column: int) -> bool:
        """Whether a text that a line shows begins exactly here."""
        return any((at, col) == (line, column) for at, col, _ in self.starts)

    def line_at(self, line: int, column: int) -> int | None:
        """The number of the line that stands here, or nearest before it; None above the first."""
        before = [number for at, col, number in self.starts if (at, col) <= (line, column)]
        return (before[-1] if before else 0) or None


@dataclass(slots=True)
class _Part:
    """A theme while its lines are gathered."""

    theme: GuideLine
    purpose: list[GuideLine] = field(default_factory=list)
    features: list[GuideLine] = field(default_factory=list)
    prompts: list[list[GuideLine]] = field(default_factory=list)
    examples: list[GuideLine] = field(default_factory=list)


def pack_of_lines(lines: Sequence[GuideLine], *, id_: str, version: str, language: str) -> LinePack:
    """The pack that these lines make, whatever is wrong with it."""
    kept = kept_of_guide(lines)
    writer = _PackWriter(is_whole=bool(kept))
    pack: dict[str, Any] = {"format": 2, **kept, "id": id_, "version": version, "language": language}
    for key, use in (("title", LineUse.TITLE), ("about", LineUse.ABOUT)):
        of_use = [each for each in lines if each.used_as is use]
        pack[key] = writer.source("", key, _joined(of_use))
        if of_use:
            writer.origins[(key,)] = of_use[0].number
    shown = list(lines) if kept else writer.with_scale(pack, lines)
    pack["themes"], writer.origins[("themes",)] = [], 0
    parts = _parts(shown, pack["title"])
    titles = [each.theme.text for each in parts]
    numbers = [("", each) for each in titles] if kept else theme_numbers(titles)
    for at, (part, (number, title)) in enumerate(zip(parts, numbers, strict=True)):
        pack["themes"].append(writer.theme(part, number, title, ("themes", at)))
    if not kept and "scales" not in pack:
        _leave_out_ratings(pack["themes"])
    text: str = yaml.safe_dump(pack, sort_keys=False, allow_unicode=True, width=1_000_000)
    found = sorted(_starts(yaml.compose(text, yaml.SafeLoader), (), writer.origins))
    lengths = {(line, column): length for line, column, _, length in found}
    return LinePack(text, tuple((line, column, number) for line, column, number, _ in found), lengths)


def _leave_out_ratings(themes: Sequence[dict[str, Any]]) -> None:
    """Let themes that say what they end with ask for no level where a draft has no scale."""
    for theme in themes:
        if "closing" in theme:
            theme["closing"] = [each for each in theme["closing"] if each["what"] != Closing.RATING]


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


_IN_A_THEME: Final = frozenset({LineUse.PURPOSE, *ASKED_USES, LineUse.HELP, LineUse.FEATURE, LineUse.EXAMPLE})


def _put(part: _Part, line: GuideLine) -> None:
    match line.used_as:
        case LineUse.PROMPT | LineUse.STATEMENT | LineUse.OTHER_KIND:
            part.prompts.append([line])
        case LineUse.HELP if part.prompts:
            part.prompts[-1].append(line)
        case LineUse.FEATURE:
            part.features.append(line)
        case LineUse.EXAMPLE:
            part.examples.append(line)
        case _:
            part.purpose.append(line)


@dataclass(slots=True)
class _PackWriter:
    """Writes the entries of a pack, and notes which line each of their texts is from.

    In a whole guide the words of lines are written as they are, formatting and all. In any other, a sign
    among them is a sign.
    """

    is_whole: bool
    origins: dict[TextPath, int] = field(default_factory=dict)

    def source(self, entry: str, key: str, words: str) -> str:
        """Words as they are written under a key."""
        return words if self.is_whole else source_at(entry, key, words)

    def with_scale(self, pack: dict[str, Any], lines: Sequence[GuideLine]) -> list[GuideLine]:
        """Write the scale of a draft; its lines, with illustrations at the levels as they are counted now."""
        written = [each for each in lines if each.used_as is LineUse.LEVEL]
        levels = _in_steps(written)
        if levels:
            named = [{"level": each.level, "name": each.text} for each in levels]
            pack["scales"] = [{"id": _SCALE, "levels": named}]
            for at, each in enumerate(levels):
                self.origins["scales", 0, "levels", at, "name"] = each.number
        counted = {old.level: new.level for old, new in zip(written, levels, strict=True)}
        return [
            replace(each, level=counted.get(each.level, each.level))
            if each.used_as is LineUse.EXAMPLE
            else each
            for each in lines
        ]

    def theme(self, part: _Part, number: str, title: str, path: TextPath) -> dict[str, Any]:
        """A theme with all that stands in it."""
        found = self._own_keys(part.theme, KeptOf.THEME, "t") | numbered_keys("title", number, title)
        if not (self.is_whole and kept_keys(part.theme, KeptOf.THEME)):
            found["minutes"] = min(max(_MINUTES_A_PROMPT * len(part.prompts), 1), _MOST_MINUTES)
        for key in ("title", "id", "prompts"):
            self.origins[*path, key] = part.theme.number
        if part.purpose:
            found["purpose"] = self.source("themes", "purpose", _joined(part.purpose))
            self.origins[*path, "purpose"] = part.purpose[-1].number
        if part.features:
            here = (*path, "features")
            found["features"] = [self._feature(each, (*here, at)) for at, each in enumerate(part.features)]
        asks = [asked.text for asked, *_ in part.prompts]
        numbered = [("", each) for each in asks] if self.is_whole else prompt_numbers(asks)
        found["prompts"] = [
            self._prompt(lines, *numbered[at], (*path, "prompts", at))
            for at, lines in enumerate(part.prompts)
        ]
        if part.examples:
            found["illustrations"] = self._illustrations(part, found["prompts"], (*path, "illustrations"))
        return found

    def _illustrations(
        self, part: _Part, prompts: Sequence[dict[str, Any]], path: TextPath
    ) -> list[dict[str, Any]]:
        """The examples by level and prompt; those of a prompt that the theme has not are of the theme."""
        found = []
        ids = ["", *(each["id"] for each in prompts)]
        listed: dict[tuple[int, str], list[GuideLine]] = {}
        for each in part.examples:
            prompt = prompt_of_example(each)
            listed.setdefault((each.level, prompt if prompt in ids else ""), []).append(each)
        if not self.is_whole:
            listed = dict(sorted(listed.items(), key=lambda item: (ids.index(item[0][1]), -item[0][0])))
        for at, ((level, prompt), lines) in enumerate(listed.items()):
            words = [self.source("illustrations", "lines", each.text) for each in lines]
            found.append({"level": level, **({"prompt": prompt} if prompt else {}), "lines": words})
            here = (*path, at)
            self.origins |= {(*here, "level"): lines[0].number, (*here, "lines"): lines[0].number}
            self.origins |= {(*here, "lines", place): each.number for place, each in enumerate(lines)}
        return found

    def _feature(self, line: GuideLine, path: TextPath) -> dict[str, Any]:
        self.origins[*path, "text"] = self.origins[path] = line.number
        own = self._own_keys(line, KeptOf.FEATURE, "f")
        return {**own, "text": self.source("features", "text", line.text)}

    def _prompt(self, lines: list[GuideLine], number: str, words: str, path: TextPath) -> dict[str, Any]:
        asked, *helped = lines
        own_id = id_of_prompt(asked, is_whole=self.is_whole)
        found: dict[str, Any] = {"id": own_id, **kept_of_prompt(asked)}
        found |= numbered_keys("ask", number, self.source("prompts", "ask", words))
        self.origins[*path, "ask"] = self.origins[path] = asked.number
        if helped:
            found["help"] = self.source("prompts", "help", _joined(helped))
            self.origins[*path, "help"] = helped[-1].number
        if asked.used_as is LineUse.STATEMENT and "kind" not in found:
            found |= {"kind": "scale"} if self.is_whole else {"kind": "scale", "scale": _SCALE}
        return found

    def _own_keys(self, line: GuideLine, of: KeptOf, letter: str) -> dict[str, Any]:
        """What a line keeps of its entry, or an id that is made of its number."""
        made = f"line-{line.number}" if self.is_whole else f"{letter}{line.number}"
        return {"id": made, **kept_keys(line, of)}


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
