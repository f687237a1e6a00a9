"""The short run of the backup campaign, and its broken twins."""

from pathlib import Path

import pytest

from tests.faults.backup import CAMPAIGN
from tests.faults.campaign import Plan
from tests.faults.verdicts import fails_on_its_twin, holds


async def test_a_copy_made_while_people_write_holds_every_commit_up_to_one(tmp_path: Path) -> None:
    await holds(CAMPAIGN, Plan(tmp_path))


@pytest.mark.parametrize("twin", CAMPAIGN.twins)
async def test_the_campaign_finds_what_is_wrong_with_a_twin(tmp_path: Path, twin: str) -> None:
    await fails_on_its_twin(CAMPAIGN, Plan(tmp_path, twin=twin))
