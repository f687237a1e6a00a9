"""The buttons of a reminder, tapped and typed, and what they leave as it is."""

from datetime import date, timedelta

import pytest

from content.phrases import long_date
from conversations.effects import GoToRound
from conversations.incoming import Tap
from conversations.state import Given
from tests.channel_names import WEB
from tests.guides import shipped
from tests.players.flow_player import FlowPlayer


@pytest.fixture
def player() -> FlowPlayer:
    """Somebody at the second prompt of theme 1, a day later."""
    somebody = FlowPlayer(shipped("example"), WEB)
    somebody.join()
    for label in ("Begin", "1. Team meetings", "Start"):
        somebody.tap(label)
    somebody.write("We go round the table.")
    somebody.now += timedelta(days=1)
    return somebody


@pytest.mark.parametrize(
    ("label", "typed", "until"),
    [
        ("Tomorrow", "tomorrow", date(2026, 11, 4)),
        ("Next week", "Next week.", date(2026, 11, 9)),
    ],
)
def test_a_button_and_its_word_hold_reminders_and_change_nothing_else(
    player: FlowPlayer, label: str, typed: str, until: date
) -> None:
    player.be_reminded()
    place = player.conversation.place
    player.tap(label)
    tapped = player.conversation
    assert (tapped.availability.away_until, tapped.place) == (until, place)
    player.write(typed)
    assert player.conversation.availability == tapped.availability
    assert len(player.ledger) == 1


def test_continue_poses_what_is_open_also_behind_a_pause(player: FlowPlayer) -> None:
    player.write("/pause")
    player.be_reminded()
    assert "prompt 2" in player.tap("Continue", on="A short reminder").said[0].lines[0]


def test_who_wants_none_is_asked_for_nothing_more_and_can_change_that(player: FlowPlayer) -> None:
    player.be_reminded()
    player.write("not for me")
    assert player.conversation.availability.declined
    player.write("/reminders on")
    assert not player.conversation.availability.declined


def test_its_words_count_while_it_is_newer_than_the_open_card_and_are_a_reply_after_it(
    player: FlowPlayer,
) -> None:
    player.be_reminded()
    player.write("/resume")
    player.write("Tomorrow")
    assert [(reply.given, reply.text) for reply in player.ledger[1:]] == [(Given.ANSWERED, "Tomorrow")]
    assert player.conversation.availability.away_until is None


def test_its_buttons_count_when_the_person_has_gone_on(player: FlowPlayer) -> None:
    player.be_reminded()
    player.write("We do it.")
    place = player.conversation.place
    player.tap("Not for me")
    assert player.conversation.availability.declined
    assert player.conversation.place == place


def test_a_longer_leave_outlasts_a_tap_on_tomorrow(player: FlowPlayer) -> None:
    player.write("/away until 14 December")
    player.be_reminded()
    player.tap("Tomorrow")
    assert player.conversation.availability.away_until == date(2026, 12, 14)


def test_a_day_that_has_just_passed_is_asked_about_and_not_taken_for_next_years(player: FlowPlayer) -> None:
    passed = player.now.date() - timedelta(days=1)
    (shown,) = player.write(f"/away until {long_date(passed, 'en').rpartition(' ')[0]}").said
    assert shown.lines[0].startswith(f"{long_date(passed, 'en')} has passed. If you mean another year")
    assert player.conversation.availability.away_until is None


def test_continue_on_a_reminder_of_another_round_leads_there(player: FlowPlayer) -> None:
    player.be_reminded()
    player.advance(Tap(WEB, "m", player.now, player.conversation.number, "continue-77"))
    assert player.steps[-1].effects == (GoToRound(77),)
    assert player.steps[-1].place == player.steps[-2].place
