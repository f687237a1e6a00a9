"""An answered complaint is announced to those who read complaints, and then erased wherever it was shown."""

from datetime import timedelta

import orjson
import pytest

from bot.coordinator.report_data import publish_all
from bot.schedule.complaint_retention import erase_due_complaints
from bot.schedule.retention import RetentionWorker
from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.retention.notices import NOTICE
from storage.roles.complaints import complaints_shown, keep_answer
from storage.roles.organisations import Role
from storage.roles.retention_periods import DEFAULT_DAYS, DataClass, choose_period
from storage.rounds.rounds import organisation_of
from tests.bot.inbox.test_complaint_effects import visits
from tests.bot.workshop import BEGINNING, ROUND, Workshop
from tests.storage.test_erasure import everything
from tests.worlds.complaining import WORDS
from tests.worlds.seat import Seat
from tests.worlds.world import FINISHES, Doing, Plan, World

pytestmark = pytest.mark.exhaustive

DAY = timedelta(days=1)
YEARS = DEFAULT_DAYS[DataClass.COMPLAINTS]
GOES = "3 November 2028"
ANSWER = "We have told them that it was wrong, and it will not happen again."


class Office:
    """A round of which somebody complained, and whoever reads complaints, in a browser."""

    def __init__(self, who_sees: WhoSees = WhoSees.ANONYMOUS) -> None:
        self.world = World(Plan("complaints", (FINISHES, Doing(joins=True, complains=True)), who_sees))
        self.database, self.clock = self.world.database, self.world.shop.clock
        self.reader = Seat(self.world, Role.COMPLAINTS)
        self.coordinator = Seat(self.world, Role.COORDINATOR)

    async def opens(self) -> None:
        await self.world.open()
        for seat in (self.reader, self.coordinator):
            await seat.come_in()
        await self.world.do_all()
        self.clock.advance(2 * DAY.total_seconds())
        assert WORDS in repr(await self.reader.says(f"/complaints {self.number}"))

    @property
    def number(self) -> int:
        assert self.world.complained is not None
        return self.world.complained.number

    async def answers(self) -> None:
        await self.reader.says(f"/complaints answer {self.number} {ANSWER}")
        assert "is answered" in repr(await self.reader.says("yes"))

    async def lives(self, days: int) -> None:
        """Look once a day."""
        shop = self.world.shop
        worker = RetentionWorker(
            self.database,  # type: ignore[arg-type]
            shop.told.append,
            now=self.clock,
            publish_all=lambda: publish_all(self.database, shop.shelf),  # type: ignore[arg-type]
        )
        for _ in range(days):
            self.clock.advance(DAY.total_seconds())
            await worker.look()

    async def is_there(self) -> bool:
        kept = repr(await self.database.read(everything))
        found = {text in kept for text in (WORDS, ANSWER, f"omplaint {self.number}?")}
        assert len(found) == 1, "all of it is there or nothing"
        return found == {True}

    async def told(self) -> list[tuple[int, str]]:
        """Who was told that complaints go, and how."""
        rows = await self.database.read(
            lambda tx: tx.rows("SELECT person_id, detail FROM work WHERE kind = 'announcement' ORDER BY id")
        )
        texts = [(person_id, orjson.loads(detail)["text"]) for person_id, detail in rows]
        return [each for each in texts if "these complaints are erased" in each[1]]

    async def keeps_for(self, days: int) -> None:
        def choose(tx: Transaction) -> None:
            choose_period(tx, organisation_of(tx, ROUND) or "", DataClass.COMPLAINTS, days)

        await self.database.write(choose)


@pytest.fixture
async def office() -> Office:
    made = Office()
    await made.opens()
    return made


async def test_it_goes_two_years_after_its_answer_from_every_history_that_shows_it(office: Office) -> None:
    await office.lives(100)
    await office.answers()
    await office.lives(YEARS - 1)
    assert await office.is_there()
    await office.lives(1)
    assert not await office.is_there()
    for table in ("complaint", "complaint_words"):
        rows = await office.database.read(lambda tx, table=table: tx.rows(f"SELECT * FROM {table}"))  # type: ignore[misc]  # noqa: S608
        assert rows == []
    acts = await office.database.read(
        lambda tx: tx.rows("SELECT act, subject FROM audit WHERE subject LIKE 'complaint %' ORDER BY number")
    )
    assert [act for act, _ in acts] == [
        "complaint.read",
        "complaint.answer",
        "complaint.notice",
        "retention.complaints",
    ]


async def test_whoever_reads_complaints_is_told_two_weeks_before_and_no_coordinator_is(
    office: Office,
) -> None:
    await office.answers()
    await office.lives(YEARS - NOTICE.days - 1)
    assert await office.told() == []
    await office.lives(1)
    ((person_id, text),) = await office.told()
    assert person_id == office.reader.person_id
    assert text.startswith(
        f"On {GOES} these complaints are erased by themselves, with their answers: {office.number}."
    )
    await office.lives(NOTICE.days - 1)
    assert len(await office.told()) == 1
    assert await office.is_there()


async def test_one_that_waits_is_never_erased(office: Office) -> None:
    await office.lives(3 * YEARS)
    rows = await office.database.read(lambda tx: tx.rows("SELECT text FROM complaint_words"))
    assert rows == [(WORDS,)]
    assert await office.told() == []


async def test_answered_once_more_it_begins_to_count_anew(office: Office) -> None:
    await office.answers()
    await office.lives(YEARS - 1)
    await office.answers()
    await office.lives(NOTICE.days)
    assert await office.is_there()
    await office.lives(YEARS - NOTICE.days)
    assert not await office.is_there()


async def test_a_shorter_time_is_announced_before_it_holds(office: Office) -> None:
    await office.answers()
    await office.lives(400)
    await office.keeps_for(365)
    await office.lives(NOTICE.days)
    assert await office.is_there()
    assert len(await office.told()) == 1
    await office.lives(1)
    assert not await office.is_there()


async def test_the_day_is_shown_with_it_and_only_once_it_is_answered(office: Office) -> None:
    assert "It is erased by itself on" not in repr(await office.reader.says(f"/complaints {office.number}"))
    await office.answers()
    assert f"It is erased by itself on {GOES}." in repr(
        await office.reader.says(f"/complaints {office.number}")
    )


async def test_what_they_are_told_of_others_stays(office: Office) -> None:
    await office.answers()
    await office.coordinator.says("/rounds")
    before = await _entries_of(office, office.coordinator)
    await office.lives(YEARS)
    assert not await office.is_there()
    assert await _entries_of(office, office.coordinator) == before


async def _entries_of(office: Office, seat: Seat) -> list[tuple[object, ...]]:
    return await office.database.read(
        lambda tx: tx.rows("SELECT number, body FROM outbox WHERE person_id = :id", {"id": seat.person_id})
    )


async def test_where_its_writer_is_known_their_own_history_loses_it_and_nothing_else(
    database: SqliteDatabase,
) -> None:
    visitor = await visits(Workshop(database), "named")
    await visitor.writes("begin", "1", "start", "We go round the table.", "/complain", WORDS, "done")

    def answered_long_ago(tx: Transaction) -> None:
        (found,) = complaints_shown(tx, organisation_of(tx, ROUND) or "", BEGINNING + DAY)
        keep_answer(tx, found, ANSWER, BEGINNING + DAY)
        tx.run("UPDATE complaint SET erase_on = '2028-11-02'")

    await database.write(answered_long_ago)
    (number,) = await database.read(lambda tx: tx.rows("SELECT number FROM complaint"))
    await visitor.writes(f"/complain {number[0]}", "done")
    assert {WORDS in await visitor.history(), ANSWER in await visitor.history()} == {True}
    assert not await database.write(lambda tx: erase_due_complaints(tx, BEGINNING + YEARS * DAY))
    assert await database.write(lambda tx: erase_due_complaints(tx, BEGINNING + (YEARS + 1) * DAY))
    kept = repr(await database.read(everything))
    assert not any(text in kept for text in (WORDS, ANSWER))
    assert "We go round the table." in await visitor.history()
