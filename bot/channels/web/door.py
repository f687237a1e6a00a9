"""Where what browsers post is decided on in the commit that keeps it, together with all that came meanwhile.

So a message costs one commit, and many at once share it. What cannot be decided on at once is left to the
inbox. The first message of each session since the start always is: it may be what ended the process before
this one, and only what waits in the inbox is counted and put aside in the end.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.channels.web.posted import WEB, inbox_name, posted_to_json
from bot.messages.host import Kept, TakeAtOnce
from bot.messages.quotas import Quotas
from storage.engine.database import Transaction
from storage.messages.inbox import WaitingMessage
from storage.messages.posts import forget_posts, keep_decided
from storage.people.link_codes import hashed
from storage.people.people import sender_of
from storage.people.sessions import SessionLimits, note_use
from web.backend import Posted, TooMany

MOST_AT_ONCE = 256
"""So many messages share a commit at most; the others follow in the next."""

MOST_HEARD = 100_000
"""Of so many sessions it is known whose they are. Beyond that all are new again, which costs time."""


@dataclass(frozen=True, slots=True)
class _Post:
    """What was posted in the session with this secret, and who waits to hear whether it is kept."""

    session: str
    posted: Posted
    is_kept: asyncio.Future[bool]


class Door:
    """Takes in what browsers post, as many at once as there are."""

    def __init__(
        self, take_at_once: TakeAtOnce, quotas: Quotas, limits: SessionLimits, now: Callable[[], datetime]
    ) -> None:
        self._take_at_once = take_at_once
        self._quotas = quotas
        self._limits = limits
        self._now = now
        self._heard: dict[bytes, int] = {}
        self._waiting: list[_Post] = []
        self._taking: asyncio.Task[None] | None = None

    def heard(self, session: str, person_id: int) -> None:
        """Note that a message of this session, which is this person's for good, has been kept in this run."""
        if len(self._heard) >= MOST_HEARD:
            self._heard.clear()
        self._heard[hashed(session)] = person_id

    async def take(self, session: str, posted: Posted) -> bool:
        """Keep what was posted and decide on it; False where it is left to the inbox, and nothing was kept.

        Raises ``StorageTrouble``, and ``TooMany`` where its person has sent very much.
        """
        person_id = self._heard.get(hashed(session))
        if posted.file is not None or person_id is None:
            return False
        sender, size, now = sender_of(WEB, str(person_id)), len(posted.text), self._now()
        if full := self._quotas.take_message(sender, size, now):
            raise TooMany(full.ends_in)
        is_kept = False
        try:
            is_kept = await self._kept(session, posted)
        finally:
            if not is_kept:
                self._quotas.give_back(sender, size, now)
        return is_kept

    async def _kept(self, session: str, posted: Posted) -> bool:
        """Whether it was kept with what came meanwhile."""
        is_kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Post(session, posted, is_kept))
        if self._taking is None:
            self._taking = asyncio.create_task(self._take_all())
        return await is_kept

    async def _take_all(self) -> None:
        while self._waiting:
            batch = self._waiting[:MOST_AT_ONCE]
            del self._waiting[:MOST_AT_ONCE]
            try:
                kept = await self._take_at_once(partial(self._keep, batch))
            except BaseException as trouble:
                for each in batch:
                    if not each.is_kept.done():
                        each.is_kept.set_exception(trouble)
                if not isinstance(trouble, Exception):
                    self._taking = None
                    raise
                continue
            for each, row in zip(batch, kept or [None] * len(batch), strict=True):
                if not each.is_kept.done():
                    each.is_kept.set_result(row is not None)
        self._taking = None

    def _keep(self, batch: Sequence[_Post], tx: Transaction) -> Kept:
        """Keep messages as decided on, at most one of each person."""
        now, people = self._now(), set[int]()
        kept: Kept = []
        for each in batch:
            name = inbox_name(each.posted)
            post = keep_decided(tx, WEB, each.session, name, now, self._limits)
            if post is not None and post.person_id in people:
                forget_posts(tx, [post.id])
                post = None
            if post is None:
                kept.append(None)
                continue
            people.add(post.person_id)
            if not post.is_used_today:
                note_use(tx, post.person_id, post.browser, now)
            raw = posted_to_json(each.posted, post.browser)
            sender = sender_of(WEB, str(post.person_id))
            whole_name = name.whole(post.person_id)
            kept.append(WaitingMessage(post.id, WEB, whole_name, sender, raw, now, 0))
        return kept
