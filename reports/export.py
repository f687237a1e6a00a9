"""The ledger as lines of JSON for other programs: facts as kept, character for character, no summary.

Participants stand in it by pseudonym. Nothing is cut, escaped for a spreadsheet or put into words.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One version of one reply as the ledger holds it.

    ``participant`` is a pseudonym. ``given`` and ``channel`` are the stored words for them. ``level`` is
    set for a rating, ``choices`` for evidence, ``text`` for words. ``external_id`` is the channel's name
    of the message it came from. ``given_by`` is the pseudonym of the colleague who gave it for the
    participant, None where they gave it themselves.
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
    written_at: datetime
    channel: str
    external_id: str
    given_by: str | None = None


def export_line(row: LedgerRow) -> dict[str, Any]:
    """A row as JSON values; the time is ISO 8601 in UTC."""
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
        "version": row.version,
        "written_at": row.written_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "channel": row.channel,
        "external_id": row.external_id,
        "given_by": row.given_by,
    }


def as_jsonl(rows: Iterable[LedgerRow]) -> Iterator[str]:
    """Each row as one line of JSON with its newline, as soon as it is asked for."""
    for row in rows:
        yield json.dumps(export_line(row), ensure_ascii=False) + "\n"
