"""Leaves what was erased where it lay, as SQLite does unless it is told otherwise."""

import sqlite3

from storage.engine import sqlite

_set_up = sqlite.set_up


def _set_up_as_usual(connection: sqlite3.Connection, *, reading: bool) -> None:
    _set_up(connection, reading=reading)
    connection.execute("PRAGMA secure_delete = OFF")


sqlite.set_up = _set_up_as_usual
sqlite._vacuum = sqlite._checkpoint
