"""A council's own form: each cell is read as its reply, or is listed with its place; nothing is guessed."""

from collections.abc import Sequence
from functools import cache

import pytest

from content.documents.reading import read_document
from content.drafts.drafting import draft_of
from content.drafts.pack_text import pack_text
from content.model import Guide
from content.pack import parse_guide
from content.phrases import phrases_in
from conversations.council_forms import placing
from conversations.council_forms.asked_words import AskedWords, MatchedBy
from conversations.council_forms.placed import NotPlaced, PlacedForm
from conversations.council_forms.placing import place_form
from conversations.council_forms.told import place_in_words, why_in_words
from conversations.paper_codes import read_typed_in
from tests.content.documents.word_files import control, given, paragraph, word_file, words
from tests.guides import guide_for_tests, shipped

ENGLISH = phrases_in("en")
KINDS = guide_for_tests("kinds")
EXAMPLE = shipped("example")
ITALIC = "<w:i/>"
EXAMPLES = (
    ("3", "People say that nobody hurries them"),
    ("4", "Visits are about tasks"),
    ("3", "Nine in ten on time"),
    ("4", "Times change without a call"),
    ("3", "Figures and voices are used"),
    ("4", "Last year copied"),
)


@cache
def guide_out_of(name: str) -> Guide:
    """The guide that the empty form of a document would give."""
    guide, problems = parse_guide(pack_text(draft_of(read_document(given(name)))), name)
    assert guide is not None, problems
    return guide


def placed(content: bytes, guide: Guide) -> PlacedForm:
    return place_form(read_document(content), guide, ENGLISH)


def replies(form: PlacedForm) -> list[tuple[str, str, str]]:
    return [(str(each.place), each.code, each.text) for each in form.replies]


def left(form: PlacedForm) -> list[tuple[str, NotPlaced, str]]:
    return [(str(each.place), each.why, each.text) for each in form.unplaced]


def table(*rows: Sequence[str]) -> str:
    """A table of cells; a cell that begins with < is XML."""
    cells = (
        "".join(f"<w:tc>{each if each.startswith('<') else paragraph(each)}</w:tc>" for each in row)
        for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def heading(text: str) -> str:
    return f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{words(text)}</w:p>'


def test_a_matrix_with_drop_downs_merged_cells_and_section_rows() -> None:
    form = placed(given("w1-matrix.docx"), guide_out_of("w1-matrix.docx"))
    assert replies(form) == [
        (
            "table 1, row 3, column 5",
            "T1.W",
            "1.1: Survey of 120 people, spring; complaints log\nCall monitoring report",
        ),
        ("table 1, row 3, column 6", "T1.S", "kind staff"),
        ("table 1, row 3, column 6", "T1.I", "evening visits rushed"),
        ("table 1, row 4, column 6", "T1.S", "weekday mornings"),
        ("table 1, row 4, column 6", "T1.I", "weekends"),
        ("table 1, row 6, column 5", "T2.W", "2.1: Needs assessment 2025"),
    ]
    assert form.replies[0].rows == 2
    assert left(form) == [
        ("table 1, row 3, column 7", NotPlaced.NO_LEVEL_ASKED, "4"),
        ("table 1, row 4, column 7", NotPlaced.NO_LEVEL_ASKED, "3"),
        ("table 1, row 6, column 7", NotPlaced.NO_LEVEL_ASKED, "5"),
        ("paragraph 2", NotPlaced.LOOSE, "Completed by: Northern locality managers, 14 May"),
        *(("table 1, row 3, column " + at, NotPlaced.PRINTED, words) for at, words in EXAMPLES[:2]),
        *(("table 1, row 4, column " + at, NotPlaced.PRINTED, words) for at, words in EXAMPLES[2:4]),
        *(("table 1, row 6, column " + at, NotPlaced.PRINTED, words) for at, words in EXAMPLES[4:]),
        ("paragraph 1", NotPlaced.PRINTED, "Self-evaluation: home support"),
    ]


def test_a_form_with_fields_ticks_placeholders_and_help_in_italics() -> None:
    form = placed(given("w2-form.docx"), guide_out_of("w2-form.docx"))
    assert replies(form) == [
        ("table 1, row 1, column 2", "T1.P1", "We report each month to the partnership.\n• a second point"),
        ("table 1, row 2, column 2", "T1.P2", "Dashboard; case file audit\n• a second point"),
        ("table 1, row 3, column 2", "T1.P3", "Widen the audit\n• a second point"),
        ("table 1, row 4, column 2", "T1.R", "4"),
    ]
    assert {(why, text) for _, why, text in left(form)} == {
        (NotPlaced.PRINTED, "Think about outcomes, not activity. About 500 words.")
    }


def test_prose_with_a_text_box_a_tracked_insertion_and_a_plan() -> None:
    form = placed(given("w3-prose-and-plan.docx"), guide_out_of("w3-prose-and-plan.docx"))
    assert replies(form) == [
        ("text box 1, paragraph 1", "T1.R", "4"),
        ("paragraph 4", "T1.P1", "Most do. Night staff do not."),
        ("paragraph 6", "T1.S", "clear team plan"),
        ("paragraph 6", "T1.S", "good supervison"),
        ("paragraph 9", "T1.I", "night staff left out"),
    ]
    assert {why for _, why, _ in left(form)} == {NotPlaced.PLAN, NotPlaced.PRINTED}


def test_a_checklist_of_a_workbook_with_two_statements_of_one_number() -> None:
    form = placed(given("e1-checklist.xlsx"), guide_out_of("e1-checklist.xlsx"))
    assert [(code, text) for _, code, text in replies(form)] == [
        ("T1.P1", "3"),
        ("T1.P2", "2"),
        ("T1.P3", "4"),
    ]
    assert (
        "1 Leadership!H6",
        NotPlaced.UNREADABLE,
        "depends who",
    ) in left(form)


BEGINS, VISITS, HELP_FROM, HOURS, ENDS = (
    "How does your week begin?",
    "Where do you see people most?",
    "Who helps when there is too much?",
    "How many hours of last week went to records?",
    "How does your week end?",
)


def test_prompts_of_every_kind_take_what_stands_beside_their_words() -> None:
    ticks = paragraph("☒ Colleagues") + paragraph("☐ My manager") + paragraph("☒ Partners")
    chosen = paragraph(control(words("In our office"), "<w:dropDownList/>"))
    form = placed(
        word_file(
            table(
                ("Question", "Our response", "Rating"),
                (BEGINS, "With a list", ""),
                (VISITS, chosen, ""),
                (HELP_FROM, ticks, ""),
                (HOURS, "7.5", ""),
                (ENDS, "Tired", "Usual (2)"),
            )
        ),
        KINDS,
    )
    assert [(code, text) for _, code, text in replies(form)] == [
        ("T1.P1", "With a list"),
        ("T1.P2", "2"),
        ("T1.P4", "1 3"),
        ("T1.P5", "7.5"),
        ("T1.P7", "Tired"),
        ("T1.P8", "2"),
    ]
    assert form.unplaced == ()


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("T1.P1", MatchedBy.CODE),
        ("t1 p1: whatever it says", MatchedBy.CODE),
        ("HOW DOES YOUR WEEK BEGIN", MatchedBy.WORDS),
        ("3.2) How does your week begin?", MatchedBy.WORDS),
        ("How then does your week begin?", MatchedBy.ALIKE),
    ],
)
def test_a_question_is_found_by_its_code_or_its_words(question: str, by: MatchedBy) -> None:
    found = AskedWords(KINDS).match(question)
    assert found is not None
    assert (found.asked.code, found.by) == ("T1.P1", by)


@pytest.mark.parametrize(
    "question",
    [
        "How does your week not begin?",
        "How does your year begin and how was it before?",
        "T9.P1",
        "1.7",
        "",
        "What do you make of it?",
    ],
)
def test_what_may_be_another_question_is_never_taken_for_one(question: str) -> None:
    assert AskedWords(KINDS).match(question) is None


def test_a_number_counts_where_its_words_do_not_say_otherwise() -> None:
    guide = guide_out_of("w1-matrix.docx")
    asked = AskedWords(guide)
    found = asked.match("Visits come on time", "1.2")
    assert found is not None
    assert (found.asked.code, found.by) == ("T1.P2", MatchedBy.NUMBER)
    assert asked.match("Carers are thanked", "1.2") is None
    assert asked.match("Visits do not come", "1.2") is None
    assert asked.match("", "1.20") is None


NUMBERED = """
format: 2
id: numbered
version: "1"
language: en
title: Numbered
about: A guide with numbers of its own.
closing: []
themes:
  - id: a
    number: QI 6.4
    title: Leading change
    prompts:
      - {id: p, number: "1.1", ask: Our plans are known to all of us}
      - {id: q, number: "1.10", ask: Work is shared out fairly here}
      - {id: r, number: 1.1a, ask: Who is thanked for good work}
"""


@pytest.mark.parametrize(
    ("question", "number", "prompt_id"),
    [
        ("QI 6.4", "", ""),
        ("6.4 Leading change", "", ""),
        ("Indicator 6.4: Leading change", "", ""),
        ("1.1", "", "p"),
        ("1.10", "", "q"),
        ("1.1a", "", "r"),
        ("1.1A.", "", "r"),
        ("", "1.10", "q"),
        ("", "1.1a", "r"),
        ("1.1a Who is thanked for good work?", "", "r"),
        ("Who is thanked for good work?", "", "r"),
        ("Work is shared out", "1.10", "q"),
    ],
)
def test_a_number_of_the_guide_s_own_names_what_it_stands_before(
    question: str, number: str, prompt_id: str
) -> None:
    guide, problems = parse_guide(NUMBERED, "numbered")
    assert guide is not None, problems
    found = AskedWords(guide).match(question, number)
    assert found is not None
    assert found.asked.prompt_id == prompt_id


@pytest.mark.parametrize("question", ["1.100", "1.1.2", "1.1b", "6.40", "QI 6.41"])
def test_a_longer_number_is_another_one(question: str) -> None:
    guide, problems = parse_guide(NUMBERED, "numbered")
    assert guide is not None, problems
    assert AskedWords(guide).match(question) is None


def test_the_same_words_in_two_themes_are_told_apart_by_the_heading_alone() -> None:
    guide = guide_out_of("w2-form.docx")
    row = ("How are we doing?", "Well")
    form = placed(word_file(table(row) + heading("9.2 Leadership of strategy") + table(row)), guide)
    assert [(code, text) for _, code, text in replies(form)] == [("T2.P1", "Well")]
    assert left(form) == [("table 1, row 1, column 2", NotPlaced.NO_PROMPT, "Well")]


def test_a_wrong_or_second_answer_is_listed_with_why() -> None:
    form = placed(
        word_file(
            table(
                ("Question", "Our response", "Rating"),
                (ENDS, "Tired", "Usual, 3"),
                (ENDS, "Glad", "Usual"),
                (HOURS, "many", ""),
                ("Who brings the cake?", "Ann", ""),
            )
        ),
        KINDS,
    )
    assert [(code, text) for _, code, text in replies(form)] == [("T1.P7", "Tired"), ("T1.P8", "2")]
    assert {(why, text) for _, why, text in left(form)} == {
        (NotPlaced.UNREADABLE, "Usual, 3"),
        (NotPlaced.TWICE, "Glad"),
        (NotPlaced.UNREADABLE, "many"),
        (NotPlaced.NO_PROMPT, "Ann"),
    }
    told = {place_in_words(each.place, ENGLISH): why_in_words(each, ENGLISH) for each in form.unplaced}
    assert told["table 1, row 3, column 2"] == "T1.P7 has a reply already."
    assert told["table 1, row 5, column 2"] == "No prompt of this guide has these words or this number."


def test_italics_are_help_below_a_label_and_are_told_where_a_reply_would_stand() -> None:
    help_text = f"<w:p>{words('About 500 words.', ITALIC)}</w:p>"
    form = placed(word_file(table((paragraph(BEGINS) + help_text, help_text + paragraph("Early")))), KINDS)
    assert [(code, text) for _, code, text in replies(form)] == [("T1.P1", "Early")]
    assert left(form) == [("table 1, row 1, column 2", NotPlaced.HELP, "About 500 words.")]


def test_a_reply_that_holds_a_code_stays_one_reply() -> None:
    form = placed(word_file(table((BEGINS, paragraph("As said:") + paragraph("T1.P7 late")))), KINDS)
    assert [(code, text) for _, code, text in replies(form)] == [("T1.P1", "As said: T1.P7 late")]
    typed = read_typed_in(KINDS, form.as_typed, ENGLISH)
    assert [each.text for each in typed.replies] == ["As said: T1.P7 late"]


LAYOUTS = {
    "matrix": lambda mark: table(
        ("No", "Indicator", "Our evidence", "Strengths / areas for improvement", "Grade", "Comments", "Lead"),
        ("1", BEGINS, mark(), mark(), mark(), mark(), mark()),
        ("2", "Who brings the cake?", mark(), mark(), mark(), mark(), mark()),
    ),
    "form": lambda mark: (
        heading("The week")
        + table((BEGINS, mark()), ("How do we know?", mark()), ("Our evaluation", mark()), (mark(), mark()))
    ),
    "prose": lambda mark: (
        paragraph(mark())
        + heading("The week")
        + paragraph(mark())
        + paragraph(BEGINS)
        + paragraph(mark())
        + paragraph("Who brings the cake?")
        + paragraph(mark())
        + heading("Strengths")
        + paragraph(mark())
    ),
    "no table that is known": lambda mark: table((mark(), mark(), mark()), (mark(), mark(), mark())),
}


def lost(layout: str) -> set[str]:
    """The words that were written into a form and are neither in a reply nor listed."""
    marks: list[str] = []

    def mark() -> str:
        marks.append(f"written{len(marks)}here")
        return marks[-1]

    form = placed(word_file(LAYOUTS[layout](mark)), KINDS)
    told = "\n".join([*(each.text for each in form.replies), *(each.text for each in form.unplaced)])
    assert len(marks) > 3
    return {each for each in marks if each not in told}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_was_written_is_a_reply_or_is_listed(layout: str) -> None:
    # The last row of the form has no known label: its left cell is one itself, as every label is.
    assert lost(layout) <= ({"written3here"} if layout == "form" else set())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_reader_that_drops_what_it_does_not_know_is_found_out(
    layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "_loose", lambda _: placing.UnplacedWords(_.place, "", NotPlaced.LOOSE))
    monkeypatch.setattr(placing, "_not", lambda room, why: placing.UnplacedWords(room.place, "", why))
    assert lost(layout) > set()


OVER_TWO = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
ROWS = ("How are we doing?", "How do we know?", "Our evaluation")
REPEATED = """
format: 2
id: repeated
version: "1"
language: en
title: Repeated
about: Its titles come again under other numbers.
scales:
  - id: scale
    levels: [{level: 2, name: Weak}, {level: 1, name: Poor}]
themes:
"""


def repeated(*numbers: str) -> Guide:
    """A guide in which every theme with the same last part of its number has the same title and prompts."""
    themes = [
        f'  - {{id: t{place}, title: "{number} {TITLES[number[-1]]}", prompts: ['
        f'{{id: p, ask: "{ROWS[0]}"}}, {{id: q, ask: "{ROWS[1]}"}}]}}\n'
        for place, number in enumerate(numbers)
    ]
    guide, problems = parse_guide(REPEATED + "".join(themes), "repeated")
    assert guide is not None, problems
    return guide


TITLES = {"1": "Visits come at the time agreed", "2": "People decide what matters most to them"}
ASKED_HERE = [("1.1", "1.2", "2.1"), ("1.2",), ("2", "1"), ("1", "3.2")]


@pytest.mark.parametrize("asked", ASKED_HERE, ids="+".join)
@pytest.mark.parametrize("number", ["2.2", "4", "1.2", "2", "3.2"])
@pytest.mark.parametrize("layout", ["table", "section", "prose"])
def test_a_table_below_the_number_of_another_theme_is_read_into_none(
    asked: tuple[str, ...], number: str, layout: str
) -> None:
    guide, title = repeated(*asked), f"{number} {TITLES['2']}"
    rows = tuple((each, "2" if each == "Our evaluation" else "As said") for each in ROWS)
    form = placed(
        word_file(
            {
                "table": heading(title) + table(*rows),
                "section": table(("Question", "Our response"), (OVER_TWO + paragraph(title),), *rows),
                "prose": heading(title) + "".join(paragraph(each) for row in rows[:2] for each in row),
            }[layout]
        ),
        guide,
    )
    of_theme = next((at for at, theme in enumerate(guide.themes, 1) if theme.numbered_title == title), None)
    told = [why_in_words(each, ENGLISH) for each in form.unplaced]
    assert {each.theme_number for each in form.replies} <= {of_theme}, (replies(form), told)
    if of_theme is not None:
        assert form.replies
    else:
        assert f"“{title}” is not asked here under this number." in told


def test_the_same_words_under_another_number_are_told_and_are_never_taken_for_certain() -> None:
    text = NUMBERED.replace("QI 6.4", "6.4")
    guide, problems = parse_guide(text, "numbered")
    assert guide is not None, problems
    row = ("3.7", "Work is shared out fairly here", "It is")
    columns = ("No", "Question", "Our response")
    form = placed(word_file(table(columns, row)), guide)
    assert form.replies == ()
    assert [why_in_words(each, ENGLISH) for each in form.unplaced] == [
        "These words have another number here: 1.10."
    ]
    form = placed(word_file(heading("6.4 Leading change") + table(columns, row)), guide)
    assert [(each.code, each.by) for each in form.replies] == [("T1.P2", MatchedBy.OTHER_NUMBER)]
