"""Words that may be a complaint are kept and asked about, whatever their writer does instead of answering."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.doubts.open_doubts import open_doubts
from conversations.effects import FileComplaint, of_type
from conversations.groups.round_view import WhoSees
from conversations.incoming import Channel, MessageKind, Tap
from conversations.state import (
    SEVERAL,
    Doubt,
    DoubtKind,
)
from tests.channel_names import TELEGRAM, WEB
from tests.conversations.test_doubts import KEY, TO_PROMPT, TO_STRENGTHS, begun, kept
from tests.players.flow_player import FlowPlayer

COMPLAINT = "I want to complain: my data was shown to my manager without my permission."
REPLY = "Our plan follows the council plan in most parts."


def waiting(player: FlowPlayer) -> list[Doubt]:
    """The words that may be a complaint and have no answer."""
    found = open_doubts(player.conversation.place, player.conversation.replies)
    return [each for each in found if each.kind is DoubtKind.COMPLAINT]


def filed(player: FlowPlayer) -> list[str]:
    """The words that were received as complaints."""
    return [each.text for step in player.steps for each in of_type(step.effects, FileComplaint)]


def asked_on(player: FlowPlayer, number: int) -> int:
    """The newest card that asks."""
    cards = player.first_shown.items()
    asks = [
        at for at, card in cards if any(f"iscomplaint-{number}" == b.action for r in card.buttons for b in r)
    ]
    return max(asks)


def open_lines(player: FlowPlayer) -> str:
    return player.cards[player.conversation.place.card].text


def _typing(text: str) -> Callable[[FlowPlayer], None]:
    return lambda player: player.write(text) and None


def _a_picture(player: FlowPlayer) -> None:
    player.send(MessageKind.PHOTO)


def _goes_to_another_prompt(player: FlowPlayer) -> None:
    player.write("/theme 2")
    player.write("start")
    player.write("We wrote it down.")


WAYS = st.lists(
    st.sampled_from(
        [
            _a_picture,
            _goes_to_another_prompt,
            *map(_typing, (REPLY, "And more.", "thanks", "skip", "undo", "/pause", "/review", "/theme 1")),
            *map(_typing, ("Mrs Example rang us on 07700 900123.", "back", "don't know", "change it")),
        ]
    ),
    max_size=6,
)


@given(WAYS, st.sampled_from([TELEGRAM, WEB]), st.sampled_from([TO_PROMPT, TO_STRENGTHS]))
def test_it_is_kept_and_asked_about_whatever_is_written_or_tapped_instead_of_an_answer(
    ways: list[Callable[[FlowPlayer], None]], channel: Channel, ahead: tuple[str, ...]
) -> None:
    player = begun(channel, ahead)
    player.write(COMPLAINT)
    for way in ways:
        way(player)
        assert [each.part.text for each in waiting(player)] == [COMPLAINT]
        assert not any(COMPLAINT in reply.text for reply in player.ledger), "no reply, so nobody reads it"
    number = waiting(player)[0].number
    player.tap(f"iscomplaint-{number}", on=asked_on(player, number))
    assert (filed(player), waiting(player)) == ([COMPLAINT], [])


@pytest.mark.parametrize("channel", [TELEGRAM, WEB])
def test_what_is_written_on_is_the_reply_and_the_question_comes_again_right_then(channel: Channel) -> None:
    player = begun(channel)
    player.write(COMPLAINT)
    player.write(REPLY)
    assert kept(player) == REPLY
    lines = open_lines(player)
    assert "Your reply is saved." in lines
    assert "You also wrote what is below. Is that a complaint about how your data is used?" in lines
    assert COMPLAINT in lines
    player.write("yes")
    assert (filed(player), kept(player), waiting(player)) == ([COMPLAINT], REPLY, [])


def test_more_that_is_written_on_takes_nothing_away() -> None:
    player = begun()
    for text in (COMPLAINT, REPLY, "We looked at it in May."):
        player.write(text)
    assert kept(player) == f"{REPLY}\nWe looked at it in May."
    assert [each.part.text for each in waiting(player)] == [COMPLAINT]


def test_a_no_makes_it_the_reply_and_one_that_was_written_on_stays_before_it() -> None:
    player = begun()
    player.write(COMPLAINT)
    player.write("no")
    assert (kept(player), waiting(player), filed(player)) == (COMPLAINT, [], [])
    player = begun()
    for text in (COMPLAINT, REPLY, "no"):
        player.write(text)
    assert (kept(player), waiting(player)) == (f"{REPLY}\n{COMPLAINT}", [])


def test_a_no_takes_the_place_of_what_had_been_given_before_as_any_reply_does() -> None:
    player = begun()
    for text in (REPLY, "/review", "1", COMPLAINT):
        player.write(text)
    assert kept(player) == REPLY
    player.write("no")
    assert kept(player) == COMPLAINT


def test_on_a_list_a_no_is_one_more_entry() -> None:
    player = begun(ahead=TO_STRENGTHS)
    for text in (COMPLAINT, REPLY, "no"):
        player.write(text)
    texts = [reply.text for key, reply in player.conversation.replies.items() if key[1] in SEVERAL]
    assert (texts, waiting(player)) == ([REPLY, COMPLAINT], [])


def test_no_button_of_another_question_takes_it_out() -> None:
    player = begun()
    player.write(COMPLAINT)
    number = waiting(player)[0].number
    for action in ("takeout", "reword"):
        player.now += timedelta(minutes=1)
        card = player.conversation.place.card
        player.advance(Tap(TELEGRAM, action, player.now, card, f"{action}-{number}", None))
        assert [each.number for each in waiting(player)] == [number]


@pytest.mark.parametrize("then", [(), (REPLY,)])
def test_in_an_anonymous_round_no_card_shows_it(then: tuple[str, ...]) -> None:
    player = begun()
    round_ = replace(player.conversation.round, who_sees=WhoSees.ANONYMOUS)
    player.conversation = replace(player.conversation, round=round_)
    for text in (COMPLAINT, *then):
        player.write(text)
    lines = open_lines(player)
    assert "Is that a complaint about how your data is used?" in lines
    assert COMPLAINT not in lines
    assert f"(what you wrote {'before' if then else 'just now'})" in lines


def test_a_message_that_is_moved_to_another_prompt_waits_there_and_once() -> None:
    player = begun()
    player.write(REPLY)
    player.write(COMPLAINT, after=1)
    assert [each.key for each in waiting(player)] == [KEY]
    player.tap("move")
    (moved,) = waiting(player)
    assert (moved.part.text, moved.key[1]) == (COMPLAINT, "decisions")
    assert kept(player) == REPLY


def test_the_card_that_asks_says_that_it_is_kept_apart_wherever_the_words_were_to_go() -> None:
    for before, after in (((), 60.0), ((REPLY,), 1.0)):
        player = begun(WEB)
        for text in before:
            player.write(text)
        said = len(player.cards)
        player.write(COMPLAINT, after=after)
        told = "\n".join([card.text for card in list(player.cards.values())[said:]])
        assert "Kept apart until you answer." in told
        assert "Saved." not in told
        assert "Added to" not in told


def test_what_was_skipped_is_no_reply_that_early_words_are_added_to() -> None:
    player = begun(WEB, TO_STRENGTHS)
    player.write("We keep to time", after=1)
    assert player.conversation.place.held is not None
    assert [each.text for each in player.ledger if each.text] == []
