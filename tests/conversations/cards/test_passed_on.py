"""What the screens say about prompts that are with colleagues, or are a colleague's own."""

from dataclasses import replace

import pytest

from content.phrases import phrases_in
from conversations.cards.themes import themes_card
from conversations.cards.view import View
from conversations.groups.round_view import RoundView
from conversations.screens import card_at
from conversations.state import Conversation, Part, PassedOn, Place, Screen
from tests.guides import shipped
from tests.players.acts import BEGINNING

GUIDE = shipped("example")
THEME = GUIDE.themes[0]


def asked_of_them(number: int) -> View:
    """Somebody to whom so many prompts were passed on."""
    asked = tuple(
        PassedOn(each, THEME.id, prompt.id, "You run them.", is_taken=True)
        for each, prompt in enumerate(THEME.prompts[:number], start=1)
    )
    round_ = RoundView("r1", "Autumn", "Example Council", False, None, None, None)
    return View(GUIDE, Conversation(1, "en", round_, Place(), asked=asked), phrases_in("en"), BEGINNING)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "1 prompt that a colleague passed on waits for you: /asked shows it."),
        (2, "2 prompts that colleagues passed on wait for you: /asked shows the first."),
    ],
)
def test_what_was_put_off_until_later_is_not_out_of_sight(number: int, told: str) -> None:
    assert told in themes_card(asked_of_them(number)).text


def test_without_any_nothing_is_said_of_it() -> None:
    assert "/asked" not in themes_card(asked_of_them(0)).text


def test_the_question_whether_words_are_the_reply_comes_without_the_help_above_it() -> None:
    view, help_ = asked_of_them(1), THEME.prompts[0].help
    place = Place(Screen.ASKED, THEME.id, THEME.prompts[0].id)
    early = replace(place, to_pass=Part("m1", "We take turns."))
    assert help_ in card_at(view, place).card.text
    asked = card_at(view, early).card.text
    assert help_ not in asked
    assert asked.endswith("You wrote this. Is it your reply here?\n\nWe take turns.")


@pytest.mark.parametrize(
    ("screen", "label"),
    [(Screen.HAND_ON, "Why you ask them"), (Screen.ASKED, "Your reply to your colleague")],
)
def test_the_box_says_what_is_written_into_it(screen: Screen, label: str) -> None:
    view = asked_of_them(1)
    place = Place(screen, THEME.id, THEME.prompts[1].id)
    view = replace(view, conversation=replace(view.conversation, place=place))
    assert card_at(view, place).card.field_label == label
