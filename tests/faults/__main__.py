"""``python -m tests.faults``: run fault campaigns in full, or short, or on their broken twins.

Ends with 0 when every campaign that was run holds, and every twin that was run fails.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.faults.campaign import CAMPAIGNS, SEED, Plan, campaign_named, carried_out


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Fault campaigns.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(CAMPAIGNS)}")
    parser.add_argument("--short", action="store_true", help="the size that the tests run")
    parser.add_argument("--seed", type=int, default=SEED, help="run the same again (default: %(default)s)")
    parser.add_argument("--twin", action="store_true", help="run on each broken twin: it must fail")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in CAMPAIGNS]
    if unknown:
        parser.error(f"there is no campaign {unknown[0]}")
    return asyncio.run(_run(options.names or list(CAMPAIGNS), options))


async def _run(names: list[str], options: argparse.Namespace) -> int:
    wrong = []
    for name in names:
        campaign = campaign_named(name)
        for twin in campaign.twins if options.twin else (None,):
            with tempfile.TemporaryDirectory(prefix="closer-look-faults-") as folder:
                plan = Plan(Path(folder), options.seed, options.short, twin)
                outcome = await carried_out(campaign, plan, _say)
            if bool(outcome.failures) != bool(twin):
                wrong.append(f"{name} on {twin}, which should fail" if twin else name)
    _say(f"Not as it should be: {', '.join(wrong)}." if wrong else "All as it should be.")
    return 1 if wrong else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
