"""The four boxes of a first page: strong, to improve, disputed and unknown, each with a few coded entries.

The rule is docs/decisions/0034. Strengths and areas for improvement are never mixed, nothing is grouped by
what it means, and no entry names a team or a person.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from content.phrases import Phrases
from content.prompt_kinds import Best
from conversations.cards.view import cut
from conversations.kinds.kind_table import rating_of_prompt
from reports.agreement import to_discuss
from reports.group import group_wording
from reports.group.agreement_wording import shape_sentence
from reports.group.first_page.page_titles import finding_of_theme
from reports.group.group_report import Findings, GroupReport, GroupTheme, Ratings
from reports.group.kind_findings import LevelsChosen, Spread
from reports.group.threshold import Tally, Withheld
from reports.statements import Statement
from reports.theme_finding import ThemeFinding, finding_of_counts

MOST_OF_A_ROUND: Final = 3
MOST_OF_A_THEME: Final = 4

_LONGEST: Final = 110
"""How many characters of a text stand in a box; all of them are behind the page."""

_LONGEST_TITLE: Final = 60
_LEAST_UNKNOWN: Final = 2
_COULD_NOT_RATE: Final = 3
_NO_EVIDENCE: Final = 6
_NONE = "none"

_Written = tuple[Statement, ...] | Withheld | None


@dataclass(frozen=True, slots=True)
class BoxEntry:
    """A line of a box. ``people`` is how many, 0 where that is not said; ``detail`` what else is.

    ``leads_to`` is what the code leads to: a statement by its code, or a theme, as ``theme-2``.
    ``is_written`` is whether people wrote the text themselves, and ``is_guides`` whether the guide did.
    """

    code: str
    text: str
    people: int
    detail: str = ""
    leads_to: str = ""
    is_written: bool = False
    is_guides: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its entries, and what is said below them or in their place. ``kind`` chooses its mark."""

    kind: str
    title: str
    entries: tuple[BoxEntry, ...]
    note: str = ""


def boxes_of_round(report: GroupReport, phrases: Phrases) -> tuple[Box, ...]:
    """The boxes of the round's page."""
    return _boxes(report, report.themes, MOST_OF_A_ROUND, phrases)


def boxes_of_theme(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> tuple[Box, ...]:
    """The boxes of a theme's page."""
    return _boxes(report, (theme,), MOST_OF_A_THEME, phrases)


def codes_in(box: Box) -> tuple[str, ...]:
    """The codes of the entries of a box."""
    return tuple(each.code for each in box.entries)


def anchor_of(theme: GroupTheme) -> str:
    """By what everything else about a theme is reached."""
    return f"theme-{theme.number}"


def page_of(theme: GroupTheme) -> str:
    """By what the page of a theme is reached."""
    return f"page-{theme.number}"


def _titled(theme: GroupTheme) -> str:
    return in_a_line(theme.title, _LONGEST_TITLE)


def in_a_line(text: str, longest: int = _LONGEST) -> str:
    """As much of a text as stands on a first page, in one line."""
    return cut(" ".join(text.split()), longest)


def _boxes(report: GroupReport, themes: Sequence[GroupTheme], most: int, phrases: Phrases) -> tuple[Box, ...]:
    least = report.facts.least_group
    return (
        _of_statements(
            report,
            "strong",
            phrases.say("Strong"),
            [(each, _strengths(each)) for each in themes],
            lambda found: group_wording.strengths_withheld(found, least, phrases),
            most,
            phrases,
        ),
        _of_statements(
            report,
            "improve",
            phrases.say("To improve"),
            [(each, _improvements(each)) for each in themes],
            lambda found: group_wording.improvements_withheld(found, least, phrases),
            most,
            phrases,
        ),
        _disputed(report, themes, most, phrases),
        _unknown(report, themes, most, phrases),
    )


def _strengths(theme: GroupTheme) -> _Written:
    return theme.findings.strengths if isinstance(theme.findings, Findings) else None


def _improvements(theme: GroupTheme) -> _Written:
    return theme.findings.improvements if isinstance(theme.findings, Findings) else None


def _of_statements(
    report: GroupReport,
    kind: str,
    title: str,
    written: Sequence[tuple[GroupTheme, _Written]],
    why_none: Callable[[Findings], str],
    most: int,
    phrases: Phrases,
) -> Box:
    told = [(theme, each) for theme, texts in written if isinstance(texts, tuple) for each in texts]
    if not told:
        withheld = [
            theme.findings
            for theme, texts in written
            if isinstance(theme.findings, Findings) and isinstance(texts, Withheld)
        ]
        return Box(kind, title, (), why_none(withheld[0]) if withheld else phrases.say("None is shown."))
    entries = tuple(
        BoxEntry(
            each.code,
            in_a_line(each.text),
            report.facts.people_told(each.people),
            leads_to=each.code,
            is_written=True,
        )
        for each in chosen_of(report, told, most)
    )
    if len(told) == len(entries):
        return Box(kind, title, entries)
    note = phrases.say(
        "{n} in all. Where as many people wrote several, chance decides which are here.", n=len(told)
    )
    return Box(kind, title, entries, note)


def chosen_of(
    report: GroupReport, told: Sequence[tuple[GroupTheme, Statement]], most: int
) -> list[Statement]:
    """The statements of most people. Between as many, those of a theme that has none yet, then by chance.

    How many are too few to be named counts as none, so that no box can tell it.
    """
    left, chosen = list(told), list[Statement]()
    taken: Counter[int] = Counter()
    while left and len(chosen) < most:
        # The first of those that are as good: themes are in the guide's order, statements in that of chance.
        best = min(left, key=lambda each: (-report.facts.people_told(each[1].people), taken[each[0].number]))
        left.remove(best)
        taken[best[0].number] += 1
        chosen.append(best[1])
    return chosen


def _disputed(report: GroupReport, themes: Sequence[GroupTheme], most: int, phrases: Phrases) -> Box:
    found = [
        (to_discuss(spread.counts, least_named=report.facts.least_named), entry)
        for theme in themes
        for spread, entry in _disputed_in(report, theme, phrases, is_alone=len(themes) == 1)
    ]
    found.sort(key=lambda each: each[0], reverse=True)
    entries = tuple(entry for _, entry in found[:most])
    if entries:
        return Box("disputed", phrases.say("Disputed"), entries)
    nothing = phrases.say("No ratings that are told are in two camps, or spread over both halves.")
    return Box("disputed", phrases.say("Disputed"), (), nothing)


def _disputed_in(
    report: GroupReport, theme: GroupTheme, phrases: Phrases, *, is_alone: bool
) -> list[tuple[Spread, BoxEntry]]:
    """What is disputed in a theme: its ratings, and its prompts on a scale."""
    found: list[tuple[Spread, BoxEntry]] = []
    leads_to = anchor_of(theme)
    if theme.spread and finding_of_theme(report, theme) is ThemeFinding.DISPUTED:
        told = shape_sentence(theme.spread, report.facts, phrases)
        text = told if is_alone else phrases.say("{theme}: {ratings}", theme=_titled(theme), ratings=told)
        people = report.facts.people_told(sum(theme.spread.counts))
        found.append((theme.spread, BoxEntry(f"T{theme.number}.R", text, people, leads_to=leads_to)))
    for each in theme.findings.prompts if isinstance(theme.findings, Findings) else ():
        match each.found:
            case LevelsChosen(spread=Spread() as spread):
                finding = finding_of_counts(spread.counts, Best.NEITHER, least_named=report.facts.least_named)
            case _:
                continue
        if finding is ThemeFinding.DISPUTED:
            ask = rating_of_prompt(phrases, each.ask) if each.is_rating else each.ask
            told = shape_sentence(spread, report.facts, phrases)
            people = report.facts.people_told(sum(spread.counts))
            entry = BoxEntry(each.code, in_a_line(ask), people, told, leads_to, is_guides=not each.is_rating)
            found.append((spread, entry))
    return found


def _unknown(report: GroupReport, themes: Sequence[GroupTheme], most: int, phrases: Phrases) -> Box:
    found = [each for theme in themes for each in _unknown_in(report, theme, phrases)]
    found.sort(key=lambda each: each[0].count / each[0].of, reverse=True)
    entries = tuple(entry for _, entry in found[:most])
    if entries:
        return Box("unknown", phrases.say("Unknown"), entries)
    return Box("unknown", phrases.say("Unknown"), (), phrases.say("No prompt that many did not know."))


def _unknown_in(report: GroupReport, theme: GroupTheme, phrases: Phrases) -> list[tuple[Tally, BoxEntry]]:
    """What many did not know in a theme: prompts, how to rate it, and what its ratings rest on."""
    if isinstance(theme.findings, Withheld):
        return []
    found: list[tuple[Tally, BoxEntry]] = []
    leads_to = anchor_of(theme)
    for each in theme.findings.unknown:
        detail = phrases.say("Don't know: {tally}", tally=group_wording.tally_name(each.tally, phrases))
        entry = BoxEntry(each.code, in_a_line(each.ask), each.tally.count, detail, leads_to, is_guides=True)
        found.append((each.tally, entry))
    ratings, least = theme.findings.ratings, max(_LEAST_UNKNOWN, report.facts.least_named)
    if isinstance(ratings, Ratings):
        dont_know, of = ratings.counts.dont_know, ratings.counts.dont_know + ratings.counts.answered
        if dont_know >= least and _COULD_NOT_RATE * dont_know >= of:
            tally = Tally(dont_know, of, at_least=False)
            text = phrases.say("How to rate “{theme}”", theme=_titled(theme))
            detail = phrases.say("Don't know: {tally}", tally=group_wording.tally_name(tally, phrases))
            found.append((tally, BoxEntry(f"T{theme.number}.R", text, dont_know, detail, leads_to)))
    evidence = theme.findings.evidence
    for named in evidence if isinstance(evidence, tuple) else ():
        tally = named.tally
        if named.kind == _NONE and tally.count >= least and _NO_EVIDENCE * tally.count >= tally.of:
            text = phrases.say("“{theme}” is rated with no evidence yet", theme=_titled(theme))
            detail = group_wording.tally_name(tally, phrases)
            found.append((tally, BoxEntry(f"T{theme.number}.E", text, tally.count, detail, leads_to)))
    return found
