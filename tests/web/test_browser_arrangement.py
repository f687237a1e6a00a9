"""Where things stand: a long review, a report with its files, what is printed, edges in forced colours."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from content.phrases import phrases_in
from conversations.cards.themes import theme_card
from conversations.cards.view import View
from conversations.groups.round_view import RoundView
from conversations.outgoing import Attach, Button, Card, Line, Rank, Style
from conversations.state import Conversation, Place
from tests.guides import shipped
from tests.web import samples
from tests.web.browser import BROWSER_TEST, DESKTOP, PHONE, watched
from tests.web.house import House, fill_with_everything
from web.backend import Own

pytestmark = BROWSER_TEST

ROUND = RoundView("r", "Autumn", "Example Council", False, None, None, None)
ASK = "How do people who use services, and their carers, help to decide what good support is?"
REVIEW = Card(
    (
        Line("Review: Leading a performance culture", Style.TITLE),
        *(
            line
            for number in range(1, 17)
            for line in (Line(f"{number}. {ASK}", Style.ITEM), Line("We ask each of them.", Style.QUOTE))
        ),
    ),
    (
        (Button("Finish and get my report", "finish", "finish", Rank.MAIN),),
        *((Button(f"Change {n}", f"change-{n}", str(n), Rank.ANSWER),) for n in range(1, 17)),
    ),
)
REPORT = (
    Card(
        (Line("Your report. Theme 2: Planning for outcomes", Style.TITLE), Line("Rating: 4 Good", Style.ASK))
    ),
    Attach(samples.PICTURE_ID, "report.png", "image/png", "In one picture.", "4", samples.PICTURE_PIXELS),
    Attach(samples.DOCUMENT_ID, "report.pdf", "application/pdf", "With every reply.", ""),
)

BOXES = """all => all.map((each) => {
  const { left, right, top, bottom } = each.getBoundingClientRect();
  return { left, right, top, bottom };
})"""

TOUCHING = """() => {
  const shown = Array.from(document.querySelectorAll("button, a.quiet, summary.quiet"))
    .filter((each) => each.checkVisibility() && getComputedStyle(each).borderTopWidth !== "0px")
    .map((each) => [each.textContent.trim(), each.getBoundingClientRect()]);
  const apart = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
  const found = [];
  shown.forEach(([name, box], place) => {
    for (const [other, its] of shown.slice(place + 1)) {
      if (apart(box, its) < 3) found.push(`${name} and ${other}`);
    }
  });
  return found;
}"""


async def test_a_long_review_can_be_finished_without_going_past_it(browser: Browser, house: House) -> None:
    async with watched(browser, house.url, size=PHONE) as context:
        page = await house.enter(context)
        house.say(REVIEW)
        finish = page.get_by_role("button", name="Finish and get my report")
        await expect(finish).to_have_count(2)
        await expect(finish.first).to_be_in_viewport()
        await finish.first.click()
        await expect(page.locator("#log > li").last).not_to_contain_text("Review:")
        assert [each.action for each in house.person.received] == ["finish"]


async def test_on_a_phone_who_reads_this_is_asked_in_words_in_the_bar_and_in_the_menu(
    browser: Browser, house: House
) -> None:
    async with watched(browser, house.url, size=PHONE) as context:
        page = await house.enter(context)
        box = await page.locator(".readers span").bounding_box()
        assert box is not None
        assert box["width"] > 80, "a lock alone says nothing of who reads"
        menu = page.locator("#menu").get_by_role("button", name="Who reads this?")
        await expect(menu).to_be_hidden()
        await page.locator("#menu summary").click()
        await expect(menu).to_be_in_viewport()


async def test_on_a_phone_the_title_of_somebody_with_a_role_stands_next_to_the_menu(
    browser: Browser, house: House
) -> None:
    async with watched(browser, house.url, size=PHONE) as context:
        page = await house.enter(context)
        # Who has a role is not asked who reads this, and has no round in the bar.
        await page.evaluate("document.querySelectorAll('.readers, .where p').forEach(each => each.remove())")
        title, menu = [await page.locator(each).bounding_box() for each in (".where", "#menu")]
        assert title is not None
        assert menu is not None
        middles = [each["y"] + each["height"] / 2 for each in (title, menu)]
        assert middles[0] == pytest.approx(middles[1], abs=2)


ADDED = """() => {
  document.body.innerHTML = `<main class="desk"><select><option>A long name</option></select></main>
    <p class="word">7bqkx2m4d9tzvhp</p>
    <form class="conversations">
    <p><button class="choice">One</button></p><p><button class="primary">Another, longer</button></p></form>`;
  const of = (shown) => getComputedStyle(document.querySelector(shown));
  const [one, another] = [...document.querySelectorAll(".conversations button")];
  return [parseFloat(of("select").paddingInlineEnd), of("select").textOverflow, of(".word").whiteSpace,
    one.offsetWidth === another.offsetWidth];
}"""


async def test_a_select_has_room_for_its_arrow_a_word_is_one_line_and_conversations_are_as_wide_as_another(
    browser: Browser, house: House
) -> None:
    async with watched(browser, house.url, size=PHONE) as context:
        page = await house.enter(context)
        room, *rest = await page.evaluate(ADDED)
        assert room > 24
        assert rest == ["ellipsis", "nowrap", True]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)
async def test_a_report_with_its_files_is_one_card(
    browser: Browser, house: House, size: tuple[int, int]
) -> None:
    for part in REPORT:
        house.person.put(part)
    house.say(samples.NOTED)
    async with watched(browser, house.url, size=size) as context:
        page = await house.enter(context)
        text, picture, document, after = (await page.locator("#log .card").evaluate_all(BOXES))[-4:]
        assert text["bottom"] == pytest.approx(picture["top"], abs=1)
        assert picture["bottom"] == pytest.approx(document["top"], abs=1)
        assert len({(each["left"], each["right"]) for each in (text, picture, document)}) == 1
        assert after["top"] > document["bottom"] + 8


async def test_on_paper_stand_prompts_and_ones_own_words_and_nothing_that_is_tapped(
    page: Page, house: House
) -> None:
    fill_with_everything(house.person)
    house.say(REVIEW)
    await page.reload()
    await expect(page.locator("#log")).to_contain_text(ASK)
    await page.emulate_media(media="print")
    log = page.locator("#log")
    await expect(log.get_by_text(samples.REPLY[:40]).first).to_be_visible()
    await expect(log.get_by_text("How do you make sure that plans start from").first).to_be_visible()
    await expect(log.get_by_text(ASK).first).to_be_visible()
    await expect(log.get_by_text("We ask each of them.").first).to_be_visible()
    for tapped in ("Finish and get my report", "Change 1", "Change", "Skip", "/themes", "Saved"):
        for each in await log.get_by_text(tapped, exact=True).all():
            await expect(each).to_be_hidden()
    for around in (".top", "#composer", "#side", "progress"):
        for each in await page.locator(around).all():
            await expect(each).to_be_hidden()
    await expect(page.locator(".on-paper")).to_be_visible()
    await page.emulate_media(media="screen")
    await expect(page.locator(".on-paper")).to_be_hidden()


async def test_with_forced_colours_no_button_touches_another(browser: Browser, house: House) -> None:
    wishes: dict[str, Any] = {"forced_colors": "active"}
    for part in (samples.THEMES, samples.PROMPT):
        house.person.say(part)
    house.person.put(Own("typed", "/help", correctable=False, corrected=False))
    async with watched(browser, house.url, size=DESKTOP, **wishes) as context:
        page = await house.enter(context)
        assert await page.evaluate(TOUCHING) == []
        await page.locator("#menu summary").click()
        menu = await page.locator(".menu .quiet").evaluate_all(BOXES)
        assert all(above["bottom"] + 3 <= below["top"] for above, below in pairwise(menu))


def theme_with_nine_features() -> Card:
    """The card of a theme of ours that shows what good practice has before it is begun."""
    guide = shipped("managing-performance").for_set("front-line")
    view = View(guide, Conversation(1, "en", ROUND, Place()), phrases_in("en"))
    return theme_card(view, guide.themes[0])


async def test_on_a_phone_a_theme_is_begun_without_scrolling_and_its_features_unfold_by_keyboard_and_on_paper(
    browser: Browser, house: House
) -> None:
    async with watched(browser, house.url, size=PHONE) as context:
        page = await house.enter(context)
        house.say(theme_with_nine_features())
        fold, items = page.locator("#log > li").last.locator("summary"), page.locator(".folds li")
        await expect(page.get_by_role("button", name="Start")).to_be_in_viewport(ratio=1)
        await expect(items.last).to_be_hidden()
        await page.emulate_media(media="print")
        await expect(items).to_have_count(9)
        await expect(items.last).to_be_visible()
        await expect(fold).to_have_text(re.compile("Essential features"))
        await expect(fold).to_be_visible()
        await page.emulate_media(media="screen")
        await fold.focus()
        for is_shown in (True, False):
            await page.keyboard.press("Enter")
            await expect(items.last).to_be_visible(visible=is_shown)
