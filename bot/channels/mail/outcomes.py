"""What a failure means for a mail: by the step at which it came, and by what the server answered.

The exception alone does not tell whether a mail has arrived, so each step is told apart. What is about one
address is kept apart from what is about us (settings, rights, limits), which puts nobody out of reach.
"""

import re
from enum import Enum, unique
from ssl import SSLError
from typing import Final

from aiosmtplib import SMTPAuthenticationError, SMTPConnectError, SMTPException, SMTPResponseException

from bot.messages.failures import DeliveryFailed, Failure


@unique
class MailStep(Enum):
    """How far a mail had come: connecting with logging in, its sender, its recipient, its content."""

    CONNECT = "connect"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


SHORT_WAIT: Final = 60.0
"""Seconds after which a server that was not there is tried again."""
GREYLISTED_FOR: Final = 300.0
"""Seconds for which a server that knows nobody yet, or has no room, is given time."""
TROUBLE_FOR: Final = 900.0
"""Seconds for which nothing is tried where only an operator can help; a wrong password locks an account."""

_ENHANCED = re.compile(r"\A[245]\.(\d{1,3})\.(\d{1,3})\b")
_GOING_DOWN: Final = 421
_NOT_THERE: Final = frozenset({("2", "1"), ("4", "1")})
"""Enhanced status codes (RFC 3463), subject and detail, besides all of subject 1, that blame the address."""


def failure_of(step: MailStep, error: Exception) -> DeliveryFailed:
    """What an error at a step means for the mail and for all others."""
    match step:
        case MailStep.CONNECT:
            return _at_connecting(error)
        case MailStep.SENDER:
            return _at_sender(error)
        case MailStep.RECIPIENT:
            return _at_recipient(error)
        case MailStep.CONTENT:
            return _at_content(error)


def _at_connecting(error: Exception) -> DeliveryFailed:
    is_ours = isinstance(error, SMTPAuthenticationError | SSLError) or isinstance(error.__cause__, SSLError)
    if isinstance(error, SMTPResponseException):
        is_ours = is_ours or error.code >= 500
    elif isinstance(error, SMTPException) and not isinstance(error, SMTPConnectError | OSError):
        is_ours = True  # no STARTTLS, no way to log in, no certificates
    return _trouble() if is_ours else _unsent(SHORT_WAIT)


def _at_sender(error: Exception) -> DeliveryFailed:
    if isinstance(error, SMTPResponseException) and error.code >= 500:
        return _trouble()
    return _unsent(SHORT_WAIT)


def _at_recipient(error: Exception) -> DeliveryFailed:
    if not isinstance(error, SMTPResponseException) or error.code < 0:
        return _unsent(SHORT_WAIT)
    if error.code < 500:
        return _unsent(SHORT_WAIT if error.code == _GOING_DOWN else GREYLISTED_FOR)
    found = _ENHANCED.match(error.message)
    if found is None or found[1] == "1" or found.groups() in _NOT_THERE:
        return DeliveryFailed(Failure.NO_SUCH_ADDRESS)
    return _trouble() if found[1] == "7" else DeliveryFailed(Failure.REFUSED)


def _at_content(error: Exception) -> DeliveryFailed:
    code = error.code if isinstance(error, SMTPResponseException) else -1
    if code >= 500:
        return DeliveryFailed(Failure.REFUSED)
    if code > 0 and code != _GOING_DOWN:
        return _unsent(GREYLISTED_FOR)
    # A server that goes down may have kept it, and a line that breaks says nothing about what it carried.
    return DeliveryFailed(Failure.UNCERTAIN, uncertain=True)


def _unsent(wait: float) -> DeliveryFailed:
    return DeliveryFailed(Failure.NOT_SENT, retry_after=wait)


def _trouble() -> DeliveryFailed:
    return DeliveryFailed(Failure.CARRIER_TROUBLE, retry_after=TROUBLE_FOR)
