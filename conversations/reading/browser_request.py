"""The browsers in which somebody is signed in, and what they ask about them behind ``/devices``."""

from dataclasses import dataclass
from datetime import date

from content.whole_numbers import whole_number

OTHERS = 0
"""Where a browser's number could be: all but the one that it is asked from."""

COMMAND = "/devices"
_END, _OTHERS, _YES = "end", "others", "yes"


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser in which a person is signed in, by the days of it. No other of theirs has its ``number``."""

    number: int
    since: date
    used_on: date


@dataclass(frozen=True, slots=True)
class BrowserRequest:
    """To see the browsers, or to sign out of one or of all others.

    ``number`` is of the browser, ``OTHERS`` for all others, None to see them. ``is_sure``: they have been
    asked whether they mean it.
    """

    number: int | None = None
    is_sure: bool = False

    @property
    def typed(self) -> str:
        """What is typed for it."""
        if self.number is None:
            return COMMAND
        which = _OTHERS if self.number == OTHERS else str(self.number)
        return f"{COMMAND} {_END} {which}{' ' + _YES if self.is_sure else ''}"


def browser_request(text: str) -> BrowserRequest:
    """What a text behind the command asks; to see them for one that cannot be read."""
    match text.casefold().split():
        case ["end", which]:
            return BrowserRequest(_number(which))
        case ["end", which, "yes"]:
            return BrowserRequest(_number(which), is_sure=True)
    return BrowserRequest()


def _number(which: str) -> int | None:
    if which == _OTHERS:
        return OTHERS
    return whole_number(which, least=1)
