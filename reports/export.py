"""The ledger as lines of JSON for other programs: facts as kept, character for character, no summary.

Only of a named round does it hold names and teams. Nothing is cut, escaped for a spreadsheet or put into
words.

Of an anonymous round no line says when on its day it was written, or which message it came from: in both
lies the order in which people wrote.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One version of one reply as the ledger holds it.

    ``participant`` is a pseudonym in a named round, else a number of this one export. ``given`` and
    ``channel`` are the stored words for them. ``level`` is set for a level of a scale, ``choices`` for
    evidence and options, ``value`` for a number or a day, ``text`` for words. ``external_id`` is the
    channel's name of the message it came from. ``given_by`` is the colleague who gave it for the
    participant, called in the same way; None where they gave it themselves.
    ``name``, ``team`` and ``partner`` are those on the list of a named round, and None in any other.
    In an anonymous round ``written_at`` is a day and ``external_id`` is None.
    """

    round: str
    theme_id: str
    prompt_id: str
    entry: int
    participant: str
    given: str
    text: str
    level: int | None
    choices: tuple[str, ...]
    version: int
    written_at: datetime | date
    channel: str
    external_id: str | None
    given_by: str | None = None
    name: str | None = None
    team: str | None = None
    partner: str | None = None
    value: str = ""


def export_line(row: LedgerRow) -> dict[str, Any]:
    """A row as JSON values; the time, or the day alone, is ISO 8601 in UTC."""
    return {
        "round": row.round,
        "theme_id": row.theme_id,
        "prompt_id": row.prompt_id,
        "entry": row.entry,
        "participant": row.participant,
        "given": row.given,
        "text": row.text,
        "level": row.level,
        "choices": list(row.choices),
        "value": row.value,
        "version": row.version,
        "written_at": _iso(row.written_at),
        "channel": row.channel,
        "external_id": row.external_id,
        "given_by": row.given_by,
        "name": row.name,
        "team": row.team,
        "partner": row.partner,
    }


def _iso(at: datetime | date) -> str:
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return at.isoformat()


def as_jsonl(rows: Iterable[LedgerRow]) -> Iterator[str]:
    """Each row as one line of JSON with its newline, as soon as it is asked for."""
    for row in rows:
        yield json.dumps(export_line(row), ensure_ascii=False) + "\n"
