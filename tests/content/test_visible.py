"""What can be seen of a text: the quick look at it says the same as a look at each character."""

import pytest

from content.visible import is_blank, is_seen, without_blank_edges, without_unseen

UNSEEN = ["\u200b", "\u00ad", "\u3164", "\x00", "\u2800 ", "\x1f", "\ud800"]


def test_a_text_of_one_character_is_blank_unless_it_is_seen() -> None:
    characters = [chr(number) for number in range(0x3200)]
    assert [each for each in characters if is_blank(each) is is_seen(each)] == []


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_one_letter_among_what_nobody_sees_is_no_blank(unseen: str) -> None:
    assert is_blank(unseen * 2)
    assert not is_blank(f"{unseen}a{unseen}")
    assert not is_blank(f"{unseen}\u00e9{unseen}")


def test_what_nobody_sees_goes_and_blank_space_stays() -> None:
    assert without_unseen("\u200bTwo\u00ad \u00a0words\n\x07") == "Two \u00a0words\n"
    assert without_unseen("\u200b\u3164") == ""


def test_the_quick_look_at_ascii_says_the_same_as_a_look_at_each_character() -> None:
    ascii_alone = "".join(map(chr, range(128)))
    assert without_unseen(ascii_alone) == without_unseen(ascii_alone + "\u00e9")[:-1]
    assert without_unseen(ascii_alone) == "".join(
        each for each in ascii_alone if is_seen(each) or each.isspace()
    )


@pytest.mark.parametrize("text", [" \t words \n", "\x0bwords\x1c", "words", " "])
def test_the_edges_of_ascii_are_its_blank_space(text: str) -> None:
    assert without_blank_edges(text) == text.strip()
