import asyncio
import shutil
from collections import namedtuple
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.app import health
from bot.app.data_folder import open_as_it_is, open_store
from bot.app.health import (
    MOST_PHRASES_NAMED,
    Disk,
    HealthReport,
    current_health,
    disk_of,
    gather,
    not_started,
)
from bot.settings.settings import Settings
from content.problem import Problem
from storage.engine import key_values
from storage.engine.database import Database, StorageTrouble
from storage.messages import inbox
from storage.messages.contacts import Contact, note_contacts
from storage.messages.inbox import Received
from storage.messages.put_aside import PutAsideCount
from storage.store_facts import StoreFacts, store_facts
from tests.bot.services import TOKEN, stand_alone
from tests.channel_names import TELEGRAM, WEB
from tests.teletype.channel import TELETYPE

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
GIB = 1024**3
ROOMY = Disk(free=50 * GIB, whole=100 * GIB)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


HEARD = Contact(TELEGRAM, "Telegram", last=ago(seconds=40))
WELL = StoreFacts(
    alive_at=ago(seconds=15), started_at=ago(hours=3), contacts=(HEARD,), oldest_inbox=ago(seconds=1)
)


def hearing(contact: Contact = HEARD, **changes: object) -> tuple[Contact, ...]:
    """How hearing goes on one channel, with these changes."""
    return (replace(contact, **changes),)  # type: ignore[arg-type]


def test_a_product_that_works_gives_no_reasons() -> None:
    assert gather(WELL, ROOMY, NOW) == HealthReport(healthy=True)


SET_RIGHT = "set it right. Until then no round ends by its date, and nothing is forgotten."
UNWELL = [
    (replace(WELL, alive_at=None), "Closer Look is not running."),
    (
        replace(WELL, alive_at=ago(seconds=61)),
        "Closer Look is not running: it was last heard of 61 seconds ago.",
    ),
    (replace(WELL, contacts=hearing(last=ago(seconds=91))), "Telegram was last reached 91 seconds ago."),
    (replace(WELL, contacts=hearing(last=None), started_at=None), "Telegram has never been reached."),
    (
        replace(WELL, contacts=hearing(last=None), started_at=ago(hours=3)),
        "Telegram was last reached 3 hours ago.",
    ),
    (
        replace(WELL, contacts=hearing(trouble="token or address refused")),
        "Telegram: token or address refused.",
    ),
    (
        replace(WELL, oldest_inbox=ago(seconds=61)),
        "A message has been waiting for its turn for 61 seconds.",
    ),
    (replace(WELL, oldest_due=ago(minutes=11)), "Something to say has been due for 11 minutes."),
    (
        replace(WELL, oldest_put_off={TELEGRAM: ago(minutes=3)}),
        "Telegram has not taken something to say for 3 minutes.",
    ),
    (
        replace(WELL, put_aside=PutAsideCount(1)),
        "1 message or report failed too often: closer-look aside list",
    ),
    (replace(WELL, is_damaged=True), "The data is damaged: stop Closer Look and restore a backup."),
    (
        replace(WELL, contacts=hearing(clock_ahead=timedelta(days=365))),
        f"The clock of this computer is 365 days ahead of Telegram's: {SET_RIGHT}",
    ),
    (
        replace(WELL, contacts=hearing(clock_ahead=timedelta(hours=-30))),
        f"The clock of this computer is 30 hours behind Telegram's: {SET_RIGHT}",
    ),
    (
        replace(WELL, put_aside=PutAsideCount(3)),
        "3 messages or reports failed too often: closer-look aside list",
    ),
]


@pytest.mark.parametrize(("facts", "reason"), UNWELL, ids=[reason for _, reason in UNWELL])
def test_each_thing_that_does_not_work_is_a_reason(facts: StoreFacts, reason: str) -> None:
    assert gather(facts, ROOMY, NOW) == HealthReport(healthy=False, reasons=(reason,))


def slip(line: int) -> Problem:
    what, mend = "In “Saved.”: a brace, { or }, has no partner.", "Write no brace in it."
    return Problem("gd/LC_MESSAGES/closer_look.po", line, 1, "brace", what, mend)


@pytest.mark.parametrize(("slips", "left"), [(1, ""), (4, "1 more problem"), (9, "6 more problems")])
def test_phrases_that_are_said_in_english_by_mistake_are_named(slips: int, left: str) -> None:
    health = gather(WELL, ROOMY, NOW, tuple(slip(line) for line in range(1, slips + 1)))
    assert health.healthy
    assert health.warnings[0] == (
        "Said in English until it is mended: gd/LC_MESSAGES/closer_look.po:1:1: "
        "In “Saved.”: a brace, { or }, has no partner. Write no brace in it."
    )
    assert len(health.warnings) == min(slips, MOST_PHRASES_NAMED) + bool(left)
    assert not left or health.warnings[-1] == f"{left} in the translations: closer-look check"


ALMOST = [
    replace(WELL, alive_at=ago(seconds=60)),
    replace(WELL, contacts=hearing(last=ago(seconds=90))),
    replace(WELL, oldest_inbox=ago(seconds=60)),
    replace(WELL, oldest_due=ago(minutes=10)),
    replace(WELL, oldest_due=NOW + timedelta(hours=1)),
    replace(WELL, contacts=hearing(last=ago(days=9)), started_at=ago(seconds=30)),
]


@pytest.mark.parametrize("facts", ALMOST)
def test_what_is_only_almost_too_old_is_no_reason(facts: StoreFacts) -> None:
    assert gather(facts, ROOMY, NOW).healthy


def test_a_channel_can_warn() -> None:
    report = gather(replace(WELL, contacts=hearing(warnings=("Threaded Mode is on.",))), ROOMY, NOW)
    assert report == HealthReport(healthy=True, warnings=("Threaded Mode is on.",))


def test_a_channel_that_reports_nothing_is_no_reason() -> None:
    assert gather(replace(WELL, contacts=(), started_at=None), ROOMY, NOW).healthy


def test_what_is_wrong_on_another_channel_is_not_said_of_telegram() -> None:
    other = Contact(TELETYPE, "the teletype", ago(hours=1), "out of paper", timedelta(days=2))
    facts = replace(WELL, contacts=(HEARD, other), oldest_put_off={TELETYPE: ago(minutes=3)})
    assert gather(facts, ROOMY, NOW).reasons == (
        "The teletype has not taken something to say for 3 minutes.",
        f"The clock of this computer is 2 days ahead of the teletype's: {SET_RIGHT}",
        "The teletype: out of paper.",
        "The teletype was last reached 60 minutes ago.",
    )


def test_all_reasons_are_given() -> None:
    facts = StoreFacts(
        oldest_inbox=ago(days=3), put_aside=PutAsideCount(2), contacts=hearing(last=None, trouble="conflict")
    )
    found = gather(facts, Disk(GIB, 100 * GIB), NOW)
    assert len(found.reasons) == 6


def test_what_failed_and_was_seen_is_a_warning_and_hides_nothing_new() -> None:
    seen = gather(replace(WELL, put_aside=PutAsideCount(0, 2)), ROOMY, NOW)
    assert seen.healthy
    assert seen.warnings[0].startswith("2 messages or reports that you have seen listed")
    both = gather(replace(WELL, put_aside=PutAsideCount(1, 2)), ROOMY, NOW)
    assert both.reasons == ("1 message or report failed too often: closer-look aside list",)


@pytest.mark.parametrize(
    ("disk", "reasons", "warnings"),
    [
        (Disk(20 * GIB, 100 * GIB), (), ()),
        (Disk(19 * GIB, 100 * GIB), (), ("The disk is filling up: 19456 MiB (19%) are free.",)),
        (Disk(9 * GIB, 100 * GIB), ("The disk is nearly full: 9216 MiB (9%) are free.",), ()),
        (Disk(60 * 1024**2, 100 * 1024**2), ("The disk is nearly full: 60 MiB (60%) are free.",), ()),
        (None, (), ()),
    ],
)
def test_a_disk_warns_before_it_is_full(
    disk: Disk | None, reasons: tuple[str, ...], warnings: tuple[str, ...]
) -> None:
    assert gather(WELL, disk, NOW) == HealthReport(not reasons, reasons, warnings)


@pytest.mark.parametrize(("number", "said"), [(1, "1 complaint waits"), (3, "3 complaints wait")])
def test_a_complaint_that_nobody_can_read_is_a_warning(number: int, said: str) -> None:
    report = gather(replace(WELL, unread_complaints=number), ROOMY, NOW)
    assert report.healthy
    assert report.warnings == (
        (
            f"{said} where nobody has the role to read them. Make a link: "
            "closer-look coordinator invite --organisation NAME --role complaints"
        ),
    )


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    stand_alone(monkeypatch, tmp_path)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100 * GIB, 50 * GIB, 50 * GIB))
    return Settings(telegram_token=TOKEN)  # type: ignore[arg-type]


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    store = await open_store(settings)
    yield store
    await store.close()


async def test_the_facts_of_a_new_store_are_that_nothing_has_happened(database: Database) -> None:
    assert await database.read(lambda tx: store_facts(tx, NOW)) == StoreFacts()


async def test_the_facts_are_those_that_the_running_product_leaves(database: Database) -> None:
    noted = Contact(TELEGRAM, "Telegram", NOW, "server error", timedelta(seconds=3), ("Look there.",))

    def leave(tx: object, *, at: datetime) -> None:
        mark = partial(key_values.set_key_value, tx)  # type: ignore[arg-type]
        mark(key_values.ALIVE, str(int(ago(hours=3).timestamp() * 1000)), at)
        note_contacts(tx, (noted,), at)  # type: ignore[arg-type]

    await database.write(partial(leave, at=NOW))
    messages = [Received(WEB, str(number), f"web:{number}", b"{}") for number in range(3)]
    await database.write(lambda tx: inbox.put(tx, messages, ago(seconds=5)))
    await database.write(lambda tx: inbox.put_aside(tx, 1, NOW))
    assert await database.read(lambda tx: store_facts(tx, NOW)) == StoreFacts(
        alive_at=NOW,
        started_at=ago(hours=3),
        contacts=(noted,),
        oldest_inbox=ago(seconds=5),
        put_aside=PutAsideCount(1),
    )


async def test_damage_that_a_check_found_is_a_fact(database: Database) -> None:
    await database.write(lambda tx: key_values.set_key_value(tx, key_values.DAMAGED, "", NOW))
    assert (await database.read(lambda tx: store_facts(tx, NOW))).is_damaged


async def test_a_store_of_another_shape_is_a_reason(settings: Settings, tmp_path: Path) -> None:
    store = await open_as_it_is(tmp_path / "empty.sqlite3")
    found = await current_health(store, settings, NOW)
    await store.close()
    assert found.reasons[0].endswith("not of the shape that this version of Closer Look needs.")


async def test_a_channel_that_no_longer_reports_is_no_fact(database: Database) -> None:
    await database.write(lambda tx: note_contacts(tx, (HEARD,), NOW))
    await database.write(lambda tx: note_contacts(tx, (), NOW))
    assert await database.read(lambda tx: store_facts(tx, NOW)) == StoreFacts()


async def test_what_waits_for_its_time_is_seen(database: Database) -> None:
    def say(tx: object) -> None:
        run = tx.run  # type: ignore[attr-defined]
        run("INSERT INTO person (id, language, number, created_at) VALUES (1, 'en', 1, 0)")
        run(
            "INSERT INTO outbox (person_id, number, change, channel, address, kind, body, state, priority,"
            " created_at, due_at, attempts) VALUES (1, 1, 1, 'telegram', '4', 'say', '{}', 'waiting', 0, 0,"
            " 90000, 0)"
        )

    await database.write(say)
    assert (await database.read(lambda tx: store_facts(tx, NOW))).oldest_due == datetime.fromtimestamp(
        90, UTC
    )


async def test_what_was_tried_and_put_off_for_long_is_seen(database: Database) -> None:
    def say(tx: object) -> None:
        run = tx.run  # type: ignore[attr-defined]
        run("INSERT INTO person (id, language, number, created_at) VALUES (1, 'en', 1, 0)")
        # Number, priority, said at, due at, tried so often: only the last was put off for long.
        rows = [(1, 0, 0, 90_000, 0), (2, 0, 0, 60_000, 4), (3, 2, 0, 90_000, 1), (4, 1, 5_000, 65_001, 1)]
        for number, priority, said, due, tries in rows:
            run(
                "INSERT INTO outbox (person_id, number, change, channel, address, kind, body, state,"
                " priority, created_at, due_at, attempts) VALUES (1, :number, 1, 'telegram', '4', 'say',"
                " '{}', 'waiting', :priority, :said, :due, :tries)",
                {"number": number, "priority": priority, "said": said, "due": due, "tries": tries},
            )

    await database.write(say)
    since = datetime.fromtimestamp(5, UTC)
    assert (await database.read(lambda tx: store_facts(tx, NOW))).oldest_put_off == {TELEGRAM: since}


async def test_the_health_of_a_running_product_is_good(database: Database, settings: Settings) -> None:
    await database.write(lambda tx: key_values.set_key_value(tx, key_values.ALIVE, "", NOW))
    await database.write(lambda tx: note_contacts(tx, (replace(HEARD, last=NOW),), NOW))
    assert await current_health(database, settings, NOW) == HealthReport(healthy=True)


class _Stuck:
    """A store that reads, and does with a change what it is told."""

    def __init__(self, change: Callable[[], object]) -> None:
        self._change = change

    async def read(self, _: object) -> object:
        return WELL

    async def write(self, _: object, *, lasting: bool = True) -> object:  # noqa: ARG002
        change = self._change()
        return await change if asyncio.iscoroutine(change) else change


def _full() -> None:
    raise StorageTrouble("SQLITE_FULL")


async def test_a_store_that_cannot_be_written_to_is_a_reason(settings: Settings) -> None:
    found = await current_health(_Stuck(_full), settings, NOW)  # type: ignore[arg-type]
    assert found.reasons == ("The data cannot be used: the disk is full.",)
    assert not found.healthy


async def test_a_store_that_takes_no_change_for_long_is_a_reason(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_WRITE_SECONDS", 0.01)
    never = asyncio.Event()
    found = await current_health(_Stuck(never.wait), settings, NOW)  # type: ignore[arg-type]
    assert found.reasons == ("The data took no change within 0 seconds.",)


def test_a_product_without_a_store_is_not_healthy() -> None:
    assert not not_started().healthy


def test_a_disk_that_tells_nothing_is_no_fault(tmp_path: Path) -> None:
    assert disk_of(tmp_path / "nowhere") is None
    assert disk_of(tmp_path)
