"""Within how many days a complaint about somebody's data is to be answered."""

from datetime import datetime, timedelta
from typing import Final

DAYS: Final = 30
"""The day of receipt is the first of them."""


def last_day(received_at: datetime) -> datetime:
    """A moment of the last day on which a complaint can be answered in time."""
    return received_at + timedelta(days=DAYS - 1)
