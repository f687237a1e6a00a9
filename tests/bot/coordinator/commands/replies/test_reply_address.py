"""Which replies are wanted: as people type it, and as a button carries it."""

import itertools
import re

import pytest

from bot.acts.permissions import Command
from bot.coordinator.actions import Begin, action_from, action_text
from bot.coordinator.commands.replies.reply_address import ReplyAddress, ReplyState, Wish, address_in
from bot.coordinator.refusals import InvalidInput
from content.phrases import phrases_in

P = phrases_in("en")
TEAMS = ("Home care", "", *(f"Team {number}" for number in range(3, 120)))
CARRIED = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
LONGEST_WITH_CARD = 64 - len("1234567:")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ReplyAddress()),
        ("T1", ReplyAddress("T1")),
        ("t1 p4", ReplyAddress("T1.P4")),
        ("T1-P4", ReplyAddress("T1.P4")),
        ("t12.s", ReplyAddress("T12.S")),
        ("T1.P4 don't know", ReplyAddress("T1.P4", ReplyState.DONT_KNOW)),
        ("T1.P4 Not applicable", ReplyAddress("T1.P4", ReplyState.NOT_APPLICABLE)),
        ("T1.P4 no reply page 3", ReplyAddress("T1.P4", ReplyState.NO_REPLY, page=3)),
        ("T1.P4 team home care", ReplyAddress("T1.P4", team="Home care")),
        ("T1.P4 team 2", ReplyAddress("T1.P4", team="")),
        ("T1.P4 skipped team Team 7 page 2", ReplyAddress("T1.P4", ReplyState.SKIPPED, "Team 7", 2)),
        ("T1.P4 team home care no reply", ReplyAddress("T1.P4", ReplyState.NO_REPLY, "Home care")),
        ("T1 team 2 don't know", ReplyAddress("T1", ReplyState.DONT_KNOW, "")),
        ("table", ReplyAddress(wish=Wish.TABLE)),
        ("T1 team Home care table", ReplyAddress("T1", team="Home care", wish=Wish.TABLE)),
        ("T1.P4 filter", ReplyAddress("T1.P4", wish=Wish.FILTER)),
    ],
)
def test_what_is_typed_is_read(typed: str, meant: ReplyAddress) -> None:
    assert address_in(typed, TEAMS, P) == meant


@pytest.mark.parametrize("typed", ["everything", "P4", "T1.P4 team", "T1.P4 team Nobody", "T1.P4 maybe"])
def test_what_cannot_be_read_is_said_and_never_guessed(typed: str) -> None:
    with pytest.raises(InvalidInput):
        address_in(typed, TEAMS, P)


@pytest.mark.parametrize(
    "typed", ["T1.P4 skipped, no reply", "T1.P4 answered and skipped", "T1.P4 skipped team 1 no reply"]
)
def test_two_ways_at_once_are_said_to_be_one_too_many(typed: str) -> None:
    with pytest.raises(InvalidInput, match="One way and one team") as refused:
        address_in(typed, TEAMS, P)
    told = str(refused.value).rpartition("/replies ")[2].rstrip(".")
    assert address_in(told, TEAMS, P) == ReplyAddress("T1.P4", ReplyState.SKIPPED, "Home care")


@pytest.mark.parametrize("typed", ["T1.P4 skipped", "team 1", "team Home care", "filter"])
def test_without_names_there_is_nothing_to_pick_by(typed: str) -> None:
    with pytest.raises(InvalidInput, match="without names"):
        address_in(typed, None, P)
    assert address_in("T1.P4 page 2", None, P) == ReplyAddress("T1.P4", page=2)


def test_a_button_of_every_address_is_carried_by_every_channel_and_comes_back() -> None:
    codes, states, teams = ("", "T1", "T99.P99"), (None, *ReplyState), (None, "Home care", "", "Team 119")
    for code, state, team, page, wish in itertools.product(codes, states, teams, (1, 999), (None, *Wish)):
        address = ReplyAddress(code, state, team, page, wish)
        action = action_text(Begin(Command.REPLIES, address.text(TEAMS)))
        assert CARRIED.fullmatch(action)
        assert len(action) <= LONGEST_WITH_CARD or (page > 1 and wish is not None), action
        begun = action_from(action)
        assert isinstance(begun, Begin)
        assert address_in(begun.text, TEAMS, P) == address
