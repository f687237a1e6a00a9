"""Unsent words in a real browser: each tab's own, bound to their card, and never lost by another tab."""

import pytest
from playwright.async_api import Dialog, Locator, Page, expect

from tests.web import samples
from tests.web.browser import BROWSER_TEST
from tests.web.desk_double import CODE
from tests.web.house import House
from web.backend import Busy, InvitationView, Own

pytestmark = BROWSER_TEST


def box(page: Page) -> Locator:
    return page.locator("#text")


async def another_tab(page: Page, house: House) -> Page:
    """A second tab, once it knows which others there are."""
    tab = await page.context.new_page()
    await tab.goto(house.url + "/chat")
    await settled(tab)
    return tab


async def settled(tab: Page) -> None:
    """Return once the tab has heard from the others and taken up what closed ones left."""
    await tab.locator("form[data-settled]").wait_for(state="attached")


async def send(page: Page, text: str) -> None:
    await box(page).fill(text)
    await box(page).press("Control+Enter")


async def begin_reply(page: Page, text: str = "as it was") -> None:
    await send(page, text)
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")


# --- across a reload ---------------------------------------------------------------------------------


async def test_how_long_a_card_was_seen_outlives_the_page(page: Page, house: House) -> None:
    await page.clock.install()
    await page.reload()
    await page.clock.run_for(7000)
    await box(page).fill("looked something up")
    await page.reload()
    await box(page).press("Control+Enter")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    (posted,) = house.person.received
    assert (posted.text, posted.seen_card) == ("looked something up", 1)
    assert posted.seen_seconds is not None
    assert posted.seen_seconds >= 7


async def test_another_card_begins_anew_after_a_reload(page: Page, house: House) -> None:
    await page.clock.install()
    await page.reload()
    await page.clock.run_for(7000)
    house.person.say(samples.PROMPT)
    await page.reload()
    await expect(page.locator(f"#entry-{house.person.number}")).to_be_in_viewport()
    await send(page, "quick")
    await expect(page.locator(".waiting")).to_have_count(0)
    (posted,) = house.person.received
    assert posted.seen_card == 2
    assert posted.seen_seconds is not None
    assert posted.seen_seconds < 7


async def test_a_draft_goes_out_with_the_card_that_it_was_written_for(page: Page, house: House) -> None:
    await box(page).fill("about the first card")
    house.person.say(samples.PROMPT)  # on another device
    await page.reload()
    await expect(page.locator(f"#entry-{house.person.number}")).to_be_in_viewport()
    await box(page).press("Control+Enter")
    await expect(page.locator(".waiting")).to_have_count(0)
    (posted,) = house.person.received
    assert (posted.seen_card, posted.was_kept) == (1, True)


async def test_a_draft_that_is_changed_below_another_card_is_about_that_one(page: Page, house: House) -> None:
    await box(page).fill("about the first card")
    house.person.say(samples.PROMPT)
    await page.reload()
    await expect(page.locator(f"#entry-{house.person.number}")).to_be_in_viewport()
    await box(page).press("End")
    await page.keyboard.type(", no, the second")
    await box(page).press("Control+Enter")
    await expect(page.locator(".waiting")).to_have_count(0)
    (posted,) = house.person.received
    assert (posted.seen_card, posted.was_kept) == (2, False)


async def test_words_finished_before_a_card_came_are_not_about_it(page: Page, house: House) -> None:
    await box(page).fill("about the first card")
    house.say(samples.PROMPT)
    await expect(page.locator("#entry-2")).to_be_in_viewport()
    await box(page).press("Control+Enter")
    await expect(page.locator(".waiting")).to_have_count(0)
    (posted,) = house.person.received
    assert (posted.seen_card, posted.was_kept) == (1, False)


async def test_a_tab_that_the_browser_put_away_has_everything_as_it_was(page: Page, house: House) -> None:
    """Where memory is short, a tab out of sight is ended without a word, and loaded again when needed."""
    house.desk.intake_trouble = Busy()
    await send(page, "waits")
    await expect(page.locator(".waiting .state")).to_have_text("Waiting to be sent")
    await box(page).fill("half written")
    await page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { get: () => true });
            document.dispatchEvent(new Event("visibilitychange"));
            window.addEventListener("pagehide", (event) => event.stopImmediatePropagation(), true);
        }"""
    )
    other = await another_tab(page, house)
    await expect(box(other)).to_have_value("")
    house.person.say(samples.PROMPT)
    house.desk.intake_trouble = None
    await page.reload()
    await expect(box(page)).to_have_value("half written")
    await expect(page.locator("#log")).to_contain_text("waits")
    await expect(page.locator(".waiting")).to_have_count(0)
    await box(page).press("Control+Enter")
    await expect(page.locator(".waiting")).to_have_count(0)
    sent = [(each.text, each.seen_card, each.was_kept) for each in house.person.received]
    assert sent == [("waits", 1, False), ("half written", 1, True)]


# --- tabs --------------------------------------------------------------------------------------------


async def test_a_draft_in_an_open_tab_is_not_shown_in_another(page: Page, house: House) -> None:
    await box(page).fill("in tab one")
    second = await another_tab(page, house)
    await expect(box(second)).to_have_value("")
    await box(second).fill("x")
    await box(second).fill("")
    await page.reload()
    await expect(box(page)).to_have_value("in tab one")


async def test_a_tab_that_is_slow_to_say_that_it_is_there_keeps_its_draft(page: Page, house: House) -> None:
    await box(page).fill("half written")
    await page.evaluate(
        """() => {
            const post = BroadcastChannel.prototype.postMessage;
            BroadcastChannel.prototype.postMessage = function (message) {
                setTimeout(() => post.call(this, message), message.here ? 900 : 0);
            };
        }"""
    )
    second = await another_tab(page, house)
    await expect(box(second)).to_have_value("")
    await expect(box(page)).to_have_value("half written")


async def test_what_one_tab_sends_is_not_sent_by_another(page: Page, house: House) -> None:
    await box(page).fill("in tab one")
    second = await another_tab(page, house)
    await box(page).press("Control+Enter")
    await expect(second.locator("#log")).to_contain_text("prompt 3 of 11")
    await expect(box(second)).to_have_value("")
    assert [posted.text for posted in house.person.received] == ["in tab one"]


async def test_a_copy_of_a_tab_is_a_tab_of_its_own(page: Page) -> None:
    await box(page).fill("in tab one")
    async with page.expect_popup() as opened:
        await page.evaluate("void window.open('/chat')")  # which copies what is kept for the tab
    copy = await opened.value
    await settled(copy)
    await expect(box(copy)).to_have_value("")
    await box(copy).fill("in the copy")
    await page.bring_to_front()
    await page.reload()
    await expect(box(page)).to_have_value("in tab one")
    await copy.reload()
    await expect(box(copy)).to_have_value("in the copy")


async def test_what_a_closed_tab_left_comes_to_the_next_one_and_to_one_only(page: Page, house: House) -> None:
    await box(page).fill("left behind")
    second = await another_tab(page, house)
    await page.close()
    third = await another_tab(second, house)
    await expect(box(third)).to_have_value("left behind")
    fourth = await another_tab(second, house)
    await expect(box(fourth)).to_have_value("")
    await third.reload()
    await expect(box(third)).to_have_value("left behind")


async def test_a_tab_whose_words_another_took_while_it_slept_lets_go_of_them(
    page: Page, house: House
) -> None:
    await page.add_init_script("delete window.BroadcastChannel")  # so that it does not answer
    await page.reload()
    await box(page).fill("asleep")
    second = await page.context.new_page()
    await second.goto(house.url + "/chat")
    await expect(box(second)).to_have_value("asleep")
    await expect(box(page)).to_have_value("")
    await expect(page.get_by_role("status")).to_have_text("What stood in this box is in your other tab now.")


async def test_what_waits_in_an_open_tab_is_sent_by_that_one_only(page: Page, house: House) -> None:
    house.desk.intake_trouble = Busy()
    await send(page, "waits")
    await expect(page.locator(".waiting .state")).to_have_text("Waiting to be sent")
    second = await another_tab(page, house)
    await expect(second.locator(".waiting")).to_have_count(0)
    house.desk.intake_trouble = None
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(second.locator("#log")).to_contain_text("prompt 3 of 11")
    assert [posted.text for posted in house.person.received] == ["waits"]


async def test_a_tab_without_words_that_finds_itself_signed_out_keeps_those_of_others(
    page: Page, house: House
) -> None:
    await box(page).fill("half written")
    second = await another_tab(page, house)
    await house.desk.sign_out(house.secret)
    await second.wait_for_url("**/?ended")
    await expect(page.get_by_role("status")).to_contain_text("is kept in this browser")
    assert "half written" in await page.evaluate("JSON.stringify(localStorage)")


async def test_signing_out_asks_about_the_words_in_other_tabs_and_empties_them(
    page: Page, house: House
) -> None:
    asked: list[str] = []

    async def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.accept()

    await box(page).fill("half written")
    second = await another_tab(page, house)
    second.on("dialog", agree)
    await second.locator("#menu summary").click()
    await second.get_by_role("button", name="Sign out").click()
    await second.wait_for_url("**/?signed-out")
    await page.wait_for_url("**/?ended")
    assert len(asked) == 1
    assert "not sent yet" in asked[0]
    assert "half written" not in await second.evaluate("JSON.stringify(localStorage)")


SOMEBODY_ELSE = {
    "a link for one": InvitationView("Round", "Council", "en"),
    "a shared link": InvitationView("Round", "Council", "en", is_shared=True, kept_apart=True),
    "one's own link": InvitationView("Round", "Council", "en", signs_in=True),
}
ENDS = ("sign out", "sign out of everything", *SOMEBODY_ELSE)
"""Every door by which a person leaves a browser of their own accord, or another begins in it."""


@pytest.mark.parametrize("held", ["a draft", "a message that waits"])
@pytest.mark.parametrize("end", ENDS)
async def test_wherever_somebody_leaves_the_browser_their_other_tab_leaves_too(
    page: Page, house: House, end: str, held: str
) -> None:
    if held == "a message that waits":
        house.desk.intake_trouble = Busy()
        await send(page, "CANARY")
        await expect(page.locator(".waiting")).to_have_count(1)
    elif held == "a draft":
        await box(page).fill("CANARY")
    other = await another_tab(page, house)
    other.on("dialog", lambda dialog: dialog.accept())
    async with page.expect_event("framenavigated"):
        await leave_by(end, other, house)
    await page.wait_for_load_state()
    await expect(other.get_by_role("button", name="No, ")).to_have_count(0)
    for tab in (page, other):
        assert "CANARY" not in await tab.content()
        assert "CANARY" not in await tab.evaluate("JSON.stringify(localStorage)")


async def leave_by(end: str, tab: Page, house: House) -> None:
    """Go through one of these doors in a tab."""
    if end in SOMEBODY_ELSE:
        house.desk.invitations[CODE] = SOMEBODY_ELSE[end]
        await tab.goto(f"{house.url}/join/{CODE}")
        await tab.get_by_role("button", name="No, ").click()
        return
    if end == "sign out":
        await tab.locator("#menu summary").click()
    else:
        await tab.goto(f"{house.url}/conversations")
        await tab.get_by_role("button", name="Sign out of everything here").click()
    await tab.get_by_role("button", name="Sign out").click()


async def test_a_tab_whose_session_ended_of_itself_keeps_its_words(page: Page, house: House) -> None:
    await box(page).fill("CANARY")
    await house.desk.sign_out(house.secret)
    await expect(page.get_by_role("status")).to_contain_text("is kept in this browser")
    assert "CANARY" in await page.evaluate("JSON.stringify(localStorage)")


# --- corrections -------------------------------------------------------------------------------------


async def test_escape_in_a_composition_belongs_to_the_composition(page: Page) -> None:
    await begin_reply(page)
    await page.get_by_role("button", name="Change: as it was").click()
    await page.keyboard.type(" and more ")
    keys = await page.context.new_cdp_session(page)
    await keys.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    await keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Escape", "code": "Escape"})
    await expect(page.get_by_label("Your changed reply")).to_have_value("as it was and more にほん")
    # Safari ends the composition before it sends the key, and marks the key by its code.
    await box(page).evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', keyCode: 229, bubbles: true}))"
    )
    await expect(page.get_by_label("Your changed reply")).to_be_visible()


async def test_a_change_that_was_left_is_there_when_it_is_begun_again(page: Page) -> None:
    await begin_reply(page)
    await box(page).fill("the next reply")
    await page.get_by_role("button", name="Change: as it was").click()
    await box(page).fill("half changed")
    await page.keyboard.press("Escape")
    await expect(box(page)).to_have_value("the next reply")
    await expect(page.get_by_role("status")).to_contain_text("Press Change again")
    await page.reload()
    await page.get_by_role("button", name="Change: as it was").click()
    await expect(box(page)).to_have_value("half changed")
    await expect(page.get_by_role("status")).to_have_text("This is the change that you had begun.")
    await page.get_by_text("Keep it as it was").click()
    await page.get_by_role("button", name="Change: as it was").click()
    await expect(box(page)).to_have_value("as it was")


async def test_beginning_another_change_loses_nothing_of_the_first(page: Page) -> None:
    await begin_reply(page, "the first")
    await send(page, "the second")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await box(page).fill("new words")
    await page.get_by_role("button", name="Change: the first").click()
    await box(page).fill("the first, changed")
    await page.get_by_role("button", name="Change: the second").click()
    await expect(box(page)).to_have_value("the second")
    for _ in range(2):
        await page.get_by_role("button", name="Change: the first").click()
        await expect(box(page)).to_have_value("the first, changed")
        await page.get_by_role("button", name="Change: the second").click()
    await page.get_by_role("button", name="Change: the first").click()
    await page.get_by_role("button", name="Save the change").click()
    await expect(page.locator(".own .words").first).to_have_text("the first, changed")
    await expect(box(page)).to_have_value("new words")


async def test_a_change_of_an_earlier_message_that_is_not_shown_outlives_the_page(
    page: Page, house: House
) -> None:
    await begin_reply(page)
    await page.get_by_role("button", name="Change: as it was").click()
    await box(page).fill("half changed")
    for _ in range(60):
        house.person.put(Own("typed", "/help", correctable=False, corrected=False))
    await page.reload()
    await expect(page.get_by_label("Your changed reply")).to_have_value("half changed")
    await page.get_by_role("button", name="Save the change").click()
    # Not anywhere on the page: for some seconds it is read out as well.
    await expect(page.locator("#log").get_by_text("is corrected")).to_be_visible()
    assert house.person.received[-1].text == "half changed"


async def test_a_change_begins_with_the_words_that_were_written_not_with_their_translation(
    page: Page,
) -> None:
    words = "Tha sinn ag èisteachd.\n  Gu mòr."
    await begin_reply(page, words)
    await page.eval_on_selector(".own .words", "words => words.innerHTML = '<font>We listen.</font>'")
    await page.get_by_role("button", name="Change: Tha sinn").click()
    await expect(box(page)).to_have_value(words)
    for own in (".own .words", "#text"):
        assert await page.locator(own).first.get_attribute("translate") == "no"


async def test_what_nobody_can_see_is_not_sent(page: Page, house: House) -> None:
    await send(page, "\u200b \u00ad\u2800")
    await expect(page.get_by_role("status")).to_have_text("Write something first, then send it.")
    assert house.person.received == []
