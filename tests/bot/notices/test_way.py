"""Which way a notice goes: the whole table."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.notices.way import ChatWay, way_of
from conversations.calendar.availability import WantedWay
from storage.people.own_addresses import AddressKind, AddressState, NoticeAddress
from tests.channel_names import TELEGRAM, WEB

REACHES, WAITS = ChatWay(TELEGRAM, "7"), ChatWay(WEB, "7")
MAIL = NoticeAddress(
    "a-name",
    1,
    AddressKind.MAIL,
    "ann@example.org",
    AddressState.PROVED,
    datetime(2026, 11, 2, tzinfo=UTC),
    "a-code",
    is_shared=False,
)
UNPROVED = replace(MAIL, state=AddressState.UNPROVED)
USELESS = {
    "no address": None,
    "bounced": replace(MAIL, state=AddressState.BOUNCED),
    "stopped": replace(MAIL, state=AddressState.STOPPED),
    "shared": replace(MAIL, is_shared=True),
}


@pytest.mark.parametrize("mail", [MAIL, UNPROVED], ids=["proved", "unproved"])
@pytest.mark.parametrize(
    ("wanted", "chat", "goes"),
    [
        (WantedWay.USUAL, REACHES, "chat"),
        (WantedWay.USUAL, WAITS, "mail"),
        (WantedWay.USUAL, None, "mail"),
        (WantedWay.CHAT, REACHES, "chat"),
        (WantedWay.CHAT, WAITS, "chat"),
        (WantedWay.CHAT, None, "none"),
        (WantedWay.MAIL, REACHES, "mail"),
        (WantedWay.MAIL, WAITS, "mail"),
        (WantedWay.MAIL, None, "mail"),
    ],
)
def test_with_an_address_that_takes_notices(
    wanted: WantedWay, chat: ChatWay | None, goes: str, mail: NoticeAddress
) -> None:
    expected = {"chat": chat, "mail": mail, "none": None}[goes]
    assert way_of(wanted, chat, mail, shown_on={WEB}) == expected


@pytest.mark.parametrize("mail", USELESS.values(), ids=USELESS)
@pytest.mark.parametrize("wanted", WantedWay)
@pytest.mark.parametrize("chat", [REACHES, WAITS, None])
def test_without_one_it_is_the_chat_as_ever(
    wanted: WantedWay, chat: ChatWay | None, mail: NoticeAddress | None
) -> None:
    assert way_of(wanted, chat, mail, shown_on={WEB}) == chat
