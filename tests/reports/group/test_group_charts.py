import struct
from collections import Counter
from dataclasses import replace

import pytest

from content.model import Guide
from content.prompt_kinds import Level, Scale
from reports.group.group_charts import group_picture_alt, group_picture_svg
from reports.group.group_notes import about_group_report
from reports.group.group_report import GroupReport
from reports.layout.drawing import INNER, PICTURE_PIXELS, SMALLEST_TEXT, picture_png
from tests.reports.group_samples import FACTS, gave, group_report, people
from tests.reports.samples import ENGLISH, guide
from tests.reports.theme.test_theme_charts import SVG, contrast, drawn, texts

RING = "#8f5400"


def rated(*levels: int) -> GroupReport:
    return group_report(people(*(gave("planning", level) for level in levels)))


def on_scale_of(levels: int) -> Guide:
    """The guide of these tests with a scale of so many levels."""
    scale = Scale(tuple(Level(n, f"Level {n}", "") for n in range(levels, 0, -1)))
    return replace(guide(), themes=tuple(replace(each, scale=scale) for each in guide().themes))


def circles(report: GroupReport) -> list[tuple[float, float]]:
    """The middle of each dot."""
    dots = drawn(group_picture_svg(report, ENGLISH)).iter(f"{SVG}circle")
    return [(float(each.get("cx", "")), float(each.get("cy", ""))) for each in dots]


def columns(report: GroupReport) -> list[float]:
    """How high each column is that is drawn, from the best level on."""
    paths = [each.get("d", "") for each in drawn(group_picture_svg(report, ENGLISH)).iter(f"{SVG}path")]
    return [float(path.split("v-")[1].split("q")[0]) for path in paths if "v-" in path]


def rings(report: GroupReport) -> list[tuple[float, float]]:
    """From where to where a ring goes around levels."""
    boxes = drawn(group_picture_svg(report, ENGLISH)).iter(f"{SVG}rect")
    return [
        (float(each.get("x", "")), float(each.get("x", "")) + float(each.get("width", "")))
        for each in boxes
        if each.get("stroke") == RING
    ]


def middles(report: GroupReport) -> dict[str, float]:
    """Where each level's number stands, by the number."""
    said = list(drawn(group_picture_svg(report, ENGLISH)).iter(f"{SVG}text"))
    floor = max(float(each.get("y", "")) for each in said if each.get("text-anchor") == "middle")
    return {each.text or "": float(each.get("x", "")) for each in said if each.get("y") == f"{floor:g}"}


def test_each_person_is_one_dot_at_the_level_that_they_chose():
    report = rated(5, 5, *[4] * 7, 2)
    told = Counter(
        min(middles(report).items(), key=lambda each: abs(each[1] - x))[0] for x, _ in circles(report)
    )
    assert told == {"5": 2, "4": 7, "2": 1}
    assert len(set(circles(report))) == 10
    assert columns(report) == []


@pytest.mark.parametrize("levels", range(2, 11))
def test_no_two_dots_touch_and_none_leaves_its_level_on_a_scale_of_any_length(levels: int):
    chosen = [n for n in range(1, levels + 1) for _ in range(80 // levels)]
    report = group_report(people(*(gave("planning", n) for n in chosen)), of=on_scale_of(levels))
    dots = circles(report)
    assert len(dots) == len(chosen)
    for place, (x, y) in enumerate(dots):
        assert all(abs(x - other) + abs(y - below) >= 16 for other, below in dots[:place])
    room = INNER / levels / 2
    assert all(min(abs(x - middle) for middle in middles(report).values()) + 8 < room for x, _ in dots)


def test_with_more_people_than_dots_can_be_counted_a_column_is_as_high_as_many_chose_its_level():
    two, four, one = columns(rated(*[5] * 40, *[4] * 80, *[1] * 20))
    assert one < two < four
    assert round((four + 8) / (two + 8), 2) == 2
    assert circles(rated(*[5] * 40, *[4] * 80, *[1] * 20)) == []
    assert "One dot" not in "".join(texts(group_picture_svg(rated(*[5] * 81, 4, 4), ENGLISH)))


def test_all_piles_of_a_report_have_one_scale():
    culture = [gave("culture", n) for n in [5] * 60 + [4] * 60]
    report = group_report(people(*culture, *(gave("planning", n) for n in (5, 5, 4, 4, 3))))
    most, *_, least = sorted(columns(report), reverse=True)
    assert (len(columns(report)), most > 5 * least) == (5, True)


def test_two_camps_have_no_ring_as_nobody_may_be_in_the_middle():
    assert rings(rated(5, 5, 5, 5, 2, 2, 2, 2)) == []
    assert "A ring" not in " ".join(texts(group_picture_svg(rated(5, 5, 5, 2, 2, 2), ENGLISH)))
    assert "Median" not in group_picture_alt(rated(5, 5, 5, 5, 2, 2, 2, 2), ENGLISH)


@pytest.mark.parametrize("levels", [(5, 5, 5, 5, 2, 2, 2, 2), (5, 4, 4, 4, 3, 3), (6, 6, 1, 1, 1, 6)])
def test_about_the_report_explains_the_median_and_the_dashed_line_where_the_picture_has_them(levels):
    report = rated(*levels)
    notes = " ".join(about_group_report(report, ENGLISH))
    assert ("median" in notes) == bool(rings(report))
    dashed = 'stroke-dasharray="6 6"' in group_picture_svg(report, ENGLISH)
    assert ("The dashed line in a picture" in notes) == dashed
    assert dashed


def test_a_title_that_is_a_question_has_one_mark_at_its_end():
    report = rated(5, 4, 4, 4, 3, 3)
    asked = replace(report, themes=tuple(replace(each, title="How well?") for each in report.themes))
    assert "How well?. " not in group_picture_alt(asked, ENGLISH)


def test_a_column_for_one_of_very_many_can_still_be_seen():
    assert min(columns(rated(*[4] * 400, 5, 5))) > 0


def test_a_ring_marks_the_median():
    report = rated(5, 4, 4, 4, 3)
    ((left, right),) = rings(report)
    assert left < middles(report)["4"] < right
    assert not any(left < middles(report)[each] < right for each in "65321")
    assert "A ring is around the median." in " ".join(texts(group_picture_svg(report, ENGLISH)))


def test_a_ring_goes_around_both_levels_that_the_median_lies_between():
    report = rated(6, 5, 4, 3, 2, 1)
    ((left, right),) = rings(report)
    assert [each for each, x in middles(report).items() if left < x < right] == ["4", "3"]


def test_where_all_gave_one_rating_there_is_neither_a_column_nor_a_ring():
    report = rated(*[4] * 6)
    assert (columns(report), rings(report)) == ([], [])
    assert "All ratings are from 4 Good to 6 Excellent" in texts(group_picture_svg(report, ENGLISH))


def test_where_all_but_one_gave_one_rating_the_half_is_told_and_that_one_lies_outside():
    report = rated(*[4] * 6, 2)
    assert (columns(report), rings(report)) == ([], [])
    told = "All ratings but one are from 4 Good to 6 Excellent"
    assert told in " ".join(texts(group_picture_svg(report, ENGLISH)))
    assert f"{told}. 7 ratings. The levels are not shown" in group_picture_alt(report, ENGLISH)


def test_the_scale_has_its_best_and_its_worst_level_in_words():
    said = texts(group_picture_svg(group_report(), ENGLISH))
    assert {"Excellent", "Unsatisfactory"} <= set(said)


def test_no_text_is_too_small_or_too_faint_to_read_on_a_phone():
    for each in drawn(group_picture_svg(group_report(), ENGLISH)).iter(f"{SVG}text"):
        assert float(each.get("font-size", "0")) >= SMALLEST_TEXT
        assert contrast(each.get("fill", ""), "#ffffff") >= 4.5


def test_words_from_a_round_cannot_become_drawing():
    facts = replace(FACTS, title='</text><script>x</script>"&')
    svg = group_picture_svg(group_report(facts=facts), ENGLISH)
    assert "<script" not in svg
    assert "<script>" in drawn(svg).get("aria-label", "")


def test_the_picture_is_a_png_of_the_size_we_say():
    png = picture_png(group_picture_svg(group_report(), ENGLISH))
    assert struct.unpack(">II", png[16:24])[0] == PICTURE_PIXELS


def test_of_many_themes_those_with_ratings_are_drawn_and_none_of_too_many():
    report = rated(5, 5, 4, 4, 4, 4, 1)
    with_ratings = next(each for each in report.themes if circles(replace(report, themes=(each,))))
    without = next(each for each in report.themes if each != with_ratings)

    def many(number: int) -> GroupReport:
        themes = tuple(
            replace(with_ratings if n <= number else without, number=n, title=f"Theme called {n}")
            for n in range(1, 91)
        )
        return replace(report, themes=themes)

    few, all_of_them = many(5), many(90)
    assert sum("Theme called" in each for each in texts(group_picture_svg(few, ENGLISH))) == 5
    for words in (texts(group_picture_svg(few, ENGLISH)), group_picture_alt(few, ENGLISH)):
        assert "Themes without ratings here: 6 to 90." in words
    drawing = group_picture_svg(all_of_them, ENGLISH)
    assert "The message has the figures of each theme." in texts(drawing)
    assert "Theme called" not in group_picture_alt(all_of_them, ENGLISH)
    assert float(drawn(drawing).get("height", "")) < 500


def test_the_alternative_text_tells_everything_that_the_picture_shows():
    assert group_picture_alt(group_report(), ENGLISH) == (
        "People disagree about “Planning for outcomes”. "
        "Group report: Spring self-evaluation. 26 invited, 22 joined, 16 began. "
        "13 finished at least one theme, and 11 every theme asked of them. "
        "Theme 1: Leading a culture. Fewer than 5 people took part in this theme, so nothing about it is "
        "shown. "
        "Theme 2: Planning for outcomes. "
        "Spread: 3 from 4 Good to 5 Very good, 3 from 2 Weak to 3 Adequate. "
        "6 ratings: 1 at 5 Very good, 2 at 4 Good, 2 at 3 Adequate, 1 at 2 Weak. "
        "Median: between 3 Adequate and 4 Good."
    )
