"""What people who take part can find out about others: nothing, in every round of up to eight people."""

import html
from collections.abc import Hashable
from dataclasses import replace
from itertools import combinations

import pytest

from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from conversations.state import (
    Given,
)
from conversations.who_sees_what import least_group
from reports.agreement import agreement_of
from reports.group.agreement_wording import ratings_heading, ratings_sentence
from reports.group.group_chat_text import group_cards
from reports.group.group_report import Findings, Ratings
from reports.group.participation import Participation, rounded
from reports.group.threshold import Tally, Withheld, insiders_in, step_of
from reports.rendering import render_report
from tests.reports.group_samples import FACTS, gave, group_report, people
from tests.reports.insiders import Round, every_round, what_insiders_know

pytestmark = pytest.mark.exhaustive

CONFIDENTIAL, ANONYMOUS = WhoSees.CONFIDENTIAL, WhoSees.ANONYMOUS
SIZES = [(CONFIDENTIAL, n) for n in range(3, 9)] + [(ANONYMOUS, n) for n in (7, 8)]
HANDS = [(CONFIDENTIAL, 1), (ANONYMOUS, 1), (ANONYMOUS, 2), (ANONYMOUS, 3)]
"""How many places may be in one hand: whoever holds three learns no less than with one or two of them."""
EACH_SIZE = pytest.mark.parametrize(("who_sees", "size"), SIZES)
LEVELS = range(1, 7)
KINDS = ("figures", "documents", "staff")


def findings(who_sees: WhoSees, *given) -> Findings | Withheld:
    facts = replace(FACTS, who_sees=who_sees, threshold=3)
    return group_report(people(*given), facts=facts).themes[1].findings


def shown(who_sees: WhoSees, *given) -> Findings:
    found = findings(who_sees, *given)
    assert isinstance(found, Findings)
    return found


def ratings_of(who_sees: WhoSees, levels: Round) -> Ratings | Withheld:
    return shown(who_sees, *(gave("planning", level) for level in levels)).ratings


def kinds_of(who_sees: WhoSees, named: Round) -> Hashable:
    return shown(who_sees, *(gave("planning", None, kinds=kinds) for kinds in named)).evidence


def unknown_of(who_sees: WhoSees, given: Round) -> Hashable:
    return shown(who_sees, *(gave("planning", 4, prompts={"p1": each}) for each in given)).unknown


def itself(gave: Hashable) -> list[Hashable]:
    return [gave]


@EACH_SIZE
def test_no_insider_knows_a_rating_of_anybody_else(who_sees: WhoSees, size: int) -> None:
    known = what_insiders_know(
        every_round(LEVELS, size), lambda each: ratings_of(who_sees, each), insiders_in(who_sees), itself
    )
    assert list(known) == []


@EACH_SIZE
def test_no_insider_knows_a_rating_of_anybody_else_from_the_words_above_the_ratings(
    who_sees: WhoSees, size: int
) -> None:
    known = what_insiders_know(
        every_round(LEVELS, size), lambda each: words_of(who_sees, each), insiders_in(who_sees), itself
    )
    assert list(known) == []


def words_of(who_sees: WhoSees, levels: Round) -> tuple[str, str]:
    facts = replace(FACTS, who_sees=who_sees, threshold=3)
    ratings, english = ratings_of(who_sees, levels), phrases_in("en")
    return ratings_heading(ratings, facts, english), ratings_sentence(ratings, facts, english)


@pytest.mark.parametrize(("who_sees", "insiders"), HANDS)
def test_nobody_alone_and_no_pair_knows_a_rating_of_anybody_else(who_sees: WhoSees, insiders: int) -> None:
    known = what_insiders_know(
        every_round(LEVELS, 7), lambda each: ratings_of(who_sees, each), insiders, itself
    )
    assert list(known) == []


@pytest.mark.parametrize(
    ("who_sees", "one", "other"),
    [
        # Who gave the 1 cannot tell a 4 of all others from a 6.
        (CONFIDENTIAL, (4, 4, 4, 4, 1), (6, 6, 6, 6, 1)),
        (CONFIDENTIAL, (5, 5, 5, 5, 5), (4, 4, 4, 4, 4)),
        (ANONYMOUS, (4, 4, 4, 4, 4, 4, 1, 2), (6, 6, 6, 6, 6, 6, 3, 1)),
        (ANONYMOUS, (5, 5, 5, 5, 5, 5, 1), (4, 4, 4, 4, 4, 4, 3)),
    ],
)
def test_what_insiders_cannot_tell_apart_is_the_same_to_the_byte_in_every_format(
    who_sees: WhoSees, one: Round, other: Round
) -> None:
    made = [_every_format(who_sees, each) for each in (one, other)]
    assert set(made[0]) == {"chat", "alt", *KINDS_OF_FILE}
    for kind, content in made[0].items():
        assert content == made[1][kind], kind
    outside = sum(level < 4 for level in one)
    if outside:
        words = "All ratings but one are" if outside == 1 else f"All ratings but {outside} are"
        assert words in str(made[0]["chat"])
        assert words in html.unescape(str(made[0]["html"]))


KINDS_OF_FILE = ("png", "pdf", "html")


def _every_format(who_sees: WhoSees, levels: Round) -> dict[str, object]:
    facts = replace(FACTS, who_sees=who_sees, threshold=3)
    report = group_report(people(*(gave("planning", level) for level in levels)), facts=facts)
    rendered = render_report(report, "en", KINDS_OF_FILE)
    cards = group_cards(report, phrases_in("en"))
    return {
        "chat": "\n".join(card.text for card in cards),
        "alt": rendered.alt,
        "png": rendered.png,
        "pdf": rendered.pdf,
        "html": rendered.html.decode(),
    }


@EACH_SIZE
def test_no_insider_knows_a_kind_of_evidence_that_anybody_else_named(who_sees: WhoSees, size: int) -> None:
    # Two kinds where insiders are many, as there are very many rounds; two have all that three have.
    kinds = KINDS if who_sees is CONFIDENTIAL else KINDS[:2]
    named = [each for n in range(1, len(kinds) + 1) for each in combinations(kinds, n)]
    known = what_insiders_know(
        every_round(named, size), lambda each: kinds_of(who_sees, each), insiders_in(who_sees), set
    )
    assert list(known) == []


@EACH_SIZE
def test_no_insider_knows_that_anybody_else_did_not_know(who_sees: WhoSees, size: int) -> None:
    known = what_insiders_know(
        every_round((Given.ANSWERED, Given.DONT_KNOW), size),
        lambda each: unknown_of(who_sees, each),
        insiders_in(who_sees),
        lambda each: {each} & {Given.DONT_KNOW},
    )
    assert list(known) == []


@EACH_SIZE
def test_no_insider_knows_how_anybody_else_left_the_rating(who_sees: WhoSees, size: int) -> None:
    ways = (5, 4, 2, 1, Given.DONT_KNOW, Given.SKIPPED)
    known = what_insiders_know(
        every_round(ways, size), lambda each: ratings_of(who_sees, each), insiders_in(who_sees), itself
    )
    assert list(known) == []


@pytest.mark.parametrize("threshold", [3, 5, 8])
@pytest.mark.parametrize("invited", range(1, 20))
def test_in_an_anonymous_round_no_insider_knows_that_anybody_else_has_finished_or_not(
    invited: int, threshold: int
) -> None:
    # With one other person left there is nobody who could as well have been it.
    insiders = insiders_in(ANONYMOUS)

    def published(finished: Round) -> Participation:
        group = Participation(invited, invited, invited, sum(map(bool, finished)), 0)
        return rounded(group, step_of(threshold, ANONYMOUS), insiders)

    known = what_insiders_know(every_round((0, 1), invited), published, min(insiders, invited - 1), itself)
    assert list(known) == [] or invited <= insiders + 1


# --- that these tests can fail -----------------------------------------------------------------------------


def test_an_insider_finds_four_who_are_alike_where_only_five_alike_are_hidden() -> None:
    def as_it_was(levels: Round) -> Hashable:
        return "a half" if len(set(levels)) == 1 else levels

    known = list(what_insiders_know(every_round(LEVELS, 5), as_it_was, 1, itself))
    assert ((1, 4, 4, 4, 4), (1,), 4) in known
    # Whoever gave what all gave knew it as well: that a half was told said that all were alike.
    assert ((4, 4, 4, 4, 4), (4,), 4) in known
    assert len(known) == 30 + 6


def test_an_insider_finds_what_all_others_gave_where_it_is_named_that_one_is_apart() -> None:
    def named(levels: Round) -> Hashable:
        return agreement_of([levels.count(n) for n in LEVELS])

    known = list(what_insiders_know(every_round(LEVELS, 8), named, 1, itself))
    assert ((1, *[4] * 7), (1,), 4) in known


def test_an_insider_finds_what_all_others_named_where_all_and_all_but_one_look_the_same() -> None:
    def as_it_was(named: Round) -> Hashable:
        counts = [sum(kind in kinds for kinds in named) for kind in KINDS]  # type: ignore[operator]
        return tuple(Tally(min(count, 5), 6, at_least=count >= 5) for count in counts)

    named = [each for n in range(1, 4) for each in combinations(KINDS, n)]
    known = list(what_insiders_know(every_round(named, 6), as_it_was, 1, set))
    assert ((("figures",),) * 5 + (("documents",),), (("documents",),), "figures") in known


def test_four_who_put_together_what_they_gave_find_more_than_three_are_kept_from() -> None:
    known = what_insiders_know(
        every_round(LEVELS, 8), lambda each: ratings_of(ANONYMOUS, each), insiders_in(ANONYMOUS) + 1, itself
    )
    assert next(known, None) is not None


# --- the rule itself ---------------------------------------------------------------------------------------


def test_insiders_are_never_half_of_a_group() -> None:
    assert [least_group(3, each) for each in (WhoSees.NAMED, CONFIDENTIAL, ANONYMOUS)] == [3, 3, 7]
    assert least_group(9, ANONYMOUS) == 9


def test_in_an_anonymous_round_nothing_is_told_of_six_whatever_its_threshold() -> None:
    given = [gave("planning", level) for level in (6, 5, 4, 3, 2, 1)]
    assert isinstance(findings(ANONYMOUS, *given), Withheld)
    assert isinstance(findings(ANONYMOUS, *given, gave("planning", 5)), Findings)


def test_an_anonymous_round_tells_nothing_by_team_and_its_participation_in_steps() -> None:
    report = group_report(facts=replace(FACTS, who_sees=ANONYMOUS))
    assert report.teams == ()
    assert report.participation == Participation(26, 20, 15, 10, 0, 10)
