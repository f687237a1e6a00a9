"""Below the open card may stand one that was only looked up. There, back leads to the open card."""

import pytest

from conversations.state import Screen
from storage.rounds.stored_place import place_from_json, place_to_json
from tests.channel_names import TELEGRAM, WEB
from tests.conversations.test_state_machine import replies_of
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer

LOOKED_UP = [
    *[("theme", each) for each in ("features", "examples", "prompts")],
    *[("prompt", each) for each in ("examples", "/who", "/about")],
]


def at(screen: str, channel: str) -> FlowPlayer:
    """Somebody at the opening of a theme, or at its second prompt."""
    player = FlowPlayer(shipped("example"), channel)
    player.join()
    for action in ("begin", "theme-1"):
        player.tap(action)
    if screen == "prompt":
        player.tap("start")
        player.write("We go round the table.")
    return player


@pytest.mark.parametrize("channel", [WEB, TELEGRAM])
@pytest.mark.parametrize("word", ["back", "Back.", "go back"])
@pytest.mark.parametrize(("screen", "asked"), LOOKED_UP)
def test_back_below_what_was_looked_up_leads_to_the_open_card(
    screen: str, asked: str, word: str, channel: str
) -> None:
    player = at(screen, channel)
    before, kept = player.conversation.place, replies_of(player)
    player.write(asked)
    player.write(word)
    place = player.conversation.place
    assert (place.screen, place.theme_id, place.prompt_id) == (
        before.screen,
        before.theme_id,
        before.prompt_id,
    )
    assert place.card > before.card
    assert replies_of(player) == kept


def test_a_second_back_goes_one_step_further() -> None:
    player = at("prompt", WEB)
    player.write("examples")
    player.write("back")
    player.write("back")
    place = player.conversation.place
    assert (place.screen, place.prompt_id) == (Screen.PROMPT, shipped("example").themes[0].prompts[0].id)


def test_what_was_looked_up_is_still_known_after_a_restart_and_forgotten_once_it_is_left() -> None:
    player = at("prompt", WEB)
    player.write("examples")
    place = player.conversation.place
    assert place.looks_aside
    assert place_from_json(place_to_json(place)).looks_aside
    player.write("back")
    assert not player.conversation.place.looks_aside
    assert "beside" not in place_to_json(player.conversation.place)
