"""An earlier round in a report: only what both tell, only where the theme reads the same, no difference."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from content.model import Guide
from content.phrases import phrases_in
from content.prompt_kinds import Scale
from conversations.groups.round_view import WhoSees
from reports.group.first_page.first_pages import before_of_theme, theme_pages
from reports.group.group_chat_text import group_cards
from reports.group.group_report import EarlierRound, GroupReport
from reports.group.published import figures_from_json, figures_to_json
from reports.group.trend import reads_the_same, with_trend
from tests.reports.group.first_page.test_first_pages import first_pages_fit
from tests.reports.group_samples import FACTS, gave, group_report, people
from tests.reports.samples import guide

P = phrases_in("en")
NOW, BEFORE = (5, 5, 4, 4, 4, 3, 3), (3, 3, 2, 2, 4, 4, 5, 2)
EARLIER = replace(FACTS, title="Last year", opened_on=date(2026, 5, 4), closed_on=date(2026, 5, 29))


def rated(levels: Sequence[int], *, of: Guide | None = None, **facts: object) -> GroupReport:
    theme = (of or guide()).themes[0]
    told = replace(EARLIER, **facts)  # type: ignore[arg-type]
    return group_report(people(*(gave(theme.id, level) for level in levels)), of=of, facts=told)


def beside(before: GroupReport, of: Guide | None = None) -> GroupReport:
    now = group_report(people(*(gave(guide().themes[0].id, level) for level in NOW)))
    return with_trend(now, guide(), EarlierRound(of or guide(), before))


def test_each_theme_says_how_the_round_before_rated_it_and_names_no_difference() -> None:
    report = beside(rated(BEFORE))
    (said,) = before_of_theme(report.themes[0], P)
    assert said.startswith("In “Last year”, which closed on 29 May 2026: ")
    assert "8 ratings" in said
    assert said in theme_pages(report, P)[0].lead
    assert said in "\n".join(card.text for card in group_cards(report, P))
    assert report.themes[1].before is None
    for word in ("better", "worse", "higher than", "up", "down", "%"):
        assert f" {word} " not in said


def test_the_page_of_a_theme_still_has_one_side() -> None:
    first_pages_fit(beside(rated(BEFORE)))


def test_what_was_published_keeps_it() -> None:
    report = beside(rated(BEFORE))
    kept = figures_from_json(figures_to_json(report))
    assert kept.themes[0].before == report.themes[0].before is not None


@pytest.mark.parametrize("levels", [BEFORE[:4], (4,) * 8, ()])
def test_what_the_report_before_did_not_tell_is_not_told_now(levels: Sequence[int]) -> None:
    assert all(each.before is None for each in beside(rated(levels)).themes)


def test_what_this_report_does_not_tell_is_not_told_by_the_one_before() -> None:
    now = group_report(people(*(gave(guide().themes[0].id, 4) for _ in range(8))))
    told = with_trend(now, guide(), EarlierRound(guide(), rated(BEFORE)))
    assert told == now


def test_of_an_anonymous_round_before_no_more_is_said_than_it_said() -> None:
    one_apart = (5, 5, 5, 5, 5, 5, 5, 5, 5, 1, 2)
    report = beside(rated(one_apart, who_sees=WhoSees.ANONYMOUS))
    (said,) = before_of_theme(report.themes[0], P) or ("",)
    assert "1 of 11" not in said
    assert "2 of 11" not in said


def changed(**facts: object) -> Guide:
    first, *rest = guide().themes
    return replace(guide(), themes=(replace(first, **facts), *rest))  # type: ignore[arg-type]


FIRST = guide().themes[0]
SCALE = FIRST.scale
assert isinstance(SCALE, Scale)
OTHERS = {
    "another title": {"title": "Another title"},
    "another scale": {"scale": replace(SCALE, levels=SCALE.levels[:-1])},
    "another wording": {"prompts": (replace(FIRST.prompts[0], ask="Asked otherwise?"), *FIRST.prompts[1:])},
    "a prompt less": {"prompts": FIRST.prompts[1:]},
    "another id": {"id": "another"},
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_theme_that_reads_otherwise_is_not_set_beside(name: str) -> None:
    other = changed(**OTHERS[name])
    before = other.themes[0]
    assert before.id != FIRST.id or not reads_the_same(guide(), FIRST, other, before)
    if name != "another scale":
        assert beside(rated(BEFORE, of=other), other).themes[0].before is None


def test_help_and_order_may_change() -> None:
    other = changed(prompts=tuple(reversed(FIRST.prompts)))
    assert reads_the_same(guide(), FIRST, other, other.themes[0])
    assert not reads_the_same(guide(), FIRST, replace(other, language="pl"), other.themes[0])
