"""Coming in: links that work always work, and guessing gains nothing."""

import io
from datetime import timedelta

import pytest

from bot.inbox.invitations import MOST_GUESSES_EACH, MOST_GUESSES_IN_ALL
from conversations.incoming import Tap, Words
from conversations.state import Screen
from storage.engine.sqlite import SqliteDatabase
from storage.messages import chat_history, outbox
from storage.people import sessions
from tests.bot.joining import join_telegram, join_web
from tests.bot.workshop import ROUND, Workshop
from tests.channel_names import TELEGRAM


@pytest.fixture
async def shop(database: SqliteDatabase) -> Workshop:
    workshop = Workshop(database)
    await workshop.open_round()
    return workshop


async def guess(shop: Workshop, address: str, code: str = "wrong") -> bool:
    """Try a link from Telegram: whether it worked."""
    due = await shop.database.write(lambda tx: join_telegram(shop.arrivals, tx, code, address, shop.clock()))
    return due is not None


async def guess_on_web(shop: Workshop, code: str = "wrong") -> bool:
    signed_in = await shop.database.write(lambda tx: join_web(shop.arrivals, tx, code, shop.clock()))
    return signed_in is not None


async def said_to_stranger(shop: Workshop, address: str) -> bool:
    words = Words(TELEGRAM, "1", shop.clock(), "hello")
    said = await shop.database.write(
        lambda tx: shop.arrivals.unknown_sender(tx, TELEGRAM, address, words, shop.clock())
    )
    return said is not None


async def test_a_link_that_works_lets_somebody_in_who_tried_many_wrong_ones(shop: Workshop) -> None:
    for _ in range(MOST_GUESSES_EACH * 2):
        assert not await guess(shop, "1")
    assert await guess(shop, "1", await shop.invite())


async def test_nobody_can_lock_everybody_else_out_by_guessing(shop: Workshop) -> None:
    for number in range(MOST_GUESSES_IN_ALL + 50):
        assert not await guess(shop, str(1000 + number % 7))
        assert not await guess_on_web(shop)
    assert await guess(shop, "1", await shop.invite())
    assert await guess_on_web(shop, await shop.invite())


async def test_a_stranger_who_guesses_runs_into_silence_and_others_do_not(shop: Workshop) -> None:
    for _ in range(MOST_GUESSES_EACH):
        await guess(shop, "5")
    assert not await said_to_stranger(shop, "5")
    assert await said_to_stranger(shop, "6")
    shop.clock.advance(3601)
    assert await said_to_stranger(shop, "5")


async def test_the_operator_is_told_once_an_hour_that_somebody_guesses(
    shop: Workshop, plain_logs: io.StringIO
) -> None:
    def alarms() -> int:
        return plain_logs.getvalue().count("many links are being tried")

    for _ in range(MOST_GUESSES_IN_ALL):
        await guess_on_web(shop)
    assert alarms() == 0
    for _ in range(5):
        await guess_on_web(shop)
    assert alarms() == 1
    shop.clock.advance(3601)
    for _ in range(MOST_GUESSES_IN_ALL + 5):
        await guess_on_web(shop)
    assert alarms() == 2
    assert "wrong" not in plain_logs.getvalue()


async def test_a_closed_round_lets_nobody_new_in(shop: Workshop) -> None:
    code = await shop.invite()
    await shop.close_round()
    assert await shop.database.read(lambda tx: shop.arrivals.invited_to(tx, code, shop.clock())) is None
    assert not await guess(shop, "1", code)
    assert not await guess_on_web(shop, code)


async def test_a_round_that_ends_by_itself_lets_nobody_new_in_either(shop: Workshop) -> None:
    await shop.open_round("r2", closes_at=shop.clock() + timedelta(hours=1))
    code = await shop.invite("r2")
    shop.clock.advance(3600)
    assert not await guess(shop, "1", code)


async def test_those_who_took_part_in_a_closed_round_can_come_back_to_what_is_theirs(
    shop: Workshop,
) -> None:
    person = await shop.join_web()
    code = await shop.invite(person_id=person)
    await shop.close_round()
    assert await shop.join_web(code) == person


async def test_looking_at_a_link_does_not_use_it(shop: Workshop) -> None:
    code = await shop.invite()
    for _ in range(3):
        round_ = await shop.database.read(lambda tx: shop.arrivals.invited_to(tx, code, shop.clock()))
        assert round_ is not None
        assert round_.id == ROUND
    assert await guess_on_web(shop, code)


async def test_somebody_new_is_welcomed_and_somebody_known_is_shown_where_they_are(shop: Workshop) -> None:
    ((welcome,),) = await shop.join("1")
    assert "Round r1" in welcome.body
    assert (await shop.conversation("1")).place.screen is Screen.WELCOME
    await shop.begin_theme("1")
    ((again,),) = await shop.join("1")
    assert "prompt 1 of 3" in again.body
    assert (await shop.conversation("1")).place.card == again.number


async def test_opening_the_chat_in_another_browser_closes_the_card_that_was_open(shop: Workshop) -> None:
    person = await shop.join_web()
    first = await shop.database.read(lambda tx: outbox.newest_change(tx, person))
    await shop.join_web(await shop.invite(person_id=person))
    kept = await shop.database.read(lambda tx: chat_history.stretch(tx, person, 1000))
    assert [each.number for each in kept if each.change > first] == [first, first + 1]


async def test_a_tap_by_a_stranger_is_answered_where_it_was_made(shop: Workshop) -> None:
    tap = Tap(TELEGRAM, "1", shop.clock(), 3, "skip", toast_id="t1")
    told = await shop.database.write(
        lambda tx: shop.arrivals.unknown_sender(tx, TELEGRAM, "5", tap, shop.clock())
    )
    assert told is not None
    assert told.toast_id == "t1"
    assert not told.is_sentence


async def test_a_session_is_the_persons_own(shop: Workshop) -> None:
    code = await shop.invite()
    signed_in = await shop.database.write(lambda tx: join_web(shop.arrivals, tx, code, shop.clock()))
    assert signed_in is not None
    visitor = await shop.database.read(lambda tx: sessions.session_of(tx, signed_in.session, shop.clock()))
    assert visitor is not None
    assert (visitor.person_id, visitor.language) == (signed_in.person_id, "en")
