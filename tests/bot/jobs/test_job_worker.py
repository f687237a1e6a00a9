"""The worker of jobs: each job once, whatever fails in between, and nobody waits for ever."""

import asyncio
from datetime import timedelta

import orjson
import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.jobs.artefact import Artefact, ArtefactFile
from bot.jobs.job_worker import JobWorker
from bot.messages.after_commit import AfterCommit
from bot.messages.failures import DeliveryFailed, Failure
from bot.messages.file_reference import fetch_file_job, read_fetched
from bot.messages.guide_cache import GuideShelf
from conversations.incoming import SentFile
from conversations.outgoing import Card, Line, card_from_json
from conversations.state import Place, Screen
from storage.engine.database import Database, StorageTrouble, Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.messages import inbox, jobs, outbox
from storage.messages.files import file_of
from storage.messages.job_details import JobDetails, OwnDataJob, RepliesTableJob, ThemeReportJob
from storage.messages.jobs import Job
from storage.messages.outbox import EntryKind, PendingEntry, Priority
from storage.people import people
from storage.rounds.conversations import DecidedStep, finish_themes, save_places
from tests.bot.workshop import FailingDatabase, Workshop, example, shown, until
from tests.channel_names import TELEGRAM
from tests.web.samples import PICTURE, PICTURE_PIXELS

THEME = example().guide.themes[0].id
REPORT_JOB = ThemeReportJob(THEME)
REPORT = Artefact(
    (Card((Line("Your report."),)),),
    (
        ArtefactFile("p.png", "image/png", PICTURE, "A picture.", "What it shows."),
        ArtefactFile("r.pdf", "application/pdf", b"PDF", "All replies.", "All replies.", protect=False),
    ),
)


class Bench:
    """A worker whose makers can be made to fail."""

    def __init__(self, shop: Workshop, database: Database) -> None:
        self.shop = shop
        self.told: list[AfterCommit] = []
        self.made = 0
        self.failures: list[BaseException] = []
        self.meanwhile = self.nothing
        self.worker = JobWorker(
            database,
            GuideShelf(),
            self.told.append,
            channels=shop.channels,
            made_by={ThemeReportJob: self._make, OwnDataJob: self._make},
            now=shop.clock,
        )

    async def nothing(self) -> None:
        """What happens while a report is in the making."""

    async def _make(self, *_: object) -> Artefact:
        self.made += 1
        await self.meanwhile()
        if self.failures:
            raise self.failures.pop(0)
        return REPORT

    async def ask(self, address: str = "1", details: JobDetails = REPORT_JOB) -> None:
        """Let somebody who has finished a theme ask for something."""
        known = await self.shop.loaded(f"telegram:{address}")
        assert known is not None
        person, participant = known.person_id, known.participant_id

        def finish(tx: Transaction) -> None:
            place = Place(Screen.FINISHED, theme_id=THEME, card=known.conversation.number)
            save_places(tx, [DecidedStep(person, participant, place, place.card)])
            finish_themes(tx, [(participant, THEME)], self.shop.clock())
            asked = Job(details, person, participant, TELEGRAM, address)
            jobs.ask(tx, asked, self.shop.clock())

        await self.shop.database.write(finish)

    async def left(self) -> list[tuple[str, int]]:
        """What is on the list, with its attempts."""
        return await self.shop.database.read(lambda tx: tx.rows("SELECT state, attempts FROM work"))

    def cards(self) -> list[str]:
        return [shown(due) for told in self.told for due in told.due]


@pytest.fixture
async def bench(database: SqliteDatabase) -> Bench:
    shop = Workshop(database)
    await shop.open_round()
    await shop.join("1", "2")
    await shop.go_on()
    return Bench(shop, database)


async def test_a_report_comes_card_by_card_and_file_by_file_and_then_what_can_come_next(
    bench: Bench,
) -> None:
    await bench.ask()
    assert await bench.worker.do_one()
    assert not await bench.worker.do_one()
    (told,) = bench.told
    assert [shown(due) for due in told.due][:3] == ["Your report.", "attach", "attach"]
    assert "Theme 1 is complete" in shown(told.due[3])
    assert {due.priority for due in told.due} == {Priority.REPORT}
    numbers = [due.number for due in told.due]
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    assert [makes_a_sound(due) for due in told.due] == [True, False, False, False]
    conversation = await bench.shop.conversation("1")
    assert conversation.place.screen is Screen.REPORTED
    assert conversation.place.card == conversation.number == numbers[-1]
    assert await bench.left() == []


def makes_a_sound(due: PendingEntry) -> bool:
    body = orjson.loads(due.body)
    return not (card_from_json(body).quiet if due.kind is EntryKind.SAY else body["quiet"])


async def test_a_file_that_comes_alone_makes_a_sound(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.REPORT", Artefact((), REPORT.files[:1]))
    await bench.ask(details=OwnDataJob())
    await bench.worker.do_one()
    (told,) = bench.told
    assert [makes_a_sound(due) for due in told.due] == [True, False]


async def test_one_person_s_jobs_hold_up_nobody_else_s(bench: Bench) -> None:
    for theme in example().guide.themes:
        for _ in range(20):
            await bench.ask("1", ThemeReportJob(theme.id))
    await bench.ask("2")
    made_for: list[str] = []
    while "2" not in made_for:
        assert await bench.worker.do_one()
        made_for.append(bench.told[-1].due[0].address)
    assert len(made_for) <= 2


async def test_what_is_large_is_made_while_the_reports_of_others_come(bench: Bench) -> None:
    large, entered = asyncio.Event(), asyncio.Event()

    async def large_table(*_: object) -> Artefact:
        entered.set()
        await large.wait()
        return REPORT

    bench.worker._made_by = {**bench.worker._made_by, RepliesTableJob: large_table}
    await bench.ask("1", RepliesTableJob("r1", 1))
    await bench.ask("1")
    await bench.ask("2")
    working = asyncio.create_task(bench.worker.run())
    await until(lambda: entered.is_set() and bench.told)
    assert [told.due[0].address for told in bench.told] == ["2"], "each person's come in order"
    large.set()
    await until(lambda: len(bench.told) == 3)
    said = [[due.address for due in told.due] for told in bench.told]
    assert (said[1], said[2][0]) == ([], "1"), "who has no role gets no table"
    working.cancel()


async def test_as_many_reports_are_made_at_once_as_there_are_processes(bench: Bench) -> None:
    at_work, most, go_on = 0, 0, asyncio.Event()

    async def counted() -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await go_on.wait()
        at_work -= 1

    bench.meanwhile = counted
    worker = JobWorker(
        bench.shop.database,
        GuideShelf(),
        bench.told.append,
        channels=bench.shop.channels,
        processes=2,
        made_by={ThemeReportJob: bench._make},
        now=bench.shop.clock,
    )
    await bench.shop.join("3")
    await bench.shop.go_on()
    for address in ("1", "2", "3"):
        await bench.ask(address)
    working = asyncio.create_task(worker.run())
    await until(lambda: at_work == 2)
    go_on.set()
    await until(lambda: len(bench.told) == 3)
    working.cancel()
    assert most == 2


async def test_the_files_are_kept_for_whom_they_were_made(bench: Bench) -> None:
    await bench.ask()
    await bench.worker.do_one()
    attached = [orjson.loads(due.body) for due in bench.told[0].due if due.kind is EntryKind.ATTACH]
    assert [(each["name"], each["caption"], each["alt"], each["protect"]) for each in attached] == [
        ("p.png", "A picture.", "What it shows.", True),
        ("r.pdf", "All replies.", "All replies.", False),
    ]
    person = bench.told[0].due[0].person_id
    kept = await bench.shop.database.read(lambda tx: file_of(tx, person, attached[0]["file"]))
    assert kept is not None
    assert kept.content == PICTURE
    assert [each["pixels"] for each in attached] == [list(PICTURE_PIXELS), None]
    assert await bench.shop.database.read(lambda tx: file_of(tx, person + 1, attached[0]["file"])) is None


async def test_what_was_made_but_not_kept_when_we_ended_is_made_again_and_said_once(
    bench: Bench, database: SqliteDatabase
) -> None:
    await bench.ask()
    failing = FailingDatabase(database)
    failing.writes_to_fail = {2}
    cut_off = Bench(bench.shop, failing)
    with pytest.raises(StorageTrouble):
        await cut_off.worker.do_one()
    assert cut_off.told == []
    again = Bench(bench.shop, database)
    await again.worker.do_one()
    assert again.cards()[0] == "Your report."
    assert not await again.worker.do_one()
    said = await database.read(lambda tx: tx.rows("SELECT 1 FROM outbox WHERE kind = 'attach'"))
    assert len(said) == 2


async def test_a_report_that_fails_is_tried_again_after_a_while(bench: Bench) -> None:
    bench.failures = [ZeroDivisionError("CANARY"), ZeroDivisionError("CANARY")]
    await bench.ask()
    assert await bench.worker.do_one()
    assert not await bench.worker.do_one(), "not at once"
    bench.shop.clock.advance(5)
    assert await bench.worker.do_one()
    bench.shop.clock.advance(10)
    assert await bench.worker.do_one()
    assert bench.made == 3
    assert bench.cards()[0] == "Your report."


async def test_a_report_that_always_fails_is_put_aside_and_its_person_told(bench: Bench) -> None:
    bench.failures = [ZeroDivisionError()] * 9
    await bench.ask()
    await bench.ask("2", OwnDataJob())
    for _ in range(9):
        while await bench.worker.do_one():
            pass
        bench.shop.clock.advance(60)
    assert bench.made == 6
    assert await bench.left() == [("quarantined", 3), ("quarantined", 3)]
    apologies = [card for card in bench.cards() if "went wrong" in card]
    assert len(apologies) == 2


async def test_one_persons_failing_report_keeps_nobody_elses_waiting(bench: Bench) -> None:
    bench.failures = [ZeroDivisionError()]
    await bench.ask("1")
    await bench.ask("2")
    await bench.worker.do_one()
    await bench.worker.do_one()
    (told,) = bench.told
    assert told.due[0].address == "2"


async def test_a_store_that_fails_is_not_held_against_a_report(
    bench: Bench, database: SqliteDatabase
) -> None:
    await bench.ask()
    failing = FailingDatabase(database)
    failing.writes_to_fail = set(range(2, 14, 2))
    spoilt = Bench(bench.shop, failing)
    troubles = 0
    while not spoilt.told:
        try:
            await spoilt.worker.do_one()
        except StorageTrouble:
            troubles += 1
    assert troubles == 6
    assert spoilt.cards()[0] == "Your report."


async def test_what_cannot_even_be_apologised_for_stops_nobody(bench: Bench) -> None:
    """Somebody's row is broken: their report is put aside, and the others are made."""
    bench.failures = [ZeroDivisionError()] * 3
    await bench.ask("1")
    await bench.shop.database.write(
        lambda tx: tx.run(
            "UPDATE participant SET place = 'no JSON' WHERE id = (SELECT min(id) FROM participant)"
        )
    )
    for _ in range(6):
        while await bench.worker.do_one():
            pass
        bench.shop.clock.advance(60)
    await bench.ask("2")
    await bench.worker.do_one()
    assert bench.told[-1].due[0].address == "2"
    assert (await bench.left())[0][0] == "quarantined"


async def test_a_report_for_somebody_erased_meanwhile_is_kept_nowhere(bench: Bench) -> None:
    await bench.ask()
    known = await bench.shop.loaded("telegram:1")
    assert known is not None

    async def erase_and_come_back() -> None:
        await bench.shop.database.write(lambda tx: erase_person(tx, known.person_id, bench.shop.clock()))
        await bench.shop.join("1")
        await bench.ask("1", OwnDataJob())
        bench.meanwhile = bench.nothing

    bench.meanwhile = erase_and_come_back
    await bench.worker.do_one()
    assert bench.cards() == []
    assert await bench.shop.database.read(lambda tx: tx.rows("SELECT 1 FROM kept_file")) == []
    # What they asked for when they had come back is theirs, and is made.
    assert await bench.worker.do_one()
    assert bench.cards()[0] == "Your report."


async def test_somebody_who_has_gone_on_meanwhile_stays_where_they_are(bench: Bench) -> None:
    await bench.ask()

    async def go_on() -> None:
        await bench.shop.receive(bench.shop.wrote("1", "/themes"))
        await bench.shop.go_on()
        bench.meanwhile = bench.nothing

    bench.meanwhile = go_on
    await bench.worker.do_one()
    conversation = await bench.shop.conversation("1")
    assert conversation.place.screen is Screen.THEMES
    waiting = await bench.shop.database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
    assert [due.number for due in waiting] == sorted({due.number for due in waiting})


async def test_it_rests_until_there_is_something_to_do(bench: Bench) -> None:
    running = asyncio.create_task(bench.worker.run())
    for number in (1, 2):
        await bench.ask(str(number))
        bench.worker.wake()
        await until(lambda n=number: len(bench.told) == n)  # type: ignore[misc]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_person_who_cannot_be_reached_gets_the_report_when_they_ask_again(bench: Bench) -> None:
    await bench.ask()
    blocked_at = bench.shop.clock() + timedelta(seconds=1)
    await bench.shop.database.write(
        lambda tx: people.mark_unreachable(tx, "telegram:1", "blocked", blocked_at)
    )
    await bench.worker.do_one()
    assert await bench.left() == []
    await bench.ask()
    await bench.worker.do_one()
    assert bench.cards().count("Your report.") == 2


class Far:
    """Files that lie with Telegram, which may fail to give them out."""

    def __init__(self, bench: Bench) -> None:
        self.failures: list[DeliveryFailed] = []
        self.bench = bench
        self.telegram = bench.shop.channels.of_kind(TelegramChannel)
        self.telegram.fetch = self._fetch  # type: ignore[method-assign]
        self.worker = JobWorker(
            bench.shop.database,
            GuideShelf(),
            bench.told.append,
            channels=bench.shop.channels,
            now=bench.shop.clock,
        )

    async def _fetch(self, reference: str) -> bytes:
        if self.failures:
            raise self.failures.pop(0)
        return f"what {reference} holds".encode()

    async def ask(self) -> None:
        known = await self.bench.shop.loaded("telegram:1")
        assert known is not None
        file = SentFile(TELEGRAM, "88", self.bench.shop.clock(), reference="file_7")
        asked = Job(fetch_file_job(file, 5), known.person_id, 0, TELEGRAM, "1")
        await self.bench.shop.database.write(lambda tx: jobs.ask(tx, asked, self.bench.shop.clock()))

    async def arrived(self) -> list[SentFile | None]:
        now = self.bench.shop.clock()
        waiting = await self.bench.shop.database.read(lambda tx: inbox.take(tx, now, 9))
        assert all(each.sender == "telegram:1" for each in waiting)
        return [read_fetched(TELEGRAM, orjson.loads(each.raw), now) for each in waiting]


@pytest.fixture
def far(bench: Bench) -> Far:
    return Far(bench)


async def test_a_file_that_was_fetched_waits_for_its_turn_like_all_that_its_person_sends(far: Far) -> None:
    await far.ask()
    assert await far.worker.do_one()
    now = far.bench.shop.clock()
    content = b"what file_7 holds"
    assert await far.arrived() == [SentFile(TELEGRAM, "88", now, len(content), content, card=5)]
    assert await far.bench.left() == []
    assert [told.has_received for told in far.bench.told] == [True]


async def test_what_is_left_of_a_file_that_was_read_names_nobody(far: Far) -> None:
    await far.ask()
    await far.worker.do_one()
    await far.bench.shop.go_on()
    rows = await far.bench.shop.database.read(
        lambda tx: tx.rows("SELECT * FROM inbox WHERE external_id LIKE 'file %'")
    )
    assert [row[2:5] for row in rows] == [("file 1", "", None)]


async def test_a_file_that_does_not_come_is_asked_for_again_after_a_while(far: Far) -> None:
    far.failures = [DeliveryFailed(Failure.NOT_SENT), DeliveryFailed(Failure.SERVER_ERROR)]
    await far.ask()
    assert await far.worker.do_one()
    assert not await far.worker.do_one()
    assert await far.arrived() == []
    for _ in range(2):
        far.bench.shop.clock.advance(10)
        assert await far.worker.do_one()
    assert [each.content for each in await far.arrived() if each] == [b"what file_7 holds"]


@pytest.mark.parametrize("kind", [Failure.NOT_SENT, Failure.REFUSED])
async def test_of_a_file_that_never_comes_its_person_is_told(far: Far, kind: Failure) -> None:
    far.failures = [DeliveryFailed(kind)] * 9
    await far.ask()
    while not await far.arrived():
        far.bench.shop.clock.advance(60)
        assert await far.worker.do_one()
    assert len(far.failures) == (6 if DeliveryFailed(kind).passing else 8)
    (told,) = await far.arrived()
    assert told is not None
    assert told.content is None
    assert told.reference == ""
    assert await far.bench.left() == []


async def test_no_file_is_taken_in_of_somebody_erased_meanwhile(far: Far) -> None:
    await far.ask()
    known = await far.bench.shop.loaded("telegram:1")
    assert known is not None
    person_id = known.person_id

    async def fetch(_reference: str) -> bytes:
        await far.bench.shop.database.write(lambda tx: erase_person(tx, person_id, far.bench.shop.clock()))
        return b"Ann"

    far.telegram.fetch = fetch  # type: ignore[method-assign]
    assert await far.worker.do_one()
    assert await far.arrived() == []


@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        ("theme_report", "no JSON"),
        ("theme_report", '{"theme": "t1"}'),
        ("group_report", '{"round_id": "r1", "number": "first"}'),
        ("of_another_version", "{}"),
    ],
)
async def test_a_job_that_cannot_be_read_is_put_aside_and_its_person_told(
    bench: Bench, kind: str, detail: str
) -> None:
    await bench.ask("1")
    await bench.ask("2")
    spoil = "UPDATE work SET kind = :kind, detail = :detail WHERE id = (SELECT min(id) FROM work)"
    await bench.shop.database.write(lambda tx: tx.run(spoil, {"kind": kind, "detail": detail}))
    while await bench.worker.do_one():
        pass
    assert await bench.left() == [("quarantined", 0)]
    assert any("Something went wrong." in card for card in bench.cards())
    assert [told.due[0].address for told in bench.told] == ["1", "2"]


async def test_links_that_cannot_be_read_are_kept_nowhere(bench: Bench) -> None:
    await bench.ask("1")
    spoil = (
        """UPDATE work SET kind = 'link_sheet', detail = '{"links": ["https://closer-look.test/join/x"]}'"""
    )
    await bench.shop.database.write(lambda tx: tx.run(spoil))
    await bench.worker.do_one()
    assert await bench.left() == []
    assert len(bench.told) == 1
