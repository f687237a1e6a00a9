"""Addresses in a text: those that can be followed safely, without what only stands behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.formatting.addresses import in_addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://example.org/a?b=c#d.", "https://example.org/a?b=c#d"),
        ("(http://example.org/a)", "http://example.org/a"),
        ("https://example.org/a_(b), and more", "https://example.org/a_(b)"),
        ("Write to mailto:ann@example.org!", "mailto:ann@example.org"),
        ("“https://example.org”", "https://example.org"),
        ("https://example.org/\u202egro", "https://example.org/"),
    ],
)
def test_an_address_ends_where_its_sentence_goes_on(text: str, address: str) -> None:
    assert [part for part, is_address in in_addresses(text) if is_address] == [address]


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a", "https://", "mailto:"],
)
def test_nothing_else_is_followed(text: str) -> None:
    assert list(in_addresses(text)) == [(text, False)]


@given(st.text(st.sampled_from('htps:/mailo. )(,<x"')))
def test_no_letter_of_a_text_is_lost(text: str) -> None:
    assert "".join(part for part, _ in in_addresses(text)) == text
