"""What the screens say about prompts that are with colleagues, or are a colleague's own."""

from dataclasses import replace

import pytest

from content.phrases import phrases_in
from conversations.cards.delegated import without_reason
from conversations.cards.readers import readers_card
from conversations.cards.themes import themes_card
from conversations.cards.view import View
from conversations.groups.round_view import RoundView, WhoSees
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
    assert told in themes_card(asked_of_them(number), Place()).text


def test_without_any_nothing_is_said_of_it() -> None:
    assert "/asked" not in themes_card(asked_of_them(0), Place()).text


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


def test_once_it_is_with_them_no_more_the_card_stays_without_the_reason_and_with_all_else() -> None:
    place = Place(Screen.ASKED, THEME.id, THEME.prompts[0].id)
    view = asked_of_them(1)
    (asked,) = view.conversation.asked
    for each in (place, replace(place, to_pass=Part("m1", "We take turns."))):
        for reason, taken_out in (("", []), ("You run them.", ["Why they ask you:", "You run them."])):
            given = replace(view.conversation, asked=(replace(asked, reason=reason),))
            before = card_at(replace(view, conversation=given), each).card
            left = without_reason(before)
            assert [line.text for line in before.lines if line not in left.lines] == taken_out
            assert left.buttons == before.buttons
            title, *rest = left.lines
            assert without_reason(before, shows_name=True).lines == tuple(rest)
            assert title.text == "A colleague passes a prompt on to you"


def test_only_in_an_anonymous_round_it_is_told_what_the_number_beside_a_reply_could_show() -> None:
    place = Place(Screen.ASKED, THEME.id, THEME.prompts[0].id)
    for who_sees in WhoSees:
        view = asked_of_them(1)
        round_ = replace(view.conversation.round, who_sees=who_sees)
        view = replace(view, conversation=replace(view.conversation, round=round_, place=place))
        told = readers_card(view).text
        assert "The colleague who passed this prompt on reads your reply." in told
        is_told = "if they could search the data, they would find all that you wrote" in told
        assert is_told is (who_sees is WhoSees.ANONYMOUS)
