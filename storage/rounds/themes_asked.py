"""Which themes of a round each group is asked for, as it is kept."""

import orjson

from conversations.groups.themes_asked import GroupKind, ThemesAsked
from storage.engine.database import Transaction


def themes_asked_from_json(kept: str) -> tuple[ThemesAsked, ...]:
    """What each group is asked for, from the column of the round."""
    return tuple(
        ThemesAsked(GroupKind(kind), label, tuple(themes))
        for kind, label, themes in sorted(orjson.loads(kept))
    )


def keep_themes_asked(tx: Transaction, round_id: str, asked: ThemesAsked) -> None:
    """Ask a group for these themes; none takes away what it was asked for by its own name."""
    row = tx.row("SELECT themes_asked FROM round WHERE id = :id", {"id": round_id})
    before = themes_asked_from_json(row[0]) if row else ()
    others = [each for each in before if (each.group, each.label) != (asked.group, asked.label)]
    kept = [*others, asked] if asked.themes else others
    rows = [(each.group.value, each.label, each.themes) for each in kept]
    tx.run(
        "UPDATE round SET themes_asked = :asked WHERE id = :id",
        {"id": round_id, "asked": orjson.dumps(rows).decode()},
    )


def groups_of(tx: Transaction, round_id: str) -> list[tuple[GroupKind, str]]:
    """The teams and partner organisations that people of a round are invited from or take part in."""
    named = tx.rows(
        "SELECT 'team', team FROM invitation WHERE round_id = :id"
        " UNION SELECT 'team', team FROM participant WHERE round_id = :id"
        " UNION SELECT 'team', team FROM shared_link WHERE round_id = :id"
        " UNION SELECT 'partner', partner FROM invitation WHERE round_id = :id"
        " UNION SELECT 'partner', partner FROM participant WHERE round_id = :id",
        {"id": round_id},
    )
    groups = [(GroupKind(kind), label) for kind, label in named if label]
    return sorted(groups, key=lambda each: (each[0] is not GroupKind.TEAM, each[1].lower(), each[1]))
