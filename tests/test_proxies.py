"""The web servers of docs/running.md: they log no address, and the product works through them.

The configurations are read from the page itself. Which addresses there are is read from the product's routes.
"""

import asyncio
import re
import secrets
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from bot.app.data_folder import open_store
from bot.settings.settings import Settings
from conversations.reading.lists.table_text import LARGEST_TABLE
from storage.engine.database import Transaction
from storage.people import people
from storage.rounds import rounds
from tests.patience import LONGEST_SECONDS
from tests.program import Program, running
from tests.web.desk_double import DeskDouble
from tests.web.visits import token_in
from tests.web_servers import NAMES, WebServer, in_front, snippet
from web.app import build_app
from web.reading import LARGEST_BODY

EACH = pytest.mark.parametrize("name", NAMES)
BAD_GATEWAY = 502

# As the page had it once: both wrote an invitation into their logs of errors.
CADDY_BEFORE = """closer-look.example.org {
    reverse_proxy 127.0.0.1:8080 {
        flush_interval -1
    }
}
"""
NGINX_BEFORE = """server {
    listen 443 ssl http2;
    server_name closer-look.example.org;
    ssl_certificate     /etc/letsencrypt/live/closer-look.example.org/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/closer-look.example.org/privkey.pem;
    access_log off;

    location / {
        proxy_pass http://127.0.0.1:8080;
    }
}
server {
    listen 80;
    access_log off;
}
"""
# Even then a browser tells where it comes from when it asks for something else.
NGINX_HALFWAY = NGINX_BEFORE.replace(
    "    location / {",
    "    location /join/ { proxy_pass http://127.0.0.1:8080; error_log /dev/null emerg; }\n    location / {",
)
LEAKING = [("caddy", CADDY_BEFORE), ("nginx", NGINX_BEFORE), ("nginx", NGINX_HALFWAY)]


def addresses(secret: str) -> list[tuple[str, str]]:
    """Each way to ask for each address that the product has, with something secret wherever it may stand."""
    app = build_app(DeskDouble(), public_url="https://localhost", secure_cookies=True)
    routes = [route for route in app.routes if isinstance(route, Route)]
    assert routes == app.routes, "an address of another kind, whose secrets nobody looks for"
    return [
        (method, re.sub(r"\{.*?\}", secret, route.path) + f"?x={secret}")
        for route in routes
        for method in sorted(route.methods or ())
    ]


def browser(server: WebServer) -> httpx.Client:
    """Somebody at this address, whose browser does not look at who signed its certificate."""
    untrusting = ssl.create_default_context()
    untrusting.check_hostname = False
    untrusting.verify_mode = ssl.CERT_NONE
    return httpx.Client(base_url=server.address, verify=untrusting, timeout=LONGEST_SECONDS, trust_env=False)


def try_everything(server: WebServer, secret: str) -> set[int]:
    """Ask for every address in every way, well and badly; the statuses of what was asked well."""
    path = f"/join/{secret}"
    with browser(server) as client:
        # A web server's own page for an error does not keep a browser from saying where it comes from.
        from_there = {"Referer": f"{server.address}{path}"}
        asked = [client.request(*each, headers=from_there) for each in addresses(secret)]
        client.post(path, content=bytes(9 * 1024 * 1024))
        client.get(f"{path}/{'x' * 20_000}")
        client.request("SECRET", path)
    for port in (server.port, server.plain_port):
        for request in (f"GET {path} HTTP/1.1\r\n\r\n", f"GET {path} HTTP/9\r\n\r\n", f"GET {path} "):
            send_raw(port, request.encode())
    return {answer.status_code for answer in asked}


def send_raw(port: int, request: bytes) -> None:
    """Send this without HTTPS, whatever the port speaks, and go away when an answer begins or none comes."""
    with socket.create_connection(("localhost", port), timeout=LONGEST_SECONDS) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        try:
            connection.recv(1)
        except ConnectionResetError:
            return


@contextmanager
def product_behind(server: WebServer, folder: Path) -> Iterator[Program]:
    """The product where this web server looks for it."""
    settings = {"CLOSER_LOOK_PUBLIC_URL": server.address, "CLOSER_LOOK_WEB_PORT": str(server.behind)}
    with running(folder, **settings) as program:
        yield program


def invited(folder: Path) -> str:
    """The code of an unused link into the try-out."""

    def make(tx: Transaction) -> str:
        (round_,) = rounds.rounds(tx)
        return people.invite(tx, round_.view.id, datetime.now(UTC), valid=timedelta(days=1))

    async def make_it() -> str:
        database = await open_store(Settings(data_dir=folder / "data"))
        try:
            return await database.write(make)
        finally:
            await database.close()

    return asyncio.run(make_it())


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody in the chat, through a web server, and the page that they see."""

    server: WebServer
    client: httpx.Client
    page: str


@pytest.fixture(scope="module", params=NAMES)
def signed_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedIn]:
    folder = tmp_path_factory.mktemp("signed-in")
    name: str = request.param
    with (
        in_front(name, snippet(name), folder / name) as server,
        product_behind(server, folder),
        browser(server) as client,
    ):
        yield SignedIn(server, client, enter(client, invited(folder)))


def press(client: httpx.Client, path: str, page: str, **fields: str) -> httpx.Response:
    """Send the form of a page, as a browser does."""
    return client.post(path, data={"token": token_in(page), **fields}, headers=own_page(client))


def own_page(client: httpx.Client) -> dict[str, str]:
    """What a browser says of a form on our own page."""
    return {"Sec-Fetch-Site": "same-origin", "Origin": str(client.base_url).rstrip("/")}


def enter(client: httpx.Client, code: str) -> str:
    """Open a link and press its button: the page of the chat."""
    invitation = client.get(f"/join/{code}")
    assert invitation.status_code == 200
    entered = press(client, f"/join/{code}", invitation.text)
    assert (entered.status_code, entered.headers["location"]) == (303, "/chat")
    return client.get("/chat").text


@EACH
def test_with_the_product_stopped_no_address_is_in_any_log(name: str, tmp_path: Path) -> None:
    secret = secrets.token_urlsafe(32)
    with in_front(name, snippet(name), tmp_path / name) as server:
        assert try_everything(server, secret) == {BAD_GATEWAY}
    assert server.log.read_bytes(), "a log that holds nothing at all was not looked for in the right place"
    assert secret.encode() not in server.log.read_bytes()


@pytest.mark.parametrize(("name", "configuration"), LEAKING, ids=["caddy", "nginx", "nginx-halfway"])
def test_a_configuration_that_writes_invitations_into_its_log_is_found(
    name: str, configuration: str, tmp_path: Path
) -> None:
    secret = secrets.token_urlsafe(32)
    with in_front(name, configuration, tmp_path / name) as server, browser(server) as client:
        from_there = {"Referer": f"{server.address}/join/{secret}"}
        for path in (f"/join/{secret}", "/favicon.ico"):
            assert client.get(path, headers=from_there).status_code == BAD_GATEWAY
    assert f"/join/{secret}".encode() in server.log.read_bytes()


@EACH
def test_what_is_typed_without_https_is_sent_on_to_it_and_not_logged(name: str, tmp_path: Path) -> None:
    secret = secrets.token_urlsafe(32)
    with in_front(name, snippet(name), tmp_path / name) as server:
        answer = httpx.get(f"http://localhost:{server.plain_port}/join/{secret}", trust_env=False)
    assert answer.is_redirect
    assert answer.headers["location"].startswith("https://localhost")
    assert answer.headers["location"].endswith(f"/join/{secret}")
    assert secret.encode() not in server.log.read_bytes()


@EACH
def test_with_the_product_running_and_killed_no_secret_is_in_any_log(name: str, tmp_path: Path) -> None:
    secret = secrets.token_urlsafe(32)
    with in_front(name, snippet(name), tmp_path / name) as server, browser(server) as client:
        with product_behind(server, tmp_path) as program:
            try_everything(server, secret)
            code = invited(tmp_path)
            enter(client, code)
            from_there = {"Referer": f"{server.address}/join/{secret}"}
            with client.stream("GET", "/chat/events", headers=from_there) as stream:
                pieces = stream.iter_raw()
                assert next(pieces)
                program.process.kill()
                with suppress(httpx.RemoteProtocolError):
                    list(pieces)
        assert try_everything(server, secret) == {BAD_GATEWAY}
        session = [cookie.value for cookie in client.cookies.jar if cookie.value]
    assert session
    assert [each for each in (secret, code, *session) if each.encode() in server.log.read_bytes()] == []


def half_sent(server: WebServer, session: str) -> ssl.SSLSocket:
    """A request of one browser whose body has not come yet."""
    untrusting = ssl.create_default_context()
    untrusting.check_hostname = False
    untrusting.verify_mode = ssl.CERT_NONE
    plain = socket.create_connection(("localhost", server.port), timeout=LONGEST_SECONDS)
    secured = untrusting.wrap_socket(plain, server_hostname="localhost")
    cookie = f"Cookie: __Host-closer_look={session}"
    head = f"POST /chat HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\nContent-Length: 4\r\n\r\n"
    secured.sendall(head.encode())
    return secured


def statuses(server: WebServer, session: str, count: int) -> list[int]:
    """The answers to so many requests that one browser holds open together, once their rest has come."""
    together, found = [half_sent(server, session) for _ in range(count)], []
    with browser(server) as another:
        assert another.get("/").status_code == BAD_GATEWAY, "others get in meanwhile"
    for each in together:
        with suppress(OSError):
            each.sendall(b"rest")
        found.append(int(each.recv(4096).split()[1]))
        each.close()
    return found


def test_one_browser_holds_no_more_than_a_few_connections_of_nginx(tmp_path: Path) -> None:
    with in_front("nginx", snippet("nginx"), tmp_path / "nginx") as server:
        assert sorted(statuses(server, secrets.token_hex(8), 43)) == [BAD_GATEWAY] * 40 + [503] * 3


def test_without_its_limit_one_browser_holds_as_many_as_it_likes(tmp_path: Path) -> None:
    unlimited = re.sub(r"^ *limit_conn .*\n", "", snippet("nginx"), flags=re.MULTILINE)
    with in_front("nginx", unlimited, tmp_path / "nginx") as server:
        assert statuses(server, secrets.token_hex(8), 43) == [BAD_GATEWAY] * 43


@EACH
def test_half_a_request_is_not_waited_for_without_end(name: str, tmp_path: Path) -> None:
    impatient = snippet(name).replace("20s", "1s").replace("5m", "1s").replace("30s", "1s")
    with in_front(name, impatient, tmp_path / name) as server, half_sent(server, "x") as held:
        assert held.recv(4096)[:9] in {b"", b"HTTP/1.1 "}
        assert not held.recv(4096) or not held.recv(4096)


def test_what_the_bot_says_comes_at_once_through_the_stream(signed_in: SignedIn) -> None:
    client = signed_in.client
    with browser(signed_in.server) as listening:
        listening.cookies.update(client.cookies)
        with listening.stream("GET", "/chat/events?after=1") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = stream.iter_lines()
            assert next(lines)
            sent = press(client, "/chat", signed_in.page, message_id="message-1", text="/help")
            assert sent.status_code == 303
            assert next(line for line in lines if "/mydata" in line)


def test_words_that_are_too_many_are_refused_in_the_products_own_sentence(signed_in: SignedIn) -> None:
    text = "x" * LARGEST_BODY
    refused = press(signed_in.client, "/chat", signed_in.page, message_id="message-2", text=text)
    assert refused.status_code == 413
    assert "That was too much for one message" in refused.text


@pytest.mark.parametrize(("size", "status"), [(LARGEST_TABLE, 303), (3 * LARGEST_TABLE, 413)])
def test_a_file_is_taken_or_refused_by_the_product_itself(
    signed_in: SignedIn, size: int, status: int
) -> None:
    answer = signed_in.client.post(
        "/chat",
        data={"token": token_in(signed_in.page), "message_id": f"message-{size}"},
        files={"file": ("people.csv", bytes(size), "text/csv")},
        headers=own_page(signed_in.client),
    )
    assert answer.status_code == status
    assert "Content-Security-Policy" in answer.headers, "a page of the web server, not of ours"
