"""Of a browser nothing is kept but the days on which it signed in and was used last."""

import pytest

from conversations.groups.round_view import WhoSees
from tests.bot.channels.web.served_pages import House
from tests.storage.whole_store import columns_with

DEVICE = "CANARY-browser/7.1"
ADDRESS = "203.0.113.77"
KEPT = {"secret_hash", "person_id", "number", "created_at", "used_on"}


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_nothing_of_a_browser_is_kept_but_days(house: House, who_sees: WhoSees) -> None:
    await house.opened(who_sees)
    link = await house.link()
    browser = await house.browser()
    browser.headers.update(
        {
            "User-Agent": DEVICE,
            "Accept-Language": "gd-CANARY",
            "X-Forwarded-For": ADDRESS,
            "Sec-CH-UA": DEVICE,
        }
    )
    await browser.enters(link.code)
    assert (await browser.get("/chat")).status_code == 200
    await browser.press("/chat/say", page="/chat", text="Hello", message_id="one")
    for words in ("CANARY", ADDRESS):
        assert await house.database.read(lambda tx, words=words: columns_with(tx, words)) == set()
    columns = await house.database.read(
        lambda tx: [row[0] for row in tx.rows("SELECT name FROM pragma_table_info('web_session')")]
    )
    assert set(columns) == KEPT, "what else is kept has to be said where people ask who sees it"
    days = await house.database.read(lambda tx: tx.rows("SELECT created_at, used_on FROM web_session"))
    assert all(moment % 86_400_000 == 0 for row in days for moment in row)
