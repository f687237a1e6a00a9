"""The titles of the first pages: what was found, as sentences made by the rule of docs/decisions/0034.

Only interface phrases are composed here. Never a total over themes, a mean or a percentage, and in an
anonymous round nothing that points at a few people.
"""

from collections.abc import Sequence
from typing import Final

from content.phrases import Phrases
from content.prompt_kinds import Best
from reports.group import group_wording
from reports.group.agreement_wording import ratings_heading, ratings_sentence
from reports.group.group_report import Findings, GroupReport, GroupTheme, Ratings
from reports.group.kind_findings import Band, Spread
from reports.group.threshold import Withheld
from reports.layout import wording
from reports.theme_finding import ThemeFinding, finding_of_counts, finding_of_part, halves_of

_NAMED: Final = 2
"""How many themes of a kind the title of a round names."""

_LONGEST_TITLE: Final = 190
"""A title with more characters would push what is below it off its page: it names themes by their numbers."""


def finding_of_theme(report: GroupReport, theme: GroupTheme) -> ThemeFinding | None:
    """What the ratings of a theme come to, as far as they are told; None where they are not."""
    match theme.findings:
        case Findings(ratings=Ratings(spread=Spread(counts=counts))):
            return finding_of_counts(counts, theme.best, least_named=report.facts.least_named)
        case Findings(ratings=Ratings(counts=told, spread=Band(low=low, high=high, outside=outside))):
            numbers = [each.number for each in theme.levels or report.levels]
            places = [place for place, number in enumerate(numbers) if low.number <= number <= high.number]
            return finding_of_part(places, outside, told.answered, len(numbers), theme.best)
        case _:
            return None


def finding_name(finding: ThemeFinding, phrases: Phrases) -> str:
    """What the ratings of a theme come to, as a label."""
    match finding:
        case ThemeFinding.STRONG:
            return phrases.say("Strong")
        case ThemeFinding.TO_IMPROVE:
            return phrases.say("To improve")
        case ThemeFinding.DISPUTED:
            return phrases.say("Disputed")
        case ThemeFinding.BETWEEN:
            return phrases.say("Neither strong nor weak")
        case ThemeFinding.TOO_FEW:
            return phrases.say("Too few to say")
        case ThemeFinding.UNTOLD:
            return phrases.say("Not told level by level")


def round_title(report: GroupReport, phrases: Phrases) -> str:
    """What was found in a round, in at most three sentences."""
    told = [(finding_of_theme(report, each), each) for each in report.themes]
    named = {kind: [theme for found, theme in told if found is kind] for kind in ThemeFinding}
    title = _by_themes(named, phrases, by_number=False)
    if len(title) > _LONGEST_TITLE:
        title = _by_themes(named, phrases, by_number=True)
    if title:
        return title
    if named[ThemeFinding.BETWEEN] or named[ThemeFinding.UNTOLD]:
        return phrases.say("No theme is clearly strong, weak or disputed.")
    shown = [each.findings for each in report.themes if isinstance(each.findings, Findings)]
    if not shown:
        return phrases.say("Too few people took part to show what they said.")
    if any(each.ratings is not None for each in shown):
        return phrases.say("Too few people rated a theme to show what they think.")
    return _points_named(shown, phrases)


def _by_themes(named: dict[ThemeFinding, list[GroupTheme]], phrases: Phrases, *, by_number: bool) -> str:
    said = []
    if strong := named[ThemeFinding.STRONG]:
        themes = _listed(strong, phrases, by_number=by_number)
        said.append(phrases.say("Most people rate {themes} as strong.", themes=themes))
    if weak := named[ThemeFinding.TO_IMPROVE]:
        themes = _listed(weak, phrases, by_number=by_number)
        said.append(phrases.say("Most people rate {themes} low.", themes=themes))
    if disputed := named[ThemeFinding.DISPUTED]:
        themes = _listed(disputed, phrases, by_number=by_number)
        said.append(phrases.say("People disagree about {themes}.", themes=themes))
    return " ".join(said)


def _listed(themes: Sequence[GroupTheme], phrases: Phrases, *, by_number: bool) -> str:
    """A few themes by their titles or numbers, and how many more there are."""
    names = [
        phrases.say("theme {number}", number=each.called)
        if by_number
        else phrases.say("“{theme}”", theme=each.title)
        for each in themes[:_NAMED]
    ]
    more = len(themes) - len(names)
    if more:
        return phrases.count(
            "{themes} and {n} more", "{themes} and {n} more", more, themes=phrases.with_commas(names)
        )
    if len(names) == 1:
        return names[0]
    return phrases.say("{first} and {second}", first=names[0], second=names[1])


def theme_page_title(report: GroupReport, theme: GroupTheme, found: Findings, phrases: Phrases) -> str:
    """What was found of a theme of which something is told."""
    match found.ratings:
        case None:
            return _points_named([found], phrases)
        case Withheld() | Ratings(spread=None):
            return ratings_sentence(found.ratings, report.facts, phrases)
        case Ratings() as ratings:
            finding = finding_of_theme(report, theme)
            if halves := halves_in_words(report, theme, finding, phrases):
                return _with_halves(finding, halves, phrases)
            shape = phrases.say("{ratings}.", ratings=ratings_heading(ratings, report.facts, phrases))
            return " ".join(filter(None, (_found(finding, phrases), shape)))


def halves_in_words(
    report: GroupReport, theme: GroupTheme, finding: ThemeFinding | None, phrases: Phrases
) -> str:
    """How many are in a half of the scale: in the one that a finding is about, or else in both.

    Empty where the shape of the ratings tells more, and in an anonymous round, as the rest may be one person.
    """
    if theme.spread is None or report.facts.is_anonymous:
        return ""
    levels, half = [each.level for each in theme.spread.levels], len(theme.spread.levels) // 2
    halves = halves_of(theme.spread.counts, theme.best)
    if halves is None:
        return ""
    good_first = levels if theme.best is Best.FIRST else levels[::-1]
    good = phrases.count(
        "{n} of {of} says {level} or better",
        "{n} of {of} say {level} or better",
        halves.good,
        of=halves.people,
        level=wording.level_name(good_first[half - 1]),
    )
    bad = phrases.count(
        "{n} of {of} says {level} or worse",
        "{n} of {of} say {level} or worse",
        halves.bad,
        of=halves.people,
        level=wording.level_name(good_first[-half]),
    )
    match finding:
        case ThemeFinding.STRONG:
            return good
        case ThemeFinding.TO_IMPROVE:
            return bad
        case ThemeFinding.BETWEEN:
            return phrases.with_commas((good, bad))
        case _:
            return ""


def _with_halves(finding: ThemeFinding | None, halves: str, phrases: Phrases) -> str:
    """What was found, and how many are in the halves of the scale that it rests on."""
    match finding:
        case ThemeFinding.STRONG:
            return phrases.say("Most people rate this as strong: {ratings}.", ratings=halves)
        case ThemeFinding.TO_IMPROVE:
            return phrases.say("Most people rate this low: {ratings}.", ratings=halves)
        case _:
            return phrases.say("People rate this as neither strong nor weak: {ratings}.", ratings=halves)


def _found(finding: ThemeFinding | None, phrases: Phrases) -> str:
    """What was found, as a sentence; empty where what is told does not say."""
    match finding:
        case ThemeFinding.STRONG:
            return phrases.say("Most people rate this as strong.")
        case ThemeFinding.TO_IMPROVE:
            return phrases.say("Most people rate this low.")
        case ThemeFinding.DISPUTED:
            return phrases.say("People disagree about this.")
        case ThemeFinding.BETWEEN:
            return phrases.say("People rate this as neither strong nor weak.")
        case ThemeFinding.TOO_FEW:
            return phrases.say("So few people rated this that no pattern is named.")
        case _:
            return ""


def _points_named(shown: Sequence[Findings], phrases: Phrases) -> str:
    """How many strengths and areas for improvement people named, where a guide asks for no rating."""
    strengths = sum(len(each.strengths) for each in shown if isinstance(each.strengths, tuple))
    improvements = sum(len(each.improvements) for each in shown if isinstance(each.improvements, tuple))
    if strengths or improvements:
        return phrases.say(
            "People named {strengths} and {improvements}.",
            strengths=phrases.count("{n} strength", "{n} strengths", strengths),
            improvements=phrases.count("{n} area for improvement", "{n} areas for improvement", improvements),
        )
    if len(shown) == 1:
        return group_wording.people_took_part(shown[0], phrases)
    return phrases.say(
        "People replied to {themes}.", themes=phrases.count("{n} theme", "{n} themes", len(shown))
    )
