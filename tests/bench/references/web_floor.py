"""The floor: sockets read and written by hand, and the writes to SQLite that our store makes for a message.

Nothing is checked but the session, and no page could work with it. What comes in one turn of the loop shares
a commit.
"""

import asyncio
import json
import re
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any, cast

import uvloop

from tests.bench.web_pages import secret_of

PROMPTS: list[dict[str, Any]] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
STORE = Path(sys.argv[2]) / "floor.sqlite3"
PORT, PEOPLE = int(sys.argv[3]), int(sys.argv[4])
_LENGTH = re.compile(rb"Content-Length: (\d+)")
_SECRET = re.compile(rb"closer_look_\d+=([\w-]+)")
_STREAM = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n"
    b"event: ready\ndata: -\n\n"
)
_TAKEN = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"


def shown(number: int, prompt: dict[str, Any]) -> bytes:
    """A prompt as an event, made once."""
    lines = "".join(f"<p>{line}</p>" for line in prompt["lines"])
    buttons = "".join(
        f'<button value="{each["action"]}">{each["label"]}</button>' for each in prompt["buttons"]
    )
    markup = f'<li id="entry-{number}"><h2>{prompt["title"]}</h2>{lines}<form>{buttons}</form></li>'
    return f"event: entry\nid: {number}\ndata: {markup}\n\n".encode()


SHOWN = [shown(number, each) for number, each in enumerate(PROMPTS)]


class Floor:
    """The store, the streams, and what was posted since the last commit."""

    def __init__(self) -> None:
        self.store = sqlite3.connect(STORE, isolation_level=None)
        self.store.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "CREATE TABLE session (secret TEXT PRIMARY KEY, person INTEGER) WITHOUT ROWID;"
            "CREATE TABLE person (id INTEGER PRIMARY KEY, number INTEGER, place TEXT);"
            "CREATE TABLE inbox (id INTEGER PRIMARY KEY, name TEXT UNIQUE, at INTEGER);"
            "CREATE TABLE reply (person INTEGER, step INTEGER, text TEXT, at INTEGER,"
            " PRIMARY KEY (person, step)) WITHOUT ROWID;"
            "CREATE TABLE outbox (person INTEGER, number INTEGER, change INTEGER, body TEXT,"
            " PRIMARY KEY (person, number)) WITHOUT ROWID;"
        )
        people = range(1, PEOPLE + 1)
        self.store.execute("BEGIN")
        self.store.executemany("INSERT INTO session VALUES (?, ?)", [(secret_of(n), n) for n in people])
        self.store.executemany("INSERT INTO person VALUES (?, 1, '')", [(n,) for n in people])
        self.store.execute("COMMIT")
        self.streams: dict[int, asyncio.Transport] = {}
        self._posted: list[tuple[asyncio.Transport, int, bytes]] = []

    def person_of(self, head: bytes) -> int:
        secret = _SECRET.search(head)
        row = self.store.execute(
            "SELECT person FROM session WHERE secret = ?", (secret[1].decode() if secret else "",)
        ).fetchone()
        return int(row[0]) if row else 0

    def take(self, transport: asyncio.Transport, person: int, body: bytes) -> None:
        self._posted.append((transport, person, body))
        if len(self._posted) == 1:
            asyncio.get_running_loop().call_soon(self._commit)

    def _commit(self) -> None:
        taken, self._posted = self._posted, []
        now, run = int(time.time()), self.store.execute
        steps = []
        run("BEGIN IMMEDIATE")
        for _, person, body in taken:
            posted = json.loads(body)
            number, _ = run("SELECT number, place FROM person WHERE id = ?", (person,)).fetchone()
            replies = run("SELECT * FROM reply WHERE person = ?", (person,)).fetchall()
            step = len(replies)
            run("INSERT INTO inbox (name, at) VALUES (?, ?)", (posted["message_id"], now))
            run("INSERT INTO reply VALUES (?, ?, ?, ?)", (person, step, posted["text"], now))
            for place, text in ((1, posted["text"]), (2, SHOWN[step].decode())):
                run("INSERT INTO outbox VALUES (?, ?, ?, ?)", (person, number + place, number + place, text))
            run("UPDATE outbox SET change = ? WHERE person = ? AND number = ?", (number + 2, person, number))
            run("UPDATE person SET number = ?, place = ? WHERE id = ?", (number + 2, f"{step}", person))
            steps.append(step)
        run("COMMIT")
        for (transport, person, _), step in zip(taken, steps, strict=True):
            transport.write(_TAKEN)
            if stream := self.streams.get(person):
                stream.write(SHOWN[step])


class Connection(asyncio.Protocol):
    """One connection of a page."""

    def __init__(self, floor: Floor) -> None:
        self._floor, self._received, self._person = floor, b"", 0
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head, length = self._received[:end], _LENGTH.search(self._received[:end])
            behind = end + 4 + (int(length[1]) if length else 0)
            if len(self._received) < behind:
                return
            body, self._received = self._received[end + 4 : behind], self._received[behind:]
            person = self._floor.person_of(head)
            if head.startswith(b"GET"):
                self._person = person
                self._floor.streams[person] = self._transport
                self._transport.write(_STREAM)
            else:
                self._floor.take(self._transport, person, body)

    def connection_lost(self, _: Exception | None) -> None:
        self._floor.streams.pop(self._person, None)


async def main() -> None:
    floor = Floor()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(floor), "127.0.0.1", PORT, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
