"""What the tests of the pages share."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.web import samples
from tests.web.browser import DESKTOP, browser, watched
from tests.web.desk_double import DeskDouble
from tests.web.house import House, opened
from tests.web.visits import Visit

__all__ = ["browser"]


@pytest.fixture
def desk() -> DeskDouble:
    return DeskDouble()


@pytest.fixture
async def visit(desk: DeskDouble) -> AsyncIterator[Visit]:
    """Somebody who is not signed in."""
    async with Visit(desk) as client:
        yield client


@pytest.fixture
async def chat(desk: DeskDouble) -> AsyncIterator[Visit]:
    """Somebody who is signed in and sees a prompt."""
    secret, _ = desk.sign_in(samples.WELCOME, samples.PROMPT)
    async with Visit(desk, session=secret) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def house(desk: DeskDouble) -> AsyncIterator[House]:
    """A served chat with a person who has been welcomed."""
    async with opened(desk) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, house: House) -> AsyncIterator[Page]:
    """That person's chat in a large browser window. Fails when anything complains behind the scenes."""
    async with watched(browser, house.url, size=DESKTOP) as context:
        yield await house.enter(context)
