"""On a phone no word of a button is broken in two, on any screen of any dialogue."""

import re
from collections.abc import Iterable

import pytest
from playwright.async_api import Browser, Page

from content.phrases import phrases_in
from conversations.outgoing import Button, Card, Line, Rank, Style
from tests.web.browser import BROWSER_TEST, PHONE, SMALLEST, watched
from tests.web.desk_double import AT
from tests.web.dialogue_screens import PAGES, screens_of_participants
from tests.web.house import House
from web.backend import ChatEntry

pytestmark = BROWSER_TEST

_BUTTON_WORDS = re.compile(r'<span class="(?:name|end)">[^<]*|<button[^>]*>[^<]*')

_BROKEN = """
logs => logs.flatMap((log) => {
  document.getElementById("log").innerHTML = log;
  const broken = [];
  for (const button of document.querySelectorAll("#log button")) {
    const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (const word of walker.currentNode.data.matchAll(/[^\\s-]+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, word.index);
        range.setEnd(walker.currentNode, word.index + word[0].length);
        const lines = new Set(Array.from(range.getClientRects(), (each) => Math.round(each.top)));
        if (lines.size > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
})
"""


async def broken_words(page: Page, logs: Iterable[str]) -> set[str]:
    """Every word that stands on more than one line."""
    return set(await page.evaluate(_BROKEN, list({_shape(log): log for log in logs}.values())))


def _shape(log: str) -> tuple[str, ...]:
    """The words of its buttons, by which two screens are as good as one."""
    return tuple(_BUTTON_WORDS.findall(log))


@pytest.mark.parametrize("size", [PHONE, SMALLEST], ids=str)
async def test_no_word_of_a_button_is_broken_on_a_phone(
    browser: Browser, house: House, size: tuple[int, int]
) -> None:
    async with watched(browser, house.url, size=size) as context:
        page = await house.enter(context)
        assert await broken_words(page, screens_of_participants()) == set()


async def test_a_word_that_is_wider_than_the_screen_is_found(browser: Browser, house: House) -> None:
    word = "W" * 60
    button = Button(word, word, word, Rank.ANSWER)
    card = ChatEntry(1, 1, AT, Card((Line("Go on?", Style.ASK),), ((button,),)), is_open=True)
    async with watched(browser, house.url, size=PHONE) as context:
        page = await house.enter(context)
        assert await broken_words(page, [PAGES.fragment(card, phrases_in("en"), "t")]) == {word}
