"""What each person asked of us in the last minute or hour, counted in memory and held to a limit.

Nothing is kept: after a restart everybody begins again, which harms nobody. What is over a limit is told to
its sender and comes again later, so nothing that was acknowledged is lost. What was said is never looked at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

import structlog

from bot.settings.limits import LIMITS, QuotaLimits

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

_MOST_KEYS = 10_000

_log = structlog.get_logger(__name__)


@unique
class QuotaName(StrEnum):
    """What somebody ran into, as the log names it."""

    MESSAGES = "messages per minute"
    CHARACTERS = "characters per hour"
    FILES = "files per hour"
    PAGES = "pages per minute"
    WAITING = "messages waiting"
    WORK = "work waiting"
    STREAMS = "streams open"
    BROWSERS = "browsers"
    LINKS = "links per day"


@dataclass(frozen=True, slots=True)
class QuotaReached:
    """A quota has no room left: which, and when there is room again.

    ``is_news``: its person has not heard so yet.
    """

    limit: QuotaName
    ends_in: timedelta
    is_news: bool


@dataclass(slots=True)
class _Span:
    begun: datetime
    used: int = 0
    is_told: bool = False


class Quota:
    """So much of something for each key within a time, which begins with its first.

    Whatever is the last to be taken is taken whole, so that nothing is too large to be taken ever.
    """

    def __init__(self, limit: QuotaName, most: int, within: timedelta) -> None:
        self._limit = limit
        self._most = most
        self._within = within
        self._spans: dict[str, _Span] = {}

    def full(self, key: str, now: datetime) -> QuotaReached | None:
        """Whether there is no room for this key at this moment, and for how long."""
        span = self._span(key, now)
        if span is None or span.used < self._most:
            return None
        return QuotaReached(self._limit, span.begun + self._within - now, is_news=not span.is_told)

    def told(self, key: str) -> None:
        """Its person has been told, and need not be again in this time."""
        if span := self._spans.get(key):
            span.is_told = True

    def add(self, key: str, amount: int, now: datetime) -> None:
        """Count so much for this key. Less than nothing gives it back."""
        span = self._span(key, now)
        if span is None:
            self._make_room(now)
            span = self._spans[key] = _Span(now)
        span.used = max(span.used + amount, 0)

    def _span(self, key: str, now: datetime) -> _Span | None:
        span = self._spans.get(key)
        if span is None or self._is_running(span, now):
            return span
        del self._spans[key]
        return None

    def _is_running(self, span: _Span, now: datetime) -> bool:
        # A clock that was set back must not keep anybody waiting.
        return span.begun <= now < span.begun + self._within

    def _make_room(self, now: datetime) -> None:
        """Let go of what is over, and of the oldest where that is not enough: memory stays bounded."""
        if len(self._spans) < _MOST_KEYS:
            return
        self._spans = {key: span for key, span in self._spans.items() if self._is_running(span, now)}
        while len(self._spans) >= _MOST_KEYS:
            del self._spans[next(iter(self._spans))]


class Quotas:
    """The quotas of everybody. A key names a person where they write."""

    def __init__(self, limits: QuotaLimits = LIMITS) -> None:
        self.limits = limits
        self.reached: dict[QuotaName, int] = dict.fromkeys(QuotaName, 0)
        """How often anybody ran into which limit since the start."""
        self._messages = Quota(QuotaName.MESSAGES, limits.messages_per_minute, MINUTE)
        self._characters = Quota(QuotaName.CHARACTERS, limits.characters_per_hour, HOUR)
        self._files = Quota(QuotaName.FILES, limits.files_per_hour, HOUR)
        self._pages = Quota(QuotaName.PAGES, limits.pages_per_minute, MINUTE)
        self._logged: dict[QuotaName, tuple[datetime, int]] = {}

    def take_message(
        self, key: str, characters: int, now: datetime, *, files: int = 0
    ) -> QuotaReached | None:
        """Count a message of somebody; or which of their quotas is full, and then it is not to be taken.

        Files have a quota of their own: they are no characters, and keep nobody from writing.
        """
        full = self._messages.full(key, now) or self._characters.full(key, now)
        if full is None and files:
            full = self._files.full(key, now)
        if full is not None:
            self.note(full.limit, now)
            return full
        self._messages.add(key, 1, now)
        self._characters.add(key, characters, now)
        self._files.add(key, files, now)
        return None

    def give_back(self, key: str, characters: int, now: datetime, *, files: int = 0) -> None:
        """A message that was counted could not be kept, and comes again."""
        self._messages.add(key, -1, now)
        self._characters.add(key, -characters, now)
        self._files.add(key, -files, now)

    def told(self, key: str, full: QuotaReached) -> None:
        """Somebody has been told that their quota is full, and need not be again in its time."""
        told = {QuotaName.CHARACTERS: self._characters, QuotaName.FILES: self._files}
        told.get(full.limit, self._messages).told(key)

    def take_page(self, key: str, now: datetime) -> QuotaReached | None:
        """Count a page that somebody opens; or that they have opened too many."""
        full = self._pages.full(key, now)
        if full is not None:
            self.note(full.limit, now)
            return full
        self._pages.add(key, 1, now)
        return None

    def note(self, limit: QuotaName, now: datetime) -> None:
        """Count that somebody ran into a limit. The log has at most one line a minute of each."""
        self.reached[limit] += 1
        at, told = self._logged.get(limit, (None, 0))
        if at is None or not at <= now < at + MINUTE:
            self._logged[limit] = now, self.reached[limit]
            _log.warning("a limit was reached", limit=limit.value, times=self.reached[limit] - told)
