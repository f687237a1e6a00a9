"""Links that let people in once, the rounds they take part in, and whether they can be reached."""

import asyncio
from datetime import datetime, timedelta

from conversations.incoming import Channel
from conversations.state import Place, Screen
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages import outbox
from storage.messages.outbox import EntryKind, OutboxEntry, SendOutcome
from storage.people import membership, people, sessions
from storage.people.people import Joined
from storage.people.sessions import Session
from storage.rounds.conversations import DecidedStep, load, save_places
from storage.rounds.ledger import parts_of_person
from storage.rounds.stored_place import place_to_json
from tests.channel_names import TELEGRAM, WEB
from tests.storage.samples import FORTNIGHT, NOW, open_round, take_part

NOWHERE = place_to_json(Place())


async def invite(database: SqliteDatabase, *, round_id: str = "r1", person: Joined | None = None) -> str:
    person_id = person.person_id if person else None
    return await database.write(
        lambda tx: people.invite(tx, round_id, NOW, valid=FORTNIGHT, person_id=person_id)
    )


async def join(
    database: SqliteDatabase,
    code: str,
    address: str | None = "1",
    *,
    channel: Channel = TELEGRAM,
    at: datetime = NOW,
) -> Joined | None:
    return await database.write(
        lambda tx: people.join(tx, code, channel, address, at, place=NOWHERE, language="en")
    )


async def open_rounds(database: SqliteDatabase, *round_ids: str) -> None:
    for round_id in round_ids or ("r1",):
        await database.write(lambda tx, r=round_id: open_round(tx, r))  # type: ignore[misc]


async def works(database: SqliteDatabase, code: str) -> bool:
    return await database.read(lambda tx: people.invited_to(tx, code, NOW)) is not None


async def test_a_link_works_once(database: SqliteDatabase) -> None:
    await open_rounds(database)
    code = await invite(database)
    first = await join(database, code, "1")
    assert first is not None
    assert first.is_new
    assert await join(database, code, "2") is None
    assert await join(database, code, None, channel=WEB) is None


async def test_a_link_does_not_work_after_its_time(database: SqliteDatabase) -> None:
    await open_rounds(database)
    code = await invite(database)
    assert await join(database, code, at=NOW + FORTNIGHT) is None
    assert await join(database, code, at=NOW + FORTNIGHT - timedelta(seconds=1)) is not None


async def test_an_unknown_link_makes_nobody(database: SqliteDatabase) -> None:
    await open_rounds(database)
    assert await join(database, "guessed") is None
    assert await database.read(lambda tx: tx.row("SELECT count(*) FROM person")) == (0,)


async def test_only_the_fingerprint_of_a_link_and_of_a_session_is_kept(database: SqliteDatabase) -> None:
    await open_rounds(database)
    code = await invite(database)
    joined = await join(database, code, None, channel=WEB)
    assert joined is not None
    secret = await database.write(lambda tx: sessions.open_session(tx, joined.person_id, NOW))

    def everything(tx: Transaction) -> str:
        tables = [row[0] for row in tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return "\n".join(repr(tx.rows(f"SELECT * FROM {table}")) for table in tables)  # noqa: S608

    kept = await database.read(everything)
    assert code not in kept
    assert secret not in kept


def pseudonym_of(tx: Transaction, joined: people.Joined) -> str:
    row = tx.row("SELECT pseudonym FROM participant WHERE id = :id", {"id": joined.participant_id})
    assert row
    return str(row[0])


def set_of(tx: Transaction, joined: people.Joined) -> str:
    row = tx.row("SELECT prompt_set FROM participant WHERE id = :id", {"id": joined.participant_id})
    assert row
    return str(row[0])


async def test_somebody_is_found_by_what_they_are_called_in_a_round(database: SqliteDatabase) -> None:
    await open_rounds(database)
    anna = await database.write(lambda tx: take_part(tx, None, channel=WEB))
    called = await database.read(lambda tx: pseudonym_of(tx, anna))
    for typed in (called, called.upper()):
        found = await database.read(lambda tx, typed=typed: membership.person_called(tx, "r1", typed))
        assert found == anna.person_id
    assert await database.read(lambda tx: membership.person_called(tx, "r2", called)) is None
    assert await database.read(lambda tx: membership.person_called(tx, "r1", "P-unknown1")) is None


async def test_the_set_of_prompts_that_somebody_chose_is_theirs_alone(database: SqliteDatabase) -> None:
    await open_rounds(database)
    anna = await database.write(lambda tx: take_part(tx, None, channel=WEB))
    ben = await database.write(lambda tx: take_part(tx, None, channel=WEB))
    await database.write(lambda tx: membership.choose_set(tx, anna.participant_id, "front-line"))
    for who, chosen in ((anna, "front-line"), (ben, "")):
        assert await database.read(lambda tx, who=who: set_of(tx, who)) == chosen


async def test_a_session_opens_one_persons_chat_until_it_is_ended(database: SqliteDatabase) -> None:
    await open_rounds(database)
    anna = await database.write(lambda tx: take_part(tx, None, channel=WEB))
    secret = await database.write(lambda tx: sessions.open_session(tx, anna.person_id, NOW))
    assert await database.read(lambda tx: sessions.session_of(tx, secret, NOW)) == Session(
        anna.person_id,
        "en",
        await database.read(lambda tx: pseudonym_of(tx, anna)),
        has_role=False,
        browser=1,
        is_used_today=True,
        round_title="Round r1",
    )
    assert await database.read(lambda tx: sessions.session_of(tx, "guessed", NOW)) is None
    await database.write(lambda tx: sessions.close_session(tx, secret))
    assert await database.read(lambda tx: sessions.session_of(tx, secret, NOW)) is None


async def test_somebody_known_takes_part_in_a_second_round_as_the_same_person(
    database: SqliteDatabase,
) -> None:
    await open_rounds(database, "r1", "r2")
    first = await join(database, await invite(database))
    second = await join(database, await invite(database, round_id="r2"))
    assert first is not None
    assert second is not None
    assert second.person_id == first.person_id
    assert second.participant_id != first.participant_id
    assert second.is_new
    loaded = await database.read(lambda tx: load(tx, ["telegram:1"])["telegram:1"])
    assert loaded.conversation.round.id == "r2"


async def test_a_colleagues_link_is_not_used_up_by_somebody_who_takes_part_already(
    database: SqliteDatabase,
) -> None:
    await open_rounds(database)
    first = await join(database, await invite(database))
    colleagues = await invite(database)
    again = await join(database, colleagues)
    assert first is not None
    assert again is not None
    assert (again.participant_id, again.is_new) == (first.participant_id, False)
    assert await works(database, colleagues)


async def test_a_link_back_into_an_earlier_round_leads_there(database: SqliteDatabase) -> None:
    await open_rounds(database, "r1", "r2")
    await join(database, await invite(database))
    await join(database, await invite(database, round_id="r2"))
    back = await join(database, await invite(database, round_id="r1"))
    assert back is not None
    assert not back.is_new
    loaded = await database.read(lambda tx: load(tx, ["telegram:1"])["telegram:1"])
    assert loaded.conversation.round.id == "r1"


async def test_a_sign_in_link_opens_the_same_conversation_in_the_browser_once(
    database: SqliteDatabase,
) -> None:
    await open_rounds(database)
    anna = await join(database, await invite(database))
    assert anna is not None
    code = await invite(database, person=anna)
    browser = await join(database, code, None, channel=WEB)
    assert browser is not None
    assert (browser.person_id, browser.is_new) == (anna.person_id, False)
    assert await join(database, code, None, channel=WEB) is None
    senders = ["telegram:1", f"web:{anna.person_id}"]
    loaded = await database.read(lambda tx: load(tx, senders))
    assert {each.person_id for each in loaded.values()} == {anna.person_id}
    assert len(loaded) == 2


async def test_another_persons_sign_in_link_takes_nobody_away_from_their_own_replies(
    database: SqliteDatabase,
) -> None:
    await open_rounds(database)
    anna = await join(database, await invite(database), "1")
    ben = await join(database, await invite(database), "2")
    assert anna is not None
    assert ben is not None
    code = await invite(database, person=anna)
    assert await join(database, code, "2") is None
    assert await works(database, code)
    loaded = await database.read(lambda tx: load(tx, ["telegram:2"]))
    assert loaded["telegram:2"].person_id == ben.person_id


async def test_two_who_use_one_link_at_once_are_one_winner(database: SqliteDatabase) -> None:
    await open_rounds(database)
    code = await invite(database)
    joined = await asyncio.gather(*(join(database, code, str(n)) for n in range(50)))
    assert len([each for each in joined if each is not None]) == 1
    assert await database.read(lambda tx: tx.row("SELECT count(*) FROM person")) == (1,)


async def test_sign_in_links_are_forgotten_when_they_are_no_longer_valid(database: SqliteDatabase) -> None:
    await open_rounds(database)
    anna = await join(database, await invite(database))
    await invite(database, person=anna)
    await invite(database)

    async def left(at: datetime) -> int:
        await database.write(lambda tx: people.sweep_invitations(tx, at))
        row = await database.read(lambda tx: tx.row("SELECT count(*) FROM invitation"))
        return int(row[0]) if row else 0

    assert await left(NOW + FORTNIGHT) == 3
    assert await left(NOW + FORTNIGHT + timedelta(seconds=1)) == 2


# --- whether people can be reached ---------------------------------------------------------------------


def card(who: Joined, number: int) -> OutboxEntry:
    return OutboxEntry(who.person_id, number, TELEGRAM, "1", EntryKind.SAY, '{"l":[],"b":[]}')


async def reachable(database: SqliteDatabase) -> bool:
    return (await database.read(lambda tx: load(tx, ["telegram:1"])))["telegram:1"].is_reachable


async def test_what_was_said_to_somebody_who_is_out_of_reach_is_given_up(database: SqliteDatabase) -> None:
    await open_rounds(database)
    anna = await database.write(lambda tx: take_part(tx, "1"))
    await database.write(lambda tx: outbox.add(tx, [card(anna, 1)], NOW, shown_on={WEB}))
    await database.write(lambda tx: people.mark_unreachable(tx, "telegram:1", "blocked", NOW))
    assert not await reachable(database)
    assert await database.read(lambda tx: outbox.waiting(tx, TELEGRAM)) == []
    await database.write(lambda tx: people.mark_reachable(tx, ["telegram:1"]))
    assert await reachable(database)


async def test_what_is_said_after_they_came_back_is_not_given_up(database: SqliteDatabase) -> None:
    await open_rounds(database)
    anna = await database.write(lambda tx: take_part(tx, "1"))
    back = NOW + timedelta(seconds=1)
    await database.write(lambda tx: outbox.add(tx, [card(anna, 1)], back, shown_on={WEB}))
    # A refusal from before is only now written down.
    await database.write(lambda tx: people.mark_unreachable(tx, "telegram:1", "blocked", NOW))
    assert [due.number for due in await database.read(lambda tx: outbox.waiting(tx, TELEGRAM))] == [1]


async def test_the_busy_are_those_whose_newest_entry_came_shortly_before(database: SqliteDatabase) -> None:
    await open_rounds(database)

    async def said(address: str, said_at: datetime, delivered_at: datetime | None) -> str:
        who = await database.write(lambda tx: take_part(tx, address))
        entry = OutboxEntry(who.person_id, 1, TELEGRAM, address, EntryKind.SAY, "{}")

        def say(tx: Transaction) -> None:
            outbox.add(tx, [entry], said_at, shown_on={WEB})
            tx.run("UPDATE person SET number = 1 WHERE id = :id", {"id": who.person_id})
            if delivered_at is not None:
                outbox.record_outcomes(tx, [SendOutcome((who.person_id, 1), address, delivered_at)])

        await database.write(say)
        return f"telegram:{address}"

    since, until = NOW, NOW + timedelta(minutes=10)
    before, within = NOW - timedelta(seconds=1), NOW + timedelta(minutes=5)
    await said("1", before, before)
    busy = [await said("2", within, within)]
    blocked = await said("3", within, within)
    await said("4", within, None)
    # Said after the silence, and dated by Telegram into the second in which it ended.
    await said("5", until + timedelta(milliseconds=400), until)
    await database.write(lambda tx: people.mark_unreachable(tx, blocked, "blocked", NOW))
    assert await database.read(lambda tx: people.busy_on(tx, TELEGRAM, since, until)) == busy
    assert await database.read(lambda tx: people.busy_on(tx, WEB, since, until)) == []


async def test_somebody_goes_on_in_another_of_their_rounds_where_they_were(database: SqliteDatabase) -> None:
    await open_rounds(database, "r1", "r2")
    first = await join(database, await invite(database))
    assert first is not None
    there = Place(Screen.THEMES, card=3)
    left = DecidedStep(first.person_id, first.participant_id, there, 5)
    await database.write(lambda tx: save_places(tx, [left]))
    second = await join(database, await invite(database, round_id="r2"))
    assert second is not None
    assert await database.write(lambda tx: membership.switch_to(tx, first.person_id, first.participant_id))
    loaded = await database.read(lambda tx: load(tx, ["telegram:1"])["telegram:1"])
    assert (loaded.conversation.round.id, loaded.conversation.place) == ("r1", there)
    assert [each.participant_id for each in loaded.conversation.elsewhere] == [second.participant_id]
    assert [each.round.id for each in loaded.conversation.rounds] == ["r1", "r2"]
    assert loaded.since == 5
    assert await database.read(lambda tx: membership.count_rounds(tx, first.person_id)) == 2


async def test_staying_in_a_round_closes_no_card(database: SqliteDatabase) -> None:
    await open_rounds(database)
    first = await join(database, await invite(database))
    assert first is not None
    await database.write(lambda tx: people.count_said(tx, first.person_id, 5))
    assert await database.write(lambda tx: membership.switch_to(tx, first.person_id, first.participant_id))
    loaded = await database.read(lambda tx: load(tx, ["telegram:1"])["telegram:1"])
    assert loaded.since == 0


async def test_nobody_goes_on_in_somebody_elses_round(database: SqliteDatabase) -> None:
    await open_rounds(database, "r1", "r2")
    first = await join(database, await invite(database))
    other = await join(database, await invite(database, round_id="r2"), "2")
    assert first is not None
    assert other is not None
    assert not await database.write(
        lambda tx: membership.switch_to(tx, first.person_id, other.participant_id)
    )
    loaded = await database.read(lambda tx: load(tx, ["telegram:1", "telegram:2"]))
    assert [each.conversation.round.id for each in loaded.values()] == ["r1", "r2"]
    assert all(each.conversation.elsewhere == () for each in loaded.values())
    assert loaded["telegram:2"].since == 0


async def test_who_has_left_is_known_to_have_and_gets_no_news(database: SqliteDatabase) -> None:
    await open_rounds(database, "r1", "r2")
    first = await join(database, await invite(database))
    assert first is not None
    await database.write(lambda tx: membership.leave_round(tx, first.participant_id, NOW))
    assert await database.read(lambda tx: people.participants_reached(tx, "r1")) == []
    loaded = await database.read(lambda tx: load(tx, ["telegram:1"])["telegram:1"])
    assert loaded.conversation.has_left
    await join(database, await invite(database, round_id="r2"))
    loaded = await database.read(lambda tx: load(tx, ["telegram:1"])["telegram:1"])
    assert not loaded.conversation.has_left
    assert [each.has_left for each in loaded.conversation.rounds] == [True, False]


async def test_when_somebody_left_is_among_their_own_data(database: SqliteDatabase) -> None:
    await open_rounds(database)
    first = await join(database, await invite(database))
    assert first is not None
    for at in (NOW, NOW + FORTNIGHT):
        await database.write(lambda tx, at=at: membership.leave_round(tx, first.participant_id, at))  # type: ignore[misc]
    (part,) = await database.read(lambda tx: parts_of_person(tx, first.person_id))
    assert part.left_at == NOW
    await database.write(lambda tx: membership.rejoin_round(tx, first.participant_id))
    (part,) = await database.read(lambda tx: parts_of_person(tx, first.person_id))
    assert part.left_at is None
