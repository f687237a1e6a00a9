"""Ending mails by their link: only a press does it, and whoever presses needs nothing but the address."""

import pytest

from tests.web.desk_double import DeskDouble, MailsToEnd
from tests.web.visits import SECURE, Visit
from web.desk.mail_desk import MailedLink

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
        assert '<form method="post" action="/no-more/a-code-that-ends-mails">' in asked.text
        for _ in range(2):
            assert "You get no more mails" in (await visit.form(PATH, {})).text


async def test_once_they_have_ended_the_page_says_so_and_a_press_brings_them_back(desk: DeskDouble) -> None:
    async with Visit(desk) as visit:
        await visit.form(PATH, {})
        looked = await visit.get(PATH)
        assert "You get no more mails about “Autumn”" in looked.text
        assert "Send me no more mails" not in looked.text
        assert f'action="{PATH}/again"' in looked.text
        assert desk.mails.stopped == 1
        assert (await visit.get(f"{PATH}/again")).status_code == 405, "looking brings nothing back"
        back = await visit.form(f"{PATH}/again", {})
        assert "You may be sent mails about “Autumn” again." in back.text
        assert "Do you want no more mails" in (await visit.get(PATH)).text
        assert (await visit.post("/no-more/unknown/again")).status_code == 404
    assert desk.mails.stopped == 0


@pytest.mark.parametrize("link", MailedLink)
async def test_that_one_can_still_take_part_is_said_only_where_the_link_lets_somebody_in(
    desk: DeskDouble, link: MailedLink
) -> None:
    desk.mails.link = link
    async with Visit(desk) as visit:
        pages = [await visit.get(PATH), await visit.form(PATH, {}), await visit.form(f"{PATH}/again", {})]
    assert {"You can still take part" in page.text for page in pages} == {link is MailedLink.WORKS}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("code", ["unknown", f"{MailsToEnd.code}x", "%00", "a" * 300])
async def test_an_unknown_code_ends_nothing_and_says_so(desk: DeskDouble, method: str, code: str) -> None:
    async with Visit(desk) as visit:
        answer = await visit.request(method, f"/no-more/{code}")
    assert answer.status_code == 404
    assert "This link leads nowhere" in answer.text
    assert desk.mails.stopped == 0
