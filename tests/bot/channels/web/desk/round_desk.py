"""A round with people on its list, and the pages of its coordinator, for tests over HTTP."""

import re
from html import unescape
from itertools import count

import httpx

from conversations.groups.round_view import WhoSees
from storage.rounds.invitees import invitee_list
from storage.rounds.rounds import find_round
from tests.bot.channels.web.desk.test_guide_desk import coordinator
from tests.bot.channels.web.served_pages import Browser, House
from tests.bot.workshop import ROUND
from tests.web.visits import token_in

OWN = {"Sec-Fetch-Site": "same-origin"}
PEOPLE = f"/desk/{ROUND}/people"

FIVE = """Isla Reid, Home care
Ewan Tait, Home care
Zoe Able, Home Care
Mòrag Gunn, Day services, Example Trust
Ann Bell"""

_NUMBERS = count()


async def desk(house: House, who_sees: WhoSees = WhoSees.CONFIDENTIAL, people: str = FIVE) -> Browser:
    """The coordinator of a round with these people on its list."""
    browser = await coordinator(house)
    await house.opened(who_sees)
    if people:
        await says(browser, f"/invite {people}")
        if who_sees is not WhoSees.ANONYMOUS and "Home Care" in people:
            await says(browser, "2")
            await says(browser, "They are different teams")
        await says(browser, "yes")
    return browser


async def says(browser: Browser, text: str) -> str:
    """Write in the conversation, as its script sends it; the page of it then."""
    token = token_in((await browser.get("/chat")).text)
    said = {"message_id": f"said-{next(_NUMBERS):08}", "text": text}
    came = await browser.post("/chat", json=said, headers={**OWN, "X-Form-Token": token})
    assert came.status_code == 202, came.text
    await browser.house.shop.go_on()
    return unescape((await browser.get("/chat")).text)


def text_of(page: str) -> str:
    """What a page says, without its markup."""
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def rows_of(page: str) -> list[str]:
    """The rows of the list, each as what it says."""
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    return [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", body[1] if body else "", re.DOTALL)]


def names_of(page: str) -> list[str]:
    """The names on the list, in its order."""
    return [unescape(each) for each in re.findall(r'<th scope="row"[^>]*>([^<]+)', page)]


def fields_in(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the page's form with this action, and the button that sends it."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form is not None, f"there is no form for {action}"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[1])
    button = re.search(r'<button[^>]*name="([^"]+)" value="([^"]*)"', form[1])
    fields = {name: unescape(value) for name, value in hidden}
    return fields | ({button[1]: unescape(button[2])} if button else {})


async def sends(browser: Browser, path: str, fields: dict[str, str]) -> httpx.Response:
    return await browser.post(path, data=fields, headers=OWN)


async def looks(browser: Browser, do: str, *numbers: int, value: str | None = None) -> httpx.Response:
    """What is asked before an act; with a value, once that is typed."""
    asked = await browser.get(f"{PEOPLE}/look", params={"do": do, "n": list(map(str, numbers))})
    if value is None:
        return asked
    assert asked.status_code == 200, text_of(asked.text)
    fields = fields_in(asked.text, f"{PEOPLE}/look")
    return await sends(browser, f"{PEOPLE}/look", fields | {"value": value})


async def does(browser: Browser, do: str, *numbers: int, value: str | None = None) -> str:
    """Look at an act, do it, and go where that leads."""
    shown = await looks(browser, do, *numbers, value=value)
    assert shown.status_code == 200, text_of(shown.text)
    came = await sends(browser, PEOPLE, fields_in(shown.text, PEOPLE))
    assert came.status_code == 303, text_of(came.text)
    return (await browser.get(came.headers["location"])).text


async def states(house: House) -> dict[int, str]:
    """How far everybody on the list is, by number."""

    def look(tx):  # type: ignore[no-untyped-def]
        view = find_round(tx, ROUND)
        assert view is not None
        themes = [each.id for each in house.shop.shelf.guide_of(tx, ROUND).themes]
        return {
            each.number: f"{each.guest.name}, {each.guest.team}: {each.state.value}"
            for each in invitee_list(tx, view, themes, house.shop.clock())
        }

    return await house.database.read(look)  # type: ignore[no-any-return]


async def token(browser: Browser) -> str:
    return token_in((await browser.get(PEOPLE)).text)
