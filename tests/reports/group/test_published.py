"""Published figures stay as published: kept as JSON without words, and read back as they were."""

import random

import orjson
import pytest

from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from reports.group.group_chat_text import group_cards
from reports.group.group_report import Findings, GroupReport
from reports.group.published import figures_from_json, figures_to_json, without_words
from reports.group.threshold import Reason, Withheld
from reports.statements import Statement
from tests.reports.group_samples import IMPROVEMENTS, LIVELY, STRENGTHS, gave, group_report, people
from tests.reports.rounds_at_random import round_at_random


@pytest.mark.parametrize("who_sees", list(WhoSees))
@pytest.mark.parametrize("seed", range(100))
def test_figures_are_read_back_as_they_were(who_sees: WhoSees, seed: int) -> None:
    report = group_report() if seed == 0 else _at_random(seed, who_sees)
    assert figures_from_json(figures_to_json(report)) == without_words(report)


def _at_random(seed: int, who_sees: WhoSees):  # type: ignore[no-untyped-def]
    sample = round_at_random(random.Random(seed), who_sees)
    return sample.published(sample.everybody)


def test_nobodys_words_are_kept_with_them() -> None:
    report = group_report(LIVELY)
    assert any(text in repr(report) for text in STRENGTHS)
    kept = figures_to_json(report)
    assert not [text for text in (*STRENGTHS, *IMPROVEMENTS) if text in kept]


def test_first_steps_go_as_well_when_somebody_is_erased() -> None:
    report = group_report(people(*[gave("planning", 4, next_steps=["Meet by May."])] * 6))
    told, kept = (found for each in (report, without_words(report)) for found in _found_in(each))
    assert told.next_steps == (Statement("T2.N1", 6, ("Meet by May.",)),)
    assert kept.next_steps == Withheld(Reason.ERASED)
    assert "Meet by May." not in figures_to_json(report)


def _found_in(report: GroupReport) -> list[Findings]:
    return [each.findings for each in report.themes if isinstance(each.findings, Findings)]


def test_a_list_that_was_told_says_why_it_is_not_any_more_and_one_that_was_not_says_what_it_said() -> None:
    report = group_report(LIVELY)
    for before, after in zip(report.themes, without_words(report).themes, strict=True):
        if isinstance(before.findings, Withheld):
            assert after == before
            continue
        assert isinstance(after.findings, Findings)
        for told, now in (
            (before.findings.strengths, after.findings.strengths),
            (before.findings.improvements, after.findings.improvements),
            (before.findings.next_steps, after.findings.next_steps),
        ):
            assert now == (told if isinstance(told, Withheld) else Withheld(Reason.ERASED))
    said = " ".join(card.text for card in group_cards(without_words(report), phrases_in("en")))
    assert "What people wrote is not shown any more" in said


def test_figures_from_before_themes_were_counted_by_person_are_read_and_told_as_they_were() -> None:
    kept = orjson.loads(figures_to_json(group_report()))
    del kept["participation"]["finished_one"]
    for team in kept["teams"]:
        team["shown"].pop("finished_one", None)
    report = figures_from_json(orjson.dumps(kept).decode())
    said = group_cards(report, phrases_in("en"))[0].text
    assert "26 invited, 22 joined, 16 began. 11 finished every theme." in said
    assert "None" not in said
