"""Somebody who takes part: they know their own replies, those of others in the same hand, and every rule.

What they cannot tell is what could as well be otherwise. So for what somebody else gave we look for another
round that looks the same to them: in it they gave the same, and the same is published. Where there is none,
they know it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from conversations.state import EVIDENCE, EVIDENCE_KINDS, RATING, Given, Reply
from reports.group.group_report import Findings, GroupReport, Participant
from reports.group.threshold import Withheld
from reports.statements import Statement

Gave = Hashable
"""What one person gave, such as a level or a set of kinds of evidence."""

Round = tuple[Gave, ...]
"""What everybody in a group gave, in an order that tells nothing."""


# --- every round of a size, one after the other -----------------------------------------------------------


def every_round(choices: Sequence[Gave], people: int) -> Iterator[Round]:
    """Everything that so many people can give, whoever gave it."""
    if not people:
        yield ()
        return
    for place, first in enumerate(choices):
        for rest in every_round(choices[place:], people - 1):
            yield (first, *rest)


def what_insiders_know(
    rounds: Iterable[Round],
    published: Callable[[Round], Hashable],
    insiders: int,
    facts: Callable[[Gave], Iterable[Hashable]],
) -> Iterator[tuple[Round, Round, Hashable]]:
    """Each round in which so many insiders know a fact about what each of the others gave, with what they
    gave themselves and the fact.
    """
    alike: dict[Hashable, list[Round]] = defaultdict(list)
    for each in rounds:
        alike[published(each)].append(each)
    for group in alike.values():
        for everybody in group:
            for ours in set(combinations(everybody, insiders)):
                for fact in _known_of_all(group, ours, facts):
                    yield everybody, ours, fact


def _known_of_all(
    group: Iterable[Round], ours: Round, facts: Callable[[Gave], Iterable[Hashable]]
) -> set[Hashable]:
    """What is so of every other person, in each round of a group in which insiders gave what they did."""
    known: set[Hashable] | None = None
    for everybody in group:
        others = _left_after(everybody, ours)
        if others is None:
            continue
        of_all = set.intersection(*(set(facts(gave)) for gave in others))
        known = of_all if known is None else known & of_all
        if not known:
            break
    return known or set()


def _left_after(everybody: Round, ours: Round) -> list[Gave] | None:
    """What the others gave; None where not all of ours is among it."""
    counts = Counter(everybody)
    counts.subtract(ours)
    return None if min(counts.values()) < 0 else list(counts.elements())


# --- a whole round, with everything that is published of it ------------------------------------------------

Fact = tuple[str, object]
"""A prompt, and what somebody gave to it: a level, a kind of evidence, or the way in which it was left."""

_LEFT = (Given.DONT_KNOW, Given.NOT_APPLICABLE, Given.SKIPPED)


def facts_of(who: Participant, theme_id: str) -> Iterator[Fact]:
    """What a participant gave to a theme that nobody else may know."""
    for (theme, prompt_id, _), reply in who.replies.items():
        if theme != theme_id:
            continue
        if reply.given in _LEFT:
            yield prompt_id, reply.given
        elif prompt_id == RATING:
            yield prompt_id, reply.level
        elif prompt_id == EVIDENCE:
            yield from ((prompt_id, kind) for kind in reply.choices)


def known_to(
    everybody: Sequence[Participant],
    ours: frozenset[str],
    theme_id: str,
    published: Callable[[Sequence[Participant]], GroupReport],
) -> Iterator[tuple[str, Fact]]:
    """Whoever else gave something that people with these keys know from the report, and what it is.

    They know what they gave themselves, and in an anonymous round what was typed in.
    """
    report = in_no_order(published(everybody))
    others = [each for each in everybody if each.key not in ours]
    for who in others:
        for fact in set(facts_of(who, theme_id)):
            worlds = _other_worlds(who, fact, others, theme_id)
            if not any(in_no_order(published(_with(everybody, changed))) == report for changed in worlds):
                yield who.key, fact


def in_no_order(report: GroupReport) -> GroupReport:
    """A report with its lists sorted: a secret of the report decides on their order."""
    themes = []
    for theme in report.themes:
        found = theme.findings
        if isinstance(found, Findings):
            found = replace(
                found,
                strengths=_sorted(found.strengths),
                improvements=_sorted(found.improvements),
                next_steps=_sorted(found.next_steps),
            )
        themes.append(replace(theme, findings=found))
    return replace(report, themes=tuple(themes))


def _sorted(written: tuple[Statement, ...] | Withheld | None) -> tuple[Statement, ...] | Withheld | None:
    if not isinstance(written, tuple):
        return written
    bare = (Statement("", each.people, tuple(sorted(each.wordings))) for each in written)
    return tuple(sorted(bare, key=lambda each: each.wordings))


def _with(everybody: Iterable[Participant], changed: Mapping[str, Participant]) -> list[Participant]:
    return [changed.get(each.key, each) for each in everybody]


def _other_worlds(
    who: Participant, fact: Fact, others: Sequence[Participant], theme_id: str
) -> Iterator[dict[str, Participant]]:
    """Worlds in which somebody gave something else: changed places with another, or other replies."""
    prompt_id, gave = fact
    alike = [each for each in others if fact in set(facts_of(each, theme_id))]
    for other in others:
        if other not in alike:
            yield _in_places_of(who, other)
    for other in alike:
        for reply in _other_replies(other.replies[theme_id, prompt_id, 1], gave):
            yield _in_places_of(who, _giving(other, reply))
    for reply in _other_replies(who.replies[theme_id, prompt_id, 1], gave):
        yield {each.key: _giving(each, replace(reply, choices=_instead(each, reply, gave))) for each in alike}


def _in_places_of(who: Participant, other: Participant) -> dict[str, Participant]:
    """Two who gave what the other did; one alone gave what they give now."""
    if who.key == other.key:
        return {who.key: other}
    return {
        who.key: replace(who, replies=other.replies, finished=other.finished),
        other.key: replace(other, replies=who.replies, finished=who.finished),
    }


def _other_replies(reply: Reply, gave: object) -> Iterator[Reply]:
    match gave:
        case int():
            yield from (replace(reply, level=level) for level in range(1, 7) if level != gave)
        case Given():
            yield replace(reply, given=Given.ANSWERED)
        case kind:
            rest = tuple(each for each in reply.choices if each != kind)
            if rest:
                yield replace(reply, choices=rest)
            yield from (replace(reply, choices=(*rest, each)) for each in EVIDENCE_KINDS if each != kind)


def _instead(who: Participant, reply: Reply, gave: object) -> tuple[str, ...]:
    """What one of several names who all name another kind of evidence than they did."""
    before = who.replies[reply.key].choices
    return tuple(each for each in before if each != gave) + reply.choices[-1:]


def _giving(who: Participant, reply: Reply) -> Participant:
    return replace(who, replies={**who.replies, reply.key: reply})
