"""Passing a prompt on: words that come too soon are held, and a prompt that comes back is one tap away."""

from dataclasses import replace

import pytest

from conversations.effects import Delegate, HandBack, of_type
from conversations.groups.round_view import WhoSees
from conversations.incoming import Tap
from conversations.state import (
    Screen,
)
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer

REASON = "You run our meetings."
TELLS_WHO_JOINED = "whoever opens it shows you that they have joined"


def at_prompt() -> FlowPlayer:
    player = FlowPlayer(shipped("example"))
    player.join()
    for label in ("Begin", "1. Team meetings", "Start"):
        player.tap(label)
    return player


def early_reason(reason: str = REASON) -> FlowPlayer:
    player = at_prompt()
    player.write("/pass")
    player.write(reason, after=1)
    assert of_type(player.steps[-1].effects, Delegate) == []
    assert reason.strip() in player.cards[player.conversation.place.card].text
    return player


def test_a_reason_that_came_too_soon_is_used_when_its_writer_says_so() -> None:
    player = early_reason()
    player.tap("Use it")
    (passed,) = of_type(player.steps[-1].effects, Delegate)
    assert passed.reason == REASON
    assert player.conversation.place.to_pass is None


def test_left_out_it_can_be_had_back() -> None:
    player = early_reason()
    player.write("no")
    assert player.conversation.place.to_pass is None
    player.write("/undo")
    assert player.conversation.place.to_pass is not None
    assert player.conversation.place.screen is Screen.HAND_ON


def test_words_that_were_no_reason_may_be_the_reply() -> None:
    player = early_reason("We go round the table.")
    player.tap("Do not pass it on")
    held = player.conversation.place.held
    assert held is not None
    assert held.text == "We go round the table."
    player.write("yes")
    assert [reply.text for reply in player.conversation.replies.values()] == ["We go round the table."]


def test_a_long_reason_that_came_too_soon_is_not_lost() -> None:
    player = early_reason("You run our meetings. " * 20)
    player.tap("Use it")
    assert of_type(player.steps[-1].effects, Delegate) == []
    assert player.conversation.place.to_pass is not None


def test_a_message_that_waits_can_be_corrected() -> None:
    player = early_reason()
    player.edit(REASON, "You chair our meetings.")
    player.write("yes")
    (passed,) = of_type(player.steps[-1].effects, Delegate)
    assert passed.reason == "You chair our meetings."


def test_a_reply_for_a_colleague_that_came_too_soon_is_held_until_they_come_back_to_it() -> None:
    player = at_prompt()
    player.be_asked("You know this.")
    player.write("We ask each in turn.", after=1)
    assert of_type(player.steps[-1].effects, HandBack) == []
    player.tap("Later")
    player.write("/asked")
    player.tap("Use it")
    (back,) = of_type(player.steps[-1].effects, HandBack)
    assert back.text == "We ask each in turn."


@pytest.mark.parametrize(("number", "theme_id"), [(1, "team-meetings"), (5, "supervision")])
def test_a_prompt_that_came_back_is_one_tap_away(number: int, theme_id: str) -> None:
    player = at_prompt()
    player.write("/pause")
    news = player.sent[player.conversation.place.card]
    tap = Tap(player.channel, "m99", player.now, news.number + 1, f"returned-{number}")
    player.advance(tap, news)
    place = player.conversation.place
    assert (place.screen, place.theme_id) == (Screen.PROMPT, theme_id)
    assert place.prompt_id == [p.id for t in player.guide.themes for p in t.prompts][number - 1]


@pytest.mark.parametrize("number", [0, 99])
def test_a_prompt_that_the_guide_does_not_have_opens_nothing(number: int) -> None:
    player = at_prompt()
    place = player.conversation.place
    news = player.sent[place.card]
    player.advance(Tap(player.channel, "m99", player.now, news.number + 1, f"returned-{number}"), news)
    assert player.conversation.place == place


def test_news_from_another_round_opens_nothing_here() -> None:
    player = at_prompt()
    place = player.conversation.place
    player.advance(Tap(player.channel, "m99", player.now, place.card + 1, "returned-1"), None)
    assert player.conversation.place == place


@pytest.mark.parametrize("who_sees", WhoSees)
def test_where_nobody_is_named_the_card_says_that_it_tells_who_has_joined(who_sees: WhoSees) -> None:
    player = at_prompt()
    player.conversation = replace(
        player.conversation, round=replace(player.conversation.round, who_sees=who_sees)
    )
    player.write("/pass")
    shown = player.cards[player.conversation.place.card].text
    assert (TELLS_WHO_JOINED in shown) is (who_sees is not WhoSees.NAMED)
