"""The one stand-in Telegram: a Bot API over real HTTP, with people who write and tap.

In a test::

    async with StandIn() as telegram:
        anna = telegram.person(4001)
        anna.writes("/start")
        await telegram.until(lambda: anna.sees())
        anna.taps("Start")

On its own: ``python -m tests.telegram.stand_in --port 0`` prints its address, and is steered under
``/control/`` (see ``control.py``). It is as strict as Telegram where Telegram is strict, and stricter:
requests and updates that python-telegram-bot would not know are ``violations``, which fail the test.
"""

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

from tests.patience import LONGEST_SECONDS
from tests.telegram import models, updates
from tests.telegram.bot_methods import METHODS, Refusal
from tests.telegram.faults import Fault, Faults, Show
from tests.telegram.people import Person
from tests.telegram.waiting import Conflict, Waiting
from tests.telegram.wire import Asked, granted, half_of, read, refused, reset, roomy_request

TOKEN = "700700700:CANARY-token_0123456789abcdefghijkl"
BOT_NAME = "closer_look_try_bot"
FILE = "file"
"""The "method" that fetching a file counts as."""
_UNANSWERED = (Show.HALF, Show.STALL, Show.RESET, Show.HANG)


@dataclass(frozen=True, slots=True)
class Call:
    """One request that reached the stand-in. ``status`` 0: it was never answered."""

    number: int
    at: float
    method: str
    chat_id: int | None
    given: dict[str, Any]
    status: int


class StandIn:
    """One bot's Telegram. ``strict`` checks every request and update against python-telegram-bot."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        port: int = 0,
        strict: bool = True,
        seed: int = 1,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.strict = strict
        self.faults = Faults(seed)
        self.violations: list[str] = []
        self.calls: list[Call] = []
        self.files: dict[str, bytes] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.descriptions: dict[str, dict[str, str]] = {"description": {}, "short_description": {}}
        self.left: list[int] = []
        self.webhook = ""
        self.refuses_token = False
        self.has_topics = False
        self.messages_taken = 0
        self.polls = 0
        self.under_way = 0
        self.open_taps: dict[str, tuple[float, int]] = {}
        self.toasts: dict[str, tuple[int, str]] = {}
        self.waiting = Waiting(self.now)
        self._clock = clock
        self._skipped = 0.0
        self._port = port
        self._people: dict[int, Person] = {}
        self._last_message = 100
        self._last_tap = 0
        self._watchers: list[asyncio.Future[None]] = []
        self._released = asyncio.Event()
        self._runner: web.ServerRunner | None = None
        self.url = ""

    # --- its life -------------------------------------------------------------------------------

    async def start(self) -> Self:
        """Listen; ``url`` is the base address to configure."""
        # An access log would print the token, and hide from tests whether the bot does.
        server = web.Server(self._answer, request_factory=roomy_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"
        return self

    async def stop(self) -> None:
        """Stop listening. What it remembers stays, and it may be started again at the same address."""
        self._released.set()
        self.waiting.let_go()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self._released.clear()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        await self.stop()
        if kind is None:
            assert not self.violations, self.violations

    # --- what tests do --------------------------------------------------------------------------

    @property
    def bot(self) -> updates.Raw:
        return {
            "id": int(self.token.split(":")[0]),
            "is_bot": True,
            "first_name": "Closer Look",
            "username": BOT_NAME,
        }

    def now(self) -> float:
        return self._clock() + self._skipped

    def advance(self, seconds: float) -> None:
        """Let Telegram's clock run ahead."""
        self._skipped += seconds
        self.changed()

    def person(self, person_id: int) -> Person:
        """A person with this id; the same object each time."""
        return self._people.setdefault(person_id, Person(self, person_id))

    def people(self) -> list[Person]:
        return list(self._people.values())

    def fail(self, show: Show, method: str | None = None, **details: Any) -> Fault:
        """Show this fault from now on, once unless ``times`` says otherwise."""
        return self.faults.add(Fault(show, method, **details))

    def recover(self) -> None:
        """End the faults; what hung is cut off."""
        self.faults.clear()
        self._released.set()
        self._released = asyncio.Event()

    def calls_of(self, *methods: str) -> list[Call]:
        return [call for call in self.calls if call.method in methods]

    async def until(self, condition: Callable[[], object], *, seconds: float = LONGEST_SECONDS) -> None:
        """Return as soon as the condition holds; looked at after everything that happens here."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            watcher = asyncio.get_running_loop().create_future()
            self._watchers.append(watcher)
            left = deadline - asyncio.get_running_loop().time()
            try:
                await asyncio.wait_for(watcher, max(left, 0))
            except TimeoutError:
                last = [f"{call.method} {call.status}" for call in self.calls[-5:]]
                raise AssertionError(f"It did not come to that in {seconds} s. Last calls: {last}") from None

    def keeps_file(self, content: bytes) -> str:
        """Keep what somebody sent; the name by which it can be fetched."""
        file_id = f"file_{len(self.files) + 1}"
        self.files[file_id] = content
        return file_id

    # --- what people and methods use ------------------------------------------------------------

    def changed(self) -> None:
        watchers, self._watchers = self._watchers, []
        for watcher in watchers:
            if not watcher.done():
                watcher.set_result(None)

    def happened(self, kind: str, content: updates.Raw) -> int | None:
        """Somebody did something: the update waits from now on."""
        if self.strict and not models.is_readable_update({"update_id": 1, kind: content}):
            raise AssertionError(f"python-telegram-bot does not know all of this {kind}")
        number = self.waiting.add(kind, content)
        self.changed()
        return number

    def injects(self, raw: Any, *, numbered: bool = True) -> int:
        """Let any update at all wait, also one that no Telegram would send."""
        number = self.waiting.add_raw(raw, numbered=numbered)
        self.changed()
        return number

    def next_message_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def next_tap_id(self, person_id: int) -> str:
        self._last_tap += 1
        tap_id = str(4_000_000_000_000 + self._last_tap)
        self.open_taps[tap_id] = (self.now(), person_id)
        return tap_id

    # --- HTTP -----------------------------------------------------------------------------------

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/control/"):
            from tests.telegram.control import steer

            return await steer(self, request)
        _, bot, method, *rest = [*path.removeprefix("/file").split("/"), "", ""]
        if not bot.startswith("bot") or ":" not in bot:
            return refused(404, "Not Found")
        if bot != f"bot{self.token}" or self.refuses_token:
            return refused(401, "Unauthorized")
        if path.startswith("/file/"):
            method, asked = FILE, Asked(FILE, {"file_id": rest[0]})
        else:
            asked = await read(request, method)
        is_counted = method != "getUpdates"
        self.under_way += is_counted
        fault = self.faults.strike(method, asked.chat_id)
        status = 0
        try:
            if fault is not None:
                self.changed()
                response = await self._answer_faultily(request, asked, fault)
            else:
                response = await self._do(asked)
        except Exception as error:
            self.violations.append(f"{method} could not be carried out: {error!r}")
            raise
        else:
            status = 0 if fault is not None and fault.show in _UNANSWERED else response.status
            return response
        finally:
            self.under_way -= is_counted
            self.calls.append(Call(len(self.calls), self.now(), method, asked.chat_id, asked.given, status))
            self.changed()

    async def _do(self, asked: Asked) -> web.Response:
        if asked.method == "getUpdates":
            return await self._get_updates(asked)
        if asked.method == FILE:
            content = self.files.get(asked.given["file_id"])
            return web.Response(body=content) if content is not None else refused(404, "Not Found")
        do = METHODS.get(asked.method)
        if do is None:
            return refused(404, "Not Found: method not found")
        self._check(asked)
        try:
            return granted(do(self, asked.given, asked.files))
        except Refusal as refusal:
            return refused(refusal.status, refusal.description, refusal.parameters)

    async def _get_updates(self, asked: Asked) -> web.Response:
        self._check(asked)
        offset, limit = int(asked.given.get("offset", 0)), int(asked.given.get("limit", 100))
        timeout, allowed = float(asked.given.get("timeout", 0)), asked.given.get("allowed_updates")
        if isinstance(allowed, str):
            allowed = json.loads(allowed)
        if offset < 0:
            self.violations.append("getUpdates with a negative offset throws replies away")
            return refused(400, "Bad Request: refused by the stand-in")
        if self.webhook:
            return refused(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
            )
        self.polls += 1
        self.changed()
        try:
            return granted(await self.waiting.take(offset, min(max(limit, 1), 100), timeout, allowed))
        except Conflict:
            return refused(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance"
                " is running",
            )

    def _check(self, asked: Asked) -> None:
        if not self.strict:
            return
        fault = models.fault_in(asked.method, asked.given | asked.files)
        if fault is not None:
            self.violations.append(fault)

    async def _answer_faultily(
        self, request: web.BaseRequest, asked: Asked, fault: Fault
    ) -> web.StreamResponse:
        released = self._released
        answer = await self._do(asked) if fault.accepted or fault.show is Show.SLOW else None
        match fault.show:
            case Show.STATUS:
                return refused(fault.status, fault.description)
            case Show.TOO_MANY:
                wait = fault.retry_after
                return refused(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
            case Show.HTML:
                page = f"<html><body><h1>{fault.status} {fault.description}</h1></body></html>"
                return web.Response(status=fault.status, text=page, content_type="text/html")
            case Show.BROKEN_JSON:
                return web.Response(
                    body=b'{"ok":true,"result":{"message_id":', content_type="application/json"
                )
            case Show.SLOW:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(released.wait(), fault.seconds)
                return answer or refused(500, "Internal Server Error")
            case Show.HALF:
                return await half_of(request, answer)
            case Show.STALL:
                return await half_of(request, answer, before_the_rest=released.wait)
            case Show.HANG:
                await released.wait()
        reset(request)
        return answer or refused(500, "Internal Server Error")


async def _serve(port: int, token: str, strict: bool) -> None:
    stand_in = await StandIn(token=token, port=port, strict=strict).start()
    sys.stdout.write(f"{stand_in.url}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def main() -> None:
    import argparse

    import uvloop

    parser = argparse.ArgumentParser(description="A stand-in Bot API. Prints its address.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--fast", action="store_true", help="do not check against python-telegram-bot")
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(_serve(options.port, options.token, not options.fast))


if __name__ == "__main__":
    main()
