"""Prompts behind a choice in reports, lists and on paper: "not asked" is said, and counted nowhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from conversations.state import Given, Replies, Reply
from conversations.theme_progress import left_of
from reports.group.group_report import Findings, Participant
from reports.group.group_summary import summarise_group
from reports.group.kind_findings import LevelsChosen, Spread
from reports.group.participation import Participation
from reports.group.threshold import Reason, Withheld
from reports.paper.prompt_sheet import PromptSheet, paper_of
from reports.replies.by_name import NamedParticipant, given_by_name, of_those_asked
from reports.replies.by_prompt import by_prompt
from reports.replies.prompt_list import prompts_within
from reports.replies.reply_table import named_table
from reports.replies.shuffled import Contribution, ShuffledReplies, ShuffleRules, shuffled_replies
from reports.theme.theme_html import theme_html
from reports.theme.theme_report import ThemeReport, summarise
from tests.content.test_conditions import guide
from tests.reports.group_samples import FACTS

GUIDE, ENGLISH = guide(), phrases_in("en")
VISITS = GUIDE.theme("visits")
AT = datetime(2026, 11, 30, tzinfo=UTC)
LIST_RULES = ShuffleRules(WhoSees.CONFIDENTIAL, 5, b"secret")


def gave(where: str, words: str = "On foot.", level: int = 2) -> Replies:
    """What somebody gave who was asked all of it once, and chose this in the end."""
    given = (
        Reply("visits", "where", 1, Given.ANSWERED, choices=(where,), written_at=AT),
        Reply("visits", "way", 1, Given.ANSWERED, text=words, written_at=AT),
        Reply("visits", "safe", 1, Given.ANSWERED, level=level, written_at=AT),
    )
    return {each.key: each for each in given}


def report(where: str) -> ThemeReport:
    return summarise(
        GUIDE,
        "visits",
        gave(where),
        round_title="Autumn",
        organisation="Example Council",
        version=1,
        finished_at=AT,
        prompt_set="front",
    )


def test_a_report_says_what_was_not_asked_and_counts_it_nowhere() -> None:
    made = report("phone")
    assert [(each.code, each.is_asked) for each in made.prompts] == [
        ("T1.P1", True),
        ("T1.P2", False),
        ("T1.P3", False),
        ("T1.P4", False),
    ]
    assert (made.counts.total, made.counts.skipped, made.counts.not_replied) == (1, 0, 0)
    page = theme_html(made, ENGLISH)
    assert "On foot." not in page
    assert "On foot." in theme_html(report("home"), ENGLISH)


def test_in_a_named_table_whoever_is_not_asked_has_neither_skipped_nor_no_reply() -> None:
    people = [
        NamedParticipant(n, name, "", "", n, is_typed_in=False, replies=by_prompt(gave(where)))
        for n, (name, where) in enumerate((("Ann Example", "home"), ("Bea Example", "phone")), start=1)
    ]
    (way,) = prompts_within(GUIDE, "T1.P2")
    found = of_those_asked(given_by_name(people, VISITS, "way"), VISITS, ())
    table = named_table(GUIDE, [(way, found)], ENGLISH)
    assert [row[-6:-4] for row in table.rows] == [("Answered", "On foot.")]
    assert table.rows[0][2] == "How do you get there? Only if the reply to T1.P1 is “At home”."


def test_on_paper_stands_when_a_prompt_is_asked() -> None:
    sheet = PromptSheet(GUIDE, "Autumn", "Example Council", date(2026, 12, 18), (), AT)
    asked = {each.code: each.only_if for each in paper_of(sheet, ENGLISH).themes[0].prompts}
    assert asked["T1.P2"] == "Only if the reply to T1.P1 is “At home”."
    assert asked["T1.P3"] == "Only if the reply to T1.P1 is “At home” / “In the office”."
    assert asked["T1.P4"] == "Only if the reply to T1.P3 is “1 Red”."


def found_for_safe(chosen: Sequence[str]) -> object:
    return found_for_safe_of([gave(where, level=1 + n % 2) for n, where in enumerate(chosen)])


def found_for_safe_of(given: Sequence[Replies]) -> object:
    facts = replace(FACTS, who_sees=WhoSees.CONFIDENTIAL, threshold=5)
    people = [Participant(str(n), replies, frozenset(["visits"])) for n, replies in enumerate(given)]
    n = len(people)
    made = summarise_group(GUIDE, facts, people, {"": Participation(n, n, n, n, 0, n)}, shuffle_key=b"key")
    findings = made.themes[0].findings
    assert isinstance(findings, Findings)
    return next(each.found for each in findings.prompts if each.code == "T1.P3")


@pytest.mark.parametrize(
    ("chosen", "withheld"),
    [
        (["home"] * 4 + ["office"] * 3 + ["phone"] * 3, None),
        # Nearly all chose the same. The report leaves that out, so it must leave out their replies too.
        (["home"] * 7, Reason.PROTECTS),
        (["home"] * 7 + ["phone"], Reason.PROTECTS),
        # Too few were asked.
        (["home"] * 2 + ["office"] + ["phone"] * 5, Reason.FEW),
    ],
)
def test_a_groups_report_tells_of_a_prompt_behind_a_choice_only_with_that_choice(
    chosen: list[str], withheld: Reason | None
) -> None:
    found = found_for_safe(chosen)
    if withheld is not None:
        assert found == Withheld(withheld)
    else:
        assert isinstance(found, LevelsChosen)
        assert found.counts.total == sum(each != "phone" for each in chosen), (
            "who was not asked is in no count"
        )


def listed(chosen: Sequence[str], on_paper: Sequence[str] = ()) -> ShuffledReplies | Withheld:
    contributions = [
        Contribution.of(gave(where, f"Way {n}."), is_typed_in=n >= len(chosen))
        for n, where in enumerate([*chosen, *on_paper])
    ]
    return shuffled_replies(VISITS, "way", contributions, LIST_RULES)


def test_a_list_without_names_holds_those_who_are_asked_and_only_where_the_choice_is_told() -> None:
    found = listed(["home"] * 6 + ["office"] * 3 + ["phone"] * 3)
    assert isinstance(found, ShuffledReplies)
    assert (len(found.texts), found.left) == (6, ()), "nobody who was not asked left it without a reply"
    assert listed(["home"] * 7) == Withheld(Reason.PROTECTS)


def test_what_sheets_chose_opens_no_list_as_it_is_in_no_figure_of_the_report() -> None:
    assert listed(["home"] * 6, on_paper=["phone"] * 4) == Withheld(Reason.PROTECTS)
    mixed = ["home"] * 6 + ["office"] * 3 + ["phone"] * 3
    assert isinstance(listed(mixed, on_paper=["phone"] * 4), ShuffledReplies)


@pytest.mark.parametrize(("last", "shown"), [("phone", False), ("office", True)])
def test_a_choice_that_is_not_asked_any_more_opens_no_list(last: str, shown: bool) -> None:
    """Eight said why it is not safe. Four others chose that it is, and then some chose a visit by phone."""
    why = Reply("visits", "why", 1, Given.ANSWERED, text="No lights.", written_at=AT)
    eight = [{**gave("home" if n % 2 else "office", level=1), why.key: why} for n in range(8)]
    people = [*eight, *[gave(last)] * 4]
    found = found_for_safe_of(people)
    assert isinstance(found, LevelsChosen)
    assert isinstance(found.spread, Spread) == shown
    of_why = shuffled_replies(VISITS, "why", [Contribution.of(each) for each in people], LIST_RULES)
    assert isinstance(of_why, ShuffledReplies) if shown else of_why == Withheld(Reason.PROTECTS)


def test_a_reminder_counts_what_is_asked_behind_what_was_chosen() -> None:
    given = frozenset({("visits", "where", 1)})
    for where, left in (("home", 2), ("office", 1), ("phone", 0)):
        asked = GUIDE.as_asked("front", {"visits": {"where": (where,)}})
        assert left_of(asked, given, frozenset()).prompts == left
