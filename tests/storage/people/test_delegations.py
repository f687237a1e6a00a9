"""Prompts that are passed on: who may take one, when, and what is left of it."""

from dataclasses import replace
from datetime import datetime

import pytest

from conversations.state import PassedOn
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.erasure import erase_person
from storage.people import delegations, link_codes, membership, people
from storage.people.people import Joined
from storage.rounds.conversations import keep_replies, load
from storage.rounds.ledger import ledger_of_person, ledger_of_round
from tests.channel_names import TELEGRAM
from tests.storage.samples import FORTNIGHT, NOW, give, open_round, reply, take_part


class Round:
    """Two people in a round, and one who is only in another."""

    def __init__(self, database: SqliteDatabase, who_sees: str = "confidential") -> None:
        self.database = database
        self.who_sees = who_sees
        self.passer: Joined
        self.colleague: Joined
        self.stranger: Joined

    async def open(self) -> None:
        def open_it(tx: Transaction) -> None:
            open_round(tx)
            open_round(tx, "r2")
            tx.run("UPDATE round SET who_sees = :who_sees", {"who_sees": self.who_sees})
            self.passer, self.colleague = take_part(tx, "1"), take_part(tx, "2")
            self.stranger = take_part(tx, "3", round_id="r2")
            tx.run("UPDATE participant SET name = 'Ailsa' WHERE id = 1")

        await self.database.write(open_it)

    async def hands_on(self, reason: str = "You know this.") -> str:
        return await self.database.write(
            lambda tx: delegations.delegate(
                tx, self.passer.participant_id, "t1", "p1", reason, NOW, valid=FORTNIGHT
            )
        )

    async def takes(self, code: str, who: Joined, *, at: datetime = NOW) -> bool:
        def take(tx: Transaction) -> bool:
            handed = delegations.offered_delegation(tx, code, at)
            as_whom = delegations.colleague_in(tx, handed, who.person_id) if handed else None
            if handed is None or as_whom is None:
                return False
            delegations.take_delegation(tx, handed, as_whom)
            return True

        return await self.database.write(take)

    async def asked(self, address: str) -> tuple[tuple[PassedOn, ...], tuple[PassedOn, ...]]:
        """What somebody passed on, and what they are asked."""
        sender = people.sender_of(TELEGRAM, address)
        conversation = (await self.database.read(lambda tx: load(tx, [sender])))[sender].conversation
        return conversation.passed_on, conversation.asked

    async def brings_back(self) -> None:
        ((passed,), _) = await self.asked("1")
        await self.database.write(lambda tx: delegations.end_delegation(tx, passed.id))


@pytest.fixture
async def both(database: SqliteDatabase) -> Round:
    found = Round(database)
    await found.open()
    return found


async def test_a_colleague_in_the_round_takes_it_once(both: Round) -> None:
    code = await both.hands_on()
    ((passed,), _) = await both.asked("1")
    assert passed == PassedOn(1, "t1", "p1", "You know this.", is_taken=False)
    assert await both.takes(code, both.colleague)
    assert not await both.takes(code, both.colleague)
    taken = replace(passed, is_taken=True)
    assert await both.asked("1") == ((taken,), ())
    assert await both.asked("2") == ((), (taken,))


async def test_nobody_else_takes_it_nor_the_one_who_passed_it_on(both: Round) -> None:
    code = await both.hands_on()
    for who in (both.stranger, both.passer):
        assert not await both.takes(code, who)
    await both.database.write(lambda tx: membership.leave_round(tx, both.colleague.participant_id, NOW))
    assert not await both.takes(code, both.colleague)


async def nobody_has(both: Round, at: datetime) -> int:
    return len(await both.database.read(lambda tx: delegations.nobody_has(tx, at)))


async def test_its_link_works_for_a_while_and_then_nobody_has_it(both: Round) -> None:
    code = await both.hands_on()
    assert not await both.takes(code, both.colleague, at=NOW + FORTNIGHT)
    assert await nobody_has(both, NOW + FORTNIGHT) == 0
    assert await nobody_has(both, NOW + 2 * FORTNIGHT) == 1


async def test_what_a_colleague_has_is_theirs_until_they_are_erased(both: Round) -> None:
    await both.takes(await both.hands_on(), both.colleague)
    assert await nobody_has(both, NOW + 2 * FORTNIGHT) == 0
    before = await both.asked("1")
    await both.database.write(lambda tx: erase_person(tx, both.colleague.person_id, NOW))
    assert await nobody_has(both, NOW) == 1
    assert await both.asked("1") == before, "it looks as if a colleague had it until that is told"


async def test_passed_on_again_the_link_before_does_not_work(both: Round) -> None:
    first = await both.hands_on()
    second = await both.hands_on("Or you.")
    assert not await both.takes(first, both.colleague)
    assert await both.takes(second, both.colleague)
    assert [each.reason for each in (await both.asked("2"))[1]] == ["Or you."]


async def test_only_the_hash_of_its_code_is_kept_and_that_until_it_is_used(both: Round) -> None:
    code = await both.hands_on()
    rows = await both.database.read(lambda tx: tx.rows("SELECT code_hash FROM passed_on"))
    assert rows == [(link_codes.hashed(code),)]
    await both.takes(code, both.colleague)
    assert await both.database.read(lambda tx: tx.rows("SELECT code_hash FROM passed_on")) == [(None,)]


async def test_brought_back_it_is_with_nobody(both: Round) -> None:
    await both.takes(await both.hands_on(), both.colleague)
    await both.brings_back()
    assert await both.asked("1") == await both.asked("2") == ((), ())
    assert await both.database.write(lambda tx: delegations.end_delegation(tx, 1)) is None


@pytest.mark.parametrize(("who_sees", "asker"), [("named", "Ailsa"), ("confidential", ""), ("anonymous", "")])
async def test_a_colleague_is_told_a_name_only_where_people_know_names(
    database: SqliteDatabase, who_sees: str, asker: str
) -> None:
    found = Round(database, who_sees)
    await found.open()
    await found.takes(await found.hands_on(), found.colleague)
    assert [each.asker for each in (await found.asked("2"))[1]] == [asker]


async def gives_back(both: Round) -> None:
    given = replace(reply(text="By rota.", message_id=""), given_by=both.colleague.participant_id)
    await both.database.write(lambda tx: give(tx, both.passer, reply(text="I do not know.")))
    await both.database.write(lambda tx: keep_replies(tx, [(both.passer.participant_id, given)]))


async def test_a_reply_of_a_colleague_is_the_passers_and_names_both(both: Round) -> None:
    await gives_back(both)
    entries = await both.database.read(lambda tx: list(ledger_of_round(tx, "r1")))
    names = dict(await both.database.read(lambda tx: tx.rows("SELECT id, pseudonym FROM participant")))
    assert [(each.pseudonym, each.reply.version, each.given_by) for each in entries] == [
        (names[both.passer.participant_id], 1, ""),
        (names[both.passer.participant_id], 2, names[both.colleague.participant_id]),
    ]
    assert entries[1].reply.given_by == both.colleague.participant_id
    theirs = await both.database.read(lambda tx: ledger_of_person(tx, both.colleague.person_id))
    assert [each.reply.text for each in theirs] == ["By rota."]


async def test_who_gave_for_a_colleague_and_is_erased_takes_their_words_along(both: Round) -> None:
    await gives_back(both)
    await both.takes(await both.hands_on(), both.colleague)
    await both.database.write(lambda tx: erase_person(tx, both.colleague.person_id, NOW))
    entries = await both.database.read(lambda tx: list(ledger_of_round(tx, "r1")))
    assert [each.reply.text for each in entries] == ["I do not know."]
    assert await both.database.read(lambda tx: tx.rows("SELECT taken_by FROM passed_on")) == [(None,)]


async def test_who_passed_on_and_is_erased_leaves_nothing_with_the_colleague(both: Round) -> None:
    await gives_back(both)
    await both.takes(await both.hands_on(), both.colleague)
    await both.database.write(lambda tx: erase_person(tx, both.passer.person_id, NOW))
    assert await both.database.read(lambda tx: list(ledger_of_round(tx, "r1"))) == []
    assert await both.asked("2") == ((), ())
