"""The short run of the campaign that kills at every step, and its broken twins."""

from pathlib import Path

import pytest

from tests.faults.campaign import Plan
from tests.faults.every_step import CAMPAIGN
from tests.faults.tracing import NEEDS_STRACE
from tests.faults.verdicts import fails_on_its_twin, holds

pytestmark = NEEDS_STRACE


async def test_killed_at_any_step_the_product_goes_on_where_it_was(tmp_path: Path) -> None:
    await holds(CAMPAIGN, Plan(tmp_path))


@pytest.mark.parametrize("twin", CAMPAIGN.twins)
async def test_the_campaign_finds_what_is_wrong_with_a_twin(tmp_path: Path, twin: str) -> None:
    await fails_on_its_twin(CAMPAIGN, Plan(tmp_path, twin=twin))
