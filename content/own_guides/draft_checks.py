"""What is wrong with a draft, line by line: the check of packs, each problem at the line that it is about.

The rules are those of packs, and none of its own is in here. Nothing here changes a line.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from content.drafts.guide_lines import GuideLine, LineUse
from content.drafts.line_pack import LinePack, pack_of_lines
from content.format2.entries import AskEntry, FrameworkEntry, PartEntry, StepEntry
from content.library import Pack
from content.pack import parse_guide
from content.problem import Problem


@dataclass(frozen=True, slots=True)
class LineFinding:
    """A problem of a draft. ``line`` is the number of the line that it is about, None for the whole guide.

    ``length`` is how many characters there are of what is too long.
    """

    line: int | None
    rule: str
    what: str
    mend: str
    length: int = 0


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
        return CheckedDraft(None, tuple(_finding(each, made) for each in problems))
    return CheckedDraft(Pack(guide, made.text, hashlib.sha256(made.text.encode()).hexdigest()), ())


def _finding(problem: Problem, made: LinePack) -> LineFinding:
    number = made.line_at(problem.line, problem.column)
    length = made.length_at(problem.line, problem.column) if problem.rule == "too-long" else 0
    return LineFinding(number, problem.rule, problem.what, problem.mend, length)


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
    LineUse.HELP: _longest(AskEntry, "help"),
    LineUse.EXAMPLE: 400,
}
"""So many characters fit in what lines are used as, as the format says; help and purpose all together."""
