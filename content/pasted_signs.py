"""What a word processor puts into text that is pasted into a pack, and that YAML does not take for its own.

Such a sign looks right, so a fault that comes of it seems to be somewhere else. It is only looked for where
there is a fault: in the words of a guide all of these may stand.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.problem import Problem

_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINES_BEFORE = 3
"""How far above the place that a reader names the sign can be that misled it."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign that misleads: how it is found, what it is and how to fix it."""

    pattern: re.Pattern[str]
    what: str
    mend: str


_SIGNS = (
    _Sign(
        re.compile(rf" *(?P<sign>[{_BLANKS}])"),
        "This line is indented with a blank that is no plain space.",
        "Delete the blanks before its first word and type spaces instead.",
    ),
    _Sign(
        re.compile(r" *(?P<sign>[\u2010-\u2015\u2212\u2022\u2023\u2043\u25aa\u00b7])\s"),
        'This line begins with "{sign}", which makes no list.',
        'Begin it with "- ", the short dash of the keyboard and a space.',
    ),
    _Sign(
        re.compile(rf" *(?:- )*(?:-|[\w-]+:)(?P<sign>[{_BLANKS}])"),
        "The blank behind this dash or colon is no plain space.",
        "Delete it and type a space instead.",
    ),
    _Sign(
        re.compile(r" *(?:- )*(?:[\w-]+: +)?(?P<sign>[\u201c\u201d\u201e\u00ab\u2018\u2019]).*:(?: |$)"),
        'Quotation marks such as "{sign}" do not hold a text together here.',
        "Put the whole text in a pair of straight ones, as this message has them.",
    ),
)


def told_by_signs(problems: Iterable[Problem], lines: Sequence[str], file: str) -> tuple[Problem, ...]:
    """The problems, with a misleading sign told instead of what comes of it, once for each line."""
    return tuple(dict.fromkeys(_misleading(each, lines, file) or each for each in problems))


def _misleading(problem: Problem, lines: Sequence[str], file: str) -> Problem | None:
    """The sign that brings a problem about: on its own line, and if nothing could be read, a little above."""
    first = problem.line - (_LINES_BEFORE if problem.rule == "broken-yaml" else 0)
    for number in range(min(problem.line, len(lines)), max(first, 1) - 1, -1):
        for sign in _SIGNS:
            if found := sign.pattern.match(lines[number - 1]):
                what = sign.what.format(sign=found["sign"])
                return Problem(file, number, found.start("sign") + 1, "pasted-sign", what, sign.mend)
    return None
