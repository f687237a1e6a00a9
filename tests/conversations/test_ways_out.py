"""On a card that people want out of, a plain no is the way back, and nothing is lost by it."""

import pytest

from conversations.effects import FileComplaint, Forget, LeaveRound, of_type
from conversations.state import Screen
from tests.channel_names import WEB
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer

NOES = ("no", "No.", "cancel", "Cancel!", "never mind", "no thanks")
ASKING = {"/forget": Screen.FORGET, "/leave": Screen.LEAVE, "/complain": Screen.COMPLAIN}


def at_prompt() -> FlowPlayer:
    """Somebody in front of a prompt, who has replied to one."""
    player = FlowPlayer(shipped("example"), WEB)
    player.join()
    for action in ("begin", "theme-1", "start"):
        player.tap(action)
    player.write("We go round the table.")
    return player


@pytest.mark.parametrize("no", NOES)
@pytest.mark.parametrize("asking", ASKING)
def test_a_no_leads_back_to_where_somebody_was(asking: str, no: str) -> None:
    player = at_prompt()
    before = player.conversation.place
    player.write(asking)
    assert player.conversation.place.screen is ASKING[asking]
    player.write(no)
    place = player.conversation.place
    assert (place.screen, place.prompt_id) == (before.screen, before.prompt_id)
    brought_about = player.steps[-1].effects
    assert not any(of_type(brought_about, kind) for kind in (Forget, LeaveRound, FileComplaint))
    assert [reply.text for reply in player.ledger] == ["We go round the table."]


@pytest.mark.parametrize("no", NOES)
def test_whoever_is_asked_for_their_name_stays_unnamed(no: str) -> None:
    player = at_prompt()
    player.write("/complain My words were read out.")
    player.write(no)
    assert player.conversation.place.screen is Screen.COMPLAINED
    assert not of_type(player.steps[-1].effects, FileComplaint)
    player.write("say who")
    player.write(no)
    assert player.conversation.place.screen is Screen.COMPLAINED


@pytest.mark.parametrize("no", NOES)
@pytest.mark.parametrize("asking", ["/forget", "/complain"])
def test_a_no_counts_when_the_round_is_closed_too(asking: str, no: str) -> None:
    player = at_prompt()
    player.close()
    player.write(asking)
    player.write(no)
    assert player.conversation.place.screen not in (Screen.FORGET, Screen.COMPLAIN)
    assert not player.steps[-1].effects or not of_type(player.steps[-1].effects, FileComplaint)
