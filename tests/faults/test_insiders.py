"""The short run of the campaign of people who take part, and its broken twins."""

from pathlib import Path

import pytest

from tests.faults.campaign import Plan
from tests.faults.insiders import CAMPAIGN
from tests.faults.verdicts import fails_on_its_twin, holds


async def test_nobody_who_takes_part_learns_what_others_gave(tmp_path: Path) -> None:
    await holds(CAMPAIGN, Plan(tmp_path))


@pytest.mark.parametrize("twin", CAMPAIGN.twins)
async def test_the_campaign_finds_what_is_wrong_with_a_twin(tmp_path: Path, twin: str) -> None:
    await fails_on_its_twin(CAMPAIGN, Plan(tmp_path, twin=twin))
