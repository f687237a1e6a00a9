"""Reads a whole history for each open page, as many as there are."""

from bot.channels.web.open_streams import OpenStreams
from web import changes

changes.NEWS_AT_ONCE = 1_000_000
_init = OpenStreams.__init__


def _any_number(self: OpenStreams, _most: int, full: object) -> None:
    _init(self, 1_000_000, full)  # type: ignore[arg-type]


OpenStreams.__init__ = _any_number  # type: ignore[method-assign]
