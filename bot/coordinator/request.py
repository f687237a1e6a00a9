"""One message of a role holder while it is answered: what is said, kept and noted of it.

Everything happens inside the turn's transaction. A request knows only the organisations that its role holder
has a role in, so that the rounds of others are never loaded.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.acts.acting import Acting, Actor, ActResult, Consequence, Done
from bot.acts.permissions import Command, may
from bot.coordinator.actions import CoordinatorAction, action_text, rank_of
from bot.coordinator.refusals import InvalidInput
from bot.messages.channels import Channels
from bot.messages.guide_cache import GuideShelf
from bot.messages.quotas import QuotaName, Quotas
from bot.schedule.reminder_requests import ReminderRequests
from content.documents.refused import DocumentRefused, Unreadable, refusal_sentence
from content.library import Library
from content.model import Guide
from content.phrases import Phrases
from conversations.cards.view import with_notes
from conversations.groups.round_view import RoundView
from conversations.incoming import Incoming, SentFile, Tap
from conversations.outgoing import Button, Card, Line, Outgoing, Rank, Redraw, Say, Style, Toast
from conversations.reading.lists.table_text import LARGEST_TABLE
from storage.engine.database import Result, Transaction
from storage.messages import jobs
from storage.messages.files import StoredFile
from storage.messages.job_details import JobDetails
from storage.messages.jobs import Job
from storage.people.sessions import LIMITS, SessionLimits
from storage.roles.organisations import Organisation, Role
from storage.roles.role_holders import RoleHolder, RolePlace
from storage.rounds import rounds

Heard = Incoming | SentFile
"""What a role holder may send."""


@dataclass(frozen=True, slots=True)
class Services:
    """What the commands need of other rooms.

    ``web_url`` is None where no browser can reach us. ``limits``: how long a browser stays signed in.
    ``looks_for_identifiers``: what is typed in is looked at for what may show who somebody is. ``quotas`` is
    what may be asked of us at once.
    """

    shelf: GuideShelf
    library: Callable[[], Library]
    channels: Channels
    invitation_days: int
    reminders: ReminderRequests
    web_url: str | None
    limits: SessionLimits = LIMITS
    looks_for_identifiers: bool = True
    quotas: Quotas = field(default_factory=Quotas)


class Request:
    """One message of a role holder that is being answered."""

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
        self._packs: dict[str, Library] = {}
        self.own_words: str | None = None
        self._worked_out: dict[Hashable, tuple[object, Any]] = {}

    # --- who and where ----------------------------------------------------------------------------

    def organisations(self, command: Command) -> list[Organisation]:
        """The organisations for which this role holder may do something."""
        return [organisation for organisation, role in self.role_holder.roles if may(role, command)]

    def rounds_for(self, command: Command) -> list[rounds.RoundListed]:
        """The rounds for which this role holder may do something, newest first."""
        ids = [each.id for each in self.organisations(command)]
        return rounds.rounds_of(self.tx, ids) if ids else []

    def chosen_round(self, command: Command) -> rounds.RoundListed | None:
        """The round that was chosen, else the only one; None where one has to be chosen first."""
        found = self.rounds_for(command)
        chosen = [each for each in found if each.view.id == self.round_id]
        if chosen:
            return chosen[0]
        return found[0] if len(found) == 1 else None

    def role_for(self, organisation_id: str) -> Role | None:
        """The role holder's role in an organisation."""
        return self.role_holder.role_in(organisation_id)

    @property
    def has_pages(self) -> bool:
        """Whether they write where our pages are."""
        return self.services.channels[self.role_holder.channel].has_way_back

    def guide_of(self, round_id: str) -> Guide:
        """The guide that a round is frozen on. Raises ``LookupError``."""
        return self.services.shelf.guide_of(self.tx, round_id)

    def packs_for(self, organisation_id: str) -> Library:
        """The guides that an organisation can open a round on: those for everybody, and its own.

        They are looked up once: nothing that is asked for in one message publishes one and opens a round.
        """
        found = self._packs.get(organisation_id)
        if found is None:
            found = {**self.services.library(), **self.services.shelf.published(self.tx, organisation_id)}
            self._packs[organisation_id] = found
        return found

    def is_open(self, round_: RoundView) -> bool:
        """Whether replies still count in a round."""
        return round_.is_open(self.now)

    def once(self, name: str, of: object, told: Hashable, work_out: Callable[[], Result]) -> Result:
        """What takes long to work out of a value that stays as it is while one message is answered."""
        key = (name, id(of), told)
        if key not in self._worked_out:
            self._worked_out[key] = (of, work_out())  # with the value, whose id is then nobody else's
        found: Result = self._worked_out[key][1]
        return found

    # --- what is said -------------------------------------------------------------------------------

    def open(self, card: Card, place: RolePlace | None = None, *notes: str) -> None:
        """Say a card and remember what counts on it."""
        self.answer_callback()
        self.number += 1
        buttons = tuple(each.kept for row in card.buttons for each in row)
        self.place = replace(place or RolePlace(), card=self.number, buttons=buttons)
        self.said.append(Say(self.number, with_notes(card, *notes)))

    def say(self, card: Card) -> None:
        """Say a card on which nothing counts, in front of the one that is opened next."""
        self.number += 1
        self.said.append(Say(self.number, card))

    def notify(self, text: str) -> None:
        """Say one sentence that is not stored: at the button that was tapped, else as a message."""
        if isinstance(self.incoming, Tap) and self.incoming.toast_id:
            self.said.append(Toast(self.incoming.toast_id, text))
            return
        self.say(Card((Line(text, Style.NOTE),)))

    def answer_callback(self) -> None:
        """Answer a tap without words, where nothing has been said at its button yet."""
        tap = self.incoming
        if isinstance(tap, Tap) and tap.toast_id and not any(isinstance(each, Toast) for each in self.said):
            self.said.append(Toast(tap.toast_id, ""))

    def redraw(self, card: Card) -> None:
        """Show the card that was tapped as it is now."""
        if isinstance(self.incoming, Tap):
            self.number += 1
            self.said.append(Redraw(self.incoming.card, self.number, card))

    def attach(self, file: StoredFile, caption: str) -> None:
        """Hand over a file behind what is said."""
        self.number += 1
        self.files.append((self.number, file, caption))

    def ask(self, details: JobDetails) -> None:
        """Ask for a job for this role holder; its result follows what is said now.

        Where very much is being made for them already, they are told that this is not.
        """
        role_holder, quotas = self.role_holder, self.services.quotas
        if jobs.waiting_for(self.tx, role_holder.person_id) >= quotas.limits.work_waiting:
            quotas.note(QuotaName.WORK, self.now)
            self.notify(
                self.phrases.say(
                    "So much is being made for you already that this file is not. Ask for it again when the "
                    "others are there."
                )
            )
            return
        asked = Job(details, role_holder.person_id, 0, role_holder.channel, role_holder.address)
        jobs.ask_once(self.tx, asked, self.now)
        self.has_work = True

    # --- what is done ---------------------------------------------------------------------------------

    @property
    def acting(self) -> Acting:
        """The role holder, about to act."""
        role_holder = self.role_holder
        actor = Actor(role_holder.person_id, self.incoming.channel, role_holder.roles)
        return Acting(self.tx, actor, self.now, self.services.quotas)

    def did(self, done: Done[ActResult]) -> ActResult:
        """Add what follows an act that was just done, and return the result of the act."""
        self.has_work |= Consequence.JOBS_WAIT in done.follows
        self.wakes_reminders |= Consequence.REMINDERS_WAIT in done.follows
        self.has_erased |= Consequence.SOMETHING_ERASED in done.follows
        self.has_changed_roles |= Consequence.ROLES_CHANGED in done.follows
        return done.result


def current_round(request: Request, command: Command) -> rounds.RoundListed:
    """The current round. Raises ``InvalidInput`` where one has to be chosen first."""
    listed = request.chosen_round(command)
    if listed is None:
        raise InvalidInput(choose_first(request.phrases))
    return listed


def choose_first(p: Phrases) -> str:
    """That a command needs a round, and none has been chosen."""
    return p.say("Choose a round first: /rounds")


OnRound = Callable[["Request", rounds.RoundListed, str], None]
"""What a command does on a round, with the text typed behind it."""


def on_current_round(command: Command, show: OnRound) -> Callable[[Request, str], None]:
    """A command that does something on the current round, and says where one has to be chosen first."""

    def begin(request: Request, text: str) -> None:
        listed = request.chosen_round(command)
        if listed is None:
            request.notify(choose_first(request.phrases))
        else:
            show(request, listed, text)

    return begin


def current_open_round(request: Request, command: Command) -> rounds.RoundListed:
    """The same, still open. Raises ``ActRefused`` where it is not."""
    return request.acting.open_round_for(current_round(request, command).view.id, command)


def read_document_sent(
    request: Request, file: SentFile, read: Callable[[bytes], Result], *, not_fetched: str
) -> Result:
    """What a reader makes of a document that was sent. Raises ``InvalidInput`` with why it cannot be read.

    ``not_fetched`` is what is said of one that its channel did not give out.
    """
    if file.size > LARGEST_TABLE:
        raise InvalidInput(refusal_sentence(Unreadable.TOO_LARGE, request.phrases))
    if file.content is None:
        raise InvalidInput(not_fetched)
    try:
        return read(file.content)
    except DocumentRefused as refused:
        raise InvalidInput(refusal_sentence(refused.why, request.phrases, line=refused.line)) from refused


def button(label: str, action: CoordinatorAction, typed: str, rank: Rank | None = None) -> Button:
    """A button of a role holder's card. Its rank is that of its action, unless the card gives it another."""
    return Button(label, action_text(action), typed, rank or rank_of(action))


def rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """One button a row, which reads well on a small phone."""
    return tuple((each,) for each in buttons)
