"""A closed round: no card offers or names what is then refused because the round is closed."""

import re

import pytest

from bot.acts.permissions import Command
from bot.coordinator.command_table import ON_AN_OPEN_ROUND
from conversations.groups.round_view import WhoSees
from tests.bot.coordinator.commands.people.test_share_link import becomes
from tests.bot.coordinator.role_chat import RoleChat

REFUSED = "“Round r1” is closed. /reopen opens it again."
FIRST_CARDS = ("/rounds 1", *(f"/{command.value}" for command in Command))


NAMED = re.compile(r"(?<![\w/.:])/[a-z]+(?: (?:show|stop|new|make|take back) \d+)?")
"""A command that stands in a text, with what it is to be done to where a number follows."""

LISTS_COMMANDS = "/office"
"""Says what every command is for, in whichever round."""


async def named_and_refused(chat: RoleChat, text: str) -> list[str]:
    """Of the commands that a text names: those that are refused as the round is closed."""
    return [each for each in sorted(set(NAMED.findall(text))) if REFUSED in (await chat.says(each)).text]


async def buttons_that_only_refuse(chat: RoleChat, typed: str) -> list[str]:
    """Of the card that these words open: the words of its buttons that are refused as the round is closed."""
    heard = await chat.says(typed)
    if not heard.cards:
        return []
    begins = [each for each in heard.typed if each.startswith("/")]
    return [each for each in begins if REFUSED in (await chat.says(each)).text]


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_no_card_of_a_closed_round_has_a_button_that_only_refuses(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    await becomes(chat, who_sees)
    if who_sees is not WhoSees.NAMED:
        await chat.says("/link 12 Home care", "yes")
    await chat.says("/invite 2", "No team", "yes", "cancel", "/close", "yes")
    await chat.receives()
    found = {typed: await buttons_that_only_refuse(chat, typed) for typed in FIRST_CARDS}
    assert {typed: refusing for typed, refusing in found.items() if refusing} == {}
    told = {typed: (await chat.says(typed)).text for typed in FIRST_CARDS if typed != LISTS_COMMANDS}
    assert await named_and_refused(chat, "\n".join(told.values())) == [], told
    at_once = {each for each in ON_AN_OPEN_ROUND if (await chat.says(f"/{each.value}")).text == REFUSED}
    assert at_once == ON_AN_OPEN_ROUND, "nothing is asked first that is refused then"


async def test_the_walk_finds_such_a_button(chat: RoleChat) -> None:
    """The broken twin: a card from before closing still offers what is refused by now."""
    shown = await chat.says("/rounds 1")
    assert {"/invite", "/extend"} <= set(shown.typed)
    await chat.says("/close", "yes")
    assert [each for each in ("/invite", "/extend") if REFUSED in (await chat.says(each)).text] == [
        "/invite",
        "/extend",
    ]
    text = "T1.P1/typein. /paper prints it, /typein types it in, /link new 1 makes another: https://a.b/c"
    assert await named_and_refused(chat, text) == ["/link new 1", "/typein"]


async def test_in_a_closed_round_no_link_is_asked_about_before_it_is_refused(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.CONFIDENTIAL)
    await chat.says("/link 12 Home care", "yes", "/close", "yes")
    for typed in ("/link 3", "/link make", "/link new 1"):
        assert (await chat.says(typed)).text == REFUSED, typed
    asked = (await chat.says("/link stop 1")).text
    assert "Stop this link?" in asked
    assert "it lets nobody in either when you open the round again" in asked
