"""The stores that are made for the benchmark are such as the product would have made them."""

from pathlib import Path

from bot.app.data_folder import open_store
from bot.settings.settings import Settings
from storage.engine.database import Database, Transaction
from storage.messages import jobs, outbox
from storage.messages.job_details import ThemeReportJob
from storage.messages.outbox import Priority
from storage.rounds.conversations import load
from storage.rounds.ledger import finished_theme, replies_of
from tests.bench.growing import looks_at
from tests.bench.store import add_reminders, add_reports, copy_of, guide_pack, make_store
from tests.channel_names import TELEGRAM
from tests.storage.samples import NOW


async def opened(store: Path) -> Database:
    return await open_store(Settings(data_dir=store))


async def test_everybody_is_at_the_first_prompt_and_gave_what_was_asked_for(tmp_path: Path) -> None:
    await make_store(tmp_path, people=3, own=2, others=4, replies=9)
    database = await opened(tmp_path)

    def given(tx: Transaction) -> list[int]:
        return [len(replies_of(tx, number)) for number in range(1, 8)]

    try:
        loaded = await database.read(lambda tx: load(tx, ["telegram:1", "telegram:7"]))
        assert {each.conversation.place.prompt_id for each in loaded.values()} == {
            guide_pack().guide.themes[0].prompts[0].id
        }
        assert all(each.conversation.card is not None for each in loaded.values())
        assert await database.read(given) == [2, 2, 2, 3, 2, 2, 2]
    finally:
        await database.close()


async def test_reminders_wait_behind_everything_else(tmp_path: Path) -> None:
    await make_store(tmp_path / "store", people=9)
    store = copy_of(tmp_path / "store", tmp_path)
    add_reminders(store, range(4, 7))
    database = await opened(store)
    try:
        due = await database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
        assert [(each.address, each.number, each.priority) for each in due] == [
            (str(number), 2, Priority.BULK) for number in (4, 5, 6)
        ]
    finally:
        await database.close()


async def test_reports_are_asked_for_by_people_who_have_finished_a_theme(tmp_path: Path) -> None:
    await make_store(tmp_path, people=3)
    add_reports(tmp_path, range(2, 4))
    database = await opened(tmp_path)
    try:
        job = await database.write(lambda tx: jobs.begin_next(tx, NOW.replace(year=2100)))
        assert job is not None
        assert (job.person_id, job.address) == (2, "2")
        assert isinstance(job.details, ThemeReportJob)
        theme_id = job.details.theme_id
        assert await database.read(lambda tx: finished_theme(tx, 2, theme_id)) is not None
        assert (
            sum(len(each.text) for each in (await database.read(lambda tx: replies_of(tx, 2))).values())
            > 30_000
        )
    finally:
        await database.close()


async def test_a_report_and_the_counts_of_a_group_can_be_looked_at(tmp_path: Path) -> None:
    await make_store(tmp_path, people=5, own=12, others=5, replies=50)
    assert all(milliseconds > 0 for milliseconds in await looks_at(tmp_path, measured=5))
