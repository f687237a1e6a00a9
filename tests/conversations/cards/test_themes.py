"""The list of themes says what can be done with it now."""

from tests.guides import shipped
from tests.players.flow_player import FlowPlayer

REPLIES = ("skip", "skip", "skip", "4", "skip", "skip", "done", "done", "finish")


def themes_told(done: int) -> tuple[str, ...]:
    """What the list says to somebody who has completed so many of the two themes."""
    player = FlowPlayer(shipped("example"))
    player.join()
    player.write("begin")
    for number in range(1, done + 1):
        for words in (f"/theme {number}", "begin", *REPLIES):
            player.write(words)
    return player.write("/themes").said[0].lines


def test_an_order_is_named_while_there_is_something_to_take() -> None:
    for done in (0, 1):
        assert "Take them in any order." in themes_told(done)


def test_when_all_is_complete_the_list_says_what_can_still_be_done() -> None:
    told = themes_told(2)
    assert "Take them in any order." not in told
    assert "These are complete. Choose one to see or to change your replies." in told
