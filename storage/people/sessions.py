"""Sessions of browsers: whose they are, and when they end. Of a session's secret only the hash is kept.

Of when one was begun and used only the days are kept: moments could be compared with those of replies.
"""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.reading.browser_request import Browser
from storage.engine.database import Transaction, milliseconds, moment
from storage.people.link_codes import hashed

_DAY = 24 * 3600 * 1000


def today(now: datetime) -> int:
    """The day of a moment, in UTC, as it is kept."""
    return milliseconds(now) // _DAY * _DAY


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """After how many days without use a session ends: anybody's, and that of somebody who has a role.

    ``browsers``: in so many somebody can be signed in at once.
    """

    days: int = 90
    role_days: int = 14
    browsers: int = 20

    @property
    def days_with_role(self) -> int:
        """After how many days that of somebody ends who has a role: never later than anybody's."""
        return min(self.days, self.role_days)

    def used_after(self, now: datetime) -> dict[str, int]:
        """The days before which a session must not have been used last, as values of a statement."""
        on = today(now)
        return {
            "after": on - self.days * _DAY,
            "role_after": on - self.days_with_role * _DAY,
        }


LIMITS = SessionLimits()
"""What holds where nothing else is set."""

_HAS_ROLE = "EXISTS (SELECT 1 FROM role ro WHERE ro.person_id = s.person_id)"
LIVES = f"s.used_on > CASE WHEN {_HAS_ROLE} THEN :role_after ELSE :after END"
"""Of a session ``s`` in a statement: that it has not ended, by the values of ``SessionLimits.used_after``."""


@dataclass(frozen=True, slots=True)
class Session:
    """Whose session it is. ``pseudonym`` is theirs in the current round, empty where there is none.

    ``has_role``: they coordinate or read reports. ``has_return_word``: a word of theirs brings them back.
    ``round_title`` is that of the current round, and ``is_anonymous`` says that it is. ``browser`` is the
    number of the browser among theirs, and ``is_used_today`` whether its use today is noted.
    """

    person_id: int
    language: str
    pseudonym: str
    has_role: bool
    browser: int
    is_used_today: bool
    has_return_word: bool = False
    round_title: str = ""
    is_anonymous: bool = False


def open_session(
    tx: Transaction,
    person_id: int,
    now: datetime,
    limits: SessionLimits = LIMITS,
    *,
    full: Callable[[], object] = lambda: None,
) -> str:
    """A new browser session for a person: its secret. Only the day of it is kept.

    Beyond as many as somebody can have, those end that were not used for longest, and ``full`` is called.
    """
    secret = secrets.token_urlsafe(32)
    tx.run("UPDATE person SET browsers = browsers + 1 WHERE id = :id", {"id": person_id})
    tx.run(
        "INSERT INTO web_session (secret_hash, person_id, created_at, number, used_on)"
        " SELECT :hash, id, :today, browsers, :today FROM person WHERE id = :person_id",
        {"hash": hashed(secret), "person_id": person_id, "today": today(now)},
    )
    by_use = sorted(kept_browsers(tx, person_id), key=lambda each: (each.used_on, each.number))
    if over := [each.number for each in by_use[: -limits.browsers]]:
        end_browsers(tx, person_id, over)
        full()
    return secret


def session_of(tx: Transaction, secret: str, now: datetime, limits: SessionLimits = LIMITS) -> Session | None:
    """The session with this secret, None for none and for one that has ended."""
    row = tx.row(
        f"SELECT p.id, p.language, coalesce(t.pseudonym, ''), {_HAS_ROLE}, s.number, s.used_on,"  # noqa: S608
        " EXISTS (SELECT 1 FROM return_word w WHERE w.person_id = p.id), coalesce(r.title, ''),"
        " coalesce(r.who_sees, '') = 'anonymous'"
        " FROM web_session s JOIN person p ON p.id = s.person_id"
        " LEFT JOIN participant t ON t.id = p.participant_id LEFT JOIN round r ON r.id = t.round_id"
        f" WHERE s.secret_hash = :hash AND {LIVES}",
        {"hash": hashed(secret), **limits.used_after(now)},
    )
    if row is None:
        return None
    person_id, language, pseudonym, has_role, number, used_on, has_word, title, is_anonymous = row
    is_used_today = used_on == today(now)
    return Session(
        person_id,
        language,
        pseudonym,
        bool(has_role),
        number,
        is_used_today,
        bool(has_word),
        title,
        bool(is_anonymous),
    )


def note_use(tx: Transaction, person_id: int, browser: int, now: datetime) -> None:
    """Note the day on which a person used one of their browsers."""
    tx.run(
        "UPDATE web_session SET used_on = :today WHERE person_id = :id AND number = :number",
        {"id": person_id, "number": browser, "today": today(now)},
    )


def close_session(tx: Transaction, secret: str) -> None:
    """End a browser session."""
    tx.run("DELETE FROM web_session WHERE secret_hash = :hash", {"hash": hashed(secret)})


def browsers_of(
    tx: Transaction, person_id: int, now: datetime, limits: SessionLimits = LIMITS
) -> tuple[Browser, ...]:
    """The browsers in which a person is signed in, by their numbers."""
    ends = limits.days_with_role if _has_role(tx, person_id) else limits.days
    kept, on = kept_browsers(tx, person_id), moment(today(now)).date()
    return tuple(each for each in kept if (on - each.used_on).days < ends)


def _has_role(tx: Transaction, person_id: int) -> bool:
    return tx.row("SELECT 1 FROM role WHERE person_id = :id", {"id": person_id}) is not None


def kept_browsers(tx: Transaction, person_id: int) -> tuple[Browser, ...]:
    """All that is kept of a person's browsers, also of one that has ended and was not swept yet."""
    rows = tx.rows(
        "SELECT number, created_at, used_on FROM web_session WHERE person_id = :id ORDER BY number",
        {"id": person_id},
    )
    return tuple(
        Browser(number, moment(since).date(), moment(used_on).date()) for number, since, used_on in rows
    )


def end_browsers(tx: Transaction, person_id: int, numbers: Sequence[int]) -> int:
    """Sign a person out in these of their browsers, at once: how many there were."""
    return tx.run(
        "DELETE FROM web_session WHERE person_id = :id AND number IN :numbers",
        {"id": person_id, "numbers": numbers},
    )


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A browser of somebody as the operator sees it, with the roles that they have in any organisation."""

    person_id: int
    browser: Browser
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhoseSessions:
    """Whose sessions are meant; what is None leaves everybody in.

    ``organisation_id``: of those who have a role in it or take part in a round of it.
    """

    person_id: int | None = None
    organisation_id: str | None = None
    role: str | None = None


def listed_sessions(
    tx: Transaction, whose: WhoseSessions, now: datetime, limits: SessionLimits = LIMITS
) -> list[ListedSession]:
    """All sessions that have not ended, of those who are meant, by person and number."""
    rows = tx.rows(
        "SELECT s.person_id, s.number, s.created_at, s.used_on"  # noqa: S608
        f" FROM web_session s WHERE {LIVES}"
        " AND (CAST(:person_id AS bigint) IS NULL OR s.person_id = :person_id)"
        " AND (CAST(:role AS text) IS NULL OR EXISTS (SELECT 1 FROM role ro WHERE ro.person_id = s.person_id"
        "  AND ro.role = :role"
        "  AND (CAST(:organisation_id AS text) IS NULL OR ro.organisation_id = :organisation_id)))"
        " AND (CAST(:organisation_id AS text) IS NULL OR EXISTS (SELECT 1 FROM role ro"
        "  WHERE ro.person_id = s.person_id AND ro.organisation_id = :organisation_id)"
        "  OR EXISTS (SELECT 1 FROM participant pa JOIN round r ON r.id = pa.round_id"
        "  WHERE pa.person_id = s.person_id AND r.organisation_id = :organisation_id)) ORDER BY 1, 2",
        {
            "person_id": whose.person_id,
            "organisation_id": whose.organisation_id,
            "role": whose.role,
            **limits.used_after(now),
        },
    )
    roles = _roles_of(tx, {row[0] for row in rows})
    return [
        ListedSession(
            person_id,
            Browser(number, moment(since).date(), moment(used_on).date()),
            tuple(sorted(roles.get(person_id, ()))),
        )
        for person_id, number, since, used_on in rows
    ]


def _roles_of(tx: Transaction, people: Collection[int]) -> dict[int, set[str]]:
    """Which roles each of these people has, in whatever organisation."""
    roles: dict[int, set[str]] = {}
    for person_id, role in tx.rows(
        "SELECT person_id, role FROM role WHERE person_id IN :people", {"people": sorted(people)}
    ):
        roles.setdefault(person_id, set()).add(role)
    return roles


def organisations_of(tx: Transaction, person_id: int) -> list[str]:
    """The organisations that a person has a role in, or takes part in a round of."""
    rows = tx.rows(
        "SELECT organisation_id FROM role WHERE person_id = :id"
        " UNION SELECT r.organisation_id FROM participant pa JOIN round r ON r.id = pa.round_id"
        " WHERE pa.person_id = :id ORDER BY 1",
        {"id": person_id},
    )
    return [row[0] for row in rows]


def sweep_sessions(tx: Transaction, now: datetime, limits: SessionLimits = LIMITS) -> None:
    """Forget the sessions that have ended by themselves."""
    tx.run(
        f"DELETE FROM web_session AS s WHERE NOT ({LIVES})",  # noqa: S608
        limits.used_after(now),
    )
