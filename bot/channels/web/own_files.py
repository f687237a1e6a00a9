"""Files that somebody fetches in the browser: as they are kept, or made again where they were dropped."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.messages.guide_cache import GuideShelf
from bot.messages.quotas import QuotaName, Quotas
from storage.engine.database import Database, StorageTrouble
from storage.messages.files import DroppedFile, StoredFile, file_of
from web.backend import BeingMade, Busy, KeptFile, TooMany

if TYPE_CHECKING:
    from bot.jobs.files_again import FilesAgain


class OwnFiles:
    """Everybody's own files."""

    def __init__(
        self, database: Database, shelf: GuideShelf, quotas: Quotas, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._quotas = quotas
        self._now = now
        self._shelf = shelf
        self._again: FilesAgain | None = None

    async def file(self, person_id: int, file_id: int, patience: float) -> KeptFile | None:
        """A file of this person, None for one that is not theirs as for one that does not exist.

        Raises ``BeingMade`` for one that takes longer than so many seconds, ``TooMany`` for whoever waits for
        very many, and ``Busy``.
        """
        try:
            found = await self._database.read(lambda tx: file_of(tx, person_id, file_id))
            if found is None:
                return None
            if isinstance(found, StoredFile):
                content = found.content
            else:
                content = await self._made(person_id, found, patience)
        except StorageTrouble as trouble:
            raise Busy from trouble
        return KeptFile(found.name, found.media_type, content)

    async def _made(self, person_id: int, file: DroppedFile, patience: float) -> bytes:
        # Only for the first file that was dropped: what makes reports takes long to load.
        from bot.jobs.files_again import FilesAgain, TooManyAsked

        if self._again is None:
            most = self._quotas.limits.work_waiting
            self._again = FilesAgain(self._database, self._shelf, most_of_one=most)
        try:
            async with asyncio.timeout(patience):
                return await self._again.content(person_id, file)
        except TimeoutError:
            raise BeingMade from None
        except TooManyAsked:
            self._quotas.note(QuotaName.WORK, self._now())
            raise TooMany from None
