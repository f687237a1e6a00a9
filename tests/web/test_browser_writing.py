"""Writing and sending in a real browser: nothing written is lost, nothing counts twice."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Dialog, Locator, Page, Route, expect

from tests.web import samples
from tests.web.browser import BROWSER_TEST, PHONE, watched
from tests.web.desk_double import DeskDouble, Person
from tests.web.house import House, fill_with_everything, opened
from web.backend import Busy, Own, TooMany, Visitor

pytestmark = BROWSER_TEST

OFFLINE = "You are offline. What you write is kept here and sent when you are back."


def box(page: Page) -> Locator:
    return page.locator("#text")


async def send(page: Page, text: str) -> None:
    await box(page).fill(text)
    await page.get_by_role("button", name="Send", exact=True).click()


async def somebody_else_signs_in(page: Page, house: House) -> Person:
    """The browser now belongs to another. The cookie is replaced in one step: a page that asked anything
    between two steps would find itself signed out, and leave.
    """
    secret, other = house.desk.sign_in(samples.WELCOME)
    cookie = {"name": house.cookie_name, "value": secret, "url": house.url}
    await page.context.add_cookies([cookie])  # type: ignore[list-item]
    return other


async def test_words_go_out_whole_and_the_next_card_comes(page: Page, house: House) -> None:
    await send(page, samples.REPLY)
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    (posted,) = house.person.received
    assert posted.text == samples.REPLY
    await expect(page.locator(".own .words")).to_have_text(samples.REPLY)
    await expect(page.locator(".own")).to_have_count(1)
    await expect(box(page)).to_have_value("")
    await expect(box(page)).to_be_focused()


async def test_the_page_tells_which_card_was_seen_and_for_how_long(page: Page, house: House) -> None:
    await page.clock.install()
    await page.reload()
    await send(page, "first")
    await expect(page.locator("#entry-3")).to_be_in_viewport()
    await page.clock.run_for(7000)
    await send(page, "second")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    first, second = house.person.received
    assert (first.seen_card, second.seen_card) == (1, 3)
    assert first.seen_seconds is not None
    assert second.seen_seconds is not None
    assert first.seen_seconds < 7 <= second.seen_seconds < 60


async def test_a_card_that_came_out_of_sight_does_not_count_as_seen(page: Page, house: House) -> None:
    fill_with_everything(house.person)
    await page.reload()
    await box(page).fill("about what I read up there")
    await page.evaluate("window.scrollTo(0, 0)")
    newest = house.person.number
    house.say(samples.NEXT_PROMPT)
    await expect(page.get_by_role("button", name="Go to the newest card")).to_be_visible()
    await box(page).press("Control+Enter")
    await expect(page.locator(".waiting")).to_have_count(0)
    (posted,) = house.person.received
    assert posted.seen_card is not None
    assert posted.seen_card <= newest


async def test_enter_begins_a_new_line_and_control_enter_sends(page: Page, house: House) -> None:
    await box(page).focus()
    await page.keyboard.type("one")
    await page.keyboard.press("Enter")
    await page.keyboard.type("two")
    assert house.person.received == []
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    assert [posted.text for posted in house.person.received] == ["one\ntwo"]


async def test_the_box_grows_with_what_is_written_and_stays_on_the_screen(page: Page) -> None:
    async def height() -> int:
        return int(await box(page).evaluate("box => box.offsetHeight"))

    before = await height()
    await box(page).fill("line\n" * 8)
    grown = await height()
    await box(page).fill("line\n" * 200)
    longest = await height()
    assert before < grown < longest <= 900 * 0.41


async def test_a_double_click_sends_once(page: Page, house: House) -> None:
    await box(page).fill("once")
    await page.get_by_role("button", name="Send", exact=True).dblclick()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await page.get_by_role("button", name="Skip").dblclick()
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    assert [(posted.text, posted.action) for posted in house.person.received] == [
        ("once", None),
        ("", "skip"),
    ]


async def test_an_empty_message_is_not_sent(page: Page, house: House) -> None:
    await send(page, "  \n ")
    await expect(page.get_by_role("status")).to_have_text("Write something first, then send it.")
    assert house.person.received == []


async def test_a_draft_outlives_the_page(page: Page) -> None:
    await box(page).fill("not finished yet")
    await page.reload()
    await expect(box(page)).to_have_value("not finished yet")


async def test_offline_the_page_says_so_keeps_everything_and_sends_it_when_back(
    page: Page, house: House
) -> None:
    await page.context.set_offline(offline=True)
    await expect(page.get_by_role("status")).to_have_text(OFFLINE)
    await send(page, "written on the train")
    await send(page, "and a second one")
    await expect(page.locator(".waiting .state")).to_have_text(["Waiting to be sent", "Waiting to be sent"])
    await box(page).fill("a third, unfinished")
    assert house.person.received == []
    await page.context.set_offline(offline=False)
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await expect(page.locator(".waiting")).to_have_count(0)
    await expect(page.get_by_role("status")).to_have_text("")
    await expect(box(page)).to_have_value("a third, unfinished")
    assert [posted.text for posted in house.person.received] == ["written on the train", "and a second one"]


async def test_a_tap_made_offline_is_sent_at_once_when_back(page: Page, house: House) -> None:
    await page.clock.install()
    await page.reload()
    await page.context.set_offline(offline=True)
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_role("status")).to_have_text(OFFLINE)
    await page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))  # so that no timer sends it
    await page.context.set_offline(offline=False)
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    assert [posted.action for posted in house.person.received] == ["begin"]


async def test_what_was_not_acknowledged_is_sent_again_after_the_page_was_closed(
    page: Page, house: House
) -> None:
    house.desk.intake_trouble = Busy()
    await send(page, "the disk is full")
    await expect(page.get_by_role("status")).to_contain_text("kept here and sent in a moment")
    name = await page.locator(".waiting").get_attribute("data-message-id")
    again = await page.context.new_page()
    await page.close()
    house.desk.intake_trouble = None
    await again.goto(house.url + "/chat")
    await expect(again.locator("#log")).to_contain_text("prompt 3 of 11")
    assert [(posted.message_id, posted.text) for posted in house.person.received] == [
        (name, "the disk is full")
    ]
    await expect(again.locator(".own")).to_have_count(1)


async def test_an_answer_that_was_lost_changes_nothing(page: Page, house: House) -> None:
    lost = 0

    async def lose_the_first_answer(route: Route) -> None:
        nonlocal lost
        if route.request.method == "POST" and lost == 0:
            lost += 1
            await route.fetch()
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await page.route("**/chat", lose_the_first_answer)
    await send(page, "did it arrive?")
    await expect(page.locator(".waiting")).to_have_count(0)
    await expect(page.get_by_role("status")).to_have_text("")
    assert lost == 1
    assert len(house.person.received) == 1
    await expect(page.locator(".own")).to_have_count(1)


async def test_too_much_at_once_is_sent_a_little_later_and_in_order(page: Page, house: House) -> None:
    house.desk.intake_trouble = TooMany()
    for text in ("one", "two", "three"):
        await send(page, text)
    await expect(page.get_by_role("status")).to_contain_text("A lot is going on just now")
    house.desk.intake_trouble = None
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(page.locator(".waiting")).to_have_count(0)
    assert [posted.text for posted in house.person.received] == ["one", "two", "three"]


async def test_whoever_sent_as_much_as_is_taken_in_an_hour_is_told_that_it_goes_later(
    page: Page, house: House
) -> None:
    house.desk.intake_trouble = TooMany(timedelta(minutes=40))
    await send(page, "one more")
    await expect(page.get_by_role("status")).to_contain_text("as much as we take from one person in an hour")
    await expect(page.locator(".waiting .words")).to_have_text(["one more"])
    house.desk.intake_trouble = None
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(page.locator(".waiting")).to_have_count(0)
    assert [posted.text for posted in house.person.received] == ["one more"]


async def test_a_slow_line_keeps_the_order_and_the_words(page: Page, house: House) -> None:
    held = asyncio.Event()

    async def slowly(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await page.route("**/chat", slowly)
    for text in ("one", "two", "three"):
        await send(page, text)
    await expect(page.locator(".waiting .words")).to_have_text(["one", "two", "three"])
    await expect(page.locator(".waiting .state").first).to_have_text("Sending …")
    held.set()
    await expect(page.locator(".waiting")).to_have_count(0)
    assert [posted.text for posted in house.person.received] == ["one", "two", "three"]
    await expect(page.locator(".own .words")).to_have_text(["one", "two", "three"])


async def test_a_correction_replaces_the_words_where_they_stand(page: Page, house: House) -> None:
    await send(page, "as it was")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await box(page).fill("the next reply, half written")
    await page.get_by_role("button", name="Change: as it was").click()
    changed = page.get_by_label("Your changed reply")
    await expect(changed).to_have_value("as it was")
    await expect(changed).to_be_focused()
    await changed.fill("as it should be")
    await page.get_by_role("button", name="Save the change").click()
    await expect(page.locator(".own .words")).to_have_text(["as it should be"])
    await expect(page.locator(".own .state")).to_have_text("changed")
    await expect(box(page)).to_have_value("the next reply, half written")
    first, correction = house.person.received
    assert (correction.corrects, correction.text) == (first.message_id, "as it should be")


async def test_a_correction_that_is_refused_comes_back_into_the_box(page: Page, house: House) -> None:
    await send(page, "good")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await box(page).fill("half written")
    house.desk.refuses_corrections = True
    for _ in range(2):
        await page.get_by_role("button", name="Change: good").click()
        await page.get_by_label("Your changed reply").fill("hmm so so")
        await page.get_by_role("button", name="Save the change").click()
        await expect(page.get_by_label("Your changed reply")).to_have_value("hmm so so")
        await expect(page.locator(".own .words")).to_have_text(["good"])
        await expect(page.locator(".own .state")).to_have_text("")
        await page.get_by_text("Keep it as it was").click()
        await expect(box(page)).to_have_value("half written")
    house.desk.refuses_corrections = False
    await page.get_by_role("button", name="Change: good").click()
    await page.get_by_label("Your changed reply").fill("4")
    await page.get_by_role("button", name="Save the change").click()
    await expect(page.locator(".own .state")).to_have_text("changed")
    await expect(box(page)).to_have_value("half written")


async def test_refused_words_of_what_cannot_be_changed_any_more_are_in_the_box_as_new_ones(
    page: Page, house: House
) -> None:
    await send(page, "None")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await page.get_by_role("button", name="Change: None").click()
    house.desk.refuses_corrections = True
    number, sent = next((n, e.body) for n, e in house.person.entries.items() if isinstance(e.body, Own))
    house.person.entries[number] = replace(
        house.person.entries[number], body=replace(sent, correctable=False)
    )
    await page.get_by_label("Your changed reply").fill("We listen.")
    await page.get_by_role("button", name="Save the change").click()
    await expect(page.locator(".change")).to_have_count(0)
    await expect(box(page)).to_have_value("We listen.")
    await expect(page.locator(".own .state")).to_have_text("")


async def test_a_correction_can_be_left_and_outlives_the_page(page: Page, house: House) -> None:
    await send(page, "as it was")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await box(page).fill("half written")
    await page.get_by_role("button", name="Change: as it was").click()
    await page.get_by_label("Your changed reply").fill("better")
    await page.reload()
    await expect(page.get_by_label("Your changed reply")).to_have_value("better")
    await page.get_by_text("Keep it as it was").click()
    await expect(box(page)).to_have_value("half written")
    await expect(box(page)).to_be_focused()
    await page.get_by_role("button", name="Change: as it was").click()
    await page.keyboard.press("Escape")
    await expect(box(page)).to_have_value("half written")
    assert len(house.person.received) == 1


async def test_why_nothing_was_sent_stays_said_whatever_happens_on_the_line(page: Page, house: House) -> None:
    status = page.get_by_role("status")
    await send(page, "   ")
    await expect(status).to_have_text("Write something first, then send it.")
    house.say(samples.PROMPT)
    await expect(page.locator("#entry-2")).to_be_in_viewport()
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await house.desk.is_listened_to()
    await expect(status).to_have_text("Write something first, then send it.")
    await box(page).fill("now something")
    await expect(status).to_have_text("")


async def test_near_the_limit_it_is_said_and_beyond_it_nothing_is_sent(page: Page, house: House) -> None:
    counted = page.locator("#counted")
    await box(page).fill("a" * 17_000)
    await expect(counted).to_be_hidden()
    await box(page).fill("😀" * 18_766)
    await expect(counted).to_have_text("Characters left: 1,234")
    await send(page, "a" * 20_001)
    await expect(counted).to_have_text("Too long by this many characters: 1")
    await expect(page.get_by_role("status")).to_contain_text("too long for one reply")
    await expect(box(page)).to_have_attribute("aria-invalid", "true")
    assert house.person.received == []
    await send(page, "a" * 20_000)
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    assert len(house.person.received[0].text) == 20_000


async def test_what_cannot_be_read_comes_back_into_the_box(page: Page) -> None:
    async def refuse(route: Route) -> None:
        await (route.fulfill(status=400) if route.request.method == "POST" else route.continue_())

    await page.route("**/chat", refuse)
    await send(page, "strange words")
    await expect(box(page)).to_have_value("strange words")
    await expect(page.get_by_role("status")).to_contain_text("It is back in the box.")
    await expect(page.locator(".own")).to_have_count(0)


async def test_a_session_that_ended_keeps_the_words_and_says_so(page: Page, house: House) -> None:
    await box(page).fill("too late")
    await house.desk.sign_out(house.secret)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("You are signed out here.")
    await expect(page.locator(".waiting .words")).to_have_text("too late")
    house.desk.sessions[house.secret] = house.person
    await page.reload()
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    assert [posted.text for posted in house.person.received] == ["too late"]


async def test_when_everything_is_erased_it_leaves_the_screen_and_the_browser(
    page: Page, house: House
) -> None:
    house.desk.script = lambda person, _posted: house.desk.erase(person)
    await box(page).fill("half written")
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_role("heading", name="What you wrote has been erased")).to_be_visible()
    assert await page.evaluate("localStorage.length") == 0
    await page.goto(house.url + "/chat")
    await expect(page.get_by_role("heading", name="You need an invitation")).to_be_visible()


async def test_nobody_else_in_this_browser_gets_the_unsent_words(page: Page, house: House) -> None:
    await box(page).fill("mine alone")
    other = await somebody_else_signs_in(page, house)
    await page.reload()
    await expect(box(page)).to_have_value("")
    assert other.received == []


async def test_a_page_from_before_another_person_signed_in_sends_nothing(page: Page, house: House) -> None:
    other = await somebody_else_signs_in(page, house)
    await send(page, "not for them")
    await expect(page.get_by_role("status")).to_contain_text("This page is out of date.")
    assert house.person.received == other.received == []


async def test_signing_out_asks_before_unsent_words_are_lost_and_leaves_nothing(
    page: Page, house: House
) -> None:
    await box(page).fill("unsent")
    asked: list[str] = []

    async def answer(yes: bool) -> None:
        async def reply(dialog: Dialog) -> None:
            asked.append(dialog.message)
            await (dialog.accept() if yes else dialog.dismiss())

        page.once("dialog", reply)
        await page.locator("#menu summary").click()
        await page.get_by_role("button", name="Sign out").click()

    await answer(yes=False)
    await expect(box(page)).to_have_value("unsent")
    await answer(yes=True)
    await expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert await page.evaluate("localStorage.length") == 0
    assert "There is something here that was not sent yet." in asked[0]
    assert house.desk.sessions == {}


async def test_signing_out_says_first_how_one_comes_back(page: Page, house: House) -> None:
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.dismiss()

    page.once("dialog", stay)
    await page.locator("#menu summary").click()
    await page.get_by_role("button", name="Sign out").click()
    (told,) = asked
    assert "/web gives you one" in told
    assert "P-abcd2345" in told
    assert "not sent" not in told
    assert list(house.desk.sessions.values()) == [house.person]
    await expect(box(page)).to_be_visible()


async def test_quick_choices_send_what_one_could_type(page: Page, house: House) -> None:
    await box(page).fill("half written")
    for name in ("Themes", "Report", "Review", "Help"):
        await page.locator("#menu summary").click()
        await page.locator("#quick").get_by_role("button", name=name).click()
    await expect(page.locator(".own")).to_have_count(4)
    await expect(page.locator(".waiting")).to_have_count(0)
    texts = [posted.text for posted in house.person.received]
    assert texts == ["/themes", "/report", "/review", "/help"]
    await expect(box(page)).to_have_value("half written")


async def test_without_a_script_everything_works_as_forms(browser: Browser, house: House) -> None:
    async with watched(browser, house.url, size=PHONE, java_script_enabled=False) as context:
        page = await house.enter(context)
        await page.get_by_role("button", name="Begin").click()
        await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
        await send(page, "in a form\nof two lines")
        await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
        await page.get_by_role("button", name="Change: in a form").click()
        await page.get_by_label("Your changed reply").fill("better")
        await page.get_by_role("button", name="Save the change").click()
        await expect(page.locator(".own .words")).to_have_text(["better"])
        await page.locator("#menu summary").click()
        await page.locator("#quick").get_by_role("button", name="Themes", exact=True).click()
        await expect(page.locator(".own .words")).to_have_text(["better", "/themes"])
        await expect(page.get_by_text("Show what is new")).to_be_visible()
    begin, words, correction, themes = house.person.received
    assert begin.action == "begin"
    assert words.text == "in a form\r\nof two lines"
    assert (correction.text, correction.corrects) == ("better", words.message_id)
    assert themes.text == "/themes"
    assert words.seen_card is None


async def test_without_a_script_signing_out_is_asked_about_on_a_page(browser: Browser, house: House) -> None:
    async with watched(browser, house.url, size=PHONE, java_script_enabled=False) as context:
        page = await house.enter(context)
        await page.locator("#menu summary").click()
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("heading", name="Sign out here?")).to_be_visible()
        await page.get_by_role("link", name="Stay signed in").click()
        await expect(box(page)).to_be_visible()
        await page.locator("#menu summary").click()
        await page.get_by_role("button", name="Sign out").click()
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert house.desk.sessions == {}


async def test_the_language_of_the_page_follows_the_person(browser: Browser, desk: DeskDouble) -> None:
    async with opened(desk) as house, watched(browser, house.url) as context:
        page = await house.enter(context)
        await box(page).fill("half written")
        async with page.expect_navigation():
            await house.desk.is_listened_to()
            house.person.visitor = Visitor(house.person.visitor.person_id, "cy")
            house.desk.tell()
        await expect(box(page)).to_have_value("half written")


@pytest.mark.parametrize(
    ("wishes", "is_shown"),
    [({}, True), ({"has_touch": True}, False), ({"has_touch": True, "is_mobile": True}, False)],
)
async def test_the_keys_are_named_only_where_there_are_keys(
    browser: Browser, house: House, wishes: dict[str, bool], is_shown: bool
) -> None:
    async with watched(browser, house.url, size=PHONE, **wishes) as context:
        page = await house.enter(context)
        await expect(box(page)).to_be_visible()
        await expect(page.get_by_text("Ctrl + Enter sends.")).to_be_visible(visible=is_shown)
