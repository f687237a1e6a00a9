"""What one person or one organisation may ask of us at once or in a time, so that nobody holds up another.

An ordinary fast writer never meets them, nor does whoever types in a sheet or pastes 500 names. They are
settings as all others are, and ``docs/settings.md`` has them in one table.
"""

from dataclasses import dataclass, fields

from pydantic import Field
from pydantic_settings import BaseSettings

_AT_MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class QuotaLimits:
    """For each person, and ``links_per_day`` for each organisation. The settings say what each is."""

    messages_per_minute: int = 120
    characters_per_hour: int = 500_000
    files_per_hour: int = 200
    pages_per_minute: int = 300
    messages_waiting: int = 200
    work_waiting: int = 20
    streams_open: int = 10
    browsers: int = 20
    links_per_day: int = 20_000


LIMITS = QuotaLimits()
"""What holds where nothing else is set."""


class QuotaSettings(BaseSettings):
    """The limits as settings. A field's description completes the sentence "It must be …"."""

    messages_per_minute: int = Field(
        default=LIMITS.messages_per_minute, ge=10, le=_AT_MOST, description="a whole number from 10 on"
    )
    characters_per_hour: int = Field(
        default=LIMITS.characters_per_hour, ge=20_000, le=10**9, description="a whole number from 20000 on"
    )
    files_per_hour: int = Field(
        default=LIMITS.files_per_hour, ge=10, le=_AT_MOST, description="a whole number from 10 on"
    )
    pages_per_minute: int = Field(
        default=LIMITS.pages_per_minute, ge=30, le=_AT_MOST, description="a whole number from 30 on"
    )
    messages_waiting: int = Field(
        default=LIMITS.messages_waiting, ge=10, le=_AT_MOST, description="a whole number from 10 on"
    )
    work_waiting: int = Field(
        default=LIMITS.work_waiting, ge=2, le=_AT_MOST, description="a whole number from 2 on"
    )
    streams_open: int = Field(
        default=LIMITS.streams_open, ge=1, le=1000, description="a whole number from 1 to 1000"
    )
    browsers: int = Field(default=LIMITS.browsers, ge=1, le=1000, description="a whole number from 1 to 1000")
    links_per_day: int = Field(
        default=LIMITS.links_per_day, ge=100, le=_AT_MOST, description="a whole number from 100 on"
    )

    @property
    def limits(self) -> QuotaLimits:
        """All limits as one value."""
        return QuotaLimits(**{each.name: getattr(self, each.name) for each in fields(QuotaLimits)})
