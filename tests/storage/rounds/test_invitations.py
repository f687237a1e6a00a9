"""Invitations are not guessed, not used twice, and no refusal tells why it is one."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest

from conversations.state import Place
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase, open_sqlite
from storage.people import link_codes, people
from storage.people.people import Joined
from storage.rounds.invitees import Guest, invite_guests, revoke
from storage.rounds.stored_place import place_to_json
from tests.channel_names import TELEGRAM
from tests.storage.samples import FORTNIGHT, NOW, open_round, take_part

GUESSES = 100_000
RACES = 1_000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
async def second(file: Path, database: SqliteDatabase) -> AsyncIterator[SqliteDatabase]:
    """Another connection to the same file, as a command on the host has it."""
    assert database
    opened = await open_sqlite(file)
    yield opened
    await opened.close()


def join(tx: Transaction, code: str, address: str) -> Joined | None:
    place = place_to_json(Place())
    return people.join(tx, code, TELEGRAM, address, NOW, place=place, language="en")


def count_people(tx: Transaction) -> int:
    return len(tx.rows("SELECT 1 FROM person"))


def guesses(codes: list[str], chance: random.Random) -> Iterator[str]:
    """Codes of the right form, and real ones with a little wrong."""
    while True:
        code = chance.choice(codes)
        place = chance.randrange(len(code))
        other = chance.choice(LETTERS.replace(code[place], ""))
        yield secrets.token_urlsafe(32)
        yield code[:place] + other + code[place + 1 :]
        yield code[:-1]
        yield code + other
        yield code.swapcase()
        yield link_codes.hashed(code).hex()
        yield chance.choice(["", "%", "' OR '1'='1", "*", "\x00" + code, f" {code}", "é" * 43])


@pytest.mark.exhaustive
async def test_of_a_hundred_thousand_guesses_none_lets_anybody_in(database: SqliteDatabase) -> None:
    def guess(tx: Transaction) -> int:
        open_round(tx)
        codes = [people.invite(tx, "r1", NOW, valid=FORTNIGHT) for _ in range(100)]
        tried = islice(guesses(codes, random.Random(17)), GUESSES)
        let_in = sum(join(tx, code, str(number)) is not None for number, code in enumerate(tried))
        assert count_people(tx) == let_in
        assert all(join(tx, code, f"{number}") for number, code in enumerate(codes)), "the codes do work"
        return let_in

    assert await database.write(guess) == 0


async def test_of_two_who_race_for_a_code_on_two_connections_one_wins(
    database: SqliteDatabase, second: SqliteDatabase
) -> None:
    def start(tx: Transaction) -> list[str]:
        open_round(tx)
        return [people.invite(tx, "r1", NOW, valid=FORTNIGHT) for _ in range(RACES)]

    async def race(store: SqliteDatabase, code: str, address: str) -> Joined | None:
        return await store.write(lambda tx: join(tx, code, address), lasting=False)

    won = [0, 0]
    for number, code in enumerate(await database.write(start)):
        results = await asyncio.gather(
            race(database, code, f"a{number}"), race(second, code, f"b{number}"), return_exceptions=True
        )
        winners = [place for place, joined in enumerate(results) if isinstance(joined, Joined)]
        assert len(winners) == 1
        assert None in results
        won[winners[0]] += 1
    assert await database.read(count_people) == sum(won) == RACES


async def test_every_code_that_does_not_work_gets_the_same_answer(database: SqliteDatabase) -> None:
    """Unknown, expired, used, revoked, and one that signs somebody else in again."""

    def answers(tx: Transaction) -> list[Joined | None]:
        open_round(tx)
        anna, ben = take_part(tx, "1"), take_part(tx, "2")
        assert ben.is_new
        used = people.invite(tx, "r1", NOW, valid=FORTNIGHT)
        assert join(tx, used, "3") is not None
        (guest,) = invite_guests(tx, "r1", [Guest("Ann")], NOW, valid=FORTNIGHT)
        assert revoke(tx, "r1", [guest.number], NOW) == 1
        expired = people.invite(tx, "r1", NOW - timedelta(days=15), valid=FORTNIGHT)
        foreign = people.invite(tx, "r1", NOW, valid=FORTNIGHT, person_id=anna.person_id)
        unknown = secrets.token_urlsafe(32)
        tried = [join(tx, code, "4") for code in (unknown, expired, used, guest.code)]
        return [*tried, join(tx, foreign, "2")]

    assert await database.write(answers) == [None] * 5
