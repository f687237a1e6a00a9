"""A closed round: no card offers a button that is then refused because the round is closed."""

import pytest

from bot.acts.permissions import Command
from conversations.groups.round_view import WhoSees
from tests.bot.coordinator.commands.people.test_share_link import becomes
from tests.bot.coordinator.role_chat import RoleChat

REFUSED = "“Round r1” is closed. /reopen opens it again."
FIRST_CARDS = ("/rounds 1", *(f"/{command.value}" for command in Command))


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


async def test_the_walk_finds_such_a_button(chat: RoleChat) -> None:
    """The broken twin: a card from before closing still offers what is refused by now."""
    shown = await chat.says("/rounds 1")
    assert {"/invite", "/extend"} <= set(shown.typed)
    await chat.says("/close", "yes")
    assert [each for each in ("/invite", "/extend") if REFUSED in (await chat.says(each)).text] == [
        "/invite",
        "/extend",
    ]


async def test_in_a_closed_round_no_link_is_asked_about_before_it_is_refused(chat: RoleChat) -> None:
    await becomes(chat, WhoSees.CONFIDENTIAL)
    await chat.says("/link 12 Home care", "yes", "/close", "yes")
    for typed in ("/link 3", "/link make", "/link new 1"):
        assert (await chat.says(typed)).text == REFUSED, typed
    assert "Stop this link?" in (await chat.says("/link stop 1")).text
