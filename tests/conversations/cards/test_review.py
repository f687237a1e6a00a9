"""The review: your own words, how each can be changed, and what is with somebody else."""

from dataclasses import replace

from tests.guides import shipped
from tests.players.flow_player import FlowPlayer
from tests.players.heard import Turn


def at_prompt() -> FlowPlayer:
    player = FlowPlayer(shipped("example"))
    player.join()
    for label in ("Begin", "1. Team meetings", "Start"):
        player.tap(label)
    return player


def shown(turn: Turn) -> str:
    return "\n".join(turn.said[-1].lines)


def test_long_words_are_cut_between_two_words() -> None:
    player = at_prompt()
    player.write("We talk about it. " * 20)
    text = shown(player.write("/review"))
    (line,) = [line for line in text.splitlines() if line.startswith("We talk")]
    assert len(line) <= 122
    assert line.endswith(" …")
    assert line.removesuffix(" …") in "We talk about it. " * 20


def test_a_prompt_that_was_passed_on_is_shown_and_counted_as_such() -> None:
    player = at_prompt()
    player.write("/pass")
    player.tap("Without a reason")
    player.receive("web link")
    text = shown(player.write("/review"))
    assert "(passed on)" in text
    assert "7 have no reply yet." in text
    assert "1 is with a colleague." in text


def test_the_way_on_leads_past_what_is_with_a_colleague() -> None:
    player = at_prompt()
    player.write("/pass")
    player.tap("Without a reason")
    player.receive("web link")
    for word in ("skip", "skip", "4", "skip", "skip", "done"):
        player.write(word)
    text = shown(player.write("done"))
    assert text.splitlines()[1].startswith("Review: ")
    assert "no reply yet" not in text
    assert "Go on where I was" not in [
        button.label for row in player.cards[player.conversation.place.card].buttons for button in row
    ]
    note, *_ = player.write("finish").said[-1].lines
    assert note == (
        "Prompt 1 is still with a colleague. Wait for the reply, or give or skip it yourself; then you get "
        "your report."
    )
    assert player.conversation.finished == {}


def test_what_may_be_a_complaint_is_not_shown_again() -> None:
    player = at_prompt()
    player.write("I want to complain about how my data is used in this survey.")
    text = shown(player.write("/review"))
    assert "I want to complain" not in text
    assert "is that a complaint?" in text


def test_a_colleagues_words_are_named_as_theirs() -> None:
    player = at_prompt()
    player.write("We go round the table.")
    ((key, reply),) = player.conversation.replies.items()
    player.conversation = replace(player.conversation, replies={key: replace(reply, given_by=9)})
    assert "(given by a colleague)" in shown(player.write("/review"))
