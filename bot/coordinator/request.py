"""One message of somebody with a role while it is dealt with: what is said, kept and noted of it.

Everything happens inside the turn's transaction. A visit knows only the organisations that its officer
has a role in, so that the rounds of others are never loaded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.coordinator.end_role import as_actor
from bot.coordinator.permissions import Command, may
from bot.messages.channels import Channels
from bot.messages.guide_cache import GuideShelf
from bot.schedule.reminder_requests import ReminderRequests
from bot.schedule.round_end import announce
from content.library import Library
from content.model import Guide
from content.phrases import Phrases
from conversations.cards.view import with_notes
from conversations.incoming import Incoming, SentFile, Tap
from conversations.outgoing import Button, Card, Line, Outgoing, Redraw, Say, Style, Toast
from conversations.state import JobKind, RoundView
from storage.engine.database import Transaction
from storage.messages import jobs
from storage.messages.files import StoredFile
from storage.messages.jobs import Job
from storage.roles.audit import note_act
from storage.roles.organisations import Organisation, Role
from storage.roles.role_holders import RoleHolder, RolePlace
from storage.rounds import rounds

Heard = Incoming | SentFile
"""What the office listens to."""

ACTION = "desk-"
"""What the actions of all buttons of the office begin with, so that a tap finds its way."""


@dataclass(frozen=True, slots=True)
class Services:
    """What the office needs of the rest of the house.

    ``web_url`` is None where no browser can reach us.
    """

    shelf: GuideShelf
    library: Callable[[], Library]
    channels: Channels
    invitation_days: int
    reminders: ReminderRequests
    web_url: str | None


class Request:
    """One message being dealt with."""

    def __init__(
        self,
        tx: Transaction,
        role_holder: RoleHolder,
        incoming: Heard,
        now: datetime,
        phrases: Phrases,
        services: Services,
    ) -> None:
        self.tx = tx
        self.role_holder = role_holder
        self.incoming = incoming
        self.now = now
        self.phrases = phrases
        self.services = services
        self.place = role_holder.place
        self.round_id = role_holder.round_id
        self.number = role_holder.number
        self.said: list[Outgoing] = []
        self.files: list[tuple[int, StoredFile, str]] = []
        self.has_work = False
        self.wakes_reminders = False
        self.kept = ""
        self.has_erased = False
        self.has_changed_roles = False
        self.ended_role_of: int | None = None
        self.forgets = False

    # --- who and where ----------------------------------------------------------------------------

    def organisations(self, command: Command) -> list[Organisation]:
        """The organisations for which this officer may do something."""
        return [organisation for organisation, role in self.role_holder.roles if may(role, command)]

    def rounds_for(self, command: Command) -> list[rounds.RoundListed]:
        """The rounds for which this officer may do something, newest first."""
        ids = [each.id for each in self.organisations(command)]
        return rounds.rounds_of(self.tx, ids) if ids else []

    def round_at_hand(self, command: Command) -> rounds.RoundListed | None:
        """The round that was chosen, else the only one; None where one has to be chosen first."""
        found = self.rounds_for(command)
        chosen = [each for each in found if each.view.id == self.round_id]
        if chosen:
            return chosen[0]
        return found[0] if len(found) == 1 else None

    def role_for(self, organisation_id: str) -> Role | None:
        """The officer's role in an organisation."""
        return self.role_holder.role_in(organisation_id)

    def guide_of(self, round_id: str) -> Guide:
        """The guide that a round is frozen on. Raises ``LookupError``."""
        return self.services.shelf.guide_of(self.tx, round_id)

    def is_open(self, round_: RoundView) -> bool:
        """Whether replies still count in a round."""
        return round_.is_open(self.now)

    # --- what is said -------------------------------------------------------------------------------

    def open(self, card: Card, place: RolePlace | None = None, *notes: str) -> None:
        """Say a card of the office and remember what counts on it."""
        self.settle()
        self.number += 1
        buttons = tuple((each.label, each.action, each.typed) for row in card.buttons for each in row)
        self.place = replace(place or RolePlace(), card=self.number, buttons=buttons)
        self.said.append(Say(self.number, with_notes(card, *notes)))

    def say(self, card: Card) -> None:
        """Say a card on which nothing counts, in front of the one that is opened next."""
        self.number += 1
        self.said.append(Say(self.number, card))

    def remark(self, text: str) -> None:
        """Say one sentence in passing: at the button that was tapped, else as a message."""
        if isinstance(self.incoming, Tap) and self.incoming.toast_id:
            self.said.append(Toast(self.incoming.toast_id, text))
            return
        self.say(Card((Line(text, Style.NOTE),)))

    def settle(self) -> None:
        """Let a tapped button come to rest; a card that has many has no buttons any more afterwards."""
        tap = self.incoming
        if isinstance(tap, Tap) and tap.toast_id and not any(isinstance(each, Toast) for each in self.said):
            self.said.append(Toast(tap.toast_id, ""))

    def redraw(self, card: Card) -> None:
        """Show the card that was tapped anew."""
        if isinstance(self.incoming, Tap):
            self.number += 1
            self.said.append(Redraw(self.incoming.card, self.number, card))

    def attach(self, file: StoredFile, caption: str) -> None:
        """Hand over a file behind what is said."""
        self.number += 1
        self.files.append((self.number, file, caption))

    def ask(self, want: JobKind, detail: str) -> None:
        """Let something be made for this officer after this message; it is said behind what is said now."""
        role_holder = self.role_holder
        asked = Job(
            0, want, role_holder.person_id, 0, None, role_holder.channel, role_holder.address, 0, detail
        )
        jobs.ask(self.tx, asked, self.now)
        self.has_work = True

    def tell_participants(self, round_id: str, say: Callable[[Phrases], str]) -> None:
        """Tell everybody who takes part in a round, each in their language."""
        announce(self.tx, round_id, say, self.now)
        self.has_work = True

    # --- what is noted ------------------------------------------------------------------------------

    def note(self, organisation_id: str, act: str, subject: str, outcome: str = "done") -> None:
        """Add to the organisation's record what this officer did."""
        note_act(
            self.tx,
            organisation_id,
            self.now,
            actor=as_actor(self.role_holder.person_id),
            act=act,
            subject=subject,
            channel=self.incoming.channel,
            outcome=outcome,
        )


def button(label: str, action: str, typed: str) -> Button:
    """A button of the office."""
    return Button(label, ACTION + action, typed)


def rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """One button a row, which reads well on a small phone."""
    return tuple((each,) for each in buttons)
