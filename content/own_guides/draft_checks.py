"""What is wrong with a draft, line by line: the check of packs, each problem at the line that it is about.

The rules are those of packs, and none of its own is in here. Nothing here changes a line.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import orjson
from pydantic import BaseModel

from content.drafts.guide_lines import GuideLine, LineUse
from content.drafts.kept_keys import is_whole_guide, kept_of_guide
from content.drafts.line_pack import LinePack, pack_of_lines
from content.format2.entries import AskEntry, FrameworkEntry, PartEntry, StatementEntry, StepEntry
from content.library import Pack
from content.pack import parse_guide
from content.problem import Problem


@dataclass(frozen=True, slots=True)
class LineFinding:
    """A problem of a draft. ``line`` is the number of the line that it is about, None for the whole guide.

    ``length`` is how many characters there are of what is too long. ``is_kept``: it is about what lines
    cannot show of a whole guide, so that it is fixed in the guide's file.
    """

    line: int | None
    rule: str
    what: str
    mend: str
    length: int = 0
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """The pack that a draft makes, or None and every problem, in the order of the draft."""

    pack: Pack | None
    findings: tuple[LineFinding, ...]


def check_draft(lines: Sequence[GuideLine], *, id_: str, version: str, language: str) -> CheckedDraft:
    """Check what these lines make as a pack is checked."""
    made = pack_of_lines(lines, id_=id_, version=version, language=language)
    guide, problems = parse_guide(made.text, id_)
    if guide is None:
        is_whole = is_whole_guide(lines)
        return CheckedDraft(None, tuple(_finding(each, made, is_whole=is_whole) for each in problems))
    return CheckedDraft(Pack(guide, made.text, hashlib.sha256(made.text.encode()).hexdigest()), ())


class CheckMemory:
    """The latest checks of drafts, so that a draft is checked once for its list, its page and publishing.

    Drafts that make the same guide have one check. No line is kept.
    """

    def __init__(self, most: int = 20) -> None:
        """So many are remembered at ``most``."""
        self._most = most
        self._known: dict[str, CheckedDraft] = {}

    def check(self, lines: Sequence[GuideLine], *, id_: str, version: str, language: str) -> CheckedDraft:
        """What ``check_draft`` finds."""
        key = _hash_of(lines, id_, version, language)
        found = self._known.get(key)
        if found is None:
            found = check_draft(lines, id_=id_, version=version, language=language)
            while len(self._known) >= self._most:
                self._known.pop(next(iter(self._known)), None)
            self._known[key] = found
        return found


def _hash_of(lines: Sequence[GuideLine], *about: str) -> str:
    used = [
        (each.number, each.used_as, each.level, each.text, each.kept)
        for each in lines
        if each.used_as is not LineUse.LEFT_OUT
    ]
    return hashlib.sha256(orjson.dumps((about, kept_of_guide(lines), used))).hexdigest()


def _finding(problem: Problem, made: LinePack, *, is_whole: bool) -> LineFinding:
    number = made.line_at(problem.line, problem.column)
    length = made.length_at(problem.line, problem.column) if problem.rule == "too-long" else 0
    is_kept = is_whole and not made.has_line_at(problem.line, problem.column)
    return LineFinding(number, problem.rule, problem.what, problem.mend, length, is_kept=is_kept)


def _longest(entry: type[BaseModel], key: str) -> int:
    (most,) = [each.max_length for each in entry.model_fields[key].metadata if hasattr(each, "max_length")]
    return int(most)


LONGEST: Final = {
    LineUse.TITLE: _longest(FrameworkEntry, "title"),
    LineUse.ABOUT: _longest(FrameworkEntry, "about"),
    LineUse.LEVEL: _longest(StepEntry, "name"),
    LineUse.THEME: _longest(PartEntry, "title"),
    LineUse.PURPOSE: _longest(PartEntry, "purpose"),
    LineUse.PROMPT: _longest(AskEntry, "ask"),
    LineUse.STATEMENT: _longest(AskEntry, "ask"),
    LineUse.OTHER_KIND: _longest(AskEntry, "ask"),
    LineUse.HELP: _longest(AskEntry, "help"),
    LineUse.FEATURE: _longest(StatementEntry, "text"),
    LineUse.EXAMPLE: 400,
}
"""So many characters fit in what lines are used as, as the format says; help and purpose all together."""
