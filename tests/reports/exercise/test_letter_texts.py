"""The letters: in plain words, on one page, filled in, and written down so that they come back the same."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from fontTools.ttLib import TTFont

import reports
from content.phrases import phrases_in
from conversations.exercise.exercise_tasks import TASKS, task_title
from conversations.exercise.letter_kinds import LetterKind, letter_name, letter_use
from reports.exercise.agenda import (
    LONGEST_MEETING,
    SHORTEST_MEETING,
    ThemeHas,
    agenda_of,
    agenda_rows,
    themes_that_fit,
)
from reports.exercise.letter import (
    Letter,
    LetterDocument,
    LetterPart,
    LetterPiece,
    fits_one_page,
    head_row,
    items,
    letter_of,
    row,
)
from reports.exercise.letter_docx import letter_docx
from reports.exercise.letter_facts import FIELDS, OF_PIECES, LetterFacts, as_names, field_mark
from reports.exercise.letter_texts import our_letter
from reports.exercise.own_wording import LONGEST_WORDING, fields_unknown, filled_in, written_down
from tests.content_words.reading import sentences, words
from tests.content_words.test_plain_words import american_words_in, office_words_in

ENGLISH = phrases_in("en")
EACH_LETTER = pytest.mark.parametrize("kind", LetterKind)
THEMES = (
    "Planning for outcomes",
    "A culture in which people ask how it went",
    "Knowing how well we do, and acting on it",
    "Working with others",
)
READERS = (
    "The people who run this round see who has joined, how far each is and who was reminded, not what each "
    "wrote. After closing they read replies without names; whoever looks after the computer can read "
    "everything, with names. Strengths and areas for improvement are quoted without names in the group's "
    "report, which chosen readers and all who took part may get: leave out what shows who somebody is."
)


def facts(minutes: int = 150, themes: tuple[str, ...] = THEMES) -> LetterFacts:
    """A round of a long guide, with all that can be known of it."""
    fit = themes_that_fit(minutes, len(themes))
    return LetterFacts(
        sender="Jo Bloggs, chief social work officer and head of children and families",
        organisation="Example Council and the Example health and social care partnership",
        round="Adult services, winter and spring 2027",
        guide="Managing performance in social work services",
        purpose="We want to know what to work on next year, before the plan of the partnership is written.",
        opens="11 January 2027",
        closes="29 January 2027",
        meeting="9 February 2027",
        committee="12 March 2027",
        follow_up="15 March 2027",
        minutes="48 to 80 minutes",
        sets="You say which of these you are, and get prompts for it: front line; manager; board or partner.",
        readers=READERS,
        small_groups="The report tells nothing that fewer than 5 people gave.",
        threshold="5",
        contact="Pat Example, performance officer, 01234 567890, pat@example.org",
        notice="https://www.example.org/social-work/privacy/self-evaluation",
        length=f"{minutes} minutes",
        order="Themes on which ratings differ most come first. Others follow as in the guide.",
        themes=items(THEMES),
        agenda=agenda_rows(
            ENGLISH, agenda_of(ENGLISH, minutes, themes[:fit], dict.fromkeys(themes, ThemeHas()))
        ),
        findings=(
            head_row("Theme", "Agreed level", "Reason"),
            *(row(f"{each}: [level], [one sentence]", each, "[level]", "[one sentence]") for each in THEMES),
        ),
    )


@EACH_LETTER
def test_it_is_in_plain_words(kind: LetterKind) -> None:
    for piece in our_letter(ENGLISH, kind, as_names()):
        for sentence in sentences(piece.text):
            assert len(words(sentence)) <= 30, sentence
        said = {each for each in office_words_in(piece.text) if each != "agenda"}
        assert not said, piece.text
        assert not american_words_in(piece.text)
        assert "—" not in piece.text


@EACH_LETTER
def test_it_has_a_name_and_a_use(kind: LetterKind) -> None:
    assert letter_name(ENGLISH, kind)
    assert letter_use(ENGLISH, kind)


@EACH_LETTER
def test_it_fits_one_page_as_measured_with_letters_wider_than_those_in_the_file(kind: LetterKind) -> None:
    letter = our_letter(ENGLISH, kind, facts())
    made = letter_docx(LetterDocument(letter, "Example Council", datetime(2026, 12, 1, tzinfo=UTC)), ENGLISH)
    assert height_of(made) <= PAGE_HEIGHT
    assert fits_one_page(letter)


def test_the_longest_meeting_fits_too() -> None:
    for minutes in range(SHORTEST_MEETING, LONGEST_MEETING + 1, 5):
        assert fits_one_page(our_letter(ENGLISH, LetterKind.AGENDA, facts(minutes, THEMES * 2)))


def test_a_letter_of_two_pages_would_be_found() -> None:
    long = letter_of("Title", *["A sentence that goes on for as long as a line of paper." * 3] * 30)
    made = letter_docx(LetterDocument(long, "", datetime(2026, 12, 1, tzinfo=UTC)), ENGLISH)
    assert height_of(made) > PAGE_HEIGHT
    assert not fits_one_page(long)


PAGE_WIDTH, PAGE_HEIGHT = 162 * 72 / 25.4, 253 * 72 / 25.4
_FONT = TTFont(Path(reports.__file__).parent / "fonts" / "Inter-Regular.otf")
_WIDTHS, _GLYPHS, _EM = _FONT["hmtx"].metrics, _FONT.getBestCmap(), _FONT["head"].unitsPerEm


def height_of(made: bytes) -> float:
    """The height in points of a Word document in one column, with letters a little wider than Arial."""
    document = docx.Document(io.BytesIO(made))
    height = 0.0
    for paragraph in document.paragraphs:
        form = paragraph.paragraph_format
        size = paragraph.runs[0].font.size.pt if paragraph.runs and paragraph.runs[0].font.size else 11
        indent = 18 if paragraph.style is not None and "List" in str(paragraph.style.name) else 0
        height += lines_in(paragraph.text, size, PAGE_WIDTH - indent) * size * 1.15
        height += sum(each.pt for each in (form.space_before, form.space_after) if each is not None)
    for table in document.tables:
        for line in table.rows:
            cells = [lines_in(cell.text, 11, cell.width.pt - 11) for cell in line.cells if cell.width]
            height += max(cells) * 11 * 1.15 + 2.5
    return height


def lines_in(text: str, size: float, width: float) -> int:
    lines, at = 1, 0.0
    for word in text.split():
        long = sum(_WIDTHS[_GLYPHS.get(ord(each), "space")][0] for each in f"{word} ") * size / _EM
        lines, at = (lines + 1, long) if at + long > width and at else (lines, at + long)
    return lines


@EACH_LETTER
def test_what_is_known_is_filled_in_and_nothing_else_is_left_open_unmarked(kind: LetterKind) -> None:
    text = "\n".join(piece.text for piece in our_letter(ENGLISH, kind, facts()))
    assert "{" not in text
    assert "Adult services" in text
    uses = {
        name for name in FIELDS if field_mark(name) in written_down(our_letter(ENGLISH, kind, as_names()))
    }
    for name, value in facts().values.items():
        assert (value in text) >= (name in uses)


@EACH_LETTER
def test_our_wording_written_down_and_filled_in_says_the_same(kind: LetterKind) -> None:
    written = written_down(our_letter(ENGLISH, kind, as_names()))
    assert len(written) <= LONGEST_WORDING
    assert fields_unknown(written) == ()
    assert filled_in(written, facts()) == our_letter(ENGLISH, kind, facts())


def test_every_field_is_used_by_a_letter() -> None:
    written = "".join(written_down(our_letter(ENGLISH, kind, as_names())) for kind in LetterKind)
    assert [name for name in FIELDS if field_mark(name) not in written] == []
    assert {name for name in FIELDS if isinstance(getattr(facts(), name), tuple)} == set(OF_PIECES)


def test_a_text_of_an_organisations_own_is_a_letter_whatever_it_holds() -> None:
    filled = filled_in("Hello {round}\n\n# Why\n* {themes}\nThemes: {themes}; {bogus}", facts())
    assert filled[:2] == (
        LetterPiece(LetterPart.TITLE, "Hello Adult services, winter and spring 2027"),
        LetterPiece(LetterPart.HEADING, "Why"),
    )
    assert [piece.text for piece in filled[2:6]] == list(THEMES)
    assert filled[6].text == f"Themes: {'; '.join(THEMES)}; {{bogus}}"
    assert fields_unknown("{bogus} {round} {}") == ("bogus", "")
    assert filled_in("", facts()) == (LetterPiece(LetterPart.TITLE, ""),)


def test_a_value_is_never_read_as_a_field() -> None:
    told = filled_in("T\n{round}", replace(facts(), round="{contact}"))
    assert told[1].text == "{contact}"


def opened(letter: Letter) -> docx.document.Document:
    made = letter_docx(LetterDocument(letter, "Example", datetime(2026, 12, 1, tzinfo=UTC)), ENGLISH)
    return docx.Document(io.BytesIO(made))


def test_the_file_has_real_headings_a_table_with_names_and_what_is_open_in_yellow() -> None:
    document = opened(our_letter(ENGLISH, LetterKind.PAPER, facts()))
    styles = [each.style.name for each in document.paragraphs if each.style is not None]
    assert styles[0] == "Title"
    assert styles.count("Heading 2") == 8
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Theme", "Agreed level", "Reason"]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    marked = [run.text for each in document.paragraphs for run in each.runs if run.font.highlight_color]
    assert marked
    assert all(re.fullmatch(r"\[[^\]]*\]", text) for text in marked)


def test_the_same_letter_is_the_same_file() -> None:
    letter = our_letter(ENGLISH, LetterKind.AGENDA, facts())
    document = LetterDocument(letter, "Example", datetime(2026, 12, 1, tzinfo=UTC))
    assert letter_docx(document, ENGLISH) == letter_docx(document, ENGLISH)


NAMES_WHO = re.compile(r"\bwho (replied|has|have|had|did not|took)\b|\bwhich (voices|teams?)\b")


def test_no_letter_and_no_task_asks_for_who_replied_as_an_anonymous_round_tells_nobody() -> None:
    """How many replied is in the group's report of every round; who did is shown in some rounds, to some."""
    told = [each.text for kind in LetterKind for each in our_letter(ENGLISH, kind, facts())]
    told = [each.replace(READERS, "") for each in told]
    tasks = [task_title(ENGLISH, each) for each in TASKS]
    found = [each for each in (*told, *tasks) if NAMES_WHO.search(each)]
    assert found == ["Do not ask who took part or what they wrote."]
    assert any("how many replied, as the report says" in each for each in told)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_round_of_one_day_is_told_as_that(kind: LetterKind) -> None:
    day = "11 January 2027"
    letter = our_letter(ENGLISH, kind, replace(facts(), opens=day, closes=day))
    said = " ".join(piece.text for piece in letter)
    assert f"to {day}" not in said
    assert (f"n {day}" in said) is (kind is not LetterKind.AGENDA)
