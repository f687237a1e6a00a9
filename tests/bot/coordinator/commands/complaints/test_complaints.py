"""``/complaints``: reading and answering, for whoever has the role and nobody else."""

import re

import pytest

from storage.engine.database import Transaction
from tests.bot.coordinator.role_chat import RoleChat, joins

READER = "83"
WRITER = "91"
DAY = 86_400


@pytest.fixture
async def complained(chat: RoleChat) -> RoleChat:
    """Somebody has complained who is known, and whoever reads complaints is there."""
    await chat.gives(READER, "Example Council", "complaints")
    await chat.shop.join(WRITER)
    await chat.shop.go_on()
    await chat.says("/complain", "My manager read it out.", "And laughed.", "done", address=WRITER)
    return chat


async def number_of(chat: RoleChat) -> int:
    row = await chat.database.read(lambda tx: tx.row("SELECT number FROM complaint"))
    assert row is not None
    return int(row[0])


def acts(tx: Transaction) -> list[tuple[str, str]]:
    return tx.rows("SELECT act, subject FROM audit WHERE act LIKE 'complaint%' ORDER BY number")


async def test_the_list_says_by_when_and_shows_no_words(complained: RoleChat) -> None:
    number = await number_of(complained)
    heard = await complained.says("/complaints", address=READER)
    assert f"{number}: received on 2 November 2026, to be answered by 1 December 2026" in heard.text
    assert "manager" not in heard.text
    assert str(number) in heard.typed
    assert await complained.database.read(acts) == []


async def test_reading_one_is_on_record_without_a_word_of_it(complained: RoleChat) -> None:
    number = await number_of(complained)
    heard = await complained.says(f"/complaints {number}", address=READER)
    for said in (
        "My manager read it out.",
        "And laughed.",
        "Written in: Round r1",
        "does not say who",
    ):
        assert said in heard.text
    assert await complained.database.read(acts) == [("complaint.read", f"complaint {number}")]
    rows = await complained.database.read(lambda tx: tx.rows("SELECT * FROM audit"))
    assert "manager" not in str(rows)


async def test_its_answer_is_shown_before_it_goes_and_its_writer_is_told(complained: RoleChat) -> None:
    number = await number_of(complained)
    await complained.says(f"/complaints {number}", address=READER)
    heard = await complained.taps("Answer it", address=READER)
    assert "Write the answer" in heard.text
    heard = await complained.says("We have spoken with them.", address=READER)
    assert "We have spoken with them." in heard.text
    heard = await complained.says("yes", address=READER)
    assert f"Complaint {number} is answered." in heard.text
    told = await complained.receives(address=WRITER)
    assert f"Your complaint {number} has an answer. /complain {number} shows it." in told.text
    heard = await complained.says(f"/complain {number}", address=WRITER)
    assert "We have spoken with them." in heard.text
    heard = await complained.says("/complaints", address=READER)
    assert f"{number}: received on 2 November 2026, answered" in heard.text
    assert await complained.database.read(acts) == [
        ("complaint.read", f"complaint {number}"),
        ("complaint.answer", f"complaint {number}"),
    ]


async def test_an_answer_can_be_typed_in_one_line_and_changed_before_it_goes(complained: RoleChat) -> None:
    number = await number_of(complained)
    heard = await complained.says(f"/complaints answer {number} It is gone.", address=READER)
    assert "It is gone." in heard.text
    heard = await complained.says("cancel", address=READER)
    assert "Nothing was done." in heard.text
    assert await complained.database.read(acts) == []


async def test_who_signs_is_named_to_the_one_who_answers(complained: RoleChat) -> None:
    number = await number_of(complained)
    await complained.says(
        f"/complain {number}", "One thing more.", "say who", "Ann Smith", "done", address=WRITER
    )
    heard = await complained.says(f"/complaints {number}", address=READER)
    assert "From: Ann Smith" in heard.text
    assert "One thing more." in heard.text


@pytest.mark.parametrize("typed", ["1", "999999", "x", "answer 1 Yes", "answer x"])
async def test_what_is_no_complaint_is_said_in_a_sentence(complained: RoleChat, typed: str) -> None:
    heard = await complained.says(f"/complaints {typed}", address=READER)
    assert "There is no complaint" in heard.text or "Please type the number" in heard.text


async def test_a_complaint_that_was_taken_back_has_no_words_and_no_answer(complained: RoleChat) -> None:
    number = await number_of(complained)
    await complained.says(f"/complain {number}", "take back", "yes", address=WRITER)
    heard = await complained.says(f"/complaints {number}", address=READER)
    assert "taken back" in heard.text
    assert "manager" not in heard.text
    heard = await complained.says(f"/complaints answer {number} Yes.", address=READER)
    assert "was taken back by its writer" in heard.text


async def test_coordinators_and_readers_see_no_complaint_anywhere(complained: RoleChat) -> None:
    await complained.gives("78", "Example Council", "reader")
    number = await number_of(complained)
    for address in ("77", "78"):
        for typed in ("/complaints", f"/complaints {number}", f"/complain {number}", "/office", "/status"):
            heard = await complained.says(typed, address=address)
            assert "manager" not in heard.text
            assert "received on" not in heard.text


async def test_a_coordinator_neither_gives_nor_ends_the_role(complained: RoleChat) -> None:
    heard = await complained.says("/colleague complaints", address="77")
    assert "Please type coordinator or reader." in heard.text
    heard = await complained.says("/colleagues", address="77")
    assert "reads complaints since" in heard.text
    heard = await complained.says("/colleagues remove 2", address="77")
    assert "only whoever looks after the computer ends that role" in heard.text
    assert (await complained.says("/complaints", address=READER)).cards


async def test_a_coordinator_who_opens_a_link_for_it_stays_one_and_it_still_works(
    chat: RoleChat,
) -> None:
    code = await chat.offers("Example Council", "complaints")

    assert await joins(chat, code, "77")
    assert "I do not know that command" in (await chat.says("/complaints")).text
    assert await joins(chat, code, READER)
    assert (await chat.says("/complaints", address=READER)).text.startswith("Complaints")


async def test_somebody_with_a_role_alone_complains_and_is_told_the_answer(chat: RoleChat) -> None:
    await chat.gives(READER, "Example Council", "complaints")
    heard = await chat.says("complain", address="77")
    assert "Only whoever reads complaints for Example Council gets it" in heard.text
    heard = await chat.says("They logged when I was there.", address="77")
    assert "Your complaint was received on 2 November 2026." in heard.text
    heard = await chat.says("Every day.", "say who", "Cara, ext. 12", address="77")
    assert "They are told who you are." in heard.text
    await chat.says("done", address="77")
    number = await number_of(chat)
    heard = await chat.says(f"/complaints {number}", address=READER)
    for said in ("They logged when I was there.", "Every day.", "From: Cara, ext. 12"):
        assert said in heard.text
    await chat.says(f"/complaints answer {number} We have stopped it.", "yes", address=READER)
    assert "has an answer" in (await chat.receives(address="77")).text
    assert "We have stopped it." in (await chat.says(f"/complain {number}", address="77")).text
    heard = await chat.says("take back", address="77")
    assert "none was taken back" in heard.text
    assert "What you write now becomes a new complaint." in heard.text


async def test_with_a_role_too_what_is_said_of_a_complaint_is_how_it_is_now(chat: RoleChat) -> None:
    await chat.gives(READER, "Example Council", "complaints")
    await chat.says("/complain They logged when I was there.", "say who", "Cara, ext. 12", address="77")
    heard = await chat.says("Every day.", address="77")
    assert "They are told who you are." in heard.text, "added to, it has its name"
    number = await number_of(chat)
    await chat.says(f"/complaints {number}", f"/complaints answer {number} We have.", "yes", address=READER)
    heard = await chat.says("On Fridays too.", address="77")
    assert "They are told only if you say so." in heard.text, "behind an answer it is a new one"
    assert "The name that you gave is with it" in (await chat.says(f"/complain {number}", address="77")).text


async def test_somebody_whose_role_has_ended_can_still_complain(chat: RoleChat) -> None:
    await chat.gives("82", "Example Council", "coordinator")
    await chat.says("/colleagues remove 2", "yes")
    heard = await chat.says("/complain It took you a year.", address="82")
    assert "Your complaint was received" in heard.text
    heard = await chat.says("take back", "yes", address="82")
    assert "Your complaint is taken back" in heard.text


@pytest.mark.parametrize("typed", ["/complain 9452-zzgchvtw", "/complain 9452 zzgchvt", "/complain zzgchvtw"])
async def test_with_a_role_too_a_reference_never_becomes_words(chat: RoleChat, typed: str) -> None:
    heard = await chat.says(typed)
    assert heard.text == "I know no complaint of yours under that. Please look at it again."
    await chat.says("/complain", typed.removeprefix("/complain "))
    await chat.says("/complain They logged it.", "say who", typed.removeprefix("/complain "))
    kept = await chat.database.read(lambda tx: tx.rows("SELECT text FROM complaint_words"))
    names = await chat.database.read(lambda tx: tx.rows("SELECT name FROM complaint"))
    assert (kept, names) == ([("They logged it.",)], [("",)])


async def test_with_a_role_a_reference_opens_its_complaint_to_be_seen_once(chat: RoleChat) -> None:
    await chat.shop.join(WRITER)
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    heard = await chat.says("/complain It was read out.", address=WRITER)
    found = re.search(r"\d{4}-[b-z]{8}", heard.text)
    assert found
    heard = await chat.says(f"/complain {found[0]}")
    assert "It was read out." in heard.text
    noted = await chat.database.read(lambda tx: tx.rows("SELECT count(*) FROM shown_once"))
    assert noted == [(1,)]


async def test_words_added_to_an_anonymous_complaint_are_shown_from_the_next_day_on_too(
    chat: RoleChat,
) -> None:
    await chat.gives(READER, "Example Council", "complaints")
    await chat.shop.join(WRITER)
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    heard = await chat.says("/complain", "It was read out.", address=WRITER)
    found = re.search(r"(\d{4})-[b-z]{8}", heard.text)
    assert found
    await chat.says("done", address=WRITER)
    chat.shop.clock.advance(DAY)
    seen = f"/complaints {found[1]}"
    doors = ("/complaints", seen, f"/complaints answer {found[1]} Yes.", "/office")

    async def looks() -> list[str]:
        return [(await chat.says(door, address=READER)).text for door in doors]

    before = await looks()
    assert "It was read out." in before[1]
    await chat.says(f"/complain {found[0]}", "And laughed.", address=WRITER)
    assert await looks() == before
    # Its writer sees it at once, and who answers it that day is told to look again.
    heard = await chat.says(f"/complain {found[0]}", address=WRITER)
    assert "And laughed." in heard.text
    heard = await chat.says(f"/complaints answer {found[1]} It was stopped.", address=READER)
    assert "What they have added today is shown from tomorrow on," in heard.text
    await chat.says("cancel", address=READER)
    chat.shop.clock.advance(DAY)
    assert "And laughed." in (await chat.says(seen, address=READER)).text


async def test_whatever_round_they_are_in_words_added_by_a_reference_keep_their_day_only(
    chat: RoleChat,
) -> None:
    await chat.shop.join(WRITER)
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    heard = await chat.says("/complain", "It was read out.", address=WRITER)
    found = re.search(r"\d{4}-[b-z]{8}", heard.text)
    assert found
    await chat.says("done", address=WRITER)
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'named'"))
    await chat.says(f"/complain {found[0]}", "And laughed.", address=WRITER)
    days = await chat.database.read(lambda tx: tx.rows("SELECT DISTINCT at FROM complaint_words"))
    assert len(days) == 1
    assert days[0][0] % (DAY * 1000) == 0


@pytest.mark.parametrize("mode", ["named", "anonymous"])
async def test_before_a_complaint_is_taken_back_its_writer_reads_that_this_is_seen_at_once(
    chat: RoleChat, mode: str
) -> None:
    await chat.gives(READER, "Example Council", "complaints")
    await chat.shop.join(WRITER)
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :mode", {"mode": mode}))
    await chat.says("/complain", "It was read out.", address=WRITER)
    chat.shop.clock.advance(DAY)
    heard = await chat.says("take back", address=WRITER)
    assert "they see at once that it was taken back" in heard.text
    assert "taken back" not in (await chat.says("/complaints", address=READER)).text
    await chat.says("yes", address=WRITER)
    assert "taken back" in (await chat.says("/complaints", address=READER)).text
