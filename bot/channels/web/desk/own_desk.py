"""All that the pages of those who run rounds ask of the store, put together once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.channels.web.desk.do_in_store import DoInStore
from bot.channels.web.desk.guide_desk import OwnGuideDesk
from bot.channels.web.desk.list_desk import OwnListDesk
from bot.channels.web.desk.mail_stops import MailStops
from bot.channels.web.desk.new_round_desk import OwnRoundDesk
from bot.channels.web.desk.overview_desk import OwnOverviewDesk
from bot.channels.web.desk.people_desk import OwnPeopleDesk
from bot.messages.quotas import Quotas


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """What each kind of page asks."""

    guides: OwnGuideDesk
    new_rounds: OwnRoundDesk
    people: OwnPeopleDesk
    overviews: OwnOverviewDesk
    lists: OwnListDesk
    mails: MailStops

    @classmethod
    def of(cls, read: DoInStore, write: DoInStore, quotas: Quotas, now: Callable[[], datetime]) -> Self:
        """``read`` and ``write`` do a job in the store, and raise ``Busy`` where nothing can be kept now."""
        people = OwnPeopleDesk(read, write, now)
        return cls(
            OwnGuideDesk(read, write, quotas, now),
            OwnRoundDesk(read, write, now),
            people,
            OwnOverviewDesk(read, write, now),
            OwnListDesk(read, write, now, people),
            MailStops(read, write, now),
        )
