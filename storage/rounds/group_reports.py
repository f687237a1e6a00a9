"""What group reports of a round were made from: everything up to a moment, and never a word of it."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from storage.engine.database import Row, Transaction, milliseconds, moment, moment_or_none


@dataclass(frozen=True, slots=True)
class Cut:
    """What one group report shows of a round: all that was given ``up_to`` a moment.

    ``number`` counts the reports of a round. ``shuffle_key`` is its secret, which decides in which order its
    lists stand. ``released_at`` is when it went to everybody who took part. ``figures`` are those that were
    published, as JSON, None where the report was never made. ``erasures`` counts what was erased since of
    what it shows: people, and words that their writers took out.
    """

    round_id: str
    number: int
    up_to: datetime
    closed_on: date
    shuffle_key: bytes
    released_at: datetime | None
    figures: str | None = None
    erasures: int = 0

    @property
    def has_lost_words(self) -> bool:
        """Whether anything that it shows was erased since."""
        return self.erasures > 0


_CUT = (
    "SELECT round_id, number, up_to, closed_on, shuffle_key, released_at, figures, coalesce((SELECT e.people"
    " FROM erased_since e WHERE e.round_id = group_report.round_id AND e.number = group_report.number"
    " AND e.theme_id = ''), 0) FROM group_report"
)


def newest_cut(tx: Transaction, round_id: str) -> Cut | None:
    """The cut of a round's newest report, None where there is none yet."""
    row = tx.row(f"{_CUT} WHERE round_id = :id ORDER BY number DESC", {"id": round_id})
    return _cut(row) if row else None


def find_cut(tx: Transaction, round_id: str, number: int) -> Cut | None:
    """The cut of one of a round's reports."""
    row = tx.row(f"{_CUT} WHERE round_id = :id AND number = :number", {"id": round_id, "number": number})
    return _cut(row) if row else None


def cuts_of(tx: Transaction, round_id: str) -> list[Cut]:
    """The cuts of all reports of a round, oldest first."""
    return [_cut(row) for row in tx.rows(f"{_CUT} WHERE round_id = :id ORDER BY number", {"id": round_id})]


def _cut(row: Row) -> Cut:
    round_id, number, up_to, closed_on, shuffle_key, released_at, figures, erasures = row
    return Cut(
        round_id,
        number,
        moment(up_to),
        date.fromisoformat(closed_on),
        shuffle_key,
        moment_or_none(released_at),
        figures,
        erasures,
    )


def keep_figures(tx: Transaction, cut: Cut, figures: str) -> None:
    """Keep the figures of a report that is made for the first time."""
    tx.run(
        "UPDATE group_report SET figures = :figures"
        " WHERE round_id = :id AND number = :number AND figures IS NULL",
        {"id": cut.round_id, "number": cut.number, "figures": figures},
    )


def cuts_without_figures(tx: Transaction) -> list[tuple[str, int]]:
    """The reports, by round and number, of which no figures are kept: not made, or by a version before."""
    rows = tx.rows(
        "SELECT round_id, number FROM group_report WHERE figures IS NULL ORDER BY round_id, number"
    )
    return [(round_id, number) for round_id, number in rows]


def note_lost(tx: Transaction, participant_id: int) -> None:
    """Note in the reports of somebody's round that they are about to be erased.

    Also in one that is only being made: it may show them still when it is given to somebody.
    """
    tx.run(
        "INSERT INTO erased_since (round_id, number, theme_id, people)"
        " SELECT g.round_id, g.number, t.theme_id, 1 FROM participant p"
        " JOIN group_report g ON g.round_id = p.round_id AND g.up_to >= p.joined_at"
        " JOIN (SELECT '' AS theme_id, 0 AS at UNION ALL"
        "  SELECT theme_id, min(written_at) FROM reply WHERE participant_id = :id OR given_by = :id"
        "  GROUP BY theme_id) t"
        "  ON t.at <= g.up_to"
        " WHERE p.id = :id"
        " ON CONFLICT (round_id, number, theme_id) DO UPDATE SET people = erased_since.people + 1",
        {"id": participant_id},
    )


def note_words_lost(tx: Transaction, participant_id: int, since: int) -> bool:
    """Note in the reports of somebody's round that words of theirs are erased; whether any may show them.

    ``since`` is when they were kept. Under no theme: whoever takes words out changes the reply as well, and
    would count twice among those who gave something new.
    """
    noted = tx.run(
        "INSERT INTO erased_since (round_id, number, theme_id, people)"
        " SELECT g.round_id, g.number, '', 1 FROM participant p"
        " JOIN group_report g ON g.round_id = p.round_id AND g.up_to >= :since"
        " WHERE p.id = :id"
        " ON CONFLICT (round_id, number, theme_id) DO UPDATE SET people = erased_since.people + 1",
        {"id": participant_id, "since": since},
    )
    return noted > 0


def add_cut(tx: Transaction, round_id: str, now: datetime, closed_on: date) -> None:
    """Begin a new report of all that was given until now.

    A channel's clock may be ahead of ours: what was given is in it whenever that says it was written.
    """
    newest = tx.row(
        "SELECT coalesce(max(r.written_at), 0) FROM reply r JOIN participant p ON p.id = r.participant_id"
        " WHERE p.round_id = :id",
        {"id": round_id},
    )
    tx.run(
        "INSERT INTO group_report (round_id, number, up_to, closed_on, shuffle_key) VALUES (:id,"
        " (SELECT coalesce(max(number), 0) + 1 FROM group_report WHERE round_id = :id),"
        " :up_to, :closed_on, :key)",
        {
            "id": round_id,
            "up_to": max(milliseconds(now), int(newest[0]) if newest else 0),
            "closed_on": closed_on.isoformat(),
            "key": secrets.token_bytes(32),
        },
    )


def changed_since(tx: Transaction, round_id: str, up_to: datetime) -> list[int]:
    """How many people gave or changed anything since, for each theme that somebody did in.

    Sheets that were typed in count only where they are all that is new: whoever typed them in knows them, and
    could tell them from what others gave. Once anybody wrote, those who were erased count like who changed
    something: a report without them shows what they gave just as well.
    """
    rows = tx.rows(
        "SELECT r.theme_id, count(DISTINCT CASE p.on_paper WHEN 0 THEN p.id END), count(DISTINCT p.id)"
        " FROM reply r JOIN participant p ON p.id = r.participant_id"
        " WHERE p.round_id = :id AND r.written_at > :at GROUP BY r.theme_id ORDER BY r.theme_id",
        {"id": round_id, "at": milliseconds(up_to)},
    )
    changed = {theme_id: themselves or people for theme_id, themselves, people in rows}
    if not changed:
        return []
    for theme_id, people in tx.rows(
        "SELECT theme_id, people FROM erased_since WHERE round_id = :id AND theme_id <> ''"
        " AND number = (SELECT max(number) FROM group_report WHERE round_id = :id) ORDER BY theme_id",
        {"id": round_id},
    ):
        changed[theme_id] = changed.get(theme_id, 0) + people
    return list(changed.values())


@dataclass(frozen=True, slots=True)
class LaterChange:
    """That somebody gave or changed something at a prompt after a moment. ``is_typed_in``: on paper."""

    theme_id: str
    prompt_id: str
    participant_id: int
    is_typed_in: bool
    at: datetime


def given_after(tx: Transaction, round_id: str, after: datetime) -> list[LaterChange]:
    """All that was given or changed in a round after a moment, without its words, oldest first."""
    rows = tx.rows(
        "SELECT r.theme_id, r.prompt_id, p.id, p.on_paper, r.written_at"
        " FROM reply r JOIN participant p ON p.id = r.participant_id"
        " WHERE p.round_id = :id AND r.written_at > :after"
        " ORDER BY r.written_at, p.id, r.theme_id, r.prompt_id, r.entry, r.version",
        {"id": round_id, "after": milliseconds(after)},
    )
    return [
        LaterChange(theme_id, prompt_id, id_, bool(is_typed_in), moment(at))
        for theme_id, prompt_id, id_, is_typed_in, at in rows
    ]


def release(tx: Transaction, cut: Cut, now: datetime) -> bool:
    """Note that a report goes to everybody who took part; False when it has gone already."""
    changed = tx.run(
        "UPDATE group_report SET released_at = :now"
        " WHERE round_id = :id AND number = :number AND released_at IS NULL",
        {"id": cut.round_id, "number": cut.number, "now": milliseconds(now)},
    )
    return changed == 1
