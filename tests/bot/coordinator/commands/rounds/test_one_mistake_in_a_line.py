"""One mistake in a line behind a command: what was read is kept, and only the one thing is asked for."""

import pytest

from bot.coordinator.forms import FormChoice, one_called
from bot.coordinator.refusals import InvalidInput
from storage.rounds.rounds import rounds
from tests.bot.coordinator.commands.guides.test_own_guides import TITLED, brings_in
from tests.bot.coordinator.role_chat import RoleChat

WHOLE = {
    "guide": "example",
    "title": "Second",
    "purpose": "none",
    "themes": "1",
    "opens": "1 December 2026",
    "closes": "20 December 2026",
    "sees": "named",
    "threshold": "4",
}
WRONG = {
    "guide": ("colour of the sky", "There is no such guide."),
    "themes": ("77", "Please type numbers from 1 to"),
    "opens": ("someday", "I could not read that day."),
    "closes": ("someday", "I could not read that day."),
    "sees": ("nobody at all", "Please choose one of these."),
    "threshold": ("many", "Please give a number from"),
    "title": ("x" * 200, "That has 200 characters."),
}


def line(**parts: str) -> str:
    return "/round " + "; ".join(f"{name}: {value}" for name, value in ({**WHOLE, **parts}).items())


async def the_one_way(chat: RoleChat) -> str:
    """What is shown where there is no mistake."""
    return (await chat.says(line())).text


@pytest.mark.parametrize("name", WRONG)
async def test_only_what_is_wrong_is_asked_for(chat: RoleChat, name: str) -> None:
    whole = await the_one_way(chat)
    assert "Open this round?" in whole
    wrong, why = WRONG[name]
    asked = (await chat.says("/cancel", line(**{name: wrong}))).text
    assert why in asked
    assert (await chat.says(WHOLE[name])).text == whole


async def test_several_mistakes_are_asked_for_one_after_the_other(chat: RoleChat) -> None:
    whole = await the_one_way(chat)
    asked = (await chat.says("/cancel", line(**{name: wrong for name, (wrong, _) in WRONG.items()}))).text
    for name in ("guide", "title", "themes", "opens", "closes", "sees", "threshold"):
        assert WRONG[name][1] in asked
        asked = (await chat.says(WHOLE[name])).text
    assert asked == whole


async def test_what_is_no_field_is_told_and_costs_nothing_else(chat: RoleChat) -> None:
    whole = await the_one_way(chat)
    told = (await chat.says("/cancel", line(colour="red"))).text
    assert "I could not read “colour: red”." in told
    assert whole in told


@pytest.mark.parametrize(
    "typed",
    [
        TITLED,
        TITLED.upper(),
        "Self-evaluation",
        "self evaluation: home",
        f"{TITLED} (en)",
        "{number}",
    ],
)
async def test_a_guide_is_called_by_its_title_or_its_number(chat: RoleChat, typed: str) -> None:
    await brings_in(chat)
    await chat.says("/guide publish 1", "yes")
    offered = [row[0].label for row in (await chat.says("/round")).cards[-1].buttons]
    number = 1 + next(place for place, label in enumerate(offered) if label.startswith(TITLED))
    told = (await chat.says("/cancel", line(guide=typed.format(number=number)))).text
    assert f"1. Guide: {TITLED} (en)" in told
    assert "Open this round?" in told
    assert "2. Title: Second" in told
    told = (await chat.says("/cancel", "/round", typed.format(number=number))).text
    assert "What is the round called?" in told


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("leading social", "leading"),
        ("Commissioning", "several of them"),
        ("commissioning for", "outcomes"),
        ("COMMISSIONING TOGETHER", "together"),
        ("Commissioning together (pl)", "together-pl"),
        ("2", "together"),
        ("5", "none of them"),
        ("", "none of them"),
        ("social", "none of them"),
    ],
)
def test_a_name_is_found_by_how_it_alone_begins(typed: str, found: str) -> None:
    choices = [
        FormChoice("Commissioning for outcomes (en)", "outcomes", words=("Commissioning for outcomes",)),
        FormChoice("Commissioning together (en)", "together", words=("Commissioning together",)),
        FormChoice("Commissioning together (pl)", "together-pl"),
        FormChoice("Leading social work: self-evaluation (en)", "leading"),
    ]
    read = one_called(choices, "none of them", "several of them")
    if not found.endswith(" them"):
        assert read(typed) == found
        return
    with pytest.raises(InvalidInput, match=found):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "mended", "whole"),
    [
        ("/ask everybody: 99", "1", "/ask everybody: 1"),
        ("/colleague reader {long}", "Jo Bloggs", "/colleague reader Jo Bloggs"),
        ("/invite 2 {long}", "Home care", "/invite 2 Home care"),
        ("/link 20 {long}", "Home care", "/link 20 Home care"),
        ("/typein new {long}", "T1.P1 Weekly", "/typein new T1.P1 Weekly"),
    ],
)
async def test_other_commands_keep_the_beginning_of_their_line(
    chat: RoleChat, typed: str, mended: str, whole: str
) -> None:
    told = (await chat.says(whole)).text
    await chat.says("/cancel", typed.format(long="x" * 200))
    assert (await chat.says(mended)).text == told


async def test_a_round_of_such_a_line_is_opened(chat: RoleChat) -> None:
    await chat.says(line(closes="someday"), "20 December 2026", "yes")
    assert "Second" in [each.view.title for each in await chat.database.read(lambda tx: rounds(tx))]
