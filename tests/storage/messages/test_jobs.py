"""Jobs that follow a decision: counted before it is made, put off, put aside, gone with its person."""

from datetime import timedelta

import pytest

from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.messages import jobs
from storage.messages.job_details import JobDetails, OwnDataJob, RepliesTableJob, ThemeReportJob
from storage.messages.jobs import AnyJob, Job
from storage.people.people import Joined
from tests.channel_names import TELEGRAM
from tests.storage.samples import NOW, open_round, take_part

REPORT = ThemeReportJob("t1")
LATER = NOW + timedelta(seconds=5)


async def start(database: SqliteDatabase, *details: JobDetails) -> Joined:
    def ask(tx: Transaction) -> Joined:
        open_round(tx)
        who = take_part(tx, "1")
        for each in details:
            asked = Job(each, who.person_id, who.participant_id, TELEGRAM, "1")
            jobs.ask(tx, asked, NOW)
        return who

    return await database.write(ask)


async def begin(database: SqliteDatabase, *, late: bool = False, counted: int | None = None) -> AnyJob | None:
    at = LATER if late else NOW
    return await database.write(lambda tx: jobs.begin_next(tx, at, counted=counted))


async def test_an_attempt_is_counted_before_it_is_made(database: SqliteDatabase) -> None:
    await start(database, REPORT)
    ends = [begun.cut_off for _ in range(3) if (begun := await begin(database)) is not None]
    assert ends == [0, 1, 2]


async def test_an_attempt_that_was_not_made_is_not_counted_twice(database: SqliteDatabase) -> None:
    await start(database, REPORT)
    first = await begin(database)
    assert first is not None
    again = await begin(database, counted=first.id)
    assert again == first
    assert await begin(database, counted=first.id + 1) != first


async def test_what_is_asked_for_twice_is_made_once_and_again_where_it_was_begun(
    database: SqliteDatabase,
) -> None:
    who = await start(database, REPORT)

    def ask(tx: Transaction, details: JobDetails = REPORT) -> int:
        asked = Job(details, who.person_id, who.participant_id, TELEGRAM, "1")
        jobs.ask_once(tx, asked, NOW)
        return jobs.waiting_for(tx, who.person_id)

    assert await database.write(ask) == 1
    assert await database.write(lambda tx: ask(tx, ThemeReportJob("t2"))) == 2
    begun = await begin(database)
    assert begun is not None
    assert begun.details == REPORT
    assert await database.write(ask) == 3, "what is being made may be about what was changed since"
    assert await database.write(ask) == 3


async def test_what_is_put_off_lets_the_others_go_first(database: SqliteDatabase) -> None:
    await start(database, REPORT, OwnDataJob())
    first = await begin(database)
    assert first is not None
    await database.write(lambda tx: jobs.put_job_off(tx, first.id, LATER))
    second = await begin(database)
    assert second is not None
    assert second.details == OwnDataJob()
    assert await database.read(jobs.next_job_due) == NOW
    await database.write(lambda tx: jobs.job_done(tx, second.id))
    assert await begin(database) is None
    assert await database.read(jobs.next_job_due) == LATER
    third = await begin(database, late=True)
    assert third is not None
    assert third.id == first.id


async def test_what_is_put_aside_is_not_begun_again(database: SqliteDatabase) -> None:
    await start(database, REPORT)
    first = await begin(database)
    assert first is not None
    await database.write(lambda tx: jobs.put_job_aside(tx, first.id, NOW))
    assert await begin(database, late=True) is None
    assert await database.read(jobs.next_job_due) is None


async def test_work_is_done_once_and_never_for_somebody_erased(database: SqliteDatabase) -> None:
    who = await start(database, REPORT, OwnDataJob())
    first = await begin(database)
    assert first is not None
    done = [await database.write(lambda tx: jobs.job_done(tx, first.id)) for _ in range(2)]
    assert done == [True, False]
    second = await begin(database)
    assert second is not None
    await database.write(lambda tx: erase_person(tx, who.person_id, NOW))
    assert not await database.write(lambda tx: jobs.job_done(tx, second.id))


async def test_what_is_being_made_of_a_round_when_words_go_is_made_again(database: SqliteDatabase) -> None:
    table, other = RepliesTableJob("r1", 0), RepliesTableJob("r2", 0)
    await start(database, table, other, OwnDataJob())
    before = await begin(database)
    assert before is not None
    assert before.details == table
    await database.write(lambda tx: jobs.make_again(tx, "r1", [RepliesTableJob.kind]))
    assert not await database.write(lambda tx: jobs.job_done(tx, before.id)), "what was made counts no more"
    left = []
    while (each := await begin(database)) is not None:
        left.append(each.details)
        await database.write(lambda tx, id_=each.id: jobs.job_done(tx, id_))  # type: ignore[misc]
    assert left == [other, OwnDataJob(), table]


@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(days=1), timedelta(days=365)], ids=str)
async def test_what_was_asked_by_a_clock_that_was_ahead_does_not_wait_until_it_is_that_time(
    database: SqliteDatabase, ahead: timedelta
) -> None:
    await start(database, REPORT)
    first = await begin(database)
    assert first is not None
    await database.write(lambda tx: jobs.put_job_off(tx, first.id, NOW + ahead))
    again = await begin(database)
    assert again is not None
    assert again.id == first.id
