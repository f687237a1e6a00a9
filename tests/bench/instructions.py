"""How many instructions the processor carries out for a reply in words: ``make instructions``.

Time depends on what else a machine does; a count of instructions hardly does, so that two versions can be
compared to the hundredth: ``make instructions ARGS="--tree ../before"`` measures another checkout as well.

Each checkout measures itself: its own scene runs in a process of its own, with what it imports. People on
Telegram stand at the first prompt, in a store on disk. Their replies come in one at a time: each is kept and
decided on in one commit, as polling does it, and what is said is noted as delivered in another. Two runs are
made that differ by 1,000 replies. What is counted is the difference, so the start of a process is not in it.
"""

import argparse
import asyncio
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REPLIES: Final = 1000
BEFORE: Final = 100
"""Replies that both runs have: what is loaded once, is loaded with them."""
PROMPTS: Final = 3
"""Prompts of the theme that are answered in words."""
REPLY: Final = "We ask each family in turn, note it at the visit, and look at it together every quarter."
ROOT: Final = Path(__file__).resolve().parent.parent.parent
_STORE: Final = "closer-look.sqlite3"


@dataclass(frozen=True, slots=True)
class Counter:
    """A tool that counts the instructions of a process. ``told`` finds them in what it prints."""

    name: str
    command: tuple[str, ...]
    told: re.Pattern[str]

    def count(self, command: Sequence[str], tree: Path) -> int:
        """Run a command in a checkout; the instructions that it took."""
        ran = subprocess.run(
            [*self.command, *command],
            cwd=tree,
            env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        found = self.told.search(ran.stderr)
        if ran.returncode or found is None:
            raise RuntimeError(f"The scene did not come to its end in {tree}:\n{ran.stdout}{ran.stderr}")
        return int(found[1])


PERF: Final = Counter(
    "perf", ("perf", "stat", "-x,", "-e", "instructions:u"), re.compile(r"^(\d+),,instructions", re.MULTILINE)
)
VALGRIND: Final = Counter(
    "valgrind",
    ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"),
    re.compile(r"Collected : (\d+)"),
)
NOTHING: Final = Counter("nothing", (), re.compile(r"(\d+) replies"))
"""Counts replies instead of instructions, so that the scene can be tried without any tool."""


def counter() -> Counter:
    """The processor's own counter where it may be read, else valgrind. Raises ``LookupError``."""
    for each in (PERF, VALGRIND):
        if shutil.which(each.command[0]) is None:
            continue
        tried = subprocess.run([*each.command, "true"], capture_output=True, text=True, check=False)
        if each.told.search(tried.stderr):
            return each
    raise LookupError("Instructions are counted by perf or by valgrind (Debian's package: valgrind).")


def measure(tree: Path, folder: Path, using: Counter, *, replies: int = REPLIES) -> float:
    """The instructions for one reply in a checkout. ``folder`` has the store that it made."""
    counts = []
    for number in (BEFORE, BEFORE + replies):
        with tempfile.TemporaryDirectory() as copy:
            shutil.copy(folder / _STORE, copy)
            counts.append(using.count(_scene("play", Path(copy), number), tree))
    return (counts[1] - counts[0]) / replies


def prepare(tree: Path, folder: Path, *, replies: int = REPLIES) -> None:
    """Let a checkout make the store that its replies are given in."""
    NOTHING.count(_scene("prepare", folder, BEFORE + replies), tree)


def _scene(what: str, folder: Path, replies: int) -> list[str]:
    return [sys.executable, "-m", "tests.bench.instructions", "--scene", what, str(folder), str(replies)]


# --- the scene, in a process of its own --------------------------------------------------------------


def play_scene(what: str, folder: Path, replies: int) -> None:
    """Make the store for so many replies, or give them in it."""
    asyncio.run((_prepare if what == "prepare" else _play)(folder / _STORE, replies))
    print(f"{replies} replies", file=sys.stderr)


async def _prepare(file: Path, replies: int) -> None:
    from storage.engine.schema_version import migrate
    from storage.engine.sqlite import open_sqlite
    from tests.bot.workshop import Workshop

    database = await open_sqlite(file)
    await database.write(migrate)
    shop = Workshop(database)
    await shop.open_round()
    people = [str(number) for number in range(1, -(-replies // PROMPTS) + 1)]
    await shop.join(*people)
    await shop.begin_theme(*people)
    await database.checkpoint()
    await database.close()


async def _play(file: Path, replies: int) -> None:
    from storage.engine.sqlite import open_sqlite
    from storage.messages import inbox
    from storage.rounds.ledger import ledger_of_round
    from tests.bot.workshop import ROUND, Workshop, drain

    database = await open_sqlite(file)
    shop = Workshop(database)
    # The store knows the numbers of the updates from before.
    shop._update_id = 1_000_000
    turns = shop.turns()
    people = -(-(BEFORE + REPLIES) // PROMPTS)
    for number in range(replies):
        shop.clock.advance(1)
        message = shop.wrote(str(number % people + 1), REPLY)
        await turns.take_in(lambda tx, m=message: inbox.put(tx, [m], shop.clock()))  # type: ignore[misc]
        if not number:
            await drain(turns)  # what arrives first is kept before it is decided on
        await database.write(shop._deliver)
        shop.told.clear()
    kept = await database.read(
        lambda tx: sum(each.reply.text == REPLY for each in ledger_of_round(tx, ROUND))
    )
    await database.close()
    assert kept == replies, f"{kept} of {replies} replies were kept"


# --- what is printed ---------------------------------------------------------------------------------


def compare(trees: Sequence[Path], repeats: int, using: Counter, say: Callable[[str], None]) -> None:
    """Measure checkouts in turn, each so many times, and say what was found."""
    found: dict[Path, list[float]] = {tree: [] for tree in trees}
    with tempfile.TemporaryDirectory() as folder:
        stores = {tree: Path(folder) / str(number) for number, tree in enumerate(trees)}
        for tree, store in stores.items():
            store.mkdir()
            prepare(tree, store)
        for _ in range(repeats):
            for tree, store in stores.items():
                found[tree].append(measure(tree, store, using))
    base = statistics.median(found[trees[-1]])
    for tree, counts in found.items():
        middle = statistics.median(counts)
        spread = 100 * (max(counts) - min(counts)) / middle
        times = f", {middle / base:.3f} times that of {trees[-1].name}" if tree != trees[-1] else ""
        say(f"{tree.name}: {middle:,.0f} instructions a reply{times} (spread {spread:.2f} %, {using.name})")


def main(given: Sequence[str] | None = None) -> None:
    """Count the instructions for a reply, here and in the other checkout that is named."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.instructions", description="Counts instructions for a reply in words."
    )
    parser.add_argument("--tree", type=Path, help="another checkout, to compare this one to")
    parser.add_argument("--repeats", type=int, default=2, help="how often each is measured")
    parser.add_argument("--scene", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(given)
    if options.scene:
        what, folder, replies = options.scene
        play_scene(what, Path(folder), int(replies))
        return
    trees = [ROOT, *([options.tree.resolve()] if options.tree else [])]
    compare(trees, options.repeats, counter(), lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
