"""What is typed behind /round counts in any order, though which fields there are depends on the others."""

from itertools import permutations

import pytest

from tests.bot.coordinator.role_chat import RoleChat

PARTS = ("title: Autumn", "themes: 2", "guide: example")


@pytest.mark.parametrize("parts", list(permutations(PARTS)), ids=lambda parts: parts[0][:5] + parts[1][:5])
async def test_every_order_says_the_same(chat: RoleChat, parts: tuple[str, ...]) -> None:
    told = (await chat.says(f"/round {'; '.join(parts)}")).text
    assert told == (await chat.says("/cancel", f"/round {'; '.join(PARTS)}")).text
    assert "could not read" not in told


@pytest.mark.parametrize(
    "typed", ["title: A; colour: red", "colour: red; title: A", "colour: red", "title: A; red"]
)
async def test_what_is_no_field_is_named(chat: RoleChat, typed: str) -> None:
    told = (await chat.says(f"/round {typed}")).text
    assert "I could not read “colour: red”. I know: guide, title" in told or "I could not read “red”" in told


async def test_a_stop_at_the_end_does_no_harm(chat: RoleChat) -> None:
    assert "could not read" not in (await chat.says("/round title: Autumn; guide: example;")).text


@pytest.mark.parametrize("zone", ["localtime", "posix/Europe/London", "right/UTC"])
async def test_a_zone_of_no_list_is_refused(chat: RoleChat, zone: str) -> None:
    assert "I do not know that time zone." in (await chat.says(f"/round guide: example; zone: {zone}")).text


@pytest.mark.parametrize(
    "typed", ["-1", "-1 Home care", "+0", "1.5", "1,000,000", "\N{MINUS SIGN}3 Home care", "0"]
)
async def test_a_number_of_people_that_there_is_not_is_no_name(chat: RoleChat, typed: str) -> None:
    told = (await chat.says(f"/invite {typed}")).text
    assert "Please give a number from 1 to" in told
    assert "Make" not in told
