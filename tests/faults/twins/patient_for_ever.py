"""Waits for the rest of a request for as long as it takes."""

from bot.app import connection

connection.HEADER_SECONDS = 1_000_000.0
