"""The short run of the campaign of two worlds, and its broken twins."""

import sys
from pathlib import Path

import pytest

from tests.faults.campaign import Plan, carried_out
from tests.faults.verdicts import fails_on_its_twin, holds
from tests.faults.worlds import CAMPAIGN, ENOUGH_PLACES


async def test_nobody_who_runs_a_round_sees_what_one_person_did(tmp_path: Path) -> None:
    await holds(CAMPAIGN, Plan(tmp_path))


@pytest.mark.parametrize("twin", [each for each in CAMPAIGN.twins if each != "as_before"])
async def test_the_campaign_finds_what_is_wrong_with_a_twin(tmp_path: Path, twin: str) -> None:
    await fails_on_its_twin(CAMPAIGN, Plan(tmp_path, twin=twin))


async def test_the_product_as_it_was_is_found_out_in_many_places(tmp_path: Path) -> None:
    outcome = await carried_out(CAMPAIGN, Plan(tmp_path, twin="as_before"), sys.stdout.write)
    assert outcome.failures
    assert outcome.figures["doors at which two worlds differ"] >= ENOUGH_PLACES
