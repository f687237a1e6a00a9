"""Bringing a store to the shape that this version needs: numbered SQL files, each in one transaction."""

import re
from pathlib import Path

from storage.engine.database import StatementRefused, StorageTrouble, Transaction

MIGRATIONS = Path(__file__).parents[1] / "migrations"
# Enough for migrations, whose texts hold neither a semicolon nor two dashes. A trigger has some inside.
_STATEMENT = re.compile(r"\s*CREATE TRIGGER.+?\bEND;|[^;]+;", re.DOTALL)
_COMMENT = re.compile(r"--.*$", re.MULTILINE)


def migrations() -> list[Path]:
    """The migrations in order; the number in front of the name is the shape that each leads to."""
    return sorted(MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def schema_version(tx: Transaction) -> int:
    """The shape that a store has, 0 for an empty one."""
    tx.run("CREATE TABLE IF NOT EXISTS shape (number INTEGER PRIMARY KEY)")
    found = tx.row("SELECT coalesce(max(number), 0) FROM shape")
    return int(found[0]) if found else 0


def is_current(tx: Transaction) -> bool:
    """Whether a store has the shape of this version."""
    return schema_version(tx) == int(migrations()[-1].name[:4])


def migrate(tx: Transaction) -> None:
    """Apply every migration that the store has not had.

    Raises ``StorageTrouble`` for a store that a newer version has made, as this one would not understand
    it, and for one that somebody else has made.
    """
    have = schema_version(tx)
    newest = int(migrations()[-1].name[:4])
    if have > newest:
        raise StorageTrouble(
            f"this data was made by a newer version of Closer Look (shape {have}, this one knows {newest})"
        )
    for path in migrations():
        number = int(path.name[:4])
        if number <= have:
            continue
        try:
            apply_migration(tx, path)
        except StatementRefused as refused:
            raise StorageTrouble("its tables are not those of Closer Look") from refused
        tx.run("INSERT INTO shape (number) VALUES (:number)", {"number": number})


def apply_migration(tx: Transaction, path: Path) -> None:
    """Run the statements of one migration."""
    for statement in _STATEMENT.findall(_COMMENT.sub("", path.read_text("utf-8"))):
        tx.run(statement)
