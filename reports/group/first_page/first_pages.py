"""The first pages as values with all their words: one for the round, and one for each theme that is told.

Every kind of document places the same values. Nothing is worked out again, so nothing that is withheld can
come back, and no page has more than a reader takes in within three minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from content.model import Level
from content.phrases import Phrases, long_date
from reports.group import group_wording
from reports.group.agreement_wording import median_name, ratings_heading, ratings_sentence
from reports.group.first_page.boxes import (
    Box,
    BoxEntry,
    anchor_of,
    boxes_of_round,
    boxes_of_theme,
    codes_in,
    in_a_line,
    page_of,
)
from reports.group.first_page.page_titles import (
    finding_name,
    finding_of_theme,
    halves_in_words,
    round_title,
    theme_page_title,
)
from reports.group.first_page.strips import Drawn, dots_are_people, has_ring, strip_of
from reports.group.group_report import Findings, GroupReport, GroupTheme, Ratings, RoundFacts
from reports.group.threshold import Withheld
from reports.layout import wording
from reports.statements import Statement

MOST_ROWS: Final = 6
"""How many themes are drawn on the round's page."""

_MOST_IN_TABLE: Final = 12
_QUOTED: Final = 4
_LONGEST_QUOTE: Final = 220
_LONGEST_NAME: Final = 110
_LONGEST_IN_ROW: Final = 70
_LONGEST_EXAMPLE: Final = 300


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme on the round's page: its name, what was found, a label with figures, and its strip if any.

    ``leads_to`` is what its name leads to: its page, or why it has none.
    """

    name: str
    sentence: str
    label: str
    strip: Drawn | None
    levels: tuple[Level, ...]
    leads_to: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """The page of the round. ``levels`` are those of all its strips, None where these differ or are none.

    ``rest`` are the themes that are not drawn, and ``order`` the themes by how far people differ.
    """

    title: str
    took_part: tuple[str, ...]
    asked: str
    levels: tuple[Level, ...] | None
    legend: str
    rows: tuple[ThemeRow, ...]
    rest: tuple[ThemeRow, ...]
    order: str
    boxes: tuple[Box, ...]
    whose: str


@dataclass(frozen=True, slots=True)
class ExampleOfLevel:
    """What the guide says that a level can look like."""

    heading: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class ThemePage:
    """The page of a theme. ``quotes`` are statements that stand in no box, in their writers' words.

    It is reached by ``reached_by``, and ``leads_to`` is what is behind it.
    """

    name: str
    section: str
    title: str
    lead: tuple[str, ...]
    rests_on: str
    strip: Drawn | None
    levels: tuple[Level, ...]
    legend: str
    boxes: tuple[Box, ...]
    quotes: tuple[BoxEntry, ...]
    example: ExampleOfLevel | None
    reached_by: str
    leads_to: str


def round_page(report: GroupReport, phrases: Phrases) -> RoundPage:
    """The first page of a report."""
    drawn, rest = _shared_out(report)
    boxes = boxes_of_round(report, phrases)
    rows = tuple(_row(report, each, drawn, phrases) for each in drawn)
    scales = {each.levels for each in rows if each.strip}
    return RoundPage(
        title=round_title(report, phrases),
        took_part=(
            group_wording.period(report, phrases),
            group_wording.participation(report, phrases),
            phrases.say("It is the view of those who took part, and not an inspection."),
        ),
        asked=_asked(report, boxes[1], phrases),
        levels=next(iter(scales)) if len(scales) == 1 else None,
        legend=phrases.say("One dot is one person")
        if dots_are_people(report) and any(each.strip for each in rows)
        else phrases.say("How people rated"),
        rows=rows,
        rest=tuple(_row(report, each, (), phrases) for each in rest[:_MOST_IN_TABLE]),
        order=themes_in_order(report, phrases),
        boxes=boxes,
        whose=phrases.say("Statements are written by colleagues, and not by the organisation."),
    )


def theme_pages(report: GroupReport, phrases: Phrases) -> tuple[ThemePage, ...]:
    """A page for each theme of which anything is told."""
    return tuple(
        _theme_page(report, each, each.findings, phrases)
        for each in report.themes
        if isinstance(each.findings, Findings)
    )


def _shared_out(report: GroupReport) -> tuple[Sequence[GroupTheme], Sequence[GroupTheme]]:
    """The themes that are drawn, and the others: of many, those are drawn on which people differ most."""
    if len(report.themes) <= MOST_ROWS:
        return report.themes, ()
    others = [each for each in report.themes if each not in report.for_discussion]
    drawn = (*report.for_discussion, *others)[:MOST_ROWS]
    return drawn, [each for each in report.themes if each not in drawn]


def _row(report: GroupReport, theme: GroupTheme, beside: Sequence[GroupTheme], phrases: Phrases) -> ThemeRow:
    name = in_a_line(wording.theme_name(theme.called, theme.title, phrases), _LONGEST_IN_ROW)
    strip = strip_of(report, theme, beside, phrases) if beside else None
    sentence, label = _in_words(report, theme, phrases)
    leads_to = page_of(theme) if isinstance(theme.findings, Findings) else anchor_of(theme)
    return ThemeRow(name, sentence, label, strip, theme.levels or report.levels, leads_to)


def _in_words(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> tuple[str, str]:
    """What was found of a theme, and a label with its figures, or why there are none."""
    found = theme.findings
    if isinstance(found, Withheld):
        return group_wording.theme_withheld(report.facts.least_group, phrases), ""
    if found.ratings is None:
        return group_wording.people_took_part(found, phrases), ""
    if isinstance(found.ratings, Withheld):
        return ratings_sentence(found.ratings, report.facts, phrases), ""
    halves = halves_in_words(report, theme, finding_of_theme(report, theme), phrases)
    told = (halves, ratings_heading(found.ratings, report.facts, phrases))
    sentence = " ".join(phrases.say("{ratings}.", ratings=each) for each in told if each)
    return sentence, _label(report, theme, found.ratings, phrases)


def _label(report: GroupReport, theme: GroupTheme, ratings: Ratings, phrases: Phrases) -> str:
    """What it comes to, how many rated, and the median where it is not between two camps."""
    finding = finding_of_theme(report, theme)
    parts = [finding_name(finding, phrases)] if finding else []
    parts.append(phrases.count("{n} rating", "{n} ratings", ratings.counts.answered))
    if theme.spread and has_ring(theme):
        median = median_name(theme.spread.median, phrases)
        parts.append(phrases.say("median {median}", median=median))
    return phrases.with_commas(parts)


def _asked(report: GroupReport, to_improve: Box, phrases: Phrases) -> str:
    """What the meeting is asked to decide."""
    codes = phrases.with_commas(codes_in(to_improve))
    rated = any(
        isinstance(each.findings, Findings) and each.findings.ratings is not None for each in report.themes
    )
    if rated and codes:
        return phrases.say(
            "The meeting is asked to agree on a level for each theme, and on who leads on {codes}, by when.",
            codes=codes,
        )
    if rated:
        return phrases.say("The meeting is asked to agree on a level for each theme.")
    if codes:
        return phrases.say("The meeting is asked to agree on who leads on {codes}, by when.", codes=codes)
    return phrases.say("The meeting is asked to agree on what to find out next.")


def themes_in_order(report: GroupReport, phrases: Phrases) -> str:
    """With which themes a meeting begins; empty where there are not several."""
    themes = report.for_discussion[:MOST_ROWS]
    if len(themes) < 2:
        return ""
    return phrases.say(
        "Where ratings differ most, in this order: {themes}.",
        themes=phrases.with_commas(phrases.say("theme {number}", number=each.called) for each in themes),
    )


def _theme_page(report: GroupReport, theme: GroupTheme, found: Findings, phrases: Phrases) -> ThemePage:
    boxes, title = boxes_of_theme(report, theme, phrases), theme_page_title(report, theme, found, phrases)
    return ThemePage(
        name=in_a_line(wording.theme_name(theme.called, theme.title, phrases), _LONGEST_NAME),
        section=in_a_line(theme.section, _LONGEST_NAME),
        title=title,
        lead=(*lead_of_theme(report, found, title, phrases), *before_of_theme(theme, phrases)),
        rests_on=_rests_on(report, found, phrases),
        strip=strip_of(report, theme, (theme,), phrases),
        levels=theme.levels or report.levels,
        legend=phrases.say("One dot is one person")
        if theme.spread and dots_are_people(report)
        else phrases.say("How people rated"),
        boxes=boxes,
        quotes=_quotes(found, {code for box in boxes for code in codes_in(box)}, phrases),
        example=_example(theme, phrases),
        reached_by=page_of(theme),
        leads_to=anchor_of(theme),
    )


def lead_of_theme(report: GroupReport, found: Findings, title: str, phrases: Phrases) -> tuple[str, ...]:
    """Who took part in a theme and how they rated it, without what its title says."""
    said = [group_wording.took_part(found, report.facts, phrases)]
    if found.ratings is not None:
        shape = ratings_heading(found.ratings, report.facts, phrases)
        rated = ratings_sentence(found.ratings, report.facts, phrases)
        said += [] if shape in title else [phrases.say("{ratings}.", ratings=shape)]
        said += [] if rated == title else [rated]
        said += group_wording.unrated_lines(found.ratings, report.facts, phrases)
    return tuple(said)


def before_of_theme(theme: GroupTheme, phrases: Phrases) -> tuple[str, ...]:
    """How an earlier round rated a theme, without a word on the difference; nothing where none did."""
    before = theme.before
    if before is None:
        return ()
    return (
        phrases.say(
            "In “{title}”, which closed on {day}: {ratings}",
            title=before.facts.title,
            day=long_date(before.facts.closed_on, phrases.language),
            ratings=_in_one(before.ratings, before.facts, phrases),
        ),
    )


def _in_one(ratings: Ratings, facts: RoundFacts, phrases: Phrases) -> str:
    """The shape of ratings, and how many chose each level where the shape has not told it."""
    shape = phrases.say("{ratings}.", ratings=ratings_heading(ratings, facts, phrases))
    return f"{shape} {ratings_sentence(ratings, facts, phrases)}"


def _rests_on(report: GroupReport, found: Findings, phrases: Phrases) -> str:
    """What the ratings rest on, or why that is not told; empty where the theme does not ask."""
    match found.evidence:
        case None:
            return ""
        case Withheld() as withheld:
            return group_wording.evidence_withheld(withheld, report.facts.least_group, phrases)
        case told:
            kinds = phrases.with_semicolons(group_wording.evidence_line(each, phrases) for each in told)
            return phrases.say("How do we know? {kinds}.", kinds=kinds)


def _quotes(found: Findings, in_boxes: set[str], phrases: Phrases) -> tuple[BoxEntry, ...]:
    """A few statements that are in no box: in turn an area for improvement, a strength and a first step."""
    kinds = (
        (phrases.say("Area for improvement"), found.improvements),
        (phrases.say("Strength"), found.strengths),
        (phrases.say("First step"), found.next_steps),
    )
    lists = [
        [(kind, each) for each in written if each.code not in in_boxes]
        for kind, written in kinds
        if isinstance(written, tuple)
    ]
    in_turn: list[tuple[str, Statement]] = []
    for place in range(_QUOTED):
        in_turn += [each[place] for each in lists if len(each) > place]
    return tuple(
        BoxEntry(
            each.code, in_a_line(each.text, _LONGEST_QUOTE), 0, kind, leads_to=each.code, is_written=True
        )
        for kind, each in in_turn[:_QUOTED]
    )


def _example(theme: GroupTheme, phrases: Phrases) -> ExampleOfLevel | None:
    if theme.example is None or not theme.example.texts:
        return None
    return ExampleOfLevel(
        wording.illustrated_heading(theme.example.level, phrases),
        in_a_line(theme.example.texts[0], _LONGEST_EXAMPLE),
        wording.not_a_checklist(phrases),
    )
