"""A mail server on this computer that does at each step what a script says, and knows what it has kept."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

HANG_UP: Final = "hang up"
IN_THE_BODY: Final = "hang up in the body"
KEPT_THEN_HANG_UP: Final = "keep it, then hang up"
GARBAGE: Final = "garbage"

_GOOD: Final = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "END": "250 2.0.0 queued as 42"}


@dataclass
class ScriptedServer:
    """``script`` holds what happens at a step (MAIL, RCPT, DATA, END), one a time; then all goes well."""

    port: int = 0
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    resets: int = 0
    script: dict[str, deque[str]] = field(default_factory=dict)

    def at(self, step: str, *answers: str) -> None:
        """Let a step be answered so, one after another."""
        self.script.setdefault(step, deque()).extend(answers)

    def _next(self, step: str) -> str:
        waiting = self.script.get(step)
        return waiting.popleft() if waiting else _GOOD[step]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")

        say("220 stand-in")
        to = ""
        while line := (await reader.readline()).decode().strip():
            match line.split(" ")[0].upper():
                case "EHLO" | "HELO":
                    say("250 stand-in")
                case "RSET":
                    self.resets += 1
                    say("250 ok")
                case "QUIT":
                    say("221 bye")
                    return
                case "DATA":
                    if not await self._take(reader, say, to):
                        return
                case step:
                    if step == "RCPT":
                        to = line.partition("<")[2].partition(">")[0]
                    answer = self._next(step)
                    if answer == HANG_UP:
                        return
                    say(answer)
            await writer.drain()

    async def _take(self, reader: asyncio.StreamReader, say: Callable[[str], None], to: str) -> bool:
        """Take a mail's content; whether the connection goes on."""
        answer = self._next("DATA")
        if answer == HANG_UP:
            return False
        say(answer if answer != IN_THE_BODY else _GOOD["DATA"])
        if answer == IN_THE_BODY:
            await reader.readline()
            return False
        if not answer.startswith("354"):
            return True
        content = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
        end = self._next("END")
        if end.startswith("250") or end in {KEPT_THEN_HANG_UP, GARBAGE}:
            self.kept.append((to, content.replace(b"\r\n..", b"\r\n.")))
        if end == KEPT_THEN_HANG_UP:
            return False
        say("what?" if end == GARBAGE else end)
        return True


@asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    """A server that listens while the block runs."""
    scripted = ScriptedServer()
    server = await asyncio.start_server(scripted.talk, "127.0.0.1", 0)
    scripted.port = server.sockets[0].getsockname()[1]
    async with server:
        yield scripted
