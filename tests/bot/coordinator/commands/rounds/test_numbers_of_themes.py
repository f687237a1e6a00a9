"""A theme is listed behind the number to type for it, and never behind that number twice."""

from dataclasses import replace

import pytest

from content.formatting.own_number import behind_place
from content.in_languages.packs_of_file import packs_of_text
from content.library import Pack
from tests.bot.coordinator.role_chat import RoleChat
from tests.guides import pack_for_tests

LISTED = ("1. Plans", "[2] 1.3 Partners")


def numbered_pack(first: str = "1", second: str = "1.3") -> Pack:
    """A guide whose first theme has the number of its place as its own, and whose second has another."""
    source = pack_for_tests("sets").source
    for theme, number in (("Plans", first), ("Partners", second)):
        assert source.count(f"    title: {theme}\n") == 1
        source = source.replace(f"    title: {theme}\n", f'    number: "{number}"\n    title: {theme}\n')
    (pack,), problems = packs_of_text(source, "")
    assert not problems
    return pack


def with_numbered_pack(chat: RoleChat, numbers: tuple[str, str] = ("1", "1.3")) -> None:
    pack, dispatch = numbered_pack(*numbers), chat.shop.dispatch
    dispatch._services = replace(dispatch._services, library=lambda: {("sets", "en"): pack})


@pytest.mark.parametrize(
    ("place", "number", "shown"),
    [
        ("1", "", "1. Listening"),
        ("1", "1", "1. Listening"),
        ("1", "1.", "1. Listening"),
        ("3", "1.3", "[3] 1.3 Listening"),
        ("2", "1", "[2] 1 Listening"),
    ],
)
def test_its_own_number_stands_there_where_it_is_another_one(place: str, number: str, shown: str) -> None:
    assert behind_place(place, number, "Listening") == shown


async def test_wherever_a_number_is_to_be_typed_for_a_theme_it_is_listed_in_this_way(chat: RoleChat) -> None:
    with_numbered_pack(chat)
    begun = await chat.says("/round guide: sets; title: Plans; purpose: none; sets: 1 3")
    shown = await chat.says("2", "30 November", "confidential")
    assert "Themes: [2] 1.3 Partners" in shown.text
    assert "Who is asked: 1. I work with people who use services; 3. I am a councillor" in shown.text
    await chat.says("cancel")
    await chat.says(
        "/round guide: sets; title: Plans; purpose: none; themes: all; closes: never; sees: named"
    )
    await chat.says("yes")
    asks = await chat.says("/ask everybody")
    asked = [asks, await chat.says("1"), await chat.says("yes"), await chat.says("/ask 2")]
    for heard, themes in ((begun, LISTED), (asks, LISTED), *((each, LISTED[:1]) for each in asked[1:])):
        for theme in themes:
            assert theme in heard.text
    assert "From now on: 1.3 Partners" in asked[-1].text
    for heard in (begun, shown, *asked):
        assert "1. 1 " not in heard.text
        assert "2. 1.3" not in heard.text


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("1-2", "1 2"), ("2-3", "2 3"), ("1, 3", "1 3"), ("1 to 2", "1 2"), ("2\N{EN DASH}2", "2")],
)
async def test_themes_and_sets_may_be_typed_as_ranges(chat: RoleChat, typed: str, asked: str) -> None:
    with_numbered_pack(chat)
    shown = await chat.says(
        f"/round guide: sets; title: Plans; purpose: none; sets: {typed}; themes: 1-1; closes: never; "
        "sees: named"
    )
    sets = shown.text.partition("Who is asked: ")[2].splitlines()[0]
    assert [each[0] for each in sets.split("; ")] == asked.split()
    assert "Themes: 1. " in shown.text


@pytest.mark.parametrize("typed", ["2-9", "3-1", "0-1", "1-"])
async def test_a_range_beyond_the_themes_is_refused(chat: RoleChat, typed: str) -> None:
    with_numbered_pack(chat)
    heard = await chat.says(f"/round guide: sets; title: Plans; themes: {typed}")
    assert "Please type numbers from 1 to 2, such as 1 3 or 1-3." in heard.text


async def test_a_range_behind_ask_is_read_as_its_themes(chat: RoleChat) -> None:
    with_numbered_pack(chat)
    await chat.says(
        "/round guide: sets; title: Plans; purpose: none; themes: all; closes: never; sees: named"
    )
    await chat.says("yes")
    assert "From now on: 1.3 Partners" in (await chat.says("/ask 2-2")).text


async def test_themes_with_gaps_in_their_numbers_are_asked_by_these_numbers(chat: RoleChat) -> None:
    with_numbered_pack(chat, ("2", "4"))
    await chat.says(
        "/round guide: sets; title: Plans; purpose: none; themes: all; closes: never; sees: named", "yes"
    )
    asks = await chat.says("/ask everybody")
    assert "2. Plans\n4. Partners" in asks.text
    assert "please give numbers from the list" in (await chat.says("1")).text
    assert "From now on: 4. Partners" in (await chat.says("4")).text
    assert "Asked of everybody: 4. Partners" in (await chat.says("yes")).text
