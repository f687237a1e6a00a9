"""Addresses, fields and headers with numbers that are too large, or a slash too many: none breaks a page.

What is asked for is taken from the application's own table of routes, with the store behind it.
"""

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from conversations.groups.round_view import WhoSees
from tests.bot.channels.web.served_pages import Browser, House
from tests.web.visits import PLAIN, token_in
from web import chat

NUMBERS = ("9" * 4301, "9" * 20, str(2**63), str(2**63 - 1), "-1", "٣", "1_0", "0x1", "1e9", "nan")
PAGED = ("/chat", "/chat/earlier", "/chat/earlier/entries", "/chat/news")
NAMES = ("before", "after", "around")
ENDLESS = "/chat/events"
"""The stream reads what it is asked with as the same news by short requests do."""
HEADERS = ("last-event-id", "content-length", "x-page-of")
FIELDS = ("number", "change", "card", "seen_card", "seen_seconds", "message_id", "as_before")


def paths(app: Starlette) -> Iterator[tuple[str, str]]:
    """Every address of the application with every way in which it may be asked for."""
    for route in app.routes:
        assert isinstance(route, Route)
        if route.path != ENDLESS:
            yield from ((method, route.path) for method in sorted(route.methods or ()) if method != "HEAD")


async def taking_part(house: House) -> Browser:
    await house.opened(WhoSees.NAMED)
    browser = await house.browser()
    await browser.enters(await house.shop.invite())
    await house.shop.go_on()
    return browser


@pytest.mark.exhaustive
async def test_a_number_that_is_too_large_is_answered_at_every_address(house: House) -> None:
    browser = await taking_part(house)
    for method, path in paths(house.app):
        for number in NUMBERS if "{" in path else NUMBERS[:1]:
            answer = await browser.request(method, re.sub(r"\{\w+(:\w+)?\}", number, path))
            assert answer.status_code < 500, (method, path, number[:30])


@pytest.mark.exhaustive
@pytest.mark.parametrize("number", NUMBERS, ids=range(len(NUMBERS)))
async def test_a_number_that_is_too_large_is_answered_where_pages_of_entries_are_asked_for(
    house: House, number: str
) -> None:
    browser = await taking_part(house)
    for path in PAGED:
        for name in NAMES:
            answer = await browser.get(path, params={name: number})
            assert answer.status_code < 500, (path, name)


@pytest.mark.parametrize("number", NUMBERS[:1], ids=range(1))
async def test_a_number_that_is_too_large_in_a_field_or_a_header_is_answered(
    house: House, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The clock stands still here: what has to wait for it is not waited for.
    monkeypatch.setattr(chat, "ANSWER_SECONDS", 0)
    monkeypatch.setattr(chat, "LONGEST_SECONDS", 0)
    browser = await taking_part(house)
    token = token_in((await browser.get("/chat")).text)
    own = {"Sec-Fetch-Site": "same-origin"}
    for _, path in (each for each in paths(house.app) if each[0] == "POST" and "{" not in each[1]):
        if path in {"/sign-out", "/conversations"}:
            continue  # these end what is asked below
        for field in FIELDS:
            fields = {"token": token, "message_id": "a-message-id", "text": "words", field: number}
            answer = await browser.post(path, data=fields, headers=own)
            assert answer.status_code < 500, (path, field)
            digits = re.sub(r"\D", "", number) or "0"
            words = f'"token": "{token}", "message_id": "a-message-id", "text": "words"'
            written = f'{{{words}, "{field}": {digits}}}'
            headers = {**own, "Content-Type": "application/json"}
            answer = await browser.post(path, content=written, headers=headers)
            assert answer.status_code < 500, (path, field)
    for name in HEADERS:
        for path in ("/chat", "/chat/news"):
            answer = await browser.get(path, headers={name: number.encode(), "x-form-token": token})
            assert answer.status_code < 500, (path, name)


async def test_the_host_that_somebody_claims_leads_nowhere(house: House) -> None:
    browser = await taking_part(house)
    elsewhere = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for method, path in paths(house.app):
        filled = re.sub(r"\{\w+(:\w+)?\}", "x", path)
        for asked in (filled, f"{filled}/", f"/{filled}", f"{filled.rstrip('/')}//"):
            answer = await browser.request(method, asked, headers=elsewhere)
            assert "evil" not in answer.headers.get("location", ""), (method, asked)
            assert "evil" not in answer.text


async def test_a_slash_at_the_end_of_a_link_leads_to_it_all_the_same(house: House) -> None:
    await house.opened(WhoSees.NAMED)
    browser, code = await house.browser(), await house.shop.invite()
    answer = await browser.get(f"/join/{code}/?utm_source=mail")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/join/{code}?utm_source=mail")
    assert (await browser.get(f"{PLAIN}//evil.example//")).headers["location"] == "/evil.example"
    assert (await browser.get("/%5Cevil.example/")).headers["location"] == "/%5Cevil.example"
