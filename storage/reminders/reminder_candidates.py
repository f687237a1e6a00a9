"""The facts that decide whether somebody is reminded, for all the people of a round in a few queries."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from conversations.calendar.availability import Availability
from conversations.groups.round_view import RoundView
from conversations.incoming import Channel
from storage.engine.database import SqlValues, Transaction, latest_plausible, milliseconds, moment
from storage.people.availability import COLUMNS, availability
from storage.people.own_addresses import NoticeAddress, addresses_in_round
from storage.rounds.conversations import Key
from storage.rounds.rounds import VIEW, round_view

A_WEEK = timedelta(days=8)
"""How far back reminders are listed: a week, whatever the time zone."""


@dataclass(frozen=True, slots=True)
class RoundRules:
    """A round with what it allows and plans. ``plan`` is JSON, empty where nothing goes by itself."""

    view: RoundView
    guide_sha256: str
    plan: str
    a_week: int


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody who takes part: how far they are, when they were here last, what they said about reminders.

    ``given`` is what has a reply, ``finished`` the themes that were finished, ``reminded`` the days of
    reminders that went or wait. ``channels`` are those that they can be reached on. ``prompt_set`` is the set
    whose prompts they are asked, "" for none. ``chosen`` is what they chose, by theme and prompt: it decides
    what else they are asked. ``last_chat`` is the channel that they used last of those, ``own_address`` where
    else they may be reached.
    """

    person_id: int
    participant_id: int
    name: str
    team: str
    partner: str
    language: str
    joined_at: datetime
    has_left: bool
    availability: Availability
    channels: tuple[Channel, ...]
    given: frozenset[Key]
    finished: frozenset[str]
    last_active: datetime | None
    reminded: tuple[date, ...]
    prompt_set: str = ""
    chosen: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    last_chat: Channel | None = None
    own_address: NoticeAddress | None = None


@dataclass(frozen=True, slots=True)
class NotJoined:
    """An invitation by name that nobody has used: somebody to be reminded by other means."""

    name: str
    team: str


def rules_of(tx: Transaction, round_id: str) -> RoundRules | None:
    """What a round allows and plans."""
    return next(_rules(tx, "r.id = :id", {"id": round_id}), None)


def planned_rounds(tx: Transaction, now: datetime) -> list[RoundRules]:
    """The open rounds in which reminders go by themselves."""
    open_and_planned = (
        "r.reminder_plan <> '' AND (r.closed_at IS NULL OR r.closed_at > :now)"
        " AND (r.closes_at IS NULL OR r.closes_at > :now)"
    )
    return list(_rules(tx, open_and_planned, {"now": milliseconds(now)}))


def _rules(tx: Transaction, which: str, values: SqlValues) -> Iterator[RoundRules]:
    for row in tx.rows(
        f"SELECT r.guide_sha256, r.reminder_plan, r.reminders_a_week, {VIEW} FROM round r"  # noqa: S608
        f" WHERE {which} ORDER BY r.id",
        values,
    ):
        yield RoundRules(round_view(row[3:]), row[0], row[1], row[2])


def set_plan(tx: Transaction, round_id: str, plan: str, a_week: int) -> bool:
    """Choose what goes by itself in a round, and how many reminders a week; False for no such round."""
    values = {"id": round_id, "plan": plan, "a_week": a_week}
    changed = tx.run(
        "UPDATE round SET reminder_plan = :plan, reminders_a_week = :a_week WHERE id = :id", values
    )
    return changed == 1


def people_of(tx: Transaction, round_id: str, now: datetime, *, by_mail: bool = False) -> list[PersonFacts]:
    """Everybody who takes part in a round or has left it, in the order in which they joined.

    ``by_mail``: they can also be reached at their own addresses.
    """
    values = {"r": round_id}
    addresses = addresses_in_round(tx, round_id) if by_mail else {}
    chats = _last_chats(tx, round_id)
    channels = _gathered(
        tx,
        "SELECT pa.person_id, a.channel FROM participant pa JOIN address a ON a.person_id = pa.person_id"
        " WHERE pa.round_id = :r AND a.unreachable_at IS NULL ORDER BY a.channel",
        values,
    )
    given = _given(tx, round_id)
    finished = _gathered(
        tx,
        "SELECT DISTINCT f.participant_id, f.theme_id FROM finish f"
        " JOIN participant pa ON pa.id = f.participant_id WHERE pa.round_id = :r",
        values,
    )
    active = _last_active(tx, round_id, now)
    reminded = _gathered(
        tx,
        "SELECT person_id, goes_on FROM reminder WHERE round_id = :r AND goes_on >= :since"
        " AND state IN ('waiting', 'sent') ORDER BY goes_on, id",
        values | {"since": (now - A_WEEK).date().isoformat()},
    )
    rows = tx.rows(
        "SELECT pa.person_id, pa.id, pa.name, pa.team, pa.partner, p.language, pa.joined_at, pa.left_at,"  # noqa: S608
        f" {COLUMNS}, pa.prompt_set FROM participant pa JOIN person p ON p.id = pa.person_id"
        " LEFT JOIN availability av ON av.person_id = pa.person_id"
        " WHERE pa.round_id = :r ORDER BY pa.id",
        values,
    )
    return [
        PersonFacts(
            person_id=row[0],
            participant_id=row[1],
            name=row[2],
            team=row[3],
            partner=row[4],
            language=row[5],
            joined_at=moment(row[6]),
            has_left=row[7] is not None,
            availability=availability(row[8:-1]),
            channels=tuple(map(Channel, channels[row[0]])),
            given=frozenset(each for each, _ in given[row[1]]),
            chosen=_chosen(given[row[1]]),
            finished=frozenset(finished[row[1]]),
            last_active=moment(active[row[0]]) if row[0] in active else None,
            reminded=tuple(map(date.fromisoformat, reminded[row[0]])),
            prompt_set=row[-1],
            last_chat=chats.get(row[0]),
            own_address=addresses.get(row[1]),
        )
        for row in rows
    ]


def _last_chats(tx: Transaction, round_id: str) -> dict[int, Channel]:
    """The channel on which we last spoke with each person, of those on which they can still be reached."""
    rows = tx.rows(
        "SELECT pa.person_id, a.channel FROM participant pa JOIN address a ON a.person_id = pa.person_id"
        " WHERE pa.round_id = :r AND a.unreachable_at IS NULL ORDER BY pa.person_id,"
        " coalesce((SELECT max(o.number) FROM outbox o WHERE o.person_id = a.person_id"
        "  AND o.channel = a.channel AND o.address = a.address), 0) DESC, a.created_at DESC, a.sender",
        {"r": round_id},
    )
    found: dict[int, Channel] = {}
    for person_id, channel in rows:
        found.setdefault(person_id, Channel(channel))
    return found


@dataclass(frozen=True, slots=True)
class Called:
    """What a participant is called, empty where it is not known, and their language."""

    name: str
    language: str


def called(tx: Transaction, participant_id: int) -> Called:
    """What a participant is called. Raises ``LookupError`` for nobody."""
    row = tx.row(
        "SELECT pa.name, p.language FROM participant pa JOIN person p ON p.id = pa.person_id"
        " WHERE pa.id = :id",
        {"id": participant_id},
    )
    if row is None:
        raise LookupError(participant_id)
    return Called(*row)


def _gathered(tx: Transaction, sql: str, values: SqlValues) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for key, value in tx.rows(sql, values):
        found[key].append(value)
    return found


_Given = tuple[Key, tuple[str, ...]]
"""What has a reply, and what was chosen with it."""


def _chosen(given: list[_Given]) -> dict[str, dict[str, tuple[str, ...]]]:
    """What somebody chose, by theme and prompt."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for (theme_id, prompt_id, _), values in given:
        if values:
            found.setdefault(theme_id, {})[prompt_id] = values
    return found


def _given(tx: Transaction, round_id: str) -> defaultdict[int, list[_Given]]:
    """What has a reply that was not withdrawn, by participant."""
    found: defaultdict[int, list[_Given]] = defaultdict(list)
    for participant_id, *key, choices, level in tx.rows(
        "SELECT r.participant_id, r.theme_id, r.prompt_id, r.entry, r.choices, r.level FROM reply r"
        " JOIN participant pa ON pa.id = r.participant_id WHERE pa.round_id = :r AND r.given <> 'withdrawn'"
        " AND r.version = (SELECT max(v.version) FROM reply v WHERE v.participant_id = r.participant_id"
        "  AND v.theme_id = r.theme_id AND v.prompt_id = r.prompt_id AND v.entry = r.entry)",
        {"r": round_id},
    ):
        values = tuple(choices.split(",")) if choices else () if level is None else (str(level),)
        found[participant_id].append(((key[0], key[1], key[2]), values))
    return found


def _last_active(tx: Transaction, round_id: str, now: datetime) -> dict[int, int]:
    """When each person did something here last: everything that people do is answered at once."""
    return dict(
        tx.rows(
            "SELECT person_id, max(at) FROM ("
            " SELECT pa.person_id AS person_id, o.created_at AS at FROM participant pa"
            "  JOIN outbox o ON o.person_id = pa.person_id WHERE pa.round_id = :r AND o.priority = 0"
            " UNION ALL SELECT pa.person_id, r.written_at FROM participant pa"
            "  JOIN reply r ON r.participant_id = pa.id WHERE pa.round_id = :r"
            ") AS acts WHERE at <= :latest_plausible GROUP BY person_id",
            {"r": round_id, "latest_plausible": latest_plausible(now)},
        )
    )


def not_joined(tx: Transaction, round_id: str, now: datetime) -> list[NotJoined]:
    """The invitations of a round that still work and that nobody has used, in their order."""
    return [
        NotJoined(row[0], row[1])
        for row in tx.rows(
            "SELECT name, team FROM invitation WHERE round_id = :r AND person_id IS NULL"
            " AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now ORDER BY number",
            {"r": round_id, "now": milliseconds(now)},
        )
    ]
