"""A whole list of links taken back, and what stays of it once somebody has used one."""

from tests.bot.coordinator.role_chat import RoleChat, joins, links_in

FIRST = "Ann Example, Home care\nBob Example, Home care"
SECOND = "Cy Example, Day care\nDee Example, Day care\nEve Example, Day care"


async def two_lists(chat: RoleChat) -> list[str]:
    first = links_in(await chat.says("/invite", FIRST, "yes"))
    chat.shop.clock.advance(3600)
    second = links_in(await chat.says("/invite", SECOND, "yes"))
    await chat.says("/status")
    return [*first, *second]


async def test_the_last_list_is_taken_back_as_a_whole_after_it_was_shown(chat: RoleChat) -> None:
    links = await two_lists(chat)
    heard = await chat.says("/people undo")
    assert heard.text.startswith("Take back the 3 links that were made together on 2 November 2026?")
    assert "3. Cy Example" in heard.text
    assert "Ann Example" not in heard.text
    assert (await chat.says("yes")).text.startswith("3 links do not work any more.")
    assert not await joins(chat, links[2], "5")
    assert await joins(chat, links[0], "6")


async def test_it_can_be_undone_and_once_more_takes_back_the_list_before(chat: RoleChat) -> None:
    links = await two_lists(chat)
    assert (await chat.says("/people undo", "yes", "undo")).text.startswith("Undone: 3 links work again.")
    assert await joins(chat, links[2], "5")
    await chat.says("/people undo", "yes")
    # One of the last list is used, so nothing of it is left to take back: that stays the last list.
    assert "has been used" in (await chat.says("/people undo")).text
    assert await joins(chat, links[0], "6")


async def test_a_list_that_is_gone_leaves_the_one_before(chat: RoleChat) -> None:
    await two_lists(chat)
    await chat.says("/people undo", "yes")
    assert "Take back the 2 links" in (await chat.says("/people undo")).text
    await chat.says("yes")
    assert "There is no link that could be taken back." in (await chat.says("/people undo")).text


async def test_used_links_stay_and_are_counted(chat: RoleChat) -> None:
    links = await two_lists(chat)
    await joins(chat, links[3], "5")
    heard = await chat.says("/people undo")
    assert heard.text.startswith("Take back the 2 links")
    assert "One link of this list has been used already, so it stays." in heard.text
    assert "takes part" not in heard.text, "whoever used it may have left or erased everything since"
    assert "Dee" not in heard.text
    assert (await chat.says("yes")).text.startswith("2 links do not work any more.")


async def test_a_link_that_is_used_before_the_yes_stops_it(chat: RoleChat) -> None:
    links = await two_lists(chat)
    await chat.says("/people undo")
    await joins(chat, links[3], "5")
    assert "used meanwhile, so nothing was done" in (await chat.says("yes")).text
    assert await joins(chat, links[4], "6")


async def test_a_sheet_typed_in_without_a_link_is_no_list(chat: RoleChat) -> None:
    await two_lists(chat)
    chat.shop.clock.advance(60)
    await chat.says("/typein new\nT1.P1: We ask.", "yes")
    assert "Take back the 3 links" in (await chat.says("/people undo")).text


async def test_in_an_anonymous_round_it_is_not_told_how_many_are_used(chat: RoleChat) -> None:
    links = await two_lists(chat)
    await joins(chat, links[3], "5")
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'", {}))
    heard = await chat.says("/people undo")
    assert heard.text.startswith("Take back the 3 links")
    assert "used" not in heard.text


async def test_one_link_is_called_so(chat: RoleChat) -> None:
    await chat.says("/invite", "Ann Example, Home care", "yes", "/status")
    heard = await chat.says("/people undo")
    assert heard.text.startswith("Take back the link that was made on 2 November 2026?")
    assert "It lets nobody in any more." in heard.text
    assert "Take it back" in [each.label for row in heard.cards[-1].buttons for each in row]


async def test_in_an_anonymous_round_the_link_of_the_list_is_named(chat: RoleChat) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'", {}))
    assert "There is no link that could be taken back." in (await chat.says("/people undo")).text
    await chat.says("/invite", FIRST, "yes", "/invite", SECOND, "yes")
    heard = await chat.says("/people undo")
    assert "The last one is 2. everybody, for 3 people: works" in heard.text
    assert "/link stop 2 stops it" in heard.text
    assert (await chat.says("/link stop 2", "yes")).text.startswith("Shared link 2 lets nobody in any more.")
