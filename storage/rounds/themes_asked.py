"""Which themes of a round are asked of whom, as it is kept."""

import orjson

from conversations.themes_asked import ThemesAsked, Whom
from storage.engine.database import Transaction


def themes_asked_from_json(kept: str) -> tuple[ThemesAsked, ...]:
    """What is asked of whom, from the column that rounds are read with."""
    if kept == "[]":
        return ()
    return tuple(
        ThemesAsked(Whom(whom), label, tuple(themes)) for whom, label, themes in sorted(orjson.loads(kept))
    )


def keep_themes_asked(tx: Transaction, round_id: str, asked: ThemesAsked) -> None:
    """Ask these themes in place of what was asked so far; none for nothing of their own."""
    values = {"id": round_id, "whom": asked.whom.value, "label": asked.label}
    if not asked.themes:
        tx.run(
            "DELETE FROM themes_asked WHERE round_id = :id AND whom = :whom AND label = :label",
            values,
        )
        return
    tx.run(
        "INSERT INTO themes_asked (round_id, whom, label, themes) VALUES (:id, :whom, :label, :themes)"
        " ON CONFLICT (round_id, whom, label) DO UPDATE SET themes = excluded.themes",
        values | {"themes": orjson.dumps(asked.themes).decode()},
    )


def forget_themes_asked(tx: Transaction, round_id: str) -> None:
    """Erase what is asked of whom in a round that is taken back."""
    tx.run("DELETE FROM themes_asked WHERE round_id = :id", {"id": round_id})


def groups_of(tx: Transaction, round_id: str) -> list[tuple[Whom, str]]:
    """The teams and partner organisations that people of a round are invited from or take part in."""
    named = tx.rows(
        "SELECT 'team', team FROM invitation WHERE round_id = :id"
        " UNION SELECT 'team', team FROM participant WHERE round_id = :id"
        " UNION SELECT 'team', team FROM shared_link WHERE round_id = :id"
        " UNION SELECT 'partner', partner FROM invitation WHERE round_id = :id"
        " UNION SELECT 'partner', partner FROM participant WHERE round_id = :id"
        " ORDER BY 1 DESC, 2 COLLATE NOCASE",
        {"id": round_id},
    )
    return [(Whom(whom), label) for whom, label in named if label]
