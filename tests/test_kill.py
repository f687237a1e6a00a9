"""kill -9 in the middle of replies, again and again: nothing acknowledged is lost, doubled or misplaced.

The harness plays Telegram and the people from outside, keeps its own ledger of what each of them sent in
answer to which prompt, and compares it with what ``closer-look export`` prints in the end.
"""

import asyncio
import json
import os
import random
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.telegram.people import Person
from tests.telegram.stand_in import StandIn

SEED = 20261123
PEOPLE = 4
KILLS = 8
LONGEST_SECONDS = 180.0
_PROMPT = re.compile(r"Theme 1, prompt (\d+) of \d+")


class Bot:
    """The product in a process of its own, which can be killed and started again on the same folder."""

    def __init__(self, folder: Path, stand_in: StandIn) -> None:
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CLOSER_LOOK_")},
            "CLOSER_LOOK_DATA_DIR": str(folder),
            "CLOSER_LOOK_TELEGRAM_TOKEN": stand_in.token,
            "CLOSER_LOOK_TELEGRAM_API_URL": stand_in.url,
            "CLOSER_LOOK_READING_SECONDS": "0",
            "CLOSER_LOOK_SENDS_PER_SECOND": "1000",
            "CLOSER_LOOK_SENDS_PER_CHAT_PER_SECOND": "100",
            "CLOSER_LOOK_WEB_PORT": "0",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await self._command("run")

    async def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        assert await self._process.wait() == 0

    async def command(self, *words: str) -> str:
        process = await self._command(*words, output=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        assert process.returncode == 0
        return output.decode()

    async def _command(
        self, *words: str, output: int = asyncio.subprocess.DEVNULL
    ) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=self._environment, stdout=output
        )


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[tuple[Bot, StandIn]]:
    async with StandIn() as stand_in:
        bot = Bot(folder, stand_in)
        await bot.start()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                yield bot, stand_in
        finally:
            await bot.kill()


async def answers(person: Person, stand_in: StandIn, code: str, ledger: dict[tuple[int, int], str]) -> None:
    """One person goes through all prompts of theme 1, replying only to what they have seen."""
    person.starts(code)
    await stand_in.until(lambda: bool(person.sees()), seconds=LONGEST_SECONDS)
    person.writes("/theme 1")
    await stand_in.until(lambda: person.last.button("Start") is not None, seconds=LONGEST_SECONDS)
    person.taps("Start")
    answered = 0
    while True:
        await stand_in.until(lambda seen=answered: newest_prompt(person) != seen, seconds=LONGEST_SECONDS)
        answered = newest_prompt(person)
        if answered == 0:
            return
        text = f"reply of {person.id} to prompt {answered}"
        ledger[person.id, answered] = text
        person.writes(text)


def newest_prompt(person: Person) -> int:
    """The number of the prompt that the person saw last; 0 once they are asked for a rating."""
    numbers = [int(found[1]) for message in person.sees() if (found := _PROMPT.search(message.text))]
    is_rated = any("Your rating" in message.text for message in person.sees())
    return 0 if is_rated or not numbers else numbers[-1]


async def kills(bot: Bot, stand_in: StandIn, chance: random.Random, killed: list[int]) -> None:
    """Kill the product after a random number of further requests, and start it again."""
    for _ in range(KILLS):
        wanted = len(stand_in.calls) + chance.randint(8, 30)
        await stand_in.until(lambda wanted=wanted: len(stand_in.calls) >= wanted, seconds=LONGEST_SECONDS)
        await bot.kill()
        killed.append(wanted)
        await bot.start()


async def test_a_killed_product_loses_doubles_and_misplaces_nothing(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    ledger: dict[tuple[int, int], str] = {}
    killed: list[int] = []
    async with running(tmp_path) as (bot, stand_in):
        await stand_in.until(lambda: stand_in.polls > 0, seconds=LONGEST_SECONDS)
        listed = json.loads(await bot.command("round", "list", "--json"))
        round_id = listed[0]["id"]
        links = json.loads(await bot.command("invite", "--round", round_id, "--count", str(PEOPLE), "--json"))
        people = [
            answers(stand_in.person(1000 + number), stand_in, link["code"], ledger)
            for number, link in enumerate(links)
        ]
        killing = asyncio.create_task(kills(bot, stand_in, chance, killed))
        await asyncio.gather(*people)
        killing.cancel()
        await asyncio.gather(killing, return_exceptions=True)
        exported = [
            json.loads(line)
            for line in (await bot.command("export", "--round", round_id, "--format", "jsonl")).splitlines()
        ]
    assert len(killed) >= KILLS // 2, "the people were done before it mattered"
    kept = sorted(row["text"] for row in exported if row["text"])
    assert kept == sorted(ledger.values()), f"seed {SEED}"
    assert all(row["version"] == 1 for row in exported), f"seed {SEED}"
    assert len({row["participant"] for row in exported}) == PEOPLE
    by_prompt: dict[str, set[str]] = {}
    for row in exported:
        by_prompt.setdefault(row["prompt_id"], set()).add(row["text"].rpartition(" ")[2])
    assert all(len(numbers) == 1 for numbers in by_prompt.values()), f"seed {SEED}: {by_prompt}"
