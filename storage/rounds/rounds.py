"""Rounds and the guides that are frozen with them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from content.library import Pack
from conversations.groups.round_view import RoundView, TakingPart, WhoSees
from storage.engine.database import Row, Transaction, milliseconds, moment, moment_or_none
from storage.roles.organisations import organisation_named
from storage.roles.retention_periods import DataClass, promise_periods
from storage.rounds.themes_asked import themes_asked_from_json


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
    """A round with how many people there are in it.

    ``participants`` are all who have a place in it. ``taking_part`` are those who have joined and not left;
    in an anonymous round sheets that were typed in are no people. ``unreachable`` counts those of them who
    cannot be reached anywhere, such as by having shut us out.
    """

    view: RoundView
    guide_id: str
    guide_version: str
    opened_at: datetime
    participants: int
    taking_part: int
    unreachable: int
    organisation_id: str = ""


def new_round_id() -> str:
    """An id for a round that says nothing and cannot be guessed from another."""
    return "r" + secrets.token_hex(4)


def frozen(pack: Pack) -> FrozenGuide:
    """A pack as it is kept with a round."""
    guide = pack.guide
    return FrozenGuide(pack.sha256, guide.id, guide.version, guide.language, pack.source)


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


def open_round(
    tx: Transaction, round_: RoundView, sha256: str, now: datetime, *, organisation_id: str | None = None
) -> None:
    """Open a round on a guide that is kept. Without an id, the organisation is the one of that name."""
    tx.run(
        "INSERT INTO round"
        " (id, title, organisation, organisation_id, guide_sha256, is_tryout, opened_at, closes_on,"
        " closes_at, purpose, opens_at, time_zone, who_sees, threshold, contact, notice,"
        " any_channel)"
        " VALUES (:id, :title, :organisation, :organisation_id, :sha256, :is_tryout, :now, :closes_on,"
        " :closes_at, :purpose, :opens_at, :time_zone, :who_sees, :threshold, :contact, :notice,"
        " :any_channel)",
        {
            "id": round_.id,
            "title": round_.title,
            "organisation": round_.organisation,
            "organisation_id": organisation_id or organisation_named(tx, round_.organisation, now),
            "sha256": sha256,
            "is_tryout": int(round_.is_tryout),
            "now": milliseconds(now),
            "closes_on": round_.closes_on.isoformat() if round_.closes_on else None,
            "closes_at": milliseconds(round_.closes_at) if round_.closes_at else None,
            "purpose": round_.purpose,
            "opens_at": milliseconds(round_.opens_at) if round_.opens_at else None,
            "time_zone": round_.time_zone,
            "who_sees": round_.who_sees.value,
            "threshold": round_.threshold,
            "contact": round_.contact,
            "notice": round_.notice,
            "any_channel": int(round_.any_channel),
        },
    )
    promise_periods(tx, round_.id, organisation_of(tx, round_.id) or "")


_OF_REPLIES = (
    "(SELECT k.{what} FROM {table} k WHERE k.round_id = r.id"  # noqa: S608
    f" AND k.data_class = '{DataClass.REPLIES.value}')"
)

VIEW = (
    "r.id, r.title, r.organisation, r.is_tryout, r.closes_on, r.closes_at, r.closed_at,"  # noqa: S608
    " r.purpose, r.opens_at, r.time_zone, r.who_sees, r.threshold,"
    " coalesce(nullif(r.contact, ''), (SELECT contact FROM organisation WHERE id = r.organisation_id)),"
    " coalesce(nullif(r.notice, ''), (SELECT notice FROM organisation WHERE id = r.organisation_id)),"
    f" {_OF_REPLIES.format(what='days', table='round_retention')},"
    f" {_OF_REPLIES.format(what='erase_on', table='erasure_notice')},"
    " (SELECT g.complaint_contact FROM organisation g WHERE g.id = r.organisation_id),"
    " EXISTS (SELECT 1 FROM role x WHERE x.organisation_id = r.organisation_id AND x.role = 'complaints'),"
    " r.any_channel,"
    " r.who_sees = 'anonymous' AND (EXISTS (SELECT 1 FROM listed_person l WHERE l.round_id = r.id)"
    " OR EXISTS (SELECT 1 FROM invitation n WHERE n.round_id = r.id AND n.name <> '')),"
    " EXISTS (SELECT 1 FROM group_report o WHERE o.round_id = r.id),"
    " r.themes_asked"
)
"""The columns that :func:`round_view` reads, of a table named r. Its own contact and notice come first."""


_NOTHING = "[]"
"""What is in the column of themes asked where all are asked of everybody."""


def round_view(row: Row) -> RoundView:
    """A round from its columns."""
    id_, title, organisation, is_tryout, closes_on, closes_at, closed_at = row[:7]
    purpose, opens_at, time_zone, who_sees, threshold, contact, notice = row[7:14]
    kept_days, announced, complaint_contact, has_complaint_reader, any_channel = row[14:19]
    has_list_apart, has_report, asked = row[19:]
    return RoundView(
        id_,
        title,
        organisation,
        bool(is_tryout),
        date.fromisoformat(closes_on) if closes_on else None,
        moment_or_none(closes_at),
        moment_or_none(closed_at),
        purpose,
        moment_or_none(opens_at),
        time_zone,
        WhoSees(who_sees),
        threshold,
        contact or "",
        notice or "",
        kept_days,
        date.fromisoformat(announced) if announced else None,
        complaint_contact or "",
        bool(has_complaint_reader),
        bool(any_channel),
        bool(has_list_apart),
        bool(has_report),
        themes_asked_from_json(asked) if asked != _NOTHING else (),
    )


def views_of_organisation(tx: Transaction, organisation_id: str) -> list[RoundView]:
    """Every round of an organisation, open or closed."""
    rows = tx.rows(
        f"SELECT {VIEW} FROM round r WHERE r.organisation_id = :id ORDER BY r.id",  # noqa: S608
        {"id": organisation_id},
    )
    return [round_view(row) for row in rows]


def find_round(tx: Transaction, round_id: str) -> RoundView | None:
    """A round by its id."""
    row = tx.row(f"SELECT {VIEW} FROM round r WHERE r.id = :id", {"id": round_id})  # noqa: S608
    return round_view(row) if row else None


def tryout_round(tx: Transaction) -> RoundView | None:
    """The newest try-out round, None when there has been none."""
    row = tx.row(
        f"SELECT {VIEW} FROM round r WHERE r.is_tryout = 1 ORDER BY r.opened_at DESC, r.id"  # noqa: S608
    )
    return round_view(row) if row else None


_LISTED = (
    f"SELECT {VIEW}, r.organisation_id, g.guide_id, g.version, r.opened_at,"  # noqa: S608
    " (SELECT count(*) FROM participant p WHERE p.round_id = r.id),"
    " (SELECT count(*) FROM participant p WHERE p.round_id = r.id AND p.left_at IS NULL"
    "  AND NOT (p.on_paper = 1 AND r.who_sees = 'anonymous')),"
    " (SELECT count(*) FROM participant p WHERE p.round_id = r.id AND p.left_at IS NULL AND"
    "  (SELECT count(*) > 0 AND count(*) = count(a.unreachable_at)"
    "   FROM address a WHERE a.person_id = p.person_id))"
    " FROM round r JOIN guide g ON g.sha256 = r.guide_sha256"
)
_NEWEST_FIRST = " ORDER BY r.opened_at DESC, r.id"


def rounds(tx: Transaction) -> list[RoundListed]:
    """All rounds, newest first."""
    return [_listed(row) for row in tx.rows(_LISTED + _NEWEST_FIRST)]


def rounds_of(tx: Transaction, organisations: Sequence[str]) -> list[RoundListed]:
    """The rounds of these organisations, newest first."""
    return [
        _listed(row)
        for row in tx.rows(
            f"{_LISTED} WHERE r.organisation_id IN :ids{_NEWEST_FIRST}",
            {"ids": organisations},
        )
    ]


def find_listed(tx: Transaction, round_id: str) -> RoundListed | None:
    """A round by its id, as it is listed."""
    row = tx.row(f"{_LISTED} WHERE r.id = :id", {"id": round_id})
    return _listed(row) if row else None


def _listed(row: Row) -> RoundListed:
    *view, organisation_id, guide_id, version, opened_at, participants, taking_part, unreachable = row
    return RoundListed(
        round_view(tuple(view)),
        guide_id,
        version,
        moment(opened_at),
        participants,
        taking_part,
        unreachable,
        organisation_id,
    )


def close_round(tx: Transaction, round_id: str, now: datetime) -> bool:
    """Close a round now; False when there is no such round or it is closed already."""
    changed = tx.run(
        "UPDATE round SET closed_at = :now WHERE id = :id AND closed_at IS NULL",
        {"id": round_id, "now": milliseconds(now)},
    )
    return changed == 1


def reopen_round(tx: Transaction, round_id: str, closes_on: date | None, closes_at: datetime | None) -> None:
    """Take replies again, until another day or until it is closed."""
    tx.run(
        "UPDATE round SET closed_at = NULL, closes_on = :closes_on, closes_at = :closes_at, ended_at = NULL"
        " WHERE id = :id",
        {
            "id": round_id,
            "closes_on": closes_on.isoformat() if closes_on else None,
            "closes_at": milliseconds(closes_at) if closes_at else None,
        },
    )


def to_be_ended(tx: Transaction, now: datetime) -> list[str]:
    """The rounds that are over, by their date or because they were closed, whose end was not announced."""
    rows = tx.rows(
        "SELECT id FROM round WHERE ended_at IS NULL AND (closed_at <= :now OR closes_at <= :now)"
        " ORDER BY id",
        {"now": milliseconds(now)},
    )
    return [row[0] for row in rows]


def note_ended(tx: Transaction, round_id: str, now: datetime) -> bool:
    """Note that the end of a round is announced; False when they have been."""
    changed = tx.run(
        "UPDATE round SET ended_at = :now WHERE id = :id AND ended_at IS NULL",
        {"id": round_id, "now": milliseconds(now)},
    )
    return changed == 1


def remove_round(tx: Transaction, round_id: str) -> bool:
    """Take back a round for which no link was ever made, and no sheet typed in; False where one was.

    Whether somebody joined does not matter: the answer would tell it. And a link was perhaps handed on.
    """
    values = {"id": round_id}
    if tx.row(
        "SELECT 1 FROM invitation WHERE round_id = :id"
        " UNION ALL SELECT 1 FROM shared_link WHERE round_id = :id",
        values,
    ):
        return False
    tx.run("DELETE FROM digest WHERE round_id = :id", values)
    for table in (
        "group_report",
        "erased_since",
        "erasure_notice",
        "round_retention",
        "exercise_task",
        "exercise",
        "figure_erased",
    ):
        tx.run(f"DELETE FROM {table} WHERE round_id = :id", values)  # noqa: S608
    return tx.run("DELETE FROM round WHERE id = :id", values) == 1


def guide_of(tx: Transaction, round_id: str) -> str | None:
    """The hash of the guide that a round is frozen on."""
    row = tx.row("SELECT guide_sha256 FROM round WHERE id = :id", {"id": round_id})
    return row[0] if row else None


def organisation_of(tx: Transaction, round_id: str) -> str | None:
    """The id of the organisation whose round this is."""
    row = tx.row("SELECT organisation_id FROM round WHERE id = :id", {"id": round_id})
    return row[0] if row else None


def rounds_elsewhere(tx: Transaction, people: Sequence[int]) -> dict[int, tuple[TakingPart, ...]]:
    """The rounds of these people besides the current one of each."""
    found: dict[int, tuple[TakingPart, ...]] = {}
    for person_id, participant_id, left_at, *view in tx.rows(
        f"SELECT p.id, pa.id, pa.left_at, {VIEW} FROM person p"  # noqa: S608
        " JOIN participant pa ON pa.person_id = p.id AND pa.id <> p.participant_id"
        " JOIN round r ON r.id = pa.round_id"
        " WHERE p.id IN :people ORDER BY pa.id",
        {"people": people},
    ):
        other = TakingPart(participant_id, round_view(tuple(view)), has_left=left_at is not None)
        found[person_id] = (*found.get(person_id, ()), other)
    return found
