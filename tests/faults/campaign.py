"""What a fault campaign is, how it is carried out, and what its figures say."""

import importlib
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

SEED: Final = 20261123

CAMPAIGNS: Final = {
    "kill": "tests.faults.kill:CAMPAIGN",
    "every-step": "tests.faults.every_step:CAMPAIGN",
    "disk": "tests.faults.disk:CAMPAIGN",
    "poison": "tests.faults.poison:CAMPAIGN",
    "bot-api": "tests.faults.bot_api:CAMPAIGN",
    "broadcast": "tests.faults.broadcast:CAMPAIGN",
    "torture": "tests.faults.torture:CAMPAIGN",
    "secrets": "tests.faults.leaks:CAMPAIGN",
    "backup": "tests.faults.backup:CAMPAIGN",
    "forget": "tests.faults.forget:CAMPAIGN",
    "insiders": "tests.faults.insiders:CAMPAIGN",
    "worlds": "tests.faults.worlds:CAMPAIGN",
    "hold-up": "tests.faults.hold_up:CAMPAIGN",
}
"""Where each campaign is, in the order in which they are run."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a campaign is to be run: on an empty folder, and with ``twin`` on that broken twin."""

    folder: Path
    seed: int = SEED
    is_short: bool = True
    twin: str | None = None


@dataclass(slots=True)
class Outcome:
    """The result of a run: figures to print, what was tried how often, and every failure as a sentence."""

    figures: dict[str, Any] = field(default_factory=dict)
    trials: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def expect(self, is_so: object, failure: str) -> None:
        """Note a failure unless this is so."""
        if not is_so:
            self.failures.append(failure)


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """Several parts of one run as one: what is counted is added up."""
    whole = Outcome()
    for outcome in outcomes:
        for mine, theirs in ((whole.figures, outcome.figures), (whole.trials, outcome.trials)):
            for name, count in theirs.items():
                mine[name] = mine.get(name, 0) + count
        whole.failures += outcome.failures
    return whole


@dataclass(frozen=True, slots=True)
class Campaign:
    """``claim`` is the sentence that the run shows to hold; each of ``twins`` must make it fail."""

    name: str
    claim: str
    twins: tuple[str, ...]
    run: Callable[[Plan], Awaitable[Outcome]]


def campaign_named(name: str) -> Campaign:
    module, _, attribute = CAMPAIGNS[name].partition(":")
    found: Campaign = getattr(importlib.import_module(module), attribute)
    return found


async def carried_out(campaign: Campaign, plan: Plan, say: Callable[[str], object]) -> Outcome:
    """Run a campaign and say how it went."""
    size = "short" if plan.is_short else "full"
    broken = f", on its broken twin {plan.twin}" if plan.twin else ""
    say(f"{campaign.name} ({size}, seed {plan.seed}{broken}): {campaign.claim}")
    began = time.monotonic()
    outcome = await campaign.run(plan)
    for line in _report(outcome.figures, outcome.trials, outcome.failures):
        say(f"  {line}")
    say(f"  {time.monotonic() - began:.0f} seconds")
    return outcome


def _report(figures: Mapping[str, Any], trials: Mapping[str, int], failures: Sequence[str]) -> list[str]:
    lines = [f"{name}: {value}" for name, value in figures.items()]
    if failures:
        more = [f"and {len(failures) - 10} more"] if len(failures) > 10 else []
        return [*lines, f"FAILED {len(failures)} times:", *(f"  {each}" for each in failures[:10]), *more]
    return [*lines, *(what_zero_means(count, what) for what, count in trials.items())]


def what_zero_means(count: int, what: str) -> str:
    """Zero failures in so many trials, as a bound on how often one may fail (the rule of three)."""
    return f"0 failures in {count:,} trials: below {300 / count:.2g}% for each {what} with 95 % confidence"
