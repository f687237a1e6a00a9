"""How sending can fail: a carrier's own table says which of these its refusals mean.

A failure carries its kind and nothing else: no words of an answer, of a message or of an address.
"""

from enum import StrEnum, unique


@unique
class Failure(StrEnum):
    """Every way in which sending or hearing can fail, as far as we treat them differently."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    CHAT_NOT_FOUND = "chat not found"
    MIGRATED = "group became a supergroup"
    CANNOT_PARSE = "markup cannot be parsed"
    EDIT_TARGET_GONE = "message to change is gone"
    TOO_LONG = "too long"
    TOO_LARGE = "file too large"
    REFUSED = "refused"
    TOO_MANY_REQUESTS = "too many requests"
    CONFLICT = "another poller or a webhook"
    UNAUTHORISED = "token or address refused"
    SERVER_ERROR = "server error"
    BAD_ANSWER = "unreadable answer"
    NOT_SENT = "not sent"
    NO_SUCH_ADDRESS = "no such address"
    CARRIER_TROUBLE = "carrier in trouble"
    UNCERTAIN = "no answer"


_UNREACHABLE = frozenset(
    {
        Failure.BLOCKED,
        Failure.DEACTIVATED,
        Failure.CHAT_NOT_FOUND,
        Failure.MIGRATED,
        Failure.NO_SUCH_ADDRESS,
    }
)
_PASSING = frozenset(
    {
        Failure.TOO_MANY_REQUESTS,
        Failure.CONFLICT,
        Failure.UNAUTHORISED,
        Failure.SERVER_ERROR,
        Failure.BAD_ANSWER,
        Failure.NOT_SENT,
        Failure.UNCERTAIN,
        Failure.CARRIER_TROUBLE,
    }
)


class ChannelRefused(Exception):
    """A channel cannot be used until somebody who looks after it has acted; the text says what to do."""


class DeliveryFailed(Exception):
    """A carrier or the network refused a request.

    ``permanent``: the person cannot be reached until they come back. ``passing``: the same request may
    succeed later. Where neither holds, the same request is refused each time: send it otherwise, or drop
    it. ``uncertain``: it may have taken effect all the same. ``retry_after`` is in seconds.
    """

    def __init__(self, kind: Failure, *, uncertain: bool = False, retry_after: float | None = None) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.uncertain = uncertain
        self.retry_after = retry_after

    @property
    def permanent(self) -> bool:
        """Whether the person cannot be reached until they come back."""
        return self.kind in _UNREACHABLE

    @property
    def passing(self) -> bool:
        """Whether the same request may succeed later."""
        return self.kind in _PASSING
