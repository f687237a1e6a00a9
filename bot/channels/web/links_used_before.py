"""Links that let nobody in any more: the place that a browser has by them, and the round they led to."""

from collections.abc import Sequence
from datetime import datetime

from storage.engine.database import Transaction
from storage.people import people, shared_links
from storage.people.used_links import came_in_by, once_invited_to
from storage.rounds.rounds import find_round


def place_held(
    tx: Transaction, code: str, known: Sequence[tuple[str, int]], now: datetime, *, may_be_closed: bool
) -> str | None:
    """The session that has a place by a link, of these, each with its person.

    ``may_be_closed``: also by a shared link that lets nobody in any more, and by a used personal link.
    """
    if may_be_closed:
        link, own = shared_links.shared_link_ever(tx, code), came_in_by(tx, code)
    else:
        link, own = shared_links.shared_link_of(tx, code, now), None
    for session, person_id in known:
        has_place = link is not None and people.participant_of(tx, person_id, link.round_id) is not None
        if has_place or person_id == own:
            return session
    return None


def is_of_closed_round(tx: Transaction, code: str, now: datetime) -> bool:
    """Whether a link once led into a round that is closed by now."""
    shared = shared_links.shared_link_ever(tx, code)
    round_id = shared.round_id if shared is not None else once_invited_to(tx, code)
    round_ = find_round(tx, round_id) if round_id else None
    return round_ is not None and not round_.is_tryout and not round_.is_open(now)
