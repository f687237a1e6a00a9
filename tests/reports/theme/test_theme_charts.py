import struct
import xml.etree.ElementTree as ET
from dataclasses import replace
from gettext import NullTranslations
from itertools import pairwise

import pytest

from content.phrases import Phrases
from reports.layout.drawing import PICTURE_PIXELS, picture_png
from reports.theme.theme_charts import picture_alt, picture_svg, profile_svg, scale_svg
from tests.reports.samples import ENGLISH, LEVELS, RICH, SPARSE, guide, report_of

SVG = "{http://www.w3.org/2000/svg}"
SMALLEST = 24
"""Half of it is left on a phone that is 360 wide."""


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in drawn(svg).iter(f"{SVG}text")]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_picture_shows_all_six_levels_and_marks_the_rating_in_words():
    said = texts(picture_svg(report_of(RICH), ENGLISH))
    assert "Rating: 4 Good" in said
    assert [each.name for each in LEVELS if each.name not in said] == []


def test_only_the_rated_level_stands_out():
    strong = [
        each.text
        for each in drawn(scale_svg(report_of(RICH), ENGLISH)).iter(f"{SVG}text")
        if each.get("font-weight") == "600"
    ]
    assert strong == ["4", "Good"]
    quiet = drawn(scale_svg(report_of(SPARSE), ENGLISH)).iter(f"{SVG}text")
    assert not any(each.get("font-weight") for each in quiet)


def test_each_prompt_has_its_numbered_mark_and_the_legend_its_counts():
    said = texts(profile_svg(report_of(RICH), ENGLISH))
    assert said[:11] == [str(number) for number in range(1, 12)]
    assert said[11:] == ["Answered: 7", "Don't know: 2", "Not applicable: 1", "Skipped: 1"]


def test_the_kinds_differ_in_shape_and_not_in_colour_alone():
    svg = drawn(profile_svg(report_of({}), ENGLISH))
    legend = list(svg.iter(f"{SVG}g"))[-5:]
    shapes = [
        tuple((piece.tag, piece.get("d"), piece.get("r"), piece.get("stroke-dasharray")) for piece in mark)
        for mark in legend
    ]
    assert len(set(shapes)) == 5


def test_marks_that_do_not_fit_into_one_row_are_spread_over_rows_of_like_length():
    many = report_of({}, of=guide())
    prompts = tuple(replace(many.prompts[0], number=number) for number in range(1, 24))
    counts = replace(many.counts, not_replied=23)
    svg = drawn(profile_svg(replace(many, prompts=prompts, counts=counts), ENGLISH))
    rows = [each.get("y") for each in list(svg.iter(f"{SVG}text"))[:23]]
    assert sorted(rows.count(row) for row in set(rows)) == [11, 12]


def test_marks_never_overlap_nor_leave_the_picture():
    for given in (RICH, {}):
        svg = drawn(picture_svg(report_of(given), ENGLISH))
        numbers = [each for each in svg.iter(f"{SVG}text") if each.get("font-size") == "25"]
        places = [float(each.get("x", "")) for each in numbers]
        assert all(right - left >= 50 for left, right in pairwise(places))
        assert places[-1] <= 720 - 40


def test_no_text_is_too_small_to_read_on_a_phone():
    sizes = [
        float(each.get("font-size", "0"))
        for each in drawn(picture_svg(report_of(RICH), ENGLISH)).iter(f"{SVG}text")
    ]
    assert min(sizes) >= SMALLEST


def test_every_text_colour_stands_out_from_what_is_behind_it():
    backgrounds = {"#ffffff": "#0b5a68"}
    for each in drawn(picture_svg(report_of(RICH), ENGLISH)).iter(f"{SVG}text"):
        colour = each.get("fill", "")
        behind = backgrounds.get(colour, "#e9eff2" if colour == "#4a5964" else "#ffffff")
        assert contrast(colour, behind) >= 4.5


def test_a_long_theme_title_is_broken_into_lines():
    report = replace(report_of(RICH), theme_title="Planning for outcomes with people, carers and partners")
    said = texts(picture_svg(report, ENGLISH))
    assert " ".join(said[1:4]).startswith("Planning for outcomes with people, carers and partners")


def test_a_legend_in_longer_words_takes_one_column_instead_of_smaller_letters():
    class Longer(NullTranslations):
        def gettext(self, message: str) -> str:
            return "very " * 5 + message if message == "Not applicable" else message

    svg = drawn(profile_svg(report_of(RICH), Phrases("en", Longer())))
    legend = list(svg.iter(f"{SVG}text"))[-4:]
    assert len({each.get("x") for each in legend}) == 1
    assert min(float(each.get("font-size", "0")) for each in legend) >= SMALLEST


def test_words_from_a_guide_cannot_become_drawing():
    report = replace(report_of(RICH), theme_title='</text><script>x</script>"&')
    svg = picture_svg(report, ENGLISH)
    assert "<script" not in svg
    assert drawn(svg).get("aria-label", "").startswith('Theme 2: </text><script>x</script>"&.')


def test_the_picture_is_a_png_of_the_size_we_say():
    png = picture_png(picture_svg(report_of(RICH), ENGLISH))
    width, height = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert width == PICTURE_PIXELS
    assert width < height < 2 * width


def test_the_same_report_is_always_the_same_picture():
    once, again = (picture_png(picture_svg(report_of(RICH), ENGLISH)) for _ in range(2))
    assert once == again


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="unknown token"):
        picture_png("not a picture")


def test_the_alternative_text_tells_everything_that_the_picture_shows():
    assert picture_alt(report_of(RICH), ENGLISH) == (
        "Theme 2: Planning for outcomes. The rating is 4 Good, on a scale from 6 Excellent to "
        "1 Unsatisfactory. 11 prompts: 7 answered, 2 don't know, 1 not applicable, 1 skipped. Prompt by "
        "prompt: 1 Answered; 2 Answered; 3 Don't know; 4 Answered; 5 Answered; 6 Skipped; 7 Answered; "
        "8 Not applicable; 9 Answered; 10 Don't know; 11 Answered."
    )


def test_the_alternative_text_of_an_unrated_theme_says_that_no_level_is_marked():
    assert "No rating: skipped. The scale goes from 6 Excellent to 1 Unsatisfactory; no level is marked." in (
        picture_alt(report_of(SPARSE), ENGLISH)
    )
