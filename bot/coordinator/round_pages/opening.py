"""Opening a round from a page: shown whole first, then opened by the act of the chat, whose card says so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import orjson

from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, RefusalReason
from bot.acts.undo import UndoOpening, undo_from_json
from bot.coordinator.asking import with_defaults
from bot.coordinator.commands.rounds.round_answers import RoundAnswers
from bot.coordinator.commands.rounds.round_guide import tailored_pack
from bot.coordinator.commands.rounds.told_before import not_told, told_before
from bot.coordinator.form_answers import answer_to, answers_to_json
from bot.coordinator.joining import keep_said
from bot.coordinator.refusals import InvalidInput, why_not
from bot.coordinator.request import Request, Services
from bot.coordinator.round_pages.drawing import page_of_round
from bot.coordinator.round_pages.filling import FORM, Filled, as_it_begins, filled
from content.phrases import Phrases, phrases_in
from conversations.incoming import Channel, Words
from storage.engine.database import Transaction
from storage.people.people import sender_of
from storage.roles.role_holders import RoleHolder, load_role_holders
from storage.rounds.rounds import find_round
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
        return page_of_round(request.phrases, filled(request, given), given, says_wrong=False)

    def shown(
        self, tx: Transaction, channel: Channel, person_id: int, posted: PostedFields, now: datetime
    ) -> RoundShown | NewRoundPage:
        """All that will hold in the round; the form where something has to be corrected first."""
        request = self._request(tx, channel, person_id, now)
        found = _whole(request, posted)
        return _to_correct(request.phrases, found, posted) if isinstance(found, Filled) else found[0]

    def open(
        self,
        tx: Transaction,
        channel: Channel,
        person_id: int,
        posted: PostedFields,
        seen: str,
        now: datetime,
    ) -> RoundShown | NewRoundPage | None:
        """Open the round as it was shown; None once it is open, with the card that says so in the chat."""
        request = self._request(tx, channel, person_id, now)
        found = _whole(request, posted)
        if isinstance(found, Filled):
            return _to_correct(request.phrases, found, posted)
        shown, answers = found
        if shown.seen != seen:
            if _is_just_opened(request, answers):
                return None
            again = request.phrases.say("Something has changed since this was shown. Please look again.")
            return replace(shown, sentence=again)
        before = request.role_holder
        FORM.execute(request, answers)
        keep_said(tx, before, request, now)
        return None

    def _request(self, tx: Transaction, channel: Channel, person_id: int, now: datetime) -> Request:
        sender = sender_of(channel, str(person_id))
        holder: RoleHolder | None = load_role_holders(tx, [sender]).get(sender)
        if holder is None:
            raise NoRoundToOpen
        nothing_said = Words(channel, "", now, "")
        request = Request(tx, holder, nothing_said, now, phrases_in(holder.language), self._services())
        if not request.organisations(Command.ROUND):
            raise NoRoundToOpen
        return request


def _to_correct(p: Phrases, found: Filled, posted: PostedFields) -> NewRoundPage:
    return page_of_round(p, found, posted, says_wrong=True)()


def _whole(request: Request, posted: PostedFields) -> tuple[RoundShown, RoundAnswers] | Filled:
    """The round as it is shown, and all that was given; what was filled in where that is not enough."""
    found = filled(request, posted)
    if found.wrong or found.pack is None:
        return found
    p, answers = request.phrases, with_defaults(request, FORM, found.answers)
    try:
        answers.new_round().check()
        pack = tailored_pack(request, answers)
    except InvalidInput as fault:
        return replace(found, wrong={"prompts": str(fault)})
    except ActRefused as fault:
        return replace(found, wrong=_refused(p, fault))
    fields = FORM.fields(request, answers)
    shown = RoundShown(
        answers.title,
        tuple((each.title, each.shown(answer_to(answers, each.name))) for each in fields),
        _missing(request, answers),
        tuple(told_before(request, answers, pack.guide)),
        _seen(request, answers, pack.sha256),
    )
    return shown, answers


def _refused(p: Phrases, fault: ActRefused) -> dict[str, str]:
    """The field at which it is said why no such round can be opened."""
    if fault.refusal.reason is RefusalReason.DAYS_OUT_OF_ORDER:
        return {"closes": p.say("The last day would be before the first.")}
    return {"threshold": why_not(p, fault)}


def _missing(request: Request, answers: RoundAnswers) -> str:
    p = request.phrases
    match not_told(request, answers):
        case (True, True):
            return p.say(
                "Nobody is named whom people can ask, and there is no privacy notice. You can go back and "
                "add them."
            )
        case (True, False):
            return p.say("Nobody is named whom people can ask. You can go back and name somebody.")
        case (False, True):
            return p.say("There is no privacy notice. You can go back and add yours.")
    return ""


def _seen(request: Request, answers: RoundAnswers, guide: str) -> str:
    """Proof of what was shown: what was given, the guide, and the card that was open in the chat.

    That card is another one once a round was opened, so a form that is sent twice opens one.
    """
    what = orjson.dumps([answers_to_json(answers), guide, request.role_holder.place.card])
    return sha256(what).hexdigest()


def _is_just_opened(request: Request, answers: RoundAnswers) -> bool:
    """Whether the open card says that this very round was opened: the form was sent twice."""
    place = request.role_holder.place
    undo = undo_from_json(place.undo, Command.ROUND) if place.undo and place.form == Command.ROUND else None
    view = find_round(request.tx, undo.round_id) if isinstance(undo, UndoOpening) else None
    return view is not None and view.title == answers.title
