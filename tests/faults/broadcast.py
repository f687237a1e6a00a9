"""Broadcast: reminders to everybody of a round, through refusals, lost answers and ends of the process.

The whole application runs against the stand-in Telegram over real sockets, but in a time of its own, so
that the pace, the waits that Telegram asks for, and the two minutes of doubt are as long as they really are.
The process ends as after ``kill -9``: from one moment on nothing more is written. Two coordinators confirm
the same reminders; some people write after an answer about them was lost.

It is played twice: where reminders come at least once, and where the organisation wants none twice.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest import mock

from bot.app.application import Application
from bot.channels.telegram.poll import Poller
from bot.outbox import delivery
from bot.outbox.delivery import Delivery, QueuedEntry
from bot.schedule.reminder_preview import Group
from bot.schedule.reminder_requests import Confirmation
from bot.schedule.round_end import LOOK_EVERY_SECONDS
from bot.settings.settings import Settings
from storage.engine.database import Transaction
from storage.messages import jobs, outbox
from storage.reminders.reminder_log import (
    Announced,
    LoggedReminder,
    ReminderState,
    announcements_in_doubt,
    logged_reminders,
)
from storage.roles.organisations import ReminderPolicy
from storage.rounds.rounds import close_round
from tests.bot import virtual
from tests.bot.workshop import ROUND, Workshop
from tests.channel_names import TELEGRAM
from tests.faults.campaign import Campaign, Outcome, Plan, together
from tests.faults.copies import SLOW_SECONDS, judged, judged_once, seen
from tests.faults.own_log import logged
from tests.storage.samples import take_part, wants
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
"""How long Telegram takes to answer."""
LONGEST = 8 * 3600.0


@dataclass(frozen=True, slots=True)
class Size:
    """``broken`` is how often Telegram answers 502, how often the line breaks, and how often only the answer
    is lost. ``closing_kills`` come while the end of the round is announced.
    """

    people: int
    kills: int
    broken: float

    @property
    def closing_kills(self) -> int:
        return self.kills // 5


def _size(plan: Plan) -> Size:
    if plan.twin:
        return Size(150, 6, 0.06)
    return Size(300, 10, 0.04) if plan.is_short else Size(5_000, 50, 0.01)


class _Broadcast:
    """One round, its people, and the lives of the process."""

    def __init__(self, plan: Plan, policy: ReminderPolicy) -> None:
        self._policy = policy
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
                confirmed, entered = await self._live(persons)
                if self._policy is ReminderPolicy.AT_LEAST_ONCE:
                    people = seen(self._stand_in, persons, self._wrote)
                    outcome = judged(self._stand_in, people, confirmed, entered, self._size.kills)
                else:
                    announced = await self._close()
                    people = seen(self._stand_in, persons, self._wrote)
                    kills = self._size.kills + self._size.closing_kills
                    outcome = judged_once(people, entered, announced, kills)
                await self._database.close()
        return outcome

    async def _gather(self) -> dict[int, int]:
        """Let everybody take part; who they are in the store, by who they are on Telegram."""
        await Workshop(self._database).open_round()  # type: ignore[arg-type]
        await self._database.write(lambda tx: wants(tx, self._policy))
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

    def _life(self) -> Application:
        return Application(
            self._settings,
            self._database,  # type: ignore[arg-type]
            web_url=None,
            now=virtual.now,
        )

    async def _live(self, persons: dict[int, int]) -> tuple[list[Confirmation], list[LoggedReminder]]:
        """One life of the process after the other, until everything has gone."""
        for life in range(self._size.kills + 1):
            async with self._life() as application:
                if life == 0:
                    confirmed = await self._confirm(application)
                if life < self._size.kills:
                    await self._until_taken(self._share(life, self._size.kills))
                    await self._end()
                else:
                    entered = await self._until_settled(persons)
            self._database.is_down = False
        return confirmed, entered

    async def _close(self) -> list[Announced]:
        """Close the round, which is told to everybody, through more ends; what of that is in doubt."""
        await self._database.write(lambda tx: close_round(tx, ROUND, virtual.now()))
        before, kills = self._stand_in.messages_taken, self._size.closing_kills
        for life in range(kills + 1):
            async with self._life():
                if life < kills:
                    await self._until_taken(before + self._share(life, kills))
                    await self._end()
                else:
                    await self._until_all_is_said()
            self._database.is_down = False
        return await self._database.read(lambda tx: announcements_in_doubt(tx, ROUND))

    async def _until_all_is_said(self) -> None:
        end = virtual.clock() + LONGEST
        is_noticed_by = virtual.clock() + 2 * LOOK_EVERY_SECONDS
        while virtual.clock() < end:
            await asyncio.sleep(10.0)
            waits = await self._database.read(
                lambda tx: bool(outbox.waiting(tx, TELEGRAM)) or jobs.next_job_due(tx)
            )
            if not waits and virtual.clock() > is_noticed_by:
                return

    async def _confirm(self, application: Application) -> list[Confirmation]:
        """Two coordinators look at the same reminders, and both confirm them."""

        def ask(tx: Transaction) -> list[Confirmation]:
            now, asked = virtual.now(), application.reminders
            previews = [asked.preview(tx, ROUND, Group.ALL, now) for _ in range(2)]
            return [asked.confirm(tx, ROUND, each.batch, by=by, now=now) for by, each in enumerate(previews)]

        confirmed = await self._database.write(ask)
        application.reminding.wake()
        return confirmed

    def _share(self, life: int, kills: int) -> int:
        """After how many messages a life of the process ends."""
        # Where none comes twice some never come, so fewer than people are taken.
        most = self._size.people * (10 if self._policy is ReminderPolicy.AT_LEAST_ONCE else 9) // 10
        return most * life // kills

    async def _until_taken(self, count: int) -> None:
        end = virtual.clock() + LONGEST
        while self._stand_in.messages_taken < count:
            assert virtual.clock() < end, "no more is sent, though not everything has been"
            await asyncio.sleep(self._chance.random())
            self._some_write()

    async def _end(self) -> None:
        """End the process, at a random moment, with as much under way as it ever has."""
        assert self._slow is not None
        self._slow.seconds = SLOW_SECONDS
        await asyncio.sleep(self._chance.random() * 2 * SLOW_SECONDS)
        self._database.is_down = True
        self._slow.seconds = ANSWER_SECONDS

    async def _until_settled(self, persons: dict[int, int]) -> list[LoggedReminder]:
        """The product's own log of reminders, once nothing of it is under way."""
        end = virtual.clock() + LONGEST
        while True:
            entered = await self._database.read(lambda tx: logged_reminders(tx, ROUND))
            pending = [each for each in entered if each.went in (ReminderState.HELD, ReminderState.UNDER_WAY)]
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


# --- its twins ----------------------------------------------------------------------------------------

TWINS = {
    "again_at_once": ReminderPolicy.AT_LEAST_ONCE,
    "many_under_way": ReminderPolicy.AT_LEAST_ONCE,
    "policy_ignored": ReminderPolicy.AT_MOST_ONCE,
    "marked_too_late": ReminderPolicy.AT_MOST_ONCE,
}
"""Where each is broken: what got no answer goes again at once, as many go as there are places, it goes again
whatever was chosen, or it is not marked before it goes.
"""


@contextmanager
def _broken(twin: str | None) -> Iterator[None]:
    """The product as most are."""
    match twin:
        case "again_at_once":
            with mock.patch.object(Delivery, "_put_aside", _again_at_once):
                yield
        case "many_under_way":
            with mock.patch.object(delivery, "MOST_BULK", 30):
                yield
        case "policy_ignored":
            with mock.patch.object(outbox, "drop_in_doubt"):
                yield
        case "marked_too_late":
            with mock.patch.object(outbox, "begin_attempts", partial(_offer_unmarked, outbox.begin_attempts)):
                yield
        case _:
            yield


def _again_at_once(self: Delivery, queued: QueuedEntry) -> None:
    self._retry(queued, self._backoff(queued))


def _offer_unmarked(offer: Callable[..., Any], tx: Transaction, *more: Any) -> Any:
    offered = offer(tx, *more)
    tx.run_many(
        "UPDATE outbox SET offered_at = NULL WHERE person_id = :p AND number = :n",
        [{"p": person_id, "n": number} for person_id, number in offered],
    )
    return offered


# --- the campaign -------------------------------------------------------------------------------------


async def run(plan: Plan) -> Outcome:
    """Remind everybody; and once more where none is to come twice, and then close the round too."""
    policies = [TWINS[plan.twin]] if plan.twin else list(ReminderPolicy)
    with logged(), _broken(plan.twin):
        return together([await asyncio.to_thread(_play, plan, policy) for policy in policies])


def _play(plan: Plan, policy: ReminderPolicy) -> Outcome:
    # Waits are lengthened by chance, here by the same each time.
    random.seed(plan.seed)
    return virtual.run(_Broadcast(plan, policy).play(), on=virtual.ThreadlessLoop)


CAMPAIGN = Campaign(
    "broadcast",
    "Each is reminded once, but for what was under way when the process ended or an answer was lost; and "
    "nobody twice where that is chosen.",
    tuple(TWINS),
    run,
)
