"""Short words that look like a wish: only whole messages count, and no ordinary reply is on the list."""

import pytest

from content.phrases import phrases_in
from conversations.reading.short_words import is_wish
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
)

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
