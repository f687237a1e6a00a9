import struct
from dataclasses import replace

from reports.group.group_charts import group_picture_alt, group_picture_svg
from reports.group.group_report import GroupReport
from reports.layout.drawing import PICTURE_PIXELS, SMALLEST_TEXT, picture_png
from tests.reports.group_samples import FACTS, gave, group_report, people
from tests.reports.samples import ENGLISH
from tests.reports.theme.test_theme_charts import SVG, contrast, drawn, texts

RING = "#8f5400"


def rated(*levels: int) -> GroupReport:
    return group_report(people(*(gave("planning", level) for level in levels)))


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


def test_a_column_is_as_high_as_many_chose_its_level():
    two, four, one = columns(rated(5, 5, 4, 4, 4, 4, 1))
    assert one < two < four
    assert round((four + 8) / (two + 8), 2) == 2


def test_a_column_for_one_of_very_many_can_still_be_seen():
    assert min(columns(rated(*[4] * 400, 5, 5))) > 0


def test_a_ring_marks_the_median():
    report = rated(6, 4, 4, 4, 2)
    ((left, right),) = rings(report)
    assert left < middles(report)["4"] < right
    assert not any(left < middles(report)[each] < right for each in "65321")


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
    with_ratings = next(each for each in report.themes if columns(replace(report, themes=(each,))))
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
        "Group report: Spring self-evaluation. 26 invited, 22 joined, 16 began. "
        "13 finished at least one theme, and 11 every theme asked of them. "
        "Theme 1: Leading a culture. Fewer than 5 people took part in this theme, so nothing about it is "
        "shown. "
        "Theme 2: Planning for outcomes. Median rating: between 3 Adequate and 4 Good. "
        "6 ratings: 1 at 5 Very good, 2 at 4 Good, 2 at 3 Adequate, 1 at 2 Weak."
    )
