"""Names, teams and organisations of people who are invited, corrected; and whose are not."""

import pytest

from storage.engine.database import Transaction
from storage.erasure import erase_person
from tests.bot.coordinator.role_chat import RoleChat, joins, links_in
from tests.bot.workshop import ROUND

PEOPLE = "Ann Example, Home care\nBob Example, Home care\nCy Example, Day care\nDee Example, Day care"


async def told(chat: RoleChat, table: str = "invitation") -> list[tuple[str, str, str]]:
    order = "number" if table == "invitation" else "id"
    query = f"SELECT name, team, partner FROM {table} WHERE name || team <> '' ORDER BY {order}"  # noqa: S608
    rows = await chat.database.read(lambda tx: tx.rows(query))
    return [(name, team, partner) for name, team, partner in rows]


async def sees(chat: RoleChat, who_sees: str) -> None:
    await chat.database.write(
        lambda tx: tx.run("UPDATE round SET who_sees = :sees WHERE id = :id", {"sees": who_sees, "id": ROUND})
    )


async def test_a_team_is_corrected_for_several_after_each_was_shown_and_it_can_be_undone(
    chat: RoleChat,
) -> None:
    await chat.says("/invite", PEOPLE, "yes")
    before = await told(chat)
    heard = await chat.says("/people team 1-2, 4 Night care")
    assert heard.text.splitlines()[0] == "Correct the team of 3 people?"
    assert "4. Dee Example, Day care becomes Dee Example, Night care" in heard.text
    assert await told(chat) == before, "nothing is done before a yes"
    assert (await chat.says("yes")).text.startswith("3 people corrected.")
    assert [team for _, team, _ in await told(chat)] == ["Night care", "Night care", "Day care", "Night care"]
    assert (await chat.says("undo")).text.startswith("Undone: 3 people are as before.")
    assert await told(chat) == before


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("name 1 Isla Reid", ("Isla Reid", "Home care", "")),
        ("name 1 Reid, Isla", ("Isla Reid", "Home care", "")),
        ("organisation 1 Example Trust", ("Ann Example", "Home care", "Example Trust")),
        ("team 1 none", ("Ann Example", "", "")),
        ("team 1: 12 West", ("Ann Example", "12 West", "")),
        ("TEAM 1 day  CARE", ("Ann Example", "Day care", "")),
        ("team 1 Daycare", ("Ann Example", "Day care", "")),
    ],
)
async def test_one_person_is_corrected(chat: RoleChat, typed: str, after: tuple[str, str, str]) -> None:
    await chat.says("/invite", PEOPLE, "yes")
    await chat.says(f"/people {typed}", "yes")
    assert (await told(chat))[0] == after


async def test_a_spelling_that_is_there_is_taken_and_told(chat: RoleChat) -> None:
    await chat.says("/invite", PEOPLE, "yes")
    heard = await chat.says("/people team 1 DAY CARE")
    assert "“DAY CARE” is written “Day care”, as it is there." in heard.text


async def test_the_spelling_of_those_who_are_corrected_is_none_to_keep(chat: RoleChat) -> None:
    await chat.says("/invite", "Ann, Home cares\nBob, Day care", "yes", "/people team 1 Home care", "yes")
    assert (await told(chat))[0] == ("Ann", "Home care", "")


@pytest.mark.parametrize(
    "typed",
    [
        "team",
        "team 1",
        "team Night care",
        "name 1-2 Isla Reid",
        "name 1 123",
        "team 9 Day care",
        "team 3 Day care",
    ],
)
async def test_what_cannot_be_done_is_said_and_nothing_is_changed(chat: RoleChat, typed: str) -> None:
    await chat.says("/invite", PEOPLE, "yes")
    before = await told(chat)
    await chat.says(f"/people {typed}", "yes")
    assert await told(chat) == before


async def test_in_a_named_round_whoever_takes_part_is_corrected_in_it_too(chat: RoleChat) -> None:
    await sees(chat, "named")
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await joins(chat, links[0], "5")
    await chat.says("/people team 1 Day care", "yes", "/people name 1 Anna Example", "yes")
    assert ("Anna Example", "Day care", "") in await told(chat, "participant")


async def test_in_a_confidential_round_whoever_takes_part_stays_in_their_team(chat: RoleChat) -> None:
    await sees(chat, "confidential")
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await joins(chat, links[0], "5")
    for typed in ("team 1 Day care", "team 1 none", "organisation 1 Example Trust"):
        assert "they stay in their team" in (await chat.says(f"/people {typed}")).text
        await chat.says("yes")
    await chat.says("/people team 1-2 Day care", "yes", "/people name 1 Anna Example", "yes")
    assert (await told(chat, "participant"))[0] == ("Anna Example", "Home care", "")
    assert (await told(chat))[:2] == [("Anna Example", "Home care", ""), ("Bob Example", "Day care", "")]


async def test_an_undo_moves_nobody_who_came_in_meanwhile(chat: RoleChat) -> None:
    await sees(chat, "confidential")
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await chat.says("/people team 1-2 Day care", "yes")
    await joins(chat, links[0], "5")
    assert (await chat.says("undo")).text.startswith("Undone: 1 person is as before.")
    assert [team for _, team, _ in (await told(chat))[:2]] == ["Day care", "Home care"]


async def test_after_a_report_a_named_round_moves_nobody_who_takes_part(chat: RoleChat) -> None:
    await sees(chat, "named")
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await joins(chat, links[0], "5")
    await chat.says("/close", "yes", "/reopen 24 December 2026", "yes")
    heard = await chat.says("/people team 1-2 Day care")
    assert "is counted in a report that was made" in heard.text
    await chat.says("yes")
    assert [team for _, team, _ in (await told(chat))[:2]] == ["Home care", "Day care"]


async def test_whoever_takes_part_without_a_name_gets_none(chat: RoleChat) -> None:
    await sees(chat, "named")
    links = links_in(await chat.says("/invite 2 Home care", "yes"))
    await joins(chat, links[0], "5")
    assert "gets no name afterwards" in (await chat.says("/people name 1 Ann Example")).text
    await chat.says("/people name 2 Bob Example", "yes")
    assert ("Bob Example", "Home care", "") in await told(chat)


async def test_whoever_erased_everything_gets_nothing_back(chat: RoleChat) -> None:
    await sees(chat, "named")
    links = links_in(await chat.says("/invite", PEOPLE, "yes"))
    await joins(chat, links[0], "5")

    def erase(tx: Transaction) -> None:
        (person_id,) = tx.row("SELECT person_id FROM participant WHERE name = 'Ann Example'") or (0,)
        erase_person(tx, person_id, chat.shop.clock())

    await chat.database.write(erase)
    assert "has erased everything" in (await chat.says("/people name 1 Ann Example")).text
    assert "there is nobody to correct" in (await chat.says("/people team 1 Day care")).text


async def test_in_an_anonymous_round_nobody_is_corrected(chat: RoleChat) -> None:
    await chat.says("/invite", PEOPLE, "yes")
    before = await told(chat)
    await sees(chat, "anonymous")
    for typed in ("team 1 Day care", "name 1 Isla Reid", "team Ann", "organisation"):
        assert "takes a name off the list" in (await chat.says(f"/people {typed}")).text
        await chat.says("yes")
    assert await told(chat) == before


async def test_whoever_was_called_otherwise_before_finds_both_names_in_their_data(chat: RoleChat) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'named'"))
    (code,) = links_in(await chat.says("/invite", "Ada Ash, Home care", "yes"))
    assert await joins(chat, code, "5")
    await chat.says("/people name 1 Ada Oakley", "yes")
    await chat.says("/mydata", address="5")
    files = dict((await chat.receives(address="5")).files)
    page = files["my-data.html"].decode()
    assert "Ada Oakley" in page
    assert "before that: Ada Ash" in page
