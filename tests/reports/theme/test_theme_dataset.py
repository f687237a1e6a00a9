"""The values that a theme report is made from: kept, read by a later version, and nothing else in them."""

import json
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from conversations.state import Given, Replies
from reports.theme.theme_dataset import (
    ThemeDataset,
    dataset_from_json,
    dataset_to_json,
    report_of_dataset,
    shown_of,
)
from reports.theme.theme_report import summarise
from tests.guides import guide_for_tests
from tests.reports.samples import FINISHED_AT, RICH, SPARSE, guide, left, replies, report_of, words
from tests.worlds.values import values_of

HASH = "5d41402a"
THEME = guide().themes[1].id

KEPT = (
    '{"guide_sha256":"5d41402a","theme_id":"outcomes","language":"en","round_title":"Spring","organisation":'
    '"Council","version":2,"finished_at":"2026-11-23T14:03:00.250000Z","time_zone":"Europe/London","replies":'
    '[{"prompt_id":"evidence","choices":["figures"]},{"prompt_id":"p1","given":"dont_know",'
    '"with_colleague":true},{"prompt_id":"rating","level":4},{"prompt_id":"strength","entry":2,"text":"x"}]}'
)
"""As the first version kept them. Every later one must read them, or files could not be made again."""


def dataset(given: Replies) -> ThemeDataset:
    report = report_of(given)
    return ThemeDataset(
        "sha",
        THEME,
        "en",
        report.round_title,
        report.organisation,
        report.version,
        FINISHED_AT,
        "Europe/London",
        shown_of(THEME, given),
    )


@pytest.mark.parametrize("given", [RICH, SPARSE, {}], ids=["rich", "sparse", "nothing"])
def test_kept_and_read_again_the_values_give_the_same_report(given: Replies) -> None:
    kept = dataset_to_json(dataset(given))
    again = report_of_dataset(dataset_from_json(kept), guide(), made_from=HASH)
    expected = replace(report_of(given), made_from=HASH, finished_at=again.finished_at)
    assert again == expected
    assert again.finished_at == FINISHED_AT
    assert again.finished_at.tzinfo == ZoneInfo("Europe/London")


def test_the_same_values_are_kept_as_the_same_text_in_whatever_order_they_were_read() -> None:
    backwards = dict(reversed(RICH.items()))
    assert dataset_to_json(dataset(RICH)) == dataset_to_json(dataset(backwards))


def test_what_the_first_version_kept_is_still_read_and_still_written_so() -> None:
    assert dataset_to_json(dataset_from_json(KEPT)) == KEPT


def test_a_value_of_each_kind_is_kept_and_read_again() -> None:
    kinds = guide_for_tests("kinds")
    given = {each.key: each for each in values_of(kinds, 3)}
    for theme in kinds.themes:
        shown = shown_of(theme.id, given)
        kept = ThemeDataset("sha", theme.id, "en", "R", "C", 1, FINISHED_AT, "Europe/London", shown)
        again = report_of_dataset(dataset_from_json(dataset_to_json(kept)), kinds, made_from=HASH)
        now = summarise(
            kinds, theme.id, given, round_title="R", organisation="C", version=1, finished_at=FINISHED_AT
        )
        assert again.prompts == now.prompts


def test_nothing_is_kept_that_the_report_does_not_show() -> None:
    theirs = replace(words("p1", "We ask each in turn."), given_by=4711, message_id="CANARY")
    elsewhere = replace(words("p1", "CANARY"), theme_id="another")
    back = replace(left("p2", Given.WITHDRAWN), text="CANARY")
    skipped = replace(left("p3", Given.SKIPPED), text="CANARY", value="CANARY")
    kept = dataset_to_json(dataset(replies(theirs, elsewhere, back, skipped)))
    assert "CANARY" not in kept
    assert "4711" not in kept, "that a colleague gave it, and not which"
    assert [each["prompt_id"] for each in json.loads(kept)["replies"]] == ["p1", "p3"]
    assert json.loads(kept)["replies"][0]["with_colleague"] is True


def test_what_is_no_values_is_refused() -> None:
    with pytest.raises(ValueError, match="theme_id"):
        dataset_from_json('{"guide_sha256": "x"}')
