"""The acts are tried on the store, the round and the coordinator of the tests of commands."""

from tests.bot.coordinator.conftest import chat, database, plain_logs

__all__ = ["chat", "database", "plain_logs"]
