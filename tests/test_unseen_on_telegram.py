"""On Telegram, through the whole product: what nobody can see is no reply, no name and no title."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.engine.database import Transaction
from tests.players.acts import Act, Edits, Joins, Taps, Writes
from tests.players.heard import Turn
from tests.players.house import Clock, House
from tests.players.telegram_player import TelegramPlayer
from tests.telegram.stand_in import StandIn
from tests.test_invisible_words import UNSEEN


@asynccontextmanager
async def on_telegram(folder: Path, role: str = "") -> AsyncIterator[tuple[House, TelegramPlayer]]:
    clock = Clock()
    async with (
        StandIn(clock=clock.seconds) as stand_in,
        House(
            folder, clock, role=role, telegram_token=stand_in.token, telegram_api_url=stand_in.url
        ) as house,
    ):
        yield house, TelegramPlayer(house, stand_in, 4711)


async def does(player: TelegramPlayer, *acts: Act) -> str:
    """What is heard in answer to the last of these."""
    turn = Turn()
    for act in acts:
        turn = await player.act(act)
    return "\n".join(line for heard in turn.said for line in heard.lines)


async def replies(house: House) -> list[str]:
    return [entry.reply.text or entry.reply.given.value for entry in await house.ledger()]


async def test_it_is_no_reply_and_changes_none(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as (house, player):
        await does(player, Joins(), Taps("Begin"), Taps("1. Team meetings"))
        assert "prompt 1 of 3" in await does(player, Taps("Start"))
        for unseen in UNSEEN:
            assert "I can only read words, so this is not kept." in await does(player, Writes(unseen))
            assert await replies(house) == []
        assert "prompt 2 of 3" in await does(player, Writes("We ask everybody."))
        await does(player, Edits("We ask everybody.", UNSEEN[0]))
        assert await replies(house) == ["We ask everybody."]


def counts(tx: Transaction) -> list[object]:
    """How many rounds there are, and links into one or to a role."""
    tables = ("round", "invitation", "role_invitation")
    return [tx.row(f"SELECT count(*) FROM {table}") for table in tables]  # noqa: S608 - names of our own


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
async def test_it_is_no_title_and_no_name_that_a_coordinator_gives(tmp_path: Path, unseen: str) -> None:
    async with on_telegram(tmp_path, "coordinator") as (house, player):
        await does(player, Joins())
        before = await house.database.read(counts)
        await does(player, Writes("/round"), Writes("example"))
        assert "I can only read words here." in await does(player, Writes(unseen))
        await does(player, Writes("cancel"))
        typed = Writes(f"/round guide: example; title: {unseen}")
        assert "Please write it in words." in await does(player, typed)
        await does(player, Writes("cancel"), Writes("/invite"))
        assert "There is no name on this line." in await does(player, Writes(f"{unseen},North"))
        await does(player, Writes("cancel"))
        heard = await does(player, Writes(f"/colleague reader {unseen}"))
        assert "Please write it in words." in heard or "What do you call them?" in heard
        await does(player, Writes("cancel"))
        assert await house.database.read(counts) == before
