"""Words that their writer takes out stand nowhere in their own chat either, in no report of any version."""

from collections.abc import Sequence

import pytest

from bot.inbox import words_taken_out
from bot.jobs import theme_report
from bot.jobs.job_worker import JobWorker
from reports.rendering import RenderedReport, Report
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages.chat_history import stretch
from tests.bot.inbox.test_complaint_effects import Visitor
from tests.bot.workshop import Workshop
from tests.storage.whole_store import columns_with

NAMES = "CANARY praise goes to Mrs Kookaburra always"
WARY = "Is this CANARY going back to my boss?"
TO_REFERENCE = ("begin", "1", "start", "skip", "skip", "skip", "4", "skip")
OTHERS = "We share the work."


def reworded(place: int) -> tuple[str, ...]:
    """The way from the review to words that are written again."""
    return ("/review 1", f"change {place}", "change it", "Praise goes to a colleague.")


@pytest.fixture(autouse=True)
def files_are_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture packs its words, where no search finds them."""

    async def render(report: Report, _language: str, _kinds: tuple[str, ...]) -> RenderedReport:
        whole = repr(report).encode()
        return RenderedReport(repr(report), png=whole, pdf=whole, html=whole)

    monkeypatch.setattr(theme_report, "render", render)
    return


class Writer:
    """Somebody who writes, and is given every report that they ask for."""

    def __init__(self, database: SqliteDatabase, who_sees: str) -> None:
        self.shop = Workshop(database)
        self.visitor = Visitor(self.shop, who_sees)
        self.worker = JobWorker(
            database, self.shop.shelf, self.shop.told.append, channels=self.shop.channels, now=self.shop.clock
        )

    async def writes(self, *texts: str) -> None:
        for text in texts:
            await self.visitor.writes(text)
            while await self.worker.do_one():
                pass

    async def chat(self) -> str:
        """What the page shows and its search looks through."""
        shown = await self.shop.database.read(lambda tx: stretch(tx, self.visitor.person_id, 1000))
        return "\n".join(each.body for each in shown)


TO_STRENGTHS = ("skip",)
TO_IMPROVEMENTS = ("skip", "done")
END = ("done", "done", "finish")
DOORS: Sequence[tuple[tuple[str, ...], str, tuple[str, ...], tuple[str, ...], bool]] = [
    # what leads to the words, they, what follows to the report, how they are taken out, whether after closing
    (TO_STRENGTHS, NAMES, END, reworded(7), False),
    ((), NAMES, ("/review 1", "continue", *END), reworded(6), False),
    (TO_IMPROVEMENTS, NAMES, END[1:], reworded(8), False),
    (TO_STRENGTHS, NAMES, (OTHERS, *END), reworded(7), False),
    (TO_STRENGTHS, NAMES, (*END, "/report 1", "/report 1 html"), reworded(7), False),
    (TO_STRENGTHS, NAMES, (*END, "/mydata", "/review 1", "2", OTHERS, "/report 1"), reworded(7), False),
    (TO_STRENGTHS, NAMES, (*END, "/report 1"), ("change it", "take it out"), True),
    (TO_STRENGTHS, WARY, (*END, "/report 1"), ("/review 1", "change 7", "take it out"), False),
    (TO_STRENGTHS, WARY, END, ("take it out",), True),
]


@pytest.mark.parametrize("who_sees", ["named", "confidential", "anonymous"])
@pytest.mark.parametrize(("to_words", "words", "up_to_report", "ways", "is_closed"), DOORS)
async def test_words_that_are_taken_out_stand_nowhere_in_their_writers_chat(
    database: SqliteDatabase,
    who_sees: str,
    to_words: Sequence[str],
    words: str,
    up_to_report: Sequence[str],
    ways: Sequence[str],
    *,
    is_closed: bool,
) -> None:
    writer = Writer(database, who_sees)
    await writer.visitor.joins()
    await writer.writes(*TO_REFERENCE, *to_words, words, *up_to_report)
    before = await writer.chat()
    assert f'["item","{words}"' in before.split("Your report. ")[1], "the message of the report has them"
    if is_closed:
        await writer.shop.close_round()
    await writer.writes(*ways)
    after = await writer.chat()
    assert "CANARY" not in after
    assert "Your report. " in after, "and the rest of the message stays"
    assert (OTHERS in after) is (OTHERS in before)
    assert await database.read(lambda tx: columns_with(tx, "CANARY")) == set()


async def test_what_would_stay_without_it_is_found(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_taken_out, "with_marks", lambda _: "what nobody wrote")
    writer = Writer(database, "named")
    await writer.visitor.joins()
    await writer.writes(*TO_REFERENCE, *TO_STRENGTHS, NAMES, *END, *reworded(7))
    assert "CANARY" in await writer.chat()


async def test_a_report_that_waits_to_be_sent_goes_out_without_the_words(database: SqliteDatabase) -> None:
    writer = Writer(database, "named")
    await writer.visitor.joins()
    await writer.writes(*TO_REFERENCE, *TO_STRENGTHS, NAMES, *END)

    def let_it_wait(tx: Transaction) -> None:
        tx.run("UPDATE outbox SET state = 'waiting' WHERE instr(body, 'Your report') > 0")

    await database.write(let_it_wait)
    await writer.writes(*reworded(7))
    waiting = await database.read(
        lambda tx: tx.rows("SELECT body FROM outbox WHERE state = 'waiting' AND instr(body, 'CANARY') > 0")
    )
    assert waiting == []
