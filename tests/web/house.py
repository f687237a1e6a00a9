"""A served web chat with one person signed in, for a browser to visit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import BrowserContext, Page

from conversations.outgoing import Attach, Card
from tests.web import samples
from tests.web.browser import serving
from tests.web.desk_double import DeskDouble, Person
from web.app import build_app
from web.backend import Own


@dataclass(frozen=True, slots=True)
class House:
    """A served web chat with a person signed in."""

    url: str
    desk: DeskDouble
    person: Person
    secret: str

    def say(self, *cards: Card) -> None:
        """Have the bot say something by itself."""
        for card in cards:
            self.person.say(card)
        self.desk.tell()

    @property
    def cookie_name(self) -> str:
        """The session cookie's name at this address."""
        return f"closer_look_{self.url.rsplit(':', 1)[1]}"

    async def enter(self, context: BrowserContext, path: str = "/chat", *, at: str = "") -> Page:
        """A page of this person's chat, ``at`` another address than ours where a proxy stands before us."""
        cookie = {"name": self.cookie_name, "value": self.secret, "url": self.url}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await context.new_page()
        await page.goto((at or self.url) + path)
        return page


@asynccontextmanager
async def opened(desk: DeskDouble, *cards: Card) -> AsyncIterator[House]:
    """A house over this backend, with a person who has been told these cards, or the welcome."""
    secret, person = desk.sign_in(*(cards or (samples.WELCOME,)))
    async with serving(lambda url: build_app(desk, public_url=url, secure_cookies=False)) as served:
        yield House(served.url, desk, person, secret)


def fill_with_everything(person: Person) -> None:
    """A history with an entry of each kind."""
    person.say(samples.WELCOME)
    person.put(Own("typed-01", "/themes", correctable=False, corrected=False))
    person.say(samples.THEMES)
    person.say(samples.PROMPT)
    person.put(Own("typed-02", samples.REPLY, correctable=True, corrected=True))
    person.say(samples.NEXT_PROMPT)
    person.put(Own("typed-03", samples.HOSTILE, correctable=True, corrected=False))
    person.say(samples.RATING)
    person.say(samples.EVIDENCE)
    person.say(samples.REVIEW)
    person.put(samples.REPORT)
    person.put(
        Attach(
            samples.PICTURE_ID,
            "theme 2.png",
            "image/png",
            "Your rating and what you gave to each prompt.",
            "Rating 4 of 6. Nine prompts answered, one don't know, one skipped.",
            samples.PICTURE_PIXELS,
        )
    )
    person.put(Attach(samples.DOCUMENT_ID, "Theme 2.pdf", "application/pdf", "Every reply in full.", ""))
    person.put(samples.REMARK)
