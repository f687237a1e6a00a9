import re
from dataclasses import replace
from itertools import pairwise

from conversations.groups.round_view import WhoSees
from reports.group.files.group_html import group_html
from reports.group.group_report import GroupReport
from tests.reports.group_samples import FACTS, gave, group_report, people
from tests.reports.samples import ENGLISH
from tests.reports.theme.test_theme_html import HOSTILE, Page


def page(report: GroupReport) -> Page:
    return Page(group_html(report, ENGLISH))


def test_every_element_is_closed_where_it_should_be():
    for report in (group_report(), group_report((), turnout={})):
        assert page(report).unmatched == []


def test_headings_come_in_order_without_a_step_left_out():
    levels = [int(tag[1]) for tag, _, _ in page(group_report()).elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_needs_nothing_from_elsewhere():
    tags = {tag for tag, _, _ in page(group_report()).elements}
    assert tags.isdisjoint({"script", "link", "iframe", "object", "embed", "img", "form", "base"})
    made = page(group_report())
    places = {f"#{each.get('id')}" for _, each, _ in made.elements}
    assert {each["href"] for each in made.attributes("a")} <= places


def test_each_figure_belongs_to_a_row_and_a_column_that_are_named():
    made = page(group_report())
    heads = "Team Invited Joined Began Finished a theme Finished all asked"
    assert made.texts("thead")[0].split() == heads.split()
    scopes = [each.get("scope") for each in made.attributes("th")]
    assert set(scopes) == {"col", "row"}
    assert scopes.count("row") == 4


def test_the_charts_are_told_in_words():
    charts = page(group_report()).attributes("svg")
    assert {each.get("role", each.get("aria-hidden")) for each in charts} == {"img", "true"}
    chart, of_theme = (each for each in charts if "role" in each)
    assert chart["aria-label"] == of_theme["aria-label"]
    assert chart["aria-label"] == (
        "Spread: 3 from 4 Good to 5 Very good, 3 from 2 Weak to 3 Adequate. "
        "6 ratings: 1 at 5 Very good, 2 at 4 Good, 2 at 3 Adequate, 1 at 2 Weak. "
        "Median: between 3 Adequate and 4 Good."
    )


def test_what_people_and_coordinators_write_stays_text():
    given = [gave("planning", 4 - n % 2, strengths=[HOSTILE], improvements=[HOSTILE]) for n in range(6)]
    facts = replace(FACTS, title=HOSTILE, organisation=HOSTILE, purpose=HOSTILE)
    turnout = {HOSTILE: group_report().participation, "": group_report().participation}
    made = page(group_report(people(*given), facts=facts, turnout=turnout))
    assert made.unmatched == []
    assert made.texts("script") == made.texts("img") == []
    assert [text for text in made.texts("li") if HOSTILE in text] != []
    assert sum(text.count(HOSTILE) for text in made.texts("li")) == 2
    assert HOSTILE in made.texts("header")[0]


def test_the_page_says_what_the_people_who_run_the_round_may_know():
    told = {
        who_sees: page(group_report(facts=replace(FACTS, who_sees=who_sees))).texts("footer")[0]
        for who_sees in WhoSees
    }
    assert "its coordinators can read who wrote what. This report does not." in told[WhoSees.NAMED]
    assert "can see how far each person is, and never who wrote what." in told[WhoSees.CONFIDENTIAL]
    assert "not even its coordinators can see who has finished" in told[WhoSees.ANONYMOUS]
    for who_sees, least in ((WhoSees.NAMED, 5), (WhoSees.CONFIDENTIAL, 5), (WhoSees.ANONYMOUS, 7)):
        assert f"Where fewer than {least} people took part, nothing is shown" in told[who_sees]
    assert "Nothing is told by team" in told[WhoSees.ANONYMOUS]
    exactly = "Each theme says exactly how many took part in it"
    assert [who_sees for who_sees in WhoSees if exactly in told[who_sees]] == [WhoSees.ANONYMOUS]
    assert "nothing is told by team" not in told[WhoSees.CONFIDENTIAL]
