"""Files whose bytes were dropped: made again byte for byte, fairly, and without anything being written."""

import asyncio
import io
import multiprocessing
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.jobs import files_again
from bot.jobs.files_again import FilesAgain, TooManyAsked
from bot.jobs.render_process import end_rendering, render
from bot.jobs.theme_report import make_report
from bot.messages.guide_cache import GuideShelf
from conversations.state import Given, Reply
from reports.rendering import RenderedReport, Report, render_report
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages.files import DroppedFile, StoredFile, drop_some, file_of, hash_of, keep_file
from storage.messages.job_details import ThemeReportJob, ThemeReportPageJob
from storage.messages.jobs import Job
from storage.rounds.conversations import finish_themes, keep_replies
from tests.bot.workshop import FailingDatabase, Workshop, example, until
from tests.channel_names import TELEGRAM

THEME = example().guide.themes[0]
DAY_AFTER = 24 * 3600


@pytest.fixture
async def shop(database: SqliteDatabase) -> Workshop:
    workshop = Workshop(database)
    await workshop.open_round()
    await workshop.join("1")
    return workshop


async def finished(shop: Workshop, text: str) -> list[tuple[int, int, StoredFile]]:
    """The files of somebody who finishes a theme: whose they are, their numbers, and their bytes."""
    known = await shop.loaded("telegram:1")
    assert known is not None
    given = Reply(THEME.id, THEME.prompts[0].id, 1, Given.ANSWERED, text=text, written_at=shop.clock())

    def finish(tx: Transaction) -> None:
        keep_replies(tx, [(known.participant_id, given)])
        finish_themes(tx, [(known.participant_id, THEME.id)], shop.clock())

    await shop.database.write(finish)
    kept = []
    for details in (ThemeReportJob(THEME.id), ThemeReportPageJob(THEME.id)):
        job = Job(details, known.person_id, known.participant_id, TELEGRAM, "1")
        for made in (await make_report(shop.database, GuideShelf(), job)).files:
            file = StoredFile(made.name, made.media_type, made.content)
            id_ = await shop.database.write(
                lambda tx, f=file, d=made.dataset: keep_file(tx, known.person_id, f, shop.clock(), dataset=d)
            )
            kept.append((known.person_id, id_, file))
    return kept


async def dropped(shop: Workshop, person_id: int, file_id: int) -> DroppedFile:
    shop.clock.advance(DAY_AFTER)
    assert not await shop.database.write(lambda tx: drop_some(tx, shop.clock()))
    found = await shop.database.read(lambda tx: file_of(tx, person_id, file_id))
    assert isinstance(found, DroppedFile)
    return found


@pytest.fixture
async def _no_children() -> AsyncIterator[None]:
    yield
    await asyncio.to_thread(end_rendering)
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("_no_children")
async def test_every_file_of_a_report_is_made_again_byte_for_byte_whatever_has_changed_since(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def here(report: Report, language: str, kinds: tuple[str, ...]) -> RenderedReport:
        return render_report(report, language, kinds)

    monkeypatch.setattr("bot.jobs.theme_report.render", here)  # and made again in another process
    first = await finished(shop, "We ask each in turn, “now” & <then> 🙂.")

    def everything_is_another(tx: Transaction) -> None:
        tx.run("UPDATE reply SET text = 'Changed since.'")
        tx.run("UPDATE round SET title = 'Another'")
        tx.run("UPDATE person SET language = 'gd'")

    await shop.database.write(everything_is_another)
    reads_only = FailingDatabase(shop.database)
    reads_only.writes_to_fail = {1}
    again = FilesAgain(reads_only, GuideShelf(), most_of_one=20)
    assert {file.name.rpartition(".")[2] for _, _, file in first} == {"png", "pdf", "html"}
    for person_id, file_id, file in first:
        found = await dropped(shop, person_id, file_id)
        assert (found.name, found.media_type) == (file.name, file.media_type)
        assert await again.content(person_id, found) == file.content
        kind = file.name.rpartition(".")[2]
        assert (found.sha256.encode() in file.content) is (kind != "png"), "it is on the report too"
    assert reads_only.writes == 0, "nothing is written, also not when somebody looked"


class Press:
    """Renders one after another, each once it is told to."""

    def __init__(self) -> None:
        self.begun: list[Report] = []
        self.goes_on = asyncio.Semaphore(0)
        self.fault: Exception | None = None

    async def __call__(self, report: Report, language: str, kinds: tuple[str, ...]) -> RenderedReport:
        self.begun.append(report)
        await self.goes_on.acquire()
        if self.fault is not None:
            raise self.fault
        return RenderedReport("", pdf=f"{kinds} {language} {len(self.begun)}".encode())


class Desk:
    """Files that different people ask for, which differ only in their values."""

    def __init__(self, shop: Workshop, kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept = kept
        self.press = Press()
        self.order: list[int] = []
        self.files = FilesAgain(shop.database, GuideShelf(), most_of_one=5, render=self.press)
        monkeypatch.setattr(files_again, "HELD_SECONDS", 0.0)

    def ask(self, person_id: int, number: int) -> "asyncio.Task[bytes]":
        """Somebody asks for their file with this number."""
        dataset = self.kept.replace('"organisation":"', f'"organisation":"{person_id} {number} ')
        file = DroppedFile("report.pdf", "application/pdf", dataset, hash_of(dataset), "council")
        asked = asyncio.ensure_future(self.files.content(person_id, file))
        asked.add_done_callback(lambda done: done.cancelled() or self.order.append(person_id))
        return asked


@pytest.fixture
async def desk(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Desk:
    async def unseen(_report: Report, _language: str, _kinds: tuple[str, ...]) -> RenderedReport:
        return RenderedReport("", b"PNG", b"PDF", b"HTML")

    monkeypatch.setattr("bot.jobs.theme_report.render", unseen)
    person_id, file_id, _ = (await finished(shop, "We ask each in turn."))[0]
    monkeypatch.undo()
    return Desk(shop, (await dropped(shop, person_id, file_id)).dataset, monkeypatch)


async def test_one_is_made_at_a_time_and_people_take_turns(desk: Desk) -> None:
    asked = [desk.ask(1, number) for number in range(6)]
    await until(lambda: len(desk.press.begun) == 1)
    asked += [desk.ask(2, 0), desk.ask(3, 0)]
    for made in range(8):
        await until(lambda so_many=made + 1: len(desk.press.begun) == so_many)
        await asyncio.sleep(0)
        assert len(desk.press.begun) == made + 1, "no second one is begun meanwhile"
        desk.press.goes_on.release()
    assert len({await each for each in asked}) == 8
    assert sorted(desk.order.index(each) for each in (1, 2, 3)) == [0, 1, 2]


async def test_who_waits_for_as_many_as_they_may_waits_for_no_more(desk: Desk) -> None:
    asked = [desk.ask(1, number) for number in range(6)]
    await until(lambda: len(desk.press.begun) == 1)
    with pytest.raises(TooManyAsked):
        await desk.ask(1, 6)
    others = desk.ask(2, 0)
    for _ in range(7):
        desk.press.goes_on.release()
    await asyncio.gather(*asked, others)


async def test_who_asks_twice_waits_for_the_same_and_nobody_gone_stops_it(desk: Desk) -> None:
    first, second = desk.ask(1, 0), desk.ask(1, 0)
    await until(lambda: len(desk.press.begun) == 1)
    first.cancel()  # the browser has gone on to the page that says that it is being made
    desk.press.goes_on.release()
    assert await second == b"('pdf',) en 1"
    assert len(desk.press.begun) == 1


async def test_what_was_made_is_there_for_whoever_comes_back_and_is_let_go_of(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_again, "HELD_SECONDS", 3600.0)
    monkeypatch.setattr(files_again, "MOST_HELD", 2)
    for number in range(3):
        desk.press.goes_on.release()
        await desk.ask(1, number)
    assert await desk.ask(1, 2) == b"('pdf',) en 3"
    desk.press.goes_on.release()
    assert await desk.ask(1, 0) == b"('pdf',) en 4", "the oldest was let go of"


async def test_what_failed_is_begun_anew_and_holds_up_nobody(desk: Desk, plain_logs: io.StringIO) -> None:
    desk.press.fault = ZeroDivisionError("CANARY words")
    failing, waiting = desk.ask(1, 0), desk.ask(2, 0)
    await until(lambda: len(desk.press.begun) == 1)
    desk.press.goes_on.release()
    with pytest.raises(ZeroDivisionError):
        await failing
    desk.press.fault = None
    desk.press.goes_on.release()
    desk.press.goes_on.release()
    assert await waiting
    assert await desk.ask(1, 0)
    assert "a file could not be made again" in plain_logs.getvalue()
    assert "CANARY" not in plain_logs.getvalue()


async def test_values_that_are_not_those_that_were_kept_make_no_file(desk: Desk, shop: Workshop) -> None:
    file = DroppedFile("report.pdf", "application/pdf", desk.kept, hash_of(desk.kept), "")
    again = FilesAgain(shop.database, GuideShelf(), most_of_one=5, render=render)
    with pytest.raises(LookupError, match="not those that were kept"):
        await again.content(1, replace(file, dataset=desk.kept.replace("in turn", "at once")))
