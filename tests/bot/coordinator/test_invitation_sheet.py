"""Links that were just made, as the piece of work carries them that makes their sheet."""

import orjson

from bot.coordinator.invitation_sheet import as_detail, round_in, sheet_in
from reports.paper.link_sheet import ChannelLink
from tests.bot.coordinator.desk import Desk
from tests.bot.workshop import ROUND
from tests.reports.samples import LINKS, link_sheet


async def test_a_sheet_comes_back_as_it_was_handed_on(desk: Desk) -> None:
    detail = as_detail(ROUND, link_sheet())
    assert round_in(detail) == ROUND
    sheet = await desk.database.read(lambda tx: sheet_in(tx, desk.shop.shelf, detail))
    assert sheet.links == LINKS


async def test_work_of_a_version_that_had_two_columns_of_links_is_still_read(desk: Desk) -> None:
    links = [
        ["Ann", "North", "https://look.test/join/a", "https://t.me/b?start=a", 7],
        ["Ben", "", "https://look.test/join/b", None, 8],
    ]
    detail = orjson.dumps([ROUND, "2026-12-01", "2026-11-02T09:00:00+00:00", links]).decode()
    sheet = await desk.database.read(lambda tx: sheet_in(tx, desk.shop.shelf, detail))
    ann, ben = sheet.links
    assert (ann.name, ann.team, ann.number) == ("Ann", "North", 7)
    assert (ben.name, ben.team, ben.number) == ("Ben", "", 8)
    in_the_browser = ChannelLink("the browser", "https://look.test/join/a")
    assert ann.links == (in_the_browser, ChannelLink("Telegram", "https://t.me/b?start=a"))
    assert [each.url for each in ben.links] == ["https://look.test/join/b"]
