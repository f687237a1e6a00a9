"""A list as it was sent: what was read as what is told, and can be changed before links are made."""

from dataclasses import fields

import pytest

from bot.coordinator.commands.people.invite import InviteAnswers
from bot.coordinator.commands.people.second_list import SECOND_LIST_PARTS
from bot.coordinator.commands.people.sent_list import LIST_PARTS, ListChoices, SentList, people_of
from content.phrases import phrases_in
from conversations.reading.lists.line_edits import LineEdit, read_edits
from conversations.reading.lists.people_list import ListedPerson, read_lists
from tests.bot.coordinator.commands.people.test_invite import invited
from tests.bot.coordinator.role_chat import Heard, RoleChat

ENGLISH = phrases_in("en")

FROM_HR = """Staff in post at 31/10/2026,,,
Surname,Forename,Post,Team
Reid,Isla,Carer,Home care
Kerr,Rory,Carer,Home Care
Muir,Ailsa,Carer,Home care
Gow,Una,Carer,Day care
Total,4,,"""


def labels(heard: Heard) -> list[str]:
    return [each.label for row in heard.cards[-1].buttons for each in row]


async def test_everything_that_was_understood_is_told_before_links_are_made(chat: RoleChat) -> None:
    heard = await chat.says("/invite", FROM_HR)
    for told in (
        "Make 4 links for",
        "Last name: “Surname”, such as Reid",
        "Team: “Team”, such as Home care",
        "This column is not read, and nothing of it is kept: “Post”.",
        "Line 1 is left out (“Staff in post at 31/10/2026”): it stands above the headings.",
        "Line 7 is left out (“Total”): it looks like a total.",
    ):
        assert told in heard.text
    assert "Change: Teams that look alike" in labels(heard)
    await chat.says("yes")
    assert {team for _, team in await invited(chat)} == {"Home care", "Day care"}


async def test_teams_that_look_alike_can_be_kept_apart(chat: RoleChat) -> None:
    heard = await chat.says("/invite", FROM_HR, "Change: Teams that look alike")
    assert "Home care = Home Care" in heard.text
    await chat.says("They are different teams", "yes")
    assert {team for _, team in await invited(chat)} == {"Home care", "Home Care", "Day care"}


async def test_one_line_is_put_right_others_are_left_out_and_somebody_is_added(chat: RoleChat) -> None:
    await chat.says("/invite", FROM_HR, "Change: Single lines", "4: Rory Kerr, Day care")
    await chat.says("Change: Single lines", "leave out 5-6")
    heard = await chat.says("Change: Single lines", "add: Ewan Boyd, Night team")
    assert heard.text.startswith("Make 3 links for")
    await chat.says("yes")
    assert await invited(chat) == [
        ("Isla Reid", "Home care"),
        ("Rory Kerr", "Day care"),
        ("Ewan Boyd", "Night team"),
    ]


async def test_a_line_that_is_nobodys_is_refused_in_a_sentence_and_loses_nothing(chat: RoleChat) -> None:
    heard = await chat.says("/invite", FROM_HR, "Change: Single lines", "99: Ewan Boyd")
    assert "There is nobody on line 99." in heard.text
    heard = await chat.says("back")
    assert heard.text.startswith("Make 4 links for")


async def test_a_surname_and_a_first_name_are_put_together_when_told(chat: RoleChat) -> None:
    heard = await chat.says("/invite", "Reid, Isla\nKerr, Rory", "Change: Name or team")
    assert labels(heard)[:2] == ["Reid of the team “Isla”", "Isla Reid"]
    await chat.says("2", "yes")
    assert await invited(chat) == [("Isla Reid", ""), ("Rory Kerr", "")]


async def test_what_was_said_of_one_list_does_not_count_for_the_next(chat: RoleChat) -> None:
    await chat.says("/invite", "Ann Reid\n#N/A", "Bob Kerr", "Change: Single lines", "leave out 1")
    heard = await chat.says("Change: Who", "Una Gow\nEwan Boyd")
    assert heard.text.startswith("Make 2 links for")
    await chat.says("yes")
    assert await invited(chat) == [("Una Gow", ""), ("Ewan Boyd", "")]


def test_each_part_of_a_list_is_a_field_of_its_own() -> None:
    assert {each.name for each in fields(InviteAnswers)} == {
        "who",
        "team",
        *LIST_PARTS,
        *SECOND_LIST_PARTS,
        "by_mail",
        "trial",
    }


def sent(text: str) -> SentList:
    return SentList(read_lists(text, ENGLISH))


def names(found: list[ListedPerson]) -> list[str]:
    return [each.name for each in found]


def test_nobody_is_on_a_list_twice_after_what_was_put_right() -> None:
    ann = ListedPerson(1, "Ann Reid", "", "")
    assert names(people_of(sent("Ann Reid\nBob Kerr"), ListChoices(corrected=(ann,)))) == [
        "Ann Reid",
        "Bob Kerr",
    ]
    again = LineEdit(2, ann)
    assert names(people_of(sent("Ann Reid\nBob Kerr"), ListChoices(edits=(again,)))) == ["Ann Reid"]


@pytest.mark.parametrize(
    ("typed", "edits"),
    [
        ("leave out 2", [(2, None)]),
        ("Leave out: 1, 3", [(1, None), (3, None)]),
        ("take out 1-2", [(1, None), (2, None)]),
        ("leave out 2 and 9", [(2, None)]),
        ("2: Una Gow, Day care", [(2, "Una Gow")]),
        ("2. Una Gow", [(2, "Una Gow")]),
        ("add: Una Gow", [(0, "Una Gow")]),
    ],
)
def test_changes_of_lines_are_read_as_people_type_them(
    typed: str, edits: list[tuple[int, str | None]]
) -> None:
    found = read_edits(typed, ENGLISH, {1, 2, 3})
    assert not isinstance(found, str)
    assert [(each.line, each.person.name if each.person else None) for each in found] == edits


@pytest.mark.parametrize(
    "typed",
    [
        "leave out",
        "leave out 9",
        "leave out Ann",
        "Una Gow",
        "7: Una Gow",
        "2: , Home care",
        "x: y",
        "2: A\nB",
    ],
)
def test_what_changes_no_line_is_told_in_one_sentence(typed: str) -> None:
    found = read_edits(typed, ENGLISH, {1, 2, 3})
    assert isinstance(found, str)
    assert found.endswith(".")
