"""The sentences on how a group rated: the shape of its ratings with their counts, and the median.

Only interface phrases are composed here, and only from what the report's value tells. Of how few people a
sentence may speak is in docs/decisions/0032. Never a percentage, and never the median as a heading.
"""

from collections.abc import Iterable, Sequence

from content.model import Level
from content.phrases import Phrases
from reports.agreement import Agreement, PartOfScale, Shape, agreement_of, has_camps
from reports.group.group_report import Ratings, RoundFacts
from reports.group.kind_findings import AtLevel, Band, Median, Spread
from reports.group.threshold import Withheld
from reports.layout import wording


def ratings_heading(ratings: Ratings | Withheld, facts: RoundFacts, phrases: Phrases) -> str:
    """The ratings in a few words: their shape with its counts, or what stands in its place."""
    if isinstance(ratings, Withheld):
        return phrases.say("The ratings are not shown")
    match ratings.spread:
        case None:
            return phrases.say("The levels are not shown")
        case Band(low=low, high=high, outside=outside):
            ends = {"low": wording.level_name(low), "high": wording.level_name(high)}
            if outside:
                return phrases.count(
                    "All ratings but one are from {low} to {high}",
                    "All ratings but {n} are from {low} to {high}",
                    outside,
                    **ends,
                )
            return phrases.say("All ratings are from {low} to {high}", **ends)
        case Spread() as spread:
            return shape_sentence(spread, facts, phrases)


def shape_sentence(spread: Spread, facts: RoundFacts, phrases: Phrases) -> str:
    """How far levels agree, with their counts, as far as a sentence may say so in this round."""
    return _shape_in_words(_agreement(spread, facts), spread, phrases)


def _agreement(spread: Spread, facts: RoundFacts) -> Agreement:
    """How far the ratings agree, as far as a sentence may say so in this round."""
    return agreement_of(spread.counts, least_named=facts.least_named)


def _shape_in_words(agreement: Agreement, spread: Spread, phrases: Phrases) -> str:
    """The sentence of a shape: Two camps: 4 at 5 Very good, 4 at 2 Weak."""
    levels = [each.level for each in spread.levels]
    counts = phrases.with_commas(_parts(agreement, levels, phrases))
    match agreement.shape:
        case Shape.TOO_FEW:
            return phrases.say("Too few ratings for a pattern: {counts}", counts=counts)
        case Shape.NEAR:
            return phrases.say("All near each other: {counts}", counts=counts)
        case Shape.MOSTLY_NEAR:
            return phrases.say("Most near each other: {counts}", counts=counts)
        case Shape.SPREAD:
            return phrases.say("Spread: {counts}", counts=counts)
        case Shape.CAMPS if agreement.between:
            return phrases.count(
                "Two camps: {counts}, and {n} between them",
                "Two camps: {counts}, and {n} between them",
                agreement.between,
                counts=counts,
            )
        case Shape.CAMPS:
            return phrases.say("Two camps: {counts}", counts=counts)
        case Shape.APART:
            return _apart_in_words(agreement, levels, counts, phrases)


def _apart_in_words(agreement: Agreement, levels: Sequence[Level], counts: str, phrases: Phrases) -> str:
    """That a few rated so many levels higher or lower: by the number of a level, whichever end is good."""
    many, few = agreement.parts
    values: dict[str, object] = {
        "of": agreement.people,
        "levels": phrases.count("{n} level", "{n} levels", agreement.gap),
        "counts": counts,
    }
    if levels[few.first].number < levels[many.first].number:
        return phrases.count(
            "{n} of {of} sees it {levels} lower than all others: {counts}",
            "{n} of {of} see it {levels} lower than all others: {counts}",
            few.count,
            **values,
        )
    return phrases.count(
        "{n} of {of} sees it {levels} higher than all others: {counts}",
        "{n} of {of} see it {levels} higher than all others: {counts}",
        few.count,
        **values,
    )


def _parts(agreement: Agreement, levels: Sequence[Level], phrases: Phrases) -> Iterable[str]:
    """How many are at each part of the scale that is told; of how many, where not all people are in them."""
    told = agreement.between + sum(each.count for each in agreement.parts)
    return (
        _part(each, agreement.people - told, agreement.people, levels, phrases) for each in agreement.parts
    )


def _part(part: PartOfScale, left: int, people: int, levels: Sequence[Level], phrases: Phrases) -> str:
    n = part.count
    low, high = sorted((levels[part.first], levels[part.last]), key=lambda each: each.number)
    ends: dict[str, object] = {"low": wording.level_name(low), "high": wording.level_name(high)}
    if left and low == high:
        return phrases.count(
            "{n} of {of} at {level}", "{n} of {of} at {level}", n, of=people, level=ends["low"]
        )
    if left:
        return phrases.count(
            "{n} of {of} from {low} to {high}", "{n} of {of} from {low} to {high}", n, of=people, **ends
        )
    if low == high:
        return phrases.count("{n} at {level}", "{n} at {level}", n, level=ends["low"])
    return phrases.count("{n} from {low} to {high}", "{n} from {low} to {high}", n, **ends)


def ratings_sentence(ratings: Ratings | Withheld, facts: RoundFacts, phrases: Phrases) -> str:
    """How many rated, how many chose each level where the heading has not told it, and the median."""
    if isinstance(ratings, Withheld):
        return phrases.count(
            "Fewer than {n} person rated this theme, so the ratings are not shown.",
            "Fewer than {n} people rated this theme, so the ratings are not shown.",
            facts.least_group,
        )
    rated = phrases.count("{n} rating", "{n} ratings", ratings.counts.answered)
    match ratings.spread:
        case Band() | None:
            return phrases.say(
                "{ratings}. The levels are not shown one by one, as that would tell what each person chose.",
                ratings=rated,
            )
        case Spread() as spread:
            return levels_sentence(rated, spread, phrases, are_told=_agreement(spread, facts).tells_all)


def levels_sentence(counted: str, spread: Spread, phrases: Phrases, *, are_told: bool = False) -> str:
    """How many there are, how many at each level unless these ``are_told`` already, and the median.

    Between two camps there is no median: it would be a level that few or none chose.
    """
    levels = phrases.with_commas(_at_level(each, phrases) for each in spread.levels if each.count)
    if not are_told:
        counted = phrases.say("{counted}: {levels}", counted=counted, levels=levels)
    if has_camps(spread.counts):
        return phrases.say("{counted}.", counted=counted)
    return phrases.say(
        "{counted}. Median: {median}.", counted=counted, median=median_name(spread.median, phrases)
    )


def _at_level(each: AtLevel, phrases: Phrases) -> str:
    return phrases.count("{n} at {level}", "{n} at {level}", each.count, level=wording.level_name(each.level))


def median_name(median: Median, phrases: Phrases) -> str:
    """The median as a level, or as the two levels that it lies between."""
    if median.low == median.high:
        return wording.level_name(median.low)
    return phrases.say(
        "between {low} and {high}", low=wording.level_name(median.low), high=wording.level_name(median.high)
    )


def how_to_read(phrases: Phrases, *, has_dots: bool, has_ring: bool) -> str:
    """What a dot and a ring of a picture of ratings are, as far as it has any."""
    said = (
        phrases.say("One dot is one person.") if has_dots else "",
        phrases.say("A ring is around the median.") if has_ring else "",
    )
    return " ".join(filter(None, said))
