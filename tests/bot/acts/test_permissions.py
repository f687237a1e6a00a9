"""Who may do what, generated from the one table: every role, every command, by word and by tap."""

import pytest

from bot.acts.permissions import MAY, Command, may
from bot.messages.file_reference import fetch_file_job, received_file
from conversations.incoming import SentFile
from storage.roles.organisations import Role
from storage.roles.role_holders import role_place_from_json
from tests.bot.coordinator.role_chat import RoleChat
from tests.channel_names import TELEGRAM

UNKNOWN = "I do not know that command."
NO_ROLE = "You have no role here any more."
LINES = {
    Command.INVITE: "/invite 2 Home care",
    Command.EXTEND: "/extend 24 December 2026",
    Command.REOPEN: "/reopen 24 December 2026",
    Command.COLLEAGUE: "/colleague reader",
    Command.PLAN: "/plan 3 / 7 1",
    Command.ASK: "/ask everybody: 1",
    Command.DIGEST: "/digest weekly",
}
AFTERWARDS = {Command.RESULTS, Command.RELEASE, Command.REPLIES}
"""What can be asked for once a round is over."""
ROLES = {
    "coordinator": Role.COORDINATOR,
    "reader": Role.READER,
    "reader of complaints": Role.COMPLAINTS,
}
EVERYBODY = (*ROLES, "participant", "coordinator elsewhere", "former", "stranger")
"""Who asks. "elsewhere" is another organisation on the same instance, "former" is whose role has ended."""


ACTIONS = (
    "desk-yes",
    "desk-do-close",
    "desk-round-1",
    "desk-undo",
    "desk-change-1",
    "desk-do-colleagues-remove",
)


async def arrives(chat: RoleChat, who: str) -> str:
    match who:
        case "coordinator":
            return "77"
        case "reader":
            await chat.gives("78", "Example Council", "reader")
            return "78"
        case "reader of complaints":
            await chat.gives("83", "Example Council", "complaints")
            return "83"
        case "participant":
            await chat.shop.join("79")
            await chat.shop.go_on()
            return "79"
        case "coordinator elsewhere":
            await chat.gives("80", "Other Council", "coordinator")
            return "80"
        case "former":
            await chat.gives("82", "Example Council", "coordinator")
            await chat.says("/colleagues remove 2", "yes")
            return "82"
        case _:
            return "81"


@pytest.mark.parametrize("command", Command)
@pytest.mark.parametrize("who", EVERYBODY)
async def test_a_command_is_for_those_whom_the_table_names(
    chat: RoleChat, who: str, command: Command
) -> None:
    address = await arrives(chat, who)
    if command in AFTERWARDS and who != "participant":
        await chat.shop.close_round()
    heard = await chat.says(LINES.get(command, f"/{command.value}"), address=address)
    role = ROLES.get(who)
    if who == "coordinator elsewhere":
        assert "Round r1" not in heard.text
        assert "r1" not in heard.text
    elif may(role, command):
        assert UNKNOWN not in heard.text
        assert heard.cards
    elif who == "participant" and command is Command.ROUNDS:
        assert heard.text.startswith("Your rounds\n\n")
        assert "1. Round r1 (you are here)" in heard.text
    elif who == "participant":
        assert "I do not know that command" in heard.text
    elif who in ROLES:
        assert heard.text.startswith(UNKNOWN)
    elif who == "former":
        assert heard.text.startswith(NO_ROLE)
    else:
        assert heard.text.startswith("This is Closer Look. To take part you need a working link")
        assert not heard.cards


def test_every_command_is_in_the_table_and_nobody_without_a_role_may_anything() -> None:
    assert set(MAY) == set(Command)
    assert not any(may(None, command) for command in Command)


@pytest.mark.parametrize("is_forged", [False, True], ids=["as they are", "with a place that is forged"])
@pytest.mark.parametrize("who", [each for each in EVERYBODY if each != "coordinator"])
async def test_a_tap_with_another_persons_button_changes_nothing(
    chat: RoleChat, who: str, is_forged: bool
) -> None:
    address = await arrives(chat, who)
    await chat.says("/close")
    places = await chat.database.read(lambda tx: tx.rows("SELECT place FROM office WHERE round_id IS NULL"))
    (place,) = [place for (place,) in places if '"form":"close"' in place]
    number = role_place_from_json(place).card
    if is_forged:
        await chat.database.write(lambda tx: tx.run("UPDATE office SET place = :p", {"p": place}))
    for action in (*ACTIONS, "desk-own-keep"):
        await chat.shop.receive(chat.shop.tapped(address, f"{number}:{action}"))
        await chat.shop.go_on()
    closed = await chat.database.read(lambda tx: tx.row("SELECT closed_at FROM round WHERE id = 'r1'"))
    assert closed == (None,)
    heard = await chat.taps("Close it")
    assert heard.text.startswith("“Round r1” is closed."), "the button itself works"


@pytest.mark.parametrize("is_forged", [False, True], ids=["as they are", "with a place that is forged"])
@pytest.mark.parametrize("who", EVERYBODY)
async def test_a_file_is_read_of_those_only_who_may_invite(chat: RoleChat, who: str, is_forged: bool) -> None:
    address = await arrives(chat, who)
    await chat.says("/invite")
    (place,) = [
        each
        for (each,) in await chat.database.read(lambda tx: tx.rows("SELECT place FROM office"))
        if '"form":"invite"' in each
    ]
    if is_forged:
        await chat.database.write(lambda tx: tx.run("UPDATE office SET place = :p", {"p": place}))
    file = SentFile(TELEGRAM, "900", chat.shop.clock(), reference="f")
    wanted = fetch_file_job(file, role_place_from_json(place).card)
    await chat._sends(address, received_file(900, TELEGRAM, address, wanted, b"Ann Example"))
    await chat._sends(address, chat.shop.wrote(address, "yes"))
    names = await chat.database.read(lambda tx: tx.rows("SELECT name FROM invitation WHERE name <> ''"))
    assert names == ([("Ann Example",)] if who == "coordinator" else [])


async def test_a_role_that_is_taken_away_ends_at_once_even_in_the_middle_of_a_command(chat: RoleChat) -> None:
    await chat.says("/close")
    await chat.database.write(lambda tx: tx.run("DELETE FROM role"))
    await chat.says("yes")
    closed = await chat.database.read(lambda tx: tx.row("SELECT closed_at FROM round WHERE id = 'r1'"))
    assert closed == (None,)


async def test_a_role_that_becomes_less_ends_what_was_begun_with_the_greater(chat: RoleChat) -> None:
    await chat.says("/close")
    await chat.database.write(lambda tx: tx.run("UPDATE role SET role = 'reader'"))
    heard = await chat.says("yes")
    assert heard.text.startswith(UNKNOWN)
    closed = await chat.database.read(lambda tx: tx.row("SELECT closed_at FROM round WHERE id = 'r1'"))
    assert closed == (None,)


async def test_two_organisations_do_not_see_each_other(chat: RoleChat) -> None:
    await chat.gives("80", "Other Council", "coordinator")
    await chat.says("/round", "example", "Theirs", "skip", "all", "none", "2", "yes", address="80")
    theirs = (await chat.says("/rounds", address="80")).text
    ours = (await chat.says("/rounds")).text
    assert "Theirs" in theirs
    assert "Round r1" not in theirs
    assert "Round r1" in ours
    assert "Theirs" not in ours
    assert "Other" not in ours


async def test_a_round_at_hand_of_another_organisation_is_never_used(chat: RoleChat) -> None:
    await chat.gives("80", "Other Council", "coordinator")
    await chat.database.write(lambda tx: tx.run("UPDATE office SET round_id = 'r1'"))
    for words in ("/status", "/people", "/invite 2", "/close", "yes", "/extend 24 December", "yes"):
        heard = await chat.says(words, address="80")
        assert "r1" not in heard.text
    closed = await chat.database.read(lambda tx: tx.row("SELECT closed_at, closes_at FROM round"))
    assert closed == (None, None)


async def test_who_has_a_role_is_never_shown_to_another_organisation(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "reader")
    await chat.gives("80", "Other Council", "coordinator")
    await chat.gives("83", "Other Council", "coordinator")
    await chat.says("/colleagues remove 2")
    ours = await chat.database.read(
        lambda tx: tx.row("SELECT place FROM office o JOIN role r ON r.person_id = o.person_id LIMIT 1")
    )
    assert ours is not None
    # The very card that asks whether the reader's role shall end, in the hands of another organisation.
    await chat.database.write(lambda tx: tx.run("UPDATE office SET place = :p", {"p": ours[0]}))
    await chat.says("yes", address="80")
    rows = await chat.database.read(
        lambda tx: tx.rows(
            "SELECT o.name, count(*) FROM role r JOIN organisation o ON o.id = r.organisation_id GROUP BY 1"
        )
    )
    assert dict(rows) == {"Example Council": 2, "Other Council": 2}
