"""What the value of a single setting must look like.

A check returns the value as it is used, or raises ``ValueError``. No error says anything: the sentence that
people read stands with the setting, and never holds a value.
"""

import re
from datetime import UTC, date, datetime, time
from ipaddress import IPv6Address
from pathlib import Path
from typing import Annotated, Final

from pydantic import AnyHttpUrl, Secret, StringConstraints

from conversations.calendar.reminder_hours import NO_HOLIDAYS, SCOTLAND, bank_holidays
from conversations.reading.lists import mail_address as lists

SQLITE: Final = "sqlite:///"
Token = Secret[
    Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{6,20}:[A-Za-z0-9_-]{30,128}$")]
]
"""The token of a Telegram bot, if it has the shape of one; never shown."""

_HOST = re.compile(r"[A-Za-z0-9._-]+")


def api_url(value: str) -> str:
    """The address of a Bot API server as browsers write it, without a slash at its end."""
    url = AnyHttpUrl(value)
    if url.port == 0 or url.query is not None or url.fragment is not None:
        raise ValueError
    return str(url).rstrip("/")


def public_url(value: str) -> str:
    """The address of a web site, nothing behind its host and port."""
    url = AnyHttpUrl(api_url(value))
    if url.path != "/" or url.username is not None:
        raise ValueError
    return str(url).rstrip("/")


def database_url(value: str) -> str:
    """The address of a store that we can use."""
    path = value.removeprefix(SQLITE)
    if path == value or not path.strip("/.") or path.startswith(":") or "?" in path:
        raise ValueError
    return value


def time_of_day(value: str | time) -> time:
    """A time of day on the clock, to the minute."""
    if isinstance(value, time):
        return value
    return datetime.strptime(value, "%H:%M").replace(tzinfo=UTC).time()


def holidays(value: str) -> str:
    """A place whose bank holidays are known: a country's code, or with a part of it; or none."""
    where = value.lower() if value.lower() == NO_HOLIDAYS else value.upper()
    if where == SCOTLAND:
        return where  # known without the library of the whole world, which not every command needs
    try:
        bank_holidays(where)(date(2026, 1, 1))
    except LookupError:
        raise ValueError from None
    return where


def host(value: str) -> str:
    """An address to listen on, or the name of one, without brackets."""
    bare = value.removeprefix("[").removesuffix("]")
    if ":" in bare:
        return str(IPv6Address(bare))
    if not _HOST.fullmatch(bare):
        raise ValueError
    return bare


def mail_address(value: str) -> str:
    """One e-mail address, without a name."""
    found = lists.mail_address(value)
    if found is None:
        raise ValueError
    return found


def home(value: Path) -> Path:
    """The path with ``~`` replaced by the home folder."""
    try:
        return value.expanduser()
    except RuntimeError as error:
        raise ValueError from error


def upper(value: object) -> object:
    """Text in capital letters."""
    return value.strip().upper() if isinstance(value, str) else value


def lower(value: object) -> object:
    """Text in small letters."""
    return value.strip().lower() if isinstance(value, str) else value
