"""What a theme's rating asks reads as one sentence, whatever the theme is called."""

from dataclasses import replace

import pytest

from content.phrases import phrases_in
from conversations.kinds.closing_words import closing_ask
from conversations.kinds.kind_table import with_a_stop
from conversations.state import RATING
from tests.guides import shipped

ENGLISH = phrases_in("en")


@pytest.mark.parametrize(
    ("title", "is_named"),
    [
        ("Team meetings", True),
        ("How well do people experience our help?", False),
        ("Visits come on time.", False),
        ("1.1 Visits come at the time that was agreed", False),
        ("People “first”", True),
    ],
)
def test_a_question_or_a_number_goes_into_no_other_sentence(title: str, is_named: bool) -> None:
    theme = replace(shipped("example").themes[0], title=title)
    assert (title in closing_ask(ENGLISH, theme, RATING)) is is_named


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        ("People decide", "People decide."),
        ("Who decides?", "Who decides?"),
        ("Who decides? (asked of: managers)", "Who decides? (asked of: managers)."),
        ("It is “so.”", "It is “so.”"),
        ("", ""),
    ],
)
def test_a_stop_stands_before_what_follows_a_prompt(ask: str, told: str) -> None:
    assert with_a_stop(ENGLISH, ask) == told
