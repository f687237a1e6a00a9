"""Own guides in the chat: a document becomes a draft, is published, and is taken away again."""

import re
from dataclasses import replace

import pytest

from content.drafts.guide_lines import GuideLine, LineUse
from content.pack import parse_guide
from storage.engine.database import Transaction
from storage.guides import draft_lines, own_guides
from storage.guides.own_guides import OwnGuide
from storage.rounds.rounds import guide_source
from tests.bot.coordinator.commands.people.test_invite import hands_in
from tests.bot.coordinator.role_chat import RoleChat
from tests.content.documents.word_files import given, paragraph, word_file
from tests.content.drafts.long_guides import LONG_GUIDES
from tests.conversations.council_forms.test_placing import heading, table
from tests.guides import OWN_FOLDER

TITLED = "Self-evaluation: home support"


async def brings_in(chat: RoleChat, name: str = "w1-matrix.docx", *, number: int = 900) -> str:
    """Bring in a document; what is heard of it."""
    chat.shop.clock.advance(60)
    await chat.says("/guide add")
    return (await hands_in(chat, given(name), number=number)).text


async def kept(chat: RoleChat) -> list[OwnGuide]:
    organisation_id = await chat.organisation("Example Council")
    return await chat.database.read(lambda tx: own_guides.own_guides(tx, [organisation_id]))


async def lines(chat: RoleChat, guide: OwnGuide) -> list[GuideLine]:
    return await chat.database.read(lambda tx: draft_lines.draft_lines(tx, guide.id))


async def test_a_document_becomes_a_draft_that_is_published_and_offered_by_round(chat: RoleChat) -> None:
    assert "There is none yet." in (await chat.says("/guide")).text
    assert f"“{TITLED}” is read, and kept as a draft." in await brings_in(chat)
    listed = await chat.says("/guide")
    assert f"1. {TITLED}\n\nDraft, not published." in listed.text
    shown = await chat.says("1")
    assert "It has 2 themes and 3 prompts." in shown.text
    assert {"/guide try 1", "/guide publish 1", "/guide delete 1", "/guide left 1"} <= set(shown.typed)
    assert TITLED not in str((await chat.says("/round")).cards)
    asked = await chat.says("/guide publish 1")
    assert f"Publish “{TITLED}” as version 1?" in asked.text
    assert f"“{TITLED}” is published as version 1." in (await chat.says("yes")).text
    assert TITLED in str((await chat.says("/round")).cards)
    assert "Version 1, published on" in (await chat.says("/guide")).text


async def test_what_was_left_out_is_shown_with_its_place_until_the_guide_is_published(chat: RoleChat) -> None:
    await brings_in(chat)
    left = await chat.says("/guide left 1")
    assert "paragraph 2: “Completed by: Northern locality managers, 14 May" in left.text
    await chat.says("/guide publish 1", "yes")
    assert "Nothing is left out that was not understood." in (await chat.says("/guide left 1")).text
    (guide,) = await kept(chat)
    assert {each.text for each in await lines(chat, guide) if each.used_as is LineUse.LEFT_OUT} == {""}


async def test_a_guide_that_is_not_ready_says_what_is_wrong_and_is_not_published(chat: RoleChat) -> None:
    await brings_in(chat, "w2-form.docx")
    shown = await chat.says("/guide 1")
    assert "The guide has no title yet. Write one." in shown.text
    assert "/guide publish 1" not in shown.typed
    refused = await chat.says("/guide publish 1")
    assert "Something in this guide has to be corrected first." in refused.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in this file."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is a file of an old version of Office."),
        (b"PK\x03\x04nothing", "This file is damaged."),
    ],
)
async def test_a_file_that_cannot_be_read_gets_one_sentence(
    chat: RoleChat, content: bytes, sentence: str
) -> None:
    await chat.says("/guide add")
    assert sentence in (await hands_in(chat, content)).text
    assert await kept(chat) == []


async def test_deleting_asks_first_and_leaves_no_word(chat: RoleChat) -> None:
    await brings_in(chat)
    assert f"Delete “{TITLED}”?" in (await chat.says("/guide delete 1")).text
    await chat.says("no")
    assert len(await kept(chat)) == 1
    assert "is deleted" in (await chat.says("/guide delete 1", "yes")).text
    assert await kept(chat) == []
    tables = ("own_guide", "own_guide_line", "own_guide_version")
    left = " UNION ALL ".join(f"SELECT 1 FROM {each}" for each in tables)  # noqa: S608
    assert await chat.database.read(lambda tx: tx.rows(left)) == []
    assert "There is no such guide." in (await chat.says("/guide 1")).text


async def test_a_guide_that_changed_after_it_was_shown_is_not_published(chat: RoleChat) -> None:
    await brings_in(chat)
    (guide,) = await kept(chat)
    await chat.says("/guide publish 1")

    def correct(tx: Transaction) -> None:
        own_guides.count_change(tx, guide.id, chat.shop.clock())

    await chat.database.write(correct)
    assert "Somebody has corrected this guide meanwhile" in (await chat.says("yes")).text
    assert (await kept(chat))[0].version == 0


async def test_nobody_of_another_organisation_sees_a_guide(chat: RoleChat) -> None:
    await brings_in(chat)
    await chat.says("/guide publish 1", "yes")
    (guide,) = await kept(chat)
    await chat.gives("80", "Other Council", "coordinator")
    for typed in ("/guide", "/guide 1", f"/guide {guide.id}", f"/guide delete {guide.id}", "/round"):
        heard = await chat.says(typed, address="80")
        assert TITLED not in str(heard.cards)
    assert "There is none yet." in (await chat.says("/guide", address="80")).text


async def test_a_reader_has_no_such_command(chat: RoleChat) -> None:
    await chat.gives("78", "Example Council", "reader")
    assert "I do not know that command." in (await chat.says("/guide", address="78")).text


async def test_lines_are_listed_moved_and_written_by_typing(chat: RoleChat) -> None:
    await brings_in(chat)
    assert "/guide lines 1" in (await chat.says("/guide 1")).typed
    themes = await chat.says("/guide lines 1")
    assert "[1] How well do people experience our help?" in themes.text
    assert "/guide lines 1 2" in themes.typed
    prompts = await chat.taps("1 How well do people experience our help?")
    assert "[1.1] People are listened to at each visit" in prompts.text
    assert "/guide move 1 1.1 up" in prompts.text
    moved = await chat.says("/guide move 1 1.1 down")
    assert "Moved. It is 1.2 now." in moved.text
    assert "[1.1] 1.2 Visits come when agreed" in moved.text
    assert "Moved. It is 2.2 now." in (await chat.says("/guide move 1 1.2 to 2")).text
    written = await chat.says("/guide write 1 2.2 Who *listens*,\nand when?")
    assert "[2.2] Who *listens*, and when?" in written.text
    assert "Moved. It is 1 now." in (await chat.says("/guide move 1 2 up")).text
    assert "Our own title" in (await chat.says("/guide write 1 title Our own title")).text
    (guide,) = await kept(chat)
    words = [each.text for each in await lines(chat, guide) if each.used_as is LineUse.PROMPT]
    assert words == ["2.1 Plans rest on need", "Who *listens*,\nand when?", "1.2 Visits come when agreed"]
    assert guide.title == "Our own title"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "/guide lines 1 9",
            "There is no such line. The themes of guide 1 are 1 to 2: /guide lines 1 1 shows",
        ),
        ("/guide move 1 7.7 up", "There is no such line."),
        ("/guide lines 1 1.9", "There is no such line."),
        (
            "/guide move 1 1.1",
            "Type where it goes: /guide move 1 1.1 up, down, or to 2 for another theme.",
        ),
        ("/guide move 1 2.1 to", "/guide move 1 2.1 up, down, or to 1 for another theme."),
        ("/guide move 1 2 sideways", "Type where it goes: /guide move 1 2 up, or down."),
        ("/guide move 1 1.1 sideways", "Type where it goes"),
        ("/guide move 1 1 to 2", "Type where it goes"),
        ("/guide move 1 1.1 to 1", "It stands there already, so it was not moved."),
        ("/guide move 1 1 up", "It stands there already"),
        ("/guide write 1 1.1", "Type the new words behind the number: /guide write 1 1.1 How …?"),
        (
            f"/guide write 1 1.1 {'word ' * 120}",
            "Too long: 599 characters, and at most 500 fit. Nothing was changed.",
        ),
        (
            f"/guide write 1 2 {'x' * 121}",
            "Too long: 121 characters, and at most 120 fit. Nothing was changed.",
        ),
        (
            f"/guide write 1 title {'x' * 81}",
            "Too long: 81 characters, and at most 80 fit. Nothing was changed.",
        ),
        ("/guide write 1 2 One\nTwo", "This must stand on one line, and only once. Nothing was changed."),
        ("/guide write 1", "There is no such line."),
        ("/guide move 2 1.1 up", "There is no such guide."),
    ],
)
async def test_what_cannot_be_moved_or_written_gets_one_sentence(
    chat: RoleChat, typed: str, sentence: str
) -> None:
    await brings_in(chat)
    (before,) = await kept(chat)
    assert sentence in (await chat.says(typed)).text
    assert (await kept(chat)) == [before]


async def test_prompts_above_all_themes_are_listed_moved_and_written_as_well(chat: RoleChat) -> None:
    await brings_in(chat)
    (guide,) = await kept(chat)
    first = next(each for each in await lines(chat, guide) if each.used_as is LineUse.THEME)
    above = replace(first, used_as=LineUse.PROMPT, text="What is this for?")
    await chat.database.write(lambda tx: draft_lines.change_lines(tx, guide.id, [above]))
    shown = (await chat.says("/guide lines 1")).text
    for words in ("[0.1] What is this for?", "[0.2] 1.1 People are listened to", "[1] 2 How good is our"):
        assert words in shown
    assert "Self-evaluation: home support\n" in (await chat.says("/guide lines 1 0")).text
    assert "[0.2] Who listens?" in (await chat.says("/guide write 1 0.2 Who listens?")).text
    moved = await chat.says("/guide move 1 0.1 down")
    assert "Moved. It is 0.2 now." in moved.text
    assert "/guide move 1 0.1 to 1" in moved.text
    assert "Moved. It is 1.2 now." in (await chat.says("/guide move 1 0.2 to 1")).text


async def test_the_number_of_a_prompt_shows_its_theme_and_hints_name_another(chat: RoleChat) -> None:
    await brings_in(chat)
    shown = (await chat.says("/guide lines 1 1.2")).text
    assert "How well do people experience our help?" in shown
    assert "[1.2] Visits come when agreed" in shown
    assert "/guide move 1 1.1 to 2" in shown
    assert "/guide move 1 2.1 to 1" in (await chat.says("/guide lines 1 2")).text
    await chat.says("/guide move 1 2.1 to 1")
    empty = (await chat.says("/guide lines 1 2")).text
    assert "There is no prompt in it." in empty
    assert "/guide move" not in empty
    stays = await chat.says("/guide move 1 1.1 up")
    assert stays.text.index("It stands there already") < stays.text.index("[1.1]")


async def test_our_question_about_evidence_is_left_out_and_asked_again_by_typing(chat: RoleChat) -> None:
    await chat.says("/guide add")
    await hands_in(chat, LONG_GUIDES["form"]())
    shown = await chat.says("/guide 1")
    assert "12 themes of your document ask themselves how you know." in shown.text
    assert "/guide evidence 1 off" in shown.typed
    assert "Type on or off behind it: /guide evidence 1 off" in (await chat.says("/guide evidence 1")).text
    off = await chat.taps("Leave out the question of Closer Look")
    assert "12 themes ask how you know in the words of your document alone." in off.text
    assert "ask themselves" not in off.text
    assert "12 themes of your document" in (await chat.says("/guide evidence 1 on")).text
    (guide,) = await kept(chat)
    assert guide.change == 3
    await chat.says("/guide evidence 1 on")
    assert (await kept(chat))[0].change == 3, "what is so already is no change"


async def test_a_guide_without_a_title_line_says_where_one_is_made(chat: RoleChat) -> None:
    await brings_in(chat)
    (guide,) = await kept(chat)
    title = next(each for each in await lines(chat, guide) if each.used_as is LineUse.TITLE)
    left_out = replace(title, used_as=LineUse.LEFT_OUT)
    await chat.database.write(lambda tx: draft_lines.change_lines(tx, guide.id, [left_out]))
    said = (await chat.says("/guide write 1 title Ours")).text
    assert "No line is used as the title. Choose one on the guide's page." in said


async def test_a_guide_that_was_written_out_comes_in_whole_with_all_prompts(chat: RoleChat) -> None:
    await chat.says("/guide add")
    pack = OWN_FOLDER / "kinds.en.yaml"
    assert "is read, and kept as a draft." in (await hands_in(chat, pack.read_bytes())).text
    whole = parse_guide(pack.read_text("utf-8"), "f")[0]
    assert whole is not None
    asked = sum(not each.rates for theme in whole.themes for each in theme.prompts)
    assert f"It has {len(whole.themes)} themes and {asked} prompts." in (await chat.says("/guide 1")).text


async def test_a_form_that_was_filled_in_says_so_where_it_comes_in_and_while_it_is_a_draft(
    chat: RoleChat,
) -> None:
    said = "8 lines look like replies that somebody filled in, and are left out."
    assert said in await brings_in(chat)
    assert said in (await chat.says("/guide 1")).text
    await chat.says("/guide publish 1", "yes")
    assert said not in (await chat.says("/guide 1")).text


async def test_a_document_with_the_same_title_becomes_the_next_version_where_one_says_so(
    chat: RoleChat,
) -> None:
    await brings_in(chat)
    await chat.says("/guide publish 1", "yes")
    chat.shop.clock.advance(60)
    await chat.says("/guide add")
    again = await hands_in(chat, given("w1-matrix.docx"), number=901)
    assert f"You have “{TITLED}” already: Version 1, published on" in again.text
    assert "/guide version 2 of 1" in again.typed
    shown = await chat.says("/guide version 2 of 1")
    assert f"This is a new version of “{TITLED}”." in shown.text
    assert "/guide version 2 off" in shown.typed
    assert f"Draft of the next version of “{TITLED}”" in (await chat.says("/guide")).text
    assert f"Publish “{TITLED}” as version 2?" in (await chat.says("/guide publish 2")).text
    assert f"“{TITLED}” is published as version 2." in (await chat.says("yes")).text
    assert [each.version for each in await kept(chat)] == [2]


async def test_a_changed_document_with_a_new_title_is_known_again_by_what_it_asks(chat: RoleChat) -> None:
    await brings_in(chat)
    await chat.says("/guide publish 1", "yes")
    await brings_in(chat, number=901)
    shown = await chat.says(
        "/guide write 2 title Home support, looked at again", "/guide write 2 1 Knowing people", "/guide 2"
    )
    assert f"This looks like “{TITLED}” with changes. Version 1, published on" in shown.text
    assert "Is this a new version of it, or a guide of its own?" in shown.text
    assert "/guide version 2 of 1" in shown.typed
    await brings_in(chat, "w2-form.docx", number=902)
    assert "This looks like" not in (await chat.says("/guide 3")).text
    assert "This looks like" not in (await chat.says("/guide 1")).text, "that one is published"
    of = await chat.says("/guide version 2 of 1", "/guide publish 2", "yes")
    assert "is published as version 2." in of.text


async def test_of_which_guide_a_draft_is_a_version_can_be_taken_back_and_has_to_be_said(
    chat: RoleChat,
) -> None:
    for number in (901, 902):
        await brings_in(chat, number=number)
    assert "/guide version 2 off" in (await chat.says("/guide version 2")).text
    await chat.says("/guide version 2 1")
    off = await chat.says("/guide version 2 off")
    assert f"You have “{TITLED}” already" not in off.text, "who has said so is not asked again"
    assert "/guide version 2 of 1" in off.typed
    assert "A guide cannot be a new version of itself." in (await chat.says("/guide version 2 of 2")).text
    assert "There is no such guide." in (await chat.says("/guide version 2 of 9")).text
    assert {each.next_of for each in await kept(chat)} == {""}


async def test_round_offers_no_two_guides_that_nothing_tells_apart(chat: RoleChat) -> None:
    for number in (1, 2):
        await brings_in(chat, number=900 + number)
        await chat.says(f"/guide publish {number}", "yes")
    offered = re.findall(rf"{TITLED} \(en\)[^'\"]*", str((await chat.says("/round")).cards))
    offered = list(dict.fromkeys(offered))
    assert len(set(offered)) == len(offered) == 2
    assert all("your own, version 1, published on" in each for each in offered)


async def test_a_faulty_draft_is_not_tried_and_the_chat_says_so_at_once(chat: RoleChat) -> None:
    await brings_in(chat, "w2-form.docx")
    said = (await chat.says("/guide try 1")).text
    assert "Something has to be corrected before this can be tried." in said
    assert "The guide has no title yet. Write one." in said


async def three_of_one_title(chat: RoleChat) -> None:
    """A guide that is published, and two drafts of the next version that came in after that."""
    await brings_in(chat)
    await chat.says("/guide publish 1", "yes")
    for number in (901, 902):
        await brings_in(chat, number=number)
        await chat.says(f"/guide version {number - 899} of 1")


@pytest.mark.parametrize(
    "typed",
    [
        "/guide version 3 of 1",
        "/guide version 3 of guide 1",
        "/guide version 3 is a new version of guide 1",
        "/guide version 3 1",
        "/guide version 3 = 1",
        "/guide version guide 3 of 1",
    ],
)
async def test_a_draft_becomes_a_version_however_it_is_typed_and_is_not_asked_again(
    chat: RoleChat, typed: str
) -> None:
    for number in (901, 902, 903):
        await brings_in(chat, number=number)
    shown = await chat.says(typed)
    assert [bool(each.next_of) for each in await kept(chat)] == [False, False, True]
    assert "Is this a new version" not in shown.text
    assert "Is this a new version" not in (await chat.says("/guide 3")).text


async def test_a_version_that_cannot_be_says_why(chat: RoleChat) -> None:
    await three_of_one_title(chat)
    said = (await chat.says("/guide version 3 of 2")).text
    assert "Guide 2 is a draft itself, of the next version of guide 1. Name that one: " in said
    assert "/guide version 3 of 1" in said
    assert (
        "Guide 1 is published, so it stays a guide of its own."
        in (await chat.says("/guide version 1 of 2")).text
    )


async def test_guides_of_one_title_say_when_they_came_in_from_whom_and_how_much_they_ask(
    chat: RoleChat,
) -> None:
    for number in (901, 902):
        await brings_in(chat, number=number)
    await chat.says("/guide write 2 2 Other words")
    listed = (await chat.says("/guide")).text
    assert listed.count("3 prompts, brought in by you on") == 2
    assert (
        f"1. You have “{TITLED}” already: Draft, not published. 3 prompts, brought in by you on"
        in (await chat.says("/guide 2")).text
    )


async def test_what_is_different_is_told_before_it_is_published_and_all_of_it_one_step_further(
    chat: RoleChat,
) -> None:
    await brings_in(chat)
    assert "Different from version" not in (await chat.says("/guide publish 1")).text
    await chat.says("yes", "/guide write 1 1.1 Nobody hurries us", "/guide move 1 1.2 to 2")
    for typed in ("/guide 1", "/guide publish 1"):
        shown = (await chat.says(typed)).text
        assert "Different from version 1\n\n1 prompt has other words\n\n1 prompt has moved" in shown
        assert "/guide changes 1" in shown
        assert "until now" not in shown
    every = (await chat.says("/guide changes 1")).text
    assert "Other words: “Nobody hurries us”, until now" in every
    assert "Moved, now in" in every
    await chat.says("/guide publish 1", "yes")
    assert "Different from version" not in (await chat.says("/guide 1")).text


async def test_what_cannot_be_compared_says_why(chat: RoleChat) -> None:
    await brings_in(chat, "w2-form.docx")
    said = (await chat.says("/guide changes 1")).text
    assert "It cannot be compared while something in it has to be corrected. /guide 1 says what." in said
    await brings_in(chat, number=902)
    assert "There is no version before it to compare it with." in (await chat.says("/guide changes 2")).text
    await chat.says("/guide publish 2", "yes")
    assert "Nothing is different." in (await chat.says("/guide changes 2")).text


async def test_a_document_that_follows_a_guide_says_what_it_changes_of_it(chat: RoleChat) -> None:
    await three_of_one_title(chat)
    assert "Different from version 1\n\nNothing is different." in (await chat.says("/guide 2")).text
    await chat.says("/guide write 2 1 Knowing people")
    asked = (await chat.says("/guide publish 2")).text
    assert "Different from version 1\n\n1 theme has another title" in asked


async def test_a_draft_that_a_newer_version_has_overtaken_says_so_and_asks(chat: RoleChat) -> None:
    await three_of_one_title(chat)
    chat.shop.clock.advance(60)
    await chat.says("/guide publish 2", "yes")
    told = "It was made from version 1. Version 2 was published on"
    assert told in (await chat.says("/guide 2")).text
    asked = await chat.says("/guide publish 2")
    assert told in asked.text
    assert "is published" not in asked.text
    for label in ("Publish it anyway as version 3", "Begin again from version 2"):
        assert f"label='{label}'" in str(asked.cards)
    again = await chat.says("again")
    assert "as it is in version 2, and publish that." in again.text
    assert "/guide 1" in again.typed
    assert sorted(each.version for each in await kept(chat)) == [0, 2]
    shown = await chat.says("/guide publish 2", "anyway")
    assert told in shown.text
    assert f"Publish “{TITLED}” as version 3?" in shown.text
    assert f"“{TITLED}” is published as version 3." in (await chat.says("yes")).text


async def test_an_export_of_an_older_version_knows_which_one_it_is(chat: RoleChat) -> None:
    await brings_in(chat)
    await chat.says("/guide publish 1", "yes")
    (guide,) = await kept(chat)
    first = await chat.database.read(
        lambda tx: guide_source(tx, own_guides.newest_text(tx, guide.id) or "") or ""
    )
    await chat.says("/guide write 1 1 Knowing people", "/guide publish 1", "yes")
    chat.shop.clock.advance(60)
    await chat.says("/guide add")
    await hands_in(chat, first.encode(), number=905)
    assert "It was made from version 1. Version 2 was published on" in (await chat.says("/guide 2")).text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("/guide lines 1 1", ["1.1", "1.2"]),
        ("/guide line 1 1", ["1.1", "1.2"]),
        ("/guide lines 1.1", ["1.1", "1.2"]),
        ("/guide lines 1, theme 1", ["1.1", "1.2"]),
        ("/guide prompts 1 2", ["2.1"]),
        ("/guide lines 1-2", ["1", "1.1", "1.2", "2", "2.1"]),
        ("/guide line 1 to 2", ["1", "1.1", "1.2", "2", "2.1"]),
        ("/guide lines 1 1-2", ["1", "1.1", "1.2", "2", "2.1"]),
        ("/guide lines 1 1 \N{EN DASH} 2", ["1", "1.1", "1.2", "2", "2.1"]),
        ("/guide lines 1 2 to 1", ["1", "1.1", "1.2", "2", "2.1"]),
        ("/guide lines 1", ["1", "2"]),
        ("/guide lines of guide 1", ["1", "2"]),
    ],
)
async def test_lines_are_shown_however_they_are_typed(chat: RoleChat, typed: str, shown: list[str]) -> None:
    await brings_in(chat)
    text = (await chat.says(typed)).text.partition("\n")[2]
    found = re.findall(r"^\[?(\d+(?:\.\d+)?)\b[] .]", text, re.MULTILINE)
    assert found == shown, text


@pytest.mark.parametrize("typed", ["/guide lines 1 5", "/guide lines 1-5", "/guide lines 1 to 5"])
async def test_a_theme_that_is_not_there_says_which_are(chat: RoleChat, typed: str) -> None:
    await brings_in(chat)
    assert "The themes of guide 1 are 1 to 2: /guide lines 1 1 shows" in (await chat.says(typed)).text


async def test_with_several_guides_two_numbers_are_a_guide_and_its_theme(chat: RoleChat) -> None:
    for number in (901, 902):
        await brings_in(chat, number=number)
    assert "2.1" in (await chat.says("/guide lines 2-2")).text
    assert "There is no such guide." in (await chat.says("/guide lines 5-9")).text


async def test_a_plan_and_a_sign_off_are_named_in_what_was_left_out_with_their_places(chat: RoleChat) -> None:
    body = heading("Leading") + paragraph("Do staff know?")
    body += heading("Improvement action plan") + table(("What", "Who"), ("Hire", "Ann"))
    body += heading("Sign-off") + table(("Name", "Ann Example"))
    await chat.says("/guide add")
    await hands_in(chat, word_file(body))
    shown = await chat.says("/guide 1")
    assert "It has 1 theme and 1 prompt." in shown.text
    assert "/guide left 1" in shown.typed
    left = (await chat.says("/guide left 1")).text
    assert "paragraph 3: “Improvement action plan”, read as part of a plan, which is no part" in left
    assert "paragraph 4: “Sign-off”, read as the sign-off of a form, which is no part" in left
    assert "Ann" not in left
    await brings_in(chat, "w3-prose-and-plan.docx", number=901)
    assert (await chat.says("/guide left 2")).text.count("read as part of a plan") == 1
