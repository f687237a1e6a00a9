"""How far everybody is in a round, as it stood at a moment: the figures behind progress and group reports."""

from dataclasses import dataclass
from datetime import datetime

import orjson

from conversations.groups.themes_asked import asked_of
from storage.engine.database import Transaction, milliseconds, moment_or_none
from storage.rounds.invitees import Guest
from storage.rounds.themes_asked import themes_asked_from_json


@dataclass(frozen=True, slots=True)
class CountedParticipant:
    """Somebody who takes part in a round, or did until they left. ``finished`` are the ids of themes.

    ``is_typed_in``: they gave it on paper, and somebody typed it in. ``was_invited``: they had a link.
    """

    participant_id: int
    guest: Guest
    has_begun: bool
    has_left: bool
    finished: frozenset[str]
    is_typed_in: bool
    was_invited: bool = True


def counted_at(tx: Transaction, round_id: str, at: datetime) -> list[CountedParticipant]:
    """Everybody who had joined a round by then, in the order in which they joined."""
    values = {"id": round_id, "at": milliseconds(at)}
    finished: dict[int, set[str]] = {}
    for participant_id, theme_id in tx.rows(
        "SELECT f.participant_id, f.theme_id FROM finish f JOIN participant p ON p.id = f.participant_id"
        " WHERE p.round_id = :id AND f.finished_at <= :at",
        values,
    ):
        finished.setdefault(participant_id, set()).add(theme_id)
    rows = tx.rows(
        "SELECT p.id, p.name, p.team, p.partner, p.on_paper, p.without_link,"
        " CASE WHEN p.left_at <= :at THEN 1 ELSE 0 END,"
        " EXISTS (SELECT 1 FROM reply r WHERE r.participant_id = p.id AND r.written_at <= :at)"
        " FROM participant p WHERE p.round_id = :id AND p.joined_at <= :at ORDER BY p.id",
        values,
    )
    return [
        CountedParticipant(
            id_,
            Guest(*guest),
            bool(has_begun),
            bool(has_left),
            frozenset(finished.get(id_, ())),
            bool(is_typed_in),
            was_invited=not without_link,
        )
        for id_, *guest, is_typed_in, without_link, has_left, has_begun in rows
    ]


def invited_at(tx: Transaction, round_id: str, at: datetime) -> int:
    """How many people a round had links for by then that were not taken back, used or not.

    A shared link counts for those it is meant for, also once it is stopped.
    """
    row = tx.row(
        "SELECT (SELECT count(*) FROM invitation WHERE round_id = :id AND person_id IS NULL"
        "  AND created_at <= :at AND (revoked_at IS NULL OR revoked_at > :at))"
        " + (SELECT CAST(coalesce(sum(people), 0) AS bigint) FROM shared_link WHERE round_id = :id"
        "  AND made_at <= :at AND (withdrawn = 0 OR stopped_at > :at))",
        {"id": round_id, "at": milliseconds(at)},
    )
    return row[0] if row else 0


def first_invited_at(tx: Transaction, round_id: str) -> datetime | None:
    """When the first link of a round was made, even if it was taken back since; None where none was."""
    row = tx.row(
        "SELECT min(at) FROM (SELECT created_at AS at FROM invitation"
        "  WHERE round_id = :id AND person_id IS NULL AND (revoked_at IS NULL OR revoked_at > created_at)"
        " UNION ALL SELECT made_at FROM shared_link WHERE round_id = :id) made",
        {"id": round_id},
    )
    return moment_or_none(row[0]) if row else None


def fewest_and_most_invited(tx: Transaction, round_id: str, since: datetime, at: datetime) -> tuple[int, int]:
    """The lowest and the highest number of people that a round had links for, from one moment until another.

    Links that were taken back and then given back count as if they had been there all the time.
    """
    rows = tx.rows(
        "SELECT created_at, revoked_at, count(*) FROM invitation"
        " WHERE round_id = :id AND person_id IS NULL AND created_at <= :at GROUP BY created_at, revoked_at"
        " UNION ALL SELECT made_at, CASE WHEN withdrawn = 1 THEN stopped_at END, people FROM shared_link"
        " WHERE round_id = :id AND made_at <= :at",
        {"id": round_id, "at": milliseconds(at)},
    )
    begins, ends = milliseconds(since), milliseconds(at)
    changes = {each for made, gone, _ in rows for each in (made, gone) if each is not None}
    counts = [
        sum(people for made, gone, people in rows if made <= each and (gone is None or gone > each))
        for each in {begins, *(each for each in changes if begins < each <= ends)}
    ]
    return min(counts), max(counts)


def not_joined_at(tx: Transaction, round_id: str, at: datetime) -> list[Guest]:
    """Everybody who had a link by then and had not used it, unless it was taken back.

    For the places that a shared link still has, there is a guest of its team each.
    Of an anonymous round it cannot be asked: its links do not say when they were used.
    """
    rows = tx.rows(
        "SELECT name, team, partner FROM invitation WHERE round_id = :id AND person_id IS NULL"
        " AND created_at <= :at AND (used_at IS NULL OR used_at > :at)"
        " AND (revoked_at IS NULL OR revoked_at > :at) ORDER BY number, created_at",
        {"id": round_id, "at": milliseconds(at)},
    )
    places = tx.rows(
        "SELECT team, people - taken FROM shared_link"
        " WHERE round_id = :id AND made_at <= :at AND stopped_at IS NULL AND taken < people ORDER BY number",
        {"id": round_id, "at": milliseconds(at)},
    )
    return [Guest(*row) for row in rows] + [Guest(team=team) for team, left in places for _ in range(left)]


def keep_place_counted(tx: Transaction, participant_id: int) -> None:
    """Let the place of somebody who is being erased count as invited from here on, by its team."""
    tx.run(
        "INSERT INTO place_erased (round_id, team, places)"
        " SELECT p.round_id, p.team, 1 FROM participant p JOIN round r ON r.id = p.round_id"
        " WHERE p.id = :id AND r.who_sees <> 'anonymous'"
        " ON CONFLICT (round_id, team) DO UPDATE SET places = place_erased.places + 1",
        {"id": participant_id},
    )


def keep_figures_counted(tx: Transaction, participant_id: int) -> None:
    """Let somebody who is being erased stay in the figures in steps of their round, as those who left do.

    Otherwise a figure could go down, and whoever looks often would know when somebody was erased.
    """
    row = tx.row(
        "SELECT p.round_id, p.team, p.partner, r.themes_asked, r.who_sees = 'anonymous'"
        "  AND EXISTS (SELECT 1 FROM reminder m JOIN outbox o ON o.person_id = m.person_id"
        "  AND o.number = m.number AND o.state IN ('sent', 'shown')"
        "  WHERE m.person_id = p.person_id AND m.round_id = p.round_id)"
        " FROM participant p JOIN round r ON r.id = p.round_id"
        " WHERE p.id = :id AND (r.who_sees <> 'anonymous' OR p.on_paper = 0)",
        {"id": participant_id},
    )
    if row is None:
        return
    round_id, team, partner, themes_asked, was_reminded = row
    begun, finished = (
        orjson.dumps([each[0] for each in tx.rows(themes, {"id": participant_id})]).decode()
        for themes in (
            "SELECT DISTINCT theme_id FROM reply WHERE participant_id = :id ORDER BY theme_id",
            "SELECT DISTINCT theme_id FROM finish WHERE participant_id = :id ORDER BY theme_id",
        )
    )
    tx.run(
        "INSERT INTO figure_erased (round_id, team, asked, begun, finished, was_reminded, places)"
        " VALUES (:round_id, :team, :asked, :begun, :finished, :was_reminded, 1)"
        " ON CONFLICT (round_id, team, asked, begun, finished, was_reminded)"
        " DO UPDATE SET places = figure_erased.places + 1",
        {
            "round_id": round_id,
            "team": team,
            "asked": _asked_of_their_group(themes_asked, team, partner),
            "begun": begun,
            "finished": finished,
            "was_reminded": int(was_reminded),
        },
    )


def _asked_of_their_group(kept: str, team: str, partner: str) -> str:
    """The themes asked of a group as they are kept, nothing where they are those asked of everybody."""
    everybody, asked = themes_asked_from_json(kept), None
    theirs = asked_of(everybody, team, partner)
    if theirs is not None and theirs != asked_of(everybody):
        asked = sorted(theirs)
    return orjson.dumps(asked).decode() if asked is not None else ""


@dataclass(frozen=True, slots=True)
class ErasedPlace:
    """Somebody who erased everything: the ids of the themes that count of them.

    ``asked`` are those that were asked of their group alone, None where it was asked what everybody is.
    """

    team: str
    asked: frozenset[str] | None
    begun: frozenset[str]
    finished: frozenset[str]
    was_reminded: bool


def figures_erased(tx: Transaction, round_id: str) -> list[ErasedPlace]:
    """Everybody who was erased and stays in the figures of a round that are shown in steps."""
    rows = tx.rows(
        "SELECT team, asked, begun, finished, was_reminded, places FROM figure_erased"
        " WHERE round_id = :id ORDER BY team, asked, begun, finished, was_reminded",
        {"id": round_id},
    )
    return [
        ErasedPlace(
            team,
            frozenset(orjson.loads(asked)) if asked else None,
            frozenset(orjson.loads(begun)),
            frozenset(orjson.loads(finished)),
            bool(was_reminded),
        )
        for team, asked, begun, finished, was_reminded, places in rows
        for _ in range(places)
    ]


def places_erased(tx: Transaction, round_id: str) -> list[Guest]:
    """A guest of its team for each place whose person was erased; an anonymous round has none."""
    rows = tx.rows(
        "SELECT team, places FROM place_erased WHERE round_id = :id ORDER BY team", {"id": round_id}
    )
    return [Guest(team=team) for team, places in rows for _ in range(places)]


def begun_by_theme(tx: Transaction, round_id: str, *, with_typed_in: bool) -> dict[str, int]:
    """How many have replied to anything in each theme, by the theme's id."""
    rows = tx.rows(
        "SELECT r.theme_id, count(DISTINCT r.participant_id) FROM reply r"
        " JOIN participant p ON p.id = r.participant_id"
        " WHERE p.round_id = :id AND (:with_typed_in = 1 OR p.on_paper = 0)"
        " GROUP BY r.theme_id ORDER BY r.theme_id",
        {"id": round_id, "with_typed_in": int(with_typed_in)},
    )
    return dict(rows)
