"""Opening a round from a page: shown whole first, then opened by the act of the chat, whose card says so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.acts.permissions import Command
from bot.acts.undo import UndoOpening, undo_from_json
from bot.coordinator.commands.rounds.round_guide import organisation_for
from bot.coordinator.desk_pages.desk_request import page_request
from bot.coordinator.joining import keep_said
from bot.coordinator.request import Request, Services
from bot.coordinator.round_pages.drawing import page_of_round
from bot.coordinator.round_pages.filling import FORM, as_it_begins, filled
from bot.coordinator.round_pages.whole_round import Gathered, ReadyRound, gathered, ready_round
from conversations.incoming import Channel
from storage.engine.database import Transaction, TransactionJob
from storage.roles.organisations import organisation_by_id
from storage.rounds.rounds import find_listed, guide_of
from web.desk.new_round_desk import NewRoundPage, NoRoundToOpen, PostedFields, RoundShown


class RoundPages:
    """Implements :class:`bot.messages.host.RoundForms`: the form of ``/round`` for a page, in the store."""

    def __init__(self, services: Callable[[], Services]) -> None:
        """``services`` are asked for when somebody first opens the page."""
        self._services = services

    def page(
        self, tx: Transaction, channel: Channel, person_id: int, posted: PostedFields | None, now: datetime
    ) -> Callable[[], NewRoundPage]:
        """The form as it was posted, or as it begins. Raises ``NoRoundToOpen``."""
        request = self._request(tx, channel, person_id, now)
        given = as_it_begins(request) if posted is None else posted
        return page_of_round(request.phrases, filled(request, given), says_wrong=False)

    def shown(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        posted: PostedFields,
        now: datetime,
        *,
        is_again: bool = False,
    ) -> Callable[[], RoundShown | NewRoundPage]:
        """All that will hold in the round; the form where something has to be corrected first."""
        request = self._request(tx, channel, person_id, now)
        make, p = _ready(request, posted), request.phrases
        sentence = p.say("Something has changed since this was shown. Please look again.") if is_again else ""

        def show() -> RoundShown | NewRoundPage:
            made = make()
            return made if isinstance(made, NewRoundPage) else replace(made.shown, sentence=sentence)

        return show

    def opening(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        posted: PostedFields,
        seen: str,
        now: datetime,
    ) -> Callable[[], NewRoundPage | TransactionJob[bool]]:
        """What opens the round as it was shown, with the card in the chat that says so."""
        make = _ready(self._request(tx, channel, person_id, now), posted)

        def made() -> NewRoundPage | TransactionJob[bool]:
            ready = make()
            if isinstance(ready, NewRoundPage):
                return ready
            return lambda tx: self._open(tx, channel, person_id, posted, ready, seen, now)

        return made

    def _open(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        posted: PostedFields,
        ready: ReadyRound,
        seen: str,
        now: datetime,
    ) -> bool:
        request = self._request(tx, channel, person_id, now)
        is_as_it_was = gathered(request, filled(request, posted)) == ready.gathered
        if not is_as_it_was or ready.shown.seen != seen:
            return _is_just_opened(request, ready)
        before = request.role_holder
        FORM.open_on(request, ready.gathered.answers, ready.pack)
        keep_said(tx, before, request, now)
        return True

    def _request(self, tx: Transaction, channel: Channel, person_id: int, now: datetime) -> Request:
        request = page_request(self._services, tx, channel, person_id, now)
        if request is None or not request.organisations(Command.ROUND):
            raise NoRoundToOpen
        return request


def _ready(request: Request, posted: PostedFields) -> Callable[[], ReadyRound | NewRoundPage]:
    """What makes the round ready outside of the store, or the form where something has to be corrected."""
    p, found = request.phrases, filled(request, posted)
    whole = gathered(request, found)

    def make() -> ReadyRound | NewRoundPage:
        made = ready_round(p, found, whole) if isinstance(whole, Gathered) else whole
        return made if isinstance(made, ReadyRound) else page_of_round(p, made, says_wrong=True)()

    return make


def _is_just_opened(request: Request, ready: ReadyRound) -> bool:
    """Whether the open card says that this very round was opened: the form was sent twice."""
    place = request.role_holder.place
    undo = undo_from_json(place.undo, Command.ROUND) if place.undo and place.form == Command.ROUND else None
    listed = find_listed(request.tx, undo.round_id) if isinstance(undo, UndoOpening) else None
    if listed is None:
        return False
    organisation = organisation_for(request, ready.gathered.answers)
    has, view = organisation_by_id(request.tx, organisation), listed.view
    wanted = ready.gathered.answers.new_round().view(view.id)
    return (
        listed.organisation_id == organisation
        and guide_of(request.tx, view.id) == ready.pack.sha256
        # What the round takes from its organisation is no part of what was filled in.
        and view
        == replace(
            view,
            title=wanted.title,
            organisation=wanted.organisation,
            purpose=wanted.purpose,
            opens_at=wanted.opens_at,
            closes_on=wanted.closes_on,
            closes_at=wanted.closes_at,
            time_zone=wanted.time_zone,
            who_sees=wanted.who_sees,
            threshold=wanted.threshold,
            contact=wanted.contact or (has.contact if has else ""),
            notice=wanted.notice or (has.notice if has else ""),
        )
    )
