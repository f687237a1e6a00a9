"""The benchmark runs from end to end with two people and a few replies. Nothing here looks at the time."""

from pathlib import Path

import pytest

from tests.bench import page
from tests.bench.bots import OURS, A, B, Bot
from tests.bench.measuring import Effort, a_plan
from tests.bench.parts import PARTS
from tests.bench.playing import play
from tests.bench.store import GIVEN_BEFORE, make_store, move_to_browsers, posed
from tests.bench.web import FLOOR, USUAL, WEB, Site, play_web
from tests.bench.web_pages import WebPlan, secret_of

REPLIES = 24
EFFORT = Effort(runs=1, warm=0.0, seconds=60.0)


@pytest.mark.parametrize("bot", [OURS, A, B], ids=lambda bot: bot.name)
async def test_every_bot_answers_each_reply_with_the_prompt_that_is_next(bot: Bot, tmp_path: Path) -> None:
    if bot is OURS:
        await make_store(tmp_path, people=20, own=2, others=10, replies=30)
    played = await play(bot, a_plan(EFFORT, people=2, replies=REPLIES), tmp_path)
    assert played.found.prompts >= REPLIES
    assert (played.found.strays, played.found.others) == (0, 0)
    assert played.calls >= 1
    assert 0 < played.latency(0.5) <= played.latency(0.99)
    assert played.memory > 0


@pytest.mark.parametrize("site", [WEB, USUAL, FLOOR], ids=lambda site: site.label)
async def test_every_page_is_told_the_prompt_that_is_next(site: Site, tmp_path: Path) -> None:
    await make_store(tmp_path, people=20)
    move_to_browsers(tmp_path, range(1, 21), secret_of)
    plan = WebPlan(0, GIVEN_BEFORE, posed(), pages=2, idle=1, warm=0.0, seconds=60.0, replies=REPLIES)
    played = await play_web(site, plan, tmp_path)
    assert played.found.prompts >= REPLIES
    assert played.found.strays == 0
    assert 0 < played.latency(0.5) <= played.latency(0.99)
    assert played.found.memory > 0


def test_the_page_has_a_place_for_every_part() -> None:
    text = page.PAGE.read_text("utf-8")
    for name in PARTS:
        assert text.index(f"<!-- {name} -->") < text.index(f"<!-- end of {name} -->")
