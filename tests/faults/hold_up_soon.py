"""Loaded into the product of the hold-up campaign: half a request is waited for one second only."""

from bot.app import connection

connection.HEADER_SECONDS = 1.0
