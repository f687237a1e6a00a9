"""A third channel, which lives in ``tests/teletype/`` only: it plays every dialogue, also among others.

It is added by one line in the table that the application is given. Nothing in the product knows of it.
"""

from pathlib import Path

import pytest

from tests.players.acts import HandsIn
from tests.players.dialogue import FOLDER, Dialogue, all_dialogues, coordinator_dialogues, load, play_async
from tests.players.house import Clock, House
from tests.players.telegram_player import TelegramPlayer
from tests.players.teletype_player import TeletypePlayer
from tests.players.web_player import WebPlayer
from tests.telegram.stand_in import StandIn
from tests.teletype.channel import TELETYPE, teletype_at
from tests.teletype.machine import Machine


def can_be_played(dialogue: Dialogue) -> bool:
    """Whether all that is done in it can be done at a teletype, which takes no files."""
    takes_files = any(isinstance(each.act, HandsIn) for each in dialogue.exchanges)
    return dialogue.can_be_played_on(TELETYPE) and not takes_files


PLAYED = [path for path in (*all_dialogues(), *coordinator_dialogues()) if can_be_played(load(path))]


@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
async def test_the_teletype_says_what_the_dialogue_says(path: Path, tmp_path: Path) -> None:
    dialogue, clock = load(path), Clock()
    async with (
        Machine(clock.seconds) as machine,
        House.of(dialogue.scene, tmp_path, clock, further=[teletype_at(machine.port)]) as house,
    ):
        # Without restarts, so that what only a running application knows is played too.
        await play_async(dialogue, TeletypePlayer(house, machine, "desk-1"))


def test_only_what_needs_a_file_or_another_channel_is_left_out() -> None:
    left_out = {path.stem for path in (*all_dialogues(), *coordinator_dialogues())} - {
        each.stem for each in PLAYED
    }
    of_telegram = {"answering_an_earlier_card", "asked_about_beside", "long_replies", "words_in_other_forms"}
    of_one_page = {"coming_back_in_the_browser", "into_the_browser"}
    with_files = {"a_list_as_a_file", "a_list_from_an_hr_system", "a_guide_of_our_own"}
    assert left_out == {*of_telegram, *of_one_page, *with_files, "not_words"}


SIDE_BY_SIDE = ("going_back", "pausing", "rating_and_evidence")
"""Dialogues in which nothing happens to the round, and no time passes that would pass for everybody."""


@pytest.mark.parametrize("name", SIDE_BY_SIDE)
async def test_three_people_on_three_channels_are_served_side_by_side(name: str, tmp_path: Path) -> None:
    dialogue, clock = load(FOLDER / f"{name}.yaml"), Clock()
    async with (
        Machine(clock.seconds) as machine,
        StandIn(clock=clock.seconds) as stand_in,
        House.of(
            dialogue.scene,
            tmp_path,
            clock,
            further=[teletype_at(machine.port)],
            telegram_token=stand_in.token,
            telegram_api_url=stand_in.url,
        ) as house,
    ):
        await play_async(
            dialogue,
            # One of them restarts it before each turn, for all three.
            TelegramPlayer(house, stand_in, 4711, restarts=True),
            WebPlayer(house),
            TeletypePlayer(house, machine, "desk-1"),
        )
