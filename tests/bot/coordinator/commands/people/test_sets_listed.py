"""A list that says for each person which prompts they are asked: checked, shown, and where it leads."""

import csv
import io

import pytest

from bot.inbox.invitations import Invitations
from storage.engine.database import Transaction
from storage.erasure import take_out
from storage.names_shown import forget_name
from storage.people.people import sender_of
from storage.rounds.paper_sheets import join_on_paper
from storage.rounds.rounds import find_listed
from tests.bot.coordinator.role_chat import RoleChat, joins, links_in
from tests.channel_names import TELEGRAM

OPEN = "/round guide: {guide}/en; title: Really; purpose: none; themes: all; closes: never; sees: {sees}"
LIST = (
    "Name,Team,Set\nAnn Example,Home care,manager\n"
    "Bob Example,Home care,I work with people who use services\nCid,,"
)


async def opened(chat: RoleChat, guide: str = "managing-performance", sees: str = "confidential") -> None:
    heard = await chat.says(OPEN.format(guide=guide, sees=sees), "yes")
    assert "is open." in heard.text


async def sets_kept(chat: RoleChat, table: str = "invitation") -> list[str]:
    order = "number" if table == "invitation" else "id"
    rows = await chat.database.read(
        lambda tx: tx.rows(f"SELECT prompt_set FROM {table} WHERE round_id <> 'r1' ORDER BY {order}")  # noqa: S608
    )
    return [row[0] for row in rows]


async def test_a_list_leads_each_to_their_prompts_without_asking_and_they_can_change_it(
    chat: RoleChat,
) -> None:
    await opened(chat)
    asked = await chat.says("/invite")
    assert (
        "A column called “set” may say which prompts each is asked, by their title or their number: "
        "1. I work with people who use services; 2. I lead a team or a service; "
        "3. I am a councillor, board member or partner." in asked.text
    )
    shown = await chat.says(LIST)
    for said in (
        "Ann Example, Home care (I lead a team or a service)",
        "They are asked the prompts for this, and can change it with /iam:",
        "I lead a team or a service: 1 person",
        "I work with people who use services: 1 person",
        "1 says it on coming in",
    ):
        assert said in shown.text
    assert await sets_kept(chat) == [], "nothing is kept before it was looked at"
    heard = await chat.says("yes")
    assert await sets_kept(chat) == ["manager", "front-line", ""]
    table = list(csv.reader(io.StringIO(heard.files[0][1].decode("utf-8-sig"))))
    assert [row[-2] for row in table] == [
        "Set of prompts",
        "I lead a team or a service",
        "I work with people who use services",
        "",
    ]
    manager, _, nobody = links_in(heard)
    before = len(chat.shop.told)
    assert await joins(chat, manager, "5")
    assert await sets_kept(chat, "participant") == ["manager"]
    row = await chat.shop.loaded(sender_of(TELEGRAM, "5"))
    assert row is not None
    heard = await chat.says("begin", address="5")
    assert "Which of these are you here?" not in heard.text
    assert "The themes" in heard.text
    heard = await chat.says("/iam", "3", address="5")
    assert "These are the prompts for: I am a councillor, board member or partner." in heard.text
    assert await sets_kept(chat, "participant") == ["board"]
    people = await chat.says("/people")
    assert "Ann Example, Home care (I lead a team or a service): joined" in people.text, "as the list said"
    assert await joins(chat, nobody, "6")
    assert "Which of these are you here?" in (await chat.says("begin", address="6")).text
    assert len(chat.shop.told) > before


async def test_the_welcome_says_whose_prompts_they_are_and_how_that_is_changed(chat: RoleChat) -> None:
    await opened(chat)
    (link,) = links_in(await chat.says("/invite", "Name,Set\nAnn,manager", "yes"))
    (said,) = await chat.shop.database.write(lambda tx: _welcome(chat.shop.arrivals, tx, link, chat))
    assert "These are the prompts for: I lead a team or a service. /iam changes that." in said.body


def _welcome(arrivals: Invitations, tx: Transaction, code: str, chat: RoleChat):  # type: ignore[no-untyped-def]
    came = arrivals.join(tx, code, TELEGRAM, "5", chat.shop.clock())
    assert came is not None
    return came.due


async def test_a_word_for_no_set_is_named_with_its_line_and_nobody_is_invited(chat: RoleChat) -> None:
    await opened(chat)
    heard = await chat.says("/invite", "Name,Set\nAnn,managers\nBob,board")
    assert (
        "Line 2: “managers” is none of the sets of this round. Did you mean 2. I lead a team or a service?"
        in heard.text
    )
    assert "1 line could not be read." in heard.text
    assert await sets_kept(chat) == []


async def test_a_round_that_asks_only_some_sets_knows_no_other(chat: RoleChat) -> None:
    await chat.says(f"{OPEN.format(guide='managing-performance', sees='named')}; sets: 1 3", "yes")
    heard = await chat.says("/invite", "Name,Set\nAnn,manager")
    assert "“manager” is none of the sets of this round." in heard.text


async def test_where_all_are_asked_the_same_the_column_is_said_not_to_be_kept(chat: RoleChat) -> None:
    await opened(chat, "example")
    assert "column" not in (await chat.says("/invite")).text
    heard = await chat.says("Name,Set\nAnn,manager")
    assert "This guide asks everybody the same, so the column “set” is not kept." in heard.text
    heard = await chat.says("yes")
    assert await sets_kept(chat) == [""]
    assert b"I lead a team" not in heard.files[0][1]


async def test_in_an_anonymous_round_no_set_of_anybody_is_kept(chat: RoleChat) -> None:
    await opened(chat, sees="anonymous")
    assert "column" not in (await chat.says("/invite")).text
    heard = await chat.says("Name,Team,Set\nAnn,Day care,manager")
    assert "This round is anonymous, so the column “set” is not kept" in heard.text
    await chat.says("yes")

    def everything(tx: Transaction) -> str:
        tables = [row[0] for row in tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        left = [each for each in tables if each not in ("guide", "inbox", "outbox")]
        return repr([tx.rows(f"SELECT * FROM {table}") for table in left])  # noqa: S608

    kept = await chat.database.read(everything)
    assert "Day care" in kept or "Ann" in kept
    assert "'manager'" not in kept


@pytest.mark.parametrize(("sees", "is_said"), [("confidential", True), ("named", False)])
async def test_a_set_of_few_people_is_named_where_replies_have_no_names(
    chat: RoleChat, sees: str, is_said: bool
) -> None:
    await opened(chat, sees=sees)
    many = "\n".join(f"Person {number},board" for number in range(5))
    heard = await chat.says("/invite", f"Name,Set\nAnn,manager\n{many}")
    said = "Few people have these prompts: I lead a team or a service. A reply to a prompt that only"
    assert (said in heard.text) is is_said


async def test_another_link_for_the_same_person_leads_to_the_same_prompts(chat: RoleChat) -> None:
    await opened(chat)
    await chat.says("/invite", "Name,Set\nAnn,manager", "yes")
    await chat.says("/people new 1", "yes")
    assert await sets_kept(chat) == ["manager", "manager"]


async def test_a_sheet_that_is_typed_in_for_a_link_has_its_set(chat: RoleChat) -> None:
    await opened(chat)
    await chat.says("/invite", "Name,Set\nAnn,manager", "yes")

    def typed_in(tx: Transaction) -> None:
        (row,) = tx.rows("SELECT id FROM round WHERE id <> 'r1'")
        listed = find_listed(tx, row[0])
        assert listed is not None
        join_on_paper(tx, listed.view.id, 1, chat.shop.clock(), place="{}", language="en")

    await chat.database.write(typed_in)
    assert await sets_kept(chat, "participant") == ["manager"]


async def test_with_a_name_or_its_person_goes_the_set_that_a_list_said(chat: RoleChat) -> None:
    await opened(chat)
    first, _ = links_in(await chat.says("/invite", "Name,Set\nAnn,manager\nBob,board", "yes"))
    assert await joins(chat, first, "5")

    def erase(tx: Transaction) -> None:
        (row,) = tx.rows("SELECT id, round_id FROM participant WHERE round_id <> 'r1'")
        take_out(tx, row[0])
        assert forget_name(tx, row[1], 2, chat.shop.clock())

    await chat.database.write(erase)
    assert await sets_kept(chat) == ["", ""]


async def test_another_set_on_a_second_list_is_told_carried_and_undone(chat: RoleChat) -> None:
    await opened(chat)
    first, _ = links_in(await chat.says("/invite", "Name,Set\nAnn,manager\nBob,board", "yes"))
    assert await joins(chat, first, "5")
    heard = await chat.says("/invite", "Name,Set\nAnn,board\nBob,manager")
    assert "becomes Bob (I lead a team or a service)" in heard.text
    assert "1. Ann" not in heard.text, "whoever has come in says which prompts are theirs"
    await chat.says("yes")
    assert await sets_kept(chat) == ["manager", "manager"]
    await chat.says("undo")
    assert await sets_kept(chat) == ["manager", "board"]


async def test_a_second_list_that_says_no_set_takes_none_away(chat: RoleChat) -> None:
    await opened(chat)
    await chat.says("/invite", "Name,Set\nAnn,manager", "yes")
    assert "Nobody on this list is new" in (await chat.says("/invite", "Name\nAnn")).text
    await chat.says("/people team 1 Day care", "yes")
    assert await sets_kept(chat) == ["manager"]
