"""Looks for words in the whole store: in every column of every table, and in every byte of every file."""

from pathlib import Path

from storage.engine.database import Transaction


def columns_with(tx: Transaction, words: str) -> set[str]:
    """The columns that hold words anywhere, each by its table and its name."""
    found = set()
    for (table,) in tx.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        columns = [row[0] for row in tx.rows(f"SELECT name FROM pragma_table_info('{table}')")]  # noqa: S608
        for row in tx.rows(f'SELECT * FROM "{table}"'):  # noqa: S608
            held = zip(columns, row, strict=True)
            found |= {f"{table}.{column}" for column, value in held if _holds(value, words)}
    return found


def files_with(folder: Path, words: str) -> set[str]:
    """The files below a folder that hold the bytes of words."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if words.encode() in path.read_bytes()}


def _holds(value: object, words: str) -> bool:
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return words in text
