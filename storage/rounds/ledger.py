"""Reading the ledger: for the export, for a person's own data and for reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson

from conversations.groups.round_view import RoundView
from conversations.state import (
    Place,
    Reply,
)
from storage.engine.database import Row, Transaction, moment, moment_or_none
from storage.rounds.conversations import Key, finish_themes, load_replies, reply_from_row
from storage.rounds.invitees import Guest
from storage.rounds.rounds import find_round
from storage.rounds.stored_place import place_from_json


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One version of one reply with whose it is; ``given_by`` is the colleague who gave it for them."""

    round_id: str
    pseudonym: str
    reply: Reply
    given_by: str = ""


_LEDGER = (
    "SELECT pa.round_id, pa.pseudonym, r.theme_id, r.prompt_id, r.entry, r.version, r.given, r.text, r.level,"
    " r.choices, r.parts, r.channel, r.message_id, r.written_at, r.given_by, r.value,"
    " coalesce(g.pseudonym, '')"
    " FROM reply r JOIN participant pa ON pa.id = r.participant_id"
    " LEFT JOIN participant g ON g.id = r.given_by"
)
_ORDER = " ORDER BY pa.id, r.theme_id, r.prompt_id, r.entry, r.version"
_PAGE = 500


def ledger_of_round(tx: Transaction, round_id: str) -> Iterator[LedgerEntry]:
    """Every version of every reply of a round, participant by participant."""
    people = [
        row[0]
        for row in tx.rows("SELECT id FROM participant WHERE round_id = :r ORDER BY id", {"r": round_id})
    ]
    for start in range(0, len(people), _PAGE):
        for row in tx.rows(f"{_LEDGER} WHERE pa.id IN :ids{_ORDER}", {"ids": people[start : start + _PAGE]}):
            yield _entry(row)


def names_in(tx: Transaction, round_id: str) -> dict[str, Guest]:
    """Everybody who takes part in a round by their pseudonym, as they were invited."""
    rows = tx.rows(
        "SELECT pseudonym, name, team, partner FROM participant WHERE round_id = :id ORDER BY pseudonym",
        {"id": round_id},
    )
    return {pseudonym: Guest(*guest) for pseudonym, *guest in rows}


def ledger_of_person(tx: Transaction, person_id: int) -> list[LedgerEntry]:
    """Every version of every reply of a person and of those they gave for colleagues, in all their rounds."""
    rows = tx.rows(f"{_LEDGER} WHERE pa.person_id = :id OR g.person_id = :id{_ORDER}", {"id": person_id})
    return [_entry(row) for row in rows]


def _entry(row: Row) -> LedgerEntry:
    return LedgerEntry(row[0], row[1], reply_from_row(row[2:-1]), row[-1])


@dataclass(frozen=True, slots=True)
class OwnParticipation:
    """A person's part in one round. ``held`` are words that wait until they say what they answer.

    ``guest`` is who they were invited as, ``asked_about`` are kept words that they were asked about and that
    have no answer yet, ``former_names`` what they were called there before that was corrected.
    """

    participant_id: int
    round: RoundView
    guide_sha256: str
    pseudonym: str
    language: str
    joined_at: datetime
    held: str
    left_at: datetime | None
    guest: Guest
    prompt_set: str = ""
    asked_about: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()


def _waiting(place: Place) -> str:
    """The words that wait to be used, and those that were left out and can still be had back."""
    left_out = place.act.at.held if place.act is not None else None
    waiting = [each.text for each in (place.held, place.to_pass, left_out) if each is not None]
    return "\n".join(dict.fromkeys(waiting))


def part_of(tx: Transaction, participant_id: int) -> OwnParticipation | None:
    """A participant's part in their round."""
    row = tx.row(
        "SELECT pa.round_id, pa.pseudonym, p.language, pa.joined_at, r.guide_sha256, pa.place, pa.left_at,"
        " pa.prompt_set, pa.name, pa.team, pa.partner,"
        " coalesce((SELECT max(i.mail) FROM invitation i WHERE i.participant_id = pa.id), ''),"
        " coalesce((SELECT max(i.former_names) FROM invitation i WHERE i.participant_id = pa.id), '[]')"
        " FROM participant pa JOIN person p ON p.id = pa.person_id JOIN round r ON r.id = pa.round_id"
        " WHERE pa.id = :id",
        {"id": participant_id},
    )
    if row is None:
        return None
    round_ = find_round(tx, row[0])
    if round_ is None:
        return None
    place = place_from_json(row[5])
    return OwnParticipation(
        participant_id,
        round_,
        row[4],
        row[1],
        row[2],
        moment(row[3]),
        _waiting(place),
        moment_or_none(row[6]),
        Guest(row[8], row[9], row[10], mail=row[11]),
        row[7],
        tuple(doubt.part.text for doubt in place.doubts),
        tuple(orjson.loads(row[12])),
    )


def first_reply_at(tx: Transaction, participant_id: int) -> datetime | None:
    """When somebody's first reply was kept, their own or for a colleague; None before there is one."""
    row = tx.row(
        "SELECT min(written_at) FROM reply WHERE participant_id = :id OR given_by = :id",
        {"id": participant_id},
    )
    return moment(row[0]) if row is not None and row[0] is not None else None


def parts_of_person(tx: Transaction, person_id: int) -> list[OwnParticipation]:
    """All rounds that a person takes part in."""
    ids = tx.rows("SELECT id FROM participant WHERE person_id = :id ORDER BY id", {"id": person_id})
    return [part for (id_,) in ids if (part := part_of(tx, id_)) is not None]


@dataclass(frozen=True, slots=True)
class Finished:
    """That a theme was finished: for which time, and when."""

    version: int
    finished_at: datetime


def replies_of(tx: Transaction, participant_id: int) -> dict[Key, Reply]:
    """The latest version of each of a participant's replies."""
    return load_replies(tx, [participant_id]).get(participant_id, {})


def finished_theme(tx: Transaction, participant_id: int, theme_id: str) -> Finished | None:
    """When a participant last finished a theme, None when they never did."""
    row = tx.row(
        "SELECT version, finished_at FROM finish WHERE participant_id = :id AND theme_id = :theme_id"
        " ORDER BY version DESC",
        {"id": participant_id, "theme_id": theme_id},
    )
    return Finished(row[0], moment(row[1])) if row else None


def finishes_of(tx: Transaction, participant_id: int) -> list[tuple[str, Finished]]:
    """The themes that a participant finished, each time, oldest first."""
    rows = tx.rows(
        "SELECT theme_id, version, finished_at FROM finish WHERE participant_id = :id"
        " ORDER BY finished_at, theme_id, version",
        {"id": participant_id},
    )
    return [(theme_id, Finished(version, moment(at))) for theme_id, version, at in rows]


def finish_anew_if_changed(tx: Transaction, participant_id: int, theme_id: str, now: datetime) -> None:
    """Count a finished theme as finished once more where a reply to it was changed since."""
    changed = tx.row(
        "SELECT max(version) FROM finish WHERE participant_id = :id AND theme_id = :theme_id"
        " HAVING max(finished_at) < (SELECT max(written_at) FROM reply"
        "  WHERE participant_id = :id AND theme_id = :theme_id)",
        {"id": participant_id, "theme_id": theme_id},
    )
    if changed is not None:
        finish_themes(tx, [(participant_id, theme_id)], now)


def finish_again_without(tx: Transaction, participant_id: int) -> None:
    """Count the finished themes of colleagues once more who lose a reply that somebody gave for them.

    A report made of them from now on is another one than before. They finished when they did, so it keeps
    its day.
    """
    tx.run(
        "INSERT INTO finish (participant_id, theme_id, version, finished_at)"
        " SELECT f.participant_id, f.theme_id, max(f.version) + 1, max(f.finished_at) FROM finish f"
        " WHERE f.participant_id <> :id GROUP BY f.participant_id, f.theme_id HAVING max(f.finished_at) >="
        " (SELECT min(r.written_at) FROM reply r WHERE r.given_by = :id"
        "  AND r.participant_id = f.participant_id AND r.theme_id = f.theme_id)",
        {"id": participant_id},
    )


def own_words(tx: Transaction, person_id: int) -> list[str]:
    """Everything that a person wrote in the web chat, as its history keeps it, oldest first."""
    rows = tx.rows(
        "SELECT body FROM outbox WHERE person_id = :id AND kind = 'own' ORDER BY number", {"id": person_id}
    )
    return [row[0] for row in rows]


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """Where a person is reached, and since when."""

    channel: str
    address: str
    since: datetime


def addresses_of(tx: Transaction, person_id: int) -> list[KnownAddress]:
    """All addresses of a person."""
    rows = tx.rows(
        "SELECT channel, address, created_at FROM address WHERE person_id = :id ORDER BY channel, address",
        {"id": person_id},
    )
    return [KnownAddress(channel, address, moment(at)) for channel, address, at in rows]
