"""One dialect of SQL: every statement of the store runs on SQLite and on PostgreSQL, and every job twice."""
