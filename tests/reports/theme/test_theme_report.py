import pickle
from dataclasses import replace

import pytest

from conversations.state import Given
from reports.theme.theme_report import Counts, ThemeReport, summarise
from tests.reports.samples import (
    FINISHED_AT,
    LEVELS,
    RATED,
    RICH,
    SPARSE,
    guide,
    left,
    replies,
    report_of,
    words,
)


def codes(report: ThemeReport) -> list[str]:
    return [prompt.code for prompt in report.prompts]


def test_a_report_says_which_theme_of_which_guide_and_round_it_is_about():
    report = report_of(RICH, version=3)
    assert (report.guide_title, report.guide_version) == ("Looking at performance", "1.2")
    assert (report.theme_number, report.theme_title) == (2, "Planning for outcomes")
    assert (report.round_title, report.organisation) == (
        "Spring self-evaluation",
        "Sample Council social work",
    )
    assert (report.version, report.finished_at) == (3, FINISHED_AT)


def test_the_rating_is_the_level_with_its_word_and_meaning():
    assert report_of(RICH).rating.level == LEVELS[2]
    assert report_of(RICH).rating.given is Given.ANSWERED


@pytest.mark.parametrize("given", [Given.DONT_KNOW, Given.NOT_APPLICABLE, Given.SKIPPED])
def test_a_rating_that_was_not_given_says_what_was_given_instead(given: Given):
    rating = report_of(replies(left("rating", given))).rating
    assert (rating.level, rating.given) == (None, given)


def test_a_rating_with_a_level_that_the_scale_does_not_have_counts_as_none():
    rating = report_of(replies(replace(RATED, level=9))).rating
    assert (rating.level, rating.given) == (None, None)


def test_kinds_of_evidence_stand_in_their_own_order_however_they_were_ticked():
    assert report_of(RICH).evidence.kinds == ("figures", "people", "staff")


def test_the_counts_keep_the_ways_of_leaving_a_prompt_apart():
    assert report_of(RICH).counts == Counts(
        answered=7, dont_know=2, not_applicable=1, skipped=1, not_replied=0
    )
    assert report_of(SPARSE).counts.skipped == 11
    assert report_of({}).counts.not_replied == 11


def test_the_counts_leave_out_the_closing_prompts():
    assert report_of(RICH).counts.total == 11


def test_every_prompt_is_there_in_order_with_its_code_and_whole_reply():
    report = report_of(RICH)
    assert codes(report)[:2] == ["T2.P1", "T2.P2"]
    assert codes(report)[-1] == "T2.P11"
    assert report.prompts[4].text == RICH["planning", "p5", 1].text
    assert (report.prompts[2].given, report.prompts[2].text) == (Given.DONT_KNOW, "")


def test_strengths_and_areas_for_improvement_stand_in_the_order_they_were_written():
    tenth = words("strength", "The tenth.", 10)
    report = report_of({**RICH, tenth.key: tenth})
    assert report.strengths.texts == (
        "Team plans name the outcome they serve.",
        "Carers helped to set the measures.",
        "The tenth.",
    )


def test_a_reply_that_was_taken_back_is_as_if_it_had_never_been_given():
    back = replace(words("strength", "Not so."), given=Given.WITHDRAWN)
    report = report_of(replies(back, words("strength", "This one stays.", 2), left("p1", Given.WITHDRAWN)))
    assert report.strengths.texts == ("This one stays.",)
    assert report.prompts[0].given is None


def test_words_that_belong_to_a_reply_left_in_another_way_are_not_shown():
    report = report_of(replies(replace(left("p1", Given.SKIPPED), text="an older draft")))
    assert report.prompts[0].text == ""


def test_points_that_were_left_say_how():
    report = report_of(replies(left("strength", Given.DONT_KNOW)))
    assert (report.strengths.texts, report.strengths.given) == ((), Given.DONT_KNOW)
    assert report.improvements.given is None


def test_replies_to_other_themes_are_not_in_the_report():
    other = replace(words("p1", "About another theme."), theme_id="culture")
    assert report_of(replies(other)).counts.not_replied == 11


def test_illustrations_stand_with_the_best_level_first():
    shown = report_of(RICH).illustrations
    assert [each.level.name for each in shown] == ["Very good", "Weak"]
    assert len(shown[0].texts) == 4


def test_an_unknown_theme_is_refused():
    with pytest.raises(KeyError):
        summarise(guide(), "nothing", {}, round_title="", organisation="", version=1, finished_at=FINISHED_AT)


def test_a_report_crosses_into_a_child_process_unchanged():
    report = report_of(RICH)
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - our own value
