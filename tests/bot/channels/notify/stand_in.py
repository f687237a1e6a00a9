"""A GOV.UK Notify on this computer: holds each request to the documented form, and fails as a script says.

What it takes is the ledger. Its references are not unique, as those of the real one are not.
"""

import asyncio
import hmac
from base64 import urlsafe_b64decode
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from aiohttp import web

SERVICE: Final = "8d3e1b7a-5a0c-4f6e-9a51-0b9a6c1f2d34"
SECRET: Final = "5f0f7b1e-7b4c-4a9e-8a43-6d1b2c3d4e5f"
KEY: Final = f"closer-look-{SERVICE}-{SECRET}"
TEMPLATE: Final = "0c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f"
REPLY_TO: Final = "11111111-2222-4333-8444-555555555555"

HANG_UP: Final = "hang up"
TAKEN_THEN_HANG_UP: Final = "take it, then hang up"
TAKEN_THEN_ERROR: Final = "take it, then say 500"
GARBAGE: Final = "take it, then say what is no JSON"
ERROR: Final = "500 Exception"
RATE: Final = "429 RateLimitError"
DAY: Final = "429 TooManyRequestsError"
TEAM_ONLY: Final = "400 BadRequestError"
REVOKED: Final = "403 AuthError"
_TAKEN: Final = frozenset({TAKEN_THEN_HANG_UP, TAKEN_THEN_ERROR, GARBAGE})

_MAIL: Final = {"email_address", "template_id", "personalisation", "reference"}
_MAY_HAVE: Final = {"email_reply_to_id", "one_click_unsubscribe_url"}
_SECONDS: Final = 30.0
PAGE: Final = 3


@dataclass
class NotifyStandIn:
    """``script`` holds what happens to the next mails, one a time; then all goes well."""

    url: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    taken: list[dict[str, Any]] = field(default_factory=list)
    script: deque[str] = field(default_factory=deque)
    fields: tuple[str, ...] = ("subject", "body")
    is_known: bool = True
    asked: int = 0
    tokens: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def next_fault(self) -> str:
        """What goes wrong with a mail, empty for nothing."""
        return self.script.popleft() if self.script else ""

    def application(self) -> web.Application:
        made = web.Application()
        made.router.add_post("/v2/notifications/email", self._mail)
        made.router.add_get("/v2/notifications", self._list)
        made.router.add_get("/v2/template/{id}", self._template)
        made.router.add_post("/v2/template/{id}/preview", self._preview)
        return made

    def _refused(self, status: int, kind: str, words: str = "words") -> web.Response:
        errors = {"status_code": status, "errors": [{"error": kind, "message": words}]}
        return web.json_response(errors, status=status)

    def _may(self, request: web.Request) -> web.Response | None:
        """The answer to a request whose token is not in order, None where it is."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        head, claims, signature = token.split(".")
        expected = hmac.digest(SECRET.encode(), f"{head}.{claims}".encode(), "sha256")
        given = orjson.loads(_decoded(claims))
        is_good = (
            scheme == "Bearer"
            and orjson.loads(_decoded(head)) == {"typ": "JWT", "alg": "HS256"}
            and hmac.compare_digest(_decoded(signature), expected)
            and set(given) == {"iss", "iat"}
            and given["iss"] == SERVICE
            and isinstance(given["iat"], int)
        )
        if not is_good:
            self.wrong.append("token")
            return self._refused(403, "AuthError", "Invalid token")
        if abs(given["iat"] - self.clock().timestamp()) > _SECONDS:
            return self._refused(403, "AuthError", "Error: Your system clock must be accurate")
        self.tokens.add(token)
        return None

    async def _mail(self, request: web.Request) -> web.StreamResponse:
        mail = await request.json()
        if (refusal := self._may(request)) is not None:
            return refusal
        if not _MAIL <= set(mail) <= _MAIL | _MAY_HAVE or request.content_type != "application/json":
            self.wrong.append("fields of a mail")
        fault = self.next_fault()
        if fault == HANG_UP:
            return _cut(request)
        if fault and fault not in _TAKEN:
            status, kind = fault.split(" ")
            return self._refused(int(status), kind)
        if (refusal := self._checked(mail)) is not None:
            return refusal
        number = len(self.taken) + 1
        kept = mail | {"id": str(UUID(int=number)), "status": "created", "type": "email"}
        self.taken.append(kept)
        if fault == TAKEN_THEN_HANG_UP:
            return _cut(request)
        if fault == TAKEN_THEN_ERROR:
            return self._refused(500, "Exception")
        if fault == GARBAGE:
            return web.Response(text="<html>", status=201)
        return web.json_response({"id": kept["id"], "reference": mail["reference"]}, status=201)

    def _checked(self, mail: dict[str, Any]) -> web.Response | None:
        if mail["template_id"] != TEMPLATE or mail.get("email_reply_to_id", REPLY_TO) != REPLY_TO:
            return self._refused(400, "BadRequestError", "Template not found")
        if missing := set(self.fields) - set(mail["personalisation"]):
            return self._refused(400, "BadRequestError", f"Missing personalisation: {missing}")
        if not mail.get("one_click_unsubscribe_url", "https://").startswith("https://"):
            return self._refused(400, "ValidationError", "one_click_unsubscribe_url is not a valid https url")
        if "no.such" in mail["email_address"] or "@" not in mail["email_address"]:
            return self._refused(400, "ValidationError", "email_address Not a valid email address")
        return None

    async def _list(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        if (refusal := self._may(request)) is not None:
            return refusal
        wanted = {"reference", "status", "template_type", "older_than"}
        if not set(request.query) <= wanted:
            self.wrong.append("query")
        found = [
            each
            for each in reversed(self.taken)
            if each["reference"] == request.query.get("reference", each["reference"])
            and each["status"] == request.query.get("status", each["status"])
            and each["id"] < request.query.get("older_than", "~")
        ]
        return web.json_response({"notifications": found[:PAGE], "links": {}})

    async def _template(self, request: web.Request) -> web.StreamResponse:
        if (refusal := self._may(request)) is not None:
            return refusal
        if request.match_info["id"] != TEMPLATE or not self.is_known:
            return self._refused(404, "NoResultFound")
        subject, *others = [f"(({each}))" for each in self.fields]
        return web.json_response(
            {"id": TEMPLATE, "type": "email", "version": 1, "subject": subject, "body": "\n".join(others)}
        )

    async def _preview(self, request: web.Request) -> web.StreamResponse:
        mail = await request.json()
        if (refusal := self._may(request)) is not None:
            return refusal
        if request.match_info["id"] != TEMPLATE or set(self.fields) - set(mail["personalisation"]):
            return self._refused(400, "BadRequestError")
        return web.json_response({"id": TEMPLATE, "body": "shown"})


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@asynccontextmanager
async def serving(stand_in: NotifyStandIn) -> AsyncIterator[NotifyStandIn]:
    """Let it listen while the block runs."""
    runner = web.AppRunner(stand_in.application(), access_log=None, handle_signals=False)
    await runner.setup()
    server = await asyncio.get_running_loop().create_server(runner.server, "127.0.0.1", 0)
    stand_in.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield stand_in
    finally:
        server.close()
        await runner.cleanup()
