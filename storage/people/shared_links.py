"""Links that a team or everybody shares, and taking a place with one. Who came in by a link is not kept.

The code itself is kept, and not only its hash: it hangs on a wall, and must be printed and sent again.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conversations.incoming import Channel
from storage.engine.database import Row, Transaction, milliseconds, moment_or_none
from storage.people import people
from storage.people.membership import rejoin_round, switch_to
from storage.people.people import Joined
from storage.people.unlinkable import is_anonymous, moment_kept
from storage.people.words_to_type import LETTERS

LEAST_SPARE: Final = 100
"""So many places more than people at least: nobody sees the last one go who does not keep a hundred."""
MOST_SPARE: Final = 300
"""So wide is the lot that who does keep them cannot tell how many others there are."""

_GROUPS, _IN_GROUP = 4, 4


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A shared link of a round, by its number. ``team`` is empty where it is for everybody.

    ``people`` is for how many it is meant. ``taken`` is how many have come in by it; in an anonymous round
    it is not counted. ``ends_at`` None: it works while its round is open.
    """

    round_id: str
    number: int
    code: str
    team: str
    people: int
    taken: int
    ends_at: datetime | None
    stopped_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether it lets anybody in, as long as places are left."""
        return self.stopped_at is None and (self.ends_at is None or now < self.ends_at)


def add_shared_link(
    tx: Transaction, round_id: str, *, team: str, people: int, ends_at: datetime | None, now: datetime
) -> SharedLink:
    """A new link for so many people.

    In an anonymous round it lets in far more, drawn by lot: whoever tries it out could otherwise count who
    has come in by what is left.
    """
    spare = LEAST_SPARE + secrets.randbelow(MOST_SPARE - LEAST_SPARE + 1)
    last = tx.row("SELECT coalesce(max(number), 0) FROM shared_link WHERE round_id = :id", {"id": round_id})
    number = int(last[0]) + 1 if last else 1
    tx.run(
        "INSERT INTO shared_link (round_id, number, code, team, people, places, made_at, ends_at)"
        " VALUES (:round_id, :number, :code, :team, :people, :places, :now, :ends_at)",
        {
            "round_id": round_id,
            "number": number,
            "code": _new_code(),
            "team": team,
            "people": people,
            "places": people + (spare if is_anonymous(tx, round_id) else 0),
            "now": milliseconds(now),
            "ends_at": milliseconds(ends_at) if ends_at else None,
        },
    )
    made = find_shared_link(tx, round_id, number)
    if made is None:
        raise LookupError("a link that was just made is not there")
    return made


def _new_code() -> str:
    """79 random bits in letters and figures that can be read off a wall and typed."""
    letters = [secrets.choice(LETTERS) for _ in range(_GROUPS * _IN_GROUP)]
    return "-".join("".join(letters[at : at + _IN_GROUP]) for at in range(0, len(letters), _IN_GROUP))


_LINK: Final = "SELECT round_id, number, code, team, people, taken, ends_at, stopped_at FROM shared_link"


def shared_links(tx: Transaction, round_id: str) -> list[SharedLink]:
    """The shared links of a round, without those that another has taken the place of or that were undone."""
    rows = tx.rows(f"{_LINK} WHERE round_id = :id AND withdrawn = 0 ORDER BY number", {"id": round_id})
    return [_link(row) for row in rows]


def find_shared_link(tx: Transaction, round_id: str, number: int) -> SharedLink | None:
    """The shared link with this number, None for one that is gone."""
    row = tx.row(
        f"{_LINK} WHERE round_id = :id AND number = :number AND withdrawn = 0",
        {"id": round_id, "number": number},
    )
    return _link(row) if row else None


def shared_link_of(tx: Transaction, code: str, now: datetime) -> SharedLink | None:
    """The link that a code opens, whether places are left or not; None for a stopped or an unknown one.

    Capital letters count as small ones, as somebody may have typed it.
    """
    row = tx.row(f"{_LINK} WHERE code = :code AND withdrawn = 0", {"code": code.lower()})
    found = _link(row) if row else None
    return found if found is not None and found.is_open(now) else None


def shared_link_ever(tx: Transaction, code: str) -> SharedLink | None:
    """The link that had this code, though it may let nobody in any more."""
    row = tx.row(f"{_LINK} WHERE code = :code", {"code": code.lower()})
    return _link(row) if row else None


def _link(row: Row) -> SharedLink:
    round_id, number, code, team, people, taken, ends_at, stopped_at = row
    return SharedLink(
        round_id, number, code, team, people, taken, moment_or_none(ends_at), moment_or_none(stopped_at)
    )


def stop_shared_link(tx: Transaction, round_id: str, number: int, now: datetime, *, withdrawn: bool) -> bool:
    """Let nobody in by a link any more; False where it was stopped before.

    ``withdrawn``: it is gone from the list, and those it was for no longer count as invited by it.
    """
    changed = tx.run(
        "UPDATE shared_link SET stopped_at = :now, withdrawn = :withdrawn"
        " WHERE round_id = :id AND number = :number AND withdrawn = 0"
        " AND (stopped_at IS NULL OR :withdrawn = 1)",
        {"id": round_id, "number": number, "now": milliseconds(now), "withdrawn": int(withdrawn)},
    )
    return changed == 1


def restart_shared_link(tx: Transaction, round_id: str, number: int, *, stopped_at: datetime | None) -> None:
    """Let a link be as it was before it was stopped, or before another took its place."""
    tx.run(
        "UPDATE shared_link SET stopped_at = :at, withdrawn = 0 WHERE round_id = :id AND number = :number",
        {"id": round_id, "number": number, "at": milliseconds(stopped_at) if stopped_at else None},
    )


def take_place(
    tx: Transaction,
    link: SharedLink,
    channel: Channel,
    address: str | None,
    now: datetime,
    *,
    place: str,
    language: str,
) -> Joined | None:
    """Come in by a shared link; None where no place is left.

    ``address`` None: somebody new, who gets an address by coming in. Who takes part already comes back to
    their place, and takes no other. In an anonymous round no team is kept.
    """
    known = people.person_at(tx, channel, address) if address else None
    held = people.participant_of(tx, known, link.round_id) if known else None
    if known and held:
        rejoin_round(tx, held)
        switch_to(tx, known, held)
        return Joined(known, held, is_new=False)
    if not _count_place(tx, link):
        return None
    person_id = known or people.add_person(tx, language, now, round_id=link.round_id)
    people.reach(tx, person_id, channel, address or str(person_id), moment_kept(tx, link.round_id, now))
    participant_id = people.take_part(tx, person_id, link.round_id, place, now)
    if link.team and not is_anonymous(tx, link.round_id):
        tx.run(
            "UPDATE participant SET team = :team WHERE id = :id", {"team": link.team, "id": participant_id}
        )
    switch_to(tx, person_id, participant_id)
    return Joined(person_id, participant_id, is_new=True)


def _count_place(tx: Transaction, link: SharedLink) -> bool:
    """Whether a place is left; it is taken with this.

    In an anonymous round nothing is counted up: those who are in now are compared with the places of all its
    links. So a place that is erased is free again, and leaves no trace in a figure.
    """
    if is_anonymous(tx, link.round_id):
        left = tx.row(
            "SELECT (SELECT coalesce(sum(places), 0) FROM shared_link WHERE round_id = :id)"
            " > (SELECT count(*) FROM participant WHERE round_id = :id AND on_paper = 0)",
            {"id": link.round_id},
        )
        return left is not None and bool(left[0])
    taken = tx.run(
        "UPDATE shared_link SET taken = taken + 1 WHERE code = :code AND taken < places", {"code": link.code}
    )
    return taken == 1
