"""The published cleaning of people's words: what goes, what stays, and that it says how much was cut."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.reading.clean import LONGEST_REPLY, MOST_MARKS, Cleaned, clean_text

MARKS = "".join(chr(code) for code in range(0x300, 0x370)) + "\u20dd\u20de\u0489"
UNKEEPABLE = "\x00\x01\x08\x1b\x1f\x7f\x80\x9f\ud800\udbff\udc00\udfff\ufdd0\ufffe\uffff\U0001fffe\U0010ffff"
UNSEEN = "\u00ad\u034f\u115f\u180e\u200b\u200d\u2060\u2066\u2800\u3164\ufe0f\ufeff\U000e0020"
LINE_ENDS = "\r\n\x0b\x0c\x85\u2028\u2029"
# Characters that composition and reordering act on: marks of several classes, letters that compose, Hangul.
AWKWARD = "aeoA\u0045\u1100\u1161\u11a8\u0915\u093c\u09c7\u09be\u302e\U0001d165\u0e38\u0591\u05b0\u0323\u0307"

any_text = st.text(st.characters(), max_size=60)
awkward_text = st.text(
    st.sampled_from(AWKWARD + MARKS[:12] + UNKEEPABLE + LINE_ENDS + " \t" + UNSEEN), max_size=60
)
texts = any_text | awkward_text
limits = st.integers(min_value=0, max_value=80)
steady = settings(max_examples=300)


def longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        longest = max(longest, run)
    return longest


def is_noncharacter(character: str) -> bool:
    return 0xFDD0 <= ord(character) <= 0xFDEF or ord(character) & 0xFFFE == 0xFFFE


@steady
@given(texts, limits)
def test_cleaning_twice_changes_nothing_more(text: str, limit: int) -> None:
    once = clean_text(text, limit)
    assert clean_text(once.text, limit) == Cleaned(once.text, 0)


@steady
@given(texts)
def test_what_cannot_be_kept_is_gone(text: str) -> None:
    cleaned = clean_text(text).text
    for character in cleaned:
        category = unicodedata.category(character)
        assert category != "Cs"
        assert category != "Cc" or character in "\n\t"
        assert not is_noncharacter(character)
        assert character not in "\u2028\u2029"
    cleaned.encode("utf-8")


@steady
@given(texts)
def test_words_are_composed_and_no_letter_carries_a_tower_of_marks(text: str) -> None:
    cleaned = clean_text(text).text
    assert unicodedata.is_normalized("NFC", cleaned)
    assert longest_run_of_marks(cleaned) <= MOST_MARKS


@steady
@given(texts, limits)
def test_what_is_cut_is_told_exactly(text: str, limit: int) -> None:
    whole, cut = clean_text(text, 10**9), clean_text(text, limit)
    assert len(cut.text) <= limit
    assert whole.text.startswith(cut.text)
    assert len(whole.text) == len(cut.text) + cut.dropped
    assert whole.dropped == 0


@steady
@given(texts)
def test_nothing_is_left_around_the_words(text: str) -> None:
    cleaned = clean_text(text).text
    assert cleaned == cleaned.strip()


@steady
@given(st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), max_size=80))
def test_plain_words_stay_as_they_were_written(text: str) -> None:
    assert clean_text(text) == Cleaned(text.strip(), 0)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_newline(ending: str) -> None:
    assert clean_text(f"one{ending}two{ending}{ending}three").text == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    "text",
    [
        "👨‍👩‍👧‍👦 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿 and ❤️",
        "שלום עולם",
        "العربية من اليمين",
        "\u202eright to left\u202c and \u2067isolated\u2069",
        "Gàidhlig, Polski: zażółć gęślą jaźń",
        "ไม่มีปัญหา, हिन्दी, தமிழ்",
        "a soft\xadhyphen, a zero\u200bwidth space, a no\xa0break space",
        "co-ordinator's “quotes” … and £5 < £6 & more",
        "tab\tand  two spaces",
    ],
    ids=["emoji", "hebrew", "arabic", "overrides", "latin", "marks", "invisible", "signs", "spaces"],
)
def test_every_script_sign_and_emoji_is_kept(text: str) -> None:
    assert clean_text(text) == Cleaned(text, 0)


def test_a_tower_of_marks_is_thinned_and_its_letters_stay() -> None:
    cleaned = clean_text("z" + MARKS[:40] + "a" + MARKS[:40] + "l").text
    assert longest_run_of_marks(cleaned) == MOST_MARKS
    assert [character for character in cleaned if not unicodedata.combining(character)][-1] == "l"
    assert len(cleaned) <= 3 + 2 * MOST_MARKS


def test_a_letter_written_in_two_parts_is_kept_as_one() -> None:
    assert clean_text("cafe\u0301").text == "caf\u00e9"


def test_one_reply_holds_twenty_thousand_characters() -> None:
    assert LONGEST_REPLY == 20_000
    assert clean_text("a" * LONGEST_REPLY).dropped == 0
    assert clean_text("a" * LONGEST_REPLY + "bc") == Cleaned("a" * LONGEST_REPLY, 2)


def test_the_space_before_the_cut_is_counted_as_dropped() -> None:
    assert clean_text("one two", 4) == Cleaned("one", 4)


def test_nothing_at_all_is_nothing() -> None:
    assert clean_text("") == Cleaned("", 0)
    assert clean_text(" \x00\r\n\ud800 ") == Cleaned("", 0)


@pytest.mark.parametrize("enclosing", ["\u20dd", "\u20de", "\u0489"])
def test_a_tower_of_marks_that_enclose_is_thinned_too(enclosing: str) -> None:
    assert clean_text("a" + 50 * enclosing).text == "a" + MOST_MARKS * enclosing


@pytest.mark.parametrize("unseen", [*UNSEEN, "\u200b \u00ad\n\u2060", "\ufffa"])
def test_what_nobody_can_see_is_nothing(unseen: str) -> None:
    assert clean_text(unseen) == Cleaned("", 0)


@pytest.mark.parametrize("around", ["\u200b", "\u00ad", "\ufeff", "\u2060", "\u3164", "\u00a0", "\u2800"])
def test_what_nobody_can_see_around_words_goes(around: str) -> None:
    assert clean_text(f"{around} {around}skip{around}\n{around}").text == "skip"


@pytest.mark.parametrize("ending", ["🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️", "\u202eturned\u202c", "\u2067turned\u2069"])
def test_what_belongs_to_a_sign_or_turns_a_text_stays_at_its_end(ending: str) -> None:
    assert clean_text(f"We are proud {ending}").text == f"We are proud {ending}"


@pytest.mark.parametrize("seen", ["👍", "\U0001fae9", "\u0301", "\u0600", "\ue123", "—", "٣", "ㅋ"])
def test_whatever_is_drawn_is_something(seen: str) -> None:
    assert clean_text(seen).text == seen


def test_bullets_of_symbol_fonts_become_bullets() -> None:
    assert clean_text("\uf0b7 one\n\uf0a7\ttwo\n\uf0fc three").text == "• one\n•\ttwo\n✓ three"


@pytest.mark.parametrize("sign", ["\uf06f", "\uf0fe", "\uf0e8", "\uf0a1", "\uf020", "\uf0ff"], ids=ascii)
def test_any_sign_of_such_a_font_that_begins_a_line_is_a_bullet(sign: str) -> None:
    assert clean_text(f"{sign} one\n  {sign}\ttwo").text == "• one\n  •\ttwo"
    for words in (f"one {sign} two", f"{sign}one", f"one\n{sign}"):
        assert clean_text(words).text == words
