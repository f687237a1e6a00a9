"""The short run of the broadcast campaign, and its broken twins."""

from pathlib import Path

import pytest

from tests.faults.broadcast import CAMPAIGN
from tests.faults.campaign import Plan
from tests.faults.verdicts import fails_on_its_twin, holds


async def test_everybody_is_reminded_once_whatever_happens(tmp_path: Path) -> None:
    await holds(CAMPAIGN, Plan(tmp_path))


@pytest.mark.parametrize("twin", CAMPAIGN.twins)
async def test_the_campaign_finds_what_is_wrong_with_a_twin(tmp_path: Path, twin: str) -> None:
    await fails_on_its_twin(CAMPAIGN, Plan(tmp_path, twin=twin))
