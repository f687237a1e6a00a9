"""The short run of the disk campaign, and its broken twin."""

from pathlib import Path

import pytest

from tests.faults.campaign import Plan
from tests.faults.disk import CAMPAIGN
from tests.faults.tracing import NEEDS_STRACE
from tests.faults.verdicts import fails_on_its_twin, holds

pytestmark = NEEDS_STRACE


async def test_trouble_with_the_store_loses_nothing_and_passes_by_itself(tmp_path: Path) -> None:
    await holds(CAMPAIGN, Plan(tmp_path))


@pytest.mark.parametrize("twin", CAMPAIGN.twins)
async def test_the_campaign_finds_what_is_wrong_with_a_twin(tmp_path: Path, twin: str) -> None:
    await fails_on_its_twin(CAMPAIGN, Plan(tmp_path, twin=twin))
