"""Breaks now and then, as no code of ours should, with in its exception what must not be seen.

Not a broken twin but a fault of ours, from outside: deciding fails over words with CRASH in them, and every
twentieth request over its own address.
"""

import itertools
from typing import Any

from bot.channels.telegram.transport import AiohttpRequest
from bot.inbox import turn

_advance = turn.advance
_exchange = AiohttpRequest._exchange
_requests = itertools.count(1)


def _advance_or_break(*given: Any) -> Any:
    incoming = given[2]
    if "CRASH" in getattr(incoming, "text", ""):
        raise ValueError(f"cannot decide on {incoming}")
    return _advance(*given)


async def _exchange_or_break(self: AiohttpRequest, url: str, *given: Any) -> Any:
    if next(_requests) % 20 == 0:
        raise RuntimeError(f"cannot reach {url}")
    return await _exchange(self, url, *given)


turn.advance = _advance_or_break
AiohttpRequest._exchange = _exchange_or_break
