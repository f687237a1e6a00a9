"""What an open page has missed: one look finds it, and whose page it is still."""

from dataclasses import replace

import pytest

from conversations.state import Place
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.messages import chat_history, outbox
from storage.messages.outbox import EntryKind, OutboxEntry
from storage.page_news import PageNews, page_news
from storage.people import sessions
from storage.people.people import Joined
from storage.roles.role_holders import RolePlace, save_role_place
from storage.rounds.conversations import DecidedStep, save_places
from tests.channel_names import WEB
from tests.storage import samples
from tests.storage.samples import NOW

MOST = 4


class Page:
    """An open page of somebody."""

    def __init__(self, database: SqliteDatabase, who: Joined, session: str) -> None:
        self.database, self.who, self.session = database, who, session

    async def say(self, *numbers: int) -> None:
        person = self.who.person_id
        cards = [OutboxEntry(person, n, WEB, str(person), EntryKind.SAY, f"{n}") for n in numbers]
        await self.database.write(lambda tx: outbox.add(tx, cards, NOW, shown_on={WEB}))

    async def news(self, seen: int = 0) -> PageNews | None:
        return await self.database.read(lambda tx: page_news(tx, self.session, seen, MOST, NOW))

    async def numbers(self, seen: int) -> list[tuple[int, int]]:
        news = await self.news(seen)
        assert news is not None
        return [(each.number, each.change) for each in news.entries]


@pytest.fixture
async def page(database: SqliteDatabase) -> Page:
    def open_it(tx: Transaction) -> tuple[Joined, str]:
        samples.open_round(tx)
        who = samples.take_part(tx, None, channel=WEB)
        return who, sessions.open_session(tx, who.person_id, NOW)

    return Page(database, *await database.write(open_it))


async def test_it_tells_whose_page_it_is_where_nothing_is_new(page: Page) -> None:
    assert await page.news() == PageNews(page.who.person_id, "en", 0, 0, is_over=False)


async def test_what_was_closed_comes_behind_what_closed_it(page: Page) -> None:
    await page.say(1, 2, 3)
    await page.database.write(lambda tx: chat_history.close_shown(tx, page.who.person_id, 2, 3))
    assert await page.numbers(1) == [(3, 3), (2, 3)]


async def test_long_news_come_in_parts_and_a_change_is_never_cut(page: Page) -> None:
    await page.say(1, 2, 3, 4, 5)
    await page.database.write(lambda tx: chat_history.close_shown(tx, page.who.person_id, 3, 5))
    news = await page.news()
    assert news is not None
    assert news.has_more
    assert await page.numbers(0) == [(1, 1), (2, 2)]
    assert await page.numbers(2) == [(5, 5), (4, 5), (3, 5)]


async def test_one_change_of_many_entries_comes_whole(page: Page) -> None:
    await page.say(*range(1, 8))
    await page.database.write(lambda tx: chat_history.close_shown(tx, page.who.person_id, 1, 7))
    assert [change for _, change in await page.numbers(0)] == [7] * 7


async def test_the_open_cards_are_those_of_the_evaluation_and_of_the_role(page: Page) -> None:
    def go_on(tx: Transaction) -> None:
        place = replace(Place(), card=3)
        save_places(tx, [DecidedStep(page.who.person_id, page.who.participant_id, place, 3)])
        save_role_place(tx, page.who.person_id, 4, None, RolePlace(card=4))

    await page.database.write(go_on)
    news = await page.news()
    assert news is not None
    assert (news.own_card, news.role_card) == (3, 4)


async def test_nothing_is_heard_once_the_session_has_ended(page: Page) -> None:
    await page.say(1)
    await page.database.write(lambda tx: sessions.close_session(tx, page.session))
    assert await page.news() is None


async def test_nothing_is_heard_of_somebody_who_was_erased(page: Page) -> None:
    await page.say(1)
    await page.database.write(lambda tx: erase_person(tx, page.who.person_id, NOW))
    assert await page.news() is None
