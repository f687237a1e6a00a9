import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.layout.characters import as_shown, is_right_to_left, with_marks
from reports.layout.typeface import FONT_FILES, FONT_FOLDER, shown_characters

STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "letters", ["àèìòù ÀÈÌÒÙ", "áéíóú ŵŷ", "zażółć", "Ελληνικά", "Русский", "→ ✓ • — “…” £ € ½ ≥"]
)
def test_our_fonts_show_the_letters_and_signs_of_everyday_writing(letters: str):
    assert as_shown(letters) == letters


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Well done \N{THUMBS UP SIGN}!", "Well done [thumbs up sign]!"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 all", "[man, woman, girl] all"),
        ("\U0001f1ec\U0001f1e7", "[GB]"),
        (
            "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            "[waving black flag, gbsct]",
        ),
        ("中文", "[U+4E2D U+6587]"),
        ("\ue000", "[U+E000]"),
    ],
)
def test_what_our_fonts_lack_stands_by_its_name_or_number(written: str, shown: str):
    assert as_shown(written) == shown


def test_steering_characters_become_visible_marks():
    assert with_marks("a\u202eb\u202c") == "a[right-to-left override]b[pop directional formatting]"
    assert not set(with_marks(STEERING)) & set(STEERING)


def test_words_in_everyday_letters_are_not_touched():
    text = "Plans, targets & (some) [brackets]\nand a second line."
    assert as_shown(text) == text


@given(st.text())
def test_everything_that_is_shown_is_in_our_fonts_and_nothing_is_lost_in_silence(text: str):
    shown = as_shown(text)
    assert {ord(character) for character in shown} <= shown_characters()
    if not text.isspace() and any(unicodedata.category(c)[0] in "LNS" for c in text):
        assert shown.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("عربي text", True), ("text עברית", False), ("123 שלום", True), ("...", False), ("", False)],
)
def test_a_paragraph_takes_the_direction_of_its_first_letter(text: str, expected: bool):
    assert is_right_to_left(text) is expected


def test_each_font_comes_with_its_licence():
    licences = {path.name.split("-")[0] for path in FONT_FOLDER.glob("*-LICENSE.txt")}
    families = {path.rsplit("/", 1)[-1].split("-")[0].split(".")[0] for path in FONT_FILES}
    assert families == licences
