"""The web server of a running product.

It takes long to load, so ``bot/app/run.py`` does that while the first poll of Telegram is under way.
"""

import asyncio
import contextlib
import gc
import socket
from collections.abc import Iterator

import uvicorn

from bot.app.connection import connections_up_to, room_for_connections
from web.app import build_app
from web.backend import ChatBackend
from web.sessions import SessionDays

LEFT_SECONDS = 1.0
"""How long a browser may still take its answer when we stop, before its connection is cut.

The library cuts it after twice that as well, but with an error in the log for each.
"""
NEW_OBJECTS = 10_000
"""After so many new objects garbage is looked for. With Python's own 700 a twentieth of all work is that."""


class WebServer(uvicorn.Server):
    """The web chat on a socket that listens already. Whoever runs it deals with the signals."""

    def __init__(self, backend: ChatBackend, web_url: str, lasts: SessionDays | None = None) -> None:
        app = build_app(backend, public_url=web_url, secure_cookies=web_url.startswith("https:"), lasts=lasts)
        self._end_streams = app.state.end_streams
        config = uvicorn.Config(
            app,
            http=connections_up_to(room_for_connections()),  # type: ignore[arg-type]
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=True,
            timeout_graceful_shutdown=2,
        )
        config.load()
        super().__init__(config)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave SIGTERM and SIGINT alone: the application stops as a whole."""
        yield

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to stop. What has been made by now stays, so no garbage is looked for in it.

        Looking through all of it takes sixty milliseconds, for which everybody waits who has just replied.
        """
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS)
        gc.enable()
        await super().serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop serving. Whoever takes a file very slowly gets the rest when they ask for it again."""
        cutting = asyncio.get_running_loop().call_later(LEFT_SECONDS, self._cut)
        try:
            await super().shutdown(sockets)
        finally:
            cutting.cancel()

    def _cut(self) -> None:
        for connection in list(self.server_state.connections):
            # One that is being closed goes on until the browser has taken what is ready.
            if connection.transport is not None:
                connection.transport.abort()

    def stop(self) -> None:
        """End the streams and what is waited for, which nothing else ends, and then the server."""
        self._end_streams()
        self.should_exit = True
