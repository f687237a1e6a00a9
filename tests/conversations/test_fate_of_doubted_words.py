"""What is said of words that are asked about is true: they stay, come back, or are erased."""

import pytest

from conversations.effects import TakeOutWords, of_type
from conversations.state import DoubtKind
from tests.channel_names import TELEGRAM
from tests.conversations.test_doubts import TELLING, TO_PROMPT, TO_STRENGTHS, begun, doubts, kept
from tests.players.flow_player import FlowPlayer

ERASED = "What you wrote before is erased."
COMES_BACK = "What you wrote before comes back if you take this out."


@pytest.mark.parametrize("ahead", [(), ("change it",)])
@pytest.mark.parametrize("instead", ["finish", "thanks", "Hm, does my boss read any of it?"])
def test_words_that_may_be_no_reply_are_not_said_to_erase_what_comes_back_with_a_no(
    ahead: tuple[str, ...], instead: str
) -> None:
    player = begun()
    for text in (TELLING, *ahead):
        player.write(text)
    (told,) = player.write(instead).said
    assert ERASED not in "\n".join(told.lines)
    assert told.lines[0] == f"Saved. {COMES_BACK}"
    player.write("no")
    assert kept(player) == TELLING
    assert [each.kind for each in doubts(player)] == [DoubtKind.IDENTIFIER]


def test_a_yes_to_them_erases_what_they_took_the_place_of() -> None:
    player = begun()
    for text in (TELLING, "finish", "yes"):
        player.write(text)
    assert (kept(player), doubts(player)) == ("finish", [])


def test_words_that_may_show_somebody_too_erase_what_they_took_the_place_of() -> None:
    player = begun()
    player.write(TELLING)
    (told,) = player.write("Mr Otto Lang rang us.").said
    assert told.lines[0] == f"Saved. {ERASED}"


def test_on_a_list_nothing_takes_the_place_of_anything() -> None:
    player = begun(TELEGRAM, TO_STRENGTHS)
    player.write(TELLING)
    (told,) = player.write("thanks").said
    assert told.lines[0] == "Saved."


# Words that came before the question could be read


@pytest.mark.parametrize("ahead", [TO_PROMPT, TO_STRENGTHS])
@pytest.mark.parametrize("doubted", [TELLING, "cancel", "Hm, does my boss read any of it?"])
def test_quick_words_are_told_of_and_take_the_place_with_one_tap(
    doubted: str, ahead: tuple[str, ...]
) -> None:
    player = begun(TELEGRAM, ahead)
    player.write(doubted)
    (told,) = player.write("It is taken well.", after=2).said
    is_beside = ahead is TO_STRENGTHS and doubted is TELLING
    assert ("takes its place" in "\n".join(told.lines)) is not is_beside
    assert ("came before you could read that" in "\n".join(told.lines)) is not is_beside
    if not is_beside:
        assert "It is taken well." in told.lines
        (moved,) = player.write("replace").said
        assert ERASED in "\n".join(moved.lines) or doubted is not TELLING
        assert [each.text for each in player.conversation.replies.values() if each.text] == [
            "It is taken well."
        ]
        assert doubts(player) == []


def test_quick_words_that_are_left_stay_added_and_a_yes_keeps_all() -> None:
    player = begun()
    player.write(TELLING)
    player.write("It is taken well.", after=2)
    player.write("We met them.", after=2)
    player.write("keep it")
    assert (kept(player), doubts(player)) == (f"{TELLING}\nIt is taken well.\nWe met them.", [])
    assert player.conversation.place.added is None


def test_all_quick_words_take_the_place_together() -> None:
    player = begun()
    player.write(TELLING)
    player.write("It is taken well.", after=2)
    player.write("We met them.", after=2)
    player.tap("move")
    assert (kept(player), doubts(player)) == ("It is taken well.\nWe met them.", [])


def test_a_quick_reply_beside_a_complaint_erases_nothing_and_offers_nothing() -> None:
    player = begun()
    player.write("I want to complain: my data was shown to my manager without my permission.")
    (told,) = player.write("It is taken well.", after=2).said
    assert "took no place" not in "\n".join(told.lines)


# A wish that follows words that were asked about: they wait behind it, and go once it is a reply


@pytest.mark.parametrize("wishes", [("cancel",), ("cancel", "exit")])
def test_words_that_a_no_brings_back_are_not_erased_before(wishes: tuple[str, ...]) -> None:
    player = begun()
    for text in (TELLING, "change it", *wishes):
        player.write(text)
        assert TELLING not in erased(player)
    assert TELLING in [each.part.text for each in player.conversation.place.doubts], "their own data list it"
    player.write("no")
    assert TELLING not in erased(player)
    assert kept(player) == TELLING
    assert [(each.kind, each.part.text) for each in player.conversation.place.doubts] == [
        (DoubtKind.IDENTIFIER, TELLING)
    ]


@pytest.mark.parametrize("answer", ["yes", "It is taken well."])
def test_words_behind_a_wish_are_erased_once_another_reply_stands_there(answer: str) -> None:
    player = begun()
    for text in (TELLING, "change it", "cancel"):
        player.write(text)
    player.write(answer)
    assert TELLING in erased(player)
    assert doubts(player) == []
    assert player.conversation.place.doubts == ()
    assert TELLING not in repr(player.conversation.place)


def test_a_yes_to_a_wish_that_was_added_leaves_the_words_before_it_asked_about() -> None:
    player = begun()
    player.write(TELLING)
    player.write("cancel", after=2)
    (wish,) = [each for each in doubts(player) if each.kind is DoubtKind.WISH]
    player.tap(f"confirm-{wish.number}")
    assert TELLING in (kept(player) or "")
    assert [each.part.text for each in doubts(player)] == [TELLING]
    assert TELLING not in erased(player)


def erased(player: FlowPlayer) -> set[str]:
    """The words that are erased by this step."""
    return {each.part.text for each in of_type(player.steps[-1].effects, TakeOutWords)}
