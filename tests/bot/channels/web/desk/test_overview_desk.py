"""The overview of rounds: what is worth doing, figures as they are told elsewhere, and its rights."""

import re
from datetime import timedelta
from html import unescape

import pytest

from conversations.groups.round_view import WhoSees
from storage.engine.database import Transaction
from storage.messages.files import StoredFile, keep_file
from storage.roles.organisations import Role
from tests.bot.channels.web.desk.round_desk import OWN, desk, does, fields_in, says, text_of
from tests.bot.channels.web.desk.test_guide_desk import coordinator
from tests.bot.channels.web.served_pages import Browser, House
from tests.bot.workshop import ROUND
from tests.web.visits import token_in

HERE = f"/desk/{ROUND}"
BEGIN = f"{HERE}/begin"
LINK = re.compile(r"/join/([\w-]{43})")


def figures_of(page: str) -> dict[str, str]:
    """The figures of the round by their words."""
    found = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page)
    return {unescape(words): unescape(figure) for words, figure in found}


async def begins(browser: Browser, do: str, page: str = HERE) -> str:
    """Press a button of the overview; the conversation then."""
    token = token_in((await browser.get(page)).text)
    came = await browser.post(BEGIN, data={"token": token, "do": do}, headers=OWN)
    assert (came.status_code, came.headers["location"]) == (303, "/chat#newest")
    return text_of((await browser.get("/chat")).text)


async def test_without_a_round_it_leads_to_opening_one(house: House) -> None:
    browser = await coordinator(house)
    page = (await browser.get("/desk")).text
    assert "There is no round yet." in page
    assert 'href="/round">Open a round</a>' in page
    reader = await coordinator(house, role=Role.READER)
    assert 'href="/round"' not in (await reader.get("/desk")).text


async def test_with_nobody_invited_that_is_what_is_worth_doing(house: House) -> None:
    browser = await desk(house, people="")
    page = (await browser.get("/desk")).text
    assert "Nobody is invited yet." in page
    assert page.count('class="primary"') == 1
    assert fields_in(page, BEGIN)["do"] == "remind-not-joined"
    assert "Whom do you invite?" in await begins(browser, "invite")


async def test_figures_and_rows_say_what_the_conversation_says(house: House) -> None:
    browser = await desk(house)
    made = LINK.search(await does(browser, "new", 1))
    assert made is not None
    visitor = await house.browser()
    assert (await visitor.enters(made[1])).status_code == 303
    page = (await browser.get(HERE)).text
    assert figures_of(page) == {
        "invited": "5",
        "have come": "1",
        "finished a theme": "0",
        "finished all that is asked": "0",
    }
    for said in ("4 not joined yet", "1 joined and not begun", "Home care = Home Care"):
        assert said in text_of(page)
    status, people = await says(browser, "/status"), await says(browser, "/people")
    assert "5 invited, 1 joined, 0 begun." in text_of(status)
    assert "4 not joined yet" in text_of(people)
    assert f'href="{HERE}/people?far=not-joined"' in page
    assert "Remind 1 person?" not in page, "nobody is reminded by a page alone"


async def test_everything_that_it_offers_can_be_begun_and_asks_first(house: House) -> None:
    browser = await desk(house)
    page = (await browser.get(HERE)).text
    offered = set(re.findall(r'name="do" value="([^"]+)"', page))
    assert offered == {"remind", "remind-not-joined"}
    for do in ("invite", "remind", "remind-not-joined", "link", "status"):
        chat = await begins(browser, do)
        assert "I do not know that command" not in chat


async def test_who_has_not_come_is_reminded_from_every_page_after_a_look(house_with_mail: House) -> None:
    house = house_with_mail
    people = "Name,Team,E-mail\nIsla Reid,Home care,isla@example.org\nEwan Tait,Home care,ewan@example.org"
    browser = await desk(house, people="")
    for listed in ("Isla Reid, Home care\nEwan Tait, Home care", people):  # their addresses come later
        await says(browser, f"/invite {listed}")
        await says(browser, "yes")
    for page in (HERE, f"{HERE}/people", f"{HERE}/upload"):
        shown = (await browser.get(page)).text
        assert fields_in(shown, BEGIN)["do"] == "remind-not-joined"
        chat = await begins(browser, "remind-not-joined", page)
        assert "2 people get their links by mail." in chat
    assert await _reminders(house) == 0, "it was only looked at"
    await says(browser, "yes")
    assert await _reminders(house) == 2


async def _reminders(house: House) -> int:
    row = await house.database.read(lambda tx: tx.row("SELECT count(*) FROM mail WHERE kind = 'reminder'"))
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
async def test_without_mails_those_who_have_not_come_are_listed(house: House, who_sees: WhoSees) -> None:
    browser = await desk(house, who_sees)
    assert "has not joined, so I cannot reach them" in await begins(browser, "remind-not-joined")


async def test_in_an_anonymous_round_nobody_can_be_told_from_others(house: House) -> None:
    browser = await desk(house, WhoSees.ANONYMOUS)
    assert "remind-not-joined" not in (await browser.get(HERE)).text
    assert "This round is anonymous" in await begins(browser, "remind-not-joined")


async def test_the_newest_papers_are_those_that_whoever_looks_asked_for(house: House) -> None:
    browser = await desk(house, WhoSees.NAMED)
    assert "Reports and tables that you ask for" in (await browser.get(HERE)).text
    await _gets(house, 1, ["links.csv", "people.csv", "group-report-1.pdf"])
    await _gets(house, 3, ["replies.xlsx", "progress.png"])
    page = (await browser.get(HERE)).text
    papers = page.partition("Newest papers")[2].partition("All rounds")[0]
    assert re.findall(r'href="/files/\d+"[^>]*>([^<]+)<', papers) == [
        "progress.png",
        "replies.xlsx",
        "group-report-1.pdf",
    ]
    path = re.search(r'href="(/files/\d+)"', papers)
    assert path is not None
    assert (await browser.get(path[1])).status_code == 200
    other = await coordinator(house)
    assert "/files/" not in (await other.get(HERE)).text, "what somebody else asked for is theirs"


async def _gets(house: House, days: int, names: list[str]) -> None:
    now = house.shop.clock() + timedelta(days=days)

    def keep(tx: Transaction) -> None:
        row = tx.row("SELECT min(person_id) FROM office")
        assert row is not None
        for name in names:
            keep_file(tx, row[0], StoredFile(name, "text/plain", name.encode()), now, round_id=ROUND)

    await house.database.write(keep)


async def test_of_an_anonymous_round_figures_are_in_steps_and_say_so(house: House) -> None:
    people = "\n".join(f"Person{number:02} Example" for number in range(20))
    browser = await desk(house, WhoSees.ANONYMOUS, people)
    page = (await browser.get(HERE)).text
    assert figures_of(page) == {
        "invited": "20",
        "have come": "fewer than 5",
        "finished a theme": "fewer than 5",
        "finished all that is asked": "fewer than 5",
    }
    link = re.search(r"/join/([a-z\d]{4}(?:-[a-z\d]{4}){3})", await says(browser, "/link show 1"))
    assert link is not None
    for come, told in ((4, "fewer than 5"), (12, "at least 10")):
        while await house.places() < come:
            visitor = await house.browser()
            assert (await visitor.enters(link[1])).status_code == 303
        assert figures_of((await browser.get(HERE)).text)["have come"] == told
    assert "not joined yet" not in page
    assert "Person01" not in page


async def test_of_a_small_anonymous_round_no_figure_is_told(house: House) -> None:
    browser = await desk(house, WhoSees.ANONYMOUS)
    page = (await browser.get(HERE)).text
    assert figures_of(page) == {"invited": "5"}
    assert "Too few people are invited for figures" in page


async def test_a_reader_gets_figures_in_steps_and_nobodys_name(house: House) -> None:
    runs = await desk(house, WhoSees.NAMED)
    reader = await coordinator(house, role=Role.READER)
    page = (await reader.get(HERE)).text
    assert figures_of(page) == {"invited": "5"}
    assert f"{HERE}/people" not in page
    assert "Isla" not in page
    assert "Worth doing today" in page
    assert "How far it is" in page
    assert figures_of((await runs.get(HERE)).text)["have come"] == "0"
    refused = await reader.post(
        BEGIN, data={"token": token_in((await reader.get(HERE)).text), "do": "remind"}, headers=OWN
    )
    assert refused.status_code == 404


async def test_a_closed_round_tells_its_figures_where_its_report_does(house: House) -> None:
    browser = await desk(house, WhoSees.ANONYMOUS)
    await says(browser, "/close")
    await says(browser, "yes")
    page = (await browser.get(HERE)).text
    assert figures_of(page) == {}
    assert "How many took part is told in the group&#39;s report: /results" in page
    assert "The round is closed." in page or "It has not been given to everybody yet." in page


@pytest.mark.parametrize("who", ["other organisation", "complaints", "participant"])
async def test_nobody_else_sees_a_round_or_begins_anything(house: House, who: str) -> None:
    runs = await desk(house)
    match who:
        case "other organisation":
            browser = await coordinator(house, "Another Council")
        case "complaints":
            browser = await coordinator(house, role=Role.COMPLAINTS)
        case _:
            made = LINK.search(await does(runs, "new", 1))
            assert made is not None
            browser = await house.browser()
            await browser.enters(made[1])
    token = token_in((await browser.get("/chat")).text)
    assert (await browser.get(HERE)).status_code == 404
    refused = await browser.post(BEGIN, data={"token": token, "do": "remind"}, headers=OWN)
    assert refused.status_code == 404
    own = await browser.get("/desk")
    assert "Round r1" not in own.text
    assert own.status_code == (200 if who == "other organisation" else 404)


async def test_what_is_no_act_of_the_page_is_not_begun(house: House) -> None:
    browser = await desk(house)
    token = token_in((await browser.get(HERE)).text)
    for do in ("", "close", "people", "round", "forget"):
        refused = await browser.post(BEGIN, data={"token": token, "do": do}, headers=OWN)
        assert refused.status_code == 404, do
    elsewhere = await browser.post(BEGIN, data={"token": "0" * 64, "do": "remind"}, headers=OWN)
    assert elsewhere.status_code == 403


async def test_all_rounds_are_listed_with_what_the_conversation_says_of_them(house: House) -> None:
    browser = await desk(house)
    await house.opened(WhoSees.NAMED, "r2")
    page, card = text_of((await browser.get("/desk")).text), text_of(await says(browser, "/rounds"))
    facts = "open, with no last day; 0 people take part. Nobody has finished a theme."
    assert page.count(facts) == card.count(facts) == 2
    assert 'href="/desk">Open the overview as a page</a>' in await says(browser, "/rounds")
