"""Links for people, who is invited, and how far the round is."""

import csv
import io
import re

import pytest

from bot.coordinator.command_table import FORMS
from bot.coordinator.forms import TakesFile
from bot.jobs import round_report
from bot.jobs.job_worker import MOST_ATTEMPTS
from bot.messages.file_reference import fetch_file_job, received_file
from conversations.incoming import SentFile
from conversations.reading.lists.table_text import LARGEST_TABLE
from reports.paper.link_sheet import LinkSheet
from storage.erasure import erase_person
from storage.messages.inbox import Received
from storage.messages.job_details import FetchFileJob, LinkSheetJob, details_from_json
from storage.people.people import join
from tests.bot.coordinator.role_chat import CODE, Heard, RoleChat, joins, links_in
from tests.channel_names import TELEGRAM
from tests.telegram import updates


def table(heard: Heard) -> list[list[str]]:
    ((name, content),) = heard.files
    assert name == "links.csv"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


async def test_links_for_a_team_let_people_in_with_their_team(chat: RoleChat) -> None:
    heard = await chat.says("/invite 2 Home care", "yes")
    first, second = links_in(heard)
    assert await joins(chat, first, "5")
    assert not await joins(chat, first, "6")
    assert await joins(chat, second, "6")
    teams = await chat.database.read(lambda tx: tx.rows("SELECT team, name FROM participant"))
    assert teams == [("Home care", ""), ("Home care", "")]


SEVERAL = re.compile(r"\b(?:links|invitations|them|each|all|people|names|slips)\b", re.IGNORECASE)


@pytest.mark.parametrize("who", ["1 Home care", "Ann Example, Home care"])
@pytest.mark.parametrize("who_sees", ["named", "confidential"])
async def test_one_person_is_spoken_of_as_one(chat: RoleChat, who: str, who_sees: str) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees}))
    for before in ("", "This person has a link already" if "Ann" in who else ""):
        asked = await chat.says(f"/invite {who}")
        if before:
            assert not SEVERAL.findall(asked.text)
            await chat.taps("Change: Who has a link already")
            asked = await chat.taps("Make a link for this person too")
        made = await chat.taps("Make the link")
        assert before in asked.text
        assert "1 link is ready." in made.text
        ours = made.text[made.text.index("1 link is ready.") :]
        for text in (asked.text, ours):
            assert not SEVERAL.findall(text)


async def test_a_pasted_list_gives_each_their_own_link_and_a_table(chat: RoleChat) -> None:
    heard = await chat.says("/invite", "Ann Example, Home care\nBob Example, Day care, Partner Trust", "yes")
    header, ann, bob = table(heard)
    assert header == ["Name", "Team", "Organisation", "Link", "Link for Telegram", "Number", "Message"]
    assert ann[:3] == ["Ann Example", "Home care", ""]
    assert bob[:3] == ["Bob Example", "Day care", "Partner Trust"]
    assert [CODE.findall(row[3])[0] for row in (ann, bob)] == links_in(heard)
    assert ann[-1].startswith("Hello Ann Example,")
    partners = await chat.database.read(lambda tx: tx.rows("SELECT partner FROM invitation ORDER BY number"))
    assert partners == [("",), ("Partner Trust",)]


async def test_a_table_out_of_a_spreadsheet_is_read_by_its_headings(chat: RoleChat) -> None:
    await chat.says(
        "/invite", "Team;Surname;First name;Phone\nHome care;Example;Ann;1\nDay care;=B;Bob;2", "yes"
    )
    rows = await chat.database.read(lambda tx: tx.rows("SELECT name, team FROM invitation ORDER BY number"))
    assert rows == [("Ann Example", "Home care"), ("Bob B", "Day care")]


async def test_every_line_that_cannot_be_read_is_named_and_can_be_put_right_or_left_out(
    chat: RoleChat,
) -> None:
    heard = await chat.says("/invite", "Ann Example, Home care\n, Day care\nAnn Example, Home care")
    assert "Line 2: There is no name on this line." in heard.text
    assert "Line 3: “Ann Example” of “Home care” is on line 1 already." in heard.text
    assert "2 lines could not be read." in heard.text
    assert [each.label for row in heard.cards[-1].buttons for each in row] == ["Leave them out", "Cancel"]
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM invitation")) == (0,)
    heard = await chat.says("Cara Example, Day care\n, Day care")
    assert "Line 2: There is no name on this line." in heard.text
    heard = await chat.says("Cara Example, Day care", "yes")
    assert await invited(chat) == [("Ann Example", "Home care"), ("Cara Example", "Day care")]


async def test_a_list_without_anybody_is_asked_for_again_with_all_that_is_wrong(chat: RoleChat) -> None:
    heard = await chat.says("/invite", ", Home care\n, Day care")
    assert "Line 2: There is no name on this line." in heard.text
    assert "Nobody is invited yet." in heard.text
    assert "Whom do you invite?" in heard.text


async def test_a_few_links_are_messages_to_forward_and_many_are_files_only(chat: RoleChat) -> None:
    heard = await chat.says("/invite", "Ann Example, Home care\nBob Example, Day care", "yes")
    ann, bob, ready = heard.cards
    assert ann.text.startswith("Hello Ann Example,")
    assert "It is only for you and works once, until 16 November 2026." in ann.text
    assert len(CODE.findall(bob.text)) == 1
    assert ready.buttons
    heard = await chat.says("/invite 6 Home care", "yes")
    assert links_in(heard) == []
    assert len(table(heard)) == 7


async def test_the_sheet_to_cut_up_has_the_same_links_and_leaves_none_behind(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[LinkSheet] = []

    async def press(_make: object, sheet: LinkSheet, _language: str) -> bytes:
        asked.append(sheet)
        return b"PDF"

    monkeypatch.setattr(round_report, "in_child", press)
    heard = await chat.says("/invite", "Ann Example, Home care\nBob Example, Day care", "yes")
    made = await chat.receives()
    assert made.files == (("links-1.pdf", b"PDF"),)
    (sheet,) = asked
    assert [(each.name, each.team) for each in sheet.links] == [
        ("Ann Example", "Home care"),
        ("Bob Example", "Day care"),
    ]
    assert [each.links[0].url.rpartition("/")[2] for each in sheet.links] == links_in(heard)
    assert (sheet.valid_until.isoformat(), sheet.round_title) == ("2026-11-16", "Round r1")
    assert await chat.database.read(lambda tx: tx.rows("SELECT detail FROM work")) == []


async def test_a_sheet_that_can_never_be_made_leaves_no_link_behind_either(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def break_down(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(round_report, "in_child", break_down)
    await chat.says("/invite 2 Home care", "yes")
    for _ in range(MOST_ATTEMPTS + 1):
        await chat.receives()
        chat.shop.clock.advance(60)
    assert await chat.database.read(lambda tx: tx.rows("SELECT detail FROM work")) == []


@pytest.mark.parametrize("words", ["0", "501", ", Home care"])
async def test_too_few_and_too_many_are_refused(chat: RoleChat, words: str) -> None:
    heard = await chat.says("/invite", words)
    assert "Whom do you invite?" in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM invitation")) == (0,)


async def test_nothing_is_made_before_yes(chat: RoleChat) -> None:
    await chat.says("/invite 5 Home care")
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM invitation")) == (0,)


async def test_undoing_takes_back_only_what_nobody_used(chat: RoleChat) -> None:
    first, second = links_in(await chat.says("/invite 2 Home care", "yes"))
    assert await joins(chat, first, "5")
    heard = await chat.says("undo")
    assert heard.text.startswith("1 link does not work any more.")
    assert not await joins(chat, second, "6")


async def test_a_link_is_taken_back_and_made_anew(chat: RoleChat) -> None:
    old, _ = links_in(await chat.says("/invite", "Ann Example, Home care\nBob Example, Day care", "yes"))
    heard = await chat.says("/people new 1")
    assert heard.text.startswith("Make another link for this person?\n\n1. Ann Example, Home care")
    assert not links_in(heard)
    (new,) = links_in(await chat.says("yes"))
    assert not await joins(chat, old, "5")
    assert await joins(chat, new, "5")
    heard = await chat.says("/people")
    assert "1. Ann Example, Home care: link taken back" in heard.text
    assert "3. Ann Example, Home care: joined" in heard.text
    heard = await chat.says("/people new 3")
    assert heard.text.startswith("Link 3 was used already.")


@pytest.mark.parametrize("is_erased", [False, True])
async def test_whoever_gave_no_reply_in_a_named_round_or_was_erased_is_let_in_anew(
    chat: RoleChat, *, is_erased: bool
) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'named'"))
    (link,) = links_in(await chat.says("/invite", "Ann Example, Home care", "yes"))
    assert await joins(chat, link, "5")
    if is_erased:
        (who,) = await chat.database.read(lambda tx: tx.rows("SELECT person_id FROM participant"))
        await chat.database.write(lambda tx: erase_person(tx, who[0], chat.shop.clock()))
    told = (await chat.says("/people new 1")).text
    assert told.startswith("Link 1 was used already.")
    assert "/invite lets anybody else in anew, also whoever had everything erased." in told
    again = (
        "/invite",
        "Ann Example, Home care",
        "Change: Who has a link already",
        "Make a link for this person too",
        "yes",
    )
    (anew,) = links_in(await chat.says(*(again if not is_erased else (*again[:2], "yes"))))
    assert await joins(chat, anew, "6")


async def test_undoing_a_new_link_lets_the_one_before_work_again(chat: RoleChat) -> None:
    (old,) = links_in(await chat.says("/invite", "Ann Example, Home care", "yes"))
    (new,) = links_in(await chat.says("/people new 1", "yes"))
    heard = await chat.says("undo")
    assert heard.text.startswith("Undone: the link works again.\n\nLink 2 does not work any more.")
    assert not await joins(chat, new, "5")
    assert await joins(chat, old, "5")


async def test_a_new_link_that_was_used_stays_and_the_one_before_does_not_work(chat: RoleChat) -> None:
    (old,) = links_in(await chat.says("/invite", "Ann Example, Home care", "yes"))
    (new,) = links_in(await chat.says("/people new 1", "yes"))
    assert await joins(chat, new, "5")
    assert (await chat.says("undo")).text.startswith("Link 2 was used already.")
    assert not await joins(chat, old, "6")


async def test_undoing_a_new_link_for_one_that_was_taken_back_brings_nothing_back(chat: RoleChat) -> None:
    (old,) = links_in(await chat.says("/invite", "Ann Example, Home care", "yes"))
    await chat.says("/people take back 1", "yes")
    (new,) = links_in(await chat.says("/people new 1", "yes"))
    assert (await chat.says("undo")).text == "Link 2 does not work any more."
    assert not await joins(chat, old, "5")
    assert not await joins(chat, new, "5")


async def test_nothing_becomes_of_a_link_before_a_yes_and_what_cannot_be_is_told(chat: RoleChat) -> None:
    await chat.says("/invite", "Ann Example, Home care", "yes")
    heard = await chat.says("/people take back 1")
    assert heard.text.startswith("Take this link back?\n\n1. Ann Example, Home care")
    heard = await chat.says("no")
    assert heard.text.startswith("Nothing was done.")
    assert "1. Ann Example, Home care: invited" in (await chat.says("/people")).text
    assert (await chat.says("/people take back 1", "yes")).text == "Link 1 does not work any more."
    assert (await chat.says("/people take back 1")).text.startswith("Link 1 was taken back already.")
    assert (await chat.says("/people take back 99")).text.startswith("There is no link 99.")
    await chat.says("cancel", "/invite", "Bob Example", "yes")
    await chat.shop.close_round()
    assert (await chat.says("/people new 2")).text.startswith("“Round r1” is closed.")
    assert (await chat.says("/people take back 2", "yes")).text == "Link 2 does not work any more."


async def test_of_more_than_a_message_holds_all_follow_as_a_table_and_what_is_over_with_comes_last(
    chat: RoleChat,
) -> None:
    people = "\n".join(f"Person {n}, Team {n % 3}" for n in range(1, 46))
    await chat.says("/invite", people, "yes", "/people take back 2", "yes")
    heard = await chat.says("/people")
    assert "1. Person 1, Team 1: invited" in heard.text
    assert "\n\n2. Person 2" not in heard.text
    assert "and 5 more" in heard.text
    ((name, content),) = heard.files
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert name == "people.csv"
    assert rows[0] == ["Number", "Name", "Team", "Organisation", "How far"]
    assert rows[2] == ["2", "Person 2", "Team 2", "", "link taken back"]
    assert len(rows) == 46


async def test_where_no_round_is_open_nothing_is_asked_before_that_is_said(chat: RoleChat) -> None:
    await chat.shop.close_round()
    for words in ("/invite", "/typein", "/remind", "/close"):
        heard = await chat.says(words)
        assert heard.text == "“Round r1” is closed. /reopen opens it again."
        assert [each.label for row in heard.cards[-1].buttons for each in row] == ["All rounds"]


async def test_whoever_looks_at_one_part_again_loses_no_other(chat: RoleChat) -> None:
    await chat.says("/invite", "2", "Home care")
    heard = await chat.taps("Change: Team")
    assert [each.label for row in heard.cards[-1].buttons for each in row] == ["No team", "Back"]
    heard = await chat.says("back")
    assert heard.text.startswith("Make 2 links for “Round r1”?\n\nHome care")


async def test_the_numbers_on_what_is_handed_on_are_those_of_the_list(chat: RoleChat) -> None:
    await chat.says("/invite 2 Home care", "yes")
    rows = table(await chat.says("/invite 2 Night team", "yes"))
    assert [row[-2] for row in rows] == ["Number", "3", "4"]
    waiting = await chat.database.read(
        lambda tx: tx.rows("SELECT kind, detail FROM work WHERE kind = 'link_sheet' ORDER BY id")
    )
    sheet = details_from_json(*waiting[-1])
    assert isinstance(sheet, LinkSheetJob)
    assert [each.number for each in sheet.slips] == [3, 4]


async def test_the_list_shows_how_far_each_is_in_a_round_that_is_not_anonymous(chat: RoleChat) -> None:
    (first, *_) = links_in(await chat.says("/invite", "Ann Example, Home care\nBob Example, Day care", "yes"))
    await joins(chat, first, "5")
    await chat.shop.begin_theme("5")
    await chat.says("We ask them.", address="5")
    heard = await chat.says("/people")
    assert "1. Ann Example, Home care: has begun" in heard.text
    assert "2. Bob Example, Day care: invited" in heard.text


async def test_an_older_round_keeps_not_who_joined_with_which_link(
    chat: RoleChat,
) -> None:
    (first, *_) = links_in(await chat.says("/invite", "Ann Example, Home care\nBob Example, Day care", "yes"))
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await joins(chat, first, "5")
    kept = await chat.database.read(lambda tx: tx.rows("SELECT name FROM participant"))
    linked = await chat.database.read(lambda tx: tx.rows("SELECT participant_id FROM invitation"))
    assert kept == [("",)]
    assert linked == [(None,), (None,)]
    heard = await chat.says("/people")
    assert "Ann Example, Home care: invited" in heard.text
    assert "joined" not in heard.text.replace("who joined with which link", "")
    assert "has begun" not in heard.text
    assert "anonymous: it is not shown who joined with which link" in heard.text


async def test_one_token_lets_one_person_in_however_many_race_for_it(chat: RoleChat) -> None:
    (code,) = links_in(await chat.says("/invite 1 Home care", "yes"))

    def race(tx):  # type: ignore[no-untyped-def]
        return [
            join(tx, code, TELEGRAM, str(address), chat.shop.clock(), place="{}", language="en")
            for address in range(100, 200)
        ]

    winners = [each for each in await chat.database.write(race) if each is not None]
    assert len(winners) == 1


async def test_without_a_round_at_hand_one_is_chosen_first(chat: RoleChat) -> None:
    chat.shop.clock.advance(60)
    await chat.says("/round", "example", "Second", "skip", "all", "none", "2", "yes")
    await chat.database.write(lambda tx: tx.run("UPDATE office SET round_id = NULL"))
    assert (await chat.says("/status")).text == "Choose a round first: /rounds"
    await chat.says("/rounds", "2")
    assert (await chat.says("/status")).text.startswith("Progress: Round r1")
    assert (await chat.says("/themes", "/status")).text.startswith("Progress: Round r1")


LIST = "Name;Team\r\nAnn Example;Home care\r\nBjörn Example;Day care\r\n"


async def hands_in(chat: RoleChat, content: bytes | None, *, number: int = 900) -> Heard:
    """Let a file arrive that was fetched, or could not be."""
    file = SentFile(TELEGRAM, str(number), chat.shop.clock(), reference="f")
    wanted = fetch_file_job(file, await chat.card())
    heard = await chat._sends("77", received_file(number, TELEGRAM, "77", wanted, content))
    if not heard.text.startswith("I am reading your list."):
        return heard
    before = len(chat.shop.told)
    await chat.receives()
    await chat.shop.go_on()
    return await chat._heard("77", before)


async def fetched_next(chat: RoleChat) -> list[str]:
    """The names by which files are to be fetched."""
    rows = await chat.database.read(lambda tx: tx.rows("SELECT kind, detail FROM work ORDER BY id"))
    waiting = [details_from_json(kind, detail) for kind, detail in rows]
    return [each.reference for each in waiting if isinstance(each, FetchFileJob)]


async def invited(chat: RoleChat) -> list[tuple[str, str]]:
    return await chat.database.read(  # type: ignore[return-value]
        lambda tx: tx.rows("SELECT name, team FROM invitation ORDER BY number")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
async def test_a_list_as_a_file_is_read_whatever_program_wrote_it(chat: RoleChat, encoding: str) -> None:
    await chat.says("/invite")
    heard = await hands_in(chat, LIST.encode(encoding))
    assert heard.text.startswith("Make 2 links for “Round r1”?")
    await chat.says("yes")
    assert await invited(chat) == [("Ann Example", "Home care"), ("Björn Example", "Day care")]


async def test_a_file_on_telegram_is_fetched_first(chat: RoleChat) -> None:
    await chat.says("/invite")
    message = updates.holding(77, 901, int(chat.shop.clock().timestamp()), kind="document")
    message["document"] |= {"file_id": "file_9", "file_size": 20}
    heard = await chat._sends("77", chat.shop.update("77", {"message": message}))
    assert heard.cards == ()
    assert await fetched_next(chat) == ["file_9"]


async def test_a_file_that_is_too_large_is_not_even_fetched(chat: RoleChat) -> None:
    await chat.says("/invite")
    message = updates.holding(77, 901, int(chat.shop.clock().timestamp()), kind="document")
    message["document"] |= {"file_id": "file_9", "file_size": LARGEST_TABLE + 1}
    heard = await chat._sends("77", chat.shop.update("77", {"message": message}))
    assert heard.text.startswith("This is too large. A list may have 2 MiB at most.\n\nWhom do you invite?")
    assert await chat.database.read(lambda tx: tx.rows("SELECT 1 FROM work")) == []


FAULTS = {
    "more than it said": (b"a" * (LARGEST_TABLE + 1), "This is too large."),
    "a workbook": (b"PK\x03\x04" + bytes(100), "This file is damaged, or is no spreadsheet."),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "This is no text and no spreadsheet."),
    "nothing": (b"", "There is no name on this list."),
    "too many": (b"".join(b"Person %d\n" % n for n in range(5_001)), "A list may have 5,000 rows"),
    "not fetched": (None, "The file could not be fetched from Telegram. Please send it again, or paste"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_file_that_is_no_list_is_asked_for_again_in_a_sentence(chat: RoleChat, fault: str) -> None:
    content, sentence = FAULTS[fault]
    await chat.says("/invite")
    heard = await hands_in(chat, content)
    assert heard.text.startswith(sentence)
    assert "Whom do you invite?" in heard.text
    assert heard.cards[-1].takes_file
    heard = await hands_in(chat, b"Ann Example", number=902)
    assert heard.text.startswith("Make 1 link for")
    assert await invited(chat) == []


async def test_formulas_in_a_file_do_no_harm(chat: RoleChat) -> None:
    await chat.says("/invite")
    heard = await hands_in(chat, b"=HYPERLINK(1),Home care\n=Ann Example,@Home care")
    assert "Line 1: There is a formula here, and not its result." in heard.text
    heard = await chat.says("1", "yes")
    assert await invited(chat) == [("Ann Example", "Home care")]
    assert table(heard)[1][:2] == ["Ann Example", "Home care"]


def sent(
    chat: RoleChat, number: int, *, album: str = "", caption: str = "", kind: str = "document"
) -> Received:
    """A file, or something else, as Telegram announces it."""
    now = int(chat.shop.clock().timestamp())
    message = updates.holding(77, number, now, kind=kind, caption=caption)
    if kind == "document":
        message["document"] |= {"file_id": f"file_{number}", "file_size": 20}
    return chat.shop.update("77", {"message": message | ({"media_group_id": album} if album else {})})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "/office",
            "I take three kinds of file: a list of people, after /invite, a filled-in sheet, after /typein",
        ),
        (
            "/close",
            "I take three kinds of file: a list of people, after /invite, a filled-in sheet, after /typein",
        ),
        ("/typein", "I am asking for something else now. A sheet comes after this."),
        ("/invite 2", "I am asking for something else now. To send a list of people, type /invite again."),
        ("/invite 2 Home care", "I am asking for something else now. To send a list of people, type /invite"),
    ],
)
async def test_a_file_that_is_not_asked_for_is_not_read(chat: RoleChat, words: str, said: str) -> None:
    await chat.says(words)
    heard = await chat._sends("77", sent(chat, 901))
    assert heard.text.startswith(said)
    assert await chat.database.read(lambda tx: tx.rows("SELECT 1 FROM work")) == []


async def test_a_word_meant_for_what_is_open_never_counts_for_a_list_that_came_meanwhile(
    chat: RoleChat,
) -> None:
    await chat.says("/invite")
    card = await chat.card()
    await chat.says("2", "Home care")
    file = SentFile(TELEGRAM, "900", chat.shop.clock(), reference="f")
    fetched = received_file(
        900, TELEGRAM, "77", fetch_file_job(file, card), b"Ann Example\nBob Example\nCara Example"
    )
    await chat.shop.receive(fetched, chat.shop.wrote("77", "yes"))
    heard = await chat._heard("77", len(chat.shop.told))
    await chat.shop.go_on()
    assert await invited(chat) == [("", "Home care"), ("", "Home care")]
    await chat.says("/close")
    heard = await chat._sends(
        "77", received_file(901, TELEGRAM, "77", fetch_file_job(file, card), b"Ann Example")
    )
    assert heard.text.startswith("That file came too late: something else is open by now.")


async def test_of_files_that_were_sent_together_the_first_is_taken_and_nothing_said_of_the_others(
    chat: RoleChat,
) -> None:
    await chat.says("/invite")
    await chat.shop.receive(*(sent(chat, number, album="13579") for number in (901, 902, 903)))
    await chat.shop.go_on()
    assert await fetched_next(chat) == ["file_901"]
    await chat.says("/office")
    heard = [await chat._sends("77", sent(chat, number, album="24680")) for number in (904, 905)]
    assert [bool(each.text) for each in heard] == [True, False]


async def test_nothing_of_a_file_is_left_behind_once_it_is_read(chat: RoleChat) -> None:
    await chat.says("/invite")
    await hands_in(chat, b"Canary Name")
    await chat.says("cancel")
    rows = await chat.database.read(lambda tx: tx.rows("SELECT coalesce(raw, '') FROM inbox"))
    assert all(raw == "" for (raw,) in rows)
    places = await chat.database.read(lambda tx: tx.rows("SELECT place FROM office"))
    assert not any("Canary" in place for (place,) in places)


WANTED = {
    "/invite": "I cannot read a list from that. Send it as a file (CSV), or paste it here",
    "/typein new": "I cannot read a sheet from that. Send the Word document, or paste its words here.",
    "/guide add": "I cannot read a guide from that. Send it as a Word document or an Excel workbook.",
}


def test_each_form_that_takes_a_file_is_among_them() -> None:
    taking = {str(command) for command, form in FORMS.items() if isinstance(form, TakesFile)}
    assert {asked.split()[0].removeprefix("/") for asked in WANTED} == taking


@pytest.mark.parametrize("asked", WANTED)
@pytest.mark.parametrize("kind", ["photo", "voice"])
async def test_what_holds_no_list_is_refused_with_what_is_wanted_instead(
    chat: RoleChat, kind: str, asked: str
) -> None:
    await chat.says(asked)
    heard = await chat._sends("77", sent(chat, 904, kind=kind))
    assert heard.text.startswith(WANTED[asked])
    await chat.says("/office")
    heard = await chat._sends("77", sent(chat, 905, kind=kind))
    assert heard.text.startswith("I can only read words here.")


async def test_words_below_a_list_do_not_count_for_it_and_below_anything_else_they_are_read(
    chat: RoleChat,
) -> None:
    await chat.says("/invite")
    await chat._sends("77", sent(chat, 901, caption="Here is the list"))
    assert await fetched_next(chat) == ["file_901"]

    await chat.says("/invite")
    heard = await chat._sends("77", sent(chat, 902, kind="photo", caption="2"))
    assert heard.text.startswith(
        "I read only the words. The picture or file that they came with is not kept."
    )
    assert "Which team are they in?" in heard.text

    heard = await chat._sends("77", sent(chat, 903, caption="Here is the list"))
    assert heard.text.startswith("I am asking for something else now.")
