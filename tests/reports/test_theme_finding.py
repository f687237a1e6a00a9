"""What the ratings of a theme come to: a table of shapes on scales of 2 to 10 levels, and what must hold."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.prompt_kinds import Best
from reports.agreement import Shape, agreement_of
from reports.theme_finding import ThemeFinding, finding_of_counts, finding_of_part, halves_of

STRONG, TO_IMPROVE = ThemeFinding.STRONG, ThemeFinding.TO_IMPROVE
DISPUTED, BETWEEN, TOO_FEW = ThemeFinding.DISPUTED, ThemeFinding.BETWEEN, ThemeFinding.TOO_FEW
UNTOLD = ThemeFinding.UNTOLD

SHAPES = [
    # Six levels, the best first.
    ((0, 9, 19, 12, 0, 0), STRONG),
    ((0, 3, 7, 12, 12, 0), TO_IMPROVE),
    ((0, 2, 12, 12, 3, 0), BETWEEN),
    ((1, 12, 14, 12, 5, 2), DISPUTED),
    ((0, 4, 0, 0, 4, 0), DISPUTED),
    ((0, 0, 8, 2, 4, 0), DISPUTED),
    ((1, 1, 1, 1, 1, 1), DISPUTED),
    ((0, 0, 7, 0, 0, 1), BETWEEN),
    ((0, 0, 20, 0, 0, 1), STRONG),
    ((20, 15, 3, 3, 2, 0), STRONG),
    ((20, 15, 3, 3, 3, 0), BETWEEN),
    ((0, 2, 4, 2, 0, 0), STRONG),
    ((0, 2, 3, 3, 0, 0), BETWEEN),
    ((0, 0, 2, 2, 1, 0), TO_IMPROVE),
    ((0, 1, 1, 1, 1, 0), TOO_FEW),
    # Two levels.
    ((9, 0), STRONG),
    ((19, 1), STRONG),
    ((18, 2), BETWEEN),
    ((1, 8), TO_IMPROVE),
    ((4, 4), DISPUTED),
    # Three.
    ((6, 2, 0), STRONG),
    ((3, 5, 0), BETWEEN),
    ((0, 3, 5), TO_IMPROVE),
    ((4, 0, 4), DISPUTED),
    # Four.
    ((2, 4, 2, 0), STRONG),
    ((0, 2, 4, 2), TO_IMPROVE),
    ((4, 0, 4, 0), DISPUTED),
    ((2, 2, 2, 2), DISPUTED),
    # Five, whose level in the middle is in neither half.
    ((3, 4, 1, 0, 0), STRONG),
    ((0, 4, 4, 0, 0), BETWEEN),
    ((0, 0, 3, 4, 1), TO_IMPROVE),
    ((0, 4, 0, 4, 0), DISPUTED),
    ((2, 2, 2, 2, 2), DISPUTED),
    # Seven, eight, nine and ten.
    ((3, 3, 3, 0, 0, 0, 0), STRONG),
    ((0, 0, 0, 1, 4, 4, 0), TO_IMPROVE),
    ((0, 5, 0, 0, 0, 5, 0), DISPUTED),
    ((0, 3, 3, 3, 0, 0, 0, 0), STRONG),
    ((0, 5, 0, 0, 0, 0, 5, 0), DISPUTED),
    ((0, 0, 0, 0, 0, 0, 4, 4, 0), TO_IMPROVE),
    ((0, 0, 0, 4, 4, 0, 0, 0, 0), BETWEEN),
    ((0, 2, 4, 2, 0, 0, 0, 0, 0, 0), STRONG),
    ((0, 0, 0, 4, 3, 4, 0, 0, 0, 0), BETWEEN),
    ((0, 0, 0, 0, 0, 0, 3, 3, 2, 0), TO_IMPROVE),
    ((5, 0, 0, 0, 0, 0, 0, 0, 0, 5), DISPUTED),
]


@pytest.mark.parametrize(("counts", "finding"), SHAPES, ids=str)
def test_a_shape_comes_to_this(counts: tuple[int, ...], finding: ThemeFinding) -> None:
    assert finding_of_counts(counts, Best.FIRST) is finding


@pytest.mark.parametrize(("counts", "finding"), SHAPES, ids=str)
def test_a_scale_whose_last_level_is_the_best_comes_to_the_same(
    counts: tuple[int, ...], finding: ThemeFinding
) -> None:
    assert finding_of_counts(counts[::-1], Best.LAST) is finding


COUNTS = st.integers(2, 10).flatmap(
    lambda levels: st.lists(st.integers(0, 12), min_size=levels, max_size=levels).filter(any)
)


@given(COUNTS)
def test_where_no_end_is_better_nothing_is_strong_or_to_improve(counts: list[int]) -> None:
    assert finding_of_counts(counts, Best.NEITHER) in {DISPUTED, BETWEEN, TOO_FEW}


@given(COUNTS)
def test_halves_add_up_to_everybody_who_rated(counts: list[int]) -> None:
    halves = halves_of(counts, Best.FIRST)
    assert halves is not None
    assert halves.people == sum(counts)
    mirrored = halves_of(counts, Best.LAST)
    assert mirrored is not None
    assert (halves.good, halves.middle, halves.bad) == (mirrored.bad, mirrored.middle, mirrored.good)


@given(COUNTS)
def test_what_is_strong_has_two_thirds_in_the_good_half_and_what_is_to_improve_three_fifths_in_the_other(
    counts: list[int],
) -> None:
    halves, finding = halves_of(counts, Best.FIRST), finding_of_counts(counts, Best.FIRST)
    assert halves is not None
    if finding is STRONG:
        assert 3 * halves.good >= 2 * halves.people
    if finding is TO_IMPROVE:
        assert 5 * halves.bad >= 3 * halves.people
    if finding is DISPUTED:
        assert agreement_of(counts).shape in {Shape.CAMPS, Shape.SPREAD}


@given(COUNTS, st.integers(2, 5))
def test_so_few_as_may_be_in_one_hand_dispute_nothing(counts: list[int], least: int) -> None:
    if finding_of_counts(counts, Best.FIRST, least_named=least) is not DISPUTED:
        return
    agreement = agreement_of(counts, least_named=least)
    if agreement.shape is Shape.CAMPS:
        assert min(each.count for each in agreement.parts) >= least
    else:
        half = len(counts) // 2
        assert min(sum(counts[:half]), sum(counts[-half:])) >= least


# Where only a part of the scale is told


@pytest.mark.parametrize(
    ("places", "outside", "people", "levels", "finding"),
    [
        (range(3), 0, 6, 6, STRONG),
        (range(3), 1, 20, 6, STRONG),
        (range(3), 1, 6, 6, UNTOLD),
        (range(3, 6), 1, 6, 6, TO_IMPROVE),
        (range(3, 6), 3, 8, 6, TO_IMPROVE),
        (range(3, 6), 3, 7, 6, UNTOLD),
        (range(2), 0, 6, 5, STRONG),
        # The half of five levels that the middle one is in tells neither.
        (range(2, 5), 0, 6, 5, UNTOLD),
    ],
)
def test_a_part_of_the_scale_comes_to_this(
    places: range, outside: int, people: int, levels: int, finding: ThemeFinding
) -> None:
    assert finding_of_part(places, outside, people, levels, Best.FIRST) is finding
    mirrored = [levels - 1 - place for place in places]
    assert finding_of_part(mirrored, outside, people, levels, Best.LAST) is finding
    assert finding_of_part(places, outside, people, levels, Best.NEITHER) is UNTOLD


@pytest.mark.parametrize("levels", range(4, 9))
def test_what_is_said_of_a_part_holds_wherever_in_it_people_are(levels: int) -> None:
    half, people = levels // 2, 5
    for places in (range(half), range(half, levels)):
        for outside in (0, 1):
            said = finding_of_part(places, outside, people, levels, Best.FIRST)
            if said not in {STRONG, TO_IMPROVE}:
                continue
            others = [each for each in range(levels) if each not in places]
            for place, other in product(places, others):
                counts = [0] * levels
                counts[place] += people - outside
                counts[other] += outside
                assert finding_of_counts(counts, Best.FIRST) is said
