"""Every golden dialogue, played through the pure flow alone, word for word, as it is on each channel."""

import os
from pathlib import Path

import pytest

from conversations.incoming import Channel
from tests.channel_names import TELEGRAM, WEB
from tests.players.acts import Receives
from tests.players.dialogue import Dialogue, all_dialogues, load, play
from tests.players.dialogue_file import rewrite
from tests.players.flow_player import FlowPlayer

CHANNELS = (TELEGRAM, WEB)


PLAYED = [
    pytest.param(path, channel, id=f"{path.stem}-{channel}")
    for path in all_dialogues()
    for channel in CHANNELS
    if load(path).can_be_played_on(channel)
]


@pytest.mark.parametrize(("path", "channel"), PLAYED)
def test_the_flow_says_what_the_dialogue_says(path: Path, channel: Channel) -> None:
    if os.environ.get("UPDATE_DIALOGUES") == "1":
        update(path)
    dialogue = load(path)
    player = FlowPlayer.on(dialogue.scene, channel)
    play(dialogue, player)
    assert not player.waiting, "something was asked for and never received"


def update(path: Path) -> None:
    """Write what the flow says now into the dialogue's file."""
    dialogue = load(path)
    players = [
        FlowPlayer.on(dialogue.scene, channel) for channel in CHANNELS if dialogue.can_be_played_on(channel)
    ]
    heard = [[player.act(exchange.act) for exchange in dialogue.exchanges] for player in players]
    rewrite(path, heard, players[0].kept())


def test_there_are_dialogues_and_each_ends_what_it_begins() -> None:
    dialogues: list[Dialogue] = [load(path) for path in all_dialogues()]
    assert len(dialogues) >= 12
    assert any(isinstance(each.act, Receives) for dialogue in dialogues for each in dialogue.exchanges)
