"""Every SQL statement, the migrations, and the one small interface to the database.

Nothing is decided or said here: facts go in and come out, each function inside the caller's transaction.
"""
