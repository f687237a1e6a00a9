"""Coming in with a link that gives a role."""

from datetime import timedelta

from storage.roles.organisations import Role, offer_role
from tests.bot.coordinator.role_chat import RoleChat, joins


async def test_a_role_comes_by_a_link_that_works_once(chat: RoleChat) -> None:
    code = await chat.offers("Example Council", "coordinator")
    assert await joins(chat, code, "90")
    assert not await joins(chat, code, "91")
    assert "You coordinate for Example Council." in (await chat.says("/office", address="90")).text
    assert "To take part you need a working link" in (await chat.says("/office", address="91")).text


async def test_a_link_that_gives_a_role_expires(chat: RoleChat) -> None:
    organisation_id = await chat.organisation("Example Council")
    code = await chat.database.write(
        lambda tx: offer_role(
            tx, organisation_id, Role.COORDINATOR, chat.shop.clock(), valid=timedelta(minutes=15)
        )
    )
    chat.shop.clock.advance(15 * 60)
    assert not await joins(chat, code, "90")


async def test_nobody_becomes_coordinator_by_being_the_first(chat: RoleChat) -> None:
    for words in ("/start", "/office", "/round"):
        heard = await chat.says(words, address="95")
        assert not heard.cards


async def test_a_coordinator_lets_in_others_and_a_reader_cannot(chat: RoleChat) -> None:
    heard = await chat.says("/colleague reader", "no name", "yes")
    code = heard.text.split("/join/")[1].split("\n")[0]
    assert await joins(chat, code, "90")
    heard = await chat.says("/office", address="90")
    assert "You read reports for Example Council." in heard.text
    assert "/invite" not in heard.text


async def test_a_reader_link_does_not_make_less_of_a_coordinator(chat: RoleChat) -> None:
    assert await joins(chat, await chat.offers("Example Council", "reader"), "77")
    assert "You coordinate for Example Council." in (await chat.says("/office")).text


async def test_who_takes_part_and_coordinates_has_both_side_by_side(chat: RoleChat) -> None:
    await chat.shop.join("77")
    await chat.shop.go_on()
    await chat.says("begin", "1", "start")
    assert "Round r1" in (await chat.says("/status")).text
    assert "The themes" in (await chat.says("/themes")).text
    heard = await chat.says("1", "start", "We ask each person in turn.")
    assert "Saved." in heard.text
    assert "1 begun" in (await chat.says("/status")).text
    assert await chat.shop.texts() == ["We ask each person in turn."]


async def test_a_question_of_the_office_never_takes_a_reply_to_a_prompt_nor_the_reverse(
    chat: RoleChat,
) -> None:
    await chat.shop.join("77")
    await chat.shop.go_on()
    await chat.says("begin", "1", "start", "/round", "example")
    heard = await chat.says("Adult services, autumn 2026")
    assert "What is it for" in heard.text
    assert await chat.shop.texts() == []


async def test_every_act_is_on_record_with_who_and_how(chat: RoleChat) -> None:
    await chat.says("/invite 2 Home care", "yes", "/close", "yes")
    rows = await chat.database.read(
        lambda tx: tx.rows("SELECT actor, act, channel, outcome FROM audit ORDER BY number")
    )
    assert [row[1:] for row in rows] == [
        ("role.take", "telegram", "done"),
        ("invitation.make", "telegram", "2 links"),
        ("round.close", "telegram", "done"),
    ]
    assert len({row[0] for row in rows}) == 1
