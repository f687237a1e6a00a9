"""Ending mails by their link: only a press does it, and whoever presses needs nothing but the address."""

import pytest

from tests.web.desk_double import DeskDouble, MailsToEnd
from tests.web.visits import SECURE, Visit

PATH = f"/no-more/{MailsToEnd.code}"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def test_looking_at_the_page_ends_nothing_however_often(desk: DeskDouble) -> None:
    async with Visit(desk) as visit:
        for method in ("GET", "HEAD") * 10:
            answer = await visit.request(method, PATH)
            assert answer.status_code == 200
        assert "Do you want no more mails about this" in (await visit.get(PATH)).text
    assert desk.mails.stopped == 0


@pytest.mark.parametrize("address", ["http://127.0.0.1:8765", SECURE])
async def test_a_mail_program_ends_them_without_cookie_token_or_page(desk: DeskDouble, address: str) -> None:
    async with Visit(desk, address=address) as visit:
        answer = await visit.post(PATH, data=ONE_CLICK)
        assert answer.status_code == 200, "no redirect: RFC 8058 3.1"
        assert "set-cookie" not in answer.headers
    assert desk.mails.stopped == 1


@pytest.mark.parametrize("site", ["cross-site", "same-origin", "none"])
async def test_it_does_not_matter_which_page_it_is_pressed_on(desk: DeskDouble, site: str) -> None:
    async with Visit(desk) as visit:
        answer = await visit.post(PATH, data=ONE_CLICK, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 200
    assert "You get no more mails about “Autumn”" in answer.text


async def test_the_button_of_the_page_does_the_same_and_twice_is_once(desk: DeskDouble) -> None:
    async with Visit(desk) as visit:
        asked = await visit.get(PATH)
        assert '<form method="post">' in asked.text
        for _ in range(2):
            assert "You get no more mails" in (await visit.form(PATH, {})).text


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("code", ["unknown", f"{MailsToEnd.code}x", "%00", "a" * 300])
async def test_an_unknown_code_ends_nothing_and_says_so(desk: DeskDouble, method: str, code: str) -> None:
    async with Visit(desk) as visit:
        answer = await visit.request(method, f"/no-more/{code}")
    assert answer.status_code == 404
    assert "This link leads nowhere" in answer.text
    assert desk.mails.stopped == 0
