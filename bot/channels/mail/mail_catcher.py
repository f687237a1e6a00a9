"""A mail server that sends nothing on: what it was given is shown on a page, for trying mail out.

It keeps the newest mails in memory, listens on this computer alone, and forgets them when it ends.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from socket import create_server, socket
from typing import Any, Final

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

HERE: Final = "127.0.0.1"
MOST_KEPT: Final = 500
"""So many of the newest mails are shown."""

_TAKEN = "250 Taken, and sent to nobody"
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
    """A mail as the page shows it: its words as plain text, line by line."""

    to: str
    sender: str
    reply_to: str
    subject: str
    lines: tuple[str, ...]


class MailCatcher:
    """Takes every mail, and keeps the newest."""

    def __init__(self) -> None:
        self.mails: deque[CaughtMail] = deque(maxlen=MOST_KEPT)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Take a mail (the library's own name for it)."""
        self.mails.appendleft(_caught(envelope))
        return _TAKEN

    def page(self) -> Starlette:
        """The page that shows them."""

        async def show(request: Request) -> HTMLResponse:  # noqa: ARG001
            return HTMLResponse(_PAGE.render(mails=self.mails), headers=_HEADERS)

        return Starlette(routes=[Route("/", show)])

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


def _caught(envelope: Envelope) -> CaughtMail:
    content: Any = envelope.content or b""
    raw = content if isinstance(content, bytes) else content.encode()
    message = message_from_bytes(raw, policy=default)
    text = ""
    if isinstance(message, EmailMessage):
        part = message.get_body(("plain", "html"))
        text = part.get_content() if part is not None else ""
    return CaughtMail(
        ", ".join(envelope.rcpt_tos),
        str(message.get("From", "")),
        str(message.get("Reply-To", "")),
        str(message.get("Subject", "")),
        tuple(text.splitlines()),
    )
