"""Where a card asks, a plain no is the way back and nothing is lost by it; a plain yes does what is asked."""

import pytest

from conversations.effects import FileComplaint, Forget, LeaveRound, NameWriter, of_type
from conversations.outgoing import Say
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


@pytest.mark.parametrize("yes", ["yes", "Yes.", "yes, please", "yep"])
def test_a_yes_does_what_the_card_asks(yes: str) -> None:
    for asking, done in (("/forget", Forget), ("/leave", LeaveRound)):
        player = at_prompt()
        player.write(asking)
        player.write(yes)
        assert of_type(player.steps[-1].effects, done), asking


def test_a_yes_to_whether_they_shall_know_who_one_is_asks_for_the_name() -> None:
    player = at_prompt()
    player.write("/complain My words were read out.")
    player.write("yes")
    assert player.conversation.place.screen is Screen.COMPLAINT_NAME
    assert not of_type(player.steps[-1].effects, FileComplaint), "it is no part of the complaint"
    assert not of_type(player.steps[-1].effects, NameWriter)


def test_a_yes_on_a_card_that_asks_nothing_erases_nothing() -> None:
    player = at_prompt()
    for before in ("/forget", "keep"):
        player.write(before)
    player.write("yes")
    assert not any(of_type(step.effects, Forget) for step in player.steps)


def test_where_nothing_is_open_cancelling_says_what_can_be_done() -> None:
    player = at_prompt()
    player.write("/cancel")
    (card,) = [each.card for each in player.steps[-1].say if isinstance(each, Say)]
    assert card.text.startswith("There is nothing to cancel here: “back” goes one step back")
    assert [reply.text for reply in player.ledger] == ["We go round the table."]


@pytest.mark.parametrize(
    ("asking", "staying"),
    [("/leave", "stay"), ("/forget", "keep"), ("/complain", "not now"), ("/pause", "continue")],
)
def test_who_has_not_begun_is_back_at_the_welcome_and_not_past_it(asking: str, staying: str) -> None:
    player = FlowPlayer(shipped("example"), WEB)
    player.join()
    player.write(asking)
    assert player.conversation.place.screen is not Screen.WELCOME
    player.write("/leave")  # one question over another leads back to the same place
    player.write(asking)
    player.write(staying)
    assert player.conversation.place.screen is Screen.WELCOME
    player.tap("begin")
    player.write(asking)
    player.write(staying)
    assert player.conversation.place.screen is Screen.THEMES, "once begun, it is not the welcome"
