"""A browser without a screen: requests as a person's browser makes them, straight into the application."""

import re
from collections.abc import Mapping

import httpx
from starlette.applications import Starlette

from tests.web.desk_double import DeskDouble
from web.app import build_app

PLAIN = "http://127.0.0.1:8765"
SECURE = "https://look.example.gov.uk"


def session_cookie(address: str) -> str:
    """The name of the session's cookie at this address."""
    return "__Host-closer_look" if address == SECURE else "closer_look_8765"


class Visit(httpx.AsyncClient):
    """One browser at one address, signed in where a session is given."""

    def __init__(self, desk: DeskDouble, *, session: str | None = None, address: str = PLAIN) -> None:
        self.app: Starlette = build_app(desk, public_url=address, secure_cookies=address == SECURE)
        self.address = address
        super().__init__(transport=httpx.ASGITransport(app=self.app), base_url=address)
        if session is not None:
            self.cookies.set(session_cookie(address), session)

    async def form(
        self, path: str, fields: Mapping[str, str], *, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Post a form as our own page does."""
        own = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
        return await self.post(path, data=dict(fields), headers={**own, **(headers or {})})

    async def token(self, path: str = "/chat") -> str:
        """The token that this page's forms carry."""
        return token_in((await self.get(path)).text)


def token_in(html: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="token" value="([0-9a-f]{64})"', html)
    assert found is not None, html
    return found[1]
