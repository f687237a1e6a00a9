"""Every card that asks about kept words takes a typed yes or no, or says which words answer it."""

import re
from collections.abc import Callable

import pytest

from conversations.cards.doubt_question import waits_after_closing
from conversations.cards.view import View
from conversations.flow import after_report
from conversations.incoming import Words
from conversations.outgoing import Say
from conversations.state import DoubtKind
from tests.conversations.interruptions.test_answers_when_closed import (
    COMPLAINT,
    TELLING,
    WISH,
    _closes,
    _leaves,
    asked,
    newest,
    sent,
)
from tests.conversations.test_doubts import begun, doubts, kept
from tests.players.flow_player import FlowPlayer

WORDS = {
    DoubtKind.WISH: WISH,
    DoubtKind.IDENTIFIER: TELLING,
    DoubtKind.COMPLAINT: COMPLAINT,
    DoubtKind.QUESTION: "Hm, is this going back to my boss?",
}


def _stays(_: FlowPlayer) -> None:
    """The round stays open, and the question is on the open card."""


@pytest.mark.parametrize("kind", DoubtKind)
@pytest.mark.parametrize("ends", [_stays, _closes, _leaves])
@pytest.mark.parametrize("word", ["yes", "no"])
def test_a_yes_and_a_no_answer_or_the_card_says_which_words_do(
    word: str, ends: Callable[[FlowPlayer], None], kind: DoubtKind
) -> None:
    player = asked(WORDS[kind], ends=ends)
    (before,) = doubts(player)
    player.write(word)
    if before in doubts(player):
        assert re.search("To answer, type “|Write it again", newest(player)), newest(player)


@pytest.mark.parametrize("kind", DoubtKind)
@pytest.mark.parametrize("ends", [_closes, _leaves])
def test_each_word_that_a_card_names_answers_it(ends: Callable[[FlowPlayer], None], kind: DoubtKind) -> None:
    player = asked(WORDS[kind], ends=ends)
    player.write("Some more words of mine")
    named = re.findall("“([^”]+)”", newest(player).split("To answer, type ")[-1])
    assert named
    for word in named:
        other = asked(WORDS[kind], ends=ends)
        other.write("Some more words of mine")
        other.write(word)
        assert doubts(other) == [], word


@pytest.mark.parametrize("word", ["no", "yes", "change it"])
def test_a_short_word_where_words_are_to_be_written_again_gets_a_sentence(word: str) -> None:
    player = begun()
    for text in (TELLING, "change it", word):
        player.write(text)
    assert "Write it below in other words, or type “keep it” to leave it as it is." in newest(player)
    assert [each.part.text for each in doubts(player)] == [TELLING]
    player.write("keep it")
    assert (kept(player), doubts(player)) == (TELLING, [])


# Several questions


@pytest.mark.parametrize("ends", [_closes, _leaves])
@pytest.mark.parametrize("first", ["keep it", "take it out"])
def test_the_next_question_that_waits_follows_an_answer(
    first: str, ends: Callable[[FlowPlayer], None]
) -> None:
    player = begun()
    for text in (COMPLAINT, "/theme 2", "start", TELLING):
        player.write(text)
    ends(player)
    player.write(first)
    assert "Is that a complaint about how your data is used?" in newest(player)
    player.write("send it")
    assert (sent(player), doubts(player)) == ([COMPLAINT], [])


@pytest.mark.parametrize("ends", [_closes, _leaves])
def test_the_next_question_follows_a_complaint_and_its_words_are_no_part_of_it(
    ends: Callable[[FlowPlayer], None],
) -> None:
    player = begun()
    for text in (TELLING, "/theme 2", "start", COMPLAINT):
        player.write(text)
    ends(player)
    player.write("send it")
    assert "Keep it, or take it out?" in newest(player)
    player.write("keep it")
    assert (sent(player), doubts(player)) == ([COMPLAINT], [])


# Where the question stands


def test_behind_the_news_of_the_closing_comes_what_waits_and_how_to_answer() -> None:
    player = begun()
    for text in (COMPLAINT, "/theme 2", "start", TELLING):
        player.write(text)
    _closes(player)
    view = View(player.guide, player.conversation, player.phrases, player.now)
    card = waits_after_closing(view)
    assert card is not None
    assert "2 things that you wrote still wait for an answer." in card.text
    assert "To answer, type “keep it” or “take it out”." in card.text
    assert [b.label for row in card.buttons for b in row] == ["Keep it", "Take it out"]


def test_nothing_comes_behind_it_where_nothing_waits() -> None:
    player = begun()
    _closes(player)
    assert waits_after_closing(View(player.guide, player.conversation, player.phrases, player.now)) is None


@pytest.mark.parametrize("ends", [_closes, _leaves])
def test_a_file_that_comes_after_the_closing_is_followed_by_what_waits(
    ends: Callable[[FlowPlayer], None],
) -> None:
    player = asked(TELLING, ends=ends)
    words = Words(player.channel, "", player.now, "")
    step = after_report(player.guide, player.conversation, words, player.now, player.phrases)
    asks = [each.card for each in step.say if isinstance(each, Say)][-1]
    assert "Keep it, or take it out?" in asks.text
