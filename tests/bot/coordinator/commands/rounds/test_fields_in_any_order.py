"""What is typed behind /round counts in any order, though which fields there are depends on the others."""

from itertools import permutations
from pathlib import Path

import pytest

from content.phrases import language_name
from tests.bot.coordinator.role_chat import RoleChat
from tests.locales import LANGUAGES, in_letters_of, spoken, write_locale

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


@pytest.mark.parametrize("language", LANGUAGES)
async def test_fields_and_what_they_take_may_be_named_in_the_persons_language(
    chat: RoleChat, tmp_path: Path, language: str
) -> None:
    for each in LANGUAGES:
        write_locale(tmp_path, each)
    with spoken(tmp_path):
        ours = in_letters_of
        await chat.says("/language", language_name(language))
        named = {"Guide": "example", "Title": "X", "Purpose": ours(language, "none")}
        named |= {
            "Closes": ours(language, "never"),
            "Who sees what": "named",
            "Themes": ours(language, "all"),
        }
        typed = "; ".join(f"{ours(language, name)}: {value}" for name, value in named.items())
        told = (await chat.says(f"/round {typed}")).text
        unread = (await chat.says("/cancel", "/round x: 1")).text
    assert ours(language, "No last day") in told
    assert ours(language, "I could not read") not in told
    assert ours(language, "Guide") in unread
