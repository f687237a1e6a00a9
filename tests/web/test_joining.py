"""The way in, over HTTP."""

import logging
import re

import pytest
from structlog.testing import capture_logs

from tests.web import samples
from tests.web.desk_double import CODE, DeskDouble
from tests.web.visits import PLAIN, SECURE, Visit, session_cookie, token_in
from web.backend import Busy, InvitationView, TooMany
from web.sessions import cookie

ASIDE = cookie("closer_look_aside", PLAIN, secure=False).name


async def test_without_an_invitation_one_polite_sentence_and_no_cookie(visit: Visit) -> None:
    answer = await visit.get("/")
    assert answer.status_code == 200
    assert "please open the link in your invitation" in answer.text
    assert "set-cookie" not in answer.headers


async def test_the_front_leads_those_who_are_in_to_their_chat(chat: Visit) -> None:
    answer = await chat.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")


async def test_an_invitation_says_who_asks_and_is_not_used_by_looking(visit: Visit, desk: DeskDouble) -> None:
    for method in ("GET", "GET", "HEAD"):
        answer = await visit.request(method, f"/join/{CODE}")
        assert answer.status_code == 200
    assert CODE in desk.invitations
    shown = (await visit.get(f"/join/{CODE}")).text
    assert "Looking at our service, autumn" in shown
    assert "Glenmore Council asks you" in shown
    assert "<button" in shown


@pytest.mark.parametrize(
    "added", [".", ")", ">", "%C2%A0", "%E2%80%8B", "&x=1", "?a=1?b=2", "%22", "'", ",", "%20"]
)
async def test_what_a_mail_program_adds_to_a_link_does_not_spoil_it(
    visit: Visit, desk: DeskDouble, added: str
) -> None:
    path = f"/join/{CODE}{added}"
    token = await visit.token(path)
    answer = await visit.form(path, {"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")
    assert CODE not in desk.invitations


async def test_the_button_uses_the_invitation_once_and_opens_the_chat(visit: Visit, desk: DeskDouble) -> None:
    token = await visit.token(f"/join/{CODE}")
    answer = await visit.form(f"/join/{CODE}", {"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")
    assert CODE not in desk.invitations
    page = await visit.get("/chat")
    assert "This is Closer Look" in page.text
    again = await visit.form(f"/join/{CODE}", {"token": token})
    assert again.status_code in {403, 404}
    assert len(desk.people) == 1


async def test_unknown_used_and_expired_links_get_the_same_answer(visit: Visit, desk: DeskDouble) -> None:
    token = await visit.token(f"/join/{CODE}")
    desk.invitations.clear()
    used_seen, used_pressed = (
        await visit.get(f"/join/{CODE}"),
        await visit.form(f"/join/{CODE}", {"token": token}),
    )
    unknown = await visit.get("/join/never-was")
    assert used_seen.status_code == used_pressed.status_code == unknown.status_code == 404
    assert used_seen.text == used_pressed.text == unknown.text
    told = unknown.text
    own, other = told.index("or word of your own that you kept"), told.index("ask the person who invited")
    assert own < told.index('<a href="/come-back">') < other, "first the way that keeps one unknown"
    assert "They then know that you asked" in told
    assert "opens one conversation, once" not in told


async def test_whoever_is_not_in_here_is_told_that_a_passed_prompt_opens_once_they_are(
    visit: Visit, desk: DeskDouble
) -> None:
    """The link works, for somebody who takes part: to be told that its time is over would be untrue."""
    unknown = (await visit.get("/join/never-was")).text
    desk.invitations[CODE] = InvitationView("Autumn round", "", "en", hands_on=True)
    told = (await visit.get(f"/join/{CODE}")).text
    assert "A prompt that a colleague passed on to you opens after that: open its link once more." in told
    assert told == unknown, "nobody learns which links work"


async def test_a_dead_link_tells_those_who_are_in_that_they_are(chat: Visit) -> None:
    answer = await chat.get("/join/never-was")
    assert answer.status_code == 404
    assert "or it is for another round." in answer.text
    assert "If you have left its round, take part again there, and open the link once more." in answer.text
    assert "You are already in a conversation" in answer.text
    assert '<a href="/chat">Go to your conversation</a>' in answer.text


async def test_a_living_link_offers_those_who_are_in_to_go_on(chat: Visit, desk: DeskDouble) -> None:
    answer = await chat.get(f"/join/{CODE}")
    assert "Go on with the one that is open" in answer.text
    assert "Yes, add it to my conversation" in answer.text
    assert CODE in desk.invitations


async def test_those_who_are_in_add_a_link_to_their_conversation_or_come_in_as_somebody_else(
    chat: Visit, desk: DeskDouble
) -> None:
    desk.invitations["another-code"] = desk.invitations[CODE]
    answer = await chat.form(
        f"/join/{CODE}", {"token": await chat.token(f"/join/{CODE}"), "as_before": "yes"}
    )
    assert (answer.status_code, len(desk.people)) == (303, 1)
    answer = await chat.form("/join/another-code", {"token": await chat.token("/join/another-code")})
    assert (answer.status_code, len(desk.people)) == (303, 2)


async def test_a_link_that_signs_somebody_in_is_not_offered_to_be_added(
    chat: Visit, desk: DeskDouble
) -> None:
    desk.invitations[CODE] = InvitationView("Round", "Council", "en", signs_in=True)
    answer = await chat.get(f"/join/{CODE}")
    assert "Yes, add it to my conversation" not in answer.text
    assert "There is another conversation open in this browser. Is it yours too?" in answer.text


@pytest.mark.usefixtures("chat")
async def test_a_link_of_ones_own_keeps_what_is_put_aside_here_or_ends_it_for_good(
    desk: DeskDouble,
) -> None:
    first, opened = next(iter(desk.sessions)), desk.sign_in(samples.WELCOME)[0]
    for answer in ("yes", "no"):
        desk.invitations[CODE] = InvitationView("Round", "Council", "en", signs_in=True)
        async with Visit(desk, session=opened) as browser:
            browser.cookies.set(ASIDE, first)
            token = await browser.token(f"/join/{CODE}")
            unasked = await browser.form(f"/join/{CODE}", {"token": token})
            assert unasked.headers["location"] == f"/join/{CODE}", (
                "nothing is closed that was not asked about"
            )
            came = await browser.form(f"/join/{CODE}", {"token": token, "as_before": answer})
            assert came.headers["location"] == "/chat"
            aside = set(came.cookies.get(ASIDE, "").split(".")) - {""}
            assert aside == ({first, opened} if answer == "yes" else set())
            assert ({first, opened} <= set(desk.sessions)) == (answer == "yes")
            assert ("clear-site-data" in came.headers) == (answer == "no")
    assert len(desk.sessions) == 2, "those who came in"
    assert not {first, opened} & set(desk.sessions)


async def test_ones_own_link_where_one_is_in_already_asks_nothing_and_leaves_no_second_session(
    chat: Visit, desk: DeskDouble
) -> None:
    opened = next(iter(desk.sessions))
    desk.invitations[CODE] = InvitationView("Round", "Council", "en", signs_in=True)
    desk.owners[CODE] = desk.sessions[opened]
    desk.places[opened] = CODE
    shown = await chat.get(f"/join/{CODE}")
    assert "Is it yours too?" not in shown.text
    came = await chat.form(f"/join/{CODE}", {"token": token_in(shown.text)})
    assert came.headers["location"] == "/chat"
    assert "clear-site-data" not in came.headers, "what they had not sent is theirs"
    assert opened not in desk.sessions
    assert len(desk.sessions) == 1
    assert len(desk.people) == 1


async def test_somebody_else_behind_a_link_for_one_person_ends_everything_that_was_open_here(
    chat: Visit, desk: DeskDouble
) -> None:
    beside, _ = desk.sign_in(samples.WELCOME)
    chat.cookies.set(ASIDE, beside)
    before = set(desk.sessions)
    answer = await chat.form(f"/join/{CODE}", {"token": await chat.token(f"/join/{CODE}")})
    assert answer.headers["location"] == "/chat"
    assert not before & set(desk.sessions)
    assert "clear-site-data" in answer.headers


async def test_ones_own_link_greets_its_owner_and_invites_nobody(visit: Visit, desk: DeskDouble) -> None:
    desk.invitations[CODE] = InvitationView("Autumn", "Council", "en", signs_in=True)
    shown = (await visit.get(f"/join/{CODE}")).text
    assert "<title>Your own link" in shown
    assert "<h1>Welcome back</h1>" in shown
    assert "your own link to “Autumn”" in shown
    assert "asks you to take part" not in shown


@pytest.mark.parametrize(
    "invitation",
    [
        InvitationView("Autumn", "Council", "en"),
        InvitationView("Autumn", "Council", "en", is_shared=True),
        InvitationView("Autumn", "Council", "en", signs_in=True),
        InvitationView("", "Council", "en", gives_role="coordinator"),
    ],
)
async def test_every_way_in_says_which_browser_to_use(
    visit: Visit, desk: DeskDouble, invitation: InvitationView
) -> None:
    desk.invitations[CODE] = invitation
    assert "Use the browser you will come back with." in (await visit.get(f"/join/{CODE}")).text


async def test_a_link_of_ones_own_into_no_round_says_so_and_names_none(
    visit: Visit, desk: DeskDouble
) -> None:
    desk.invitations[CODE] = InvitationView("", "", "en", signs_in=True)
    answer = await visit.get(f"/join/{CODE}")
    assert "<title>Your own link" in answer.text
    assert "It opens your conversation as you left it." in answer.text
    assert "asked to take part" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
async def test_another_site_cannot_press_the_button(
    visit: Visit, desk: DeskDouble, headers: dict[str, str]
) -> None:
    token = await visit.token(f"/join/{CODE}")
    answer = await visit.form(f"/join/{CODE}", {"token": token}, headers=headers)
    assert answer.status_code == 403
    assert CODE in desk.invitations


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://elsewhere.example", 403),
        ("http://127.0.0.1:9999", 403),
        ("http://127.0.0.1:8765.elsewhere.example", 403),
        ("http://127.0.0.1:8765", 303),
        ("null", 303),
    ],
)
async def test_where_only_the_origin_is_told_it_must_be_ours_or_unsaid(
    visit: Visit, origin: str, status: int
) -> None:
    token = await visit.token(f"/join/{CODE}")
    answer = await visit.post(f"/join/{CODE}", data={"token": token}, headers={"Origin": origin})
    assert answer.status_code == status


async def test_a_link_cannot_be_used_with_a_token_from_another_browser(desk: DeskDouble) -> None:
    async with Visit(desk) as attacker, Visit(desk) as victim:
        foreign = await attacker.token(f"/join/{CODE}")
        await victim.get(f"/join/{CODE}")
        answer = await victim.form(f"/join/{CODE}", {"token": foreign})
        bare = await Visit(desk).form(f"/join/{CODE}", {"token": foreign})
    assert answer.status_code == bare.status_code == 403
    assert CODE in desk.invitations


async def test_the_session_cookie_is_bound_to_host_and_https(desk: DeskDouble) -> None:
    async with Visit(desk, address=SECURE) as visit:
        token = await visit.token(f"/join/{CODE}")
        answer = await visit.form(f"/join/{CODE}", {"token": token})
    given = next(
        value for value in answer.headers.get_list("set-cookie") if value.startswith("__Host-closer_look=")
    )
    for part in ("HttpOnly", "Secure", "Path=/", "SameSite=lax", "Max-Age=7776000"):
        assert part in given
    assert "Domain" not in given


async def test_on_plain_http_the_cookie_is_plain_and_its_name_tells_the_port(visit: Visit) -> None:
    token = await visit.token(f"/join/{CODE}")
    answer = await visit.form(f"/join/{CODE}", {"token": token})
    given = answer.headers.get_list("set-cookie")
    assert any(value.startswith("closer_look_8765=") and "Secure" not in value for value in given)


@pytest.mark.parametrize(("trouble", "status"), [(Busy(), 503), (TooMany(), 429)])
async def test_when_nothing_can_be_kept_an_invitation_asks_for_patience(
    visit: Visit, desk: DeskDouble, trouble: Exception, status: int
) -> None:
    token = await visit.token(f"/join/{CODE}")
    desk.trouble = trouble
    for answer in (
        await visit.get(f"/join/{CODE}"),
        await visit.form(f"/join/{CODE}", {"token": token}),
    ):
        assert answer.status_code == status
        assert answer.headers["retry-after"] == "5"
        assert "try again" in answer.text


async def test_no_code_and_no_secret_reaches_a_log(
    desk: DeskDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as structured:
        async with Visit(desk) as visit:
            token = await visit.token(f"/join/{CODE}")
            desk.trouble = RuntimeError(f"a fault of ours that names {CODE}")
            assert (await visit.get(f"/join/{CODE}")).status_code == 500
            desk.trouble = None
            await visit.form(f"/join/{CODE}", {"token": token})
            secret = visit.cookies[session_cookie(PLAIN)]
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    written = " ".join([*ours, repr(structured)])
    assert "page failed" in written
    assert CODE not in written
    assert secret not in written


async def test_an_invitation_of_no_named_organisation_still_makes_a_sentence(
    visit: Visit, desk: DeskDouble
) -> None:
    desk.invitations["unnamed-code"] = InvitationView("Try-out", "", "en")
    shown = (await visit.get("/join/unnamed-code")).text
    assert "You are asked to take part in this self-evaluation." in shown


async def test_a_hostile_round_title_is_only_text(visit: Visit, desk: DeskDouble) -> None:
    desk.invitations["hostile-code"] = InvitationView(samples.HOSTILE, samples.HOSTILE, "en")
    shown = (await visit.get("/join/hostile-code")).text
    assert "<script>document" not in shown
    assert "<img src=x" not in shown
    assert re.search(r"&lt;script&gt;", shown)
    assert token_in(shown)


async def test_what_a_colleague_passed_on_is_there_only_for_those_who_are_in(
    chat: Visit, desk: DeskDouble
) -> None:
    desk.invitations[CODE] = InvitationView("Autumn round", "", "en", hands_on=True)
    async with Visit(desk) as stranger:
        refused = await stranger.get(f"/join/{CODE}")
    assert refused.status_code == 404
    assert "ask the person who invited you" in refused.text
    shown = (await chat.get(f"/join/{CODE}")).text
    assert "one prompt of “Autumn round”, in which you take part" in shown
    assert "sees when it is used, and so that you take part in this round" in shown
    assert "I am somebody else" not in shown
    assert "A prompt that a colleague passed on to you opens after that" in refused.text
    answer = await chat.form(f"/join/{CODE}", {"token": token_in(shown), "as_before": "yes"})
    assert (answer.status_code, len(desk.people)) == (303, 1)
