"""The web server of a running product."""

import asyncio
import gc
import socket

import httpx

from bot.app.web_server import WebServer
from tests.web.desk_double import DeskDouble


async def test_once_it_serves_garbage_is_looked_for_in_what_comes_later_only() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    gc.disable()
    try:
        server = WebServer(DeskDouble(), address)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with httpx.AsyncClient(base_url=address) as browser:
            assert (await browser.get("/healthz")).status_code == 200
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.enable()
    server.stop()
    await serving
