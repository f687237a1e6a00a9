"""Reports and paper of a guide of format 2: every value in words, and nothing of what is not asked."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from docx import Document

from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from conversations.paper_codes import read_typed_in
from conversations.state import Replies
from reports.group.files.group_html import group_html
from reports.group.group_charts import group_picture_alt
from reports.group.group_chat_text import group_cards
from reports.group.group_report import Findings, GroupReport, Participant
from reports.group.group_summary import summarise_group
from reports.group.participation import Participation
from reports.group.published import figures_from_json, figures_to_json
from reports.paper.prompt_sheet import PromptSheet, paper_of
from reports.paper.prompt_sheet_docx import paper_docx
from reports.rendering import render_report
from reports.theme.theme_chat_text import chat_cards
from reports.theme.theme_html import theme_html
from reports.theme.theme_report import ThemeReport, summarise
from tests.guides import guide_for_tests
from tests.reports.group_samples import FACTS

GUIDE, ENGLISH = guide_for_tests("kinds"), phrases_in("en")
SHEET = """\
T1.P1 First we look at the list.
T1.P2 in our office
T1.P3 3
T1.P4 1 3
T1.P5 7.5 hours
T1.P6 3 March 2026
T1.P7 It goes to whoever is on duty.
T1.P8 usual
T1.E 1 4
T1.W skip
T1.R 3
T1.S We cover for each other.
T1.I don't know
T2.P1 agree
T2.P2 2
T3.P1 We ring each other.
T3.R amber
T3.I Name one person.
"""


def sheet_replies() -> Replies:
    typed = read_typed_in(GUIDE, SHEET, ENGLISH)
    assert typed.problems == ()
    return {reply.key: reply for reply in typed.replies}


REPLIES = sheet_replies()


def report_on(theme_id: str, replies: Replies = REPLIES) -> ThemeReport:
    return summarise(
        GUIDE,
        theme_id,
        replies,
        round_title="Autumn",
        organisation="Example Council",
        version=1,
        finished_at=datetime(2026, 11, 30, tzinfo=UTC),
    )


def group() -> GroupReport:
    people = []
    for number in range(6):
        mine = dict(REPLIES)
        changes = {
            "visits": {"choices": (("home",), ("office",), ("elsewhere",))[number % 3]},
            "help-from": {"choices": (("colleagues",), ("manager", "partners"))[number % 2]},
            "hours": {"value": str(number)},
            "last-talk": {"value": f"2026-0{number + 1}-01"},
            "ends-rating": {"level": number % 4},
            "heard": {"level": 1 + number % 4},
        }
        for key, reply in REPLIES.items():
            mine[key] = replace(reply, **changes.get(reply.prompt_id, {}))
        people.append(Participant(str(number), mine, frozenset(each.id for each in GUIDE.themes)))
    facts = replace(FACTS, who_sees=WhoSees.CONFIDENTIAL, threshold=5)
    turnout = {"": Participation(6, 6, 6, 6, 0, 6)}
    return summarise_group(GUIDE, facts, people, turnout, shuffle_key=b"key")


def test_what_is_typed_in_behind_a_code_is_read_as_what_it_is() -> None:
    kept = {f"{each.theme_id}/{each.prompt_id}": each for each in REPLIES.values()}
    assert kept["the-week/visits"].choices == ("office",)
    assert kept["the-week/help-from"].choices == ("colleagues", "partners")
    assert (kept["the-week/hours"].value, kept["the-week/last-talk"].value) == ("7.5", "2026-03-03")
    assert [kept[each].level for each in ("the-week/ends-rating", "statements/heard", "cover/rating")] == [
        2,
        4,
        2,
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("T1.P2 outside", "T1.P2 takes one number from 1 to 3, or skip."),
        ("T1.P2 1 3", "T1.P2 takes one number from 1 to 3, or skip."),
        ("T1.P4 5", "T1.P4 takes numbers from 1 to 4, such as T1.P4 1 3, or skip."),
        (
            "T1.P5 seven",
            "T1.P5: Here I need a number from 0 to 60, with 1 decimal at most (hours).",
        ),
        (
            "T1.P6 spring",
            (
                "T1.P6: Here I need a day with its year, such as 30 November 2026, and not before"
                " 1 January 2020."
            ),
        ),
        ("T2.P2 don't know", "T2.P2 takes one level, such as T2.P2 2, or skip."),
        ("T2.P1 5", "T2.P1 takes one level, such as T2.P1 2, or don't know, or skip."),
        ("T2.R 4", "There is no prompt T2.R. Did you mean T3.R?"),
    ],
)
def test_what_does_not_fit_is_reported_and_never_guessed(line: str, told: str) -> None:
    typed = read_typed_in(GUIDE, line, ENGLISH)
    assert typed.replies == ()
    assert [each.what for each in typed.problems] == [told]


def test_a_theme_report_says_every_value_in_words() -> None:
    report = report_on("the-week")
    said = "\n".join(line.text for card in chat_cards(report, ENGLISH) for line in card.lines)
    page = theme_html(report, ENGLISH)
    for words in (
        "In our office",
        "Colleagues; Partners",
        "7.5 hours",
        "3 March 2026",
        "2 Usual",
        "3 Lasting",
    ):
        assert words in said
        assert words in page
    assert "Which level fits best? How does your week end?" in page


@pytest.mark.parametrize("theme_id", ["statements", "cover"])
def test_what_a_theme_does_not_ask_for_is_nowhere_in_its_report(theme_id: str) -> None:
    report = report_on(theme_id)
    said = "\n".join(line.text for card in chat_cards(report, ENGLISH) for line in card.lines)
    rendered = render_report(report, "en", ("pdf", "html", "png"))
    page = rendered.html.decode().partition("</style>")[2]
    for text in (said, page, rendered.alt):
        assert "How do we know?" not in text
        assert "Strengths" not in text
        assert ("rating" in text.casefold()) is (theme_id == "cover")
    assert rendered.pdf.startswith(b"%PDF")
    assert rendered.png


def test_a_group_report_tells_each_prompt_that_takes_no_words() -> None:
    report = group()
    said = [line.text for card in group_cards(report, ENGLISH) for line in card.lines]
    assert "Choices, levels and numbers, prompt by prompt" in said
    begin = [
        place for place, each in enumerate(said) if each == "Choices, levels and numbers, prompt by prompt"
    ]
    told = [each for place in begin for each in said[place + 1 :] if each.startswith(("T1.P", "T2.P"))]
    told = list(dict.fromkeys(told))
    assert told == [
        (
            "T1.P2 Where do you see people most? 6 replies: 2 for “At their home”, 2 for “In our office”,"
            " 2 for “Elsewhere”."
        ),
        (
            "T1.P3 Which of these is most like your plan for the week? What was given is not shown, as"
            " somebody could then tell what others gave."
        ),
        (
            "T1.P4 Who helps when there is too much? 6 replies. “Colleagues”: 3 of 6; “My manager”: 3 of 6;"
            " “Partners”: 3 of 6; “Nobody”: 0 of 6."
        ),
        (
            "T1.P5 How many hours of last week went to records? 6 replies. In the middle: between 2 hours and"
            " 3 hours."
        ),
        (
            "T1.P6 When did you last talk about your workload with your manager? 6 replies. In the middle:"
            " between 1 March 2026 and 1 April 2026."
        ),
        (
            "T1.P8 Which level fits best? How does your week end? 6 replies: 2 at 0 Not begun, 2 at 1 Begun,"
            " 1 at 2 Usual, 1 at 3 Lasting. Median: 1 Begun."
        ),
        (
            "T2.P1 I am heard when I say that it is too much. 6 replies: 1 at 4 Agree, 1 at 3 Rather agree,"
            " 2 at 2 Rather disagree, 2 at 1 Disagree. Median: 2 Rather disagree."
        ),
        "T2.P2 Work is shared out fairly. 6 replies, all from 1 Disagree to 2 Rather disagree.",
    ]
    page = group_html(report, ENGLISH)
    assert all(each.partition(" ")[0] in page for each in told)


def test_a_theme_without_a_rating_has_none_in_the_group_report() -> None:
    report = group()
    statements = report.themes[1].findings
    assert isinstance(statements, Findings)
    assert (statements.ratings, statements.evidence, statements.strengths) == (None, None, None)
    assert "Theme 2: Statements. 6 people took part in this theme." in group_picture_alt(report, ENGLISH)
    # All gave Amber, and a half of three levels could be one level.
    assert "6 ratings. The levels are not shown one by one" in group_picture_alt(report, ENGLISH)


def test_published_figures_come_back_as_they_were_and_those_of_before_are_read() -> None:
    kept = figures_to_json(group())
    assert figures_to_json(figures_from_json(kept)) == kept
    older = json.loads(kept)
    for theme in older["themes"]:
        del theme["levels"]
        del theme["findings"]["prompts"]
    assert figures_from_json(json.dumps(older)).themes[0].levels == ()


def test_on_paper_each_kind_has_its_boxes_or_its_room() -> None:
    sheet = PromptSheet(
        GUIDE, "Autumn", "Example Council", date(2026, 12, 18), (), datetime(2026, 11, 30, tzinfo=UTC)
    )
    week, statements, cover = paper_of(sheet, ENGLISH).themes
    forms = {each.code: each for each in (*week.prompts, *week.closing, *statements.prompts, *cover.closing)}
    assert [each.name for each in forms["T1.P2"].choices] == ["At their home", "In our office", "Elsewhere"]
    assert (forms["T1.P2"].note, forms["T1.P4"].note) == ("Tick one.", "Tick all that apply.")
    assert (forms["T1.P5"].lines, forms["T1.P5"].choices) == (1, ())
    assert [each.number for each in forms["T2.P1"].choices] == ["4", "3", "2", "1"]
    assert forms["T2.P2"].ways == ("Skip", "Not applicable")
    assert forms["T3.R"].ask == "Which light stands for cover in your team?"
    assert statements.closing == ()
    words = "\n".join(each.text for each in Document(BytesIO(paper_docx(sheet, ENGLISH))).paragraphs)
    assert "T1.P5  How many hours of last week went to records?" in words
    assert "six levels" not in words
