"""What is wrong with a draft, line by line: the check of packs, each problem at the line that it is about.

The rules are those of packs, and none of its own is in here. Nothing here changes a line.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from content.drafts.guide_lines import GuideLine
from content.drafts.line_pack import LinePack, pack_of_lines
from content.library import Pack
from content.pack import parse_guide
from content.problem import Problem


@dataclass(frozen=True, slots=True)
class LineFinding:
    """A problem of a draft. ``line`` is the number of the line that it is about, None for the whole guide."""

    line: int | None
    rule: str
    what: str
    mend: str


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
    return LineFinding(made.line_at(problem.line, problem.column), problem.rule, problem.what, problem.mend)
