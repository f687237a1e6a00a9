"""Broadcast: reminders to everybody of a round, through refusals, lost answers and ends of the process.

The whole application runs against the stand-in Telegram over real sockets, but in a time of its own, so
that the pace, the waits that Telegram asks for, and the two minutes of doubt are as long as they really are.
The process ends as after ``kill -9``: from one moment on nothing more is written. Two coordinators confirm
the same reminders; some people write after an answer about them was lost.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from bot import delivery
from bot.application import Application
from bot.delivery import MOST_BULK, Delivery, Parcel
from bot.reminding.asking import AlreadyAsked, Confirmation, Confirmed
from bot.reminding.preview import Group
from bot.settings import Settings
from bot.telegram.poll import Poller
from storage.database import Transaction
from storage.outbox import UNCERTAIN_FOR
from storage.reminder_ledger import Entered, Went, ledger
from tests.bot import virtual
from tests.bot.workshop import ROUND, Workshop
from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.own_log import logged
from tests.storage.samples import take_part
from tests.telegram.faults import Fault, Show
from tests.telegram.stand_in import StandIn

FIRST = 5_001
BLOCKED = 50
"""Of so many people one has blocked the bot."""
TOO_MANY = 0.05
WAITS = (1, 4, 12, 30)
"""Seconds that Telegram asks for, each as often as another."""
WRITES = 0.3
"""How many of those write whose reminder is in doubt."""
ANSWER_SECONDS = 0.05
SLOW_SECONDS = 1.0
"""How long Telegram takes to answer, and how long before the process ends."""
MOST_A_SECOND = 30
LONGEST = 8 * 3600.0


@dataclass(frozen=True, slots=True)
class Size:
    """``broken`` is how often Telegram answers 502, how often the line breaks, and how often only the answer
    is lost.
    """

    people: int
    kills: int
    broken: float


def _size(plan: Plan) -> Size:
    if plan.twin:
        return Size(150, 6, 0.06)
    return Size(300, 10, 0.04) if plan.is_short else Size(5_000, 50, 0.01)


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody outside has seen of one person: when each copy came, and how each try was answered."""

    copies: list[int]
    answers: Counter[int]
    wrote_at: float | None

    @property
    def in_doubt(self) -> int:
        """Tries whose answer was lost."""
        return self.answers[0]


class _Broadcast:
    """One round, its people, and the lives of the process."""

    def __init__(self, plan: Plan) -> None:
        self._size = _size(plan)
        self._chance = random.Random(plan.seed)
        self._database = virtual.MemoryDatabase()
        self._stand_in = StandIn(strict=False, seed=plan.seed, clock=lambda: virtual.now().timestamp())
        self._settings = Settings(
            data_dir=plan.folder,
            telegram_token=self._stand_in.token,  # type: ignore[arg-type]
            reading_seconds=0.0,
        )
        self._slow: Fault | None = None
        self._looked_at = 0
        self._wrote: dict[int, float] = {}

    async def play(self) -> Outcome:
        loop = asyncio.get_running_loop()
        with mock.patch.dict(Poller.__init__.__kwdefaults__, monotonic=loop.time):  # type: ignore[arg-type]
            async with self._stand_in:
                self._settings = self._settings.model_copy(update={"telegram_api_url": self._stand_in.url})
                persons = await self._gather()
                self._break()
                confirmed = await self._live(persons)
                await self._database.close()
        return self._judged(persons, *confirmed)

    async def _gather(self) -> dict[int, int]:
        """Let everybody take part; who they are in the store, by who they are on Telegram."""
        await Workshop(self._database).open_round()  # type: ignore[arg-type]
        everybody = range(FIRST, FIRST + self._size.people)
        for each in everybody:
            person = self._stand_in.person(each)
            person.has_started = True
            person.has_blocked = each % BLOCKED == 0
        return await self._database.write(
            lambda tx: {each: take_part(tx, str(each), round_id=ROUND).person_id for each in everybody}
        )

    def _break(self) -> None:
        kinds: list[tuple[Show, float, dict[str, Any]]] = [
            *((Show.TOO_MANY, TOO_MANY / len(WAITS), {"retry_after": seconds}) for seconds in WAITS),
            (Show.STATUS, self._size.broken, {"status": 502}),
            (Show.RESET, self._size.broken, {}),
            (Show.HALF, self._size.broken, {"accepted": True}),
        ]
        for show, chance, details in kinds:
            self._stand_in.fail(show, "sendMessage", times=None, chance=chance, **details)
        self._slow = self._stand_in.fail(Show.SLOW, "sendMessage", times=None, seconds=ANSWER_SECONDS)

    async def _live(self, persons: dict[int, int]) -> tuple[list[Confirmation], list[Entered]]:
        """One life of the process after the other, until everything has gone."""
        for life in range(self._size.kills + 1):
            async with AsyncExitStack() as stack:
                application = Application(
                    self._settings,
                    self._database,  # type: ignore[arg-type]
                    web_url=None,
                    now=virtual.now,
                )
                await stack.enter_async_context(application)
                if life == 0:
                    confirmed = await self._confirm(application)
                if life < self._size.kills:
                    await self._until_taken(self._size.people * life // self._size.kills)
                    await self._end()
                else:
                    entered = await self._until_settled(persons)
            self._database.is_down = False
        return confirmed, entered

    async def _confirm(self, application: Application) -> list[Confirmation]:
        """Two coordinators look at the same reminders, and both confirm them."""

        def ask(tx: Transaction) -> list[Confirmation]:
            now, asked = virtual.now(), application.reminders
            previews = [asked.preview(tx, ROUND, Group.ALL, now) for _ in range(2)]
            return [asked.confirm(tx, ROUND, each.batch, by=by, now=now) for by, each in enumerate(previews)]

        confirmed = await self._database.write(ask)
        application.reminding.wake()
        return confirmed

    async def _until_taken(self, count: int) -> None:
        while self._stand_in.messages_taken < count:
            await asyncio.sleep(self._chance.random())
            self._some_write()

    async def _end(self) -> None:
        """End the process, at a random moment, with as much under way as it ever has."""
        assert self._slow is not None
        self._slow.seconds = SLOW_SECONDS
        await asyncio.sleep(self._chance.random() * 2 * SLOW_SECONDS)
        self._database.is_down = True
        self._slow.seconds = ANSWER_SECONDS

    async def _until_settled(self, persons: dict[int, int]) -> list[Entered]:
        """The product's own ledger, once nothing of it is under way."""
        end = virtual.clock() + LONGEST
        while True:
            entered = await self._database.read(lambda tx: ledger(tx, ROUND))
            pending = [each for each in entered if each.went in (Went.HELD, Went.UNDER_WAY)]
            if (not pending and len(entered) >= len(persons)) or virtual.clock() > end:
                return entered
            await asyncio.sleep(10.0)
            self._some_write()

    def _some_write(self) -> None:
        """Some people do something soon after the answer about their reminder was lost."""
        fresh, self._looked_at = self._stand_in.calls[self._looked_at :], len(self._stand_in.calls)
        for call in fresh:
            is_in_doubt = call.method == "sendMessage" and call.status in (0, 502)
            if is_in_doubt and call.chat_id not in self._wrote and self._chance.random() < WRITES:
                assert call.chat_id is not None
                self._stand_in.person(call.chat_id).writes("/help")
                self._wrote[call.chat_id] = self._stand_in.now()

    # --- what came of it --------------------------------------------------------------------------------

    def _seen(self, each: int) -> Seen:
        copies = [m.date for m in self._stand_in.person(each).received.values() if m.button("Not for me")]
        return Seen(sorted(copies), self._answers[each], self._wrote.get(each))

    def _judged(
        self, persons: dict[int, int], confirmed: list[Confirmation], entered: list[Entered]
    ) -> Outcome:
        self._answers = defaultdict[int, Counter[int]](Counter)
        sends = self._stand_in.calls_of("sendMessage")
        for call in sends:
            self._answers[call.chat_id or 0][call.status] += 1
        seen = {person_id: self._seen(each) for each, person_id in persons.items()}
        blocked = {
            person_id for each, person_id in persons.items() if self._stand_in.person(each).has_blocked
        }
        by_person = {each.person_id: each for each in entered}
        uncertain = {who for who, each in by_person.items() if each.went is Went.UNCERTAIN}
        extra = sum(len(each.copies) - 1 for each in seen.values() if each.copies)
        by_kills = sum(max(0, len(each.copies) - 1 - each.in_doubt) for each in seen.values())
        fastest = _most_a_second([call.at for call in sends])
        outcome = Outcome(
            figures={
                "people": len(persons),
                "of them have blocked the bot": len(blocked),
                "kills": self._size.kills,
                "told to wait (429)": sum(each.answers[429] for each in seen.values()),
                "answered with 502": sum(each.answers[502] for each in seen.values()),
                "answers lost": sum(each.in_doubt for each in seen.values()),
                "came once": sum(len(each.copies) == 1 for each in seen.values()),
                "came twice or more": sum(len(each.copies) > 1 for each in seen.values()),
                "extra copies": extra,
                "extra copies by kills": by_kills,
                "in doubt and not sent again, as the person wrote": len(uncertain),
                "of these had got none": sum(not seen[who].copies for who in uncertain),
                "most sends within a second": fastest,
                "minutes": round((sends[-1].at - sends[0].at) / 60),
            },
            trials={"reminder": len(persons) - len(blocked)},
        )
        expect = outcome.expect
        expect(
            isinstance(confirmed[0], Confirmed) and isinstance(confirmed[1], AlreadyAsked),
            "Two coordinators were not told that the reminders go once.",
        )
        expect(len(by_person) == len(entered) == len(persons), "The product's ledger is not whole.")
        expect(by_kills <= MOST_BULK * self._size.kills, "More came twice than were under way.")
        expect(fastest <= MOST_A_SECOND, f"{fastest} went within a second.")
        refused_again = sum(each.answers[403] - 1 for each in seen.values() if each.answers[403])
        expect(refused_again <= MOST_BULK * self._size.kills, "Those who blocked the bot were tried again.")
        for who, each in seen.items():
            _judge(outcome, who, each, by_person[who], is_blocked=who in blocked)
        return outcome


def _judge(outcome: Outcome, who: int, seen: Seen, entered: Entered, *, is_blocked: bool) -> None:
    if is_blocked:
        outcome.expect(entered.went is Went.FAILED, f"Person {who} is blocked, and told as {entered.went}.")
        return
    is_told = entered.went in (Went.SENT, Went.UNCERTAIN)
    outcome.expect(is_told, f"Person {who} was not sent to: {entered.went}.")
    outcome.expect(seen.copies or entered.went is Went.UNCERTAIN, f"Person {who} was missed.")
    if len(seen.copies) > 1:
        outcome.expect(entered.may_be_double, f"Nobody is told that person {who} got two copies.")
    apart = [later - earlier for earlier, later in zip(seen.copies, seen.copies[1:], strict=False)]
    # Telegram's dates are whole seconds, and it takes a moment until a message is dated.
    least = UNCERTAIN_FOR.total_seconds() - 2 * SLOW_SECONDS
    outcome.expect(all(each >= least for each in apart), f"Person {who} got two copies at once.")
    if seen.wrote_at is not None:
        late = [each for each in seen.copies if each > seen.wrote_at + 1]
        outcome.expect(not late, f"Person {who} had written and was reminded again.")


def _most_a_second(times: list[float]) -> int:
    ordered, first, most = sorted(times), 0, 0
    for last, at in enumerate(ordered):
        while ordered[first] <= at - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


async def run(plan: Plan) -> Outcome:
    """Remind everybody once."""
    with logged(), _broken(plan.twin):
        return await asyncio.to_thread(_play, plan)


def _play(plan: Plan) -> Outcome:
    # Waits are lengthened by chance, here by the same each time.
    random.seed(plan.seed)
    return virtual.run(_Broadcast(plan).play(), on=virtual.ThreadlessLoop)


@contextmanager
def _broken(twin: str | None) -> Iterator[None]:
    """The product as most are: what got no answer goes again at once, and as many go as there are places."""
    match twin:
        case "again_at_once":
            with mock.patch.object(Delivery, "_put_aside", _again_at_once):
                yield
        case "many_under_way":
            with mock.patch.object(delivery, "MOST_BULK", 30):
                yield
        case _:
            yield


def _again_at_once(self: Delivery, parcel: Parcel) -> None:
    self._retry(parcel, self._backoff(parcel))


CAMPAIGN = Campaign(
    "broadcast",
    "Each is reminded once, but for what was under way when the process ended or an answer was lost.",
    ("again_at_once", "many_under_way"),
    run,
)
