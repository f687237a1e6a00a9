"""The file of everything kept about a person."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from conversations.state import Given, Reply
from reports.own_data import OwnAddress, OwnRound, own_data_html
from tests.channel_names import TELEGRAM
from tests.guides import shipped
from tests.players.acts import BEGINNING
from tests.reports.samples import ENGLISH

GUIDE = shipped("example")
ADDRESS = OwnAddress("telegram", "4711", BEGINNING)


def page_of(*replies: Reply) -> str:
    part = OwnRound("Autumn", "Example Council", "p1", "en", BEGINNING, GUIDE, replies)
    return own_data_html((part,), (ADDRESS,), ENGLISH, made_at=BEGINNING)


def reply(number: int, minutes: int, text: str) -> Reply:
    prompt = GUIDE.themes[0].prompts[number]
    given = Reply(GUIDE.themes[0].id, prompt.id, 1, Given.ANSWERED, text=text, channel=TELEGRAM)
    return replace(given, written_at=BEGINNING + timedelta(minutes=minutes))


def test_replies_stand_in_the_order_in_which_they_were_written() -> None:
    page = page_of(reply(1, 30, "third"), reply(0, 20, "second"), reply(2, 10, "first"))
    assert page.index("first</p>") < page.index("second</p>") < page.index("third</p>")


def test_replies_are_counted_once_however_often_they_were_changed() -> None:
    once = reply(0, 1, "as it was")
    page = page_of(once, replace(once, text="better", version=2), reply(1, 2, "another"))
    assert "You gave 2 replies.\n3 versions follow, oldest first." in page
    assert "You gave 1 reply.\n1 version follows." in page_of(once)
    other_theme = replace(once, theme_id="of-another-guide")
    assert "You gave 1 reply.\n1 version follows." in page_of(once, other_theme)


def test_what_was_written_is_data_and_the_policy_allows_our_own_style_alone() -> None:
    page = page_of(reply(0, 1, "<script>alert(1)</script>"))
    assert "<script" not in page
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert "unsafe" not in page
