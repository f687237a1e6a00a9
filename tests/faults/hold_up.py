"""Holding up: one participant does whatever takes most of the product, while ten others reply.

They send as much as they can, ask for a file again and again, open streams of a long conversation and read
nothing of them, load pages without end, and leave half requests open. What is judged in the short run are
counts and the order of what is made, as a loaded machine has no time to rely on. The full run also compares
how long the others wait for their next card, undisturbed and meanwhile.
"""

import asyncio
import re
import sqlite3
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.product import DATABASE, LONGEST_SECONDS, Nursery, Product
from tests.telegram.stand_in import StandIn

CHARACTERS = 100_000
PAGES = 200
STREAMS = 4
SETTINGS = {
    "CLOSER_LOOK_MESSAGES_PER_MINUTE": "300",
    "CLOSER_LOOK_CHARACTERS_PER_HOUR": str(CHARACTERS),
    "CLOSER_LOOK_PAGES_PER_MINUTE": str(PAGES),
    "CLOSER_LOOK_STREAMS_OPEN": str(STREAMS),
}
OTHERS = 10
LONG_TEXT = "x" * 19_000
MOST_GROWTH = 1.2
MOST_WAIT = 2.0
_TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


async def until(condition: Callable[[], object]) -> None:
    """Return once something is so that the product brings about."""
    async with asyncio.timeout(LONGEST_SECONDS):
        while not condition():  # noqa: ASYNC110 - another process brings it about
            await asyncio.sleep(0.02)


class Seat:
    """One person in a browser, who came in by a link."""

    def __init__(self, address: str) -> None:
        limits = httpx.Limits(max_connections=None)
        self.client = httpx.AsyncClient(base_url=address, timeout=LONGEST_SECONDS, limits=limits)
        self.token = ""
        self.sent = 0

    async def comes_in(self, code: str) -> None:
        page = (await self.client.get(f"/join/{code}")).text
        (token, *_) = _TOKEN.findall(page)
        own = {"Sec-Fetch-Site": "same-origin"}
        await self.client.post(f"/join/{code}", data={"token": token}, headers=own)
        self.token = _TOKEN.findall((await self.client.get("/chat")).text)[0]

    async def posts(self, text: str) -> int:
        """Send something; the status of the answer."""
        self.sent += 1
        answer = await self.client.post(
            "/chat",
            json={"message_id": f"message-{self.sent:06}", "text": text},
            headers={"X-Form-Token": self.token, "Sec-Fetch-Site": "same-origin"},
        )
        return answer.status_code

    async def newest(self) -> int:
        """The newest change that asking brings."""
        after, more = 0, True
        while more:
            answer = await self.client.get(f"/chat/news?after={after}", headers={"X-Form-Token": self.token})
            events = answer.json()
            after = max([after, *(int(each["id"]) for each in events if each["id"])])
            more = bool(events) and events[-1]["event"] == "more"
        return after

    async def replies(self, before: int) -> float:
        """Write something short and wait for the next card: how long that took."""
        began = time.monotonic()
        assert await self.posts("/help") == 202
        async with asyncio.timeout(LONGEST_SECONDS):
            while True:
                answer = await self.client.get(
                    f"/chat/news?after={before}", headers={"X-Form-Token": self.token}
                )
                if answer.status_code == 200 and len(answer.json()) > 1:
                    return time.monotonic() - began
                await asyncio.sleep(0.02)


@dataclass(slots=True)
class Scene:
    """The product with somebody who holds it up, and the others."""

    product: Product
    address: str
    one: Seat
    one_id: int
    others: list[Seat]
    outcome: Outcome
    waits: dict[str, list[float]] = field(default_factory=dict)

    def rows(self, statement: str, **values: int) -> list[tuple[int, ...]]:
        """What the store holds at this moment."""
        path = self.product.folder / DATABASE
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return connection.execute(statement, values).fetchall()

    async def others_reply(self, when: str) -> None:
        """Let each of the others write once; note how long they waited."""
        before = [await each.newest() for each in self.others]
        waits = await asyncio.gather(
            *(each.replies(newest) for each, newest in zip(self.others, before, strict=True))
        )
        self.waits.setdefault(when, []).extend(waits)

    async def under(self, attack: str, doing: Awaitable[object]) -> None:
        """Let the others reply while something is being done."""
        working = asyncio.ensure_future(doing)
        await self.others_reply(attack)
        await working
        healthy, reasons = await self.product.health()
        self.outcome.expect(healthy, f"After “{attack}” health says: {reasons}")

    def memory(self) -> int:
        """How much memory the product's process holds, in kB."""
        status = Path(f"/proc/{self.product.number}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1])


async def run(plan: Plan) -> Outcome:
    """Let somebody hold up the product in every way, or on a twin in the one way that it lets pass."""
    outcome = Outcome()
    attacks = [ATTACK_OF_TWIN[plan.twin]] if plan.twin else list(ATTACKS)
    async with StandIn(strict=False) as stand_in, Nursery() as nursery, AsyncExitStack() as stack:
        product = Product(
            nursery,
            plan.folder,
            stand_in,
            twin=plan.twin,
            settings=SETTINGS,
            modules=["tests.faults.hold_up_soon"],
        )
        await stack.enter_async_context(product)
        round_id = await product.open_round("example")
        codes = await product.invite(round_id, 1 + OTHERS)
        printed = product.output / "run.out"
        await until(lambda: _ADDRESS.search(printed.read_text("utf-8")))
        (address, *_) = _ADDRESS.findall(printed.read_text("utf-8"))
        seats = [Seat(address) for _ in codes]
        for seat, code in zip(seats, codes, strict=True):
            await stack.enter_async_context(seat.client)
            await seat.comes_in(code)
        scene = Scene(product, address, seats[0], 0, seats[1:], outcome)
        # What only the one has written tells who they are.
        assert await scene.one.posts("It is me who holds you up") == 202
        found = "SELECT person_id FROM outbox WHERE body LIKE '%who holds you up%'"
        await until(lambda: scene.rows(found))
        scene.one_id = scene.rows(found)[0][0]
        await scene.others_reply("undisturbed")
        for attack in attacks:
            await ATTACKS[attack](scene, plan.is_short or bool(plan.twin))
        written = product.written()
    outcome.expect(b"It is me who" not in written, "The log holds what somebody wrote.")
    _judge_waits(scene, outcome, is_judged=not plan.is_short and not plan.twin)
    return outcome


def _judge_waits(scene: Scene, outcome: Outcome, *, is_judged: bool) -> None:
    undisturbed = statistics.median(scene.waits["undisturbed"])
    for attack, waits in scene.waits.items():
        ratio = statistics.median(waits) / undisturbed
        outcome.figures[f"next card of the others, {attack}"] = f"{ratio:.1f} times"
        outcome.trials["reply of the others"] = outcome.trials.get("reply of the others", 0) + len(waits)
        if is_judged:
            outcome.expect(ratio <= MOST_WAIT, f"“{attack}” makes others wait {ratio:.1f} times as long.")


async def _writes_without_end(scene: Scene, is_short: bool) -> None:
    async def write(count: int) -> list[int]:
        return [await scene.one.posts(LONG_TEXT) for _ in range(count)]

    each = 10 if is_short else 100
    writing = asyncio.gather(*(write(each) for _ in range(4)))
    await scene.under("writing without end", writing)
    statuses = [status for some in await writing for status in some]
    taken = statuses.count(202) * len(LONG_TEXT)
    scene.outcome.figures["characters taken of one person"] = f"{taken:,}"
    scene.outcome.expect(set(statuses) <= {202, 429}, f"Answers were {set(statuses)}.")
    scene.outcome.expect(
        taken <= CHARACTERS + 4 * len(LONG_TEXT), f"{taken:,} characters were taken of one person."
    )


async def _asks_for_files(scene: Scene, is_short: bool) -> None:
    async def ask() -> None:
        for _ in range(30 if is_short else 200):
            await scene.one.posts("/mydata")

    await scene.under("asking for files", ask())
    other = scene.others[0]
    before = scene.rows("SELECT coalesce(max(created_at), 0) FROM outbox")[0][0]
    assert await other.posts("/mydata") == 202
    values = {"one": scene.one_id, "before": before}
    theirs = (
        "SELECT created_at FROM outbox WHERE kind = 'attach' AND person_id <> :one AND created_at >= :before"
    )
    await until(lambda: scene.rows(theirs, **values))
    made = scene.rows(
        "SELECT count(*) FROM outbox WHERE kind = 'attach' AND person_id = :one"
        " AND created_at BETWEEN :before AND :at",
        **values,
        at=scene.rows(theirs, **values)[0][0],
    )[0][0]
    left = scene.rows("SELECT count(*) FROM work WHERE person_id = :one", one=scene.one_id)[0][0]
    scene.outcome.figures["files of one person made before another's"] = made
    scene.outcome.expect(made <= 3, f"{made} files of one person were made before another's one.")
    scene.outcome.expect(left <= 3, f"{left} files of one person were still to be made.")


async def _reads_nothing(scene: Scene, is_short: bool) -> None:
    _fill_history(scene, 6_000 if is_short else 10_000)
    await scene.one.client.get("/chat")
    before = scene.memory()
    readers = 30 if is_short else 40
    async with AsyncExitStack() as stack:
        for _ in range(readers):
            answer = await stack.enter_async_context(scene.one.client.stream("GET", "/chat/events?after=0"))
            await anext(answer.aiter_raw(100))
        await scene.others_reply("streams that nobody reads")
        meanwhile = scene.memory()
    await scene.others_reply("after the streams")
    after = scene.memory()
    scene.outcome.figures["memory with streams that nobody reads"] = f"{meanwhile / before:.2f} times"
    scene.outcome.figures["memory after them"] = f"{after / before:.2f} times"
    scene.outcome.expect(after <= MOST_GROWTH * before, f"{after} kB are held, {before} kB before.")
    scene.outcome.expect(meanwhile <= 1.5 * before, f"{meanwhile} kB were held, {before} kB before.")


def _fill_history(scene: Scene, count: int) -> None:
    """Let one conversation be as long as no other, as if it had gone on for years."""
    path = scene.product.folder / DATABASE
    with closing(sqlite3.connect(path, timeout=LONGEST_SECONDS)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(outbox)")]
        copied = [each for each in columns if each not in {"number", "change", "body", "message_id"}]
        connection.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"  # noqa: S608
            f" INSERT INTO outbox (number, change, body, message_id, {', '.join(copied)})"
            " SELECT 100000 + i, 100000 + i, json_object('t', printf('%.*c', 9000, 'y'), 'c', json('false'),"
            f" 'x', json('false')), 'old-' || i, {', '.join(copied)} FROM n JOIN"
            f" (SELECT * FROM outbox WHERE person_id = {scene.one_id} AND kind = 'own' LIMIT 1)"
        )
        connection.commit()


async def _loads_pages(scene: Scene, is_short: bool) -> None:
    async def load(count: int) -> list[int]:
        return [(await scene.one.client.get("/chat")).status_code for _ in range(count)]

    loading = asyncio.gather(*(load(60 if is_short else 300) for _ in range(4)))
    await scene.under("loading pages", loading)
    statuses = [status for some in await loading for status in some]
    scene.outcome.expect(
        statuses.count(200) <= PAGES, f"{statuses.count(200)} pages were made for one person."
    )


async def _leaves_half_requests(scene: Scene, is_short: bool) -> None:
    host, _, port = scene.address.removeprefix("http://").partition(":")
    count = 100 if is_short else 1_100
    held = [await asyncio.open_connection(host, int(port)) for _ in range(count)]
    for _, writer in held:
        writer.write(b"GET /chat HTTP/1.1\r\nHost: x\r\nX-Half: ")
    await scene.others_reply("half requests")

    async def ends(reader: asyncio.StreamReader) -> bool:
        with suppress(ConnectionResetError):
            return await reader.read() == b""
        return True

    patience = 5 if scene.product.twin else LONGEST_SECONDS
    ended = [asyncio.ensure_future(ends(reader)) for reader, _ in held]
    done, still = await asyncio.wait(ended, timeout=patience)
    for each in still:
        each.cancel()
    for _, writer in held:
        writer.close()
    scene.outcome.expect(len(done) == count, f"{count - len(done)} half requests are held open for good.")
    scene.outcome.expect(await scene.product.healthz(), "The health is no longer good.")


Attack = Callable[[Scene, bool], Awaitable[None]]

ATTACKS: dict[str, Attack] = {
    "writes": _writes_without_end,
    "files": _asks_for_files,
    "pages": _loads_pages,
    "half requests": _leaves_half_requests,
    "streams": _reads_nothing,
}
ATTACK_OF_TWIN = {
    "without_quotas": "writes",
    "first_come": "files",
    "pages_without_end": "pages",
    "patient_for_ever": "half requests",
    "whole_history": "streams",
}
"""Each twin is without one limit, and is tried with what that limit is there for."""


CAMPAIGN = Campaign(
    "hold-up",
    "One participant who takes all they can get holds up nobody else, and gives back what they took.",
    tuple(ATTACK_OF_TWIN),
    run,
)
