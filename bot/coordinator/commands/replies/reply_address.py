"""Which replies somebody wants to read, as they type it or as a button carries it. Pure.

Such as ``T1.P4 skipped page 2``, or ``T1 team Home care table``. A button has room for few characters, so in
it a team is named by its place among the teams.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from functools import lru_cache
from typing import Final

from bot.coordinator.refusals import InvalidInput
from content.phrases import Phrases
from content.whole_numbers import number_of, whole_number
from conversations.reading.typed import listed, plain
from conversations.reading.word_lists import TYPED_WORDS
from conversations.state import Given

_CODE = re.compile(r"(t\d{1,3})(?:[\s.,:_-]*([a-z]\d{0,3}))?(?![^\W_])\s*", re.IGNORECASE)
_GAP: Final = "_"
"""What stands for a space in a button, whose action may have none."""

_BETWEEN = re.compile(r"[,;/+&]|\b(?:and|or)\b", re.IGNORECASE)
"""What stands between two ways, where more than one is typed."""

_PAGE = re.compile(r"\bpage (\d{1,5})$", re.IGNORECASE)


@unique
class ReplyState(StrEnum):
    """In which way a prompt was left, as an address names it."""

    ANSWERED = "answered"
    DONT_KNOW = "unsure"
    NOT_APPLICABLE = "na"
    SKIPPED = "skipped"
    NO_REPLY = "none"

    @property
    def given(self) -> Given | None:
        """The same as it is kept; None for no reply."""
        return _GIVEN[self]


_GIVEN: Final = {
    ReplyState.ANSWERED: Given.ANSWERED,
    ReplyState.DONT_KNOW: Given.DONT_KNOW,
    ReplyState.NOT_APPLICABLE: Given.NOT_APPLICABLE,
    ReplyState.SKIPPED: Given.SKIPPED,
    ReplyState.NO_REPLY: None,
}


@unique
class Wish(StrEnum):
    """What else than to read on may be wanted: all of it as a table, or a choice of teams and states."""

    TABLE = "table"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """Which replies: those to all prompts, to those of a theme (T1) or to one (T1.P4).

    ``team`` None stands for all teams, an empty one for people without a team.
    """

    code: str = ""
    state: ReplyState | None = None
    team: str | None = None
    page: int = 1
    wish: Wish | None = None

    @property
    def is_prompt(self) -> bool:
        """Whether it is about one prompt."""
        return "." in self.code

    @property
    def theme(self) -> "ReplyAddress":
        """The same for the whole theme of the prompt."""
        return replace(self, code=self.code.partition(".")[0], page=1, wish=None)

    def text(self, teams: Sequence[str]) -> str:
        """The address as a button carries it."""
        parts = [self.code, self.state.value if self.state else ""]
        if self.team is not None and self.team in teams:
            parts.append(f"team{_GAP}{teams.index(self.team) + 1}")
        parts.append(f"page{_GAP}{self.page}" if self.page > 1 else "")
        parts.append(self.wish.value if self.wish else "")
        return _GAP.join(filter(None, parts))


def is_code(text: str) -> bool:
    """Whether a text is the code of a theme, a prompt or a statement and nothing else, such as T2.S3."""
    return _CODE.fullmatch(text.strip()) is not None


def address_in(text: str, teams: Sequence[str] | None, p: Phrases) -> ReplyAddress:
    """The address that a text is. Raises ``InvalidInput`` for anything else.

    ``teams`` None: replies are read without names, so that there is nothing to pick by.
    """
    address = _read(text, teams or (), p)
    is_picked = address.state is not None or address.team is not None or address.wish is Wish.FILTER
    if teams is None and is_picked:
        raise _nothing_to_pick_by(p)
    return address


def _nothing_to_pick_by(p: Phrases) -> InvalidInput:
    return InvalidInput(
        p.say("Here replies are read without names, so they cannot be picked by team or state.")
    )


def _read(text: str, teams: Sequence[str], p: Phrases) -> ReplyAddress:
    rest, address = " ".join(text.split()), ReplyAddress()
    if " " not in rest:
        rest = rest.replace(_GAP, " ")
    before, _, last = rest.rpartition(" ")
    if (wish := _wishes(p).get(plain(last))) is not None:
        rest, address = before, replace(address, wish=wish)
    if found := _PAGE.search(rest):
        rest, address = rest[: found.start()].strip(), replace(address, page=max(number_of(found[1]), 1))
    if found := _team_pattern(p).search(rest):
        rest, address = rest[: found.start()].strip(), _of_team(address, found[1], teams, p)
    if found := _CODE.match(rest):
        code = f"{found[1]}.{found[2]}" if found[2] else found[1]
        rest, address = rest[found.end() :].strip(), replace(address, code=code.upper())
    if not rest:
        return address
    state = _states(p).get(plain(rest))
    if address.state is not None or _names_several(rest, p):
        raise InvalidInput(
            p.say(
                "One way and one team can be picked at a time, such as /replies {code} skipped team {team}.",
                code=address.code or "T1.P4",
                team=next(filter(None, teams), "1"),
            )
        )
    if state is None:
        raise InvalidInput(
            p.say("I could not read that. Type /replies T1.P4 for one prompt, or /replies for all of them.")
        )
    return replace(address, state=state)


def _of_team(address: ReplyAddress, text: str, teams: Sequence[str], p: Phrases) -> ReplyAddress:
    """The address for the team that a text names, and for the way that it may end with."""
    words = text.split()
    for at in range(len(words) - 1, 0, -1):
        state = _states(p).get(plain(" ".join(words[at:])))
        if state is not None and not any(plain(each) == plain(text) for each in teams):
            return replace(address, team=_team(" ".join(words[:at]), teams, p), state=state)
    return replace(address, team=_team(text, teams, p))


def _names_several(text: str, p: Phrases) -> bool:
    parts = [plain(each) for each in _BETWEEN.split(text)]
    return len(parts) > 1 and all(each in _states(p) for each in parts)


@lru_cache(maxsize=8)
def _team_pattern(p: Phrases) -> re.Pattern[str]:
    """What finds the word before a team, in English or in this language, and the team."""
    words = "|".join(map(re.escape, sorted({"team", *listed(TYPED_WORDS["team"](p))})))
    return re.compile(rf"\b(?:{words})\b\s*(.*)$", re.IGNORECASE | re.DOTALL)


def state_names(p: Phrases) -> dict[ReplyState, str]:
    """Each state as people read it."""
    return {
        ReplyState.ANSWERED: p.say("Answered"),
        ReplyState.DONT_KNOW: p.say("Don't know"),
        ReplyState.NOT_APPLICABLE: p.say("Not applicable"),
        ReplyState.SKIPPED: p.say("Skipped"),
        ReplyState.NO_REPLY: p.say("No reply"),
    }


def _states(p: Phrases) -> dict[str, ReplyState]:
    return {
        **{each.value: each for each in ReplyState},
        **{plain(name): each for each, name in state_names(p).items()},
    }


def _wishes(p: Phrases) -> dict[str, Wish]:
    return {
        **{each.value: each for each in Wish},
        plain(p.say("table")): Wish.TABLE,
        plain(p.say("filter")): Wish.FILTER,
    }


def _team(text: str, teams: Sequence[str], p: Phrases) -> str:
    """A team by its name, else by its place."""
    named = next((each for each in teams if each and plain(each) == plain(text)), None)
    if named is not None:
        return named
    if not teams:
        raise _nothing_to_pick_by(p)
    place = whole_number(text, least=1, most=len(teams))
    if place is not None:
        return teams[place - 1]
    raise InvalidInput(p.say("There is no team “{team}” in this round.", team=text[:60]))
