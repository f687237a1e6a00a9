"""The scene of the tests of delivery, set once: chats that answer, people in a round, and virtual time.

A test is a coroutine on a ``Post`` under ``@scene(people)``; what it says are entries made by ``to``.
"""

import asyncio
import inspect
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.messages.after_commit import Transient
from bot.messages.channel_contract import Carrier, Delivered, Pace
from bot.messages.failures import DeliveryFailed, Failure
from bot.messages.host import Host
from bot.outbox.delivery import Delivery
from storage.engine.database import Transaction
from storage.messages import outbox
from storage.messages.outbox import OutboxEntry, PendingEntry, Priority
from storage.people.people import Joined
from storage.roles.organisations import ReminderPolicy
from storage.rounds.cards_pointed_at import card_by_number
from tests.bot.virtual import MemoryDatabase, clock, now, run
from tests.bot.workshop import a_card
from tests.channel_names import TELEGRAM
from tests.storage.samples import open_round, take_part, wants

SEND_SECONDS = 0.05

Answers = Callable[[PendingEntry, int], object]
"""What a chat answers to one message of an entry; it may raise ``DeliveryFailed``."""


def willing(_: PendingEntry, __: int) -> None:
    """Take everything."""


class Chat(Carrier):
    """What Telegram would answer, and what has arrived there."""

    name = TELEGRAM

    def __init__(self, at_once: int) -> None:
        self.pace = Pace(25, 1, at_once)
        self.arrived: list[tuple[float, PendingEntry, int]] = []
        self.tried: list[tuple[float, str, int]] = []
        self.said: list[tuple[float, Transient]] = []
        self.answers: Answers = willing
        self.parts: dict[tuple[int, int], int] = {}
        self.seconds = SEND_SECONDS
        self.under_way = 0
        self.most_at_once = 0

    async def open(self, host: Host) -> bool:  # noqa: ARG002
        return True

    async def send(self, due: PendingEntry, part: int) -> Delivered:
        self.tried.append((clock(), due.address, due.number))
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.under_way -= 1
        self.answers(due, part)
        self.arrived.append((clock(), due, part))
        return Delivered(str(len(self.arrived)), now(), has_more=part + 1 < self.parts.get(due.key, 1))

    async def say_in_passing(self, passing: Transient) -> None:
        self.said.append((clock(), passing))
        await asyncio.sleep(self.seconds)

    @property
    def numbers(self) -> list[tuple[str, int]]:
        """Which entries arrived, by chat and number."""
        return [(due.address, due.number) for _, due, _ in self.arrived]

    def tries_at(self, address: str) -> list[float]:
        """When something was sent to a chat."""
        return [at for at, to_whom, _ in self.tried if to_whom == address]


class Post:
    """A delivery that runs, with the store and the chats around it. People are numbered from 1."""

    def __init__(self, database: MemoryDatabase, *, at_once: int = 30) -> None:
        self.database = database
        self.chat = Chat(at_once)
        self.delivery = Delivery(database, self.chat, now=now, jitter=lambda: 0.5)
        self.everybody: list[Joined] = []
        self._running: asyncio.Task[None] | None = None
        self._after: list[Post] = []

    @property
    def anna(self) -> Joined:
        """The first of everybody."""
        return self.everybody[0]

    @property
    def ben(self) -> Joined:
        """The second."""
        return self.everybody[1]

    @property
    def cy(self) -> Joined:
        """The third."""
        return self.everybody[2]

    async def begin(self, people: int) -> None:
        """Have so many people take part in a round."""

        def begin(tx: Transaction) -> list[Joined]:
            open_round(tx)
            return [take_part(tx, str(number)) for number in range(1, people + 1)]

        self.everybody = await self.database.write(begin)

    async def wants_none_twice(self, policy: ReminderPolicy = ReminderPolicy.AT_MOST_ONCE) -> None:
        """Let the organisation choose whether a reminder may come twice."""
        await self.database.write(lambda tx: wants(tx, policy))

    async def say(self, *entries: OutboxEntry) -> None:
        """Say something as a turn does: committed, then handed on."""
        self.delivery.post(await self.database.write(lambda tx: outbox.add(tx, entries, now(), shown_on=())))

    def start(self) -> None:
        """Begin to deliver."""
        self._running = asyncio.create_task(self.delivery.run())

    async def stop(self) -> None:
        """End as a process does that is asked to."""
        for each in (*self._after, self):
            if each._running is not None:
                each._running.cancel()
                await asyncio.gather(each._running, return_exceptions=True)
                each._running = None

    async def restarted(self) -> "Post":
        """The process that comes after this one, on the same store, which works again."""
        await self.stop()
        self.database.is_down = False
        after = Post(self.database)
        self._after.append(after)
        await after.delivery.recover()
        after.start()
        return after

    async def idle(self, *, within: float = 7200) -> None:
        """Return once nothing waits and nothing is under way."""
        end = clock() + within
        while not self.delivery.is_idle:
            assert clock() < end, "it does not come to rest"
            await asyncio.sleep(0.05)

    async def states(self) -> dict[str, int]:
        """How many entries are in each state."""
        rows = await self.database.read(
            lambda tx: tx.rows("SELECT state, count(*) FROM outbox GROUP BY state")
        )
        return dict(rows)

    async def times_of(self, who: Joined, number: int = 1) -> tuple[datetime | None, datetime | None]:
        """When a card was first offered and when it was delivered, as far as is known."""
        card = await self.database.read(lambda tx: card_by_number(tx, who.person_id, number))
        assert card is not None
        return card.offered_at, card.delivered_at


def scene(
    people: int, *, at_once: int = 30, is_started: bool = True, none_twice: bool = False
) -> Callable[[Callable[..., Awaitable[None]]], Callable[..., None]]:
    """Run a test in virtual time, with a post and so many people.

    ``none_twice``: their organisation wants no reminder to come twice.
    """

    @asynccontextmanager
    async def opened() -> AsyncIterator[Post]:
        mail = Post(MemoryDatabase(), at_once=at_once)
        await mail.begin(people)
        if none_twice:
            await mail.wants_none_twice()
        if is_started:
            mail.start()
        try:
            yield mail
        finally:
            await mail.stop()
            await mail.database.close()

    def told(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
        async def main(fixtures: dict[str, Any]) -> None:
            async with opened() as mail:
                await test(mail, **fixtures)

        def in_virtual_time(**fixtures: Any) -> None:
            run(main(fixtures))

        in_virtual_time.__doc__ = test.__doc__
        _, *further = inspect.signature(test).parameters.values()
        in_virtual_time.__signature__ = inspect.Signature(further)  # type: ignore[attr-defined]
        return in_virtual_time

    return told


def to(who: Joined | int, number: int = 1, **fields: Any) -> OutboxEntry:
    """A card for somebody, who may be given by their number."""
    person_id = who if isinstance(who, int) else who.person_id
    return a_card(person_id, number, address=str(person_id), **fields)


def a_reminder(who: Joined, number: int = 1) -> OutboxEntry:
    """One of many, which may come twice."""
    return to(who, number, priority=Priority.BULK)


def once(who: Joined, number: int = 1) -> OutboxEntry:
    """One of many of a round, whose organisation has a say in that."""
    return replace(a_reminder(who, number), round_id="r1")


def refuse(
    kind: Failure, times: int | None = 1, *, of: Iterable[str] = ("1",), wait: float | None = None
) -> Answers:
    """Answer with a failure so many times for each of these chats, None for ever."""
    struck: Counter[str] = Counter()
    chats = set(of)

    def answer(due: PendingEntry, _: int) -> None:
        if due.address in chats and (times is None or struck[due.address] < times):
            struck[due.address] += 1
            raise DeliveryFailed(kind, uncertain=kind is Failure.UNCERTAIN, retry_after=wait)

    return answer
