"""The database itself: transactions, SQLite, schema versions, backup.

It knows no table of the product but the few that it keeps for itself.
"""
