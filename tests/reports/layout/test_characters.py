import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from reports.layout.characters import as_shown, with_marks
from reports.layout.typeface import FONT_FAMILIES, FONT_FILES, FONT_FOLDER, shown_characters

FSI, PDI = "\u2068", "\u2069"
STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "letters",
    [
        *("àèìòù ÀÈÌÒÙ", "áéíóú ŵŷ", "zażółć", "Ελληνικά", "Русский", "→ ✓ • — “…” £ € ½ ≥"),
        *("ہے میں ٹھیک", "عربي", "کوردی", "पंजाबी हिन्दी", "বাংলা", "ਪੰਜਾਬੀ", "ગુજરાતી", "தமிழ்", "తెలుగు", "മലയാളം"),
        *(
            "සිංහල",
            "ไทย",
            "ትግርኛ",
            "李雷",
            "王芳 陳偉 堃",
            "简体中文",
            "繁體中文",
            "ひらがな カタカナ",
            "김민준 뷁 한국어 ㅋ",
        ),
    ],
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
        ("\N{CUNEIFORM SIGN A}\N{CUNEIFORM SIGN A TIMES A} (16)", "□□ (16)"),
        ("\ue000", "□"),
    ],
)
def test_what_our_fonts_lack_stands_by_its_name_or_as_a_box(written: str, shown: str):
    assert as_shown(written) == shown


def test_steering_characters_become_visible_marks():
    assert with_marks("a\u202eb\u202c") == "a[right-to-left override]b[pop directional formatting]"
    assert not set(with_marks(STEERING)) & set(STEERING) - {FSI, PDI}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{FSI}خالد{PDI}: 3", f"{FSI}خالد{PDI}: 3"),
        (f"{FSI}a {FSI}b{PDI}{PDI}", f"{FSI}a {FSI}b{PDI}{PDI}"),
        (f"{FSI}never closed", "[first strong isolate]never closed"),
        (f"{FSI}a\nb{PDI}", "[first strong isolate]a\nb[pop directional isolate]"),
        (f"{FSI}\u202ea{PDI}", f"{FSI}[right-to-left override]a{PDI}"),
        (f"\u2067a{PDI}", "[right-to-left isolate]a[pop directional isolate]"),
    ],
)
def test_a_name_that_is_set_apart_has_no_marks_and_nothing_else_passes_for_one(text: str, shown: str):
    assert with_marks(text) == shown
    assert as_shown(text) == shown


def test_words_in_everyday_letters_are_not_touched():
    text = "Plans, targets & (some) [brackets]\nand a second line."
    assert as_shown(text) == text


@given(st.text())
def test_everything_that_is_shown_is_in_our_fonts_and_nothing_is_lost_in_silence(text: str):
    shown = as_shown(text)
    assert {ord(character) for character in shown} <= shown_characters()
    if not text.isspace() and any(unicodedata.category(c)[0] in "LNS" for c in text):
        assert shown.strip()


def test_each_font_comes_with_its_licence():
    licences = {path.name.split("-")[0] for path in FONT_FOLDER.glob("*-LICENSE.txt")}
    families = {Path(path).name.split("-")[0].split(".")[0] for path in FONT_FILES}
    assert {"NotoSans" if name.startswith("NotoSans") else name for name in families} == licences
    named = (FONT_FOLDER / "NotoSans-LICENSE.txt").read_text("utf-8")
    assert "NotoSans*.ttf, NotoSansSC.otf, NotoSansKR.otf" in named


def test_all_fonts_take_less_than_ten_megabytes_and_none_lies_there_unused():
    found = [path for path in FONT_FOLDER.iterdir() if path.suffix in {".ttf", ".otf"}]
    assert {str(path) for path in found} == set(FONT_FILES)
    assert sum(path.stat().st_size for path in found) < 10_000_000


def test_documents_ask_for_every_font_by_its_own_name():
    names = []
    for path in FONT_FILES:
        with TTFont(path, lazy=True) as font:
            names.append(font["name"])
    named = {(each.getDebugName(16) or each.getDebugName(1)).removesuffix(" Semi Bold") for each in names}
    assert named == set(FONT_FAMILIES)
