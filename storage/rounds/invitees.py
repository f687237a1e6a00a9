"""Who is invited to a round, who takes part in it, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique

from conversations.groups.round_view import RoundView, WhoSees
from conversations.groups.themes_asked import Completion, asked_of, completion
from storage.engine.database import Transaction, milliseconds, moment, moment_or_none
from storage.people import link_codes


@unique
class InviteeState(StrEnum):
    """How far somebody invited is."""

    INVITED = "invited"
    EXPIRED = "expired"
    REVOKED = "revoked"
    JOINED = "joined"
    BEGUN = "begun"
    FINISHED = "finished"
    LEFT = "left"
    UNREACHABLE = "unreachable"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to be invited, as a coordinator knows them; empty texts for what is not known.

    ``set_id`` is the set of prompts that a list says for them, and ``mail`` their e-mail address there.
    Neither tells one person from another: a mailbox may be shared.
    """

    name: str = ""
    team: str = ""
    partner: str = ""
    set_id: str = field(default="", compare=False)
    mail: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Invited:
    """A guest with the number of their invitation and the code that lets them in, shown only now."""

    number: int
    guest: Guest
    code: str


@dataclass(frozen=True, slots=True)
class Invitee:
    """An invitation, or somebody who takes part without one that may be shown. ``number`` 0: the latter.

    ``done`` is how much of the themes they have finished, None where they do not take part. ``person_id`` is
    set for those who take part, and in an anonymous round for nobody.
    """

    number: int
    guest: Guest
    state: InviteeState
    done: Completion | None
    person_id: int | None
    since: datetime | None


_IS_LINK = (
    "NOT (r.who_sees = 'anonymous' AND i.expires_at <= i.created_at"
    " AND i.name = '' AND i.team = '' AND i.partner = '')"
)
"""Of a row of a table named i in a round named r: that it is a link that could let somebody in.

A sheet that was typed in without a link has a number too. In an anonymous round nothing may lead to it.
"""


def invite_guests(
    tx: Transaction, round_id: str, guests: Sequence[Guest], now: datetime, *, valid: timedelta
) -> list[Invited]:
    """A single-use code for each guest, numbered within the round."""
    row = tx.row("SELECT coalesce(max(number), 0) FROM invitation WHERE round_id = :id", {"id": round_id})
    first = (row[0] if row else 0) + 1
    invited = [Invited(number, guest, link_codes.new_code()) for number, guest in enumerate(guests, first)]
    tx.run_many(
        "INSERT INTO invitation (code_hash, round_id, person_id, created_at, expires_at, by_operator, number,"
        " name, team, partner, prompt_set, mail) VALUES (:hash, :round_id, NULL, :now, :until, 0, :number,"
        " :name, :team, :partner, :set_id, :mail)",
        [
            {
                "hash": link_codes.hashed(each.code),
                "round_id": round_id,
                "now": milliseconds(now),
                "until": milliseconds(now + valid),
                "number": each.number,
                "name": each.guest.name,
                "team": each.guest.team,
                "partner": each.guest.partner,
                "set_id": each.guest.set_id,
                "mail": each.guest.mail,
            }
            for each in invited
        ],
    )
    return invited


def revoke(tx: Transaction, round_id: str, numbers: Sequence[int], now: datetime) -> int:
    """Take back invitations that nobody has used; how many there were.

    In an anonymous round used ones are taken back too, or the count would tell which were used.
    """
    return tx.run(
        "UPDATE invitation SET revoked_at = :now, "
        " expires_at = CASE WHEN expires_at < :now THEN expires_at ELSE :now END"
        " WHERE round_id = :round_id AND number IN :numbers AND revoked_at IS NULL"
        " AND (used_at IS NULL OR (SELECT who_sees FROM round WHERE id = :round_id) = 'anonymous')",
        {"round_id": round_id, "numbers": list(numbers), "now": milliseconds(now)},
    )


def reinstate(tx: Transaction, round_id: str, numbers: Sequence[int], until: datetime) -> int:
    """Let invitations that were taken back, and that nobody has used, work again until then: how many.

    In an anonymous round a used one is no longer taken back, and still lets nobody else in.
    """
    return tx.run(
        "UPDATE invitation SET revoked_at = NULL, expires_at = :until"
        " WHERE round_id = :round_id AND number IN :numbers AND revoked_at IS NOT NULL"
        " AND (used_at IS NULL OR (SELECT who_sees FROM round WHERE id = round_id) = 'anonymous')",
        {"round_id": round_id, "numbers": list(numbers), "until": milliseconds(until)},
    )


@dataclass(frozen=True, slots=True)
class MadeTogether:
    """The numbers of links that were made in one act and were not taken back, and when that was."""

    numbers: tuple[int, ...]
    at: datetime


def made_together_last(tx: Transaction, round_id: str) -> MadeTogether | None:
    """The links of the last act of which any was not taken back; None for none.

    What was typed in without a link is none of them.
    """
    standing = (
        "round_id = :id AND number > 0 AND person_id IS NULL AND revoked_at IS NULL"
        " AND expires_at > created_at"
    )
    rows = tx.rows(
        f"SELECT number, created_at FROM invitation WHERE {standing}"  # noqa: S608
        f" AND created_at = (SELECT max(created_at) FROM invitation WHERE {standing}) ORDER BY number",
        {"id": round_id},
    )
    return MadeTogether(tuple(number for number, _ in rows), moment(rows[0][1])) if rows else None


def links_until(tx: Transaction, round_id: str, numbers: Sequence[int]) -> dict[int, datetime]:
    """Until when invitations let somebody in; without those taken back, or used where that is told."""
    rows = tx.rows(
        "SELECT number, expires_at FROM invitation WHERE round_id = :id AND number IN :numbers"
        " AND (used_at IS NULL OR (SELECT who_sees FROM round WHERE id = round_id) = 'anonymous')"
        " AND revoked_at IS NULL",
        {"id": round_id, "numbers": list(numbers)},
    )
    return {number: moment(until) for number, until in rows}


@dataclass(frozen=True, slots=True)
class LinkOfGuest:
    """The guest of a link and its state, which is ``JOINED`` for one that was used, where that is told."""

    guest: Guest
    state: InviteeState


def links_of_guests(
    tx: Transaction, round_id: str, numbers: Sequence[int], now: datetime
) -> dict[int, LinkOfGuest]:
    """The links with these numbers, as far as they are there. Of an anonymous round none is told as used."""
    rows = tx.rows(
        "SELECT i.number, i.name, i.team, i.partner, i.prompt_set, i.mail, i.expires_at,"  # noqa: S608
        " CASE WHEN r.who_sees <> 'anonymous' THEN i.used_at END, i.revoked_at"
        " FROM invitation i JOIN round r ON r.id = i.round_id"
        f" WHERE i.round_id = :id AND i.number IN :numbers AND {_IS_LINK}",
        {"id": round_id, "numbers": [number for number in numbers if number > 0]},
    )
    return {
        number: LinkOfGuest(Guest(*guest), _of_invitation(expires, used, revoked, milliseconds(now)))
        for number, *guest, expires, used, revoked in rows
    }


def guest_of(tx: Transaction, round_id: str, number: int) -> Guest | None:
    """Who an invitation was for, None where there is none of this number."""
    row = tx.row(
        "SELECT i.name, i.team, i.partner, i.prompt_set, i.mail FROM invitation i"  # noqa: S608
        " JOIN round r ON r.id = i.round_id"
        f" WHERE i.round_id = :id AND i.number = :number AND {_IS_LINK}",
        {"id": round_id, "number": number},
    )
    # Asked of the rows, that the number is none of 0 would keep SQLite from looking it up.
    return Guest(*row) if row and number > 0 else None


def link_state(tx: Transaction, round_id: str, number: int, now: datetime) -> InviteeState | None:
    """How a link stands, None where there is none of this number."""
    link = links_of_guests(tx, round_id, [number], now).get(number)
    return link.state if link else None


def numbered_guests(tx: Transaction, round_id: str) -> list[tuple[int, Guest]]:
    """Everybody on the list of those invited, each with the number of their link."""
    rows = tx.rows(
        "SELECT number, name, team, partner FROM invitation"
        " WHERE round_id = :id AND number > 0"
        " AND (name <> '' OR team <> '' OR partner <> '') ORDER BY number",
        {"id": round_id},
    )
    return [(number, Guest(*rest)) for number, *rest in rows]


def links_used(tx: Transaction, round_id: str) -> dict[int, int]:
    """The number of the link with which each participant came in, where that is kept."""
    rows = tx.rows(
        "SELECT participant_id, number FROM invitation"
        " WHERE round_id = :id AND participant_id IS NOT NULL AND number > 0",
        {"id": round_id},
    )
    return dict(rows)


def invitee_list(tx: Transaction, view: RoundView, theme_ids: Sequence[str], now: datetime) -> list[Invitee]:
    """Everybody invited, in order, then those who take part and have no invitation that shows them.

    ``theme_ids`` are those of the guide: who has completed all that are asked of them has finished. Of an
    anonymous round only the links are listed, and not which of them were used. A sheet that was typed in
    without a link has a number that never let anybody in: it is none of them.
    """
    round_id, is_anonymous = view.id, view.who_sees is WhoSees.ANONYMOUS
    taking = {} if is_anonymous else _taking_part(tx, view, theme_ids)
    listed = []
    told = set()
    for number, name, team, partner, set_id, mail, expires, used, revoked, participant_id in tx.rows(
        "SELECT i.number, i.name, i.team, i.partner, i.prompt_set, i.mail, i.expires_at, i.used_at,"  # noqa: S608
        " i.revoked_at, i.participant_id"
        " FROM invitation i JOIN round r ON r.id = i.round_id"
        f" WHERE i.round_id = :id AND i.number > 0 AND {_IS_LINK} ORDER BY i.number",
        {"id": round_id},
    ):
        guest = Guest(name, team, partner, set_id, mail)
        if participant_id in taking:
            told.add(participant_id)
            listed.append(_as_listed(number, guest, taking[participant_id]))
            continue
        used_at = None if is_anonymous else used
        state = _of_invitation(expires, used_at, revoked, milliseconds(now))
        if state is InviteeState.JOINED and participant_id is not None:
            state = InviteeState.ERASED  # they took part, and everything about them is gone
        listed.append(Invitee(number, guest, state, None, None, moment_or_none(used_at)))
    rest = [each for id_, each in taking.items() if id_ not in told]
    return [*listed, *(_as_listed(0, each.guest, each) for each in rest)]


@dataclass(frozen=True, slots=True)
class InvitedParticipant:
    """A participant's state, with the team that they take part in."""

    person_id: int
    guest: Guest
    state: InviteeState
    done: Completion
    joined_at: int


def _taking_part(tx: Transaction, view: RoundView, theme_ids: Sequence[str]) -> dict[int, InvitedParticipant]:
    finished: dict[int, list[str]] = {}
    for participant_id, theme_id in tx.rows(
        "SELECT DISTINCT f.participant_id, f.theme_id FROM finish f"
        " JOIN participant p ON p.id = f.participant_id WHERE p.round_id = :id",
        {"id": view.id},
    ):
        finished.setdefault(participant_id, []).append(theme_id)
    rows = tx.rows(
        "SELECT p.id, p.person_id, p.name, p.team, p.partner, p.left_at, p.joined_at,"
        " EXISTS (SELECT 1 FROM reply r WHERE r.participant_id = p.id),"
        " p.on_paper = 0 AND NOT EXISTS"
        " (SELECT 1 FROM address a WHERE a.person_id = p.person_id AND a.unreachable_at IS NULL)"
        " FROM participant p WHERE p.round_id = :id ORDER BY p.id",
        {"id": view.id},
    )
    taking = {}
    for id_, person_id, name, team, partner, left_at, joined_at, has_begun, is_away in rows:
        asked = asked_of(view.themes_asked, team, partner)
        done = completion(theme_ids, asked, finished.get(id_, ()))
        state = _state(left_at, done.all, bool(has_begun), bool(is_away))
        taking[id_] = InvitedParticipant(person_id, Guest(name, team, partner), state, done, joined_at)
    return taking


def _state(left_at: int | None, is_finished: bool, has_begun: bool, is_away: bool) -> InviteeState:
    if left_at is not None:
        return InviteeState.LEFT
    if is_finished:
        return InviteeState.FINISHED
    if is_away:
        return InviteeState.UNREACHABLE
    return InviteeState.BEGUN if has_begun else InviteeState.JOINED


def _of_invitation(expires: int, used: int | None, revoked: int | None, now: int) -> InviteeState:
    if revoked is not None:
        return InviteeState.REVOKED
    if used is not None:
        return InviteeState.JOINED
    return InviteeState.EXPIRED if expires <= now else InviteeState.INVITED


def _as_listed(number: int, guest: Guest, taking: InvitedParticipant) -> Invitee:
    return Invitee(
        number,
        guest,
        taking.state,
        taking.done,
        taking.person_id,
        moment_or_none(taking.joined_at),
    )
