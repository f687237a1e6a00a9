"""Who is invited, as a page: the list of the conversation, its acts and its rights, over HTTP."""

import re
from html import unescape

import pytest

from conversations.groups.round_view import WhoSees
from storage.roles.organisations import Role
from tests.bot.channels.web.desk.round_desk import (
    FIVE,
    PEOPLE,
    desk,
    does,
    fields_in,
    looks,
    names_of,
    rows_of,
    says,
    sends,
    states,
    text_of,
    token,
)
from tests.bot.channels.web.desk.test_guide_desk import coordinator
from tests.bot.channels.web.served_pages import Browser, House

NAMES = ["Isla Reid", "Ewan Tait", "Zoe Able", "Mòrag Gunn", "Ann Bell"]
LINK = re.compile(r"/join/([\w-]{43})")
SHARED = re.compile(r"/join/([a-z\d]{4}(?:-[a-z\d]{4}){3})")


# --- the list ---------------------------------------------------------------------------------------------


async def test_the_list_says_of_everybody_what_the_conversation_says(house: House) -> None:
    browser = await desk(house)
    page, card = (await browser.get(PEOPLE)).text, text_of(await says(browser, "/people"))
    assert names_of(page) == NAMES
    assert "5 invited: 5 not joined yet." in text_of(page)
    assert "5 invited: 5 not joined yet." in card
    for row in rows_of(page):
        number, name = row.split()[0], " ".join(row.split()[1:3])
        assert f"{number}. {name}" in card
        assert "invited" in row


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, NAMES),
        ({"team": "Home care"}, NAMES[:2]),
        ({"team": "-"}, ["Ann Bell"]),
        ({"from": "+"}, ["Mòrag Gunn"]),
        ({"from": "Example Trust"}, ["Mòrag Gunn"]),
        ({"from": "-"}, [each for each in NAMES if each != "Mòrag Gunn"]),
        ({"far": "not-joined"}, NAMES),
        ({"far": "finished"}, NAMES),
        ({"team": "Home care", "from": "+"}, []),
        ({"sort": "name"}, ["Ann Bell", "Ewan Tait", "Isla Reid", "Mòrag Gunn", "Zoe Able"]),
        ({"sort": "-name"}, ["Zoe Able", "Mòrag Gunn", "Isla Reid", "Ewan Tait", "Ann Bell"]),
        ({"sort": "team"}, ["Mòrag Gunn", "Isla Reid", "Ewan Tait", "Zoe Able", "Ann Bell"]),
        ({"sort": "-number"}, NAMES[::-1]),
        ({"page": "7"}, NAMES),
        ({"page": "0", "sort": "drop", "team": "Nowhere"}, NAMES),
    ],
)
async def test_an_address_chooses_and_sorts_and_what_there_is_not_chooses_nothing(
    house: House, query: dict[str, str], shown: list[str]
) -> None:
    browser = await desk(house)
    page = await browser.get(PEOPLE, params=query)
    assert page.status_code == 200
    assert names_of(page.text) == shown
    assert "Nowhere" not in page.text, "a page repeats no words of an address"


async def test_somebody_is_found_by_part_of_a_name_however_it_is_written(house: House) -> None:
    browser = await desk(house)
    for words, found in (("morag", ["Mòrag Gunn"]), ("TAIT ewan", ["Ewan Tait"]), ("nobody", [])):
        fields = {"token": await token(browser), "words": words}
        page = await sends(browser, f"{PEOPLE}/find", fields)
        assert page.status_code == 200
        assert names_of(page.text) == found
    assert "Nobody on the list is like that." in page.text


async def test_a_long_list_is_parted_into_pages(house: House) -> None:
    people = "\n".join(f"Person{number:03} Example, Team {number % 3}" for number in range(205))
    browser = await desk(house, people=people)
    first, last = await browser.get(PEOPLE), await browser.get(PEOPLE, params={"page": "3", "team": ""})
    assert (len(rows_of(first.text)), len(rows_of(last.text))) == (100, 5)
    assert "Page 3 of 3" in text_of(last.text)


async def test_two_spellings_of_a_team_are_marked_in_place(house: House) -> None:
    page = (await (await desk(house)).get(PEOPLE)).text
    assert [row for row in rows_of(page) if "also written" in row] == rows_of(page)[:3]
    assert "Home Care also written “Home care”" in rows_of(page)[2]


# --- in an anonymous round --------------------------------------------------------------------------------


async def test_an_anonymous_round_lists_who_was_invited_and_nothing_else(house: House) -> None:
    browser = await desk(house, WhoSees.ANONYMOUS)
    page = (await browser.get(PEOPLE)).text
    assert sorted(names_of(page)) == sorted(NAMES)
    assert "How far" not in page
    assert "checkbox" not in page
    for row in rows_of(page):
        assert not re.search(r"invited|joined|begun|finished|expired", row), row
    link = re.search(SHARED, await says(browser, "/link show 1"))
    assert link is not None
    assert "<p>5 invited.</p>" in page
    visitor = await house.browser()
    assert (await visitor.enters(link[1])).status_code == 303
    after = (await browser.get(PEOPLE)).text
    assert rows_of(after) == rows_of(page), "nobody sees that somebody came"
    assert "<p>5 invited.</p>" in after


async def test_in_an_anonymous_round_a_name_is_taken_off_and_nothing_else_is_done(house: House) -> None:
    browser = await desk(house, WhoSees.ANONYMOUS)
    page = (await browser.get(PEOPLE)).text
    fields = fields_in(page, f"{PEOPLE}/look")
    shown = await sends(browser, f"{PEOPLE}/look", fields)
    assert "Take this name off the list?" in shown.text
    assert (await sends(browser, PEOPLE, fields_in(shown.text, PEOPLE))).status_code == 303
    after = (await browser.get(PEOPLE)).text
    assert len(names_of(after)) == 4
    assert "The name is off the list" in after
    for do in ("new", "take-back", "name", "team", "organisation"):
        refused = await looks(browser, do, 1)
        assert refused.status_code == 400, do
        assert 'role="alert"' in refused.text


# --- what can be done -------------------------------------------------------------------------------------


async def test_several_links_are_taken_back_and_that_can_be_undone(house: House) -> None:
    browser = await desk(house)
    shown = await looks(browser, "take-back", 1, 2, 4)
    for said in ("Take 3 links back?", "1. Isla Reid, Home care", "4. Mòrag Gunn", "Take 3 back"):
        assert said in unescape(shown.text)
    assert "revoked" not in " ".join((await states(house)).values()), "nothing is done before a yes"
    page = await does(browser, "take-back", 1, 2, 4)
    assert "3 links do not work any more." in page
    assert [n for n, each in (await states(house)).items() if "revoked" in each] == [1, 2, 4]
    again = (await browser.get(PEOPLE)).text
    assert "3 links do not work any more." in again, "for as long as it is the last thing done"
    came = await sends(browser, f"{PEOPLE}/undo", fields_in(again, f"{PEOPLE}/undo"))
    assert came.status_code == 303
    assert "revoked" not in " ".join((await states(house)).values())
    after = (await browser.get(PEOPLE)).text
    assert "Undone: 3 links work again." in after
    assert f"{PEOPLE}/undo" not in after


async def test_what_a_page_did_is_in_the_conversation_and_can_be_undone_there(house: House) -> None:
    browser = await desk(house)
    await does(browser, "take-back", 5)
    assert "Link 5 does not work any more." in (await browser.get("/chat")).text
    assert "Undone: 1 link works again." in await says(browser, "undo")
    assert "revoked" not in (await states(house))[5]
    assert f"{PEOPLE}/undo" not in (await browser.get(PEOPLE)).text


async def test_what_the_conversation_did_can_be_undone_on_the_page(house: House) -> None:
    browser = await desk(house)
    await says(browser, "/people take back 5")
    await says(browser, "yes")
    page = (await browser.get(PEOPLE)).text
    assert "1 link does not work any more." in page
    assert (await sends(browser, f"{PEOPLE}/undo", fields_in(page, f"{PEOPLE}/undo"))).status_code == 303
    assert "revoked" not in (await states(house))[5]


async def test_an_undo_that_was_shown_before_something_else_was_done_undoes_nothing(house: House) -> None:
    browser = await desk(house)
    page = await does(browser, "take-back", 1)
    fields = fields_in(page, f"{PEOPLE}/undo")
    await does(browser, "take-back", 2)
    late = await sends(browser, f"{PEOPLE}/undo", fields)
    assert late.status_code == 409
    assert "Please look again." in late.text
    assert [n for n, each in (await states(house)).items() if "revoked" in each] == [1, 2]


async def test_a_new_link_is_shown_once_and_lets_in_whom_it_is_for(house: House) -> None:
    browser = await desk(house)
    page = await does(browser, "new", 3)
    made = re.search(LINK, page)
    assert made is not None
    assert "Hello Zoe Able" in page
    assert made[1] not in (await browser.get(PEOPLE)).text
    assert made[1] in (await browser.get("/chat")).text, "the conversation has it, as after /people new 3"
    visitor = await house.browser()
    assert (await visitor.enters(made[1])).status_code == 303
    found = await states(house)
    assert (found[3], found[6]) == ("Zoe Able, Home Care: revoked", "Zoe Able, Home Care: joined")


async def test_a_form_that_is_sent_twice_makes_one_link(house: House) -> None:
    browser = await desk(house)
    fields = fields_in((await looks(browser, "new", 3)).text, PEOPLE)
    assert (await sends(browser, PEOPLE, fields)).status_code == 303
    twice = await sends(browser, PEOPLE, fields)
    assert twice.status_code == 409
    assert "Please look again." in twice.text
    assert len(await states(house)) == 6


@pytest.mark.parametrize(
    ("do", "numbers", "value", "becomes"),
    [
        ("team", (1, 3), "Day services", {1: "Isla Reid, Day services", 3: "Zoe Able, Day services"}),
        ("team", (5,), "12 High Street", {5: "Ann Bell, 12 High Street"}),
        ("team", (5,), "HOME CARE", {5: "Ann Bell, Home care"}),
        ("team", (1,), "", {1: "Isla Reid, "}),
        ("name", (2,), "Euan Tait", {2: "Euan Tait, Home care"}),
        ("organisation", (2,), "Example Trust", {2: "Ewan Tait, Home care"}),
    ],
)
async def test_people_are_corrected_after_each_was_shown_before_and_after(
    house: House, do: str, numbers: tuple[int, ...], value: str, becomes: dict[int, str]
) -> None:
    browser = await desk(house)
    shown = await looks(browser, do, *numbers, value=value)
    assert unescape(shown.text).count(" becomes ") == len(numbers)
    page = await does(browser, do, *numbers, value=value)
    assert "corrected." in page
    found = await states(house)
    assert {n: found[n].partition(":")[0] for n in becomes} == becomes
    came = await sends(browser, f"{PEOPLE}/undo", fields_in(page, f"{PEOPLE}/undo"))
    assert came.status_code == 303
    assert [each.partition(",")[0] for each in (await states(house)).values()] == NAMES


@pytest.mark.parametrize(
    ("do", "numbers", "value", "said"),
    [
        ("name", (2,), "", "There is no name on this line."),
        ("name", (2,), "x" * 200, "A name, a team or an organisation may have"),
        ("team", (1,), "Home care", "It is so already: there is nothing to correct."),
    ],
)
async def test_what_cannot_be_used_is_said_and_what_was_typed_is_kept(
    house: House, do: str, numbers: tuple[int, ...], value: str, said: str
) -> None:
    browser = await desk(house)
    refused = await looks(browser, do, *numbers, value=value)
    assert refused.status_code == 400
    assert said in unescape(refused.text)
    assert f'value="{value}"' in refused.text


@pytest.mark.parametrize(
    ("do", "numbers"),
    [
        *(
            ("take-back", ()),
            ("team", ()),
            ("new", ()),
            ("new", (1, 2)),
            ("take-back", (99,)),
            ("new", (99,)),
        ),
        *(("name", (1, 2)), ("team", (99,)), ("nonsense", (1,)), ("", ()), ("take-off", ())),
    ],
)
async def test_what_names_nobody_is_refused_in_a_sentence_above_the_list(
    house: House, do: str, numbers: tuple[int, ...]
) -> None:
    browser = await desk(house)
    refused = await looks(browser, do, *numbers)
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text
    assert names_of(refused.text) == NAMES


async def test_whoever_has_joined_keeps_their_link_and_their_team(house: House) -> None:
    browser = await desk(house)
    made = re.search(LINK, await does(browser, "new", 1))
    assert made is not None
    visitor = await house.browser()
    assert (await visitor.enters(made[1])).status_code == 303
    page = (await browser.get(PEOPLE)).text
    assert "joined" in next(row for row in rows_of(page) if row.startswith("6 "))
    assert (await looks(browser, "take-back", 6)).status_code == 400
    assert (await looks(browser, "team", 6, value="Day care")).status_code == 400


async def test_a_page_about_another_round_than_the_conversation_says_so_there(house: House) -> None:
    browser = await desk(house)
    await house.opened(WhoSees.NAMED, "r2")
    await says(browser, "/rounds")
    await says(browser, "2")
    told = (await browser.get("/chat")).text.count("From here on, what you ask for is about this round.")
    page = await does(browser, "take-back", 5)
    assert "Link 5 does not work any more." in page
    chat = (await browser.get("/chat")).text
    assert chat.count("From here on, what you ask for is about this round.") == told + 1
    assert "who is invited" in await says(browser, "/people")


# --- who may ------------------------------------------------------------------------------------------------


async def _somebody(house: House, who: str) -> Browser:
    match who:
        case "reader":
            return await coordinator(house, role=Role.READER)
        case "other organisation":
            return await coordinator(house, "Another Council")
        case "complaints":
            return await coordinator(house, role=Role.COMPLAINTS)
        case "ended role":
            browser = await coordinator(house)
            person = await browser.person()
            await house.database.write(
                lambda tx: tx.run("DELETE FROM role WHERE person_id = :id", {"id": person})
            )
            return browser
    browser, visitor = await coordinator(house), await house.browser()
    made = re.search(LINK, await does(browser, "new", 1))
    assert made is not None
    await visitor.enters(made[1])
    return visitor


@pytest.mark.parametrize("who", ["participant", "reader", "other organisation", "complaints", "ended role"])
async def test_nobody_else_sees_or_does_anything_there(house: House, who: str) -> None:
    await desk(house)
    browser = await _somebody(house, who)
    before = await states(house)
    own_token = re.search(r'name="token" value="([^"]+)"', (await browser.get("/chat")).text)
    assert own_token is not None
    fields = {"token": own_token[1], "n": "2", "do": "take-back", "words": "Isla", "card": "1"}
    for path in (PEOPLE, f"{PEOPLE}/look"):
        assert (await browser.get(path, params={"n": "2", "do": "take-back"})).status_code == 404
    for path in (PEOPLE, f"{PEOPLE}/look", f"{PEOPLE}/find", f"{PEOPLE}/undo"):
        refused = await sends(browser, path, fields)
        assert refused.status_code == 404
        assert "Isla" not in refused.text
    assert await states(house) == before


async def test_a_round_that_there_is_not_looks_like_one_of_others(house: House) -> None:
    browser, other = await desk(house), await coordinator(house, "Another Council")
    unknown, others = await browser.get("/desk/r99/people"), await other.get(PEOPLE)
    assert (unknown.status_code, unknown.text) == (others.status_code, others.text)


async def test_nothing_is_done_without_the_forms_own_token_or_from_another_site(house: House) -> None:
    browser = await desk(house)
    fields = fields_in((await looks(browser, "take-back", 1)).text, PEOPLE)
    assert (await sends(browser, PEOPLE, fields | {"token": "0" * 64})).status_code == 403
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert (await browser.post(PEOPLE, data=fields, headers=elsewhere)).status_code == 403
    assert "revoked" not in " ".join((await states(house)).values())


async def test_whoever_is_signed_out_is_led_to_the_front(house: House) -> None:
    browser = await desk(house)
    browser.cookies.clear()
    came = await browser.get(PEOPLE)
    assert (came.status_code, came.headers["location"]) == (303, "/chat")


async def test_the_conversation_leads_to_the_page_and_the_page_back(house: House) -> None:
    browser = await desk(house, people=FIVE)
    assert f'<a href="{PEOPLE}">Open the list as a page</a>' in await says(browser, "/people")
    assert 'href="/chat#newest">Conversation</a>' in (await browser.get(PEOPLE)).text
