"""``python -m tests.bench [PART …]``: measure all parts, or those named, and write them into the page."""

import argparse
import asyncio

from tests.bench import page
from tests.bench.measuring import Effort
from tests.bench.parts import PARTS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure, and write the page.")
    parser.add_argument("part", nargs="*", help=f"one of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--runs", type=int, default=Effort().runs, help="how often each bot is measured")
    parser.add_argument("--seconds", type=float, default=Effort().seconds, help="how long each time")
    options = parser.parse_args()
    if unknown := [name for name in options.part if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]}")
    effort = Effort(runs=options.runs, seconds=options.seconds)
    for name in options.part or PARTS:
        lines = asyncio.run(PARTS[name](effort))
        print("\n".join(lines), flush=True)
        page.place(
            name, lines, f"python -m tests.bench {name} --runs {effort.runs} --seconds {effort.seconds:g}"
        )


if __name__ == "__main__":
    main()
