"""Files fetched in the browser: as kept, or made again, or a word that they are being made."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.channels.web.own_files import OwnFiles
from bot.jobs.files_again import FilesAgain, TooManyAsked
from bot.messages.guide_cache import GuideShelf
from bot.messages.quotas import QuotaName, Quotas
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages.files import DroppedFile, StoredFile, drop_some, keep_file
from tests.bot.workshop import Clock, FailingDatabase
from tests.patience import LONGEST_SECONDS
from tests.storage.samples import NOW, open_round, take_part
from web.backend import BeingMade, Busy, KeptFile, TooMany

FILE = StoredFile("theme-1-report-1.pdf", "application/pdf", b"a document")
KEPT = KeptFile(FILE.name, FILE.media_type, FILE.content)


class Desk:
    def __init__(self, database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = FailingDatabase(database)
        self.quotas = Quotas()
        self.files = OwnFiles(self.database, GuideShelf(), self.quotas, Clock())
        self._patch = monkeypatch

    async def keep(self) -> tuple[int, int]:
        def keep(tx: Transaction) -> tuple[int, int]:
            open_round(tx)
            person_id = take_part(tx, "7001").person_id
            return person_id, keep_file(tx, person_id, FILE, NOW, dataset="values")

        return await self.database.write(keep)

    async def drop(self) -> tuple[int, int]:
        kept = await self.keep()
        await self.database.write(lambda tx: drop_some(tx, NOW + timedelta(days=1)))
        return kept

    def makes(self, content: Callable[[FilesAgain, int, DroppedFile], Awaitable[bytes]]) -> None:
        self._patch.setattr(FilesAgain, "content", content)


@pytest.fixture
def desk(database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(database, monkeypatch)


async def test_what_is_kept_is_given_at_once_however_much_is_being_made(desk: Desk) -> None:
    async def never(_self: FilesAgain, _person_id: int, _file: DroppedFile) -> bytes:
        raise AssertionError("nothing is to be made")

    desk.makes(never)
    assert await desk.files.file(*await desk.keep(), 0.0) == KEPT
    assert await desk.files.file(1, 2, 0.0) is None


async def test_what_was_dropped_is_made_again(desk: Desk) -> None:
    async def made(_self: FilesAgain, _person_id: int, file: DroppedFile) -> bytes:
        assert (file.dataset, file.organisation_id) == ("values", "")
        return FILE.content

    desk.makes(made)
    assert await desk.files.file(*await desk.drop(), LONGEST_SECONDS) == KEPT


async def test_what_takes_longer_than_somebody_waits_is_being_made(desk: Desk) -> None:
    async def slow(_self: FilesAgain, _person_id: int, _file: DroppedFile) -> bytes:
        await asyncio.Event().wait()
        raise AssertionError

    desk.makes(slow)
    with pytest.raises(BeingMade):
        await desk.files.file(*await desk.drop(), 0.01)


async def test_who_waits_for_very_many_is_told_so_and_that_is_counted(desk: Desk) -> None:
    async def full(_self: FilesAgain, _person_id: int, _file: DroppedFile) -> bytes:
        raise TooManyAsked

    desk.makes(full)
    with pytest.raises(TooMany):
        await desk.files.file(*await desk.drop(), LONGEST_SECONDS)
    assert desk.quotas.reached[QuotaName.WORK] == 1


async def test_a_store_that_does_not_work_is_busy(desk: Desk) -> None:
    kept = await desk.drop()
    desk.database.is_down = True
    with pytest.raises(Busy):
        await desk.files.file(*kept, LONGEST_SECONDS)
