"""Somebody whose choices decide what they are asked: progress, review, another choice, coming back."""

from dataclasses import replace

import pytest

from conversations.conditions.as_asked import guide_as_asked, unasked
from conversations.state import Given, Reply, Screen
from tests.content.test_conditions import guide
from tests.players.acts import ROUND_TITLE, Joins, Taps
from tests.players.flow_player import FlowPlayer

GUIDE = guide()


def at_the_first_prompt(set_number: int = 1) -> FlowPlayer:
    player = FlowPlayer(GUIDE)
    player.act(Joins(ROUND_TITLE))
    player.act(Taps("Begin"))
    player.write(str(set_number))
    player.write("1")
    player.write("start")
    return player


def said(player: FlowPlayer) -> str:
    return player.cards[player.conversation.place.card].text


def test_a_choice_leads_to_what_is_asked_behind_it_and_to_nothing_else() -> None:
    player = at_the_first_prompt()
    assert "prompt 1" in said(player)
    player.write("in the office")
    assert player.conversation.place.prompt_id == "safe"
    assert "prompt 3" in said(player)
    player.write("green")
    assert player.conversation.place.screen is Screen.REVIEW
    assert "With your replies, 2 prompts are not asked." in said(player), "how to get there, and why"
    player.write("finish")
    assert player.conversation.finished == {"visits": 1}


def test_before_anything_is_chosen_nothing_is_said_to_follow_from_it() -> None:
    player = at_the_first_prompt()
    player.write("/review")
    assert "3 more prompts may come: that depends on what you choose." in said(player)
    assert "With your replies" not in said(player)
    player.write("1")
    player.write("skip")
    assert "With your replies, 3 prompts are not asked." in said(player)
    assert "may come" not in said(player)


def test_one_choice_of_two_says_of_each_prompt_what_holds_of_it() -> None:
    player = at_the_first_prompt()
    player.write("in the office")
    player.write("/review")
    assert "1 more prompt may come" in said(player), "why it is unsafe"
    assert "With your replies, 1 prompt is not asked." in said(player), "how to get there"


def test_changing_a_choice_keeps_what_was_written_and_says_what_happens() -> None:
    player = at_the_first_prompt()
    player.write("at home")
    player.write("On foot, and in winter by car.")
    player.write("green")
    player.write("1")
    player.write("by phone")
    told = said(player)
    assert "With this reply, “How do you get there?” is not asked. What you gave there is kept" in told
    assert "“How safe is it there?” is not asked" in told
    kept = player.conversation.replies["visits", "way", 1]
    assert kept.text == "On foot, and in winter by car."
    assert unasked(GUIDE.theme("visits"), player.conversation.replies) == {"way", "safe", "why", "staff"}
    player.write("1")
    player.write("at home")
    assert "All 3 steps are done." in said(player), "what was written counts again"
    assert "On foot" in said(player)


def test_undoing_a_choice_asks_again_what_was_asked_before() -> None:
    player = at_the_first_prompt()
    player.write("at home")
    player.write("On foot.")
    player.write("green")
    player.write("1")
    player.write("by phone")
    player.write("undo")
    assert unasked(GUIDE.theme("visits"), player.conversation.replies) == {"why"}


def test_a_finished_theme_is_open_again_where_a_choice_leads_to_more() -> None:
    player = at_the_first_prompt()
    player.write("by phone")
    player.write("finish")
    player.write("review")
    player.write("1")
    player.write("in the office")
    assert player.conversation.place.prompt_id == "safe"
    player.write("/themes")
    assert "1 of 2 steps done" in said(player)


@pytest.mark.parametrize("given", [Given.SKIPPED, Given.DONT_KNOW, Given.WITHDRAWN])
def test_what_was_not_chosen_leads_nowhere(given: Given) -> None:
    chosen = Reply("visits", "where", 1, Given.ANSWERED, choices=("home",))
    for reply, asked in ((chosen, 3), (replace(chosen, given=given), 1)):
        found = guide_as_asked(GUIDE, "front", {reply.key: reply})
        assert len(found.theme("visits").prompts) == asked
