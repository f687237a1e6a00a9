"""What was written, without names: nothing stands next to it, and its order tells nothing."""

from dataclasses import fields

import pytest

from conversations.groups.round_view import WhoSees
from conversations.state import (
    Given,
    Reply,
)
from reports.group.threshold import Withheld
from reports.replies.shuffled import Contribution, ShuffledReplies, ShuffleRules, shuffled_replies
from tests.bot.workshop import example

THEME = example().guide.themes[0]
FIRST, SECOND = (each.id for each in THEME.prompts[:2])
SECRET = bytes(range(32))


def gave(*replies: Reply, on_paper: bool = False) -> Contribution:
    return Contribution.of({each.key: each for each in replies}, is_typed_in=on_paper)


def words(text: str, prompt_id: str = FIRST, entry: int = 1) -> Reply:
    return Reply(THEME.id, prompt_id, entry, Given.ANSWERED, text=text)


def left(given: Given) -> Reply:
    return Reply(THEME.id, FIRST, 1, given)


def rules(
    who_sees: WhoSees = WhoSees.CONFIDENTIAL, threshold: int = 5, secret: bytes = SECRET
) -> ShuffleRules:
    return ShuffleRules(who_sees, threshold, secret)


def texts_of(
    contributions: list[Contribution], to: str = FIRST, **facts: object
) -> tuple[str, ...] | Withheld:
    found = shuffled_replies(THEME, to, contributions, rules(**facts))  # type: ignore[arg-type]
    return found.texts if isinstance(found, ShuffledReplies) else found


FIVE = [gave(words(f"Text {n}"), words(f"Text {n}", SECOND)) for n in range(5)]


def test_swapping_what_two_people_wrote_changes_nothing() -> None:
    swapped = [FIVE[3], *FIVE[1:3], FIVE[0], FIVE[4]]
    assert texts_of(FIVE) == texts_of(swapped) == texts_of(FIVE[::-1])
    assert sorted(texts_of(FIVE)) == [f"Text {n}" for n in range(5)]  # type: ignore[arg-type]


def test_two_looks_give_the_same_order_and_another_report_another() -> None:
    assert texts_of(FIVE) == texts_of(FIVE)
    orders = {texts_of(FIVE, secret=bytes([n])) for n in range(50)}
    assert len(orders) > 30


def test_the_orders_of_two_prompts_have_nothing_in_common() -> None:
    alike = 0
    for number in range(400):
        first, second = (texts_of(FIVE, to, secret=number.to_bytes(2)) for to in (FIRST, SECOND))
        assert not isinstance(first, Withheld)
        assert not isinstance(second, Withheld)
        alike += first[0] == second[0]
    # One in five by chance; with one order for all prompts it would be each of them.
    assert 50 < alike < 110


@pytest.mark.parametrize(("who_sees", "least"), [(WhoSees.CONFIDENTIAL, 5), (WhoSees.ANONYMOUS, 7)])
def test_below_the_least_group_nothing_is_told(who_sees: WhoSees, least: int) -> None:
    people = [gave(words(f"Text {n}")) for n in range(least)]
    assert len(texts_of(people, who_sees=who_sees)) == least  # type: ignore[arg-type]
    fewer = [*people[1:], gave(left(Given.SKIPPED)), gave(words("Elsewhere", SECOND))]
    assert isinstance(texts_of(fewer, who_sees=who_sees), Withheld)


def test_several_replies_of_one_person_are_no_group() -> None:
    alone = gave(*(words(f"Strength {n}", "strength", n) for n in range(1, 9)))
    assert isinstance(texts_of([alone, *FIVE], "strength"), Withheld)


def test_sheets_never_fill_the_group_as_whoever_typed_them_in_would_read_all_others() -> None:
    sheets = [gave(words(f"Sheet {n}"), on_paper=True) for n in range(4)]
    assert isinstance(texts_of([*sheets, *FIVE[:4]]), Withheld)
    assert len(texts_of([*sheets, *FIVE])) == 9  # type: ignore[arg-type]
    six = [gave(words(f"Text {n}")) for n in range(6)]
    assert isinstance(texts_of([*six, *sheets], who_sees=WhoSees.ANONYMOUS), Withheld)
    found = shuffled_replies(THEME, FIRST, [*six, *sheets, gave(words("Text 6"))], rules(WhoSees.ANONYMOUS))
    assert isinstance(found, ShuffledReplies)
    assert len(found.texts) == 11
    assert found.sheets == 4


def test_how_others_left_the_prompt_is_counted_where_the_round_is_not_anonymous() -> None:
    people = [
        *(gave(words(f"Text {n}")) for n in range(7)),
        gave(left(Given.DONT_KNOW)),
        gave(left(Given.SKIPPED)),
        gave(words("Elsewhere", SECOND)),
    ]
    found = shuffled_replies(THEME, FIRST, people, rules())
    assert isinstance(found, ShuffledReplies)
    assert found.left == ((Given.DONT_KNOW, 1), (Given.SKIPPED, 1), (None, 1))
    anonymous = shuffled_replies(THEME, FIRST, people, rules(WhoSees.ANONYMOUS))
    assert isinstance(anonymous, ShuffledReplies)
    assert anonymous.left == ()


def test_nothing_that_could_tie_two_replies_together_is_in_the_value() -> None:
    assert {each.name for each in fields(ShuffledReplies)} == {"texts", "left", "sheets"}
    assert {each.name for each in fields(Contribution)} == {"replies", "themes", "is_typed_in"}
