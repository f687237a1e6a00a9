"""Documents as drafts of guides: each test names the fields compared, and no line is without a reading."""

import random
from typing import Any

import pytest
import yaml

from content.documents.blocks import DocumentCell, DocumentLine, DocumentPlace, DocumentTable, ReadDocument
from content.documents.reading import read_document
from content.drafts.draft import DraftDoubtKind, DraftLevel, GuideDraft, ReadAs
from content.drafts.drafting import draft_of
from content.drafts.guide_lines import LineUse, lines_of_draft
from content.drafts.pack_text import pack_text
from content.pack import parse_guide
from tests.content.documents.word_files import INPUTS, given, paragraph, word_file
from tests.conversations.council_forms.test_placing import heading, table

FILES = sorted(path.name for path in INPUTS.iterdir())
SIX = ("Excellent", "Very good", "Good", "Adequate", "Weak", "Unsatisfactory")


def draft(name: str) -> GuideDraft:
    return draft_of(read_document(given(name)))


def prompts(made: GuideDraft) -> list[list[tuple[str, str, str]]]:
    """Number, words and help of each prompt, by theme."""
    return [[(each.number, each.ask, each.help) for each in theme.prompts] for theme in made.themes]


def titles(made: GuideDraft) -> list[tuple[str, str]]:
    return [(theme.number, theme.title) for theme in made.themes]


@pytest.mark.parametrize("name", FILES)
def test_every_line_of_a_document_has_one_reading_with_its_place(name: str) -> None:
    document = read_document(given(name))
    made = draft_of(document)
    read = sorted((str(each.place), each.text) for each in made.readings)
    assert read == sorted((str(line.place), line.text) for line in document.lines)


def test_the_matrix_gives_title_themes_numbers_prompts_and_illustrations() -> None:
    made = draft("w1-matrix.docx")
    assert made.title == "Self-evaluation: home support"
    assert titles(made) == [
        ("1", "How well do people experience our help?"),
        ("2", "How good is our planning?"),
    ]
    assert prompts(made) == [
        [("1.1", "People are listened to at each visit", ""), ("1.2", "Visits come when agreed", "")],
        [("2.1", "Plans rest on need", "")],
    ]
    assert [[(each.level, each.text) for each in theme.examples] for theme in made.themes] == [
        [
            (5, "People say that nobody hurries them"),
            (2, "Visits are about tasks"),
            (5, "Nine in ten on time"),
            (2, "Times change without a call"),
        ],
        [(5, "Figures and voices are used"), (2, "Last year copied")],
    ]
    assert made.read_as(ReadAs.NOT_UNDERSTOOD) == ("Completed by: Northern locality managers, 14 May",)
    assert made.read_as(ReadAs.ANSWER)[-1] == "5"


def test_the_form_gives_themes_numbers_prompts_help_and_levels() -> None:
    made = draft("w2-form.docx")
    assert titles(made) == [("6.4", "Performance management"), ("9.2", "Leadership of strategy")]
    guidance = "Think about outcomes, not activity. About 500 words."
    asked = ["How are we doing?", "How do we know?", "What are we going to do next?"]
    assert prompts(made) == [[("", ask, guidance) for ask in asked]] * 2
    assert made.levels == tuple(
        DraftLevel(number, name) for number, name in zip(range(6, 0, -1), SIX, strict=True)
    )
    assert made.read_as(ReadAs.CLOSING) == ("Our evaluation",) * 2
    assert "We report each month to the partnership." in made.read_as(ReadAs.ANSWER)
    assert made.read_as(ReadAs.NOT_UNDERSTOOD) == ()


def test_prose_and_plan_give_the_theme_its_question_and_tell_the_plan() -> None:
    made = draft("w3-prose-and-plan.docx")
    assert titles(made) == [("1", "Leading")]
    assert prompts(made) == [[("1", "Do staff know the priorities?", "")]]
    assert made.read_as(ReadAs.CLOSING) == ("Strengths", "Areas for improvement")
    assert made.read_as(ReadAs.ANSWER) == (
        "Overall evaluation: Good",
        "Most do. Night staff do not.",
        "clear team plan",
        "good supervison",
        "night staff left out",
    )
    assert {"Briefing at 21:00", "31/8/26", "Baseline 40%"} <= set(made.read_as(ReadAs.PLAN))
    assert made.read_as(ReadAs.NOT_UNDERSTOOD) == ()
    assert made.read_as(ReadAs.PLAN)[0] == "Improvement action plan"


def test_the_checklist_gives_statements_the_scale_and_the_number_1_10() -> None:
    made = draft("e1-checklist.xlsx")
    assert made.title == "Self-assessment checklist"
    assert titles(made) == [("1", "Leadership"), ("2", "Planning")]
    assert prompts(made)[0] == [
        ("1.1", "Our priorities are clear", ""),
        ("1.10", "Bad news travels safely", ""),
        ("2", "We meet to look at results", ""),
        ("", "Evidence for your views (strengths)", ""),
        ("", "How could we improve?", ""),
    ]
    assert [each.is_statement for each in made.themes[0].prompts] == [True, True, True, False, False]
    assert [each.name for each in made.levels] == ["Strongly agree", "Agree", "Disagree", "Strongly disagree"]
    assert [(each.kind, str(each.place)) for each in made.doubts] == [
        (DraftDoubtKind.SAME_NUMBER, "1 Leadership!B6")
    ]


def test_the_survey_gives_its_questions_and_nothing_about_a_person() -> None:
    made = draft("e2-survey-export.xlsx")
    assert [ask for _, ask, _ in prompts(made)[0]] == [
        "Which team are you in?",
        "Our priorities are clear",
        "What works well?",
        "Our priorities are clear2",
    ]
    assert [each.kind for each in made.doubts] == [DraftDoubtKind.SAME_WORDS]
    assert made.read_as(ReadAs.PERSONAL)[:5] == ("ID", "Start time", "Completion time", "Email", "Name")
    assert "anonymous" not in pack_text(made)


def test_a_tracker_is_a_plan_and_no_guide() -> None:
    made = draft("e3-tracker.xlsx")
    assert made.themes == ()
    assert [each.kind for each in made.doubts] == [DraftDoubtKind.NO_THEME]
    assert {"Briefings at night", "2026-06-30", "Q2"} <= set(made.read_as(ReadAs.PLAN))


def shown(entry: dict[str, Any], key: str) -> str:
    """The words under a key of a pack, behind their number."""
    return f"{entry.get('number', '')} {entry[key]}".strip()


@pytest.mark.parametrize("name", [each for each in FILES if each != "e3-tracker.xlsx"])
def test_everything_of_a_draft_is_in_its_pack(name: str) -> None:
    made = draft(name)
    pack = yaml.safe_load(pack_text(made))
    for theme, written in zip(made.themes, pack["themes"], strict=True):
        assert shown(written, "title") == f"{theme.number} {theme.title}".strip()
        assert [shown(each, "ask") for each in written["prompts"]] == [
            f"{each.number} {each.ask}".strip() for each in theme.prompts
        ]
        assert [each.get("help", "") for each in written["prompts"]] == [each.help for each in theme.prompts]
        lines = [line for each in written.get("illustrations", []) for line in each["lines"]]
        assert sorted(lines) == sorted(each.text for each in theme.examples)
    ids = [each["id"] for each in pack["themes"]]
    assert len(set(ids)) == len(ids)


NO_THEMES = 'draft.en.yaml:22:9: "themes" is empty. Fill it in. The themes, in their order.'


@pytest.mark.parametrize("name", FILES)
def test_a_draft_is_a_pack_that_check_accepts_but_for_a_plan_without_a_theme(name: str) -> None:
    guide, problems = parse_guide(pack_text(draft(name)), "draft.en.yaml")
    if name == "e3-tracker.xlsx":
        assert [str(each) for each in problems] == [NO_THEMES]
    else:
        assert problems == ()
        assert guide is not None


def test_what_is_too_long_is_told_with_its_place() -> None:
    line = DocumentLine("T" * 60, DocumentPlace(paragraph=1), heading=1)
    asked = DocumentLine("Why" + "y" * 600 + "?", DocumentPlace(paragraph=2))
    made = draft_of(ReadDocument((line, asked), ()))
    assert [(each.kind, each.place.paragraph) for each in made.doubts] == [
        (DraftDoubtKind.TOO_LONG, 1),
        (DraftDoubtKind.TOO_LONG, 2),
    ]


WORDS = (
    *(
        "No",
        "Statement",
        "Quality indicator",
        "What very good looks like",
        "Agree",
        "Disagree",
        "Name",
        "Email",
    ),
    *("Action", "Lead", "Due", "RAG", "1.1", "x", "☒ Good (4)", "Why?", "Strengths", "", "Some words"),
)


@pytest.mark.parametrize("seed", range(60))
def test_no_line_of_any_table_is_without_a_reading(seed: int) -> None:
    by = random.Random(seed)
    table = DocumentPlace(table=1, sheet=by.choice(["", "Plan"]))

    def cell(row: int, column: int) -> DocumentCell:
        place = DocumentPlace(table=1, row=row, column=column, sheet=table.sheet)
        texts = [text for text in by.choices(WORDS, k=by.randint(1, 3)) if text]
        return DocumentCell(place, tuple(DocumentLine(text, place) for text in texts), by.choice([1, 1, 3]))

    rows = tuple(
        tuple(cell(row, column) for column in range(1, by.randint(2, 4)))
        for row in range(1, by.randint(2, 7))
    )
    document = ReadDocument((DocumentTable(table, rows),), ())
    made = draft_of(document)
    assert sorted(each.text for each in made.readings) == sorted(line.text for line in document.lines)
    yaml.safe_load(pack_text(made))


def test_what_stands_like_a_statement_below_a_heading_is_to_be_looked_at_and_a_passage_is_not() -> None:
    texts = [
        ("Safe at work", 1),
        ("This theme is about how safe people feel at work, and what we do so that they are.", 0),
        ("Staff feel safe.", 0),
        ("1. Staff are trained", 0),
        ("How do we know that people are safe?", 0),
    ]
    blocks = tuple(
        DocumentLine(text, DocumentPlace(paragraph=number), heading)
        for number, (text, heading) in enumerate(texts, 1)
    )
    lines = lines_of_draft(draft_of(ReadDocument(blocks, ())))
    doubted = [each.text for each in lines if each.doubt == DraftDoubtKind.MAY_BE_ASKED.name]
    assert doubted == ["Staff feel safe.", "1. Staff are trained"]
    assert all(each.used_as is LineUse.PURPOSE for each in lines if each.doubt)


SIGNED_OFF = (("Name", "Ann Example"), ("Date", "14 May"))


@pytest.mark.parametrize(
    ("title", "reading"),
    [
        ("Improvement action plan", ReadAs.PLAN),
        ("3. Action plan", ReadAs.PLAN),
        ("Next steps", ReadAs.PLAN),
        ("Our next steps", ReadAs.PLAN),
        ("Part 4: Improvement plan", ReadAs.PLAN),
        ("Sign-off", ReadAs.SIGN_OFF),
        ("Signed off by:", ReadAs.SIGN_OFF),
        ("Appendix A: Sign off", ReadAs.SIGN_OFF),
    ],
)
def test_a_plan_and_a_sign_off_are_read_as_that_and_are_no_theme(title: str, reading: ReadAs) -> None:
    body = heading("Leading") + paragraph("Do staff know?") + heading(title) + paragraph("By the manager.")
    draft = draft_of(read_document(word_file(body + table(*SIGNED_OFF))))
    assert [(each.title, len(each.prompts)) for each in draft.themes] == [("Leading", 1)]
    below = ReadAs.PERSONAL if reading is ReadAs.SIGN_OFF else ReadAs.PLAN
    assert [each.read_as for each in draft.readings[2:]] == [reading, *[below] * 5]


@pytest.mark.parametrize("title", ["Next steps", "Action plan"])
def test_below_such_a_heading_a_question_is_asked(title: str) -> None:
    begun = heading("Leading") + paragraph("Do staff know?") + heading(title) + paragraph("In short.")
    for asked in (paragraph("What will we do first?"), table(("What will we do first?", ""))):
        draft = draft_of(read_document(word_file(begun + asked)))
        assert [each.title for each in draft.themes] == ["Leading", title]
        assert [each.ask for each in draft.themes[1].prompts] == ["What will we do first?"]


def test_a_theme_after_a_sign_off_is_a_theme() -> None:
    body = heading("Leading") + paragraph("Do staff know?") + heading("Sign-off") + table(*SIGNED_OFF)
    draft = draft_of(read_document(word_file(body + heading("Learning") + paragraph("What have we learnt?"))))
    assert [each.title for each in draft.themes] == ["Leading", "Learning"]
