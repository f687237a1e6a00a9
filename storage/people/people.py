"""People, how they are reached, and the links that let them in. A person is a number: names are a round's."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.incoming import Channel
from storage.engine.database import Transaction, beginning_of_day, milliseconds
from storage.people.link_codes import hashed, invitation_hash, new_code
from storage.people.membership import rejoin_round, switch_to
from storage.people.own_addresses import keep_address_of, note_bounce
from storage.people.unlinkable import Numbered, moment_kept, new_number
from storage.people.words_to_type import LETTERS

SENDER_SEPARATOR = ":"


def sender_of(channel: Channel, address: str) -> str:
    """The one name of an address across channels."""
    return f"{channel}{SENDER_SEPARATOR}{address}"


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who has come in through a link. ``is_new`` is False where the link signed them in again."""

    person_id: int
    participant_id: int
    is_new: bool


def invite(
    tx: Transaction,
    round_id: str | None,
    now: datetime,
    *,
    valid: timedelta,
    person_id: int | None = None,
    by_operator: bool = False,
) -> str:
    """A new single-use code for a round, or for somebody who is known already to go on elsewhere.

    ``round_id`` is None for somebody known who takes part in none. ``by_operator``: it is made at the
    computer, and whose conversation it opens is told.
    """
    code = new_code()
    tx.run(
        "INSERT INTO invitation (code_hash, round_id, person_id, created_at, expires_at, by_operator)"
        " VALUES (:code_hash, :round_id, :person_id, :now, :expires_at, :by_operator)",
        {
            "code_hash": hashed(code),
            "round_id": round_id,
            "person_id": person_id,
            "now": milliseconds(now),
            "expires_at": milliseconds(now + valid),
            "by_operator": int(by_operator),
        },
    )
    return code


@dataclass(frozen=True, slots=True)
class InvitationTarget:
    """What a code that still works leads to; ``person_id`` is set where it signs somebody in again.

    ``round_id`` is None where that is somebody who took part in no round.
    """

    round_id: str | None
    person_id: int | None


def invited_to(tx: Transaction, code: str, now: datetime) -> InvitationTarget | None:
    """What a code leads to that still works; it stays unused.

    Whoever handed out a link of an anonymous round could look whether it was used. So there a used one leads
    to its round like any other, and lets in only those who take part already.
    """
    row = tx.row(
        "SELECT i.round_id, i.person_id FROM invitation i LEFT JOIN round r ON r.id = i.round_id"
        " WHERE i.code_hash = :code_hash AND i.revoked_at IS NULL AND i.expires_at > :now"
        " AND (i.used_at IS NULL OR i.person_id IS NULL AND r.who_sees = 'anonymous')",
        {"code_hash": invitation_hash(tx, code), "now": milliseconds(now)},
    )
    return InvitationTarget(row[0], row[1]) if row else None


def _use(tx: Transaction, code: str, now: datetime) -> bool:
    """Note that a code was used: when, or in an anonymous round only that."""
    used = tx.run(
        "UPDATE invitation SET used_at = CASE WHEN person_id IS NULL AND"
        " (SELECT who_sees FROM round WHERE id = round_id) = 'anonymous' THEN 0 ELSE :now END"
        " WHERE code_hash = :code_hash AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now",
        {"code_hash": invitation_hash(tx, code), "now": milliseconds(now)},
    )
    return used == 1


def join(
    tx: Transaction,
    code: str,
    channel: Channel,
    address: str | None,
    now: datetime,
    *,
    place: str,
    language: str,
) -> Joined | None:
    """Use a code once. ``address`` None: they get one by coming in. None: unknown, used and expired alike.

    Somebody whose address is known already takes part in one more round as the same person. Where they
    take part already, the code stays unused, for it may be meant for somebody else. A code that signs one
    person in does not work at another's address, or that other would lose theirs.
    """
    invited = invited_to(tx, code, now)
    known = person_at(tx, channel, address) if address else None
    if invited is None or invited.round_id is None or _is_somebody_elses(invited, known):
        return None
    person_id = invited.person_id or known
    takes_part = participant_of(tx, person_id, invited.round_id) if person_id else None
    if (invited.person_id or not takes_part) and not _use(tx, code, now):
        return None
    person_id = person_id or add_person(tx, language, now, round_id=invited.round_id)
    joined_at = moment_kept(tx, invited.round_id, now)
    reach(tx, person_id, channel, address or str(person_id), joined_at)
    participant_id = takes_part or take_part(tx, person_id, invited.round_id, place, now)
    if takes_part:
        rejoin_round(tx, participant_id)
    else:
        _introduce(tx, code, participant_id)
        keep_address_of(tx, code, participant_id, now)
    switch_to(tx, person_id, participant_id)
    return Joined(person_id, participant_id, is_new=takes_part is None)


def sign_in(tx: Transaction, code: str, channel: Channel, address: str | None, now: datetime) -> int | None:
    """Use a code once that signs in somebody who took part in no round; who they are, None for any other."""
    invited = invited_to(tx, code, now)
    known = person_at(tx, channel, address) if address else None
    if invited is None or invited.round_id is not None or invited.person_id is None:
        return None
    if _is_somebody_elses(invited, known) or not _use(tx, code, now):
        return None
    reach(tx, invited.person_id, channel, address or str(invited.person_id), now)
    return invited.person_id


def _is_somebody_elses(invited: InvitationTarget, known: int | None) -> bool:
    return bool(known and invited.person_id and known != invited.person_id)


def participant_of(tx: Transaction, person_id: int, round_id: str) -> int | None:
    """As which participant somebody takes part in a round, None where they do not."""
    row = tx.row(
        "SELECT id FROM participant WHERE person_id = :person_id AND round_id = :round_id",
        {"person_id": person_id, "round_id": round_id},
    )
    return row[0] if row else None


def enter(
    tx: Transaction,
    channel: Channel,
    address: str | None,
    now: datetime,
    *,
    language: str,
) -> int:
    """Make somebody reachable who need not take part in a round; who they are.

    ``address`` None: they get one by coming in.
    """
    known = person_at(tx, channel, address) if address else None
    person_id = known or add_person(tx, language, now)
    reach(tx, person_id, channel, address or str(person_id), now)
    return person_id


def _introduce(tx: Transaction, code: str, participant_id: int) -> None:
    """Copy whose an invitation is: name, team, partner and set, but none of it in an anonymous round."""
    values = {"hash": invitation_hash(tx, code), "id": participant_id}
    tx.run(
        "UPDATE participant SET name = i.name, team = i.team, partner = i.partner, prompt_set = i.prompt_set"
        " FROM invitation i JOIN round r ON r.id = i.round_id"
        " WHERE participant.id = :id AND i.code_hash = :hash AND r.who_sees <> 'anonymous'",
        values,
    )
    tx.run(
        "UPDATE invitation SET participant_id = :id WHERE code_hash = :hash"
        " AND (SELECT who_sees FROM round WHERE id = round_id) <> 'anonymous'",
        values,
    )


def add_person(tx: Transaction, language: str, now: datetime, *, round_id: str | None = None) -> int:
    """Somebody new, by a number and nothing else; ``round_id`` is the round that they come in for."""
    return tx.add(
        "INSERT INTO person (id, language, number, created_at) VALUES (:id, :language, 0, :at)",
        {
            "id": new_number(tx, Numbered.PERSON, round_id),
            "language": language,
            "at": milliseconds(moment_kept(tx, round_id, now)),
        },
    )


def reach(tx: Transaction, person_id: int, channel: Channel, address: str, now: datetime) -> None:
    """Reach somebody at an address from now on."""
    tx.run(
        "INSERT INTO address (sender, channel, address, person_id, created_at)"
        " VALUES (:sender, :channel, :address, :person_id, :now)"
        " ON CONFLICT (sender) DO UPDATE SET person_id = :person_id, unreachable_at = NULL,"
        " unreachable_because = NULL",
        {
            "sender": sender_of(channel, address),
            "channel": channel,
            "address": address,
            "person_id": person_id,
            "now": milliseconds(now),
        },
    )


def take_part(tx: Transaction, person_id: int, round_id: str, place: str, now: datetime) -> int:
    """Let a person take part in a round: as which participant."""
    pseudonym = "P-" + "".join(secrets.choice(LETTERS) for _ in range(8))
    return tx.add(
        "INSERT INTO participant (id, person_id, round_id, pseudonym, joined_at, place)"
        " VALUES (:id, :person_id, :round_id, :pseudonym, :at, :place)",
        {
            "id": new_number(tx, Numbered.PARTICIPANT, round_id),
            "person_id": person_id,
            "round_id": round_id,
            "pseudonym": pseudonym,
            "at": milliseconds(moment_kept(tx, round_id, now)),
            "place": place,
        },
    )


def person_at(tx: Transaction, channel: Channel, address: str) -> int | None:
    """The person who is reached at an address."""
    row = tx.row(
        "SELECT person_id FROM address WHERE sender = :sender", {"sender": sender_of(channel, address)}
    )
    return row[0] if row else None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody where they are reached, with the number of what was said to them last."""

    person_id: int
    channel: Channel
    address: str
    language: str
    number: int


def recipient_at(tx: Transaction, channel: Channel, address: str) -> Recipient | None:
    """Who is reached at an address, None for nobody."""
    row = tx.row(
        "SELECT p.id, p.language, p.number FROM address a JOIN person p ON p.id = a.person_id"
        " WHERE a.sender = :sender",
        {"sender": sender_of(channel, address)},
    )
    return Recipient(row[0], channel, address, row[1], row[2]) if row else None


def keep_language(tx: Transaction, person_id: int, language: str) -> None:
    """Speak to a person in this language from now on."""
    tx.run("UPDATE person SET language = :language WHERE id = :id", {"id": person_id, "language": language})


def count_said(tx: Transaction, person_id: int, number: int) -> None:
    """Note the number of what was said to a person last."""
    tx.run("UPDATE person SET number = :number WHERE id = :id", {"number": number, "id": person_id})


def is_known(tx: Transaction, person_id: int) -> bool:
    """Whether anything is kept about a person; a number is never given to another."""
    return tx.row("SELECT 1 FROM person WHERE id = :id", {"id": person_id}) is not None


def mark_unreachable(tx: Transaction, sender: str, because: str, now: datetime) -> None:
    """Note that a person could not be reached there on this day, and why.

    What had been said until then is given up; what is said later, because they came back, is not. Of one of
    many that may have arrived before, it stays known that it may have.
    """
    channel, _, address = sender.partition(SENDER_SEPARATOR)
    tx.run(
        "UPDATE address SET unreachable_at = :day, unreachable_because = :because"
        " WHERE sender = :sender AND unreachable_at IS NULL",
        {"sender": sender, "because": because, "day": beginning_of_day(now)},
    )
    note_bounce(tx, address, now)
    tx.run(
        "UPDATE outbox SET state = 'given_up', body = '',"
        " offered_at = CASE WHEN priority = 2 THEN offered_at END"
        " WHERE state = 'waiting' AND channel = :channel AND address = :address AND created_at <= :now",
        {"channel": channel, "address": address, "now": milliseconds(now)},
    )


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody who can be reached, and where. ``participant_id`` is 0 where they are meant as coordinator."""

    person_id: int
    participant_id: int
    channel: Channel
    address: str
    language: str


def participants_reached(tx: Transaction, round_id: str) -> list[Reachable]:
    """Everybody who takes part in a round and can be reached."""
    return _reached(
        tx,
        "SELECT person_id, id AS participant_id FROM participant WHERE round_id = :id AND left_at IS NULL",
        round_id,
    )


def participant_reached(tx: Transaction, participant_id: int) -> Reachable | None:
    """One participant, None where they have left or cannot be reached."""
    whom = "SELECT person_id, id AS participant_id FROM participant WHERE id = :id AND left_at IS NULL"
    return next(iter(_reached(tx, whom, participant_id)), None)


def coordinators_reached(tx: Transaction, organisation_id: str) -> list[Reachable]:
    """Everybody who coordinates for an organisation and can be reached."""
    return _reached(
        tx,
        "SELECT person_id, 0 AS participant_id FROM role"
        " WHERE organisation_id = :id AND role = 'coordinator'",
        organisation_id,
    )


def person_reached(tx: Transaction, person_id: int) -> Reachable | None:
    """Where one person is reached, None where they are not."""
    whom = "SELECT id AS person_id, 0 AS participant_id FROM person WHERE id = :id"
    return next(iter(_reached(tx, whom, person_id)), None)


def _reached(tx: Transaction, whom: str, id_: str | int) -> list[Reachable]:
    """Where these people are reached; of several addresses the one where something was said last."""
    rows = tx.rows(
        "SELECT p.id, w.participant_id, a.channel, a.address, p.language"  # noqa: S608
        f" FROM ({whom}) w JOIN person p ON p.id = w.person_id"
        " JOIN address a ON a.person_id = p.id AND a.unreachable_at IS NULL"
        " LEFT JOIN outbox o ON o.person_id = p.id AND o.number = p.number"
        " AND o.channel = a.channel AND o.address = a.address"
        " ORDER BY w.participant_id, p.id, o.number IS NULL, a.sender",
        {"id": id_},
    )
    found: dict[int, Reachable] = {}
    for person_id, participant_id, channel, address, language in rows:
        found.setdefault(person_id, Reachable(person_id, participant_id, Channel(channel), address, language))
    return list(found.values())


def mark_reachable(tx: Transaction, senders: Sequence[str]) -> None:
    """Note that people have come back."""
    tx.run_many(
        "UPDATE address SET unreachable_at = NULL, unreachable_because = NULL"
        " WHERE sender = :sender AND unreachable_at IS NOT NULL",
        [{"sender": sender} for sender in senders],
    )


def busy_on(tx: Transaction, channel: Channel, since: datetime, until: datetime) -> list[str]:
    """Who was sent their newest entry on a channel within this time and can be reached there.

    A channel may date whole seconds, so our own clock decides what was said after ``until``.
    """
    rows = tx.rows(
        "SELECT a.sender FROM person p"
        " JOIN outbox o ON o.person_id = p.id AND o.number = p.number AND o.channel = :channel"
        " JOIN address a ON a.person_id = p.id AND a.channel = o.channel AND a.address = o.address"
        " WHERE o.delivered_at >= :since AND o.delivered_at <= :until AND o.created_at <= :until"
        " AND a.unreachable_at IS NULL ORDER BY a.sender",
        {"channel": channel, "since": milliseconds(since), "until": milliseconds(until)},
    )
    return [row[0] for row in rows]


def sweep_invitations(tx: Transaction, now: datetime) -> None:
    """Forget links that would have signed somebody in again and are no longer valid."""
    tx.run(
        "DELETE FROM invitation WHERE person_id IS NOT NULL AND expires_at < :now",
        {"now": milliseconds(now)},
    )
