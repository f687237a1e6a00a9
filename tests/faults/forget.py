"""Forget: of people who had themselves erased, and then of a whole round, no byte is left in any file.

Each person writes words that nobody else writes and gets files: everything kept about them, and some a
report. Half of them then type /forget. The files are searched as bytes, while the product runs
and nothing is asked of it, for those words and for pieces of those files. In the end the round is closed and
all of it erased, as its last day erases it, and the files are searched for everybody else.
"""

import asyncio
import random
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.product import Nursery, Product
from tests.faults.scripted import Scripted, Step, play
from tests.telegram.people import Person
from tests.telegram.stand_in import StandIn

SHORT, FULL = 30, 1_000
REPORT_EVERY = 10
AT_ONCE = 24
PIECE = 32
"""Bytes of a file that are looked for; compressed as it is, no two files share so many by chance."""
_CANARY = re.compile(rb"CANARY(\d{5})")
_ERASED = "What you wrote and what was kept with it has been erased"
LONGEST_WIPE = 60.0
LONGEST_WIPE_OF_A_TWIN = 2.0


def canary(person: int, word: str) -> str:
    return f"CANARY{person:05}{word}"


async def run(plan: Plan) -> Outcome:
    """Fill a folder, have half of the people erased, and search every file for them."""
    count = 6 if plan.twin else SHORT if plan.is_short else FULL
    outcome = Outcome()
    async with StandIn(strict=plan.is_short) as stand_in, Nursery() as nursery:
        product = Product(nursery, plan.folder, stand_in, twin=plan.twin)
        async with product:
            round_id = await product.open_round("example")
            codes = await product.invite(round_id, 2 * count)
            people = [stand_in.person(40_000 + number) for number in range(2 * count)]
            await _fill(stand_in, people, codes, outcome)
            erased = random.Random(plan.seed).sample(people, count)
            kept = [person for person in people if person not in erased]
            traces = Traces.of(erased, kept)
            there = await asyncio.to_thread(traces.found_in, product.folder)
            forgetting = [
                Scripted(person, [Step("Erase everything about you", "Erase everything")], _ERASED)
                for person in erased
            ]
            silent = await play(stand_in, forgetting, at_once=AT_ONCE, begin=_asks_to_be_forgotten)
            outcome.expect(not silent, f"{len(silent)} people were not told that they are erased.")
            seconds = LONGEST_WIPE_OF_A_TWIN if plan.twin else LONGEST_WIPE
            left, took = await _until_gone(product.folder, traces, seconds)
            rows = await product.export(round_id)
            others = Traces.of(kept, ())
            there_of_others = await asyncio.to_thread(others.found_in, product.folder)
            await product.command("round", "close", round_id, "--yes")
            await product.command("erase", "round", round_id, "--yes")
            left_of_round, took_of_round = await _until_gone(product.folder, others, seconds)
    outcome.expect(left == 0, f"{left} traces are left of {count} erased people.")
    outcome.expect(there_of_others > 0, "Nothing of the others was there to be erased.")
    outcome.expect(left_of_round == 0, f"{left_of_round} traces are left of an erased round.")
    told = {word for row in rows for word in row["text"].split()}
    outcome.expect(all(canary(each.id, "first") in told for each in kept), "Somebody else lost replies.")
    outcome.figures |= {
        "people, half of them erased": 2 * count,
        "traces in the files before": there,
        "traces in the files after": left,
        "seconds from the last erasure to the last byte": f"{took:.1f}",
        "traces of the others before their round was erased": there_of_others,
        "traces of them after": left_of_round,
        "seconds from erasing the round to the last byte": f"{took_of_round:.1f}",
    }
    outcome.trials["erased person"] = count
    outcome.trials["person of an erased round"] = count
    return outcome


def _asks_to_be_forgotten(each: Scripted) -> None:
    each.looks()
    each.person.writes("/forget")


async def _fill(stand_in: StandIn, people: list[Person], codes: list[str], outcome: Outcome) -> None:
    scripted = [
        Scripted(person, _script(person, makes_report=number % REPORT_EVERY == 0), "my-data")
        for number, person in enumerate(people)
    ]
    by_person = dict(zip(map(id, scripted), codes, strict=True))
    silent = await play(
        stand_in, scripted, at_once=AT_ONCE, begin=lambda each: each.person.starts(by_person[id(each)])
    )
    outcome.expect(not silent, f"{len(silent)} people came to a stop.")


def _script(person: Person, *, makes_report: bool) -> Iterator[Step]:
    def own(word: str, times: int = 5) -> str:
        return " ".join([canary(person.id, word)] * times)

    yield Step("asks you to take part", "begin")
    yield Step("The themes", "1")
    yield Step("3 prompts", "start")
    yield Step("prompt 1 of", own("first"))
    yield Step("prompt 2 of", own("second", 60))
    if not makes_report:
        yield Step("prompt 3 of", "/mydata")
        return
    yield Step("prompt 3 of", own("third"))
    yield Step("All in all", "good")
    yield Step("How do we know", "skip")
    yield Step("Where to look", "skip")
    yield Step("Strengths", own("strength"))
    yield Step("CANARY", "done")
    yield Step("Areas for improvement", own("improvement"))
    yield Step("CANARY", "done")
    yield Step("Review", "finish")
    yield Step("Theme 1 is complete", "/mydata")


@dataclass(frozen=True, slots=True)
class Traces:
    """What must be gone: the erased people's words, and pieces of their files that nobody else has."""

    people: frozenset[bytes]
    pieces: frozenset[bytes]

    @classmethod
    def of(cls, erased: Iterable[Person], kept: Iterable[Person]) -> Self:
        # What is text holds the words; a picture or a PDF is compressed and has to be known by itself.
        others = b"".join(_files(kept))
        pieces = {
            content[place : place + PIECE]
            for content in _files(erased)
            for place in range(len(content) // 4, len(content) - PIECE, max(len(content) // 4, 1))
        }
        people = frozenset(f"{person.id:05}".encode() for person in erased)
        return cls(people, frozenset(piece for piece in pieces if piece not in others))

    def found_in(self, folder: Path) -> int:
        """How often they are in any file as it lies there."""
        content = b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        words = sum(number in self.people for number in _CANARY.findall(content))
        return words + sum(content.count(piece) for piece in self.pieces)


def _files(people: Iterable[Person]) -> list[bytes]:
    files = [message.file for person in people for message in person.sees() if message.file]
    return [file.content for file in files if not file.name.endswith(".html")]


async def _until_gone(folder: Path, traces: Traces, seconds: float) -> tuple[int, float]:
    """How many are left, and after how many seconds that was looked at: once none is, or no time is left."""
    began = time.monotonic()
    while True:
        took = time.monotonic() - began
        left = await asyncio.to_thread(traces.found_in, folder)
        if left == 0 or took > seconds:
            return left, took
        await asyncio.sleep(0.1)


CAMPAIGN = Campaign(
    "forget",
    "Of erased people, and of an erased round, no byte is left in any file, nor of files made for them.",
    ("no_wipe",),
    run,
)
