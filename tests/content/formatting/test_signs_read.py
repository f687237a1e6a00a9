"""What is read as bold, a list or a link in a pack's texts. Everything else stays as it was written."""

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.formatting import signs_read
from content.formatting.signs_read import faults_of, formatted
from content.formatting.signs_written import as_source
from content.formatting.text_blocks import (
    FormattedText,
    ItemList,
    TextSpan,
    blocks_of,
    every_span,
    from_values,
    in_sentence,
    printed,
    to_values,
)
from content.pack import parse_guide
from content.schema import tidy
from tests.content.small_pack import SMALL
from tests.guides import OWN_FOLDER

TRICKY = st.lists(
    st.sampled_from(
        [*"ab *_[]()\\-+1.)\n<>&#`!~|=", "**", *("\n- ", "\n  2. ", "](", "https://a.org/b", "\n\n")]
    ),
    max_size=40,
).map(lambda signs: str(tidy("".join(signs))))
"""What looks like formatting, of ours and of others, in any order."""


def spans(source: str) -> list[TextSpan]:
    return list(every_span(blocks_of(formatted(source))))


def test_bold_words_and_links_are_read() -> None:
    assert spans("See **all [of it](https://a.org/b)** or [write](mailto:a@b.org).") == [
        TextSpan("See "),
        TextSpan("all ", is_bold=True),
        TextSpan("of it", is_bold=True, address="https://a.org/b"),
        TextSpan(" or "),
        TextSpan("write", address="mailto:a@b.org"),
        TextSpan("."),
    ]


def test_lists_are_read_with_one_in_the_other_and_numbers_as_they_were_written() -> None:
    text = formatted("First:\n- one\n- two\n  1) a\n  5) b\n\nLast.")
    assert text == FormattedText(blocks_of(text))
    assert str(text) == "First:\n• one\n• two\n   1) a\n   5) b\n\nLast."
    (listed,) = (block for block in blocks_of(text) if isinstance(block, ItemList))
    assert not listed.is_numbered
    inner = listed.items[1].blocks[1]
    assert isinstance(inner, ItemList)
    assert [item.label for item in inner.items] == ["1)", "5)"]


@pytest.mark.parametrize(
    "source",
    [
        "2 * 3 and a*b*c, _so_ and __so__",
        "# no heading\n===\n> no quote\n    no code\n`none` ~~none~~ <b>none</b> &amp; ![none](none)",
        "| a | b |\n|---|---|",
        "C:\\new, a\\_b and a line's end\\\nhere",
        "[x](javascript:alert(1)) [x](data:text/html,x) [x](file:///etc) [x](ftp://a) [x](//a.org)",
        "[x](/join/a)",
        "[x](https://you@a.org) [x](mailto:) [x](https://)",
        "[x][y]\n\n[y]: https://a.org",
        "a - b, 1.5 and 2) c",
    ],
)
def test_whatever_else_looks_like_formatting_stays_as_it_was_written(source: str) -> None:
    assert formatted(source) == source


def test_a_backslash_takes_the_meaning_from_a_sign() -> None:
    assert formatted("\\**not bold\\** and \\[no\\](https://a.org)") == "**not bold** and [no](https://a.org)"
    assert formatted("\\- no item\n1\\. nor this") == "- no item\n1. nor this"


def test_a_line_of_a_list_has_no_list_in_it() -> None:
    assert formatted("- no\n- list", has_lists=False) == "- no\n- list"
    assert str(formatted("1. **so**", has_lists=False)) == "1. so"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("[x](javascript:alert)", 'The address "javascript:alert" cannot be followed.'),
        ("[x](www.a.org)", 'The address "www.a.org" cannot be followed.'),
        ("[x]()", "A link leads nowhere."),
        ('[x](https://a.org "y")', 'Nobody would see "y", as it stands behind the address of a link.'),
        (
            "[https://good.org](https://bad.org)",
            'The words of a link say "https://good.org", and it leads to "https://bad.org".',
        ),
        ("- a\n  - b\n    - c", "Here a list stands in a list that stands in a list."),
    ],
)
def test_what_no_pack_may_have_is_told(source: str, told: str) -> None:
    assert [fault.what for fault in faults_of(source)] == [told]


def test_what_is_well_has_no_fault() -> None:
    assert list(faults_of("**a** [b](https://a.org)\n- c\n  - [https://a.org](https://a.org)")) == []


def left_of(text: str) -> list[str]:
    """The characters that are never a sign of formatting."""
    return [each for each in text if not each.isspace() and each not in "*\\-+•[]()"]


@given(TRICKY)
def test_nothing_vanishes(source: str) -> None:
    read = formatted(source)
    if not list(faults_of(source)):
        with_addresses = printed(read)
        assert [each for each in left_of(source) if each not in "https:/ao.rgb1"] == [
            each for each in left_of(with_addresses) if each not in "https:/ao.rgb1"
        ]
        assert sorted(set(left_of(source))) == sorted(set(left_of(with_addresses)))


@given(TRICKY)
def test_what_is_written_again_is_read_the_same(source: str) -> None:
    read = formatted(source)
    if not list(faults_of(source)):
        assert formatted(as_source(read)) == read


@given(TRICKY)
def test_it_goes_through_json_and_to_another_process_unharmed(source: str) -> None:
    read = formatted(source)
    if isinstance(read, FormattedText):
        assert FormattedText(from_values(to_values(read.blocks))) == read
        assert _sent(read) == read == copy.deepcopy(read)


def _sent(text: FormattedText) -> Any:
    return pickle.loads(pickle.dumps(text))  # noqa: S301 - made right here


def test_a_reader_that_knows_more_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_more(followed: Any) -> Any:
        reader = signs_read._new_reader(followed)
        reader.enable(["heading", "backticks"])
        return reader

    monkeypatch.setattr(signs_read, "_reader", lambda: with_more(signs_read.is_followed))
    with pytest.raises(AssertionError):
        assert left_of(formatted("# a `b` **c**")) == left_of("# a `b` **c**")


def test_a_sentence_around_a_text_keeps_its_formatting() -> None:
    told = in_sentence(formatted("Is **this** so?"), lambda ask: f"1. {ask} (yes)")
    assert str(told) == "1. Is this so? (yes)"
    assert isinstance(told, FormattedText)
    assert told.has_bold


def test_formatting_makes_a_difference_and_plain_words_are_plain() -> None:
    assert formatted("**a**") != formatted("a")
    assert type(formatted("a \\* b")) is str


def test_a_pack_of_format_1_has_stars_as_stars() -> None:
    guide, problems = parse_guide(
        SMALL.replace("Ours, for a test.", "Ours, **for** [a](https://a.org) test."), "small"
    )
    assert guide is not None, problems
    assert guide.about == "Ours, **for** [a](https://a.org) test."
    assert type(guide.about) is str


def test_a_pack_with_an_address_that_is_not_followed_is_told_where() -> None:
    text = (
        (OWN_FOLDER / "formatted.en.yaml")
        .read_text("utf-8")
        .replace("https://survey.example/2026", "javascript:x")
    )
    guide, problems = parse_guide(text, "pack")
    assert guide is None
    assert [each.what for each in problems] == ['The address "javascript:x" cannot be followed.']
    assert text.splitlines()[problems[0].line - 1].strip().startswith("help:")
