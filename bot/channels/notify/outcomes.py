"""What an answer of GOV.UK Notify, or none, means for a mail.

What is about one address is kept apart from what is about us (key, template, limits), which puts nobody out
of reach. The kind of an error is looked at, and never its words.
"""

from datetime import datetime, timedelta
from typing import Final

import aiohttp

from bot.messages.failures import DeliveryFailed, Failure

SHORT_WAIT: Final = 60.0
"""Seconds after which a service that was not there, or was asked for too much in a minute, is tried again."""
TROUBLE_FOR: Final = 900.0
"""Seconds for which nothing is tried where only an operator can help."""

_TOO_MANY: Final = 429
_OF_THE_DAY: Final = "TooManyRequestsError"
_OF_A_FIELD: Final = "ValidationError"


class NotifyRefused(Exception):
    """Notify answered with an error: its status, its kind, and its words, which are for an operator alone.

    ``clock_is_off_by`` is by how many seconds its clock and ours differ, None where it did not say.
    """

    def __init__(self, status: int, kind: str, words: str, clock_is_off_by: float | None) -> None:
        super().__init__(words)
        self.status = status
        self.kind = kind
        self.clock_is_off_by = clock_is_off_by

    @property
    def is_about_a_field(self) -> bool:
        """Whether something in the request is not of the form that it must have, such as its address."""
        return self.status == 400 and self.kind == _OF_A_FIELD


FAULTS: Final = (NotifyRefused, aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError)
"""What a request can raise; the last three for an answer that cannot be read."""


def is_certainly_unsent(error: Exception) -> bool:
    """Whether a request certainly did not reach Notify: there was no connection to carry it."""
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)


def failure_meant(error: Exception, now: datetime) -> DeliveryFailed:
    """What an error means for a mail that was to be taken, and for all others."""
    if not isinstance(error, NotifyRefused):
        if is_certainly_unsent(error):
            return DeliveryFailed(Failure.NOT_SENT, retry_after=SHORT_WAIT)
        return DeliveryFailed(Failure.UNCERTAIN, uncertain=True)
    if error.status == _TOO_MANY:
        wait = _until_midnight(now) if error.kind == _OF_THE_DAY else SHORT_WAIT
        return DeliveryFailed(Failure.CARRIER_TROUBLE, retry_after=wait)
    if 400 <= error.status < 500:
        return DeliveryFailed(Failure.CARRIER_TROUBLE, retry_after=TROUBLE_FOR)
    return DeliveryFailed(Failure.UNCERTAIN, uncertain=True)


def _until_midnight(now: datetime) -> float:
    """Seconds until the limit of a day begins, which is at midnight UTC."""
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return (tomorrow - now).total_seconds()
