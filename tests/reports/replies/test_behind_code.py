"""Which statement a code names, and who wrote it."""

import pytest

from conversations.state import IMPROVEMENT, NEXT_STEP, STRENGTH, Given, Reply
from reports.group.group_report import Findings
from reports.group.threshold import Reason, Withheld
from reports.replies.behind_code import statement_behind, statement_code, theme_of, who_wrote
from reports.replies.by_name import NamedParticipant
from reports.replies.by_prompt import by_prompt
from reports.statements import Statement
from tests.bot.workshop import example
from tests.reports.group_samples import group_report

THEME = example().guide.themes[0]


def written(number: int, *texts: str) -> NamedParticipant:
    given = {
        (THEME.id, STRENGTH, entry): Reply(THEME.id, STRENGTH, entry, Given.ANSWERED, text=text)
        for entry, text in enumerate(texts, start=1)
        if text
    }
    return NamedParticipant(
        number, f"Person {number}", "", "", 0, is_typed_in=False, replies=by_prompt(given)
    )


@pytest.mark.parametrize(
    ("text", "theme", "prompt_id", "prompt"),
    [
        ("T2.S3", 2, STRENGTH, "T2.S"),
        ("T12.I40", 12, IMPROVEMENT, "T12.I"),
        ("T1.N1", 1, NEXT_STEP, "T1.N"),
    ],
)
def test_a_code_names_theme_and_prompt(text: str, theme: int, prompt_id: str, prompt: str) -> None:
    code = statement_code(text)
    assert code is not None
    assert (code.theme_number, code.prompt_id, code.prompt_code) == (theme, prompt_id, prompt)


@pytest.mark.parametrize(
    "text", ["", "T2", "T2.S", "T2.P3", "T2.R1", "T0.S1", "T2.S0", "T2.S1 ", "S1", "T2.S1x"]
)
def test_nothing_else_is_the_code_of_a_statement(text: str) -> None:
    assert statement_code(text) is None


def test_every_statement_of_a_report_is_found_by_its_code() -> None:
    report, found = group_report(), 0
    for theme in report.themes:
        if not isinstance(theme.findings, Findings):
            continue
        for lists in (theme.findings.strengths, theme.findings.improvements, theme.findings.next_steps):
            for each in lists if isinstance(lists, tuple) else ():
                code = statement_code(each.code)
                assert code is not None
                assert theme_of(report, code) is theme
                assert statement_behind(theme, code) is each
                found += 1
    assert found


def test_where_nothing_is_shown_the_reason_is_behind_the_code() -> None:
    report, code = group_report(), statement_code("T1.S1")
    assert code is not None
    theme = theme_of(report, code)
    assert theme is not None
    hidden = type(theme)(theme.number, theme.title, Withheld(Reason.FEW))
    assert statement_behind(hidden, code) == Withheld(Reason.FEW)


def test_who_wrote_it_is_told_by_the_words_at_the_time_and_how_they_read_now() -> None:
    then = [
        written(1, "Yes."),
        written(2, "yes"),
        written(3, "Not yes"),
        written(4, "No", "YES"),
        written(5, "Yes"),
        written(6, "Yes"),
    ]
    now = [
        written(1, "Yes."),
        written(2, "Perhaps"),
        written(3, "Yes"),
        written(4, "Changed", "Yes!"),
        written(5),
    ]
    found = who_wrote(Statement("T1.S1", 5, ("Yes.",)), THEME, STRENGTH, then, now)
    assert [(each.writer.participant_id, each.now) for each in found] == [
        (1, None),
        (2, "Perhaps"),
        (4, None),
        (5, ""),
    ]
