"""What a YAML reader says about broken text, in the words of somebody who writes a guide.

PyYAML names its own grammar ("expected <block end>"); an author needs to hear what is wrong with the line
and what to do. One table holds all of it. Nothing here reads text.
"""

import re
from dataclasses import dataclass

import yaml

from content.problem import Problem

_QUOTE = "put the whole text in double quotation marks."
_QUOTE_IT = _QUOTE.capitalize()
_IF_TEXT = f"If this is text, {_QUOTE}"


@dataclass(frozen=True, slots=True)
class _Wording:
    """How one kind of fault is told. ``at_start``: its place is where the broken part began."""

    pattern: str
    what: str
    mend: str
    at_start: bool = False
    rule: str = "broken-yaml"


# The first pattern found in "problem, context" decides. What its group holds may stand in ``what``.
_WORDINGS = (
    _Wording(
        r"found character '\\t'", "A tab stands where only spaces may.", "Indent with spaces.", rule="tab"
    ),
    _Wording(
        r"mapping values are not allowed",
        "A colon and a space cannot stand here.",
        f"{_QUOTE_IT} Or check how far the line is indented.",
    ),
    _Wording(r"found character .(.+). that cannot start", 'A text cannot begin with "{0}".', _QUOTE_IT),
    _Wording(r"scanning a directive", 'A text cannot begin with "%".', _QUOTE_IT, at_start=True),
    _Wording(
        r"scanning an? (?:alias|anchor)", 'A text cannot begin with "*" or "&".', _QUOTE_IT, at_start=True
    ),
    _Wording(r"scanning a tag|tag handle", 'A text cannot begin with "!".', _QUOTE_IT, at_start=True),
    _Wording(
        r"(?:unexpected end of stream|document separator|'\\x00').*quoted scalar",
        "A quotation mark opens here and never closes.",
        "Close it, or take it out.",
        at_start=True,
    ),
    _Wording(
        r"escape",
        "In double quotation marks, a backslash does not stand for itself.",
        "Write two backslashes, or use single quotation marks.",
    ),
    _Wording(
        r"found '<scalar>', while parsing a block",
        "Text follows where a text has already ended.",
        "Put the whole of it in one pair of quotation marks, single ones if it holds double ones.",
    ),
    _Wording(
        r"could not find expected ':'",
        'This line is neither "key: value" nor a list line with "- ", nor does it belong to the text above.',
        "Put a space after the colon or the dash; or indent the line as far as the text that it belongs to.",
        at_start=True,
    ),
    _Wording(
        r"expected <block end>|expected '<document start>', but found '<block",
        "This line is not indented like the lines that it belongs with.",
        "Line it up with them, in spaces.",
    ),
    _Wording(
        r"expected ',' or|but found '<stream end>', while parsing a flow",
        "A list in brackets opens here and does not close, or lacks a comma.",
        f"Close it. {_IF_TEXT}",
        at_start=True,
    ),
    _Wording(r"expected the node content, but found '(.)'", 'A text cannot begin with "{0}".', _QUOTE_IT),
    _Wording(
        r"sequence entries are not allowed",
        "A list cannot begin on this line.",
        f"Begin it on the next line. {_IF_TEXT}",
    ),
    _Wording(r"mapping keys are not allowed", 'A text cannot begin with "? ".', _QUOTE_IT),
    _Wording(
        r"document (?:start|end)>",
        "The pack ended on the line before, and yet there is more.",
        'Take out a line that begins with "..." or "%".',
    ),
    _Wording(
        r"scanning a block scalar",
        'After "|" or ">" the line must end.',
        "Begin the text on the next line, indented.",
    ),
    _Wording(
        r"",
        "From here on this cannot be read.",
        "Check the indentation and the quotation marks on this line and the one before.",
    ),
)


def broken_yaml(fault: yaml.MarkedYAMLError, file: str) -> Problem:
    """The one problem of a text that is not YAML, at the place that the author must fix."""
    said = f"{fault.problem}, {fault.context}"
    for wording in _WORDINGS:
        if found := re.search(wording.pattern, said, re.DOTALL):
            return _told(wording, found, fault, file)
    raise AssertionError("the last wording fits every fault")


def _told(wording: _Wording, found: re.Match[str], fault: yaml.MarkedYAMLError, file: str) -> Problem:
    marks = (fault.context_mark, fault.problem_mark)
    mark = next(each for each in (marks if wording.at_start else marks[::-1]) if each is not None)
    what = wording.what.format(*found.groups())
    return Problem(file, mark.line + 1, mark.column + 1, wording.rule, what, wording.mend)


def number_beyond(file: str, line: int, column: int) -> Problem:
    """The problem of a number inside YAML's own notation that is too large to be one."""
    what = "A number written here is too large for what it stands for."
    return Problem(
        file, line, column, "broken-yaml", what, "Write the character itself instead of its number."
    )


def clip(text: str, most: int = 40) -> str:
    """What an author wrote, short enough to be quoted in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
