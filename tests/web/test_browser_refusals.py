"""What stands between the page and us in a real browser: nothing of it stops a reply, or what comes after."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect

from tests.web import samples
from tests.web.browser import BROWSER_TEST, PHONE, watched
from tests.web.house import House
from web.backend import Own

pytestmark = BROWSER_TEST

BARRED = "We union select committee minutes"
REFUSED = "Something on the way here did not let that through. It is back in the box."
UNREAD = "That could not be read, so it was not sent. It is back in the box."
REPLACED = "Something else answers here in our place, perhaps the sign-in page of this network."
UNREACHABLE = "There is no connection just now."
A_PAGE = "<!doctype html><title>Blocked</title><h1>Request blocked</h1>"

Handler = Callable[[Route], Awaitable[None]]


def answered(status: int, body: str = A_PAGE, **headers: str) -> Handler:
    async def answer(route: Route) -> None:
        await route.fulfill(status=status, body=body, content_type="text/html", headers=headers)

    return answer


async def reset(route: Route) -> None:
    await route.abort("connectionreset")


FORMS = {
    **{
        str(status): answered(status)
        for status in (400, 401, 403, 404, 405, 407, 413, 429, 451, 500, 502, 503)
    },
    "a page": answered(200),
    "nothing": answered(200, ""),
    "taken in our place": answered(202, ""),
    "no content": answered(204, ""),
    "sent on to a sign-in page": answered(302, "", Location="/static/icon.svg"),
    "sent on with the words": answered(307, "", Location="https://sign-in.example/"),
    "wait until tomorrow": answered(503, **{"Retry-After": "86400"}),
    "reset": reset,
}


def box(page: Page) -> Locator:
    return page.locator("#text")


async def send(page: Page, text: str) -> None:
    await box(page).fill(text)
    await page.get_by_role("button", name="Send", exact=True).click()


async def bar(page: Page, answer: Handler, words: str = BARRED, path: str = "**/chat") -> None:
    """Have whatever holds these words answered by somebody else."""

    async def look(route: Route) -> None:
        sent = route.request.post_data or ""
        await (answer(route) if words in sent else route.continue_())

    await page.route(path, look)


def said(house: House) -> list[str]:
    return [posted.text for posted in house.person.received]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
async def test_words_that_are_never_let_through_come_back_and_the_rest_goes_on(
    page: Page, house: House, form: Handler
) -> None:
    await bar(page, form)
    await send(page, BARRED)
    await send(page, "Other words")
    await expect(box(page)).to_have_value(BARRED)
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await expect(page.locator(".waiting")).to_have_count(0)
    await expect(page.get_by_role("status")).to_have_text(REFUSED)
    assert said(house) == ["Other words"]
    await page.reload()
    await expect(box(page)).to_have_value(BARRED)
    assert said(house) == ["Other words"]


async def test_what_is_ours_to_refuse_is_told_from_what_is_not(page: Page, house: House) -> None:
    house.desk.intake_trouble = RuntimeError("of this message alone")
    await send(page, "strange words")
    await expect(box(page)).to_have_value("strange words")
    await expect(page.get_by_role("status")).to_have_text(UNREAD)
    house.desk.intake_trouble = None
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await expect(page.get_by_role("status")).to_have_text("")
    assert said(house) == ["strange words"]


async def test_several_that_are_refused_come_back_in_their_order_before_what_is_being_written(
    page: Page, house: House
) -> None:
    is_written = asyncio.Event()

    async def answer(route: Route) -> None:
        await is_written.wait()
        await route.fulfill(status=403, body=A_PAGE)

    await bar(page, answer)
    await send(page, f"{BARRED} one")
    await send(page, "between")
    await send(page, f"{BARRED} two")
    await box(page).fill("half written")
    is_written.set()
    await expect(box(page)).to_have_value(f"{BARRED} one\n\n{BARRED} two\n\nhalf written")
    assert said(house) == ["between"]


async def test_words_that_came_back_are_sent_as_written_for_the_card_that_was_there(
    page: Page, house: House
) -> None:
    await bar(page, answered(403))
    await send(page, BARRED)
    await send(page, "between")
    await expect(page.locator("#entry-3")).to_be_in_viewport()
    await expect(box(page)).to_have_value(BARRED)
    await send(page, "We merge committee minutes")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await send(page, "about the newest card")
    await expect(page.locator(".waiting")).to_have_count(0)
    assert said(house) == ["between", "We merge committee minutes", "about the newest card"]
    seen = [posted.seen_card for posted in house.person.received]
    assert seen[:2] == [1, 1]
    assert seen[2] is not None
    assert seen[2] >= 3


async def test_words_that_came_back_are_about_the_same_card_after_a_reload_and_a_change_of_another_reply(
    page: Page, house: House
) -> None:
    await send(page, "as it was")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await bar(page, answered(403))
    await send(page, BARRED)
    await send(page, "between")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await expect(box(page)).to_have_value(BARRED)
    await page.reload()
    await page.get_by_role("button", name="Change: as it was").click()
    await page.get_by_label("Your changed reply").fill("as it shall be")
    await page.get_by_role("button", name="Save the change").click()
    await expect(box(page)).to_have_value(BARRED)
    await box(page).press("End")
    await page.keyboard.press("Backspace")
    await page.unroute("**/chat")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".waiting")).to_have_count(0)
    first, between, _, reworded = house.person.received
    assert first.seen_card is not None
    assert between.seen_card is not None
    assert (reworded.text, reworded.was_kept) == (BARRED[:-1], True)
    assert first.seen_card < between.seen_card
    assert reworded.seen_card == between.seen_card


async def test_words_that_came_back_are_asked_about_where_a_later_card_was_replied_to_since(
    page: Page, house: House
) -> None:
    await bar(page, answered(403))
    await send(page, BARRED)
    await expect(box(page)).to_have_value(BARRED)
    house.say(samples.PROMPT)
    await expect(page.locator("#entry-2")).to_be_in_viewport()
    await page.locator("#entry-2").get_by_role("button", name="Skip").click()
    await expect(page.locator(f"#entry-{house.person.number}")).to_be_in_viewport()
    await send(page, "We merge committee minutes")
    await expect(page.locator(".waiting")).to_have_count(0)
    _, reworded = house.person.received
    assert (reworded.seen_card, reworded.was_kept) == (1, True)


async def test_words_of_two_cards_in_one_box_are_asked_about(page: Page, house: House) -> None:
    is_written = asyncio.Event()

    async def answer(route: Route) -> None:
        await is_written.wait()
        await route.fulfill(status=403, body=A_PAGE)

    await bar(page, answer)
    await send(page, BARRED)
    house.say(samples.PROMPT)
    await expect(page.locator("#entry-2")).to_be_in_viewport()
    await box(page).fill("about the second")
    is_written.set()
    await expect(box(page)).to_have_value(f"{BARRED}\n\nabout the second")
    await send(page, "We merge minutes\n\nabout the second")
    await expect(page.locator(".waiting")).to_have_count(0)
    (posted,) = house.person.received
    assert (posted.seen_card, posted.was_kept) == (1, True)


async def test_words_of_a_change_that_can_be_made_no_more_go_to_no_card_unasked(
    page: Page, house: House
) -> None:
    await send(page, "as it was")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await send(page, "the next")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await bar(page, answered(403))
    await page.get_by_role("button", name="Change: as it was").click()
    await page.get_by_label("Your changed reply").fill(BARRED)
    await page.get_by_role("button", name="Save the change").click()
    await page.get_by_role("button", name="Change: the next").click()
    await expect(page.get_by_role("status")).to_contain_text("It is in the box when you are done with this")
    await page.get_by_text("Keep it as it was").click()
    await expect(box(page)).to_have_value(BARRED)
    await send(page, "We merge committee minutes")
    await expect(page.locator(".waiting")).to_have_count(0)
    assert (house.person.received[-1].seen_card, house.person.received[-1].was_kept) == (0, True)


async def test_a_tap_that_is_refused_can_be_made_again(page: Page, house: House) -> None:
    await bar(page, answered(403), "begin")
    begin = page.get_by_role("button", name="Begin")
    await begin.click()
    await send(page, "words instead")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await expect(page.get_by_role("status")).to_have_text(
        "Something on the way here did not let that tap through, so nothing was changed. Please try again."
    )
    assert said(house) == ["words instead"]


async def test_a_correction_that_is_refused_is_in_the_box_as_a_correction(page: Page) -> None:
    await send(page, "as it was")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await bar(page, answered(403))
    await page.get_by_role("button", name="Change: as it was").click()
    changed = page.get_by_label("Your changed reply")
    await changed.fill(BARRED)
    await page.get_by_role("button", name="Save the change").click()
    await expect(page.get_by_role("status")).to_have_text(REFUSED)
    await expect(changed).to_have_value(BARRED)
    await expect(page.locator(".own .words")).to_have_text(["as it was"])
    await changed.fill("as it shall be")
    await page.get_by_role("button", name="Save the change").click()
    await expect(page.locator(".own .words")).to_have_text(["as it shall be"])


async def test_what_comes_back_is_not_mixed_into_a_correction(page: Page) -> None:
    await send(page, "as it was")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await bar(page, answered(403))
    await send(page, BARRED)
    await page.get_by_role("button", name="Change: as it was").click()
    changed = page.get_by_label("Your changed reply")
    await expect(page.get_by_role("status")).to_contain_text("It is in the box when you are done with this")
    await expect(changed).to_have_value("as it was")
    await page.get_by_text("Keep it as it was").click()
    await expect(box(page)).to_have_value(BARRED)


async def test_words_that_had_arrived_do_not_come_back(page: Page, house: House) -> None:
    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        await route.fulfill(status=502, body=A_PAGE)

    await bar(page, lose_the_answer)
    await send(page, BARRED)
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await expect(page.locator(".waiting")).to_have_count(0)
    await send(page, "Other words")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await expect(box(page)).to_have_value("")
    assert said(house) == [BARRED, "Other words"]


async def test_words_that_came_back_and_had_arrived_all_the_same_count_once(page: Page, house: House) -> None:
    held: list[str] = []

    async def keep_and_hide(route: Route) -> None:
        held.append(route.request.post_data or "")
        await route.fulfill(status=502, body=A_PAGE)

    await bar(page, keep_and_hide)
    await send(page, BARRED)
    await expect(box(page)).to_have_value(BARRED)
    await page.unroute("**/chat")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    (posted,) = house.person.received
    assert posted.message_id in held[0]


async def test_behind_the_sign_in_page_of_a_network_everything_waits_and_is_sent_when_it_is_gone(
    page: Page, house: House
) -> None:
    await page.route("**/*", answered(200))
    await send(page, "written on the train")
    await send(page, "and more")
    await expect(page.get_by_role("status")).to_contain_text(REPLACED)
    await expect(page.locator(".waiting .state")).to_have_text(["Waiting to be sent", "Waiting to be sent"])
    await page.unroute("**/*")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await expect(page.get_by_role("status")).to_have_text("")
    assert said(house) == ["written on the train", "and more"]


@pytest.mark.parametrize("status", [401, 403])
async def test_a_stranger_does_not_sign_anybody_out(page: Page, house: House, status: int) -> None:
    await page.route("**/chat/**", answered(status))
    house.desk.cut_streams()
    await expect(page.get_by_role("status")).to_contain_text(REPLACED)
    await page.unroute("**/chat/**")
    await send(page, "still here")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")


async def test_a_browser_that_wrongly_thinks_it_is_offline_sends_all_the_same(
    browser: Browser, house: House
) -> None:
    async with watched(browser, house.url, size=PHONE) as context:
        await context.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })"
        )
        page = await house.enter(context)
        await page.get_by_role("button", name="Begin").click()
        await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
        await page.evaluate("window.dispatchEvent(new Event('offline'))")
        await send(page, "sent")
        await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
        await expect(page.get_by_role("status")).to_have_text("")
        await page.route("**/chat**", reset)
        await send(page, "not sent")
        await expect(page.get_by_role("status")).to_contain_text("You are offline.")


async def test_a_browser_that_wrongly_thinks_it_is_online_says_what_it_sees(page: Page, house: House) -> None:
    await page.route("**/chat**", reset)
    await send(page, "not sent yet")
    await expect(page.get_by_role("status")).to_contain_text(UNREACHABLE)
    await page.unroute("**/chat**")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    assert said(house) == ["not sent yet"]


async def test_a_page_of_somebody_who_was_here_before_hears_nothing_of_who_is_here_now(
    page: Page, house: House
) -> None:
    secret, other = house.desk.sign_in(samples.WELCOME)
    for number in range(3):
        other.put(Own(f"of-the-other-{number}", "not for those before me", correctable=True, corrected=False))
    cookie = {"name": house.cookie_name, "value": secret, "url": house.url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    house.desk.cut_streams()
    await expect(page.get_by_role("status")).to_contain_text("This page is out of date.")
    await expect(page.locator("#log")).not_to_contain_text("not for those before me")
