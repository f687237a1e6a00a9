"""What is told on working mornings: looked for again and again, and told once however often we look."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, time
from typing import ClassVar, Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.messages.after_commit import AfterCommit
from bot.running.runner import Pause, run_forever
from conversations.calendar.availability import Availability
from conversations.calendar.reminder_hours import Hours
from storage.engine.database import Database, Transaction

LOOK_EVERY_SECONDS: Final = 60.0
UNTIL: Final = time(12, 0)
"""A morning that has passed is not made up for: the next one tells more."""

Due = TypeVar("Due")


def is_working_morning(hours: Hours, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is the morning of a working day in that zone, within the hours in which people are told."""
    is_open = hours.closed(now, Availability(), zone) is None
    return is_open and now.astimezone(zone).time() < UNTIL


class MorningNotices(ABC, Generic[Due]):
    """Looks again and again who is due a notice, and asks for it in the same commit that notes it as told."""

    subject: ClassVar[str]
    """What is told, as the log names it."""

    def __init__(
        self,
        database: Database,
        hours: Hours,
        tell: Callable[[AfterCommit], None],
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self.hours = hours
        self._tell = tell
        self._now = now

    @abstractmethod
    def find(self, tx: Transaction, now: datetime) -> list[Due]:
        """Find everybody to be told now."""

    @abstractmethod
    def ask(self, tx: Transaction, due: list[Due], now: datetime) -> None:
        """Note each as told, and ask for the message."""

    async def run(self) -> None:
        """Look until cancelled."""
        await run_forever(self.subject, self._step)

    async def _step(self) -> Pause:
        await self.look()
        return LOOK_EVERY_SECONDS

    async def look(self) -> None:
        """Ask for a notice for everybody who is due one. Raises ``StorageTrouble``."""
        now = self._now()
        due = await self._database.read(lambda tx: self.find(tx, now))
        if due:
            await self._database.write(lambda tx: self.ask(tx, due, now))
            self._tell(AfterCommit(has_work=True))
