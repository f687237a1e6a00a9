"""Coming in by a shared link in the browser, over HTTP and with everything behind it."""

import asyncio
import re

import httpx
import pytest

from bot.inbox.invitations import MOST_AT_ONCE
from conversations.groups.round_view import WhoSees
from storage.people import people, shared_links
from storage.roles.organisations import Role
from tests.bot.channels.web.served_pages import House
from tests.bot.workshop import FORTNIGHT, ROUND
from tests.web.visits import PLAIN, token_in


async def test_looking_takes_no_place_and_tells_nothing_but_the_round(house: House) -> None:
    await house.opened()
    link = await house.link(meant_for=1)
    await house.database.write(lambda tx: tx.run("UPDATE shared_link SET places = 3"))
    scanner = await house.browser()
    before = await scanner.get(f"/join/{link.code}")
    while (await (await house.browser()).enters(link.code)).status_code == 303:
        house.shop.clock.advance(61)
    places = await house.places()
    after = await (await house.browser()).get(f"/join/{link.code}")
    assert before.status_code == after.status_code == 200
    assert re.sub(r'value="[0-9a-f]{64}"', "", before.text) == re.sub(r'value="[0-9a-f]{64}"', "", after.text)
    assert await house.places() == places


async def test_each_browser_gets_a_place_a_word_and_the_welcome(house: House) -> None:
    await house.opened()
    link = await house.link()
    one, other = await house.browser(), await house.browser()
    for each in (one, other):
        answer = await each.enters(link.code)
        assert (answer.status_code, answer.headers["location"]) == (303, "/way-back")
    assert await one.word() != await other.word()
    assert await one.person() != await other.person()
    assert await house.places() == 2
    assert "Round r1" in (await one.get("/chat")).text


async def test_the_link_again_in_the_same_browser_leads_back_to_the_place(house: House) -> None:
    await house.opened()
    link = await house.link()
    browser = await house.browser()
    await browser.enters(link.code)
    person = await browser.person()
    page = await browser.get(f"/join/{link.code}")
    assert "Yes, go to my place" in page.text
    answer = await browser.enters(link.code, as_before="yes")
    assert answer.headers["location"] == "/chat"
    assert (await browser.person(), await house.places()) == (person, 1)


@pytest.mark.parametrize(
    "ending", ["UPDATE round SET closed_at = opened_at", "UPDATE shared_link SET stopped_at = 1"]
)
async def test_a_link_that_is_over_leads_whoever_has_a_place_to_it(house: House, ending: str) -> None:
    await house.opened()
    link = await house.link()
    browser, other = await house.browser(), await house.browser()
    await browser.enters(link.code)
    await house.database.write(lambda tx: tx.run(ending))
    led = await browser.get(f"/join/{link.code}")
    assert (led.status_code, led.headers["location"]) == (303, "/chat")
    assert (await browser.get("/chat")).status_code == 200
    # To every other browser it is as a link that never was, or as any other of a round that is over.
    told = (await other.get(f"/join/{link.code}")).text
    if "stopped" in ending:
        assert told == (await other.get("/join/never-was")).text
    else:
        assert told == (await other.get(f"/join/{await personal_link(house)}")).text


async def test_a_link_that_is_over_opens_no_place_that_was_put_aside_by_looking(house: House) -> None:
    await house.opened()
    link, browser = await house.link(), await house.browser()
    await browser.enters(link.code)
    browser.cookies.set("closer_look_aside_8765", browser.cookies["closer_look_8765"])
    browser.cookies.set("closer_look_8765", "nobody's-session-of-any-kind")
    await house.database.write(lambda tx: tx.run("UPDATE shared_link SET stopped_at = 1"))
    led = await browser.get(f"/join/{link.code}")
    assert (led.status_code, led.headers["location"]) == (303, "/conversations")


async def test_a_full_link_says_how_those_come_back_who_are_in(house: House) -> None:
    await house.opened()
    link, late = await house.link(), await house.browser()
    await house.database.write(lambda tx: tx.run("UPDATE shared_link SET places = 0"))
    turned_away = await late.enters(link.code)
    assert turned_away.status_code == 409
    assert "word of your own that you kept brings you back" in turned_away.text
    assert '<a href="/come-back">' in turned_away.text


async def test_whoever_sits_at_a_tablet_next_finds_both_answers_alike(house: House) -> None:
    await house.opened()
    link, tablet = await house.link(), await house.browser()
    await tablet.enters(link.code)
    word = await (first := await house.browser()).enters(link.code) and await first.word()
    for page in (await tablet.get(f"/join/{link.code}"), await tablet.press("/come-back", word=word)):
        assert page.text.count('class="choice"') == 2
        assert 'class="primary"' not in page.text


async def test_every_page_around_signing_out_says_the_same_of_the_way_back(house: House) -> None:
    await house.opened()
    link, browser = await house.link(), await house.browser()
    await browser.enters(link.code)
    assert "That ends when you sign out here" in (await browser.get("/way-back")).text
    fields = {"token": token_in((await browser.get("/way-back")).text)}
    headers = {"Sec-Fetch-Site": "same-origin"}
    asked = await browser.post("/sign-out", data=fields, headers=headers)
    assert "nobody knows which place is yours" in asked.text
    left = await browser.post("/sign-out", data={**fields, "sure": "yes"}, headers=headers)
    told = (await browser.get(left.headers["location"])).text
    assert "You come back with the link or the word that you kept, and with nothing else" in told
    assert "a link of your own" not in told
    # And the shared link does open another place.
    await browser.enters(link.code)
    assert await house.places() == 2


async def test_pressed_twice_it_takes_one_place(house: House) -> None:
    await house.opened()
    link = await house.link()
    browser = await house.browser()
    token = token_in((await browser.get(f"/join/{link.code}")).text)
    door = browser.cookies["closer_look_door_8765"]

    async def press() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=house.app),
            base_url=PLAIN,
            cookies={"closer_look_door_8765": door},
        ) as pressing:
            headers = {"Sec-Fetch-Site": "same-origin"}
            return await pressing.post(f"/join/{link.code}", data={"token": token}, headers=headers)

    answers = await asyncio.gather(press(), press(), press())
    assert {each.status_code for each in answers} == {303}
    assert len({each.cookies["closer_look_8765"] for each in answers}) == 1
    assert await house.places() == 1


async def test_somebody_else_at_the_same_tablet_gets_a_place_and_finds_no_other(house: House) -> None:
    await house.opened()
    link = await house.link()
    tablet = await house.browser()
    await tablet.enters(link.code)
    first, word, session = await tablet.person(), await tablet.word(), tablet.cookies["closer_look_8765"]
    await tablet.enters(link.code)
    second = await tablet.person()
    assert (first != second, await house.places()) == (True, 2)
    assert "closer_look_aside_8765" not in tablet.cookies
    other = await house.browser()
    other.cookies.set("closer_look_8765", session)
    assert (await other.get("/chat")).status_code == 303
    # The first of them comes back with the word, on the same tablet or anywhere.
    back = await house.browser()
    answer = await back.press("/come-back", word=word)
    assert answer.headers["location"] == "/chat"
    assert (await back.person(), await house.places()) == (first, 2)


@pytest.mark.parametrize("is_mine", [True, False])
async def test_what_is_open_at_a_tablet_is_kept_only_for_its_own_person(house: House, is_mine: bool) -> None:
    await house.opened()
    link, tablet = await house.link(), await house.browser()
    await tablet.enters(link.code)
    first, word = await tablet.person(), await tablet.word()
    await tablet.enters(link.code)
    second = await tablet.person()
    await tablet.press("/come-back", word=word, as_before="yes" if is_mine else "no")
    assert await tablet.person() == first
    if is_mine:
        await tablet.press("/conversations", number="1")
        assert await tablet.person() == second
    else:
        assert "closer_look_aside_8765" not in tablet.cookies


async def test_a_word_of_nobody_opens_nothing(house: House) -> None:
    await house.opened()
    browser = await house.browser()
    answer = await browser.press("/come-back", word="abcde-fghjk-mnpqr")
    assert answer.status_code == 404
    assert "nobody&#39;s word" in answer.text
    assert 'name="word"' in answer.text, "the next try is on the same page"
    assert "closer_look_8765" not in browser.cookies
    bare = await (await house.browser()).post("/come-back", data={"word": "abcde-fghjk-mnpqr"})
    assert bare.status_code == 403


async def test_a_new_word_ends_the_one_before(house: House) -> None:
    await house.opened()
    browser = await house.browser()
    await browser.enters((await house.link()).code)
    first = await browser.word()
    token = token_in((await browser.get("/way-back")).text)
    await browser.post("/way-back", data={"token": token}, headers={"Sec-Fetch-Site": "same-origin"})
    second = await browser.word()
    assert first != second
    assert (await (await house.browser()).press("/come-back", word=first)).status_code == 404
    assert (await (await house.browser()).press("/come-back", word=second)).status_code == 303


async def test_a_full_a_stopped_and_an_ended_link_let_nobody_in_but_those_who_are_in(house: House) -> None:
    await house.opened(WhoSees.CONFIDENTIAL)
    link = await house.link(meant_for=1, days=1)
    browser, late = await house.browser(), await house.browser()
    await browser.enters(link.code)
    full = await late.enters(link.code)
    assert full.status_code == 409
    assert "as many people as it may" in full.text
    assert (await browser.enters(link.code, as_before="yes")).status_code == 303
    now = house.shop.clock()
    await house.database.write(lambda tx: shared_links.stop_shared_link(tx, ROUND, 1, now, withdrawn=False))
    assert (await late.get(f"/join/{link.code}")).status_code == 404
    await house.database.write(lambda tx: shared_links.restart_shared_link(tx, ROUND, 1, stopped_at=None))
    house.shop.clock.advance(86_400)
    assert (await late.get(f"/join/{link.code}")).status_code == 404
    assert (await browser.get("/chat")).status_code == 200


async def test_a_closed_round_lets_nobody_in(house: House) -> None:
    await house.opened()
    link = await house.link()
    await house.shop.close_round()
    personal = await personal_link(house)
    for code in (link.code, personal):
        page = await (await house.browser()).get(f"/join/{code}")
        assert page.status_code == 404
        assert "This round is over" in page.text
        assert "This link does not work" not in page.text
        assert '<a href="/come-back">' in page.text, "those who took part come back to what is theirs"
        assert "Have you lost your word, and your link too?" in page.text
    assert "This link does not work" in (await (await house.browser()).get("/join/never-was")).text


async def personal_link(house: House) -> str:
    """The code of a link for one person."""
    now = house.shop.clock()
    return await house.database.write(lambda tx: people.invite(tx, ROUND, now, valid=FORTNIGHT))


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
async def test_ones_own_used_link_leads_back_in_the_browser_that_is_in(
    house: House, who_sees: WhoSees
) -> None:
    await house.opened(who_sees)
    code = await personal_link(house)
    browser = await house.browser()
    await browser.enters(code)
    house.shop.clock.advance(86_400)
    again = await browser.get(f"/join/{code}")
    assert (again.status_code, again.headers["location"]) == (303, "/chat")
    await house.shop.close_round()
    assert (await browser.get(f"/join/{code}")).headers["location"] == "/chat"
    # Nobody else gets in by it, also who is in as somebody else.
    other = await house.browser()
    assert (await other.get(f"/join/{code}")).status_code == 404


async def test_a_used_link_says_what_is_left_to_who_lost_their_way_in(house: House) -> None:
    await house.opened(WhoSees.CONFIDENTIAL)
    code = await personal_link(house)
    await (await house.browser()).enters(code)
    stranger = await house.browser()
    for page in (f"/join/{code}", "/come-back"):
        told = (await stranger.get(page)).text
        assert "Have you lost your word, and your link too?" in told
        assert "In an anonymous round nobody can." in told


async def test_in_a_closed_round_the_page_offers_nothing_that_does_nothing(house: House) -> None:
    await house.opened(WhoSees.CONFIDENTIAL)
    browser = await house.browser()
    await browser.enters(await personal_link(house))
    shown = (await browser.get("/chat")).text
    assert 'value="begin"' in shown
    assert "This round is closed" not in shown
    await house.shop.close_round()
    shown = (await browser.get("/chat")).text
    assert 'value="begin"' not in shown
    assert 'value="readers"' in shown, "what still counts stays"
    assert re.search(r'<label for="text">This round is closed\.</label>', shown)
    assert re.search(r'<p class="note">This round is closed\.</p>', shown)


async def test_in_a_closed_round_what_is_asked_can_still_be_answered(house: House) -> None:
    await house.opened()
    browser = await house.browser()
    await browser.enters((await house.link()).code)
    person, shop = await browser.person(), house.shop
    for text in ("begin", "1", "start", "Mrs Example rang us on 07700 900123."):
        shop.clock.advance(60)
        await shop.receive(shop.posted(person, f"m-{text[:5]}", text))
        await shop.go_on()
    assert 'value="reword-' in (await browser.get("/chat")).text
    await house.shop.close_round()
    shown = (await browser.get("/chat")).text
    assert 'value="reword-' not in shown
    assert ">Keep it<" in shown
    assert "Keep it, or take it out?" in shown
    assert "You can still answer what is asked.</label>" in shown
    form = re.search(
        r'name="message_id" value="([^"]+)"(?:(?!</form>).)*value="(takeout-\d+)"', shown, re.DOTALL
    )
    assert form is not None
    card = re.search(r'name="card" value="(\d+)"', form[0])
    assert card is not None
    shop.clock.advance(60)
    await browser.press("/chat", message_id=form[1], card=card[1], action=form[2])
    await shop.go_on()
    shown = (await browser.get("/chat")).text
    assert "Taken out." in shown
    assert 'value="takeout-' not in shown
    assert "07700" not in shown


@pytest.mark.parametrize("others", [0, 1])
async def test_in_an_anonymous_round_nobody_counts_others_by_filling_the_minute(
    house: House, others: int
) -> None:
    await house.opened()
    link = await house.link(meant_for=100)
    for _ in range(others + MOST_AT_ONCE + 1):
        assert (await (await house.browser()).enters(link.code)).status_code == 303


async def test_many_at_once_have_to_wait_and_then_come_in(house: House) -> None:
    await house.opened(WhoSees.CONFIDENTIAL)
    link = await house.link(meant_for=100)
    for _ in range(MOST_AT_ONCE):
        assert (await (await house.browser()).enters(link.code)).status_code == 303
    late = await house.browser()
    answer = await late.enters(link.code)
    assert (answer.status_code, await house.places()) == (429, MOST_AT_ONCE)
    house.shop.clock.advance(61)
    assert (await late.enters(link.code)).status_code == 303


async def test_a_place_is_kept_apart_from_what_is_open_in_the_browser(house: House) -> None:
    await house.opened()
    link, browser = await house.link(), await house.browser()
    await browser.enters(await house.role_link())
    coordinator = await browser.person()
    assert "The two are kept apart" in (await browser.get(f"/join/{link.code}")).text
    await browser.enters(link.code, as_before="yes")
    place = await browser.person()
    assert place != coordinator
    assert await house.people_here() == {place}
    # From one to the other, and back; nothing in the store says that they are in one browser.
    assert "/conversations" in (await browser.get("/way-back")).text
    for whose in (coordinator, place):
        answer = await browser.press("/conversations", number="1")
        assert answer.headers["location"] == "/chat"
        assert await browser.person() == whose
    # The same link leads back to the place, whichever is open.
    await browser.press("/conversations", number="1")
    await browser.enters(link.code, as_before="yes")
    assert (await browser.person(), await house.places()) == (place, 1)


@pytest.mark.parametrize("leads_to", ["role", "named round"])
async def test_nothing_else_is_added_to_a_place_in_an_anonymous_round(house: House, leads_to: str) -> None:
    await house.opened()
    await house.opened(WhoSees.NAMED, "r2")
    browser = await house.browser()
    await browser.enters((await house.link()).code)
    place = await browser.person()
    code = await (house.role_link(Role.READER) if leads_to == "role" else house.shop.invite("r2"))
    assert "The two are kept apart" in (await browser.get(f"/join/{code}")).text
    await browser.enters(code, as_before="yes")
    assert await browser.person() != place
    rows = await house.database.read(
        lambda tx: tx.rows(
            "SELECT 1 FROM role WHERE person_id = :id UNION ALL"
            " SELECT 1 FROM participant WHERE person_id = :id AND round_id = 'r2'",
            {"id": place},
        )
    )
    assert rows == []
    await browser.press("/conversations", number="1")
    assert await browser.person() == place


async def test_in_a_confidential_round_a_shared_link_may_be_added_to_a_conversation(house: House) -> None:
    await house.opened(WhoSees.CONFIDENTIAL)
    await house.opened(WhoSees.NAMED, "r2")
    browser = await house.browser()
    await browser.enters(await house.shop.invite("r2"))
    person = await browser.person()
    await browser.enters((await house.link(team="Home care")).code, as_before="yes")
    assert await browser.person() == person
    rows = await house.database.read(lambda tx: tx.rows("SELECT team FROM participant WHERE round_id = 'r1'"))
    assert rows == [("Home care",)]


async def test_signing_out_names_the_word_and_opens_what_was_put_aside(house: House) -> None:
    await house.opened()
    await house.opened(WhoSees.NAMED, "r2")
    browser = await house.browser()
    await browser.enters(await house.shop.invite("r2"))
    named = await browser.person()
    await browser.enters((await house.link()).code, as_before="yes")
    page = await browser.get("/chat")
    assert "use the link or the word that you kept" in page.text
    assert "if you tell them your number" not in page.text
    token = token_in(page.text)
    own = {"Sec-Fetch-Site": "same-origin"}
    await browser.post("/sign-out", data={"token": token, "sure": "yes"}, headers=own)
    assert await browser.person() == named
    assert "closer_look_aside_8765" not in browser.cookies
