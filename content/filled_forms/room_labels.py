"""What a room is for, told from the words of its label or of its column's heading."""

import re
from typing import Final

from content.drafts.columns import ColumnRole, role_of
from content.filled_forms.rooms import RoomRole

_NO_LETTERS = re.compile(r"[^a-z0-9']+")
_LEADING_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})[.):]?(?=\s|$)")
_POINT = re.compile(r"\s*(s|strengths?|afi|areas? for improvement)\s*:\s*", re.IGNORECASE)
_WHOSE = r"(?:(?:our|overall|self|team|team's|agreed|current|final|proposed)[\s-]+){0,3}"
_GRADED = re.compile(
    rf"\s*{_WHOSE}(?:evaluation|grade|rating|level|score)"
    r"(?:\s*[:=]\s*|\s+[-\N{EN DASH}\N{EM DASH}]\s+)(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_BARE_WHOSE = re.compile(_WHOSE)
_ROLES: Final = {
    RoomRole.RATING: (
        "grade|rating|evaluation|level|score|evaluation grade|evaluation rating|evaluation score"
        "|evaluation level|rag|rag status|rag rating"
    ),
    RoomRole.EVIDENCE: (
        "evidence|our evidence|how do we know|how we know|how do you know|source|sources|sources of evidence"
        "|where is the evidence|evidence base"
    ),
    RoomRole.STRENGTHS: (
        "strength|strengths|key strengths|what works|what works well|what do we do well"
        "|what are we doing well|what is working well|what went well"
    ),
    RoomRole.IMPROVEMENTS: (
        "area for improvement|areas for improvement|afi|afis|gap|gaps|what needs to change|improvements"
        "|what could be better|what needs to improve|areas for development|even better if"
    ),
    RoomRole.STRENGTHS_AND_IMPROVEMENTS: (
        "strengths areas for improvement|strengths and areas for improvement|s afi|strengths afi"
        "|strengths gaps"
    ),
    RoomRole.ANSWER: (
        "comment|comments|notes|answer|your answer|reply|response|our response|how are we doing"
        "|how good are we now|what do we do now|narrative|commentary|position|where are we now"
    ),
}
_BY_WORDS: Final = {words: role for role, listed in _ROLES.items() for words in listed.split("|")}


def room_role(label: str) -> RoomRole | None:
    """What a room with this label is for, None where its words do not say."""
    bare = _NO_LETTERS.sub(" ", label.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).strip()
    found = _BY_WORDS.get(bare)
    if found is None and _BY_WORDS.get(_BARE_WHOSE.sub("", bare, count=1)) is RoomRole.RATING:
        found = RoomRole.RATING
    return RoomRole.STEP if found is None and role_of(label) is ColumnRole.STEP else found


def leading_number(text: str) -> str:
    """The number before the words of a question or heading, such as 1.10; empty where there is none."""
    found = _LEADING_NUMBER.match(text.lstrip())
    return found[1] if found else ""


def without_number(text: str) -> str:
    """The words behind that number."""
    bare = text.strip()
    found = _LEADING_NUMBER.match(bare)
    return bare[found.end() :].strip() if found else bare


def graded(text: str) -> str:
    """What stands behind the label of a line such as “Overall evaluation: Good”; empty for other lines."""
    found = _GRADED.fullmatch(text)
    return found[1].strip() if found else ""


def sorted_points(text: str) -> tuple[list[str], list[str], list[str]]:
    """Strengths, areas for improvement, and lines of which neither is said, out of “S: …” and “AFI: …”."""
    strengths: list[str] = []
    improvements: list[str] = []
    unclear: list[str] = []
    into = unclear
    for line in text.split("\n"):
        found = _POINT.match(line)
        if found is not None:
            into = strengths if found[1].casefold().startswith("s") else improvements
        words = line[found.end() :] if found is not None else line
        if words.strip():
            into.append(words.strip())
    return strengths, improvements, unclear
