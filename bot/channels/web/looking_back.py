"""Finding words in a conversation, a part of it at a time, so that others are served meanwhile."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from web.backend import ChatEntry, Stretch

LOOKED_THROUGH_AT_ONCE = 200
"""So many entries are read in one go."""

LARGEST_LOOKED_THROUGH = 1_000_000
"""No more characters than that are read in one go, however long the entries are."""

RESTS = 9
"""After each part, others have so many times as long as it took."""


async def entries_with(
    words: str, most: int, earlier: Callable[[int, int | None], Awaitable[Stretch]]
) -> list[ChatEntry]:
    """The newest entries in which all of these words stand, newest first; none for no words.

    ``earlier`` reads so many entries: the newest, or those before a number.
    """
    wanted, found = words.casefold().split(), list[ChatEntry]()
    part = await earlier(LOOKED_THROUGH_AT_ONCE, None) if wanted else None
    while part is not None:
        begun = time.monotonic()
        for entry in reversed(part.entries):
            said = entry.text.casefold()
            found += [entry] if all(word in said for word in wanted) else []
        if len(found) >= most or not part.has_earlier:
            break
        part = await earlier(LOOKED_THROUGH_AT_ONCE, part.entries[0].number)
        await asyncio.sleep(RESTS * (time.monotonic() - begun))
    return found[:most]
