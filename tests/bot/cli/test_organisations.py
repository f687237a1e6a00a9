"""The commands about organisations: which there are, and what is set for their reminders."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from bot.app.data_folder import open_store
from bot.cli.group import closer_look
from bot.settings.settings import load_settings
from tests.bot.services import logging_left_as_it_was, stand_alone

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
DAYS = {"replies": 365, "links": 90, "reminders": 90, "sessions": 90, "files": 365, "complaints": 730}
IN_A_LINE = (
    "    days kept after a round: replies 365, links 90, reminders 90, sessions 90, files 365; "
    "complaints 730, after their answer\n"
)
MAY_COME_TWICE = (
    "one that may have arrived is sent again after two minutes, unless its person was here meanwhile."
)
MAY_NOT_COME = "one that may have arrived is not sent again, and /reminded lists it."


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


def done(*words: str) -> str:
    result = do(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def organisations() -> list[dict[str, object]]:
    found = json.loads(done("organisation", "list", "--json"))
    assert isinstance(found, list)
    return found


def set_to(name: str, policy: str) -> str:
    return done("organisation", "set", name, "--reminders", policy)


def entries_on_record() -> int:
    """How many acts are on record, of all organisations together; the record is whole."""
    told = done("audit", "verify")
    *each, in_all = told.splitlines()
    assert in_all.startswith("The record is whole: ")
    assert int(in_all.split()[4]) == sum(int(line.split()[1]) for line in each)
    return int(in_all.split()[4])


@pytest.fixture
def two() -> None:
    """Two organisations; one has a coordinator to come and two rounds, the other nothing but a round."""
    done("coordinator", "invite", "--organisation", "Anyshire")
    for name in ("Anyshire", "Anyshire", "Example Council"):
        done("round", "open", "--guide", "example", "--title", "Autumn", "--organisation", name)


@pytest.mark.usefixtures("two")
def test_reminders_come_at_least_once_until_something_else_is_set() -> None:
    first, second = organisations()
    unset = {
        "reminders": "at-least-once",
        "contact": "",
        "has_notice": False,
        "days_kept": DAYS,
        "complaints": "",
        "anonymous_rounds": "browser-only",
    }
    assert first == {"id": first["id"], "name": "Anyshire", "rounds": 2, **unset}
    assert second == {"id": second["id"], "name": "Example Council", "rounds": 1, **unset}
    chosen = "reminders at-least-once, anonymous rounds browser-only"
    nothing_said = f"    no privacy notice, people can ask nobody by name\n{IN_A_LINE}"
    assert done("organisation", "list") == (
        f"{first['id']}  Anyshire\n    2 rounds, {chosen}\n{nothing_said}"
        f"{second['id']}  Example Council\n    1 round, {chosen}\n{nothing_said}"
    )


@pytest.mark.usefixtures("two")
def test_what_is_set_holds_for_that_organisation_alone_and_is_kept() -> None:
    told = set_to("  Example\tCouncil ", "at-most-once")
    assert told == f"Reminders of Example Council come at-most-once: {MAY_NOT_COME}\n"
    assert [each["reminders"] for each in organisations()] == ["at-least-once", "at-most-once"]
    told = set_to("Example Council", "at-least-once")
    assert told == f"Reminders of Example Council come at-least-once: {MAY_COME_TWICE}\n"
    assert [each["reminders"] for each in organisations()] == ["at-least-once", "at-least-once"]


@pytest.mark.usefixtures("two")
def test_what_is_set_is_on_record_once() -> None:
    before = entries_on_record()
    set_to("Anyshire", "at-most-once")
    assert entries_on_record() == before + 1
    told = set_to("Anyshire", "at-most-once")
    assert told == f"Reminders of Anyshire come already at-most-once: {MAY_NOT_COME}\n"
    assert entries_on_record() == before + 1


@pytest.mark.usefixtures("two")
def test_whom_people_can_ask_and_the_notice_hold_for_that_organisation_and_are_on_record() -> None:
    before = entries_on_record()
    Path("notice.txt").write_text("How we handle it.\n\nWe keep it for a year.\n", "utf-8")
    told = done("organisation", "set", "Anyshire", "--contact", "Jo  Bloggs", "--notice", "notice.txt")
    assert (
        told
        == "People in rounds of Anyshire can ask: Jo Bloggs\nAnyshire has a privacy notice in the chat.\n"
    )
    assert [(each["contact"], each["has_notice"]) for each in organisations()] == [
        ("Jo Bloggs", True),
        ("", False),
    ]
    assert "    a privacy notice, people can ask Jo Bloggs\n" in done("organisation", "list")
    assert entries_on_record() == before + 1
    done("organisation", "set", "Anyshire", "--notice", "https://anyshire.example/notice")
    told = done("organisation", "set", "Anyshire", "--contact", "", "--notice", "")
    assert told == (
        "People in rounds of Anyshire can ask: nobody is named\nAnyshire has no privacy notice in the chat.\n"
    )
    assert [each["contact"] for each in organisations()] == ["", ""]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "content", [None, b"", b"\xff\xfe", b"x" * 10_001], ids=["none", "empty", "no text", "long"]
)
def test_a_notice_that_is_no_text_is_refused(content: bytes | None) -> None:
    if content is not None:
        Path("notice.txt").write_bytes(content)
    assert do("organisation", "set", "Anyshire", "--notice", "notice.txt").exit_code == 2
    assert [each["has_notice"] for each in organisations()] == [False, False]


def test_rounds_in_nobody_s_name_have_an_organisation_as_well() -> None:
    done("round", "open", "--guide", "example", "--title", "Autumn")
    assert done("organisation", "list").splitlines()[0].endswith("  (no name)")
    assert set_to("", "at-most-once").startswith("Reminders of this organisation come at-most-once: ")
    assert [each["reminders"] for each in organisations()] == ["at-most-once"]


@pytest.mark.usefixtures("two")
def test_an_organisation_that_there_is_not_is_told() -> None:
    result = do("organisation", "set", "Anywhere", "--reminders", "at-most-once")
    told = 'There is no organisation "Anywhere". All organisations: closer-look organisation list\n'
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)
    assert [each["reminders"] for each in organisations()] == ["at-least-once", "at-least-once"]


@pytest.mark.parametrize("words", [(), ("--reminders", "never"), ("--reminders", "exactly-once")])
def test_only_a_policy_that_there_is_can_be_set(words: tuple[str, ...]) -> None:
    assert do("organisation", "set", "Anyshire", *words).exit_code == 2


@pytest.mark.usefixtures("two")
def test_what_is_known_of_people_is_shown_before_an_organisation_accepts_it() -> None:
    before = entries_on_record()
    asked = do("organisation", "set", "Anyshire", "--anonymous-rounds", "any-channel", typed="n\n")
    assert "Telegram knows who writes" in asked.stdout
    assert "Does the organisation accept this?" in asked.stdout
    assert asked.exit_code == 1
    assert [each["anonymous_rounds"] for each in organisations()] == ["browser-only", "browser-only"]
    told = done("organisation", "set", "Anyshire", "--anonymous-rounds", "any-channel", "--yes")
    assert "People will read this before they begin: Here this round is not wholly anonymous" in told
    assert [each["anonymous_rounds"] for each in organisations()] == ["any-channel", "browser-only"]
    assert entries_on_record() == before + 1
    told = done("organisation", "set", "Anyshire", "--anonymous-rounds", "browser-only")
    assert told == "Anonymous rounds of Anyshire that are opened now are in the browser only.\n"
    assert entries_on_record() == before + 2


def test_in_a_folder_without_data_nothing_is_listed_and_none_is_made() -> None:
    result = do("organisation", "list")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("There is no data at ")
    assert not Path("data").exists()


def test_where_there_is_no_organisation_yet_it_is_said_where_one_comes_from() -> None:
    async def begin() -> None:
        await (await open_store(load_settings())).close()

    asyncio.run(begin())
    told = "There is no organisation yet: it comes with its first round or coordinator.\n"
    assert done("organisation", "list") == told
    assert organisations() == []


@pytest.mark.usefixtures("two")
def test_who_takes_complaints_is_set_shown_and_removed_and_each_change_is_on_record() -> None:
    before = entries_on_record()
    contact = "Data protection officer, dpo@example.org"
    told = done("organisation", "set", "Example Council", "--complaints", contact)
    assert told == f"Complaints to Example Council can also be sent to: {contact}\n"
    done("organisation", "set", "Example Council", "--complaints", contact)
    assert [each["complaints"] for each in organisations()] == ["", contact]
    assert f"    complaints also to: {contact}\n" in done("organisation", "list")
    told = done("organisation", "set", "Example Council", "--complaints", "")
    assert told == "Complaints to Example Council can also be sent to: nobody is named\n"
    assert entries_on_record() == before + 2


@pytest.mark.usefixtures("two")
def test_nothing_to_set_is_said_and_a_contact_that_is_too_long_too() -> None:
    result = do("organisation", "set", "Example Council")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Say what to set, such as --reminders, --contact, --notice or --keep: see --help.\n"
    )
    assert do("organisation", "set", "Example Council", "--complaints", "x" * 121).exit_code == 2
