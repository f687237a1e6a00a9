"""Rounds of people who are often of one mind, which is where somebody could be found out."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversations.groups.round_view import WhoSees
from conversations.state import (
    EVIDENCE_KINDS,
    Given,
    Replies,
)
from conversations.who_sees_what import sheets_are_apart
from reports.group.group_report import GroupReport, Participant, RoundFacts
from reports.group.participation import Participation
from reports.group.threshold import insiders_in
from tests.reports.group_samples import FACTS, gave, group_report, people

THEME = "planning"
_LEFT = (Given.DONT_KNOW, Given.NOT_APPLICABLE, Given.SKIPPED, None)


@dataclass(frozen=True)
class SampleRound:
    """A round, and who looks at its report: ``ours`` are the keys of the places that are in one hand, and of
    the sheets that were typed in.
    """

    facts: RoundFacts
    everybody: tuple[Participant, ...]
    ours: frozenset[str]

    def published(self, everybody: Sequence[Participant]) -> GroupReport:
        """What the group's report would be if everybody had given this."""
        count = len(self.everybody)
        turnout = {"": Participation(count, count, count, count, 0)}
        return group_report(everybody, facts=self.facts, turnout=turnout)


def round_at_random(chance: random.Random, who_sees: WhoSees) -> SampleRound:
    """A round of three to eighteen people, with sheets that one of them typed in."""
    facts = replace(FACTS, who_sees=who_sees, threshold=chance.randint(3, 6))
    usual, alike = _gave(chance), chance.choice((0.5, 0.8, 0.9, 0.97))
    given = people(*(_near(chance, usual, alike) for _ in range(chance.randint(3, 18))))
    # Sheets around a single person who is in nobody's hand are how somebody would find that person out.
    around_one = max(0, len(given) - insiders_in(who_sees) - 1)
    sheets = chance.choice((0, 1, 4, around_one, around_one)) if sheets_are_apart(who_sees) else 0
    everybody = tuple(
        replace(each, is_typed_in=number >= len(given) - sheets) for number, each in enumerate(given)
    )
    themselves = [each for each in everybody if not each.is_typed_in]
    # Those who stand out learn most, as all that is left is alike.
    unlike = sorted(themselves, key=lambda each: (each.replies == usual, chance.random()))
    ours = unlike if chance.random() < 0.8 else chance.sample(themselves, len(themselves))
    in_one_hand = {each.key for each in ours[: insiders_in(who_sees)]}
    return SampleRound(facts, everybody, frozenset(in_one_hand | {e.key for e in everybody if e.is_typed_in}))


def _near(chance: random.Random, usual: Replies, alike: float) -> Replies:
    """What somebody gives who gives in each prompt what is usual, or something else."""
    other = _gave(chance)
    keys = sorted({*usual, *other})
    chosen = {key: (usual if chance.random() < alike else other).get(key) for key in keys}
    return {key: reply for key, reply in chosen.items() if reply is not None}


def _gave(chance: random.Random) -> Replies:
    rating = chance.choice((chance.randint(1, 6), chance.randint(1, 6), chance.choice(_LEFT)))
    kinds = tuple(kind for kind in EVIDENCE_KINDS if chance.random() < 0.25)
    prompts = {each: chance.choice((Given.ANSWERED, *_LEFT[:3])) for each in ("p1", "p2", "p3")}
    return gave(THEME, rating, kinds=kinds, prompts=prompts)
