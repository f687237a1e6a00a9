"""People who take part and read the group's report: what they gave themselves tells them nothing of others.

Rounds at random, in which people are often of one mind. Those who stand out, as many as may be in one hand,
look at everything that is published. For everything that somebody else gave, another round is looked for
that looks the same to them and in which it is otherwise.
"""

import random
from contextlib import AbstractContextManager, nullcontext
from unittest.mock import patch

from conversations.groups.round_view import WhoSees
from reports.group.group_report import Findings, RoundFacts
from tests.faults.campaign import Campaign, Outcome, Plan
from tests.reports.insiders import known_to
from tests.reports.rounds_at_random import THEME, round_at_random

SHORT, ON_A_TWIN, FULL = 60, 150, 10_000


async def run(plan: Plan) -> Outcome:
    """Make rounds, and say of each who could be found out."""
    outcome = Outcome()
    chance = random.Random(plan.seed)
    count = ON_A_TWIN if plan.twin else SHORT if plan.is_short else FULL
    told = 0
    with _broken(plan.twin):
        for number in range(count):
            who_sees = WhoSees.CONFIDENTIAL if number % 2 else WhoSees.ANONYMOUS
            each = round_at_random(chance, who_sees)
            told += any(isinstance(t.findings, Findings) for t in each.published(each.everybody).themes)
            known = next(known_to(each.everybody, each.ours, THEME, each.published), None)
            outcome.expect(known is None, f"Round {number} ({who_sees}) tells of {known}.")
    outcome.expect(told > count // 3, f"Only {told} of {count} rounds tell anything.")
    outcome.trials["round"] = count
    outcome.figures["rounds that tell something of a theme"] = told
    return outcome


def _broken(twin: str | None) -> AbstractContextManager[object]:
    match twin:
        case None:
            return nullcontext()
        case "only_all_alike":
            # Nobody takes part who reads the report.
            return patch.object(RoundFacts, "insiders", 0)
        case _:
            # What a coordinator typed in counts like what others gave.
            return patch.object(RoundFacts, "has_sheets_apart", new=False)


CAMPAIGN = Campaign(
    "insiders",
    "What people gave themselves tells them from no report what anybody else gave.",
    ("only_all_alike", "sheets_fill_the_group"),
    run,
)
