"""``/undo`` and its words after an act of somebody with a role: that act is undone, and nothing else is."""

import pytest

from bot.acts.permissions import Command
from bot.coordinator.menu import changed_afterwards
from content.phrases import phrases_in
from tests.bot.coordinator.role_chat import RoleChat, gave

BY_WORD = pytest.mark.parametrize("word", ["/undo", "undo", "Undo that"])


async def links(chat: RoleChat) -> int:
    """How many links with a name let somebody in."""
    row = await chat.database.read(
        lambda tx: tx.row("SELECT count(*) FROM invitation WHERE revoked_at IS NULL AND name <> ''")
    )
    assert row is not None
    return int(row[0])


async def replies(chat: RoleChat) -> list[object]:
    return await chat.database.read(lambda tx: list(tx.rows("SELECT * FROM reply ORDER BY 1, 2, 3, 4, 5")))


@BY_WORD
async def test_the_act_of_the_last_card_is_undone_as_by_its_button(chat: RoleChat, word: str) -> None:
    await chat.says("/invite Ann Example, Home care", "yes")
    assert await links(chat) == 1
    assert "1 link does not work any more." in (await chat.says(word)).text
    assert await links(chat) == 0


@pytest.mark.parametrize("command", ["/extend 20 December 2026", "/digest daily", "/plan 3 / 7 1"])
async def test_so_is_every_other_act_with_a_button_for_it(chat: RoleChat, command: str) -> None:
    heard = await chat.says(command, "yes")
    assert "undo" in heard.typed
    assert "no round" not in (heard := await chat.says("/undo")).text
    assert "nothing here to undo" not in heard.text


@BY_WORD
async def test_whoever_takes_part_too_keeps_their_replies(chat: RoleChat, word: str) -> None:
    await chat.shop.join("77")
    await chat.shop.go_on()
    await gave(chat, "77", strength="We listen")
    await chat.says("/invite Ann Example, Home care", "yes")
    before = await replies(chat)
    assert before
    await chat.says(word)
    assert await links(chat) == 0
    assert await replies(chat) == before


@BY_WORD
async def test_after_something_else_was_looked_at_it_says_what_helps(chat: RoleChat, word: str) -> None:
    await chat.says("/invite Ann Example, Home care", "yes", "/people")
    heard = await chat.says(word)
    assert "There is nothing here to undo" in heard.text
    assert "/people undo takes back the last links" in heard.text
    assert await links(chat) == 1
    assert "take part in no round" not in heard.text


@BY_WORD
async def test_while_something_is_asked_nothing_has_been_done(chat: RoleChat, word: str) -> None:
    for begun in ("/invite", "/invite Ann Example, Home care"):
        await chat.says(begun)
        assert "Nothing has been done yet" in (await chat.says(word)).text
    assert await links(chat) == 0


@pytest.mark.parametrize("words", ["take it back", "Take back"])
async def test_words_of_a_button_that_is_not_there_undo_nothing(chat: RoleChat, words: str) -> None:
    await chat.says("/invite Ann Example, Home care", "yes")
    assert "There is nothing here to undo or to take back." in (await chat.says(words)).text
    assert await links(chat) == 1


async def test_a_reader_is_told_of_nothing_that_they_may_not_do(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "reader")
    heard = await chat.says("/undo", address="78")
    assert "/digest" in heard.text
    for command in set(changed_afterwards(phrases_in("en"))) - {Command.DIGEST}:
        assert f"/{command.value}" not in heard.text
