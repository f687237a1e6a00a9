"""Ending the mails about a round, done with the store."""

from collections.abc import Callable
from datetime import datetime

from bot.channels.web.desk.do_in_store import DoInStore
from storage.engine.database import Transaction
from storage.mails.mailboxes import stop_leads_to, stop_mails
from storage.rounds.rounds import find_round


class MailStops:
    """Implements :class:`web.desk.mail_desk.MailDesk`."""

    def __init__(self, read: DoInStore, write: DoInStore, now: Callable[[], datetime]) -> None:
        """``read`` and ``write`` do a job in the store, and raise ``Busy`` where nothing can be kept now."""
        self._read = read
        self._write = write
        self._now = now

    async def round_of(self, code: str) -> str | None:
        """What the round is called whose mails a code ends; None for an unknown code."""
        return await self._read(lambda tx: _title(tx, code))

    async def stop(self, code: str) -> str | None:
        """End the mails, and say about which round; None for an unknown code."""

        def stop(tx: Transaction) -> str | None:
            return _title(tx, code) if stop_mails(tx, code, self._now()) else None

        return await self._write(stop)


def _title(tx: Transaction, code: str) -> str | None:
    round_id = stop_leads_to(tx, code)
    found = find_round(tx, round_id) if round_id else None
    return found.title if found else None
