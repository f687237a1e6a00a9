"""Whose conversation is opened by a link that was made at the computer is told, wherever they are."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.link_acts import make_link_for_participant
from bot.acts.operator_acts import make_link_for_role_holder
from bot.app.start_links import new_start_links
from bot.app.tryout import open_tryout
from bot.settings.settings import Settings
from storage.engine.database import Database, Transaction
from storage.engine.schema_version import migrate
from storage.engine.sqlite import open_sqlite
from storage.people import people
from storage.roles.organisations import Organisation, Role
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import ROUND, example
from tests.channel_names import TELEGRAM
from tests.players.browser import Browser, own_link, role_link
from tests.players.house import Clock, House

DAY = timedelta(days=1)
TOLD = "On 5 November 2026 somebody came in here in the browser, by a link that was made at the computer."
ASKS = "Was that you? If not, /devices shows where you are signed in and signs it out."


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path, Clock()) as opened:
        yield opened


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[RoleChat]:
    database = await open_sqlite(tmp_path / "telegram.sqlite3")
    await database.write(migrate)
    made = RoleChat(database)
    await made.shop.open_round()
    await made.gives("77", "Example Council", "coordinator")
    yield made
    await database.close()


async def operators_link(database: Database, clock: Clock, round_id: str, person_id: int) -> str:
    def make(tx: Transaction) -> str:
        acting = Acting(tx, OPERATOR_HERE, clock())
        return make_link_for_participant(acting, round_id, person_id, valid=DAY).result

    return await database.write(make)


async def person_in(house: House, browser: Browser) -> int:
    visitor = await house.backend.visitor(browser.secret)
    assert visitor is not None
    return visitor.person_id


@pytest.mark.parametrize("who_sees", ["named", "confidential"])
async def test_the_owner_reads_it_on_their_own_page_and_can_sign_it_out(house: House, who_sees: str) -> None:
    await house.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees}))
    owner = await Browser(house).comes_in(await house.invite())
    house.clock.advance(3 * 86_400)
    person_id = await person_in(house, owner)
    code = await operators_link(house.database, house.clock, house.round_id, person_id)
    stranger = await Browser(house).comes_in(code)
    assert (await owner.reads())[-1] == [TOLD, ASKS]
    await owner.writes("/devices")
    await owner.taps("Sign out browser 2")
    await owner.taps("Sign out")
    assert (await owner.is_in(), await stranger.is_in()) == (True, False)


async def test_nothing_is_told_of_a_link_that_somebody_made_for_themselves(house: House) -> None:
    owner = await Browser(house).comes_in(await house.invite())
    await Browser(house).comes_in(await own_link(owner))
    assert "made at the computer" not in str(await owner.reads())


async def test_it_is_told_at_their_next_card_even_if_nobody_looked_meanwhile(house: House) -> None:
    owner = await Browser(house).comes_in(await house.invite())
    await owner.writes("begin")
    house.clock.advance(3 * 86_400)
    code = await operators_link(house.database, house.clock, house.round_id, await person_in(house, owner))
    stranger = await Browser(house).comes_in(code)
    await stranger.writes("1")
    await stranger.writes("/themes")
    await house.restart()
    assert [TOLD, ASKS] in await owner.reads(), "whoever came in cannot make it go away"


async def test_who_has_a_role_is_told_and_stays_who_they_are(house: House) -> None:
    owner = await Browser(house).comes_in(await role_link(house, Role.COORDINATOR))
    person_id = await person_in(house, owner)
    house.clock.advance(3 * 86_400)

    def make(tx: Transaction) -> str:
        row = tx.row("SELECT o.id, o.name FROM organisation o JOIN role r ON r.organisation_id = o.id")
        assert row is not None
        acting = Acting(tx, OPERATOR_HERE, house.clock())
        return make_link_for_role_holder(acting, Organisation(*row), person_id, valid=DAY)

    code = await house.database.write(make)
    again = await Browser(house).comes_in(code)
    assert await person_in(house, again) == person_id
    assert (await owner.reads())[-1] == [TOLD, ASKS]
    await again.writes("/rounds")
    assert await owner.is_in()


async def test_who_writes_on_telegram_is_told_there(chat: RoleChat) -> None:
    await chat.shop.join("91")
    person_id = await chat.database.read(lambda tx: people.person_at(tx, TELEGRAM, "91"))
    assert person_id is not None
    chat.shop.clock.advance(3 * 86_400)
    code = await operators_link(chat.database, chat.shop.clock, ROUND, person_id)  # type: ignore[arg-type]
    await chat.shop.join_web(code)
    waiting = await chat.database.read(
        lambda tx: tx.rows("SELECT body FROM outbox WHERE channel = 'telegram' AND state = 'waiting'")
    )
    assert TOLD in waiting[-1][0]
    heard = await chat.says("begin", address="91")
    assert "The themes" in heard.text, "and what was open is open"


async def test_the_link_of_a_later_start_into_the_try_out_is_told_too(chat: RoleChat) -> None:
    database = chat.database
    await database.write(lambda tx: tx.run("UPDATE round SET is_tryout = 1"))
    first = (await start(chat)).participant
    person_id = await chat.shop.join_web(first)
    assert not await is_told(database, person_id)
    again = (await start(chat)).participant
    assert await chat.shop.join_web(again) == person_id
    assert await is_told(database, person_id)


async def start(chat: RoleChat):  # type: ignore[no-untyped-def]
    now = chat.shop.clock()
    await chat.database.write(lambda tx: open_tryout(tx, example(), now))
    return await chat.database.write(lambda tx: new_start_links(tx, Settings(), now))


async def is_told(database: Database, person_id: int) -> bool:
    rows = await database.read(
        lambda tx: tx.rows("SELECT body FROM outbox WHERE person_id = :id", {"id": person_id})
    )
    return any("made at the computer" in body for (body,) in rows)


async def test_a_page_elsewhere_is_woken_when_it_happens_on_telegram(chat: RoleChat) -> None:
    person_id = await chat.shop.join_web()
    code = await operators_link(chat.database, chat.shop.clock, ROUND, person_id)  # type: ignore[arg-type]
    await chat.shop.receive(chat.shop.wrote("95", f"/start {code}"))
    await chat.shop.go_on()
    assert any(person_id in each.changed for each in chat.shop.told)
    assert await is_told(chat.database, person_id)
