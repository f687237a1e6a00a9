"""The examples of the open prompt stand first, and those of others below them."""

from content.phrases import phrases_in
from conversations.cards import themes
from conversations.cards.view import View
from conversations.groups.round_view import RoundView
from conversations.state import Conversation, Place
from tests.content.test_examples import guide

ROUND = RoundView("r", "Autumn", "Example Council", False, None, None, None)


def said(prompt_id: str | None) -> list[str]:
    found = guide()
    view = View(found, Conversation(1, "en", ROUND, Place()), phrases_in("en"))
    return [line.text for line in themes.examples(view, found.themes[0], prompt_id).lines]


def test_at_a_prompt_its_own_examples_stand_first() -> None:
    lines = said("who")
    order = ["For the prompt you are at", "Two go along.", "For the rest of the theme", "All are content."]
    assert [each for each in lines if each in order] == order
    assert len(lines) == len(set(lines)) + 1  # one level is named for both


def test_elsewhere_they_stand_level_by_level_as_before() -> None:
    lines = said(None)
    assert "For the prompt you are at" not in lines
    assert lines[1:4] == ["Green (2)", "All are content.", "We come when agreed."]
