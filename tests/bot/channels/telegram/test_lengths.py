import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.lengths import cut, split_once, units

# Each of these is one visible sign, though it is written with several characters.
SIGNS = [
    "👨\u200d👩\u200d👧\u200d👦",
    "👍🏽",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "🇬🇧",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "e\u0301",
    "a\u0300\u0301\u0302\u0303",
    "क\u094dषि",
    "ที่",
    "\uac01",
    "\u1100\u1161\u11a8",
]
BITS = st.characters() | st.sampled_from([*"🇬🇧👍🏽\u200d\u0301 \n.", "\r\n", "word ", "End. ", *SIGNS])
ANY_TEXT = st.lists(BITS, max_size=200).map("".join)


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("é", 1), ("😀", 2), ("a😀b", 4), ("\ud83d", 1)]
)
def test_length_is_counted_as_telegram_counts_it(text: str, length: int) -> None:
    assert units(text) == length


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", range(4))
def test_a_visible_sign_is_never_torn(sign: str, before: int) -> None:
    text = "x" * before + sign * 20
    limit = max(10, units(sign))

    left = text
    while left:
        piece, left = split_once(left, limit)
        assert piece.lstrip("x").replace(sign, "") == ""
        assert units(piece) <= limit


def test_a_sign_longer_than_any_message_is_torn_rather_than_kept_for_ever() -> None:
    left, pieces = "a" + "\u200d" * 100, []
    while left:
        piece, left = split_once(left, 10)
        pieces.append(piece)

    assert "".join(pieces) == "a" + "\u200d" * 100


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("One line here.\nAnother one", "One line here.", "Another one"),
        ("A sentence is. Another goes on", "A sentence is.", "Another goes on"),
        ("Is it so?” He said that it", "Is it so?”", "He said that it"),
        ("several words without an end", "several words", "without an end"),
        ("averyverylongwordindeedwithoutblanks", "averyverylongwordind", "eedwithoutblanks"),
        ("a. averyverylongwordwithoutablank", "a. averyverylongword", "withoutablank"),
        ("exactly twenty units", "exactly twenty units", ""),
    ],
)
def test_a_text_is_cut_at_the_best_place(text: str, first: str, rest: str) -> None:
    assert split_once(text, 20) == (first, rest)


@given(ANY_TEXT, st.integers(2, 40))
def test_pieces_fit_and_nothing_but_blank_space_is_lost(text: str, limit: int) -> None:
    left, pieces = text, []
    while left:
        before = len(left)
        piece, left = split_once(left, limit)
        assert len(left) < before
        pieces.append(piece)

    assert all(units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(ANY_TEXT, st.integers(1, 40))
def test_a_shortened_text_fits_and_says_that_it_is_shortened(text: str, limit: int) -> None:
    shortened = cut(text, limit)

    assert units(shortened) <= limit
    assert shortened == text or shortened.endswith("…")


def test_a_long_text_is_split_in_a_time_that_grows_with_its_length() -> None:
    flags = "🇬🇧" * 10_000

    pieces = 0
    while flags:
        _, flags = split_once(flags, 4_000)
        pieces += 1

    assert pieces == 10
