"""How a connection to SQLite is set up: what a commit waits for, and how the log is kept."""

import sqlite3
import time

from storage.engine.sqlite_transaction import name_of

BUSY_SECONDS = 10.0
AGAIN_SECONDS = 0.02
"""After how long something is tried again for which SQLite itself does not wait."""
PAGES_IN_THE_LOG = 8000
"""After about so many pages, 32 MiB, the log is brought into the file, and whoever writes then waits for it.

With SQLite's own 1,000 that happens about every eightieth reply, which is more than one in a hundred.
"""


def set_up(connection: sqlite3.Connection, *, reading: bool) -> None:
    """Set up a new connection, for reading alone where it is ``reading``."""
    # Readers never wait for the writer, and the writer never for readers.
    _keep_a_log(connection)
    # A commit is on the disk before anybody hears that it is kept: a power cut loses nothing acknowledged.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is erased is overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES_IN_THE_LOG}")
    if reading:
        connection.execute("PRAGMA query_only = ON")


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Have changes written to a log first.

    On a new file, where two do this at once, SQLite refuses one of them without waiting for the other.
    """
    latest = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if name_of(error) != "SQLITE_BUSY" or time.monotonic() >= latest:
                raise
            time.sleep(AGAIN_SECONDS)
        else:
            return
