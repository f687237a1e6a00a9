"""What the overview of somebody's rounds asks for, done with the store by the commands of the chat."""

from collections.abc import Callable
from datetime import datetime

from bot.channels.web.desk.do_in_store import DoInStore
from bot.channels.web.posted import WEB
from bot.messages.after_commit import AfterCommit
from bot.messages.host import OverviewForms
from web.desk.desk_round import NoSuchDesk
from web.desk.overview_desk import OverviewOnPage


class OwnOverviewDesk:
    """Implements :class:`web.desk.overview_desk.OverviewDesk`.

    ``forms`` knows what is shown and begun. ``tell`` passes on what a commit leaves to be done.
    """

    def __init__(self, read: DoInStore, write: DoInStore, now: Callable[[], datetime]) -> None:
        """``read`` and ``write`` do a job in the store, and raise ``Busy`` where nothing can be kept now."""
        self._read = read
        self._write = write
        self._now = now
        self.forms: Callable[[], OverviewForms] | None = None
        self.tell: Callable[[AfterCommit], None] = lambda _: None

    async def overview(self, person_id: int, round_id: str) -> OverviewOnPage:
        """The overview of a round; of the one that was chosen last where none is named."""
        forms, now = self._forms(), self._now()
        return await self._read(lambda tx: forms.overview(tx, WEB, person_id, round_id, now))

    async def begin(self, person_id: int, round_id: str, do: str) -> None:
        """Begin something about a round in the conversation."""
        forms, now = self._forms(), self._now()
        self.tell(await self._write(lambda tx: forms.begin(tx, WEB, person_id, round_id, do, now)))

    def _forms(self) -> OverviewForms:
        if self.forms is None:
            raise NoSuchDesk
        return self.forms()
