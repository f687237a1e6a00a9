"""The tasks of a checklist as a calendar file, which calendars of all makes take in (RFC 5545).

Every task is a whole day that keeps nobody busy. Its id stays, so a newer file moves what an older one
brought.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from reports.exercise.task_lines import TaskLine

CALENDAR: Final = "text/calendar; charset=utf-8"
_LONGEST_LINE: Final = 75
"""In bytes, without the end of the line."""


def calendar_file(lines: Iterable[TaskLine], *, title: str, round_id: str, made_at: datetime) -> bytes:
    """The tasks as the bytes of a calendar file."""
    made = made_at.astimezone(UTC)
    about = ("VERSION:2.0", "PRODID:-//Closer Look//Checklist//EN", "METHOD:PUBLISH")
    name = f"X-WR-CALNAME:{_escaped(title)}"
    events = [each for line in lines for each in _between("vevent", _event(line, title, round_id, made))]
    written = _between("vcalendar", (*about, name, *events))
    return "".join(f"{folded}\r\n" for line in written for folded in _folded(line)).encode()


def _between(component: str, lines: Iterable[str]) -> Iterator[str]:
    """A component of the file, between the lines that begin and end it."""
    yield f"begin:{component}".upper()
    yield from lines
    yield f"end:{component}".upper()


def _event(line: TaskLine, title: str, round_id: str, made: datetime) -> Iterator[str]:
    told = "\n".join(each for each in (line.who, line.state, line.note, line.warning) if each)
    yield f"UID:{line.task_id}.{round_id}@closer-look"
    yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
    # A calendar takes what has a higher number than it knows; minutes are enough between two files.
    yield f"SEQUENCE:{int(made.timestamp()) // 60}"
    yield f"DTSTART;VALUE=DATE:{line.due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{line.due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{line.what} ({title})')}"
    yield f"DESCRIPTION:{_escaped(told)}"
    yield "TRANSP:TRANSPARENT"


def _escaped(text: str) -> str:
    for sign, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, instead)
    return text


def _folded(line: str) -> Iterator[str]:
    """A long line in pieces of which each but the first begins with a space; no letter is cut in two."""
    piece, length = "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > _LONGEST_LINE:
            yield piece
            piece, length = " ", 1
        piece, length = piece + letter, length + size
    yield piece
