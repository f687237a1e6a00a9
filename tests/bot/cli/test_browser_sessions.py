"""``closer-look session`` and the links into a conversation that are made at the computer."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import time_machine
from click.testing import CliRunner, Result

from bot.app.data_folder import open_store
from bot.cli.group import closer_look
from bot.settings.settings import load_settings
from conversations.state import Place
from storage.engine.database import Transaction
from storage.people import people, sessions
from storage.roles.organisations import Role, take_role
from storage.rounds.stored_place import place_to_json
from tests.bot.joining import role_link
from tests.bot.services import logging_left_as_it_was, stand_alone
from tests.channel_names import WEB

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
CODE = re.compile(r"/join/([\w-]{43})")
Found = TypeVar("Found")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was(), time_machine.travel(NOW, tick=False):
        yield


def do(*words: str, typed: str = "") -> Result:
    result = CliRunner().invoke(closer_look, list(words), input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*words: str, typed: str = "") -> str:
    result = do(*words, typed=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: str) -> str:
    result = do(*words)
    assert result.exit_code != 0
    return result.stderr.rstrip("\n")


def write(job: Callable[[Transaction], Found]) -> Found:
    async def wrote() -> Found:
        database = await open_store(load_settings())
        try:
            return await database.write(job)
        finally:
            await database.close()

    return asyncio.run(wrote())


def record(organisation: str = "Example Council") -> list[tuple[str, ...]]:
    return write(
        lambda tx: tx.rows(
            "SELECT a.actor, a.act, a.subject, a.outcome FROM audit a"
            " JOIN organisation o ON o.id = a.organisation_id WHERE o.name = :name ORDER BY a.number",
            {"name": organisation},
        )
    )


def open_round(organisation: str = "Example Council") -> str:
    told = done("round", "open", "--guide", "example", "--title", "Autumn", "--organisation", organisation)
    found = re.search(r"Round (\w+) is open", told)
    assert found is not None
    return found[1]


def takes_part(round_id: str, browsers: int = 1) -> tuple[int, str]:
    """Somebody joins and is signed in in so many browsers: who they are, and what the export calls them."""

    def join(tx: Transaction) -> tuple[int, str]:
        code = people.invite(tx, round_id, NOW, valid=timedelta(days=1))
        joined = people.join(tx, code, WEB, None, NOW, place=place_to_json(Place()), language="en")
        assert joined is not None
        for _ in range(browsers):
            sessions.open_session(tx, joined.person_id, NOW)
        (called,) = tx.row("SELECT pseudonym FROM participant WHERE id = :id", {"id": joined.participant_id})  # type: ignore[misc]
        return joined.person_id, called

    return write(join)


def has_role(role: Role, organisation: str = "Example Council") -> int:
    """Somebody with a role is signed in in one browser: who they are."""

    def take(tx: Transaction) -> int:
        code = role_link(tx, NOW, role, organisation)
        person_id = people.enter(tx, WEB, None, NOW, language="en")
        take_role(tx, code, person_id, NOW)
        sessions.open_session(tx, person_id, NOW)
        return person_id

    return write(take)


def listed(*options: str) -> list[tuple[int, int]]:
    """Whose browsers are listed: each as person and number."""
    return [
        (each["person"], each["browser"]) for each in json.loads(done("session", "list", "--json", *options))
    ]


# --- list ----------------------------------------------------------------------------------------------


def test_whose_browsers_are_signed_in_is_listed_and_that_it_was_looked_is_on_record() -> None:
    round_id = open_round()
    ann, _ = takes_part(round_id, 2)
    ben = has_role(Role.READER)
    assert done("session", "list") == (
        f"person {ann}: browser 1, since 2026-11-02, last used 2026-11-02\n"
        f"person {ann}: browser 2, since 2026-11-02, last used 2026-11-02\n"
        f"person {ben}, reader: browser 1, since 2026-11-02, last used 2026-11-02\n"
    )
    assert record()[-1] == ("operator", "session.list", "sessions", "done")


def test_they_are_listed_by_person_round_organisation_and_role() -> None:
    round_id = open_round()
    ann, called = takes_part(round_id)
    coordinates, reads = has_role(Role.COORDINATOR), has_role(Role.READER)
    elsewhere = has_role(Role.COORDINATOR, "Other Council")
    other = ("--organisation", "Other Council")
    assert listed("--person", str(ann)) == [(ann, 1)]
    assert listed("--round", round_id, "--participant", called) == [(ann, 1)]
    assert listed("--organisation", "Example Council") == [(ann, 1), (coordinates, 1), (reads, 1)]
    assert listed("--role", "coordinator") == [(coordinates, 1), (elsewhere, 1)]
    assert listed("--role", "coordinator", *other) == [(elsewhere, 1)]
    assert listed("--role", "reader", *other) == []
    assert [each[1] for each in record("Other Council")] == ["session.list"] * 2


def test_a_session_that_has_ended_is_not_listed() -> None:
    has_role(Role.COORDINATOR)
    ann, _ = takes_part(open_round())
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        assert listed() == [(ann, 1)]
    with time_machine.travel(NOW + timedelta(days=90), tick=False):
        assert done("session", "list") == "No such browser is signed in.\n"


def test_what_does_not_exist_is_refused_in_a_sentence() -> None:
    round_id = open_round()
    assert "There is no organisation" in refused("session", "list", "--organisation", "Nowhere")
    assert "is called" in refused("session", "list", "--round", round_id, "--participant", "P-nobody")
    assert "go together" in refused("session", "list", "--participant", "P-nobody")
    assert "Name whose browsers are meant" in refused("session", "end", "--yes")
    assert "nothing was ended" in refused("session", "end", "--person", "77", "--yes")


# --- end -----------------------------------------------------------------------------------------------


def test_browsers_are_ended_once_they_were_shown_and_it_is_on_record() -> None:
    round_id = open_round()
    ann, called = takes_part(round_id, 3)
    ben, _ = takes_part(round_id)
    asked = ("session", "end", "--round", round_id, "--participant", called)
    result = do(*asked, typed="n\n")
    assert result.exit_code == 1
    assert f"person {ann}: browser 3, since 2026-11-02" in result.stdout
    assert "Sign out 3 browsers? [y/N]" in result.stdout
    assert len(listed()) == 4
    assert done(*asked, "--browser", "2", "--yes").endswith("Signed out: 1 browser.\n")
    assert record()[-1] == ("operator", "session.end", f"person {ann}", "1 sessions")
    assert listed() == [(ann, 1), (ann, 3), (ben, 1)]
    assert done("session", "end", "--everybody", typed="y\n").endswith("Signed out: 3 browsers.\n")
    assert listed() == []
    assert [each[2] for each in record() if each[1] == "session.end"][1:] == [
        f"person {ann}",
        f"person {ben}",
    ]


# --- links and files -------------------------------------------------------------------------------------


def test_a_link_into_a_conversation_an_export_and_a_backup_are_on_record() -> None:
    round_id = open_round()
    ann, called = takes_part(round_id)
    done("invite", "--round", round_id, "--participant", called)
    done("export", "--round", round_id)
    done("export", "--round", round_id, "--output", "replies.jsonl")
    told = done("backup", "copy.sqlite3")
    assert record()[-4:] == [
        ("operator", "conversation.link", f"person {ann}", "done"),
        ("operator", "export", round_id, "done"),
        ("operator", "export", round_id, "done"),
        ("operator", "backup", "everything", "begun"),
    ]
    newest = write(lambda tx: tx.row("SELECT hash FROM audit ORDER BY number DESC"))
    assert newest is not None
    assert "Newest on record: o" in told
    assert newest[0][:12] in told


def test_a_restore_is_on_record_in_what_is_in_place_then() -> None:
    open_round()
    told = done("backup", "copy.sqlite3")
    open_round()
    done("restore", "copy.sqlite3")
    assert [each[1:] for each in record()][-2:] == [
        ("backup", "everything", "begun"),
        ("restore", "everything", "done"),
    ]
    mark = re.findall(r"\b[0-9a-f]{12}\b", told)[-1]
    assert "The record is whole" in done("audit", "verify", "--anchor", mark)


def test_a_backup_of_data_of_an_older_shape_leaves_it_as_it_is_and_says_so() -> None:
    open_round()
    write(lambda tx: tx.run("DELETE FROM shape WHERE number = (SELECT max(number) FROM shape)"))
    entries = len(record_as_it_is())
    result = do("backup", "copy.sqlite3")
    assert result.exit_code == 0
    assert "This backup is not on record" in result.stderr
    assert len(record_as_it_is()) == entries


def record_as_it_is() -> list[tuple[object, ...]]:
    with sqlite3.connect("data/closer-look.sqlite3") as connection:
        return connection.execute("SELECT number FROM audit").fetchall()


def test_a_coordinator_who_was_signed_out_comes_back_by_a_link_and_stays_who_they_are() -> None:
    person_id = has_role(Role.COORDINATOR)
    result = do("coordinator", "link", "1", "--organisation", "Example Council")
    assert result.exit_code == 0
    assert "within 15 minutes" in result.stderr
    (code,) = CODE.findall(result.stdout)
    assert record()[-1] == ("operator", "role.link", f"person {person_id}", "done")
    late = NOW + timedelta(minutes=15)
    assert write(lambda tx: people.invited_to(tx, code, late)) is None
    assert write(lambda tx: people.sign_in(tx, code, WEB, None, NOW)) == person_id
    done("coordinator", "invite", "--organisation", "Example Council")
    assert "can still be used" in refused("coordinator", "link", "2", "--organisation", "Example Council")


# --- the record ------------------------------------------------------------------------------------------


def forge(*statements: str) -> None:
    """Change the store as somebody with the file could."""

    def change(tx: Transaction) -> None:
        for statement in statements:
            tx.run(statement)

    write(change)


NO_TRIGGERS = ("DROP TRIGGER audit_is_never_changed", "DROP TRIGGER audit_is_never_shortened")
TRIGGERS = tuple(
    f"CREATE TRIGGER {name} BEFORE {what} ON audit BEGIN SELECT raise(ABORT, 'no'); END"
    for name, what in (("audit_is_never_changed", "UPDATE"), ("audit_is_never_shortened", "DELETE"))
)


OF_THE_OTHER = """
    DELETE FROM audit
    WHERE organisation_id = (SELECT id FROM organisation WHERE name = 'Other Council')
"""


def three_entries() -> list[str]:
    """Two organisations with a record: the hashes of all entries."""
    open_round()
    open_round()
    open_round("Other Council")
    return [row[0] for row in write(lambda tx: tx.rows("SELECT hash FROM audit ORDER BY organisation_id"))]


def test_a_whole_record_says_how_much_was_seen() -> None:
    hashes = three_entries()
    assert done("audit", "verify").endswith("The record is whole: 3 entries of 2 organisations.\n")
    for each in hashes:
        assert "The record is whole" in done("audit", "verify", "--anchor", each[:12])
    assert "12 digits or more" in refused("audit", "verify", "--anchor", "")
    assert "12 digits or more" in refused("audit", "verify", "--anchor", hashes[0][:11])
    assert "not in the record" in refused("audit", "verify", "--anchor", "0" * 12)


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (("DELETE FROM audit",), "was shortened"),
        (
            ("DELETE FROM audit", "UPDATE organisation SET record_entries = 0, record_newest = ''"),
            "There is no entry of 2 organisations",
        ),
        (
            (OF_THE_OTHER,),
            "has 0 entries, and 1 were made",
        ),
        (("DELETE FROM audit WHERE number = 2",), "has 1 entry, and 2 were made"),
        (("DELETE FROM audit WHERE number = 1",), "does not fit from entry"),
        (("UPDATE audit SET actor = 'person 9' WHERE number = 2",), "does not fit from entry 2 on"),
        (("UPDATE organisation SET record_newest = 'other'",), "it was rewritten"),
    ],
)
def test_a_record_that_was_changed_or_emptied_does_not_verify(
    statements: tuple[str, ...], found: str
) -> None:
    three_entries()
    forge(*NO_TRIGGERS, *statements, *TRIGGERS)
    assert found in refused("audit", "verify")


@pytest.mark.parametrize("name", ["audit_is_never_changed", "audit_is_never_shortened"])
def test_a_trigger_that_is_missing_is_noticed(name: str) -> None:
    three_entries()
    forge(f"DROP TRIGGER {name}")
    assert refused("audit", "verify").endswith(f"It lacks: {name}.")


@pytest.mark.parametrize(
    "harmless",
    [
        "BEFORE UPDATE ON audit BEGIN SELECT 1; END",
        "BEFORE UPDATE ON audit WHEN 0 BEGIN SELECT raise(ABORT, 'no'); END",
    ],
)
def test_a_trigger_that_lets_everything_pass_is_noticed_under_its_old_name(harmless: str) -> None:
    three_entries()
    forge("DROP TRIGGER audit_is_never_changed", f"CREATE TRIGGER audit_is_never_changed {harmless}")
    assert refused("audit", "verify").endswith("It lacks: audit_is_never_changed.")


def test_a_record_that_was_written_again_is_noticed_by_the_mark_of_a_backup() -> None:
    three_entries()
    mark = re.findall(r"\b[0-9a-f]{12}\b", done("backup", "copy.sqlite3"))[-1]
    forge(
        *NO_TRIGGERS,
        "DELETE FROM audit",
        "UPDATE organisation SET record_entries = 0, record_newest = ''",
        *TRIGGERS,
    )
    open_round()
    open_round("Other Council")
    assert "The record is whole" in done("audit", "verify")
    assert "shortened or rewritten" in refused("audit", "verify", "--anchor", mark)
