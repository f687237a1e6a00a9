"""Several conversations in one browser: wherever one ends, a page leads to what is still open."""

import re
from dataclasses import replace

import pytest
from starlette.routing import Route

from tests.web import samples
from tests.web.desk_double import CODE, DeskDouble, Person
from tests.web.visits import PLAIN, Visit, session_cookie, token_in
from web.backend import InvitationView
from web.sessions import cookie, form_token

ASIDE = cookie("closer_look_aside", PLAIN, secure=False).name
BESIDE = "Place in round Z"
ALL = "Sign out of everything here"


@pytest.fixture
def place(desk: DeskDouble, chat: Visit) -> str:
    """The secret of a place in an anonymous round that is put aside in the browser."""
    secret, person = desk.sign_in(samples.WELCOME)
    person.visitor = replace(
        person.visitor, round_title=BESIDE, is_anonymous=True, has_return_word=True, pseudonym=""
    )
    chat.cookies.set(ASIDE, secret)
    return secret


def end(desk: DeskDouble) -> Person:
    """End what is open: from another browser, by time, or at the computer."""
    secret = next(iter(desk.sessions))
    return desk.sessions.pop(secret)


def looked_at(chat: Visit) -> list[str]:
    """The addresses that somebody opens by themselves, from the application's own table."""
    not_pages = {"/static/{name}", "/healthz", "/app.webmanifest", "/offline", "/worker.js", "/favicon.ico"}
    by_script = {"/chat/events", "/chat/news", "/chat/around", "/chat/earlier/entries"}
    own_page = {"/come-back"}  # it leads to the first page
    found = {
        each.path for each in chat.app.routes if isinstance(each, Route) and "GET" in (each.methods or ())
    }
    return sorted(path for path in found - not_pages - by_script - own_page if "{" not in path)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("is_erased", [False, True])
async def test_wherever_a_conversation_has_ended_every_page_leads_to_the_one_beside_it(
    chat: Visit, desk: DeskDouble, *, is_erased: bool
) -> None:
    addresses = [*looked_at(chat), "/?ended", "/?erased", "/?signed-out", "/?signed-out=word"]
    assert len(addresses) > 8
    if is_erased:
        desk.erase(desk.people[0])
    else:
        end(desk)
    for address in addresses:
        told = (await chat.get(address, follow_redirects=True)).text
        assert BESIDE in told, address
        assert ALL in told, address
        assert "You need an invitation" not in told, address
        assert "You are signed out in this browser" not in told, address
        assert ("and not erased" in told) == (address == "/?erased")
    told = (await chat.get("/?ended")).text
    answer = await chat.form("/conversations", {"token": token_in(told), "number": "0"})
    assert answer.headers["location"] == "/chat"
    assert (await chat.get("/chat")).status_code == 200


@pytest.mark.usefixtures("place")
async def test_once_the_cookie_of_what_ended_is_gone_the_first_page_leads_to_what_is_open(
    chat: Visit, desk: DeskDouble
) -> None:
    desk.erase(desk.people[0])
    chat.cookies.delete(session_cookie(PLAIN))
    answer = await chat.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/conversations")
    told = (await chat.get("/conversations")).text
    assert BESIDE in told
    assert "Go on with the one that is open" not in told


async def test_what_has_ended_too_is_not_said_to_be_open(chat: Visit, desk: DeskDouble, place: str) -> None:
    assert "Your other conversations" in (await chat.get("/way-back")).text
    assert "They are kept apart." in (await chat.get("/conversations")).text
    desk.sessions.pop(place)
    assert "kept apart" not in (await chat.get("/conversations")).text
    assert "Your other conversations" not in (await chat.get("/way-back")).text
    end(desk)
    told = (await chat.get("/?ended")).text
    assert "You are signed out in this browser" in told
    assert ALL not in told
    assert BESIDE not in told


@pytest.mark.usefixtures("place")
async def test_words_that_came_too_late_are_handed_back_with_the_way_to_what_is_open(
    chat: Visit, desk: DeskDouble
) -> None:
    token = await chat.token()
    end(desk)
    answer = await chat.form("/chat", {"token": token, "message_id": "m" * 20, "text": "Too late."})
    assert answer.status_code == 401
    assert BESIDE in answer.text
    assert ALL in answer.text


POSTED = {"/join/{code}", "/come-back", "/no-more/{code}", "/no-more/{code}/again", "/sign-out"}
"""What is posted by whoever is not in, and what goes straight on to what is still open."""


@pytest.mark.parametrize("fields", [{"text": "Too late."}, {"action": "go"}, {}], ids=str)
async def test_whatever_is_posted_too_late_the_answer_names_what_is_still_open(
    chat: Visit, desk: DeskDouble, place: str, fields: dict[str, str]
) -> None:
    routes = [each for each in chat.app.routes if isinstance(each, Route) and each.path not in POSTED]
    posts = [each.path for each in routes if "POST" in (each.methods or ())]
    gets = [each.path for each in routes if "GET" in (each.methods or ()) and each.path.startswith("/files")]
    assert len(posts) > 6
    token, opened = await chat.token(), next(iter(desk.sessions))
    end(desk)
    for path in (*posts, *gets):
        address = re.sub(r"\{\w+\}", "1", path)
        async with Visit(desk, session=opened) as browser:
            browser.cookies.set(ASIDE, place)
            if path in posts:
                answer = await browser.form(address, {"token": token, "message_id": "m" * 20, **fields})
            else:
                answer = await browser.get(address)
            if answer.is_redirect:
                answer = await browser.get(answer.headers["location"], follow_redirects=True)
            assert BESIDE in answer.text, path
            assert ALL in answer.text, path
            switched = await browser.form("/conversations", {"token": token_in(answer.text), "number": "0"})
            assert switched.headers["location"] == "/chat", path


async def test_an_answer_names_what_lives_and_nothing_that_has_ended_too(
    chat: Visit, desk: DeskDouble, place: str
) -> None:
    token = await chat.token()
    end(desk)
    desk.sessions.pop(place)
    answer = await chat.form("/chat", {"token": token, "message_id": "m" * 20, "text": "Too late."})
    assert answer.status_code == 401
    assert "Still open" not in answer.text
    assert ALL not in answer.text


@pytest.mark.parametrize("has_ended", [False, True])
@pytest.mark.usefixtures("place")
async def test_everything_can_be_signed_out_of_at_once_and_is_asked_about_first(
    chat: Visit, desk: DeskDouble, *, has_ended: bool
) -> None:
    if has_ended:
        end(desk)
    told = (await chat.get("/?ended" if has_ended else "/conversations")).text
    asked = await chat.form("/sign-out", {"token": token_in(told), "everything": "yes"})
    assert "Nobody else can, as nobody knows which place is yours." in asked.text
    assert (BESIDE in asked.text, "/web gives you one" in asked.text) == (not has_ended, not has_ended)
    assert asked.text.count("Everything you sent is kept.") == 1
    assert len(desk.sessions) == 2 - has_ended
    answer = await chat.form("/sign-out", {"token": token_in(asked.text), "everything": "yes", "sure": "yes"})
    assert desk.sessions == {}
    gone = [each for each in answer.headers.get_list("set-cookie") if "Max-Age=0" in each]
    assert {each.partition("=")[0] for each in gone} == {ASIDE, session_cookie(PLAIN)}
    assert answer.headers["location"] == ("/?signed-out=word" if has_ended else "/?signed-out=some")
    told = (await chat.get(answer.headers["location"])).text
    assert "You are signed out</h1>" in told
    assert "In an anonymous round nobody can." in told or "nobody knows which place is yours" in told


async def test_signing_out_of_one_says_that_the_other_stays_open(
    chat: Visit, desk: DeskDouble, place: str
) -> None:
    stays = "Another conversation in this browser stays open, and is shown next."
    assert stays in (await chat.get("/chat")).text, "where the script asks"
    asked = (await chat.form("/sign-out", {"token": await chat.token()})).text
    assert stays in asked
    assert ALL in asked
    answer = await chat.form("/sign-out", {"token": token_in(asked), "sure": "yes"})
    assert (answer.headers["location"], list(desk.sessions)) == ("/chat", [place])
    alone = (await chat.form("/sign-out", {"token": await chat.token()})).text
    assert stays not in alone
    assert ALL not in alone


async def test_signing_out_passes_over_what_has_ended_already(
    chat: Visit, desk: DeskDouble, place: str
) -> None:
    third, _ = desk.sign_in(samples.WELCOME)
    chat.cookies.set(ASIDE, f"{place}.{third}")
    desk.sessions.pop(place)
    await chat.form("/sign-out", {"token": await chat.token(), "sure": "yes"})
    assert (await chat.get("/chat")).status_code == 200
    assert list(desk.sessions) == [third]


@pytest.mark.usefixtures("place")
async def test_a_link_opened_after_one_has_ended_asks_whose_it_is_and_keeps_the_other(
    chat: Visit, desk: DeskDouble
) -> None:
    end(desk)
    desk.invitations[CODE] = InvitationView("Round", "Council", "en", kept_apart=True)
    told = (await chat.get(f"/join/{CODE}")).text
    assert "Yes, open it beside my conversation" in told
    await chat.form(f"/join/{CODE}", {"token": token_in(told), "as_before": "yes"})
    assert BESIDE in (await chat.get("/conversations")).text


@pytest.mark.usefixtures("place")
async def test_another_site_signs_nobody_out_though_the_browser_keeps_the_cookies_from_it(
    desk: DeskDouble, chat: Visit
) -> None:
    chat.cookies.clear()
    for fields in ({}, {"everything": "yes", "sure": "yes"}):
        answer = await chat.form("/sign-out", fields, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert "clear-site-data" not in answer.headers
    assert len(desk.sessions) == 2


async def test_everything_ends_only_by_a_page_of_this_browser(
    chat: Visit, desk: DeskDouble, place: str
) -> None:
    for token in ("0" * 64, form_token("another-secret-altogether")):
        fields = {"token": token, "everything": "yes", "sure": "yes"}
        assert (await chat.form("/sign-out", fields)).status_code == 403
    assert len(desk.sessions) == 2
    assert place in desk.sessions


WAYS_IN = {
    "a place held": (InvitationView("Round", "Council", "en", is_shared=True, kept_apart=True), True),
    "a shared link": (InvitationView("Round", "Council", "en", is_shared=True, kept_apart=True), False),
    "a link for one": (InvitationView("Round", "Council", "en"), False),
    "one's own link": (InvitationView("Round", "Council", "en", signs_in=True), False),
}
"""Every way in at which one may say that one is somebody else, and whether the browser has a place there."""


@pytest.mark.parametrize("way_in", WAYS_IN)
@pytest.mark.parametrize("is_beside", [False, True])
async def test_whoever_is_somebody_else_reads_every_conversation_that_closes_with_it(
    chat: Visit, desk: DeskDouble, way_in: str, *, is_beside: bool
) -> None:
    opened = next(iter(desk.sessions))
    if is_beside:
        secret, person = desk.sign_in(samples.WELCOME)
        person.visitor = replace(person.visitor, round_title=BESIDE)
        chat.cookies.set(ASIDE, secret)
    desk.invitations[CODE], has_place = WAYS_IN[way_in]
    if has_place:
        desk.places[opened] = CODE
    before = set(desk.sessions)
    shown = (await chat.get(f"/join/{CODE}")).text
    number = "2 conversations close" if is_beside else "1 conversation closes"
    assert f"With “No”, {number} in this browser:" in shown
    assert (f"<bdi>{BESIDE}</bdi>" in shown) is is_beside
    assert "what was not sent from there yet is lost" in shown
    assert "comes back by the link or the word" in shown
    fields = {"token": token_in(shown), **({"as_before": "no"} if way_in == "one's own link" else {})}
    answer = await chat.form(f"/join/{CODE}", fields)
    assert not before & set(desk.sessions)
    assert "clear-site-data" in answer.headers


async def test_a_word_typed_where_others_are_open_names_each_that_would_close(
    chat: Visit, desk: DeskDouble
) -> None:
    beside, person = desk.sign_in(samples.WELCOME)
    person.visitor = replace(person.visitor, round_title=BESIDE)
    chat.cookies.set(ASIDE, beside)
    _, owner = desk.sign_in(samples.WELCOME)
    owner.visitor = replace(owner.visitor, has_return_word=True)
    asked = await chat.form("/come-back", {"word": desk.word, "token": await chat.token("/come-back")})
    assert "With “No”, 2 conversations close in this browser:" in asked.text
    assert f"<bdi>{BESIDE}</bdi>" in asked.text
