"""The code of a statement leads to it, and in a named round to whoever wrote it; or it is said why not."""

from collections.abc import Iterable

import pytest

from conversations.groups.round_view import WhoSees
from conversations.state import IMPROVEMENT, STRENGTH, Given
from storage.erasure import erase_person
from tests.bot.coordinator.commands.replies.scene import NAMES, Round, round_of
from tests.bot.coordinator.role_chat import RoleChat

WITHOUT_NAMES = pytest.mark.parametrize("who_sees", [WhoSees.CONFIDENTIAL, WhoSees.ANONYMOUS])
EIGHT = (*NAMES, "Hal Example")
SHARED, OTHERS = "We hear people out", "We hear people in"


async def written(
    chat: RoleChat, who_sees: WhoSees, names: Iterable[str] = EIGHT, to: str = STRENGTH
) -> Round:
    """A round in which all but two people wrote the same strength, one of them in another spelling."""
    names = tuple(names)
    round_ = await round_of(chat, who_sees, names)
    for number, name in enumerate(names):
        text = (
            f"{SHARED.upper()}."
            if number == 1
            else SHARED
            if number < len(names) - 2
            else f"{OTHERS} {number}"
        )
        await round_.writes(name, text, to=to)
    return round_


@pytest.mark.parametrize(
    ("to", "letter", "called"),
    [(STRENGTH, "S", "Strengths"), (IMPROVEMENT, "I", "Areas for improvement")],
)
async def test_in_a_named_round_the_code_names_everybody_who_wrote_the_statement(
    chat: RoleChat, to: str, letter: str, called: str
) -> None:
    round_ = await written(chat, WhoSees.NAMED, to=to)
    await round_.closes()
    heard = await chat.says(f"/replies t1 {letter.lower()}1")
    assert [f"T1.{letter}1", called] == [line.text for line in heard.cards[-1].lines[:2]]
    assert f"6 people. Also spelt: “{SHARED.upper()}.”" in heard.text
    for name in EIGHT[:6]:
        assert name in heard.text
    for name in EIGHT[6:]:
        assert name not in heard.text
    assert await round_.record() == [("r1", f"T1.{letter}1")]
    assert heard.cards[-1].protect


async def test_a_code_alone_is_enough(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED)
    await round_.closes()
    assert SHARED in (await chat.says("T1.S1")).text
    assert "Ann Example, Home care:" in (await chat.says("t1.s")).text


async def test_whoever_changed_it_or_took_it_back_since_is_named_with_how_it_reads_now(
    chat: RoleChat,
) -> None:
    round_ = await written(chat, WhoSees.NAMED)
    await round_.closes()
    await round_.reopens()
    await round_.writes("Ann Example", "We hear them now", to=STRENGTH)
    await round_.leaves("Cy Example", Given.WITHDRAWN, to=STRENGTH)
    await round_.writes("Di Example", f"{SHARED}!", to=STRENGTH)
    said = (await chat.says("/replies T1.S1")).text
    assert "Ann Example, Home care. It reads now:\n\nWe hear them now" in said
    assert "Cy Example, Home care. Taken back since." in said
    assert "Di Example, Day care" in said
    assert said.count("It reads now") == 1


@WITHOUT_NAMES
async def test_without_names_a_code_shows_what_the_report_shows_and_nobody(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    said = (await chat.says("/replies T1.S1")).text
    assert f"6 people. Also spelt: “{SHARED.upper()}.”" in said
    assert "You read it without a name, like all that was written in this round." in said
    for each in (*EIGHT, "Home care", "Day care", "It reads now"):
        assert each not in said
    one = (await chat.says("/replies T1.S2")).text
    assert OTHERS in one
    assert "person" not in one


@WITHOUT_NAMES
async def test_a_code_of_what_too_few_wrote_says_so(chat: RoleChat, who_sees: WhoSees) -> None:
    round_ = await written(chat, who_sees, NAMES[:4])
    await round_.closes()
    said = (await chat.says("/replies T1.S1")).text
    assert said.startswith("Fewer than")
    assert SHARED not in said


@WITHOUT_NAMES
async def test_while_the_round_is_open_a_code_tells_nothing(chat: RoleChat, who_sees: WhoSees) -> None:
    round_ = await written(chat, who_sees)
    assert (await chat.says("/replies T1.S1")).text.startswith("You can read these once")
    await round_.closes()
    await round_.reopens()
    assert SHARED not in (await chat.says("/replies T1.S1")).text


async def test_before_there_is_a_report_there_are_no_codes_of_statements(chat: RoleChat) -> None:
    await written(chat, WhoSees.NAMED)
    said = (await chat.says("/replies T1.S1")).text
    assert said.startswith("Statements get their codes in the group's report, once the round is closed.")
    assert "/replies T1.S shows" in said


@pytest.mark.parametrize("code", ["T1.S99", "T9.S1", "T1.I7"])
async def test_a_code_that_the_report_does_not_have_is_said_to_be_none(chat: RoleChat, code: str) -> None:
    round_ = await written(chat, WhoSees.NAMED)
    for name in EIGHT:
        await round_.writes(name, f"Better {name}", to=IMPROVEMENT)
    await round_.closes()
    if code == "T1.I7":
        assert "Better" in (await chat.says(f"/replies {code}")).text
        code = "T1.I9"
    assert (await chat.says(f"/replies {code}")).text.startswith(
        f"There is no {code} in the group's report of"
    )


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_once_somebody_was_erased_no_code_shows_a_statement(chat: RoleChat, who_sees: WhoSees) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    await chat.says("/results")
    await chat.receives()
    heard = await chat.says("/replies T1.S1")
    shown = [line for line in heard.cards[-1].lines if SHARED.casefold() in line.text.casefold()]
    assert shown
    assert all(line.once_erased for line in shown)
    person = await chat.shop.loaded("telegram:1")
    assert person is not None
    now = chat.shop.clock()
    await chat.database.write(lambda tx: erase_person(tx, person.person_id, now))
    said = (await chat.says("/replies T1.S1")).text
    assert SHARED.casefold() not in said.casefold()
    assert "erased" in said
