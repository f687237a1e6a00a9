"""For everybody: the accessibility rules on every screen, small windows, strong zoom, both colour schemes."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from conversations.outgoing import Button, Line, Rank, Style
from tests.web import samples
from tests.web.browser import (
    BROWSER_TEST,
    DESKTOP,
    PHONE,
    SMALLEST,
    accessibility_faults,
    overflow,
    watched,
)
from tests.web.desk_double import CODE
from tests.web.house import House, fill_with_everything
from web.backend import Busy, Own, TooMany

pytestmark = BROWSER_TEST

AROUND = ("/", "/?signed-out", "/?ended", "/?erased", f"/join/{CODE}", "/join/unknown", "/nowhere")
OPEN_CARDS = (
    samples.WELCOME,
    samples.THEMES,
    samples.PROMPT,
    samples.NEXT_PROMPT,
    samples.RATING,
    samples.EVIDENCE,
    samples.REVIEW,
)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "strong contrast": {"color_scheme": "light", "contrast": "more"},
    "strong contrast, dark": {"color_scheme": "dark", "contrast": "more"},
    "forced colours": {"forced_colors": "active"},
}


async def right_edge(page: Page, selector: str) -> float:
    """Where something ends on the right, in pixels."""
    place = await page.locator(selector).first.bounding_box()
    assert place is not None
    return place["x"] + place["width"]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)
async def test_cards_and_words_and_buttons_end_on_one_line(
    browser: Browser, house: House, size: tuple[int, int]
) -> None:
    fill_with_everything(house.person)
    async with watched(browser, house.url, size=size) as context:
        page = await house.enter(context)
        end = await right_edge(page, "#send")
        assert await right_edge(page, ".card") == pytest.approx(end, abs=1)
        assert await right_edge(page, ".bubble") == pytest.approx(end, abs=1)
        assert await right_edge(page, "#menu summary") == pytest.approx(end, abs=1)
        assert await overflow(page) == 0


async def test_on_a_phone_a_correction_has_the_whole_width_for_its_words(
    browser: Browser, house: House
) -> None:
    fill_with_everything(house.person)
    async with watched(browser, house.url, size=PHONE) as context:
        page = await house.enter(context)
        await page.get_by_role("button", name="Change").first.click()
        box = await page.locator("#text").bounding_box()
        save = await page.get_by_role("button", name="Save the change").bounding_box()
        assert box is not None
        assert save is not None
        assert box["width"] >= PHONE[0] - 30
        assert save["y"] >= box["y"] + box["height"]


async def test_a_change_from_the_review_is_seen_to_be_saved_on_a_phone(
    browser: Browser, house: House
) -> None:
    """The list is longer than the screen: the words that were written are above it, out of sight."""
    choices = tuple((Button(f"Change {n}", str(n), str(n), Rank.ANSWER),) for n in range(1, 17))
    saved = (Line("Saved.", Style.NOTE), *samples.REVIEW.lines)
    review = replace(samples.REVIEW, lines=saved, buttons=choices)
    async with watched(browser, house.url, size=PHONE) as context:
        page = await house.enter(context)
        for card, is_seen in ((samples.PROMPT, False), (review, True)):
            house.person.put(Own("typed-01", samples.REPLY, correctable=True, corrected=False))
            house.say(card)
            note = page.locator("#log > li:last-child .kept")
            await expect(page.locator("#log > li:last-child")).to_contain_text(card.lines[-1].text)
            clip = await note.evaluate("note => getComputedStyle(note).clipPath")
            assert (clip == "none") is is_seen


@pytest.mark.parametrize(
    ("size", "look"),
    [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "strong contrast"), (DESKTOP, "forced colours")],
    ids=str,
)
async def test_the_chat_breaks_no_rule_in_any_state(
    browser: Browser, house: House, size: tuple[int, int], look: str
) -> None:
    fill_with_everything(house.person)
    async with watched(browser, house.url, size=size, **LOOKS[look]) as context:
        page = await house.enter(context)
        faults = {"everything": await accessibility_faults(page)}
        await page.get_by_role("button", name="Change").first.click()
        faults["correcting"] = await accessibility_faults(page)
        await page.get_by_text("Keep it as it was").click()
        await page.locator("#text").fill("a" * 20_001)
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("status")).to_contain_text("too long")
        faults["too long"] = await accessibility_faults(page)
        await page.context.set_offline(offline=True)
        await page.locator("#text").fill("written offline")
        await page.get_by_role("button", name="Send", exact=True).click()
        await page.get_by_role("button", name="Finish and get my report").first.click()
        await expect(page.get_by_role("status")).to_contain_text("offline")
        faults["offline"] = await accessibility_faults(page)
        await page.context.set_offline(offline=False)
        await expect(page.locator("#announcer")).to_contain_text("prompt 4 of 11")
        await page.evaluate("window.scrollTo(0, 0)")
        house.say(samples.RATING)
        await expect(page.get_by_role("button", name="Go to the newest card")).to_be_visible()
        faults["new below"] = await accessibility_faults(page)
    assert {state: found for state, found in faults.items() if found} == {}


@pytest.mark.parametrize("look", ["light", "dark"])
async def test_every_kind_of_open_card_breaks_no_rule(browser: Browser, house: House, look: str) -> None:
    async with watched(browser, house.url, size=PHONE, **LOOKS[look]) as context:
        page = await house.enter(context)
        for card in OPEN_CARDS:
            number = house.person.say(card)
            house.desk.tell()
            await expect(page.locator(f"#entry-{number} form.choices")).to_have_count(1)
            assert await accessibility_faults(page) == [], card.text


@pytest.mark.parametrize("look", ["light", "dark", "forced colours"])
async def test_the_pages_around_it_break_no_rule(browser: Browser, house: House, look: str) -> None:
    async with watched(browser, house.url, size=PHONE, **LOOKS[look]) as context:
        page = await context.new_page()
        for path in AROUND:
            await page.goto(house.url + path)
            assert await accessibility_faults(page) == [], path


@pytest.mark.parametrize("trouble", [Busy(), TooMany(), RuntimeError()], ids=["503", "429", "500"])
async def test_pages_for_faults_break_no_rule(browser: Browser, house: House, trouble: Exception) -> None:
    async with watched(browser, house.url) as context:
        page = await house.enter(context)
        house.desk.trouble = trouble
        await page.goto(house.url + "/chat")
        assert await accessibility_faults(page) == []
        house.desk.trouble = None


async def test_words_handed_back_break_no_rule(browser: Browser, house: House) -> None:
    async with watched(browser, house.url, size=SMALLEST) as context:
        await context.route("**/chat.js*", lambda route: route.abort())
        page = await house.enter(context)
        for trouble in (Busy(), None):
            house.desk.intake_trouble = trouble
            await page.locator("#text").fill("words " * 200)
            if trouble is None:
                house.desk.sessions.clear()
            await page.get_by_role("button", name="Send", exact=True).click()
            await expect(page.locator("#words")).to_contain_text("words words")
            assert await accessibility_faults(page) == []
            assert await overflow(page) == 0
            if trouble is not None:
                await page.go_back()


@pytest.mark.parametrize("size", [SMALLEST, PHONE, (640, 450), (320, 256)], ids=str)
async def test_nobody_has_to_scroll_sideways(browser: Browser, house: House, size: tuple[int, int]) -> None:
    """640 by 450 is a computer's window at 200 %, 320 by 256 at 400 %."""
    fill_with_everything(house.person)
    async with watched(browser, house.url, size=size) as context:
        page = await house.enter(context)
        assert await overflow(page) == 0
        await page.get_by_role("button", name="Change").last.click()
        assert await overflow(page) == 0
        for path in AROUND:
            await page.goto(house.url + path)
            assert await overflow(page) == 0, path


async def test_at_strong_zoom_the_box_does_not_cover_what_is_read(browser: Browser, house: House) -> None:
    async with watched(browser, house.url, size=(320, 256)) as context:
        page = await house.enter(context)
        composer = await page.evaluate("getComputedStyle(document.getElementById('composer')).position")
        assert composer == "static"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_text_twice_as_large_still_fits(browser: Browser, house: House, size: tuple[int, int]) -> None:
    fill_with_everything(house.person)
    async with watched(browser, house.url, size=size) as context:
        page = await house.enter(context)
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await overflow(page) == 0
        cut = await page.evaluate(
            """() => Array.from(document.querySelectorAll("button, .said, .words"))
              .filter((each) => each.offsetParent && each.scrollWidth > each.clientWidth + 1)
              .map((each) => each.textContent)"""
        )
        assert cut == []


async def test_spaced_out_text_still_fits(page: Page, house: House) -> None:
    fill_with_everything(house.person)
    await page.reload()
    await page.evaluate(
        """() => {
          for (const each of document.querySelectorAll("*")) {
            each.style.lineHeight = "1.5";
            each.style.letterSpacing = "0.12em";
            each.style.wordSpacing = "0.16em";
          }
        }"""
    )
    assert await overflow(page) == 0


@pytest.mark.parametrize("size", [SMALLEST, PHONE, DESKTOP], ids=["smallest", "phone", "desktop"])
async def test_what_is_pressed_is_large_enough_and_text_is_readable(
    browser: Browser, house: House, size: tuple[int, int]
) -> None:
    fill_with_everything(house.person)
    async with watched(browser, house.url, size=size) as context:
        page = await house.enter(context)
        small = await page.evaluate(
            """() => Array.from(document.querySelectorAll("button:not(.change button), textarea"))
              .filter((each) => each.offsetParent)
              .filter((each) => each.offsetHeight < 44 || each.offsetWidth < 44)
              .map((each) => `${each.textContent} ${each.offsetWidth}x${each.offsetHeight}`)"""
        )
        assert small == []
        tiny = await page.evaluate(
            """() => Array.from(document.querySelectorAll("body *"))
              .filter((each) => each.offsetParent && parseFloat(getComputedStyle(each).fontSize) < 16)
              .map((each) => each.outerHTML.slice(0, 80))"""
        )
        assert tiny == []


async def test_nothing_moves_for_those_who_want_that(browser: Browser, house: House) -> None:
    moving: dict[str, list[str]] = {}
    for wish in ("reduce", "no-preference"):
        async with watched(browser, house.url, reduced_motion=wish) as context:
            page = await house.enter(context)
            await expect(page.locator("html.scripted")).to_have_count(1)
            house.say(samples.PROMPT)
            await expect(page.locator(".fresh")).to_have_count(1)
            moving[wish] = await page.locator(".fresh").evaluate_all(
                "all => all.map(each => getComputedStyle(each).animationName)"
            )
    assert moving == {"reduce": ["none"], "no-preference": ["appear"]}


async def test_ours_and_ones_own_differ_by_more_than_colour(page: Page, house: House) -> None:
    fill_with_everything(house.person)
    await page.reload()
    ours = await page.locator(".card").first.bounding_box()
    own = await page.locator(".bubble").first.bounding_box()
    assert ours is not None
    assert own is not None
    assert own["x"] > ours["x"] + 40
    await expect(page.locator(".bubble").first).to_contain_text("You")
