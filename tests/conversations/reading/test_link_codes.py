"""The code of a link, with all that mail programs, chats and hands add to it."""

import pytest

from conversations.reading.link_codes import code_in, code_of_address

CODE = "Ab-_" + 39 * "x"
ADDED = [
    ".",
    ",",
    ")",
    ">",
    "'",
    "=",
    "\u201d",
    " ",
    "\u00a0",
    "\u200b",
    "&x=1",
    "?a=1?b=2",
    "%20",
    ".)",
    "*",
    "\ufeff.",
]


@pytest.mark.parametrize("added", ADDED, ids=ascii)
def test_what_stands_behind_a_code_does_not_spoil_it(added: str) -> None:
    assert code_in(CODE + added) == CODE
    assert code_of_address(f"https://look.example/join/{CODE}{added}") == CODE
    assert code_of_address(f"https://t.me/a_bot?start={CODE}{added}") == CODE


@pytest.mark.parametrize("before", ["<", "(", "\u200b", "\u201c", " \u00a0", "[", "= "], ids=ascii)
def test_what_stands_before_a_code_does_not_spoil_it(before: str) -> None:
    assert code_in(before + CODE) == CODE


def test_what_nobody_sees_within_a_code_does_not_spoil_it() -> None:
    assert code_in(CODE[:20] + "\u00ad\u200b" + CODE[20:]) == CODE


@pytest.mark.parametrize("text", ["", ".", "\u200b", "ü", "<>"])
def test_where_there_is_no_code_there_is_none(text: str) -> None:
    assert code_in(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        f"We use https://look.example/join/{CODE} for it",
        "https://look.example/join/short",
        f"https://look.example/other/{CODE}",
        f"https://look.example/join/{CODE}longer",
        f"look at https://look.example/join/{CODE}",
        CODE,
    ],
)
def test_a_message_that_is_more_or_something_else_is_no_link(text: str) -> None:
    assert code_of_address(text) is None
