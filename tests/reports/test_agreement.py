"""How far ratings agree: a table of shapes, and what must hold of every set of ratings on every scale."""

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content.phrases import phrases_in
from content.prompt_kinds import Level, Scale
from conversations.groups.round_view import WhoSees
from conversations.state import Given
from reports.agreement import Agreement, PartOfScale, Shape, agreement_of, difference, has_camps
from reports.exercise.agenda import in_order_of_difference
from reports.group.agreement_wording import ratings_heading, ratings_sentence
from reports.group.first_page.first_pages import round_page, theme_pages, themes_in_order
from reports.group.group_notes import about_group_report
from reports.group.group_report import Findings, GroupReport, Ratings
from reports.group.kind_findings import Band, Spread, spread_over
from tests.reports.group_samples import FACTS, gave, group_report, people
from tests.reports.samples import SCALE

ENGLISH = phrases_in("en")
NAMED, ANONYMOUS = WhoSees.NAMED, WhoSees.ANONYMOUS
COUNTS = st.integers(2, 10).flatmap(
    lambda levels: st.lists(st.integers(0, 9), min_size=levels, max_size=levels).filter(any)
)


def scale(levels: int) -> Scale:
    return Scale(tuple(Level(n, f"L{n}", "") for n in range(levels, 0, -1)))


def said(*counts: int, who_sees: WhoSees = NAMED, of: Scale | None = None) -> str:
    """The sentence on so many people at each level, from the highest on, as if any level might be told."""
    scale_of = of or (SCALE if len(counts) == len(SCALE.levels) else scale(len(counts)))
    chosen = [level.number for level, n in zip(scale_of.levels, counts, strict=True) for _ in range(n)]
    spread = spread_over(scale_of, chosen, -1)
    facts = replace(FACTS, who_sees=who_sees)
    report = group_report(people(*[gave("planning", n) for n in (6, 5, 4, 3, 2, 1, 1)]), facts=facts)
    ratings = rated(report)
    told = replace(ratings, spread=spread, counts=replace(ratings.counts, answered=len(chosen)))
    return f"{ratings_heading(told, facts, ENGLISH)}. {ratings_sentence(told, facts, ENGLISH)}"


def rated(report: GroupReport) -> Ratings:
    findings = report.themes[1].findings
    assert isinstance(findings, Findings)
    assert isinstance(findings.ratings, Ratings)
    return findings.ratings


# --- the table of shapes -----------------------------------------------------------------------------------

SIX_LEVELS: list[tuple[tuple[int, ...], str]] = [
    ((0, 0, 8, 0, 0, 0), "All near each other: 8 at 4 Good. 8 ratings. Median: 4 Good."),
    ((0, 2, 4, 2, 0, 0), "All near each other: 8 from 3 Adequate to 5 Very good. "),
    (
        (0, 0, 7, 0, 0, 1),
        "1 of 8 sees it 3 levels lower than all others: 7 at 4 Good, 1 at 1 Unsatisfactory. 8 ratings. ",
    ),
    (
        (1, 0, 0, 5, 2, 0),
        "1 of 8 sees it 3 levels higher than all others: 7 from 2 Weak to 3 Adequate, 1 at 6 Excellent. ",
    ),
    ((0, 4, 0, 0, 4, 0), "Two camps: 4 at 5 Very good, 4 at 2 Weak. 8 ratings."),
    ((4, 0, 0, 0, 0, 4), "Two camps: 4 at 6 Excellent, 4 at 1 Unsatisfactory. 8 ratings."),
    (
        (1, 1, 1, 1, 1, 1),
        "Spread: 3 from 4 Good to 6 Excellent, 3 from 1 Unsatisfactory to 3 Adequate. 6 ratings: ",
    ),
    ((4, 0, 4, 0, 4, 0), "Spread: 8 from 4 Good to 6 Excellent, 4 at 2 Weak. "),
    (
        (0, 0, 8, 0, 0, 2),
        "2 of 10 see it 3 levels lower than all others: 8 at 4 Good, 2 at 1 ",
    ),
    # What a chair was given under one median: few between Good and Weak, and nobody on either side of them.
    ((0, 0, 8, 2, 4, 0), "Two camps: 8 at 4 Good, 4 at 2 Weak, and 2 between them. 14 ratings: "),
    ((0, 4, 0, 4, 0, 0), "Two camps: 4 at 5 Very good, 4 at 3 Adequate. 8 ratings."),
    ((3, 3, 0, 0, 2, 1), "Two camps: 6 from 5 Very good to 6 Excellent, 3 from 1 Unsatisfactory to 2 Weak. "),
    (
        (0, 3, 7, 12, 12, 0),
        "Most near each other: 31 from 2 Weak to 4 Good, 3 at 5 Very good. 34 ratings: ",
    ),
    (
        (1, 12, 14, 12, 5, 2),
        "Spread: 27 from 4 Good to 6 Excellent, 19 from 1 Unsatisfactory to 3 Adequate. 46 ratings: ",
    ),
    # One at each end: the one who is further from the others is told, and neither where they are as far.
    (
        (1, 0, 6, 0, 0, 1),
        "1 of 8 sees it 3 levels lower than all others: 7 from 4 Good to 6 Excellent, 1 at 1 ",
    ),
    ((0, 1, 0, 6, 0, 1), "Spread: 1 at 5 Very good, 7 from 1 Unsatisfactory to 3 Adequate. "),
    (
        (0, 1, 1, 0, 1, 0),
        "Too few ratings for a pattern: 1 at 5 Very good, 1 at 4 Good, 1 at 2 Weak. ",
    ),
    ((0, 2, 0, 0, 2, 0), "Too few ratings for a pattern: 2 at 5 Very good, 2 at 2 Weak. 4 ratings. "),
]
OTHER_SCALES: list[tuple[tuple[int, ...], str]] = [
    ((5, 0), "All near each other: 5 at 2 L2. "),
    ((4, 4), "Two camps: 4 at 2 L2, 4 at 1 L1. 8 ratings."),
    ((9, 2), "2 of 11 see it 1 level lower than all others: 9 at 2 L2, 2 at 1 L1. "),
    ((5, 4, 0), "All near each other: 9 from 2 L2 to 3 L3. "),
    ((5, 0, 4), "Two camps: 5 at 3 L3, 4 at 1 L1. 9 ratings."),
    ((4, 3, 4), "Spread: 4 at 3 L3, 3 at 2 L2, 4 at 1 L1. 11 ratings. Median: 2 L2."),
    ((5, 4, 0, 0), "All near each other: 9 from 3 L3 to 4 L4. "),
    ((5, 0, 4, 0), "Two camps: 5 at 4 L4, 4 at 2 L2. 9 ratings."),
    ((2, 4, 4, 0, 0), "Spread: 6 from 4 L4 to 5 L5, 4 at 3 L3. "),
    ((0, 4, 1, 4, 0), "Two camps: 4 at 4 L4, 4 at 2 L2, and 1 between them. 9 ratings: "),
    ((0, 3, 2, 2, 3, 0, 0), "Spread: 5 from 5 L5 to 6 L6, 2 at 4 L4, 3 at 3 L3. "),
    ((4, 0, 0, 4, 0, 0, 0), "Two camps: 4 at 7 L7, 4 at 4 L4. "),
    ((4, 0, 4, 0, 0, 0, 0, 0, 0, 0), "All near each other: 8 from 8 L8 to 10 L10. "),
    ((0, 5, 3, 0, 0, 0, 0, 4, 4, 1), "Two camps: 8 from 8 L8 to 9 L9, 9 from 1 L1 to 3 L3. 17 ratings: "),
]


@pytest.mark.parametrize(("counts", "sentence"), SIX_LEVELS + OTHER_SCALES)
def test_a_shape_is_named_as_a_chair_would_name_it_with_its_counts(
    counts: tuple[int, ...], sentence: str
) -> None:
    assert said(*counts).startswith(sentence)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((0, 3, 5, 0, 0, 1), "Most near each other: 8 of 9 from 4 Good to 5 Very good. "),
        ((0, 6, 6, 0, 0, 3), "Most near each other: 12 of 15 from 4 Good to 5 Very good. "),
        ((0, 9, 7, 0, 0, 4), "4 of 20 see it 3 levels lower than all others: "),
        ((0, 8, 0, 1, 0, 5), "Two camps: 8 of 14 at 5 Very good, 5 of 14 at 1 Unsatisfactory. 14 ratings: "),
        ((2, 2, 0, 0, 3, 0), "Spread: 4 of 7 from 5 Very good to 6 Excellent. "),
        ((2, 1, 0, 0, 3, 1), "Spread: 4 of 7 from 1 Unsatisfactory to 2 Weak. "),
        ((0, 4, 5, 6, 0, 0), "All near each other: 15 from 3 Adequate to 5 Very good. "),
        ((3, 1, 3), "Spread: 7 from 1 L1 to 3 L3. "),
    ],
)
def test_in_an_anonymous_round_no_sentence_points_at_so_few_as_may_be_in_one_hand(
    counts: tuple[int, ...], sentence: str
) -> None:
    assert said(*counts, who_sees=ANONYMOUS).startswith(sentence)


def test_higher_and_lower_go_by_the_number_of_a_level_whichever_end_is_good() -> None:
    rising = Scale(tuple(Level(n, f"L{n}", "") for n in range(6)))
    assert said(0, 0, 7, 0, 0, 1, of=rising).startswith("1 of 8 sees it 3 levels higher")
    assert said(5, 3, 0, 0, 0, 1, of=rising).startswith("1 of 9 sees it 4 levels higher")
    assert "8 from 0 L0 to 1 L1, 1 at 5 L5" in said(5, 3, 0, 0, 0, 1, of=rising)


# --- what holds of all -------------------------------------------------------------------------------------


def mirrored(agreement: Agreement, levels: int) -> Agreement:
    """The agreement as it is on the scale the other way round."""
    parts = [
        PartOfScale(levels - 1 - each.last, levels - 1 - each.first, each.count) for each in agreement.parts
    ]
    begins = 1 if agreement.shape in {Shape.APART, Shape.MOSTLY_NEAR} else 0
    return replace(agreement, parts=(*parts[:begins], *reversed(parts[begins:])))


@pytest.mark.parametrize("least", [1, 4])
@given(COUNTS)
def test_the_scale_the_other_way_round_gives_the_mirror_image(least: int, counts: list[int]) -> None:
    turned = agreement_of(counts[::-1], least_named=least)
    assert turned == mirrored(agreement_of(counts, least_named=least), len(counts))
    assert difference(counts[::-1]) == difference(counts)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=20), st.randoms())
def test_who_gave_a_rating_and_in_which_order_changes_nothing(chosen: list[int], chance: Random) -> None:
    mixed = chance.sample(chosen, len(chosen))
    assert spread_over(SCALE, mixed, 0) == spread_over(SCALE, chosen, 0)
    assert agreement_of([mixed.count(n) for n in range(6, 0, -1)]) == agreement_of(
        [chosen.count(n) for n in range(6, 0, -1)]
    )


@pytest.mark.parametrize("left", [Given.DONT_KNOW, Given.NOT_APPLICABLE, Given.SKIPPED, None])
@given(chosen=st.lists(st.integers(1, 6), min_size=7, max_size=12))
def test_people_who_gave_no_rating_change_no_sentence(left: Given | None, chosen: list[int]) -> None:
    before = [gave("planning", n) for n in chosen]
    one, other = (rated(group_report(people(*before, *[gave("planning", left)] * n))) for n in (0, 3))
    assert [ratings_heading(each, FACTS, ENGLISH) for each in (one, other)] == [
        ratings_heading(one, FACTS, ENGLISH)
    ] * 2
    assert ratings_sentence(one, FACTS, ENGLISH) == ratings_sentence(other, FACTS, ENGLISH)


@pytest.mark.parametrize("who_sees", WhoSees)
@given(counts=COUNTS)
def test_a_sentence_always_has_its_counts_and_never_a_percentage_or_a_median_over_a_split(
    who_sees: WhoSees, counts: list[int]
) -> None:
    least = replace(FACTS, who_sees=who_sees).least_named
    assume(sum(counts) >= 7 or who_sees is not ANONYMOUS)
    agreement = agreement_of(counts, least_named=least)
    assert agreement.people == sum(counts)
    for part in agreement.parts:
        assert part.count == sum(counts[part.first : part.last + 1]) >= least
        assert counts[part.first] or len(agreement.parts) == 1
    told = agreement.between + sum(each.count for each in agreement.parts)
    assert least > 1 or told == agreement.people
    sentence = said(*counts, who_sees=who_sees)
    assert "%" not in sentence
    assert "Median" not in sentence.split(". ")[0]
    assert not (has_camps(counts) and "Median" in sentence)


@given(COUNTS)
def test_two_camps_are_groups_and_those_apart_are_not(counts: list[int]) -> None:
    agreement = agreement_of(counts)
    match agreement.shape:
        case Shape.CAMPS:
            smaller = min(each.count for each in agreement.parts)
            assert smaller >= 2
            assert 4 * smaller >= agreement.people
            assert 2 * agreement.between <= smaller
        case Shape.APART:
            many, few = agreement.parts
            assert 4 * few.count < agreement.people
            away = few.first - many.last if few.first > many.last else many.first - few.last
            assert away == agreement.gap
        case Shape.TOO_FEW:
            assert agreement.people < 5


@given(COUNTS)
def test_people_differ_least_where_all_are_alike_and_most_where_half_are_at_each_end(
    counts: list[int],
) -> None:
    assert 0 <= difference(counts) <= 1
    assert (difference(counts) == 0) == (sum(map(bool, counts)) == 1)
    assert difference([3, *[0] * (len(counts) - 2), 3]) == 1


# --- what may be told, and in which order ------------------------------------------------------------------


def heading(who_sees: WhoSees, levels: Sequence[int]) -> tuple[Ratings, str]:
    facts = replace(FACTS, who_sees=who_sees, threshold=3)
    ratings = rated(group_report(people(*(gave("planning", n) for n in levels)), facts=facts))
    return ratings, ratings_heading(ratings, facts, ENGLISH)


@pytest.mark.parametrize("who_sees", WhoSees)
@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_one_who_is_far_off_is_named_only_where_the_others_could_not_be_worked_out(
    who_sees: WhoSees, few: int
) -> None:
    # All others alike: whoever is far off would know from the sentence what each of them gave.
    ratings, told = heading(who_sees, [4] * 20 + [1] * few)
    insiders = 3 if who_sees is ANONYMOUS else 1
    assert isinstance(ratings.spread, Band if few <= insiders else Spread)
    assert ("lower than all others" in told) == (few > insiders)
    if few <= insiders:
        assert told.startswith("All ratings but ")


def test_who_is_far_off_alone_is_named_in_a_named_round_and_not_in_an_anonymous_one() -> None:
    levels = [5] * 4 + [4] * 4 + [1]
    assert heading(NAMED, levels)[1].startswith("1 of 9 sees it 3 levels lower than all others: ")
    assert heading(ANONYMOUS, levels)[1] == "Most near each other: 8 of 9 from 4 Good to 5 Very good"


@settings(max_examples=60, deadline=None)
@given(chosen=st.lists(st.integers(1, 6), min_size=7, max_size=30))
def test_in_an_anonymous_round_no_words_of_any_report_name_a_small_group(chosen: list[int]) -> None:
    facts = replace(FACTS, who_sees=ANONYMOUS)
    other = [5, 5, 4, 4, 3, 3, 2, 2]
    both = [gave("planning", n) for n in chosen]
    both[:8] = [{**ours, **gave("culture", n)} for ours, n in zip(both, other, strict=False)]
    report = group_report(people(*both), facts=facts)
    assert "These words name no group of fewer than 4 people" in " ".join(about_group_report(report, ENGLISH))
    page, pages = round_page(report, ENGLISH), theme_pages(report, ENGLISH)
    words = [page.title, *(each.sentence for each in page.rows), *(each.title for each in pages)]
    boxes = [box for boxes in (page.boxes, *(each.boxes for each in pages)) for box in boxes]
    words += [entry.text for box in boxes for entry in box.entries]
    assert not any(0 < entry.people < 4 for box in boxes for entry in box.entries)
    for theme in report.themes:
        match theme.findings:
            case Findings(ratings=Ratings(spread=Spread()) as ratings):
                words.append(ratings_heading(ratings, facts, ENGLISH))
    for each in words:
        groups = re.findall(r"(\d+) (?:of \d+ )?(?:at|from|sees?|between) ", each)
        assert all(int(n) >= 4 for n in groups), each
    assert rated(report).spread is None or words or isinstance(rated(report).spread, Band)


CULTURE, PLANNING = "Leading a culture", "Planning for outcomes"


def two_themes(culture: list[int], planning: list[int]) -> GroupReport:
    both = zip(culture, planning, strict=True)
    return group_report(people(*({**gave("culture", c), **gave("planning", p)} for c, p in both)))


CAMPS, SPREAD = [5, 5, 5, 5, 2, 2, 2, 2, 2, 2], [6, 5, 5, 4, 4, 3, 3, 2, 2, 1]
APART, NEAR = [6, 6, 6, 6, 6, 5, 5, 5, 1, 1], [5, 5, 5, 4, 4, 4, 3, 3, 3, 3]


@pytest.mark.parametrize(("first", "second"), [(CAMPS, APART), (SPREAD, APART), (APART, NEAR), (CAMPS, NEAR)])
def test_a_meeting_begins_with_the_theme_on_which_people_differ_most(
    first: list[int], second: list[int]
) -> None:
    for report in (two_themes(first, second), two_themes(second, first)):
        titles = [each.title for each in report.for_discussion]
        assert titles == ([CULTURE, PLANNING] if report == two_themes(first, second) else [PLANNING, CULTURE])
        assert in_order_of_difference([CULTURE, PLANNING], report).titles == tuple(titles)
        numbers = [each.called for each in report.for_discussion]
        told = f"Where ratings differ most, in this order: theme {numbers[0]}, theme {numbers[1]}."
        assert themes_in_order(report, ENGLISH) == told


def test_where_no_theme_stands_apart_from_others_there_is_no_order() -> None:
    assert themes_in_order(two_themes(CAMPS, [4] * 10), ENGLISH) == ""
    assert two_themes(CAMPS, [4] * 10) != two_themes(CAMPS, NEAR)
