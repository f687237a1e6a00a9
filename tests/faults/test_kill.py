"""The short run of the kill campaign, and its broken twins."""

from pathlib import Path

import pytest

from tests.faults.campaign import Plan
from tests.faults.kill import CAMPAIGN
from tests.faults.verdicts import fails_on_its_twin, holds


async def test_a_killed_product_loses_doubles_and_misplaces_nothing(tmp_path: Path) -> None:
    await holds(CAMPAIGN, Plan(tmp_path))


@pytest.mark.parametrize("twin", CAMPAIGN.twins)
async def test_the_campaign_finds_what_is_wrong_with_a_twin(tmp_path: Path, twin: str) -> None:
    await fails_on_its_twin(CAMPAIGN, Plan(tmp_path, twin=twin))
