"""Which themes of a round each group is asked for, as it is kept."""

import orjson

from conversations.groups.themes_asked import GroupKind, ThemesAsked
from storage.engine.database import Transaction


def themes_asked_from_json(kept: str) -> tuple[ThemesAsked, ...]:
    """What each group is asked for, from the column that rounds are read with."""
    return tuple(
        ThemesAsked(GroupKind(kind), label, tuple(themes))
        for kind, label, themes in sorted(orjson.loads(kept))
    )


def keep_themes_asked(tx: Transaction, round_id: str, asked: ThemesAsked) -> None:
    """Ask a group for these themes; none takes away what it was asked for by its own name."""
    values = {"id": round_id, "kind": asked.group.value, "label": asked.label}
    if not asked.themes:
        tx.run(
            "DELETE FROM themes_asked WHERE round_id = :id AND group_kind = :kind AND label = :label",
            values,
        )
        return
    tx.run(
        "INSERT INTO themes_asked (round_id, group_kind, label, themes) VALUES (:id, :kind, :label, :themes)"
        " ON CONFLICT (round_id, group_kind, label) DO UPDATE SET themes = excluded.themes",
        values | {"themes": orjson.dumps(asked.themes).decode()},
    )


def forget_themes_asked(tx: Transaction, round_id: str) -> None:
    """Erase what each group is asked for in a round that is taken back."""
    tx.run("DELETE FROM themes_asked WHERE round_id = :id", {"id": round_id})


def groups_of(tx: Transaction, round_id: str) -> list[tuple[GroupKind, str]]:
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
    return [(GroupKind(kind), label) for kind, label in named if label]
