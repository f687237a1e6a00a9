"""Ninety themes on a phone: a part of them at a time, any of them by its number, and where one is first."""

from dataclasses import replace

import pytest

from bot.channels.telegram.render import LONGEST_MESSAGE, messages_of
from bot.channels.web.round_at_hand import around
from content.model import Guide
from content.phrases import phrases_in
from conversations.cards.themes import themes_card
from conversations.cards.view import View
from conversations.outgoing import Card
from conversations.screens import card_at
from conversations.state import Place, Screen
from tests.guides import guide_for_tests
from tests.players.flow_player import FlowPlayer

MOST_BUTTONS = 100
"""Telegram takes no message with more."""


def with_many(number: int = 90) -> Guide:
    """A guide with so many themes of one prompt."""
    guide = guide_for_tests("kinds")
    theme = replace(guide.themes[0], prompts=guide.themes[0].prompts[:1], closing=())
    themes = (
        replace(theme, id=f"t{place}", title=f"What we do, part {place}") for place in range(1, number + 1)
    )
    return replace(guide, themes=tuple(themes))


def listed(player: FlowPlayer, words: str) -> tuple[str, ...]:
    return player.write(words).said[0].buttons


@pytest.fixture
def player() -> FlowPlayer:
    made = FlowPlayer(with_many())
    made.join()
    made.write("begin")
    return made


def test_a_part_of_the_list_says_which_it_is_and_leads_to_the_others(player: FlowPlayer) -> None:
    first = player.write("/themes").said[0]
    assert "Part 1 of 9: 1 to 10. The number of any other theme opens it too." in first.lines
    assert first.buttons[0] == "1. What we do, part 1"
    assert first.buttons[9:11] == ("10. What we do, part 10", "Later: 11 to 20")
    second = listed(player, "later")
    assert second[0] == "11. What we do, part 11"
    assert second[10:12] == ("Earlier: 1 to 10", "Later: 21 to 30")
    assert listed(player, "earlier") == first.buttons


def test_a_part_can_be_tapped_and_its_themes_too(player: FlowPlayer) -> None:
    player.write("/themes")
    assert player.tap("Later: 11 to 20").said[0].buttons[0] == "11. What we do, part 11"
    assert player.tap("12. What we do, part 12").said[0].lines[0] == "Theme 12: What we do, part 12"


@pytest.mark.parametrize("words", ["57", "/theme 57", "What we do, part 57"])
def test_any_theme_opens_from_any_part(player: FlowPlayer, words: str) -> None:
    assert player.write(words).said[0].lines[0] == "Theme 57: What we do, part 57"


def test_the_list_opens_where_one_is(player: FlowPlayer) -> None:
    for words in ("57", "begin"):
        player.write(words)
    assert "Part 6 of 9: 51 to 60." in " ".join(player.write("themes").said[0].lines)
    for words in ("60", "begin", "skip", "finish"):
        player.write(words)
    assert "Part 7 of 9: 61 to 70." in " ".join(player.write("/themes").said[0].lines), "there it goes on"


def test_a_dozen_themes_are_one_list() -> None:
    player = FlowPlayer(with_many(12))
    player.join()
    player.write("begin")
    card = player.write("/themes").said[0]
    assert len([each for each in card.buttons if "part" in each]) == 12
    assert not any("Part 1" in line for line in card.lines)


def test_a_part_that_is_no_longer_there_is_the_one_where_one_goes_on(player: FlowPlayer) -> None:
    view = View(player.guide, player.conversation, phrases_in("en"))
    assert "Part 1 of 9" in themes_card(view, Place(Screen.THEMES, part=40)).text


def test_telegram_takes_every_part(player: FlowPlayer) -> None:
    view = View(player.guide, player.conversation, phrases_in("en"))
    for part in range(1, 10):
        card: Card = card_at(view, Place(Screen.THEMES, part=part)).card
        (message,) = messages_of(card, 10**6)
        assert message.keyboard is not None
        assert sum(map(len, message.keyboard["inline_keyboard"])) < MOST_BUTTONS // 4
        assert len(message.html) < LONGEST_MESSAGE


def test_beside_the_conversation_the_part_in_front_of_them_is_open(player: FlowPlayer) -> None:
    for words in ("/themes", "later"):
        player.write(words)
    shown = around(View(player.guide, player.conversation, phrases_in("en")))
    assert [name for name, _ in shown.parts][:2] == ["1 to 10", "11 to 20"]
    assert shown.part == "11 to 20"
    assert [len(themes) for _, themes in shown.parts] == [10] * 9
