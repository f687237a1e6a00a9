"""``/checklist``: dated once, ticked, noted, moved only by a yes, and gone with the round's replies."""

import re
from datetime import timedelta

import pytest

from bot.schedule.late_tasks import LateTasksWorker
from bot.settings.settings import Settings
from conversations.exercise.exercise_tasks import TASKS
from storage.engine.database import Transaction
from storage.retention.classes import erase_some, has_any
from storage.retention.notices import erased_at, note_erased
from storage.roles.retention_periods import DataClass
from storage.rounds.exercises import checklist_of
from tests.bot.coordinator.role_chat import Heard, RoleChat
from tests.bot.workshop import ROUND

HOURS = Settings().reminder_hours
LATE_TASK = re.compile(r"^(\d+)\. .*: (?:\w+ )?(\d+ \w+ 2026)$", re.MULTILINE)
"""A task that a card names as late: its number and its day."""


async def dated(chat: RoleChat, day: str = "4 January 2027") -> Heard:
    return await chat.says(f"/checklist {day}", "yes")


async def test_it_is_dated_by_the_rounds_own_first_day_with_one_tap(chat: RoleChat) -> None:
    heard = await chat.says("/checklist")
    assert heard.typed == ["1", "cancel"]
    heard = await chat.says("1")
    assert "Replies open: 2 November 2026" in heard.text
    assert (await chat.says("yes")).text.startswith("The checklist has its days.")
    assert "Checklist of “Round r1”" in (await chat.says("/checklist")).text


async def test_a_committee_is_counted_back_and_what_clashes_is_said_before_the_yes(chat: RoleChat) -> None:
    heard = await chat.says("/checklist committee 1 January 2027")
    assert "Replies open: 2 November 2026" in heard.text
    assert "2 tasks are on a weekend or a bank holiday" in heard.text
    await chat.says("/extend 18 December 2026", "yes")
    heard = await chat.says("/checklist committee 12 March 2027")
    assert "The round opens on 2 November 2026, this list counts from 11 January 2027." in heard.text
    assert "The round's last day is 18 December 2026, this list has 29 January 2027." in heard.text
    assert await kept_days(chat) is None


async def test_both_days_may_be_given(chat: RoleChat) -> None:
    heard = await chat.says("/checklist 11 January 2027, committee 26 March 2027")
    assert "Replies close: 29 January 2027" in heard.text
    assert "Committee: 26 March 2027" in heard.text
    assert "I could not read that day." in (await chat.says("/checklist committee someday")).text


async def test_a_last_day_that_moves_moves_no_task_and_is_said(chat: RoleChat) -> None:
    await dated(chat, "2 November 2026")
    before = await kept_days(chat)
    await chat.says("/extend 18 December 2026", "yes")
    heard = await chat.says("/checklist")
    assert "The round's last day is 18 December 2026, this list has 20 November 2026." in heard.text
    assert await kept_days(chat) == before
    heard = await chat.says("/checklist 2 November 2026")
    assert "13 days move:" in heard.text
    heard = await chat.says("cancel", "/checklist days", "2")
    assert "8 days move:" in heard.text, "the committee stays where it is"
    await chat.says("yes")
    heard = await chat.says("/checklist")
    assert "Task 26, 8 December 2026: before task 25, which comes first" in heard.text


async def test_what_was_ticked_stays_ticked_when_the_days_move_and_the_moves_are_said(chat: RoleChat) -> None:
    await dated(chat)
    await chat.says("/checklist tick 1-3", "/checklist note 9 ask Pat, in the night team")
    heard = await chat.says("/checklist committee 2 April 2027", "yes")
    assert f"{len(TASKS)} days move:" in heard.text
    assert "3 ticks stay." in heard.text
    chat.shop.clock.advance(86_400)  # the second day
    assert f"3 of {len(TASKS)} done" in (await chat.says("/checklist")).text
    part = await chat.says("/checklist part 2")
    assert "Note: ask Pat, in the night team" in part.text
    assert "Tick 9" in [each.label for row in part.cards[-1].buttons for each in row]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("7", "7"), ("7 9, 11", "7, 9, 11"), ("1-3", "1, 2, 3"), ("late", "1, 2, 3, 4, 5")],
)
async def test_one_or_several_are_ticked_and_undone(chat: RoleChat, typed: str, numbers: str) -> None:
    await dated(chat, "23 November 2026")
    chat.shop.clock.advance(3 * 86_400)
    before = await states(chat)
    heard = await chat.says(f"/checklist tick {typed}")
    shown = f"Tasks: {numbers}" if "," in numbers else f"{numbers}. "
    if typed != "late":
        assert shown in heard.text
    assert len(await states(chat)) >= 1
    await chat.says("undo")
    assert await states(chat) == before


async def test_a_tick_keeps_its_first_day_and_its_undo_takes_only_what_it_added(chat: RoleChat) -> None:
    await dated(chat)
    await chat.says("/checklist tick 1")
    chat.shop.clock.advance(86_400)
    await chat.says("/checklist tick 1-2")
    assert await states(chat) == {"mandate": "2026-11-02", "scoping": "2026-11-03"}
    await chat.says("undo")
    assert await states(chat) == {"mandate": "2026-11-02"}
    await chat.says("/checklist untick 1")
    assert await states(chat) == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tick 99", "Type the number of a task, from 1 to 34."),
        ("tick", "Type the number of a task, from 1 to 34."),
        ("tick late", "Nothing is late."),
        ("part 9", "Type the number of a part, from 1 to 5."),
        ("note 3", "Type the note behind it"),
        (f"note 3 {'long ' * 80}", "At most 300 fit."),
        ("someday", "I could not read that day."),
        ("1 January 2099", "1 January 2099 is too far away."),
    ],
)
async def test_what_cannot_be_read_gets_one_sentence(chat: RoleChat, typed: str, said: str) -> None:
    await dated(chat)
    heard = await chat.says(f"/checklist {typed}")
    assert said in heard.text
    assert await states(chat) == {}


async def test_a_note_is_replaced_removed_and_undone_and_no_word_of_it_is_on_record(chat: RoleChat) -> None:
    await dated(chat)
    await chat.says("/checklist note 4 heron", "/checklist note 4 ask\n  Pat")
    assert await notes(chat) == ["ask Pat"]
    await chat.says("/checklist note 4 none")
    assert await notes(chat) == []
    await chat.says("undo")
    assert await notes(chat) == ["ask Pat"]
    record = await chat.database.read(lambda tx: tx.rows("SELECT subject, outcome FROM audit"))
    assert "heron" not in str(record)


async def test_both_files_come_to_whoever_asks(chat: RoleChat) -> None:
    assert "The checklist has no days yet" in (await chat.says("/checklist files")).text
    await dated(chat)
    heard = await chat.says("/checklist files")
    assert [name for name, _ in heard.files] == ["checklist.ics", "checklist.csv"]
    assert heard.files[0][1].count(b"BEGIN:VEVENT") == len(TASKS)


async def test_a_round_that_is_open_in_the_same_weeks_is_said(chat: RoleChat) -> None:
    await dated(chat, "2 November 2026")
    assert "is open in the same weeks" not in (await chat.says("/checklist")).text
    await chat.shop.open_round("r2")
    assert "“Round r2” is open in the same weeks." in (await chat.says("/rounds 1", "/checklist")).text


async def test_a_reader_does_not_see_it(chat: RoleChat) -> None:
    await dated(chat)
    await chat.gives("78", "Example Council", "reader")
    for typed in ("/checklist", "/letters", "/letters invitation"):
        heard = await chat.says(typed, address="78")
        assert heard.text == "I do not know that command. /office shows what you can do."


# What is late


def looking(chat: RoleChat) -> LateTasksWorker:
    return LateTasksWorker(chat.database, HOURS, chat.shop.told.append, now=chat.shop.clock)


async def late_cards(chat: RoleChat, address: str = "77") -> list[str]:
    await looking(chat).look()
    heard = await chat.receives(address=address)
    return [card.text for card in heard.cards]


async def test_what_is_late_comes_once_a_week_to_those_who_coordinate_and_to_nobody_else(
    chat: RoleChat,
) -> None:
    await chat.gives("78", "Example Council", "reader")
    await dated(chat, "30 November 2026")
    assert await late_cards(chat) == [], "it was dated this week"
    chat.shop.clock.advance(7 * 86_400)  # Monday 9 November: the mandate was due on the 2nd
    (card,) = await late_cards(chat)
    assert card.startswith("1 task of “Round r1” is late")
    assert "2 November 2026" in card
    assert await late_cards(chat) == []
    chat.shop.clock.advance(86_400)
    assert await late_cards(chat) == []
    chat.shop.clock.advance(6 * 86_400)
    assert len(await late_cards(chat)) == 1
    told = await chat.database.read(
        lambda tx: tx.rows("SELECT DISTINCT person_id FROM outbox WHERE body LIKE '%is late%'")
    )
    assert len(told) == 1


async def test_when_all_is_ticked_or_the_days_are_taken_away_no_card_comes(chat: RoleChat) -> None:
    await dated(chat, "30 November 2026")
    chat.shop.clock.advance(7 * 86_400)
    await chat.says("/checklist tick 1")
    assert await late_cards(chat) == []
    await chat.says("/checklist untick 1", "/checklist off")
    assert await late_cards(chat) == []
    await chat.says("undo")
    chat.shop.clock.advance(7 * 86_400)
    assert len(await late_cards(chat)) == 1


async def test_no_card_comes_at_a_weekend_in_the_evening_or_on_a_bank_holiday(chat: RoleChat) -> None:
    await dated(chat, "30 November 2026")
    for hours in (5 * 24, 7 * 24 + 9, 28 * 24):  # a Saturday; Monday evening; St Andrew's Day
        chat.shop.clock.advance(hours * 3600)
        assert await late_cards(chat) == [], hours
        chat.shop.clock.advance(-hours * 3600)
    chat.shop.clock.advance(29 * 24 * 3600)
    assert len(await late_cards(chat)) == 1, "the first working morning of that week"


async def test_the_card_names_what_was_due_before_the_week_whose_monday_is_a_bank_holiday(
    chat: RoleChat,
) -> None:
    await dated(chat, "30 November 2026")
    await chat.says("/checklist tick 1-14")
    chat.shop.clock.advance(29 * 86_400)  # Tuesday after St Andrew's Day, on which task 17 was due
    (card,) = await late_cards(chat)
    assert card.startswith("2 tasks of “Round r1” are late")
    assert LATE_TASK.findall(card) == [("15", "24 November 2026"), ("16", "25 November 2026")]


async def test_a_card_that_waits_until_thursday_names_what_was_due_before_its_week(chat: RoleChat) -> None:
    await dated(chat, "30 November 2026")
    chat.shop.clock.advance(7 * 86_400)  # Monday 9 November
    await looking(chat).look()
    chat.shop.clock.advance(3 * 86_400)  # by then tasks 2, 3 and 4 were due as well
    (card,) = (await chat.receives()).cards
    assert card.text.startswith("1 task of “Round r1” is late")
    assert LATE_TASK.findall(card.text) == [("1", "2 November 2026")]


async def test_no_card_comes_when_only_what_was_due_in_its_own_week_is_left(chat: RoleChat) -> None:
    await dated(chat, "30 November 2026")
    chat.shop.clock.advance(7 * 86_400)
    await looking(chat).look()
    await chat.says("/checklist tick 1")
    chat.shop.clock.advance(3 * 86_400)
    assert (await chat.receives()).cards == ()


# Erased with the round


async def test_everything_around_a_round_goes_with_its_replies(chat: RoleChat) -> None:
    await dated(chat)
    await chat.says("/checklist tick 1", "/checklist note 2 heron", "/letters from Heron Bloggs")
    later = chat.shop.clock() + timedelta(days=500)
    assert await chat.database.read(lambda tx: has_any(tx, DataClass.REPLIES, ROUND, later))

    def erase(tx: Transaction) -> None:
        while erase_some(tx, DataClass.REPLIES, ROUND, later, later):
            pass
        tx.run(
            "INSERT INTO erasure_notice (round_id, data_class, told_at, erase_on)"
            " VALUES (:id, 'replies', 1, '2028-01-01') ON CONFLICT DO NOTHING",
            {"id": ROUND},
        )
        note_erased(tx, ROUND, DataClass.REPLIES, later)

    await chat.database.write(erase)
    for table in ("exercise", "exercise_task"):
        rows = await chat.database.read(lambda tx, t=table: tx.rows(f"SELECT * FROM {t}"))  # noqa: S608
        assert rows == [], table
    assert await chat.database.read(lambda tx: erased_at(tx, ROUND, DataClass.REPLIES)) is not None
    heard = await chat.says("/rounds 1", "/checklist tick 1")
    assert "and its checklist went with them" in heard.text
    assert not await chat.database.read(lambda tx: has_any(tx, DataClass.REPLIES, ROUND, chat.shop.clock()))


async def kept_days(chat: RoleChat) -> object:
    return await chat.database.read(lambda tx: checklist_of(tx, ROUND).days)


async def states(chat: RoleChat) -> dict[str, str]:
    rows = await chat.database.read(lambda tx: tx.rows("SELECT task, done_on FROM exercise_task"))
    return {task: day for task, day in rows if day}


async def notes(chat: RoleChat) -> list[str]:
    rows = await chat.database.read(lambda tx: tx.rows("SELECT note FROM exercise_task WHERE note <> ''"))
    return [row[0] for row in rows]
