"""Every SQL statement, the migrations, and the one small interface to the database."""
