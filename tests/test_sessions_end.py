"""A browser's session ends on the server: over HTTP, with the whole product, restarts and a clock that jumps.

Every address is tried that the web application has. With the cookie of a session that has ended, each
answers as with a cookie that never was one.
"""

import re
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from storage.engine.database import Transaction
from storage.messages.files import StoredFile, keep_file
from storage.people import people, sessions
from storage.people.sessions import SessionLimits
from storage.roles.organisations import Role
from tests.players.acts import BEGINNING
from tests.players.browser import COOKIE, TOKEN, Browser, application, own_link, role_link
from tests.players.house import Clock, House
from web.sessions import form_token

DAY = 86_400
JOIN = "/join/{code}"
FORM_TOKEN = re.compile(r"[0-9a-f]{64}")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path, Clock(BEGINNING)) as opened:
        yield opened


async def person_of(house: House, browser: Browser) -> int:
    visitor = await house.backend.visitor(browser.secret)
    assert visitor is not None
    return visitor.person_id


# --- every address -----------------------------------------------------------------------------------


async def answers(house: House, secret: str, file_id: int) -> dict[str, tuple[int, str, str]]:
    """What each address of the application answers to a browser with this cookie: status, way on, page."""
    app, found = application(house), {}
    app.state.end_streams()  # so that the stream ends at once for whoever gets one
    for method, path in sorted(addresses(app), key=lambda each: each == ("POST", JOIN)):  # ends what was
        known = await house.backend.visitor(secret)
        async with Browser(house, secret).client(app) as client:
            code = await house.invite() if path == JOIN else ""
            address = path.replace("{code}", code).replace("{file_id}", str(file_id))
            fields = {"message_id": secrets.token_urlsafe(16), "text": "Words.", "token": form_token(secret)}
            if (method, path) == ("POST", JOIN):
                (token,) = TOKEN.findall((await client.get(address)).text)
                fields = {"token": token, "as_before": "yes"}
            answer = await client.request(method, address, data=fields if method == "POST" else None)
        page = FORM_TOKEN.sub("TOKEN", answer.text.replace(code, "CODE") if code else answer.text)
        given = answer.cookies.get(COOKIE)
        is_same = known is not None and bool(given) and await house.backend.visitor(str(given)) == known
        way_on = answer.headers.get("location", "")
        found[f"{method} {path}"] = (answer.status_code, f"{way_on} as the same: {is_same}", page)
    return found


def addresses(app: Starlette) -> list[tuple[str, str]]:
    """Every method and path that the application has."""
    return [
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route)
        for method in (route.methods or ())
        if method != "HEAD"
    ]


async def differing(house: House, browser: Browser) -> set[str]:
    """The addresses that tell a browser's cookie from one that never was a session's."""
    person_id = await house.database.read(lambda tx: tx.row("SELECT id FROM person ORDER BY id"))
    assert person_id is not None
    kept = StoredFile("own.pdf", "application/pdf", b"%PDF own")
    file_id = await house.database.write(lambda tx: keep_file(tx, person_id[0], kept, house.clock()))
    with_it = await answers(house, browser.secret, file_id)
    without = await answers(house, secrets.token_urlsafe(32), file_id)
    assert with_it.keys() == without.keys()
    return {name for name, answer in with_it.items() if answer != without[name]}


PRIVATE = {
    "GET /",
    "GET /join/{code}",
    "POST /join/{code}",
    "GET /chat",
    "POST /chat",
    "GET /files/{file_id}",
    "GET /chat/events",
    "GET /chat/around",
    "GET /chat/earlier",
    "GET /chat/earlier/entries",
    "GET /chat/news",
    "GET /chat/search",
    "POST /chat/search",
    "POST /sign-out",
    "GET /way-back",
    "POST /way-back",
    "GET /conversations",
    "POST /conversations",
    "GET /guide",
    "POST /guide",
    "GET /guide/{guide}",
    "GET /guide/{guide}/publish",
    "POST /guide/{guide}/publish",
    "POST /guide/{guide}/evidence",
    "POST /guide/{guide}/version",
    "GET /guide/{guide}/delete",
    "POST /guide/{guide}/delete",
    "GET /guide/{guide}/part/{line}",
    "POST /guide/{guide}/part/{line}",
    "GET /guide/{guide}/try",
    "POST /guide/{guide}/try",
    "GET /round",
    "POST /round",
    "POST /round/so-far",
    "GET /desk",
    "GET /desk/{round}",
    "POST /desk/{round}/begin",
    "GET /desk/{round}/people",
    "POST /desk/{round}/people",
    "POST /desk/{round}/people/find",
    "GET /desk/{round}/people/look",
    "POST /desk/{round}/people/look",
    "POST /desk/{round}/people/undo",
    "GET /desk/upload",
    "GET /desk/{round}/upload",
    "POST /desk/{round}/upload",
}
"""The addresses that answer somebody who is signed in otherwise than anybody else."""


async def test_a_session_that_lives_is_told_from_none_at_every_address_but_the_public_ones(
    house: House,
) -> None:
    browser = await Browser(house).comes_in(await house.invite())
    assert await differing(house, browser) == PRIVATE
    for_a_word = {"GET /come-back", "POST /come-back"}
    for_a_reader = {"GET /no-more/{code}", "POST /no-more/{code}", "POST /no-more/{code}/again"}
    for_a_device = {"GET /app.webmanifest", "GET /offline", "GET /worker.js"}
    for_any = {"GET /favicon.ico", "GET /{path:path}/"}
    public = {"GET /static/{name}", "GET /healthz", *for_any, *for_a_word, *for_a_reader, *for_a_device}
    assert {" ".join(each) for each in addresses(application(house))} == PRIVATE | public


async def test_after_ninety_days_without_use_a_cookie_is_worth_nothing_at_any_address(house: House) -> None:
    browser = await Browser(house).comes_in(await house.invite())
    house.clock.advance(89 * DAY)
    await house.restart()
    assert await browser.is_in(), "which is a use of it"
    house.clock.advance(90 * DAY)
    await house.restart()
    assert await differing(house, browser) == set()


async def test_a_product_that_ends_no_session_would_be_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await Browser(house).comes_in(await house.invite())
    house.clock.advance(400 * DAY)
    monkeypatch.setattr(SessionLimits, "used_after", lambda *_: {"after": -1, "role_after": -1})
    assert await differing(house, browser) == PRIVATE


async def test_a_browser_that_is_signed_out_from_another_is_out_at_every_address(house: House) -> None:
    lost = await Browser(house).comes_in(await house.invite())
    here = await Browser(house).comes_in(await own_link(lost))
    await here.writes("/devices end others yes")
    assert await here.is_in()
    assert await differing(house, lost) == set()


async def test_a_copied_cookie_is_worth_nothing_once_its_owner_has_signed_out(house: House) -> None:
    owner = await Browser(house).comes_in(await house.invite())
    copy = Browser(house, owner.secret)
    assert await copy.is_in()
    async with owner.client() as client:
        fields = {"token": form_token(owner.secret), "sure": "yes"}
        assert (await client.post("/sign-out", data=fields)).headers["location"] == "/?signed-out"
    await house.restart()
    assert await differing(house, copy) == set()


# --- how long ----------------------------------------------------------------------------------------


async def test_whoever_has_a_role_is_signed_out_after_a_fortnight_and_others_are_not(house: House) -> None:
    coordinator = await Browser(house).comes_in(await role_link(house))
    participant = await Browser(house).comes_in(await house.invite())
    house.clock.advance(13 * DAY)
    assert await coordinator.is_in()
    house.clock.advance(14 * DAY)
    await house.restart()
    assert (await coordinator.is_in(), await participant.is_in()) == (False, True)


async def test_who_takes_part_and_is_given_a_role_has_a_fortnight_from_then_on(house: House) -> None:
    browser = await Browser(house).comes_in(await house.invite())
    await Browser(house, browser.secret).comes_in(await role_link(house, Role.READER), as_before=True)
    person_id = await house.database.read(lambda tx: tx.rows("SELECT DISTINCT person_id FROM web_session"))
    assert len(person_id) == 1
    other = await Browser(house).comes_in(
        await house.database.write(
            lambda tx: people.invite(
                tx, house.round_id, house.clock(), valid=timedelta(days=1), person_id=person_id[0][0]
            )
        )
    )
    house.clock.advance(14 * DAY)
    assert not await other.is_in()


async def test_both_times_are_settings(tmp_path: Path) -> None:
    async with House(tmp_path, Clock(BEGINNING), session_days=3, role_session_days=2) as house:
        participant = await Browser(house).comes_in(await house.invite())
        coordinator = await Browser(house).comes_in(await role_link(house))
        (stays,) = (await participant.sees()).headers.get_list("set-cookie")
        assert f"Max-Age={3 * DAY};" in stays
        house.clock.advance(2 * DAY)
        assert (await coordinator.is_in(), await participant.is_in()) == (False, True)
        house.clock.advance(3 * DAY)
        page = await Browser(house, participant.secret).sees("/?ended")
        assert "not been used for 3 days, or 2 days with a role" in page.text
        assert not await participant.is_in()


async def test_wherever_staying_signed_in_is_spoken_of_its_limits_are_as_they_are_set(tmp_path: Path) -> None:
    days, role_days, at_once = "for 5 days", "for 4 days", "signed in to 3 browsers at once"
    limits = {"session_days": 5, "role_session_days": 4, "browsers": 3}
    async with House(tmp_path, Clock(BEGINNING), **limits) as house:
        newcomer = Browser(house)
        assert days in (await newcomer.sees(f"/join/{await house.invite()}")).text
        assert role_days in (await newcomer.sees(f"/join/{await role_link(house)}")).text
        participant = await newcomer.comes_in(await house.invite())
        page = await participant.sees(f"/join/{await house.invite()}")
        assert "for 5 days, or 4 days with a role" in page.text
        coordinator = await Browser(house).comes_in(await role_link(house))
        for browser, told in ((participant, days), (coordinator, role_days)):
            before = (await browser.sees("/way-back")).text
            await own_link(browser)
            for page in (before, (await browser.sees("/way-back")).text):
                assert told in page
                assert at_once in page
            await browser.writes("/devices")
            devices = " ".join((await browser.reads())[-1])
            assert told in devices
            assert at_once in devices


async def test_writing_is_a_use_and_an_open_page_that_listens_is_none(house: House) -> None:
    writes = await Browser(house).comes_in(await house.invite())
    listens = await Browser(house).comes_in(await house.invite())
    for _ in range(3):
        house.clock.advance(40 * DAY)
        await writes.writes("/help")
        app = application(house)
        app.state.end_streams()
        async with listens.client(app) as client:
            await client.get("/chat/events?after=0")
            await client.get("/files/1")
            await client.get("/")
    assert (await writes.is_in(), await listens.is_in()) == (True, False)


# --- what is kept of it ------------------------------------------------------------------------------


async def test_of_a_session_only_days_are_kept_and_its_use_is_written_once_a_day(house: House) -> None:
    browser = await Browser(house).comes_in(await house.invite())
    house.clock.advance(DAY + 3_600)
    for _ in range(3):
        assert await browser.is_in()
    rows = await house.database.read(
        lambda tx: tx.rows("SELECT created_at, used_on, number FROM web_session")
    )
    ((since, used_on, number),) = rows
    assert (since % (DAY * 1000), used_on % (DAY * 1000), used_on - since, number) == (0, 0, DAY * 1000, 1)
    writes = 0
    write = house.database.write

    async def counted(job, **kinds):  # type: ignore[no-untyped-def]
        nonlocal writes
        writes += 1
        return await write(job, **kinds)

    house.backend._database.write = counted  # type: ignore[method-assign]
    for _ in range(5):
        assert await browser.is_in()
    assert writes == 0


async def test_what_kind_of_browser_it_is_is_not_kept(house: House) -> None:
    browser = Browser(house)
    code = await house.invite()
    await browser.comes_in(code)
    async with browser.client() as client:
        await client.get("/chat", headers={"User-Agent": "Distinctive/1.0 (Peculiar OS)"})

    def everything(tx: Transaction) -> str:
        tables = [row[0] for row in tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return repr([tx.rows(f"SELECT * FROM {table}") for table in tables])  # noqa: S608

    kept = await house.database.read(everything)
    assert "Autumn round" in kept
    assert "Distinctive" not in kept
    assert "Peculiar" not in kept


# --- coming back -------------------------------------------------------------------------------------


async def test_who_is_signed_out_reads_how_to_come_back_and_finds_everything_there(house: House) -> None:
    browser = await Browser(house).comes_in(await house.invite())
    await browser.writes("begin")
    person_id = await person_of(house, browser)
    house.clock.advance(91 * DAY)
    sent = await browser.sees()
    assert (sent.status_code, sent.headers["location"]) == (303, "/?ended")
    for address in ("/", "/?ended"):
        page = (await browser.sees(address)).text
        assert "You are signed out in this browser" in page
        assert "Everything you sent is kept" in page
        assert "send /web there" in page
        assert "your number, which begins with P-" in page
    refused = await browser.writes("These words must not be lost.")
    assert refused.status_code == 401
    assert "These words must not be lost." in refused.text
    code = await house.database.write(
        lambda tx: people.invite(
            tx, house.round_id, house.clock(), valid=timedelta(days=1), person_id=person_id
        )
    )
    await browser.comes_in(code)
    page = (await browser.sees()).text
    assert "Team meetings" in page
    assert await person_of(house, browser) == person_id


async def test_a_session_that_has_ended_is_forgotten_with_the_next_sweep(house: House) -> None:
    await Browser(house).comes_in(await house.invite())
    stays = await Browser(house).comes_in(await house.invite())
    house.clock.advance(60 * DAY)
    assert await stays.is_in()
    house.clock.advance(60 * DAY)
    limits = house.settings.session_limits
    await house.database.write(lambda tx: sessions.sweep_sessions(tx, house.clock(), limits))
    assert await house.database.read(lambda tx: tx.rows("SELECT person_id FROM web_session")) == [
        (await person_of(house, stays),)
    ]
