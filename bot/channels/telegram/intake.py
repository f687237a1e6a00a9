"""Hearing on Telegram: who we are there, polling, keeping what arrives, and asking again after a silence."""

import asyncio
from collections.abc import Awaitable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import orjson

from bot.channels.telegram.api import BotApi
from bot.channels.telegram.connecting import HIDDEN_BY_TOPICS, identify, introduce, prepare
from bot.channels.telegram.incoming import TELEGRAM, update_key
from bot.channels.telegram.messages_counted import MessagesCounted
from bot.channels.telegram.poll import Poller
from bot.inbox.after_outage import OutageWatch
from bot.messages.after_commit import AfterCommit
from bot.messages.host import Host
from storage.engine import key_values
from storage.engine.database import Transaction, moment
from storage.messages import inbox
from storage.messages.contacts import Contact, last_reached
from storage.messages.inbox import Received
from storage.people import people

OFFSET = "telegram_offset"
"""By what name it is kept how far Telegram may forget."""
OFFSET_KEEPS = timedelta(days=6)
"""How long after the newest update its number still says where to go on."""


class Intake:
    """Takes in what people send to the bot, once it is known which bot we are."""

    def __init__(self, api: BotApi, host: Host, offset: int, last: datetime | None) -> None:
        self._api = api
        self._host = host
        self._outage = OutageWatch(host.database, host.entrance, host.tell, channel=TELEGRAM, now=host.now)
        self._outage.last_reached = last
        self._poller = Poller(
            api,
            self._keep_updates,
            offset=offset,
            polled=self._outage.polled,
            changed=host.contact_changed,
            now=host.now,
        )
        self._no_contact: str | None = None
        self._warnings: tuple[str, ...] = ()
        self.identified = asyncio.Event()

    @classmethod
    async def from_where_it_was(cls, api: BotApi, host: Host) -> "Intake":
        """Go on behind the newest update that is kept."""
        offset, last = await host.database.read(partial(_where_it_was, now=host.now()))
        return cls(api, host, offset, last)

    def tasks(self) -> Iterable[Awaitable[None]]:
        """Polling, and the watch for silences of ours."""
        return (self._poll(), self._outage.run())

    def contact(self, called: str) -> Contact:
        """How polling goes."""
        trouble = self._poller.trouble or self._no_contact
        reached, ahead = self._outage.reached_until, self._api.clock_ahead
        return Contact(TELEGRAM, called, reached, trouble, ahead, self._warnings)

    async def _poll(self) -> None:
        host = self._host
        me = await identify(self._api, host.database, host.now, self._note_contact)
        self._warnings = (HIDDEN_BY_TOPICS,) if me.has_topics else ()
        self.identified.set()
        await prepare(self._api, self._note_contact)
        # The first poll may be a quiet one and last its whole time. A run that ends soon must have noted it,
        # or the next one would take the time since the last note for a silence.
        self._outage.polled(host.now())
        host.contact_changed()
        introducing = asyncio.create_task(introduce(self._api))
        try:
            await self._poller.run()
        finally:
            introducing.cancel()
            await asyncio.gather(introducing, return_exceptions=True)

    def _note_contact(self, trouble: str | None) -> None:
        self._no_contact = trouble

    async def _keep_updates(self, updates: list[dict[str, Any]], offset: int) -> None:
        """Keep what Telegram sent, how far it may forget, and what follows from it, in one commit."""
        received, now = [], self._host.now()
        counted = MessagesCounted(self._host.quotas, now)
        for update in updates:
            key = update_key(update)
            if key is None:
                continue
            update_id, address = key
            # What names nobody has a turn of its own, so that it holds up nobody.
            sender = people.sender_of(TELEGRAM, address or f"update {update_id}")
            if address is None or counted.takes(sender, address, update):
                received.append(Received(TELEGRAM, str(update_id), sender, orjson.dumps(update)))

        def keep(tx: Transaction) -> None:
            inbox.put(tx, received, now)
            key_values.set_key_value(tx, OFFSET, str(offset), now)
            counted.find_words(tx)

        try:
            await self._host.take_in(keep)
        except BaseException:
            counted.give_back()
            raise
        if counted.to_tell:
            self._host.tell(AfterCommit(passing=counted.to_tell))
            counted.told()
        self._outage.arrived()


def _where_it_was(tx: Transaction, *, now: datetime) -> tuple[int, datetime | None]:
    offset = key_values.key_value(tx, OFFSET)
    # After a week without updates Telegram may begin its numbers anywhere; from 0 nothing is missed.
    is_fresh = offset is not None and now - moment(offset[1]) < OFFSET_KEEPS
    return int(offset[0]) if offset and is_fresh else 0, last_reached(tx, TELEGRAM)
