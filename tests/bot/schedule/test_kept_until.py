"""No day on which replies are erased moves without a word, whatever moves it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import orjson
import pytest

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.round_acts import change_last_day, close_round, reopen_round, undo_last_day
from bot.acts.undo import UndoLastDay
from bot.messages.after_commit import AfterCommit
from bot.schedule.kept_until import choose_days_and_tell
from bot.schedule.retention import STEADY_FOR, RetentionWorker
from bot.schedule.round_end import RoundEndWorker
from content.phrases import long_date
from conversations.calendar.day_bounds import HERE, end_of
from conversations.groups.round_view import RoundView
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.retention.notices import NOTICE, due_erasures
from storage.roles.retention_periods import DataClass
from storage.rounds import rounds
from tests.bot.workshop import ROUND, Workshop

DAY = timedelta(days=1)
LAST_DAY = date(2026, 11, 30)
KEPT = timedelta(days=365)
ALL_SQL = Path(rounds.__file__).parents[1]


class World:
    """A round with a last day in which two people take part, and one who has left."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.database = database
        self.shop = Workshop(database)

    async def open(self, last_day: date | None) -> None:
        await self.shop.open_round()
        await self.shop.join("1", "2")
        await self.database.write(lambda tx: rounds.reopen_round(tx, ROUND, last_day, _ends(last_day)))

    def acting(self, tx: Transaction) -> Acting:
        return Acting(tx, OPERATOR_HERE, self.shop.clock())

    async def acts(self, act: Callable[[Acting], object]) -> None:
        await self.database.write(lambda tx: act(self.acting(tx)))

    async def closes(self) -> None:
        await self.acts(lambda acting: close_round(acting, ROUND))

    async def keeps(self, days: int) -> None:
        organisation_id = await self.database.read(lambda tx: rounds.organisation_of(tx, ROUND)) or ""
        await self.database.write(
            lambda tx: choose_days_and_tell(tx, organisation_id, DataClass.REPLIES, days, self.shop.clock())
        )

    async def lives(self, days: int) -> None:
        for _ in range(days):
            self.shop.clock.now += DAY
            await self.looks()

    async def looks(self) -> None:
        await RoundEndWorker(self.database, _nobody, now=self.shop.clock).notice()
        await RetentionWorker(self.database, _nobody, now=self.shop.clock, publish_all=self._publishes).look()

    async def _publishes(self) -> None:
        """Nothing is published in these worlds."""

    async def view(self) -> RoundView:
        view = await self.database.read(lambda tx: rounds.find_round(tx, ROUND))
        assert view is not None
        return view

    async def due(self) -> set[DataClass]:
        found = await self.database.read(lambda tx: due_erasures(tx, self.shop.clock()))
        return {each.data_class for each in found}

    async def told(self) -> list[str]:
        """What everybody who takes part was told, once however many they are."""
        rows = await self.database.read(
            lambda tx: tx.rows("SELECT person_id, detail FROM work WHERE kind = 'announcement' ORDER BY id")
        )
        people = sorted({person_id for person_id, _ in rows})
        texts = [[orjson.loads(text)["text"] for each, text in rows if each == person] for person in people]
        assert all(each == texts[0] for each in texts)
        assert not rows or len(people) == 2
        return texts[0] if texts else []


def _nobody(_after_commit: AfterCommit) -> None:
    """Nobody waits for what is to be done next."""


def _ends(last_day: date | None):  # type: ignore[no-untyped-def]
    return end_of(last_day, HERE) if last_day else None


@pytest.fixture
def world(database: SqliteDatabase) -> World:
    return World(database)


async def closes_early(world: World) -> None:
    await world.closes()


async def is_over(world: World) -> None:
    if (await world.view()).closes_on is None:
        await world.closes()
    world.shop.clock.now = end_of(LAST_DAY, HERE)
    await world.looks()


async def gets_a_later_last_day(world: World) -> None:
    await world.acts(lambda acting: change_last_day(acting, ROUND, LAST_DAY + 30 * DAY))


async def gets_an_earlier_last_day(world: World) -> None:
    await world.acts(lambda acting: change_last_day(acting, ROUND, LAST_DAY - 10 * DAY))


async def gets_no_last_day(world: World) -> None:
    await world.acts(lambda acting: change_last_day(acting, ROUND, None))


async def has_its_last_day_back(world: World) -> None:
    await gets_a_later_last_day(world)
    await world.acts(lambda acting: undo_last_day(acting, UndoLastDay(ROUND, LAST_DAY)))


async def is_opened_again(world: World) -> None:
    await world.closes()
    await world.acts(lambda acting: reopen_round(acting, ROUND, LAST_DAY + 5 * DAY))


async def is_kept_for_less(world: World) -> None:
    await world.keeps(90)


async def is_kept_for_less_once_it_has_closed(world: World) -> None:
    await is_over(world)
    world.shop.clock.now += 100 * DAY
    await world.keeps(30)


async def is_kept_for_more(world: World) -> None:
    await world.keeps(2 * 365)


async def is_announced_late(world: World) -> None:
    await is_over(world)
    world.shop.clock.now += 2 * KEPT
    await world.looks()
    await world.lives(STEADY_FOR.days)


async def is_opened_again_after_a_late_notice(world: World) -> None:
    await is_announced_late(world)
    day = world.shop.clock.now.date() + 2 * DAY
    await world.acts(lambda acting: reopen_round(acting, ROUND, day))


DOORS: Mapping[str, tuple[Callable[[World], object], ...]] = {
    "rounds.py close_round": (closes_early, is_over),
    "rounds.py reopen_round": (
        gets_a_later_last_day,
        gets_an_earlier_last_day,
        gets_no_last_day,
        has_its_last_day_back,
        is_opened_again,
    ),
    "retention_periods.py choose_period": (is_kept_for_less, is_kept_for_more),
    "retention_periods.py keep_longer": (is_kept_for_less_once_it_has_closed,),
    "notices.py _announce": (is_announced_late,),
    "notices.py _drop": (is_opened_again_after_a_late_notice,),
}
"""What is written where the day is read from, and what people do by which that is written."""

BEFORE_ANYBODY_WAS_TOLD = {"retention_periods.py promise_periods"}
ONCE_ALL_IS_GONE = {"notices.py note_erased"}
OF_NO_DAY = {"rounds.py note_ended"}

WRITES = re.compile(
    r"(UPDATE round SET|(UPDATE|INSERT INTO|DELETE FROM) (round_retention|erasure_notice)).*?"
    r"(clos|ended|days|erase)",
    re.DOTALL,
)


def test_all_that_is_written_where_the_day_is_read_from_is_tried() -> None:
    found = set()
    for module in ALL_SQL.rglob("*.py"):
        for function in re.split(r"\n(?=def )", module.read_text()):
            name = re.match(r"def (\w+)", function)
            if name and WRITES.search(function):
                found.add(f"{module.name} {name[1]}")
    assert found == {*DOORS, *BEFORE_ANYBODY_WAS_TOLD, *ONCE_ALL_IS_GONE, *OF_NO_DAY}


@pytest.mark.parametrize("last_day", [LAST_DAY, None])
@pytest.mark.parametrize("door", [each for doors in DOORS.values() for each in doors])
async def test_no_day_that_was_told_moves_without_a_word(world: World, door, last_day: date | None) -> None:  # type: ignore[no-untyped-def]
    await world.open(last_day)
    before = await world.view()
    await door(world)
    after = await world.view()
    shown = long_date(after.kept_until, "en") if after.kept_until else f"{after.kept_days} days"
    has_moved = (before.kept_until, before.kept_days) != (after.kept_until, after.kept_days)
    if has_moved:
        assert shown in (await world.told())[-1]


async def test_closing_early_moves_no_day(world: World) -> None:
    await world.open(LAST_DAY)
    await world.closes()
    assert (await world.view()).kept_until == LAST_DAY + KEPT
    assert await world.told() == [
        f"“Round {ROUND}” is closed. Thank you for taking part. What you gave is kept until 30 November 2027."
    ]


async def test_what_is_shown_is_the_day_on_which_it_goes(world: World) -> None:
    await world.open(LAST_DAY)
    await is_over(world)
    await world.lives(100)
    await world.keeps(30)
    told = (await world.view()).kept_until
    assert told == world.shop.clock.now.date() + NOTICE
    await world.looks()
    assert (await world.view()).kept_until == told
    world.shop.clock.now += NOTICE - DAY
    assert DataClass.REPLIES not in await world.due()
    world.shop.clock.now += DAY
    assert DataClass.REPLIES in await world.due()


async def test_whoever_keeps_a_longer_time_from_now_on_tells_nobody(world: World) -> None:
    await world.open(LAST_DAY)
    await is_kept_for_more(world)
    assert (await world.view()).kept_until == LAST_DAY + KEPT
    assert await world.told() == []
