"""On every screen of every dialogue one button is filled, or there are answers to choose from."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page

from content.phrases import phrases_in
from conversations.outgoing import Button, Card, Line, Rank
from tests.players.dialogue import coordinator_dialogues, load
from tests.players.heard import Turn
from tests.players.house import Clock
from tests.players.house import House as Whole
from tests.players.web_player import OpenPage, WebPlayer
from tests.web.browser import BROWSER_TEST
from tests.web.desk_double import AT
from tests.web.dialogue_screens import PAGES, screens_of_participants
from web.backend import ChatEntry

pytestmark = BROWSER_TEST

_LOG = re.compile(r'<ol id="log"[^>]*>(.*?)</ol>', re.DOTALL)

_LEADING = """
log => {
  document.getElementById("log").innerHTML = log;
  const probe = document.createElement("i");
  probe.style.color = "var(--accent)";
  document.body.append(probe);
  const accent = getComputedStyle(probe).color;
  probe.remove();
  const shown = Array.from(document.querySelectorAll("button")).filter((each) => each.checkVisibility());
  const filled = () => shown.filter((each) => getComputedStyle(each).backgroundColor === accent);
  // What leads on stands above a long list and below it: it is one thing all the same.
  const isOther = ({ value }, at, all) => !value || all.findIndex((each) => each.value === value) === at;
  const names = (found) => found.filter(isOther).map((each) => each.textContent.trim());
  const box = document.getElementById("text");
  box.value = "";
  const empty = names(filled());
  box.value = "some words";
  const written = names(filled());
  box.value = "";
  return [empty, shown.filter((each) => each.matches(".answer")).length, written];
}
"""


async def faults_of(page: Page, logs: Iterator[str] | list[str]) -> list[str]:
    """Every screen on which nothing leads on, or more than one thing."""
    found, seen = [], set[tuple[str, ...]]()
    for log in logs:
        kind = tuple(re.findall(r'class="(entry[^"]*|answer|primary|chip|danger|quiet)"', log))
        if kind in seen:
            continue
        seen.add(kind)
        filled, answers, written = await page.evaluate(_LEADING, log)
        if len(filled) != 1 and not (answers and not filled):
            found.append(f"{filled} are filled: {_words(log)}")
        if written != ["Send"]:
            found.append(f"{written} are filled while words are written: {_words(log)}")
    assert seen
    return found


def _words(log: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", log).split())[-300:]


async def test_one_thing_leads_on_at_every_screen_of_a_participant(page: Page) -> None:
    assert await faults_of(page, screens_of_participants()) == []


class Onlooker(WebPlayer):
    """Plays in the web chat and keeps what the page shows after each turn."""

    def __init__(self, house: Whole) -> None:
        super().__init__(house)
        self.logs: list[str] = []

    async def _look(self, browser: httpx.AsyncClient) -> Turn:
        self._page = OpenPage()  # each screen is that of a page that was opened just now
        heard = await super()._look(browser)
        self.logs += _LOG.findall((await browser.get("/chat")).text)
        return heard


@pytest.mark.parametrize("path", coordinator_dialogues(), ids=lambda path: path.stem)
async def test_one_thing_leads_on_at_every_screen_of_those_who_run_rounds(
    path: Path, page: Page, tmp_path: Path
) -> None:
    dialogue = load(path)
    async with Whole.of(dialogue.scene, tmp_path, Clock()) as whole:
        player = Onlooker(whole)
        for exchange in dialogue.exchanges:
            await player.act(exchange.act)
    assert await faults_of(page, player.logs) == []


async def test_two_buttons_that_lead_on_are_found(page: Page) -> None:
    yes, no = (Button(each, each, each, Rank.MAIN) for each in ("yes", "no"))
    card = ChatEntry(1, 1, AT, Card((Line("Go on?"),), ((yes, no),)), is_open=True)
    (fault,) = await faults_of(page, [PAGES.fragment(card, phrases_in("en"), "t")])
    assert fault.startswith("['yes', 'no'] are filled")
