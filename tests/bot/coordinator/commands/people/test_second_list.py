"""A list for a round in which people are invited already: who is new, there, changed and gone."""

import pytest

from bot.acts import acting
from bot.coordinator.commands.people.second_list import compare
from storage.names_shown import forget_name
from storage.rounds.invitees import Guest, Invitee, InviteeState
from tests.bot.coordinator.commands.people.test_correct_people import sees, told
from tests.bot.coordinator.role_chat import RoleChat, joins, links_in
from tests.bot.workshop import ROUND
from tests.storage.whole_store import columns_with

FIRST = "Ann Example, Home care\nBob Example, Home care\nCy Example, Day care\nDee Example, Day care"
SECOND = "Ann Example, HOME CARE\nBob Example, Day care\nEve Example, Day care"
"""Ann is there, Bob has changed, Cy and Dee are gone, Eve is new."""


def known(*guests: Guest) -> list[Invitee]:
    return [
        Invitee(number, guest, InviteeState.INVITED, None, None, None)
        for number, guest in enumerate(guests, start=1)
    ]


async def links_made(chat: RoleChat) -> int:
    rows = await chat.database.read(lambda tx: tx.rows("SELECT 1 FROM invitation WHERE number > 0"))
    return len(rows)


async def test_a_second_list_shows_the_difference_and_makes_links_for_new_people_only(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes")
    heard = await chat.says("/invite", SECOND)
    assert heard.text.startswith("Make 1 link for “")
    for said in (
        "Eve Example, Day care",
        "1 person on this list has a link already, and gets no other.",
        "2. Bob Example, Home care becomes Bob Example, Day care",
        "2 people who were invited before are not on this list: Cy Example, Day care; Dee Example, Day care",
        "/people take back 3-4 takes 2 links back.",
    ):
        assert said in heard.text
    done = await chat.says("yes")
    assert "1 link is ready." in done.text
    assert "1 person corrected." in done.text
    assert await links_made(chat) == 5
    assert [team for _, team, _ in await told(chat)] == [
        "Home care",
        "Day care",
        "Day care",
        "Day care",
        "Day care",
    ]
    undone = await chat.says("undo")
    assert "1 link does not work any more." in undone.text
    assert "Undone: 1 person is as before." in undone.text
    assert (await told(chat))[1] == ("Bob Example", "Home care", "")


async def test_second_links_are_made_where_they_are_asked_for(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes", "/invite", SECOND)
    heard = await chat.taps("3")
    assert "1 has a link already. And now?" in heard.text
    heard = await chat.taps("Make a link for this person too")
    assert "1 of them has a link already, and would get another one." in heard.text
    await chat.taps("4")
    heard = await chat.taps("Make a link for this person too")
    assert "Make 3 links for" in heard.text
    await chat.says("yes")
    assert await links_made(chat) == 7
    assert (await told(chat))[1] == ("Bob Example", "Home care", ""), "nobody is corrected then"


async def test_those_who_changed_can_be_left_as_they_are(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes", "/invite", SECOND)
    await chat.taps("4")
    heard = await chat.taps("Leave it so")
    assert "has a link with another team, organisation, set or address, and stays as before." in heard.text
    await chat.says("yes")
    assert await links_made(chat) == 5
    assert (await told(chat))[1] == ("Bob Example", "Home care", "")


async def test_the_same_list_again_makes_nothing(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes")
    heard = await chat.says("/invite", FIRST)
    assert "Nobody on this list is new to" in heard.text
    assert "Nothing was done." in (await chat.says("yes")).text
    assert await links_made(chat) == 4


async def test_a_list_of_corrections_alone_can_be_undone(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes")
    before = await told(chat)
    heard = await chat.says("/invite", FIRST.replace("Bob Example, Home care", "Bob Example, Day care"))
    assert "Correct 1 person?" in heard.text
    assert "1 person corrected." in (await chat.says("yes")).text
    assert await told(chat) != before
    await chat.says("undo")
    assert await told(chat) == before


async def test_where_links_are_refused_nobody_is_corrected(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.says("/invite", FIRST, "yes")
    before = await told(chat)
    monkeypatch.setattr(acting, "made_lately", lambda *_: 10**6)
    await chat.says("/invite", SECOND)
    assert "these would be more" in (await chat.says("yes")).text
    assert await told(chat) == before


async def test_an_undo_after_closing_takes_the_links_back_and_says_who_stays(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes", "/invite", SECOND, "yes")
    await chat.shop.close_round()
    heard = await chat.says("undo")
    assert "1 link does not work any more." in heard.text
    assert "is closed" in heard.text


async def test_another_team_that_was_not_invited_is_no_news_about_those_who_were(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes")
    heard = await chat.says("/invite", "Eve Example, Night care\nFay Example, Night care")
    assert "not on this list" not in heard.text
    assert "Make 2 links" in heard.text


async def test_whoever_takes_part_in_a_confidential_round_is_told_and_not_moved(chat: RoleChat) -> None:
    await sees(chat, "confidential")
    links = links_in(await chat.says("/invite", FIRST, "yes"))
    await joins(chat, links[1], "5")
    await joins(chat, links[2], "6")
    heard = await chat.says("/invite", SECOND)
    assert "becomes" not in heard.text
    assert "Whoever has link 2 takes part already." in heard.text
    assert "/people take back 4 takes 1 link back." in heard.text, "whoever uses link 3 takes part"
    await chat.says("yes")
    assert (await told(chat))[1] == ("Bob Example", "Home care", "")


async def test_links_that_were_taken_back_are_nobodys(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes", "/people take back 1", "yes")
    assert "Make 1 link" in (await chat.says("/invite", "Ann Example, Home care")).text


async def test_in_an_anonymous_round_a_list_is_told_nothing_about(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes")
    await sees(chat, "anonymous")
    heard = await chat.says("/invite", SECOND)
    assert not any(each in heard.text for each in ("already", "becomes", "not on this list"))


@pytest.mark.parametrize(
    ("before", "guests", "parts"),
    [
        ([Guest("Ann", "A")], [Guest("ann", "a")], (0, 1, 0, 0)),
        ([Guest("Ann", "A")], [Guest("Ann")], (0, 1, 0, 0)),
        ([Guest("Ann", "A")], [Guest("Ann", "A", "Trust")], (0, 0, 1, 0)),
        ([Guest("Ann", "A")], [Guest("Ann", "A"), Guest("Ann", "B")], (1, 1, 0, 0)),
        ([Guest("Ann", "A"), Guest("Ann", "B")], [Guest("Ann", "C")], (1, 0, 0, 0)),
        ([Guest("Ann", "A"), Guest("Ann", "A")], [Guest("Ann", "A")], (0, 1, 0, 0)),
        ([Guest("Ann", "A"), Guest("Ann", "B")], [Guest("Ann", "A"), Guest("Ann", "C")], (0, 1, 1, 0)),
        ([Guest("Ann", "A"), Guest("Bob", "A")], [Guest("Ann", "A")], (0, 1, 0, 1)),
        ([Guest("Ann", "A")], [Guest("", "A"), Guest("", "A")], (2, 0, 0, 0)),
        # What was not known is filled in, also for people of one name, where only one can be meant.
        (
            [Guest("Ann", "A"), Guest("Ann", "B")],
            [Guest("Ann", "A", "T"), Guest("Ann", "B", "T")],
            (0, 0, 2, 0),
        ),
        ([Guest("Ann", "A", "T"), Guest("Ann")], [Guest("Ann", "A", "T"), Guest("Ann", "B")], (0, 1, 1, 0)),
        ([Guest("Ann"), Guest("Ann")], [Guest("Ann", "A"), Guest("Ann", "B")], (2, 0, 0, 0)),
        ([Guest("Ann", "A"), Guest("Ann", "A", "T")], [Guest("Ann", "A", "U")], (0, 0, 1, 0)),
    ],
)
def test_people_are_told_apart(
    before: list[Guest], guests: list[Guest], parts: tuple[int, int, int, int]
) -> None:
    found = compare(known(*before), guests)
    assert (len(found.new), len(found.there), len(found.changed), len(found.gone)) == parts


# E-mail addresses

WITH_ADDRESSES = """Name;Team;E-mail
Ann Example;Home care;ann@old.example
Bob Example;Home care;bob@old.example
Cy Example;Day care;"""
MOVED = WITH_ADDRESSES.replace("ann@old", "ann@new").replace("bob@", "BOB@")


async def addresses(chat: RoleChat) -> list[str]:
    rows = await chat.database.read(
        lambda tx: tx.rows("SELECT mail FROM invitation WHERE number > 0 ORDER BY number")
    )
    return [row[0] for row in rows]


async def test_a_changed_address_is_told_carried_and_undone(chat: RoleChat) -> None:
    await chat.says("/invite", WITH_ADDRESSES, "yes")
    heard = await chat.says("/invite", MOVED)
    assert "Correct 1 person?" in heard.text
    told_of = "1. Ann Example, Home care, ann@old.example becomes Ann Example, Home care, ann@new.example"
    assert told_of in heard.text
    assert "2 people on this list have a link already, and get no other." in heard.text
    assert "1 person corrected." in (await chat.says("yes")).text
    assert await addresses(chat) == ["ann@new.example", "bob@old.example", ""]
    await chat.says("undo")
    assert await addresses(chat) == ["ann@old.example", "bob@old.example", ""]


async def test_a_first_address_is_a_change_and_a_list_without_any_takes_none_away(chat: RoleChat) -> None:
    await chat.says("/invite", FIRST, "yes")
    heard = await chat.says("/invite", WITH_ADDRESSES)
    assert "1. Ann Example, Home care becomes Ann Example, Home care, ann@old.example" in heard.text
    await chat.says("yes")
    assert (await addresses(chat))[:2] == ["ann@old.example", "bob@old.example"]
    assert "Nobody on this list is new" in (await chat.says("/invite", FIRST)).text
    assert (await addresses(chat))[:2] == ["ann@old.example", "bob@old.example"]


async def test_addresses_and_organisations_are_filled_in_for_people_of_one_name_too(chat: RoleChat) -> None:
    await chat.says("/invite", "Ann Example, Home care\nAnn Example, Day care", "yes")
    fuller = (
        "Name;Team;Organisation;E-mail\n"
        "Ann Example;Day care;Example Trust;day@new.example\nAnn Example;Home care;;home@new.example"
    )
    heard = await chat.says("/invite", fuller)
    assert "Nobody on this list is new" in heard.text
    assert "Correct 2 people?" in heard.text
    for becomes in (
        "1. Ann Example, Home care becomes Ann Example, Home care, home@new.example",
        "2. Ann Example, Day care becomes Ann Example, Day care, Example Trust, day@new.example",
    ):
        assert becomes in heard.text
    await chat.says("yes")
    assert await addresses(chat) == ["home@new.example", "day@new.example"]


async def test_of_whoever_takes_part_in_a_confidential_round_the_address_is_corrected(chat: RoleChat) -> None:
    await sees(chat, "confidential")
    links = links_in(await chat.says("/invite", WITH_ADDRESSES, "yes"))
    await joins(chat, links[0], "5")
    await chat.says("/invite", MOVED, "yes")
    assert (await addresses(chat))[0] == "ann@new.example"


async def test_an_address_of_before_goes_with_the_name(chat: RoleChat) -> None:
    await chat.says("/invite", WITH_ADDRESSES, "yes", "/invite", MOVED, "yes")
    assert await chat.database.read(lambda tx: columns_with(tx, "ann@")) >= {"invitation.former_names"}
    await chat.database.write(lambda tx: forget_name(tx, ROUND, 1, chat.shop.clock()))
    assert await chat.database.read(lambda tx: columns_with(tx, "ann@")) == set()


async def test_in_an_anonymous_round_no_address_is_compared_or_kept(chat: RoleChat) -> None:
    await sees(chat, "anonymous")
    await chat.says("/invite", WITH_ADDRESSES, "yes")
    heard = await chat.says("/invite", MOVED)
    assert "becomes" not in heard.text
    await chat.says("yes")
    listed = await chat.database.read(lambda tx: tx.rows("SELECT * FROM listed_person"))
    assert "@" not in repr(listed)
