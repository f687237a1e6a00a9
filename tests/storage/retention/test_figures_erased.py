"""What counts of those who were erased goes in two steps: that they were reminded, then how far they were."""

from datetime import timedelta

import pytest

from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.retention.classes import erase_some, has_any
from storage.roles.retention_periods import DataClass
from tests.storage.samples import NOW, open_round

LATER = NOW + timedelta(days=500)
KEPT = [('["t1"]', 1, 4), ("[]", 0, 2), ("[]", 1, 3)]
"""The begun themes, whether they were reminded, and how many they are."""


def counted(tx: Transaction, round_id: str = "r1") -> list[tuple[object, ...]]:
    """What is kept of the erased people of a round."""
    return tx.rows(
        "SELECT begun, was_reminded, places FROM figure_erased WHERE round_id = :id"
        " ORDER BY begun, was_reminded",
        {"id": round_id},
    )


def two_rounds(tx: Transaction) -> None:
    """Two rounds in which nothing is left but the figures of those who were erased."""
    for round_id in ("r1", "r2"):
        open_round(tx, round_id)
        tx.run_many(
            "INSERT INTO figure_erased (round_id, begun, finished, was_reminded, places)"
            " VALUES (:id, :begun, '[]', :was_reminded, :places)",
            [
                {"id": round_id, "begun": begun, "was_reminded": was_reminded, "places": places}
                for begun, was_reminded, places in KEPT
            ],
        )


async def test_that_they_were_reminded_goes_with_the_reminders_and_how_far_they_were_stays(
    database: SqliteDatabase,
) -> None:
    def go(tx: Transaction) -> None:
        two_rounds(tx)
        assert has_any(tx, DataClass.REMINDERS, "r1", LATER), "nothing else is left that tells of reminders"
        assert not erase_some(tx, DataClass.REMINDERS, "r1", LATER, LATER)
        assert counted(tx) == [('["t1"]', 0, 4), ("[]", 0, 5)]
        assert counted(tx, "r2") == KEPT

    await database.write(go)


async def test_the_team_of_somebody_who_was_erased_goes_with_the_links(database: SqliteDatabase) -> None:
    def go(tx: Transaction) -> None:
        two_rounds(tx)
        tx.run("UPDATE figure_erased SET team = 'Night' WHERE was_reminded = 1 AND begun = '[]'")
        assert has_any(tx, DataClass.LINKS, "r1", LATER), "nothing else is left that tells of a team"
        assert not erase_some(tx, DataClass.LINKS, "r1", LATER, LATER)
        assert not has_any(tx, DataClass.LINKS, "r1", LATER)
        assert counted(tx) == KEPT
        assert tx.rows("SELECT DISTINCT round_id FROM figure_erased WHERE team <> ''") == [("r2",)]

    await database.write(go)


@pytest.mark.parametrize("first", [[DataClass.REMINDERS], []], ids=["reminders gone", "reminders there"])
async def test_nothing_of_them_counts_once_the_replies_are_gone(
    database: SqliteDatabase, first: list[DataClass]
) -> None:
    def go(tx: Transaction) -> None:
        two_rounds(tx)
        for each in (*first, DataClass.REPLIES):
            assert not erase_some(tx, each, "r1", LATER, LATER)
        assert counted(tx) == []
        assert counted(tx, "r2") == KEPT
        assert not has_any(tx, DataClass.REMINDERS, "r1", LATER)

    await database.write(go)
