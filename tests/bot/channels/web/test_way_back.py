"""The way back of a person in the browser, over HTTP and with everything behind it."""

import re

import pytest

from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction
from storage.people.link_codes import hashed
from storage.roles.organisations import Role
from tests.bot.channels.web.served_pages import Browser, House
from tests.bot.workshop import ROUND
from tests.web.visits import PLAIN

EVERY_MODE = list(WhoSees)


async def came_in(house: House, who_sees: WhoSees = WhoSees.NAMED) -> Browser:
    """The browser of somebody who has come in by a link that was for them alone."""
    await house.opened(who_sees)
    browser = await house.browser()
    await browser.enters(await house.shop.invite(ROUND))
    return browser


async def made(browser: Browser) -> str:
    """The link that the page makes."""
    await browser.press("/way-back")
    found = re.search(r'id="own-link" href="([^"]+)"', (await browser.get("/way-back")).text)
    assert found is not None
    return found[1]


def word_in(link: str) -> str:
    address, _, word = link.partition("#")
    assert address == f"{PLAIN}/come-back", "what follows the # goes to no server"
    return word


async def kept_texts(house: House) -> str:
    """All that the store keeps, as one text."""

    def read(tx: Transaction) -> str:
        tables = tx.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return repr([tx.rows(f"SELECT * FROM {name}") for (name,) in tables])  # noqa: S608

    return await house.database.read(read)


@pytest.mark.parametrize("who_sees", EVERY_MODE)
async def test_in_every_mode_a_link_of_ones_own_leads_back_to_the_same_place(
    house: House, who_sees: WhoSees
) -> None:
    browser = await came_in(house, who_sees)
    word = word_in(await made(browser))
    elsewhere = await house.browser()
    answer = await elsewhere.press("/come-back", word=word)
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")
    assert await elsewhere.person() == await browser.person()
    assert await house.places() == 1


@pytest.mark.parametrize("added", ["", ".", ")", ">", "\u00a0", "\u200b", ",", '"'])
async def test_what_a_mail_program_adds_does_not_spoil_it(house: House, added: str) -> None:
    word = word_in(await made(await came_in(house)))
    assert (await (await house.browser()).press("/come-back", word=word + added)).status_code == 303


@pytest.mark.parametrize("who_sees", EVERY_MODE)
async def test_the_store_keeps_neither_link_nor_word(house: House, who_sees: WhoSees) -> None:
    browser = await came_in(house, who_sees)
    word = word_in(await made(browser))
    kept = await kept_texts(house)
    assert word not in kept
    assert word.replace("-", "") not in kept
    assert str(hashed(word.replace("-", ""))) in kept, "and what is looked through has its fingerprint"


async def test_a_new_one_ends_the_one_before(house: House) -> None:
    browser = await came_in(house)
    first = word_in(await made(browser))
    assert "The link and the word from before then work no more." not in (await browser.get("/way-back")).text
    second = word_in(await made(browser))
    assert (await (await house.browser()).press("/come-back", word=first)).status_code == 404
    assert (await (await house.browser()).press("/come-back", word=second)).status_code == 303


async def test_whoever_follows_it_each_day_in_one_browser_is_asked_nothing(house: House) -> None:
    browser = await came_in(house)
    word, session = word_in(await made(browser)), browser.cookies["closer_look_8765"]
    for _ in range(3):
        assert (await browser.press("/come-back", word=word)).status_code == 303
    assert browser.cookies["closer_look_8765"] == session
    assert "closer_look_aside_8765" not in browser.cookies
    sessions = await house.database.read(lambda tx: tx.rows("SELECT 1 FROM web_session"))
    assert len(sessions) == 1


async def test_in_a_browser_with_somebody_elses_conversation_it_is_asked_whose_that_is(house: House) -> None:
    word = word_in(await made(await came_in(house)))
    tablet = await house.browser()
    await tablet.enters(await house.shop.invite(ROUND))
    other, session = await tablet.person(), tablet.cookies["closer_look_8765"]
    asked = await tablet.press("/come-back", word=word)
    assert asked.status_code == 200
    assert "Is it yours too?" in asked.text
    assert await tablet.person() == other
    await tablet.press("/come-back", word=word, as_before="no")
    assert await tablet.person() != other
    late = await house.browser()
    late.cookies.set("closer_look_8765", session)
    assert (await late.get("/chat")).status_code == 303


async def test_somebody_with_a_role_gets_a_link_that_works_once(house: House) -> None:
    await house.opened(WhoSees.NAMED)
    browser = await house.browser()
    await browser.enters(await house.role_link())
    link = await made(browser)
    assert link.startswith(f"{PLAIN}/join/")
    elsewhere = await house.browser()
    await elsewhere.enters(link.rpartition("/")[2])
    assert await elsewhere.person() == await browser.person()
    again = await (await house.browser()).get(link.removeprefix(PLAIN))
    assert again.status_code == 404
    assert await house.database.read(lambda tx: tx.rows("SELECT 1 FROM return_word")) == []


async def test_a_word_opens_nothing_once_its_person_has_a_role(house: House) -> None:
    browser = await came_in(house)
    word = word_in(await made(browser))
    await browser.enters(await house.role_link(Role.READER), as_before="yes")
    assert (await (await house.browser()).press("/come-back", word=word)).status_code == 404
    assert "work no more" not in (await browser.get("/way-back")).text
    assert "/join/" in await made(browser)


async def test_the_page_tells_only_in_an_anonymous_round_that_nobody_knows_the_place(house: House) -> None:
    await house.opened(WhoSees.ANONYMOUS)
    await house.opened(WhoSees.NAMED, "r2")
    for round_id, is_told in ((ROUND, True), ("r2", False)):
        browser = await house.browser()
        await browser.enters(await house.shop.invite(round_id))
        await made(browser)
        page = (await browser.get("/way-back")).text
        assert ("as nobody knows which place is yours" in page) is is_told


async def test_nobody_makes_one_for_somebody_else(house: House) -> None:
    browser = await came_in(house)
    stranger = await house.browser()
    assert (await stranger.get("/way-back")).headers["location"] == "/"
    assert (await stranger.post("/way-back", data={"token": "t"})).status_code == 403
    own = {"Sec-Fetch-Site": "same-origin"}
    assert (await browser.post("/way-back", data={"token": "t"}, headers=own)).status_code == 403
