"""Complaints about how somebody's data is used, as an organisation keeps them: apart from every reply.

Whoever wrote one out of an anonymous round is nowhere in it. They prove that it is theirs by a reference, of
which only the hash is kept (docs/decisions/0024). Those who read complaints see its words from the next day
on: the moment would tell who was writing.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum, unique
from typing import Final

from content.whole_numbers import whole_number
from conversations.calendar.complaint_days import last_day
from conversations.state import OpenComplaint
from storage.engine.database import Row, Transaction, milliseconds, moment, moment_or_none
from storage.engine.key_values import note_words_erased
from storage.people.link_codes import hashed

_LETTERS: Final = "bcdfghjkmnpqrstvwxz"
"""Letters that look like no other and make no words."""
_LETTERS_OF_A_REFERENCE: Final = 8
_SHOWN_AFTER: Final = timedelta(days=1)
"""So long after the beginning of its day those who read complaints see what was written without a name."""


@unique
class ComplaintState(StrEnum):
    """Whether a complaint waits for an answer, has one, or was taken back."""

    WAITS = "waits"
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class ComplaintWriter:
    """Who writes a complaint, in which organisation, and about which round, by its title.

    ``is_unknown``: nothing may lead from the complaint to them, as their round is anonymous.
    """

    person_id: int
    organisation_id: str
    about: str
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint that was just received. ``reference`` is empty where its writer is kept with it."""

    number: int
    reference: str


@dataclass(frozen=True, slots=True)
class ComplaintWords:
    """One message of a complaint, or an answer to it."""

    text: str
    at: datetime
    is_answer: bool


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as its organisation keeps it; ``name`` is what the writer said of themselves.

    ``is_unknown``: it came out of an anonymous round, so only a reference leads its writer to it. Where that
    is not so, ``person_id`` is nobody once they have erased everything, which no reader may learn.
    """

    id: int
    organisation_id: str
    number: int
    about: str
    name: str
    person_id: int | None
    received_at: datetime
    answered_at: datetime | None
    taken_back_at: datetime | None
    is_unknown: bool = False
    words: tuple[ComplaintWords, ...] = ()

    @property
    def state(self) -> ComplaintState:
        """Whether it waits, is answered or was taken back."""
        if self.taken_back_at is not None:
            return ComplaintState.TAKEN_BACK
        return ComplaintState.WAITS if self.answered_at is None else ComplaintState.ANSWERED

    @property
    def as_own(self) -> OpenComplaint:
        """What its writer can do about it."""
        return OpenComplaint(self.state is ComplaintState.WAITS, bool(self.name))

    @property
    def due_at(self) -> datetime:
        """A moment of the last day on which it can be answered in time."""
        return last_day(self.received_at)


def file_complaint(tx: Transaction, writer: ComplaintWriter, text: str, now: datetime) -> Filed | None:
    """Keep words as a complaint; None where the writer has one open, which they are added to."""
    found = _open_one(tx, writer.person_id, writer.organisation_id)
    if found is not None:
        _add_words(tx, found.id, text, _moment_kept(now, is_unknown=found.is_unknown), is_answer=False)
        _open(tx, found.id, writer.person_id, now)
        return None
    number, letters = _free_number(tx, writer.organisation_id), _new_letters()
    reference = f"{number}-{letters}"
    received = _moment_kept(now, is_unknown=writer.is_unknown)
    shown_from = received + _SHOWN_AFTER if writer.is_unknown else received
    id_ = secrets.randbits(52)
    tx.run(
        "INSERT INTO complaint (id, organisation_id, number, about, person_id, reference_hash, received_at,"
        " shown_from) VALUES (:id, :organisation_id, :number, :about, :person_id, :hash, :at, :shown_from)",
        {
            "id": id_,
            "organisation_id": writer.organisation_id,
            "number": number,
            "about": writer.about,
            "person_id": None if writer.is_unknown else writer.person_id,
            "hash": hashed(reference) if writer.is_unknown else None,
            "at": milliseconds(received),
            "shown_from": milliseconds(shown_from),
        },
    )
    _add_words(tx, id_, text, received, is_answer=False)
    _open(tx, id_, writer.person_id, now)
    return Filed(number, reference if writer.is_unknown else "")


def name_writer(tx: Transaction, person_id: int, name: str) -> bool:
    """Keep with the complaint that somebody has open who they are; False where none is."""
    changed = tx.run(
        "UPDATE complaint SET name = :name WHERE open_by = :person_id AND answered_at IS NULL"
        " AND taken_back_at IS NULL",
        {"name": name, "person_id": person_id},
    )
    return changed > 0


def open_to_take_back(tx: Transaction, person_id: int) -> Complaint | None:
    """The complaint that somebody has open and that waits, None where none does."""
    found = _load(
        tx,
        "open_by = :person_id AND answered_at IS NULL AND taken_back_at IS NULL",
        {"person_id": person_id},
    )
    return found[0] if found else None


def take_back(tx: Transaction, person_id: int, now: datetime) -> bool:
    """Take back the complaint that somebody has open: its words and its name go. False where none is."""
    found = tx.row(
        "SELECT id, reference_hash IS NOT NULL FROM complaint WHERE open_by = :person_id"
        " AND answered_at IS NULL AND taken_back_at IS NULL",
        {"person_id": person_id},
    )
    if found is None:
        return False
    at = _moment_kept(now, is_unknown=bool(found[1]))
    tx.run("DELETE FROM complaint_words WHERE complaint_id = :id", {"id": found[0]})
    tx.run(
        "UPDATE complaint SET taken_back_at = :at, name = '' WHERE id = :id",
        {"id": found[0], "at": milliseconds(at)},
    )
    note_words_erased(tx, now)
    return True


def open_own(tx: Transaction, writer: ComplaintWriter, asked: str, now: datetime) -> Complaint | None:
    """Open a complaint to its writer, by its number, or by its reference from an anonymous round.

    None where there is none of theirs.
    """
    found = find_own(tx, writer, asked)
    if found is not None:
        _open(tx, found.id, writer.person_id, now)
    return found


def find_own(tx: Transaction, writer: ComplaintWriter, asked: str) -> Complaint | None:
    """The same without opening it."""
    number, _, letters = asked.strip().casefold().partition("-")
    found = None
    if letters:
        found = tx.row(
            "SELECT id FROM complaint WHERE reference_hash = :hash", {"hash": hashed(f"{number}-{letters}")}
        )
    elif (its_number := whole_number(number)) is not None and not writer.is_unknown:
        found = tx.row(
            "SELECT id FROM complaint WHERE person_id = :person_id AND number = :number",
            {"person_id": writer.person_id, "number": its_number},
        )
    return _load(tx, "id = :id", {"id": found[0]})[0] if found is not None else None


def opened_by(tx: Transaction, people: Sequence[int]) -> dict[int, OpenComplaint]:
    """What can be done about the complaints that these people have open, by person."""
    if not people:
        return {}
    rows = tx.rows(
        "SELECT open_by, answered_at IS NULL AND taken_back_at IS NULL, name <> '' FROM complaint"
        " WHERE open_by IN :people",
        {"people": people},
    )
    return {person_id: OpenComplaint(bool(waits), bool(named)) for person_id, waits, named in rows}


def close_open(tx: Transaction, person_id: int) -> None:
    """Let nothing lead any more from complaints to the person who had them open."""
    tx.run(
        "UPDATE complaint SET open_by = NULL, open_since = NULL WHERE open_by = :person_id",
        {"person_id": person_id},
    )


def open_since(tx: Transaction, before: datetime) -> list[int]:
    """The people who have had a complaint open since before a moment."""
    rows = tx.rows(
        "SELECT DISTINCT open_by FROM complaint WHERE open_by IS NOT NULL AND open_since <= :before"
        " ORDER BY open_by",
        {"before": milliseconds(before)},
    )
    return [row[0] for row in rows]


def complaints_of_person(tx: Transaction, person_id: int) -> list[Complaint]:
    """The complaints that are known to be somebody's, oldest first."""
    return _load(tx, "person_id = :id", {"id": person_id})


def complaints_shown(tx: Transaction, organisation_id: str, now: datetime) -> list[Complaint]:
    """The complaints to an organisation, as far as they are shown by now, oldest first."""
    values = {"id": organisation_id, "now": milliseconds(now)}
    return _load(tx, "organisation_id = :id AND shown_from <= :now", values, shown_by=now)


def complaint_numbered(tx: Transaction, organisation_id: str, number: int, now: datetime) -> Complaint | None:
    """The complaint with a number, None where none is shown by now."""
    values = {"id": organisation_id, "number": number, "now": milliseconds(now)}
    found = _load(
        tx, "organisation_id = :id AND number = :number AND shown_from <= :now", values, shown_by=now
    )
    return found[0] if found else None


def keep_answer(tx: Transaction, complaint: Complaint, text: str, now: datetime) -> None:
    """Keep an answer to a complaint; a later one stands behind the one before."""
    _add_words(tx, complaint.id, text, now, is_answer=True)
    tx.run(
        "UPDATE complaint SET answered_at = :at WHERE id = :id",
        {"id": complaint.id, "at": milliseconds(now)},
    )


def forget_writer(tx: Transaction, person_id: int) -> None:
    """Let complaints stay without who wrote them: a record of the organisation's, with no name in it.

    Out of an anonymous round only the one that they have open is known to be theirs.
    """
    tx.run(
        "UPDATE complaint SET name = '', person_id = NULL WHERE person_id = :id OR open_by = :id",
        {"id": person_id},
    )
    close_open(tx, person_id)
    for table in ("complaint_notice", "shown_once", "complaint_shown"):
        tx.run(f"DELETE FROM {table} WHERE person_id = :id", {"id": person_id})  # noqa: S608


def waiting_without_reader(tx: Transaction, now: datetime) -> int:
    """How many complaints wait in organisations where nobody has the role to read them."""
    row = tx.row(
        "SELECT count(*) FROM complaint c WHERE answered_at IS NULL AND taken_back_at IS NULL"
        " AND shown_from <= :now AND NOT EXISTS (SELECT 1 FROM role"
        " WHERE role.organisation_id = c.organisation_id AND role.role = 'complaints')",
        {"now": milliseconds(now)},
    )
    return int(row[0]) if row else 0


def _moment_kept(now: datetime, *, is_unknown: bool) -> datetime:
    """A moment as it is kept: the beginning of its day where its writer is unknown."""
    if not is_unknown:
        return now
    return datetime.combine(now.astimezone(UTC).date(), time(), UTC)


def _open_one(tx: Transaction, person_id: int, organisation_id: str) -> Complaint | None:
    found = _load(
        tx,
        "open_by = :person_id AND organisation_id = :organisation_id AND answered_at IS NULL"
        " AND taken_back_at IS NULL",
        {"person_id": person_id, "organisation_id": organisation_id},
    )
    return found[0] if found else None


def _open(tx: Transaction, id_: int, person_id: int, now: datetime) -> None:
    close_open(tx, person_id)
    tx.run(
        "UPDATE complaint SET open_by = :person_id, open_since = :now WHERE id = :id",
        {"id": id_, "person_id": person_id, "now": milliseconds(now)},
    )


def _add_words(tx: Transaction, id_: int, text: str, at: datetime, *, is_answer: bool) -> None:
    tx.run(
        "INSERT INTO complaint_words (complaint_id, number, is_answer, text, at) SELECT :id,"
        " coalesce(max(number), 0) + 1, :is_answer, :text, :at FROM complaint_words WHERE complaint_id = :id",
        {"id": id_, "is_answer": int(is_answer), "text": text, "at": milliseconds(at)},
    )


def _free_number(tx: Transaction, organisation_id: str) -> int:
    rows = tx.rows("SELECT number FROM complaint WHERE organisation_id = :id", {"id": organisation_id})
    taken = {row[0] for row in rows}
    least = 1000
    while True:
        # Twice as many numbers as are taken, so that a free one is soon found.
        most = max(9000, 2 * len(taken))
        number = least + secrets.randbelow(most)
        if number not in taken:
            return number


def _new_letters() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_OF_A_REFERENCE))


def _load(
    tx: Transaction, which: str, values: dict[str, object], shown_by: datetime | None = None
) -> list[Complaint]:
    """The complaints that a condition finds, with all their words or those that are shown by a moment."""
    rows = tx.rows(
        "SELECT id, organisation_id, number, about, name, person_id, received_at, answered_at, taken_back_at,"  # noqa: S608
        f" reference_hash IS NOT NULL FROM complaint WHERE {which} ORDER BY received_at, number",
        values,
    )
    return [_complaint(row, _words(tx, row[0], shown_by)) for row in rows]


def _words(tx: Transaction, id_: int, shown_by: datetime | None) -> Sequence[ComplaintWords]:
    values, are_shown = {"id": id_}, ""
    if shown_by is not None:
        values["before"] = milliseconds(shown_by - _SHOWN_AFTER)
        are_shown = " AND (w.is_answer = 1 OR c.reference_hash IS NULL OR w.at <= :before)"
    rows = tx.rows(
        "SELECT w.text, w.at, w.is_answer FROM complaint_words w JOIN complaint c ON c.id = w.complaint_id"  # noqa: S608
        f" WHERE c.id = :id{are_shown} ORDER BY w.number",
        values,
    )
    return [ComplaintWords(text, moment(at), bool(is_answer)) for text, at, is_answer in rows]


def _complaint(row: Row, words: Sequence[ComplaintWords]) -> Complaint:
    (
        id_,
        organisation_id,
        number,
        about,
        name,
        person_id,
        received_at,
        answered_at,
        taken_back_at,
        is_unknown,
    ) = row
    return Complaint(
        id_,
        organisation_id,
        number,
        about,
        name,
        person_id,
        moment(received_at),
        moment_or_none(answered_at),
        moment_or_none(taken_back_at),
        bool(is_unknown),
        tuple(words),
    )
