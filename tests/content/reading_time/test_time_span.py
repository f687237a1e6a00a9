"""How long a theme takes is worked out from its words, for each set, and is never made up."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from content.reading_time.time_span import TimeSpan, count_words, span_of
from tests.guides import guide_for_tests, shipped

OURS = shipped("managing-performance")


@pytest.mark.parametrize(
    ("asked", "beside", "in_words", "taps", "span"),
    [
        (0, 0, 0, 0, TimeSpan(1, 1)),
        (220, 0, 0, 0, TimeSpan(1, 1)),
        (220, 220, 0, 0, TimeSpan(1, 2)),
        (0, 0, 11, 0, TimeSpan(7, 11)),
        (0, 0, 0, 30, TimeSpan(6, 6)),
    ],
)
def test_reading_thinking_writing_and_tapping_add_up(
    asked: int, beside: int, in_words: int, taps: int, span: TimeSpan
) -> None:
    assert span_of(asked, beside, in_words=in_words, taps=taps) == span


def test_a_span_holds_both_of_two_and_has_a_middle() -> None:
    assert TimeSpan(4, 9).around(TimeSpan(6, 12)) == TimeSpan(4, 12)
    assert TimeSpan(8, 15).middle in (11, 12)


def test_minutes_that_a_pack_says_are_one_length_for_all_of_its_words() -> None:
    theme = guide_for_tests("sets").themes[0]
    assert theme.span == TimeSpan(theme.minutes, theme.minutes)
    assert theme.for_set("board").span.most < theme.minutes


def test_fewer_prompts_take_less_time_and_what_is_left_is_worked_out_from_the_middle() -> None:
    for theme in OURS.themes:
        fewer, more = theme.for_set("front-line"), theme.for_set("manager")
        assert fewer.span.least < more.span.least
        assert fewer.minutes == fewer.span.middle


def test_a_longer_text_takes_longer() -> None:
    theme = OURS.themes[0]
    longer = replace(theme, purpose=theme.purpose + " word" * 440)
    assert longer.span == TimeSpan(theme.span.least + 2, theme.span.most + 2)


def test_the_words_of_a_theme_are_counted_once_for_all_that_are_asked_a_part_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted: list[int] = []

    def count(texts: Iterable[str]) -> int:
        counted.append(1)
        return count_words(texts)

    whole = replace(OURS.themes[0])
    monkeypatch.setattr("content.model.count_words", count)
    spans = {whole.for_set(each.id).span for each in OURS.sets for _ in range(3)}
    assert len(spans) > 1
    assert len(counted) == len(whole.asked) + 3
