"""What the tests ask of a campaign: that it holds, and that it fails on its broken twin."""

import sys

from tests.faults.campaign import Campaign, Plan, carried_out


async def holds(campaign: Campaign, plan: Plan) -> None:
    """The short run finds no failure."""
    outcome = await carried_out(campaign, plan, _say)
    assert outcome.failures == [], f"seed {plan.seed}"


async def fails_on_its_twin(campaign: Campaign, plan: Plan) -> None:
    """The short run on a broken twin finds failures: the campaign can tell."""
    assert plan.twin is not None
    outcome = await carried_out(campaign, plan, _say)
    assert outcome.failures != [], f"a campaign that passes on {plan.twin} counts as not run"


def _say(line: str) -> None:
    # Shown by pytest when the test fails.
    sys.stdout.write(line + "\n")
