"""In a closed round nothing that a person can tap or type gives anything: every action is tried."""

from collections.abc import Callable
from copy import copy
from datetime import timedelta

import pytest

from conversations.actions import NUMBERED, Action, ActionKind
from conversations.effects import (
    Delegate,
    FileComplaint,
    FinishTheme,
    HandBack,
    KeepReply,
    NameWriter,
    of_type,
)
from conversations.incoming import Tap
from conversations.outgoing import Say
from conversations.reading.typed import COMMANDS
from conversations.state import COMPLAINT_SCREENS, Given
from tests.channel_names import WEB
from tests.conversations.test_doubts import TO_STRENGTHS, begun
from tests.players.flow_player import FlowPlayer

GIVES = (Delegate, FinishTheme, HandBack)
WORDS = "Somebody read my replies out in the corridor"


def _at_a_prompt() -> FlowPlayer:
    return begun(WEB)


def _with_words_to_move() -> FlowPlayer:
    player = begun(WEB, TO_STRENGTHS[:-1])
    player.write("Our list of decisions")
    player.write("We keep to time", after=1)
    return player


def _with_words_that_wait() -> FlowPlayer:
    player = begun(WEB, TO_STRENGTHS)
    player.write("We keep to time", after=1)
    return player


def _passing_on() -> FlowPlayer:
    player = begun(WEB)
    player.write("/pass")
    return player


def _asked() -> FlowPlayer:
    player = begun(WEB)
    player.be_asked("You run our meetings.")
    return player


def _on_a_list() -> FlowPlayer:
    player = begun(WEB, TO_STRENGTHS)
    player.write("We keep to time")
    player.write("We laugh")
    return player


def _reviewing() -> FlowPlayer:
    player = begun(WEB, TO_STRENGTHS)
    player.write("/review")
    return player


def _complaining() -> FlowPlayer:
    player = begun(WEB)
    player.write("/complain")
    player.write(WORDS)
    return player


SCENES = (
    _at_a_prompt,
    _with_words_to_move,
    _with_words_that_wait,
    _passing_on,
    _asked,
    _on_a_list,
    _reviewing,
    _complaining,
)


def closed(scene: Callable[[], FlowPlayer]) -> FlowPlayer:
    """Somebody at a place when their round closes."""
    player = scene()
    player.close()
    player.now += timedelta(minutes=5)
    return player


def alike(player: FlowPlayer) -> FlowPlayer:
    """Somebody else who has come to the same place; what they do shows on the first in nothing."""
    other = copy(player)
    for name, value in vars(player).items():
        if isinstance(value, dict | list):
            setattr(other, name, value.copy())
    return other


def given_since(player: FlowPlayer, before: int) -> list[object]:
    """What was given, passed on or finished in the steps since then."""
    steps = player.steps[before:]
    kept = [each.reply for step in steps for each in of_type(step.effects, KeepReply)]
    others = [each for step in steps for each in step.effects if isinstance(each, GIVES)]
    return [*(each for each in kept if each.given is not Given.WITHDRAWN), *others]


def _every_action() -> list[Action]:
    numbers = (1, 2, 7)
    numbered = [Action(kind, number) for kind in ActionKind if kind in NUMBERED for number in numbers]
    plain = [Action(kind) for kind in ActionKind if kind not in NUMBERED and kind is not ActionKind.LANGUAGE]
    return [*plain, *numbered, Action(ActionKind.LANGUAGE, language="en")]


@pytest.mark.parametrize("scene", SCENES)
def test_no_action_gives_anything_on_whichever_card(scene: Callable[[], FlowPlayer]) -> None:
    player = closed(scene)
    place = player.conversation.place
    for action in _every_action():
        for card in {place.card, place.posed, max(player.cards)}:
            other = alike(player)
            other.advance(Tap(other.channel, "tap", other.now, card, action.text, None))
            assert given_since(other, len(player.steps)) == [], action


@pytest.mark.parametrize("scene", SCENES)
def test_no_word_of_any_button_and_no_command_gives_anything(scene: Callable[[], FlowPlayer]) -> None:
    player = closed(scene)
    buttons = [b for card in player.first_shown.values() for row in card.buttons for b in row]
    words = {*[b.typed for b in buttons], *[b.label for b in buttons], *[f"/{name}" for name in COMMANDS]}
    for text in sorted({*words, "move", "yes", "no", "undo", "1", "Some more words of mine"}):
        other = alike(player)
        other.write(text)
        assert given_since(other, len(player.steps)) == [], text


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("begins", [("/complain",), ("/complain", WORDS), ("/complain", WORDS, "say who")])
def test_a_complaint_ends_with_any_command_but_one_about_it_so_nothing_after_it_is_added(
    begins: tuple[str, ...], *, is_closed: bool
) -> None:
    complaining = begun(WEB)
    complaining.write("We go round the table.")
    for text in begins:
        complaining.write(text)
    if is_closed:
        complaining.close()
    for name in COMMANDS:
        player = alike(complaining)
        player.write(f"/{name}")
        before = len(player.steps)
        player.write("And we write it down.")
        effects = [e for step in player.steps[before:] for e in step.effects]
        added = [e for e in effects if isinstance(e, FileComplaint | NameWriter)]
        assert bool(added) is (name in ("complain", "who")), name


def test_once_the_round_is_closed_a_double_tap_leaves_the_complaint_as_it_is() -> None:
    player = closed(_complaining)
    card = player.conversation.place.card
    player.tap("saywho", on=card)
    place = player.conversation.place
    again = player.tap("saywho", on=card)
    assert player.conversation.place == place
    assert again.said or again.told
    player.write("Ada, room 4")
    assert [each.text for each in of_type(player.steps[-1].effects, NameWriter)] == ["Ada, room 4"]


@pytest.mark.parametrize("word", ["undo", "back", "menu", "/undo", "/nothing"])
def test_once_the_round_is_closed_a_word_that_names_an_act_is_no_part_of_a_complaint(word: str) -> None:
    player = closed(_complaining)
    before = len(player.steps)
    player.write(word)
    player.write("This is about something else.")
    assert not [e for step in player.steps[before:] for e in of_type(step.effects, FileComplaint)]
    step, note = player.steps[before], "What you write now is no part of a complaint."
    assert note not in player.cards[step.place.card].text, "this card stays as what shows a complaint goes"
    assert note in [each.card.text for each in step.say if isinstance(each, Say)]


def test_once_the_round_is_closed_words_after_a_day_are_no_part_of_a_complaint() -> None:
    player = closed(_complaining)
    before = len(player.steps)
    player.write("Hello again", after=90_000)
    assert not [e for step in player.steps[before:] for e in of_type(step.effects, FileComplaint)]


def test_once_the_round_is_closed_a_complaint_still_takes_more_words_and_no_wish() -> None:
    player = closed(_complaining)
    before = len(player.steps)
    player.write("not sure")
    player.write("It was on Tuesday.")
    sent = [e.text for step in player.steps[before:] for e in of_type(step.effects, FileComplaint)]
    assert sent == ["It was on Tuesday."]


@pytest.mark.parametrize("begins", [("/complain",), ("/complain", WORDS), ("/complain", WORDS, "say who")])
def test_the_box_says_what_becomes_of_words_and_a_word_is_done_with_it(begins: tuple[str, ...]) -> None:
    player = begun(WEB)
    for text in begins:
        player.write(text)
    card = player.cards[player.conversation.place.card]
    assert card.field_label
    ways_out = {"not now", "done", "no"}
    (out,) = [each for row in card.buttons for each in row if each.typed in ways_out]
    player.write(out.typed)
    if len(begins) == 3:
        player.write("done")
    assert player.conversation.place.screen not in COMPLAINT_SCREENS


def test_a_report_is_only_recommended_where_there_is_one() -> None:
    player = closed(_at_a_prompt)
    player.write("Some more words of mine")
    assert "You can still send /mydata, /complain or /forget." in player.cards[max(player.cards)].text
    player.write("/help")
    assert "/report" not in player.cards[max(player.cards)].text.replace("such as a report", "")
    player.write("/report")
    assert "you have finished no theme in this round" in player.cards[max(player.cards)].text
