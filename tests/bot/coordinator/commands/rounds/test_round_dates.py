"""Moving a round's last day: with it moves the day until which replies are kept, and everybody is told."""

import re

import pytest

from conversations.groups.round_view import WhoSees
from tests.bot.coordinator.commands.people.test_share_link import code_in
from tests.bot.coordinator.role_chat import RoleChat, joins

OPEN = "“Round r1” is open until 24 December 2026 now. What you gave is kept until 24 December 2027."
NO_LAST_DAY = "“Round r1” is open with no last day now. What you gave is kept for 365 days after it closes."


async def takes_part(chat: RoleChat, address: str = "1") -> None:
    await chat.shop.join(address)
    await chat.shop.go_on()


async def told(chat: RoleChat) -> str:
    """What somebody who takes part is told by itself."""
    return (await chat.receives(address="1")).text


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_everybody_is_told_until_when_a_round_is_open_and_replies_are_kept(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees.value}))
    await takes_part(chat)
    shown = (await chat.says("/extend 24 December 2026")).text
    assert "replies are kept until 24 December 2027." in shown
    is_named = who_sees is not WhoSees.ANONYMOUS
    assert ("1 person who takes part is told." if is_named else "Everybody who takes part is told.") in shown
    assert await told(chat) == ""
    await chat.says("yes")
    assert await told(chat) == OPEN
    again = (await chat.says("/extend 31 December 2026")).text
    assert "Last day so far: 24 December 2026" in again
    assert "replies are kept until 31 December 2027." in again
    await chat.says("cancel")
    shown = (await chat.says("/extend never")).text
    assert "It then stays open until you close it, and nothing is erased before." in shown
    await chat.says("yes")
    assert await told(chat) == NO_LAST_DAY


async def test_who_undoes_it_lets_everybody_know_that_too(chat: RoleChat) -> None:
    await takes_part(chat)
    await chat.says("/extend 24 December 2026", "yes", "undo")
    assert await told(chat) == f"{OPEN}\n{NO_LAST_DAY}"


async def test_the_same_last_day_tells_nobody_anything(chat: RoleChat) -> None:
    await takes_part(chat)
    await chat.says("/extend 24 December 2026", "yes")
    await told(chat)
    shown = (await chat.says("/extend 24 December 2026")).text
    assert "Last day from now on: 24 December 2026" in shown
    assert "is told" not in shown
    await chat.says("yes")
    assert await told(chat) == ""


async def test_who_opens_a_round_again_says_until_when_replies_are_kept_then(chat: RoleChat) -> None:
    await takes_part(chat)
    await chat.says("/close", "yes")
    await told(chat)
    shown = (await chat.says("/reopen 24 December 2026")).text
    assert "Replies are then kept until 24 December 2027, instead of 2 November 2027." in shown
    await chat.says("yes")
    said = await told(chat)
    assert "“Round r1” is open again." in said
    assert said.endswith("What you gave is kept until 24 December 2027.")


@pytest.mark.parametrize("command", ["/extend", "/reopen"])
async def test_a_day_that_has_just_passed_is_not_taken_for_next_years(chat: RoleChat, command: str) -> None:
    if command == "/reopen":
        await chat.says("/close", "yes")
    shown = (await chat.says(f"{command} 1 November")).text
    assert "1 November 2026 has passed. If you mean another year, type it too: 1 November 2027." in shown
    assert "Which is the last day now?" in shown
    assert "until 1 November 2027?" in (await chat.says("1 November 2027")).text


@pytest.mark.parametrize(
    ("typed", "day"), [("today", "2 November"), ("tomorrow", "3 November"), ("Friday", "6 November")]
)
async def test_days_may_be_named_as_people_name_them(chat: RoleChat, typed: str, day: str) -> None:
    assert f"Keep “Round r1” open until {day} 2026?" in (await chat.says(f"/extend {typed}")).text


async def test_before_closing_it_is_said_from_how_many_people_on_the_report_tells_something(
    chat: RoleChat,
) -> None:
    """Only of what was decided: the same words whoever has joined and written."""
    await chat.database.write(
        lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous', threshold = 7, any_channel = 1")
    )
    code = code_in(await chat.says("/link 12", "yes"))
    before = (await chat.says("/close")).text
    assert "It tells of a theme only if at least 7 people took part in it." in before
    assert "12 people are invited." in before
    await chat.says("no")
    assert await joins(chat, code, "5")
    assert (await chat.says("/close")).text == before


@pytest.mark.parametrize(("invited", "days"), [(9, 0), (9, 3), (12, 0), (12, 3), (30, 3)])
async def test_before_closing_it_is_said_to_be_shown_before_exactly_where_status_shows_it(
    chat: RoleChat, invited: int, days: int
) -> None:
    await chat.database.write(
        lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous', threshold = 7, any_channel = 1")
    )
    await chat.says(f"/link {invited}", "yes")
    chat.shop.clock.advance(days * 86_400)
    tells = re.search(r"[Ff]ewer than 7 begun", (await chat.says("/status")).text) is not None
    said = (await chat.says("/close")).text
    assert ("Before, /status shows in steps how many have begun it." in said) is tells
    assert ("is shown nowhere before" in said) is not tells


async def test_with_no_last_day_no_question_says_until(chat: RoleChat) -> None:
    assert "Keep “Round r1” open, with no last day?" in (await chat.says("/extend never")).text
    await chat.says("cancel", "/close", "yes")
    assert "Open “Round r1” again, with no last day?" in (await chat.says("/reopen never")).text
