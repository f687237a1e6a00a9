"""Whoever runs a round is told where the links open that they get to hand on."""

import re

import pytest

from bot.settings.settings import Settings
from tests.bot.coordinator.role_chat import Heard, RoleChat
from tests.bot.workshop import WEB_URL, NamedBot
from tests.channel_names import WEB

HERE = re.compile(r"http://127\.0\.0\.1[\w:/.-]*")
ALONE = "It opens only on the computer that Closer Look runs on."
WHAT_TO_DO = "Whoever looks after Closer Look can set an address that opens everywhere."

DOORS = {
    "invite": ("/invite 2 Home care", "yes"),
    "invite by name": ("/invite", "Ann Example, Home care", "yes"),
    "another for the same person": ("/invite", "Ann Example, Home care", "yes", "/people new 1", "yes"),
    "a shared link": ("/link 20 Home care", "yes"),
    "a shared link again": ("/link 20 Home care", "yes", "/link show 1"),
    "another shared link": ("/link 20 Home care", "yes", "/link new 1", "yes"),
    "a colleague": ("/colleague coordinator Cara", "yes"),
}


@pytest.fixture
def without_address(chat: RoleChat, monkeypatch: pytest.MonkeyPatch) -> RoleChat:
    """A chat of a product that nothing was set for: no address on the web, and no bot."""
    monkeypatch.setattr(NamedBot, "link", lambda *_, **__: None)
    monkeypatch.setattr(chat.shop.channels[WEB], "web_url", None)
    monkeypatch.setattr(chat.shop.channels[WEB], "settings", Settings())
    return chat


def is_told(heard: Heard) -> bool:
    assert HERE.search(heard.text), "a link was given"
    return ALONE in heard.text and WHAT_TO_DO in heard.text


@pytest.mark.parametrize("door", DOORS)
async def test_a_link_that_opens_on_this_computer_alone_is_said_to_be_one(
    without_address: RoleChat, door: str
) -> None:
    assert is_told(await without_address.says(*DOORS[door]))


@pytest.mark.parametrize("door", DOORS)
async def test_a_link_that_opens_everywhere_needs_no_such_word(chat: RoleChat, door: str) -> None:
    heard = await chat.says(*DOORS[door])
    assert WEB_URL in heard.text
    assert "It opens only" not in heard.text


async def test_a_door_that_does_not_say_it_would_be_found(
    without_address: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.coordinator.invitation_sheet.what_to_set", lambda *_: "")
    assert not is_told(await without_address.says(*DOORS["invite"]))
