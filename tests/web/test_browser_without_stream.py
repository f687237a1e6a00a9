"""Hearing what is new in a real browser where the stream is held back, refused or lost on the way."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route, expect

from conversations.outgoing import Button, Card, Rank
from tests.web import samples
from tests.web.between import whole_answers_only
from tests.web.browser import BROWSER_TEST, PHONE, watched
from tests.web.desk_double import DeskDouble, Person
from tests.web.house import House, opened
from web.backend import Own, Posted, Visitor

pytestmark = BROWSER_TEST

STREAM = "**/chat/events**"


async def refuse(route: Route) -> None:
    await route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html")


async def show_another_page(route: Route) -> None:
    await route.fulfill(status=200, body="<h1>Sign in</h1>", content_type="text/html")


async def stall(route: Route) -> None:
    """The first piece comes, and then nothing: a line that is cut looks the same to the page."""
    await route.fulfill(
        status=200, body="retry: 600000\nevent: ready\ndata: -\n\n", content_type="text/event-stream"
    )


WAYS = {"refused": refuse, "replaced": show_another_page, "stalled": stall}


async def send(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.get_by_role("button", name="Send", exact=True).click()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
async def test_cards_come_all_the_same(page: Page, house: House, way: object) -> None:
    await page.route(STREAM, way)  # type: ignore[arg-type]
    await page.reload()
    await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await send(page, "a reply")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await expect(page.locator(".own")).to_have_count(1)
    await expect(page.get_by_role("status")).to_have_text("")
    await expect(page.locator("#entry-1 form")).to_have_count(0)
    house.say(samples.RATING)  # nobody has done anything for it
    await expect(page.locator("#log")).to_contain_text("Your rating")
    assert len(house.person.received) == 2


async def test_through_a_proxy_that_hands_on_whole_answers_only(browser: Browser, house: House) -> None:
    async with whole_answers_only(house.url) as url, watched(browser, url, size=PHONE) as context:
        page = await house.enter(context, at=url)
        await page.get_by_role("button", name="Begin").click()
        await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
        await send(page, "a reply")
        await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
        await expect(page.get_by_role("status")).to_have_text("")
        house.say(samples.RATING)
        await expect(page.locator("#log")).to_contain_text("Your rating")


async def test_a_page_whose_place_is_taken_goes_on_by_asking_and_takes_it_from_nobody(
    page: Page, house: House
) -> None:
    person = house.person.visitor.person_id
    await house.desk.is_listened_to()
    (crowd_out,) = house.desk.streams[person]
    crowd_out()
    await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    house.say(samples.RATING)  # nobody has done anything for it
    await expect(page.locator("#log")).to_contain_text("Your rating")
    assert house.desk.streams[person] == [], "it would have taken another page's place"


async def test_a_page_that_missed_very_much_has_all_of_it(page: Page, house: House) -> None:
    await page.route(STREAM, refuse)
    await page.reload()
    for number in range(50):
        house.person.put(
            Own(f"while-away-{number:02}", f"Word {number}.", correctable=False, corrected=False)
        )
    await expect(page.locator(".own")).to_have_count(50)


async def test_what_a_stream_brings_late_undoes_nothing(page: Page) -> None:
    """A stream is held back behind the first card, as by a proxy that fills its buffer, and then let go."""
    let_go, gone = asyncio.Event(), asyncio.Event()
    late = '<li id="entry-1" class="entry ours" data-number="1" data-card><p tabindex="-1">late</p></li>'

    async def hold_back(route: Route) -> None:
        await let_go.wait()
        await route.fulfill(
            status=200,
            body=f"id: 2\nevent: entry\ndata: {late}\n\n",
            content_type="text/event-stream",
        )
        gone.set()

    await page.route(STREAM, hold_back, times=1)
    await page.reload()
    await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    let_go.set()
    await gone.wait()
    await send(page, "a reply")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await expect(page.locator("#log")).not_to_contain_text("late")


async def test_where_the_stream_works_nothing_is_asked(page: Page, house: House) -> None:
    asked: list[str] = []
    await page.clock.install()
    await page.reload()
    await house.desk.is_listened_to()
    page.on("request", lambda made: asked.append(made.url) if "/chat/news" in made.url else None)
    await send(page, "a reply")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await page.clock.run_for(10_000)
    assert asked == []


async def test_a_message_that_leads_to_nothing_is_asked_about_a_few_times_only(
    page: Page, house: House
) -> None:
    asked: list[str] = []
    house.desk.script = lambda _person, _posted: None
    await page.clock.install()
    await page.reload()
    await house.desk.is_listened_to()
    page.on("requestfinished", lambda made: asked.append(made.url) if "/chat/news" in made.url else None)
    await send(page, "anybody there?")
    await expect(page.locator(".own:not(.waiting)")).to_have_count(1)
    for _ in range(14):
        async with asyncio.timeout(30):
            await page.clock.run_for(10_000)
            await page.evaluate("fetch('/healthz').then(answer => answer.text())")
    assert 2 <= len(asked) <= 7


async def test_a_tick_that_only_changes_its_card_is_an_answer(page: Page, house: House) -> None:
    def tick(person: Person, posted: Posted) -> None:
        assert posted.card is not None
        chosen = Button("1. Figures", "figures", "1", Rank.ANSWER, is_chosen=True)
        person.redraw(posted.card, Card(samples.EVIDENCE.lines, ((chosen,),)))

    house.desk.script = tick
    house.say(samples.EVIDENCE)
    await page.clock.install()
    await page.get_by_role("button", name="1 Figures").click()
    await expect(page.get_by_role("button", name="1 Figures", pressed=True)).to_be_visible()
    await page.clock.run_for(7000)
    await expect(page.get_by_role("status")).to_have_text("")


async def test_an_erasure_is_told_as_one(page: Page, house: House) -> None:
    await page.route(STREAM, refuse)
    await page.reload()
    house.desk.script = lambda person, _posted: house.desk.erase(person)
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_role("heading", name="What you wrote has been erased")).to_be_visible()
    assert await page.evaluate("localStorage.length") == 0


async def test_a_session_that_ended_elsewhere_is_told_as_that(page: Page, house: House) -> None:
    await page.route(STREAM, refuse)
    await page.reload()
    await house.desk.sign_out(house.secret)
    await expect(page.get_by_role("heading", name="You are signed out in this browser")).to_be_visible()


async def test_the_language_of_the_page_follows_the_person(browser: Browser, desk: DeskDouble) -> None:
    async with opened(desk) as house, watched(browser, house.url) as context:
        page = await house.enter(context)
        await page.route(STREAM, refuse)
        await page.reload()
        await page.locator("#text").fill("half written")
        async with page.expect_navigation():
            house.person.visitor = Visitor(house.person.visitor.person_id, "cy")
        await expect(page.locator("#text")).to_have_value("half written")


@pytest.mark.parametrize("missing", ["line.js", "news.js", "queue.js", "chat.js"])
async def test_where_a_part_of_the_script_does_not_come_the_forms_do(
    browser: Browser, house: House, missing: str
) -> None:
    context = await browser.new_context()  # unwatched: the script complains of what it misses
    await context.route(f"**/{missing}*", lambda route: route.abort())
    page = await house.enter(context)
    async with page.expect_navigation():
        await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await context.close()
