"""What one participant does to hold up all others: each attack that a test of the product's security found.

An attack goes on until it is told that it is over. ``judge`` says what it got out of the product.
"""

import asyncio
import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import ClassVar

from bot.settings.limits import LIMITS
from tests.faults.browsers import Browser
from tests.faults.campaign import Outcome
from tests.faults.product import DATABASE, LONGEST_SECONDS, Product

LONG_TEXT = "It is me who holds you up. " * 737
PROMPTS = 11
MINUTE = 60.0
MOST_FILES_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one person that attacks run into. Unless said otherwise, those that the product has."""

    characters: int = LIMITS.characters_per_hour
    pages: int = LIMITS.pages_per_minute
    messages: int = LIMITS.messages_per_minute
    streams: int = LIMITS.streams_open

    def settings(self) -> dict[str, str]:
        """These limits as settings."""
        return {
            "CLOSER_LOOK_MESSAGES_PER_MINUTE": str(self.messages),
            "CLOSER_LOOK_CHARACTERS_PER_HOUR": str(self.characters),
            "CLOSER_LOOK_PAGES_PER_MINUTE": str(self.pages),
            "CLOSER_LOOK_STREAMS_OPEN": str(self.streams),
        }


@dataclass(slots=True)
class Room:
    """The running product, and somebody besides the ten others who now and then asks for a report."""

    product: Product
    somebody: Browser
    address: str

    def rows(self, statement: str, **values: int) -> list[tuple[int, ...]]:
        """What the store holds at this moment."""
        path = self.product.folder / DATABASE
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(statement, values).fetchall()

    def spent(self) -> float:
        """The processor time that the product's process has taken so far, in seconds."""
        threads = Path(f"/proc/{self.product.number}/task").glob("*/schedstat")
        return sum(int(each.read_text("ascii").split()[0]) for each in threads) / 1e9

    async def number_of(self, one: Browser) -> int:
        """The number of a person, found by what only they have written."""
        mark = f"It is {one.name} who holds you up"
        assert await one.posts(mark) == 202
        found = f"SELECT person_id FROM outbox WHERE kind = 'own' AND body LIKE '%{mark}%'"  # noqa: S608
        await until(lambda: self.rows(found))
        return self.rows(found)[0][0]


async def until(condition: Callable[[], object]) -> None:
    """Return once something is so that the product brings about."""
    async with asyncio.timeout(LONGEST_SECONDS):
        while not condition():  # noqa: ASYNC110 - another process brings it about
            await asyncio.sleep(0.02)


class Attack:
    """One way to hold up all others."""

    name: ClassVar[str]

    one: Browser
    """Who holds up all others at present."""

    def __init__(self, room: Room, outcome: Outcome, limits: Limits, *, is_short: bool) -> None:
        self.room = room
        self.outcome = outcome
        self.limits = limits
        self.is_short = is_short
        self.waits: list[float] = []
        """How long somebody waited for a report undisturbed, where this attack is about reports."""
        self.waits_meanwhile: list[float] = []
        self.has_begun = asyncio.Event()
        """It is at its height."""
        self.is_over = asyncio.Event()
        """It is to be given up."""

    def begin_with(self, one: Browser) -> None:
        """Somebody new is to hold up all others."""
        self.one = one
        self.has_begun.clear()
        self.is_over.clear()

    async def prepare(self) -> None:
        """Bring about what the attack needs."""

    async def do(self) -> None:
        """Hold up all others until it is over."""
        raise NotImplementedError

    async def one_more(self) -> float:
        """What else somebody waits for besides their next card; 0 for nothing."""
        return 0.0

    async def judge(self) -> None:
        """Expect that no more was given than the limits say."""


class WritesWithoutEnd(Attack):
    """Four writers of one person send the longest messages, and go on when they are told to wait."""

    name = "writing without end"

    async def do(self) -> None:
        self._statuses = Counter[int]()

        async def write() -> None:
            while not self.is_over.is_set():
                self._statuses[await self.one.posts(LONG_TEXT)] += 1
                if self._statuses.total() >= 4:
                    self.has_begun.set()

        await asyncio.gather(*(write() for _ in range(4)))

    async def judge(self) -> None:
        taken = self._statuses[202] * len(LONG_TEXT)
        self.outcome.figures["characters taken of one person"] = f"{taken:,} of {self.limits.characters:,}"
        self.outcome.expect(set(self._statuses) <= {202, 429}, f"Answers were {dict(self._statuses)}.")
        self.outcome.expect(
            taken <= self.limits.characters + len(LONG_TEXT),
            f"{taken:,} characters were taken of one person.",
        )


class LoadsPages(Attack):
    """Somebody with a very long conversation loads its pages without end, in five places at once."""

    name = "loading pages"
    _PATHS = ("/chat", "/chat", "/chat/news?after=0", "/chat/earlier?before=101000", "")
    """The empty one stands for a search through all of it."""

    async def prepare(self) -> None:
        # In a short run its pages are small ones, as turns let nobody make many large ones in a minute.
        entries, characters = (200, 500) if self.is_short else (2_000, 9_000)
        fill_history(self.room, await self.room.number_of(self.one), entries, characters)

    async def do(self) -> None:
        self._loaded = list[float]()
        self._statuses = Counter[int]()

        async def load(path: str) -> None:
            while not (self.is_over.is_set() and (not self.is_short or self._is_refused())):
                status = await (self.one.loads(path) if path else self.one.searches("words nobody wrote"))
                self._statuses[status] += 1
                if status == 200:
                    self._loaded.append(time.monotonic())
                if self._statuses.total() >= len(self._PATHS):
                    self.has_begun.set()

        await asyncio.gather(*(load(path) for path in self._PATHS))

    def _is_refused(self) -> bool:
        return self._statuses[429] > 0 or self._statuses[200] > 2 * self.limits.pages

    async def judge(self) -> None:
        in_a_minute = sum(each - self._loaded[0] < MINUTE for each in self._loaded)
        self.outcome.figures["pages made for one person"] = f"{in_a_minute} of {self.limits.pages} a minute"
        self.outcome.expect(set(self._statuses) <= {200, 429}, f"Answers were {dict(self._statuses)}.")
        self.outcome.expect(
            in_a_minute <= self.limits.pages, f"{in_a_minute} pages were made for one person in a minute."
        )


class ReadsNothing(Attack):
    """Forty streams of a very long conversation are opened from its beginning, and none of them is read."""

    name = "streams that nobody reads"

    async def prepare(self) -> None:
        fill_history(self.room, await self.room.number_of(self.one), 10_000, 1_000)

    async def do(self) -> None:
        async with AsyncExitStack() as stack:
            for _ in range(30 if self.is_short else 40):
                answer = await stack.enter_async_context(self.one.http.get("/chat/events?after=0"))
                await answer.content.read(100)
            self.has_begun.set()
            await self.is_over.wait()


class OpensStreams(Attack):
    """As many streams as a usual nginx takes connections are opened by one session, and all are read."""

    name = "streams without end"

    async def do(self) -> None:
        ended = Counter[bool]()

        async def hear() -> None:
            async with self.one.http.get("/chat/events?after=0") as answer:
                async for _ in answer.content.iter_any():
                    pass
            ended[answer.status == 200] += 1

        opened = 0
        reading = list[asyncio.Task[None]]()
        while opened < (60 if self.is_short else 766):
            reading.append(asyncio.create_task(hear()))
            opened += 1
            await asyncio.sleep(0.02)  # the web servers of the manual let no more of one browser through
            if opened >= 2 * self.limits.streams:
                self.has_begun.set()
        await until(lambda: ended.total() + self.limits.streams >= opened)
        left = opened - ended.total()
        self.outcome.figures["streams open of one person"] = f"{left} of {opened} that were opened"
        for each in reading:
            each.cancel()
        await asyncio.wait(reading)


class AsksForReports(Attack):
    """Somebody asks for the report of a theme hundreds of times, and for all that is kept about them."""

    name = "asking for reports"
    _is_ready = False

    async def prepare(self) -> None:
        if not self._is_ready:
            self._is_ready = True
            await _goes_through_a_theme(self.room.somebody)
        await self.one.listens()
        await _goes_through_a_theme(self.one)
        self._person = await self.room.number_of(self.one)
        self._made = 0

    async def one_more(self) -> float:
        before = self.room.rows("SELECT coalesce(max(created_at), 0) FROM outbox")[0][0]
        waited = await self.room.somebody.asks_for("/report 1")
        made = self.room.rows(
            "SELECT count(DISTINCT created_at) FROM outbox WHERE kind = 'attach' AND person_id = :one"
            " AND created_at BETWEEN :before AND (SELECT min(created_at) FROM outbox"
            " WHERE kind = 'attach' AND person_id <> :one AND created_at >= :before)",
            before=before,
            one=self._person,
        )[0][0]
        self._made = max(self._made, made)
        return waited

    async def judge(self) -> None:
        self.outcome.figures["files of one person made before another's"] = self._made
        self.outcome.expect(
            self._made <= MOST_FILES_BEFORE, f"{self._made} files of one person were made before another's."
        )

    async def do(self) -> None:
        before = self.room.somebody.files, self.one.files
        asked = 0
        while asked < 30 or not self.is_over.is_set():
            await self.one.posts("/mydata" if asked % 4 == 3 else "/report 1")
            asked += 1
            await asyncio.sleep(0.02)
            if self.one.files > before[1]:
                self.has_begun.set()
        left = self.room.rows("SELECT count(*) FROM work WHERE person_id = :one", one=self._person)[0][0]
        self.outcome.expect(left <= MOST_FILES_BEFORE, f"{left} files of one person were still to be made.")
        self.outcome.figures["files of one person still to be made"] = f"{left} of {asked} asked for"


class WritesNumbers(Attack):
    """A participant and a coordinator write numbers that are too long wherever a number is read."""

    name = "numbers that are too long"
    _LONG, _LARGE, _FILE = "9" * 4_301, "9" * 20, f"/files/{2**63}"
    _OF_PARTICIPANTS: ClassVar[Sequence[str]] = ("/report {}", "/theme {}", "{}", "t{}", "/devices {}")
    _OF_COORDINATORS: ClassVar[Sequence[str]] = (
        "/rounds {}",
        "/invite {}",
        "/typein {}",
        "/round threshold: {}",
        "/people {}",
        "/theme {}",
        "/report {}",
        "{}",
    )
    _SLOW_TO_READ: ClassVar[Sequence[str]] = ("t1" + " " * 18_000 + "x", " " * 18_000 + "x", "1" * 18_000)

    async def prepare(self) -> None:
        self._statuses = Counter[int]()
        self._coordinator = Browser(self.room.address)
        printed = await self.room.product.command(
            "coordinator", "invite", "--organisation", "Example Council"
        )
        (code, *_) = re.findall(r"(?:/join/|start=)([\w-]+)", printed)
        await self._coordinator.comes_in(code)

    async def do(self) -> None:
        async def write(who: Browser, texts: Sequence[str]) -> None:
            for text in texts if self.is_short else cycle(texts):
                self._statuses[await who.posts(text)] += 1
                self.has_begun.set()
                assert await who.loads(self._FILE) in {404, 429}
                if self.is_over.is_set() and not self.is_short:
                    return

        def texts(those: Sequence[str], more: Sequence[str] = ()) -> list[str]:
            return [each.format(number) for each in those for number in (self._LONG, self._LARGE)] + [*more]

        await asyncio.gather(
            write(self.one, texts(self._OF_PARTICIPANTS, self._SLOW_TO_READ)),
            write(self._coordinator, texts(self._OF_COORDINATORS)),
        )
        await until(lambda: self.room.rows("SELECT count(*) FROM inbox WHERE state = 'waiting'")[0][0] == 0)
        await self._coordinator.http.close()

    async def judge(self) -> None:
        self.outcome.figures["numbers that were too long"] = self._statuses[202]
        self.outcome.expect(set(self._statuses) <= {202, 429}, f"Answers were {dict(self._statuses)}.")


class LeavesHalfRequests(Attack):
    """Hundreds of connections bring the first half of a request, and then nothing."""

    name = "half requests"

    async def do(self) -> None:
        host, _, port = self.room.address.removeprefix("http://").partition(":")
        count = 100 if self.is_short else 1_100
        held = [await asyncio.open_connection(host, int(port)) for _ in range(count)]
        for _, writer in held:
            writer.write(b"GET /chat HTTP/1.1\r\nHost: x\r\nX-Half: ")
        self.has_begun.set()
        await self.is_over.wait()

        async def ends(reader: asyncio.StreamReader) -> bool:
            with suppress(ConnectionResetError):
                return await reader.read() == b""
            return True

        patience = 5 if self.room.product.twin else LONGEST_SECONDS
        ended = [asyncio.ensure_future(ends(reader)) for reader, _ in held]
        done, still = await asyncio.wait(ended, timeout=patience)
        for each in still:
            each.cancel()
        for _, writer in held:
            writer.close()
        self.outcome.expect(len(done) == count, f"{count - len(done)} half requests are held open for good.")


async def _goes_through_a_theme(one: Browser) -> None:
    replies = ["In our team everybody is heard."] * PROMPTS
    for words in ("begin", "1", "start", *replies, "good", "skip", "skip", "done", "done"):
        await one.writes(words)
    await one.asks_for("finish")


def fill_history(room: Room, person: int, count: int, size: int) -> None:
    """Let one conversation be as long as no other, as if it had gone on for years."""
    chance = random.Random(count)
    letters = "eeeetttaaoooinnsshhrrddlucmfwygpb"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(2_000)]
    text = " ".join(chance.choices(words, k=size))
    with closing(sqlite3.connect(room.product.folder / DATABASE, timeout=LONGEST_SECONDS)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(outbox)")]
        copied = [each for each in columns if each not in {"number", "change", "body", "message_id"}]
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"  # noqa: S608
            f" INSERT INTO outbox (number, change, body, message_id, {', '.join(copied)})"
            " SELECT 100000 + i, 100000 + i, json_object('t', substr(:text, 1 + i * 7 % :size, :size), 'c',"
            f" json('false'), 'x', json('false')), 'old-' || i, {', '.join(copied)} FROM n JOIN"
            " (SELECT * FROM outbox WHERE person_id = :person AND kind = 'own' LIMIT 1)",
            {"count": count, "text": text, "size": size, "person": person},
        )
        connection.commit()


ATTACKS: Sequence[type[Attack]] = (
    WritesWithoutEnd,
    LoadsPages,
    ReadsNothing,
    AsksForReports,
    WritesNumbers,
    OpensStreams,
    LeavesHalfRequests,
)
"""In the order of the page about security that they were found in."""
