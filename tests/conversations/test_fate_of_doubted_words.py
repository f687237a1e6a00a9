"""What is said of words that are asked about is what becomes of them: they stay, come back, or are erased."""

import pytest

from conversations.state import DoubtKind
from tests.channel_names import TELEGRAM
from tests.conversations.test_doubts import TELLING, TO_STRENGTHS, begun, doubts, kept
from tests.players.flow_player import FlowPlayer

ERASED = "What you wrote before is erased."
COMES_BACK = "What you wrote before comes back if you take this out."


def newest(player: FlowPlayer) -> str:
    """All that the newest step said."""
    return "\n".join(line for heard in player.heard[-1:] for line in heard.lines)


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
