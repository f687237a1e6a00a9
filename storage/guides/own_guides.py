"""An organisation's own guides: their drafts, the versions that were published, and taking both away.

A version is a text among the guides of rounds, so a round that was opened on it keeps it.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from content.whole_numbers import number_of
from storage.engine.database import Row, Transaction, milliseconds, moment, moment_or_none
from storage.roles.act_kinds import ActKind, read_subject

_ID = re.compile(r"g[0-9a-f]{10}")

ID_LENGTH: Final = 11
"""So many characters an id has."""


@dataclass(frozen=True, slots=True)
class OwnGuide:
    """A guide that an organisation brought in.

    ``change`` grows with every correction. ``version`` is the newest that was published, 0 for none, and
    ``published_change`` the change that it was made of. ``next_of`` is the id of the guide whose next version
    a draft becomes, empty for a guide of its own; ``version_before`` and ``change_before`` are those of that.
    ``came_at`` is when it was brought in. ``made_from`` is the version before that it was made from: the one
    that its document says, else the newest when it came in; 0 for none. ``is_own``: somebody said that it is
    a guide of its own.
    """

    id: str
    organisation_id: str
    language: str
    title: str
    change: int
    changed_at: datetime
    version: int = 0
    published_at: datetime | None = None
    published_change: int = 0
    next_of: str = ""
    version_before: int = 0
    change_before: int = 0
    came_at: datetime | None = None
    made_from: int = 0
    is_own: bool = False

    @property
    def next_version(self) -> int:
        """The number of the version that publishing it gives."""
        return max(self.version, self.version_before) + 1

    @property
    def is_overtaken(self) -> bool:
        """Whether a newer version was published since the one that this draft was made from."""
        return bool(self.next_of) and self.made_from < self.version_before

    @property
    def shown_change(self) -> int:
        """What grows with every correction of it, and of the guide in whose place it comes."""
        return self.change + self.change_before

    @property
    def pack_id(self) -> str:
        """The id that it has when it is published."""
        return self.next_of or self.id

    @property
    def is_changed_since(self) -> bool:
        """Whether it was corrected after its newest version was published."""
        return self.version > 0 and self.change > self.published_change


def new_guide_id() -> str:
    """An id for a guide that says nothing; it is the same in every version."""
    return "g" + secrets.token_hex(5)


def keep_own_guide(tx: Transaction, guide: OwnGuide, not_read: str = "") -> None:
    """Keep a guide that was just brought in, with what of its document was not read."""
    tx.run(
        "INSERT INTO own_guide"
        " (id, organisation_id, language, change, not_read, created_at, changed_at, next_of, made_from)"
        " VALUES"
        " (:id, :organisation_id, :language, :change, :not_read, :now, :now, :next_of, :made_from)",
        {
            "id": guide.id,
            "organisation_id": guide.organisation_id,
            "language": guide.language,
            "change": guide.change,
            "not_read": not_read,
            "now": milliseconds(guide.changed_at),
            "next_of": guide.next_of,
            "made_from": guide.made_from,
        },
    )


_GUIDE = """
SELECT g.id, g.organisation_id, g.language,
    coalesce((SELECT min(l.words) FROM own_guide_line l WHERE l.guide_id = g.id AND l.used_as = 'title'), ''),
    g.change, g.changed_at, coalesce(v.version, 0), v.published_at, coalesce(v.change, 0),
    g.next_of,
    coalesce((SELECT max(n.version) FROM own_guide_version n WHERE n.guide_id = g.next_of), 0),
    coalesce((SELECT b.change FROM own_guide b WHERE b.id = g.next_of), 0),
    g.created_at,
    CASE WHEN g.made_from > 0 THEN g.made_from ELSE coalesce((SELECT max(n.version)
        FROM own_guide_version n WHERE n.guide_id = g.next_of AND n.published_at <= g.created_at), 0) END,
    g.is_own
FROM own_guide g LEFT JOIN own_guide_version v ON v.guide_id = g.id
    AND v.version = (SELECT max(n.version) FROM own_guide_version n WHERE n.guide_id = g.id)
"""


GUIDES_LISTED = f"{_GUIDE} WHERE g.organisation_id IN :ids ORDER BY g.created_at, g.id"


def own_guides(tx: Transaction, organisation_ids: Sequence[str]) -> list[OwnGuide]:
    """The guides of these organisations, in the order in which they came in."""
    rows = tx.rows(
        GUIDES_LISTED,
        {"ids": list(organisation_ids)},
    )
    return [_own_guide(row) for row in rows]


def count_own_guides(tx: Transaction, organisation_ids: Sequence[str]) -> int:
    """How many guides these organisations have, drafts among them."""
    row = tx.row(
        "SELECT count(*) FROM own_guide WHERE organisation_id IN :ids", {"ids": list(organisation_ids)}
    )
    return row[0] if row else 0


def not_read_of_guide(tx: Transaction, guide_id: str) -> str:
    """What of a guide's document was not read, as ``draft_lines.remarks_to_text`` wrote it."""
    row = tx.row("SELECT not_read FROM own_guide WHERE id = :id", {"id": guide_id})
    return row[0] if row else ""


def find_own_guide(tx: Transaction, guide_id: str) -> OwnGuide | None:
    """The guide with this id."""
    row = tx.row(f"{_GUIDE} WHERE g.id = :id", {"id": guide_id})
    return _own_guide(row) if row else None


def _own_guide(row: Row) -> OwnGuide:
    id_, organisation_id, language, title, change, changed_at, version, published_at, of_change, *of = row
    next_of, version_before, change_before, came_at, made_from, is_own = of
    return OwnGuide(
        id_,
        organisation_id,
        language,
        title,
        change,
        moment(changed_at),
        version,
        moment_or_none(published_at),
        of_change,
        next_of,
        version_before,
        change_before,
        moment(came_at),
        made_from,
        is_own=bool(is_own),
    )


def count_change(tx: Transaction, guide_id: str, now: datetime) -> None:
    """Count that a guide was corrected."""
    tx.run(
        "UPDATE own_guide SET change = change + 1, changed_at = :now WHERE id = :id",
        {"id": guide_id, "now": milliseconds(now)},
    )


def take_not_read(tx: Transaction, guide_id: str, of: str) -> None:
    """Note for a guide what was not read in the document of the other."""
    tx.run(
        "UPDATE own_guide SET not_read = (SELECT o.not_read FROM own_guide o WHERE o.id = :of)"
        " WHERE id = :id",
        {"id": guide_id, "of": of},
    )


def put_next_of(tx: Transaction, guide_id: str, next_of: str) -> None:
    """Keep of which guide a draft becomes the next version; empty for a guide of its own."""
    tx.run(
        "UPDATE own_guide SET next_of = :next_of, is_own = :is_own WHERE id = :id",
        {"id": guide_id, "next_of": next_of, "is_own": int(not next_of)},
    )


def add_version(tx: Transaction, guide: OwnGuide, sha256: str, now: datetime) -> int:
    """Note the text with this hash, which is kept, as the next version of a guide; its number."""
    version = guide.version + 1
    tx.run(
        "INSERT INTO own_guide_version (guide_id, version, sha256, change, published_at)"
        " VALUES (:id, :version, :sha256, :change, :now)",
        {
            "id": guide.id,
            "version": version,
            "sha256": sha256,
            "change": guide.change,
            "now": milliseconds(now),
        },
    )
    return version


def brought_in_by(tx: Transaction, guide_ids: Sequence[str]) -> dict[str, int]:
    """Who brought in each of these guides, by its id, as far as that is on record."""
    rows = tx.rows(
        "SELECT subject, actor FROM audit WHERE act = :act AND subject IN :ids",
        {"act": ActKind.GUIDE_DRAFT.value, "ids": list(guide_ids)},
    )
    people = {guide_id: read_subject(actor).person for guide_id, actor in rows}
    return {guide_id: number_of(person) for guide_id, person in people.items() if person is not None}


def published_texts(tx: Transaction, organisation_id: str) -> list[str]:
    """The hashes of the newest versions of an organisation's guides."""
    rows = tx.rows(
        "SELECT v.sha256 FROM own_guide_version v JOIN own_guide g ON g.id = v.guide_id"
        " WHERE g.organisation_id = :id"
        " AND v.version = (SELECT max(n.version) FROM own_guide_version n WHERE n.guide_id = g.id)"
        " ORDER BY g.created_at, g.id",
        {"id": organisation_id},
    )
    return [row[0] for row in rows]


def newest_text(tx: Transaction, guide_id: str) -> str | None:
    """The hash of the newest version of a guide; None where none was published, or there is no such guide."""
    row = tx.row(
        "SELECT sha256 FROM own_guide_version WHERE guide_id = :id ORDER BY version DESC LIMIT 1",
        {"id": guide_id},
    )
    return row[0] if row else None


def is_own_guide_id(text: str) -> bool:
    """Whether a text is written as the ids of these guides are."""
    return _ID.fullmatch(text) is not None


def remove_own_guide(tx: Transaction, guide_id: str) -> None:
    """Take a guide away with its draft and versions. A text that a round was opened on stays with it."""
    values = {"id": guide_id}
    texts = tx.rows("SELECT DISTINCT sha256 FROM own_guide_version WHERE guide_id = :id", values)
    for table in ("own_guide_version", "own_guide_line"):
        tx.run(f"DELETE FROM {table} WHERE guide_id = :id", values)  # noqa: S608
    tx.run("DELETE FROM own_guide WHERE id = :id", values)
    tx.run("UPDATE own_guide SET next_of = '' WHERE next_of = :id", values)
    tx.run_many(
        "DELETE FROM guide WHERE sha256 = :sha256"
        " AND NOT EXISTS (SELECT 1 FROM round r WHERE r.guide_sha256 = guide.sha256)",
        [{"sha256": row[0]} for row in texts],
    )
