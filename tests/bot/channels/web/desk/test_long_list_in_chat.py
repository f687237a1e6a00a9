"""A long list sent in the chat is read outside of the store, and nothing is lost where that is cut off."""

from collections.abc import Callable
from itertools import count

import pytest

from bot.coordinator.commands.people import invite, list_read
from bot.jobs.job_worker import JobWorker
from conversations.groups.round_view import WhoSees
from conversations.reading.lists.people_list import read_lists
from storage.engine.database import StorageTrouble, Transaction
from tests.bot.channels.web.desk.round_desk import desk, says, states
from tests.bot.channels.web.served_pages import House
from tests.bot.workshop import FailingDatabase, drain

PEOPLE = 40
_SENT = count()

PEOPLE_IN_WORDS = [
    f"Isla {letters.capitalize()}"
    for letters in (
        "".join(chr(ord("a") + int(figure)) for figure in f"{number:04}") for number in range(PEOPLE)
    )
]
LIST = "\n".join(["Name,Team", *(f"{name},Home care" for name in PEOPLE_IN_WORDS)]).encode()
ANNOUNCED = "I am reading your list. What I found on it follows."
ASKED = f"Make {PEOPLE} links for “Round r1”?"


@pytest.fixture(autouse=True)
def forty_people_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for a short list, so that the tests are quick."""
    monkeypatch.setattr(list_read, "_LONG", 400)


async def sends(house: House, content: bytes) -> None:
    """Let a file of the coordinator's reach the inbox, as a browser posts it."""
    row = await house.database.read(lambda tx: tx.row("SELECT person_id FROM office"))
    assert row is not None
    posted = house.shop.posted(row[0], f"sent-{next(_SENT):08}", file=content)
    await house.shop.receive(posted)


async def goes_on(house: House, database: FailingDatabase) -> None:
    """What a process does after its start: turns and jobs, until nothing waits."""
    shop = house.shop
    jobs = JobWorker(database, shop.shelf, shop.told.append, channels=shop.channels, now=shop.clock)
    turns = shop.turns(database=database)
    await turns.recover()
    while True:
        await drain(turns)
        if not await jobs.do_one():
            return


async def kept(house: House) -> tuple[int, int]:
    """How many messages and jobs wait or were put aside."""

    def look(tx: Transaction) -> tuple[int, int]:
        messages = tx.row("SELECT count(*) FROM inbox WHERE state <> 'done'")
        work = tx.row("SELECT count(*) FROM work")
        assert messages is not None
        assert work is not None
        return messages[0], work[0]

    return await house.database.read(look)


async def said(house: House) -> str:
    """All that was ever said to them."""
    rows = await house.database.read(lambda tx: tx.rows("SELECT body FROM outbox ORDER BY person_id, number"))
    return "\n".join(body for (body,) in rows)


async def test_it_is_announced_at_once_and_read_before_its_turn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await desk(house, people="")
    await says(browser, "/invite")
    monkeypatch.setattr(invite, "read_lists", _not_in_a_turn)
    await sends(house, LIST)
    await house.shop.go_on()
    page = (await browser.get("/chat")).text
    assert page.count(ANNOUNCED) == 1
    assert page.count("A text file") == 1
    assert ASKED not in page
    assert await kept(house) == (0, 1)
    await goes_on(house, FailingDatabase(house.database))
    page = (await browser.get("/chat")).text
    assert page.count(ASKED) == 1
    assert page.count("A text file") == 1, "it is shown once that they sent it"
    assert await kept(house) == (0, 0), "and the list itself waits nowhere any more"
    monkeypatch.setattr(invite, "read_lists", read_lists)
    await says(browser, "yes")
    assert len(await states(house)) == PEOPLE


def _not_in_a_turn(*_: object) -> None:
    raise AssertionError("a long list must not be read while nobody else can write")


async def test_whoever_writes_something_else_meanwhile_loses_nothing(house: House) -> None:
    browser = await desk(house, people="")
    await says(browser, "/invite")
    await sends(house, LIST)
    await house.shop.go_on()
    await says(browser, "/status")
    await goes_on(house, FailingDatabase(house.database))
    page = (await browser.get("/chat")).text
    assert "That file came too late" in page
    assert await states(house) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n" + b"0" * 30_000, "This is a PDF."),
        (b"{\\rtf1 " + b"a" * 30_000, "This is an RTF file."),
        (b'["' + b"a" * 30_000 + b'"]', "This is data for programs (JSON)."),
        (b"\x00\x01\x02" * 20_000, "This is no text and no spreadsheet."),
        (b"PK\x03\x04" + b"a" * 30_000, "This file is damaged, or is no spreadsheet."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"a" * 30_000, "This is a file of an old Excel (.xls)."),
    ],
)
async def test_one_that_is_no_list_gets_its_sentence(house: House, content: bytes, said: str) -> None:
    browser = await desk(house, people="")
    await says(browser, "/invite")
    await sends(house, content)
    await goes_on(house, FailingDatabase(house.database))
    assert said in (await browser.get("/chat")).text
    assert await kept(house) == (0, 0)


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL, WhoSees.ANONYMOUS])
async def test_it_is_asked_about_in_each_mode(house: House, who_sees: WhoSees) -> None:
    browser = await desk(house, who_sees, people="")
    await says(browser, "/invite")
    await sends(house, LIST)
    await goes_on(house, FailingDatabase(house.database))
    assert f"{PEOPLE}" in (await browser.get("/chat")).text


async def test_nothing_is_lost_and_nothing_comes_twice_wherever_it_is_cut_off(house: House) -> None:
    browser = await desk(house, people="")
    for step in count(1):
        await says(browser, "/invite")
        await sends(house, LIST)
        before = await said(house)
        failing = FailingDatabase(house.database)
        failing.writes_to_fail = {step}
        is_cut_off = await _cut_off(lambda f=failing: goes_on(house, f))  # type: ignore[misc]
        if is_cut_off:
            house.shop.clock.advance(3600)  # what was under way is begun again after a while
            await goes_on(house, FailingDatabase(house.database))
        after = await said(house)
        assert after.count(ASKED) == before.count(ASKED) + 1, f"cut off at write {step}"
        assert after.count(ANNOUNCED) == before.count(ANNOUNCED) + 1
        assert await kept(house) == (0, 0)
        await says(browser, "cancel")
        if not is_cut_off:
            assert step > 4, "a turn, a job that begins and ends, and a turn again"
            return


async def _cut_off(go_on: Callable[[], object]) -> bool:
    try:
        await go_on()  # type: ignore[misc]
    except StorageTrouble:
        return True
    return False


def test_what_was_read_comes_back_as_it_was() -> None:
    from content.phrases import phrases_in

    phrases = phrases_in("en")
    kept_as = list_read.list_as_read(LIST, phrases, ())
    assert list_read.list_from_read(kept_as).sheets == read_lists(LIST, phrases)
