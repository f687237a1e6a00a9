"""Work that the end of the process cut off: when it is tried again, and when it is taken to be the reason.

The end of the process says nothing of the work that was under way, so it is no failed attempt. Work that
ends the process each time must still come to an end: it waits longer and longer, and then it is put aside.
"""

from datetime import datetime, timedelta
from typing import Final

MOST_ENDS: Final = 20
"""After so many ends in a row within the same work, it is put aside."""

_AT_ONCE: Final = 3
_LONGEST_PAUSE: Final = timedelta(seconds=50)
"""Below the time after which what is due is taken for dated by a clock that was wrong."""


def held_until(now: datetime, ends: int) -> datetime:
    """When work that begins now is due again, should the process end before it is done.

    ``ends`` is how many cut it off before. The first come at once: a computer is restarted, a version set up.
    """
    if ends < _AT_ONCE:
        return now
    return now + min(_LONGEST_PAUSE, timedelta(seconds=2 ** min(ends - _AT_ONCE, 8)))
