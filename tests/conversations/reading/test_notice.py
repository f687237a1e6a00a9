"""A privacy notice as it is given: an address that is encrypted, or a text that is not too long."""

import pytest

from conversations.reading.notice import LONGEST_NOTICE, is_address, notice_in, notice_shown

ADDRESS = "https://council.example/privacy"


def test_a_notice_is_an_address_or_a_text() -> None:
    assert is_address(ADDRESS)
    assert notice_in(f" {ADDRESS}\n") == ADDRESS
    assert notice_in("How we handle it.\r\nWe keep it.") == "How we handle it.\nWe keep it."
    assert notice_in(f"It is at {ADDRESS} for you.") == f"It is at {ADDRESS} for you."


@pytest.mark.parametrize("given", ["http://council.example", "ftp://council.example/notice", "https://x"])
def test_no_other_address_is_taken(given: str) -> None:
    assert notice_in(given) is None


def test_a_text_may_have_ten_thousand_characters_and_no_more() -> None:
    assert LONGEST_NOTICE == 10_000
    assert notice_in("x" * LONGEST_NOTICE) == "x" * LONGEST_NOTICE
    assert notice_in("x" * (LONGEST_NOTICE + 1)) is None


def test_a_long_text_is_recognised_by_its_beginning() -> None:
    assert notice_shown("Short.") == "Short."
    assert notice_shown(ADDRESS) == ADDRESS
    assert notice_shown("How we handle\nwhat you write, " * 9).startswith("How we handle what you write,")
    assert notice_shown("How we handle\nwhat you write, " * 9).endswith(" …")
