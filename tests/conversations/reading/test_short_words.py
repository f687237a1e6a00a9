"""Short words that look like a wish: only whole messages count, and no ordinary reply is on the list."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.phrases import phrases_in
from conversations.reading.short_words import (
    TAKE_BACK,
    act_meant,
    asks_to_erase,
    button_words,
    command_in,
    is_wish,
)
from conversations.reading.typed import COMMANDS, plain
from tests.conversations.reading.test_identifiers import made_up
from tests.players.pseudo import PSEUDO, foreign

ENGLISH = phrases_in("en")

WISHES = (
    "cancel",
    "Cancel.",
    "EXIT!",
    "dunno",
    "not sure",
    "I’m not sure",  # noqa: RUF001 (as telephones write it)
    "thanks",
    "thanks 👍",
    "👍",
    "👍🏽",
    "🙏🙏",
    ":-)",
    "help me",
    "later",
    "never mind",
    "what?",
    "can’t say",  # noqa: RUF001
    "  thank   you  ",
    "privacy",
    "take part again",
    "Who reads this?",
    "don't know",
)

TO_ERASE = (
    "erase everything",
    "Erase everything.",
    "erase my replies",
    "delete everything",
    "erase",
    "forget everything",
    "remove my reply",
    "delete my data",
)

OFTEN_A_REPLY = frozenset({"yes", "no", "tomorrow", "next week", "letters", "checklist"})
"""Words for buttons that are more often a reply, such as to a prompt about what one looks at."""

REPLIES = (
    "Thanks to the chair it is short.",
    "Cancel fewer supervisions",
    "Yes",
    "no",
    "42",
    "I am not sure, but I think it is in the plan.",
    "Later in the year.",
    "Nothing",
    "Kindness 🙂",
    "x" * 5000,
    "Tomorrow",
    "Checklist",
    "We erase everything after a year.",
    "Remove my replies from the queue of the team",
)


@pytest.mark.parametrize("text", WISHES)
def test_a_short_word_to_us_looks_like_a_wish(text: str) -> None:
    assert is_wish(ENGLISH, text)


@pytest.mark.parametrize("text", REPLIES, ids=lambda text: text[:40])
def test_a_reply_does_not(text: str) -> None:
    assert not is_wish(ENGLISH, text)


def test_none_of_500_made_up_replies_looks_like_a_wish() -> None:
    assert [text for _, text in made_up() if is_wish(ENGLISH, text)] == []


def test_each_language_has_its_own_list() -> None:
    assert not is_wish(PSEUDO, "cancel")
    assert is_wish(PSEUDO, foreign("cancel"))
    assert is_wish(PSEUDO, "👍")


@pytest.mark.parametrize("text", TO_ERASE)
def test_a_wish_to_erase_is_asked_about(text: str) -> None:
    assert is_wish(ENGLISH, text)
    assert asks_to_erase(ENGLISH, text)


def test_no_other_wish_is_one_to_erase() -> None:
    assert not any(asks_to_erase(ENGLISH, text) for text in (*WISHES, *REPLIES))


def words_of_buttons() -> Iterator[str]:
    """The words and labels of all buttons, as they stand in the code where these are made."""
    for package in ("bot", "conversations"):
        for path in (Path(__file__).parents[3] / package).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(call, ast.Call) and _name(call) in {"choice", "button", "Button"}:
                    given = [*call.args, *(each.value for each in call.keywords)]
                    said = [each for each in given if isinstance(each, ast.Call) and _name(each) == "say"]
                    yield from (str(ast.literal_eval(each.args[0])) for each in said if len(each.args) == 1)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def test_every_word_for_a_button_or_a_command_is_asked_about_or_does_what_it_says() -> None:
    words = {each for each in words_of_buttons() if "{" not in each}
    assert len(words) > 100
    for each in {*words, *COMMANDS}:
        if plain(each) not in OFTEN_A_REPLY:
            does_it = act_meant(ENGLISH, each) or command_in(ENGLISH, each)
            assert does_it or is_wish(ENGLISH, each), each


SAME: dict[str, str] = {
    "back": "back",
    "continue": "resume",
    "leave this round": "leave",
    "pass it on": "pass",
    "pause": "pause",
    "review": "review",
    "take back": TAKE_BACK,
    "take it back": TAKE_BACK,
    "themes": "themes",
    "undo": "undo",
}
"""The words of buttons that name an act at any moment: it does what the button does, and nothing else."""


def test_a_word_of_a_button_does_no_other_act_where_the_button_is_not() -> None:
    acts = {plain(each): act for each in words_of_buttons() if (act := act_meant(ENGLISH, each)) is not None}
    assert {word: act.name for word, act in acts.items()} == {
        word: act for word, act in SAME.items() if word in acts
    }
    assert TAKE_BACK in {act.name for act in acts.values()}


def test_the_list_names_no_button_that_is_no_more() -> None:
    assert {plain(each) for each in button_words(ENGLISH)} <= {plain(each) for each in words_of_buttons()}
