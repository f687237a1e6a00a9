"""What the page that opens a round asks for, done with the store by the form of the chat."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.channels.web.desk.do_in_store import DoInStore
from bot.channels.web.posted import WEB
from bot.messages.host import RoundForms
from web.desk.new_round_desk import NewRoundPage, NoRoundToOpen, PostedFields, RoundShown

Made = TypeVar("Made")


class OwnRoundDesk:
    """Implements :class:`web.desk.new_round_desk.NewRoundDesk`.

    ``forms`` reads what is posted. ``opened`` is called with the person who has opened a round, as the chat
    has a card about it.
    """

    def __init__(self, read: DoInStore, write: DoInStore, now: Callable[[], datetime]) -> None:
        """``read`` and ``write`` do a job in the store, and raise ``Busy`` where nothing can be kept now."""
        self._read = read
        self._write = write
        self._now = now
        self._one_at_a_time = asyncio.Lock()
        self.forms: Callable[[], RoundForms] | None = None
        self.opened: Callable[[int], None] = lambda _: None

    async def page(self, person_id: int, posted: PostedFields | None) -> NewRoundPage:
        """The form as it was posted, or as it begins. Its figures are worked out outside of the store."""
        forms, now = self._forms(), self._now()
        return await self._made(await self._read(lambda tx: forms.page(tx, WEB, person_id, posted, now)))

    async def shown(
        self, person_id: int, posted: PostedFields, *, is_again: bool = False
    ) -> RoundShown | NewRoundPage:
        """All that will hold in the round; the form where something has to be corrected first."""
        forms, now = self._forms(), self._now()
        return await self._made(
            await self._read(lambda tx: forms.shown(tx, WEB, person_id, posted, now, is_again=is_again))
        )

    async def open(self, person_id: int, posted: PostedFields, seen: str) -> RoundShown | NewRoundPage | None:
        """Open the round as it was shown: None once it is open. Its guide is made before that."""
        forms, now = self._forms(), self._now()
        made = await self._made(
            await self._read(lambda tx: forms.opening(tx, WEB, person_id, posted, seen, now))
        )
        if isinstance(made, NewRoundPage):
            return made
        if not await self._write(made):
            return await self.shown(person_id, posted, is_again=True)
        self.opened(person_id)
        return None

    async def _made(self, make: Callable[[], Made]) -> Made:
        """What takes a while, made outside of the store, one at a time."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(make)

    def _forms(self) -> RoundForms:
        if self.forms is None:
            raise NoRoundToOpen
        return self.forms()
