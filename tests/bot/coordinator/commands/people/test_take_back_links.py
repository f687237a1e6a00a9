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
        "At most 200 links can be taken back at once. Type their numbers, such as 1-200.",
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


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("take back team Day care", (3, 4, 5)),
        ("take back team day  CARE", (3, 4, 5)),
        ("team Home care take back", (1, 2)),
        ("Take back not joined", (1, 3, 4, 5)),
        ("4-5, 1 take back", (1, 4, 5)),
        ("revoke 3 and 4", (3, 4)),
    ],
)
async def test_links_are_named_by_number_by_team_or_by_state(
    chat: RoleChat, typed: str, numbers: tuple[int, ...]
) -> None:
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await joins(chat, links[1], "5")
    heard = await chat.says(f"/people {typed}")
    asked, _, stay = heard.text.partition("These stay as they are")
    assert [each for each in range(1, 6) if f"\n{each}. " in asked] == [n for n in numbers if n != 2]
    assert ("Link 2 was used" in stay) == (2 in numbers), "whoever uses it takes part already"
    await chat.says("yes")
    assert (await chat.says("/people")).text.count(": link taken back") == len(set(numbers) - {2})


async def test_links_of_an_organisation_and_those_that_expired(chat: RoleChat) -> None:
    await chat.says("/invite", "Ann, Home care, Example Trust\nBob, Home care", "yes")
    assert "1. Ann" in (await chat.says("/people take back organisation example trust")).text
    assert "There is no such link." in (await chat.says("/people take back expired")).text
    chat.shop.clock.advance(15 * 86_400)
    assert "Take 2 links back?" in (await chat.says("/people take back expired")).text


@pytest.mark.parametrize("typed", ["take back team Night care", "take back organisation Home care"])
async def test_a_group_without_links_is_named(chat: RoleChat, typed: str) -> None:
    await chat.says("/invite", PEOPLE, "yes")
    assert (await chat.says(f"/people {typed}")).text.startswith("No link is for the ")


async def test_links_that_were_taken_back_work_again_after_an_undo(chat: RoleChat) -> None:
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await chat.says("/people take back 2", "yes", "/people take back 1-4", "yes")
    assert not await joins(chat, links[0], "5")
    assert (await chat.says("undo")).text.startswith("Undone: 3 links work again.")
    assert await joins(chat, links[0], "6")
    assert not await joins(chat, links[1], "7"), "that one had been taken back before"


async def test_an_undo_gives_a_link_no_more_time_than_it_had(chat: RoleChat) -> None:
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await chat.says("/people take back 1", "yes", "undo")
    chat.shop.clock.advance(14 * 86_400)
    assert not await joins(chat, links[0], "5")


async def test_in_an_anonymous_round_a_state_of_joining_is_no_way_to_look(chat: RoleChat) -> None:
    await chat.says("/invite", PEOPLE, "yes")
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'", {}))
    assert "it is not shown who joined" in (await chat.says("/people take back not joined")).text
    assert "Take 3 links back?" in (await chat.says("/people take back team Day care")).text
