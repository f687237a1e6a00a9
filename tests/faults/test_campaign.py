"""How a campaign is carried out and what it says of itself."""

import tempfile
from pathlib import Path

import pytest

from tests.faults.campaign import (
    CAMPAIGNS,
    Campaign,
    Outcome,
    Plan,
    campaign_named,
    carried_out,
    together,
    what_zero_means,
)


async def said_of(outcome: Outcome, plan: Plan) -> list[str]:
    async def run(_: Plan) -> Outcome:
        return outcome

    said: list[str] = []
    assert await carried_out(Campaign("trial", "Nothing is lost.", (), run), plan, said.append) is outcome
    return said


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_every_campaign_is_found_by_its_name_and_has_a_twin_to_fail_on(name: str) -> None:
    campaign = campaign_named(name)
    assert campaign.name == name
    assert campaign.twins


async def test_a_run_says_its_seed_its_figures_and_what_zero_means(tmp_path: Path) -> None:
    outcome = Outcome(figures={"kills": 60}, trials={"kill": 60})
    first, *rest = await said_of(outcome, Plan(tmp_path, seed=7))
    assert first == "trial (short, seed 7): Nothing is lost."
    assert rest[:2] == [
        "  kills: 60",
        "  0 failures in 60 trials: below 5% for each kill with 95 % confidence",
    ]


async def test_a_run_that_failed_says_how_and_claims_nothing(tmp_path: Path) -> None:
    outcome = Outcome(trials={"kill": 60})
    for number in range(12):
        outcome.expect(number == 0, f"Reply {number} was lost.")
    said = await said_of(outcome, Plan(tmp_path, is_short=False, twin="forgetful"))
    assert said[0].startswith(f"trial (full, seed {Plan(tmp_path).seed}, on its broken twin forgetful)")
    assert "  FAILED 11 times:" in said
    assert "    Reply 1 was lost." in said
    assert "  and 1 more" in said
    assert not any("95 %" in line for line in said)


def test_zero_in_ten_thousand_is_told_by_the_rule_of_three() -> None:
    told = what_zero_means(10_000, "reply")
    assert told == "0 failures in 10,000 trials: below 0.03% for each reply with 95 % confidence"


def test_parts_of_a_run_are_added_up() -> None:
    parts = [
        Outcome({"kills": 2}, {"reply": 10}),
        Outcome({"kills": 3, "spells": 1}, {"reply": 5}, ["Lost."]),
    ]
    assert together(parts) == Outcome({"kills": 5, "spells": 1}, {"reply": 15}, ["Lost."])


def test_a_campaign_keeps_its_files_where_the_computer_does_and_not_in_memory(tmp_path: Path) -> None:
    assert tmp_path.is_relative_to(tempfile.gettempdir())
    assert not list(tmp_path.iterdir())
