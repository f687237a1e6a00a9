"""Every golden dialogue through the whole application on each channel, restarted between all turns."""

from pathlib import Path

import pytest

from tests.channel_names import TELEGRAM, WEB
from tests.players.dialogue import all_dialogues, load, play_async
from tests.players.house import Clock, House
from tests.players.telegram_player import TelegramPlayer
from tests.players.web_player import WebPlayer
from tests.telegram.stand_in import StandIn

DIALOGUES = pytest.mark.parametrize("path", all_dialogues(), ids=lambda path: path.stem)


@DIALOGUES
async def test_telegram_says_what_the_dialogue_says(path: Path, tmp_path: Path) -> None:
    dialogue = load(path)
    if not dialogue.can_be_played_on(TELEGRAM):
        pytest.skip(f"this story is for {dialogue.only} only")
    clock = Clock()
    async with (
        StandIn(clock=clock.seconds) as stand_in,
        House.of(
            dialogue.scene,
            tmp_path,
            clock,
            telegram_token=stand_in.token,
            telegram_api_url=stand_in.url,
        ) as house,
    ):
        await play_async(dialogue, TelegramPlayer(house, stand_in, 4711, restarts=True))


@DIALOGUES
async def test_the_web_chat_says_what_the_dialogue_says(path: Path, tmp_path: Path) -> None:
    dialogue = load(path)
    if not dialogue.can_be_played_on(WEB):
        pytest.skip(f"this story is for {dialogue.only} only")
    async with House.of(dialogue.scene, tmp_path, Clock()) as house:
        await play_async(dialogue, WebPlayer(house, restarts=True))


AT_ONCE = ("changing_ones_words", "complaining", "correcting_by_editing", "forgetting", "passing_on")


@pytest.mark.parametrize("story", AT_ONCE)
async def test_the_web_chat_says_the_same_where_it_answers_in_the_commit_that_keeps(
    story: str, tmp_path: Path
) -> None:
    """After a start the first message of a session waits in the inbox, so here nothing is restarted."""
    dialogue = next(load(path) for path in all_dialogues() if path.stem == story)
    async with House.of(dialogue.scene, tmp_path, Clock()) as house:
        await play_async(dialogue, WebPlayer(house))
