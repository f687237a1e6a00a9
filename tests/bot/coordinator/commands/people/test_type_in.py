"""Paper is equal: the prompts on paper, and replies that are typed in on somebody's behalf."""

import io
from dataclasses import replace

import docx
import pytest

from bot.jobs import round_report
from content.model import Guide
from content.phrases import phrases_in
from conversations.state import Given
from reports.paper.prompt_sheet import PromptSheet
from reports.paper.prompt_sheet_docx import paper_docx
from storage.engine.sqlite import SqliteDatabase
from storage.rounds.conversations import load_replies
from storage.rounds.ledger import LedgerEntry, ledger_of_round
from tests.bot.coordinator.commands.people.test_invite import hands_in
from tests.bot.coordinator.role_chat import RoleChat, joins, links_in
from tests.bot.workshop import example
from tests.content.documents.word_files import paragraph, word_file
from tests.conversations.council_forms.test_placing import heading, table
from tests.guides import pack_for_tests
from tests.reports.samples import prompt_sheet

SHEET = """T1.P1 We ask each in turn.
In the corridor, too.
T1.R 4
T1.S Short meetings
T1.S Good chairing
T1.I Minutes"""


async def ledger(chat: RoleChat) -> list[LedgerEntry]:
    return await chat.database.read(lambda tx: list(ledger_of_round(tx, "r1")))


async def stands(chat: RoleChat) -> dict[str, tuple[str, ...]]:
    """What stands now, by prompt, of the only person who takes part."""

    def read(tx):  # type: ignore[no-untyped-def]
        ((id_,),) = tx.rows("SELECT id FROM participant")
        return load_replies(tx, [id_]).get(id_, {})

    found: dict[str, tuple[str, ...]] = {}
    for key, reply in (await chat.database.read(read)).items():
        said = str(reply.level) if reply.level else reply.text or reply.given.value
        found[key[1]] = (*found.get(key[1], ()), said)
    return found


async def invited(chat: RoleChat) -> list[str]:
    return links_in(await chat.says("/invite", "Ann Example, Home care\nBob Example, Home care", "yes"))


async def test_every_reply_is_shown_before_any_is_kept(chat: RoleChat) -> None:
    await invited(chat)
    await chat.says("/typein 1")
    heard = await chat.says(SHEET)
    assert "Keep these replies for 1, Ann Example, Home care?" in heard.text
    assert f"\nT1: {example().guide.themes[0].numbered_title}\n" in heard.text
    assert "T1.P1: We ask each in turn." in heard.text
    assert "T1.R: 4 Good" in heard.text
    assert await ledger(chat) == []
    heard = await chat.says("yes")
    assert "5 replies are kept, of sheet 1." in heard.text
    assert await stands(chat) == {
        example().guide.themes[0].prompts[0].id: ("We ask each in turn.\nIn the corridor, too.",),
        "rating": ("4",),
        "strength": ("Short meetings", "Good chairing"),
        "improvement": ("Minutes",),
    }


async def test_what_was_typed_in_is_marked_so_in_the_ledger_and_on_record(chat: RoleChat) -> None:
    await invited(chat)
    await chat.says(f"/typein 1\n{SHEET}", "yes")
    assert {each.reply.channel for each in await ledger(chat)} == {"paper"}
    assert len({each.pseudonym for each in await ledger(chat)}) == 1
    row = await chat.database.read(
        lambda tx: tx.row("SELECT act, subject, outcome FROM audit ORDER BY number DESC")
    )
    assert row == ("replies.typein", "r1 1", "5 replies")


async def test_it_counts_the_same(chat: RoleChat) -> None:
    await invited(chat)
    await chat.says(f"/typein 1\n{SHEET}", "yes")
    assert "1. Ann Example, Home care: has begun" in (await chat.says("/people")).text
    heard = (await chat.says("/status")).text
    assert (
        "2 invited, 1 joined, 1 begun. 1 finished at least one theme, and 0 every theme asked of them."
        in heard
    )
    assert "Theme 1: Team meetings. 1 begun, 1 finished." in heard
    await chat.says("/typein 1\nT2.R skip", "yes")
    assert "1. Ann Example, Home care: has finished" in (await chat.says("/people")).text


async def test_lines_that_cannot_be_read_are_all_named_and_the_others_can_be_kept(chat: RoleChat) -> None:
    await invited(chat)
    heard = await chat.says("/typein 1\nT1.P1 We ask.\nT9.P9 Where?\nT1.R 9")
    assert "Not read, and not kept" in heard.text
    assert "Line 2: There is no prompt T9.P9" in heard.text
    assert "Line 3: T1.R takes one level" in heard.text
    assert "yes" in heard.typed
    await chat.says("yes")
    assert list((await stands(chat)).values()) == [("We ask.",)]


async def test_a_text_without_any_reply_is_asked_for_again_with_what_is_wrong(chat: RoleChat) -> None:
    await invited(chat)
    heard = await chat.says("/typein 1", "no codes at all")
    assert "Line 1: This line does not begin with a code" in heard.text
    assert "What stands on the sheet?" in heard.text
    assert await ledger(chat) == []


async def test_typing_in_again_corrects_and_adds(chat: RoleChat) -> None:
    await invited(chat)
    await chat.says(f"/typein 1\n{SHEET}", "yes")
    heard = await chat.says("/typein 1\nT1.R 5\nT1.S Only this one\nT2.P1 More.")
    assert "1 strength or area for improvement that was typed in before goes." in heard.text
    heard = await chat.says("yes")
    assert "undo" not in heard.typed
    now = await stands(chat)
    assert now["rating"] == ("5",)
    assert now["strength"] == ("Only this one",)
    assert now["improvement"] == ("Minutes",)
    assert any(each.reply.given is Given.WITHDRAWN for each in await ledger(chat))


async def test_a_link_that_was_typed_in_for_lets_nobody_in_and_the_reverse(chat: RoleChat) -> None:
    ann, bob = await invited(chat)
    await chat.says(f"/typein 1\n{SHEET}", "yes")
    assert not await joins(chat, ann, "5")
    assert await joins(chat, bob, "6")
    for number in ("2", "9"):
        heard = await chat.says(f"/typein {number}")
        assert f"There is no link {number} that replies can be typed in for" in heard.text


async def test_a_link_used_between_the_preview_and_the_yes_is_not_typed_in_for(chat: RoleChat) -> None:
    ann, _ = await invited(chat)
    await chat.says(f"/typein 1\n{SHEET}")
    assert await joins(chat, ann, "5")
    heard = await chat.says("yes")
    assert "There is no link 1 that replies can be typed in for" in heard.text
    assert await ledger(chat) == []


async def test_somebody_without_a_link_gets_a_number_to_be_found_by(chat: RoleChat) -> None:
    await invited(chat)
    heard = await chat.says("/typein new", SHEET, "yes")
    assert "of sheet 3." in heard.text
    await chat.says("/typein 3\nT1.R 2", "yes")
    assert (await stands(chat))["rating"] == ("2",)


async def test_the_first_typing_in_is_undone_with_everything(chat: RoleChat) -> None:
    ann, _ = await invited(chat)
    await chat.says(f"/typein 1\n{SHEET}", "yes")
    assert "nothing of that sheet is kept" in (await chat.says("undo")).text
    assert await ledger(chat) == []
    assert chat.shop.told[-1].has_erased
    assert await joins(chat, ann, "5")


async def test_what_was_typed_in_is_erased_for_who_asks_for_it(chat: RoleChat) -> None:
    ann, _ = await invited(chat)
    assert "Nothing was typed in for that sheet." in (await chat.says("/typein 1 erase")).text
    await chat.says(f"/typein 1\n{SHEET}", "yes", "/rounds")
    heard = await chat.says("/typein 1 erase")
    assert "Erase all that was typed in for 1, Ann Example, Home care?" in heard.text
    assert len(await ledger(chat)) == 5
    await chat.says("yes")
    assert await ledger(chat) == []
    assert chat.shop.told[-1].has_erased
    assert await joins(chat, ann, "5")


@pytest.mark.parametrize("who_sees", ["named", "confidential"])
@pytest.mark.parametrize("again", [("undo",), ("/typein 1 erase", "yes")])
async def test_who_is_invited_stays_on_the_list_when_their_sheet_is_erased(
    chat: RoleChat, who_sees: str, again: tuple[str, ...]
) -> None:
    ann, _ = await invited(chat)
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = :w", {"w": who_sees}))
    await chat.says(f"/typein 1\n{SHEET}", "yes", *again)
    assert await ledger(chat) == []
    assert "1. Ann Example, Home care: invited" in (await chat.says("/people")).text
    assert await joins(chat, ann, "5")
    assert "1. Ann Example, Home care: joined" in (await chat.says("/people")).text


async def test_in_an_anonymous_round_nothing_ties_a_sheet_to_what_was_on_it(chat: RoleChat) -> None:
    await invited(chat)
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    heard = await chat.says(f"/typein 1\n{SHEET}")
    assert "what was typed in cannot be found or changed" in heard.text
    for said in (heard, await chat.says("cancel", "/paper")):
        assert "In this round ratings from sheets are counted apart from all others." in said.text
        assert "counts the same" not in said.text
    await chat.says(f"/typein 1\n{SHEET}")
    await chat.says("yes", "/rounds")
    assert await chat.database.read(lambda tx: tx.rows("SELECT name, team FROM participant")) == [("", "")]
    linked = await chat.database.read(lambda tx: tx.rows("SELECT participant_id FROM invitation"))
    assert linked == [(None,), (None,)]
    assert "There is no link 1" in (await chat.says("/typein 1")).text


async def test_in_an_anonymous_round_a_sheet_without_a_link_is_not_listed_beside_the_shared_links(
    chat: RoleChat,
) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await chat.says("/link 20 Home care", "yes")
    before = (await chat.says("/people")).text
    assert "Shared link 1: Home care, for 20 people" in before
    for _ in range(2):
        await chat.says(f"/typein new\n{SHEET}", "yes")
    assert len({each.pseudonym for each in await ledger(chat)}) == 2
    assert (await chat.says("/people")).text == before
    await chat.says(f"/typein new\n{SHEET}", "yes", "undo")
    assert (await chat.says("/people")).text == before


async def test_where_nobody_has_a_link_of_their_own_it_is_not_asked_whose_sheet_it_is(chat: RoleChat) -> None:
    await chat.database.write(lambda tx: tx.run("UPDATE round SET who_sees = 'anonymous'"))
    await chat.says("/link 20", "yes")
    for number in (1, 2):
        heard = await chat.says(f"/typein {number}")
        assert "/typein new takes the sheet" in heard.text
        assert "the number of their link" not in heard.text
        assert "What stands on the sheet?" in heard.text
    assert "What stands on the sheet?" in (await chat.says("/typein")).text
    assert "Keep these replies for somebody without a link?" in (await chat.says(SHEET)).text
    await chat.says("yes")
    assert len({each.pseudonym for each in await ledger(chat)}) == 1


async def test_after_a_round_is_over_nothing_is_typed_in(chat: RoleChat) -> None:
    await invited(chat)
    await chat.says(f"/typein 1\n{SHEET}")
    await chat.shop.close_round()
    assert "is closed" in (await chat.says("yes")).text
    assert await ledger(chat) == []


async def test_the_prompt_sheet_is_of_the_guide_of_the_round(
    chat: RoleChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[PromptSheet, str]] = []

    async def press(_make: object, sheet: PromptSheet, _language: str, kind: str) -> bytes:
        asked.append((sheet, kind))
        return kind.encode()

    monkeypatch.setattr(round_report, "in_child", press)
    heard = await chat.says("/paper")
    assert "/typein" in heard.typed
    made = await chat.receives()
    assert made.files == (("prompts.pdf", b"pdf"), ("prompts.docx", b"docx"))
    sheet = asked[0][0]
    assert sheet.guide == example().guide
    assert (sheet.round_title, sheet.organisation) == ("Round r1", "Example Council")
    typed, read, quoted = sheet.who_reads[:3]
    assert "types in your replies, and so reads them with your name" in typed
    assert "read replies without names after closing" in read
    assert "quoted without names in the group's report" in quoted


async def test_of_a_guide_with_sets_one_is_chosen_and_only_its_sheet_is_made(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[PromptSheet] = []

    async def press(_make: object, sheet: PromptSheet, _language: str, kind: str) -> bytes:
        asked.append(sheet)
        return kind.encode()

    monkeypatch.setattr(round_report, "in_child", press)
    chat = RoleChat(database)
    await chat.shop.open_round(pack=pack_for_tests("sets"))
    await chat.gives("77", "Example Council", "coordinator")
    heard = await chat.says("/paper")
    assert heard.text.startswith("Who is the sheet for?")
    assert heard.typed == ["1", "2", "3", "all"]
    assert "They are for: I lead a team" in (await chat.says("/paper 2")).text
    made = await chat.receives()
    assert made.files == (("prompts-manager.pdf", b"pdf"), ("prompts-manager.docx", b"docx"))
    assert "These are the prompts for: I lead a team or a service." in made.alts[0]
    assert {each.guide.asked_of for each in asked} == {"manager"}
    assert "follow" in (await chat.says("/paper all")).text
    await chat.receives()
    assert not asked[-1].guide.asked_of


@pytest.mark.parametrize(
    "words", ["2", "2. I lead a team or a service", "I lead a team or a service", "/paper 2"]
)
async def test_whose_sheet_it_is_can_be_typed_as_its_button_says(
    database: SqliteDatabase, words: str
) -> None:
    chat = RoleChat(database)
    await chat.shop.open_round(pack=pack_for_tests("sets"))
    await chat.gives("77", "Example Council", "coordinator")
    heard = await chat.says("/paper")
    labels = [each.label for row in heard.cards[-1].buttons for each in row]
    assert labels[1] == "2. I lead a team or a service"
    assert "They are for: I lead a team" in (await chat.says(words)).text


TELLING = "This may show who somebody is:"


async def test_what_may_show_who_somebody_is_is_said_before_the_yes_and_holds_up_nothing(
    chat: RoleChat,
) -> None:
    await invited(chat)
    heard = await chat.says(
        "/typein 1", "T1.P1 Ask Mr Smith, 0131 496 0000\nT1.S Good chairing\nT1.I Mrs Able"
    )
    assert f"{TELLING}\n\nT1.P1: Mr Smith; 0131 496 0000\n\nT1.I: Mrs Able\n\n" in heard.text
    assert "To leave it out, change the replies before you keep them." in heard.text
    assert "3 replies are kept, of sheet 1." in (await chat.says("yes")).text


async def test_nothing_is_said_where_nothing_was_found_or_no_look_is_wanted(chat: RoleChat) -> None:
    await invited(chat)
    assert TELLING not in (await chat.says("/typein 1", SHEET)).text
    chat.shop.dispatch._services = replace(chat.shop.dispatch._services, looks_for_identifiers=False)
    assert TELLING not in (await chat.says("/typein 1", "T1.P1 Ask Mr Smith")).text


async def test_of_many_only_the_first_are_named_one_by_one(chat: RoleChat) -> None:
    await invited(chat)
    sheet = "\n".join(f"T1.S Mr Smith of team {number}" for number in range(60))
    heard = await chat.says("/typein 1", sheet)
    assert heard.text.count("T1.S: Mr Smith\n") == 10
    assert "and 50 more" in heard.text
    assert "60 replies are kept" in (await chat.says("yes")).text


async def test_a_sheet_that_comes_after_an_interruption_is_taken_and_asked_whose_it_is(
    chat: RoleChat,
) -> None:
    await chat.says("/invite", "Ann Example, Home care", "yes", "/typein 1", "/status")
    heard = await chat.says("T1.P1: We go round the table.")
    assert heard.text.splitlines()[0] == "Whose sheet is it?"
    heard = await chat.says("1")
    assert heard.text.startswith("Keep these replies for 1, Ann Example, Home care?")
    assert "T1.P1: We go round the table." in heard.text
    await chat.says("yes")
    assert "1. Ann Example, Home care: has begun" in (await chat.says("/people")).text


@pytest.mark.parametrize("words", ["T1.P99: nothing like it", "Team meetings", "t shirts"])
async def test_other_words_are_no_sheet(chat: RoleChat, words: str) -> None:
    await chat.says("/invite", "Ann Example, Home care", "yes", "/status")
    assert (await chat.says(words)).text.startswith("I did not understand that.")


@pytest.mark.parametrize("word", ["/cancel", "cancel", "no"])
async def test_where_nothing_is_open_there_is_nothing_to_cancel(chat: RoleChat, word: str) -> None:
    await chat.says("/status")
    heard = await chat.says(word)
    assert heard.text == "There is nothing to cancel here. /office shows what you can do."


async def test_a_command_that_asks_can_be_cancelled_with_or_without_a_slash(chat: RoleChat) -> None:
    for word in ("/cancel", "cancel"):
        await chat.says("/typein")
        assert (await chat.says(word)).text.startswith("Nothing was done.")


def filled_sheet() -> bytes:
    """The sheet of the example guide with a reply in its first room."""
    made = docx.Document(io.BytesIO(paper_docx(prompt_sheet(example().guide), phrases_in("en"))))
    rooms = [
        each for each in made.paragraphs if each.style is not None and each.style.name == "Room to write"
    ]
    rooms[1].insert_paragraph_before("We go round the table.")
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


async def test_a_sheet_filled_in_on_a_computer_is_shown_before_it_is_kept(chat: RoleChat) -> None:
    await invited(chat)
    heard = await chat.says("/typein 1")
    assert heard.cards[-1].takes_file
    heard = await hands_in(chat, filled_sheet())
    assert "T1.P1: We go round the table." in heard.text
    assert "Keep these replies for 1, Ann Example, Home care?" in heard.text
    assert await ledger(chat) == []
    await chat.says("yes")
    assert await stands(chat) == {example().guide.themes[0].prompts[0].id: ("We go round the table.",)}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7", "This is a PDF. Please send the Word document that it was made from."),
        (None, "The file could not be fetched from Telegram. Please send it again, or paste its words."),
        (b"PK\x03\x04 cut", "This file is damaged."),
    ],
)
async def test_a_file_that_is_no_sheet_is_asked_for_again(
    chat: RoleChat, content: bytes | None, told: str
) -> None:
    await invited(chat)
    await chat.says("/typein 1")
    heard = await hands_in(chat, content)
    assert heard.text.startswith(told)
    assert "What stands on the sheet?" in heard.text


def councils_form(guide: Guide) -> bytes:
    """A form of a council's own with some of a guide's prompts, filled in, and with a question of its own."""
    theme = guide.themes[0]
    return word_file(
        heading(theme.title)
        + table(
            (theme.prompts[0].ask, "We go round the table."),
            ("Who brings the cake?", "Nobody told them."),
            ("How do we know?", "Minutes of May"),
            ("Our evaluation", paragraph("☐ Weak (2)") + paragraph("☒ Good (4)")),
        ),
        comments="<w:comment><w:p><w:r><w:t>Is this so?</w:t></w:r></w:p></w:comment>",
    )


async def test_a_form_of_their_own_shows_which_cell_is_which_reply_before_any_is_kept(
    chat: RoleChat,
) -> None:
    await invited(chat)
    await chat.says("/typein 1")
    heard = await hands_in(chat, councils_form(example().guide))
    assert heard.text.startswith("Read in this document\n")
    ask = example().guide.themes[0].prompts[0].ask
    title = example().guide.themes[0].numbered_title
    ends = "Their link lets nobody in any more while anything of this sheet is kept."
    for told in (
        f"Read in this document\n\nT1: {title}\n\nT1.P1 from table 1, row 1, column 2: “{ask}”",
        f"Keep these replies for 1, Ann Example, Home care?\n\n{ends}\n\nT1: {title}\n\nT1.P1: We go round",
        "T1.W from table 1, row 3, column 2: “How do we know?”",
        "T1.R from table 1, row 4, column 2: “Our evaluation”",
        "table 1, row 2, column 2: “Nobody told them.” next to “Who brings the cake?”. No prompt of",
        "1 comment",
        "Keep these replies for 1, Ann Example, Home care?",
        "T1.P1: We go round the table.",
        "T1.R: 4 Good",
    ):
        assert told in heard.text
    assert await ledger(chat) == []
    await chat.says("yes")
    assert await stands(chat) == {
        example().guide.themes[0].prompts[0].id: ("We go round the table.",),
        "reference": ("Minutes of May",),
        "rating": ("4",),
    }


async def test_a_form_with_no_prompt_of_the_guide_says_so_and_asks_again(chat: RoleChat) -> None:
    await invited(chat)
    await chat.says("/typein 1")
    heard = await hands_in(chat, word_file(table(("Who brings the cake?", "Ann"))))
    assert (
        "table 1, row 1, column 2: “Ann” next to “Who brings the cake?”. No prompt of this guide"
        in heard.text
    )
    assert "No prompt of this guide was found in the document" in heard.text
    assert "What stands on the sheet?" in heard.text


async def test_what_a_document_holds_besides_is_told(chat: RoleChat) -> None:
    await invited(chat)
    await chat.says("/typein 1")
    heard = await hands_in(
        chat,
        word_file(
            "<w:p><w:r><w:t>T1.P1 We ask.</w:t></w:r>"
            "<w:del><w:r><w:delText>No.</w:delText></w:r></w:del></w:p>",
            comments="<w:comment><w:p><w:r><w:t>Is this so?</w:t></w:r></w:p></w:comment>",
        ),
    )
    assert heard.text.startswith("Not read in this document\n")
    assert "1 comment\n" in heard.text
    assert "1 deletion that Word tracked" in heard.text
    assert "Is this so" not in heard.text
    assert "T1.P1: We ask." in heard.text
