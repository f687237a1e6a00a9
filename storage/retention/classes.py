"""What each class of data of a round is: whether there is any left, and how some of it is erased.

One transaction erases a few people's share, so nobody waits long for their next prompt. Who asks goes on
until nothing is left: what was erased before a restart is gone, and the rest is found again.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.engine.database import SqlValues, Transaction, milliseconds
from storage.engine.key_values import ERASED, set_key_value
from storage.erasure import erase_person, take_out
from storage.mails.mailboxes import forget_mailboxes
from storage.names_shown import forget_names
from storage.people.membership import switch_to
from storage.people.own_addresses import forget_addresses_of_list
from storage.roles.retention_periods import DataClass
from storage.roles.role_holders import close_role_place
from storage.rounds.corrections import former_names
from storage.rounds.exercises import erase_exercise
from storage.rounds.stored_place import place_from_json
from storage.shown_to_others import withdraw_files

AT_ONCE = 25
"""People whose share is erased in one transaction."""

FILES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Class:
    """How a class is found and erased, of what was there ``before`` a moment."""

    has_any: Callable[[Transaction, str, datetime], bool]
    erase_some: Callable[[Transaction, str, datetime], None]


def has_any(tx: Transaction, data_class: DataClass, round_id: str, before: datetime) -> bool:
    """Whether a round has anything of a class from before a moment."""
    return CLASSES[data_class].has_any(tx, round_id, before)


def erase_some(
    tx: Transaction, data_class: DataClass, round_id: str, before: datetime, now: datetime
) -> bool:
    """Erase some of a class from before a moment; whether there is more. The file is to be wiped after it."""
    if not has_any(tx, data_class, round_id, before):
        return False
    CLASSES[data_class].erase_some(tx, round_id, before)
    set_key_value(tx, ERASED, f"{data_class} {round_id}", now)
    return has_any(tx, data_class, round_id, before)


def _values(round_id: str, before: datetime) -> SqlValues:
    return {"id": round_id, "before": milliseconds(before)}


def _is_there(tx: Transaction, values: SqlValues, *kept: str) -> bool:
    """Whether any of what these queries find is there."""
    return any(tx.row(f"SELECT 1 WHERE EXISTS ({each})", values) is not None for each in kept)


_IN_OFFICE = (
    "SELECT ro.person_id FROM role ro JOIN round r ON r.organisation_id = ro.organisation_id"
    " WHERE r.id = :id UNION SELECT person_id FROM office WHERE round_id = :id"
)
"""Those who run or read a round, or did when they last asked for anything."""


# Replies: what people gave, where they were, what was shown to anybody of it, and the notes around the round


_TAKE_PART = "SELECT id, person_id FROM participant WHERE round_id = :id ORDER BY id"
_AROUND = "SELECT 1 FROM exercise WHERE round_id = :id UNION SELECT 1 FROM exercise_task WHERE round_id = :id"
_SHOWN_IN_OFFICE = (
    f"FROM outbox WHERE person_id IN ({_IN_OFFICE}) AND created_at < :before"
    " AND (about = :id OR about IS NULL AND of_office = 1)"
)

_ERASED_BEFORE = "FROM figure_erased WHERE round_id = :id"


def _has_replies(tx: Transaction, round_id: str, before: datetime) -> bool:
    values = _values(round_id, before)
    shown, erased = f"SELECT 1 {_SHOWN_IN_OFFICE}", f"SELECT 1 {_ERASED_BEFORE}"
    return _is_there(tx, values, _TAKE_PART, _AROUND, shown, erased)


def _erase_replies(tx: Transaction, round_id: str, before: datetime) -> None:
    values = _values(round_id, before)
    people = tx.rows(f"{_TAKE_PART} LIMIT {AT_ONCE}", values)
    for participant_id, person_id in people:
        if _has_more(tx, person_id, participant_id):
            _leave_for_good(tx, participant_id, person_id, round_id)
        else:
            erase_person(tx, person_id, before, with_round=True)
    erase_exercise(tx, round_id)
    tx.run(f"DELETE {_ERASED_BEFORE}", values)
    _forget_in_office(tx, round_id, values)


def _has_more(tx: Transaction, person_id: int, participant_id: int) -> bool:
    """Whether somebody takes part in another round, or has or had a role."""
    return _is_there(
        tx,
        {"person_id": person_id, "id": participant_id},
        "SELECT 1 FROM participant WHERE person_id = :person_id AND id <> :id",
        "SELECT 1 FROM role WHERE person_id = :person_id",
        "SELECT 1 FROM office WHERE person_id = :person_id",
    )


def _leave_for_good(tx: Transaction, participant_id: int, person_id: int, round_id: str) -> None:
    """Erase somebody's part in a round who goes on elsewhere, and what their history has of it."""
    take_out(tx, participant_id)
    values = {"id": participant_id, "person_id": person_id, "round_id": round_id}
    others = tx.rows("SELECT id, place FROM participant WHERE person_id = :person_id AND id <> :id", values)
    open_there = [
        number
        for _, place in others
        for number in (place_from_json(place).card, place_from_json(place).posed)
    ]
    tx.run(
        "DELETE FROM outbox WHERE person_id = :person_id AND (about = :round_id OR about IS NULL)"
        " AND number NOT IN :open",
        {**values, "open": open_there},
    )
    files = tx.rows(
        "SELECT id FROM kept_file WHERE person_id = :person_id"
        " AND (round_id = :round_id OR round_id IS NULL)",
        values,
    )
    withdraw_files(tx, [row[0] for row in files])
    current = tx.row("SELECT participant_id FROM person WHERE id = :person_id", values)
    if current == (participant_id,):
        if others:
            switch_to(tx, person_id, max(id_ for id_, _ in others))
        else:
            tx.run("UPDATE person SET participant_id = NULL WHERE id = :person_id", values)
    tx.run("DELETE FROM work WHERE participant_id = :id", values)
    tx.run("DELETE FROM participant WHERE id = :id", values)


def _forget_in_office(tx: Transaction, round_id: str, values: SqlValues) -> None:
    """Erase what those who run a round were shown of it and typed about it."""
    for (person_id,) in tx.rows("SELECT person_id FROM office WHERE round_id = :id", {"id": round_id}):
        close_role_place(tx, person_id)
    tx.run(f"DELETE {_SHOWN_IN_OFFICE}", values)


# Links: names, teams and addresses on the list of those invited


_TELL_WHO = "FROM invitation WHERE round_id = :id AND (person_id IS NOT NULL OR expires_at <> 0)"


_MAILBOXES = "FROM mailbox WHERE round_id = :id"
_TEAMS_ERASED = "FROM place_erased WHERE round_id = :id AND team <> ''"
_TEAMS_OF_FIGURES = "FROM figure_erased WHERE round_id = :id AND team <> ''"


def _has_links(tx: Transaction, round_id: str, _before: datetime) -> bool:
    kept = (_TELL_WHO, _MAILBOXES, _TEAMS_ERASED, _TEAMS_OF_FIGURES)
    return _is_there(tx, {"id": round_id}, *(f"SELECT 1 {each}" for each in kept))


def _erase_links(tx: Transaction, round_id: str, _before: datetime) -> None:
    # How many were invited stays, so that no figure changes. No link works, and none can be matched.
    values = {"id": round_id}
    forget_mailboxes(tx, round_id)
    forget_addresses_of_list(tx, round_id)
    told = tx.rows("SELECT DISTINCT name, mail FROM invitation WHERE round_id = :id", values)
    names = [name for name, _ in told]
    forget_names(tx, round_id, [*names, *(mail for _, mail in told), *former_names(tx, round_id, names)])
    tx.run("DELETE FROM invitation WHERE round_id = :id AND person_id IS NOT NULL", values)
    links = tx.rows("SELECT code_hash FROM invitation WHERE round_id = :id", values)
    tx.run_many(
        "UPDATE invitation SET name = '', team = '', partner = '', prompt_set = '', mail = '',"
        " former_names = '[]', expires_at = 0,"
        " code_hash = :nobodys WHERE code_hash = :hash",
        [{"hash": row[0], "nobodys": secrets.token_bytes(32)} for row in links],
    )
    tx.run(
        f"INSERT INTO place_erased (round_id, team, places) SELECT :id, '', sum(places) {_TEAMS_ERASED}"
        " HAVING sum(places) > 0"
        " ON CONFLICT (round_id, team) DO UPDATE SET places = place_erased.places + excluded.places",
        values,
    )
    tx.run(f"DELETE {_TEAMS_ERASED}", values)
    _count_as_one(tx, "'', asked, begun, finished, was_reminded", _TEAMS_OF_FIGURES, values)


# Reminders: each with its person and day, how many erased people had one, and the news that went to everybody


_REMINDERS = "FROM reminder WHERE round_id = :id"
_DIGESTS = "FROM digest WHERE round_id = :id"
_MAILS = "FROM mail WHERE round_id = :id"
_OWN_NOTICES = "FROM own_notice WHERE round_id = :id"
_NEWS = "FROM outbox WHERE round_id = :id AND state <> 'waiting' AND created_at < :before"


_REMINDED_BEFORE = "FROM figure_erased WHERE round_id = :id AND was_reminded = 1"


def _has_reminders(tx: Transaction, round_id: str, before: datetime) -> bool:
    kept = (_REMINDERS, _DIGESTS, _MAILS, _OWN_NOTICES, _REMINDED_BEFORE, _NEWS)
    return _is_there(tx, _values(round_id, before), *(f"SELECT 1 {each}" for each in kept))


def _erase_reminders(tx: Transaction, round_id: str, before: datetime) -> None:
    values = _values(round_id, before)
    tx.run(f"DELETE {_REMINDERS}", values)
    tx.run(f"DELETE {_DIGESTS}", values)
    tx.run(f"DELETE {_MAILS}", values)
    tx.run(f"DELETE {_OWN_NOTICES}", values)
    # How far they were stays counted until the replies go, so that no other figure changes.
    _count_as_one(tx, "team, asked, begun, finished, 0", _REMINDED_BEFORE, values)
    tx.run(f"DELETE {_NEWS}", values)


def _count_as_one(tx: Transaction, left: str, told: str, values: SqlValues) -> None:
    """Let erased people count without what told them apart: only what is ``left`` is kept of them."""
    tx.run(
        "INSERT INTO figure_erased (round_id, team, asked, begun, finished, was_reminded, places)"
        f" SELECT round_id, {left}, places {told}"
        " ON CONFLICT (round_id, team, asked, begun, finished, was_reminded)"
        " DO UPDATE SET places = figure_erased.places + excluded.places",
        values,
    )
    tx.run(f"DELETE {told}", values)


# Sessions: browsers that people use for no other round


_SIGNED_IN = (
    "FROM web_session WHERE created_at < :before AND person_id IN"  # noqa: S608
    " (SELECT p.person_id FROM participant p WHERE p.round_id = :id"
    "  AND NOT EXISTS (SELECT 1 FROM role ro WHERE ro.person_id = p.person_id)"
    "  AND NOT EXISTS (SELECT 1 FROM participant o WHERE o.person_id = p.person_id AND o.round_id <> :id"
    "   AND NOT EXISTS (SELECT 1 FROM erasure_notice n WHERE n.round_id = o.round_id"
    f"    AND n.data_class = '{DataClass.SESSIONS.value}' AND n.erased_at IS NOT NULL)))"
)


def _has_sessions(tx: Transaction, round_id: str, before: datetime) -> bool:
    return _is_there(tx, _values(round_id, before), f"SELECT 1 {_SIGNED_IN}")


def _erase_sessions(tx: Transaction, round_id: str, before: datetime) -> None:
    tx.run(f"DELETE {_SIGNED_IN}", _values(round_id, before))


# Files: what was made of the round; what is about several rounds goes with the first of them


_MADE = (
    "SELECT id FROM kept_file WHERE created_at < :before AND (round_id = :id OR round_id IS NULL"  # noqa: S608
    f" AND person_id IN (SELECT person_id FROM participant WHERE round_id = :id UNION {_IN_OFFICE}))"
)


def _has_files(tx: Transaction, round_id: str, before: datetime) -> bool:
    return _is_there(tx, _values(round_id, before), _MADE)


def _erase_files(tx: Transaction, round_id: str, before: datetime) -> None:
    rows = tx.rows(f"{_MADE} LIMIT {FILES_AT_ONCE}", _values(round_id, before))
    withdraw_files(tx, [row[0] for row in rows])


CLASSES: Final[Mapping[DataClass, _Class]] = {
    DataClass.REPLIES: _Class(_has_replies, _erase_replies),
    DataClass.LINKS: _Class(_has_links, _erase_links),
    DataClass.REMINDERS: _Class(_has_reminders, _erase_reminders),
    DataClass.SESSIONS: _Class(_has_sessions, _erase_sessions),
    DataClass.FILES: _Class(_has_files, _erase_files),
}
"""Each class of a round; a test holds that none is missing."""
