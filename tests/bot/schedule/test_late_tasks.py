"""Looking every minute for what is late on checklists asks the store for little."""

from datetime import UTC, date, datetime

import pytest

from bot.schedule.late_tasks import LateTasksWorker
from bot.settings.settings import Settings
from conversations.exercise.exercise_days import from_opening
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.rounds.exercises import keep_exercise_days
from tests.bot.counted_database import CountedDatabase
from tests.storage.samples import open_round

ROUNDS = 4
TOLD = date(2026, 11, 3)


def dated_and_told(tx: Transaction) -> None:
    """Rounds of which something is late; what was late of the first two was told in the week after."""
    for number in range(ROUNDS):
        open_round(tx, f"r{number}")
        told = date(2026, 11, 10) if number < 2 else TOLD
        keep_exercise_days(tx, f"r{number}", from_opening(date(2026, 11, 30)), told)


@pytest.mark.parametrize(
    ("now", "statements", "due"),
    [
        (datetime(2026, 11, 14, 9, tzinfo=UTC), 1, []),  # a Saturday
        (datetime(2026, 11, 12, 15, tzinfo=UTC), 1, []),  # an afternoon
        (datetime(2026, 11, 4, 9, tzinfo=UTC), 1 + 2 * 2, []),  # told by a clock far ahead counts for nothing
        (datetime(2026, 11, 12, 9, tzinfo=UTC), 1 + 2 * 2, ["r2", "r3"]),
    ],
)
async def test_a_checklist_is_read_only_when_what_is_late_on_it_could_be_told(
    database: SqliteDatabase, now: datetime, statements: int, due: list[str]
) -> None:
    await database.write(dated_and_told)
    store = CountedDatabase(database)
    worker = LateTasksWorker(store, Settings().reminder_hours, lambda _: None, now=lambda: now)
    found = await store.read(lambda tx: worker.find(tx, now))
    assert [each.round_id for each in found] == due
    assert len(store.counted.statements) == statements, store.counted.listed()
