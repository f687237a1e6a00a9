"""Rounds and the guides that are frozen with them."""

from dataclasses import replace
from datetime import timedelta

from content.library import SHIPPED_FOLDER, load_library
from conversations.groups.round_view import RoundView
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.people import people
from storage.rounds import rounds
from storage.rounds.group_reports import add_cut
from storage.rounds.rounds import frozen, new_round_id
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import GUIDE, NOW, open_round, take_part


def test_a_rounds_id_says_nothing_and_is_never_the_same() -> None:
    ids = {new_round_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(each.startswith("r") and each[1:].isalnum() for each in ids)


def test_a_guide_is_frozen_word_for_word() -> None:
    library, _ = load_library([SHIPPED_FOLDER])
    pack = library[("example", "en")]
    kept = frozen(pack)
    assert kept.source == pack.source
    assert (kept.guide_id, kept.language, kept.sha256) == ("example", "en", pack.sha256)


async def test_a_kept_guide_never_changes(database: SqliteDatabase) -> None:
    await database.write(lambda tx: rounds.keep_guide(tx, GUIDE))
    await database.write(lambda tx: rounds.keep_guide(tx, replace(GUIDE, source="other words")))
    assert await database.read(lambda tx: rounds.guide_source(tx, GUIDE.sha256)) == GUIDE.source
    assert await database.read(lambda tx: rounds.guide_source(tx, "unknown")) is None


async def test_a_round_comes_back_as_it_was_opened(database: SqliteDatabase) -> None:
    closes_at = NOW + timedelta(days=30)
    view = RoundView("r9", "Autumn", "Example Council", True, closes_at.date(), closes_at, None)

    def keep(tx: Transaction) -> None:
        rounds.keep_guide(tx, GUIDE)
        rounds.open_round(tx, view, GUIDE.sha256, NOW)

    await database.write(keep)
    assert await database.read(lambda tx: rounds.find_round(tx, "r9")) == view
    assert await database.read(lambda tx: rounds.guide_of(tx, "r9")) == GUIDE.sha256
    assert await database.read(rounds.tryout_round) == view
    assert await database.read(lambda tx: rounds.find_round(tx, "r8")) is None
    assert await database.read(lambda tx: rounds.guide_of(tx, "r8")) is None


async def test_a_round_is_closed_once(database: SqliteDatabase) -> None:
    await database.write(open_round)
    closing = [
        await database.write(lambda tx, r=r: rounds.close_round(tx, r, NOW))  # type: ignore[misc]
        for r in ("r1", "r1", "unknown")
    ]
    assert closing == [True, False, False]
    found = await database.read(lambda tx: rounds.find_round(tx, "r1"))
    assert found is not None
    assert not found.is_open(NOW)


async def test_a_round_tells_that_a_report_of_it_was_made_also_once_it_is_open_again(
    database: SqliteDatabase,
) -> None:
    await database.write(open_round)
    for told in (False, True):
        found = await database.read(lambda tx: rounds.find_round(tx, "r1"))
        assert found is not None
        assert found.has_report is told
        await database.write(lambda tx: add_cut(tx, "r1", NOW, NOW.date()))


async def test_the_list_tells_how_many_take_part(database: SqliteDatabase) -> None:
    def start(tx: Transaction) -> None:
        open_round(tx, "r1")
        open_round(tx, "r2")
        for address in ("1", "2"):
            take_part(tx, address)

    await database.write(start)
    listed = await database.read(rounds.rounds)
    assert [(each.view.id, each.participants) for each in listed] == [("r1", 2), ("r2", 0)]


async def test_who_has_left_takes_part_no_more_and_a_sheet_of_an_anonymous_round_never_did(
    database: SqliteDatabase,
) -> None:
    def start(tx: Transaction) -> None:
        open_round(tx, "r1")
        for address in ("1", "2", "3"):
            take_part(tx, address)
        tx.run("UPDATE participant SET left_at = 1 WHERE id = (SELECT min(id) FROM participant)")
        tx.run("UPDATE participant SET on_paper = 1 WHERE id = (SELECT max(id) FROM participant)")

    await database.write(start)
    (listed,) = await database.read(rounds.rounds)
    assert (listed.participants, listed.taking_part) == (3, 2)
    await database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    (listed,) = await database.read(rounds.rounds)
    assert (listed.participants, listed.taking_part) == (3, 1)


async def test_the_list_counts_those_who_cannot_be_reached_anywhere(database: SqliteDatabase) -> None:
    def start(tx: Transaction) -> None:
        open_round(tx, "r1")
        for address in ("1", "2", "3"):
            take_part(tx, address)
        second = people.person_at(tx, TELEGRAM, "2")
        code = people.invite(tx, "r1", NOW, valid=timedelta(days=1), person_id=second)
        assert people.join(tx, code, WEB, None, NOW, place="{}", language="en") is not None
        for address in ("1", "2"):
            people.mark_unreachable(tx, f"telegram:{address}", "blocked", NOW)

    await database.write(start)
    (listed,) = await database.read(rounds.rounds)
    assert (listed.participants, listed.unreachable) == (3, 1)
