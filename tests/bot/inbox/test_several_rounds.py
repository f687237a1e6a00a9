"""One person in several rounds: nothing that is meant for one of them lands in another."""

import pytest

from bot.messages.after_commit import Transient
from storage.engine.database import Transaction
from storage.engine.sqlite import SqliteDatabase
from storage.people import people
from storage.rounds.invitees import InviteeState, invitee_list
from storage.rounds.rounds import find_round
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.joining import join_web
from tests.bot.workshop import ROUND, Workshop, example
from tests.channel_names import WEB
from tests.telegram import updates


@pytest.fixture
async def shop(database: SqliteDatabase) -> Workshop:
    workshop = Workshop(database, reading_seconds=4)
    await workshop.open_round()
    await workshop.open_round("r2")
    return workshop


async def begin_both(shop: Workshop) -> None:
    """Bring somebody to the first prompt in both rounds, on the same guide; the second is the current one."""
    for round_id in (ROUND, "r2"):
        await shop.join("1", round_id=round_id)
        await shop.begin_theme("1")
    shop.clock.advance(60)


async def says(shop: Workshop, text: str) -> None:
    await shop.receive(shop.wrote("1", text))
    await shop.go_on()


def passing(shop: Workshop) -> list[Transient]:
    return [each for told in shop.told for each in told.passing]


async def test_a_reply_to_a_card_of_another_round_is_asked_about_and_lands_nowhere(shop: Workshop) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    posed_there = (await shop.conversation("1")).place.card
    await shop.join("1", round_id="r2")
    await shop.begin_theme("1")
    shop.clock.advance(60)
    at = int(shop.clock().timestamp())
    message = updates.written(1, 900, at, "meant for the other round")
    answered = updates.written(1, int(f"1{posed_there:04}"), at, "the card")
    message["reply_to_message"] = {**answered, "from": {"id": 9, "is_bot": True, "first_name": "Look"}}
    await shop.receive(shop.update("1", {"message": message}))
    await shop.go_on()
    conversation = await shop.conversation("1")
    assert conversation.place.held is not None
    assert conversation.place.held.text == "meant for the other round"
    assert conversation.replies == {}


async def test_a_tap_on_a_card_of_another_round_changes_nothing(shop: Workshop) -> None:
    await begin_both(shop)
    there = (await shop.conversation("1")).place.card
    await says(shop, "/mine 1")
    conversation = await shop.conversation("1")
    assert conversation.round.id == ROUND
    await shop.receive(shop.tapped("1", f"{there}:skip"))
    await shop.go_on()
    assert (await shop.conversation("1")).replies == {}
    assert passing(shop)[-1].text == "That card is no longer open, so nothing was changed."
    await shop.receive(shop.tapped("1", f"{conversation.place.card}:skip"))
    await shop.go_on()
    (kept,) = await shop.replies()
    assert kept.given.value == "skipped"


async def test_words_just_after_going_to_another_round_are_asked_about(shop: Workshop) -> None:
    """They may have been written for what was open before."""
    await shop.join("1")
    await shop.begin_theme("1")
    shop.clock.advance(60)
    await says(shop, "by day")
    await shop.join("1", round_id="r2")
    await shop.begin_theme("1")
    shop.clock.advance(60)
    await says(shop, "/mine 1")
    shop.clock.advance(1)
    await says(shop, "and more about the nights")
    conversation = await shop.conversation("1")
    assert conversation.place.held is not None
    assert [reply.text for reply in conversation.replies.values()] == ["by day"]


async def test_a_browser_adds_a_link_to_the_conversation_that_is_open_there(shop: Workshop) -> None:
    person_id = await shop.join_web()
    code = await shop.invite("r2")
    signed_in = await shop.database.write(
        lambda tx: join_web(shop.arrivals, tx, code, shop.clock(), person_id=person_id)
    )
    assert signed_in is not None
    assert signed_in.person_id == person_id
    loaded = await shop.loaded(f"{WEB}:{person_id}")
    assert loaded is not None
    assert [each.round.id for each in loaded.conversation.rounds] == [ROUND, "r2"]
    assert loaded.conversation.round.id == "r2"


async def test_a_link_that_signs_somebody_in_is_not_added_to_somebody_elses_conversation(
    shop: Workshop,
) -> None:
    person_id, other = await shop.join_web(), await shop.join_web()
    code = await shop.invite(person_id=other)
    signed_in = await shop.database.write(
        lambda tx: join_web(shop.arrivals, tx, code, shop.clock(), person_id=person_id)
    )
    assert signed_in is None


async def test_the_office_leads_those_who_take_part_in_several_rounds_to_them(
    database: SqliteDatabase,
) -> None:
    chat = RoleChat(database)
    await chat.shop.open_round()
    await chat.gives("77", "Example Council", "coordinator")
    await chat.shop.join("77")
    assert "/themes leads to your own themes" in (await chat.says("/office")).text
    await chat.shop.open_round("r2")
    await chat.shop.join("77", round_id="r2")
    assert "/mine shows the rounds that you take part in" in (await chat.says("/office")).text
    assert (await chat.says("/rounds")).cards[-1].lines[0].text == "Rounds"
    assert (await chat.says("/mine")).cards[-1].lines[0].text == "Your rounds"
    assert (await chat.says("1")).cards[-1].lines[0].text == f"You are in “Round {ROUND}” now."


async def test_who_leaves_is_shown_as_left_and_gets_no_news_until_they_come_back(shop: Workshop) -> None:
    await shop.join("1")
    await shop.begin_theme("1")
    for words in ("We ask each in turn.", "/leave", "leave this round"):
        shop.clock.advance(60)
        await says(shop, words)
    assert await shop.database.read(lambda tx: people.participants_reached(tx, ROUND)) == []
    assert await states(shop) == [InviteeState.LEFT]
    assert await shop.texts() == ["We ask each in turn."]
    await shop.join("1")
    assert (await shop.conversation("1")).has_left is False
    for words in ("/leave", "leave this round", "take part again"):
        await says(shop, words)
    assert await states(shop) == [InviteeState.BEGUN]
    assert len(await shop.database.read(lambda tx: people.participants_reached(tx, ROUND))) == 1


async def states(shop: Workshop) -> list[InviteeState]:
    theme_ids = [theme.id for theme in example().guide.themes]

    def listed(tx: Transaction) -> list[InviteeState]:
        view = find_round(tx, ROUND)
        assert view is not None
        return [each.state for each in invitee_list(tx, view, theme_ids, shop.clock())]

    return await shop.database.read(listed)
