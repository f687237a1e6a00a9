"""Pictures: words measured in the font that they are drawn in, and drawn from the right if so read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.phrases import Phrases, phrases_in
from reports.group.first_page.strips import levels_svg, strip_of
from reports.group.group_charts import group_picture_svg
from reports.layout.drawing import INNER, facing, fitting, in_document, lines_of, picture_png, width_of
from reports.layout.templating import TEMPLATE_FOLDER
from reports.layout.typeface import width_of_letter
from reports.progress.progress import progress_of
from reports.progress.progress_picture import progress_picture_svg
from reports.theme.theme_charts import picture_svg, profile_svg, scale_svg
from tests.locales import spoken, write_locale
from tests.reports.group_samples import LIVELY, MIDWAY, STATE, group_report
from tests.reports.samples import ENGLISH, LEVELS, RICH, report_of

WORDS = st.lists(st.text("abcdeWيक李 ", min_size=1, max_size=30), max_size=12).map(" ".join)


def test_a_wide_letter_takes_more_room_than_a_narrow_one():
    assert width_of("WWWW", 30) > 2 * width_of("iiii", 30)
    assert width_of_letter("李") == 1
    assert 0.2 < width_of_letter("ي") < 1.1


@given(WORDS)
def test_lines_hold_every_word_and_none_is_wider_than_its_room(words: str):
    lines = list(lines_of(words, size=30, top=0, pitch=40, room=300))
    assert "".join("".join(line.words for line in lines).split()) == "".join(words.split())
    assert all(width_of(line.words, 30) <= 300 or len(line.words) == 1 for line in lines)


@given(WORDS)
def test_words_are_made_small_enough(words: str):
    assert width_of(words, fitting(words, 32, INNER)) <= INNER + 1


PICTURES = {
    "picture.svg.j2": lambda phrases: picture_svg(report_of(RICH), phrases),
    "scale.svg.j2": lambda phrases: scale_svg(report_of(RICH), phrases),
    "profile.svg.j2": lambda phrases: profile_svg(report_of(RICH), phrases),
    "progress.svg.j2": lambda phrases: progress_picture_svg(progress_of(STATE, MIDWAY), phrases),
    "group_picture.svg.j2": lambda phrases: group_picture_svg(group_report(LIVELY), phrases),
    "strip.svg.j2": lambda phrases: _strip(phrases),
    "strip_levels.svg.j2": lambda phrases: levels_svg(LEVELS, phrases),
}
"""Every template of a whole picture, and what draws it."""


def _strip(phrases: Phrases) -> str:
    report = group_report(LIVELY)
    strip = strip_of(report, report.themes[1], report.themes, phrases)
    assert strip is not None
    return strip.svg


def test_the_table_of_pictures_has_every_template_of_one():
    whole = {path.name for path in TEMPLATE_FOLDER.glob("*.svg.j2") if "<svg" in path.read_text("utf-8")}
    assert whole == set(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_in_arabic_is_its_mirror_image_with_upright_letters(tmp_path: Path, name: str):
    write_locale(tmp_path, "ar")
    with spoken(tmp_path):
        arabic = PICTURES[name](phrases_in("ar"))
    wide = 480 if name.startswith("strip") else 720
    assert f'direction="ltr"><g transform="matrix(-1 0 0 1 {wide} 0)">' in arabic
    for x, attributes in re.findall(r'<text x="(-?[\d.]+)"([^>]*)>', arabic):
        assert f'transform="matrix(-1 0 0 1 {2 * float(x):g} 0)"' in attributes
        assert "text-anchor=" in attributes
    assert "data-x" not in arabic
    assert "<g" not in PICTURES[name](phrases_in("en")).split(">", 1)[0]
    assert "matrix(" not in PICTURES[name](phrases_in("en"))


def test_a_picture_from_the_right_begins_at_its_right_edge():
    svg = '<svg viewBox="0 0 100 10" width="100"><text x="10" y="8" font-size="8">I</text></svg>'
    turned = facing(svg, "rtl")
    assert 'text-anchor="end"' in turned
    assert facing(svg, "ltr") == svg
    assert picture_png(turned.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))


@pytest.mark.parametrize(
    "words", ["جدًا", "अच्छा", "ভাল", "ดีมาก", "x\N{COMBINING DOT BELOW}", "น้ำ", "\N{MALAYALAM LETTER DOT REPH}"]
)
def test_a_document_takes_a_picture_in_which_signs_stand_on_letters(words: str):
    root = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 9">'
    svg = f'{root}<text x="1" y="8" font-size="8">{words}</text></svg>'
    taken = in_document(svg)
    assert bytes(taken).startswith(b"\x89PNG")
    assert in_document(f"{root}</svg>") == f"{root}</svg>"


@pytest.mark.parametrize("title", ["x ابت हिन्दी", "ابت हिन्दी", "한국 ابت हिन्दी"])
def test_a_line_in_many_scripts_ends_no_picture(title: str):
    svg = progress_picture_svg(progress_of(replace(STATE, title=title), MIDWAY), ENGLISH)
    assert picture_png(svg).startswith(b"\x89PNG")


def test_what_is_no_picture_is_still_refused():
    with pytest.raises(ValueError, match=r"."):
        picture_png("<svg")
