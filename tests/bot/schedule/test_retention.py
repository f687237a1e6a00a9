"""What is kept of a closed round is announced, and then erased by itself, whoever confirms anything."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from bot.coordinator.report_data import publish, publish_all
from bot.messages.after_commit import AfterCommit
from bot.schedule import retention
from bot.schedule.retention import LONGEST_GAP, STEADY_FOR, RetentionWorker, class_in_words
from bot.schedule.round_end import results_of
from content.phrases import phrases_in
from conversations.groups.round_view import RoundView
from reports.group.published import without_words
from storage.engine.database import StorageTrouble, Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages.files import StoredFile, keep_file
from storage.people import people, sessions
from storage.retention.classes import AT_ONCE, CLASSES, has_any
from storage.retention.notices import NOTICE, erased_at, replies_go_on
from storage.roles.retention_periods import DEFAULT_DAYS, OF_A_ROUND, DataClass, choose_period
from storage.rounds import rounds
from storage.rounds.group_reports import add_cut
from storage.rounds.invitees import Guest, invite_guests
from tests.bot.coordinator.role_chat import RoleChat, gave
from tests.bot.workshop import BEGINNING, FailingDatabase

DAY = timedelta(days=1)
LAST_MOMENT = datetime(2026, 11, 13, tzinfo=UTC)
"""The midnight at the end of the last day; in winter clocks in Britain show the time that we count in."""
YEAR = DEFAULT_DAYS[DataClass.REPLIES]
CANARY = "CANARY of somebody who took part"


@pytest.fixture
async def chat(database: SqliteDatabase) -> RoleChat:
    """A round in which three take part, with all classes of data, closed since ten days after it began."""
    chat = RoleChat(database)
    await chat.shop.open_round()
    await chat.gives("77", "Example Council", "coordinator")
    for number, address in enumerate(("1", "2", "3")):
        await chat.shop.join(address)
        await chat.shop.go_on()
        await gave(chat, address, level=3 + number, strength=f"{CANARY} {address}")
    await chat.database.write(_fill)
    await closes(chat, LAST_MOMENT)
    return chat


def _fill(tx: Transaction) -> None:
    (person_id,) = tx.row("SELECT min(person_id) FROM participant") or (0,)
    invite_guests(tx, "r1", [Guest("CANARY Name", "CANARY Team")], BEGINNING, valid=DAY)
    keep_file(tx, person_id, StoredFile("theme-1.pdf", "x", CANARY.encode()), BEGINNING, round_id="r1")
    sessions.open_session(tx, person_id, BEGINNING)
    tx.run(
        "INSERT INTO reminder (round_id, kind, person_id, local_day, goes_on, batch, due_at, state, body,"
        " decided_at) VALUES ('r1', 'nudge', :id, '2026-11-02', '2026-11-02', 'b', 0, 'sent', 'CANARY', 0)",
        {"id": person_id},
    )


async def closes(chat: RoleChat, at: datetime) -> None:
    await chat.database.write(lambda tx: rounds.reopen_round(tx, "r1", (at - DAY).date(), at))


def worker(
    chat: RoleChat,
    told: list[AfterCommit] | None = None,
    *,
    database: FailingDatabase | None = None,
    is_clock_wrong: Callable[[], bool] = lambda: False,
) -> RetentionWorker:
    """As a process that has just started has it."""
    store = database or chat.database
    return RetentionWorker(
        store,
        (told if told is not None else []).append,
        now=chat.shop.clock,
        publish_all=lambda: publish_all(store, chat.shop.shelf),
        is_clock_wrong=is_clock_wrong,
    )


async def lives_until(chat: RoleChat, end: datetime) -> None:
    """Look once a day, each time as a process that has just started, up to a moment."""
    while chat.shop.clock.now < end:
        chat.shop.clock.now = min(chat.shop.clock.now + DAY, end)
        await worker(chat).look()


async def left(chat: RoleChat) -> set[DataClass]:
    """The classes that the round still has something of."""
    now = chat.shop.clock()
    return await chat.database.read(
        lambda tx: {each for each in OF_A_ROUND if has_any(tx, each, "r1", now + DAY)}
    )


async def on_record(chat: RoleChat) -> list[str]:
    rows = await chat.database.read(
        lambda tx: tx.rows("SELECT act, outcome FROM audit WHERE actor = 'closer-look' ORDER BY number")
    )
    return [" ".join(row) for row in rows if row[0].startswith("retention")]


async def announced(chat: RoleChat) -> list[str]:
    rows = await chat.database.read(
        lambda tx: tx.rows("SELECT detail FROM work WHERE kind = 'announcement' ORDER BY id")
    )
    texts = [orjson.loads(row[0])["text"] for row in rows]
    return [each for each in texts if "erased by itself" in each]


def after(days: int) -> datetime:
    """So many days after the last one, in the morning."""
    return LAST_MOMENT + timedelta(days=days - 1, hours=9)


async def test_each_class_goes_on_its_day_and_not_before_whether_or_not_anybody_confirms(
    chat: RoleChat,
) -> None:
    assert await left(chat) == set(OF_A_ROUND)
    await lives_until(chat, after(89))
    assert await left(chat) == set(OF_A_ROUND)
    await lives_until(chat, after(90))
    assert await left(chat) == {DataClass.REPLIES, DataClass.FILES}
    await lives_until(chat, after(YEAR - 1))
    assert await left(chat) == {DataClass.REPLIES, DataClass.FILES}
    await lives_until(chat, after(YEAR))
    assert await left(chat) == set()
    assert await on_record(chat) == [
        "retention.notice done",
        "retention.links done",
        "retention.reminders done",
        "retention.sessions done",
        "retention.notice done",
        "retention.replies done",
        "retention.files done",
    ]


async def test_files_of_those_who_run_a_round_go_with_it(chat: RoleChat) -> None:
    def keep(tx: Transaction) -> None:
        (person_id,) = tx.row("SELECT person_id FROM role") or (0,)
        file = StoredFile("links.csv", "x", CANARY.encode())
        keep_file(tx, person_id, file, BEGINNING, round_id="r1", dataset=CANARY)

    await chat.database.write(keep)
    await lives_until(chat, after(YEAR - 1))
    assert DataClass.FILES in await left(chat)
    await lives_until(chat, after(YEAR))
    assert await left(chat) == set()
    for table in ("file_content", "dataset"):
        assert await chat.database.read(lambda tx, t=table: tx.rows(f"SELECT 1 FROM {t}")) == []  # noqa: S608


async def test_those_who_coordinate_are_told_two_weeks_before(chat: RoleChat) -> None:
    await lives_until(chat, after(90) - NOTICE - DAY)
    assert await announced(chat) == []
    await lives_until(chat, after(90) - NOTICE)
    (text,) = await announced(chat)
    assert "What is kept of “Round r1” will be erased by itself." in text
    assert "On 10 February 2027: the list of those invited, the record of reminders, sign-ins in" in text
    assert "It needs no confirmation." in text
    await lives_until(chat, after(90) - DAY)
    assert len(await announced(chat)) == 1


async def test_a_round_that_closed_long_before_an_upgrade_is_announced_first(chat: RoleChat) -> None:
    chat.shop.clock.now = after(5 * YEAR)
    await worker(chat).look()
    await lives_until(chat, after(5 * YEAR) + STEADY_FOR)
    assert len(await announced(chat)) == 1
    await lives_until(chat, after(5 * YEAR) + STEADY_FOR + NOTICE - DAY)
    assert await left(chat) == set(OF_A_ROUND)
    await lives_until(chat, after(5 * YEAR) + STEADY_FOR + NOTICE)
    assert await left(chat) == set()


async def test_a_round_that_is_open_is_never_touched(chat: RoleChat) -> None:
    await chat.database.write(lambda tx: rounds.reopen_round(tx, "r1", None, None))
    await lives_until(chat, after(2 * YEAR))
    assert await left(chat) == set(OF_A_ROUND)
    assert await announced(chat) == []


async def test_a_round_that_is_opened_again_begins_to_count_anew(chat: RoleChat) -> None:
    await lives_until(chat, after(YEAR) - DAY)
    assert len(await announced(chat)) == 2
    later = chat.shop.clock() + timedelta(days=30)
    await closes(chat, later)
    await lives_until(chat, later + timedelta(days=YEAR - 2))
    assert DataClass.REPLIES in await left(chat)
    await lives_until(chat, later + timedelta(days=YEAR - 1))
    assert await left(chat) == set()


@pytest.mark.parametrize("data_class", OF_A_ROUND)
async def test_nothing_is_kept_longer_than_was_told_when_its_round_was_opened(
    chat: RoleChat, data_class: DataClass
) -> None:
    days = DEFAULT_DAYS[data_class]
    told = (await view_of(chat)).kept_until
    await choose(chat, data_class, days + 1)
    await lives_until(chat, after(days) - NOTICE)
    await choose(chat, data_class, 10 * YEAR)
    assert (await view_of(chat)).kept_until == told
    await lives_until(chat, after(days) - DAY)
    assert data_class in await left(chat)
    await lives_until(chat, after(days))
    assert data_class not in await left(chat)


async def test_a_longer_time_counts_for_rounds_that_are_opened_from_then_on(chat: RoleChat) -> None:
    await choose(chat, DataClass.REPLIES, 90)
    await choose(chat, DataClass.REPLIES, 2 * YEAR)
    await chat.shop.open_round(round_id="r2")
    assert (await view_of(chat)).kept_days == 90, "the shorter time was told, for however short a while"
    assert (await view_of(chat, "r2")).kept_days == 2 * YEAR


async def test_the_day_that_was_announced_is_the_day_that_people_read(chat: RoleChat) -> None:
    await lives_until(chat, after(60))
    await choose(chat, DataClass.REPLIES, 14)
    await lives_until(chat, after(61))
    day = (await view_of(chat)).kept_until
    assert day == (after(61) + NOTICE).date()
    assert day == await chat.database.read(lambda tx: replies_go_on(tx, "r1", chat.shop.clock()))


async def view_of(chat: RoleChat, round_id: str = "r1") -> RoundView:
    view = await chat.database.read(lambda tx: rounds.find_round(tx, round_id))
    assert view is not None
    return view


async def test_a_shorter_time_is_announced_before_it_holds(chat: RoleChat) -> None:
    await lives_until(chat, after(60))
    await choose(chat, DataClass.REPLIES, 14)
    await lives_until(chat, after(61))
    assert len(await announced(chat)) == 1
    await lives_until(chat, after(61) + NOTICE - DAY)
    assert DataClass.REPLIES in await left(chat)
    await lives_until(chat, after(61) + NOTICE)
    assert DataClass.REPLIES not in await left(chat)


async def choose(chat: RoleChat, data_class: DataClass, days: int) -> None:
    def write(tx: Transaction) -> None:
        organisation_id = rounds.organisation_of(tx, "r1")
        assert organisation_id is not None
        choose_period(tx, organisation_id, data_class, days)

    await chat.database.write(write)


# --- a clock that is wrong ---------------------------------------------------------------------------


async def test_by_a_clock_that_a_channel_knows_is_wrong_nothing_is_announced_or_erased(
    chat: RoleChat,
) -> None:
    for _ in range(60):
        chat.shop.clock.now = max(chat.shop.clock.now, after(5 * YEAR)) + DAY
        await worker(chat, is_clock_wrong=lambda: True).look()
    assert await left(chat) == set(OF_A_ROUND)
    assert await announced(chat) == []


@pytest.mark.parametrize("years", [2, 30, -20])
async def test_a_clock_that_jumps_by_years_erases_nothing_though_all_was_announced(
    chat: RoleChat, years: int
) -> None:
    await lives_until(chat, after(90) - 2 * DAY)
    right = chat.shop.clock.now
    for _ in range(3):
        chat.shop.clock.now = right + timedelta(days=365 * years)
        for _ in range(int(STEADY_FOR / LONGEST_GAP) + 1):
            await worker(chat).look()
            chat.shop.clock.advance(3600)
        chat.shop.clock.now = right
        await worker(chat).look()
    assert await left(chat) == set(OF_A_ROUND)
    await lives_until(chat, after(90) + STEADY_FOR)
    assert await left(chat) == {DataClass.REPLIES, DataClass.FILES}, "once it is right again all goes on"


async def test_a_round_that_was_closed_by_a_clock_of_decades_ago_counts_from_its_beginning(
    chat: RoleChat,
) -> None:
    await chat.database.write(lambda tx: rounds.reopen_round(tx, "r1", None, None))
    await chat.database.write(lambda tx: rounds.close_round(tx, "r1", datetime(1970, 1, 2, tzinfo=UTC)))
    await lives_until(chat, BEGINNING + timedelta(days=80))
    assert await left(chat) == set(OF_A_ROUND)


# --- trouble while erasing ---------------------------------------------------------------------------


async def many(chat: RoleChat, count: int) -> None:
    addresses = [str(1000 + number) for number in range(count)]
    await closes(chat, LAST_MOMENT)
    for address in addresses:
        await chat.shop.join(address)
    await chat.shop.go_on()


async def test_a_disk_that_fails_and_a_restart_in_the_middle_lose_nothing_of_the_way(chat: RoleChat) -> None:
    await many(chat, 3 * AT_ONCE)
    await lives_until(chat, after(YEAR) - DAY)
    chat.shop.clock.now = after(YEAR)
    failures = 0
    for write in range(3, 40, 3):
        failing = FailingDatabase(chat.database)
        failing.writes_to_fail = {write}
        told: list[AfterCommit] = []
        try:
            await worker(chat, told, database=failing).look()
        except StorageTrouble:
            failures += 1
            count = await chat.database.read(lambda tx: tx.rows("SELECT count(*) FROM participant"))
            gone = await chat.database.read(lambda tx: erased_at(tx, "r1", DataClass.REPLIES))
            assert gone is None or count == [(0,)], "what is on record as gone is gone"
            continue
        break
    assert failures > 1
    assert await left(chat) == set()
    assert (await on_record(chat)).count("retention.replies done") == 1


async def test_a_round_that_is_opened_again_while_it_is_being_erased_keeps_the_rest(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await many(chat, 2 * AT_ONCE)
    await lives_until(chat, after(YEAR) - DAY)
    chat.shop.clock.now = after(YEAR)
    erase_some = retention.erase_some
    begun: list[DataClass] = []

    def erase_and_reopen(tx: Transaction, data_class: DataClass, *rest: object) -> bool:
        tx.once_kept(lambda: begun.append(data_class))
        has_more = erase_some(tx, data_class, *rest)  # type: ignore[arg-type]
        rounds.reopen_round(tx, "r1", None, None)
        return has_more

    monkeypatch.setattr(retention, "erase_some", erase_and_reopen)
    await worker(chat).look()
    assert begun == [DataClass.REPLIES]
    assert await chat.database.read(lambda tx: tx.rows("SELECT count(*) FROM participant")) != [(0,)]
    assert "retention.replies done" not in await on_record(chat)


# --- what is left ------------------------------------------------------------------------------------


async def test_no_byte_of_what_people_gave_is_left_in_the_data_folder(chat: RoleChat, tmp_path: Path) -> None:
    def found() -> int:
        content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        return content.count(b"CANARY")

    assert await asyncio.to_thread(found) > 5
    told: list[AfterCommit] = []
    await lives_until(chat, after(YEAR) - DAY)
    chat.shop.clock.now = after(YEAR)
    await worker(chat, told).look()
    assert any(each.has_erased for each in told), "the running product is told to wipe the files"
    assert await asyncio.to_thread(found) > 0, "without wiping, bytes would stay"
    assert await chat.database.vacuum()
    assert await asyncio.to_thread(found) == 0


async def test_somebody_who_takes_part_elsewhere_stays_there_and_loses_only_this_round(
    chat: RoleChat,
) -> None:
    known = await chat.shop.loaded("telegram:1")
    assert known is not None

    await chat.shop.open_round("r2")
    await chat.shop.join("1", round_id="r2")
    await chat.shop.go_on()
    await gave(chat, "1", level=5, strength="Of the second round")
    await lives_until(chat, after(YEAR))
    again = await chat.shop.loaded("telegram:1")
    assert again is not None
    assert again.conversation.round.id == "r2"
    replies = [each.text for each in again.conversation.replies.values()]
    assert "Of the second round" in replies
    assert await chat.database.read(lambda tx: people.is_known(tx, known.person_id))
    assert not any(CANARY in text for text in replies)


async def test_those_who_run_the_round_keep_their_role_and_the_figures_that_were_published(
    chat: RoleChat,
) -> None:
    await lives_until(chat, after(YEAR))
    assert "Its replies were erased on " in (await chat.says("/rounds 1")).text
    heard = await chat.says("/reopen 24 December 2027")
    assert "so it stays closed" in heard.text


def test_every_class_has_a_time_a_way_to_go_and_a_name() -> None:
    for each in DataClass:
        assert DEFAULT_DAYS[each] >= NOTICE.days
        assert (each in CLASSES) is (each in OF_A_ROUND)
        assert class_in_words(phrases_in("en"), each)


async def test_another_organisation_loses_nothing(chat: RoleChat) -> None:
    await chat.gives("88", "Anyshire", "coordinator")
    await chat.says("/rounds", address="88")
    count = "SELECT count(*) FROM outbox o JOIN address a USING (person_id) WHERE a.address = '88'"
    before = await chat.database.read(lambda tx: tx.rows(count))
    await lives_until(chat, after(YEAR))
    assert await left(chat) == set()
    assert await chat.database.read(lambda tx: tx.rows(count)) == before


async def test_a_group_report_that_was_given_is_given_with_its_figures_when_all_replies_are_gone(
    chat: RoleChat,
) -> None:
    await chat.says("/results")
    view = await chat.database.read(lambda tx: rounds.find_round(tx, "r1"))
    assert view is not None
    await chat.database.write(lambda tx: add_cut(tx, "r1", LAST_MOMENT, LAST_MOMENT.date()))
    before = await publish(chat.database, chat.shop.shelf, "r1", 1)
    await lives_until(chat, after(YEAR))
    assert await publish(chat.database, chat.shop.shelf, "r1", 1) == without_words(before)
    now = chat.shop.clock()
    results = await chat.database.write(lambda tx: results_of(tx, view, now))
    assert results.cut.number == 1, "no empty report takes its place"
