"""An API key of GOV.UK Notify, and the token that each request is signed with.

The token is a JWT (RFC 7519) with HS256. It holds the service's id and the time, and is good for 30 seconds.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import orjson

from storage.engine.database import milliseconds

_PART: Final = 36
_HEADER: Final = {"typ": "JWT", "alg": "HS256"}


@dataclass(frozen=True, slots=True)
class NotifyKey:
    """What an API key is made of, without its name. ``secret`` is never shown."""

    service: str
    secret: str = field(repr=False)

    def token(self, now: datetime) -> str:
        """A token for a request that is made now."""
        claims = {"iss": self.service, "iat": milliseconds(now) // 1000}
        signed = b".".join((_coded(orjson.dumps(_HEADER)), _coded(orjson.dumps(claims))))
        signature = hmac.digest(self.secret.encode(), signed, "sha256")
        return b".".join((signed, _coded(signature))).decode()


def key_from(written: str) -> NotifyKey:
    """The parts of a key that the settings have taken: the last two are of a fixed length."""
    return NotifyKey(written[-2 * _PART - 1 : -_PART - 1], written[-_PART:])


def _coded(part: bytes) -> bytes:
    return urlsafe_b64encode(part).rstrip(b"=")
