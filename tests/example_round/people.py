"""The invented people: who rated what, what it rests on, what they did not know, and what they wrote.

Every one of their choices is made by a seed, so the round is the same each time.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from content.library import read_pack
from content.model import Guide
from conversations.groups.round_view import WhoSees
from conversations.state import Given, Reply
from reports.group.group_report import GroupReport, Participant, RoundFacts
from reports.group.group_summary import summarise_group
from reports.group.participation import Participation
from tests.example_round.written import FIRST_STEPS, IMPROVEMENTS, STRENGTHS

_GUIDE: Final = Path(__file__).parents[2] / "content" / "packs" / "managing-performance.en.yaml"

_RATINGS: Final = {
    "leading-culture": (1, 12, 14, 12, 5, 2),
    "planning-outcomes": (0, 9, 19, 12, 0, 0),
    "knowing-progress": (0, 3, 7, 12, 12, 0),
    "using-learning": (0, 2, 12, 12, 3, 0),
}
"""How many chose each level of a theme, from 6 to 1."""

_NOT_KNOWN: Final = {
    ("leading-culture", "councillors-check"): 21,
    ("knowing-progress", "equality-gaps"): 19,
    ("using-learning", "hearing-back"): 11,
}
_KINDS: Final = ("staff", "people", "figures", "documents", "observation", "none")
_OFTEN: Final = (24, 19, 17, 12, 9, 7)

_WRITTEN: Final = {"strength": STRENGTHS, "improvement": IMPROVEMENTS, "next_step": FIRST_STEPS}
_Given = dict[tuple[str, str, int], Reply]

TURNOUT: Final = {
    "Home care": Participation(18, 16, 16, 9, 0, 15),
    "Care homes": Participation(15, 14, 14, 8, 0, 13),
    "Assessment and care management": Participation(12, 10, 10, 6, 0, 9),
    "Day services": Participation(7, 6, 6, 3, 0, 5),
    "Occupational therapy": Participation(4, 3, 3, 1, 0, 2),
    "Criminal justice": Participation(4, 3, 3, 2, 0, 3),
}


def example_guide() -> Guide:
    """The guide of the example round."""
    guide, problems, _ = read_pack(_GUIDE)
    assert guide is not None, problems
    return guide


def example_report(who_sees: WhoSees = WhoSees.CONFIDENTIAL) -> GroupReport:
    """The report of the example round."""
    facts = RoundFacts(
        title="Adult services, autumn 2026",
        organisation="Glenmore Council",
        purpose="To agree what to work on in 2027, and to know how sure we are of it.",
        opened_on=date(2026, 11, 16),
        closed_on=date(2026, 12, 18),
        who_sees=who_sees,
        threshold=5,
    )
    return summarise_group(example_guide(), facts, _people(), TURNOUT, shuffle_key=b"an example")


def _people() -> list[Participant]:
    given: list[_Given] = [{} for _ in range(52)]
    finished: list[set[str]] = [set() for _ in range(52)]
    draw = random.Random(2027)
    for theme, counts in _RATINGS.items():
        levels = [6 - place for place, count in enumerate(counts) for _ in range(count)]
        raters = draw.sample(range(52), len(levels) + 3)
        for who, level in zip(raters, levels, strict=False):
            _add(given[who], Reply(theme, "rating", 1, Given.ANSWERED, level=level))
            finished[who].add(theme)
        for who in raters[len(levels) :]:
            _add(given[who], Reply(theme, "rating", 1, Given.DONT_KNOW))
        for kind, often in zip(_KINDS, _OFTEN, strict=True):
            for who in draw.sample(raters, min(often, len(raters) - 4)):
                _add_kind(given[who], theme, kind)
        for (of, prompt), count in _NOT_KNOWN.items():
            for who in draw.sample(raters, count) if of == theme else ():
                _add(given[who], Reply(theme, prompt, 1, Given.DONT_KNOW))
        for prompt, written in _WRITTEN.items():
            _write(given, theme, prompt, written[theme], draw, raters)
    return [
        Participant(f"p{n}", each, frozenset(done))
        for n, (each, done) in enumerate(zip(given, finished, strict=True))
    ]


def _add(given: _Given, reply: Reply) -> None:
    given[reply.key] = reply


def _add_kind(given: _Given, theme: str, kind: str) -> None:
    before = given.get((theme, "evidence", 1))
    kinds = before.choices if before else ()
    if kind != "none" or not kinds:
        _add(given, Reply(theme, "evidence", 1, Given.ANSWERED, choices=(*kinds, kind)))


def _write(
    given: Sequence[_Given],
    theme: str,
    prompt: str,
    written: Iterable[tuple[str, int]],
    draw: random.Random,
    raters: Sequence[int],
) -> None:
    """Let as many people write each text as is said, whoever wrote least first."""

    def wrote(who: int) -> int:
        return sum(key[:2] == (theme, prompt) for key in given[who])

    for text, count in written:
        for who in sorted(draw.sample(raters, len(raters)), key=wrote)[:count]:
            _add(given[who], Reply(theme, prompt, wrote(who) + 1, Given.ANSWERED, text=text))
