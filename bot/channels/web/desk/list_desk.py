"""What the page of a list of people asks for, done with the store by the form of the chat.

A list is read outside of what is written, and kept only then.
"""

from collections.abc import Callable
from datetime import datetime

from bot.channels.web.desk.do_in_store import DoInStore
from bot.channels.web.desk.people_desk import OwnPeopleDesk
from bot.channels.web.posted import WEB
from bot.messages.host import ListForms
from web.desk.desk_round import NoSuchDesk
from web.desk.list_desk import ListOnPage


class OwnListDesk:
    """Implements :class:`web.desk.list_desk.ListDesk`.

    ``forms`` knows what is shown and done. What was done is told by the page of the people.
    """

    def __init__(
        self, read: DoInStore, write: DoInStore, now: Callable[[], datetime], people: OwnPeopleDesk
    ) -> None:
        """``read`` and ``write`` do a job in the store, and raise ``Busy`` where nothing can be kept now."""
        self._read = read
        self._write = write
        self._now = now
        self._people = people
        self.forms: Callable[[], ListForms] | None = None

    async def shown(self, person_id: int, round_id: str) -> ListOnPage:
        """The list that was given last, until links are made for it."""
        forms, now = self._forms(), self._now()
        return await self._read(lambda tx: forms.shown(tx, WEB, person_id, round_id, now))

    async def read(self, person_id: int, round_id: str, source: str | bytes) -> None:
        """Read a list, in words or as a file."""
        forms, now = self._forms(), self._now()
        keep = await self._read(lambda tx: forms.read(tx, WEB, person_id, round_id, source, now))
        self._people.tell(await self._write(keep))

    async def decide(self, person_id: int, round_id: str, decided: dict[str, str]) -> None:
        """Decide something about it."""
        forms, now = self._forms(), self._now()
        self._people.tell(
            await self._write(lambda tx: forms.decide(tx, WEB, person_id, round_id, decided, now))
        )

    async def make(self, person_id: int, round_id: str, seen: str) -> None:
        """Do what was shown."""
        forms, now = self._forms(), self._now()
        made = await self._write(lambda tx: forms.make(tx, WEB, person_id, round_id, seen, now))
        self._people.note(person_id, round_id, *made)

    async def drop(self, person_id: int, round_id: str) -> None:
        """Let the list go."""
        forms, now = self._forms(), self._now()
        self._people.tell(await self._write(lambda tx: forms.drop(tx, WEB, person_id, round_id, now)))

    def _forms(self) -> ListForms:
        if self.forms is None:
            raise NoSuchDesk
        return self.forms()
