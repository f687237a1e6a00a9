"""Files whose bytes were dropped, made again for whoever asks: one at a time, in a process of their own.

So nobody who wants to see an old report waits for reports that are being made, nor those for them. People
take turns, as they do for new reports. Nothing is written for it. What was made is held for a minute, as the
page that says so comes back for it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count
from typing import Final

import structlog

from bot.jobs.artefact import MEDIA_TYPES
from bot.jobs.fair_order import FairOrder
from bot.jobs.render_process import render
from bot.jobs.theme_report import report_again
from bot.messages.guide_cache import GuideShelf
from reports.rendering import RenderedReport, Report
from storage.engine.database import Database
from storage.messages.files import DroppedFile
from storage.messages.jobs import NextJob

HELD_SECONDS: Final = 60.0
MOST_HELD: Final = 100
"""So many files that were made are held at the most, or the oldest is let go."""

_KINDS: Final = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}

_log = structlog.get_logger(__name__)

_Key = tuple[str, str]
_Render = Callable[[Report, str, tuple[str, ...]], Awaitable[RenderedReport]]


class TooManyAsked(Exception):
    """Somebody waits for as many files as they may at once."""


class FilesAgain:
    """Makes files again from the values that are kept of them."""

    def __init__(
        self, database: Database, shelf: GuideShelf, *, most_of_one: int, render: _Render = render
    ) -> None:
        """``most_of_one``: for so many files one person may wait at once."""
        self._database = database
        self._shelf = shelf
        self._most_of_one = most_of_one
        self._render = render
        self._made: dict[_Key, asyncio.Task[bytes]] = {}
        self._order = FairOrder()
        self._waiting: dict[int, tuple[NextJob, asyncio.Future[None]]] = {}
        self._is_at_work = False
        self._numbers = count(1)

    async def content(self, person_id: int, file: DroppedFile) -> bytes:
        """The bytes of a file of somebody. It goes on being made where nobody waits for it any longer.

        Raises ``TooManyAsked``, or why it could not be made.
        """
        key = (file.sha256, file.media_type)
        making = self._made.get(key)
        if making is None:
            if sum(each.person_id == person_id for each, _ in self._waiting.values()) >= self._most_of_one:
                raise TooManyAsked
            making = self._made[key] = asyncio.create_task(self._make(person_id, file))
            making.add_done_callback(partial(self._hold, key))
        return await asyncio.shield(making)

    def _hold(self, key: _Key, made: "asyncio.Task[bytes]") -> None:
        """Hold what was made for a while. What failed is tried again when somebody asks once more."""
        if made.cancelled() or made.exception() is not None:
            self._made.pop(key, None)
            return
        self._made[key] = self._made.pop(key)  # the newest stands last
        asyncio.get_running_loop().call_later(HELD_SECONDS, self._let_go, key, made)
        done = [each for each, making in self._made.items() if making.done()]
        for each in done[: max(len(done) - MOST_HELD, 0)]:
            del self._made[each]

    def _let_go(self, key: _Key, made: "asyncio.Task[bytes]") -> None:
        if self._made.get(key) is made:
            del self._made[key]

    async def _make(self, person_id: int, file: DroppedFile) -> bytes:
        number = next(self._numbers)
        await self._turn(NextJob(number, person_id, file.organisation_id, number, is_for_many=False))
        try:
            report, language = await self._database.read(
                lambda tx: report_again(tx, self._shelf, file.dataset, file.sha256)
            )
            kind = _KINDS[file.media_type]
            rendered = await self._render(report, language, (kind,))
            content: bytes = getattr(rendered, kind)
        except Exception:
            _log.error("a file could not be made again", exc_info=True)
            raise
        else:
            return content
        finally:
            self._next_turn()

    async def _turn(self, asked: NextJob) -> None:
        """Wait for a turn."""
        if self._is_at_work:
            turn = asyncio.get_running_loop().create_future()
            self._waiting[asked.id] = (asked, turn)
            await turn
        self._is_at_work = True
        self._order.served(asked)

    def _next_turn(self) -> None:
        """Hand the turn on, fairly, to one of those that wait."""
        chosen = self._order.choose([asked for asked, _ in self._waiting.values()])
        self._is_at_work = chosen is not None
        if chosen is not None:
            self._waiting.pop(chosen.id)[1].set_result(None)
