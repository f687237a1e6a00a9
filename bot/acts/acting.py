"""Who acts, in which transaction and when, and the result. The rights of every act are checked here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.acts.permissions import Command, may
from bot.acts.refusal import ActRefused, Refusal, RefusalReason, refused
from bot.messages.quotas import QuotaName, Quotas
from storage.engine.database import Transaction
from storage.people.shared_links import find_shared_link
from storage.roles.act_kinds import ActKind, as_actor
from storage.roles.audit import OPERATOR, note_act
from storage.roles.organisations import Organisation, Role
from storage.rounds import rounds
from storage.rounds.made_lately import made_lately, names_listed
from storage.rounds.rounds import RoundListed

if TYPE_CHECKING:
    from bot.acts.undo import Undo

ActResult = TypeVar("ActResult", covariant=True)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a role holder with their roles, or the operator at the computer, whose ``person_id`` is None.

    ``channel`` is where they act, as it is on record. The operator may do everything.
    """

    person_id: int | None
    channel: str
    roles: tuple[tuple[Organisation, Role], ...] = ()

    @property
    def name(self) -> str:
        """The name on record."""
        return OPERATOR if self.person_id is None else as_actor(self.person_id)

    def may(self, organisation_id: str, command: Command) -> bool:
        """Whether they may do this for an organisation."""
        role = next((role for each, role in self.roles if each.id == organisation_id), None)
        return self.person_id is None or may(role, command)

    def may_ask_as(self, name: str) -> bool:
        """Whether a round that they open may say that an organisation of this name asks; or name none."""
        own = {each.name for each, role in self.roles if may(role, Command.ROUND)}
        return self.person_id is None or name in {"", *own}


OPERATOR_HERE = Actor(None, "command")
"""The operator, who types commands at the computer."""


@unique
class Consequence(StrEnum):
    """What follows an act once it is committed."""

    JOBS_WAIT = "jobs_wait"
    REMINDERS_WAIT = "reminders_wait"
    SOMETHING_ERASED = "something_erased"
    ROLES_CHANGED = "roles_changed"


@dataclass(frozen=True, slots=True)
class Done(Generic[ActResult]):
    """The result of an act, what its undo needs (None where it cannot be undone) and what follows it."""

    result: ActResult
    undo: "Undo | None" = None
    follows: frozenset[Consequence] = frozenset()


@dataclass(frozen=True, slots=True)
class Acting:
    """An act under way: its transaction, who acts, and the moment.

    ``quotas`` holds what an organisation may make; None for the operator, who may make any number.
    """

    tx: Transaction
    actor: Actor
    now: datetime
    quotas: Quotas | None = None

    def require(self, organisation_id: str, command: Command) -> None:
        """Raises ``ActRefused`` where the actor may not do this for the organisation."""
        if not self.actor.may(organisation_id, command):
            raise refused(RefusalReason.NOT_ALLOWED)

    def round_for(self, round_id: str, command: Command) -> RoundListed:
        """A round for which this may be done. Raises ``ActRefused``, also for one that does not exist."""
        listed = rounds.find_listed(self.tx, round_id)
        if listed is None:
            raise refused(RefusalReason.NOT_ALLOWED)
        self.require(listed.organisation_id, command)
        return listed

    def open_round_for(self, round_id: str, command: Command) -> RoundListed:
        """The same, still open. Raises ``ActRefused``."""
        listed = self.round_for(round_id, command)
        if not listed.view.is_open(self.now):
            raise ActRefused(Refusal(RefusalReason.ROUND_IS_CLOSED, title=listed.view.title))
        return listed

    def closed_round_for(self, round_id: str, command: Command, *, otherwise: RefusalReason) -> RoundListed:
        """The same, over. Raises ``ActRefused`` with the reason ``otherwise`` where it is open."""
        listed = self.round_for(round_id, command)
        if listed.view.is_open(self.now):
            raise ActRefused(Refusal(otherwise, title=listed.view.title))
        return listed

    def require_room(self, organisation_id: str, links: int, *, names: int = 0) -> None:
        """Raises ``ActRefused`` where an organisation has made too much already for so many more.

        ``names`` are of people on a list, who are kept for as long as their round is open.
        """
        if self.quotas is None:
            return
        most = self.quotas.limits.links_per_day
        made = made_lately(self.tx, organisation_id, self.now - ONE_DAY)
        if made + links <= most and (not names or names_listed(self.tx, organisation_id) + names <= most):
            return
        self.tx.once_kept(partial(self.quotas.note, QuotaName.LINKS, self.now))
        is_of_links = made + links > most
        raise refused(
            RefusalReason.LINKS_OF_TODAY if is_of_links else RefusalReason.LISTS_ARE_FULL, number=most
        )

    def note(self, organisation_id: str, act: ActKind, subject: str, outcome: str = "done") -> None:
        """Add to the organisation's record what is done."""
        note_act(
            self.tx,
            organisation_id,
            self.now,
            actor=self.actor.name,
            act=act,
            subject=subject,
            channel=self.actor.channel,
            outcome=outcome,
        )


def no_such_link(tx: Transaction, round_id: str, number: int) -> ActRefused:
    """Why there is no link of somebody's own by this number, which may be that of a shared link."""
    is_shared = find_shared_link(tx, round_id, number) is not None
    return refused(RefusalReason.LINK_IS_SHARED if is_shared else RefusalReason.NO_SUCH_LINK, number=number)
