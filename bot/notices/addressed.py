"""A notice with the address that it goes to, as an entry of the outbox holds it until it has gone.

The address is here and nowhere else in the outbox: so it is gone when the entry's body is.
"""

from dataclasses import dataclass
from typing import Final

import orjson
from pydantic import TypeAdapter

from bot.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class AddressedNotice:
    """A notice and its one recipient."""

    to: str
    notice: Notice


_ADDRESSED: Final = TypeAdapter(AddressedNotice)


def addressed_to_json(addressed: AddressedNotice) -> str:
    """What an entry's body is."""
    return orjson.dumps(addressed).decode()


def addressed_from_json(body: str) -> AddressedNotice:
    """What :func:`addressed_to_json` wrote."""
    return _ADDRESSED.validate_json(body)
