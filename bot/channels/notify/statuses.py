"""Asking GOV.UK Notify what happened to the mails that it took: who could not be reached, a while later.

What it says is about a mail by our name for it and about its address. Nothing is kept of the rest.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from bot.channels.notify import outcomes
from bot.messages.failures import DeliveryFailed
from bot.messages.host import Host
from bot.running.runner import Pause, run_forever
from conversations.incoming import Channel
from storage.engine.database import Transaction
from storage.mails.reported import newest_came_back, not_delivered, sent_since

if TYPE_CHECKING:
    from bot.channels.notify.notify_requests import NotifyRequests, NotReached

EVERY: Final = 600.0
"""Seconds after which it is asked again."""
FORGETS_AFTER: Final = timedelta(days=7)
"""After so long Notify does not know a mail any more."""

ADDRESS_IS_WRONG: Final = "permanent-failure"
NOT_NOW: Final = ("temporary-failure", "technical-failure")
"""Notify gave up after days, or never sent it: the address may be right."""

_log = structlog.get_logger(__name__)


class StatusWorker:
    """Notes which mails did not arrive."""

    def __init__(
        self, host: Host, channel: Channel, service: Callable[[], Awaitable["NotifyRequests"]]
    ) -> None:
        self._host = host
        self._channel = channel
        self._service = service

    async def run(self) -> None:
        """Ask until cancelled."""
        await run_forever("what happened to mails", self.step)

    async def step(self) -> Pause:
        """Ask once, where mails were handed over lately. Raises ``StorageTrouble``."""
        since = self._host.now() - FORGETS_AFTER
        if not await self._host.database.read(lambda tx: sent_since(tx, self._channel, since)):
            return EVERY
        try:
            service = await self._service()
            wrong = [each async for each in service.not_reached(ADDRESS_IS_WRONG)]
            late = [each for status in NOT_NOW async for each in service.not_reached(status)]
        except (*outcomes.FAULTS, DeliveryFailed) as error:
            _log.warning("what happened to mails is not known now", error=type(error).__name__)
            return EVERY
        await self._host.database.write(lambda tx: self._note(tx, wrong, late))
        return EVERY

    def _note(self, tx: Transaction, wrong: list["NotReached"], late: list["NotReached"]) -> None:
        now = self._host.now()
        for each in wrong:
            newest_came_back(tx, each.reference, each.to, now)
        for each in late:
            not_delivered(tx, self._channel, each.reference)
