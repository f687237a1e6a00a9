"""Whose turn it is: order within a chat, urgency among chats, and no memory of chats that are quiet."""

import random
from dataclasses import replace
from itertools import pairwise, product

from bot.outbox.queue import ChatQueue, QueuedEntry
from conversations.incoming import Channel
from storage.messages.outbox import EntryKind, PendingEntry, Priority
from tests.channel_names import TELEGRAM


def due(
    number: int, address: str = "1", *, priority: Priority = Priority.PROMPT, attempts: int = 0
) -> PendingEntry:
    return PendingEntry(
        int(address),
        number,
        TELEGRAM,
        address,
        EntryKind.SAY,
        "{}",
        None,
        None,
        priority,
        0,
        attempts,
    )


def take(chats: ChatQueue, clock: float = 0.0, spacing: float = 0.0) -> QueuedEntry:
    queued = chats.take(clock, spacing=spacing)
    assert queued is not None
    return queued


def named(queued: QueuedEntry | None) -> tuple[str, int] | None:
    return None if queued is None else (queued.due.address, queued.due.number)


def test_a_chat_gets_the_next_only_when_the_one_before_is_over_with() -> None:
    chats = ChatQueue()
    for number in (1, 2, 3):
        chats.add(due(number), 0.0)
    first = take(chats)
    assert named(first) == ("1", 1)
    assert chats.first(0.0) is None
    chats.finish(first, 0.0)
    assert named(chats.first(0.0)) == ("1", 2)


def test_the_same_address_on_another_channel_is_another_chat() -> None:
    chats = ChatQueue()
    chats.add(due(1), 0.0)
    chats.add(replace(due(2), channel=Channel("teletype")), 0.0)
    on_telegram = take(chats, spacing=5.0)
    elsewhere = take(chats)
    assert (on_telegram.due.channel, elsewhere.due.channel) == (TELEGRAM, "teletype")
    chats.drop(on_telegram)
    assert len(chats) == 1
    chats.finish(elsewhere, 0.0)
    assert chats.is_empty


def test_what_has_failed_goes_again_before_what_was_said_later() -> None:
    chats = ChatQueue()
    chats.add(due(1), 0.0)
    chats.add(due(2), 0.0)
    first = take(chats)
    chats.put_back(first, 0.0, not_before=5.0)
    assert chats.first(4.9) is None
    assert chats.next_at() == 5.0
    assert named(chats.first(5.0)) == ("1", 1)


def test_a_chat_that_must_wait_holds_up_no_other() -> None:
    chats = ChatQueue()
    chats.add(due(1, "1"), 0.0, not_before=3600.0)
    chats.add(due(1, "2"), 0.0)
    assert named(take(chats)) == ("2", 1)
    assert chats.first(0.0) is None


def test_there_is_space_between_two_messages_into_one_chat() -> None:
    chats = ChatQueue()
    chats.add(due(1), 0.0)
    chats.add(due(2), 0.0)
    first = take(chats, 0.0, spacing=1.0)
    chats.finish(first, 0.2)
    assert chats.first(0.9) is None
    assert named(chats.first(1.0)) == ("1", 2)


def test_the_space_is_kept_even_if_nothing_waits_in_between() -> None:
    chats = ChatQueue()
    chats.add(due(1), 0.0)
    chats.finish(take(chats, 0.0, spacing=1.0), 0.2)
    chats.add(due(2), 0.5)
    assert chats.first(0.9) is None
    assert named(chats.first(1.0)) == ("1", 2)


def test_prompts_go_before_reports_and_reports_before_bulk() -> None:
    chats = ChatQueue()
    chats.add(due(1, "1", priority=Priority.BULK), 0.0)
    chats.add(due(1, "2", priority=Priority.REPORT), 0.0)
    chats.add(due(1, "3"), 0.0)
    assert [named(take(chats)) for _ in range(3)] == [("3", 1), ("2", 1), ("1", 1)]


def test_a_prompt_goes_before_bulk_that_waits_for_its_chat() -> None:
    chats = ChatQueue()
    for address in ("1", "2", "3"):
        chats.add(due(1, address, priority=Priority.BULK), 0.0)
    chats.add(due(2, "3"), 0.0)
    first = take(chats)
    assert named(first) == ("3", 2)
    chats.finish(first, 0.0)
    assert [named(take(chats)) for _ in range(3)] == [("1", 1), ("2", 1), ("3", 1)]


def test_bulk_that_is_on_its_way_is_not_overtaken() -> None:
    chats = ChatQueue()
    chats.add(due(1, priority=Priority.BULK), 0.0)
    on_its_way = take(chats)
    chats.add(due(2), 0.0)
    chats.add(due(3), 0.0)
    chats.put_back(on_its_way, 0.0)
    order = []
    while (queued := chats.take(0.0, spacing=0.0)) is not None:
        order.append(queued.due.number)
        chats.finish(queued, 0.0)
    assert order == [1, 2, 3]


def test_what_is_put_aside_holds_up_nothing_and_comes_back_at_its_time() -> None:
    chats = ChatQueue()
    chats.add(due(1, priority=Priority.BULK), 0.0)
    chats.hold_back(take(chats), 0.0, 120.0)
    assert not chats.is_empty
    assert chats.next_at() == 120.0
    chats.add(due(2), 1.0)
    prompt = take(chats, 1.0)
    assert named(prompt) == ("1", 2)
    chats.finish(prompt, 1.0)
    assert chats.first(119.9) is None
    assert named(chats.first(120.0)) == ("1", 1)


def test_bulk_that_has_to_wait_when_it_is_taken_up_holds_up_nothing() -> None:
    chats = ChatQueue()
    chats.add(due(1, priority=Priority.BULK), 0.0, not_before=120.0)
    chats.add(due(2), 0.0)
    assert named(take(chats)) == ("1", 2)


def test_whoever_has_waited_longest_goes_first() -> None:
    chats = ChatQueue()
    for address in ("5", "3", "4"):
        chats.add(due(1, address), 0.0)
        chats.add(due(2, address), 0.0)
    order = []
    for _ in range(6):
        queued = take(chats)
        order.append(queued.due.address)
        chats.finish(queued, 0.0)
    assert order == ["5", "3", "4", "5", "3", "4"]


def test_nothing_more_goes_to_a_chat_that_is_dropped_until_something_new_is_said() -> None:
    chats = ChatQueue()
    chats.add(due(1), 0.0)
    chats.add(due(2), 0.0)
    chats.drop(take(chats))
    assert chats.first(0.0) is None
    assert chats.is_empty
    chats.add(due(3), 0.0)
    assert named(chats.first(0.0)) == ("1", 3)


def test_chats_that_are_quiet_are_not_remembered() -> None:
    chats = ChatQueue()
    for number in range(1000):
        chats.add(due(1, str(number)), float(number))
        chats.finish(take(chats, float(number), spacing=1.0), float(number) + 0.1)
    assert chats.first(1002.0) is None
    assert len(chats) == 0
    assert chats.is_empty


def test_places_left_behind_do_not_pile_up() -> None:
    chats = ChatQueue()
    chats.add(due(1), 0.0, not_before=3600.0)
    for number in range(2, 1000):
        chats.add(due(number), 0.0)
    assert len(chats._later) == 1
    assert len(chats._ready) == 0


def test_whatever_happens_each_entry_goes_once_and_in_its_order() -> None:
    chance = random.Random(11)
    chats, clock, said = ChatQueue(), 0.0, 0
    arrived: list[tuple[str, bool, int]] = []
    on_the_way: list[QueuedEntry] = []
    newest = dict.fromkeys(range(8), 0)
    while said < 400 or on_the_way or not chats.is_empty:
        clock += chance.random() / 2
        if said < 400 and chance.random() < 0.5:
            chat = chance.randrange(8)
            newest[chat] += 1
            said += 1
            chats.add(due(newest[chat], str(chat), priority=chance.choice(list(Priority))), clock)
        if chance.random() < 0.6 and (taken := chats.take(clock, spacing=chance.choice([0, 1]))) is not None:
            on_the_way.append(taken)
        if on_the_way and chance.random() < 0.6:
            queued = on_the_way.pop(chance.randrange(len(on_the_way)))
            if chance.random() < 0.3:
                chats.put_back(queued, clock, not_before=clock + chance.random() * 3)
            else:
                is_bulk = queued.due.priority is Priority.BULK
                arrived.append((queued.due.address, is_bulk, queued.due.number))
                chats.finish(queued, clock)
    assert len(set(arrived)) == len(arrived) == 400
    for chat, is_bulk in product(newest, (True, False)):
        numbers = [number for *of, number in arrived if of == [str(chat), is_bulk]]
        assert all(before < after for before, after in pairwise(numbers))
