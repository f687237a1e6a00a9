"""A browser on the whole product, over HTTP, which keeps its cookie whatever we tell it."""

import re
import secrets
from dataclasses import dataclass

import httpx
from starlette.applications import Starlette

from storage.roles.organisations import Role
from tests.bot import joining
from tests.players.house import WEB_URL, House
from tests.players.page import entries_of, whole_conversation
from web.app import build_app
from web.sessions import SessionDays, form_token

COOKIE = "closer_look"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')


@dataclass
class Browser:
    """One browser, which keeps its cookie whatever we tell it."""

    house: House
    secret: str = ""

    def client(self, app: Starlette | None = None) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app or application(self.house)),
            base_url=WEB_URL,
            cookies={COOKIE: self.secret} if self.secret else None,
            headers=SAME_SITE,
        )

    async def comes_in(self, link: str, *, as_before: bool = False) -> "Browser":
        """Use a link: its code, or somebody's own as their page shows it."""
        path, _, word = (link if link.startswith("/") else f"/join/{link}").partition("#")
        async with self.client() as client:
            page = await client.get(path)
            (token,) = TOKEN.findall(page.text)
            fields = {"token": token, "word": word, **({"as_before": "yes"} if as_before else {})}
            came = await client.post(path, data=fields)
            assert came.status_code == 303, came.text
            self.secret = came.cookies[COOKIE]
        return self

    async def writes(self, text: str) -> httpx.Response:
        return await self._posts({"text": text})

    async def _posts(self, fields: dict[str, str]) -> httpx.Response:
        about = {"message_id": secrets.token_urlsafe(16), "token": form_token(self.secret)}
        async with self.client() as client:
            answer = await client.post("/chat", data=fields | about)
        await self.house.quiet()
        return answer

    async def sees(self, address: str = "/chat") -> httpx.Response:
        async with self.client() as client:
            return await client.get(address)

    async def reads(self) -> list[list[str]]:
        """What we said on the page, oldest first, each as its lines."""
        async with self.client() as client:
            entries = await whole_conversation(client)
        return [list(entry.heard().lines) for entry in entries if not entry.is_own]

    async def taps(self, label: str) -> httpx.Response:
        """Tap the newest button with this label that counts."""
        entries = entries_of((await self.sees()).text)
        for entry in reversed(entries):
            for shown, action in entry.buttons:
                if shown == label:
                    return await self._posts({"card": str(entry.number), "action": action})
        raise AssertionError(f"no button {label}")

    async def is_in(self) -> bool:
        return (await self.sees()).status_code == 200


def application(house: House) -> Starlette:
    settings = house.settings
    lasts = SessionDays(settings.session_days, settings.role_session_days, settings.browsers)
    return build_app(house.backend, public_url=WEB_URL, secure_cookies=False, lasts=lasts)


async def role_link(house: House, role: Role = Role.COORDINATOR) -> str:
    """The code of a link that gives a role."""
    return await house.database.write(lambda tx: joining.role_link(tx, house.clock(), role))


async def own_link(browser: Browser) -> str:
    """A link of their own, as the page of their way back makes it."""
    async with browser.client(application(browser.house)) as client:
        await client.post("/way-back", data={"token": form_token(browser.secret)})
        (found,) = re.findall(r'id="own-link" href="([^"]+)"', (await client.get("/way-back")).text)
    return str(found).removeprefix(WEB_URL)
