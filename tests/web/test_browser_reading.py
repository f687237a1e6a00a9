"""Reading in a real browser: the history, what comes new, lost lines, focus and what is read aloud."""

import asyncio
from dataclasses import replace

import pytest
from playwright.async_api import Browser, Page, Route, expect

from conversations.outgoing import Card, Line, Rank
from tests.web import samples
from tests.web.browser import BROWSER_TEST, DESKTOP, PHONE, overflow, watched
from tests.web.desk_double import Person
from tests.web.house import House, fill_with_everything
from web.backend import Own, Posted

pytestmark = BROWSER_TEST


async def is_on_screen(page: Page, text: str) -> bool:
    """Whether the newest place of this text can be read without scrolling, not hidden by the box below."""
    place = await page.locator("#log").get_by_text(text).last.bounding_box()
    composer = await page.locator("#composer").bounding_box()
    assert place is not None
    assert composer is not None
    return place["y"] >= 0 and place["y"] + place["height"] <= composer["y"]


async def has_settled(page: Page, text: str) -> None:
    """Return once the page has scrolled to a card with this text, which it does by a timer of 30 ms."""
    await expect(page.locator("#log")).to_contain_text(text)
    # Timers run in the order in which they end, however late they are.
    await page.evaluate("() => new Promise((done) => setTimeout(done, 100))")


async def test_loading_again_shows_the_whole_history_at_its_newest_end(page: Page, house: House) -> None:
    fill_with_everything(house.person)
    for _ in range(2):
        await page.reload()
        await expect(page.locator("#log > li")).to_have_count(len(house.person.entries))
        assert await is_on_screen(page, "That card is no longer open")
    numbers = await page.locator("#log > li").evaluate_all("all => all.map(item => item.id)")
    assert numbers == [f"entry-{number}" for number in sorted(house.person.entries)]
    await expect(page).to_have_title("Closer Look")
    assert await overflow(page) == 0


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=str)
async def test_the_newest_card_stays_on_the_screen_when_a_picture_above_it_comes_late(
    browser: Browser, house: House, size: tuple[int, int]
) -> None:
    fill_with_everything(house.person)
    wanted = asyncio.Event()

    async def come_late(route: Route) -> None:
        await wanted.wait()
        await route.continue_()

    async with watched(browser, house.url, size=size) as context:
        await context.route("**/files/*", come_late)
        page = await house.enter(context)
        newest = page.locator("#log > li").last
        before = await newest.bounding_box()
        assert await is_on_screen(page, "That card is no longer open")
        wanted.set()
        await page.locator("#log img").evaluate("image => (image.loading = 'eager', image.decode())")
        assert await newest.bounding_box() == before


async def test_a_new_card_is_shown_without_taking_the_focus(page: Page, house: House) -> None:
    fill_with_everything(house.person)
    await page.reload()
    await page.locator("#text").focus()
    house.say(samples.NEXT_PROMPT)
    await has_settled(page, "What tells you that a plan is working for the people")
    await expect(page.get_by_role("button", name="Keep it as it is")).to_be_in_viewport()
    assert await is_on_screen(page, "Keep it as it is")
    await expect(page.locator("#text")).to_be_focused()


async def test_whoever_reads_further_up_is_told_and_not_pulled_away(page: Page, house: House) -> None:
    fill_with_everything(house.person)
    await page.reload()
    await page.evaluate("window.scrollTo(0, 0)")
    house.say(samples.NEXT_PROMPT)
    jump = page.get_by_role("button", name="Go to the newest card")
    await expect(jump).to_be_visible()
    assert await page.evaluate("window.scrollY") == 0
    await jump.click()
    await expect(jump).to_be_hidden()
    assert await is_on_screen(page, "Keep it as it is")


async def test_a_card_longer_than_the_screen_is_shown_from_its_beginning(page: Page, house: House) -> None:
    house.say(
        Card((Line("How it begins"), *(Line(f"Paragraph {n}") for n in range(60)), Line("How it ends")))
    )
    await has_settled(page, "How it ends")
    assert await is_on_screen(page, "How it begins")


async def test_a_line_that_broke_is_taken_up_again_with_what_was_missed(page: Page, house: House) -> None:
    await house.desk.is_listened_to()
    house.desk.cut_streams()
    house.say(samples.PROMPT)
    house.person.put(Own("from-another-device", "typed elsewhere", correctable=False, corrected=False))
    house.say(samples.NEXT_PROMPT)
    await expect(page.locator("#log > li")).to_have_count(4)
    texts = await page.locator("#log > li").evaluate_all("all => all.map(item => item.id)")
    assert texts == ["entry-1", "entry-2", "entry-3", "entry-4"]
    await expect(page.locator("form.choices")).to_have_count(1)
    await expect(page.get_by_role("status")).to_have_text("")


async def test_after_sleep_the_page_catches_up(page: Page, house: House) -> None:
    await page.clock.install()
    await page.reload()
    await expect(page.locator("#log > li")).to_have_count(1)
    hidden = "Object.defineProperty(document, 'hidden', {configurable: true, get: () => %s});"
    changed = "document.dispatchEvent(new Event('visibilitychange'))"
    await page.evaluate(hidden % "true" + changed)
    await page.clock.fast_forward("05:00:00")
    house.say(samples.PROMPT)
    await expect(page.locator("#log > li")).to_have_count(1)
    await page.evaluate(hidden % "false" + changed)
    await expect(page.locator("#log > li")).to_have_count(2)
    await page.clock.run_for(100)
    await page.get_by_role("button", name="Skip").click()
    await page.clock.run_for(1000)
    await expect(page.locator("#log > li")).to_have_count(3)
    seconds = house.person.received[0].seen_seconds
    assert seconds is not None
    assert seconds < 60, "the time asleep is no time of reading"


async def test_two_windows_show_the_same(page: Page, house: House) -> None:
    other = await page.context.new_page()
    await other.goto(house.url + "/chat")
    await page.get_by_role("button", name="Begin").click()
    for window in (page, other):
        await expect(window.locator("#log")).to_contain_text("prompt 3 of 11")
        await expect(window.locator("form.choices")).to_have_count(1)
        await expect(window.locator("#entry-1")).to_contain_text("Noted: Begin")


async def test_only_what_is_new_is_read_aloud(page: Page) -> None:
    announcer = page.locator("#announcer")
    await expect(announcer).to_have_attribute("aria-live", "polite")
    await expect(announcer).to_have_text("")
    await page.get_by_role("button", name="Begin").click()
    await expect(announcer).to_contain_text("Theme 2, prompt 3 of 11")
    said = await announcer.inner_text()
    assert "How do you make sure" in said
    assert "This is Closer Look" not in said, "a card that is closed was there before"
    assert "Not applicable" not in said, "buttons are found in the card"
    await page.locator("#text").fill("my own words")
    await page.keyboard.press("Control+Enter")
    await expect(announcer).to_contain_text("prompt 4 of 11")
    assert "my own words" not in await announcer.inner_text()
    await page.reload()
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await expect(announcer).to_have_text("")


async def test_everything_can_be_done_with_the_keyboard_alone(page: Page, house: House) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("Go to the place to write")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("banner").get_by_role("button", name="Who reads this?")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("#menu summary")).to_be_focused()
    for number in range(1, 5):
        await page.keyboard.press("Tab")
        await expect(page.locator("#side .themes button").nth(number - 1)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="More on who reads what")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Begin")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#log")).to_contain_text("prompt 3 of 11")
    await expect(page.locator("#entry-3 .card")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Skip")).to_be_focused()
    for name in ("Don't know", "Not applicable", "Examples", "Back", "Pause"):
        await page.keyboard.press("Tab")
        await expect(page.locator("#log").get_by_role("button", name=name)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("by keyboard")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await expect(page.locator("#text")).to_be_focused()
    assert [posted.action or posted.text for posted in house.person.received] == ["begin", "by keyboard"]


async def test_the_menu_opens_and_closes_with_the_keyboard_and_hands_the_focus_on(page: Page) -> None:
    await page.locator("#menu summary").focus()
    await page.keyboard.press("Enter")
    for name in ("Themes", "Report", "Review", "Reminders", "Who reads this?", "My data", "Help"):
        await page.keyboard.press("Tab")
        await expect(page.locator("#quick").get_by_role("button", name=name)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#quick")).to_be_hidden()
    await expect(page.locator("#menu summary")).to_be_focused()


async def test_whatever_has_the_focus_can_be_seen_to_have_it(page: Page, house: House) -> None:
    house.say(samples.EVIDENCE)
    await has_settled(page, "No evidence yet")
    for _ in range(26):
        await page.keyboard.press("Tab")
        place = await page.evaluate(
            """() => {
              const at = document.activeElement.getBoundingClientRect();
              const isNowhere = document.activeElement === document.body;
              const style = getComputedStyle(document.activeElement);
              const top = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
              return {
                name: document.activeElement.textContent,
                ring: isNowhere || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
                seen: isNowhere || document.activeElement.contains(top),
              };
            }"""
        )
        assert place["seen"], place
        assert place["ring"], place


async def test_ticking_one_of_several_keeps_the_focus_on_it(page: Page, house: House) -> None:
    def tick(person: Person, posted: Posted) -> None:
        ticked = tuple(
            tuple(
                replace(b, is_chosen=b.action == posted.action) if b.rank is Rank.ANSWER else b for b in row
            )
            for row in samples.EVIDENCE.buttons
        )
        assert posted.card is not None
        person.redraw(posted.card, Card(samples.EVIDENCE.lines, ticked))

    house.desk.script = tick
    house.say(samples.EVIDENCE)
    first = page.get_by_role("button", name="2 Documents")
    await first.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="2 Documents", pressed=True)).to_be_focused()
    await page.get_by_role("button", name="1 Figures").click()
    await expect(page.get_by_role("button", name="1 Figures", pressed=True)).to_be_focused()
    assert len(house.person.received) == 2


async def test_a_tap_that_leaves_its_card_open_can_be_followed_by_another(page: Page, house: House) -> None:
    house.say(samples.PROMPT)

    def show(person: Person, _posted: Posted) -> None:
        person.put(samples.REPORT)

    house.desk.script = show
    await page.get_by_role("button", name="Examples").click()
    await expect(page.locator("#log")).to_contain_text("Rating: 4 Good")
    skip = page.get_by_role("button", name="Skip")
    await expect(skip).not_to_have_attribute("aria-disabled", "true")
    await skip.click()
    await expect(page.locator("#log > li")).to_have_count(4)
    assert [posted.action for posted in house.person.received] == ["examples", "skip"]


async def test_what_people_wrote_never_runs(page: Page, house: House) -> None:
    house.say(Card((Line(samples.HOSTILE),)))
    await page.locator("#text").fill(samples.HOSTILE)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".own .words")).to_have_text(samples.HOSTILE)
    await page.reload()
    await expect(page.locator(".own .words")).to_have_text(samples.HOSTILE)
    await expect(page).to_have_title("Closer Look")
    await expect(page.locator("#log img")).to_have_count(0)


async def test_a_picture_is_shown_and_files_are_saved_under_their_names(page: Page, house: House) -> None:
    fill_with_everything(house.person)
    await page.reload()
    picture = page.locator("#log img")
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 720
    async with page.expect_download() as saving:
        await page.get_by_role("link", name="Download the PDF: Theme 2.pdf").click()
    saved = await saving.value
    assert saved.suggested_filename == "Bericht „zwei“.pdf"


async def test_when_the_next_card_takes_long_it_is_said_that_all_is_kept(page: Page, house: House) -> None:
    house.desk.script = lambda _person, _posted: None
    await page.clock.install()
    await page.reload()
    await page.locator("#text").fill("anybody there?")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".own:not(.waiting)")).to_have_count(1)
    await page.clock.run_for(6000)
    await expect(page.get_by_role("status")).to_have_text(
        "It is kept. The next card takes a little longer than usual."
    )
    house.say(samples.NEXT_PROMPT)
    await expect(page.locator("#log")).to_contain_text("prompt 4 of 11")
    await page.clock.run_for(100)
    await expect(page.get_by_role("status")).to_have_text("")
