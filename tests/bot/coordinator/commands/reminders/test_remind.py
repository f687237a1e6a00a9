"""Reminders as coordinators ask for them: shown, confirmed once, called off, and what happened to them."""

import re

import pytest

from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.joining import join_telegram

TWO_DAYS = 2 * 86_400
CODE = re.compile(r"/join/([\w-]{43})")


@pytest.fixture
async def asked(chat: RoleChat) -> RoleChat:
    """Ann has joined and not begun, Bob is part-way, Cy has not joined; two days later, on a Wednesday."""
    heard = await chat.says("/invite", "Ann, Home care\nBob, Day care\nCy, Day care", "yes")
    ann, bob, _ = CODE.findall(heard.text)
    for code, address in ((ann, "5"), (bob, "6")):
        await chat.database.write(
            lambda tx, c=code, a=address: join_telegram(
                chat.shop.arrivals,  # type: ignore[misc]
                tx,
                c,
                a,
                chat.shop.clock(),
            )
        )
    await chat.shop.begin_theme("6")
    await chat.says("We ask each person.", address="6")
    chat.shop.clock.advance(TWO_DAYS)
    return chat


async def reminders(chat: RoleChat) -> list[tuple[str, str]]:
    return await chat.database.read(  # type: ignore[return-value]
        lambda tx: tx.rows("SELECT kind, state FROM reminder WHERE state <> 'proposed' ORDER BY id")
    )


async def test_each_person_is_shown_with_time_reason_and_words_before_anything_goes(asked: RoleChat) -> None:
    heard = await asked.says("/remind all")
    assert "Remind 2 people?" in heard.text
    assert "Ann, Home care: Goes now." in heard.text
    assert "Bob, Day care: Goes now." in heard.text
    assert "Cy, Day care: Not sent: has not joined" in heard.text
    assert "This is what the first of them reads:" in heard.text
    assert await reminders(asked) == []


async def test_what_was_shown_goes_once_however_often_it_is_confirmed(asked: RoleChat) -> None:
    await asked.says("/remind not begun")
    heard = await asked.taps("Send the reminders")
    assert heard.text.startswith("1 reminder is on its way")
    assert len(await reminders(asked)) == 1
    assert any(told.has_reminders for told in asked.shop.told)
    await asked.gives("78", "Example Council", "coordinator")
    heard = await asked.says("/remind not begun", address="78")
    assert "Nobody would get a reminder now." in heard.text
    assert len(await reminders(asked)) == 1


async def test_two_coordinators_with_the_same_preview_send_it_once(asked: RoleChat) -> None:
    await asked.gives("78", "Example Council", "coordinator")
    await asked.says("/remind not begun")
    await asked.says("/remind not begun", address="78")
    first = await asked.says("yes")
    second = await asked.says("yes", address="78")
    assert len(await reminders(asked)) == 1
    assert first.text.startswith("1 reminder") or second.text.startswith("1 reminder")


async def test_a_preview_that_is_too_old_is_looked_at_again(asked: RoleChat) -> None:
    await asked.says("/remind not begun")
    asked.shop.clock.advance(3600)
    heard = await asked.says("yes")
    assert "That was too long ago." in heard.text
    assert await reminders(asked) == []


async def test_those_who_have_not_joined_are_listed_and_cannot_be_reminded(asked: RoleChat) -> None:
    heard = await asked.says("/remind not joined")
    assert "Nobody would get a reminder now." in heard.text
    assert "Cy, Day care: Not sent: has not joined" in heard.text
    assert "Send the reminders" not in [each.label for row in heard.cards[-1].buttons for each in row]


async def test_in_quiet_hours_a_reminder_is_held_and_can_be_called_off(asked: RoleChat) -> None:
    asked.shop.clock.advance(12 * 3600)
    heard = await asked.says("/remind not begun")
    assert "Ann, Home care: Held until Thursday" in heard.text
    await asked.says("yes")
    assert [state for _, state in await reminders(asked)] == ["waiting"]
    heard = await asked.says("undo")
    assert heard.text.startswith("1 reminder was called off.")
    heard = await asked.says("/reminded")
    assert "1 called off" in heard.text


async def test_who_leaves_gets_nothing_that_was_held_for_them(asked: RoleChat) -> None:
    asked.shop.clock.advance(12 * 3600)
    await asked.says("/remind not begun", "yes")
    assert [state for _, state in await reminders(asked)] == ["waiting"]
    await asked.says("/leave", "leave this round", address="5")
    assert [state for _, state in await reminders(asked)] == ["dropped"]
    assert "1 not needed any more" in (await asked.says("/reminded")).text


async def test_nobody_is_named_in_an_anonymous_round(asked: RoleChat) -> None:
    await asked.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    heard = await asked.says("/remind all")
    assert "Ann" not in heard.text
    assert "Bob" not in heard.text
    assert "Remind all who have not finished?" in heard.text
    await asked.says("yes")
    assert [state for _, state in await reminders(asked)] == ["waiting", "waiting"]
    assert "The reminders that had not gone are called off." in (await asked.says("undo")).text
    assert [state for _, state in await reminders(asked)] == ["called_off", "called_off"]
    heard = await asked.says("/remind not joined")
    assert "nobody can see who has not joined" in heard.text


async def test_a_plan_is_off_until_it_is_chosen_and_can_be_undone(asked: RoleChat) -> None:
    assert "By themselves: never" in (await asked.says("/reminded")).text
    heard = await asked.says("/plan 3 / 7 1")
    assert "From now on: 3 days after joining; 7, 1 days before the last day" in heard.text
    assert "At most 2 a week for each person." in heard.text
    await asked.says("yes")
    assert "By themselves: 3 days after joining" in (await asked.says("/reminded")).text
    await asked.says("/plan never", "yes")
    heard = await asked.says("undo")
    assert "Undone" in heard.text
    assert "By themselves: 3 days after joining" in (await asked.says("/reminded")).text


@pytest.mark.parametrize("words", ["sometimes", "3", "0 / 1", "/"])
async def test_a_plan_that_cannot_be_read_is_asked_for_again(asked: RoleChat, words: str) -> None:
    heard = await asked.says("/plan", words)
    assert "Please write it like 3 / 7 1, or type never." in heard.text
