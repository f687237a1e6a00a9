"""The commands that work on the store: rounds, invitations, export, health, backup and restore."""

import asyncio
import json
import random
import re
import secrets
import sqlite3
import stat
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import time_machine
from click.testing import CliRunner, Result

from bot.app.data_folder import open_store
from bot.app.folder_lock import hold_lock
from bot.channels.telegram.incoming import BOT
from bot.cli.group import closer_look
from bot.settings.settings import load_settings
from content.library import SHIPPED_FOLDER
from conversations.state import Given, Place, Reply
from storage.engine import key_values
from storage.engine.database import Database, Transaction
from storage.erasure import erase_person
from storage.people import membership, people
from storage.rounds.conversations import DecidedStep, keep_replies, save_places
from storage.rounds.rounds import find_round, guide_of, guide_source
from storage.rounds.stored_place import place_to_json
from tests.bot.services import logging_left_as_it_was, stand_alone
from tests.channel_names import TELEGRAM, WEB

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
STORE = Path("data/closer-look.sqlite3")
Found = TypeVar("Found")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    stand_alone(monkeypatch, tmp_path)
    with logging_left_as_it_was():
        yield


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def do(*words: str, typed: str = "") -> Result:
    result = CliRunner().invoke(closer_look, list(words), input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*words: str, typed: str = "") -> str:
    result = do(*words, typed=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: str, code: int = 1) -> str:
    result = do(*words)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    return result.stderr.rstrip("\n")


def in_store(use: Callable[[Database], Awaitable[Found]]) -> Found:
    async def work() -> Found:
        database = await open_store(load_settings())
        try:
            return await use(database)
        finally:
            await database.close()

    return asyncio.run(work())


def write(job: Callable[[Transaction], Found]) -> Found:
    return in_store(lambda database: database.write(job))


def open_round(*more: str) -> str:
    told = done("round", "open", "--guide", "example", "--title", "Autumn", *more)
    return told.split()[1]


def rounds() -> list[dict[str, object]]:
    found = json.loads(done("round", "list", "--json"))
    assert isinstance(found, list)
    return found


def test_a_round_is_opened_on_the_guide_as_it_is_now() -> None:
    told = done(
        "round",
        "open",
        "--guide",
        "example",
        "--title",
        "  Autumn\n2026 ",
        "--organisation",
        "Anyshire",
        "--closes",
        "30 November 2026",
    )
    (found,) = rounds()
    assert found == {
        "id": found["id"],
        "title": "Autumn 2026",
        "organisation": "Anyshire",
        "guide": "example",
        "guide_title": "Example: how a care team works together",
        "guide_version": "1.0",
        "guide_is_changed_for_the_round": False,
        "is_tryout": False,
        "is_open": True,
        "opened_at": NOW.isoformat(),
        "closes_on": "2026-11-30",
        "closes_at": "2026-12-01T00:00:00+00:00",
        "closed_at": None,
        "counted_in_steps_of": 1,
        "participants": 0,
        "left": 0,
        "erased": 0,
        "finished_one_theme": 0,
        "finished_all_asked": 0,
        "unreachable": 0,
    }
    sets = 'closer-look organisation set "Anyshire"'
    first, *not_told, second = told.splitlines()
    assert not_told == [
        f'Nobody is named whom people can ask. To add it: {sets} --contact "name, post, how to reach them"',
        f"There is no privacy notice. To add it: {sets} --notice FILE",
    ]
    assert (
        first == f"Round {found['id']} is open: “Autumn 2026”, on example 1.0 (en), until 30 November 2026."
    )
    assert second.endswith(f"closer-look invite --round {found['id']} --count 10")
    source = write(lambda tx: guide_source(tx, guide_of(tx, str(found["id"])) or ""))
    assert source == (SHIPPED_FOLDER / "example.en.yaml").read_text("utf-8")


def test_the_guide_of_a_round_that_was_made_to_fit_it_is_named_as_people_know_it() -> None:
    done("round", "open", "--guide", "example", "--title", "Autumn")
    (found,) = rounds()
    write(lambda tx: tx.run("UPDATE guide SET version = '1.0-own'"))
    assert f"“{found['guide_title']}” (example), version 1.0, with changes for this round" in done(
        "round", "list"
    )
    (found,) = rounds()
    assert (found["guide_version"], found["guide_is_changed_for_the_round"]) == ("1.0", True)


def test_a_round_is_opened_with_whom_people_can_ask_and_its_notice() -> None:
    Path("notice.txt").write_text("How we handle it.", "utf-8")
    told = done(
        *("round", "open", "--guide", "example", "--title", "Autumn"),
        *("--contact", "Jo  Bloggs, service manager", "--notice", "notice.txt"),
    )
    assert len(told.splitlines()) == 2, "nothing is missing"
    round_id = told.split()[1]
    view = write(lambda tx: find_round(tx, round_id))
    assert view is not None
    assert (view.contact, view.notice) == ("Jo Bloggs, service manager", "How we handle it.")


def test_a_round_with_a_notice_that_cannot_be_read_is_not_opened() -> None:
    words = ("round", "open", "--guide", "example", "--title", "Autumn", "--notice", "nowhere.txt")
    assert "a file with text in UTF-8, or an address" in refused(*words, code=2)
    assert not list(Path("data").glob("*.sqlite3"))


@pytest.mark.parametrize(
    ("written", "day", "ends"),
    [
        ("2026-11-02", "2026-11-02", "2026-11-03T00:00:00+00:00"),
        ("30 nov 2026", "2026-11-30", "2026-12-01T00:00:00+00:00"),
        ("1 July 2027", "2027-07-01", "2027-07-01T23:00:00+00:00"),
        ("27  March 2027", "2027-03-27", "2027-03-28T00:00:00+00:00"),
        ("28 March 2027", "2027-03-28", "2027-03-28T23:00:00+00:00"),
        ("31 October 2027", "2027-10-31", "2027-11-01T00:00:00+00:00"),
    ],
)
def test_a_round_ends_at_the_midnight_after_its_last_day(written: str, day: str, ends: str) -> None:
    open_round("--closes", written)
    assert (rounds()[0]["closes_on"], rounds()[0]["closes_at"]) == (day, ends)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-11-01", "1 November 2026 has passed: name a day from today on."),
        ("soon", '"soon" is not a date: write it like 2026-11-30 or "30 November 2026".'),
        ("2026-02-30", '"2026-02-30" is not a date: write it like 2026-11-30 or "30 November 2026".'),
        ("9999-12-31", "31 December 9999 is too far away: a round can stay open for five years."),
    ],
)
def test_a_last_day_that_cannot_be_is_refused(written: str, told: str) -> None:
    words = ("round", "open", "--guide", "example", "--title", "x", "--closes", written)
    assert refused(*words, code=2) == told
    assert not STORE.exists()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--guide", "exampel", "--title", "x"], 1, 'There is no guide "exampel". Did you mean "example"?'),
        (["--guide", "example", "--title", " "], 2, "The round needs a title."),
        (["--guide", "example", "--title", "x" * 121], 2, "--title may have at most 120 characters."),
        (
            ["--guide", "example", "--title", "x", "--organisation", "x" * 121],
            2,
            "--organisation may have at most 120 characters.",
        ),
    ],
)
def test_a_round_that_cannot_be_opened_is_told(words: list[str], code: int, told: str) -> None:
    assert refused("round", "open", *words, code=code) == told


def test_a_faulty_guide_opens_no_round(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("ours").mkdir()
    Path("ours/ours.en.yaml").write_text("id: ours\n")
    monkeypatch.setenv("CLOSER_LOOK_PACKS_DIR", "ours")
    told = refused("round", "open", "--guide", "ours", "--title", "x")
    assert told.startswith("ours/ours.en.yaml:1:1: ")
    assert told.splitlines()[-1].startswith('There is no guide "ours".')


def test_the_list_of_rounds_tells_of_those_who_cannot_be_reached() -> None:
    round_id = open_round()

    def join_and_block(tx: Transaction) -> None:
        code = people.invite(tx, round_id, NOW, valid=timedelta(days=1))
        people.join(tx, code, TELEGRAM, "1", NOW, place="{}", language="en")
        people.mark_unreachable(tx, "telegram:1", "blocked", NOW)

    write(join_and_block)
    assert "1 participant, 1 cannot be reached" in done("round", "list")


def test_of_an_anonymous_round_no_figure_of_the_list_falls_when_somebody_goes() -> None:
    round_id = open_round("--closes", "2026-11-30")
    write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))

    def join_all(tx: Transaction) -> None:
        codes = [people.invite(tx, round_id, NOW, valid=timedelta(days=1)) for _ in range(20)]
        for number, code in enumerate(codes[:10]):
            people.join(tx, code, TELEGRAM, str(number), NOW, place="{}", language="en")

    def one_goes(tx: Transaction) -> None:
        tx.run("UPDATE participant SET left_at = 1 WHERE id = (SELECT min(id) FROM participant)")
        row = tx.row("SELECT max(person_id) FROM participant")
        assert row is not None
        people.mark_unreachable(tx, "telegram:5", "blocked", NOW)
        erase_person(tx, row[0], NOW)

    write(join_all)
    before = done("round", "list"), rounds()
    assert "20 invited. At least 10 have joined, fewer than 5 have begun." in before[0]
    assert "participant" not in before[0]
    assert (before[1][0]["participants"], before[1][0]["counted_in_steps_of"]) == (10, 5)
    write(one_goes)
    assert (done("round", "list"), rounds()) == before


def test_rounds_are_listed_to_be_read() -> None:
    one = open_round("--closes", "2026-11-30")
    two = open_round()
    done("round", "close", two, "--yes")
    listed = done("round", "list")
    guide = "“Example: how a care team works together” (example), version 1.0"
    assert (
        f"{one}  Autumn\n    {guide}\n    open until 30 November 2026, 0 participants\n"
        "    Nobody has finished a theme."
    ) in listed
    assert f"{two}  Autumn\n    {guide}\n    closed on 2 November 2026," in listed
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        assert "closed since 30 November 2026" in done("round", "list")


def test_a_round_is_closed_once_asked() -> None:
    round_id = open_round()
    left = do("round", "close", round_id, typed="n\n")
    assert left.exit_code == 1
    assert "Close “Autumn” for everybody?" in left.stdout
    assert rounds()[0]["is_open"]
    done("round", "close", round_id, typed="y\n")
    assert not rounds()[0]["is_open"]
    assert refused("round", "close", round_id) == f"The round {round_id} is closed already."


def test_opening_closing_and_inviting_are_on_record_as_the_operators() -> None:
    """They are the acts of the chat, with the record that these have there."""
    round_id = open_round("--organisation", "Example Council")
    done("invite", "--round", round_id, "--count", "3")
    done("round", "close", round_id, "--yes")
    entries = write(
        lambda tx: tx.rows("SELECT actor, act, subject, channel, outcome FROM audit ORDER BY number")
    )
    assert entries == [
        ("operator", "round.open", round_id, "command", "done"),
        ("operator", "invitation.make", round_id, "command", "3 links"),
        ("operator", "round.close", round_id, "command", "done"),
    ]
    assert refused("round", "close", round_id, "--yes") == f"The round {round_id} is closed already."


def test_a_round_that_there_is_not_is_told() -> None:
    open_round()
    told = 'There is no round "r0". All rounds: closer-look round list'
    assert refused("round", "close", "r0", "--yes") == told
    assert refused("invite", "--round", "r0") == told
    assert refused("export", "--round", "r0") == told
    assert refused("export", "--round", "r0", "--output", "x.jsonl") == told
    assert not list(Path().glob("x*"))


def invited(round_id: str, *more: str) -> list[dict[str, str | None]]:
    found = json.loads(done("invite", "--round", round_id, "--json", *more))
    assert isinstance(found, list)
    return found


def test_each_invitation_is_another_that_works_once() -> None:
    round_id = open_round()
    links = invited(round_id, "--count", "3")
    codes = [str(link["code"]) for link in links]
    assert len(set(codes)) == 3
    assert [link["web_url"] for link in links] == [f"http://127.0.0.1:8080/join/{code}" for code in codes]
    assert [link["telegram_url"] for link in links] == [None] * 3

    def join(tx: Transaction) -> object:
        return people.join(tx, codes[0], WEB, None, NOW, place=place_to_json(Place()), language="en")

    assert write(join) is not None
    assert write(join) is None


def test_invitations_end_after_the_days_that_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOSER_LOOK_INVITATION_DAYS", "3")
    round_id = open_round()
    code = str(invited(round_id)[0]["code"])
    before, after = NOW + timedelta(days=2.9), NOW + timedelta(days=3)
    assert write(lambda tx: people.invited_to(tx, code, before)) is not None
    assert write(lambda tx: people.invited_to(tx, code, after)) is None


def test_a_link_is_that_of_the_run_where_no_other_address_is_set() -> None:
    round_id = open_round()
    write(lambda tx: key_values.set_key_value(tx, key_values.WEB_URL, "http://127.0.0.1:8083", NOW))
    (link,) = invited(round_id)
    assert link["web_url"] == f"http://127.0.0.1:8083/join/{link['code']}"


def test_links_are_those_of_the_run_and_of_its_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    round_id = open_round()
    write(lambda tx: key_values.set_key_value(tx, key_values.WEB_URL, "http://127.0.0.1:8083", NOW))
    write(lambda tx: key_values.set_key_value(tx, BOT, "4711 look_bot", NOW))
    (link,) = invited(round_id)
    assert link == {
        "code": link["code"],
        "telegram_url": f"https://t.me/look_bot?start={link['code']}",
        "web_url": None,
    }
    monkeypatch.setenv("CLOSER_LOOK_PUBLIC_URL", "http://localhost:8083")
    (link,) = invited(round_id)
    assert link["web_url"] is None
    monkeypatch.setenv("CLOSER_LOOK_PUBLIC_URL", "https://look.example.org/")
    (link,) = invited(round_id)
    assert link["web_url"] == f"https://look.example.org/join/{link['code']}"


def test_invitations_can_be_read_by_people(monkeypatch: pytest.MonkeyPatch) -> None:
    round_id = open_round()
    write(lambda tx: key_values.set_key_value(tx, BOT, "4711 look_bot", NOW))
    result = do("invite", "--round", round_id, "--count", "2")
    lines = result.stdout.splitlines()
    assert [line.split()[-1].partition("?")[0] for line in lines] == ["https://t.me/look_bot"] * 2
    assert "14 days" in result.stderr
    assert "It opens only" not in result.stderr
    monkeypatch.setenv("CLOSER_LOOK_PUBLIC_URL", "https://look.example.org")
    lines = done("invite", "--round", round_id, "--count", "2").splitlines()
    assert [line.split()[-1].partition("?")[0].rpartition("/")[0] for line in lines] == [
        "https://look.example.org/join",
        "https://t.me",
    ] * 2


def test_a_link_that_opens_on_this_computer_alone_is_printed_where_there_is_no_other_and_says_so() -> None:
    round_id = open_round()
    for command in (
        ("invite", "--round", round_id),
        ("coordinator", "invite", "--organisation", "Example Council"),
    ):
        result = do(*command)
        assert "http://127.0.0.1:8080/join/" in result.stdout
        assert "It opens only on the computer that Closer Look runs on." in result.stderr


@pytest.mark.parametrize("count", ["0", "1001", "x"])
def test_only_a_sensible_number_is_invited(count: str) -> None:
    assert do("invite", "--round", "r0", "--count", count).exit_code == 2


def test_in_an_anonymous_round_all_get_one_link() -> None:
    round_id = open_round()
    write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous', any_channel = 0"))
    result = do("invite", "--round", round_id, "--count", "10")
    (link,) = result.stdout.splitlines()
    assert re.search(r"/join/(\w{4}-){3}\w{4}$", link)
    assert "It is for 10 people together, and nobody can see who used it." in result.stderr
    assert write(lambda tx: tx.rows("SELECT people FROM shared_link")) == [(10,)]
    assert write(lambda tx: tx.rows("SELECT 1 FROM invitation")) == []


def test_nobody_is_invited_to_a_closed_round() -> None:
    round_id = open_round()
    done("round", "close", round_id, "--yes")
    assert (
        refused("invite", "--round", round_id)
        == f"The round {round_id} is closed: nobody can join it any more."
    )


WRITTEN = "We meet every week.\nIt helps: “yes” 🙂 =1+1"


def somebody_replies(round_id: str) -> str:
    """Join and reply to two prompts, one of them twice; the pseudonym."""

    def take_part(tx: Transaction) -> str:
        code = people.invite(tx, round_id, NOW, valid=timedelta(days=1))
        joined = people.join(tx, code, WEB, None, NOW, place=place_to_json(Place()), language="en")
        assert joined
        first = Reply(
            "team-meetings", "p", 1, Given.ANSWERED, text="We meet.", message_id="a", written_at=NOW
        )
        second = replace(first, text=WRITTEN, channel=WEB, message_id="b")
        rating = Reply("team-meetings", "rating", 1, Given.ANSWERED, level=4, message_id="c", written_at=NOW)
        for number, reply in enumerate((first, second, rating), start=1):
            save_places(tx, [DecidedStep(joined.person_id, joined.participant_id, Place(), number)])
            keep_replies(tx, [(joined.participant_id, reply)])
        row = tx.row("SELECT pseudonym FROM participant WHERE id = :id", {"id": joined.participant_id})
        assert row
        return str(row[0])

    return write(take_part)


def test_a_participant_is_let_in_again_also_once_the_round_is_closed() -> None:
    round_id, other = open_round(), open_round()
    pseudonym = somebody_replies(round_id)
    result = do("invite", "--round", round_id, "--participant", pseudonym)
    code = result.stdout.split()[-1].rpartition("/")[2]
    assert "opens all that this person wrote" in result.stderr
    done("round", "close", round_id, "--yes")
    (link,) = invited(round_id, "--participant", pseudonym.upper())

    def join(tx: Transaction, code: str) -> people.Joined | None:
        return people.join(tx, code, WEB, None, NOW, place=place_to_json(Place()), language="en")

    for each in (code, str(link["code"])):
        joined = write(lambda tx, each=each: join(tx, each))
        assert joined is not None
        assert not joined.is_new
        assert joined.person_id == write(lambda tx: membership.person_called(tx, round_id, pseudonym))
        assert write(lambda tx, each=each: join(tx, each)) is None
    told = refused("invite", "--round", other, "--participant", pseudonym)
    assert told == f'Nobody in the round {other} is called "{pseudonym}".'
    assert do("invite", "--round", round_id, "--participant", pseudonym, "--count", "2").exit_code == 2


def test_nobody_opens_the_place_of_somebody_else_in_an_anonymous_round() -> None:
    round_id = open_round()
    write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous' WHERE id = :id", {"id": round_id}))
    pseudonym = somebody_replies(round_id)
    for typed in (pseudonym, "P-nobody22"):
        told = refused("invite", "--round", round_id, "--participant", typed)
        assert "is anonymous: nobody can open the place of somebody else in it" in told
        assert "the link or the word that they kept" in told
    done("round", "close", round_id, "--yes")
    assert "is anonymous" in refused("invite", "--round", round_id, "--participant", pseudonym)


def exported(round_id: str) -> list[dict[str, object]]:
    """The lines of an export, without the number that is another in each."""
    lines = [json.loads(line) for line in done("export", "--round", round_id).split("\n")[:-1]]
    return [{**line, "participant": ""} for line in lines]


def test_the_ledger_is_exported_word_for_word_with_every_version() -> None:
    round_id, other = open_round(), open_round()
    somebody_replies(round_id)
    somebody_replies(other)
    lines = [
        json.loads(line) for line in done("export", "--round", round_id, "--format", "jsonl").split("\n")[:-1]
    ]
    assert lines[2] == {
        "round": round_id,
        "theme_id": "team-meetings",
        "prompt_id": "p",
        "entry": 1,
        "participant": "1",
        "given": "answered",
        "text": WRITTEN,
        "level": None,
        "choices": [],
        "value": "",
        "version": 2,
        "written_at": "2026-11-02T09:30:00Z",
        "channel": "web",
        "external_id": "b",
        "given_by": None,
        "name": None,
        "team": None,
        "partner": None,
        "section": "",
        "theme": "Team meetings",
        "prompt": "",
        "level_name": None,
        "choice_names": [],
    }
    assert [(line["prompt_id"], line["version"], line["level"]) for line in lines] == [
        ("rating", 1, 4),
        ("p", 1, None),
        ("p", 2, None),
    ], "in the order of the guide, and what the guide does not have behind it"


def test_of_an_anonymous_round_the_export_has_days_and_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    round_id = open_round()
    write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    for _ in range(4):
        somebody_replies(round_id)
    exported = [done("export", "--round", round_id).splitlines() for _ in range(3)]
    # Twelve lines are in the same order three times by chance once in very many universes.
    assert len(set(map(tuple, exported))) > 1
    lines = [json.loads(line) for line in exported[0]]
    assert len(lines) == 12
    assert {line["written_at"] for line in lines} == {"2026-11-02"}
    assert {line["external_id"] for line in lines} == {None}
    # From the seed on it is the same again: the order comes from nothing but chance.
    orders = []
    for seed in (1, 1, 2):
        monkeypatch.setattr(secrets, "SystemRandom", lambda seed=seed: random.Random(seed))
        orders.append(done("export", "--round", round_id))
    assert orders[0] == orders[1] != orders[2]


@pytest.mark.parametrize("who_sees", ["named", "confidential", "anonymous"])
def test_who_gave_a_reply_for_a_colleague_is_in_the_export_of_a_named_round_alone(who_sees: str) -> None:
    round_id = open_round()
    somebody_replies(round_id)
    colleague = somebody_replies(round_id)
    values = {"w": who_sees, "p": colleague}
    write(lambda tx: tx.run("UPDATE round SET who_sees = :w", values))
    write(
        lambda tx: tx.run(
            "UPDATE reply SET given_by = (SELECT id FROM participant WHERE pseudonym = :p)"
            " WHERE participant_id <> (SELECT id FROM participant WHERE pseudonym = :p)",
            values,
        )
    )
    lines = [json.loads(line) for line in done("export", "--round", round_id).splitlines()]
    given = {line["given_by"] for line in lines} - {None}
    assert given == {colleague if who_sees == "named" else "a colleague"}


def named_people(round_id: str, who_sees: str) -> dict[str, str]:
    """Twelve people of a round who reply under a name each: the name by the pseudonym."""
    people_there = {somebody_replies(round_id): f"Person {number}" for number in range(12)}

    def name(tx: Transaction) -> None:
        tx.run("UPDATE round SET who_sees = :w WHERE id = :id", {"w": who_sees, "id": round_id})
        for pseudonym, named in people_there.items():
            tx.run(
                "UPDATE participant SET name = :name, team = 'Home care' WHERE pseudonym = :p",
                {"name": named, "p": pseudonym},
            )

    write(name)
    return people_there


def test_an_export_of_a_named_round_has_names_and_teams() -> None:
    round_id = open_round()
    named = named_people(round_id, "named")
    lines = [json.loads(line) for line in done("export", "--round", round_id).split("\n")[:-1]]
    assert {(line["participant"], line["name"], line["team"]) for line in lines} == {
        (pseudonym, name, "Home care") for pseudonym, name in named.items()
    }


@pytest.mark.parametrize("who_sees", ["confidential", "anonymous"])
def test_an_export_of_any_other_round_has_a_number_that_is_drawn_anew_and_no_name(who_sees: str) -> None:
    round_id = open_round()
    named = named_people(round_id, who_sees)
    first, second = (done("export", "--round", round_id) for _ in range(2))
    for known in (*named, *named.values(), "Home care"):
        assert f'"{known}"' not in first
    drawn = [[json.loads(line)["participant"] for line in each.split("\n")[:-1]] for each in (first, second)]
    assert set(drawn[0]) == {str(number) for number in range(1, 13)}
    assert {drawn[0].count(number) for number in drawn[0]} == {3}


def test_an_export_can_go_to_a_file_that_is_whole_or_not_there() -> None:
    round_id = open_round()
    somebody_replies(round_id)
    done("export", "--round", round_id, "--output", "out.jsonl")
    lines = [json.loads(line) for line in Path("out.jsonl").read_text("utf-8").splitlines()]
    assert [{**line, "participant": ""} for line in lines] == exported(round_id)
    assert not Path("out.jsonl.part").exists()
    told = refused("export", "--round", round_id, "--output", "nowhere/out.jsonl")
    assert told == "nowhere/out.jsonl cannot be written (No such file or directory)."


def test_health_tells_that_nothing_was_started_and_makes_nothing() -> None:
    result = do("health")
    assert (result.exit_code, result.stdout) == (
        1,
        "Closer Look has not been started on this data folder yet.\n",
    )
    assert list(Path().iterdir()) == []


def test_health_follows_the_run() -> None:
    write(lambda tx: key_values.set_key_value(tx, key_values.ALIVE, "", NOW))
    well = json.loads(done("health", "--json"))
    assert (well["healthy"], well["reasons"]) == (True, [])
    assert "Closer Look works." in done("health")
    assert "files" not in well
    assert "Kept: 0 files with 0.0 MB. Made again when asked for: 0 files." in done("health", "--files")
    files = {"kept": 0, "kept_bytes": 0, "dropped": 0, "dataset_bytes": 0}
    assert json.loads(done("health", "--json", "--files"))["files"] == files
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        result = do("health", "--json")
    ill = json.loads(result.stdout)
    assert result.exit_code == 1
    assert not ill["healthy"]
    assert "Closer Look is not running: it was last heard of 5 minutes ago." in ill["reasons"]


def test_health_tells_of_a_store_that_cannot_be_used() -> None:
    STORE.parent.mkdir()
    STORE.write_text("hello " * 1000)
    result = do("health")
    assert result.exit_code == 1
    assert result.stdout.startswith("The data in data/closer-look.sqlite3 cannot be used: ")


def test_a_backup_brings_everything_back() -> None:
    round_id = open_round()
    somebody_replies(round_id)
    told = done("backup", "copy.sqlite3")
    counted = "1 round, 1 participant, 3 replies (each correction counted)"
    assert re.fullmatch(
        rf"Backed up to copy.sqlite3 and checked: {re.escape(counted)}\."
        r" Newest on record: o[0-9a-f]{12} [0-9a-f]{12}\.\n",
        told,
    )
    before = exported(round_id)
    open_round()
    told = done("restore", "copy.sqlite3")
    assert "Restored from copy.sqlite3: 1 round," in told
    assert [each["id"] for each in rounds()] == [round_id]
    assert exported(round_id) == before
    kept = STORE.with_name(STORE.name + ".before-restore")
    with sqlite3.connect(kept) as old:
        assert old.execute("SELECT count(*) FROM round").fetchone() == (2,)
    old.close()


@pytest.mark.parametrize(
    "words",
    [("round", "list"), ("invite", "--round", "r1"), ("export", "--round", "r1"), ("round", "close", "r1")],
)
def test_in_a_folder_without_data_a_command_says_so_and_makes_none(words: tuple[str, ...]) -> None:
    assert refused(*words).startswith("There is no data at ")
    assert not STORE.exists()


def test_a_restore_into_an_empty_place_makes_everything() -> None:
    round_id = open_round()
    done("backup", "copy.sqlite3")
    for file in STORE.parent.iterdir():
        file.unlink()
    STORE.parent.rmdir()
    done("restore", "copy.sqlite3")
    assert rounds()[0]["id"] == round_id
    assert stat.S_IMODE(STORE.parent.stat().st_mode) == 0o700


def test_a_restore_waits_for_nobody_who_runs() -> None:
    open_round()
    done("backup", "copy.sqlite3")
    with hold_lock(load_settings()):
        assert (
            refused("restore", "copy.sqlite3") == "Closer Look is running on this data folder: stop it first."
        )
        # All the others can be used meanwhile.
        open_round()
        done("backup", "again.sqlite3")
        for removed in ("closer-look.sqlite3.lock", "closer-look.sqlite3-wal"):
            STORE.with_name(removed).unlink(missing_ok=True)
            assert refused("restore", "copy.sqlite3").startswith("Closer Look is running on this data folder")
    assert len(rounds()) == 2


@pytest.mark.parametrize(
    "name", ["closer-look.sqlite3.lock", "closer-look.sqlite3-wal", "closer-look.sqlite3.part", "empty"]
)
def test_a_backup_replaces_nothing_of_the_data_folder(name: str) -> None:
    open_round()
    target = STORE.with_name(name)
    (STORE.parent / "empty").touch()
    Path("leads-there").symlink_to(target.absolute())
    for each in (str(target), str(target.absolute()), "leads-there"):
        assert refused("backup", each, code=2).endswith("belongs to the data itself: name another file.")
    Path("the-same").hardlink_to(STORE)
    assert refused("backup", "the-same", code=2).endswith("belongs to the data itself: name another file.")
    done("backup", str(STORE.parent / "monday.sqlite3"))


def test_what_cannot_be_backed_up_or_restored_is_told_and_left() -> None:
    assert refused("backup", "copy.sqlite3") == "Nothing was backed up: there is no data to back up yet."
    open_round()
    content = STORE.read_bytes()
    Path("junk").write_text("hello " * 1000)
    assert refused("restore", "junk").startswith("Nothing was restored: junk: file is not a database")
    assert refused("restore", "nowhere") == "Nothing was restored: there is no file nowhere."
    assert refused("backup", str(STORE), code=2).endswith("is where the data itself is: name another file.")
    assert refused("restore", str(STORE.absolute()), code=2).endswith("name another file.")
    assert refused("backup", "nowhere/copy.sqlite3").startswith("Nothing was backed up: ")
    assert STORE.read_bytes() == content
    assert not list(Path().glob("*.part"))


def test_a_backup_takes_the_place_of_an_older_one_and_of_nothing_else() -> None:
    open_round()
    Path("plan.docx").write_bytes(b"PK and the rest")
    assert refused("backup", "plan.docx") == (
        "Nothing was backed up: there is a file plan.docx already, which is no backup: name another one."
    )
    assert Path("plan.docx").read_bytes() == b"PK and the rest"
    with closing(sqlite3.connect("theirs.sqlite3")) as theirs:
        theirs.execute("CREATE TABLE bookmark (name TEXT)")
    assert "which is no backup" in refused("backup", "theirs.sqlite3")
    done("backup", "copy.sqlite3")
    Path("copy.sqlite3-wal").touch()
    assert "which is no backup" in refused("backup", "copy.sqlite3"), "somebody may have it open"
    Path("copy.sqlite3-wal").unlink()
    older = Path("copy.sqlite3").read_bytes()
    open_round()
    done("backup", "copy.sqlite3")
    assert Path("copy.sqlite3").read_bytes() != older
    Path("empty.sqlite3").touch()
    done("backup", "empty.sqlite3")


def test_a_damaged_store_refuses_every_command_in_one_sentence() -> None:
    STORE.parent.mkdir()
    STORE.write_text("hello " * 1000)
    told = refused("round", "list")
    assert told.startswith("The data in data/closer-look.sqlite3 cannot be used: ")
    assert "\n" not in told
