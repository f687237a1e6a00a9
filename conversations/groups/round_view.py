"""A round as those who take part may know it: its days, who sees what, and what is kept until when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, unique
from zoneinfo import ZoneInfo

from conversations.groups.themes_asked import ThemesAsked


@unique
class WhoSees(StrEnum):
    """What the people who run a round may know of those who take part in it.

    ``NAMED``: who wrote what. ``CONFIDENTIAL``: how far each is, not who wrote what. ``ANONYMOUS``: neither.
    """

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class RoundView:
    """What a participant may know of the round they take part in.

    ``organisation`` is what the organisation calls itself. ``closes_on`` is the last day as people say it,
    ``closes_at`` the moment after which replies are late; ``opens_at`` the moment before which none are
    taken. Of groups smaller than ``threshold`` no report shows anything. ``contact`` is who people can ask,
    and ``notice`` the organisation's own privacy notice: its text, or its address. Either may be empty.
    Replies are kept for ``kept_days`` after the day that is ``counted_from``, and until ``erased_on`` where
    that was announced.
    ``complaint_contact`` takes complaints outside of Closer Look; ``has_complaint_reader``: somebody here
    reads them. ``any_channel``: people may take part where a carrier knows them. ``has_list_apart``: a list
    has names. ``has_report``: a report of the group was made. ``themes_asked`` of each group; empty for all.
    """

    id: str
    title: str
    organisation: str
    is_tryout: bool
    closes_on: date | None
    closes_at: datetime | None
    closed_at: datetime | None
    purpose: str = ""
    opens_at: datetime | None = None
    time_zone: str = "Europe/London"
    who_sees: WhoSees = WhoSees.CONFIDENTIAL
    threshold: int = 5
    contact: str = ""
    notice: str = ""
    kept_days: int = 365
    erased_on: date | None = None
    complaint_contact: str = ""
    has_complaint_reader: bool = False
    any_channel: bool = True
    has_list_apart: bool = False
    has_report: bool = False
    themes_asked: tuple[ThemesAsked, ...] = ()

    def has_begun(self, now: datetime) -> bool:
        """Whether replies are taken at this moment, unless the round is over."""
        return self.opens_at is None or self.opens_at <= now

    def is_open(self, now: datetime) -> bool:
        """Whether replies still count at this moment."""
        if self.closed_at is not None and self.closed_at <= now:
            return False
        return self.closes_at is None or now < self.closes_at

    @property
    def report_is_final(self) -> bool:
        """Whether the one report of an anonymous round is made: nothing written from now on is in it."""
        return self.has_report and self.who_sees is WhoSees.ANONYMOUS

    @property
    def last_day(self) -> date | None:
        """The last day on which replies counted or will count, where the people are; None for none set."""
        return min(filter(None, (self._planned, self._closed_on)), default=None)

    @property
    def counted_from(self) -> date | None:
        """The first of the days for which things are kept; None while it is not known.

        It is the last day as people were told it, also where the round was closed sooner. So closing moves no
        day that anybody has read.
        """
        return self._planned or self._closed_on

    @property
    def kept_until(self) -> date | None:
        """The day on which the replies are erased by themselves; None while the round has no last day."""
        since = self.counted_from
        return since and max(since + timedelta(days=self.kept_days), self.erased_on or since)

    @property
    def _planned(self) -> date | None:
        just_before = timedelta(microseconds=1)
        zone = ZoneInfo(self.time_zone)
        return self.closes_on or (self.closes_at and (self.closes_at - just_before).astimezone(zone).date())

    @property
    def _closed_on(self) -> date | None:
        return self.closed_at and self.closed_at.astimezone(ZoneInfo(self.time_zone)).date()


@dataclass(frozen=True, slots=True)
class TakingPart:
    """One of the rounds that a person takes part in, or has left."""

    participant_id: int
    round: RoundView
    has_left: bool = False
