"""Mails as they are kept: each goes once, by what holds at the moment, and its link is one of several."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.mails import mails
from storage.mails.mail_log import MailState, mailed, mails_in_doubt, mails_to, who_can_be_mailed
from storage.mails.mailboxes import (
    bounced,
    forget_mailbox,
    forget_mailboxes,
    link_of_mailbox,
    start_mails,
    stop_leads_to,
    stop_mails,
    wants_no_mails,
)
from storage.mails.mails import MailKind, MailObstacle
from storage.messages import outbox
from storage.names_shown import forget_name
from storage.people import people
from storage.people.used_links import came_in_by, once_invited_to
from storage.rounds import invitees
from storage.rounds.rounds import close_round
from tests.channel_names import MAIL
from tests.storage.mails.invited import GUESTS, TODAY, arrives, ask, invited, joins, send, states
from tests.storage.samples import FORTNIGHT, NOW
from tests.storage.whole_store import columns_with

LATER = NOW + timedelta(days=2)
DAY_AFTER_NEXT = TODAY + timedelta(days=2)


async def test_each_mail_is_passed_on_once_with_a_link_of_its_own(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx)
        passed = send(tx)
        assert [each.to for each, _, _ in passed] == [each.mail for each in GUESTS]
        assert len({code for _, code, _ in passed}) == 3
        assert send(tx) == []
        assert mails.mails_on_their_way(tx) == 3
        assert states(tx) == dict.fromkeys((1, 2, 3), MailState.UNDER_WAY)

    await database.write(do)


async def test_asked_for_again_while_it_waits_a_mail_goes_once(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx)
        ask(tx)
        assert len(send(tx)) == 3

    await database.write(do)


async def test_whichever_code_is_used_first_ends_the_others(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        (ann, *_) = invited(tx)
        ask(tx, [1])
        ((_, first, _),) = send(tx)
        ask(tx, [1], now=LATER)
        ((_, second, _),) = send(tx, LATER, today=DAY_AFTER_NEXT)
        for code in (ann.code, first, second):
            assert people.invited_to(tx, code, LATER) is not None
        came = joins(tx, first, LATER)
        assert came is not None
        for code in (ann.code, first, second):
            assert people.invited_to(tx, code, LATER) is None
            assert joins(tx, code, LATER) is None
            assert came_in_by(tx, code) == came.person_id
            assert once_invited_to(tx, code) == "r1"
        assert tx.rows("SELECT name FROM participant") == [("Ann Able",)]

    await database.write(do)


async def test_a_link_is_good_for_as_long_as_was_said_with_the_newest(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        (ann, *_) = invited(tx)
        ask(tx, [1])
        ((_, code, _),) = send(tx)
        after = NOW + FORTNIGHT + timedelta(days=1)
        assert people.invited_to(tx, ann.code, after) is not None
        assert people.invited_to(tx, code, after) is not None
        assert people.invited_to(tx, code, NOW + timedelta(days=31)) is None

    await database.write(do)


def _joins(tx: Transaction, code: str) -> None:
    assert joins(tx, code) is not None


def _revoked(tx: Transaction, _: str) -> None:
    invitees.revoke(tx, "r1", [1], NOW)


def _closed(tx: Transaction, _: str) -> None:
    close_round(tx, "r1", NOW)


def _stopped(tx: Transaction, _: str) -> None:
    ((code,),) = tx.rows("SELECT stop_code FROM mailbox")
    assert stop_mails(tx, code, NOW)


def _without_address(tx: Transaction, _: str) -> None:
    tx.run("UPDATE invitation SET mail = '' WHERE number = 1")


def _erased(tx: Transaction, code: str) -> None:
    came = joins(tx, code)
    assert came is not None
    erase_person(tx, came.person_id, NOW)


MEANWHILE: dict[str, tuple[Callable[[Transaction, str], None], MailObstacle]] = {
    "has come in": (_joins, MailObstacle.JOINED),
    "link taken back": (_revoked, MailObstacle.REVOKED),
    "round closed": (_closed, MailObstacle.CLOSED),
    "wants no more": (_stopped, MailObstacle.STOPPED),
    "address taken away": (_without_address, MailObstacle.NO_ADDRESS),
}
EACH_CHANGE = pytest.mark.parametrize("change", [*MEANWHILE, "erased"])


def happens(tx: Transaction, change: str, code: str) -> None:
    if change == "erased":
        _erased(tx, code)
    else:
        MEANWHILE[change][0](tx, code)


@EACH_CHANGE
async def test_none_is_passed_on_to_whom_something_happened_meanwhile(
    database: SqliteDatabase, change: str
) -> None:
    def do(tx: Transaction) -> None:
        (ann, *_) = invited(tx)
        ask(tx, [1])
        happens(tx, change, ann.code)
        assert send(tx) == []
        expected = [] if change == "erased" else [("dropped", MEANWHILE[change][1].value)]
        assert tx.rows("SELECT state, because FROM mail") == expected

    await database.write(do)


@EACH_CHANGE
async def test_what_was_passed_on_is_given_up_before_the_carrier_has_it(
    database: SqliteDatabase, change: str
) -> None:
    def do(tx: Transaction) -> None:
        (ann, *_) = invited(tx)
        ask(tx, [1])
        ((_, _, entry),) = send(tx)
        happens(tx, change, ann.code)
        mails.drop_outdated_mails(tx, [entry.key], NOW)
        assert outbox.begin_attempts(tx, [(entry.key, None)], NOW) == {}

    await database.write(do)


async def test_what_nothing_happened_to_is_not_given_up(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx)
        entries = [entry for _, _, entry in send(tx)]
        mails.drop_outdated_mails(tx, [each.key for each in entries], NOW)
        assert len(outbox.begin_attempts(tx, [(each.key, None) for each in entries], NOW)) == 3

    await database.write(do)


def call_off(tx: Transaction) -> None:
    for (batch,) in tx.rows("SELECT batch FROM mail WHERE state = 'waiting'"):
        mails.call_off_mails(tx, "r1", batch)


async def test_a_reminder_goes_once_a_day_and_so_often_a_week(database: SqliteDatabase) -> None:
    def goes(tx: Transaction, days: int) -> bool:
        now, today = NOW + timedelta(days=days), TODAY + timedelta(days=days)
        ask(tx, [1], kind=MailKind.REMINDER, now=now)
        if mails.mails_on(tx, mails.mails_due(tx, "r1", now, 1)[0].mailbox, today):
            call_off(tx)
            return False
        return bool(send(tx, now, today=today))

    def do(tx: Transaction) -> list[bool]:
        invited(tx)
        ask(tx, [1])
        assert send(tx)
        return [goes(tx, days) for days in (0, 1, 1, 2, 3, 4, 8)]

    assert await database.write(do) == [False, True, False, True, False, False, True]


async def test_what_has_not_gone_can_be_called_off_and_what_has_gone_stays(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        batch = ask(tx)
        first = mails.mails_due(tx, "r1", NOW, 1)
        assert mails.claim_mail(tx, first[0], NOW, today=TODAY)
        (sent,) = mails.pass_mail_on(tx, first[0], MAIL, "{}", NOW, today=TODAY)
        arrives(tx, sent)
        second = mails.mails_due(tx, "r1", NOW, 1)
        (passed,) = mails.pass_mail_on(tx, second[0], MAIL, "{}", NOW, today=TODAY)
        assert len(mails.call_off_mails(tx, "r1", batch)) == 2
        assert outbox.begin_attempts(tx, [(passed.key, None)], NOW) == {}
        assert states(tx) == {1: MailState.SENT, 2: MailState.CALLED_OFF, 3: MailState.CALLED_OFF}
        assert mails.call_off_mails(tx, "r1", batch) == ()

    await database.write(do)


async def test_a_mail_that_is_being_sent_is_neither_called_off_nor_taken_back(
    database: SqliteDatabase,
) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        batch = ask(tx, [1])
        ((_, _, entry),) = send(tx)
        outbox.begin_attempts(tx, [(entry.key, None)], NOW)
        assert mails.call_off_mails(tx, "r1", batch) == ()
        assert mails.take_back_unsent(tx, "r1") == []

    await database.write(do)


async def test_what_is_taken_back_goes_later_with_another_link(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx, [1])
        ((_, first, entry),) = send(tx)
        assert mails.rounds_with_unsent(tx) == ["r1"]
        assert mails.take_back_unsent(tx, "r1") == [entry.key]
        assert mails.next_mails_due(tx) == {"r1": NOW}
        assert outbox.begin_attempts(tx, [(entry.key, None)], NOW) == {}
        ((_, second, _),) = send(tx, LATER, today=DAY_AFTER_NEXT)
        assert people.invited_to(tx, first, NOW) is None, "its mail never went"
        assert people.invited_to(tx, second, LATER) is not None

    await database.write(do)


async def test_an_address_that_does_not_exist_is_known_until_there_is_another(
    database: SqliteDatabase,
) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx, [1, 2])
        (_, _, entry), _ = send(tx)
        people.mark_unreachable(tx, people.sender_of(MAIL, entry.address), "no such address", NOW)
        assert states(tx) == {1: MailState.UNREACHABLE, 2: MailState.UNDER_WAY}
        ask(tx, [1], now=LATER)
        assert len(send(tx, LATER, today=DAY_AFTER_NEXT)) == 1

    await database.write(do)


@pytest.mark.parametrize(
    ("message_id", "to", "counts"),
    [
        ("name-1", "ann@example.org", True),
        ("name-1", "ANN@example.org", True),
        ("name-1", "ben@example.org", False),
        ("another", "ann@example.org", False),
        ("", "ann@example.org", False),
    ],
)
async def test_a_mail_that_came_back_counts_where_it_is_ours_and_its_reader_is_named(
    database: SqliteDatabase, message_id: str, to: str, *, counts: bool
) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx, [1, 2])
        for number, (_, _, entry) in enumerate(send(tx), 1):
            arrives(tx, entry, name=f"name-{number}")
        assert bounced(tx, message_id, to, NOW) is counts
        assert states(tx) == {1: MailState.UNREACHABLE if counts else MailState.SENT, 2: MailState.SENT}

    await database.write(do)


async def test_whoever_wants_no_more_is_sent_nothing_more_by_any_invitation_to_their_address(
    database: SqliteDatabase,
) -> None:
    def do(tx: Transaction) -> None:
        guests = [*GUESTS, GUESTS[0]]
        invited(tx, guests)
        ask(tx, [1, 2, 3, 4])
        rows = tx.rows("SELECT stop_code FROM mailbox WHERE number = 1")
        assert stop_leads_to(tx, rows[0][0]) == "r1"
        assert stop_mails(tx, rows[0][0], NOW)
        assert stop_mails(tx, rows[0][0], NOW), "pressed twice"
        assert [each.number for each, _, _ in send(tx)] == [2, 3]
        assert states(tx)[4] is MailState.STOPPED
        assert not stop_mails(tx, "unknown", NOW)

    await database.write(do)


async def test_with_a_name_all_mails_about_the_invitation_are_erased(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx)
        send(tx)
        ask(tx, [1])
        assert columns_with(tx, "ann@example.org") == {"invitation.mail", "outbox.body"}
        assert forget_name(tx, "r1", 1, NOW)
        assert columns_with(tx, "ann@example.org") == set()
        assert set(mailed(tx, "r1")) == {2, 3}
        forget_mailbox(tx, "r1", 2)
        assert set(mailed(tx, "r1")) == {3}
        forget_mailboxes(tx, "r1")
        assert tx.rows("SELECT * FROM mail UNION SELECT * FROM mail") == []
        for table in ("mailbox", "address", "outbox", "person"):
            assert tx.rows(f"SELECT * FROM {table}") == [], table  # noqa: S608

    await database.write(do)


async def test_where_the_next_mail_waits_the_time_is_moved(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx, [1])
        (due,) = mails.mails_due(tx, "r1", NOW, 5)
        mails.hold_mail(tx, due.id, LATER)
        assert mails.next_mails_due(tx) == {"r1": LATER}
        assert mails.mails_due(tx, "r1", NOW, 5) == []

    await database.write(do)


async def test_however_often_it_is_asked_for_only_so_many_go_on_one_day(database: SqliteDatabase) -> None:
    def goes(tx: Transaction, days: int) -> bool:
        ask(tx, [1], now=NOW + timedelta(days=days))
        return bool(send(tx, NOW + timedelta(days=days), today=TODAY + timedelta(days=days)))

    def do(tx: Transaction) -> list[bool]:
        invited(tx)
        return [goes(tx, days) for days in (0,) * (mails.MOST_A_DAY + 1) + (1,)]

    assert await database.write(do) == [True] * mails.MOST_A_DAY + [False, True]


async def test_whoever_takes_part_can_be_told_which_mails_were_sent_to_them(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        (ann, *_) = invited(tx)
        ask(tx, [1, 2])
        for _, _, entry in send(tx):
            arrives(tx, entry)
        came = joins(tx, ann.code)
        assert came is not None
        assert mails_to(tx, came.participant_id) == ([NOW], None)
        ((code,),) = tx.rows("SELECT stop_code FROM mailbox WHERE number = 1")
        stop_mails(tx, code, NOW)
        assert mails_to(tx, came.participant_id)[1] is not None
        erase_person(tx, came.person_id, NOW)
        assert mails_to(tx, came.participant_id) == ([], None)

    await database.write(do)


async def test_whoever_wants_mails_again_can_be_sent_one_and_gets_none_of_those_before(
    database: SqliteDatabase,
) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx, [1])
        ((code,),) = tx.rows("SELECT stop_code FROM mailbox")
        assert stop_mails(tx, code, NOW)
        assert send(tx) == []
        assert 1 not in who_can_be_mailed(tx, "r1", NOW)
        assert wants_no_mails(tx, code)
        assert link_of_mailbox(tx, code, NOW) is invitees.InviteeState.INVITED
        assert not start_mails(tx, "unknown", NOW)
        assert start_mails(tx, code, NOW)
        assert not wants_no_mails(tx, code)
        assert send(tx) == []
        assert 1 in who_can_be_mailed(tx, "r1", NOW)
        ask(tx, [1])
        assert len(send(tx)) == 1

    await database.write(do)


async def test_of_a_batch_those_wait_who_were_sent_a_mail_today(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx, [1])
        send(tx)
        assert mails.mailed_on(tx, "r1", TODAY) == {1}
        assert mails.mailed_on(tx, "r1", DAY_AFTER_NEXT) == frozenset()
        batch = ask(tx, [1, 2], kind=MailKind.REMINDER)
        mails.hold_batch(tx, batch, TODAY, LATER)
        assert sorted(mails.due_times_of(tx, batch)) == [NOW, LATER]
        assert [each.number for each in mails.mails_due(tx, "r1", NOW, 5)] == [2]

    await database.write(do)


async def test_a_mail_without_an_answer_is_in_doubt_until_it_is_taken_at_the_first_try(
    database: SqliteDatabase,
) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx)
        (_, _, first), (_, _, second), _ = send(tx)
        assert mails_in_doubt(tx, "r1") == []
        outbox.begin_attempts(tx, [(first.key, None), (second.key, None)], NOW)
        assert [each.name for each in mails_in_doubt(tx, "r1")] == ["Ann Able", "Ben Best"]
        assert states(tx) == {1: MailState.IN_DOUBT, 2: MailState.IN_DOUBT, 3: MailState.UNDER_WAY}
        outbox.record_outcomes(tx, [outbox.SendOutcome(first.key, "a name", LATER)])
        outbox.begin_attempts(tx, [(second.key, None)], LATER)
        outbox.record_outcomes(tx, [outbox.SendOutcome(second.key, "a name", NOW)])
        assert [(each.name, each.may_be_double) for each in mails_in_doubt(tx, "r1")] == [("Ben Best", True)]

    await database.write(do)


async def test_mails_that_waited_when_a_round_was_closed_can_be_dropped(database: SqliteDatabase) -> None:
    def do(tx: Transaction) -> None:
        invited(tx)
        ask(tx, [1, 2])
        assert mails.waiting_mails(tx, "r1") == 2
        mails.drop_waiting_mails(tx, "r1")
        assert mails.waiting_mails(tx, "r1") == 0
        assert states(tx) == {1: MailState.DROPPED, 2: MailState.DROPPED}

    await database.write(do)
