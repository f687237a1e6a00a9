"""Running it all: the store, the packs, the web server and the application, until told to stop."""

import asyncio
import contextlib
import signal
import socket
import sys
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING

import structlog

from bot.app.application import Application
from bot.app.data_folder import open_store
from bot.app.folder_lock import DataGone, HeldFolder, hold_lock
from bot.app.own_port import written
from bot.app.start_links import StartLinks, greeting, new_start_links
from bot.app.tryout import TRYOUT_GUIDE, open_tryout
from bot.channels.web.channel import WebChannel
from bot.messages.failures import ChannelRefused
from bot.messages.guide_cache import available_packs
from bot.settings.addresses import address_elsewhere
from bot.settings.settings import Settings
from content.library import Library
from content.phrases import SOURCE_LANGUAGE, locale_problems
from storage.engine import key_values
from storage.engine.database import Database, Transaction

if TYPE_CHECKING:
    from bot.app.web_server import WebServer

MOST_PORTS_TRIED = 20

SWITCH_SECONDS = 0.0005
"""How long a thread that loads modules may go on while messages wait for Python, a tenth of the usual."""

NEEDED_LATER = ("bot.coordinator.dispatch", "bot.jobs.makers", "reports.rendering")
"""What those need who run rounds, and what reports are made with: loaded while a channel is first asked.

Whoever writes before that waits until it is there, no longer than if it had been loaded first.
"""

_log = structlog.get_logger(__name__)


class CannotStart(Exception):
    """Closer Look cannot start; the text is one clear sentence for the operator."""


async def run(settings: Settings) -> int:
    """Run until stopped: 0 when asked to stop, 1 when something ended it."""
    library = _checked_packs(settings)
    with hold_lock(settings) as held:
        database = await open_store(settings)
        try:
            return await _serve(settings, database, library, held)
        finally:
            await database.close()


def _checked_packs(settings: Settings) -> Library:
    """The packs that rounds can be opened on. Raises ``CannotStart`` naming every mistake in any pack."""
    library, problems = available_packs(settings)
    if problems:
        raise CannotStart("\n".join([*map(str, problems), "Closer Look does not start on a faulty guide."]))
    return library


async def _serve(settings: Settings, database: Database, library: Library, held: HeldFolder) -> int:
    listening = _listen(settings)
    web_url = settings.web_url(listening.getsockname()[1])
    now = datetime.now(UTC)
    pack = library[(TRYOUT_GUIDE, SOURCE_LANGUAGE)]

    def begin(tx: Transaction) -> StartLinks:
        open_tryout(tx, pack, now)
        key_values.set_key_value(tx, key_values.WEB_URL, web_url, now)
        listens_on = written(settings.web_host, listening.getsockname()[1])
        key_values.set_key_value(tx, key_values.LISTENS_ON, listens_on, now)
        return new_start_links(tx, settings, now)

    links = await database.write(begin)
    for slip in locale_problems():
        _log.warning("said in English, as a translation has a fault", problem=str(slip))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    # An address of this computer alone would be a dead end for somebody on a phone.
    async with Application(
        settings, database, web_url=address_elsewhere(settings), library=library
    ) as application:
        serving = asyncio.create_task(
            _serve_web(application.channels.of_kind(WebChannel), web_url, listening, settings)
        )
        sys.stdout.write(greeting(settings, application.channels, web_url, links))
        sys.stdout.flush()
        try:
            return await _until_stopped(application, serving, stop, held)
        finally:
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving


async def _serve_web(channel: WebChannel, web_url: str, listening: socket.socket, settings: Settings) -> None:
    """Serve the web chat until cancelled. Another thread loads it, so that nothing waits for that."""
    server = await asyncio.to_thread(_web_server, channel, web_url, settings)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(serving)
    finally:
        server.stop()
        await serving


def _web_server(channel: WebChannel, web_url: str, settings: Settings) -> "WebServer":
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        return _loaded_web_server(channel, web_url, settings)
    finally:
        sys.setswitchinterval(usual)


def _loaded_web_server(channel: WebChannel, web_url: str, settings: Settings) -> "WebServer":
    from bot.app.web_server import WebServer
    from web.sessions import SessionDays

    # What a reply does not need is loaded here too, before anything is frozen that is not looked through.
    for name in NEEDED_LATER:
        import_module(name)
    lasts = SessionDays(settings.session_days, settings.role_session_days, settings.browsers)
    return WebServer(channel.backend, web_url, lasts)


async def _until_stopped(
    application: Application, serving: asyncio.Task[None], stop: asyncio.Event, held: HeldFolder
) -> int:
    stopped = asyncio.create_task(stop.wait())
    failed = asyncio.create_task(application.until_failure())
    gone = asyncio.create_task(held.watch())
    await asyncio.wait({stopped, failed, gone, serving}, return_when=asyncio.FIRST_COMPLETED)
    for each in (stopped, failed, gone):
        each.cancel()
    _, failure, lost = await asyncio.gather(stopped, failed, gone, return_exceptions=True)
    if isinstance(lost, DataGone):
        raise lost
    if stop.is_set():
        return 0
    if isinstance(failure, ChannelRefused):
        raise CannotStart(str(failure))
    if isinstance(failure, Exception):
        raise failure
    _log.error("a part of Closer Look has ended by itself", is_web=serving.done())
    return 1


def _listen(settings: Settings) -> socket.socket:
    """A socket on the port that was asked for, or where none was on the next free one."""
    tries = 1 if settings.has_chosen_port else MOST_PORTS_TRIED
    family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
    for port in range(settings.web_port, settings.web_port + tries):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((settings.web_host, port))
            # From here on whoever opens the link is heard, if only a moment later.
            listening.listen()
        except OSError:
            listening.close()
        else:
            return listening
    raise CannotStart(
        f"Port {settings.web_port} on {settings.web_host} cannot be used: it is taken or not allowed. "
        "Set CLOSER_LOOK_WEB_PORT to another one."
    )
