"""What the page shows of cards that are open while their round is over: only what still does something."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.web.chat_entries import OpenCards
from content.phrases import phrases_in
from conversations.actions import Action, ActionKind, parse
from conversations.incoming import Channel, Tap
from conversations.interruptions.doubt_answers import ANSWERS
from conversations.outgoing import Button, Card
from conversations.state import DoubtKind, Screen
from tests.channel_names import TELEGRAM, WEB
from tests.conversations.test_after_closing import SCENES, alike
from tests.conversations.test_doubts import begun, doubts
from tests.players.flow_player import FlowPlayer

WORDS = {
    DoubtKind.WISH: "cancel",
    DoubtKind.IDENTIFIER: "Mrs Example of the night team rang us.",
    DoubtKind.COMPLAINT: "I want to complain about how my personal data is used here",
    DoubtKind.QUESTION: "Hm, is this going back to my boss?",
}
Asks = Callable[[FlowPlayer, DoubtKind], None]
CLOSED = "This round is closed."
UNTRUE = (
    "change it?",
    "unless you change it",
    "takes its place",
    "Writing on",
    "Write it again",
    "until you write",
    "Until you answer",
)


def _here(player: FlowPlayer, kind: DoubtKind) -> None:
    player.write(WORDS[kind])


def _beside(player: FlowPlayer, kind: DoubtKind) -> None:
    """Words that came before the next prompt could be read continue the reply before it."""
    player.write("We write it down.")
    player.write(WORDS[kind], after=1)


def _to_be_written_again(player: FlowPlayer, kind: DoubtKind) -> None:
    _here(player, kind)
    player.tap(f"reword-{doubts(player)[0].number}")


def _named(value: object) -> str:
    return getattr(value, "__name__", str(value)).strip("_")


ASKED = [
    *[(each, kind) for each in (_here, _beside) for kind in DoubtKind],
    (_to_be_written_again, DoubtKind.IDENTIFIER),
]
asked = pytest.mark.parametrize(("asks", "kind"), ASKED, ids=_named)


def _closed(player: FlowPlayer) -> FlowPlayer:
    player.close()
    player.now += timedelta(minutes=1)
    round_ = replace(player.conversation.round, has_report=True)
    player.conversation = replace(player.conversation, round=round_)
    return player


def _shown(player: FlowPlayer, number: int) -> Card:
    over = player.conversation
    return OpenCards(over.place.card, 0, phrases_in("en"), over).as_it_counts(number, player.cards[number])


def _buttons(card: Card) -> list[Button]:
    return [each for row in card.buttons for each in row]


def _answers(card: Card) -> dict[ActionKind, Button]:
    """The buttons that answer a question about kept words."""
    found = [(parse(each.action), each) for each in _buttons(card)]
    return {action.kind: each for action, each in found if action is not None and action.kind in ANSWERS}


def _asking(player: FlowPlayer) -> list[int]:
    """The open cards that ask about kept words."""
    first = player.conversation.place.card
    return [number for number, card in player.cards.items() if number >= first and _answers(card)]


def _tapped(player: FlowPlayer, action: str, number: int) -> FlowPlayer:
    """Somebody like this player who taps a card, whatever it offers by now."""
    other = alike(player)
    other.now += timedelta(minutes=1)
    other.advance(Tap(other.channel, "tap", other.now, number, action, None))
    return other


def _typed(player: FlowPlayer, word: str) -> FlowPlayer:
    other = alike(player)
    other.write(word)
    return other


@asked
@pytest.mark.parametrize("channel", [TELEGRAM, WEB])
def test_a_closed_card_has_a_button_for_each_answer_that_works_and_no_other(
    asks: Asks, kind: DoubtKind, channel: Channel
) -> None:
    player = begun(channel)
    asks(player, kind)
    (doubt,) = doubts(player)
    assert doubt.kind is kind
    (number,) = _asking(_closed(player))
    shown = _shown(player, number)
    settles = {
        answer for answer in ANSWERS if not doubts(_tapped(player, Action(answer, doubt.number).text, number))
    }
    assert settles, "something can be answered"
    assert set(_answers(shown)) == settles
    for each in _answers(shown).values():
        assert not doubts(_typed(player, each.typed)), "its word does the same"
        assert not doubts(_typed(player, each.label)), "and so does what stands on it"


@asked
def test_a_closed_card_says_what_can_be_done_now(asks: Asks, kind: DoubtKind) -> None:
    player = begun(WEB)
    asks(player, kind)
    (number,) = _asking(_closed(player))
    shown = _shown(player, number)
    assert shown.lines[0].text == CLOSED
    assert shown.field_label == "This round is closed. You can still answer what is asked."
    assert not [each for each in UNTRUE if each in shown.text]
    player.write("more")
    again = player.cards[max(player.cards)]
    assert again.lines[-2:] == shown.lines[-2:], "asked again, it says the same"
    assert {each.action for each in _buttons(again)} <= {each.action for each in _buttons(shown)}
    assert _shown(player, max(player.cards)).lines == again.lines
    assert _answers(_shown(player, max(player.cards))) == _answers(shown)


@asked
def test_an_answered_question_offers_no_answer_on_any_card(asks: Asks, kind: DoubtKind) -> None:
    player = begun(WEB)
    asks(player, kind)
    (number,) = _asking(_closed(player))
    player.write("more")
    for each in _answers(_shown(player, number)).values():
        after = _typed(player, each.typed)
        if after.conversation.place.screen is Screen.PROMPT:
            cards = [_shown(after, each) for each in after.cards if each >= after.conversation.place.card]
            assert not [card for card in cards if _answers(card)]
            assert not [card for card in cards if "It stays unless you take it out" in card.text]


@asked
def test_what_an_earlier_client_still_shows_is_answered_rightly(asks: Asks, kind: DoubtKind) -> None:
    player = begun(TELEGRAM)
    asks(player, kind)
    (number,) = _asking(_closed(player))
    for answer, each in _answers(player.cards[number]).items():
        after = _tapped(player, each.action, number)
        newest = after.cards[max(after.cards)]
        if answer not in _answers(_shown(player, number)):
            assert doubts(after), "nothing was answered"
            assert _answers(newest), "so it is asked again, with what can be answered"
            assert not [word for word in UNTRUE if word in newest.text]


def test_at_a_prompt_with_a_reply_nothing_is_kept_any_more() -> None:
    player = begun(WEB)
    player.write("We write it down.")
    player.tap("back")
    number = player.conversation.place.card
    assert any(each.action == "keep" for each in _buttons(player.cards[number]))
    _closed(player)
    assert [each.action for each in _buttons(_shown(player, number))] == ["readers"]


def test_the_review_of_a_closed_round_says_nothing_of_changing_replies() -> None:
    player = begun(WEB)
    player.write("We write it down.")
    player.write("/review")
    number = player.conversation.place.card
    assert "Tap to change a reply" in player.cards[number].text
    _closed(player)
    shown = _shown(player, number)
    assert "Tap to change a reply" not in shown.text
    assert shown.lines[0].text == CLOSED


OFFERED = (
    "Pass this prompt on?",
    "Does it answer",
    "Is it your reply here?",
    "takes its place",
    "what you write is added to it:",
    "left to your report",
    "tap or type Done",
    "Any word brings you back",
    "Take them in any order",
    "Write your reply",
)


@pytest.mark.parametrize("scene", SCENES)
def test_no_card_of_a_closed_round_offers_or_asks_for_what_cannot_count(
    scene: Callable[[], FlowPlayer],
) -> None:
    player = scene()
    first = player.conversation.place.card
    _closed(player)
    for number in [each for each in player.cards if each >= first]:
        shown = _shown(player, number)
        assert not [each for each in OFFERED if each in shown.text]
        for button in _buttons(shown):
            after = _tapped(player, button.action, number)
            said = [each for each in after.cards if each not in player.cards]
            told = [after.cards[each] for each in said if "Nothing new was" in after.cards[each].text]
            is_way_out = player.conversation.place.screen not in (Screen.PROMPT, Screen.HAND_ON, Screen.ASKED)
            assert is_way_out or not told, f"{button.label} does something"


def test_a_pause_says_nothing_of_coming_back_to_a_prompt() -> None:
    player = begun(WEB)
    player.write("/pause")
    assert "Any word brings you back" in player.cards[player.conversation.place.card].text
    _closed(player)
    assert "Any word" not in _shown(player, player.conversation.place.card).text


def test_words_that_were_given_stay_on_the_card_and_how_they_are_replaced_does_not() -> None:
    player = begun(WEB)
    player.write("We write it down.")
    player.tap("back")
    _closed(player)
    shown = _shown(player, player.conversation.place.card)
    assert "You gave this:\n\nWe write it down." in shown.text


@asked
@pytest.mark.parametrize("is_tapped", [False, True])
def test_once_it_is_answered_no_card_asks_or_says_as_before(
    asks: Asks, kind: DoubtKind, *, is_tapped: bool
) -> None:
    player = begun(WEB)
    asks(player, kind)
    (number,) = _asking(_closed(player))
    for answer in _answers(_shown(player, number)).values():
        after = _tapped(player, answer.action, number) if is_tapped else _typed(player, answer.typed)
        text = _shown(after, number).text
        assert "You have answered what was asked here." in text
        assert not [each for each in (*UNTRUE, "or take it out?", "Is that", "Until then") if each in text]


@asked
def test_a_question_about_another_prompt_has_its_buttons_before_anything_is_written(
    asks: Asks, kind: DoubtKind
) -> None:
    player = begun(WEB)
    asks(player, kind)
    (number,) = [each for each, card in player.cards.items() if _answers(card)][-1:]
    player.write("/theme 2")
    _closed(player)
    over = player.conversation
    cards = OpenCards(over.place.card, 0, phrases_in("en"), over)
    assert number < over.place.card
    assert cards.has(number, player.cards[number])
    assert _answers(cards.as_it_counts(number, player.cards[number]))
