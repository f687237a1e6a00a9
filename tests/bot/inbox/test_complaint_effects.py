"""Complaints of those who take part: received, answered, taken back; and what leads back to their writer."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.complaint_acts import answer_complaint
from bot.inbox.complaint_traces import leave_no_trace
from bot.jobs.theme_report import make_own_data
from bot.schedule.complaint_retention import leave_what_stayed_open
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person, to_be_wiped
from storage.messages.files import StoredFile, keep_file
from storage.messages.job_details import OwnDataJob
from storage.messages.jobs import Job
from storage.roles.complaints import complaints_shown
from storage.roles.organisations import organisation_named
from tests.bot.workshop import Workshop, drain
from tests.channel_names import WEB
from tests.storage.whole_store import columns_with

WORDS = "Somebody read out in the corridor what I had written in confidence"
ASKED_ABOUT = "I want to complain about how my personal data is used here"
REFERENCE = re.compile(r"\d{4}-[b-z]{8}")
DAY = 86_400


class Visitor:
    """Somebody who takes part in the browser, in a round of which people see so much."""

    def __init__(self, shop: Workshop, who_sees: str) -> None:
        self.shop = shop
        self.who_sees = who_sees
        self.person_id = 0
        self.messages = 0

    async def joins(self) -> "Visitor":
        def set_mode(tx: Transaction) -> None:
            tx.run("UPDATE round SET who_sees = :w", {"w": self.who_sees})

        await self.shop.open_round()
        await self.shop.database.write(set_mode)
        self.person_id = await self.shop.join_web()
        return self

    async def writes(self, *texts: str) -> None:
        for text in texts:
            self.messages += 1
            self.shop.clock.advance(60)
            await self.shop.receive(self.shop.posted(self.person_id, f"m{self.messages}", text))
            await drain(self.shop.turns())

    async def history(self) -> str:
        """All that the page shows."""
        rows = await self.shop.database.read(
            lambda tx: tx.rows(
                "SELECT body FROM outbox WHERE person_id = :p ORDER BY number", {"p": self.person_id}
            )
        )
        return "\n".join(row[0] for row in rows)


@pytest.fixture
def shop(database: SqliteDatabase) -> Workshop:
    return Workshop(database)


async def visits(shop: Workshop, who_sees: str = "anonymous") -> Visitor:
    return await Visitor(shop, who_sees).joins()


def kept(tx: Transaction) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    tables = [row[0] for row in tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {}
    for table in tables:
        columns = [row[0] for row in tx.rows(f"SELECT name FROM pragma_table_info('{table}')")]  # noqa: S608
        rows = tx.rows(f'SELECT * FROM "{table}"')  # noqa: S608
        found[table] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found


SHARED = {"number", "is_answer", "organisation_id"}
"""Columns whose values say nothing: which message it is, whose, and to whom."""


def ways_back(tx: Transaction, shop: Workshop) -> set[str]:
    """Whatever of a complaint is also kept anywhere else: a column there, a column here.

    Equal days lead nowhere: everybody who was here on that day has them. The record of acts leads to those
    who answer.
    """
    tables = {table: rows for table, rows in kept(tx).items() if table != "audit"}
    day = shop.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    days = {int((day + timedelta(days=n)).timestamp() * 1000) for n in range(-3, 4)}
    told = {
        (f"{table}.{column}", value)
        for table in ("complaint", "complaint_words")
        for row in tables.pop(table)
        for column, value in row.items()
        if value not in (None, "", 0, 1) and value not in days
        if column not in SHARED - ({"number"} if table == "complaint" else set()) and column != "about"
    }
    return {
        f"{where} in {table}.{column}"
        for table, rows in tables.items()
        for row in rows
        for column, value in row.items()
        for where, wanted in told
        if value == wanted or (isinstance(wanted, str) and wanted in str(value))
    }


def references_in(tx: Transaction) -> list[str]:
    """Every reference that stands anywhere."""
    rows = (row for rows in kept(tx).values() for row in rows)
    return [found for row in rows for value in row.values() for found in REFERENCE.findall(str(value))]


async def test_nothing_leads_from_an_anonymous_complaint_to_its_writer_once_they_have_gone_on(
    shop: Workshop,
) -> None:
    visitor = await visits(shop)
    await visitor.writes("begin", "1", "start", "We go round the table.", "/complain", WORDS, "And again.")
    (reference,) = set(REFERENCE.findall(await visitor.history()))
    assert await shop.database.read(lambda tx: ways_back(tx, shop)), "it is open to its writer"
    await visitor.writes("say who", "Robin of the night team", "done", "We take minutes.")
    assert await shop.database.read(lambda tx: ways_back(tx, shop)) == set()
    assert await shop.database.read(references_in) == []
    assert WORDS not in await visitor.history()
    assert "Robin" not in await visitor.history()
    # The answer reaches whoever has the reference, and leads to nobody either.
    await _answered(shop, "We have told them not to.")
    await visitor.writes(f"/complain {reference}")
    assert "We have told them not to." in await visitor.history()
    await visitor.writes("done")
    assert await shop.database.read(lambda tx: ways_back(tx, shop)) == set()
    assert await shop.database.read(references_in) == []


@pytest.mark.parametrize("seconds", [0, 1, 3])
async def test_words_that_come_at_once_are_the_complaint_and_are_not_kept_with_their_writer(
    database: SqliteDatabase, seconds: int
) -> None:
    shop = Workshop(database, reading_seconds=4)
    visitor = await visits(shop)
    await visitor.writes("begin", "1", "start", "We go round the table.", "/complain")
    shop.clock.advance(seconds - 60)
    await visitor.writes(WORDS)
    assert await _count(shop) == 1
    assert "I did not take that" not in await visitor.history()
    assert WORDS not in await visitor.history()


async def test_words_that_are_not_taken_for_a_complaint_are_not_kept_with_their_writer_either(
    shop: Workshop,
) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain", "not sure")
    assert await _count(shop) == 0
    history = await visitor.history()
    assert "If that is your complaint, write it in a sentence." in history
    assert "not sure" not in history


async def test_the_walk_finds_what_leads_back_where_the_writer_is_known(shop: Workshop) -> None:
    visitor = await visits(shop, "confidential")
    await visitor.writes("begin", "/complain", WORDS, "done")
    found = await shop.database.read(lambda tx: ways_back(tx, shop))
    assert {"complaint_words.text in outbox.body", "complaint.received_at in outbox.created_at"} <= found


async def test_what_is_left_open_leads_to_nobody_after_an_hour(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain", WORDS)
    before = await shop.database.read(lambda tx: tx.row("SELECT number FROM person"))
    await shop.database.write(lambda tx: leave_what_stayed_open(tx, shop.clock() + timedelta(minutes=59)))
    assert len(REFERENCE.findall(await visitor.history())) >= 1
    await shop.database.write(lambda tx: leave_what_stayed_open(tx, shop.clock() + timedelta(minutes=60)))
    assert await shop.database.read(lambda tx: ways_back(tx, shop)) == set()
    assert await shop.database.read(references_in) == []
    assert before != await shop.database.read(lambda tx: tx.row("SELECT number FROM person"))
    # What they write then is not lost: it is another complaint.
    await visitor.writes("One more thing.")
    assert await _count(shop) == 2
    assert "One more thing." not in await visitor.history()


@pytest.mark.parametrize("stays", [False, True])
async def test_an_hour_after_a_complaint_the_store_shows_of_nobody_that_they_complained(
    shop: Workshop, *, stays: bool
) -> None:
    visitor = await visits(shop)
    asked_about = "I want to complain. My replies were shared in the office, all of them."
    await visitor.writes("begin", "1", "start", asked_about, "yes", "done", "We go round the table.")
    await visitor.writes("/complain", WORDS, *(() if stays else ("say who", "Robin", "done")))
    assert await _shows_a_complaint(shop), "its writer still sees that it was received"
    await _sweep(shop, minutes=59)
    assert "Your complaint was received" in await visitor.history()
    assert await _sweep(shop, minutes=60) == {visitor.person_id}
    assert await _shows_a_complaint(shop) == set(), await visitor.history()
    assert "We go round the table." in await visitor.history()
    # They go on where they were, and what they write is a reply.
    await visitor.writes("We take minutes.")
    assert await _count(shop) == 2
    assert await shop.database.read(lambda tx: "reply.text" in columns_with(tx, "We take minutes."))


@pytest.mark.parametrize("turns_to", ["/resume", "/menu", "/help", "thanks", "undo"])
@pytest.mark.parametrize("is_closed", [False, True])
async def test_an_hour_later_neither_a_copy_nor_the_card_with_which_they_go_on_shows_a_complaint(
    shop: Workshop, turns_to: str, *, is_closed: bool
) -> None:
    visitor = await visits(shop)
    await visitor.writes("begin", "1", "start", "We go round the table.")
    if is_closed:
        await shop.close_round()
    await visitor.writes("/complain", WORDS, "/complain 9452-zzgchvtw", turns_to, "/mydata", "done")
    await _has_a_copy(shop, visitor)
    assert {"file_content.content", "outbox.body"} <= await _shows_a_complaint(shop)
    await _sweep(shop, minutes=120)
    assert await _shows_a_complaint(shop) == set(), await visitor.history()


async def test_a_copy_that_is_being_made_as_it_goes_is_made_once_more(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("begin", "/complain", WORDS, "done", "/mydata")
    begun = await shop.database.read(lambda tx: tx.rows("SELECT id FROM work WHERE kind = 'my_data'"))
    await _sweep(shop, minutes=120)
    again = await shop.database.read(lambda tx: tx.rows("SELECT id FROM work WHERE kind = 'my_data'"))
    assert len(again) == len(begun) == 1
    assert again != begun


async def _has_a_copy(shop: Workshop, visitor: Visitor) -> None:
    """Give somebody the file of all that is kept about them."""
    job = Job(OwnDataJob(), visitor.person_id, 0, WEB, str(visitor.person_id), 1)
    made = await make_own_data(shop.database, shop.shelf, job, shop.clock())

    def keep(tx: Transaction) -> None:
        for each in made.files:
            keep_file(
                tx, visitor.person_id, StoredFile(each.name, each.media_type, each.content), shop.clock()
            )

    await shop.database.write(keep)


async def _sweep(shop: Workshop, *, minutes: int) -> set[int]:
    def sweep(tx: Transaction) -> set[int]:
        later = shop.clock() + timedelta(minutes=minutes)
        leave_what_stayed_open(tx, later)
        return leave_no_trace(tx, shop.arrivals, later)

    return await shop.database.write(sweep)


async def _shows_a_complaint(shop: Workshop) -> set[str]:
    """Whatever is kept of those who take part that speaks of a complaint, or that they asked for one.

    A button or a sentence that offers ``/complain`` to everybody may.
    """
    found = await shop.database.read(
        lambda tx: {*columns_with(tx, "complaint"), *columns_with(tx, '"/complain')}
    )
    return {each for each in found if not each.startswith(("complaint", "audit", "sqlite"))}


async def test_a_wrong_reference_shows_nothing_and_a_number_alone_neither(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain", WORDS)
    (reference,) = set(REFERENCE.findall(await visitor.history()))
    await visitor.writes("done")
    for asked in (reference[:4], f"{reference[:4]}-bbbbbbbb"):
        await visitor.writes(f"/complain {asked}")
        history = await visitor.history()
        assert "I know no complaint of yours" in history
        assert WORDS not in history
        await visitor.writes("done")
    await visitor.writes(f"/complain {reference.upper()}")
    assert WORDS in await visitor.history()


@pytest.mark.parametrize("who_sees", ["named", "confidential"])
async def test_a_writer_who_is_known_is_told_of_the_answer_and_reads_it_by_its_number(
    shop: Workshop, who_sees: str
) -> None:
    visitor = await visits(shop, who_sees)
    await visitor.writes("complain", WORDS, "Twice.", "done")
    number = await _number(shop)
    await _answered(shop, "We have told them not to.")
    jobs = await shop.database.read(lambda tx: tx.rows("SELECT * FROM work"))
    assert f"Your complaint {number} has an answer." in str(jobs)
    await visitor.writes("/complain")
    assert f"{number}: received on 2 November 2026, answered" in await visitor.history()
    await visitor.writes(f"/complain {number}")
    history = await visitor.history()
    for said in (WORDS, "Twice.", "We have told them not to.", "ico.org.uk"):
        assert said in history


async def test_words_of_a_complaint_are_no_reply(shop: Workshop) -> None:
    visitor = await visits(shop, "named")
    await visitor.writes(
        "begin", "1", "start", "We go round.", "/complain", WORDS, "done", "/complain Once more."
    )
    replies = await shop.database.read(lambda tx: tx.rows("SELECT text FROM reply"))
    assert replies == [("We go round.",)]
    assert await _count(shop) == 2


async def test_typed_as_a_reply_it_is_asked_about_and_leaves_nothing_among_the_replies(
    shop: Workshop,
) -> None:
    visitor = await visits(shop)
    complaint = "I want to complain. My replies were shared in the office, all of them."
    await visitor.writes("begin", "1", "start", "We go round.", complaint)
    assert "Is that a complaint about how your data is used?" in await visitor.history()
    await visitor.writes("/review", "2", "yes", "done")
    assert await _count(shop) == 1
    assert await shop.database.read(lambda tx: ways_back(tx, shop)) == set()
    texts = await shop.database.read(lambda tx: tx.rows("SELECT text FROM reply ORDER BY prompt_id, version"))
    assert texts == [("We go round.",)]
    assert "in the office" not in await visitor.history()


async def test_until_it_is_answered_no_reply_has_it_and_writing_on_leaves_it_asked_about(
    shop: Workshop,
) -> None:
    visitor = await visits(shop, "named")
    complaint = "I want to complain: my data was shown to my manager without my permission."
    await visitor.writes("begin", "1", "start", complaint)
    for more in ("Our plan follows the council plan in most parts.", "We looked at it in May."):
        where = await shop.database.read(lambda tx: columns_with(tx, complaint))
        assert where == {"outbox.body", "participant.place"}, "nobody else is shown it"
        await visitor.writes(more)
    await visitor.writes("yes")
    row = await shop.database.read(lambda tx: tx.row("SELECT text FROM complaint_words"))
    assert row == (complaint,)
    texts = await shop.database.read(lambda tx: tx.rows("SELECT text FROM reply ORDER BY version"))
    assert texts[-1] == ("Our plan follows the council plan in most parts.\nWe looked at it in May.",)


async def test_it_stays_a_reply_for_whoever_says_so(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("begin", "1", "start", "Families tell us: this is a formal complaint.", "no")
    assert await _count(shop) == 0
    texts = await shop.database.read(lambda tx: tx.rows("SELECT text FROM reply"))
    assert texts == [("Families tell us: this is a formal complaint.",)]


async def test_taken_back_its_words_and_its_name_go_and_that_there_was_one_stays(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain", WORDS, "say who", "Robin", "take back", "yes")
    row = await shop.database.read(lambda tx: tx.row("SELECT name, taken_back_at IS NOT NULL FROM complaint"))
    assert row == ("", 1)
    assert await shop.database.read(lambda tx: tx.rows("SELECT * FROM complaint_words")) == []
    assert "Your complaint is taken back" in await visitor.history()


@pytest.mark.parametrize("who_sees", ["named", "confidential"])
@pytest.mark.parametrize("asked", [("/complain", WORDS), (f"/complain {WORDS}",)])
async def test_taken_back_its_words_stand_in_no_table_any_more_nor_in_their_writers_own_data(
    shop: Workshop, who_sees: str, asked: tuple[str, ...]
) -> None:
    visitor = await visits(shop, who_sees)
    await visitor.writes("begin", *asked, "say who", "Robin of nights", "done")
    await visitor.writes(f"/complain {await _number(shop)}")
    for words in (WORDS, "Robin of nights"):
        assert await shop.database.read(lambda tx, w=words: columns_with(tx, w)) >= {"outbox.body"}
    await visitor.writes("take back")
    assert WORDS in await visitor.history(), "it is asked first"
    await shop.database.write(lambda tx: tx.run("DELETE FROM mark"))
    await visitor.writes("yes")
    for words in (WORDS, "Robin of nights"):
        assert await shop.database.read(lambda tx, w=words: columns_with(tx, w)) == set()
    assert await shop.database.read(to_be_wiped) is not None
    job = Job(OwnDataJob(), visitor.person_id, 0, WEB, str(visitor.person_id))
    made = await make_own_data(shop.database, shop.shelf, job, shop.clock())
    own = made.files[0].content.decode()
    assert WORDS not in own
    assert "Robin of nights" not in own


@pytest.mark.parametrize("who_sees", ["named", "anonymous"])
async def test_a_no_leaves_the_complaint_and_what_can_be_done_about_it(shop: Workshop, who_sees: str) -> None:
    visitor = await visits(shop, who_sees)
    await visitor.writes("/complain", WORDS, "say who", "Robin", "take back", "no", "And again.", "done")
    row = await shop.database.read(lambda tx: tx.row("SELECT name, taken_back_at FROM complaint"))
    assert row == ("Robin", None)
    texts = await shop.database.read(lambda tx: tx.rows("SELECT text FROM complaint_words"))
    assert sorted(texts) == sorted([(WORDS,), ("And again.",)])


@pytest.mark.parametrize("who_sees", ["named", "anonymous"])
async def test_the_number_or_reference_comes_above_the_card_with_the_buttons(
    shop: Workshop, who_sees: str
) -> None:
    visitor = await visits(shop, who_sees)
    await visitor.writes("/complain", WORDS)
    history = await visitor.history()
    leads = "It has the number" if who_sees == "named" else "Your reference:"
    assert history.index(leads) < history.index("Your complaint was received on")


async def test_that_it_is_taken_back_is_said_before_what_is_open_then(shop: Workshop) -> None:
    visitor = await visits(shop, "named")
    await visitor.writes("begin", "/complain", WORDS, "take back", "yes")
    history = await visitor.history()
    assert history.index("Your complaint is taken back") < history.rindex("Take them in any order")


async def test_the_files_are_wiped_of_what_was_shown_once(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain", WORDS)
    await shop.database.write(lambda tx: tx.run("DELETE FROM mark"))
    await visitor.writes("done")
    assert await shop.database.read(to_be_wiped) is not None


async def test_an_answered_complaint_cannot_be_taken_back(shop: Workshop) -> None:
    visitor = await visits(shop, "named")
    await visitor.writes("/complain", WORDS, "done")
    await _answered(shop, "It will not happen again.")
    before = await visitor.history()
    await visitor.writes(f"/complain {await _number(shop)}", "take back")
    shown = (await visitor.history()).removeprefix(before)
    assert "Take it back" not in shown
    assert "I took nothing." in shown, "typed it is no complaint either"
    assert "What you write now becomes a new complaint." in shown
    assert "It is erased by itself on" in shown, "its writer is told as its reader is"
    assert await shop.database.read(lambda tx: len(tx.rows("SELECT 1 FROM complaint_words"))) == 2


ANSWER = "ANSWER"
"""Stands for the moment at which the complaint is answered, among what its writer types."""

WITHOUT_A_BUTTON = {
    "looked up and unknown": ["/complain", WORDS, "done", "/complain 1"],
    "not complained at all": ["/complain 1"],
    "answered and looked up": ["/complain", WORDS, "done", ANSWER, "/complain {number}"],
    "answered while it is open": ["/complain", WORDS, ANSWER, "say who"],
    "answered before it is said that it stays": ["/complain", WORDS, "take back", ANSWER, "no"],
    "taken back and looked up": ["/complain", WORDS, "take back", "yes", "/complain {number}"],
}
WITH_A_BUTTON = {
    "just received": ["/complain", WORDS],
    "behind the command": [f"/complain {WORDS}"],
    "signed": ["/complain", WORDS, "say who", "Robin"],
    "not signed": ["/complain", WORDS, "say who", "no"],
    "looked up": ["/complain", WORDS, "done", "/complain {number}"],
    "looked up at another one": ["/complain 1", "/complain {number}"],
    "looked up and added to": ["/complain", WORDS, "done", "/complain {number}", "And again on Friday."],
    "a new one after an answer": ["/complain", WORDS, ANSWER, "And again on Friday, in the corridor."],
    "not taken back": ["/complain", WORDS, "take back", "no"],
}


async def goes(shop: Workshop, visitor: Visitor, way: list[str]) -> str:
    """Go this way in a named round, and have said what the open card says."""
    if not any(WORDS in text for text in way) and "/complain {number}" in way:
        await visitor.writes(f"/complain {WORDS}", "done")
    for text in way:
        if text == ANSWER:
            await _answered(shop, "It will not happen again.")
            continue
        number = await _number(shop) if "{number}" in text else 0
        await visitor.writes(text.format(number=number))
    return (await visitor.history()).splitlines()[-1]


@pytest.mark.parametrize("way", WITHOUT_A_BUTTON)
async def test_nothing_that_cannot_be_taken_back_offers_it(shop: Workshop, way: str) -> None:
    open_card = await goes(shop, await visits(shop, "named"), WITHOUT_A_BUTTON[way])
    assert "Done" in open_card
    assert "Take it back" not in open_card
    assert "They are told who you are." not in open_card
    assert "What you write now becomes a new complaint." in open_card


@pytest.mark.parametrize("way", WITH_A_BUTTON)
async def test_what_waits_offers_to_take_it_back_and_that_works(shop: Workshop, way: str) -> None:
    visitor = await visits(shop, "named")
    assert "Take it back" in await goes(shop, visitor, WITH_A_BUTTON[way])
    await visitor.writes("take back", "yes")
    assert "is taken back" in await visitor.history()
    assert "none was taken back" not in await visitor.history()


@pytest.mark.parametrize("who_sees", ["named", "anonymous"])
@pytest.mark.parametrize("is_named", [True, False])
async def test_whoever_looks_a_complaint_up_is_told_whether_a_name_is_with_it(
    shop: Workshop, who_sees: str, is_named: bool
) -> None:
    visitor = await visits(shop, who_sees)
    await visitor.writes("/complain", WORDS, *(["say who", "Robin"] if is_named else []))
    found = REFERENCE.search(await visitor.history())
    named = found[0] if found else str(await _number(shop))
    await visitor.writes("done")
    before = await visitor.history()
    await visitor.writes(f"/complain {named}")
    shown = (await visitor.history()).removeprefix(before)
    assert ("The name that you gave is with it" in shown) is is_named
    assert ("No name is with it" in shown) is not is_named
    await visitor.writes("And again on Friday, in the corridor.")
    now_open = (await visitor.history()).splitlines()[-1]
    assert ("Say who I am" in now_open) is not is_named, "added to, it is as it was"


async def test_words_after_an_answer_are_a_new_complaint_that_has_no_name(shop: Workshop) -> None:
    visitor = await visits(shop, "named")
    await visitor.writes("/complain", WORDS, "say who", "Robin")
    await _answered(shop, "It will not happen again.")
    await visitor.writes("And again on Friday, in the corridor.")
    now_open = (await visitor.history()).splitlines()[-1]
    assert "They are told who you are." not in now_open
    assert "Say who I am" in now_open
    names = await shop.database.read(lambda tx: tx.rows("SELECT name FROM complaint ORDER BY name"))
    assert names == [("",), ("Robin",)]


async def test_erased_the_complaint_stays_without_its_writer_and_they_are_told_before(shop: Workshop) -> None:
    visitor = await visits(shop, "named")
    await visitor.writes("/complain", WORDS, "say who", "Robin", "done", "/forget")
    assert "Your complaints stay on record, without your name." in await visitor.history()
    await shop.database.write(lambda tx: erase_person(tx, visitor.person_id, shop.clock()))
    row = await shop.database.read(lambda tx: tx.row("SELECT name, person_id, open_by FROM complaint"))
    assert row == ("", None, None)
    texts = await shop.database.read(lambda tx: tx.rows("SELECT text FROM complaint_words"))
    assert texts == [(WORDS,)]


AT_A_SIGNED_COMPLAINT = {
    "as it was signed": [],
    "asked whether to take it back": ["take back"],
    "not taken back": ["take back", "no"],
    "added to": ["And again."],
    "asked who reads this": ["/who"],
    "asked twice": ["/forget"],
    "kept everything first and came back": ["/forget", "keep", "/complain {reference}"],
    "come back to": ["done", "/complain {reference}"],
    "come back to and added to": ["done", "/complain {reference}", "And again."],
}


@pytest.mark.parametrize("way", AT_A_SIGNED_COMPLAINT)
async def test_the_name_goes_with_whoever_erases_everything_out_of_an_anonymous_complaint(
    shop: Workshop, way: str
) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain", WORDS)
    (reference,) = set(REFERENCE.findall(await visitor.history()))
    await visitor.writes("say who", "Robin, 01234 555555")
    await visitor.writes(*(each.format(reference=reference) for each in AT_A_SIGNED_COMPLAINT[way]))
    await visitor.writes("/forget", "erase everything")
    row = await shop.database.read(lambda tx: tx.row("SELECT name, person_id, open_by FROM complaint"))
    assert row == ("", None, None)
    assert await shop.database.read(lambda tx: tx.row("SELECT 1 FROM person")) is None


@pytest.mark.parametrize("way", ["done", "/forget keep", "/themes", "/pause"])
async def test_whoever_has_gone_on_leaves_no_way_to_their_complaint_before_they_erase_everything(
    shop: Workshop, way: str
) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain", WORDS, "say who", "Robin", *way.split())
    assert await shop.database.read(lambda tx: tx.row("SELECT open_by FROM complaint")) == (None,)
    assert REFERENCE.search(await visitor.history()) is None


async def test_what_becomes_of_the_name_is_said_to_everybody_in_an_anonymous_round(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("/forget", "keep")
    told = "Whoever complained in an anonymous round: the complaint stays on record."
    assert told in await visitor.history()
    await visitor.writes("/complain", WORDS, "say who")
    stays = "Later nothing leads from you to it, so your name stays."
    assert stays in await visitor.history()
    before = await visitor.history()
    await visitor.writes("Robin", "done", "/forget")
    assert (await visitor.history()).count(told) == before.count(told) + 1, "and in the same words"
    assert "Your complaints stay on record" not in await visitor.history()


async def test_an_anonymous_complaint_is_said_to_be_read_from_the_next_day_on(shop: Workshop) -> None:
    visitor = await visits(shop)
    tomorrow = "sees what you write today from tomorrow on"
    await visitor.writes("/complain")
    assert (await visitor.history()).count(tomorrow) == 1
    await visitor.writes(WORDS)
    assert (await visitor.history()).count(tomorrow) == 2
    await visitor.writes("say who", "Robin")
    history = await visitor.history()
    assert history.count(tomorrow) == 3
    assert "They are told who you are once they see your complaint" in history
    assert "They are told who you are." not in history


async def test_a_complaint_that_is_read_at_once_is_not_said_to_be_read_tomorrow(shop: Workshop) -> None:
    visitor = await visits(shop, "named")
    await visitor.writes("/complain", WORDS, "say who", "Robin")
    assert "tomorrow" not in await visitor.history()


async def test_who_has_no_complaint_is_told_nothing_of_them_before_being_erased(shop: Workshop) -> None:
    visitor = await visits(shop, "named")
    await visitor.writes("/forget")
    assert "complaints stay" not in await visitor.history()


async def test_an_anonymous_complaint_is_shown_from_the_next_day_on(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain", WORDS, "done")

    def shown(tx: Transaction) -> int:
        organisation = organisation_named(tx, "Example Council", shop.clock())
        return len(complaints_shown(tx, organisation, shop.clock()))

    assert await shop.database.write(shown) == 0
    shop.clock.advance(DAY)
    assert await shop.database.write(shown) == 1


async def test_in_a_closed_round_one_can_still_complain(shop: Workshop) -> None:
    visitor = await visits(shop, "named")
    await shop.close_round()
    await visitor.writes("/complain", WORDS, "say who", "Robin", "done", "Thanks")
    row = await shop.database.read(
        lambda tx: tx.row("SELECT c.name, w.text FROM complaint c, complaint_words w")
    )
    assert row == ("Robin", WORDS)


async def _answered(shop: Workshop, text: str) -> None:
    def answer(tx: Transaction) -> None:
        now = shop.clock() + timedelta(days=1)
        organisation = organisation_named(tx, "Example Council", now)
        (complaint,) = complaints_shown(tx, organisation, now)
        answer_complaint(
            Acting(tx, OPERATOR_HERE, now),
            organisation,
            complaint.number,
            text,
            notice=lambda _, found: f"Your complaint {found.number} has an answer.",
        )

    await shop.database.write(answer)


async def _number(shop: Workshop) -> int:
    row = await shop.database.read(lambda tx: tx.row("SELECT number FROM complaint"))
    assert row is not None
    return int(row[0])


async def _count(shop: Workshop) -> int:
    row = await shop.database.read(lambda tx: tx.row("SELECT count(*) FROM complaint"))
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("who_sees", ["named", "anonymous"])
async def test_own_data_hold_a_complaint_where_its_writer_is_known_and_say_where_not(
    shop: Workshop, who_sees: str
) -> None:
    visitor = await visits(shop, who_sees)
    await visitor.writes("/complain", WORDS, "say who", "Robin of nights", "done")
    in_chat = "in this chat and in your /mydata" in await visitor.history()
    assert in_chat is (who_sees == "named"), "where the name is kept is said as it is"
    job = Job(OwnDataJob(), visitor.person_id, 0, WEB, str(visitor.person_id), 1)
    made = await make_own_data(shop.database, shop.shelf, job, shop.clock())
    html = made.files[0].content.decode()
    assert (WORDS in html) is (who_sees == "named")
    assert ("You signed it: Robin of nights" in html) is (who_sees == "named")
    assert ("Robin" in html) is (who_sees == "named")
    assert ("is not in this file: it is kept apart from what is yours" in html) is (who_sees == "anonymous")


@pytest.mark.parametrize("before", [(), ("/complain",), ("/complain It was read out.",)])
@pytest.mark.parametrize("typed", ["9452-zzgchvtw", "9452 zzgchvt", "zzgchvtw"])
async def test_a_reference_never_becomes_words_of_a_complaint(
    shop: Workshop, before: tuple[str, ...], typed: str
) -> None:
    visitor = await visits(shop)
    await visitor.writes(*before, typed if before else f"/complain {typed}")
    words = await shop.database.read(lambda tx: tx.rows("SELECT text FROM complaint_words"))
    assert words == [("It was read out.",)] * (len(before) and "read" in before[0])
    shown = await visitor.history()
    assert "I know no complaint of yours under that." in shown
    assert typed not in shown


async def test_after_an_unknown_number_words_go_to_no_complaint_from_before(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain It was read out.", "9452-zzgchvtw", "Something else.")
    found = await shop.database.read(lambda tx: tx.rows("SELECT complaint_id, text FROM complaint_words"))
    assert len({id_ for id_, _ in found}) == 2
    assert "What you write now becomes a new complaint." in await visitor.history()


async def test_a_reference_typed_in_a_named_round_stays_in_no_history(shop: Workshop) -> None:
    visitor = await visits(shop)
    await visitor.writes("/complain It was read out.")
    found = REFERENCE.search(await visitor.history())
    assert found
    await visitor.writes("done")
    await shop.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'named'"))
    await visitor.writes(f"/complain {found[0]}")
    shown = await visitor.history()
    assert "It was read out." in shown
    assert found[0] not in shown
    await visitor.writes("done")
    assert "It was read out." not in await visitor.history()


@pytest.mark.parametrize("answer", ["send it", "tap"])
async def test_what_waited_when_the_round_closed_can_be_sent_and_leads_nowhere(
    shop: Workshop, answer: str
) -> None:
    visitor = await visits(shop)
    await visitor.writes("begin", "1", "start", ASKED_ABOUT)
    await shop.close_round()
    if answer == "tap":
        known = await shop.loaded(f"{WEB}:{visitor.person_id}")
        assert known is not None
        place = known.conversation.place
        shop.clock.advance(60)
        action = f"iscomplaint-{place.doubts[0].number}"
        await shop.receive(shop.posted(visitor.person_id, "tap", card=place.card, action=action))
        await drain(shop.turns())
    else:
        await visitor.writes(answer)
    await visitor.writes("done")
    texts = await shop.database.read(lambda tx: tx.rows("SELECT text FROM complaint_words"))
    assert texts == [(ASKED_ABOUT,)]
    assert await shop.database.read(lambda tx: columns_with(tx, ASKED_ABOUT)) == {"complaint_words.text"}
