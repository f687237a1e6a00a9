"""The requests to GOV.UK Notify, each with a token of its own.

Own code: the official client tells a request that was never sent from one that may have been taken in no
way (docs/decisions/0037-gov-uk-notify.md).
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp

from bot.channels.notify.key import NotifyKey
from bot.channels.notify.outcomes import NotifyRefused

_TIMEOUT: Final = aiohttp.ClientTimeout(total=60.0, sock_connect=15.0)
_LARGEST_PAGES: Final = 100


@dataclass(frozen=True, slots=True)
class NotReached:
    """A mail that Notify took and could not deliver: our name for it, and its address."""

    reference: str
    to: str


class NotifyRequests:
    """One service at GOV.UK Notify, as its key opens it.

    Every request raises ``NotifyRefused``, or ``aiohttp.ClientError``, ``TimeoutError`` or ``ValueError``
    where there was no answer that can be read.
    """

    def __init__(self, url: str, key: NotifyKey, now: Callable[[], datetime]) -> None:
        self._url = url
        self._key = key
        self._now = now
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send_mail(self, mail: Mapping[str, object]) -> None:
        """Hand a mail over."""
        await self._ask("POST", "/v2/notifications/email", json=mail)

    async def preview(self, template: str, fields: Mapping[str, str]) -> None:
        """Have a template filled in, and nothing sent."""
        await self._ask("POST", f"/v2/template/{template}/preview", json={"personalisation": fields})

    async def template(self, template: str) -> Mapping[str, Any]:
        """A template as the service has it."""
        return await self._ask("GET", f"/v2/template/{template}")

    async def has(self, reference: str) -> bool:
        """Whether Notify knows a mail by our name for it. It forgets each after some days, usually seven."""
        answer = await self._ask("GET", "/v2/notifications", params={"reference": reference})
        return bool(answer["notifications"])

    async def not_reached(self, status: str) -> AsyncIterator[NotReached]:
        """The mails of the last days that are in a state for good in which they were not delivered."""
        asked = {"template_type": "email", "status": status}
        for _ in range(_LARGEST_PAGES):
            found = (await self._ask("GET", "/v2/notifications", params=asked))["notifications"]
            for each in found:
                if each.get("reference") and each.get("email_address"):
                    yield NotReached(str(each["reference"]), str(each["email_address"]))
            if not found:
                return
            asked = {**asked, "older_than": str(found[-1]["id"])}

    async def _ask(self, method: str, path: str, **what: Any) -> Mapping[str, Any]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        authorisation = {"Authorization": f"Bearer {self._key.token(self._now())}"}
        async with self._session.request(
            method, self._url + path, headers=authorisation, allow_redirects=False, **what
        ) as answer:
            is_good = answer.status in {200, 201}
            try:
                value = await answer.json(content_type=None)
            except ValueError:
                value = None
            if is_good and isinstance(value, dict):
                return value
            if is_good:
                raise ValueError("an answer that cannot be read")
            raise _refused(answer.status, value, _off_by(answer.headers.get("Date", ""), self._now()))


def _refused(status: int, value: object, off_by: float | None) -> NotifyRefused:
    """An answer with an error, with its first error where it names any."""
    errors = value.get("errors") if isinstance(value, dict) else None
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    return NotifyRefused(status, str(first.get("error", "")), str(first.get("message", "")), off_by)


def _off_by(date: str, now: datetime) -> float | None:
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return None
    return abs((now - theirs.astimezone(UTC)).total_seconds())
