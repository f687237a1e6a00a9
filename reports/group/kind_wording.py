"""What a group's report shows about prompts that take no words, in sentences: one table for all kinds.

Only interface phrases are composed here, and only from what the value tells.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from content.phrases import Phrases, long_date
from conversations.kinds.in_numbers import number_in_words
from conversations.kinds.kind_table import asked_of_some, rating_of_prompt
from reports.group.agreement_wording import levels_sentence
from reports.group.group_report import RoundFacts
from reports.group.group_wording import tally_name, ways_of_leaving
from reports.group.kind_findings import (
    Band,
    ChoiceMade,
    ChoicesTicked,
    KindFinding,
    LevelsChosen,
    MiddleGiven,
    PromptFindings,
    Spread,
)
from reports.group.threshold import Reason, Withheld
from reports.layout import wording
from reports.layout.wording import TextList
from reports.theme.theme_report import Counts


def prompts_without_words(
    prompts: tuple[PromptFindings, ...], facts: RoundFacts, phrases: Phrases
) -> tuple[TextList, ...]:
    """What was chosen at the single prompts, as one list; none where the theme has no such prompts."""
    if not prompts:
        return ()
    heading = phrases.say("Choices, levels and numbers, prompt by prompt")
    return (TextList(heading, tuple(finding_line(each, facts, phrases) for each in prompts), ""),)


def finding_line(each: PromptFindings, facts: RoundFacts, phrases: Phrases) -> str:
    """One prompt with what is shown about it."""
    ask = rating_of_prompt(phrases, each.ask) if each.is_rating else each.ask
    return phrases.say(
        "{code} {ask} {found}",
        code=each.code,
        ask=asked_of_some(phrases, ask, each.asked_of, each.behind, each.values),
        found=_found(each.found, facts, phrases),
    )


def _found(found: KindFinding | Withheld, facts: RoundFacts, phrases: Phrases) -> str:
    if isinstance(found, Withheld):
        if found.reason is Reason.FEW:
            return phrases.count(
                "Fewer than {n} person replied, so nothing is shown.",
                "Fewer than {n} people replied, so nothing is shown.",
                facts.least_group,
            )
        return phrases.say("What was given is not shown, as somebody could then tell what others gave.")
    return " ".join((SENTENCES[type(found)](found, phrases), *_left(found.counts, facts, phrases)))


def _replied(counts: Counts, phrases: Phrases) -> str:
    return phrases.count("{n} reply", "{n} replies", counts.answered)


def _left(counts: Counts, facts: RoundFacts, phrases: Phrases) -> tuple[str, ...]:
    """How those who took part and chose nothing left it; nothing where all chose."""
    if counts.total == counts.answered:
        return ()
    return (phrases.say("Besides: {counts}.", counts=ways_of_leaving(counts, facts, phrases)),)


def _levels(found: LevelsChosen, phrases: Phrases) -> str:
    replied = _replied(found.counts, phrases)
    match found.spread:
        case Spread() as spread:
            return levels_sentence(replied, spread, phrases)
        case Band(low=low, high=high, outside=0):
            ends = {"low": wording.level_name(low), "high": wording.level_name(high)}
            return phrases.say("{replies}, all from {low} to {high}.", replies=replied, **ends)
        case Band(low=low, high=high, outside=outside):
            ends = {"low": wording.level_name(low), "high": wording.level_name(high)}
            return phrases.count(
                "{replies}, all but one from {low} to {high}.",
                "{replies}, all but {n} from {low} to {high}.",
                outside,
                replies=replied,
                **ends,
            )
        case None:
            return phrases.say(
                "{replies}. The levels are not shown, as that would tell what each person chose.",
                replies=replied,
            )


def _choice(found: ChoiceMade, phrases: Phrases) -> str:
    chosen = phrases.with_commas(
        phrases.say("{n} for “{option}”", n=each.count, option=each.text)
        for each in found.options
        if each.count
    )
    return phrases.say("{replies}: {chosen}.", replies=_replied(found.counts, phrases), chosen=chosen)


def _ticked(found: ChoicesTicked, phrases: Phrases) -> str:
    ticked = phrases.with_semicolons(
        phrases.say("“{option}”: {tally}", option=each.text, tally=tally_name(each.tally, phrases))
        for each in found.ticked
    )
    return phrases.say("{replies}. {ticked}.", replies=_replied(found.counts, phrases), ticked=ticked)


def _middle(found: MiddleGiven, phrases: Phrases) -> str:
    low, high = _value(found, found.low, phrases), _value(found, found.high, phrases)
    replied = _replied(found.counts, phrases)
    if found.low == found.high:
        return phrases.say("{replies}. In the middle: {value}.", replies=replied, value=low)
    return phrases.say(
        "{replies}. In the middle: between {low} and {high}.", replies=replied, low=low, high=high
    )


def _value(found: MiddleGiven, value: str, phrases: Phrases) -> str:
    if found.is_day:
        return long_date(date.fromisoformat(value), phrases.language)
    return number_in_words(phrases, found.unit, value)


SENTENCES: Final[Mapping[type, Callable[[Any, Phrases], str]]] = {
    LevelsChosen: _levels,
    ChoiceMade: _choice,
    ChoicesTicked: _ticked,
    MiddleGiven: _middle,
}
"""How each finding is said. All that ``kind_findings`` can find are in it."""
