"""Encryption and logging in: nothing goes in clear, and what is wrong there is nobody's fault but ours."""

import asyncio
import ssl
import subprocess
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from traceback import format_exception

import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.channels.mail.microsoft_login import MicrosoftApplication, MicrosoftLogin
from bot.channels.mail.outcomes import TROUBLE_FOR
from bot.channels.mail.smtp import MailConnection, MailServer
from bot.messages.failures import DeliveryFailed, Failure
from bot.settings.mail_settings import MailSecurity
from tests.bot.channels.mail.stand_in import scripted_server

FROM, TO = "closer-look@example.org", "ann@example.org"
MAIL = b"Subject: one\r\n\r\nwords\r\n"


async def failed(connection: MailConnection) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as raised:
        await connection.hand_over(TO, MAIL)
    return raised.value


class Mailbox:
    """Takes mails of whoever has logged in."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        assert isinstance(envelope.content, bytes)
        self.kept.append(envelope.content)
        return "250 kept"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: ARG002, N802
        given = b64decode(args[1]).decode()
        return AuthResult(success=given == f"user={FROM}\x01auth=Bearer good\x01\x01", handled=False)


def is_ann(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:  # noqa: ARG001
    return AuthResult(success=data == LoginPassword(b"ann", b"right"), handled=False)


@asynccontextmanager
async def real_server(
    tls: ssl.SSLContext | None, *, at_once: bool = False
) -> AsyncIterator[tuple[Mailbox, int]]:
    """A server that asks for a log-in: encrypted from the first byte, after STARTTLS, or not at all."""
    mailbox = Mailbox()

    def talk() -> SMTP:
        return SMTP(
            mailbox,
            hostname="stand-in",
            tls_context=None if at_once else tls,
            authenticator=is_ann,
            auth_required=True,
            auth_require_tls=tls is not None and not at_once,
        )

    listening = await asyncio.get_running_loop().create_server(
        talk, "127.0.0.1", 0, ssl=tls if at_once else None
    )
    async with listening:
        yield mailbox, listening.sockets[0].getsockname()[1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this computer that nobody has signed, with its key in the same file."""
    path = tmp_path_factory.mktemp("certificate") / "own.pem"
    how = "-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout - -out - -days 2"
    whose = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = subprocess.run(["openssl", "req", *how.split(), *whose], capture_output=True, check=True)
    path.write_bytes(made.stdout)
    return path


def tls_of(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def test_nothing_is_sent_in_clear_where_encryption_is_asked_for() -> None:
    async with scripted_server() as server:
        told = await failed(MailConnection(MailServer("127.0.0.1", server.port, MailSecurity.STARTTLS), FROM))
        assert told.kind is Failure.CARRIER_TROUBLE
        assert server.kept == []


@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH while not requiring TLS"
)  # the stand-in has no such setting
@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
async def test_a_certificate_that_nobody_signed_is_refused_unless_it_is_named(
    security: MailSecurity, certificate: Path
) -> None:
    async with real_server(tls_of(certificate), at_once=security is MailSecurity.TLS) as (mailbox, port):
        plain = MailServer("127.0.0.1", port, security, username="ann", password="right")
        told = await failed(MailConnection(plain, FROM))
        assert told.kind is Failure.CARRIER_TROUBLE
        named = MailConnection(replace(plain, ca_file=certificate), FROM)
        await named.hand_over(TO, MAIL)
        await named.close()
        assert mailbox.kept == [MAIL]


async def test_a_wrong_password_is_trouble_of_ours_and_nobody_elses(certificate: Path) -> None:
    async with real_server(tls_of(certificate)) as (mailbox, port):
        ours = MailServer("127.0.0.1", port, MailSecurity.STARTTLS, certificate, "ann", "wrong")
        told = await failed(MailConnection(ours, FROM))
        assert (told.kind, told.permanent) == (Failure.CARRIER_TROUBLE, False)
        assert told.retry_after == TROUBLE_FOR
        told = await failed(MailConnection(replace(ours, username=None, password=None), FROM))
        assert told.kind is Failure.CARRIER_TROUBLE, "one who logs in must"
        assert mailbox.kept == []


async def test_a_token_takes_the_place_of_a_password(certificate: Path) -> None:
    async def good() -> str:
        return "good"

    async def ended() -> str:
        return "ended"

    async with real_server(tls_of(certificate)) as (mailbox, port):
        ours = MailServer("127.0.0.1", port, MailSecurity.STARTTLS, certificate, FROM, token=good)
        connection = MailConnection(ours, FROM)
        await connection.hand_over(TO, MAIL)
        await connection.close()
        assert len(mailbox.kept) == 1
        told = await failed(MailConnection(replace(ours, token=ended), FROM))
        assert told.kind is Failure.CARRIER_TROUBLE


class TokenServer:
    """Hands out tokens to one application; ``answers`` holds what it says instead, one for each time."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answers: list[web.Response] = []

    async def answer(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.asked.append({name: str(value) for name, value in form.items()} | {"path": request.path})
        if self.answers:
            return self.answers.pop(0)
        return web.json_response({"access_token": f"token {len(self.asked)}", "expires_in": 3600})


@asynccontextmanager
async def token_server() -> AsyncIterator[tuple[TokenServer, str]]:
    tokens, app = TokenServer(), web.Application()
    app.router.add_post("/{tenant}/oauth2/v2.0/token", tokens.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield tokens, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_a_token_is_asked_for_once_and_anew_five_minutes_before_it_ends() -> None:
    seconds = [0.0]
    async with token_server() as (tokens, url):
        login = MicrosoftLogin(
            MicrosoftApplication("tenant", "app", "hush"), authority=url, clock=lambda: seconds[0]
        )
        assert await asyncio.gather(login.token(), login.token()) == ["token 1"] * 2
        seconds[0] = 3299.0
        assert await login.token() == "token 1"
        seconds[0] = 3300.0
        assert await login.token() == "token 2"
        assert tokens.asked[0] == {
            "path": "/tenant/oauth2/v2.0/token",
            "grant_type": "client_credentials",
            "client_id": "app",
            "client_secret": "hush",
            "scope": "https://outlook.office365.com/.default",
        }


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        (lambda: web.json_response({"error": "invalid_client"}, status=401), Failure.CARRIER_TROUBLE),
        (lambda: web.Response(status=503, text="busy"), Failure.NOT_SENT),
        (lambda: web.json_response({"token": "another name"}), Failure.NOT_SENT),
        (lambda: web.Response(text="<html>"), Failure.NOT_SENT),
    ],
)
async def test_without_a_token_nothing_is_sent(
    answer: Callable[[], web.Response], means: Failure, certificate: Path
) -> None:
    async with token_server() as (tokens, url), real_server(tls_of(certificate)) as (mailbox, port):
        tokens.answers.append(answer())
        login = MicrosoftLogin(MicrosoftApplication("tenant", "app", "hush"), authority=url)
        ours = MailServer("127.0.0.1", port, MailSecurity.STARTTLS, certificate, FROM, token=login.token)
        told = await failed(MailConnection(ours, FROM))
        assert (told.kind, told.uncertain) == (means, False)
        assert "hush" not in "".join(format_exception(told)), "no secret is told along"
        assert mailbox.kept == []
