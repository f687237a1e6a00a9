"""What an open page has missed, by one statement: whose page it is, which cards are open, what is new."""

from dataclasses import dataclass, field
from datetime import datetime

import orjson

from storage.engine.database import Transaction, moment
from storage.messages.outbox import StoredEntry, stored_entry
from storage.people.link_codes import hashed
from storage.people.sessions import LIMITS, LIVES, SessionLimits


@dataclass(frozen=True, slots=True)
class PageNews:
    """What is new for the page of a session, with its person and the language that they read.

    ``own_card`` is the open card of their own evaluation and ``role_card`` that of their role, 0 for none.
    ``is_over``: their round is closed.
    ``has_more``: there may be more behind the last of the entries.
    """

    person_id: int
    language: str
    own_card: int
    role_card: int
    is_over: bool
    entries: list[StoredEntry] = field(default_factory=list)
    has_more: bool = False


_NEWS = (
    "SELECT s.person_id, p.language, t.place, f.place, r.closed_at, r.closes_at,"  # noqa: S608
    " o.number, o.change, o.kind, o.body, o.created_at, o.message_id"
    " FROM web_session s JOIN person p ON p.id = s.person_id"
    " LEFT JOIN participant t ON t.id = p.participant_id LEFT JOIN round r ON r.id = t.round_id"
    " LEFT JOIN office f ON f.person_id = p.id"
    " LEFT JOIN outbox o ON o.person_id = s.person_id AND o.state = 'shown' AND o.change > :seen"
    f" WHERE s.secret_hash = :hash AND {LIVES} ORDER BY o.change, o.number DESC LIMIT :most"
)


def page_news(
    tx: Transaction, session: str, seen: int, most: int, now: datetime, limits: SessionLimits = LIMITS
) -> PageNews | None:
    """What is new or updated after a change, in the order of the changes; None where the session has ended.

    It is about the first so many entries; the last change among them is whole, so that one may go on behind
    it. A card that was closed by a new one comes behind it: a page that loses the line in between has at
    least what is new.
    """
    values = {"hash": hashed(session), "seen": seen, "most": most, **limits.used_after(now)}
    rows = tx.rows(_NEWS, values)
    if not rows:
        return None
    person_id, language, place, role_place, *ends = rows[0][:6]
    entries = [stored_entry(row[6:]) for row in rows if row[6] is not None]
    has_more = len(entries) == most
    if has_more:
        whole = [each for each in entries if each.change != entries[-1].change]
        if not whole:
            return page_news(tx, session, seen, 2 * most, now, limits)
        entries = whole
    is_over = any(each is not None and moment(each) <= now for each in ends)
    return PageNews(
        person_id, language, _open_card(place), _open_card(role_place), is_over, entries, has_more
    )


def _open_card(place: str | None) -> int:
    """The open card of a place, as the store keeps it."""
    return int(orjson.loads(place).get("card", 0)) if place else 0
