"""The short run of the hold-up campaign, and its twins that are each without one limit."""

from pathlib import Path

import pytest

from tests.faults.campaign import Plan
from tests.faults.hold_up import CAMPAIGN
from tests.faults.verdicts import fails_on_its_twin, holds


async def test_nobody_holds_up_another(tmp_path: Path) -> None:
    await holds(CAMPAIGN, Plan(tmp_path))


@pytest.mark.parametrize("twin", CAMPAIGN.twins)
async def test_the_campaign_finds_the_limit_that_a_twin_is_without(tmp_path: Path, twin: str) -> None:
    await fails_on_its_twin(CAMPAIGN, Plan(tmp_path, twin=twin))
