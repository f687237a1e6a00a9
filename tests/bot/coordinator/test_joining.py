"""Coming in with a link that gives a role."""

from datetime import timedelta

from storage.roles.organisations import Role, offer_role
from tests.bot.coordinator.desk import Desk
from tests.bot.joining import join_telegram


async def enters(desk: Desk, code: str, address: str) -> bool:
    due = await desk.database.write(
        lambda tx: join_telegram(desk.shop.arrivals, tx, code, address, desk.shop.clock())
    )
    await desk.shop.go_on()
    return due is not None


async def test_a_role_comes_by_a_link_that_works_once(desk: Desk) -> None:
    code = await desk.offers("Example Council", "coordinator")
    assert await enters(desk, code, "90")
    assert not await enters(desk, code, "91")
    assert "You coordinate for Example Council." in (await desk.says("/office", address="90")).text
    assert "To take part you need a working link" in (await desk.says("/office", address="91")).text


async def test_a_link_that_gives_a_role_expires(desk: Desk) -> None:
    organisation_id = await desk.organisation("Example Council")
    code = await desk.database.write(
        lambda tx: offer_role(
            tx, organisation_id, Role.COORDINATOR, desk.shop.clock(), valid=timedelta(minutes=15)
        )
    )
    desk.shop.clock.advance(15 * 60)
    assert not await enters(desk, code, "90")


async def test_nobody_becomes_coordinator_by_being_the_first(desk: Desk) -> None:
    for words in ("/start", "/office", "/round"):
        heard = await desk.says(words, address="95")
        assert not heard.cards


async def test_a_coordinator_lets_in_others_and_a_reader_cannot(desk: Desk) -> None:
    heard = await desk.says("/colleague reader", "no name", "yes")
    code = heard.text.split("/join/")[1].split("\n")[0]
    assert await enters(desk, code, "90")
    heard = await desk.says("/office", address="90")
    assert "You read reports for Example Council." in heard.text
    assert "/invite" not in heard.text


async def test_a_reader_link_does_not_make_less_of_a_coordinator(desk: Desk) -> None:
    assert await enters(desk, await desk.offers("Example Council", "reader"), "77")
    assert "You coordinate for Example Council." in (await desk.says("/office")).text


async def test_who_takes_part_and_coordinates_has_both_side_by_side(desk: Desk) -> None:
    await desk.shop.join("77")
    await desk.shop.go_on()
    await desk.says("begin", "1", "start")
    assert "Round r1" in (await desk.says("/status")).text
    assert "The themes" in (await desk.says("/themes")).text
    heard = await desk.says("1", "start", "We ask each person in turn.")
    assert "Saved." in heard.text
    assert "1 begun" in (await desk.says("/status")).text
    assert await desk.shop.texts() == ["We ask each person in turn."]


async def test_a_question_of_the_office_never_takes_a_reply_to_a_prompt_nor_the_reverse(desk: Desk) -> None:
    await desk.shop.join("77")
    await desk.shop.go_on()
    await desk.says("begin", "1", "start", "/round", "1")
    heard = await desk.says("Adult services, autumn 2026")
    assert "What is it for" in heard.text
    assert await desk.shop.texts() == []


async def test_every_act_is_on_record_with_who_and_how(desk: Desk) -> None:
    await desk.says("/invite 2 Home care", "yes", "/close", "yes")
    rows = await desk.database.read(
        lambda tx: tx.rows("SELECT actor, act, channel, outcome FROM audit ORDER BY number")
    )
    assert [row[1:] for row in rows] == [
        ("role.take", "telegram", "done"),
        ("invitation.make", "telegram", "2 links"),
        ("round.close", "telegram", "done"),
    ]
    assert len({row[0] for row in rows}) == 1
