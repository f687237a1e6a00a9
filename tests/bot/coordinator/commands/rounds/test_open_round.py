"""Opening, extending, closing and reopening rounds from the chat."""

import pytest

from storage.engine.database import StatementRefused, Transaction
from storage.roles.audit import verify_chains
from storage.rounds.rounds import rounds
from tests.bot.coordinator.desk import Desk
from tests.bot.workshop import shown

ANSWERS = ("/round", "1", "Adult services", "skip", "all", "30 November 2026", "2")


async def opened(desk: Desk, *answers: str) -> str:
    """Open a round with these answers: its id."""
    await desk.says(*(answers or ANSWERS), "yes")
    return await the_new_round(desk)


async def the_new_round(desk: Desk) -> str:
    row = await desk.database.read(lambda tx: tx.row("SELECT id FROM round WHERE title <> 'Round r1'"))
    assert row is not None
    return str(row[0])


async def field(desk: Desk, round_id: str, name: str) -> object:
    row = await desk.database.read(
        lambda tx: tx.row(f"SELECT {name} FROM round WHERE id = :id", {"id": round_id})  # noqa: S608
    )
    assert row is not None
    return row[0]


async def acts(desk: Desk) -> list[tuple[str, str]]:
    return await desk.database.read(lambda tx: tx.rows("SELECT act, outcome FROM audit ORDER BY number"))  # type: ignore[return-value]


async def test_a_round_is_shown_whole_before_it_is_opened_and_told_to_those_who_join(desk: Desk) -> None:
    heard = await desk.says(*ANSWERS)
    assert "Open this round?" in heard.text
    assert "8. Closes: 30 November 2026" in heard.text
    assert "under a number and not your name" in heard.text
    assert await desk.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)
    heard = await desk.says("yes")
    assert heard.text.startswith("“Adult services” is open.")
    assert await desk.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (2,)


async def test_what_is_typed_in_one_line_is_not_asked_for(desk: Desk) -> None:
    heard = await desk.says(
        "/round guide: example; title: Quick one; purpose: To look; themes: 2; closes: 2026-11-30; "
        "sees: anonymous; threshold: 8"
    )
    assert "Open this round?" in heard.text
    await desk.says("yes")
    round_id = await the_new_round(desk)
    assert await field(desk, round_id, "purpose") == "To look"
    assert await field(desk, round_id, "who_sees") == "anonymous"
    assert await field(desk, round_id, "threshold") == 8


@pytest.mark.parametrize(
    ("sees", "told"),
    [
        ("1", "with your name"),
        ("2", "under a number and not your name"),
        ("3", "not whose they are nor who took part"),
    ],
)
async def test_who_sees_what_is_told_before_anybody_begins(desk: Desk, sees: str, told: str) -> None:
    round_id = await opened(desk, *ANSWERS[:-1], sees)
    (said,) = await desk.shop.join("5", round_id=round_id)
    assert told in shown(said[0])


async def test_themes_and_prompts_are_left_out_and_added(desk: Desk) -> None:
    await desk.says(*ANSWERS[:4], "2", "30 November 2026", "2")
    heard = await desk.says("6", "T2.P1\nT2: What do we do on a Sunday?")
    assert "What do we do on a Sunday?" in heard.text
    heard = await desk.says("yes")
    assert "is open" in heard.text
    sha = await field(desk, await the_new_round(desk), "guide_sha256")
    guide = await desk.database.read(lambda tx: desk.shop.shelf.guide(tx, str(sha)))
    assert [theme.title for theme in guide.themes] == ["Supervision"]
    asks = [prompt.ask for prompt in guide.themes[0].prompts]
    assert asks[-1] == "What do we do on a Sunday?"
    assert guide.version == "1.0-own"
    listed = await desk.database.read(rounds)
    assert {each.view.title: each.guide_version for each in listed} == {
        "Round r1": "1.0",
        "Adult services": "1.0-own",
    }
    assert len(asks) == 3


@pytest.mark.parametrize("line", ["T1.P9", "T9.P1", "nonsense", "T9: What?"])
async def test_a_change_to_prompts_that_cannot_be_read_is_asked_for_again(desk: Desk, line: str) -> None:
    await desk.says(*ANSWERS)
    heard = await desk.says("6", line)
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
async def test_a_day_that_cannot_be_is_asked_for_again(desk: Desk, words: str, hint: str) -> None:
    heard = await desk.says(*ANSWERS[:5], words)
    assert hint in heard.text
    assert "Which is the last day?" in heard.text


async def test_a_last_day_before_the_first_is_refused(desk: Desk) -> None:
    heard = await desk.says(*ANSWERS, "7", "15 December 2026")
    assert "The last day would be before the first." in heard.text
    assert await desk.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)


async def test_opening_is_undone_while_nobody_has_joined(desk: Desk) -> None:
    round_id = await opened(desk)
    assert "Undone" in (await desk.says("undo")).text
    assert await desk.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)
    again = await opened(desk)
    assert again != round_id
    await desk.shop.join("5", round_id=again)
    assert "Somebody has joined already" in (await desk.says("undo")).text
    assert await desk.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (2,)


async def test_a_round_that_opens_later_takes_nothing_before(desk: Desk) -> None:
    await desk.says(*ANSWERS)
    await desk.says("7", "10 November 2026", "yes")
    await desk.shop.join("5", round_id=await the_new_round(desk))
    await desk.shop.go_on()
    heard = await desk.says("begin", address="5")
    assert heard.text.startswith("“Adult services” begins on 10 November 2026.")
    desk.shop.clock.advance(9 * 86_400)
    assert "The themes" in (await desk.says("begin", address="5")).text


async def test_extending_is_shown_done_noted_and_undone(desk: Desk) -> None:
    round_id = await opened(desk)
    heard = await desk.says("/extend 24 December 2026")
    assert "until 24 December 2026?" in heard.text
    assert await field(desk, round_id, "closes_on") == "2026-11-30"
    await desk.says("yes")
    assert await field(desk, round_id, "closes_on") == "2026-12-24"
    await desk.says("undo")
    assert await field(desk, round_id, "closes_on") == "2026-11-30"
    assert [act for act, _ in await acts(desk)][-3:] == ["round.open", "round.extend", "round.extend"]


async def test_closing_and_reopening_tell_those_who_take_part(desk: Desk) -> None:
    await desk.shop.join("5", "6")
    await desk.shop.go_on()
    heard = await desk.says("/rounds 1", "/close")
    assert "2 people who take part are told." in heard.text
    await desk.says("yes")
    assert await field(desk, "r1", "closed_at") is not None
    assert await announcements(desk) == 2
    heard = await desk.says("/reopen 24 December 2026", "yes")
    assert heard.text == "“Round r1” is open until 24 December 2026."
    assert await field(desk, "r1", "closed_at") is None
    assert await announcements(desk) == 4


async def announcements(desk: Desk) -> int:
    row = await desk.database.read(lambda tx: tx.row("SELECT count(*) FROM work WHERE kind = 'announcement'"))
    assert row is not None
    return int(row[0])


async def test_pressing_yes_twice_acts_once(desk: Desk) -> None:
    await desk.says(*ANSWERS)
    await desk.taps("Open the round")
    heard = await desk.taps("Open the round")
    assert "That card is no longer open" in heard.text
    assert await desk.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (2,)


async def test_cancelling_does_nothing(desk: Desk) -> None:
    heard = await desk.says(*ANSWERS, "cancel")
    assert "Nothing was done." in heard.text
    assert await desk.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)


async def test_the_record_of_acts_is_whole_and_shows_what_was_changed(desk: Desk) -> None:
    await opened(desk)
    await desk.says("/extend 24 December 2026", "yes", "/invite 3 Home care", "yes")
    chains, _ = await desk.database.read(verify_chains)
    assert [chain.broken_at for chain in chains] == [None]

    def forge(tx: Transaction) -> None:
        tx.run("DROP TRIGGER audit_is_never_changed")
        tx.run("UPDATE audit SET subject = 'r9' WHERE number = 2")

    await desk.database.write(forge)
    chains, _ = await desk.database.read(verify_chains)
    assert [chain.broken_at for chain in chains] == [2]


@pytest.mark.parametrize("sql", ["UPDATE audit SET act = 'x'", "DELETE FROM audit"])
async def test_the_record_of_acts_cannot_be_changed_by_a_statement(desk: Desk, sql: str) -> None:
    with pytest.raises(StatementRefused):
        await desk.database.write(lambda tx: tx.run(sql))
