"""Where notices reach people: where an address comes from, what is known of it, and when it goes."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from storage.engine.database import Transaction
from storage.erasure import erase_person
from storage.mails.mailboxes import start_mails, stop_mails
from storage.names_shown import forget_name
from storage.people.own_addresses import (
    AddressState,
    NoticeAddress,
    address_stopped_by,
    addresses_in_round,
    follow_list,
    note_bounce,
    own_addresses,
    start_notices,
    start_own_notices,
    stop_notices,
)
from storage.retention.classes import erase_some
from storage.roles.retention_periods import DataClass
from storage.rounds.corrections import correct_address
from storage.rounds.invitees import Guest
from tests.bot.virtual import MemoryDatabase
from tests.storage.mails.invited import ask, invited, joins, send
from tests.storage.samples import NOW


async def tried(job: Callable[[Transaction], None]) -> None:
    database = MemoryDatabase()
    await database.write(job)
    await database.close()


def comes_in(tx: Transaction, number: int = 1) -> NoticeAddress:
    """Everybody is invited, and one of them comes in by the link in their mail: their address."""
    invited(tx)
    ask(tx, [number])
    ((_, code, _),) = send(tx)
    came = joins(tx, code)
    assert came is not None
    (address,) = own_addresses(tx, came.participant_id)
    return address


async def test_it_goes_with_its_person_and_is_proved_by_the_link_in_a_mail() -> None:
    def do(tx: Transaction) -> None:
        found = comes_in(tx)
        assert (found.address, found.state, found.is_shared) == (
            "ann@example.org",
            AddressState.PROVED,
            False,
        )
        assert found.takes_notices

    await tried(do)


async def test_a_link_that_was_handed_over_proves_nothing() -> None:
    def do(tx: Transaction) -> None:
        made = invited(tx)
        came = joins(tx, made[0].code)
        assert came is not None
        (found,) = own_addresses(tx, came.participant_id)
        assert found.state is AddressState.UNPROVED

    await tried(do)


async def test_whoever_stopped_the_mails_about_the_invitation_is_sent_nothing_else() -> None:
    def do(tx: Transaction) -> None:
        made = invited(tx)
        ask(tx, [1])
        ((stop_code,),) = tx.rows("SELECT stop_code FROM mailbox")
        assert stop_mails(tx, stop_code, NOW)
        came = joins(tx, made[0].code)
        assert came is not None
        (found,) = own_addresses(tx, came.participant_id)
        assert found.state is AddressState.STOPPED
        assert start_mails(tx, stop_code, NOW)
        (found,) = own_addresses(tx, came.participant_id)
        assert found.takes_notices

    await tried(do)


async def test_stopping_and_letting_them_go_again() -> None:
    def do(tx: Transaction) -> None:
        found = comes_in(tx)
        assert address_stopped_by(tx, found.stop_code) == found
        assert stop_notices(tx, found.stop_code, NOW)
        assert not stop_notices(tx, "unknown", NOW)
        (stopped,) = own_addresses(tx, found.participant_id)
        assert stopped.state is AddressState.STOPPED
        start_own_notices(tx, found.participant_id, NOW)
        assert own_addresses(tx, found.participant_id)[0].takes_notices
        stop_notices(tx, found.stop_code, NOW)
        assert start_notices(tx, found.stop_code, NOW)
        assert own_addresses(tx, found.participant_id)[0].takes_notices

    await tried(do)


async def test_what_came_back_is_not_heard_again_by_wishing() -> None:
    def do(tx: Transaction) -> None:
        found = comes_in(tx)
        note_bounce(tx, found.name, NOW)
        note_bounce(tx, "unknown", NOW)
        start_own_notices(tx, found.participant_id, NOW)
        assert own_addresses(tx, found.participant_id)[0].state is AddressState.BOUNCED

    await tried(do)


async def test_a_corrected_address_is_new_and_unproved_and_none_takes_it_away() -> None:
    def do(tx: Transaction) -> None:
        found = comes_in(tx)
        note_bounce(tx, found.name, NOW)
        correct_address(tx, "r1", 1, "ann.able@example.org")
        follow_list(tx, "r1", 1, NOW)
        (after,) = own_addresses(tx, found.participant_id)
        assert (after.address, after.state) == ("ann.able@example.org", AddressState.UNPROVED)
        assert after.name != found.name
        follow_list(tx, "r1", 1, NOW)
        assert own_addresses(tx, found.participant_id) == [after]
        correct_address(tx, "r1", 1, "")
        follow_list(tx, "r1", 1, NOW)
        assert own_addresses(tx, found.participant_id) == []

    await tried(do)


async def test_somebody_else_on_the_list_with_the_same_address_shares_it() -> None:
    def do(tx: Transaction) -> None:
        made = invited(tx, [Guest("Ann", mail="team@example.org"), Guest("Ben", mail="Team@example.org")])
        came = joins(tx, made[0].code)
        assert came is not None
        (found,) = own_addresses(tx, came.participant_id)
        assert found.is_shared
        assert not found.takes_notices

    await tried(do)


def _erases_themselves(tx: Transaction, found: NoticeAddress) -> None:
    ((person_id,),) = tx.rows(
        "SELECT person_id FROM participant WHERE id = :id", {"id": found.participant_id}
    )
    erase_person(tx, person_id, NOW)


def _name_is_erased(tx: Transaction, _: NoticeAddress) -> None:
    assert forget_name(tx, "r1", 1, NOW)


def _list_is_erased(tx: Transaction, _: NoticeAddress) -> None:
    while erase_some(tx, DataClass.LINKS, "r1", NOW + timedelta(days=1), NOW):
        pass


def _replies_are_erased(tx: Transaction, _: NoticeAddress) -> None:
    while erase_some(tx, DataClass.REPLIES, "r1", NOW + timedelta(days=1), NOW):
        pass


@pytest.mark.parametrize("erase", [_erases_themselves, _name_is_erased, _list_is_erased, _replies_are_erased])
async def test_it_goes_with_whatever_it_stands_beside(
    erase: Callable[[Transaction, NoticeAddress], None],
) -> None:
    def do(tx: Transaction) -> None:
        erase(tx, comes_in(tx))
        assert addresses_in_round(tx, "r1") == {}
        assert tx.rows("SELECT * FROM own_address") == []

    await tried(do)
