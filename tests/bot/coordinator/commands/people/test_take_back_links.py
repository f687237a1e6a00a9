"""Several links taken back at once, and how those invited are counted."""

import pytest

from bot.coordinator.commands.people.take_back_links import MOST_AT_ONCE, numbers_typed
from tests.bot.coordinator.role_chat import RoleChat, joins, links_in

PEOPLE = "Ann, Home care\nBob, Home care\nCy, Day care\nDee, Day care\nEve, Day care"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2, 5-9", (2, 5, 6, 7, 8, 9)),
        ("2 4", (2, 4)),
        ("1 to 3 and 5", (1, 2, 3, 5)),
        ("3\N{EN DASH}4; 4", (3, 4)),
        ("7", (7,)),
        ("9-5", ()),
        ("2, Zoe Able", ()),
        ("Zoe Able", ()),
        ("", ()),
    ],
)
def test_numbers_and_ranges_are_read_and_nothing_else(text: str, numbers: tuple[int, ...]) -> None:
    assert numbers_typed(text) == numbers


def test_a_range_without_an_end_in_sight_costs_nothing() -> None:
    assert len(numbers_typed("1-999999")) == MOST_AT_ONCE + 1


async def test_several_links_are_taken_back_after_each_was_shown(chat: RoleChat) -> None:
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await joins(chat, links[1], "5")
    heard = await chat.says("/people take back 1-3, 5, 9")
    assert heard.text.splitlines()[0] == "Take 3 links back?"
    for line in ("1. Ann, Home care", "3. Cy, Day care", "5. Eve, Day care", "These stay as they are"):
        assert line in heard.text
    assert "2. Bob" not in heard.text, "whoever uses that link takes part already"
    assert (await chat.says("yes")).text.startswith("3 links do not work any more.")
    shown = (await chat.says("/people")).text
    assert shown.count(": link taken back") == 3
    assert "2 invited: 1 not joined yet, 1 joined and not begun. 3 links taken back." in shown


async def test_a_no_takes_no_link_back(chat: RoleChat) -> None:
    await chat.says("/invite", PEOPLE, "yes", "/people take back 1-5", "no")
    assert "link taken back" not in (await chat.says("/people")).text


@pytest.mark.parametrize("typed", ["8, 9", "1-999"])
async def test_where_none_can_be_taken_back_it_is_said_in_one_sentence(chat: RoleChat, typed: str) -> None:
    await chat.says("/invite", PEOPLE, "yes")
    heard = await chat.says(f"/people take back {typed}")
    assert heard.text.splitlines()[0] in (
        "There is no link 8. /people shows them all.",
        "At most 200 links can be taken back at once.",
    )
    assert "link taken back" not in (await chat.says("/people")).text


async def test_the_list_counts_as_many_as_the_progress(chat: RoleChat) -> None:
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await joins(chat, links[0], "5")
    await chat.says("/people take back 4, 5", "yes")
    assert (
        (await chat.says("/people")).text.splitlines()[2].startswith("3 invited: 2 not joined yet, 1 joined")
    )
    assert "3 invited, 1 joined, 0 begun. Nobody has finished a theme." in (await chat.says("/status")).text
