"""``closer-look erase`` and how long an organisation keeps its data: shown first, done, and on record."""

import asyncio
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
from conversations.state import Place
from storage.engine.database import Database, Transaction
from storage.erasure import to_be_wiped
from storage.people import people
from storage.rounds.conversations import keep_replies
from storage.rounds.invited_list import list_people, listed_people
from storage.rounds.invitees import Guest, invite_guests
from storage.rounds.stored_place import place_to_json
from tests.bot.services import logging_left_as_it_was, stand_alone
from tests.channel_names import WEB
from tests.storage.samples import FORTNIGHT, reply

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
CANARY = "CANARY of this round"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was(), time_machine.travel(NOW, tick=False):
        yield


def do(*words: str, answer: str = "") -> Result:
    result = CliRunner().invoke(closer_look, list(words), input=answer)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*words: str, answer: str = "") -> str:
    result = do(*words, answer=answer)
    assert result.exit_code == 0, result.output
    return result.stdout


Found = TypeVar("Found")


def in_the_store(job: Callable[[Transaction], Found]) -> Found:
    async def work() -> Found:
        database: Database = await open_store(load_settings())
        try:
            return await database.write(job)
        finally:
            await database.close()

    return asyncio.run(work())


def opened(title: str = "Autumn") -> str:
    told = done("round", "open", "--guide", "example", "--title", title, "--organisation", "Anyshire")
    return told.split()[1]


def takes_part(tx: Transaction, round_id: str) -> str:
    """Somebody invited by name who joined and wrote; what they are called in the export."""
    (link,) = invite_guests(tx, round_id, [Guest(f"{CANARY} Anna")], NOW, valid=FORTNIGHT)
    joined = people.join(tx, link.code, WEB, None, NOW, place=place_to_json(Place()), language="en")
    assert joined is not None
    keep_replies(tx, [(joined.participant_id, reply(text=CANARY))])
    row = tx.row("SELECT pseudonym FROM participant WHERE id = :id", {"id": joined.participant_id})
    assert row is not None
    return str(row[0])


@pytest.fixture
def closed() -> str:
    round_id = opened()
    in_the_store(lambda tx: takes_part(tx, round_id))
    done("round", "close", round_id, "--yes")
    return round_id


def traces() -> int:
    return sum(path.read_bytes().count(b"CANARY") for path in Path("data").rglob("*") if path.is_file())


def acts() -> list[tuple[str, str]]:
    rows = in_the_store(
        lambda tx: tx.rows("SELECT act, subject FROM audit WHERE actor = 'operator' ORDER BY at, number")
    )
    return [(act, subject) for act, subject in rows]


def test_what_would_be_erased_is_shown_and_a_no_erases_nothing(closed: str) -> None:
    result = do("erase", "round", closed, answer="n\n")
    assert result.exit_code == 1
    assert f"{closed}  Autumn" in result.output
    assert "closed on 2 November 2026" in result.output
    assert "1 participant, 1 reply version, 1 link, 0 reminders, 0 files" in result.output
    assert "Erase all this for good? [y/N]" in result.output
    assert traces() > 0


def test_a_round_is_erased_to_the_last_byte_and_that_is_on_record(closed: str) -> None:
    told = done("erase", "round", closed, answer="y\n")
    assert told.splitlines()[-1] == (
        f"The round {closed} is erased. No byte of it is left in the data folder. Backups keep what they "
        "hold until you delete them."
    )
    assert traces() == 0
    assert in_the_store(to_be_wiped) is None
    assert ("round.erase", closed) in acts()
    assert "0 participants" in done("round", "list")
    assert "The record is whole: " in done("audit", "verify")


def test_a_round_that_is_open_or_unknown_is_not_erased() -> None:
    round_id = opened()
    result = do("erase", "round", round_id, "--yes")
    assert result.exit_code == 1
    assert f"The round {round_id} is open. Close it first" in result.stderr
    assert do("erase", "round", "nothing", "--yes").stderr.startswith('There is no round "nothing".')


def test_rounds_that_closed_before_a_day_are_erased_together_and_others_stay(closed: str) -> None:
    with time_machine.travel(datetime(2027, 11, 2, 9, 30, tzinfo=UTC), tick=False):
        later = opened("Later")
        in_the_store(lambda tx: takes_part(tx, later))
        done("round", "close", later, "--yes")
        told = done("erase", "older-than", "2027-01-01", "--yes")
        assert f"{closed}  Autumn" in told
        assert later not in told
        assert told.splitlines()[-1].startswith("1 round erased.")
        assert traces() > 0
        again = done("erase", "older-than", "2027-01-01", "--yes")
        assert again == "No round closed before 1 January 2027 has anything to erase.\n"
        assert do("erase", "older-than", "yesterday").exit_code == 2
        assert do("erase", "older-than", "2030-01-01").exit_code == 2


def test_a_person_is_erased_in_all_their_rounds_by_what_the_export_calls_them() -> None:
    round_id = opened()
    pseudonym = in_the_store(lambda tx: takes_part(tx, round_id))
    told = done("erase", "person", round_id, pseudonym.lower(), answer="y\n")
    assert "takes part in 1 round, 1 reply version, 0 files, 0 roles" in told
    assert traces() == 0
    assert told.endswith(
        "None of their replies is left in the data folder. Whatever others saved, printed or got in another "
        "app keeps it. In an anonymous round their name stays on the list until the round has closed, or "
        "until you erase the name. Backups keep what they hold until you delete them.\n"
    )
    assert [act for act, _ in acts()][-1] == "person.erase"
    assert "0 participants, 1 erased" in done("round", "list")
    assert '"erased": 1,' in done("round", "list", "--json")
    in_the_store(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    assert '"erased": null,' in done("round", "list", "--json")
    result = do("erase", "person", round_id, pseudonym, "--yes")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f'Nobody in the round {round_id} is called "{pseudonym}".\n'


def test_a_name_is_taken_off_the_list_and_the_replies_stay() -> None:
    round_id = opened()
    in_the_store(lambda tx: takes_part(tx, round_id))
    before = traces()
    told = done("erase", "name", round_id, "1", answer="y\n")
    assert "The name of link 1 is erased. It is on no list any more. Whatever others saved," in told
    assert 0 < traces() < before
    assert CANARY in done("export", "--round", round_id)
    assert ("invitation.erase", f"{round_id} 1") in acts()
    result = do("erase", "name", round_id, "1", "--yes")
    assert result.stderr == f"There is no link 1 with a name in the round {round_id}.\n"


def test_a_name_is_taken_off_the_list_of_a_shared_link_by_itself() -> None:
    round_id = opened()
    guests = [Guest("Zoe Able", "Home care"), Guest("Zoe Able", "Night team"), Guest("Ann Able")]
    in_the_store(lambda tx: list_people(tx, round_id, guests, 1))
    told = done("erase", "name", round_id, "ann able", answer="y\n")
    assert "Erase Ann Able from the list of" in told
    assert "The name is erased." in told
    several = do("erase", "name", round_id, "Zoe Able")
    assert several.stdout == ""
    assert "Zoe Able, Home care; the list: Zoe Able, Night team" in several.stderr
    done("erase", "name", round_id, "Zoe Able, Night team", "--yes")
    assert in_the_store(lambda tx: listed_people(tx, round_id)) == guests[:1]
    assert ("invitation.erase", round_id) in acts()
    for gone, why in {
        "Ann Able": f'Nobody on a list of the round {round_id} is called "Ann Able".\n',
        "2": f"There is no link 2 with a name in the round {round_id}.\n",
    }.items():
        # Nobody is asked first.
        refused = do("erase", "name", round_id, gone)
        assert (refused.stdout, refused.stderr) == ("", why)


def test_a_longer_time_is_said_to_count_for_rounds_that_are_opened_from_now_on(closed: str) -> None:
    told = done("organisation", "set", "Anyshire", "--keep", "replies=3000")
    assert "from before, open or closed, keep the shorter time that was told there" in told
    round_id = done("round", "open", "--guide", "example", "--title", "Next", "--organisation", "Anyshire")
    assert closed not in round_id
    told = done("organisation", "set", "Anyshire", "--keep", "replies=365")
    assert told == "Replies of Anyshire are kept for 365 days after a round.\n"


def test_how_long_an_organisation_keeps_each_class_is_set_shown_and_on_record(closed: str) -> None:
    assert closed
    told = done("organisation", "set", "Anyshire", "--keep", "replies=200", "--keep", "links=30")
    assert told == (
        "Replies of Anyshire are kept for 200 days after a round.\n"
        "Links of Anyshire are kept for 30 days after a round.\n"
    )
    listed = done("organisation", "list").splitlines()
    assert listed[-1] == (
        "    days kept after a round: replies 200, links 30, reminders 90, sessions 90, files 365; "
        "complaints 730, after their answer"
    )
    assert ("organisation.keep", "replies 200") in acts()
    told = done("organisation", "set", "Anyshire", "--keep", "complaints=365")
    assert told == "Complaints of Anyshire are kept for 365 days after their answer.\n"
    assert ("organisation.keep", "complaints 365") in acts()
    count = len(acts())
    done("organisation", "set", "Anyshire", "--keep", "replies=200")
    assert len(acts()) == count


@pytest.mark.parametrize("words", ["replies=13", "replies=3651", "replies", "replies=soon", "all=20", "=20"])
def test_only_a_class_that_there_is_and_days_that_can_be_announced_are_taken(words: str, closed: str) -> None:
    assert closed
    result = do("organisation", "set", "Anyshire", "--keep", words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
