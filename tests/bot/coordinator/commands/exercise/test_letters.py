"""``/letters``: filled in from the round, true to its mode, replaceable, and made as a Word file."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import docx
import pytest

from content.phrases import phrases_in
from conversations.cards.readers import before_one_writes
from conversations.exercise.letter_kinds import LetterKind
from conversations.groups.round_view import WhoSees
from conversations.who_sees_what import least_group
from storage.engine.database import milliseconds
from storage.retention.classes import CLASSES, erase_some
from storage.rounds.rounds import find_round
from tests.bot.coordinator.role_chat import RoleChat
from tests.bot.workshop import ROUND, example

ENGLISH = phrases_in("en")


@pytest.mark.parametrize("who_sees", WhoSees)
async def test_what_readers_see_is_what_this_rounds_mode_says(chat: RoleChat, who_sees: WhoSees) -> None:
    await chat.database.write(
        lambda tx: tx.run(
            "UPDATE round SET who_sees = :mode WHERE id = :id",
            {"mode": who_sees.value, "id": ROUND},
        )
    )
    view = await chat.database.read(lambda tx: find_round(tx, ROUND))
    assert view is not None
    guide = example().guide
    others = {
        mode: " ".join(before_one_writes(ENGLISH, replace(view, who_sees=mode), guide)) for mode in WhoSees
    }
    assert len(set(others.values())) == len(WhoSees)
    for letter in ("invitation", "briefing"):
        text = (await chat.says(f"/letters {letter}")).text
        assert others[who_sees] in text
        assert not any(said in text for mode, said in others.items() if mode is not who_sees)
        assert f"fewer than {least_group(view.threshold, who_sees)} people" in text


async def test_the_rounds_own_facts_are_filled_in_and_the_rest_is_in_brackets(chat: RoleChat) -> None:
    text = (await chat.says("/letters invitation")).text
    for unknown in ("[last day]", "[day of the meeting]", "[name and post]", "[name, post, telephone]"):
        assert unknown in text
    await chat.says("/letters from Jo Bloggs, head of service", "/checklist 2 November 2026", "yes")
    await chat.says("/extend 27 November 2026", "yes")
    await chat.database.write(
        lambda tx: tx.run(
            "UPDATE round SET contact = 'Pat Example, 01234', notice = 'https://example.org/p'"
            " WHERE id = :id",
            {"id": ROUND},
        )
    )
    heard = await chat.says("/letters invitation")
    for known in (
        "from 2 November 2026 to 27 November 2026",
        "Team meetings",
        "Supervision",
        "about 8 minutes",
        "on 1 December 2026",
        "Jo Bloggs, head of service",
        "Pat Example, 01234",
        "https://example.org/p",
        "Example: how a care team works together",
    ):
        assert known in heard.text, known


async def test_after_an_early_closing_letters_give_the_day_on_which_it_closed(chat: RoleChat) -> None:
    await chat.says("/checklist 2 November 2026", "yes", "/extend 27 November 2026", "yes")
    await chat.database.write(
        lambda tx: tx.run(
            "UPDATE round SET closed_at = :at",
            {"at": milliseconds(datetime(2026, 11, 9, 23, 30, tzinfo=UTC))},
        )
    )
    chat.shop.clock.advance(30 * 86_400)
    for letter in ("follow-up", "paper"):
        text = (await chat.says(f"/letters {letter}")).text
        assert "to 9 November 2026" in text, letter
        assert "27 November" not in text
    checklist = (await chat.says("/checklist")).text
    assert "last day is 9 November 2026, this list has" in checklist, checklist


@pytest.mark.parametrize("kind", LetterKind)
async def test_each_comes_to_copy_and_as_a_word_file(chat: RoleChat, kind: LetterKind) -> None:
    heard = await chat.says(f"/letters {kind.value}")
    letter, _ = heard.cards
    assert letter.buttons == (), "nothing but the letter in what is copied"
    await chat.taps("As a Word file")
    made = await chat.receives()
    ((name, content),) = made.files
    assert name == f"letter-{kind.value}.docx"
    document = docx.Document(io.BytesIO(content))
    assert document.paragraphs[0].text == letter.lines[0].text
    written = "\n".join([each.text for each in document.paragraphs])
    tables = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for line in letter.lines:
        assert line.text in written or _is_in_cells(line.text, tables), line.text


def _is_in_cells(line: str, cells: str) -> bool:
    """Whether a row is in a table: its minutes or theme, and what follows."""
    first, _, rest = line.partition(": ")
    return first.removesuffix(" min") in cells and rest.partition(" (")[0].partition(", [")[0] in cells


async def test_an_agenda_is_as_long_as_was_typed_also_in_the_file(chat: RoleChat) -> None:
    heard = await chat.says("/letters agenda 75")
    assert "For 150 minutes" in [each.label for row in heard.cards[-1].buttons for each in row]
    assert "There is no time in this meeting for: Supervision." in heard.text
    await chat.taps("As a Word file")
    ((_, content),) = (await chat.receives()).files
    (table,) = docx.Document(io.BytesIO(content)).tables
    assert sum(int(row.cells[0].text) for row in table.rows[1:]) == 75
    for minutes in ("10", "500", "soon"):
        assert "A meeting has from 60 to 300 minutes." in (await chat.says(f"/letters agenda {minutes}")).text


async def test_the_order_of_themes_comes_only_with_the_published_report(chat: RoleChat) -> None:
    assert "Once the round is closed" in (await chat.says("/letters agenda")).text
    await chat.says("/close", "yes")
    text = (await chat.says("/letters agenda")).text
    assert "The themes come as in the guide" in text
    assert "Once the round is closed" not in text


async def test_wording_of_ones_own_is_shown_kept_used_and_undone(chat: RoleChat) -> None:
    shown, asked = (await chat.says("/letters invitation own")).cards
    assert shown.lines[0].text == "Please take part in “{round}”"
    assert "Send the whole text of “Invitation” as one message." in asked.text
    heard = await chat.says("Come to {place}")
    assert "There is no field {place}. The fields are: {sender}, " in heard.text
    heard = await chat.says("Come to {round}\n# Themes\n- {themes}")
    assert "It does not say who reads what; {readers} would." in heard.text
    await chat.says("yes")
    heard = await chat.says("/letters invitation")
    assert [line.text for line in heard.cards[0].lines] == [
        "Come to Round r1",
        "Themes",
        "Team meetings",
        "Supervision",
    ]
    back = await chat.says("/letters invitation ours")
    assert back.text.startswith("“Invitation” is in the wording again that comes with it.")
    await chat.says("undo")
    assert "Come to Round r1" in (await chat.says("/letters invitation")).text
    await chat.says("/letters invitation ours")
    assert "Please take part in “Round r1”" in (await chat.says("/letters invitation")).text
    assert "already" in (await chat.says("/letters invitation ours")).text


async def test_what_an_organisation_words_itself_stays_until_it_goes_back(chat: RoleChat) -> None:
    kept = "SELECT text FROM letter_wording"
    await chat.says("/letters invitation own", "Ask Pat Example {round}", "yes", "/close", "yes")
    later = chat.shop.clock() + timedelta(days=3_000)
    for each in CLASSES:
        await chat.database.write(
            partial(erase_some, data_class=each, round_id=ROUND, before=later, now=later)
        )
    assert await chat.database.read(lambda tx: tx.rows(kept)) == [("Ask Pat Example {round}",)]
    await chat.says("/letters invitation ours")
    assert await chat.database.read(lambda tx: tx.rows(kept)) == []


async def test_another_organisation_keeps_its_own(chat: RoleChat) -> None:
    await chat.says("/letters paper own", "Ours alone {round}", "yes")
    rows = await chat.database.read(lambda tx: tx.rows("SELECT organisation_id, letter FROM letter_wording"))
    assert rows == [(await chat.organisation("Example Council"), "paper")]


async def test_who_signs_is_named_changed_and_undone(chat: RoleChat) -> None:
    await chat.says("/letters from Jo Bloggs, head of service")
    heard = await chat.says("/letters from nobody")
    assert heard.text.startswith("No name is given now.")
    await chat.says("undo")
    assert "Signed by: Jo Bloggs, head of service" in (await chat.says("/letters")).text
    assert "Type the name and post behind it" in (await chat.says("/letters from")).text
    names = "invitation, briefing, agenda, paper, follow-up"
    assert f"There is no such letter. I know: {names}." in (await chat.says("/letters poem")).text
