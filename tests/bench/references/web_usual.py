"""Reference D: the web chat that people write: Starlette, a row for each reply in SQLite, a stream of events.

The session is looked up for each request. The next prompt comes from memory, with the markup that our page
has, filled in by a template.
"""

import asyncio
import json
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite
import uvicorn
from jinja2 import Environment
from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bench.web_pages import secret_of

PROMPTS: list[dict[str, Any]] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
STORE = Path(sys.argv[2]) / "replies.sqlite3"
PORT, PEOPLE = int(sys.argv[3]), int(sys.argv[4])
ENTRY = Environment(autoescape=True).from_string(
    '<li id="entry-{{ number }}" class="entry"><h2>{{ prompt.title }}</h2>'
    "{% for line in prompt.lines %}<p>{{ line }}</p>{% endfor %}"
    '<form method="post" action="/chat"><input type="hidden" name="card" value="{{ number }}">'
    '{% for button in prompt.buttons %}<button name="action" value="{{ button.action }}">{{ button.label }}'
    "</button>{% endfor %}</form></li>"
)
QUEUES: dict[int, list[asyncio.Queue[int]]] = defaultdict(list)


async def person_of(request: Request) -> int:
    """Whose session it is."""
    secret = request.cookies.get(f"closer_look_{PORT}", "")
    rows = await request.app.state.store.execute_fetchall(
        "SELECT person FROM session WHERE secret = ?", (secret,)
    )
    for (person,) in rows:
        return int(person)
    raise HTTPException(401)


async def post(request: Request) -> Response:
    """Keep a reply, and let the next prompt come on the streams of its person."""
    person, posted, store = await person_of(request), await request.json(), request.app.state.store
    ((step,),) = await store.execute_fetchall("SELECT count(*) FROM reply WHERE person = ?", (person,))
    await store.execute(
        "INSERT INTO reply VALUES (?, ?, ?, ?)", (person, step, posted["text"], int(time.time()))
    )
    await store.commit()
    for queue in QUEUES[person]:
        queue.put_nowait(step)
    return Response(status_code=202)


async def events(request: Request) -> EventSourceResponse:
    """The prompts of whoever is signed in, as they come."""
    person = await person_of(request)

    async def prompts() -> AsyncIterator[dict[str, str]]:
        queue: asyncio.Queue[int] = asyncio.Queue()
        QUEUES[person].append(queue)
        try:
            yield {"event": "ready", "data": "-"}
            while True:
                step = await queue.get()
                data = ENTRY.render(number=step, prompt=PROMPTS[step])
                yield {"event": "entry", "id": str(step), "data": data}
        finally:
            QUEUES[person].remove(queue)

    return EventSourceResponse(prompts())


@asynccontextmanager
async def opened(app: Starlette) -> AsyncIterator[None]:
    """The store, as long as the application is there."""
    async with aiosqlite.connect(STORE) as store:
        await store.execute("PRAGMA journal_mode = WAL")
        await store.execute("PRAGMA synchronous = FULL")
        await store.execute("CREATE TABLE session (secret TEXT PRIMARY KEY, person INTEGER)")
        await store.execute("CREATE TABLE reply (person INTEGER, step INTEGER, text TEXT, at INTEGER)")
        await store.execute("CREATE INDEX reply_of ON reply (person)")
        sessions = [(secret_of(each), each) for each in range(1, PEOPLE + 1)]
        await store.executemany("INSERT INTO session VALUES (?, ?)", sessions)
        await store.commit()
        app.state.store = store
        yield


def main() -> None:
    routes = [Route("/chat", post, methods=["POST"]), Route("/chat/events", events)]
    uvicorn.run(Starlette(routes=routes, lifespan=opened), port=PORT, log_level="error", access_log=False)


if __name__ == "__main__":
    main()
