"""The web chat as a channel: everything that the product knows of it, behind the one contract."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import orjson

from bot.channels.web.notifier import Notifier
from bot.channels.web.posted import WEB, read_posted
from bot.messages.after_commit import AfterCommit
from bot.messages.arrived import Arrived
from bot.messages.channel_contract import ChatChannel, Delivered
from bot.messages.file_reference import COMES_AGAIN, read_fetched
from bot.messages.host import Host
from bot.settings.addresses import is_loopback, web_address, web_link
from bot.settings.settings import Settings
from content.phrases import Phrases
from storage.engine.database import Transaction
from storage.messages.outbox import PendingEntry

if TYPE_CHECKING:
    from bot.channels.web.backend import WebBackend


class WebChannel(ChatChannel):
    """The chat in the browser. A browser may have slept for weeks before it sends something once more."""

    name = WEB
    keeps_ids_for = timedelta(days=30)
    shows_history = True
    has_way_back = True
    answers_strangers = False  # where a person has been erased meanwhile, the open page says so

    def __init__(self, settings: Settings, web_url: str | None) -> None:
        """``web_url`` is where people elsewhere open it, None where no browser of theirs can reach us."""
        super().__init__(settings, web_url)
        self._pages = Notifier()
        self._host: Host | None = None

    async def open(self, host: Host) -> bool:
        """Be there for the pages; nothing is ever sent, as pages look for what is new."""
        self._host = host
        return False

    @cached_property
    def backend(self) -> "WebBackend":
        """What the pages ask, once this is open. It is loaded when it is first asked for."""
        # Only here: most commands serve no pages, and no other channel waits for them.
        from bot.channels.web.backend import WebBackend

        host = self._host
        if host is None:
            raise RuntimeError("no page can be served before the web chat is open")
        made = WebBackend(
            host.database,
            host.entrance,
            self._pages,
            received=host.wake,
            take_at_once=host.take_at_once,
            health=host.health,
            limits=self.settings.session_limits,
            quotas=host.quotas,
            now=host.now,
        )
        made.guides.erased = lambda: host.tell(AfterCommit(has_erased=True))
        made.new_rounds.forms = host.round_forms
        made.new_rounds.opened = lambda person_id: host.tell(AfterCommit(changed={person_id}))
        made.round_people.forms = host.people_forms
        made.overviews.forms, made.lists.forms = host.overview_forms, host.list_forms
        made.round_people.tell = made.overviews.tell = host.tell
        return made

    async def send(self, entry: PendingEntry, part: int) -> Delivered:
        """Nothing is sent: the rows of the outbox are the pages' own history."""
        raise NotImplementedError

    @property
    def opens_elsewhere(self) -> bool:
        """Where the pages are not served to this computer alone."""
        return not is_loopback(self.settings.web_host)

    def read(self, raw: bytes, received_at: datetime) -> Arrived:
        """What a browser posted, or a list from there that was read."""
        if raw.startswith(COMES_AGAIN):
            came = read_fetched(WEB, orjson.loads(raw), received_at)
            if came is not None:
                return came
        return read_posted(raw, received_at)

    def link(self, tx: Transaction, code: str, *, everywhere: bool = False) -> str | None:
        """A link into the browser; ``everywhere`` None where it would open on this computer only."""
        if everywhere:
            return web_link(self.web_url, code) if self.web_url is not None else None
        return web_link(web_address(tx, self.settings), code)

    def called(self, phrases: Phrases) -> str:
        """The browser."""
        return phrases.say("the browser")

    def whereabouts(self, phrases: Phrases) -> str:
        """In the browser."""
        return phrases.say("in the browser")

    def reach_note(self, phrases: Phrases) -> str:
        """That nothing reaches anybody outside the page."""
        return phrases.say(
            "They come where you wrote last: here, in the browser. You see one when you open this page; "
            "nothing is sent to a phone or by mail."
        )

    def is_looked_at(self, person_id: int) -> bool:
        """Whether a page of theirs listens: one that nobody looks at stops after a minute."""
        return self._pages.is_watched(person_id)

    def note(self, after_commit: AfterCommit) -> None:
        """Wake the pages of everybody to whom something was said, or who were shown what is gone."""
        self._pages.tell(after_commit.changed)
        self._pages.outdate(after_commit.outdated)
