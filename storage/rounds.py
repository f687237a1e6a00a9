"""Rounds and the guides that are frozen with them."""

from dataclasses import dataclass
from datetime import date, datetime

from conversations.state import RoundView
from storage.database import Row, Transaction, milliseconds, moment, moment_or_none


@dataclass(frozen=True, slots=True)
class FrozenGuide:
    """A pack's text as it was when a round opened with it."""

    sha256: str
    guide_id: str
    version: str
    language: str
    source: str


@dataclass(frozen=True, slots=True)
class RoundListed:
    """A round with how many people take part in it, and how many themes they have completed.

    ``unreachable`` counts those of them who cannot be reached anywhere, such as by having shut us out.
    """

    view: RoundView
    guide_id: str
    guide_version: str
    opened_at: datetime
    participants: int
    finished_themes: int
    unreachable: int


def keep_guide(tx: Transaction, guide: FrozenGuide) -> None:
    """Keep a pack's text for good; one that is kept already stays as it is."""
    tx.run(
        "INSERT INTO guide (sha256, guide_id, version, language, source)"
        " VALUES (:sha256, :guide_id, :version, :language, :source) ON CONFLICT DO NOTHING",
        {
            "sha256": guide.sha256,
            "guide_id": guide.guide_id,
            "version": guide.version,
            "language": guide.language,
            "source": guide.source,
        },
    )


def guide_source(tx: Transaction, sha256: str) -> str | None:
    """The text of a frozen pack."""
    found = tx.row("SELECT source FROM guide WHERE sha256 = :sha256", {"sha256": sha256})
    return found[0] if found else None


def open_round(tx: Transaction, round_: RoundView, sha256: str, now: datetime) -> None:
    """Open a round on a guide that is kept."""
    tx.run(
        "INSERT INTO round"
        " (id, title, organisation, guide_sha256, is_tryout, opened_at, closes_on, closes_at)"
        " VALUES (:id, :title, :organisation, :sha256, :is_tryout, :now, :closes_on, :closes_at)",
        {
            "id": round_.id,
            "title": round_.title,
            "organisation": round_.organisation,
            "sha256": sha256,
            "is_tryout": int(round_.is_tryout),
            "now": milliseconds(now),
            "closes_on": round_.closes_on.isoformat() if round_.closes_on else None,
            "closes_at": milliseconds(round_.closes_at) if round_.closes_at else None,
        },
    )


VIEW = "r.id, r.title, r.organisation, r.is_tryout, r.closes_on, r.closes_at, r.closed_at"
"""The columns that :func:`round_view` reads, of a table named r."""


def round_view(row: Row) -> RoundView:
    """A round from its columns."""
    id_, title, organisation, is_tryout, closes_on, closes_at, closed_at = row
    return RoundView(
        id_,
        title,
        organisation,
        bool(is_tryout),
        date.fromisoformat(closes_on) if closes_on else None,
        moment_or_none(closes_at),
        moment_or_none(closed_at),
    )


def find_round(tx: Transaction, round_id: str) -> RoundView | None:
    """A round by its id."""
    row = tx.row(f"SELECT {VIEW} FROM round r WHERE r.id = :id", {"id": round_id})  # noqa: S608
    return round_view(row) if row else None


def tryout_round(tx: Transaction) -> RoundView | None:
    """The newest try-out round, None when there has been none."""
    row = tx.row(
        f"SELECT {VIEW} FROM round r WHERE r.is_tryout = 1 ORDER BY r.opened_at DESC"  # noqa: S608
    )
    return round_view(row) if row else None


def rounds(tx: Transaction) -> list[RoundListed]:
    """All rounds, newest first."""
    found = tx.rows(
        f"SELECT {VIEW}, g.guide_id, g.version, r.opened_at,"  # noqa: S608
        " (SELECT count(*) FROM participant p WHERE p.round_id = r.id),"
        " (SELECT count(DISTINCT f.participant_id || ' ' || f.theme_id) FROM finish f"
        "  JOIN participant p ON p.id = f.participant_id WHERE p.round_id = r.id),"
        " (SELECT count(*) FROM participant p WHERE p.round_id = r.id AND"
        "  (SELECT count(*) > 0 AND count(*) = count(a.unreachable_at)"
        "   FROM address a WHERE a.person_id = p.person_id))"
        " FROM round r JOIN guide g ON g.sha256 = r.guide_sha256 ORDER BY r.opened_at DESC, r.id"
    )
    return [RoundListed(round_view(row[:7]), row[7], row[8], moment(row[9]), *row[10:]) for row in found]


def close_round(tx: Transaction, round_id: str, now: datetime) -> bool:
    """Close a round now; False when there is no such round or it is closed already."""
    changed = tx.run(
        "UPDATE round SET closed_at = :now WHERE id = :id AND closed_at IS NULL",
        {"id": round_id, "now": milliseconds(now)},
    )
    return changed == 1


def guide_of(tx: Transaction, round_id: str) -> str | None:
    """The hash of the guide that a round is frozen on."""
    row = tx.row("SELECT guide_sha256 FROM round WHERE id = :id", {"id": round_id})
    return row[0] if row else None
