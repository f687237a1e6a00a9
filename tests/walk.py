"""Counts what one reply passes on its way to the next prompt: ``python -m tests.walk``, or ``make walk``.

Two replies in words are traced as they run, each through the whole application: one from Telegram (the
stand-in answers its polls), one from a page of the web chat that is open and listens. A walk begins when
somebody sends their words. It ends when the next prompt is handed to its channel: the moment the stand-in is
asked to send it, or the page is sent the row that shows it. The same reply was given twice before by
somebody else, so that what is loaded once is not counted.

What the figures mean:

- *files*: modules of the product of which at least one function ran.
- *functions*: those functions, lambdas and comprehensions among them, each counted once.
- *changes of package*: how often a function runs that lies in another package than the one that ran before
  it. A package is a folder at the top of the project; inside ``bot/`` each folder of it is one by itself.
  Each task and each thread has a sequence of its own, so that the figure is the same in every run.
- *changes that lead on*: the same without what the way does not lead to. A function that goes on after it has
  waited is not passed again, and a comprehension is part of its function. A look-up is not followed: a
  function of another package that calls nothing of the product, such as a property or the text of a phrase.
- *calls into storage*: how often, on the thread of the store, a function of another package calls one in
  ``storage/``. The turn is decided there in one transaction; what is about to be sent is noted there too.
- *climbs out of storage*: how often the way on that thread leads out of ``storage/`` again.

What a file does while it is imported, and methods that a dataclass is given, are not counted.
"""

import argparse
import asyncio
import logging
import re
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from dis import opmap
from itertools import pairwise
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final, Self

import httpx
import structlog
from starlette.applications import Starlette

from tests.patience import LONGEST_SECONDS
from tests.players.house import WEB_URL, Clock, House
from tests.telegram.people import Person
from tests.telegram.stand_in import StandIn
from tests.telegram.wire import Asked
from web.app import build_app

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGES: Final = ("bot", "content", "conversations", "reports", "storage", "web")
ROOMS_IN: Final = "bot"
STORE: Final = "storage"
REST_SECONDS: Final = 0.3
"""For so long nothing of the product runs before a walk begins, so that nothing else is counted with it."""


_COMPREHENSIONS: Final = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


@dataclass(frozen=True, slots=True)
class Passed:
    """A function that ran, in the sequence of which task or thread, and the package that called it.

    ``leads_on``: it has called another function of the product. ``goes_on``: it had waited, and goes on.
    """

    chain: str
    file: str
    function: str
    caller: str
    leads_on: bool = True
    goes_on: bool = False

    @property
    def package(self) -> str:
        """The package that it lies in."""
        return _package_of(self.file)

    @property
    def is_part(self) -> bool:
        """Whether it is a comprehension, and so a part of the function that it stands in."""
        return self.function.endswith(_COMPREHENSIONS)

    @property
    def is_look_up(self) -> bool:
        """Whether it only answers a question of another package."""
        return not self.leads_on and self.caller != self.package


def _package_of(file: str) -> str:
    first, *folders = file.split("/")[:-1]
    return f"{first}/{folders[0]}" if first == ROOMS_IN and folders else first


@dataclass
class Walk:
    """What ran between a reply and the next prompt, in the order in which it did."""

    passed: list[Passed] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """The modules of the product, as they were first passed."""
        return list(dict.fromkeys(each.file for each in self.passed))

    @property
    def functions(self) -> int:
        """How many functions were passed."""
        return len({(each.file, each.function) for each in self.passed})

    @property
    def changes(self) -> int:
        """How often a function ran that lies in another package than the one before it."""
        return sum(len(_moves(chain)) for chain in self._chains().values())

    @property
    def changes_that_lead_on(self) -> int:
        """How often the way led from one package into another."""
        return sum(len(_moves(_way(chain))) for chain in self._chains().values())

    @property
    def calls_into_storage(self) -> int:
        """How often a function above the store called one of it, on the store's thread."""
        return sum(each.package == STORE != each.caller and not each.goes_on for each in self._turn())

    @property
    def climbs(self) -> int:
        """How often the way led out of the store again, up to whoever decides."""
        return sum(left == STORE for left, _ in _moves(_way(self._turn())))

    def _chains(self) -> dict[str, list[Passed]]:
        chains: dict[str, list[Passed]] = {}
        for each in self.passed:
            chains.setdefault(each.chain, []).append(each)
        return chains

    def _turn(self) -> list[Passed]:
        """The longest sequence of a thread other than the event loop's: the turn is in it."""
        chains = [chain for name, chain in self._chains().items() if name.startswith(_THREAD)]
        return max(chains, key=len, default=[])


def _moves(chain: list[Passed]) -> list[tuple[str, str]]:
    return [(a.package, b.package) for a, b in pairwise(chain) if a.package != b.package]


def _way(chain: list[Passed]) -> list[Passed]:
    return [each for each in chain if not (each.is_look_up or each.goes_on or each.is_part)]


_THREAD: Final = "thread "


class Tracer:
    """Notes every function of the product that runs while it is on, on all threads begun under it."""

    def __init__(self) -> None:
        self.walk = Walk()
        self.is_on = False
        self._running: dict[int, int] = {}
        self._known: dict[CodeType, tuple[str, str] | None] = {}
        self._tasks: dict[object, str] = {}
        self._loop_thread = threading.get_ident()

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Be asked about every call; threads that begin meanwhile are traced as well."""
        before, before_on_threads = sys.getprofile(), threading.getprofile()
        threading.setprofile(self._note)
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(before)
            threading.setprofile(before_on_threads)

    async def begin_at_rest(self) -> None:
        """Note what runs from now on, once nothing of the product has run for a while."""
        is_at_rest = False
        while not is_at_rest:
            self.begin()
            await asyncio.sleep(REST_SECONDS)
            is_at_rest = not self.walk.passed
        self.begin()

    def begin(self) -> None:
        """Note what runs from now on."""
        self.walk, self.is_on = Walk(), True
        self._running = {}

    def end(self) -> None:
        """Note no more."""
        self.is_on = False

    def _note(self, frame: FrameType, event: str, _: Any) -> None:
        if not self.is_on or event != "call":
            return
        found = self._found(frame)
        if found is None:
            return
        caller = frame.f_back
        while caller is not None and self._found(caller) is None:
            caller = caller.f_back
        package = ""
        if caller is not None and (called_by := self._found(caller)) is not None:
            package = _package_of(called_by[0])
            if not found[1].endswith(_COMPREHENSIONS):
                self._leads_on(caller)
        self._running[id(frame)] = len(self.walk.passed)
        self.walk.passed.append(
            Passed(self._chain(), *found, package, leads_on=False, goes_on=_goes_on(frame))
        )

    def _leads_on(self, caller: FrameType) -> None:
        """Note of a function that ran since the walk began that it calls another."""
        place = self._running.get(id(caller))
        if place is not None:
            self.walk.passed[place] = replace(self.walk.passed[place], leads_on=True)

    def _found(self, frame: FrameType) -> tuple[str, str] | None:
        code = frame.f_code
        if code not in self._known:
            self._known[code] = _of_product(code)
        return self._known[code]

    def _chain(self) -> str:
        if threading.get_ident() != self._loop_thread:
            return f"{_THREAD}{threading.get_ident()}"
        task = asyncio.current_task()
        return self._tasks.setdefault(task, f"task {len(self._tasks)}")


def _goes_on(frame: FrameType) -> bool:
    """Whether a function goes on after it has waited or yielded, and does not begin."""
    code, at = frame.f_code.co_code, frame.f_lasti
    return at >= 0 and code[at] == _RESUME and code[at + 1] != _AT_THE_BEGINNING


_RESUME: Final = opmap["RESUME"]
_AT_THE_BEGINNING: Final = 0


def _of_product(code: CodeType) -> tuple[str, str] | None:
    """Where a function of the product lies and what it is called; None for all others."""
    path = Path(code.co_filename)
    if not path.is_relative_to(ROOT):
        return None
    file = path.relative_to(ROOT).as_posix()
    return (file, code.co_qualname) if file.split("/")[0] in PACKAGES else None


# --- the two ways ------------------------------------------------------------------------------------

TO_THE_FIRST_PROMPT: Final = ("begin", "1", "start")
FIRST, SECOND, THIRD = (f"prompt {number} of 3" for number in (1, 2, 3))
REPLY: Final = "We ask each in turn."


async def telegram_reply() -> Walk:
    """The way of a reply in words from Telegram."""
    clock, tracer = Clock(), Tracer()
    with tempfile.TemporaryDirectory() as folder, tracer.installed():
        async with (
            StandIn(clock=clock.seconds, strict=False) as telegram,
            House(
                Path(folder),
                clock,
                reading_seconds=0,
                telegram_token=telegram.token,
                telegram_api_url=telegram.url,
            ) as house,
        ):
            before, counted = [await _begins(telegram, house, number) for number in (1, 2)]
            for following in (SECOND, THIRD):
                await _replies(telegram, house, before, following)
            carry_out = telegram._do

            async def see_it(asked: Asked) -> Any:
                if asked.method == "sendMessage":
                    tracer.end()
                return await carry_out(asked)

            telegram._do = see_it  # type: ignore[method-assign]
            await _polls_for_more(telegram)
            await tracer.begin_at_rest()
            await _replies(telegram, house, counted, SECOND)
    return tracer.walk


async def _begins(telegram: StandIn, house: House, number: int) -> Person:
    person = telegram.person(number)
    person.starts(await house.invite())
    for words in TO_THE_FIRST_PROMPT:
        said = len(person.sees())
        await telegram.until(lambda: len(person.sees()) > said)  # noqa: B023 - awaited before it changes
        await house.quiet()
        person.writes(words)
    await telegram.until(lambda: FIRST in person.last.text)
    await house.quiet()
    return person


async def _replies(telegram: StandIn, house: House, person: Person, following: str) -> None:
    person.writes(REPLY)
    await telegram.until(lambda: following in person.last.text)
    await house.quiet()


async def _polls_for_more(telegram: StandIn) -> None:
    """Return once everything has been fetched and the next poll waits for what comes."""
    polls = telegram.polls
    telegram.waiting.let_go()
    await telegram.until(lambda: telegram.polls > polls)


class Page:
    """A page of the web chat that listens to what is new, and posts what its person writes."""

    def __init__(self, app: Starlette, seen: Callable[[str], None]) -> None:
        self._app = app
        self._seen = seen
        self._news = asyncio.Condition()
        self._shown = ""
        self._closes = asyncio.Event()
        self._count = 0
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=WEB_URL)
        self._token = ""

    @asynccontextmanager
    async def joined(self, code: str) -> AsyncIterator[Self]:
        """Come in with a link, and listen for as long as this lasts."""
        async with self._client as client:
            fields = {"token": _token_in((await client.get(f"/join/{code}")).text)}
            await client.post(f"/join/{code}", data=fields, headers=_OWN_PAGE)
            self._token = _token_in((await client.get("/chat")).text)
            listening = asyncio.ensure_future(self._app(self._scope(), self._receive, self._send))
            try:
                yield self
            finally:
                self._closes.set()
                await listening

    async def writes(self, text: str, *, until: str) -> None:
        """Post words, and wait for the card that holds a text."""
        self._count += 1
        self._shown = ""
        posted = await self._client.post(
            "/chat",
            json={"message_id": f"message-{self._count:04}", "text": text},
            headers={**_OWN_PAGE, "X-Form-Token": self._token},
        )
        assert posted.status_code == 202, posted.text
        async with asyncio.timeout(LONGEST_SECONDS), self._news:
            await self._news.wait_for(lambda: until in self._shown)

    def _scope(self) -> dict[str, Any]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._client.cookies.items())
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/chat/events",
            "query_string": b"after=0",
            "headers": [(b"host", b"closer-look.test"), (b"cookie", cookies.encode())],
        }

    async def _receive(self) -> dict[str, Any]:
        await self._closes.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        piece = message.get("body", b"").decode()
        self._seen(piece)
        async with self._news:
            self._shown += piece
            self._news.notify_all()


_TOKEN: Final = re.compile(r'name="token" value="([0-9a-f]{64})"')
_OWN_PAGE: Final = {"Sec-Fetch-Site": "same-origin"}


def _token_in(page: str) -> str:
    found = _TOKEN.search(page)
    assert found is not None, page
    return found[1]


async def web_message() -> Walk:
    """The way of a reply in words from a page of the web chat."""
    tracer = Tracer()

    def seen(piece: str) -> None:
        if SECOND in piece:
            tracer.end()

    with tempfile.TemporaryDirectory() as folder, tracer.installed():
        async with House(Path(folder), Clock(), reading_seconds=0) as house:
            app = build_app(
                house.backend,
                public_url=WEB_URL,
                secure_cookies=False,
            )
            async with Page(app, lambda _: None).joined(await house.invite()) as before:
                await _comes_to_the_first_prompt(before, house)
                for following in (SECOND, THIRD):
                    await before.writes(REPLY, until=following)
            async with Page(app, seen).joined(await house.invite()) as counted:
                await _comes_to_the_first_prompt(counted, house)
                await tracer.begin_at_rest()
                await counted.writes(REPLY, until=SECOND)
    return tracer.walk


async def _comes_to_the_first_prompt(page: Page, house: House) -> None:
    for words in TO_THE_FIRST_PROMPT:
        await page.writes(words, until=FIRST if words == TO_THE_FIRST_PROMPT[-1] else "event: entry")
        await house.quiet()


# --- what is printed ---------------------------------------------------------------------------------

WAYS: Final = {"a Telegram reply": telegram_reply, "a web message": web_message}


def figures(walk: Walk) -> dict[str, int]:
    """The figures of a walk, each by its name."""
    return {
        "files": len(walk.files),
        "functions": walk.functions,
        "changes of package": walk.changes,
        "changes that lead on": walk.changes_that_lead_on,
        "calls into storage": walk.calls_into_storage,
        "climbs out of storage": walk.climbs,
    }


def main(given: Sequence[str] | None = None) -> None:
    """Walk both ways and print what was passed."""
    parser = argparse.ArgumentParser(prog="python -m tests.walk", description="Counts what a reply passes.")
    parser.add_argument("--list", action="store_true", help="the files too, as they are first passed")
    options = parser.parse_args(given)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    for name, way in WAYS.items():
        walk = asyncio.run(way())
        print(f"{name}: " + ", ".join(f"{count} {what}" for what, count in figures(walk).items()))
        if options.list:
            print("\n".join(f"  {file}" for file in walk.files))


if __name__ == "__main__":
    main()
