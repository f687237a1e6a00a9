import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.telegram.poll import POLL_SECONDS, Poller, TokenRefused
from bot.messages.failures import DeliveryFailed, Failure

BEGAN = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class OutOfScript(BaseException):
    """Nothing more is to happen."""


class World:
    """A Telegram that answers by a script, a database that may fail, and a clock that only they move."""

    def __init__(self, *script: Any, takes: float = 0.0, keep_fails: int = 0) -> None:
        self.script = list(script)
        self.takes = takes
        self.keep_fails = keep_fails
        self.seconds = 0.0
        self.events: list[tuple[Any, ...]] = []
        self.polled: list[datetime] = []
        self.troubles: list[str | None] = []
        self.changes: list[str | None] = []
        self.poller: Poller | None = None

    async def get_updates(self, offset: int, timeout: int) -> list[Any]:  # noqa: ASYNC109
        self.events.append(("polls", offset))
        assert timeout == POLL_SECONDS
        if self.poller is not None:
            self.troubles.append(self.poller.trouble)
        if not self.script:
            raise OutOfScript
        self.seconds += self.takes
        answer = self.script.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return list(answer)

    async def keep(self, updates: list[dict[str, Any]], offset: int) -> None:
        self.events.append(("keeps", [each["update_id"] for each in updates], offset))
        if self.keep_fails:
            self.keep_fails -= 1
            raise OSError("disk full: canary words of a reply")

    async def sleep(self, seconds: float) -> None:
        self.events.append(("waits", seconds))
        self.seconds += seconds

    def changed(self) -> None:
        assert self.poller is not None
        self.changes.append(self.poller.trouble)

    def run(self, *, offset: int = 0, jitter: Callable[[], float] = lambda: 1.0) -> Poller:
        self.poller = Poller(
            self,
            self.keep,
            offset=offset,
            polled=self.polled.append,
            changed=self.changed,
            now=lambda: BEGAN + timedelta(seconds=self.seconds),
            monotonic=lambda: self.seconds,
            sleep=self.sleep,
            jitter=jitter,
        )
        with suppress(OutOfScript):
            asyncio.run(self.poller.run())
        return self.poller

    @property
    def waits(self) -> list[float]:
        return [event[1] for event in self.events if event[0] == "waits"]

    @property
    def offsets(self) -> list[int]:
        return [event[1] for event in self.events if event[0] == "polls"]


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": 4001, "type": "private"}}}


def failing(kind: Failure, times: int = 1, **more: Any) -> list[DeliveryFailed]:
    return [DeliveryFailed(kind, **more) for _ in range(times)]


# --- kept, then confirmed -----------------------------------------------------------------------------


async def test_what_follows_from_what_came_goes_on_before_more_is_asked_for() -> None:
    world = World([update(5)])
    loop = asyncio.get_running_loop()

    async def keep(updates: list[dict[str, Any]], offset: int) -> None:
        await world.keep(updates, offset)
        # As a prompt does: who delivers is woken, and hands its row to the store.
        loop.call_soon(lambda: loop.call_soon(world.events.append, ("is on its way",)))

    with pytest.raises(OutOfScript):
        await Poller(world, keep, sleep=world.sleep).run()
    assert [each[0] for each in world.events] == ["polls", "keeps", "is on its way", "polls"]


def test_updates_are_kept_before_the_next_poll_confirms_them() -> None:
    world = World([update(5), update(6)], [update(7)])
    world.run(offset=3)

    assert world.events == [
        ("polls", 3),
        ("keeps", [5, 6], 7),
        ("polls", 7),
        ("keeps", [7], 8),
        ("polls", 8),
    ]


def test_a_backlog_is_fetched_without_pause() -> None:
    world = World(*([update(n)] for n in range(50)))
    world.run()

    assert world.waits == []


def test_while_nothing_can_be_kept_nothing_is_polled_or_confirmed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world = World([update(5)], [update(6)], keep_fails=9)
    world.run()

    assert world.offsets == [0, 6, 7]
    assert world.events[1:3] == [("keeps", [5], 6), ("waits", 1.0)]
    assert world.waits == [1, 2, 4, 8, 10, 10, 10, 10, 10]
    assert "canary" not in caplog.text
    assert "OSError" in caplog.text


def test_a_change_of_the_trouble_is_said_once() -> None:
    script = [*failing(Failure.SERVER_ERROR, 2), *failing(Failure.CONFLICT), [update(5)], [update(6)]]
    world = World(*script, keep_fails=2)
    world.run()

    server, conflict, none, kept, *rest = world.changes
    assert (server, conflict, none) == (Failure.SERVER_ERROR.value, Failure.CONFLICT.value, None)
    assert kept is not None
    assert rest == [None]


def test_while_nothing_can_be_kept_that_is_the_trouble() -> None:
    world = World([update(5)], keep_fails=10**9)
    troubles: list[str | None] = []

    async def sleep(seconds: float) -> None:
        world.seconds += seconds
        troubles.append(poller.trouble)
        if len(troubles) == 3:
            raise OutOfScript

    poller = Poller(world, world.keep, monotonic=lambda: world.seconds, sleep=sleep)
    with suppress(OutOfScript):
        asyncio.run(poller.run())

    assert troubles == ["what arrives cannot be kept"] * 3


def test_the_offset_is_never_negative() -> None:
    world = World([{"update_id": -5}], [])
    world.run(offset=-1)

    assert world.offsets == [0, 0, 0]


def test_numbers_that_begin_anew_are_followed() -> None:
    world = World([update(900)], [update(12)], [update(13)])
    world.run()

    assert world.offsets == [0, 901, 13, 14]


def test_after_a_quiet_week_numbers_may_begin_anywhere() -> None:
    world = World([update(900)], [], [], [], takes=3 * 86_400.0)
    world.run()

    assert world.offsets == [0, 901, 901, 901, 0]


def test_an_offset_that_telegram_refuses_is_given_up() -> None:
    world = World(*failing(Failure.REFUSED), [update(5)])
    world.run(offset=901)

    assert world.offsets == [901, 0, 6]


# --- one bad update never stops the others ------------------------------------------------------------


@pytest.mark.parametrize(
    "bad", [None, 5, "x", [], {}, {"update_id": "6"}, {"update_id": True}, {"update_id": 2**40}]
)
def test_what_has_no_number_is_left_out_and_the_rest_is_kept(bad: Any) -> None:
    world = World([update(5), bad, update(6)])
    world.run()

    assert world.events[1] == ("keeps", [5, 6], 7)


@pytest.mark.parametrize("answer", [[], [None], [{"no": "number"}]])
def test_an_answer_that_brings_nothing_is_not_asked_for_more_than_twice_a_second(answer: list[Any]) -> None:
    world = World(*([answer] * 20))
    world.run()

    assert world.waits == [0.5] * 20


def test_a_server_that_sends_the_same_again_is_not_asked_more_than_twice_a_second() -> None:
    world = World(*([[update(5)]] * 10))
    world.run()

    assert world.waits == [0.5] * 9


def test_a_long_poll_is_followed_by_the_next_at_once() -> None:
    world = World([], [], takes=50.0)
    world.run()

    assert world.waits == []


# --- trouble -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "waits"),
    [
        (Failure.NOT_SENT, [1, 2, 4, 8, 10, 10, 10, 10]),
        (Failure.UNCERTAIN, [1, 2, 4, 8, 10, 10, 10, 10]),
        (Failure.SERVER_ERROR, [1, 2, 4, 8, 10, 10, 10, 10]),
        (Failure.BAD_ANSWER, [1, 2, 4, 8, 10, 10, 10, 10]),
        (Failure.REFUSED, [1, 2, 4, 8, 10, 10, 10, 10]),
        (Failure.CONFLICT, [5, 10, 15, 15, 15, 15, 15, 15]),
        (Failure.UNAUTHORISED, [1, 2, 4, 8, 10, 10, 10, 10]),
    ],
)
def test_each_trouble_is_waited_out_longer_and_longer(kind: Failure, waits: list[float]) -> None:
    world = World(*failing(kind, 8), [update(5)])
    poller = world.run()

    assert world.waits == waits
    assert world.troubles == [None, *[kind.value] * 8, None]
    assert poller.trouble is None
    assert ("keeps", [5], 6) in world.events


def test_chance_spreads_the_waits_but_never_below_half() -> None:
    world = World(*failing(Failure.NOT_SENT, 8))
    world.run(jitter=lambda: 0.0)

    assert world.waits == [0.5, 1, 2, 4, 5, 5, 5, 5]


def test_after_a_minute_of_changing_trouble_an_answer_comes_within_fifteen_seconds() -> None:
    """As it was seen: 401 for 20 seconds, 502 for 20, 409 for 10, then all is well."""
    world = World()
    answered: list[float] = []

    class Outage:
        async def get_updates(self, offset: int, timeout: int) -> list[Any]:  # noqa: ARG002, ASYNC109
            for until, kind in (
                (20, Failure.UNAUTHORISED),
                (40, Failure.SERVER_ERROR),
                (50, Failure.CONFLICT),
            ):
                if world.seconds < until:
                    raise DeliveryFailed(kind)
            answered.append(world.seconds)
            raise OutOfScript

    poller = Poller(
        Outage(), world.keep, monotonic=lambda: world.seconds, sleep=world.sleep, jitter=lambda: 1.0
    )
    with suppress(OutOfScript):
        asyncio.run(poller.run())

    assert 50 <= answered[0] <= 65


def test_telegram_s_own_wait_is_kept() -> None:
    world = World(*failing(Failure.TOO_MANY_REQUESTS, retry_after=3_000.0))
    world.run(jitter=lambda: 0.25)

    assert world.waits == [3_000.25]


def test_after_a_good_poll_waits_begin_short_again() -> None:
    world = World(*failing(Failure.NOT_SENT, 5), [], *failing(Failure.NOT_SENT))
    world.run()

    assert world.waits == [1, 2, 4, 8, 10, 0.5, 1]


def test_a_fault_of_our_own_is_survived_and_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world = World(KeyError("canary words"), [update(5)])
    world.run()

    assert ("keeps", [5], 6) in world.events
    assert "KeyError" in caplog.text
    assert "canary" not in caplog.text


def test_the_time_of_each_good_poll_is_told() -> None:
    world = World([], *failing(Failure.NOT_SENT, 2), [], takes=50.0)
    world.run()

    assert world.polled == [BEGAN + timedelta(seconds=50), BEGAN + timedelta(seconds=203)]


def test_a_trouble_that_lasts_is_an_error_in_the_log_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="bot.channels.telegram.poll")
    world = World(*failing(Failure.CONFLICT, 10), [])
    world.run()

    levels = [record.levelname for record in caplog.records if record.name == "bot.channels.telegram.poll"]
    assert levels == ["WARNING", "ERROR", "INFO"]


def test_a_token_refused_for_ten_minutes_ends_with_one_clear_sentence() -> None:
    world = World(*failing(Failure.UNAUTHORISED, 100))
    with pytest.raises(TokenRefused, match="Check the token and the Bot API address"):
        world.run()

    assert 600 <= world.seconds <= 900


@pytest.mark.parametrize("between", [[], *failing(Failure.NOT_SENT), *failing(Failure.CONFLICT)])
def test_refusals_that_are_broken_off_go_on_for_ever(between: Any) -> None:
    refusals = [each for _ in range(60) for each in (*failing(Failure.UNAUTHORISED, 2), between)]
    world = World(*refusals)
    world.run()

    assert world.seconds > 1_000 or between == []
    assert len(world.offsets) == 181


def test_stopping_stops_at_once() -> None:
    async def run() -> None:
        async def wait_for_ever(_: float) -> None:
            await asyncio.Event().wait()

        poller = Poller(World([], []), World().keep, sleep=wait_for_ever)
        task = asyncio.create_task(poller.run())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
