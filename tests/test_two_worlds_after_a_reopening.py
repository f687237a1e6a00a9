"""Words that somebody takes out once a round has closed: what others see then, and that nothing says whose.

A coordinator reads all replies, gets the report and opens the round again. Then one person takes words out.
"""

from dataclasses import replace
from functools import cache

import pytest
import time_machine

from conversations.groups.round_view import WhoSees
from conversations.state import (
    STRENGTH,
    Given,
    Part,
)
from storage import shown_to_others
from storage.engine.database import Transaction
from storage.messages.own_files import Instead
from storage.roles.organisations import Role
from storage.shown_to_others import take_out_everywhere
from tests.bot.virtual import run
from tests.bot.workshop import BEGINNING
from tests.test_words_leave_others import files_to_search
from tests.worlds.comparing import differences
from tests.worlds.doors import Door
from tests.worlds.seat import Seat
from tests.worlds.world import FINISHES, PROMPT, THEMES, Plan, World

WITHOUT_NAMES = (WhoSees.CONFIDENTIAL, WhoSees.ANONYMOUS)
UNTIL_THEN = (
    *("/close", "yes", "/replies T1.P1", "/replies table", "/results"),
    *("/reopen 24 December 2026", "yes"),
)
OPEN_AGAIN = ("/results", "/replies T1.P1")
LAST_CLOSING = (
    *("/close", "yes", "/replies", "/replies T1.P1", "/replies T2.S", "/replies T2.S1"),
    *("/replies table", "/results"),
)
"""What the coordinator does before words are taken out, while the round is open again, and afterwards."""

Took = tuple[int, str, str]
"""Whose words are taken out, of which theme and prompt."""

ONE: Took = (1, THEMES[0], PROMPT)


def _words(number: int, prompt_id: str) -> str:
    return f"CANARY {number} {'too' if prompt_id == STRENGTH else 'says'}"


def _plan(who_sees: WhoSees) -> Plan:
    doings = [
        replace(FINISHES, words=_words(number, PROMPT), quotes=_words(number, STRENGTH), level=3 + number % 3)
        for number in range(9)
    ]
    return Plan("words are taken out", tuple(doings), who_sees)


async def _take_out(world: World, took: Took) -> None:
    number, theme_id, prompt_id = took
    key, words, now = (theme_id, prompt_id, 1), _words(number, prompt_id), world.shop.clock()

    def take_out(tx: Transaction) -> None:
        (participant_id,), *_ = tx.rows(
            "SELECT participant_id FROM reply WHERE text = :text AND theme_id = :theme",
            {"text": words, "theme": theme_id},
        )
        tx.run(
            "INSERT INTO reply (participant_id, theme_id, prompt_id, entry, version, given, text, choices,"
            " parts, channel, message_id, written_at) VALUES (:id, :theme, :prompt, 1, 2, :given, 'Reworded',"
            " '', '', 'web', '', (SELECT max(up_to) + 1 FROM group_report))",
            {"id": participant_id, "theme": theme_id, "prompt": prompt_id, "given": Given.ANSWERED.value},
        )
        take_out_everywhere(tx, participant_id, key, Part("", words), now, Instead(0, lambda _: "{}"))

    await world.database.write(take_out)


async def _walked(who_sees: WhoSees, took: Took | None) -> tuple[list[Door], str]:
    """All that a coordinator sees from when words are taken out, and all that stands on their page then."""
    with time_machine.travel(BEGINNING, tick=False), files_to_search():
        world = World(_plan(who_sees))
        await world.open()
        seat = Seat(world, Role.COORDINATOR)
        await seat.come_in()
        await world.do_all()
        before = [(text, await seat.says(text)) for text in UNTIL_THEN]
        assert repr(before).count(_words(1, PROMPT)) >= 2, "on a card and in the table"
        assert _words(1, STRENGTH) in repr(before)
        if took is not None:
            await _take_out(world, took)
        doors: list[Door] = [("what is there then", await seat.looks())]
        page = sorted((await seat.page()).items())
        doors.append(("the page", page))
        doors += [(text, await seat.says(text)) for text in (*OPEN_AGAIN, *LAST_CLOSING)]
        await world.database.close()
        return doors, repr(page)


@cache
def seen(who_sees: WhoSees, took: Took | None = ONE) -> tuple[dict[str, str], str, list[Door]]:
    """The same, walked once: what each door showed last, the page, and all doors in order."""
    doors, page = run(_walked(who_sees, took))
    return {door: repr(shown) for door, shown in doors}, page, doors


@pytest.mark.parametrize("who_sees", WITHOUT_NAMES)
def test_nothing_that_was_read_is_left_or_given_again(who_sees: WhoSees) -> None:
    by_door, page, doors = seen(who_sees)
    assert "CANARY" not in page
    assert "single replies are not shown any more" in page
    assert "CANARY" not in repr(doors), "neither while it is open again nor after it"
    for door in ("/replies T1.P1", "/replies T2.S", "/replies table"):
        assert "single replies are not shown any more" in by_door[door], door
    assert "Group report" in by_door["/results"]


@pytest.mark.parametrize("who_sees", WITHOUT_NAMES)
@pytest.mark.parametrize(
    "other", [(2, THEMES[0], PROMPT), (1, THEMES[0], STRENGTH)], ids=["of whom", "to which prompt"]
)
def test_nobody_sees_whose_words_they_were_or_what_they_replied_to(who_sees: WhoSees, other: Took) -> None:
    found = list(differences(seen(who_sees)[2], seen(who_sees, other)[2]))
    assert not found, "\n".join(map(str, found[:5]))


@pytest.mark.parametrize("who_sees", WITHOUT_NAMES)
def test_where_nothing_is_taken_out_the_words_stay(who_sees: WhoSees) -> None:
    by_door, page, _ = seen(who_sees, None)
    assert _words(1, PROMPT) in page
    for door in ("/replies T1.P1", "/replies table", "/results"):
        assert _words(1, STRENGTH if door == "/results" else PROMPT) in by_door[door], door


@pytest.mark.parametrize("who_sees", WITHOUT_NAMES)
def test_what_would_be_seen_if_it_were_not_noted_is_found(
    who_sees: WhoSees, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_to_others, "note_words_lost", lambda *_: False)
    _, page = run(_walked(who_sees, ONE))
    assert "CANARY" in page


async def _all_write_anew(who_sees: WhoSees) -> tuple[str, str, str]:
    """The list, the table and the report of a round in which one took words out and then all wrote again."""
    with time_machine.travel(BEGINNING, tick=False), files_to_search():
        world = World(_plan(who_sees))
        await world.open()
        seat = Seat(world, Role.COORDINATOR)
        await seat.come_in()
        await world.do_all()
        for text in UNTIL_THEN:
            await seat.says(text)
        await _take_out(world, ONE)

        def write_anew(tx: Transaction) -> None:
            tx.run(
                "INSERT INTO reply (participant_id, theme_id, prompt_id, entry, version, given, text, level,"
                " choices, parts, channel, message_id, written_at)"
                " SELECT participant_id, theme_id, prompt_id, entry, max(version) + 1, given, text || ' new',"
                " level, choices, parts, channel, message_id, (SELECT max(up_to) + 2 FROM group_report)"
                " FROM reply WHERE text <> '' GROUP BY participant_id, theme_id, prompt_id, entry"
            )

        await world.database.write(write_anew)
        world.shop.clock.advance(60)
        for text in ("/close", "yes"):
            await seat.says(text)
        told = [repr(await seat.says(text)) for text in ("/replies T1.P1", "/replies table", "/results")]
        await world.database.close()
        return told[0], told[1], told[2]


def test_single_replies_stay_away_for_good_also_where_the_report_is_made_anew() -> None:
    one, table, report = run(_all_write_anew(WhoSees.CONFIDENTIAL))
    assert "single replies are not shown any more" in one
    assert "single replies are not shown any more" in table
    assert "CANARY 2 too new" in report
