"""Opening, extending, closing and reopening rounds from the chat."""

from dataclasses import replace

import pytest

from bot.messages.guide_cache import GuideShelf
from content.model import Guide
from storage.engine.database import StatementRefused, Transaction
from storage.roles.audit import verify_record
from storage.roles.organisations import tell_people
from storage.rounds.rounds import find_round, rounds
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import shown
from tests.guides import pack_for_tests

ANSWERS = ("/round", "example", "Adult services", "skip", "all", "30 November 2026", "2")


async def opened(chat: RoleChat, *answers: str) -> str:
    """Open a round with these answers: its id."""
    await chat.says(*(answers or ANSWERS), "yes")
    return await the_new_round(chat)


async def the_new_round(chat: RoleChat) -> str:
    row = await chat.database.read(lambda tx: tx.row("SELECT id FROM round WHERE title <> 'Round r1'"))
    assert row is not None
    return str(row[0])


async def field(chat: RoleChat, round_id: str, name: str) -> object:
    row = await chat.database.read(
        lambda tx: tx.row(f"SELECT {name} FROM round WHERE id = :id", {"id": round_id})  # noqa: S608
    )
    assert row is not None
    return row[0]


async def acts(chat: RoleChat) -> list[tuple[str, str]]:
    return await chat.database.read(lambda tx: tx.rows("SELECT act, outcome FROM audit ORDER BY number"))  # type: ignore[return-value]


async def test_a_round_is_shown_whole_before_it_is_opened_and_told_to_those_who_join(chat: RoleChat) -> None:
    heard = await chat.says(*ANSWERS)
    assert "Open this round?" in heard.text
    assert "8. Closes: 30 November 2026" in heard.text
    assert "see who has joined, how far each is and who was reminded" in heard.text
    assert "quoted without names in the group's report" in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)
    heard = await chat.says("yes")
    assert heard.text.startswith("“Adult services” is open.")
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (2,)


async def test_what_is_typed_in_one_line_is_not_asked_for(chat: RoleChat) -> None:
    heard = await chat.says(
        "/round guide: example; title: Quick one; purpose: To look; themes: 2; closes: 2026-11-30; "
        "sees: anonymous; threshold: 8; contact: Jo Bloggs; notice: https://council.example/notice"
    )
    assert "Open this round?" in heard.text
    await chat.says("yes")
    round_id = await the_new_round(chat)
    assert await field(chat, round_id, "purpose") == "To look"
    assert await field(chat, round_id, "who_sees") == "anonymous"
    assert await field(chat, round_id, "threshold") == 8
    assert await field(chat, round_id, "contact") == "Jo Bloggs"
    assert await field(chat, round_id, "notice") == "https://council.example/notice"


@pytest.mark.parametrize(
    ("sees", "told"),
    [
        ("1", "with your name"),
        (
            "2",
            "see who has joined, how far each is and who was reminded",
        ),
        ("3", "cannot see who took part, and read replies without names after closing"),
    ],
)
async def test_who_sees_what_is_told_before_anybody_begins(chat: RoleChat, sees: str, told: str) -> None:
    round_id = await opened(chat, *ANSWERS[:-1], sees)
    # An anonymous round is in the browser alone, unless its organisation accepts more.
    await chat.database.write(lambda tx: tx.run("UPDATE round SET any_channel = 1"))
    (said,) = await chat.shop.join("5", round_id=round_id)
    assert told in shown(said[0])


ANONYMOUS = (
    "/round guide: example; title: Quick one; purpose: To look; themes: all; closes: 2026-11-30;"
    " sees: anonymous"
)


async def test_an_anonymous_round_takes_no_smaller_group_than_insiders_could_see_through(
    chat: RoleChat,
) -> None:
    heard = await chat.says(ANONYMOUS)
    assert "11. Smallest group shown: 7" in heard.text
    heard = await chat.says("11")
    assert "In an anonymous round never fewer than 7." in heard.text
    for few in ("5", "6", "0", "9" * 5000):
        heard = await chat.says(few)
        assert "In an anonymous round, please give a number from 7 to 50." in heard.text
    heard = await chat.says("9", "yes")
    assert "is open" in heard.text
    assert await field(chat, await the_new_round(chat), "threshold") == 9


async def test_a_smaller_group_given_before_a_round_was_to_be_anonymous_is_refused_in_one_sentence(
    chat: RoleChat,
) -> None:
    heard = await chat.says(ANONYMOUS.replace("sees:", "threshold: 5; sees:"))
    assert heard.text.splitlines()[0] == "In an anonymous round, please give a number from 7 to 50."
    await chat.says(ANONYMOUS.replace("anonymous", "named; threshold: 3"))
    heard = await chat.says("10", "anonymous")
    assert "the smallest group shown must have at least 7 people" in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)


async def test_a_round_that_was_being_opened_before_the_rule_is_refused_as_well(chat: RoleChat) -> None:
    await chat.says(ANONYMOUS)
    await chat.database.write(
        lambda tx: tx.run("UPDATE office SET place = json_set(place, '$.given.threshold', 3)")
    )
    heard = await chat.says("yes")
    assert "the smallest group shown must have at least 7 people" in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)


async def test_people_are_told_whom_to_ask_and_can_open_the_notice(chat: RoleChat) -> None:
    heard = await chat.says(*ANSWERS)
    assert "12. People can ask: nobody by name" in heard.text
    assert "13. Privacy notice: none" in heard.text
    assert "there is no privacy notice. To add them, type 12 or 13." in heard.text
    await chat.says("12", "Jo Bloggs, service manager, 01234 567890")
    heard = await chat.says("13", "https://council.example/notice")
    assert "13. Privacy notice: https://council.example/notice" in heard.text
    assert "Nobody is named whom people can ask" not in heard.text
    assert "There is no privacy notice" not in heard.text
    await chat.says("yes")
    (said,) = await chat.shop.join("5", round_id=await the_new_round(chat))
    assert "Example Council (Jo Bloggs, service manager, 01234 567890) asks you to take part" in shown(
        said[0]
    )


async def test_the_number_of_a_theme_chooses_it_and_no_button(chat: RoleChat) -> None:
    heard = await chat.says(*ANSWERS[:4], "1", *ANSWERS[5:])
    assert "5. Themes: 1. Team meetings" in heard.text


@pytest.mark.parametrize(
    ("has", "told"),
    [
        ("notice", "Nobody is named whom people can ask. To name somebody, type 12."),
        ("contact", "There is no privacy notice. To add yours, type 13."),
    ],
)
async def test_what_people_are_not_told_is_said_before_a_round_is_opened(
    chat: RoleChat, has: str, told: str
) -> None:
    def set_one(tx: Transaction) -> None:
        (row,) = tx.rows("SELECT id FROM organisation")
        given = {"contact": "", "notice": "", has: "The HR desk"}
        tell_people(tx, str(row[0]), contact=given["contact"], notice=given["notice"])

    await chat.database.write(set_one)
    assert told in (await chat.says(*ANSWERS)).text.splitlines()


async def test_a_round_without_a_notice_of_its_own_has_that_of_its_organisation(chat: RoleChat) -> None:
    await chat.database.write(
        lambda tx: tx.run("UPDATE organisation SET contact = 'The HR desk', notice = 'We keep it a year.'")
    )
    heard = await chat.says(*ANSWERS)
    assert "12. People can ask: The HR desk" in heard.text
    assert "13. Privacy notice: We keep it a year." in heard.text
    assert "To add" not in heard.text
    await chat.says("yes")
    round_id = await the_new_round(chat)
    assert (await field(chat, round_id, "contact"), await field(chat, round_id, "notice")) == ("", "")
    view = await chat.database.read(lambda tx: find_round(tx, round_id))
    assert view is not None
    assert (view.contact, view.notice) == ("The HR desk", "We keep it a year.")


@pytest.mark.parametrize("given", ["http://council.example/notice", "ftp://council.example", "x" * 10_001])
async def test_a_notice_that_cannot_be_opened_or_is_too_long_is_refused(chat: RoleChat, given: str) -> None:
    await chat.says(*ANSWERS)
    heard = await chat.says("13", given)
    assert "Please send its address with https://, or its text of at most 10,000 characters." in heard.text


async def test_themes_and_prompts_are_left_out_and_added(chat: RoleChat) -> None:
    await chat.says(*ANSWERS[:4], "2", "30 November 2026", "2")
    heard = await chat.says("6", "T2.P1\nT2: What do we do on a Sunday?")
    assert "What do we do on a Sunday?" in heard.text
    heard = await chat.says("yes")
    assert "is open" in heard.text
    sha = await field(chat, await the_new_round(chat), "guide_sha256")
    guide = await chat.database.read(lambda tx: chat.shop.shelf.guide(tx, str(sha)))
    assert [theme.title for theme in guide.themes] == ["Supervision"]
    asks = [prompt.ask for prompt in guide.themes[0].prompts]
    assert asks[-1] == "What do we do on a Sunday?"
    assert guide.version == "1.0-own"
    listed = await chat.database.read(rounds)
    assert {each.view.title: each.guide_version for each in listed} == {
        "Round r1": "1.0",
        "Adult services": "1.0-own",
    }
    assert len(asks) == 3


@pytest.mark.parametrize("line", ["T1.P9", "T9.P1", "nonsense", "T9: What?"])
async def test_a_change_to_prompts_that_cannot_be_read_is_asked_for_again(chat: RoleChat, line: str) -> None:
    await chat.says(*ANSWERS)
    heard = await chat.says("6", line)
    assert f"I could not read “{line}”" in heard.text
    assert "Which prompts are left out or added?" in heard.text


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("yesterday", "I could not read that day."),
        ("1 October 2026", "1 October 2026 has passed."),
        ("1 October 2126", "is too far away"),
    ],
)
async def test_a_day_that_cannot_be_is_asked_for_again(chat: RoleChat, words: str, hint: str) -> None:
    heard = await chat.says(*ANSWERS[:5], words)
    assert hint in heard.text
    assert "Which is the last day?" in heard.text


async def test_a_last_day_before_the_first_is_refused(chat: RoleChat) -> None:
    heard = await chat.says(*ANSWERS, "7", "15 December 2026")
    assert "The last day would be before the first." in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)


async def test_opening_is_undone_while_no_link_was_made(chat: RoleChat) -> None:
    round_id = await opened(chat)
    assert "Undone" in (await chat.says("undo")).text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)
    again = await opened(chat)
    assert again != round_id
    await chat.shop.join("5", round_id=again)
    assert "Links were made already, so it stays. /close ends it." in (await chat.says("undo")).text


@pytest.mark.parametrize("who_sees", ["1", "2", "3"])
async def test_a_round_that_a_colleague_invited_to_stays_whether_or_not_anybody_joined(
    chat: RoleChat, who_sees: str
) -> None:
    await opened(chat)
    assert "Undone" in (await chat.says("undo")).text
    chat.shop.clock.advance(60)  # rounds are listed by when they were opened
    await chat.says(*ANSWERS[:-1], who_sees, "yes")
    await chat.gives("88", "Example Council", "coordinator")
    await chat.says("/rounds", "1", address="88")
    await chat.says("/invite", "Zoe Able, Home care", "yes", address="88")
    assert "Links were made already, so it stays. /close ends it." in (await chat.says("undo")).text
    assert "Zoe Able" in (await chat.says("/people", address="88")).text


async def test_a_round_with_a_typed_in_sheet_stays(chat: RoleChat) -> None:
    chat.shop.clock.advance(60)
    await opened(chat)
    await chat.gives("88", "Example Council", "coordinator")
    await chat.says("/rounds", "1", address="88")
    assert "kept" in (await chat.says("/typein new\nT1.P1: We ask.", "yes", address="88")).text
    assert "Links were made already" in (await chat.says("undo")).text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (2,)


async def test_a_round_that_opens_later_takes_nothing_before(chat: RoleChat) -> None:
    await chat.says(*ANSWERS)
    await chat.says("7", "10 November 2026", "yes")
    await chat.shop.join("5", round_id=await the_new_round(chat))
    await chat.shop.go_on()
    heard = await chat.says("begin", address="5")
    assert heard.text.startswith("“Adult services” begins on 10 November 2026.")
    chat.shop.clock.advance(9 * 86_400)
    assert "The themes" in (await chat.says("begin", address="5")).text


async def test_extending_is_shown_done_noted_and_undone(chat: RoleChat) -> None:
    round_id = await opened(chat)
    heard = await chat.says("/extend 24 December 2026")
    assert "until 24 December 2026?" in heard.text
    assert "Last day so far: 30 November 2026\n\nLast day from now on: 24 December 2026" in heard.text
    assert "replies are kept until 24 December 2027." in heard.text
    assert "Reminders before" not in heard.text, "there is no plan"
    assert await field(chat, round_id, "closes_on") == "2026-11-30"
    await chat.says("yes")
    assert await field(chat, round_id, "closes_on") == "2026-12-24"
    await chat.says("undo")
    assert await field(chat, round_id, "closes_on") == "2026-11-30"
    assert [act for act, _ in await acts(chat)][-3:] == ["round.open", "round.extend", "round.extend"]


async def test_extending_says_what_becomes_of_planned_reminders(chat: RoleChat) -> None:
    await opened(chat)
    await chat.says("/plan 3 / 7 1", "yes")
    heard = await chat.says("/extend 24 December 2026")
    assert "Reminders before the last day go by the new one." in heard.text
    heard = await chat.says("/extend never")
    assert "Last day from now on: no last day" in heard.text
    assert "It then stays open until you close it, and nothing is erased before." in heard.text
    assert "No reminders go before a last day that there is not." in heard.text


async def test_closing_and_reopening_tell_those_who_take_part(chat: RoleChat) -> None:
    await chat.shop.join("5", "6")
    await chat.shop.go_on()
    heard = await chat.says("/rounds 1", "/close")
    assert "2 people who take part are told." in heard.text
    await chat.says("yes")
    assert await field(chat, "r1", "closed_at") is not None
    assert await announcements(chat) == 2
    heard = await chat.says("/reopen 24 December 2026", "yes")
    assert heard.text == "“Round r1” is open until 24 December 2026."
    assert await field(chat, "r1", "closed_at") is None
    assert await announcements(chat) == 4


async def announcements(chat: RoleChat) -> int:
    row = await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM work WHERE kind = 'announcement'"))
    assert row is not None
    return int(row[0])


async def test_pressing_yes_twice_acts_once(chat: RoleChat) -> None:
    await chat.says(*ANSWERS)
    await chat.taps("Open the round")
    heard = await chat.taps("Open the round")
    assert "That card is no longer open" in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (2,)


async def test_cancelling_does_nothing(chat: RoleChat) -> None:
    heard = await chat.says(*ANSWERS, "cancel")
    assert "Nothing was done." in heard.text
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)


async def test_the_record_of_acts_is_whole_and_shows_what_was_changed(chat: RoleChat) -> None:
    await opened(chat)
    await chat.says("/extend 24 December 2026", "yes", "/invite 3 Home care", "yes")
    chains = (await chat.database.read(verify_record)).chains
    assert [chain.broken_at for chain in chains] == [None]

    def forge(tx: Transaction) -> None:
        tx.run("DROP TRIGGER audit_is_never_changed")
        tx.run("UPDATE audit SET subject = 'r9' WHERE number = 2")

    await chat.database.write(forge)
    chains = (await chat.database.read(verify_record)).chains
    assert [chain.broken_at for chain in chains] == [2]


@pytest.mark.parametrize("sql", ["UPDATE audit SET act = 'x'", "DELETE FROM audit"])
async def test_the_record_of_acts_cannot_be_changed_by_a_statement(chat: RoleChat, sql: str) -> None:
    with pytest.raises(StatementRefused):
        await chat.database.write(lambda tx: tx.run(sql))


LINE = "/round guide: example; title: Quick one; purpose: none; themes: all; closes: none; sees: named"


async def test_nobody_opens_a_round_in_the_name_of_an_organisation_that_is_not_theirs(chat: RoleChat) -> None:
    await chat.gives("80", "Other Council", "coordinator")
    for named in ("Other Council", "example", "Example Council Ltd"):
        heard = await chat.says(f"{LINE}; asker: {named}")
        assert "Only an organisation that you coordinate for can ask: Example Council." in heard.text
    await chat.says(LINE)
    heard = await chat.says("4", "Other Council")
    assert "Only an organisation that you coordinate for can ask: Example Council." in heard.text
    await chat.says("Example Council", "yes")
    assert await field(chat, await the_new_round(chat), "organisation") == "Example Council"


async def test_a_reader_of_an_organisation_cannot_ask_in_its_name(chat: RoleChat) -> None:
    await chat.gives("78", "Other Council", "coordinator")
    await chat.gives("78", "Example Council", "reader")
    heard = await chat.says(f"{LINE}; asker: Example Council", address="78")
    assert "Only an organisation that you coordinate for can ask: Other Council." in heard.text


async def test_whoever_coordinates_for_several_chooses_which_of_them_asks(chat: RoleChat) -> None:
    await chat.gives("77", "Other Council", "coordinator")
    heard = await chat.says(f"{LINE}; asker: Other Council; for: example council")
    assert "Who asks: Other Council" in heard.text


async def test_a_name_that_an_earlier_version_took_is_refused_when_the_round_would_be_opened(
    chat: RoleChat,
) -> None:
    await chat.says(LINE)
    await chat.database.write(
        lambda tx: tx.run(
            'UPDATE office SET place = replace(place, \'"title"\', \'"asker":"Other Council","title"\')'
        )
    )
    heard = await chat.says("yes")
    assert heard.text.startswith("Only an organisation that you coordinate for can ask. Begin again: /round")
    assert await chat.database.read(lambda tx: tx.row("SELECT count(*) FROM round")) == (1,)


@pytest.fixture
def guide_with_sets(chat: RoleChat) -> None:
    pack, dispatch = pack_for_tests("sets"), chat.shop.dispatch
    dispatch._services = replace(dispatch._services, library=lambda: {("sets", "en"): pack})


async def guide_of_the_new_round(chat: RoleChat) -> Guide:
    round_id = await the_new_round(chat)
    return await chat.database.read(lambda tx: GuideShelf().guide_of(tx, round_id))


@pytest.mark.usefixtures("guide_with_sets")
@pytest.mark.parametrize(
    ("typed", "offered", "prompts"), [("all", 3, 6), ("1 3", 2, 4), ("2", 0, 4)], ids=["all", "two", "one"]
)
async def test_a_round_offers_the_sets_of_prompts_that_it_is_for(
    chat: RoleChat, typed: str, offered: int, prompts: int
) -> None:
    heard = await chat.says(
        f"/round guide: sets; title: Plans; purpose: none; themes: all; sets: {typed}; closes: 30 November; "
        "sees: confidential"
    )
    assert "Who is asked: " in heard.text
    await chat.says("yes")
    guide = await guide_of_the_new_round(chat)
    assert (len(guide.sets), len(guide.themes[0].prompts)) == (offered, prompts)


@pytest.mark.usefixtures("guide_with_sets")
async def test_a_set_that_is_not_there_is_told(chat: RoleChat) -> None:
    heard = await chat.says("/round guide: sets; title: Plans; sets: 4")
    assert "numbers from 1 to 3" in heard.text
