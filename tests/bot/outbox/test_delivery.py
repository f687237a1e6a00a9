"""Delivery in virtual time: nothing lost, nothing out of order, never too fast, whatever is answered."""

import asyncio
import contextlib
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.messages.after_commit import Transient
from bot.messages.failures import DeliveryFailed, Failure
from bot.outbox import delivery as delivery_module
from bot.outbox.result_writer import PATIENCE
from storage.engine.database import StorageTrouble, Transaction
from storage.erasure import erase_person
from storage.messages import outbox
from storage.messages.outbox import EntryKind, OutboxEntry, PendingEntry, Priority
from storage.people import people
from storage.roles.organisations import ReminderPolicy
from storage.rounds.cards_pointed_at import card_by_number
from storage.rounds.conversations import load
from tests.bot.outbox.scene import SEND_SECONDS, Post, a_reminder, once, refuse, scene, to, willing
from tests.bot.virtual import clock, now
from tests.bot.workshop import a_card
from tests.channel_names import TELEGRAM, WEB


def most_within(times: list[float], seconds: float) -> int:
    return max(sum(start <= time < start + seconds for time in times) for start in times)


# --- pace, order, urgency ------------------------------------------------------------------------------


@scene(200)
async def test_two_hundred_chats_get_everything_once_in_order_and_never_too_fast(mail: Post) -> None:
    await mail.say(*(to(who, n) for who in mail.everybody for n in (1, 2, 3)))
    await mail.idle()
    assert len(mail.chat.numbers) == len(set(mail.chat.numbers)) == 600
    starts = [at for at, _, _ in mail.chat.tried]
    assert most_within(starts, 1.0) <= 30
    assert 600 / 25 - 1 <= max(starts) <= 600 / 25 + 1
    by_chat: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for at, address, number in mail.chat.tried:
        by_chat[address].append((at, number))
    for tries in by_chat.values():
        assert [number for _, number in tries] == [1, 2, 3]
        assert all(later - earlier >= 1.0 for (earlier, _), (later, _) in pairwise(tries))
    assert await mail.states() == {"sent": 600}
    assert len(mail.delivery._chats) <= 30, "quiet chats are forgotten"


@scene(60)
async def test_a_redraw_is_not_counted_and_comes_before_what_was_said_after_it(mail: Post) -> None:
    for who in mail.everybody:
        address = str(who.person_id)
        body = a_card(who.person_id, 2, address=address).body
        redraw = OutboxEntry(who.person_id, 2, to(1).channel, address, EntryKind.REDRAW, body, target=1)
        await mail.say(redraw)
    await mail.idle()
    assert max(at for at, _, _ in mail.chat.tried) < 1.0


@scene(300)
async def test_prompts_overtake_bulk_of_other_chats_and_of_their_own(mail: Post) -> None:
    await mail.say(*(to(who, priority=Priority.BULK) for who in mail.everybody))
    await asyncio.sleep(1.0)
    await mail.say(to(299, 2))
    await mail.idle()
    places = {named: place for place, named in enumerate(mail.chat.numbers)}
    assert places[("299", 2)] < 80
    assert len(places) == len(mail.chat.numbers) == 301


@scene(300)
async def test_a_prompt_goes_at_once_beside_bulk_and_bulk_loses_no_time(mail: Post) -> None:
    bulk = [to(who, priority=Priority.BULK) for who in mail.everybody[:-1]]
    await mail.say(*bulk)
    await asyncio.sleep(1.013)
    said_at = clock()
    await mail.say(to(300))
    await mail.idle()
    at = {address: at for at, address, _ in mail.chat.tried}
    assert at["300"] - said_at < 0.01
    assert max(at.values()) <= 300 / 25


@scene(3)
async def test_how_sending_went_is_written_after_a_moment_and_at_once_with_what_goes_next(mail: Post) -> None:
    mail.chat.seconds = 0.0
    await mail.say(to(1))
    await asyncio.sleep(PATIENCE / 2)
    assert await mail.states() == {"waiting": 1}
    await asyncio.sleep(PATIENCE)
    assert await mail.states() == {"sent": 1}
    await mail.say(to(2))
    await asyncio.sleep(PATIENCE / 4)
    await mail.say(to(3))
    await asyncio.sleep(PATIENCE / 4)
    assert await mail.states() == {"sent": 2, "waiting": 1}


@scene(2)
async def test_no_card_comes_again_after_the_one_that_followed_it_wherever_the_process_ends(
    mail: Post,
) -> None:
    """A copy would seem newer than the later card, and whoever replies to that one would answer nothing."""
    mail.chat.seconds, mail.database.seconds = 0.0, 1.5
    ends: list[tuple[int, list[tuple[int, int]]]] = []

    def arrived(due: PendingEntry, _: int) -> None:
        again = mail.database.kept().execute(
            "SELECT person_id, number FROM outbox WHERE state = 'waiting' AND person_id = ? ORDER BY number",
            (due.person_id,),
        )
        ends.append((due.number, again.fetchall()))

    mail.chat.answers = arrived
    await mail.say(*(to(who, n) for who in mail.everybody for n in (1, 2, 3)))
    await mail.idle()
    assert len(ends) == 6
    for newest, again in ends:
        assert all(number >= newest for _, number in again), "an earlier card would come again"


@scene(1)
async def test_an_update_finds_the_card_that_has_just_arrived(mail: Post) -> None:
    mail.chat.seconds, mail.database.seconds = 0.0, 1.5
    await mail.say(to(1), replace(to(1, 2), kind=EntryKind.REDRAW, target=1))
    await mail.idle()
    assert [(due.number, due.target_message_id) for _, due, _ in mail.chat.arrived] == [(1, None), (2, "1")]


@scene(20, at_once=4)
async def test_no_more_requests_are_under_way_than_allowed(mail: Post) -> None:
    mail.chat.seconds = 2.0
    await mail.say(*map(to, mail.everybody))
    await mail.idle()
    assert mail.chat.most_at_once == 4


@scene(1)
async def test_a_long_entry_goes_message_by_message_paced_and_spaced(mail: Post) -> None:
    mail.chat.parts[(mail.anna.person_id, 1)] = 4
    await mail.say(to(mail.anna), to(mail.anna, 2))
    await mail.idle()
    assert [(due.number, part) for _, due, part in mail.chat.arrived] == [
        (1, 0),
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 0),
    ]
    starts = [at for at, _, _ in mail.chat.tried]
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(starts))
    card = await mail.database.read(lambda tx: card_by_number(tx, mail.anna.person_id, 1))
    assert card is not None
    assert card.delivered_at is not None
    assert card.delivered_at >= now() - timedelta(seconds=3)


@scene(1)
async def test_a_long_entry_that_is_held_up_goes_on_where_it_stopped(mail: Post) -> None:
    mail.chat.parts[(mail.anna.person_id, 1)] = 3
    held_up = refuse(Failure.TOO_MANY_REQUESTS, 2, wait=30)
    mail.chat.answers = lambda due, part: held_up(due, part) if part == 2 else None
    await mail.say(to(mail.anna))
    await mail.idle()
    assert [part for _, _, part in mail.chat.arrived] == [0, 1, 2]


# --- refusals ------------------------------------------------------------------------------------------


@scene(2)
@pytest.mark.exhaustive
async def test_a_chat_that_is_told_to_wait_loses_nothing_and_holds_up_nobody(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.TOO_MANY_REQUESTS, 1, wait=3600)
    await mail.say(to(mail.anna), to(mail.anna, 2))
    await mail.say(to(mail.ben))
    await asyncio.sleep(10)
    assert mail.chat.numbers == [("2", 1)]
    await mail.idle()
    assert mail.chat.numbers == [("2", 1), ("1", 1), ("1", 2)]
    first = mail.chat.arrived[1][0]
    assert 3600 <= first <= 3602
    assert len(mail.chat.tried) == 4


@scene(10)
async def test_when_two_chats_are_told_to_wait_everybody_waits(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.TOO_MANY_REQUESTS, 1, of=("1", "2"), wait=20)
    await mail.say(to(1), to(2))
    await asyncio.sleep(1)
    await mail.say(*map(to, range(3, 11)))
    await mail.idle()
    assert min(at for at, _, _ in mail.chat.arrived) >= 20
    assert len(set(mail.chat.numbers)) == len(mail.chat.numbers) == 10


@scene(1)
async def test_the_wait_that_was_asked_for_survives_a_restart(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.TOO_MANY_REQUESTS, 1, wait=600)
    await mail.say(to(mail.anna))
    await asyncio.sleep(5)
    again = await mail.restarted()
    await again.idle()
    assert 600 <= again.chat.arrived[0][0] <= 602


@pytest.mark.parametrize("priority", [Priority.PROMPT, Priority.BULK])
@scene(1, is_started=False)
async def test_what_was_put_off_by_a_clock_that_was_a_year_ahead_goes_all_the_same(
    mail: Post, priority: Priority
) -> None:
    entry = to(mail.anna, priority=priority)
    next_year = now() + timedelta(days=365)

    def put_off(tx: Transaction) -> None:
        outbox.add(tx, [entry], next_year, shown_on={WEB})
        outbox.begin_attempts(tx, [((mail.anna.person_id, 1), None)], next_year)

    await mail.database.write(put_off)
    again = await mail.restarted()
    await again.idle()
    ((at, _, _),) = again.chat.arrived
    # It may have arrived, so one of many waits as long as any.
    assert at == pytest.approx(SEND_SECONDS if priority is Priority.PROMPT else 120, abs=1)


@scene(2)
async def test_somebody_who_shut_us_out_gets_nothing_more_until_they_come_back(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.BLOCKED, None)
    await mail.say(*(to(mail.anna, n) for n in (1, 2, 3)))
    await mail.say(to(mail.ben))
    await mail.idle()
    assert mail.chat.numbers == [("2", 1)]
    assert [named[1:] for named in mail.chat.tried if named[1] == "1"] == [("1", 1)]
    assert await mail.states() == {"given_up": 3, "sent": 1}
    known = await mail.database.read(lambda tx: load(tx, ["telegram:1"]))
    assert not known["telegram:1"].is_reachable
    mail.chat.answers = willing
    await asyncio.sleep(60)
    await mail.database.write(lambda tx: people.mark_reachable(tx, ["telegram:1"]))
    await mail.say(to(mail.anna, 4))
    await mail.idle()
    assert mail.chat.numbers[-1] == ("1", 4)


@pytest.mark.parametrize(("kind", "is_told"), [(Failure.CHAT_NOT_FOUND, True), (Failure.BLOCKED, False)])
@scene(1)
async def test_a_chat_that_cannot_be_found_is_told_to_the_operator_and_a_blocking_is_not(
    mail: Post, kind: Failure, is_told: bool, plain_logs: io.StringIO
) -> None:
    mail.chat.answers = refuse(kind, None)
    await mail.say(to(mail.anna))
    await mail.idle()
    assert ("somebody cannot be reached" in plain_logs.getvalue()) == is_told


@pytest.mark.parametrize("kind", [Failure.REFUSED, Failure.TOO_LONG, Failure.EDIT_TARGET_GONE])
@scene(1)
async def test_what_is_refused_for_good_is_given_up_and_its_chat_goes_on(mail: Post, kind: Failure) -> None:
    mail.chat.answers = refuse(kind, 1)
    await mail.say(to(mail.anna), to(mail.anna, 2))
    await mail.idle()
    assert mail.chat.numbers == [("1", 2)]
    assert await mail.states() == {"given_up": 1, "sent": 1}


@scene(1)
async def test_an_entry_that_we_break_on_is_tried_three_times_and_its_chat_goes_on(mail: Post) -> None:

    def breaks(due: PendingEntry, _: int) -> None:
        if due.number == 1:
            raise ZeroDivisionError

    mail.chat.answers = breaks
    await mail.say(to(mail.anna), to(mail.anna, 2))
    await mail.idle(within=600)
    assert [number for _, _, number in mail.chat.tried] == [1, 1, 1, 2]
    assert await mail.states() == {"given_up": 1, "sent": 1}


@scene(1)
async def test_a_store_that_fails_while_a_file_is_read_is_no_fault_of_the_entry(mail: Post) -> None:
    failures = iter([True] * 10)

    def fails(_: PendingEntry, __: int) -> None:
        if next(failures, False):
            raise StorageTrouble("SQLITE_FULL")

    mail.chat.answers = fails
    await mail.say(to(mail.anna))
    await mail.idle()
    assert mail.chat.numbers == [("1", 1)]


# --- the network -----------------------------------------------------------------------------------------


@scene(1)
async def test_an_hour_without_a_network_loses_nothing_and_is_not_taken_for_delivery(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.NOT_SENT, None)
    await mail.say(to(mail.anna), to(mail.anna, 2))
    await asyncio.sleep(3600)
    # Words written meanwhile were not written for this card: nobody has seen it.
    assert await mail.times_of(mail.anna) == (None, None)
    tries = [at for at, _, _ in mail.chat.tried]
    assert 300 <= len(tries) <= 800
    assert max(later - earlier for earlier, later in pairwise(tries)) <= 11
    mail.chat.answers = willing
    await mail.idle()
    assert mail.chat.numbers == [("1", 1), ("1", 2)]
    _, delivered_at = await mail.times_of(mail.anna)
    assert delivered_at is not None
    assert delivered_at >= now() - timedelta(seconds=60)


@scene(1)
async def test_after_an_answer_that_never_came_the_card_is_sent_again_and_dated_from_the_first_time(
    mail: Post,
) -> None:
    first = now()
    mail.chat.answers = refuse(Failure.UNCERTAIN, 1)
    await mail.say(to(mail.anna))
    await mail.idle()
    assert len(mail.chat.tried) == 2
    _, delivered_at = await mail.times_of(mail.anna)
    assert delivered_at is not None
    assert delivered_at - first < timedelta(seconds=0.01)


@scene(1)
async def test_what_was_sent_but_not_recorded_when_we_ended_is_sent_again_as_the_same_card(
    mail: Post,
) -> None:
    """Crash C8 and C9: whoever answered the first copy has answered in time."""
    first = now()
    await mail.say(to(mail.anna))
    await asyncio.sleep(SEND_SECONDS / 2)
    # The store is gone before the answer comes.
    mail.database.is_down = True
    await asyncio.sleep(SEND_SECONDS)
    assert mail.chat.numbers == [("1", 1)]
    await mail.stop()
    mail.database.is_down = False
    await asyncio.sleep(30)
    again = await mail.restarted()
    await again.idle()
    assert again.chat.numbers == [("1", 1)]
    _, delivered_at = await again.times_of(mail.anna)
    assert delivered_at is not None
    assert delivered_at - first < timedelta(seconds=0.01)


@scene(1)
async def test_what_is_known_to_have_arrived_is_not_sent_again_after_a_restart(mail: Post) -> None:
    await mail.say(to(mail.anna), to(mail.anna, 2))
    await asyncio.sleep(SEND_SECONDS * 2)
    again = await mail.restarted()
    await again.idle()
    assert again.chat.numbers == [("1", 2)]


@scene(1)
async def test_an_orderly_stop_waits_for_what_is_on_the_wire_and_records_it(mail: Post) -> None:
    mail.chat.seconds = 2.0
    await mail.say(to(mail.anna))
    await asyncio.sleep(0.5)
    await mail.stop()
    assert mail.chat.numbers == [("1", 1)]
    assert await mail.states() == {"sent": 1}


@scene(1)
async def test_an_orderly_stop_does_not_wait_for_ever(mail: Post) -> None:
    mail.chat.seconds = 60.0
    await mail.say(to(mail.anna))
    await asyncio.sleep(0.5)
    before = clock()
    await mail.stop()
    assert clock() - before <= delivery_module.LAST_SECONDS
    assert await mail.states() == {"waiting": 1}


# --- to many -------------------------------------------------------------------------------------------


@scene(11)
async def test_of_what_is_sent_to_many_two_are_under_way_and_a_prompt_goes_at_once_beside_them(
    mail: Post,
) -> None:
    mail.chat.seconds = 1.0
    await mail.say(*map(a_reminder, mail.everybody[:-1]))
    await asyncio.sleep(2.5)
    assert mail.chat.under_way == mail.chat.most_at_once == 2
    said_at = clock()
    await mail.say(to(11))
    await mail.idle()
    assert mail.chat.most_at_once == 3
    assert mail.chat.tries_at("11")[0] == said_at
    assert await mail.states() == {"sent": 11}


@scene(10)
async def test_strangers_are_answered_while_many_are_sent_to(mail: Post) -> None:
    mail.chat.seconds = 1.0
    await mail.say(*map(a_reminder, mail.everybody))
    mail.delivery.pass_on([Transient(TELEGRAM, "1000", "Hello")])
    await mail.idle()
    assert mail.chat.said[0][0] < 1.0


@scene(2)
async def test_one_of_many_that_may_have_arrived_waits_two_minutes_and_holds_up_nobody(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.UNCERTAIN, 1)
    await mail.say(a_reminder(mail.anna), a_reminder(mail.ben))
    await asyncio.sleep(1.0)
    assert mail.chat.numbers == [("2", 1)]
    await mail.idle()
    first, again = mail.chat.tries_at("1")
    assert 120 <= again - first <= 121
    assert await mail.states() == {"sent": 2}


@scene(1)
async def test_one_of_many_that_may_have_arrived_is_dropped_if_its_person_was_here_meanwhile(
    mail: Post,
) -> None:
    mail.chat.answers = refuse(Failure.UNCERTAIN, 1)
    await mail.say(a_reminder(mail.anna))
    await asyncio.sleep(10.0)
    said_at = clock()
    # What anybody does is answered.
    await mail.say(to(mail.anna, 2))
    await mail.idle()
    assert [(at, number) for at, _, number in mail.chat.tried][1:] == [(said_at, 2)]
    assert await mail.states() == {"given_up": 1, "sent": 1}
    offered_at, delivered_at = await mail.times_of(mail.anna)
    assert offered_at is not None
    assert delivered_at is None


@scene(1)
async def test_one_of_many_that_was_refused_goes_although_its_person_was_here_meanwhile(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.TOO_MANY_REQUESTS, 1, wait=30)
    await mail.say(a_reminder(mail.anna))
    await asyncio.sleep(10.0)
    await mail.say(to(mail.anna, 2))
    await mail.idle()
    assert await mail.states() == {"sent": 2}


@scene(10)
async def test_when_we_end_no_more_of_many_come_twice_than_were_under_way_and_those_late(mail: Post) -> None:
    await mail.say(*map(a_reminder, mail.everybody))
    await asyncio.sleep(SEND_SECONDS / 2)
    # The store is gone before an answer comes: nothing more goes that could not be recorded.
    mail.database.is_down = True
    await asyncio.sleep(60)
    assert len(mail.chat.numbers) == 2
    await mail.stop()
    mail.database.is_down = False
    again = await mail.restarted()
    began = clock()
    await again.idle()
    assert Counter(mail.chat.numbers + again.chat.numbers).total() == 12
    late = [at - began for at, address, _ in again.chat.tried if (address, 1) in mail.chat.numbers]
    assert len(late) == 2
    assert min(late) > 50


# --- to many, where the organisation wants none twice --------------------------------------------------


@scene(3, none_twice=True)
async def test_what_may_have_arrived_is_not_sent_again_and_what_certainly_has_not_is(mail: Post) -> None:
    lost, refused = refuse(Failure.UNCERTAIN), refuse(Failure.TOO_MANY_REQUESTS, of=("2",), wait=30)
    mail.chat.answers = lambda due, part: (lost(due, part), refused(due, part))  # type: ignore[assignment]
    await mail.say(once(mail.anna), once(mail.ben), to(mail.cy))
    await mail.idle()
    assert Counter(address for _, address, _ in mail.chat.tried) == {"1": 1, "2": 2, "3": 1}
    assert await mail.states() == {"given_up": 1, "sent": 2}
    offered_at, delivered_at = await mail.times_of(mail.anna)
    assert offered_at is not None
    assert delivered_at is None


@pytest.mark.parametrize("kind", [Failure.SERVER_ERROR, Failure.BAD_ANSWER])
@scene(2, none_twice=True)
async def test_an_answer_that_says_nothing_definite_is_no_answer(mail: Post, kind: Failure) -> None:

    def unclear(due: PendingEntry, _: int) -> None:
        raise DeliveryFailed(kind, uncertain=due.address == "1")

    mail.chat.answers = unclear
    await mail.say(once(mail.anna), once(mail.ben))
    await asyncio.sleep(600)
    tries = Counter(address for _, address, _ in mail.chat.tried)
    assert tries["1"] == 1
    assert tries["2"] > 5


@scene(1, none_twice=True)
async def test_a_prompt_comes_at_least_once_whatever_its_organisation_wants(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.UNCERTAIN)
    await mail.say(to(mail.anna))
    await mail.idle()
    assert await mail.states() == {"sent": 1}


@scene(1, none_twice=True)
async def test_a_report_to_many_comes_at_least_once_whatever_its_organisation_wants(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.UNCERTAIN)
    await mail.say(a_reminder(mail.anna))
    await mail.idle()
    assert await mail.states() == {"sent": 1}


@scene(10, none_twice=True)
async def test_what_was_under_way_when_we_ended_is_not_sent_again_and_all_else_is(mail: Post) -> None:
    await mail.say(*map(once, mail.everybody))
    await asyncio.sleep(SEND_SECONDS / 2)
    mail.database.is_down = True
    await asyncio.sleep(60)
    assert len(mail.chat.numbers) == 2
    again = await mail.restarted()
    await again.idle()
    came = Counter(mail.chat.numbers + again.chat.numbers)
    assert (len(came), came.total()) == (10, 10)
    assert await again.states() == {"given_up": 2, "sent": 8}


@scene(2)
async def test_what_was_chosen_holds_at_once_for_what_is_in_doubt_already(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.UNCERTAIN, 1, of=("1", "2"))
    await mail.say(once(mail.anna))
    await asyncio.sleep(30)
    await mail.wants_none_twice()
    await asyncio.sleep(300)
    assert await mail.states() == {"given_up": 1}
    await mail.say(once(mail.ben))
    await asyncio.sleep(30)
    await mail.wants_none_twice(ReminderPolicy.AT_LEAST_ONCE)
    await mail.idle()
    assert await mail.states() == {"given_up": 1, "sent": 1}


@scene(2, none_twice=True)
async def test_what_was_certainly_refused_is_in_no_doubt_although_that_could_not_be_recorded_at_once(
    mail: Post,
) -> None:
    mail.chat.answers = refuse(Failure.TOO_MANY_REQUESTS, 1, wait=1)
    await mail.say(once(mail.anna))
    await asyncio.sleep(SEND_SECONDS / 2)
    mail.database.is_down = True
    await asyncio.sleep(1.5)
    # The store works again, the next try is due, and something else wakes us before it is recorded.
    mail.database.is_down = False
    await asyncio.sleep(0.5)
    await mail.say(to(mail.ben))
    await mail.idle()
    assert len(mail.chat.tried) == 3
    assert await mail.states() == {"sent": 2}


@scene(1, none_twice=True)
async def test_a_part_that_may_have_arrived_is_not_sent_again_either(mail: Post) -> None:
    mail.chat.parts[(mail.anna.person_id, 1)] = 3
    lost = refuse(Failure.UNCERTAIN)
    mail.chat.answers = lambda due, part: lost(due, part) if part == 1 else None
    await mail.say(once(mail.anna))
    await mail.idle()
    assert [part for _, _, part in mail.chat.arrived] == [0]
    assert len(mail.chat.tried) == 2
    assert await mail.states() == {"given_up": 1}


@scene(2, none_twice=True)
async def test_what_may_have_arrived_before_its_person_shut_us_out_stays_in_doubt_and_what_was_refused_is_not(
    mail: Post,
) -> None:
    mail.chat.answers = refuse(Failure.UNCERTAIN)
    await mail.say(once(mail.anna))
    await asyncio.sleep(10)
    mail.chat.answers = refuse(Failure.BLOCKED, None, of=("1", "2"))
    await mail.say(to(mail.anna, 2), once(mail.ben))
    await mail.idle()
    assert await mail.states() == {"given_up": 3}
    in_doubt, _ = await mail.times_of(mail.anna)
    refused, _ = await mail.times_of(mail.ben)
    assert in_doubt is not None
    assert refused is None


@scene(1, none_twice=True)
async def test_an_entry_that_we_break_on_may_have_arrived(mail: Post) -> None:

    def breaks(_: PendingEntry, __: int) -> None:
        raise ZeroDivisionError

    mail.chat.answers = breaks
    await mail.say(once(mail.anna))
    await mail.idle()
    assert len(mail.chat.tried) == 1
    assert await mail.states() == {"given_up": 1}


@scene(2, none_twice=True)
async def test_that_it_is_tried_is_on_the_disk_before_it_is(mail: Post) -> None:
    """A power cut must not undo it: the try after that would be a second one."""
    for entry, is_lasting in ((once(mail.anna), True), (a_reminder(mail.ben), False)):
        await mail.say(entry)
        mail.database.lasting.clear()
        await asyncio.sleep(SEND_SECONDS / 2)
        assert mail.chat.under_way == 1
        assert mail.database.lasting == [is_lasting]
        await mail.idle()


# --- the store -----------------------------------------------------------------------------------------


@scene(50)
async def test_while_nothing_can_be_marked_nothing_is_sent_and_the_store_is_not_pestered(mail: Post) -> None:
    entries = [to(who) for who in mail.everybody]
    await mail.database.write(lambda tx: outbox.add(tx, entries, now(), shown_on={WEB}))
    due = await mail.database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
    mail.database.is_down, mail.database.tries = True, 0
    mail.delivery.post(due)
    await asyncio.sleep(300)
    assert mail.chat.tried == []
    assert mail.database.tries < 150
    mail.database.is_down = False
    await mail.idle(within=60)
    assert len(mail.chat.numbers) == len(set(mail.chat.numbers)) == 50


@scene(5)
async def test_what_cannot_be_recorded_yet_is_remembered_and_not_sent_twice(mail: Post) -> None:
    await mail.say(*map(to, mail.everybody))
    await asyncio.sleep(SEND_SECONDS / 2)
    mail.database.is_down = True
    await asyncio.sleep(120)
    mail.database.is_down = False
    await mail.idle(within=60)
    assert len(mail.chat.numbers) == len(set(mail.chat.numbers)) == 5
    assert await mail.states() == {"sent": 5}


@scene(2, is_started=False)
async def test_what_waits_for_somebody_who_was_erased_is_not_sent(mail: Post) -> None:
    await mail.say(to(mail.anna), to(mail.ben))
    await mail.database.write(lambda tx: erase_person(tx, mail.anna.person_id, now()))
    mail.start()
    await mail.idle()
    assert mail.chat.numbers == [("2", 1)]


@scene(1, is_started=False)
async def test_what_waits_for_somebody_who_blocked_us_meanwhile_is_not_sent(mail: Post) -> None:
    await mail.say(to(mail.anna))
    await mail.database.write(lambda tx: people.mark_unreachable(tx, "telegram:1", "blocked", now()))
    mail.start()
    await mail.idle()
    assert mail.chat.tried == []


@scene(1)
async def test_a_redraw_learns_at_the_last_moment_which_message_it_changes(mail: Post) -> None:
    # Said before the card it changes has gone out.
    await mail.say(to(mail.anna), replace(to(mail.anna, 2), kind=EntryKind.REDRAW, target=1))
    await mail.idle()
    assert mail.chat.arrived[1][1].target_message_id == "1"


# --- in passing ----------------------------------------------------------------------------------------


@scene(50)
async def test_a_word_about_a_tap_goes_at_once_and_uncounted(mail: Post) -> None:
    await mail.say(*map(to, mail.everybody))
    mail.delivery.pass_on(Transient(TELEGRAM, str(n), "Noted", toast_id=str(n)) for n in range(20))
    await mail.idle()
    assert max(at for at, _ in mail.chat.said) < 0.5


@scene(60)
async def test_sentences_to_strangers_are_paced_and_wait_for_everybody_who_takes_part(mail: Post) -> None:
    mail.delivery.pass_on(Transient(TELEGRAM, str(n), "Hello") for n in range(1000, 1040))
    await mail.say(*map(to, mail.everybody))
    await mail.idle()
    assert len(mail.chat.said) == 40
    starts = [at for at, _ in mail.chat.said] + [at for at, _, _ in mail.chat.tried]
    assert most_within(starts, 1.0) <= 30
    strangers = sorted(at for at, _ in mail.chat.said)
    prompts = max(at for at, _, _ in mail.chat.arrived)
    assert strangers[5] > prompts


@scene(0, is_started=False)
async def test_a_farewell_goes_before_sentences_to_strangers(mail: Post) -> None:
    mail.delivery.pass_on(Transient(TELEGRAM, str(n), "Hello") for n in range(50))
    mail.delivery.pass_on([Transient(TELEGRAM, "7777", "Erased.", is_farewell=True)])
    mail.start()
    await mail.idle()
    assert mail.chat.said[0][1].address == "7777"


@scene(0, is_started=False)
async def test_a_flood_of_strangers_fills_no_memory_and_costs_nobody_a_word_about_a_tap(mail: Post) -> None:
    mail.delivery.pass_on([Transient(TELEGRAM, "1", "Noted", toast_id="t")])
    mail.delivery.pass_on(Transient(TELEGRAM, str(n), "Hello") for n in range(100_000))
    assert len(mail.delivery._sentences) == delivery_module.MOST_SENTENCES
    mail.start()
    await mail.idle()
    assert mail.chat.said[0][1].toast_id == "t"


@scene(1)
async def test_what_cannot_be_said_in_passing_stops_nothing(mail: Post) -> None:

    async def fails(passing: Transient) -> None:
        raise ZeroDivisionError if passing.toast_id else DeliveryFailed(Failure.BLOCKED)

    mail.chat.say_in_passing = fails  # type: ignore[method-assign]
    mail.delivery.pass_on(
        [Transient(TELEGRAM, "5", "Hello"), Transient(TELEGRAM, "6", "Noted", toast_id="t")]
    )
    await mail.say(to(mail.anna))
    await mail.idle()
    assert mail.chat.numbers == [("1", 1)]


@scene(3)
async def test_a_fault_in_recording_one_outcome_costs_no_other(mail: Post) -> None:
    settle = outbox.record_outcomes

    def breaks(tx: Transaction, outcomes: Iterable[outbox.SendOutcome]) -> None:
        listed = list(outcomes)
        if any(outcome.key[0] == 2 for outcome in listed):
            raise ZeroDivisionError
        settle(tx, listed)

    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(outbox, "record_outcomes", breaks)
        await mail.say(*map(to, mail.everybody))
        await mail.idle()
    assert await mail.states() == {"sent": 2, "waiting": 1}


@scene(3, at_once=1)
async def test_what_is_wrong_with_the_carrier_stops_everybody_and_puts_nobody_out_of_reach(
    mail: Post,
) -> None:
    mail.chat.answers = refuse(Failure.CARRIER_TROUBLE, 1, wait=900)
    await mail.say(*(a_reminder(who) for who in mail.everybody))
    await mail.idle()
    first, *others = sorted(at for at, _, _ in mail.chat.tried)
    assert others[0] >= first + 900
    assert await mail.states() == {"sent": 3}


@scene(1)
async def test_what_was_put_off_for_a_time_is_tried_no_earlier(mail: Post) -> None:
    mail.chat.answers = refuse(Failure.NOT_SENT, 1, wait=300)
    await mail.say(a_reminder(mail.anna))
    await mail.idle()
    first, second = mail.chat.tries_at("1")
    assert second - first >= 300
