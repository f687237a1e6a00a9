"""The end of the process is no failure of what was being made, and nothing is given up without a word.

Each kind of job comes from the one union of all. People can have what was given up tried again.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import get_args

import orjson
import pytest

from bot.jobs.artefact import Artefact, FetchedFile
from bot.jobs.job_worker import MOST_ATTEMPTS, JobWorker
from bot.messages.after_commit import AfterCommit
from bot.messages.guide_cache import GuideShelf
from conversations.actions import ActionKind
from conversations.exercise.letter_kinds import LetterKind
from conversations.outgoing import Button, Card, Line, card_from_json
from conversations.state import Place, Screen
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages import cut_off, jobs
from storage.messages.cut_off import MOST_ENDS
from storage.messages.job_details import (
    AnnouncementJob,
    DigestJob,
    FetchFileJob,
    GroupReportFileJob,
    GroupReportJob,
    JobAudience,
    JobDetails,
    LateTasksJob,
    LetterJob,
    LinkSheetJob,
    OwnDataJob,
    PosterJob,
    ProgressPictureJob,
    PromptSheetJob,
    ReleasedReportJob,
    RepliesTableJob,
    ThemeReportJob,
    ThemeReportPageJob,
)
from storage.messages.jobs import Job
from storage.messages.outbox import EntryKind
from storage.rounds.conversations import DecidedStep, save_places
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import ROUND, example
from tests.channel_names import TELEGRAM

THEME = example().guide.themes[0].id
MADE = Artefact((Card((Line("What was asked for."),)),), ())
DAY = date(2026, 12, 1)
EVERY_KIND: tuple[JobDetails, ...] = (
    ThemeReportJob(THEME),
    ThemeReportPageJob(THEME),
    OwnDataJob(),
    AnnouncementJob("What was asked for."),
    DigestJob(ROUND),
    ProgressPictureJob(ROUND),
    GroupReportJob(ROUND, 1),
    GroupReportFileJob(ROUND, 1),
    ReleasedReportJob(ROUND, 1),
    RepliesTableJob(ROUND, 1),
    PromptSheetJob(ROUND),
    LinkSheetJob(ROUND, DAY, datetime(2026, 11, 2, tzinfo=UTC), ()),
    PosterJob(ROUND, 1),
    LateTasksJob(ROUND),
    LetterJob(ROUND, LetterKind.AGENDA, 120),
    FetchFileJob("1", "file", 1),
)
EACH_KIND = pytest.mark.parametrize("details", EVERY_KIND, ids=lambda each: each.kind.value)


def test_each_kind_of_job_is_among_them() -> None:
    assert {type(each) for each in EVERY_KIND} == set(get_args(JobDetails))


@dataclass
class Life:
    """One process that makes what waits, until it ends or nothing is left to make."""

    chat: RoleChat
    fault: BaseException | None = None
    made: int = 0
    told: list[AfterCommit] = field(default_factory=list)

    async def _make(self, job: Job[JobDetails], _: datetime) -> Artefact | FetchedFile:
        self.made += 1
        if self.fault is not None:
            raise self.fault
        return FetchedFile(b"x") if isinstance(job.details, FetchFileJob) else MADE

    async def goes_on(self) -> None:
        shop = self.chat.shop
        made_by = {type(each): self._make for each in EVERY_KIND}
        worker = JobWorker(
            shop.database,
            GuideShelf(),
            self.told.append,
            channels=shop.channels,
            made_by=made_by,
            now=shop.clock,
        )
        with contextlib.suppress(asyncio.CancelledError):
            while await worker.do_one():
                pass
        shop.told += self.told

    @property
    def cards(self) -> list[Card]:
        due = [each for told in self.told for each in told.due if each.kind is EntryKind.SAY]
        return [card_from_json(orjson.loads(each.body)) for each in due]

    @property
    def text(self) -> str:
        return "\n".join(card.text for card in self.cards)


def buttons(cards: Sequence[Card]) -> list[Button]:
    return [each for card in cards for row in card.buttons for each in row]


@pytest.fixture
async def chat(database: SqliteDatabase) -> RoleChat:
    """Somebody who coordinates, 77, and somebody who takes part, 5."""
    made = RoleChat(database)
    await made.shop.open_round()
    await made.gives("77", "Example Council", "coordinator")
    await made.shop.join("5")
    await made.shop.go_on()
    return made


def whose(details: JobDetails) -> str:
    own = JobAudience.OWN_EVALUATION
    takes_part = details.audience is own or isinstance(details, AnnouncementJob | ReleasedReportJob)
    return "5" if takes_part else "77"


async def ask(chat: RoleChat, details: JobDetails) -> None:
    """Let something wait to be made for whoever it is for."""
    address = whose(details)
    known = await chat.shop.loaded(f"telegram:{address}")

    def put(tx: Transaction) -> None:
        row = tx.row("SELECT person_id FROM address WHERE address = :a", {"a": address})
        assert row is not None
        if known is not None:
            place = Place(Screen.FINISHED, theme_id=THEME, card=known.conversation.number)
            save_places(tx, [DecidedStep(row[0], known.participant_id, place, place.card)])
        about = known.participant_id if known is not None else 0
        jobs.ask(tx, Job(details, row[0], about, TELEGRAM, address), chat.shop.clock())

    await chat.database.write(put)


async def ends(chat: RoleChat, times: int, fault: type[BaseException] = asyncio.CancelledError) -> list[Life]:
    """Processes that end, one after another, as soon as something is being made."""
    lives = []
    for _ in range(times):
        lives.append(Life(chat, fault()))
        await lives[-1].goes_on()
        chat.shop.clock.advance(60)
    return lives


async def left(chat: RoleChat) -> list[tuple[str, int, int]]:
    return await chat.database.read(lambda tx: tx.rows("SELECT state, attempts, cut_off FROM work"))


@EACH_KIND
async def test_ten_ends_in_a_row_are_held_against_nothing(chat: RoleChat, details: JobDetails) -> None:
    await ask(chat, details)
    assert [life.made for life in await ends(chat, 10)] == [1] * 10
    assert await left(chat) == [("waiting", 0, 10)]
    last = Life(chat)
    await last.goes_on()
    assert last.made == 1
    assert await left(chat) == []
    assert "went wrong" not in last.text
    if not isinstance(details, FetchFileJob):
        assert "What was asked for." in last.text


async def test_where_an_end_counted_as_a_failure_ten_ends_would_lose_a_report(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: with a limit for ends as low as that for failures it is given up."""
    monkeypatch.setattr("bot.jobs.job_worker.MOST_ENDS", MOST_ATTEMPTS)
    await ask(chat, EVERY_KIND[0])
    lives = await ends(chat, 10)
    assert sum(life.made for life in lives) == MOST_ATTEMPTS
    assert (await left(chat))[0][0] == "quarantined"


@EACH_KIND
async def test_what_ends_the_process_each_time_is_given_up_in_the_end_with_a_word(
    chat: RoleChat, details: JobDetails
) -> None:
    await ask(chat, details)
    lives = await ends(chat, 2 * MOST_ENDS)
    assert sum(life.made for life in lives) == MOST_ENDS
    await check_given_up(chat, details, lives)


@EACH_KIND
async def test_what_fails_each_time_is_given_up_with_a_word(chat: RoleChat, details: JobDetails) -> None:
    await ask(chat, details)
    lives = await ends(chat, 2 * MOST_ATTEMPTS, ZeroDivisionError)
    assert sum(life.made for life in lives) == MOST_ATTEMPTS
    await check_given_up(chat, details, lives)


async def check_given_up(chat: RoleChat, details: JobDetails, lives: Sequence[Life]) -> None:
    """Nothing is given up without a word; and where something is left, the word has a button."""
    said = [card for life in lives for card in life.cards]
    if isinstance(details, FetchFileJob):
        assert any(told.has_received for life in lives for told in life.told), "a turn says it"
        return
    assert "could not be made" in "\n".join(card.text for card in said)
    again = [each for each in buttons(said) if each.action == ActionKind.RETRY.value]
    if isinstance(details, LinkSheetJob):
        assert (again, await left(chat)) == ([], []), "links are kept no longer than the job"
        return
    assert [each.typed for each in again] == ["/retry"]
    assert [state for state, _, _ in await left(chat)] == ["quarantined"]


TO_BE_TRIED_AGAIN = [each for each in EVERY_KIND if not isinstance(each, LinkSheetJob | FetchFileJob)]


@pytest.mark.parametrize("details", TO_BE_TRIED_AGAIN, ids=lambda each: each.kind.value)
@pytest.mark.parametrize("how", ["tapped", "typed"])
async def test_the_button_and_its_word_have_it_made_after_all(
    chat: RoleChat, details: JobDetails, how: str
) -> None:
    await ask(chat, details)
    await ends(chat, MOST_ATTEMPTS, ZeroDivisionError)
    address = whose(details)
    if how == "tapped":
        heard = await chat.taps("Try again", address=address)
    else:
        heard = await chat.says("/retry", address=address)
    assert "is tried again" in heard.text
    fine = Life(chat)
    await fine.goes_on()
    assert "What was asked for." in fine.text
    assert await left(chat) == []
    heard = await chat.taps("Try again", address=address)
    assert "is tried again" in heard.text, "a second tap does no harm"
    assert await left(chat) == []


async def test_the_way_on_stays_open_beside_the_word_that_a_report_could_not_be_made(chat: RoleChat) -> None:
    await ask(chat, EVERY_KIND[0])
    lives = await ends(chat, MOST_ATTEMPTS, ZeroDivisionError)
    cards = [card for life in lives for card in life.cards]
    assert ["Theme 1 is complete" in card.text for card in cards] == [True, False]
    numbers = [each.number for life in lives for told in life.told for each in told.due]
    conversation = await chat.shop.conversation("5")
    assert (conversation.place.card, conversation.number) == (numbers[0], numbers[1])
    heard = await chat.says("/themes", address="5")
    assert "The themes" in heard.text


async def test_what_is_cut_off_waits_longer_and_longer_and_holds_up_nobody(chat: RoleChat) -> None:
    waits = []
    await ask(chat, EVERY_KIND[0])
    for _ in range(MOST_ENDS):
        before = chat.shop.clock()
        await Life(chat, asyncio.CancelledError()).goes_on()
        due = await chat.database.read(jobs.next_job_due)
        assert due is not None
        waits.append((due - before).total_seconds())
        chat.shop.clock.advance(60)
    assert waits[:3] == [0, 0, 0]
    assert waits == sorted(waits)
    assert waits[-1] < jobs.LONGEST_PUT_OFF.total_seconds()
    assert sum(waits) > 600, "the others have ten minutes between the ends"


async def test_ends_and_failures_are_counted_apart(chat: RoleChat) -> None:
    await ask(chat, EVERY_KIND[0])
    await ends(chat, 2)
    await ends(chat, 2, ZeroDivisionError)
    assert await left(chat) == [("waiting", 2, 2)]
    assert cut_off.held_until(chat.shop.clock(), 0) == chat.shop.clock()


async def test_somebody_elses_word_tries_nothing_of_mine_again(chat: RoleChat) -> None:
    await ask(chat, EVERY_KIND[0])
    await ends(chat, MOST_ATTEMPTS, ZeroDivisionError)
    await chat.says("/retry", address="77")
    assert [state for state, _, _ in await left(chat)] == ["quarantined"]
