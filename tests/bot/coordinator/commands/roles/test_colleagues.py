"""Who has a role, and ending one: what is shown, who may, and that from then on nothing of it is left."""

from datetime import datetime

import pytest

from bot.acts.permissions import Command
from bot.jobs.artefact import Artefact, FetchedFile
from bot.jobs.job_worker import JobWorker
from bot.jobs.makers import makers
from bot.schedule.digests import DigestWorker
from bot.settings.settings import Settings
from storage.erasure import erase_person
from storage.messages import chat_history, outbox
from storage.messages.job_details import ProgressPictureJob
from storage.messages.jobs import Job
from storage.people import people
from storage.roles.role_holders import load_role_holders
from storage.roles.role_list import colleagues
from tests.bot.coordinator.role_chat import RoleChat, joins, links_in
from tests.bot.joining import join_web
from tests.bot.workshop import drain, shown
from tests.channel_names import TELEGRAM, WEB

NO_ROLE = "You have no role here any more."
TOLD = "Your role for Example Council has ended."


async def roles(chat: RoleChat, name: str = "Example Council") -> list[tuple[int, str, str]]:
    place = await chat.organisation(name)
    found = await chat.database.read(lambda tx: colleagues(tx, place, chat.shop.clock()))
    return [(each.number, each.label, each.role.value) for each in found if each.person_id]


async def acts(chat: RoleChat) -> list[tuple[str, str, str, str]]:
    rows = await chat.database.read(
        lambda tx: tx.rows("SELECT actor, act, subject, outcome FROM audit ORDER BY organisation_id, number")
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def let_in(chat: RoleChat, address: str, role: str = "reader", name: str = "Ben") -> None:
    """Let somebody come in by a link that the coordinator makes in the chat."""
    heard = await chat.says(f"/colleague {role} {name}", "yes")
    assert await joins(chat, links_in(heard)[0], address)


async def ended(chat: RoleChat, address: str = "78", role: str = "coordinator") -> None:
    """Somebody whose role was ended by a colleague."""
    await let_in(chat, address, role)
    heard = await chat.says("/colleagues remove 2", "yes")
    assert heard.text.startswith("That role has ended. Whoever had it is told.")


async def test_everybody_with_a_role_is_listed_with_what_a_colleague_called_them(chat: RoleChat) -> None:
    await let_in(chat, "78", name="Ben Smith")
    heard = await chat.says("/colleague coordinator Cara", "yes")
    assert "Who has a role" in [each.label for row in heard.cards[-1].buttons for each in row]
    listed = (await chat.says("/colleagues")).text
    assert "1. You: coordinator since 2 November 2026, on Telegram" in listed
    assert "2. Ben Smith: reader since 2 November 2026, on Telegram" in listed
    assert "3. Cara: open link for a coordinator, until 3 November 2026" in listed


async def test_a_colleague_may_go_without_a_name_and_long_or_empty_ones_are_refused(chat: RoleChat) -> None:
    assert "What do you call them?" in (await chat.says("/colleague reader")).text
    assert "At most 120 fit." in (await chat.says("x" * 121)).text
    assert "In the list" not in (await chat.says("none")).text
    await chat.says("yes")
    assert "2. No name: open link for a reader" in (await chat.says("/colleagues")).text


async def test_two_organisations_do_not_see_each_others_colleagues(chat: RoleChat) -> None:
    await chat.gives("80", "Other Council", "coordinator")
    await let_in(chat, "78")
    theirs = (await chat.says("/colleagues", address="80")).text
    assert "1. You: coordinator" in theirs
    assert "Ben" not in theirs
    heard = await chat.says("/colleagues remove 2", address="80")
    assert heard.text.startswith("There is no number 2 on the list.")
    assert len(await roles(chat)) == 2


async def test_with_several_organisations_it_is_asked_for_which(chat: RoleChat) -> None:
    await chat.gives("77", "Other Council", "coordinator")
    await chat.gives("80", "Other Council", "reader")
    listed = (await chat.says("/colleagues")).text
    assert listed.index("Example Council") < listed.index("Other Council")
    heard = await chat.says("/colleagues remove 2")
    assert "For which organisation?" in heard.text
    assert "There is no number 2" in (await chat.says("Example Council")).text
    heard = await chat.says("/colleagues remove", "2")
    assert "Whose role shall end, or which link?" in heard.text
    heard = await chat.says("2")
    assert heard.text.startswith("End this role?\n\n2. No name: reader since")
    await chat.says("yes")
    assert await roles(chat, "Other Council") == [(1, "", "coordinator")]


async def test_a_role_ends_after_a_preview_and_is_on_record(chat: RoleChat) -> None:
    await let_in(chat, "78")
    heard = await chat.says("/colleagues remove 2")
    assert heard.text.startswith("End this role?\n\n2. Ben: reader since 2 November 2026, on Telegram")
    assert len(await roles(chat)) == 2, "nothing has been done yet"
    await chat.taps("Cancel")
    assert len(await roles(chat)) == 2
    await chat.says("/colleagues remove 2", "yes")
    assert await roles(chat) == [(1, "", "coordinator")]
    assert (await acts(chat))[-1] == ("person 1", "role.end", "person 2", "done")
    assert TOLD in (await chat.receives(address="78")).text
    assert (await chat.says("hello", address="78")).text.startswith(NO_ROLE)


async def test_it_can_be_done_with_buttons_alone(chat: RoleChat) -> None:
    await let_in(chat, "78")
    await chat.says("/colleagues")
    heard = await chat.taps("End a role or take back a link")
    assert heard.typed == ["1", "2", "cancel"]
    await chat.taps("2. Ben: reader")
    await chat.taps("End it")
    assert await roles(chat) == [(1, "", "coordinator")]


async def test_a_button_means_whom_it_named_also_when_the_list_has_changed_since(chat: RoleChat) -> None:
    await let_in(chat, "78")
    await let_in(chat, "79", name="Cara")
    await chat.says("/colleagues remove")
    await chat.database.write(lambda tx: tx.run("DELETE FROM role WHERE number = 2"))
    heard = await chat.taps("3. Cara: reader")
    assert "3. Cara: reader" in heard.text
    await chat.says("/colleagues remove")
    await chat.database.write(lambda tx: tx.run("UPDATE role SET label = 'Dora' WHERE number = 3"))
    heard = await chat.taps("3. Cara: reader")
    assert "Whose role shall end, or which link?" in heard.text
    assert "3. Dora: reader" in [each.label for row in heard.cards[-1].buttons for each in row]


async def test_ending_a_role_can_be_undone_and_they_are_told_again(chat: RoleChat) -> None:
    await ended(chat)
    heard = await chat.says("undo")
    assert heard.text == "Undone: they have their role again, and are told."
    assert await roles(chat) == [(1, "", "coordinator"), (2, "Ben", "coordinator")]
    assert (await acts(chat))[-1] == ("person 1", "role.end", "person 2", "undone")
    told = (await chat.receives(address="78")).text
    assert told.index(TOLD) < told.index("You have your role for Example Council again.")
    assert "You coordinate for Example Council." in (await chat.says("/office", address="78")).text


async def test_it_cannot_be_undone_by_who_has_lost_their_own_role_or_for_who_is_erased(
    chat: RoleChat,
) -> None:
    await ended(chat)
    await chat.database.write(lambda tx: erase_person(tx, 2, chat.shop.clock()))
    places = await chat.database.read(lambda tx: tx.rows("SELECT place FROM office"))
    assert not any("Ben" in place for (place,) in places), "their name goes with them"
    heard = await chat.says("undo")
    assert heard.text.startswith("Nothing was done.")
    await let_in(chat, "79")
    await chat.says("/colleagues remove 3", "yes")
    await chat.database.write(lambda tx: tx.run("UPDATE role SET role = 'reader'"))
    assert "I do not know that command." in (await chat.says("undo")).text
    assert len(await roles(chat)) == 1


async def test_an_open_link_is_taken_back_and_that_can_be_undone(chat: RoleChat) -> None:
    code = links_in(await chat.says("/colleague coordinator Cara", "yes"))[0]
    heard = await chat.says("/colleagues remove 2")
    assert heard.text.startswith("Take back this link?\n\n2. Cara: open link for a coordinator")
    assert (await chat.says("yes")).text == "That link lets nobody in any more."
    assert (await acts(chat))[-1] == ("person 1", "role.withdraw", "coordinator", "done")
    assert "Cara" not in (await chat.says("/colleagues")).text
    assert not await joins(chat, code, "78")
    await chat.says("/colleague coordinator Cara", "yes")
    await chat.says("/colleagues remove 3", "yes")
    assert (await chat.says("undo")).text == "Undone: the link works again."
    assert "3. Cara: open link" in (await chat.says("/colleagues")).text


async def test_a_link_that_is_used_between_the_preview_and_the_yes_is_not_ended_as_a_role(
    chat: RoleChat,
) -> None:
    code = links_in(await chat.says("/colleague reader Ben", "yes"))[0]
    await chat.says("/colleagues remove 2")
    assert await joins(chat, code, "78")
    heard = await chat.says("yes")
    assert heard.text.startswith("That has changed meanwhile, so nothing was done.")
    assert len(await roles(chat)) == 2


async def test_the_last_coordinator_stays_and_hears_what_to_do(chat: RoleChat) -> None:
    await let_in(chat, "78")
    heard = await chat.says("/colleagues remove 1")
    assert heard.text.startswith("Nobody else coordinates for Example Council, so this role cannot end here.")
    assert not heard.cards[-1].buttons
    assert len(await roles(chat)) == 2


async def test_two_coordinators_cannot_both_go_in_the_same_moment(chat: RoleChat) -> None:
    await let_in(chat, "78", "coordinator")
    await chat.says("/colleagues remove 1")
    await chat.says("/colleagues remove 2", address="78")
    await chat.shop.receive(chat.shop.wrote("77", "yes"), chat.shop.wrote("78", "yes"))
    await chat.shop.go_on()
    assert await roles(chat) == [(2, "Ben", "coordinator")]
    assert any("Nobody else coordinates" in each for each in chat.shop.said_to("78"))


async def test_ones_own_role_can_be_given_up_where_a_coordinator_is_left(chat: RoleChat) -> None:
    await let_in(chat, "78", "coordinator")
    heard = await chat.says("/colleagues remove 1")
    assert heard.text.startswith("Give up your own role?\n\n1. You: coordinator")
    heard = await chat.says("yes")
    assert heard.text.startswith("You have given up your role for Example Council.")
    assert not heard.cards[-1].buttons, "only a colleague can let them in again"
    assert await roles(chat) == [(2, "Ben", "coordinator")]
    assert (await chat.says("undo")).text.startswith(NO_ROLE)
    assert len(await roles(chat)) == 1
    assert (await chat.receives()).text == "", "they know already"


async def test_numbers_that_are_none_are_refused_and_asked_for_again(chat: RoleChat) -> None:
    await chat.says("/colleagues remove")
    for words, told in (
        ("two", "Please type a number"),
        ("99", "There is no number 99"),
        ("9" * 30, "Please"),
    ):
        heard = await chat.says(words)
        assert told in heard.text
        assert "Whose role shall end, or which link?" in heard.text
    assert "Who has a role" in (await chat.says("/colleagues somebody")).text


# --- from that moment ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", Command)
async def test_no_command_is_open_to_whoever_has_lost_their_role(chat: RoleChat, command: Command) -> None:
    await ended(chat)
    heard = await chat.says(f"/{command.value}", address="78")
    assert heard.text.startswith(NO_ROLE)
    assert "Round r1" not in heard.text
    assert not heard.cards[-1].buttons


async def test_an_open_card_does_not_count_any_more_by_tap_or_by_word(chat: RoleChat) -> None:
    await let_in(chat, "78", "coordinator")
    await chat.says("/close", address="78")
    await chat.says("/colleagues remove 2", "yes")
    heard = await chat.taps("Close it", address="78")
    assert heard.text == "That card is no longer open, so nothing was changed."
    assert (await chat.says("yes", address="78")).text.startswith(NO_ROLE)
    closed = await chat.database.read(lambda tx: tx.row("SELECT closed_at FROM round WHERE id = 'r1'"))
    assert closed == (None,)


async def test_a_message_of_the_same_moment_counts_no_more(chat: RoleChat) -> None:
    await let_in(chat, "78", "coordinator")
    await chat.says("/close", address="78")
    await chat.says("/colleagues remove 2")
    await chat.shop.receive(chat.shop.wrote("77", "yes"), chat.shop.wrote("78", "yes"))
    await _decide(chat)
    waiting = await chat.database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
    assert any(NO_ROLE in each.body for each in waiting if each.address == "78"), "their message is answered"
    await chat.shop.go_on()
    closed = await chat.database.read(lambda tx: tx.row("SELECT closed_at FROM round WHERE id = 'r1'"))
    assert closed == (None,)
    assert any(NO_ROLE in each for each in chat.shop.said_to("78"))


async def test_who_takes_part_as_well_goes_on_with_that_and_nothing_else(chat: RoleChat) -> None:
    await chat.shop.join("78")
    await chat.shop.go_on()
    await chat.says("begin", "1", "start", address="78")
    await let_in(chat, "78", "coordinator")
    await chat.says("/colleagues remove 2", "yes")
    heard = await chat.says("/close", address="78")
    assert "I do not know that command. /help shows those I know." in heard.text
    heard = await chat.says("We ask each person in turn.", address="78")
    assert "Saved." in heard.text
    assert await chat.shop.texts() == ["We ask each person in turn."]


async def test_a_role_elsewhere_is_not_touched(chat: RoleChat) -> None:
    await let_in(chat, "78", "coordinator")
    await chat.gives("78", "Other Council", "reader")
    await chat.says("/colleagues remove 2", "yes")
    heard = await chat.says("/office", address="78")
    assert "You read reports for Other Council." in heard.text
    assert "Example Council" not in heard.text
    assert (await chat.says("/status", address="78")).text == "Choose a round first: /rounds"


@pytest.mark.parametrize("words", ["/status", "/results", "/results html", "/paper"])
async def test_what_was_asked_for_and_is_not_made_yet_never_comes(chat: RoleChat, words: str) -> None:
    await let_in(chat, "78", "coordinator")
    if words.startswith("/results"):
        await chat.shop.close_round()
    await chat.says(words, address="78")
    await chat.says("/colleagues remove 2", "yes")
    heard = await chat.receives(address="78")
    assert heard.text.startswith(TOLD)
    assert heard.files == ()


async def test_a_report_that_is_being_made_at_that_moment_is_not_kept(chat: RoleChat) -> None:
    await let_in(chat, "78", "coordinator")
    await chat.says("/status", address="78")
    usual = makers(chat.database, chat.shop.shelf, chat.shop.channels)

    async def and_then_it_ends(job: Job[ProgressPictureJob], now: datetime) -> Artefact | FetchedFile:
        made = await usual[ProgressPictureJob](job, now)
        assert isinstance(made, Artefact)
        assert made.files
        await chat.says("/colleagues remove 2", "yes")
        return made

    worker = JobWorker(
        chat.database,
        chat.shop.shelf,
        chat.shop.told.append,
        channels=chat.shop.channels,
        made_by={**usual, ProgressPictureJob: and_then_it_ends},
        now=chat.shop.clock,
    )
    before = len(chat.shop.told)
    while await worker.do_one():
        pass
    due = [each for told in chat.shop.told[before:] for each in told.due if each.address == "78"]
    assert [shown(each) for each in due] == [shown(each) for each in due if TOLD in shown(each)]
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM kept_file")) == (0,)


async def test_what_waits_to_be_delivered_is_not_delivered_any_more(chat: RoleChat) -> None:
    await let_in(chat, "78", "coordinator")
    await chat.says("/status", address="78")
    await chat.receives(address="78")  # the picture waits in the outbox, as Telegram is slow
    waiting = await chat.database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
    assert [each.address for each in waiting] == ["78"]
    await chat.shop.receive(chat.shop.wrote("77", "/colleagues remove 2"))
    await _decide(chat)
    await chat.shop.receive(chat.shop.wrote("77", "yes"))
    await _decide(chat)
    offered = await chat.database.write(
        lambda tx: outbox.begin_attempts(tx, [(each.key, each.target) for each in waiting], chat.shop.clock())
    )
    assert offered == {}


async def test_what_was_asked_for_in_the_very_turn_in_which_the_role_ends_does_not_come(
    chat: RoleChat,
) -> None:
    await let_in(chat, "78", "coordinator")
    await chat.says("/invite", "Ann Example")
    await chat.says("cancel", "/colleagues remove 2")
    await chat.shop.receive(chat.shop.wrote("78", "/people"), chat.shop.wrote("77", "yes"))
    await _decide(chat)
    rows = await chat.database.read(
        lambda tx: tx.rows("SELECT state, body FROM outbox WHERE person_id = 2 AND of_office ORDER BY number")
    )
    assert not [row for row in rows if row[0] == "waiting"]
    assert "who is invited" not in repr(rows)


async def test_what_was_said_to_whoever_has_a_role_elsewhere_as_well_is_delivered(chat: RoleChat) -> None:
    await let_in(chat, "78")
    await chat.gives("78", "Other Council", "coordinator")
    await chat.shop.receive(chat.shop.wrote("78", "/office"))
    await _decide(chat)
    await chat.shop.receive(chat.shop.wrote("77", "/colleagues remove 2"))
    await _decide(chat)
    await chat.shop.receive(chat.shop.wrote("77", "yes"))
    await _decide(chat)
    rows = await chat.database.read(
        lambda tx: tx.rows("SELECT state FROM outbox WHERE person_id = 2 AND of_office ORDER BY number")
    )
    assert rows[-1] == ("waiting",)


async def test_what_somebody_gets_for_their_own_part_is_delivered_all_the_same(chat: RoleChat) -> None:
    await chat.shop.join("78")
    await chat.shop.go_on()
    await let_in(chat, "78", "coordinator")
    await chat.shop.receive(chat.shop.wrote("78", "/themes"))
    await _decide(chat)
    waiting = await chat.database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
    assert any("The themes" in shown(each) for each in waiting)
    for words in ("/colleagues remove 2", "yes"):
        await chat.shop.receive(chat.shop.wrote("77", words))
        await _decide(chat)
    left = await chat.database.read(lambda tx: outbox.waiting(tx, TELEGRAM))
    assert [shown(each) for each in left if each.address == "78"] == [
        shown(each) for each in waiting if each.address == "78"
    ]


async def test_no_digest_comes_any_more_and_it_does_again_after_an_undo(chat: RoleChat) -> None:
    await let_in(chat, "78", "coordinator")
    await chat.says("/digest daily", "yes", address="78")
    await chat.says("/colleagues remove 2", "yes")
    await chat.receives(address="78")
    digests = DigestWorker(
        chat.database, Settings().reminder_hours, chat.shop.told.append, now=chat.shop.clock
    )
    chat.shop.clock.advance(86_400)
    await digests.look()
    assert (await chat.receives(address="78")).cards == ()
    await chat.says("undo")
    await digests.look()
    assert "Progress: Round r1" in (await chat.receives(address="78")).text


async def test_who_cannot_be_reached_hears_of_it_when_they_come_back(chat: RoleChat) -> None:
    await let_in(chat, "78")
    await chat.database.write(
        lambda tx: people.mark_unreachable(tx, "telegram:78", "blocked", chat.shop.clock())
    )
    await chat.says("/colleagues remove 2", "yes")
    assert (await chat.receives(address="78")).cards == ()
    assert (await chat.says("hello", address="78")).text.startswith(NO_ROLE)
    assert await chat.database.read(lambda tx: people.person_reached(tx, 2)) is not None


async def test_a_new_link_brings_somebody_back_under_a_new_number(chat: RoleChat) -> None:
    await ended(chat)
    await let_in(chat, "78", "reader", "Ben again")
    assert await roles(chat) == [(1, "", "coordinator"), (3, "Ben again", "reader")]
    assert "You read reports for Example Council." in (await chat.says("/office", address="78")).text


async def test_in_the_browser_it_is_the_same(chat: RoleChat) -> None:
    code = links_in(await chat.says("/colleague coordinator Ben", "yes"))[0]
    signed_in = await chat.database.write(
        lambda tx: join_web(chat.shop.arrivals, tx, code, chat.shop.clock())
    )
    assert signed_in is not None
    person, sender = signed_in.person_id, people.sender_of(WEB, str(signed_in.person_id))
    await chat.shop.receive(chat.shop.posted(person, "m1", "/close"))
    await chat.shop.go_on()
    role_holder = (await chat.database.read(lambda tx: load_role_holders(tx, [sender])))[sender]
    await chat.says("/colleagues remove 2", "yes")
    await chat.receives()
    await chat.shop.receive(chat.shop.posted(person, "m2", card=role_holder.place.card, action="desk-yes"))
    await chat.shop.receive(chat.shop.posted(person, "m3", "/status"))
    await chat.shop.go_on()
    history = await chat.database.read(lambda tx: chat_history.stretch(tx, person, 1000))
    said = [each.body for each in sorted(history, key=lambda each: each.number)]
    told, denied, _, no_role = said[-4:]
    assert TOLD in told
    assert "That card is no longer open" in denied
    assert NO_ROLE in no_role
    closed = await chat.database.read(lambda tx: tx.row("SELECT closed_at FROM round WHERE id = 'r1'"))
    assert closed == (None,)


async def _decide(chat: RoleChat) -> None:
    """Take turns, and let nothing be delivered."""
    await drain(chat.shop.turns())
