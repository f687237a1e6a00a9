"""What we say: its order, its states, and what a redraw or a reading rule needs to know of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from conversations.groups.round_view import RoundView
from conversations.incoming import Channel
from conversations.state import (
    CardSent,
)
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages import chat_history, outbox
from storage.messages.outbox import EntryKind, OutboxEntry, Priority, SendAttempt, SendOutcome
from storage.people import people
from storage.people.people import Joined
from storage.roles.organisations import ReminderPolicy
from storage.rounds import rounds
from storage.rounds.cards_pointed_at import card_answered, card_by_message, card_by_number
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import GUIDE, NOW, open_round, take_part, wants

Key = tuple[int, int]


def card(who: Joined, number: int, *, address: str = "1", target: int | None = None) -> OutboxEntry:
    return OutboxEntry(
        who.person_id,
        number,
        TELEGRAM,
        address,
        EntryKind.SAY if target is None else EntryKind.REDRAW,
        '{"l":[["text","CANARY"]],"b":[]}',
        target=target,
        theme_id="t1" if target is None else None,
        prompt_id=f"p{number}" if target is None else None,
    )


async def people_in_a_round(database: SqliteDatabase, *addresses: str) -> list[Joined]:
    def start(tx: Transaction) -> list[Joined]:
        open_round(tx)
        return [take_part(tx, address) for address in addresses]

    return await database.write(start)


async def say(database: SqliteDatabase, *entries: OutboxEntry, at: datetime = NOW) -> None:
    await database.write(lambda tx: outbox.add(tx, entries, at, shown_on={WEB}))


async def offer(database: SqliteDatabase, *keys: Key, at: datetime = NOW) -> dict[Key, SendAttempt]:
    return await database.write(lambda tx: outbox.begin_attempts(tx, [(key, None) for key in keys], at))


async def settle(database: SqliteDatabase, *outcomes: SendOutcome) -> None:
    await database.write(lambda tx: outbox.record_outcomes(tx, outcomes))


async def waiting(database: SqliteDatabase) -> list[Key]:
    return [due.key for due in await database.read(lambda tx: outbox.waiting(tx, TELEGRAM))]


async def test_each_channel_has_what_waits_on_it_and_nothing_else(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    elsewhere = Channel("teletype")
    await say(database, card(anna, 1), replace(card(anna, 2), channel=elsewhere))
    assert await waiting(database) == [(anna.person_id, 1)]
    there = await database.read(lambda tx: outbox.waiting(tx, elsewhere))
    assert [(due.key, due.chat) for due in there] == [((anna.person_id, 2), (elsewhere, "1"))]


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


async def test_what_waits_is_in_the_order_it_was_said_even_if_the_clock_was_set_back(
    database: SqliteDatabase,
) -> None:
    anna, ben = await people_in_a_round(database, "1", "2")
    await say(database, card(anna, 1), at=later(0))
    await say(database, card(ben, 1, address="2"), at=later(-30))
    await say(database, card(anna, 2), at=later(-60))
    a, b = anna.person_id, ben.person_id
    assert await waiting(database) == [(a, 1), (a, 2), (b, 1)]


async def test_offering_says_what_still_waits(database: SqliteDatabase) -> None:
    anna, ben = await people_in_a_round(database, "1", "2")
    await say(database, card(anna, 1), card(anna, 2), card(ben, 1, address="2"))
    sent, gone = (anna.person_id, 1), (ben.person_id, 1)
    await settle(database, SendOutcome(sent, "501", NOW))
    await database.write(lambda tx: people.mark_unreachable(tx, "telegram:2", "blocked", NOW))
    still = (anna.person_id, 2)
    assert list(await offer(database, sent, gone, still)) == [still]


async def test_a_second_offer_knows_since_when_the_entry_may_have_arrived(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    key = (anna.person_id, 1)
    await say(database, card(anna, 1))
    assert (await offer(database, key))[key].before is None
    await settle(database, SendOutcome(key, retry_at=later(2)))
    assert (await offer(database, key, at=later(5)))[key].before == NOW


async def test_what_was_certainly_not_sent_has_not_been_offered(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    key = (anna.person_id, 1)
    await say(database, card(anna, 1))
    await offer(database, key)
    await settle(database, SendOutcome(key, retry_at=later(2), is_unsent=True))
    shown = await database.read(lambda tx: card_by_number(tx, *key))
    assert shown is not None
    assert shown.offered_at is None
    assert (await offer(database, key, at=later(5)))[key].before is None


async def test_a_retry_keeps_its_time_and_its_attempts(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    key = (anna.person_id, 1)
    await say(database, card(anna, 1))
    await offer(database, key)
    await settle(database, SendOutcome(key, retry_at=later(3600)))
    (due,) = await database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
    assert (due.due_at, due.attempts) == (int(later(3600).timestamp() * 1000), 1)


async def test_what_was_delivered_keeps_its_number_and_not_its_words(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    key = (anna.person_id, 1)
    await say(database, card(anna, 1))
    await settle(database, SendOutcome(key, "501", later(1)))
    assert await waiting(database) == []
    assert await database.read(lambda tx: tx.rows("SELECT state, body FROM outbox")) == [("sent", "")]
    by_message = await database.read(lambda tx: card_by_message(tx, anna.person_id, TELEGRAM, "501"))
    assert by_message is not None
    assert (by_message.number, by_message.prompt_id, by_message.delivered_at) == (1, "p1", later(1))


async def answered(database: SqliteDatabase, anna: Joined, message_id: str, *, open_card: int) -> int | None:
    def look(tx: Transaction) -> CardSent | None:
        return card_answered(tx, anna.person_id, TELEGRAM, message_id, open_card=open_card)

    card = await database.read(look)
    return None if card is None else card.number


async def test_whoever_answers_before_it_is_written_down_that_the_card_came_answers_that_card(
    database: SqliteDatabase,
) -> None:
    (anna,) = await people_in_a_round(database, "1")
    first, second = (anna.person_id, 1), (anna.person_id, 2)
    await say(database, card(anna, 1), card(anna, 2))
    await offer(database, first)
    await settle(database, SendOutcome(first, "501", later(1)))
    # It is not on its way yet, so what they point at is something else.
    assert await answered(database, anna, "502", open_card=2) is None
    await offer(database, second)
    assert await answered(database, anna, "502", open_card=2) == 2
    assert await answered(database, anna, "501", open_card=2) == 1
    # A copy of the card before, which nobody noted either.
    assert await answered(database, anna, "500", open_card=2) is None
    assert await answered(database, anna, "99", open_card=2) is None


async def test_whoever_answers_the_copy_that_came_before_we_ended_answers_the_card_that_came_again(
    database: SqliteDatabase,
) -> None:
    (anna,) = await people_in_a_round(database, "1")
    key = (anna.person_id, 1)
    await say(database, card(anna, 1))
    await offer(database, key)
    await offer(database, key, at=later(5))
    await settle(database, SendOutcome(key, "1001", later(6)))
    assert await answered(database, anna, "999", open_card=1) == 1


async def test_a_reminder_that_the_card_has_overtaken_does_not_hide_a_copy_of_it(
    database: SqliteDatabase,
) -> None:
    (anna,) = await people_in_a_round(database, "1")
    reminder, key = (anna.person_id, 1), (anna.person_id, 2)
    await say(database, replace(card(anna, 1), priority=Priority.BULK), card(anna, 2))
    await offer(database, key)
    await offer(database, reminder)
    await settle(database, SendOutcome(reminder, "502", later(1)))
    await offer(database, key, at=later(5))
    await settle(database, SendOutcome(key, "503", later(6)))
    assert await answered(database, anna, "501", open_card=2) == 2


async def test_no_message_that_nobody_noted_is_a_card_that_came_once(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    key = (anna.person_id, 1)
    await say(database, card(anna, 1))
    await offer(database, key)
    await settle(database, SendOutcome(key, "501", later(1)))
    assert await answered(database, anna, "777", open_card=1) is None


async def test_what_is_given_up_keeps_no_words_either(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    await say(database, card(anna, 1))
    await settle(database, SendOutcome((anna.person_id, 1)))
    assert await database.read(lambda tx: tx.rows("SELECT state, body FROM outbox")) == [("given_up", "")]


async def test_a_retry_that_comes_after_giving_up_does_not_revive_anything(
    database: SqliteDatabase,
) -> None:
    (anna,) = await people_in_a_round(database, "1")
    key = (anna.person_id, 1)
    await say(database, card(anna, 1))
    await database.write(lambda tx: people.mark_unreachable(tx, "telegram:1", "blocked", NOW))
    await settle(database, SendOutcome(key, retry_at=later(1)))
    assert await waiting(database) == []


async def test_a_redraw_is_offered_with_the_message_it_changes_as_it_is_known_by_then(
    database: SqliteDatabase,
) -> None:
    (anna,) = await people_in_a_round(database, "1")
    await say(database, card(anna, 1), card(anna, 2, target=1))
    redraw = (anna.person_id, 2)
    entries: Iterable[tuple[Key, int | None]] = [(redraw, 1)]
    offered = await database.write(lambda tx: outbox.begin_attempts(tx, entries, NOW))
    assert offered[redraw].target_message_id is None
    await settle(database, SendOutcome((anna.person_id, 1), "501", NOW))
    offered = await database.write(lambda tx: outbox.begin_attempts(tx, entries, NOW))
    assert offered[redraw].target_message_id == "501"


async def test_the_web_chat_has_its_entries_at_once(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    entry = OutboxEntry(anna.person_id, 1, WEB, str(anna.person_id), EntryKind.SAY, "{}")
    await say(database, entry)
    assert await waiting(database) == []
    (kept,) = await database.read(lambda tx: chat_history.stretch(tx, anna.person_id, 1000))
    assert (kept.number, kept.change) == (1, 1)
    shown = await database.read(lambda tx: card_by_number(tx, anna.person_id, 1))
    assert shown is not None
    assert (shown.offered_at, shown.delivered_at) == (NOW, NOW)


async def test_the_web_chat_learns_of_what_was_shown_anew_and_closed(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    person = anna.person_id
    cards = [OutboxEntry(person, n, WEB, str(person), EntryKind.SAY, f"{{{n}}}") for n in (1, 2, 3)]
    await say(database, *cards)
    await database.write(lambda tx: chat_history.redraw_shown(tx, person, 1, 4, "{anew}"))
    await database.write(lambda tx: chat_history.close_shown(tx, person, 2, 3))
    changed = await database.read(lambda tx: chat_history.stretch(tx, person, 1000))
    assert [(each.number, each.change, each.body) for each in changed] == [
        (1, 4, "{anew}"),
        (2, 3, "{2}"),
        (3, 3, "{3}"),
    ]


async def test_a_page_of_somebody_who_is_gone_always_has_news(database: SqliteDatabase) -> None:
    assert await database.read(lambda tx: outbox.newest_change(tx, 404)) > 10**12


# --- one of many that may have arrived ------------------------------------------------------------------


def reminder(who: Joined, number: int = 1, *, round_id: str | None = "r1") -> OutboxEntry:
    return replace(card(who, number), priority=Priority.BULK, round_id=round_id)


async def states(database: SqliteDatabase) -> list[tuple[str, bool, bool]]:
    """Of each entry its state, whether it may have arrived, and whether its words are still kept."""
    return await database.read(  # type: ignore[return-value]
        lambda tx: tx.rows("SELECT state, offered_at IS NOT NULL, body <> '' FROM outbox ORDER BY number")
    )


async def drop_in_doubt(database: SqliteDatabase, *keys: Key) -> None:
    await database.write(lambda tx: outbox.drop_in_doubt(tx, keys))


async def test_an_organisation_that_wants_none_twice_has_what_may_have_arrived_given_up(
    database: SqliteDatabase,
) -> None:
    (anna,) = await people_in_a_round(database, "1")
    key = (anna.person_id, 1)
    await say(database, reminder(anna))
    await offer(database, key)
    await drop_in_doubt(database, key)
    assert await states(database) == [("waiting", 1, 1)], "no choice means at least once"
    await database.write(lambda tx: wants(tx, ReminderPolicy.AT_MOST_ONCE))
    await drop_in_doubt(database, key)
    assert await states(database) == [("given_up", 1, 0)]
    assert await offer(database, key) == {}


async def test_what_was_not_offered_or_certainly_failed_is_in_no_doubt(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    await database.write(lambda tx: wants(tx, ReminderPolicy.AT_MOST_ONCE))
    fresh, refused = (anna.person_id, 1), (anna.person_id, 2)
    await say(database, reminder(anna), reminder(anna, 2))
    await offer(database, refused)
    await settle(database, SendOutcome(refused, retry_at=later(30), is_unsent=True))
    await drop_in_doubt(database, fresh, refused)
    assert await states(database) == [("waiting", 0, 1), ("waiting", 0, 1)]


async def test_the_policy_is_for_reminders_and_announcements_of_that_organisation_s_rounds(
    database: SqliteDatabase,
) -> None:
    (anna,) = await people_in_a_round(database, "1")
    await database.write(lambda tx: wants(tx, ReminderPolicy.AT_MOST_ONCE))

    def open_theirs(tx: Transaction) -> None:
        view = RoundView("r2", "Theirs", "Another Council", False, None, None, None)
        rounds.open_round(tx, view, GUIDE.sha256, NOW)

    await database.write(open_theirs)
    keys = [(anna.person_id, number) for number in (1, 2, 3)]
    await say(database, card(anna, 1), reminder(anna, 2, round_id=None), reminder(anna, 3, round_id="r2"))
    await offer(database, *keys)
    await drop_in_doubt(database, *keys)
    assert {state for state, *_ in await states(database)} == {"waiting"}


async def test_what_waits_knows_whether_it_goes_once(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    await say(database, reminder(anna), card(anna, 2))
    assert [due.goes_once for due in await database.read(lambda tx: outbox.waiting(tx, TELEGRAM))] == [
        False,
        False,
    ]
    await database.write(lambda tx: wants(tx, ReminderPolicy.AT_MOST_ONCE))
    assert [due.goes_once for due in await database.read(lambda tx: outbox.waiting(tx, TELEGRAM))] == [
        True,
        False,
    ]
    await database.write(lambda tx: wants(tx, ReminderPolicy.AT_LEAST_ONCE))
    assert [due.goes_once for due in await database.read(lambda tx: outbox.waiting(tx, TELEGRAM))] == [
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("at", "is_needless"),
    [(later(60), True), (later(-60), False), (later(3600), True), (NOW + timedelta(days=365), False)],
    ids=["since", "before", "by a clock an hour ahead", "in a year that has not come"],
)
async def test_what_may_have_arrived_is_needless_where_its_person_was_here_since(
    database: SqliteDatabase, at: datetime, is_needless: bool
) -> None:
    (anna,) = await people_in_a_round(database, "1")
    key = (anna.person_id, 1)
    await say(database, reminder(anna))
    await offer(database, key)
    await say(database, card(anna, 2), at=at)
    await database.write(lambda tx: outbox.drop_needless(tx, [key], later(120)))
    assert (await states(database))[0][0] == ("given_up" if is_needless else "waiting")


async def test_of_one_of_many_only_tries_that_may_have_arrived_are_counted(database: SqliteDatabase) -> None:
    (anna,) = await people_in_a_round(database, "1")
    bulk, prompt = (anna.person_id, 1), (anna.person_id, 2)
    await say(database, reminder(anna), card(anna, 2))
    for key in (bulk, prompt):
        await offer(database, key)
        await settle(database, SendOutcome(key, retry_at=later(2), is_unsent=True))
        await offer(database, key)
    assert [due.attempts for due in await database.read(lambda tx: outbox.waiting(tx, TELEGRAM))] == [1, 2]
