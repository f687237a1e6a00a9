"""``closer-look aside``: what was put aside is seen without words, tried again and cleared, all on record."""

import json

import pytest

from bot.cli.ask_health import aside
from storage.engine.database import Transaction
from storage.messages import inbox, jobs
from storage.messages.inbox import Received
from storage.messages.job_details import AnnouncementJob
from storage.messages.jobs import Job
from storage.messages.put_aside import count_aside
from storage.people import people
from storage.roles.organisations import organisation_named
from tests.bot.cli.test_browser_sessions import NOW, alone, do, done, record, refused, write
from tests.channel_names import TELEGRAM, WEB

__all__ = ["alone"]

CANARY = "CANARY words of somebody"


@pytest.fixture(autouse=True)
def some_aside(alone: None) -> None:  # noqa: ARG001
    """A message and a job that failed too often, and one of each that still waits."""
    done("round", "open", "--guide", "example", "--title", "Autumn", "--organisation", "Example Council")

    def put(tx: Transaction) -> None:
        for number in ("1", "2"):
            sender = people.sender_of(TELEGRAM, f"4477009{number}")
            inbox.put(tx, [Received(TELEGRAM, number, sender, CANARY.encode())], NOW)
            person_id = people.add_person(tx, "en", NOW)
            jobs.ask(tx, Job(AnnouncementJob(CANARY), person_id, 0, WEB, "4477009"), NOW)
        inbox.count_message_failure(tx, 1, is_begun=False)
        inbox.put_aside(tx, 1, NOW)
        assert jobs.begin_next(tx, NOW) is not None
        jobs.put_job_aside(tx, 1, NOW)

    write(put)


def states() -> list[str]:
    rows = write(lambda tx: tx.rows("SELECT state FROM inbox UNION ALL SELECT state FROM work"))
    return sorted(row[0] for row in rows)


def test_what_is_put_aside_is_listed_without_words_or_addresses() -> None:
    told = done("aside", "list")
    assert told.splitlines() == [
        "j1  announcement for person 1, since 2026-11-02 09:30 UTC, cut off 1 time, new",
        "m1  a message on telegram, since 2026-11-02 09:30 UTC, failed 1 time, new",
        "Why it failed is in the log. Try it again: closer-look aside retry",
    ]
    as_json = done("aside", "list", "--json")
    assert [each["name"] for each in json.loads(as_json)] == ["j1", "m1"]
    assert [each["seen"] for each in json.loads(as_json)] == [True, True]
    for each in (told, as_json):
        assert "CANARY" not in each
        assert "4477009" not in each
    assert ("operator", "aside.list", "everything", "2 entries") in record()


def test_what_was_listed_is_no_news_any_more_and_something_new_is() -> None:
    assert "2 messages or reports failed too often: closer-look aside list" in do("health").stdout
    done("aside", "list")
    told = do("health").stdout
    assert "failed too often" not in told
    assert "2 messages or reports that you have seen listed" in told
    write(lambda tx: inbox.put_aside(tx, 2, NOW))
    assert "1 message or report failed too often" in do("health").stdout
    counted = write(count_aside)
    assert (counted.new, counted.seen) == (1, 2)


def test_what_is_tried_again_begins_from_the_beginning() -> None:
    assert "1 entry" in done("aside", "retry", "j1")
    assert states() == ["quarantined", "waiting", "waiting", "waiting"]
    assert "1 entry" in done("aside", "retry", "--all")
    assert states() == ["waiting"] * 4
    rows = write(lambda tx: tx.rows("SELECT attempts, cut_off, aside_at FROM inbox UNION ALL"
                                    " SELECT attempts, cut_off, aside_at FROM work"))  # fmt: skip
    assert set(rows) == {(0, 0, None)}
    assert ("operator", "aside.retry", "everything", "1 entry") in record()


def test_what_is_cleared_leaves_no_words_and_what_waits_stays() -> None:
    done("aside", "clear", "--all", "--yes")
    assert states() == ["done", "waiting", "waiting"]
    rows = write(lambda tx: tx.rows("SELECT raw, sender FROM inbox WHERE state = 'done'"))
    assert rows == [(None, "")]
    assert ("operator", "aside.clear", "everything", "2 entries") in record()
    assert done("aside", "list") == "Nothing is put aside.\n"


def test_clearing_asks_first_and_shows_what_it_is() -> None:
    refused_by_hand = do("aside", "clear", "m1", typed="n\n")
    assert refused_by_hand.exit_code == 1
    assert refused_by_hand.stdout.startswith("m1  a message on telegram")
    assert "quarantined" in states()
    done("aside", "clear", "m1", typed="y\n")
    assert states().count("quarantined") == 1


@pytest.mark.parametrize("command", ["retry", "clear"])
def test_what_is_meant_is_named(command: str) -> None:
    mend = "Name what is meant, as the list shows it, or --all."
    assert refused("aside", command) == mend
    assert refused("aside", command, "j1", "--all") == mend
    assert refused("aside", command, "j2") == "j2 is not put aside. What is: closer-look aside list"
    assert refused("aside", command, "9" * 4301).startswith("99999999999999999999 is not")


def test_every_part_of_it_is_on_record() -> None:
    write(lambda tx: organisation_named(tx, "Other Council", NOW))
    for name, command in aside.commands.items():
        words = () if name == "list" else ("--all",)
        write(lambda tx: inbox.put_aside(tx, 2, NOW))
        done("aside", name, *words, *(["--yes"] if "yes" in {each.name for each in command.params} else []))
        for organisation in ("Example Council", "Other Council"):
            assert f"aside.{name}" in {act for _, act, _, _ in record(organisation)}
