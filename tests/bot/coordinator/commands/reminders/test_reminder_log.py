"""What happened to reminders as coordinators read it: above all which may not have arrived."""

import csv
import io

import pytest

from bot.schedule.reminders import ReminderWorker
from storage.engine.database import Transaction
from storage.erasure import erase_person
from storage.retention.classes import erase_some
from storage.roles.organisations import ReminderPolicy
from storage.roles.retention_periods import DataClass
from tests.bot.coordinator.role_chat import Heard, RoleChat, joins
from tests.bot.schedule.bench import HOURS
from tests.storage.samples import wants

TWO_DAYS = 2 * 86_400
NO_ANSWER = "Telegram gave no answer about these:"
NOTHING_TWICE = "Nothing comes twice: a reminder or an announcement that may have arrived is not sent again."
IN_DOUBT = {
    "lost": "state = 'given_up', offered_at = created_at, delivered_at = NULL, attempts = 1",
    "double": "offered_at = created_at, delivered_at = created_at, attempts = 2",
}


async def join(chat: RoleChat, *people: str) -> None:
    """Invite people, each by name and team, and let them in on Telegram as 101, 102 and so on."""
    await chat.says("/invite", "\n".join(people), "yes")
    (links,) = await chat.database.read(lambda tx: tx.rows("SELECT content FROM file_content"))
    for address, row in enumerate(csv.DictReader(io.StringIO(links[0].decode("utf-8-sig"))), 101):
        code = row["Link"].rpartition("/")[2]
        assert await joins(chat, code, str(address))
    await chat.shop.go_on()
    chat.shop.clock.advance(TWO_DAYS)


async def remind(chat: RoleChat) -> None:
    """Remind everybody, and let it reach them."""
    await chat.says("/remind all", "yes")
    reminding = ReminderWorker(
        chat.database,
        chat.shop.shelf,
        HOURS,
        chat.shop.told.append,
        shown_on=chat.shop.channels.with_history,
        now=chat.shop.clock,
    )
    while await reminding.send_some():
        pass
    await chat.shop.go_on()


async def put_in_doubt(chat: RoleChat, how: str, *addresses: str) -> None:
    """Make of the newest that was sent to people at these addresses something that is in doubt."""
    for address in addresses:
        await chat.database.write(
            lambda tx, a=address: tx.run(  # type: ignore[misc]
                f"UPDATE outbox SET {IN_DOUBT[how]} WHERE address = :a AND number ="  # noqa: S608
                " (SELECT max(number) FROM outbox o WHERE o.address = :a)",
                {"a": a},
            )
        )


def lines(heard: Heard) -> list[str]:
    return [line for line in heard.text.splitlines() if line]


async def test_what_may_not_have_arrived_is_listed_first_and_each_by_name(chat: RoleChat) -> None:
    await join(chat, "Ann, Home care", "Bob, Day care", "Cy, Day care")
    await remind(chat)
    await put_in_doubt(chat, "lost", "102")
    await put_in_doubt(chat, "double", "103")
    heard = await chat.says("/reminded")
    when = "Wednesday 4 November 2026, 09:00"
    assert lines(heard)[:7] == [
        "Reminders of “Round r1”",
        "2 sent, 1 may not have arrived",
        NO_ANSWER,
        f"Bob, Day care: may not have arrived, asked for on {when}",
        f"Cy, Day care: sent, asked for on {when}. May have come twice.",
        "The newest of the others:",
        f"Ann, Home care: sent, asked for on {when}",
    ]
    assert NOTHING_TWICE not in heard.text
    assert heard.files == ()


async def test_where_nothing_is_in_doubt_nothing_is_said_of_doubt(chat: RoleChat) -> None:
    await join(chat, "Ann, Home care")
    await remind(chat)
    heard = await chat.says("/reminded")
    assert NO_ANSWER not in heard.text
    assert "The newest of the others:" not in heard.text


async def test_an_announcement_that_may_not_have_arrived_is_listed_too(chat: RoleChat) -> None:
    await join(chat, "Ann, Home care", "Bob, Day care", "Cy, Day care")
    await chat.says("/close", "yes")
    await chat.receives()
    await chat.shop.go_on()
    await put_in_doubt(chat, "lost", "101")
    await put_in_doubt(chat, "double", "102")
    heard = await chat.says("/reminded")
    when = "Wednesday 4 November 2026, 09:00"
    assert lines(heard)[1:5] == [
        "None has been sent yet.",
        NO_ANSWER,
        f"Ann, Home care: announcement, may not have arrived, {when}",
        f"Bob, Day care: announcement, sent, {when}. May have come twice.",
    ]


async def test_more_than_a_message_holds_are_all_in_a_table(chat: RoleChat) -> None:
    people = [f"Person {number:02}, Team" for number in range(1, 31)]
    await join(chat, *people)
    await remind(chat)
    addresses = [str(address) for address in range(101, 131)]
    await put_in_doubt(chat, "lost", *addresses[:-1])
    heard = await chat.says("/reminded")
    assert sum("may not have arrived," in line for line in lines(heard)[2:]) == 25
    assert "and 4 more" in heard.text
    assert "Person 30, Team: sent" in heard.text
    ((name, content),) = heard.files
    assert name == "in-doubt.csv"
    headings, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert headings == ["Name", "Team", "What", "What became of it", "When"]
    assert [row[0] for row in rows] == [f"Person {number:02}" for number in range(1, 30)]
    assert rows[0][1:] == ["Team", "reminder", "may not have arrived", "Wednesday 4 November 2026, 09:00"]


async def test_in_an_anonymous_round_only_how_many_in_steps_is_told(chat: RoleChat) -> None:
    await join(chat, *(f"Person {number:02}, Team {number:02}" for number in range(1, 31)))
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await remind(chat)
    await put_in_doubt(chat, "lost", *map(str, range(101, 130)))
    heard = await chat.says("/reminded")
    assert "Nobody was reminded, or too few to show how many." in heard.text
    assert "Telegram gave no answer about at least 25 people." in heard.text
    assert " 0 people" not in heard.text
    assert "Somebody" not in heard.text
    assert "Person" not in heard.text
    assert "Team" not in heard.text
    assert heard.files == ()


async def test_a_coordinator_is_told_where_nothing_comes_twice(chat: RoleChat) -> None:
    await chat.database.write(lambda tx: wants(tx, ReminderPolicy.AT_MOST_ONCE))
    assert NOTHING_TWICE in (await chat.says("/reminded")).text


@pytest.mark.parametrize("who", ["78", "101"])
async def test_nobody_else_hears_of_it(chat: RoleChat, who: str) -> None:
    await join(chat, "Ann, Home care")
    await chat.gives("78", "Example Council", "reader")
    await remind(chat)
    await put_in_doubt(chat, "lost", "101")
    assert "may not have arrived" not in (await chat.says("/reminded", address=who)).text


async def test_in_an_anonymous_round_nobody_hears_of_telegram_without_a_doubt(chat: RoleChat) -> None:
    await join(chat, *(f"Person {number:02}, Team" for number in range(1, 31)))
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    assert "Nobody was reminded, or too few to show how many." in (await chat.says("/reminded")).text
    await remind(chat)
    heard = await chat.says("/reminded")
    assert "At least 25 people were reminded." in heard.text
    assert "Telegram" not in heard.text


async def test_who_was_erased_stays_counted_as_reminded_until_the_record_of_reminders_goes(
    chat: RoleChat,
) -> None:
    await join(chat, *(f"Person {number:02}, Team" for number in range(1, 13)))
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await remind(chat)
    before = await chat.says("/reminded")
    assert "At least 5 people were reminded." in before.text

    def erase(tx: Transaction) -> None:
        for (person_id,) in tx.rows("SELECT person_id FROM participant"):
            erase_person(tx, person_id, chat.shop.clock())

    await chat.database.write(erase)
    assert (await chat.says("/reminded")).text == before.text
    now = chat.shop.clock()
    await chat.database.write(lambda tx: erase_some(tx, DataClass.REMINDERS, "r1", now, now))
    assert "Nobody was reminded, or too few to show how many." in (await chat.says("/reminded")).text
    kept = await chat.database.read(lambda tx: tx.rows("SELECT was_reminded, places FROM figure_erased"))
    assert kept == [(0, 12)]
