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


def test_good_practice_stands_on_the_card_of_a_theme_until_it_is_begun_where_the_guide_wants_that() -> None:
    guide = shipped("working-together")
    player, theme = FlowPlayer(guide), guide.themes[0]
    player.join()
    for words in ("begin", "1"):
        player.write(words)
    features = tuple(feature.text for feature in theme.features)
    new = player.write("/theme 1").said[0]
    assert new.lines[3 : 3 + len(features)] == features
    assert "Essential features" not in new.buttons
    for words in ("begin", "skip"):
        player.write(words)
    begun = player.write("/theme 1").said[0]
    assert set(features).isdisjoint(begun.lines)
    assert "Essential features" in begun.buttons


def test_a_guide_that_does_not_want_it_offers_good_practice_and_no_more() -> None:
    player, theme = FlowPlayer(shipped("example")), shipped("example").themes[0]
    player.join()
    player.write("begin")
    card = player.write("/theme 1").said[0]
    assert theme.features[0].text not in card.lines
    assert "Essential features" in card.buttons
