"""Every golden dialogue of those who run rounds, on each channel, restarted between all turns."""

import os
from pathlib import Path

import pytest

from tests.players.dialogue import Dialogue, coordinator_dialogues, load, play_async
from tests.players.dialogue_file import rewrite
from tests.players.heard import Turn
from tests.players.house import Clock, House
from tests.players.telegram_player import TelegramPlayer
from tests.players.web_player import WebPlayer
from tests.telegram.stand_in import StandIn

DIALOGUES = pytest.mark.parametrize("path", coordinator_dialogues(), ids=lambda path: path.stem)


@DIALOGUES
async def test_telegram_says_what_the_dialogue_says(path: Path, tmp_path: Path) -> None:
    dialogue = load(path)
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
        player = TelegramPlayer(house, stand_in, 4711, restarts=True)
        if os.environ.get("UPDATE_DIALOGUES") == "1":
            heard = [await player.act(exchange.act) for exchange in dialogue.exchanges]
            rewrite(path, [heard, await heard_on_the_web(dialogue, tmp_path / "web")], await player.kept())
        else:
            await play_async(dialogue, player)


async def heard_on_the_web(dialogue: Dialogue, folder: Path) -> list[Turn]:
    """What is heard there, so that lines which only one channel says are marked when it is written down."""
    async with House.of(dialogue.scene, folder, Clock()) as house:
        player = WebPlayer(house, restarts=True)
        return [await player.act(exchange.act) for exchange in dialogue.exchanges]


@DIALOGUES
async def test_the_web_chat_says_what_the_dialogue_says(path: Path, tmp_path: Path) -> None:
    dialogue = load(path)
    async with House.of(dialogue.scene, tmp_path, Clock()) as house:
        await play_async(dialogue, WebPlayer(house, restarts=True))
