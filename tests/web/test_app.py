"""What holds for every address: headers, faults, health, and files for the browser."""

import re
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.web import samples
from tests.web.desk_double import CODE, DeskDouble
from tests.web.visits import SECURE, Visit
from web.assets import STATIC_FOLDER
from web.backend import Health
from web.serving.guard import CONTENT_SECURITY_POLICY, MARK

EVERYWHERE = (
    "/",
    "/chat",
    f"/join/{CODE}",
    "/join/unknown",
    "/nowhere",
    "/healthz",
    "/static/chat.js",
    f"/files/{samples.PICTURE_ID}",
    "/files/999",
    "/sign-out",
)


@pytest.mark.parametrize("path", EVERYWHERE)
async def test_every_answer_is_guarded(chat: Visit, path: str) -> None:
    headers = (await chat.get(path)).headers
    assert MARK in headers, "by which our page knows our answers from those of others"
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    kept = "public, max-age=31536000, immutable" if path.startswith("/static/") else "no-store"
    assert headers["cache-control"] == kept
    assert "strict-transport-security" not in headers


def test_the_policy_allows_nothing_unsafe_and_nobody_to_frame_us() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY
    assert set(re.findall(r"https?:|\*|data:", CONTENT_SECURITY_POLICY)) == set()


async def test_over_https_browsers_are_told_to_stay_there(desk: DeskDouble) -> None:
    async with Visit(desk, address=SECURE) as visit:
        for path in ("/", "/nowhere"):
            assert (await visit.get(path)).headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/nowhere", 404, "There is nothing at this address"),
        ("GET", "/files/7", 404, "There is nothing at this address"),
        ("GET", "/static/../app.py", 404, "There is nothing at this address"),
        ("PUT", "/chat", 405, "This address cannot be used in that way."),
        ("GET", "/sign-out", 405, "This address cannot be used in that way."),
        ("DELETE", f"/join/{CODE}", 405, "This address cannot be used in that way."),
    ],
)
async def test_a_refusal_is_one_plain_sentence_and_a_way_on(
    visit: Visit, method: str, path: str, status: int, sentence: str
) -> None:
    answer = await visit.request(method, path)
    assert answer.status_code == status
    assert sentence in answer.text
    assert '<a href="/">' in answer.text


async def test_our_own_fault_is_told_plainly_and_logged_without_words(chat: Visit, desk: DeskDouble) -> None:
    token = await chat.token()
    desk.trouble = RuntimeError("the words a person wrote")
    with capture_logs() as logged:
        answer = await chat.form(
            "/chat", {"token": token, "message_id": "an-id-of-ours", "text": "the words a person wrote"}
        )
    assert answer.status_code == 500
    assert "Something went wrong. What you sent before is safe." in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert MARK in answer.headers
    (record,) = logged
    assert (record["event"], record["page"], record["fault"]) == ("page failed", "take", "RuntimeError")
    assert any("chat.py" in place for place in record["at"])
    assert "a person wrote" not in repr(logged)


async def test_a_browser_that_goes_away_while_it_sends_is_no_fault_of_ours(chat: Visit) -> None:
    path = "/chat"
    token = await chat.token()
    kept = {each.name: each.value for each in chat.cookies.jar}
    cookies = "; ".join(f"{name}={value}" for name, value in kept.items())
    heard = iter(
        (
            {"type": "http.request", "body": f"token={token}&text=wo".encode(), "more_body": True},
            {"type": "http.disconnect"},
        )
    )
    said: list[Any] = []

    async def receive() -> Any:
        return next(heard)

    async def send(message: Any) -> None:
        said.append(message)

    headers = {
        "host": chat.address.partition("://")[2],
        "cookie": cookies,
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
        "content-length": "5000",
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 5000),
        "server": ("testserver", 80),
    }
    with capture_logs() as logged:
        await chat.app(scope, receive, send)
    assert logged == []
    assert 500 not in [each.get("status") for each in said]


async def test_health_is_told_with_its_reasons(visit: Visit, desk: DeskDouble) -> None:
    answer = await visit.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"healthy": True, "reasons": []})
    desk.found = Health(healthy=False, reasons=("The disk is full.",))
    answer = await visit.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"healthy": False, "reasons": ["The disk is full."]}


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        ("192.0.2.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}),
        ("127.0.0.1", {"Host": "look.example.gov.uk"}),
        ("127.0.0.1", {"Host": "["}),
        ("192.0.2.7", {"Host": "localhost"}),
    ],
)
async def test_somebody_elsewhere_is_told_of_health_and_not_of_its_reasons(
    visit: Visit, desk: DeskDouble, client: str, headers: dict[str, str]
) -> None:
    desk.found = Health(healthy=False, reasons=("The disk is full.",))
    elsewhere = httpx.ASGITransport(app=visit.app, client=(client, 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url=visit.address) as browser:
        answer = await browser.get("/healthz", headers=headers)
    assert (answer.status_code, answer.json()) == (503, {"healthy": False})


async def test_pages_name_files_by_their_content_and_they_may_be_kept_for_ever(visit: Visit) -> None:
    page = (await visit.get("/")).text
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert {address.partition("?")[0] for address in addresses} == {
        "/static/style.css",
        "/static/icon.svg",
        "/static/apple-touch-icon.png",
        "/static/unclaimed.js",
    }
    for address in addresses:
        packed = await visit.get(address, headers={"Accept-Encoding": "gzip"})
        plain = await visit.get(address, headers={"Accept-Encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.content == plain.content


async def test_no_page_asks_anybody_else_for_anything(chat: Visit) -> None:
    for path in ("/", "/chat", f"/join/{CODE}", "/nowhere"):
        page = (await chat.get(path)).text
        assert re.findall(r'(?:src|href|action)="(?![/#])', page) == []
        assert "<style" not in page
        assert " style=" not in page
        assert re.findall(r"\son\w+=", page) == []
    for name in ("chat.js", "line.js", "news.js", "queue.js", "style.css"):
        source = (STATIC_FOLDER / name).read_text()
        assert re.findall(r"https?://|@import|url\(", source) == []
