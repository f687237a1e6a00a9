"""``/replies``: the coordinator reads what was written, as the mode of the round allows and no further."""

import csv
import io
import itertools
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from python_calamine import CalamineWorkbook

from bot.acts.acting import OPERATOR_HERE, Acting
from bot.acts.operator_acts import note_export
from bot.jobs import replies_table
from content.model import Guide, PromptSet
from conversations.groups.round_view import WhoSees
from conversations.groups.themes_asked import GroupKind, ThemesAsked
from conversations.reading.formulas import as_cell
from conversations.state import (
    RATING,
    STRENGTH,
    Given,
)
from storage.engine.database import Transaction
from storage.erasure import erase_person
from storage.rounds import group_reports
from storage.rounds.themes_asked import keep_themes_asked
from tests.bot.coordinator.commands.replies.scene import FIRST, NAMES, SECOND, Round, round_of
from tests.bot.coordinator.role_chat import Heard, RoleChat
from tests.bot.workshop import ROUND, example

WITHOUT_NAMES = [WhoSees.CONFIDENTIAL, WhoSees.ANONYMOUS]
EACH_WITHOUT_NAMES = pytest.mark.parametrize("who_sees", WITHOUT_NAMES)
EIGHT = (*NAMES, "Hal Example")


@pytest.fixture
def same_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every world shuffle with the same secret, so that only what differs in it can show."""
    monkeypatch.setattr(group_reports, "secrets", SimpleNamespace(token_bytes=lambda n: b"s" * n))


def quotes(heard: Heard) -> list[str]:
    """The replies on the last card, in their order."""
    return [line.text for line in heard.cards[-1].lines if line.style == "quote"]


async def written(chat: RoleChat, who_sees: WhoSees, names: tuple[str, ...] = EIGHT) -> Round:
    """A round in which everybody wrote to the first two prompts."""
    round_ = await round_of(chat, who_sees, names)
    for number, name in enumerate(names):
        await round_.writes(name, f"First {number}")
        await round_.writes(name, f"Second {number}", to=SECOND)
    return round_


@pytest.fixture(autouse=True)
def workbooks_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks are made without a process of their own, which takes seconds to start."""

    async def here(make: Callable[..., object], *values: object) -> object:
        return make(*values)

    monkeypatch.setattr(replies_table, "in_child", here)


async def table_of(chat: RoleChat, words: str = "/replies table") -> list[list[str]]:
    """The table that is given, which is the same as CSV and as a workbook."""
    heard = await chat.says(words)
    assert heard.text == "The table follows in a moment."
    files = dict((await chat.receives()).files)
    rows = list(csv.reader(io.StringIO(files["replies.csv"].decode("utf-8-sig"), newline="")))
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["replies.xlsx"]))
    in_book = book.get_sheet_by_index(0).to_python()
    assert [[as_cell(str(cell)) for cell in row] for row in in_book] == rows
    return rows


# --- named -----------------------------------------------------------------------------------------------


async def test_in_a_named_round_each_reply_stands_below_its_name_and_team(chat: RoleChat) -> None:
    await written(chat, WhoSees.NAMED)
    heard = await chat.says("/replies", "T1", "T1.P1")
    assert "8 replies." in heard.text
    assert "Ann Example, Home care:\n\nFirst 0" in heard.text
    assert "Bob Example, Day care:\n\nFirst 1" in heard.text


async def test_the_last_version_is_read_and_said_to_be_changed(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED, NAMES[:2])
    chat.shop.clock.advance(3 * 86_400)
    await round_.writes("Ann Example", "Better words")
    heard = await chat.says("/replies T1.P1")
    assert "First 0" not in heard.text
    assert "Better words\n\nChanged on 5 November 2026; this is how it reads now." in heard.text
    assert heard.text.count("Changed on") == 1


async def test_how_others_left_the_prompt_is_named_and_who_gave_nothing_only_when_asked_for(
    chat: RoleChat,
) -> None:
    round_ = await written(chat, WhoSees.NAMED, NAMES[:2])
    await round_.leaves("Ann Example", Given.DONT_KNOW, to=RATING)
    heard = await chat.says("/replies T1.R")
    assert "0 replies. Don't know: 1, No reply: 1." in heard.text
    assert "Don't know: Ann Example, Home care" in heard.text
    assert "Bob Example" not in heard.text
    assert "No reply: Bob Example, Day care" in (await chat.says("/replies T1.R no reply")).text


async def test_a_way_is_counted_on_every_card_and_of_nobody_who_is_not_asked(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED, NAMES[:4])
    await round_.leaves("Ann Example", Given.DONT_KNOW, to=RATING)
    other = example().guide.themes[1].id
    rule = ThemesAsked(GroupKind.TEAM, "Day care", (other,))
    heard = await chat.says("/replies no reply")
    assert "Only: No reply." in heard.text
    assert "Theme 2: Supervision: No reply: 32" in heard.text
    assert "No reply: Bob Example, Day care; Cy Example" in (await chat.says("/replies T1.R no reply")).text
    await chat.database.write(lambda tx: keep_themes_asked(tx, ROUND, rule))
    assert "Rating (No reply: 1)" in (await chat.says("/replies T1 no reply")).text
    heard = await chat.says("/replies T1.R no reply")
    assert "0 replies. Don't know: 1, No reply: 1." in heard.text
    assert "No reply: Cy Example, Home care" in heard.text
    assert "Bob Example" not in heard.text
    assert "nobody to show who fits" in (await chat.says("/replies T1 not applicable")).text


async def test_what_somebody_said_they_are_is_not_told_by_who_is_without_a_reply(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is of another set stands among those without a reply, and the card says that they may."""
    await written(chat, WhoSees.NAMED, NAMES[:2])
    told = "So some people without a reply may not have been asked."
    assert told not in (await chat.says("/replies T1.P3 no reply")).text
    sets = (PromptSet("line", "Front line"), PromptSet("board", "Board"))
    monkeypatch.setattr(Guide, "sets_of", lambda *_: sets[:1])
    heard = await chat.says("/replies T1.P3 no reply")
    assert told in heard.text
    assert "No reply: Ann Example, Home care; Bob Example, Day care" in heard.text


async def test_a_rating_and_kinds_of_evidence_are_read_with_the_name(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED, NAMES[:2])
    await round_.writes("Ann Example", "", to=RATING, level=4)
    await round_.writes("Ann Example", "", to="evidence", choices=("figures", "documents"))
    assert "Ann Example, Home care: 4 Good" in (await chat.says("/replies T1.R")).text
    assert "Ann Example, Home care: Figures" in (await chat.says("/replies T1.E")).text


async def test_a_reply_typed_in_from_paper_and_one_given_by_a_colleague_say_so(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED, NAMES[:3])
    await round_.writes("Bob Example", "By Cy", given_by=round_.people["Cy Example"])
    await chat.database.write(
        lambda tx: tx.run(
            "UPDATE participant SET on_paper = 1 WHERE id = :id", {"id": round_.people["Ann Example"]}
        )
    )
    heard = await chat.says("/replies T1.P1")
    assert "First 0\n\nTyped in from paper." in heard.text
    assert "By Cy" in heard.text
    assert "A colleague gave this reply: Cy Example, Home care." in heard.text


async def test_replies_are_picked_by_team_and_by_state(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED, NAMES[:4])
    await round_.leaves("Ann Example", Given.SKIPPED)
    heard = await chat.says("/replies T1.P1", "filter")
    assert "Which replies to T1.P1?" in heard.text
    heard = await chat.says("Day care")
    assert quotes(heard) == ["First 1", "First 3"]
    assert "Only: team Day care." in heard.text
    heard = await chat.says("filter", "skipped")
    assert "Only: Skipped, team Day care." in heard.text
    assert "Ann Example" not in heard.text
    heard = await chat.says("/replies T1.P1 skipped team home care")
    assert "Skipped: Ann Example, Home care" in heard.text
    assert quotes(heard) == []


async def test_a_long_list_comes_in_pages_and_loses_nothing(chat: RoleChat) -> None:
    names = tuple(f"Person {number:02}" for number in range(23))
    round_ = await round_of(chat, WhoSees.NAMED, names)
    long_words = {name: f"{name} {'long ' * 900}".strip() for name in names}
    for name in names:
        await round_.writes(name, long_words[name])
    heard = await chat.says("/replies T1.P1")
    assert "T1.P1, page 1 of 23" in heard.text
    read = [*quotes(heard)]
    for _ in range(22):
        read += quotes(await chat.taps("Next page"))
    assert read == list(long_words.values())
    assert "Next page" not in [
        each.label for row in (await chat.says("/replies T1.P1 page 99")).cards[-1].buttons for each in row
    ]


async def test_every_reading_of_a_named_reply_is_on_record_without_a_word_of_it(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED, NAMES[:2])
    await chat.says("/replies", "/replies T1")
    assert await round_.record() == []
    await chat.says("/replies T1.P1", "/replies T1.P1 team Home care")
    await table_of(chat, "/replies T1 table")
    assert await round_.record() == [("r1", "T1.P1"), ("r1", "T1.P1"), ("r1", "T1 table")]
    (actor,) = await chat.database.read(
        lambda tx: tx.rows("SELECT DISTINCT actor FROM audit WHERE act = 'replies.read'")
    )
    assert actor[0].startswith("person ")


async def test_what_is_read_is_marked_as_not_for_passing_on(chat: RoleChat) -> None:
    await written(chat, WhoSees.NAMED, NAMES[:2])
    assert not (await chat.says("/replies")).cards[-1].protect
    assert (await chat.says("/replies T1.P1")).cards[-1].protect


async def test_the_table_of_a_named_round_has_every_reply_with_its_name(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED, NAMES[:2])
    await round_.writes("Ann Example", "=cmd|' /C calc'!A0")
    _, first, second, *rest = await table_of(chat)
    assert [first[3], first[4], first[8]] == ["Ann Example", "Home care", "'=cmd|' /C calc'!A0"]
    assert [second[3], second[8]] == ["Bob Example", "First 1"]
    assert [each[8] for each in rest] == ["Second 0", "Second 1"]
    assert [each[3] for each in await table_of(chat, "/replies T1.P1 team Day care table")] == [
        "Name",
        "Bob Example",
    ]


async def test_somebody_without_a_name_is_told_apart_by_their_link(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED, NAMES[:1])

    def unnamed(tx: Transaction) -> None:
        id_ = round_.people["Ann Example"]
        tx.run("UPDATE participant SET name = '' WHERE id = :id", {"id": id_})
        tx.run("UPDATE invitation SET participant_id = :id, number = 7", {"id": id_})

    await chat.database.write(unnamed)
    assert "Link 7, Home care:" in (await chat.says("/replies T1.P1")).text


async def test_before_anybody_wrote_something_that_is_said(chat: RoleChat) -> None:
    await round_of(chat, WhoSees.NAMED)
    heard = await chat.says("/replies")
    assert "Nobody has answered a prompt yet." in heard.text
    assert heard.typed == ["/status"]


# --- without names ----------------------------------------------------------------------------------------


@EACH_WITHOUT_NAMES
async def test_while_the_round_is_open_nothing_is_read(chat: RoleChat, who_sees: WhoSees) -> None:
    round_ = await written(chat, who_sees)
    least = 7 if who_sees is WhoSees.ANONYMOUS else 5
    said = f"You can read these once “Round r1” is closed, from {least} people on."
    for words in ("/replies", "/replies T1.P1", "/replies table"):
        heard = await chat.says(words)
        assert heard.text == said
    assert await round_.record() == []
    await chat.says("/extend 30 November 2026", "yes")
    heard = await chat.says("/replies")
    assert f"after “Round r1” has closed on 30 November 2026, from {least} people on." in heard.text


@EACH_WITHOUT_NAMES
async def test_after_closing_words_are_read_with_no_name_team_time_or_number(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    heard = await chat.says("/replies", "T1", "T1.P1")
    assert sorted(quotes(heard)) == [f"First {number}" for number in range(8)]
    for name in (*EIGHT, "Home care", "Day care"):
        assert name not in heard.text
    table = await table_of(chat)
    assert table[0] == ["Code", "Theme", "Prompt", "Reply"]
    assert [row[3] for row in table[1:9]] == quotes(heard)
    assert await round_.record() == [("r1", "T1.P1"), ("r1", "table")]


@EACH_WITHOUT_NAMES
@pytest.mark.usefixtures("same_secret")
async def test_the_replies_of_two_people_swapped_look_the_same_to_the_byte(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    asked = ("/replies", "/replies T1", "/replies T1.P1", "/replies T1.P2", "/replies T1.S")
    before = [(await chat.says(each)).cards[-1] for each in asked], await table_of(chat)
    ann, gus = round_.people["Ann Example"], round_.people["Gus Example"]

    def swap(tx: Transaction) -> None:
        wrote = "SELECT text, prompt_id FROM reply WHERE participant_id = :id"
        theirs = {id_: tx.rows(wrote, {"id": id_}) for id_ in (ann, gus)}
        for id_, other in ((ann, gus), (gus, ann)):
            for text, prompt_id in theirs[other]:
                values = {"text": text, "prompt": prompt_id, "id": id_}
                tx.run(
                    "UPDATE reply SET text = :text WHERE prompt_id = :prompt AND participant_id = :id", values
                )

    await chat.database.write(swap)
    after = [(await chat.says(each)).cards[-1] for each in asked], await table_of(chat)
    assert before == after


@EACH_WITHOUT_NAMES
async def test_what_too_few_wrote_is_shown_nowhere(chat: RoleChat, who_sees: WhoSees) -> None:
    round_ = await written(chat, who_sees, NAMES[:4])
    await round_.closes()
    heard = await chat.says("/replies")
    assert "There is nothing to read: to no prompt have enough people written something." in heard.text
    heard = await chat.says("/replies T1.P1")
    assert "people wrote something here, so nothing of it is shown." in heard.text
    assert quotes(heard) == []
    assert "There is nothing to read" in (await chat.says("/replies table")).text
    assert dict((await chat.receives()).files).keys().isdisjoint({"replies.csv", "replies.xlsx"})


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_of_a_theme_without_anything_to_read_no_empty_table_is_made(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    await chat.receives()
    await chat.says("/replies T2 table")
    heard = await chat.receives()
    assert heard.files == ()
    assert "so no table is made." in heard.text


@EACH_WITHOUT_NAMES
async def test_a_theme_of_which_nothing_is_shown_is_not_told_as_one_without_replies(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    told = (await chat.says("/replies")).text
    assert "0 replies" not in told
    assert ": too few to show" in told


async def test_ratings_and_evidence_are_left_to_the_report_of_the_group(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.CONFIDENTIAL)
    for name in EIGHT:
        await round_.writes(name, "", to=RATING, level=4)
    await round_.closes()
    heard = await chat.says("/replies T1.R")
    assert "Ratings and evidence are counted in the group's report: /results" in heard.text
    assert "T1.R" not in repr(await table_of(chat))


@EACH_WITHOUT_NAMES
async def test_there_is_nothing_to_pick_replies_by(chat: RoleChat, who_sees: WhoSees) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    for words in ("team Home care", "team 1", "skipped", "filter", "team 1 table"):
        heard = await chat.says(f"/replies T1.P1 {words}")
        assert heard.text.startswith("Here replies are read without names"), words


@EACH_WITHOUT_NAMES
async def test_what_was_corrected_is_read_in_its_last_version_and_no_mark_says_so(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    await round_.writes("Ann Example", "Better words", given_by=round_.people["Bob Example"])
    await round_.closes()
    heard = await chat.says("/replies T1.P1")
    assert "Better words" in quotes(heard)
    assert "First 0" not in quotes(heard)
    assert "Changed" not in heard.text
    assert "A colleague gave" not in heard.text


async def test_sheets_that_were_typed_in_stand_among_the_others_and_are_told_as_a_number(
    chat: RoleChat,
) -> None:
    round_ = await written(chat, WhoSees.CONFIDENTIAL)
    for number in range(2):
        await chat.says(f"/typein new\nT1.P1: Sheet {number}", "yes")
    await round_.closes()
    heard = await chat.says("/replies T1.P1")
    assert {"Sheet 0", "Sheet 1"} < set(quotes(heard))
    assert (
        "2 sheets were typed in for this theme. Replies on them to this prompt stand among these."
        in heard.text
    )


# --- a second look after reopening ------------------------------------------------------------------------


async def reopened_and_changed(round_: Round, *names: str, to: str = FIRST) -> None:
    await round_.closes()
    await round_.reopens()
    for name in names:
        await round_.writes(name, f"New words of {name}", to=to)
    await round_.closes()


async def test_what_too_few_wrote_after_reopening_is_not_told_by_comparing(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.CONFIDENTIAL)
    await round_.closes()
    before = quotes(await chat.says("/replies T1.P1"))
    await round_.reopens()
    assert "nothing can be read while it is" in (await chat.says("/replies T1.P1")).text
    await round_.writes("Ann Example", "New words")
    await round_.closes()
    assert quotes(await chat.says("/replies T1.P1")) == before


async def test_one_person_at_one_prompt_is_not_told_though_many_changed_another(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.CONFIDENTIAL)
    await round_.closes()
    first, second = [quotes(await chat.says(f"/replies {code}")) for code in ("T1.P1", "T1.P2")]
    await round_.reopens()
    await round_.writes("Ann Example", "New words")
    for name in EIGHT[1:7]:
        await round_.writes(name, f"New words of {name}", to=SECOND)
    await round_.closes()
    heard = await chat.says("/replies T1.P1")
    assert quotes(heard) == first
    assert "Fewer than 5 people wrote here since, so you see the list of before." in heard.text
    changed = quotes(await chat.says("/replies T1.P2"))
    assert len(set(changed) - set(second)) == 6


async def test_few_in_one_report_and_few_in_the_next_are_counted_from_what_was_shown(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.CONFIDENTIAL)
    await reopened_and_changed(round_, *EIGHT[:3])
    await round_.reopens()
    for name in EIGHT[3:6]:
        await round_.writes(name, f"New words of {name}")
    for name, to in itertools.product(EIGHT, (SECOND, STRENGTH)):
        await round_.writes(name, f"New {to} of {name}", to=to)
    await round_.closes()
    # Six people have changed something since the list that was shown.
    assert len([each for each in quotes(await chat.says("/replies T1.P1")) if each.startswith("New")]) == 6


async def test_an_anonymous_round_keeps_its_lists_after_reopening(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.ANONYMOUS)
    await round_.closes()
    before = quotes(await chat.says("/replies T1.P1"))
    await round_.reopens()
    for name in EIGHT:
        await round_.writes(name, f"New words of {name}")
    await round_.closes()
    assert quotes(await chat.says("/replies T1.P1")) == before


@pytest.mark.parametrize("who_sees", [WhoSees.CONFIDENTIAL, WhoSees.ANONYMOUS])
async def test_once_somebody_is_erased_no_list_tells_which_words_are_gone(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    known = await chat.shop.loaded("telegram:1")
    assert known is not None
    await chat.database.write(lambda tx: erase_person(tx, known.person_id, chat.shop.clock()))
    for typed in ("/replies T1.P1", "/replies T1.P2", "/replies T1"):
        assert quotes(await chat.says(typed)) == []
    for typed in ("/replies T1.P1", "/replies", "/replies T1", "/replies table"):
        text = (await chat.says(typed)).text
        assert "single replies are not shown any more" in text
        assert "enough people" not in text
    assert not any(name.startswith("replies.") for name, _ in (await chat.receives()).files)


async def test_a_table_that_was_asked_for_before_an_erasure_says_why_there_is_none(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.CONFIDENTIAL)
    await round_.closes()
    await chat.receives()
    await chat.says("/replies table")
    known = await chat.shop.loaded("telegram:1")
    assert known is not None
    await chat.database.write(lambda tx: erase_person(tx, known.person_id, chat.shop.clock()))
    heard = await chat.receives()
    assert "single replies are not shown any more" in heard.text
    assert heard.files == ()


async def test_what_was_erased_is_in_no_list_with_names(chat: RoleChat) -> None:
    round_ = await written(chat, WhoSees.NAMED)
    await round_.closes()
    known = await chat.shop.loaded("telegram:1")
    assert known is not None
    await chat.database.write(lambda tx: erase_person(tx, known.person_id, chat.shop.clock()))
    assert sorted(quotes(await chat.says("/replies T1.P1"))) == [f"First {number}" for number in range(1, 8)]


# --- who may, and what is refused --------------------------------------------------------------------------


async def test_a_reader_has_no_replies_to_read(chat: RoleChat) -> None:
    await written(chat, WhoSees.NAMED)
    await chat.gives("78", "Example Council", "reader")
    assert "I do not know that command" in (await chat.says("/replies T1.P1", address="78")).text
    assert "/replies" not in (await chat.says("/office", address="78")).text


async def test_a_table_is_not_made_for_somebody_who_has_lost_the_role_meanwhile(chat: RoleChat) -> None:
    await written(chat, WhoSees.NAMED)
    await chat.says("/replies table")
    await chat.database.write(lambda tx: tx.run("UPDATE role SET role = 'reader'"))
    assert (await chat.receives()).files == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("T9", "There is no prompt T9. /replies shows all."),
        ("T1.P99", "There is no prompt T1.P99. /replies shows all."),
        (
            "all of it",
            "I could not read that. Type /replies T1.P4 for one prompt, or /replies for all of them.",
        ),
        ("T1.P1 team Nobody", "There is no team “Nobody” in this round."),
    ],
)
async def test_what_there_is_not_is_one_clear_sentence(chat: RoleChat, typed: str, said: str) -> None:
    await written(chat, WhoSees.NAMED, NAMES[:2])
    assert (await chat.says(f"/replies {typed}")).text == said


async def test_with_several_rounds_one_has_to_be_chosen(chat: RoleChat) -> None:
    await chat.shop.open_round("r2")
    assert (await chat.says("/replies")).text == "Choose a round first: /rounds"


@pytest.mark.parametrize("who_sees", [WhoSees.NAMED, WhoSees.CONFIDENTIAL])
async def test_people_find_in_their_own_data_when_replies_were_read_with_names(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    if who_sees is not WhoSees.NAMED:
        await round_.closes()
    await chat.says("/replies T1.P1", "/replies T1.P2", "/replies T1.P1", "/replies T1 table")
    await chat.database.write(lambda tx: note_export(Acting(tx, OPERATOR_HERE, chat.shop.clock()), "r1"))
    await chat.says("/mydata", address="1")
    files = dict((await chat.receives(address="1")).files)
    theme = example().guide.themes[0].title
    said = (
        f"On 2 November 2026: replies to 2 prompts of “{theme}”; “{theme}” as a table; all replies as a "
        "file, by whoever looks after the computer."
    )
    page = files["my-data.html"].decode()
    assert (said in page) == (who_sees is WhoSees.NAMED)
    assert "T1.P" not in page.partition("Replies in this round were read")[2].partition("</section>")[0]


async def test_what_was_read_before_somebodys_first_reply_is_not_said_to_be_theirs(chat: RoleChat) -> None:
    await written(chat, WhoSees.NAMED)
    await chat.says("/replies T1.P1")
    chat.shop.clock.advance(60)
    await chat.shop.join("90")
    await chat.shop.go_on()
    await chat.says("begin", "1", "start", "We write it down.", address="90")
    page = await own_page(chat, "90")
    assert "We write it down." in page
    assert "On 2 November 2026: replies to" not in page
    chat.shop.clock.advance(60)
    await chat.says("/replies T1.P2")
    assert "On 2 November 2026: replies to 1 prompt of" in await own_page(chat, "90")


async def own_page(chat: RoleChat, address: str) -> str:
    """The copy of somebody's data."""
    await chat.says("/mydata", address=address)
    files = dict((await chat.receives(address=address)).files)
    return files["my-data.html"].decode()


@EACH_WITHOUT_NAMES
async def test_a_reopened_round_promises_only_the_replies_that_can_come(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    before = quotes(await chat.says("/replies T1.P1"))
    await round_.reopens()
    said = (await chat.says("/replies")).text
    is_kept = who_sees is WhoSees.ANONYMOUS
    assert ("Nothing written since is among them." in said) is is_kept
    assert (
        "you can read these again, a prompt from 5 people on, unless some were erased" in said
    ) is not is_kept
    assert "You can read these" not in said, "that is said before the first closing"
    for number, name in enumerate(EIGHT):
        await round_.writes(name, f"Later {number}")
    await round_.closes()
    after = quotes(await chat.says("/replies T1.P1"))
    assert (after == before) is is_kept


@EACH_WITHOUT_NAMES
async def test_what_is_said_of_replies_while_it_is_open_again_is_what_comes_of_it(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    """Once some are erased none is shown any more, and that is said in every state of the round."""
    round_ = await written(chat, who_sees)
    await round_.closes()
    await chat.says("/replies T1.P1")
    await round_.reopens()
    promised = (await chat.says("/replies")).text
    assert "you can read" in promised
    assert "unless some were erased" in promised
    known = await chat.shop.loaded("telegram:1")
    assert known is not None
    await chat.database.write(lambda tx: erase_person(tx, known.person_id, chat.shop.clock()))
    for words in ("/replies", "/replies T1.P1", "/replies table"):
        said = (await chat.says(words)).text
        assert "single replies are not shown any more, also once it is closed" in said
        assert "you can read" not in said.casefold()
    await round_.closes()
    assert quotes(await chat.says("/replies T1.P1")) == []
    assert "single replies are not shown any more" in (await chat.says("/replies")).text


@EACH_WITHOUT_NAMES
async def test_a_theme_of_which_some_prompts_are_not_shown_says_of_how_many(
    chat: RoleChat, who_sees: WhoSees
) -> None:
    round_ = await written(chat, who_sees)
    await round_.closes()
    listed = (await chat.says("/replies")).text
    found = re.search(r"Team meetings: 16 replies, (\d) prompts not shown", listed)
    assert found, listed
    theme = (await chat.says("/replies T1")).text
    assert theme.count("(too few to show)") == int(found[1])


async def test_with_names_no_prompt_is_said_to_be_held_back(chat: RoleChat) -> None:
    await written(chat, WhoSees.NAMED)
    assert "not shown" not in (await chat.says("/replies")).text


@pytest.mark.parametrize("who_sees", list(WhoSees))
async def test_closing_again_says_of_the_report_what_is_so_by_then(chat: RoleChat, who_sees: WhoSees) -> None:
    round_ = await written(chat, who_sees)
    assert "Those who take part get it once it is released." in (await chat.says("/close")).text
    await chat.says("cancel")
    await round_.closes()
    await chat.says("/release", "yes")
    await round_.reopens()
    said = (await chat.says("/close")).text
    assert "Those who take part get it once it is released." not in said
    assert ("were given the group's report already" in said) is (who_sees is WhoSees.ANONYMOUS)
    assert ("were given one before" in said) is (who_sees is not WhoSees.ANONYMOUS)
