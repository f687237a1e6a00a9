"""Logging in at Microsoft 365 as an application: a token instead of a password.

By the client credentials of OAuth 2.0 (RFC 6749 4.4). The token is kept in memory alone, and asked for again
five minutes before it ends.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import aiohttp
from aiosmtplib import SMTPAuthenticationError

AUTHORITY: Final = "https://login.microsoftonline.com"
SCOPE: Final = "https://outlook.office365.com/.default"

_EARLY = 300.0
_SECONDS = 30.0
_REFUSED = 535


@dataclass(frozen=True, slots=True)
class MicrosoftApplication:
    """An application that may send as a mailbox of its tenant."""

    tenant: str
    client_id: str
    client_secret: str


class MicrosoftLogin:
    """Hands out a token that is good now."""

    def __init__(
        self,
        application: MicrosoftApplication,
        *,
        authority: str = AUTHORITY,
        clock: Callable[[], float] | None = None,
    ) -> None:
        """``clock`` counts seconds, by default the event loop's."""
        self._application = application
        self._authority = authority
        self._clock = clock
        self._token = ""
        self._good_until = 0.0
        self._one = asyncio.Lock()

    async def token(self) -> str:
        """The token. Raises ``SMTPAuthenticationError`` where it is refused, ``OSError`` on no answer."""
        async with self._one:
            if not self._token or self._now() >= self._good_until:
                await self._ask()
            return self._token

    def _now(self) -> float:
        return (self._clock or asyncio.get_running_loop().time)()

    async def _ask(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._application.client_id,
            "client_secret": self._application.client_secret,
            "scope": SCOPE,
        }
        url = f"{self._authority}/{self._application.tenant}/oauth2/v2.0/token"
        timeout = aiohttp.ClientTimeout(total=_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(url, data=form, allow_redirects=False) as answer,
            ):
                status, value = answer.status, await answer.json(content_type=None)
            if 400 <= status < 500:
                raise SMTPAuthenticationError(_REFUSED, "no token for this application")
            token, seconds = str(value["access_token"]), value["expires_in"] - _EARLY
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            # Nothing of the answer goes along: it may repeat what we sent.
            raise OSError(f"no token: {type(error).__name__}") from None
        self._token, self._good_until = token, self._now() + seconds
