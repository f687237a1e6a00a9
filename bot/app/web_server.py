"""The web server of a running product.

It takes long to load, so ``bot/app/run.py`` does that while the first poll of Telegram is under way.
"""

import contextlib
import gc
import socket
from collections.abc import Iterator

import uvicorn

from web.app import build_app
from web.desk import Desk


class WebServer(uvicorn.Server):
    """The web chat on a socket that listens already. Whoever runs it deals with the signals."""

    def __init__(self, desk: Desk, web_url: str) -> None:
        app = build_app(desk, public_url=web_url, secure_cookies=web_url.startswith("https:"))
        self._end_streams = app.state.end_streams
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=True,
                timeout_graceful_shutdown=2,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave SIGTERM and SIGINT alone: the application stops as a whole."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve. What has been made by then stays, so no garbage is looked for in it any more.

        Looking through all of it takes sixty milliseconds, for which everybody waits who has just replied.
        """
        await super().startup(sockets)
        gc.freeze()
        gc.enable()

    def stop(self) -> None:
        """End the streams, which nothing else ends, and then the server."""
        self._end_streams()
        self.should_exit = True
