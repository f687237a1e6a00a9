"""``closer-look coordinator``: who has a role, and ending one, from the computer that Closer Look runs on."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
import time_machine
from click.testing import CliRunner, Result

from bot.app.data_folder import open_store
from bot.cli.group import closer_look
from bot.settings.settings import load_settings
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.job_details import AnnouncementJob
from storage.people import people
from storage.roles.organisations import Role, take_role
from tests.bot.coordinator.role_chat import CODE
from tests.bot.services import logging_left_as_it_was, stand_alone
from tests.channel_names import TELEGRAM

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
COUNCIL = ("--organisation", "Example Council")
MAKE_ONE = 'closer-look coordinator invite --organisation "Example Council"'
Found = TypeVar("Found")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was(), time_machine.travel(NOW, tick=False):
        yield


def do(*words: str, typed: str = "") -> Result:
    result = CliRunner().invoke(closer_look, ["coordinator", *words, *COUNCIL], input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*words: str, typed: str = "") -> str:
    result = do(*words, typed=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: str) -> str:
    result = do(*words)
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    return result.stderr


def write(job: Callable[[Transaction], Found]) -> Found:
    async def wrote() -> Found:
        database = await open_store(load_settings())
        try:
            return await database.write(job)
        finally:
            await database.close()

    return asyncio.run(wrote())


def comes_in(address: str) -> int:
    """Let somebody use a link that the host makes: who they are."""
    (code,) = CODE.findall(done("invite"))

    def use(tx: Transaction) -> int:
        person_id = people.enter(tx, TELEGRAM, address, NOW, language="en")
        assert take_role(tx, code, person_id, NOW) is not None
        return person_id

    return write(use)


def record() -> list[tuple[str, str, str, str, str]]:
    rows = write(
        lambda tx: tx.rows("SELECT actor, act, subject, channel, outcome FROM audit ORDER BY number")
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def test_everybody_with_a_role_and_every_open_link_is_listed() -> None:
    comes_in("1")
    done("invite")
    write(lambda tx: tx.run("UPDATE role SET label = 'Anna'"))
    assert done("list") == (
        "1. Anna: coordinator since 2 November 2026, on Telegram\n"
        "2. No name: open link for a coordinator, until 2 November 2026\n"
    )
    assert json.loads(done("list", "--json")) == [
        {
            "number": 1,
            "label": "Anna",
            "role": "coordinator",
            "since": NOW.isoformat(),
            "channels": ["telegram"],
            "link_until": None,
        },
        {
            "number": 2,
            "label": "",
            "role": "coordinator",
            "since": NOW.isoformat(),
            "channels": [],
            "link_until": "2026-11-02T09:45:00+00:00",
        },
    ]


def test_a_role_is_ended_once_it_is_confirmed_and_whoever_had_it_is_told() -> None:
    comes_in("1")
    ben = comes_in("2")
    result = do("remove", "2", typed="n\n")
    assert result.exit_code == 1
    assert "2. No name: coordinator since 2 November 2026, on Telegram\nEnd this role? [y/N]" in result.stdout
    assert len(json.loads(done("list", "--json"))) == 2
    assert "Number 2 has no role any more." in done("remove", "2", typed="y\n")
    assert [each["number"] for each in json.loads(done("list", "--json"))] == [1]
    assert record()[-1] == ("operator", "role.end", f"person {ben}", "command", "done")
    job = write(lambda tx: jobs.begin_next(tx, NOW))
    assert job is not None
    assert job.person_id == ben
    assert isinstance(job.details, AnnouncementJob)
    assert job.details.text.startswith("Your role for Example Council has ended.")
    verified = CliRunner().invoke(closer_look, ["audit", "verify"])
    assert "The record is whole:" in verified.stdout


def test_the_last_coordinator_can_be_removed_here_and_it_is_said_what_then() -> None:
    comes_in("1")
    result = do("remove", "1", "--yes")
    assert result.exit_code == 0
    assert result.stdout == "Number 1 has no role any more.\n"
    assert result.stderr == f"Nobody coordinates there any more. Make a link for one: {MAKE_ONE}\n"
    assert done("list") == f"Nobody has a role there. Make a link for one: {MAKE_ONE}\n"


def test_an_open_link_is_taken_back() -> None:
    (code,) = CODE.findall(done("invite"))
    assert "Take back this link?" in done("remove", "1", typed="y\n")
    person_id = write(lambda tx: people.enter(tx, TELEGRAM, "1", NOW, language="en"))
    assert write(lambda tx: take_role(tx, code, person_id, NOW)) is None
    assert record()[-1] == ("operator", "role.withdraw", "coordinator", "command", "done")


def test_a_number_or_an_organisation_that_there_is_not_is_refused() -> None:
    write(lambda tx: tx.row("SELECT 1"))  # so that there is a store
    for words in (("list",), ("remove", "1", "--yes")):
        assert refused(*words).startswith('There is no organisation "Example Council". All organisations: ')
    done("invite")
    told = refused("remove", "7", "--yes")
    assert told.startswith("There is no number 7 there. All of them: closer-look coordinator list")


def test_the_role_for_complaints_is_given_and_ended_here() -> None:
    told = do("invite", "--role", "complaints")
    assert told.stderr.endswith("Whoever opens it first reads and answers complaints there.\n")
    (code,) = CODE.findall(told.stdout)
    person_id = write(lambda tx: people.enter(tx, TELEGRAM, "1", NOW, language="en"))
    offered = write(lambda tx: take_role(tx, code, person_id, NOW))
    assert offered is not None
    assert offered.role is Role.COMPLAINTS
    assert "1. No name: reads complaints since 2 November 2026, on Telegram" in done("list")
    assert done("remove", "1", "--yes") == "Number 1 has no role any more.\n"
    assert write(lambda tx: tx.rows("SELECT * FROM role")) == []
