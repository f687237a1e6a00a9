"""The teletype machine, outside of the product: rolls of paper, on which we print and people type.

It is reached on a port of this computer and speaks one JSON value a line. What somebody has typed is sent
again on every connection until the product says that it is kept, and what is to be printed is printed again
if the product asks again.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from tests.patience import LONGEST_SECONDS


@dataclass(frozen=True)
class Sheet:
    """One thing printed. ``card`` is the card that it shows and ``choices`` what its numbers stand for.

    ``is_again``: the card was printed before. ``toast`` names the line that it answers in passing.
    """

    number: int
    at: float
    text: str
    card: int = 0
    choices: tuple[dict[str, str], ...] = ()
    is_again: bool = False
    is_passing: bool = False
    toast: str = ""

    @property
    def name(self) -> str:
        """Its name for the product."""
        return f"sheet {self.number}"


@dataclass
class Roll:
    """The paper of one person, and what they have typed on it."""

    address: str
    sheets: list[Sheet] = field(default_factory=list)
    typed: int = 0

    def newest(self, label: str) -> Sheet:
        """The newest sheet whose card still offers a choice with this label."""
        standing = {sheet.card: sheet for sheet in self.sheets if sheet.card}
        for sheet in sorted(standing.values(), key=lambda each: each.number, reverse=True):
            if any(choice["label"] == label for choice in sheet.choices):
                return sheet
        raise AssertionError(f"nothing printed offers {label}")

    def first_with(self, text: str) -> Sheet:
        """The newest card with this text, as it was printed first."""
        for sheet in reversed(self.sheets):
            if text in sheet.text and not sheet.is_again and not sheet.is_passing:
                return sheet
        raise AssertionError(f"nothing printed has {text}")


class Machine:
    """Serves all rolls. ``clock`` tells the seconds since 1970, and printing takes so many ``seconds``."""

    def __init__(self, clock: Callable[[], float], *, seconds: float = 0.0) -> None:
        self._clock = clock
        self._seconds = seconds
        self._rolls: dict[str, Roll] = {}
        self._unkept: dict[str, dict[str, Any]] = {}
        self._sheets = 0
        self._lines = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        self.answered: set[str] = set()
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**22)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for writer in self._writers:
            writer.close()

    def roll(self, address: str) -> Roll:
        """The paper of somebody."""
        return self._rolls.setdefault(address, Roll(address))

    def types(
        self,
        address: str,
        line: str,
        *,
        under: Sheet | None = None,
        corrects: str = "",
        at: float | None = None,
    ) -> str:
        """Type a line, below the newest sheet or an older one; its name.

        The choices of that sheet go along, as the fields of a form do. ``corrects`` names an earlier line.
        """
        self._lines += 1
        name = f"line {self._lines}"
        with_choices = [sheet for sheet in self.roll(address).sheets if sheet.choices]
        sheet = under or (with_choices[-1] if with_choices else None)
        self._unkept[name] = {
            "typed": name,
            "from": address,
            "line": line,
            "at": self._clock() if at is None else at,
            "card": sheet.card if sheet else 0,
            "choices": sheet.choices if sheet else (),
            "corrects": corrects,
        }
        for writer in self._writers:
            self._write(writer, self._unkept[name])
        return name

    @property
    def lines(self) -> int:
        """How many lines were typed."""
        return self._lines

    @property
    def kept_up_to(self) -> int:
        """The number of the last line before the first that is not kept."""
        return min((int(name.removeprefix("line ")) for name in self._unkept), default=self._lines + 1) - 1

    @property
    def is_all_kept(self) -> bool:
        """Whether the product has kept everything that was typed."""
        return not self._unkept

    async def until(self, holds: Callable[[], object], *, seconds: float = LONGEST_SECONDS) -> None:
        """Return once something holds; looked at whenever something was printed or kept."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: bool(holds()))
        except TimeoutError:
            raise AssertionError("what was waited for has not come about at the teletype") from None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        for typed in self._unkept.values():
            self._write(writer, typed)
        with suppress(ConnectionError):
            while line := await reader.readline():
                task = asyncio.create_task(self._take(writer, json.loads(line)))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        self._writers.discard(writer)
        writer.close()

    async def _take(self, writer: asyncio.StreamWriter, value: dict[str, Any]) -> None:
        if "kept" in value:
            self._unkept.pop(value["kept"], None)
        else:
            await self._prints(writer, value)
        async with self._changed:
            self._changed.notify_all()

    async def _prints(self, writer: asyncio.StreamWriter, value: dict[str, Any]) -> None:
        name, at = "", self._clock()
        if value["text"]:
            self._sheets += 1
            sheet = Sheet(
                self._sheets,
                self._clock(),
                value["text"],
                value["card"],
                tuple(value["choices"]),
                value["is_again"],
                value["is_passing"],
                value["toast"],
            )
            self.roll(value["to"]).sheets.append(sheet)
            name = sheet.name
        self.answered |= {value["toast"]} - {""}
        if self._seconds:
            # On the paper already, while the product does not know it yet.
            await asyncio.sleep(self._seconds)
        if not writer.is_closing():
            self._write(writer, {"printed": value["print"], "name": name, "at": at})

    @staticmethod
    def _write(writer: asyncio.StreamWriter, value: dict[str, Any]) -> None:
        writer.write(json.dumps(value).encode() + b"\n")
