"""Bot API faults: each kind, while we start, poll, send, answer a tap and send a file.

The whole application runs against the stand-in Telegram over real sockets, but in a time of its own, which
passes only when nothing is left to do. So a fault lasts five to nine minutes, and every pause is as long as
it really is. Each case: somebody is in the middle of a theme, the fault begins, they go on; the fault ends.
"""

import asyncio
import random
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from unittest import mock

from bot.app.application import Application
from bot.app.health import HealthReport, gather
from bot.channels.telegram.poll import Poller
from bot.jobs import theme_report
from bot.messages.failures import DeliveryFailed, Failure
from bot.outbox.delivery import Delivery
from bot.settings.settings import Settings
from storage.store_facts import store_facts
from tests.bot import virtual
from tests.bot.workshop import Workshop
from tests.faults.campaign import Campaign, Outcome, Plan
from tests.faults.own_log import logged
from tests.telegram.faults import Show
from tests.telegram.people import Person
from tests.telegram.stand_in import TOKEN, StandIn

SHORTEST, LONGEST = 300.0, 570.0
"""Seconds that a fault lasts. After ten minutes of nothing but refusals of its token the product ends."""
SERVED_WITHIN = 90.0
RED_WITHIN = 90.0
LOOKS_EVERY = 10.0
MARK = "WORDS-OF-THE-FAULT"
_HOST = "bot-api.stand-in"
_ANNA = 4001

Details = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault. ``asks`` is how long Telegram asks us to wait, which we do beyond its end.

    ``passable`` names where people are served all the same, only late; ``only`` where it can strike at all.
    """

    name: str
    show: Show | None = None
    details: Details = field(default_factory=dict)
    asks: float = 0.0
    passable: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def strikes(self, phase: str) -> bool:
        return not self.only or phase in self.only


def _status(status: int) -> Kind:
    return Kind(str(status), Show.STATUS, {"status": status, "description": MARK})


def _page(status: int) -> Kind:
    return Kind(f"{status} with a page", Show.HTML, {"status": status, "description": MARK})


REFUSED = Kind("no connection", only=("start", "poll"))
# A connection that is there needs no name.
NO_NAME = Kind("no name", only=("start",))
KINDS = (
    *map(_status, (401, 404, 409, 418, 500, 502, 503)),
    *map(_page, (200, 302, 403, 500, 502, 503, 504)),
    Kind("429 for 5 seconds", Show.TOO_MANY, {"retry_after": 5}, asks=5.0),
    Kind("429 for an hour", Show.TOO_MANY, {"retry_after": 3600}, asks=3600.0),
    Kind("502, though taken", Show.STATUS, {"status": 502, "description": MARK, "accepted": True}),
    Kind("broken JSON", Show.BROKEN_JSON),
    Kind("broken JSON, though taken", Show.BROKEN_JSON, {"accepted": True}),
    Kind("half a body", Show.HALF),
    Kind("half a body, though taken", Show.HALF, {"accepted": True}),
    Kind("half a body, then nothing", Show.STALL, {"accepted": True}),
    Kind("reset", Show.RESET),
    Kind("reset, though taken", Show.RESET, {"accepted": True}),
    Kind("no answer", Show.HANG),
    Kind("no answer, though taken", Show.HANG, {"accepted": True}),
    Kind("20 seconds late", Show.SLOW, {"seconds": 20.0}, passable=("start", "poll", "send", "file")),
    Kind("70 seconds late", Show.SLOW, {"seconds": 70.0}, passable=("file",)),
    REFUSED,
    NO_NAME,
)


@dataclass(frozen=True, slots=True)
class Phase:
    """Where the fault strikes. ``red_within``: seconds after which the health has to say so, None where
    people are served all the same.
    """

    name: str
    methods: tuple[str | None, ...]
    red_within: float | None = RED_WITHIN


PHASES = (
    Phase("start", (None,)),
    Phase("poll", ("getUpdates",)),
    Phase("send", ("sendMessage",)),
    Phase("tap", ("answerCallbackQuery", "editMessageText"), red_within=None),
    # One upload is given two minutes.
    Phase("file", ("sendDocument",), red_within=150.0),
)


class _Loop(virtual.ThreadlessLoop):
    """Time passes only when nothing is left to do; a name is found only while names can be found."""

    finds_names = True

    async def getaddrinfo(self, host: Any, port: Any, **more: Any) -> Any:
        if host != _HOST:
            return await super().getaddrinfo(host, port, **more)
        if not self.finds_names:
            raise socket.gaierror(socket.EAI_AGAIN, "not now")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(port)))]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in one case; seconds from the beginning and from the end of the fault."""

    red_after: float | None
    served_after: float | None
    green_after: float | None
    has_leaked: bool


class _Case:
    """One kind of fault in one phase."""

    def __init__(self, kind: Kind, phase: Phase, folder: Path, lasts: float) -> None:
        self._lasts = lasts
        self._kind = kind
        self._phase = phase
        self._folder = folder
        self._database = virtual.MemoryDatabase()
        self._stand_in = StandIn(clock=lambda: virtual.now().timestamp())

    async def play(self) -> Verdict:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, _Loop)
        async with AsyncExitStack() as stack:
            stack.enter_context(mock.patch.dict(Poller.__init__.__kwdefaults__, monotonic=loop.time))  # type: ignore[arg-type]
            await stack.enter_async_context(self._stand_in)
            workshop = Workshop(self._database)  # type: ignore[arg-type]
            await workshop.open_round()
            code = await workshop.invite()
            anna = self._stand_in.person(_ANNA)
            if self._phase.name == "start":
                await self._break()
            await stack.enter_async_context(self._application())
            if self._phase.name == "start":
                anna.starts(code)
                is_served: Callable[[], object] = anna.sees
            else:
                await _is_asked(self._stand_in, anna, code)
                await self._break()
                is_served = _goes_on(anna, self._phase.name)
            return await self._watch(anna, is_served)

    def _application(self) -> Application:
        url = self._stand_in.url.replace("127.0.0.1", _HOST)
        settings = Settings(
            data_dir=self._folder,
            telegram_token=self._stand_in.token,  # type: ignore[arg-type]
            telegram_api_url=url,
            reading_seconds=0.0,
        )
        return Application(settings, self._database, web_url=None, now=virtual.now)  # type: ignore[arg-type]

    async def _watch(self, anna: Person, is_served: Callable[[], object]) -> Verdict:
        began = virtual.clock()
        red = None
        while virtual.clock() - began < self._lasts:
            if red is None and not (await self._health()).healthy:
                red = virtual.clock() - began
            await asyncio.sleep(LOOKS_EVERY)
        await self._mend()
        limit = SERVED_WITHIN + self._kind.asks
        served = await self._until(_as_awaitable(is_served), limit)
        green = await self._until(self._is_green, limit + RED_WITHIN)
        seen = [message.text for message in anna.sees()] + anna.toasts
        return Verdict(red, served, green, any(MARK in text for text in seen))

    async def _until(self, holds: Callable[[], Awaitable[object]], limit: float) -> float | None:
        """Seconds until it holds, None when it does not within the limit."""
        began = virtual.clock()
        while not await holds():
            if virtual.clock() - began > limit:
                return None
            await asyncio.sleep(max(1.0, limit / 200))
        return virtual.clock() - began

    async def _is_green(self) -> bool:
        return (await self._health()).healthy

    async def _health(self) -> HealthReport:
        facts = await self._database.read(lambda tx: store_facts(tx, virtual.now()))
        return gather(facts, None, virtual.now())

    async def _break(self) -> None:
        if self._kind.show is not None:
            for method in self._phase.methods:
                self._stand_in.fail(self._kind.show, method, times=None, **self._kind.details)
            if self._phase.name == "poll":
                # The poll that is under way would still bring what comes next.
                self._stand_in.waiting.let_go()
                await self._stand_in.until(lambda: self._stand_in.faults.struck, seconds=120)
            return
        await self._stand_in.stop()
        if self._kind is NO_NAME:
            asyncio.get_running_loop().finds_names = False  # type: ignore[attr-defined]
            await self._stand_in.start()

    async def _mend(self) -> None:
        asyncio.get_running_loop().finds_names = True  # type: ignore[attr-defined]
        if self._kind is REFUSED:
            await self._stand_in.start()
        self._stand_in.recover()


async def _is_asked(stand_in: StandIn, anna: Person, code: str) -> None:
    """Bring somebody to the first prompt of a theme."""
    anna.starts(code)
    for sees, writes in (
        ("asks you to take part", "begin"),
        ("The themes", "1"),
        ("3 prompts", "start"),
        ("prompt 1", ""),
    ):
        await stand_in.until(lambda s=sees: any(s in each.text for each in anna.sees()), seconds=60)
        if writes:
            anna.writes(writes)


def _goes_on(anna: Person, phase: str) -> Callable[[], object]:
    """What she does next, and how she is to be answered."""
    if phase == "tap":
        tap = anna.taps("Skip")
        return lambda: any("prompt 2" in each.text for each in anna.sees()) and tap
    if phase == "file":
        anna.writes("/mydata")
        return lambda: any(each.file is not None for each in anna.sees())
    anna.writes("We listen to each other.")
    return lambda: any("prompt 2" in each.text for each in anna.sees())


def _as_awaitable(holds: Callable[[], object]) -> Callable[[], Awaitable[object]]:
    async def held() -> object:
        return holds()

    return held


# --- all of them ----------------------------------------------------------------------------------------


def _cases(plan: Plan) -> list[tuple[Kind, Phase]]:
    """Every kind in every phase; in short every fourth of these."""
    whole = [(kind, phase) for kind, phase in product(KINDS, PHASES) if kind.strikes(phase.name)]
    if plan.twin:
        return [case for case in whole if case[0].name in ("401", "502") and case[1].name in ("poll", "send")]
    if not plan.is_short:
        return whole
    return whole[plan.seed % 4 :: 4]


async def _written_here(write_out: Callable[[], bytes]) -> bytes:
    return write_out()


async def run(plan: Plan) -> Outcome:
    """Play all cases, one after the other."""
    outcome = Outcome()
    cases = _cases(plan)
    # Where time is virtual, a child process would always be too slow.
    written_here = mock.patch.object(theme_report, "in_child", _written_here)
    with logged() as log, _broken(plan.twin), written_here:
        verdicts = await asyncio.to_thread(_play_all, cases, plan)
    for (kind, phase), verdict in zip(cases, verdicts, strict=True):
        _judge(outcome, kind, phase, verdict)
    for words in (MARK, TOKEN, TOKEN.partition(":")[2]):
        outcome.expect(words not in log.getvalue(), f"{words[:12]}… is in the log")
    red = [
        each.red_after
        for (kind, phase), each in zip(cases, verdicts, strict=True)
        if phase.red_within == RED_WITHIN and phase.name not in kind.passable
    ]
    served = [
        each.served_after - kind.asks
        for (kind, _), each in zip(cases, verdicts, strict=True)
        if each.served_after is not None
    ]
    outcome.figures |= {
        "kinds of fault": len({kind.name for kind, _ in cases}),
        "phases": ", ".join(sorted({phase.name for _, phase in cases})),
        "seconds until the health was red, at most": max(
            (each for each in red if each is not None), default=None
        ),
        "seconds until somebody was served again, at most": round(max(served, default=0.0)),
    }
    outcome.trials["case"] = len(cases)
    return outcome


def _play_all(cases: list[tuple[Kind, Phase]], plan: Plan) -> list[Verdict]:
    verdicts = []
    for kind, phase in cases:
        # Pauses are shortened by chance, here by the same each time.
        random.seed(f"{plan.seed} {kind.name} {phase.name}")
        case = _Case(kind, phase, plan.folder, random.uniform(SHORTEST, LONGEST))
        verdicts.append(virtual.run(case.play(), on=_Loop))
    return verdicts


def _judge(outcome: Outcome, kind: Kind, phase: Phase, verdict: Verdict) -> None:
    name = f"{kind.name}, {phase.name}"
    outcome.expect(verdict.served_after is not None, f"{name}: not served within 90 s of its end")
    outcome.expect(verdict.green_after is not None, f"{name}: the health stays red")
    outcome.expect(not verdict.has_leaked, f"{name}: people read the words of the fault")
    if phase.red_within is not None and phase.name not in kind.passable:
        is_red = verdict.red_after is not None and verdict.red_after <= phase.red_within
        outcome.expect(is_red, f"{name}: the health was not red in time ({verdict.red_after})")


@contextmanager
def _broken(twin: str | None) -> Iterator[None]:
    """The product as bots usually are: a refusal ends polling, and what was not sent is not sent again."""
    with ExitStack() as stack:
        if twin == "no_retries":
            stack.enter_context(mock.patch.object(Poller, "_after_failure", _ends_when_refused(Poller)))
            stack.enter_context(mock.patch.object(Delivery, "_after_failure", _gives_up))
        yield


def _ends_when_refused(poller: type[Poller]) -> Callable[[Poller, DeliveryFailed], float]:
    usual = poller._after_failure

    def after_failure(self: Poller, failed: DeliveryFailed) -> float:
        pause = usual(self, failed)
        return 10.0**9 if failed.kind is Failure.UNAUTHORISED else pause

    return after_failure


def _gives_up(self: Delivery, parcel: Any, _: DeliveryFailed) -> None:
    self._after_fault(parcel)
    self._chats.finish(parcel, self._clock())


CAMPAIGN = Campaign(
    "bot-api",
    "Every fault of the Bot API shows in the health and is over within 90 seconds of its end.",
    ("no_retries",),
    run,
)
