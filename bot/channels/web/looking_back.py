"""Finding words in a conversation, a part of it at a time, so that others are served meanwhile."""

from collections.abc import Awaitable, Callable

from web.backend import ChatEntry, Stretch

LOOKED_THROUGH_AT_ONCE = 200
"""So many entries are read in one go."""


async def entries_with(
    words: str, most: int, earlier: Callable[[int, int | None], Awaitable[Stretch]]
) -> list[ChatEntry]:
    """The newest entries in which all of these words stand, newest first; none for no words.

    ``earlier`` reads so many entries: the newest, or those before a number.
    """
    wanted, found = words.casefold().split(), list[ChatEntry]()
    part = await earlier(LOOKED_THROUGH_AT_ONCE, None) if wanted else None
    while part is not None:
        for entry in reversed(part.entries):
            said = entry.text.casefold()
            found += [entry] if all(word in said for word in wanted) else []
        is_over = len(found) >= most or not part.has_earlier
        part = None if is_over else await earlier(LOOKED_THROUGH_AT_ONCE, part.entries[0].number)
    return found[:most]
