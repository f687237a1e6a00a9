"""What the columns of a table are for, told from the words of its heading row."""

import re
from enum import Enum, auto
from typing import Final

_NOT_LETTERS = re.compile(r"[^a-z0-9']+")


class ColumnRole(Enum):
    """What a column holds."""

    NUMBER = auto()
    INDICATOR = auto()
    VERY_GOOD = auto()
    WEAK = auto()
    GIVEN = auto()
    STEP = auto()
    DONT_KNOW = auto()
    PLAN = auto()
    PERSONAL = auto()
    UNKNOWN = auto()


_EXACTLY: Final = {
    ColumnRole.NUMBER: "no|number|ref|reference|nr|item|qi|#",
    ColumnRole.INDICATOR: (
        "indicator|quality indicator|statement|question|key question|standard|criterion|criteria|theme|area"
        "|challenge question|prompt|expectation"
    ),
    ColumnRole.GIVEN: (
        "evidence|our evidence|how do we know|how we know|source|sources|strength|strengths|what works"
        "|what do we do well|area for improvement|areas for improvement|afi|gap|gaps|what needs to change"
        "|strengths areas for improvement|grade|rating|evaluation|our evaluation|level|score|comment|comments"
        "|notes|how are we doing"
    ),
    ColumnRole.STEP: (
        "strongly agree|agree|neither agree nor disagree|neither|disagree|strongly disagree|yes|no|partly"
        "|in part|fully|not at all|always|often|sometimes|rarely|never|red|amber|green|not yet|in place"
    ),
    ColumnRole.DONT_KNOW: "don't know|dont know|do not know|unsure|not sure|not applicable|n a",
    ColumnRole.PLAN: (
        "action|actions|lead|lead officer|owner|responsible|by when|timescale|due|due date|deadline"
        "|resources|resource|measure|how we will know|how will we know|progress|rag|status|update"
    ),
    ColumnRole.PERSONAL: (
        "id|respondent|respondent id|start time|completion time|end time|started|completed|submitted"
        "|e mail|email|email address|name|your name|ip address|user id|timestamp|last modified time"
    ),
}
_ROLES: Final = {word: role for role, words in reversed(_EXACTLY.items()) for word in words.split("|")}


def role_of(heading: str) -> ColumnRole:
    """What a column with this heading holds."""
    bare = _NOT_LETTERS.sub(" ", heading.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).strip()
    if re.search(r"\bvery good\b|\bgood practice\b|\bwhat good looks like\b", bare):
        return ColumnRole.VERY_GOOD
    if re.search(r"\bweak\b|\bpoor practice\b", bare):
        return ColumnRole.WEAK
    return _ROLES.get(bare, ColumnRole.UNKNOWN)


def is_plan(roles: list[ColumnRole]) -> bool:
    """Whether the columns are those of a plan: an action, a lead, a day."""
    return roles.count(ColumnRole.PLAN) >= 3


_PLAN, _SIGN_OFF = "plan", "sign-off"
_LISTED_HEADINGS: Final = {
    _PLAN: (
        "action plan|action planning|improvement action plan|improvement plan|development plan|actions"
        "|actions for improvement|improvement actions|planned actions|agreed actions|plan for improvement"
        "|priorities for action|priorities for improvement|next steps|our next steps|what next"
        "|what happens next|steps to take"
    ),
    _SIGN_OFF: (
        "sign off|signed off|signed off by|signing off|signature|signatures|signed|signed by|approval"
        "|approvals|approved by|authorisation|authorised by|declaration|completed by|contact|contacts"
        "|contact details|document control|version control"
    ),
}
_HEADINGS: Final = {of: frozenset(listed.split("|")) for of, listed in _LISTED_HEADINGS.items()}
_BEFORE_WORDS = re.compile(r"(?:(?:section|part|appendix|annex|annexe)\s+)?(?:\d[\d.]{0,8}|[a-z])?[.):]*\s+")


def is_plan_heading(text: str) -> bool:
    """Whether a heading is that of a plan, such as an action plan or next steps."""
    return _has_words_of(text, _HEADINGS[_PLAN])


def is_sign_off_heading(text: str) -> bool:
    """Whether a heading is that of who has signed or filled in a form."""
    return _has_words_of(text, _HEADINGS[_SIGN_OFF])


def _has_words_of(text: str, headings: frozenset[str]) -> bool:
    whole = text.strip().casefold()
    numbered = _BEFORE_WORDS.match(whole)
    behind = whole[numbered.end() :] if numbered else whole
    return any(_NOT_LETTERS.sub(" ", each).strip() in headings for each in (whole, behind))


def is_closing_heading(text: str) -> bool:
    """Whether a heading is for what every theme ends with, such as strengths."""
    bare = _NOT_LETTERS.sub(" ", text.casefold()).strip()
    return _ROLES.get(bare) is ColumnRole.GIVEN
