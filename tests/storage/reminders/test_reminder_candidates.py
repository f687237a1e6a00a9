"""The facts that decide about reminders, and what people said about them, as they are kept."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from conversations.calendar.availability import Availability
from conversations.state import Given, Place, Reminded, Reply
from storage.engine.database import Transaction
from storage.engine.schema_version import migrate
from storage.engine.sqlite_transaction import SqliteTransaction
from storage.messages.outbox import EntryKind, OutboxEntry, Priority, add
from storage.people import membership, people
from storage.people.availability import keep_availability
from storage.reminders import reminder_candidates
from storage.reminders.reminders import PlannedDay, Proposed, plan
from storage.rounds.conversations import load
from storage.rounds.stored_place import place_from_json, place_to_json
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import FORTNIGHT, NOW, give, open_round, reply, take_part


@pytest.fixture
def tx() -> Iterator[Transaction]:
    """A transaction on a store in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    transaction = SqliteTransaction(connection)
    migrate(transaction)
    yield transaction
    connection.close()


SAID = Availability(frozenset({1, 2}), date(2026, 12, 14), "Europe/Lisbon", declined=True)


def facts(tx: Transaction) -> list[reminder_candidates.PersonFacts]:
    return reminder_candidates.people_of(tx, "r1", NOW)


def test_what_a_person_said_is_kept_and_comes_back_with_their_conversation(tx: Transaction) -> None:
    open_round(tx)
    who = take_part(tx, "1")
    assert facts(tx)[0].availability == Availability()
    for said in (SAID, Availability()):
        keep_availability(tx, who.person_id, said, NOW)
        assert facts(tx)[0].availability == said
        assert load(tx, ["telegram:1"])["telegram:1"].conversation.availability == said


def test_a_reply_that_was_withdrawn_is_none(tx: Transaction) -> None:
    open_round(tx)
    who = take_part(tx, "1")
    give(tx, who, reply("p1"), reply("p2"))
    give(tx, who, Reply("t1", "p2", 1, Given.WITHDRAWN, message_id="3", written_at=NOW))
    assert facts(tx)[0].given == {("t1", "p1", 1)}


def test_people_are_active_when_they_reply_or_are_answered_and_not_when_they_are_reminded(
    tx: Transaction,
) -> None:
    open_round(tx)
    who = take_part(tx, "1")
    assert facts(tx)[0].last_active is None

    def say(number: int, priority: Priority, days: int) -> None:
        entry = OutboxEntry(who.person_id, number, TELEGRAM, "1", EntryKind.SAY, "{}", priority=priority)
        add(tx, [entry], NOW + timedelta(days=days), shown_on=())

    give(tx, who, reply())
    assert facts(tx)[0].last_active == NOW
    say(1, Priority.PROMPT, 1)
    say(2, Priority.BULK, 2)
    say(3, Priority.REPORT, 3)
    assert facts(tx)[0].last_active == NOW + timedelta(days=1)


def test_people_are_reached_where_they_have_not_shut_us_out(tx: Transaction) -> None:
    open_round(tx)
    take_part(tx, "1")
    take_part(tx, None, channel=WEB)
    people.mark_unreachable(tx, "telegram:1", "blocked", NOW)
    assert [each.channels for each in facts(tx)] == [(), (WEB,)]


def test_the_people_of_another_round_are_in_no_facts(tx: Transaction) -> None:
    open_round(tx)
    open_round(tx, "r2")
    take_part(tx, "1")
    take_part(tx, "2", round_id="r2")
    assert len(facts(tx)) == 1
    assert reminder_candidates.rules_of(tx, "r3") is None


def test_a_day_of_the_plan_is_kept_once_for_a_person(tx: Transaction) -> None:
    open_round(tx)
    who, day = take_part(tx, "1"), date(2026, 11, 5)
    goes = PlannedDay(who.person_id, day, Proposed(who.person_id, day, day, NOW, "{}"), None)
    for each in (goes, goes, PlannedDay(who.person_id, day, None, None)):
        plan(tx, "r1", [each], NOW)
    assert tx.rows("SELECT state FROM reminder") == [("waiting",)]
    assert facts(tx)[0].reminded == (day,)


def test_who_has_not_joined_is_whoever_has_an_invitation_that_works_and_is_unused(tx: Transaction) -> None:
    open_round(tx)
    take_part(tx, "1")
    people.invite(tx, "r1", NOW, valid=FORTNIGHT)
    people.invite(tx, "r1", NOW, valid=-FORTNIGHT)
    tx.run("UPDATE invitation SET name = 'Ann', team = 'North'")
    assert reminder_candidates.not_joined(tx, "r1", NOW) == [reminder_candidates.NotJoined("Ann", "North")]


@pytest.mark.parametrize(("number", "is_kept"), [(5, True), (4, False), (3, False)])
def test_a_reminder_is_remembered_while_it_is_newer_than_the_open_card(number: int, is_kept: bool) -> None:
    place = Place(card=4, posed=4, reminded=Reminded(number, 9))
    assert place_from_json(place_to_json(place)).reminder == (Reminded(number, 9) if is_kept else None)


def test_somebody_goes_on_in_a_round_of_theirs_and_in_no_other(tx: Transaction) -> None:
    open_round(tx)
    open_round(tx, "r2")
    first = take_part(tx, "1")
    take_part(tx, "1", round_id="r2")
    other = take_part(tx, "2", round_id="r2")
    assert membership.switch_to(tx, first.person_id, first.participant_id)
    assert not membership.switch_to(tx, first.person_id, other.participant_id)
    assert load(tx, ["telegram:1"])["telegram:1"].participant_id == first.participant_id
