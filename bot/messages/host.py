"""What the application gives a channel when it opens it: the store, the inbox, and coming in by a link."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, unique
from typing import TYPE_CHECKING, Protocol

from bot.messages.after_commit import AfterCommit
from bot.messages.quotas import Quotas
from conversations.groups.round_view import RoundView
from conversations.incoming import Channel
from storage.engine.database import Database, Transaction, TransactionJob
from storage.messages.inbox import WaitingMessage
from storage.messages.outbox import PendingEntry
from storage.people.delegations import Delegation
from storage.rounds.conversations import ConversationRow

if TYPE_CHECKING:
    from web.backend import Health
    from web.desk.desk_round import JustDone
    from web.desk.list_desk import ListOnPage
    from web.desk.new_round_desk import NewRoundPage, PostedFields, RoundShown
    from web.desk.overview_desk import OverviewOnPage
    from web.desk.people_desk import PeopleAct, PeopleActShown, PeopleOnPage, PeopleView

Kept = list[WaitingMessage | None]
"""Messages that are kept as decided on, and None for each that could not be."""

TakeAtOnce = Callable[[TransactionJob[Kept]], Awaitable[Kept | None]]
"""Decides on what a job keeps as decided on, in the same commit; None where nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class CameIn:
    """Somebody who used a link that works: who they are, and what is to be delivered to them."""

    person_id: int
    due: list[PendingEntry]


@unique
class WhyNotIn(Enum):
    """Why a link that works lets somebody in neither here nor now."""

    FULL = "full"
    TOO_MANY_AT_ONCE = "too many at once"
    KNOWN_THERE = "known there"


class NotLetIn(Exception):
    """A link works, and lets somebody in neither here nor now. Nothing was changed."""

    def __init__(self, why: WhyNotIn) -> None:
        super().__init__(why.value)
        self.why = why


class Entrance(Protocol):
    """What a link leads to, and using it."""

    def is_shared(self, tx: Transaction, code: str, now: datetime) -> bool:
        """Whether a link is one that several people share."""

    def may_add(self, tx: Transaction, code: str, person_id: int, now: datetime) -> bool:
        """Whether somebody may use a link as who they are already, or must be kept apart from that."""

    def invited_to(self, tx: Transaction, code: str, now: datetime) -> RoundView | None:
        """The round that a link which still works leads to."""

    def offer_for(
        self, tx: Transaction, code: str, person_id: int | None, now: datetime
    ) -> tuple[Delegation, int] | None:
        """The prompt that a colleague's link passes on to a person, and as which participant they get it."""

    def looked_in_vain(self, now: datetime) -> None:
        """Count that somebody looked at a link which does not work, without using it."""

    def language_of(self, tx: Transaction, round_: RoundView) -> str:
        """The language in which somebody is greeted who comes into a round."""

    def join(
        self, tx: Transaction, code: str, channel: Channel, address: str | None, now: datetime
    ) -> CameIn | None:
        """Use a link; None for one that does not work. Raises ``NotLetIn``."""

    def pose_again(
        self, tx: Transaction, loaded: ConversationRow, now: datetime, *notes: str
    ) -> list[PendingEntry]:
        """Show the open card again; what is to be delivered."""


class RoundForms(Protocol):
    """Opening a round from a page, by the form of the chat. Raises ``NoRoundToOpen``."""

    def page(
        self, tx: Transaction, channel: Channel, person_id: int, posted: "PostedFields | None", now: datetime
    ) -> "Callable[[], NewRoundPage]":
        """The form as it was posted, or as it begins; calling it takes a while, and no store."""

    def shown(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        posted: "PostedFields",
        now: datetime,
        *,
        is_again: bool = False,
    ) -> "Callable[[], RoundShown | NewRoundPage]":
        """All that will hold in the round; the form where something has to be corrected first.

        Calling what is returned takes a while, and no store. ``is_again``: it was shown before, and has
        changed since.
        """

    def opening(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        posted: "PostedFields",
        seen: str,
        now: datetime,
    ) -> "Callable[[], NewRoundPage | TransactionJob[bool]]":
        """The job that opens the round as it was shown; the form where something has to be corrected first.

        Calling what is returned takes a while, and no store. The job tells whether the round is open: where
        something has changed since it was shown, nothing is done.
        """


class PeopleForms(Protocol):
    """Who is invited to a round, for a page, by the form of the chat. Raises ``NoSuchDesk``."""

    def people(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        view: "PeopleView",
        now: datetime,
    ) -> "PeopleOnPage":
        """Who is invited, as far as the view shows it."""

    def asked(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        act: "PeopleAct",
        now: datetime,
        *,
        is_typed: bool,
    ) -> "PeopleActShown":
        """What an act would do. Raises ``DeskRefused``."""

    def do(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        act: "PeopleAct",
        seen: str,
        now: datetime,
    ) -> "PeopleActShown | tuple[JustDone, AfterCommit]":
        """Do it as it was shown; else what it would do now. Raises ``DeskRefused``."""

    def undo(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, card: int, now: datetime
    ) -> "tuple[JustDone, AfterCommit]":
        """Undo what the card says was done last. Raises ``DeskRefused``."""


class OverviewForms(Protocol):
    """The overview of somebody's rounds, for a page. Raises ``NoSuchDesk``."""

    def overview(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, now: datetime
    ) -> "OverviewOnPage":
        """The overview of a round; of the one that was chosen last where none is named."""

    def begin(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, do: str, now: datetime
    ) -> AfterCommit:
        """Begin something about a round in the conversation."""


class ListForms(Protocol):
    """A list of people, for a page, by the form of the chat. Raises ``NoSuchDesk`` and ``DeskRefused``."""

    def shown(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, now: datetime
    ) -> "ListOnPage":
        """The list that was given last, or how to give one."""

    def read(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        source: str | bytes,
        now: datetime,
    ) -> TransactionJob[AfterCommit]:
        """Read a list; what is returned keeps it as it was read."""

    def decide(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        round_id: str,
        decided: Mapping[str, str],
        now: datetime,
    ) -> AfterCommit:
        """Decide something about the list."""

    def make(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, seen: str, now: datetime
    ) -> "tuple[JustDone, AfterCommit]":
        """Do what was shown."""

    def drop(
        self, tx: Transaction, channel: Channel, person_id: int, round_id: str, now: datetime
    ) -> AfterCommit:
        """Let the list go."""


@dataclass(frozen=True, slots=True)
class Host:
    """The application as a channel sees it.

    ``take_in`` keeps what has arrived and decides on it, in one commit. ``take_at_once`` does it for what
    its job keeps as decided on; it returns None where that cannot be. ``wake`` says that something was put
    into the inbox by other means. ``tell`` passes on what a committed turn leaves to be done.
    ``contact_changed`` says that hearing has begun to fail, fails otherwise, or goes well again.
    ``quotas`` is what each person asked of us lately. ``round_forms`` opens rounds from a page.
    ``people_forms``, ``overview_forms`` and ``list_forms`` are for the other pages of those who run rounds.
    """

    database: Database
    now: Callable[[], datetime]
    entrance: Entrance
    take_in: Callable[[TransactionJob[None]], Awaitable[None]]
    take_at_once: TakeAtOnce
    wake: Callable[[], None]
    tell: Callable[[AfterCommit], None]
    health: "Callable[[], Awaitable[Health]]"
    contact_changed: Callable[[], None]
    quotas: Quotas
    round_forms: Callable[[], RoundForms]
    people_forms: Callable[[], PeopleForms]
    overview_forms: Callable[[], OverviewForms]
    list_forms: Callable[[], ListForms]
