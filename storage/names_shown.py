"""Erasing names of those invited, with their addresses: from the lists, and from what others were shown.

What stands around a name stays, such as how far each is. What was saved elsewhere is out of reach.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import orjson

from storage.engine.database import Transaction
from storage.engine.key_values import ERASED, set_key_value
from storage.mails.listed_addresses import erase_addresses, erase_addresses_of_link
from storage.mails.mailboxes import forget_mailbox
from storage.messages.files import rewrite_file
from storage.messages.job_details import LinkSheetJob, RepliesTableJob, round_in
from storage.messages.jobs import make_again
from storage.messages.kept_kinds import Holds, kind_of, named_as_holding
from storage.people.own_addresses import forget_address_of_listed
from storage.roles.role_holders import close_role_place
from storage.rounds.corrections import former_names
from storage.rounds.invited_list import listed_people
from storage.rounds.invitees import Guest, guest_of
from storage.shown_to_others import withdraw_files

GONE: Final = "…"
"""Stands where a name stood, in any language."""

_OFFICE: Final = (
    "SELECT ro.person_id FROM role ro JOIN round r ON r.organisation_id = ro.organisation_id"
    " WHERE r.id = :round_id UNION SELECT person_id FROM office WHERE round_id = :round_id"
)


def forget_name(tx: Transaction, round_id: str, number: int, now: datetime) -> bool:
    """Erase a name from the list of those invited, whether its link was used or not; False for none there."""
    guest = guest_of(tx, round_id, number)
    names = [guest.name, *former_names(tx, round_id, [guest.name])] if guest else []
    changed = tx.run(
        "UPDATE invitation SET name = '', team = '', partner = '', prompt_set = '', mail = '',"
        " former_names = '[]'"
        " WHERE round_id = :id AND number = :number"
        " AND number > 0 AND (name <> '' OR team <> '' OR partner <> '')",
        {"id": round_id, "number": number},
    )
    if changed:
        forget_mailbox(tx, round_id, number)
        forget_address_of_listed(tx, round_id, number)
        forget_names(tx, round_id, [*names, guest.mail] if guest else [])
        set_key_value(tx, ERASED, f"name {round_id} {number}", now)
    return changed == 1


def unlist_person(tx: Transaction, round_id: str, guest: Guest, now: datetime) -> bool:
    """Erase somebody from the list for good; False where they are not on it."""
    gone = tx.run(
        "DELETE FROM listed_person"
        " WHERE round_id = :id AND name = :name AND team = :team AND partner = :partner",
        {"id": round_id, "name": guest.name, "team": guest.team, "partner": guest.partner},
    )
    if gone:
        forget_names(tx, round_id, [guest.name])
        set_key_value(tx, ERASED, f"list {round_id}", now)
    return gone > 0


def unlist_people(tx: Transaction, round_id: str, link_number: int) -> None:
    """Take those off the list who got a link that is taken back, with their addresses."""
    which = "FROM listed_person WHERE round_id = :id AND link_number = :number"
    values = {"id": round_id, "number": link_number}
    names = [row[0] for row in tx.rows(f"SELECT name {which}", values)]
    tx.run(f"DELETE {which}", values)
    left = {each.name for each in listed_people(tx, round_id)}
    addresses = erase_addresses_of_link(tx, round_id, link_number)
    forget_names(tx, round_id, {*set(names) - left, *addresses})


def erase_list(tx: Transaction, round_id: str, now: datetime) -> bool:
    """Erase the names and addresses of a round; False where there were none. The file is to be wiped then."""
    told = {*(each.name for each in listed_people(tx, round_id)), *erase_addresses(tx, round_id)}
    tx.run("DELETE FROM listed_person WHERE round_id = :id", {"id": round_id})
    if told:
        forget_names(tx, round_id, told)
        set_key_value(tx, ERASED, f"list {round_id}", now)
    return bool(told)


def forget_name_of(tx: Transaction, participant_id: int) -> None:
    """Erase the name of somebody who takes part, wherever those who run their round were shown or typed it.

    Of a sheet that was typed in nobody is tied to it any more: who it was for stays invited by name.
    """
    rows = tx.rows(
        "SELECT p.round_id, i.name, i.mail FROM participant p JOIN invitation i ON i.participant_id = p.id"
        " WHERE p.id = :id AND (i.name <> '' OR i.mail <> '')"
        " UNION SELECT round_id, name, '' FROM participant WHERE id = :id AND name <> '' AND on_paper = 0",
        {"id": participant_id},
    )
    for round_id, name, mail in rows:
        forget_names(tx, round_id, [name, mail, *former_names(tx, round_id, [name])])


def forget_names(tx: Transaction, round_id: str, names: Iterable[str]) -> None:
    """Erase names, or e-mail addresses, from cards, messages, files and open forms of all who run a round."""
    known = sorted({each for each in names if each}, key=len, reverse=True)
    if not known:
        return
    named = _any_of(known)

    def without(text: str) -> str:
        return named.sub(GONE, text)

    _in_cards(tx, round_id, without)
    _in_jobs(tx, round_id, without)
    _in_files(tx, round_id, without)
    make_again(tx, round_id, (RepliesTableJob.kind,))
    rows = tx.rows(
        f"SELECT person_id, place FROM office WHERE person_id IN ({_OFFICE})",  # noqa: S608
        {"round_id": round_id},
    )
    for person_id, place in rows:
        if named.search(place):
            close_role_place(tx, person_id)


def forget_names_with(tx: Transaction, person_id: int, rounds: list[str], names: Iterable[str]) -> None:
    """Erase names from what one person was shown and typed about these rounds, and from nothing of others.

    They are being answered now: an open page has what changed with the number of what is said next.
    """
    named = _any_of(sorted(names, key=len, reverse=True))
    rows = tx.rows(
        "SELECT number, body FROM outbox WHERE of_office = 1 AND body <> '' AND person_id = :id"
        " AND (about IN :rounds OR about IS NULL)",
        {"id": person_id, "rounds": rounds},
    )
    for number, body in rows:
        left = _json_without(body, lambda text: named.sub(GONE, text))
        if left != body:
            tx.run(
                "UPDATE outbox SET body = :body,"
                " change = (SELECT p.number + 1 FROM person p WHERE p.id = :id)"
                " WHERE person_id = :id AND number = :number",
                {"body": left, "id": person_id, "number": number},
            )


def _any_of(names: Sequence[str]) -> re.Pattern[str]:
    """What finds any of these names; the longest come first."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def _in_cards(tx: Transaction, round_id: str, without: Callable[[str], str]) -> None:
    rows = tx.rows(
        "SELECT person_id, number, body FROM outbox WHERE of_office = 1 AND body <> ''"  # noqa: S608
        f" AND person_id IN ({_OFFICE}) AND (about = :round_id OR about IS NULL)",
        {"round_id": round_id},
    )
    changed: set[int] = set()
    for person_id, number, body in rows:
        left = _json_without(body, without)
        if left != body:
            # A page that is open shows it again: all of it is one change, after all that was said before.
            tx.run(
                "UPDATE outbox SET body = :body,"
                " change = (SELECT p.number + 1 FROM person p WHERE p.id = :person_id)"
                " WHERE person_id = :person_id AND number = :number",
                {"body": left, "person_id": person_id, "number": number},
            )
            changed.add(person_id)
    for person_id in changed:
        tx.run("UPDATE person SET number = number + 1 WHERE id = :id", {"id": person_id})


def _in_jobs(tx: Transaction, round_id: str, without: Callable[[str], str]) -> None:
    rows = tx.rows(
        "SELECT id, detail FROM work WHERE kind = :kind ORDER BY id", {"kind": LinkSheetJob.kind.value}
    )
    for id_, detail in rows:
        if round_in(detail) != round_id:
            continue
        left = _json_without(detail, without)
        tx.run("UPDATE work SET detail = :detail WHERE id = :id", {"detail": left, "id": id_})


def _in_files(tx: Transaction, round_id: str, without: Callable[[str], str]) -> None:
    """Tables in text go on without the names; a sheet of links or a workbook cannot, and goes."""
    rows = tx.rows(
        "SELECT f.id, f.name, coalesce(c.content, f.content) FROM kept_file f"  # noqa: S608
        " LEFT JOIN file_content c ON c.id = f.content_id"
        f" WHERE {named_as_holding('f.name', Holds.NAMES)}"
        f" AND f.person_id IN ({_OFFICE}) AND (f.round_id = :round_id OR f.round_id IS NULL)",
        {"round_id": round_id},
    )
    whole: list[int] = []
    for id_, name, content in rows:
        kind = kind_of(name)
        if kind is None or not kind.is_text:
            whole.append(id_)
            continue
        table = content.decode("utf-8")
        if (left := without(table)) != table:
            rewrite_file(tx, id_, left.encode("utf-8"))
    withdraw_files(tx, whole, says_so=True)


def _json_without(stored: str, without: Callable[[str], str]) -> str:
    value = orjson.loads(stored)
    left = _value_without(value, without)
    return stored if left == value else orjson.dumps(left).decode()


def _value_without(value: Any, without: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return without(value)
    if isinstance(value, list):
        return [_value_without(each, without) for each in value]
    if isinstance(value, dict):
        return {key: _value_without(each, without) for key, each in value.items()}
    return value
