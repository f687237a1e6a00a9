"""The way out, over HTTP."""

from content.phrases import phrases_in
from tests.web.desk_double import DeskDouble
from tests.web.visits import Visit, token_in
from web.backend import Visitor
from web.leaving import way_back


async def test_signing_out_is_asked_about_first_with_the_way_back(chat: Visit, desk: DeskDouble) -> None:
    asked = await chat.form("/sign-out", {"token": await chat.token(), "sure": ""})
    assert asked.status_code == 200
    assert len(desk.sessions) == 1
    assert "Everything you sent is kept." in asked.text
    assert "/web gives you one" in asked.text
    assert "your number, P-abcd2345." in asked.text
    answer = await chat.form("/sign-out", {"token": token_in(asked.text), "sure": "yes"})
    assert answer.headers["location"] == "/?signed-out"
    assert desk.sessions == {}


def test_nobody_is_promised_a_link_that_the_chat_does_not_give() -> None:
    told = way_back(Visitor(1, "en", "P-abcd2345", gets_links=False), phrases_in("en"))
    assert "/web" not in " ".join(told)
    assert "P-abcd2345" in told[-1]
    assert way_back(Visitor(1, "en"), phrases_in("en")) == (
        "Everything you sent is kept.",
        "To come back you need a link of your own.",
    )


def test_who_has_a_role_hears_who_else_can_let_them_back_in() -> None:
    told = way_back(Visitor(1, "en", gets_links=True, has_role=True), phrases_in("en"))
    assert "/web gives you one" in told[1]
    assert "a colleague who coordinates can make a new link, with /colleague" in told[-1]
    assert "whoever looks after the computer" in told[-1]


async def test_signing_out_ends_the_session_and_clears_what_the_browser_keeps(
    chat: Visit, desk: DeskDouble
) -> None:
    answer = await chat.form("/sign-out", {"token": await chat.token(), "sure": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?signed-out")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert desk.sessions == {}
    assert (await chat.get("/chat")).headers["location"] == "/"
    told = (await chat.get("/?signed-out")).text
    assert "You are signed out" in told
    assert "a link of your own: one that /web gave you" in told
    assert "A new invitation begins anew." in told
    assert len(desk.people[0].entries) == 2


async def test_another_page_cannot_sign_anybody_out(chat: Visit, desk: DeskDouble) -> None:
    assert (await chat.form("/sign-out", {"token": "0" * 64})).status_code == 403
    token = await chat.token()
    answer = await chat.form("/sign-out", {"token": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert len(desk.sessions) == 1
