"""What people who take part can find out about others' levels, choices, numbers and days: nothing.

Every set of values of small groups is tried, as for ratings in ``test_insiders``.
"""

from collections.abc import Hashable, Sequence
from decimal import Decimal
from itertools import combinations

import pytest

from content.model import Prompt
from content.prompt_kinds import (
    InNumbers,
    Level,
    OnDay,
    OneChoice,
    OnScale,
    Option,
    PromptKind,
    Scale,
    SeveralChoices,
)
from conversations.groups.round_view import WhoSees
from conversations.state import Given, Reply
from conversations.who_sees_what import least_group
from reports.group import kind_findings
from reports.group.kind_findings import FINDINGS_OF_KIND, ChoiceMade, LevelsChosen, MiddleGiven, finding_of
from reports.group.threshold import Reason, Withheld, insiders_in
from tests.reports.insiders import every_round, what_insiders_know

CONFIDENTIAL, ANONYMOUS = WhoSees.CONFIDENTIAL, WhoSees.ANONYMOUS
SIZES = [(CONFIDENTIAL, n) for n in range(3, 8)] + [(ANONYMOUS, 7)]
EACH_SIZE = pytest.mark.parametrize(("who_sees", "size"), SIZES)
OPTIONS = tuple(Option(each, each.upper()) for each in "abc")


def scale(levels: int, lowest: int = 1) -> Scale:
    return Scale(tuple(Level(n, f"Level {n}", "") for n in range(lowest + levels - 1, lowest - 1, -1)))


def prompt(kind: PromptKind) -> Prompt:
    return Prompt("p", "Ask", "", kind)


def level(number: Hashable) -> Reply:
    assert isinstance(number, int)
    return Reply("t", "p", 1, Given.ANSWERED, level=number)


def chosen(ids: Hashable) -> Reply:
    assert isinstance(ids, tuple)
    return Reply("t", "p", 1, Given.ANSWERED, choices=ids)


def valued(value: Hashable) -> Reply:
    assert isinstance(value, str)
    return Reply("t", "p", 1, Given.ANSWERED, value=value)


def published(kind: PromptKind, who_sees: WhoSees, replies: Sequence[Reply]) -> Hashable:
    least, insiders = least_group(3, who_sees), insiders_in(who_sees)
    return finding_of(
        prompt(kind),
        replies,
        least=least,
        insiders=insiders,
        is_anonymous=who_sees is WhoSees.ANONYMOUS,
    )


def known(kind: PromptKind, who_sees: WhoSees, values: Sequence[Hashable], size: int, reply) -> list[object]:
    return list(
        what_insiders_know(
            every_round(values, size),
            lambda each: published(kind, who_sees, [reply(value) for value in each]),
            insiders_in(who_sees),
            lambda value: [value],
        )
    )


@pytest.mark.exhaustive
@pytest.mark.parametrize("levels", [2, 3, 4, 5])
@EACH_SIZE
def test_no_insider_knows_a_level_of_anybody_else_on_a_scale_of_any_length(
    who_sees: WhoSees, size: int, levels: int
) -> None:
    kind = OnScale(scale(levels, lowest=0))
    assert known(kind, who_sees, range(levels), size, level) == []


@EACH_SIZE
def test_no_insider_knows_a_choice_of_anybody_else(who_sees: WhoSees, size: int) -> None:
    values = [(each.id,) for each in OPTIONS]
    assert known(OneChoice(OPTIONS), who_sees, values, size, chosen) == []


@pytest.mark.exhaustive
@EACH_SIZE
def test_no_insider_knows_anything_that_anybody_else_ticked(who_sees: WhoSees, size: int) -> None:
    options = OPTIONS if who_sees is CONFIDENTIAL else OPTIONS[:2]
    ids = [each.id for each in options]
    values = [each for n in range(1, len(ids) + 1) for each in combinations(ids, n)]
    kind = SeveralChoices(options)
    found = what_insiders_know(
        every_round(values, size),
        lambda each: published(kind, who_sees, [chosen(value) for value in each]),
        insiders_in(who_sees),
        lambda value: value if isinstance(value, tuple) else (),
    )
    assert list(found) == []


@EACH_SIZE
def test_no_insider_knows_a_number_or_a_day_of_anybody_else(who_sees: WhoSees, size: int) -> None:
    numbers = InNumbers(Decimal(0), Decimal(3))
    assert known(numbers, who_sees, ["0", "1", "2", "3"], size, valued) == []
    days = ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert known(OnDay(), who_sees, days, size, valued) == []


def test_a_half_of_one_level_would_tell_the_level(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = OnScale(scale(3))
    assert known(kind, CONFIDENTIAL, [1, 2, 3], 5, level) == []
    monkeypatch.setattr(kind_findings, "_LEAST_HALF", 1)
    assert known(kind, CONFIDENTIAL, [1, 2, 3], 5, level) != []


def test_the_middle_of_three_of_whom_two_are_alike_would_tell_them(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = InNumbers(Decimal(0), Decimal(2))
    assert known(kind, CONFIDENTIAL, ["0", "1", "2"], 3, valued) == []
    monkeypatch.setattr(kind_findings, "levels_may_be_told", lambda *_: True)
    assert known(kind, CONFIDENTIAL, ["0", "1", "2"], 3, valued) != []


@pytest.mark.parametrize("kind", FINDINGS_OF_KIND, ids=lambda kind: kind.__name__)
def test_nothing_is_told_of_fewer_than_the_least_group(kind: type) -> None:
    of_kind = {
        OnScale: (OnScale(scale(6)), level(4)),
        OneChoice: (OneChoice(OPTIONS), chosen(("a",))),
        SeveralChoices: (SeveralChoices(OPTIONS), chosen(("a", "b"))),
        InNumbers: (InNumbers(Decimal(0), Decimal(9)), valued("4")),
        OnDay: (OnDay(), valued("2026-01-01")),
    }
    made, reply = of_kind[kind]
    left = Reply("t", "p", 1, Given.DONT_KNOW)
    found = finding_of(prompt(made), [reply] * 4 + [left] * 9, least=5, insiders=1, is_anonymous=False)
    assert found == Withheld(Reason.FEW)


def test_what_a_large_group_gave_is_told_with_how_the_others_left_it() -> None:
    replies = [level(each) for each in (3, 3, 2, 1, 0)] + [Reply("t", "p", 1, Given.DONT_KNOW), None]
    found = finding_of(prompt(OnScale(scale(4, lowest=0))), replies, least=5, insiders=1, is_anonymous=False)
    assert isinstance(found, LevelsChosen)
    assert (found.counts.answered, found.counts.dont_know, found.counts.not_replied) == (5, 1, 1)
    unnamed = finding_of(prompt(OnScale(scale(4, lowest=0))), replies, least=5, insiders=1, is_anonymous=True)
    assert isinstance(unnamed, LevelsChosen)
    assert (unnamed.counts.skipped, unnamed.counts.not_replied) == (1, 0)
    made = finding_of(
        prompt(OneChoice(OPTIONS)),
        [chosen((each,)) for each in "aabbc"],
        least=5,
        insiders=1,
        is_anonymous=False,
    )
    assert isinstance(made, ChoiceMade)
    assert [(each.text, each.count) for each in made.options] == [("A", 2), ("B", 2), ("C", 1)]
    middle = finding_of(
        prompt(InNumbers(Decimal(0), Decimal(99), 1, "hours")),
        [valued(each) for each in ("10", "9.5", "2", "40")],
        least=3,
        insiders=1,
        is_anonymous=False,
    )
    assert isinstance(middle, MiddleGiven)
    assert (middle.low, middle.high, middle.unit) == ("9.5", "10", "hours")
