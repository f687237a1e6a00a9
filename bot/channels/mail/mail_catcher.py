"""A mail server that sends nothing on: what it was given is shown on a page, for trying mail out.

It keeps the newest mails in memory, listens on this computer alone, and forgets them when it ends.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from socket import create_server, socket
from typing import Any, Final

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

HERE: Final = "127.0.0.1"
MOST_KEPT: Final = 500
"""So many of the newest mails are shown."""

REFUSED: Final = "refuse"
"""An address that begins so is refused as one that does not exist."""

_TAKEN = "250 Taken, and sent to nobody"
_NO_SUCH_ADDRESS = "550 5.1.1 There is no such address"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
}

_PAGE: Final = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ mails|length }} caught · Closer Look</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42em; margin: 0 auto; padding: 1rem; }
article { border-top: 1px solid; padding: .5rem 0 1rem; }
h2 { font-size: 1.1rem; margin: .5rem 0; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Mails that were caught</h1>
<p>None of these has been sent to anybody. The newest is first. Reload the page for more.</p>
<p>An address that begins with <code>refuse</code> is refused as one that does not exist.</p>
{% for mail in mails %}
<article>
<h2>{{ mail.subject }}</h2>
<p>To {{ mail.to }}<br>From {{ mail.sender }}
{% if mail.reply_to %}
<br>Answers go to {{ mail.reply_to }}
{% endif %}
</p>
<pre>{% for line in mail.lines %}{% if line.startswith(('http://', 'https://')) %}\
<a href="{{ line }}">{{ line }}</a>{% else %}{{ line }}{% endif %}

{% endfor %}</pre>
<p><a href="/came-back/{{ mail.number }}">A report that it came back</a>, for <code>mail bounce</code></p>
</article>
{% else %}
<p>There is no mail yet.</p>
{% endfor %}
</body>
</html>
"""
)


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """A mail as the page shows it: its words as plain text, line by line; and its headers as they came."""

    number: int
    to: str
    sender: str
    reply_to: str
    subject: str
    lines: tuple[str, ...]
    headers: bytes


class MailCatcher:
    """Takes every mail, and keeps the newest."""

    def __init__(self) -> None:
        self.mails: deque[CaughtMail] = deque(maxlen=MOST_KEPT)
        self._numbers = count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Take a mail (the library's own name for it)."""
        self.mails.appendleft(_caught(envelope, next(self._numbers)))
        return _TAKEN

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        """Take a recipient, unless it is one to refuse (the library's own name for it)."""
        if address.lower().startswith(REFUSED):
            return _NO_SUCH_ADDRESS
        envelope.rcpt_tos.append(address)
        return "250 ok"

    def page(self) -> Starlette:
        """The page that shows them."""

        async def show(request: Request) -> HTMLResponse:  # noqa: ARG001
            return HTMLResponse(_PAGE.render(mails=self.mails), headers=_HEADERS)

        async def came_back(request: Request) -> Response:
            number = request.path_params["number"]
            found = next((each for each in self.mails if str(each.number) == number), None)
            if found is None:
                return Response("There is no such mail.", 404, _HEADERS)
            name = f'attachment; filename="came-back-{found.number}.eml"'
            return Response(_report(found), headers={**_HEADERS, "Content-Disposition": name})

        return Starlette(routes=[Route("/", show), Route("/came-back/{number}", came_back)])

    async def run(self, for_mails: socket, for_page: socket) -> None:
        """Catch what comes in on one socket and show it on the other, until cancelled."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(self, hostname="closer-look"), sock=for_mails)
        config = uvicorn.Config(self.page(), log_level="error", lifespan="off")
        async with server:
            await uvicorn.Server(config).serve(sockets=[for_page])


def listening(port: int) -> socket:
    """A socket of this computer alone. Raises ``OSError`` where the port is in use."""
    return create_server((HERE, port))


def _report(mail: CaughtMail) -> bytes:
    """A report that a mail came back, as a mail server would send it."""
    status = f"Reporting-MTA: dns; closer-look\r\n\r\nFinal-Recipient: rfc822; {mail.to}\r\n"
    parts = (
        ("text/plain", b"Your mail could not be delivered."),
        ("message/delivery-status", f"{status}Action: failed\r\nStatus: 5.1.1".encode()),
        ("text/rfc822-headers", mail.headers),
    )
    body = b"".join(
        b"--report\r\nContent-Type: %b\r\n\r\n%b\r\n" % (kind.encode(), part) for kind, part in parts
    )
    return (
        b"Subject: Undelivered mail\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; "
        b'report-type=delivery-status; boundary="report"\r\n\r\n' + body + b"--report--\r\n"
    )


def _caught(envelope: Envelope, number: int) -> CaughtMail:
    content: Any = envelope.content or b""
    raw = content if isinstance(content, bytes) else content.encode()
    message = message_from_bytes(raw, policy=default)
    text = ""
    if isinstance(message, EmailMessage):
        part = message.get_body(("plain", "html"))
        text = part.get_content() if part is not None else ""
    return CaughtMail(
        number,
        ", ".join(envelope.rcpt_tos),
        str(message.get("From", "")),
        str(message.get("Reply-To", "")),
        str(message.get("Subject", "")),
        tuple(text.splitlines()),
        raw.partition(b"\r\n\r\n")[0],
    )
