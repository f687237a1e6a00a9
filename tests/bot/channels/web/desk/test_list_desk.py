"""The page of a list of people: what was read as what, what is decided, and links, over HTTP."""

import re
from html import unescape

import httpx
import pytest

from conversations.groups.round_view import WhoSees
from storage.roles.organisations import Role
from tests.bot.channels.web.desk.round_desk import (
    FIVE,
    OWN,
    PEOPLE,
    desk,
    names_of,
    says,
    sends,
    states,
    text_of,
)
from tests.bot.channels.web.desk.test_guide_desk import coordinator
from tests.bot.channels.web.served_pages import Browser, House
from tests.bot.workshop import ROUND
from tests.web.visits import token_in

UPLOAD = f"/desk/{ROUND}/upload"

HR_LIST = """Staff report
First name,Surname,Dept,Payroll
Isla,Reid,Home care,4711
Ewan,Tait,Home Care,4712
Mòrag,Gunn,Day services,4713
Total,3,,
"""


async def gives(browser: Browser, words: str) -> httpx.Response:
    token = token_in((await browser.get(UPLOAD)).text)
    return await sends(browser, UPLOAD, {"token": token, "do": "read", "list": words})


async def sends_file(browser: Browser, content: bytes) -> httpx.Response:
    token = token_in((await browser.get(UPLOAD)).text)
    fields, files = {"token": token, "do": "read"}, {"file": ("staff.csv", content)}
    return await browser.post(UPLOAD, data=fields, files=files, headers=OWN)


async def does(browser: Browser, do: str, **fields: str) -> httpx.Response:
    page = (await browser.get(UPLOAD)).text
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    own = {"token": token_in(page), "do": do, **({"seen": seen[1]} if seen else {})}
    return await sends(browser, UPLOAD, own | fields)


async def test_a_file_is_read_shown_decided_on_and_makes_links(house: House) -> None:
    browser = await desk(house, people="")
    came = await sends_file(browser, HR_LIST.encode())
    assert (came.status_code, came.headers["location"]) == (303, UPLOAD)
    page = (await browser.get(UPLOAD)).text
    shown = text_of(page)
    for said in (
        "Make 3 links for “Round r1”?",
        "Isla Reid, Home care",
        "Surname",
        "This column is not read, and nothing of it is kept: “Payroll”.",
        "is left out",
        "Are these the same team?",
    ):
        assert said in shown
    assert "4711" not in page
    assert page.count('class="primary"') == 1
    assert re.search(r'name="choice-spellings" value="1" checked', page), "the proposal is ticked"
    assert await states(house) == {}, "nothing is made before a yes"
    made = await does(browser, "make")
    assert (made.status_code, made.headers["location"]) == (303, PEOPLE)
    people = (await browser.get(PEOPLE)).text
    assert "3 links are ready." in people
    assert "What you hand on is in the conversation" in people
    assert names_of(people) == ["Isla Reid", "Ewan Tait", "Mòrag Gunn"]
    assert (await states(house))[2] == "Ewan Tait, Home care: invited"
    chat = (await browser.get("/chat")).text
    assert "3 links are ready." in chat
    assert "links.csv" in chat


async def test_what_is_decided_changes_what_is_made(house: House) -> None:
    browser = await desk(house, people="")
    await sends_file(browser, HR_LIST.encode())
    decided = {"choice-spellings": "2", "words-lines": "leave out 5"}
    assert (await does(browser, "decide", **decided)).status_code == 303
    wrong = await does(browser, "decide", **{"choice-spellings": "1", "words-lines": "leave out ninety"})
    assert wrong.status_code == 400
    assert "leave out ninety</textarea>" in wrong.text, "and nothing that was given is lost"
    assert 'value="1" checked' in wrong.text
    added = {"words-lines": "add: Ann Bell, Day services"}
    assert (await does(browser, "decide", **added)).status_code == 303
    page = text_of((await browser.get(UPLOAD)).text)
    assert "Ann Bell, Day services" in page
    assert "Mòrag Gunn" not in page
    assert (await does(browser, "make")).status_code == 303
    assert [each.partition(":")[0] for each in (await states(house)).values()] == [
        "Isla Reid, Home care",
        "Ewan Tait, Home Care",
        "Ann Bell, Day services",
    ]


async def test_lines_that_cannot_be_read_are_asked_for_with_what_was_read_and_a_proposal(
    house: House,
) -> None:
    browser = await desk(house, people="")
    await gives(browser, "Isla Reid, Home care\n12345\nEwan Tait, Home care")
    page = (await browser.get(UPLOAD)).text
    for said in ("1 line could not be read.", "Line 2", "Isla Reid, Home care", "Ewan Tait, Home care"):
        assert said in unescape(page)
    assert 'name="seen"' not in page
    assert re.search(r'name="choice-wrong" value="1" checked', page)
    proposed = {"choice-wrong": "1", "words-wrong": "Ann Bell, Day services"}
    assert (await does(browser, "decide", **proposed)).status_code == 303
    assert "Make 3 links" in (await browser.get(UPLOAD)).text, "words count for more than what is ticked"
    assert (await does(browser, "decide", **{"choice-wrong": "1"})).status_code == 303
    page = (await browser.get(UPLOAD)).text
    assert "Make 2 links" in page
    assert "To change something, tap or type its number" not in page


async def test_a_list_given_in_the_conversation_is_on_the_page_and_the_other_way_round(house: House) -> None:
    browser = await desk(house, people="")
    assert '<a href="/desk/upload">Open the page for a list</a>' in await says(browser, "/invite")
    assert (await browser.get("/desk/upload")).headers["location"] == UPLOAD
    await says(browser, FIVE)
    page = text_of((await browser.get(UPLOAD)).text)
    assert "Make 5 links for “Round r1”?" in page
    assert (await does(browser, "drop")).status_code == 303
    assert "Nothing was done." in (await browser.get("/chat")).text
    assert 'id="file"' in (await browser.get(UPLOAD)).text
    assert (await gives(browser, FIVE)).status_code == 303
    card = text_of((await browser.get("/chat")).text)
    assert "Make 5 links for “Round r1”?" in card
    await says(browser, "yes")
    assert len(await states(house)) == 5


async def test_a_number_of_people_is_asked_for_its_team(house: House) -> None:
    browser = await desk(house, people="")
    assert (await gives(browser, "3")).status_code == 303
    page = (await browser.get(UPLOAD)).text
    assert "Which team are they in?" in page
    assert "Make the links" not in page
    assert (await does(browser, "decide", **{"words-team": "Day care"})).status_code == 303
    assert "Make 3 links" in (await browser.get(UPLOAD)).text
    assert (await does(browser, "make")).status_code == 303
    assert set((await states(house)).values()) == {", Day care: invited"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("0", "Please give a number from 1 to"),
        ("", "Nobody is invited yet."),
        ("{\\rtf1 Isla Reid}", "list"),
        ("12345\n\n,,,", "Nobody is invited yet."),
    ],
)
async def test_what_cannot_be_read_is_said_and_the_words_are_kept(
    house: House, words: str, said: str
) -> None:
    browser = await desk(house, people="")
    refused = await gives(browser, words)
    assert refused.status_code == 400
    assert said in unescape(refused.text)
    assert words in unescape(refused.text)
    assert await states(house) == {}


async def test_what_was_changed_since_it_was_shown_is_not_made(house: House) -> None:
    browser = await desk(house, people="")
    await gives(browser, FIVE)
    page = (await browser.get(UPLOAD)).text
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None
    fields = {"token": token_in(page), "do": "make", "seen": seen[1]}
    await does(browser, "decide", **{"words-lines": "leave out 5"})
    late = await sends(browser, UPLOAD, fields)
    assert late.status_code == 400
    assert "Please look again." in late.text
    assert await states(house) == {}
    assert (await does(browser, "make")).status_code == 303
    assert (await sends(browser, UPLOAD, fields)).status_code == 400, "and it is made once"
    assert len(await states(house)) == 4


async def test_a_list_of_an_anonymous_round_makes_one_link_for_all(house: House) -> None:
    browser = await desk(house, WhoSees.ANONYMOUS, people="")
    await gives(browser, FIVE)
    shown = (await browser.get(UPLOAD)).text
    assert "Ann Bell" in shown
    assert (await does(browser, "make")).status_code == 303
    people = (await browser.get(PEOPLE)).text
    assert len(names_of(people)) == 5
    assert "The link is ready." in people


@pytest.mark.parametrize("who", ["reader", "other organisation", "complaints"])
async def test_nobody_else_sees_a_list_or_gives_one(house: House, who: str) -> None:
    runs = await desk(house, people="")
    await gives(runs, FIVE)
    match who:
        case "reader":
            browser = await coordinator(house, role=Role.READER)
        case "complaints":
            browser = await coordinator(house, role=Role.COMPLAINTS)
        case _:
            browser = await coordinator(house, "Another Council")
    assert (await browser.get(UPLOAD)).status_code == 404
    token = token_in((await browser.get("/chat")).text)
    for do in ("read", "decide", "make", "drop"):
        refused = await sends(browser, UPLOAD, {"token": token, "do": do, "list": "Zoe Able"})
        assert refused.status_code == 404
    other = await coordinator(house)
    assert "Isla" not in (await other.get(UPLOAD)).text, "a list is whose who gave it until it is made"


async def test_in_a_closed_round_no_list_is_read(house: House) -> None:
    browser = await desk(house)
    await says(browser, "/close")
    await says(browser, "yes")
    refused = await gives(browser, "Zoe Able")
    assert refused.status_code == 400
    assert "“Round r1” is closed" in unescape(refused.text)
