"""A question about words that were given does its good also where nothing can be given any more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.effects import FileComplaint, KeepReply, TakeOutWords, of_type
from conversations.groups.round_view import WhoSees
from conversations.state import DoubtKind
from tests.conversations.test_doubts import begun, doubts, kept
from tests.players.flow_player import FlowPlayer

COMPLAINT = "I want to complain about how my personal data is used here"
TELLING = "Mrs Example of the night team rang us."
WISH = "cancel"
EXPLAINED = "We go round the table."
TRACE = "others can then see that something was erased"


def _closes(player: FlowPlayer) -> None:
    player.close()
    player.now += timedelta(minutes=1)
    round_ = replace(player.conversation.round, has_report=True)
    player.conversation = replace(player.conversation, round=round_)


def _leaves(player: FlowPlayer) -> None:
    player.write("/leave")
    player.write("leave this round")


def asked(words: str, *before: str, ends: Callable[[FlowPlayer], None] = _closes) -> FlowPlayer:
    """Somebody whose words were asked about when nothing could be given any more."""
    player = begun()
    for text in (*before, words):
        player.write(text)
    ends(player)
    return player


def sent(player: FlowPlayer) -> list[str]:
    """What was sent as complaints."""
    return [each.text for step in player.steps for each in of_type(step.effects, FileComplaint)]


def taken_out(player: FlowPlayer) -> list[str]:
    """The words that are erased."""
    return [each.part.text for step in player.steps for each in of_type(step.effects, TakeOutWords)]


def newest(player: FlowPlayer) -> str:
    return player.cards[max(player.cards)].text


def labels(player: FlowPlayer) -> list[str]:
    """The buttons of the newest card."""
    return [each.label for row in player.first_shown[max(player.first_shown)].buttons for each in row]


@pytest.mark.parametrize("ends", [_closes, _leaves])
def test_a_complaint_that_waits_is_sent_by_its_button(ends: Callable[[FlowPlayer], None]) -> None:
    player = asked(COMPLAINT, ends=ends)
    number = doubts(player)[0].number
    player.tap(f"iscomplaint-{number}")
    assert (sent(player), doubts(player)) == ([COMPLAINT], [])
    assert "Your complaint was received" in newest(player)


@pytest.mark.parametrize("word", ["send it", "yes", "Yes, send it"])
def test_a_complaint_that_waits_is_sent_by_its_word(word: str) -> None:
    player = asked(COMPLAINT)
    player.write(word)
    assert (sent(player), doubts(player)) == ([COMPLAINT], [])


def test_a_no_sends_nothing_and_it_is_asked_again() -> None:
    player = asked(COMPLAINT)
    player.write("no")
    assert (sent(player), [each.kind for each in doubts(player)]) == ([], [DoubtKind.COMPLAINT])
    assert "It can be no reply now." in newest(player)
    assert labels(player) == ["Yes, send it"]


def test_who_is_refused_reads_how_to_complain_and_what_waits() -> None:
    player = asked(COMPLAINT, "/theme 2", "start")
    player.write("more of it")
    said = "\n".join(card.text for card in player.cards.values())
    assert "You can still send /mydata, /complain or /forget." in said
    assert labels(player) == ["Yes, send it"]
    player.write("send it")
    assert sent(player) == [COMPLAINT]


@pytest.mark.parametrize("ends", [_closes, _leaves])
@pytest.mark.parametrize(("words", "answer"), [(WISH, "takeout"), (TELLING, "takeout"), (WISH, "no")])
def test_words_are_taken_out_and_what_had_been_given_before_stays(
    words: str, answer: str, ends: Callable[[FlowPlayer], None]
) -> None:
    player = asked(words, EXPLAINED, "/review", "1", ends=ends)
    (doubt,) = doubts(player)
    if answer == "takeout" and doubt.kind is DoubtKind.IDENTIFIER:
        player.tap(f"reword-{doubt.number}")
        assert "Keep it, or take it out?" in newest(player)
    if answer == "takeout":
        player.write("take it out")
    elif ends is _closes:
        player.write(answer)
    else:
        player.tap(f"takeout-{doubt.number}")
    assert (taken_out(player), kept(player), doubts(player)) == ([words], EXPLAINED, [])


@pytest.mark.parametrize("words", [WISH, TELLING])
def test_words_that_shall_stay_stay_and_are_asked_about_no_more(words: str) -> None:
    player = asked(words)
    before = len(player.steps)
    player.write("keep it")
    assert (taken_out(player), kept(player), doubts(player)) == ([], words, [])
    assert not [each for step in player.steps[before:] for each in of_type(step.effects, KeepReply)]
    assert "It stays as it is." in newest(player)


def test_what_is_written_again_takes_no_place_and_they_read_what_can_still_be_done() -> None:
    player = asked(TELLING)
    player.write("change it")
    assert "Nothing can be written in its place now." in newest(player)
    player.write("A carer rang us.")
    assert kept(player) == TELLING
    assert labels(player) == ["Keep it", "Take it out"]


def test_a_yes_to_erasing_everything_answers_that_and_no_question_of_before() -> None:
    player = asked(COMPLAINT)
    player.write("/forget")
    player.write("no")
    assert (sent(player), [each.kind for each in doubts(player)]) == ([], [DoubtKind.COMPLAINT])


# --- what is said beforehand --------------------------------------------------------------------------------


def _asked_in(who_sees: WhoSees, words: str, *, has_report: bool) -> FlowPlayer:
    player = begun()
    round_ = replace(player.conversation.round, who_sees=who_sees, has_report=has_report)
    player.conversation = replace(player.conversation, round=round_)
    player.write(words)
    return player


@pytest.mark.parametrize("who_sees", WhoSees)
@pytest.mark.parametrize("words", [WISH, TELLING, "Hm, is this going back to my boss?"])
def test_once_a_round_has_closed_the_question_says_what_others_can_see(who_sees: WhoSees, words: str) -> None:
    assert TRACE not in newest(_asked_in(who_sees, words, has_report=False))
    player = _asked_in(who_sees, words, has_report=True)
    assert TRACE in newest(player)
    assert ("but not whose" in newest(player)) is (who_sees is not WhoSees.NAMED)


def test_it_is_said_once_more_where_words_are_to_be_written_again() -> None:
    player = _asked_in(WhoSees.ANONYMOUS, TELLING, has_report=True)
    player.write("change it")
    assert "Write it again" in newest(player)
    assert TRACE in newest(player)


def test_of_a_complaint_that_waits_nobody_has_seen_anything() -> None:
    assert TRACE not in newest(_asked_in(WhoSees.ANONYMOUS, COMPLAINT, has_report=True))
