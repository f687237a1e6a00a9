"""What the pages of who is invited to a round ask for, done with the store by the form of the chat.

A link that was just made is in memory until it is shown once, and in no address.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.channels.web.desk.do_in_store import DoInStore
from bot.channels.web.posted import WEB
from bot.messages.after_commit import AfterCommit
from bot.messages.host import PeopleForms
from web.desk.desk_round import JustDone, NoSuchDesk
from web.desk.people_desk import PeopleAct, PeopleActShown, PeopleOnPage, PeopleView

_MOST_KEPT: Final = 200
"""So many people are told what they have just done; of more, the first are not."""


class OwnPeopleDesk:
    """Implements :class:`web.desk.people_desk.PeopleDesk`.

    ``forms`` knows what is shown and done. ``tell`` passes on what a commit leaves to be done.
    """

    def __init__(self, read: DoInStore, write: DoInStore, now: Callable[[], datetime]) -> None:
        """``read`` and ``write`` do a job in the store, and raise ``Busy`` where nothing can be kept now."""
        self._read = read
        self._write = write
        self._now = now
        self._just_done: OrderedDict[tuple[int, str], JustDone] = OrderedDict()
        self.forms: Callable[[], PeopleForms] | None = None
        self.tell: Callable[[AfterCommit], None] = lambda _: None

    async def people(self, person_id: int, round_id: str, view: PeopleView) -> PeopleOnPage:
        """Who is invited; and what was just done, which is told this once."""
        forms, now = self._forms(), self._now()
        page = await self._read(lambda tx: forms.people(tx, WEB, person_id, round_id, view, now))
        return replace(page, just_done=self._just_done.pop((person_id, round_id), None))

    async def asked(self, person_id: int, round_id: str, act: PeopleAct, *, is_typed: bool) -> PeopleActShown:
        """What an act would do."""
        forms, now = self._forms(), self._now()
        return await self._read(
            lambda tx: forms.asked(tx, WEB, person_id, round_id, act, now, is_typed=is_typed)
        )

    async def do(self, person_id: int, round_id: str, act: PeopleAct, seen: str) -> PeopleActShown | None:
        """Do it as it was shown: None once it is done."""
        forms, now = self._forms(), self._now()
        made = await self._write(lambda tx: forms.do(tx, WEB, person_id, round_id, act, seen, now))
        if isinstance(made, PeopleActShown):
            return made
        self.note(person_id, round_id, *made)
        return None

    async def undo(self, person_id: int, round_id: str, card: int) -> None:
        """Undo what the card says was done last."""
        forms, now = self._forms(), self._now()
        made = await self._write(lambda tx: forms.undo(tx, WEB, person_id, round_id, card, now))
        self.note(person_id, round_id, *made)

    def note(self, person_id: int, round_id: str, done: JustDone, after_commit: AfterCommit) -> None:
        """Note what was just done, for the next page, and pass on what it leaves to be done."""
        self._just_done[person_id, round_id] = done
        while len(self._just_done) > _MOST_KEPT:
            self._just_done.popitem(last=False)
        self.tell(after_commit)

    def _forms(self) -> PeopleForms:
        if self.forms is None:
            raise NoSuchDesk
        return self.forms()
