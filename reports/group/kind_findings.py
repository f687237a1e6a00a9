"""What a group's report may show about a prompt that takes no words: one table, one function for each kind.

The rules are those for ratings and kinds of evidence (docs/decisions/0017): from the least group on, and
never so that somebody who knows their own reply could tell what others gave. A number or a day is told by the
middle one alone: the lowest and the highest are one person's, and a mean or a sum is never made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import mode
from typing import Any, Final

from content.model import Prompt, PromptSet, Theme
from content.prompt_kinds import (
    InNumbers,
    Level,
    OnDay,
    OneChoice,
    OnScale,
    Scale,
    SeveralChoices,
)
from conversations.state import Given, Reply
from reports.group.threshold import (
    Reason,
    Tally,
    Withheld,
    kinds_may_be_told,
    levels_may_be_told,
    tally,
)
from reports.theme.theme_report import Counts, counts_of


@dataclass(frozen=True, slots=True)
class AtLevel:
    """How many people chose one level."""

    level: Level
    count: int


@dataclass(frozen=True, slots=True)
class Median:
    """The middle level. With an even number of people there are two in the middle, which may differ."""

    low: Level
    high: Level


@dataclass(frozen=True, slots=True)
class Band:
    """The half of the scale that nearly all levels lie in, shown instead of levels where somebody could
    otherwise tell what others chose. ``outside`` is how many lie in the other half.
    """

    low: Level
    high: Level
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """How many people chose each level, in the order of the scale, and the median."""

    levels: tuple[AtLevel, ...]
    median: Median

    @property
    def counts(self) -> tuple[int, ...]:
        """How many people chose each level, in the order of the scale, without the levels."""
        return tuple(each.count for each in self.levels)


@dataclass(frozen=True, slots=True)
class LevelsChosen:
    """How a prompt that takes a level was replied to. ``spread`` is None where no part may be told."""

    counts: Counts
    spread: Spread | Band | None


@dataclass(frozen=True, slots=True)
class OptionChosen:
    """How many people chose one option."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    """How many people chose each option of which one is chosen."""

    counts: Counts
    options: tuple[OptionChosen, ...]


@dataclass(frozen=True, slots=True)
class OptionTicked:
    """How many people ticked one option."""

    text: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class ChoicesTicked:
    """How many people ticked each option of which any number is chosen."""

    counts: Counts
    ticked: tuple[OptionTicked, ...]


@dataclass(frozen=True, slots=True)
class MiddleGiven:
    """The middle of the numbers or days that were given, as kept; with an even number the two in the middle.

    ``unit`` is what a number counts; ``is_day`` is whether they are days.
    """

    counts: Counts
    low: str
    high: str
    unit: str = ""
    is_day: bool = False


KindFinding = LevelsChosen | ChoiceMade | ChoicesTicked | MiddleGiven


@dataclass(frozen=True, slots=True)
class PromptFindings:
    """What is shown of one prompt that takes no words. ``is_rating``: it asks a level for another prompt.

    ``asked_of`` are the sets that are asked it, none where all are. It waits for one of the ``values`` at the
    prompt of the code ``behind``; both are empty where it waits for none.
    """

    code: str
    ask: str
    is_rating: bool
    found: KindFinding | Withheld
    asked_of: tuple[PromptSet, ...] = ()
    behind: str = ""
    values: tuple[str, ...] = ()


def spread_over(scale: Scale, chosen: Sequence[int], insiders: int) -> Spread | Band | None:
    """How levels are spread over a scale; where nearly all are the same, only in which half they are.

    None where a half could be a single level. ``chosen`` is not empty.
    """
    ordered = sorted(chosen, reverse=True)
    if levels_may_be_told(ordered, insiders):
        middle = Median(
            low=scale.level(ordered[len(ordered) // 2]), high=scale.level(ordered[(len(ordered) - 1) // 2])
        )
        return Spread(tuple(AtLevel(each, ordered.count(each.number)) for each in scale.levels), middle)
    half = len(scale.levels) // 2
    if half < _LEAST_HALF:
        return None
    most = scale.level(mode(ordered))
    side = next(side for side in (scale.levels[:half], scale.levels[half:]) if most in side)
    low, high = sorted((side[0], side[-1]), key=lambda each: each.number)
    return Band(low, high, outside=sum(scale.level(each) not in side for each in ordered))


_LEAST_HALF = 2
"""A half of one level would tell the level."""


def finding_of(
    prompt: Prompt, replies: Sequence[Reply | None], *, least: int, insiders: int, is_anonymous: bool
) -> KindFinding | Withheld | None:
    """What may be shown about a prompt; None for one that takes words. ``replies`` are those of all who took
    part in the theme, None for somebody who gave nothing to it. How many of them were asked is not told where
    that is one set only: the difference would be how many of the others took part. Nor is it behind a choice.
    """
    find = FINDINGS_OF_KIND.get(type(prompt.kind))
    if find is None:
        return None
    answered = [each for each in replies if each is not None and each.given is Given.ANSWERED]
    if len(answered) < least:
        return Withheld(Reason.FEW)
    is_for_all = not prompt.sets and prompt.only_if is None
    given = [each.given if each else None for each in replies if each or is_for_all]
    counts = counts_told(given, is_anonymous=is_anonymous)
    return find(prompt.kind, answered, counts, insiders)


def who_is_asked_may_be_told(
    theme: Theme,
    prompt: Prompt,
    given: Sequence[Mapping[str, Reply]],
    *,
    least: int,
    insiders: int,
    is_anonymous: bool,
) -> bool:
    """Whether it may be seen how many were asked a prompt: behind a choice, only where all of that is told.

    Whoever is asked it has made the choice, so a count of them is a count of that. ``given`` is what each
    person who took part in the theme gave, by prompt.
    """
    if prompt.only_if is None:
        return True
    before = theme.prompt(prompt.only_if.prompt_id)
    replies = [each.get(before.id) for each in given]
    found = finding_of(before, replies, least=least, insiders=insiders, is_anonymous=is_anonymous)
    match found:
        case ChoiceMade() | LevelsChosen(spread=Spread()):
            is_whole = True
        case ChoicesTicked(ticked=ticked):
            is_whole = not any(each.tally.at_least for each in ticked)
        case _:
            is_whole = False
    return is_whole and who_is_asked_may_be_told(
        theme, before, given, least=least, insiders=insiders, is_anonymous=is_anonymous
    )


def counts_told(given: Sequence[Given | None], *, is_anonymous: bool) -> Counts:
    """How many replied, and how many left it in which way; None stands for who did not get to it.

    In an anonymous round these are counted with those who skipped it: who did not get to a prompt has not
    finished the theme, and how many those are is told in steps.
    """
    counts = counts_of(given)
    if not is_anonymous:
        return counts
    return replace(counts, skipped=counts.skipped + counts.not_replied, not_replied=0)


def _levels(kind: OnScale, answered: Sequence[Reply], counts: Counts, insiders: int) -> KindFinding:
    chosen = [each.level for each in answered if each.level is not None]
    return LevelsChosen(counts, spread_over(kind.scale, chosen, insiders))


def _choice(
    kind: OneChoice, answered: Sequence[Reply], counts: Counts, insiders: int
) -> KindFinding | Withheld:
    places = {each.id: place for place, each in enumerate(kind.options)}
    chosen = [places[each.choices[0]] for each in answered if each.choices]
    if not levels_may_be_told(chosen, insiders):
        return Withheld(Reason.PROTECTS)
    return ChoiceMade(
        counts,
        tuple(OptionChosen(each.text, chosen.count(place)) for place, each in enumerate(kind.options)),
    )


def _choices(
    kind: SeveralChoices, answered: Sequence[Reply], counts: Counts, insiders: int
) -> KindFinding | Withheld:
    named = [each.choices for each in answered]
    if not kinds_may_be_told(named, insiders):
        return Withheld(Reason.PROTECTS)
    return ChoicesTicked(
        counts,
        tuple(
            OptionTicked(each.text, tally(sum(each.id in theirs for theirs in named), len(named), insiders))
            for each in kind.options
        ),
    )


def _numbers(
    kind: InNumbers, answered: Sequence[Reply], counts: Counts, insiders: int
) -> KindFinding | Withheld:
    values = sorted((each.value for each in answered), key=Decimal)
    return _middle(values, counts, insiders, unit=kind.unit)


def _days(_: OnDay, answered: Sequence[Reply], counts: Counts, insiders: int) -> KindFinding | Withheld:
    # As they are kept, such as 2026-11-30, their order is that of days.
    return _middle(sorted(each.value for each in answered), counts, insiders, is_day=True)


def _middle(
    values: Sequence[str], counts: Counts, insiders: int, *, unit: str = "", is_day: bool = False
) -> KindFinding | Withheld:
    # Levels stand for places here: how many gave the same value is all that matters.
    places = [values.index(each) for each in values]
    if not levels_may_be_told(places, insiders):
        return Withheld(Reason.PROTECTS)
    low, high = values[(len(values) - 1) // 2], values[len(values) // 2]
    return MiddleGiven(counts, low, high, unit, is_day)


_Find = Callable[[Any, Sequence[Reply], Counts, int], KindFinding | Withheld]

FINDINGS_OF_KIND: Final[Mapping[type, _Find]] = {
    OnScale: _levels,
    OneChoice: _choice,
    SeveralChoices: _choices,
    InNumbers: _numbers,
    OnDay: _days,
}
"""What may be shown about each kind. Words are in no figures; closing prompts have findings of their own."""
