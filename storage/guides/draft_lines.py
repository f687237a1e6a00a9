"""The lines of a draft as rows. A line keeps its number for good; its position may change.

What was left out of a guide is kept for its corrections only, and its words go after a while.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import orjson

from content.documents.blocks import DocumentPart, DocumentPlace
from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse
from content.drafts.kept_keys import KEPT_OF_GUIDE
from storage.engine.database import Row, SqlValues, Transaction, milliseconds

LEFT_OUT_FOR: Final = timedelta(days=60)
"""How long words that are in no guide are kept with a draft that nobody corrects."""

_FORGOTTEN: Final = """
UPDATE own_guide_line SET words = '', kept = CASE WHEN kept LIKE :of_guide THEN kept ELSE '' END
WHERE used_as = 'left_out' AND (words <> '' OR (kept <> '' AND kept NOT LIKE :of_guide))
"""
"""Erases left-out lines. What a whole guide has for itself stays with the line that it came with."""

_OF_GUIDE: Final = f"{KEPT_OF_GUIDE}%"


def put_lines(tx: Transaction, guide_id: str, lines: Sequence[GuideLine]) -> None:
    """Keep the lines of a new draft, in this order."""
    tx.run_many(
        "INSERT INTO own_guide_line"
        " (guide_id, number, position, used_as, level, words, reading, place, doubt, kept)"
        " VALUES"
        " (:guide_id, :number, :position, :used_as, :level, :words, :reading, :place, :doubt, :kept)",
        [_values(guide_id, line, position) for position, line in enumerate(lines, start=1)],
    )


def replace_lines(tx: Transaction, guide_id: str, lines: Sequence[GuideLine]) -> None:
    """Keep these lines instead of all that a draft has."""
    tx.run("DELETE FROM own_guide_line WHERE guide_id = :id", {"id": guide_id})
    put_lines(tx, guide_id, lines)


def draft_lines(tx: Transaction, guide_id: str) -> list[GuideLine]:
    """The lines of a draft, in order."""
    rows = tx.rows(
        "SELECT number, used_as, words, level, reading, place, doubt, kept FROM own_guide_line"
        " WHERE guide_id = :id ORDER BY position, number",
        {"id": guide_id},
    )
    return [_line(row) for row in rows]


def words_asked(tx: Transaction, guide_ids: Sequence[str]) -> dict[str, list[str]]:
    """The words of all that each of these drafts asks, by its id."""
    asked = ", ".join(f"'{use.value}'" for use in ASKED_USES)
    return {
        guide_id: [
            row[0]
            for row in tx.rows(
                f"SELECT words FROM own_guide_line WHERE guide_id = :id AND used_as IN ({asked})"  # noqa: S608
                " ORDER BY position, number",
                {"id": guide_id},
            )
        ]
        for guide_id in guide_ids
    }


def prompts_counted(tx: Transaction, guide_ids: Sequence[str]) -> dict[str, int]:
    """How many prompts each of these drafts has, by its id; those without one are left out."""
    asked = ", ".join(f"'{use.value}'" for use in ASKED_USES)
    rows = tx.rows(
        "SELECT guide_id, count(*) FROM own_guide_line"  # noqa: S608
        f" WHERE guide_id IN :ids AND used_as IN ({asked}) GROUP BY guide_id",
        {"ids": list(guide_ids)},
    )
    return {row[0]: row[1] for row in rows}


def change_lines(tx: Transaction, guide_id: str, lines: Sequence[GuideLine]) -> None:
    """Keep what is corrected in these lines. What they were read as, and where, stays."""
    tx.run_many(
        "UPDATE own_guide_line SET used_as = :used_as, level = :level, words = :words, doubt = :doubt"
        " WHERE guide_id = :guide_id AND number = :number",
        [
            {
                "guide_id": guide_id,
                "number": line.number,
                "used_as": line.used_as.value,
                "level": line.level,
                "words": line.text,
                "doubt": line.doubt,
            }
            for line in lines
        ],
    )


def keep_of_lines(tx: Transaction, guide_id: str, lines: Sequence[GuideLine]) -> None:
    """Keep with these lines what they have of their entries besides their words."""
    tx.run_many(
        "UPDATE own_guide_line SET kept = :kept WHERE guide_id = :guide_id AND number = :number",
        [{"guide_id": guide_id, "number": each.number, "kept": each.kept} for each in lines],
    )


def add_line(tx: Transaction, guide_id: str, line: GuideLine, behind: int) -> int:
    """Keep a new line behind the one with this number; the number of the new one."""
    values: SqlValues = {"id": guide_id, "behind": behind}
    found = tx.row(
        "SELECT position FROM own_guide_line WHERE guide_id = :id AND number = :behind", values
    ) or tx.row("SELECT coalesce(max(position), 0) FROM own_guide_line WHERE guide_id = :id", values)
    position = found[0] + 1 if found else 1
    tx.run(
        "UPDATE own_guide_line SET position = position + 1 WHERE guide_id = :id AND position >= :position",
        {"id": guide_id, "position": position},
    )
    newest = tx.row("SELECT coalesce(max(number), 0) FROM own_guide_line WHERE guide_id = :id", values)
    number = int(newest[0]) + 1 if newest else 1
    new = GuideLine(number, line.used_as, line.text, line.level)
    tx.run(
        "INSERT INTO own_guide_line"
        " (guide_id, number, position, used_as, level, words, reading, place, doubt, kept)"
        " VALUES"
        " (:guide_id, :number, :position, :used_as, :level, :words, :reading, :place, :doubt, :kept)",
        _values(guide_id, new, position),
    )
    return number


def put_in_order(tx: Transaction, guide_id: str, lines: Sequence[GuideLine]) -> None:
    """Keep the order of these lines, which are all that the draft has."""
    tx.run_many(
        "UPDATE own_guide_line SET position = :position"
        " WHERE guide_id = :guide_id AND number = :number AND position <> :position",
        [
            {"guide_id": guide_id, "number": line.number, "position": position}
            for position, line in enumerate(lines, start=1)
        ],
    )


def forget_left_out(tx: Transaction, guide_id: str) -> None:
    """Erase the words of a draft that are in no guide: replies, plans and what was not understood."""
    tx.run(f"{_FORGOTTEN} AND guide_id = :id", {"id": guide_id, "of_guide": _OF_GUIDE})


def sweep_left_out(tx: Transaction, now: datetime) -> int:
    """Erase such words from the drafts that nobody has corrected for long; from how many lines."""
    return tx.run(
        f"{_FORGOTTEN} AND guide_id IN (SELECT id FROM own_guide WHERE changed_at < :before)",  # noqa: S608
        {"before": milliseconds(now - LEFT_OUT_FOR), "of_guide": _OF_GUIDE},
    )


def _values(guide_id: str, line: GuideLine, position: int) -> SqlValues:
    return {
        "guide_id": guide_id,
        "number": line.number,
        "position": position,
        "used_as": line.used_as.value,
        "level": line.level,
        "words": line.text,
        "reading": line.reading,
        "place": place_to_text(line.place),
        "doubt": line.doubt,
        "kept": line.kept,
    }


def _line(row: Row) -> GuideLine:
    number, used_as, words, level, reading, place, doubt, kept = row
    return GuideLine(number, LineUse(used_as), words, level, reading, place_from_text(place), doubt, kept)


def remarks_to_text(remarks: Sequence[tuple[str, DocumentPlace]]) -> str:
    """What was not read, each with its place, as it is kept."""
    return orjson.dumps(remarks).decode()


def remarks_from_text(kept: str) -> tuple[tuple[str, DocumentPlace], ...]:
    """What :func:`remarks_to_text` wrote."""
    return tuple((kind, _place(place)) for kind, place in orjson.loads(kept or "[]"))


def place_to_text(place: DocumentPlace | None) -> str:
    """A place in a document as it is kept; empty for none."""
    return orjson.dumps(place).decode() if place else ""


def place_from_text(kept: str) -> DocumentPlace | None:
    """The place that :func:`place_to_text` wrote."""
    return _place(orjson.loads(kept)) if kept else None


def _place(value: Mapping[str, Any]) -> DocumentPlace:
    inside = value["inside"]
    return DocumentPlace(
        **{**value, "part": DocumentPart(value["part"]), "inside": _place(inside) if inside else None}
    )
