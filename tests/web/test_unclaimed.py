"""Where another person may begin in a browser, its page without a connection shows nobody's unsent words."""

import ast
from pathlib import Path

import pytest

from tests.web.desk_double import CODE, DeskDouble
from tests.web.visits import Visit
from web.backend import InvitationView

WEB = Path(__file__).parents[2] / "web"
FORGETS = '"cache", "storage"'


def pages_of_those_who_open() -> set[str]:
    """The templates of everything that opens or closes a conversation in a browser, found in the code."""
    found = set()
    for path in WEB.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and "self.sessions." in ast.unparse(node):
                opens = {"self.sessions.open", "self.sessions.close", "self.sessions.opened.remove"}
                calls = {ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}
                texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
                if calls & opens and "chat.html" not in texts:  # which says whose words they are
                    found |= {each for each in texts if isinstance(each, str) and each.endswith(".html")}
    return found


def test_each_page_at_a_door_takes_back_whose_words_are_shown() -> None:
    found = pages_of_those_who_open()
    assert {"front.html", "join.html", "come_back.html", "conversations.html", "sign_out.html"} <= found
    for name in found:
        page = (WEB / "templates" / name).read_text("utf-8")
        assert "unclaimed.js" in page, name


@pytest.mark.parametrize("is_shared", [False, True])
async def test_with_somebody_else_the_unsent_words_of_the_one_before_leave_the_browser(
    chat: Visit, desk: DeskDouble, *, is_shared: bool
) -> None:
    desk.invitations["another"] = InvitationView("Autumn", "Council", "en", is_shared=is_shared)
    answer = await chat.form("/join/another", {"token": await chat.token("/join/another")})
    assert answer.headers["clear-site-data"] == FORGETS


async def test_whoever_stays_or_comes_back_keeps_theirs(chat: Visit, desk: DeskDouble) -> None:
    desk.invitations["own"] = InvitationView("Autumn", "Council", "en", signs_in=True)
    for code, more in ((CODE, {"as_before": "yes"}), ("own", {})):
        answer = await chat.form(f"/join/{code}", {"token": await chat.token(f"/join/{code}"), **more})
        assert answer.status_code == 303
        assert "clear-site-data" not in answer.headers


@pytest.mark.parametrize(("as_before", "forgets"), [("no", FORGETS), ("yes", None)])
async def test_a_word_opens_a_conversation_beside_ones_own_or_as_somebody_else(
    chat: Visit, desk: DeskDouble, as_before: str, forgets: str | None
) -> None:
    taken = await desk.take_place(CODE)
    assert taken is not None
    fields = {"word": taken.return_word, "token": await chat.token("/come-back"), "as_before": as_before}
    answer = await chat.form("/come-back", fields)
    assert answer.status_code == 303
    assert answer.headers.get("clear-site-data") == forgets
