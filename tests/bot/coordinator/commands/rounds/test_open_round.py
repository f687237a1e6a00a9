"""Opening, extending, closing and reopening rounds from the chat."""

import pytest

from storage.engine.database import StatementRefused, Transaction
from storage.roles.audit import verify_chains
from storage.rounds.rounds import rounds
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import shown

ANSWERS = ("/round", "1", "Adult services", "skip", "all", "30 November 2026", "2")


async def opened(chat: RoleChat, *answers: str) -> str:
    """Open a round with these answers: its id."""
    await chat.says(*(answers or ANSWERS), "yes")
    return await the_new_round(chat)


async def the_new_round(chat: RoleChat) -> str:
    row = await chat.database.read(lambda tx: tx.row("SELECT id FROM round WHERE title <> 'Round r1'"))
    assert row is not None
    return str(row[0])


async def field(chat: RoleChat, round_id: str, name: str) -> object:
    row = await chat.database.read(
        lambda tx: tx.row(f"SELECT {name} FROM round WHERE id = :id", {"id": round_id})  # noqa: S608
    )
    assert row is not None
    return row[0]


async def acts(chat: RoleChat) -> list[tuple[str, str]]:
    return await chat.database.read(lambda tx: tx.rows("SELECT act, outcome FROM audit ORDER BY number"))  # type: ignore[return-value]


async def test_a_round_is_shown_whole_before_it_is_opened_and_told_to_those_who_join(chat: RoleChat) -> None:
    heard = await chat.says(*ANSWERS)
    assert "Open this round?" in heard.text
    assert "8. Closes: 30 November 2026" in heard.text
    assert "under a number and not your name" in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)
    heard = await chat.says("yes")
    assert heard.text.startswith("“Adult services” is open.")
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (2,)


async def test_what_is_typed_in_one_line_is_not_asked_for(chat: RoleChat) -> None:
    heard = await chat.says(
        "/round guide: example; title: Quick one; purpose: To look; themes: 2; closes: 2026-11-30; "
        "sees: anonymous; threshold: 8"
    )
    assert "Open this round?" in heard.text
    await chat.says("yes")
    round_id = await the_new_round(chat)
    assert await field(chat, round_id, "purpose") == "To look"
    assert await field(chat, round_id, "who_sees") == "anonymous"
    assert await field(chat, round_id, "threshold") == 8


@pytest.mark.parametrize(
    ("sees", "told"),
    [
        ("1", "with your name"),
        ("2", "under a number and not your name"),
        ("3", "not whose they are nor who took part"),
    ],
)
async def test_who_sees_what_is_told_before_anybody_begins(chat: RoleChat, sees: str, told: str) -> None:
    round_id = await opened(chat, *ANSWERS[:-1], sees)
    (said,) = await chat.shop.join("5", round_id=round_id)
    assert told in shown(said[0])


async def test_themes_and_prompts_are_left_out_and_added(chat: RoleChat) -> None:
    await chat.says(*ANSWERS[:4], "2", "30 November 2026", "2")
    heard = await chat.says("6", "T2.P1\nT2: What do we do on a Sunday?")
    assert "What do we do on a Sunday?" in heard.text
    heard = await chat.says("yes")
    assert "is open" in heard.text
    sha = await field(chat, await the_new_round(chat), "guide_sha256")
    guide = await chat.database.read(lambda tx: chat.shop.shelf.guide(tx, str(sha)))
    assert [theme.title for theme in guide.themes] == ["Supervision"]
    asks = [prompt.ask for prompt in guide.themes[0].prompts]
    assert asks[-1] == "What do we do on a Sunday?"
    assert guide.version == "1.0-own"
    listed = await chat.database.read(rounds)
    assert {each.view.title: each.guide_version for each in listed} == {
        "Round r1": "1.0",
        "Adult services": "1.0-own",
    }
    assert len(asks) == 3


@pytest.mark.parametrize("line", ["T1.P9", "T9.P1", "nonsense", "T9: What?"])
async def test_a_change_to_prompts_that_cannot_be_read_is_asked_for_again(chat: RoleChat, line: str) -> None:
    await chat.says(*ANSWERS)
    heard = await chat.says("6", line)
    assert f"I could not read “{line}”" in heard.text
    assert "Which prompts are left out or added?" in heard.text


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("yesterday", "I could not read that day."),
        ("1 October 2026", "1 October 2026 has passed."),
        ("1 October 2126", "is too far away"),
    ],
)
async def test_a_day_that_cannot_be_is_asked_for_again(chat: RoleChat, words: str, hint: str) -> None:
    heard = await chat.says(*ANSWERS[:5], words)
    assert hint in heard.text
    assert "Which is the last day?" in heard.text


async def test_a_last_day_before_the_first_is_refused(chat: RoleChat) -> None:
    heard = await chat.says(*ANSWERS, "7", "15 December 2026")
    assert "The last day would be before the first." in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)


async def test_opening_is_undone_while_nobody_has_joined(chat: RoleChat) -> None:
    round_id = await opened(chat)
    assert "Undone" in (await chat.says("undo")).text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)
    again = await opened(chat)
    assert again != round_id
    await chat.shop.join("5", round_id=again)
    assert "Somebody has joined already" in (await chat.says("undo")).text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (2,)


async def test_a_round_that_opens_later_takes_nothing_before(chat: RoleChat) -> None:
    await chat.says(*ANSWERS)
    await chat.says("7", "10 November 2026", "yes")
    await chat.shop.join("5", round_id=await the_new_round(chat))
    await chat.shop.go_on()
    heard = await chat.says("begin", address="5")
    assert heard.text.startswith("“Adult services” begins on 10 November 2026.")
    chat.shop.clock.advance(9 * 86_400)
    assert "The themes" in (await chat.says("begin", address="5")).text


async def test_extending_is_shown_done_noted_and_undone(chat: RoleChat) -> None:
    round_id = await opened(chat)
    heard = await chat.says("/extend 24 December 2026")
    assert "until 24 December 2026?" in heard.text
    assert await field(chat, round_id, "closes_on") == "2026-11-30"
    await chat.says("yes")
    assert await field(chat, round_id, "closes_on") == "2026-12-24"
    await chat.says("undo")
    assert await field(chat, round_id, "closes_on") == "2026-11-30"
    assert [act for act, _ in await acts(chat)][-3:] == ["round.open", "round.extend", "round.extend"]


async def test_closing_and_reopening_tell_those_who_take_part(chat: RoleChat) -> None:
    await chat.shop.join("5", "6")
    await chat.shop.go_on()
    heard = await chat.says("/rounds 1", "/close")
    assert "2 people who take part are told." in heard.text
    await chat.says("yes")
    assert await field(chat, "r1", "closed_at") is not None
    assert await announcements(chat) == 2
    heard = await chat.says("/reopen 24 December 2026", "yes")
    assert heard.text == "“Round r1” is open until 24 December 2026."
    assert await field(chat, "r1", "closed_at") is None
    assert await announcements(chat) == 4


async def announcements(chat: RoleChat) -> int:
    row = await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM work WHERE kind = 'announcement'"))
    assert row is not None
    return int(row[0])


async def test_pressing_yes_twice_acts_once(chat: RoleChat) -> None:
    await chat.says(*ANSWERS)
    await chat.taps("Open the round")
    heard = await chat.taps("Open the round")
    assert "That card is no longer open" in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (2,)


async def test_cancelling_does_nothing(chat: RoleChat) -> None:
    heard = await chat.says(*ANSWERS, "cancel")
    assert "Nothing was done." in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)


async def test_the_record_of_acts_is_whole_and_shows_what_was_changed(chat: RoleChat) -> None:
    await opened(chat)
    await chat.says("/extend 24 December 2026", "yes", "/invite 3 Home care", "yes")
    chains, _ = await chat.database.read(verify_chains)
    assert [chain.broken_at for chain in chains] == [None]

    def forge(tx: Transaction) -> None:
        tx.run("DROP TRIGGER audit_is_never_changed")
        tx.run("UPDATE audit SET subject = 'r9' WHERE number = 2")

    await chat.database.write(forge)
    chains, _ = await chat.database.read(verify_chains)
    assert [chain.broken_at for chain in chains] == [2]


@pytest.mark.parametrize("sql", ["UPDATE audit SET act = 'x'", "DELETE FROM audit"])
async def test_the_record_of_acts_cannot_be_changed_by_a_statement(chat: RoleChat, sql: str) -> None:
    with pytest.raises(StatementRefused):
        await chat.database.write(lambda tx: tx.run(sql))
