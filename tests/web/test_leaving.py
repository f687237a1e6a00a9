"""The way out, over HTTP."""

import pytest

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


def test_who_has_a_way_back_is_told_to_use_it_and_sent_to_nobody_else() -> None:
    told = way_back(Visitor(1, "en", "P-abcd2345", has_return_word=True), phrases_in("en"))
    assert "use the link or the word that you kept" in told[1]
    assert "P-abcd2345" not in " ".join(told)
    assert "nobody knows which place is yours" not in " ".join(told)


@pytest.mark.parametrize("has_word", [True, False])
def test_in_an_anonymous_round_nobody_else_is_said_to_help(*, has_word: bool) -> None:
    someone = Visitor(1, "en", "P-abcd2345", has_return_word=has_word, is_anonymous=True)
    told = way_back(someone, phrases_in("en"))
    assert "nobody knows which place is yours" in told[1]
    assert "P-abcd2345" not in " ".join(told)


def test_who_has_a_role_hears_who_else_can_let_them_back_in() -> None:
    told = way_back(Visitor(1, "en", has_role=True), phrases_in("en"))
    assert "/web gives you one" in told[1]
    assert "a colleague who coordinates can make a new link, with /colleague" in told[-2]
    assert "whoever looks after the computer" in told[-2]


async def test_signing_out_ends_the_session_and_clears_what_the_browser_keeps(
    chat: Visit, desk: DeskDouble
) -> None:
    answer = await chat.form("/sign-out", {"token": await chat.token(), "sure": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?signed-out")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert desk.sessions == {}
    assert (await chat.get("/chat")).headers["location"] == "/?ended", "this browser sends its cookie again"
    told = (await chat.get("/?signed-out")).text
    assert "You are signed out" in told
    assert told.index("or word of your own that you kept") < told.index("They can then see what you wrote")
    assert "A new invitation begins anew." in told
    assert len(desk.people[0].entries) == 2


async def test_another_page_cannot_sign_anybody_out(chat: Visit, desk: DeskDouble) -> None:
    assert (await chat.form("/sign-out", {"token": "0" * 64})).status_code == 403
    token = await chat.token()
    answer = await chat.form("/sign-out", {"token": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert len(desk.sessions) == 1
