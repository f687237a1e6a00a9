import pickle
import re
from dataclasses import replace

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from content.phrases import phrases_in
from conversations.groups.round_view import WhoSees
from conversations.state import (
    EVIDENCE_KINDS,
    Given,
)
from reports.group.group_notes import about_group_report
from reports.group.group_report import (
    Findings,
    GroupReport,
    Participant,
    Ratings,
    TypedInSheets,
)
from reports.group.group_wording import participation, took_part, unrated_lines
from reports.group.kind_findings import Band, Spread
from reports.group.participation import InvitedOnly, Participation
from reports.group.published import figures_from_json, figures_to_json
from reports.group.threshold import Reason, Tally, Withheld
from reports.statements import Statement
from reports.theme.theme_report import Counts
from tests.reports.attacker import known_groups_of_raters
from tests.reports.group_samples import (
    FACTS,
    IMPROVEMENTS,
    LIVELY,
    STRENGTHS,
    SURE,
    gave,
    group_report,
    people,
    reply,
    texts_of,
)
from tests.reports.samples import ENGLISH, LEVELS, guide, unrated

FEW = Withheld(Reason.FEW)
ANONYMOUS = replace(FACTS, who_sees=WhoSees.ANONYMOUS)


def findings(report: GroupReport) -> Findings:
    found = report.themes[1].findings
    assert isinstance(found, Findings)
    return found


def found_in(*given) -> Findings:
    return findings(group_report(people(*given)))


def rated(*levels: int | Given | None) -> Ratings:
    """The ratings of people who all took part, whatever they gave instead of a level."""
    took_part = {"p1": Given.ANSWERED}
    found = found_in(*(gave("planning", level, prompts=took_part) for level in levels))
    assert isinstance(found.ratings, Ratings)
    return found.ratings


def median(*levels: int) -> tuple[int, int]:
    spread = rated(*levels).spread
    assert isinstance(spread, Spread)
    return spread.median.low.number, spread.median.high.number


# What the report is about


def test_a_report_says_which_round_of_which_guide_it_is_about():
    report = group_report()
    assert (report.guide_title, report.guide_version) == ("Looking at performance", "1.2")
    assert report.facts == FACTS
    assert [theme.title for theme in report.themes] == ["Leading a culture", "Planning for outcomes"]


def test_everybody_who_was_invited_is_counted():
    assert group_report().participation == Participation(26, 22, 16, 11, 0, 13)


def test_nobody_is_told_how_many_have_left():
    everybody, one_left = Participation(9, 9, 9, 9, 0), Participation(9, 9, 9, 9, 1)
    assert group_report(turnout={"a": everybody, "b": one_left}) == group_report(
        turnout={"a": one_left, "b": everybody}
    )


def test_with_fewer_joined_than_the_threshold_only_those_invited_are_told():
    few = group_report(turnout={"": Participation(8, 3, 1, 1, 1)})
    fewer = group_report(turnout={"": Participation(8, 2, 0, 0, 0)})
    assert few == fewer
    assert (few.participation, few.teams) == (InvitedOnly(8), ())
    said = participation(few, phrases_in("en"))
    assert said == "8 invited. Fewer than 5 people joined, so how far they are is not shown."
    assert figures_from_json(figures_to_json(few)).participation == InvitedOnly(8)


def test_a_team_of_which_few_joined_is_not_told_and_cannot_be_worked_out():
    large = Participation(9, 9, 9, 9, 0)
    report = group_report(turnout={"a": Participation(9, 1, 1, 1, 0), "b": large, "c": large})
    assert [isinstance(each.shown, Withheld) for each in report.teams] == [True, True, False]


def test_with_fewer_invited_than_the_threshold_no_figure_is_told():
    report = group_report(turnout={"a": Participation(2, 2, 2, 2, 0), "b": Participation(2, 1, 1, 1, 0)})
    assert (report.participation, report.teams) == (FEW, ())


def test_a_threshold_that_protects_nobody_is_refused():
    with pytest.raises(ValueError, match="3 or more"):
        group_report(facts=replace(FACTS, threshold=2))


@pytest.mark.parametrize("who_sees", WhoSees)
def test_whoever_sees_what_the_threshold_holds_in_what_goes_to_everybody(who_sees: WhoSees):
    assert group_report(facts=replace(FACTS, who_sees=who_sees)).themes[0].findings == FEW


# Ratings


def test_ratings_are_counted_at_each_level_and_the_ways_of_leaving_it_kept_apart():
    ratings = findings(group_report()).ratings
    assert isinstance(ratings, Ratings)
    assert isinstance(ratings.spread, Spread)
    assert [(each.level.number, each.count) for each in ratings.spread.levels] == [
        (6, 0),
        (5, 1),
        (4, 2),
        (3, 2),
        (2, 1),
        (1, 0),
    ]
    assert ratings.counts == Counts(answered=6, dont_know=1, not_applicable=0, skipped=1, not_replied=1)


def test_in_an_anonymous_round_who_stopped_before_the_rating_looks_like_who_skipped_it():
    rated = [gave("planning", level) for level in (6, 5, 5, 4, 3, 2, 1)]
    others = (gave("planning", Given.DONT_KNOW), *rated)
    stopped = gave("planning", None, prompts={"p1": Given.ANSWERED})
    reports = [
        group_report(people(*others, left), facts=ANONYMOUS)
        for left in (stopped, gave("planning", Given.SKIPPED))
    ]
    assert reports[0] == reports[1]
    assert unrated_lines(findings(reports[0]).ratings, ANONYMOUS, ENGLISH) == (
        "Without a rating: 1 don't know, 0 not applicable, 1 skipped it or did not get to it.",
    )


def test_the_median_of_an_odd_number_is_the_rating_in_the_middle():
    assert median(6, 5, 4, 2, 1) == (4, 4)


def test_the_median_of_an_even_number_may_lie_between_two_levels():
    assert median(6, 5, 4, 3, 2, 1) == (3, 4)
    assert median(6, 6, 5, 2, 1, 1) == (2, 5)
    assert median(6, 4, 4, 4, 2, 1) == (4, 4)


@pytest.mark.parametrize(("level", "ends"), [(6, (4, 6)), (5, (4, 6)), (4, (4, 6)), (3, (1, 3)), (1, (1, 3))])
def test_where_all_gave_one_rating_only_the_half_of_the_scale_is_told(level: int, ends: tuple[int, int]):
    spread = rated(*[level] * 7).spread
    assert isinstance(spread, Band)
    assert (spread.low.number, spread.high.number) == ends


@pytest.mark.parametrize(
    ("levels", "outside"), [((4, 4, 4, 4, 1), 1), ((4, 4, 4, 4, 6), 0), ((1, 1, 1, 1, 1, 1, 1, 5), 1)]
)
def test_where_all_but_one_gave_one_rating_it_is_told_how_many_lie_outside_its_half(
    levels: tuple[int, ...], outside: int
):
    spread = rated(*levels).spread
    assert isinstance(spread, Band)
    assert spread.outside == outside


def test_two_who_rate_otherwise_are_enough_for_levels_unless_the_round_is_anonymous():
    given = [gave("planning", level) for level in (4, 4, 4, 4, 4, 1, 2)]
    assert isinstance(found_in(*given).ratings.spread, Spread)
    found = findings(group_report(people(*given), facts=ANONYMOUS))
    assert isinstance(found.ratings, Ratings)
    assert found.ratings.spread == Band(low=LEVELS[2], high=LEVELS[0], outside=2)


def test_ratings_of_fewer_than_the_threshold_are_withheld_with_how_the_others_left_it():
    given = [gave("planning", level) for level in (5, 4, 4, 3, Given.SKIPPED, Given.DONT_KNOW)]
    assert found_in(*given).ratings == FEW


def test_a_level_that_the_scale_does_not_have_counts_as_no_rating():
    assert rated(5, 4, 4, 3, 2, 9).counts.not_replied == 1


# Groups that are too small


def test_of_a_theme_that_fewer_took_part_in_nothing_is_told():
    report = group_report(LIVELY)
    assert report.themes[0].findings == FEW
    assert "CANARY" not in repr(report)


def test_replies_that_were_taken_back_make_nobody_take_part():
    back = reply("planning", "p1", Given.WITHDRAWN)
    given = [gave("planning", level) for level in (5, 4, 3, 2)]
    assert group_report(people(*given, {back.key: back})).themes[1].findings == FEW


def test_who_finished_is_counted_among_those_who_took_part():
    found = findings(group_report())
    assert (found.took_part, found.finished) == (9, 8)


@pytest.mark.parametrize("place", ["strengths", "improvements", "next_steps"])
def test_what_fewer_wrote_than_the_threshold_is_withheld_however_much_it_is(place: str):
    texts = [f"Number {n}." for n in range(9)]
    several = gave("planning", 4, strengths=texts, improvements=texts, next_steps=texts)
    given = [several] * 4 + [gave("planning", 3)] * 4
    assert getattr(found_in(*given), place) == FEW
    assert len(getattr(found_in(*[several] * 5), place)) == 9


def test_evidence_of_fewer_than_the_threshold_is_withheld():
    given = [gave("planning", 4, kinds=("figures",))] * 4 + [gave("planning", 3)] * 4
    assert found_in(*given).evidence == FEW


# Sheets that were typed in


def typed_in(*given) -> tuple[Participant, ...]:
    return tuple(replace(each, key=f"sheet {each.key}", is_typed_in=True) for each in people(*given))


NAMED = replace(FACTS, who_sees=WhoSees.NAMED)
CONFIDENTIAL = replace(FACTS, who_sees=WhoSees.CONFIDENTIAL)


def test_in_a_named_round_sheets_count_like_all_others_and_it_is_told_how_many_there_are():
    given = [gave("planning", level) for level in (5, 4, 2)]
    sheets = typed_in(gave("planning", 1), gave("planning", 3))
    report = group_report((*people(*given), *sheets), facts=NAMED)
    found = findings(report)
    assert (report.typed_in, found.took_part) == (2, 5)
    assert found.typed_in == TypedInSheets(2, None)
    assert isinstance(found.ratings, Ratings)
    assert found.ratings.counts.answered == 5


def test_in_a_confidential_round_sheets_around_one_person_show_nothing_of_that_person():
    given = people(gave("planning", 2, strengths=["Mine alone"]))
    sheets = typed_in(*[gave("planning", 5, strengths=["From a sheet"])] * 8)
    report = group_report((*given, *sheets), facts=CONFIDENTIAL)
    assert (report.typed_in, report.themes[1].findings) == (8, FEW)
    assert "Mine alone" not in repr(report)
    told = "whoever typed them in knows what is on them."
    assert any(told in each for each in about_group_report(report, ENGLISH))


def test_in_a_confidential_round_no_figure_changes_with_the_sheets():
    given = people(*[gave("planning", level, kinds=("figures",)) for level in (6, 5, 4, 3, 2, 1, 1)])
    sheets = typed_in(*[gave("planning", 6, kinds=("staff",), prompts={"p1": Given.DONT_KNOW})] * 4)
    without = findings(group_report(given, facts=CONFIDENTIAL))
    assert findings(group_report((*given, *sheets), facts=CONFIDENTIAL)) == replace(
        without, typed_in=TypedInSheets(4, FEW)
    )


def test_in_an_anonymous_round_sheets_never_fill_the_group():
    given = people(*[gave("planning", level) for level in (6, 5, 4, 3, 2, 1)])
    sheets = typed_in(*[gave("planning", level) for level in (6, 5, 4, 3, 2, 1)])
    report = group_report((*given, *sheets), facts=ANONYMOUS)
    assert (report.typed_in, report.themes[1].findings) == (6, FEW)


def test_in_an_anonymous_round_no_figure_changes_with_the_sheets():
    given = people(*[gave("planning", level, kinds=("figures",)) for level in (6, 5, 4, 3, 2, 1, 1)])
    sheets = typed_in(*[gave("planning", 6, kinds=("staff",), prompts={"p1": Given.DONT_KNOW})] * 6)
    without = findings(group_report(given, facts=ANONYMOUS))
    assert findings(group_report((*given, *sheets), facts=ANONYMOUS)) == replace(
        without, typed_in=TypedInSheets(6, FEW)
    )


def test_in_an_anonymous_round_the_ratings_of_enough_sheets_are_told_apart():
    levels = (6, 5, 4, 3, 2, 1, 1)
    given = people(*[gave("planning", level) for level in levels])
    sheets = typed_in(*[gave("planning", level) for level in levels])
    found = findings(group_report((*given, *sheets), facts=ANONYMOUS))
    assert found.typed_in == TypedInSheets(7, found.ratings)


@pytest.mark.parametrize("who_sees", list(WhoSees))
def test_sheets_of_a_theme_without_a_rating_are_said_to_be_among_the_others_only_where_they_are(
    who_sees: WhoSees,
) -> None:
    gave_words = gave("planning", None, prompts={"p1": Given.ANSWERED})
    report = group_report(
        (*people(*[gave_words] * 8), *typed_in(*[gave_words] * 6)),
        facts=replace(FACTS, who_sees=who_sees),
        of=unrated(guide()),
    )
    found, notes = findings(report), " ".join(about_group_report(report, ENGLISH))
    said = took_part(found, report.facts, ENGLISH)
    is_apart = who_sees is not WhoSees.NAMED
    assert found.took_part == (8 if is_apart else 14)
    assert ("6 sheets were typed in. Sheets are in no figure here." in said) == is_apart
    assert ("6 of them wrote on sheets" in said) != is_apart
    assert "counted apart in each theme" not in notes
    assert ("are in no figure of a theme" in notes) == (who_sees is WhoSees.CONFIDENTIAL)


def test_what_was_written_on_sheets_stands_among_the_rest_once_enough_others_wrote():
    given = people(*[gave("planning", 4, strengths=[f"S{n}"]) for n in range(7)])
    sheet = typed_in(gave("planning", 4, strengths=["On paper."]))
    assert "On paper." in texts_of(findings(group_report((*given, *sheet), facts=ANONYMOUS)).strengths)
    fewer = (*given[:6], replace(given[6], replies=gave("planning", 4)), *sheet)
    assert findings(group_report(fewer, facts=ANONYMOUS)).strengths == FEW


# Evidence, prompts, lists


def test_kinds_of_evidence_are_counted_among_those_who_named_any():
    evidence = findings(group_report()).evidence
    assert not isinstance(evidence, Withheld)
    assert [each.kind for each in evidence] == list(EVIDENCE_KINDS)
    assert {each.kind: each.tally.count for each in evidence if each.tally.count} == {
        "figures": 4,
        "documents": 1,
        "people": 1,
        "staff": 1,
    }
    assert evidence[1].tally == Tally(1, 6, at_least=False)


def test_that_all_named_a_kind_looks_like_all_but_two_as_one_may_be_who_reads_it():
    def figures(others: int) -> Tally:
        given = [gave("planning", 4, kinds=("figures", "people"))] * (6 - others)
        given += [gave("planning", 3, kinds=("staff",))] * others
        evidence = found_in(*given).evidence
        assert not isinstance(evidence, Withheld)
        return evidence[0].tally

    assert figures(0) == figures(1) == figures(2) == Tally(4, 6, at_least=True)
    assert figures(3) == Tally(3, 6, at_least=False)


def test_where_all_but_one_named_one_kind_alone_no_kind_is_told():
    given = [gave("planning", 4, kinds=("figures",))] * 6
    assert found_in(*given).evidence == Withheld(Reason.PROTECTS)
    assert found_in(*given, gave("planning", 4, kinds=("staff",))).evidence == Withheld(Reason.PROTECTS)
    two = [gave("planning", 4, kinds=("staff",))] * 2
    assert not isinstance(found_in(*given, *two).evidence, Withheld)


@pytest.mark.parametrize(
    ("unsure", "of", "who_sees", "is_listed"),
    [
        (10, 42, WhoSees.CONFIDENTIAL, True),
        (8, 42, WhoSees.CONFIDENTIAL, False),
        (2, 10, WhoSees.CONFIDENTIAL, True),
        (2, 11, WhoSees.CONFIDENTIAL, False),
        (1, 5, WhoSees.NAMED, False),
        (2, 10, WhoSees.ANONYMOUS, False),
        (4, 20, WhoSees.ANONYMOUS, True),
        (4, 21, WhoSees.ANONYMOUS, False),
    ],
)
def test_a_prompt_is_unknown_where_one_in_five_and_two_did_not_know(
    unsure: int, of: int, who_sees: WhoSees, is_listed: bool
):
    known = [gave("planning", 2 + number % 4) for number in range(of - unsure)]
    not_known = [
        gave("planning", 2 + number % 4, prompts={"p2": Given.DONT_KNOW}) for number in range(unsure)
    ]
    report = group_report(people(*known, *not_known), facts=replace(FACTS, who_sees=who_sees))
    assert [each.code for each in findings(report).unknown] == (["T2.P2"] if is_listed else [])


def test_prompts_that_many_did_not_know_are_listed_with_how_many():
    (unknown,) = findings(group_report()).unknown
    assert (unknown.code, unknown.ask) == ("T2.P3", "How were targets chosen?")
    assert unknown.tally == Tally(4, 9, at_least=False)


def test_one_person_who_does_not_know_is_no_finding():
    given = [gave("planning", level) for level in (5, 4, 3, 2)]
    alone = gave("planning", 1, prompts={"p2": Given.DONT_KNOW})
    assert found_in(*given, alone).unknown == ()


def test_every_strength_and_area_for_improvement_is_listed():
    found = findings(group_report())
    assert sorted(texts_of(found.strengths)) == sorted(STRENGTHS)
    assert sorted(texts_of(found.improvements)) == sorted(IMPROVEMENTS)


def test_a_statement_keeps_its_code_and_counts_the_people_who_wrote_it():
    given = [gave("planning", 4 - n % 2, strengths=[f"Only {n}", "Plans help"]) for n in range(4)]
    given += [gave("planning", 4, strengths=["plans help.", "plans help."], improvements=["Plans help"])]
    strengths = found_in(*given).strengths
    assert isinstance(strengths, tuple)
    assert strengths[0] == Statement("T2.S1", 5, ("Plans help", "plans help."))
    assert [each.code for each in strengths] == [f"T2.S{n}" for n in range(1, 6)]
    assert found_in(*reversed(given)).strengths == strengths


def test_the_order_of_a_list_depends_on_the_key_and_not_on_the_order_of_people():
    orders = {findings(group_report(shuffle_key=bytes([n]))).strengths for n in range(20)}
    assert len(orders) > 10
    assert findings(group_report(tuple(reversed(LIVELY)))) == findings(group_report())


def test_people_do_not_stand_in_the_same_order_in_two_lists():
    names = [f"from {n}" for n in range(12)]
    given = [
        {**gave("planning", 4, strengths=[name], improvements=[name]), **gave("culture", 4, strengths=[name])}
        for name in names
    ]
    report = group_report(people(*given))
    culture, planning = (theme.findings for theme in report.themes)
    assert isinstance(culture, Findings)
    assert isinstance(planning, Findings)
    lists = (culture.strengths, planning.strengths, planning.improvements)
    assert len({*map(texts_of, lists), tuple(names)}) == 4


def test_nothing_in_the_report_says_who_gave_what():
    marked = tuple(replace(each, key=f"KEY-OF-{each.key}") for each in LIVELY)
    assert "KEY-OF-" not in repr(group_report(marked))


def test_a_report_crosses_into_a_child_process_unchanged():
    report = group_report()
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - our own value


# Whoever reads it


@st.composite
def _participants(draw: st.DrawFn) -> tuple[Participant, ...]:
    left = [Given.DONT_KNOW, Given.NOT_APPLICABLE, Given.SKIPPED]
    given = [
        gave(
            "planning",
            draw(st.one_of(st.none(), st.sampled_from(left), st.integers(1, 6))),
            kinds=tuple(draw(st.sets(st.sampled_from(EVIDENCE_KINDS), max_size=3))),
            strengths=[f"S{n}" for n in range(draw(st.integers(0, 2)))],
            improvements=[f"I{n}" for n in range(draw(st.integers(0, 2)))],
            next_steps=[f"N{n}" for n in range(draw(st.integers(0, 1)))],
            prompts=draw(st.dictionaries(st.sampled_from(["p1", "p2"]), st.sampled_from(list(Given)))),
        )
        for _ in range(draw(st.integers(0, 12)))
    ]
    return people(*given)


@settings(max_examples=60, deadline=None)
@for_any(_participants(), st.integers(3, 6))
def test_nothing_is_told_or_can_be_worked_out_of_fewer_people_than_the_threshold(participants, threshold):
    report = group_report(participants, facts=replace(FACTS, threshold=threshold))
    of_theme = [
        {key[1] for key, each in who.replies.items() if each.given is not Given.WITHDRAWN}
        for who in participants
    ]
    given = [prompts for prompts in of_theme if prompts]
    found = report.themes[1].findings
    if isinstance(found, Withheld):
        assert len(given) < threshold
        return
    levels = [who.replies["planning", "rating", 1].level for who in participants if "rating" in who_gave(who)]
    chosen = [level for level in levels if level]
    assert found.took_part == len(given) >= threshold
    if frozenset({"rated"}) in known_groups_of_raters(found):
        assert len(chosen) >= threshold
    for prompt_id, shown in (
        ("evidence", found.evidence),
        ("strength", found.strengths),
        ("improvement", found.improvements),
        ("next_step", found.next_steps),
    ):
        assert isinstance(shown, Withheld) or sum(prompt_id in prompts for prompts in given) >= threshold


@settings(max_examples=60, deadline=None)
@for_any(_participants(), st.integers(3, 6))
def test_nobodys_reply_is_known_because_all_gave_it(participants, threshold):
    found = group_report(participants, facts=replace(FACTS, threshold=threshold)).themes[1].findings
    if isinstance(found, Withheld):
        return
    if isinstance(found.ratings, Ratings) and isinstance(found.ratings.spread, Spread):
        assert len([each for each in found.ratings.spread.levels if each.count]) > 1
    tallies = [each.tally for each in found.unknown]
    if not isinstance(found.evidence, Withheld):
        tallies += [each.tally for each in found.evidence]
    assert all(each.count < each.of for each in tallies)


def who_gave(who: Participant) -> set[str]:
    return {prompt_id for _, prompt_id, _ in who.replies}


def test_the_attacker_counts_the_raters_where_only_their_levels_are_withheld():
    found = findings(group_report())
    assert frozenset({"rated"}) in known_groups_of_raters(found)
    assert frozenset({"rated"}) not in known_groups_of_raters(replace(found, ratings=FEW))


def test_the_levels_of_the_report_are_those_of_the_scale():
    assert group_report().levels == LEVELS


def test_in_an_anonymous_round_a_theme_says_exactly_how_many_took_part_and_the_round_in_steps():
    report = group_report(people(*(gave("planning", level) for level in [4, 3] * 4)), facts=ANONYMOUS)
    found = findings(report)
    assert found.took_part == 8
    assert isinstance(found.ratings, Ratings)
    assert sum(at.count for at in found.ratings.spread.levels) == found.took_part, (
        "the ratings say it as well"
    )
    assert report.participation.joined % report.facts.step == 0


def test_that_the_head_may_count_who_erased_everything_stands_there_whether_or_not_anybody_did():
    """Three who finished erased everything: they are in the head's figures, and in no theme's."""
    eight = people(*(gave("planning", level) for level in [4, 3] * 4))
    heads = [{"": Participation(30, n, n, n, 0, n)} for n in (8, 11)]
    made = [group_report(eight, facts=ANONYMOUS, turnout=each) for each in heads]
    told = [about_group_report(each, ENGLISH) for each in made]
    assert told[0] == told[1]
    assert any("may count people who erased everything" in each for each in told[0])
    named = about_group_report(group_report(eight), ENGLISH)
    assert not any("erased everything" in each for each in named)


def in_anonymous_words(invited: int, joined: int) -> str:
    """The head of a report of an anonymous round in which eight took part in a theme."""
    eight = people(*(gave("planning", level) for level in [4, 3] * 4))
    turnout = {"": Participation(invited, joined, joined, 0, 0, 0)}
    return participation(group_report(eight, facts=ANONYMOUS, turnout=turnout), ENGLISH)


def test_the_head_of_an_anonymous_report_says_no_less_than_its_themes():
    assert in_anonymous_words(8, 8) == (
        "8 invited. At least 8 have joined, at least 8 have begun. "
        "Too few people are invited to tell more than each theme's figures."
    )
    assert in_anonymous_words(30, 26) == (
        "30 invited. At least 25 have joined, at least 25 have begun. Fewer than 5 have finished a theme."
    )
    assert in_anonymous_words(30, 9).startswith("30 invited. At least 8 have joined, at least 8 have begun.")


@pytest.mark.parametrize("at_first", [0, 5, 10])
@pytest.mark.parametrize("finished", range(0, 16, 3))
def test_no_figure_of_the_head_is_below_that_of_a_theme(finished: int, at_first: int):
    """``at_first`` is what the round's own count has, which may be behind."""
    given = people(*(gave("planning", 4) if n < finished else {} for n in range(16)))
    begun = [replace(each, replies=each.replies or gave("planning", None, prompts=SURE)) for each in given]
    turnout = {"": Participation(40, 16, 16, 0, 0, at_first)}
    report = group_report(begun, facts=ANONYMOUS, turnout=turnout)
    told, said = participation(report, ENGLISH), findings(report)
    words = took_part(said, report.facts, ENGLISH)
    theme = int(found[1]) if (found := re.search(r"at least (\d+) of them finished", words)) else 0
    head = int(found[1]) if (found := re.search(r"At least (\d+) finished at least one", told)) else 0
    assert head >= theme
    assert ("Fewer than 5 have finished a theme." in told) is (head == 0)


def test_a_head_without_any_figure_says_why():
    nobody = group_report((), facts=ANONYMOUS, turnout={"": Participation(8, 0, 0, 0, 0, 0)})
    assert participation(nobody, ENGLISH) == "8 invited. Too few people are invited for figures: it takes 9."


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ((), ""),
        (("strengths",), "Strengths stand without names"),
        (("improvements",), "Areas for improvement stand without names"),
        (("strengths", "improvements"), "Strengths and areas for improvement stand without names"),
        (("next_steps",), "First steps stand without names"),
        (("strengths", "next_steps"), "First steps are shown in the same way."),
    ],
)
def test_the_notes_tell_of_the_points_that_the_guide_asks_for_and_of_no_others(
    ends: tuple[str, ...], told: str
) -> None:
    found = findings(group_report(people(*[gave("planning", 4, strengths=["Calm"])] * 8)))
    nothing = dict.fromkeys(("strengths", "improvements", "next_steps"))
    only = replace(found, **nothing | dict.fromkeys(ends, ("Calm",)))
    whole = group_report(people(gave("planning", 4)))
    report = replace(whole, themes=(replace(whole.themes[0], findings=only),))
    notes = " ".join(about_group_report(report, ENGLISH))
    assert told in notes
    assert ("mixed order" in notes) == bool(ends)
    warning = "What somebody wrote may still show who they are: think before you pass it on."
    assert notes.count(warning) == bool(ends)
