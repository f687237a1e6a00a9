"""Levels, choices, numbers and days: read with names in a named round, and elsewhere only in the figures."""

import pytest

from conversations.groups.round_view import WhoSees
from conversations.state import Given, Reply
from storage.engine.database import Transaction
from storage.rounds import rounds
from storage.rounds.conversations import finish_themes, keep_replies
from storage.rounds.rounds import frozen
from tests.bot.coordinator.commands.replies.scene import NAMES, Round, round_of
from tests.bot.coordinator.commands.replies.test_read_replies import (
    EACH_WITHOUT_NAMES,
    EIGHT,
    same_secret,
    table_of,
)
from tests.bot.coordinator.role_chat import RoleChat
from tests.guides import pack_for_tests

__all__ = ["same_secret"]

WEEK = "the-week"
CODES = ("T1.P2", "T1.P4", "T1.P5", "T1.P6", "T1.P8")
VALUES = [
    (("home",), ("colleagues",), "11.5", "2026-02-03", 0),
    (("office",), ("manager", "partners"), "12", "2026-02-04", 1),
    (("elsewhere",), ("colleagues", "nobody"), "13", "2026-02-05", 2),
    (("home",), ("manager",), "14", "2026-02-06", 3),
]
"""What people give in turn: where, who helps, how many hours, which day, which level."""


def given(number: int) -> list[Reply]:
    visits, helps, hours, day, level = VALUES[number % len(VALUES)]

    def reply(prompt_id: str, **facts: object) -> Reply:
        return Reply(WEEK, prompt_id, 1, Given.ANSWERED, **facts)  # type: ignore[arg-type]

    return [
        reply("visits", choices=visits),
        reply("help-from", choices=helps),
        reply("hours", value=hours),
        reply("last-talk", value=day),
        reply("ends-rating", level=level),
    ]


async def round_of_kinds(chat: RoleChat, who_sees: WhoSees, order: list[int]) -> Round:
    """A round on a guide of format 2, in which people give what these numbers stand for."""
    round_ = await round_of(chat, who_sees, EIGHT)
    now = chat.shop.clock()

    def give(tx: Transaction) -> None:
        pack = pack_for_tests("kinds")
        rounds.keep_guide(tx, frozen(pack))
        tx.run("UPDATE round SET guide_sha256 = :guide", {"guide": pack.sha256})
        for number, id_ in zip(order, round_.people.values(), strict=True):
            keep_replies(tx, [(id_, each) for each in given(number)])
            finish_themes(tx, [(id_, WEEK)], now)

    await chat.database.write(give)
    return round_


async def test_in_a_named_round_a_value_is_read_with_its_name_as_people_say_it(chat: RoleChat) -> None:
    await round_of_kinds(chat, WhoSees.NAMED, list(range(8)))
    said = {code: (await chat.says(f"/replies {code}")).text for code in CODES}
    assert "Bob Example, Day care: In our office" in said["T1.P2"]
    assert "Bob Example, Day care: My manager; Partners" in said["T1.P4"]
    assert "Ann Example, Home care: 11.5 hours" in said["T1.P5"]
    assert "Ann Example, Home care: 3 February 2026" in said["T1.P6"]
    assert "Ann Example, Home care: 0 Not begun" in said["T1.P8"]
    rows = {tuple(row[i] for i in (0, 3, 8)) for row in await table_of(chat)}
    assert ("T1.P5", "Ann Example", "11.5 hours") in rows
    assert ("T1.P8", "Ann Example", "0 Not begun") in rows


@EACH_WITHOUT_NAMES
async def test_without_names_a_value_is_in_no_list_and_in_no_table(chat: RoleChat, who_sees: WhoSees) -> None:
    round_ = await round_of_kinds(chat, who_sees, list(range(8)))
    await round_.closes()
    for code in CODES:
        heard = await chat.says(f"/replies {code}")
        assert "What was chosen here is counted in the group's report: /results" in heard.text
    assert "There is nothing to read" in (await chat.says("/replies table")).text


@EACH_WITHOUT_NAMES
@pytest.mark.usefixtures("same_secret")
async def test_whose_value_it_is_changes_nothing_that_anybody_is_shown(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    order = [0, 1, 2, 3, 0, 1, 2, 3]
    round_ = await round_of_kinds(chat, who_sees, order)
    await round_.closes()
    before = await _everything(chat)
    people = [round_.people[name] for name in (NAMES[0], NAMES[1])]

    def swap(tx: Transaction) -> None:
        # The one gives what the other gave, with no new version: as if it had always been so.
        first, second = people
        for prompt in ("visits", "help-from", "hours", "last-talk", "ends-rating"):
            kept = {
                id_: tx.row(
                    "SELECT choices, value, level FROM reply WHERE participant_id = :id AND prompt_id = :p",
                    {"id": id_, "p": prompt},
                )
                for id_ in people
            }
            for id_, other in ((first, second), (second, first)):
                row = kept[other]
                assert row is not None
                tx.run(
                    "UPDATE reply SET choices = :c, value = :v, level = :l"
                    " WHERE participant_id = :id AND prompt_id = :p",
                    {"c": row[0], "v": row[1], "l": row[2], "id": id_, "p": prompt},
                )

    await chat.database.write(swap)
    await chat.database.write(lambda tx: tx.run("UPDATE group_report SET figures = NULL"))
    assert await _everything(chat) == before
    assert "In the middle: between 12 hours and 13 hours." in repr(before)


async def _everything(chat: RoleChat) -> list[object]:
    """What a coordinator can see of it: each prompt, and the report in every form."""
    seen: list[object] = [(await chat.says(f"/replies {code}")).cards[-1] for code in CODES]
    await chat.says("/results")
    heard = await chat.receives()
    return [*seen, [card.lines for card in heard.cards], heard.alts, dict(heard.files)]
