"""Reminders that go by mail: what coordinators read about them, and what each person chooses."""

import pytest

from bot.schedule.reminders import ReminderWorker
from conversations.calendar.availability import WantedWay
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.messages.outbox import SendOutcome, begin_attempts, record_outcomes, waiting
from storage.people.availability import availability_of
from storage.people.own_addresses import addresses_in_round, note_bounce, stop_notices
from tests.bot.coordinator.role_chat import RoleChat, joins
from tests.bot.schedule.mailed_people import WAYS
from tests.bot.schedule.post_room import HOURS, PostRoom
from tests.bot.workshop import ROUND, shown
from tests.channel_names import MAIL

LIST = (
    "Name;Team;E-mail\nAnn Able;Home care;ann@example.org\nBen Best;Home care;ben@example.org\n"
    "Cy Clear;Day care;cy@example.org\n"
)
TWO_DAYS = 2 * 86_400


@pytest.fixture
async def mailed(database: SqliteDatabase) -> RoleChat:
    """Ann came in by her mail in the browser, Ben by his on Telegram, Cy not at all; two days later."""
    chat = RoleChat(database, has_mail=True)
    await chat.shop.open_round()
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'named'"))
    await chat.gives("77", "Example Council", "coordinator")
    await chat.says("/invite", LIST)
    await chat.taps("Send 3 mails")
    post = PostRoom(chat.shop)
    await post.worker.step()
    await post.arrive()
    ann, ben, _ = post.codes
    await chat.shop.join_web(ann)
    assert await joins(chat, ben, "6")
    chat.shop.clock.advance(TWO_DAYS)
    return chat


async def sends(chat: RoleChat) -> None:
    """Let the reminders go, and the mail server take those that are mails."""
    worker = ReminderWorker(
        chat.database,
        chat.shop.shelf,
        HOURS,
        chat.shop.told.append,
        shown_on=chat.shop.channels.with_history,
        now=chat.shop.clock,
        by_mail=WAYS,
    )
    while await worker.send_some():
        pass

    def take(tx: Transaction) -> None:
        now = chat.shop.clock()
        keys = [each.key for each in waiting(tx, MAIL)]
        begin_attempts(tx, [(key, None) for key in keys], now)
        record_outcomes(tx, [SendOutcome(key, f"mail {key[0]}", now) for key in keys])

    await chat.database.write(take)
    await chat.shop.go_on()


async def own(chat: RoleChat, address: str):  # type: ignore[no-untyped-def]
    found = await chat.database.read(lambda tx: addresses_in_round(tx, ROUND))
    return next(each for each in found.values() if each.address == address)


async def test_the_preview_says_which_way_each_goes(mailed: RoleChat) -> None:
    heard = await mailed.says("/remind all")
    assert "Which way: 1 by chat, 1 by mail." in heard.text
    assert "Ann Able, Home care: gets one by mail." in heard.text
    assert "Ben Best, Home care: gets one." in heard.text


async def test_whoever_cannot_be_reached_is_counted(mailed: RoleChat) -> None:
    ben = await own(mailed, "ben@example.org")
    await mailed.database.write(lambda tx: note_bounce(tx, ben.name, mailed.shop.clock()))
    await mailed.database.write(
        lambda tx: tx.run("UPDATE address SET unreachable_at = 1 WHERE sender = 'telegram:6'")
    )
    heard = await mailed.says("/remind all")
    assert "Which way: 1 by mail, 1 cannot be reached." in heard.text


async def test_where_names_are_not_told_the_ways_of_all_are_counted(mailed: RoleChat) -> None:
    await mailed.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'confidential'"))
    heard = await mailed.says("/remind all")
    assert "Which way: 1 by chat, 1 by mail." in heard.text
    assert "gets one by mail" not in heard.text


async def test_what_went_by_mail_is_told_and_counted(mailed: RoleChat) -> None:
    await mailed.says("/remind all")
    await mailed.taps("Send the reminders")
    await sends(mailed)
    told = await mailed.says("/reminded")
    assert "1 sent, 1 sent by mail" in told.text
    assert "Ann Able, Home care: sent by mail" in told.text
    assert "Reminders so far: 1 by chat, 1 by mail." in (await mailed.says("/status")).text


async def test_whose_mails_come_back_or_were_ended_is_told_beside_the_name(mailed: RoleChat) -> None:
    ann, ben = await own(mailed, "ann@example.org"), await own(mailed, "ben@example.org")
    now = mailed.shop.clock()
    await mailed.database.write(lambda tx: note_bounce(tx, ann.name, now))
    await mailed.database.write(lambda tx: stop_notices(tx, ben.stop_code, now))
    people = (await mailed.says("/people")).text
    assert "Ann Able, Home care: joined, there is no such e-mail address" in people
    assert "Ben Best, Home care: joined, wants no more mails" in people
    assert "1 mail did not arrive: /people shows whose." in (await mailed.says("/status")).text


async def test_somebody_reads_where_reminders_come_and_chooses_otherwise(mailed: RoleChat) -> None:
    heard = await mailed.says("/reminders", address="6")
    assert "If that does not reach you any more, they come by mail to ben@example.org." in heard.text
    chosen = await mailed.taps("By mail", address="6")
    assert "They come by mail to ben@example.org." in chosen.text
    assert await wanted(mailed) is WantedWay.MAIL
    only = await mailed.says("/reminders by chat", address="6")
    assert "here, on Telegram, and in no other way" in only.text
    assert await wanted(mailed) is WantedWay.CHAT
    again = await mailed.says("/reminders as usual", address="6")
    assert "ben@example.org" in again.text
    assert await wanted(mailed) is WantedWay.USUAL
    none = await mailed.taps("No reminders", address="6")
    assert "You get no more reminders." in none.text


async def wanted(chat: RoleChat) -> WantedWay:
    known = await chat.shop.loaded("telegram:6")
    assert known is not None
    said = await chat.database.read(lambda tx: availability_of(tx, known.person_id))
    return said.way


async def test_whoever_stopped_the_mails_reads_so_and_lets_them_come_again(mailed: RoleChat) -> None:
    ben = await own(mailed, "ben@example.org")
    await mailed.database.write(lambda tx: stop_notices(tx, ben.stop_code, mailed.shop.clock()))
    assert (
        "You wanted no more mails at ben@example.org." in (await mailed.says("/reminders", address="6")).text
    )
    again = await mailed.says("/reminders by mail", address="6")
    assert "They come by mail to ben@example.org." in again.text
    assert (await own(mailed, "ben@example.org")).takes_notices


async def test_whose_mails_come_back_reads_so(mailed: RoleChat) -> None:
    ben = await own(mailed, "ben@example.org")
    await mailed.database.write(lambda tx: note_bounce(tx, ben.name, mailed.shop.clock()))
    told = (await mailed.says("/reminders", address="6")).text
    assert "Mails to ben@example.org come back: there is no such address." in told


async def test_whoever_has_no_address_is_offered_no_mail(mailed: RoleChat) -> None:
    await mailed.database.write(lambda tx: tx.run("DELETE FROM own_address"))
    heard = await mailed.says("/reminders", address="6")
    assert "By mail" not in [each.label for row in heard.cards[-1].buttons for each in row]
    refused = await mailed.says("/reminders by mail", address="6")
    assert "There is no e-mail address of yours here" in refused.text
    assert await wanted(mailed) is WantedWay.USUAL


async def test_a_reminder_in_a_chat_is_the_card_it_always_was(mailed: RoleChat) -> None:
    await mailed.says("/remind all")
    await mailed.taps("Send the reminders")
    await sends(mailed)
    cards = [shown(due) for told in mailed.shop.told for due in told.due if due.address == "6"]
    assert "A short reminder." in cards[-1]
