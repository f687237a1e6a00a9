"""Somebody with a role who asks by a page and not by a message: the same request, with nothing said in it.

What a page has done is kept as what a message has done: its card is in the conversation, with its undo. No
right is decided here but whether there is such a page for them.
"""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import orjson

from bot.acts.permissions import Command, command_named
from bot.acts.refusal import ActRefused
from bot.acts.undo import (
    Undo,
    UndoCorrection,
    UndoLinks,
    UndoMails,
    UndoReplacedLink,
    UndoSharedLink,
    UndoStoppedMails,
    UndoTakenBack,
    undo_from_json,
)
from bot.coordinator.command_table import FORMS
from bot.coordinator.forms import Undoable, undo_label
from bot.coordinator.joining import keep_said
from bot.coordinator.refusals import NOT_DONE, why_not
from bot.coordinator.request import Request, Services
from bot.messages.after_commit import AfterCommit
from content.phrases import Phrases, phrases_in
from conversations.cards.rounds import round_state
from conversations.cards.view import sentence_start
from conversations.groups.round_view import WhoSees
from conversations.incoming import Channel, Words
from conversations.outgoing import Card, Line, Say, Style
from storage.engine.database import Transaction
from storage.people.people import sender_of
from storage.roles.role_holders import load_role_holders
from storage.rounds.rounds import RoundListed
from web.desk.desk_round import DeskLine, DeskRefused, DeskRound, JustDone, NoSuchDesk, UndoOnPage

_TOLD = (Style.TITLE, Style.TEXT)


def page_request(
    services: Callable[[], Services], tx: Transaction, channel: Channel, person_id: int, now: datetime
) -> Request | None:
    """The request of somebody with a role who is at a page; None for whoever never had one."""
    sender = sender_of(channel, str(person_id))
    holder = load_role_holders(tx, [sender]).get(sender)
    if holder is None:
        return None
    nothing_said = Words(channel, "", now, "")
    return Request(tx, holder, nothing_said, now, phrases_in(holder.language), services())


def desk_request(
    services: Callable[[], Services],
    tx: Transaction,
    channel: Channel,
    person_id: int,
    round_id: str,
    command: Command,
    now: datetime,
) -> tuple[Request, RoundListed]:
    """The request of somebody at a page of a round, and that round. Raises ``NoSuchDesk``.

    It is about that round, whichever one was chosen in the conversation.
    """
    request = page_request(services, tx, channel, person_id, now)
    if request is None:
        raise NoSuchDesk
    try:
        listed = request.acting.round_for(round_id, command)
    except ActRefused:
        raise NoSuchDesk from None
    request.round_id = round_id
    return request, listed


def desk_round(request: Request, listed: RoundListed) -> DeskRound:
    """The round as the head of its pages has it."""
    view = listed.view
    state = sentence_start(round_state(request.phrases, view, request.now))
    is_anonymous = view.who_sees is WhoSees.ANONYMOUS
    return DeskRound(view.id, view.title, view.organisation, state, request.is_open(view), is_anonymous)


def desk_lines(lines: list[Line]) -> tuple[DeskLine, ...]:
    """Lines of a card as a page has them."""
    return tuple(DeskLine(str(each.text), each.style.value) for each in lines)


def proof_of(request: Request, lines: list[Line], label: str, given: object) -> str:
    """Proof of what was shown before an act, and of the card that was open then.

    It is another card once something was done, so what is sent twice is done once.
    """
    shown = [[str(each.text), each.style.value] for each in lines]
    what = [request.round_id, request.role_holder.place.card, shown, label, given]
    return sha256(orjson.dumps(what)).hexdigest()


def keep_done(tx: Transaction, request: Request) -> AfterCommit:
    """Keep what was done and said in a request; what is left to be done once it is committed."""
    before, now = request.role_holder, request.now
    due = keep_said(tx, before, request, now)
    return AfterCommit(
        due=list(due),
        changed={before.person_id},
        has_work=request.has_work,
        has_erased=request.has_erased,
        has_reminders=request.wakes_reminders,
    )


def tell_current_round(request: Request, listed: RoundListed) -> None:
    """Say in the conversation that it is about this round from here on, where it was about another one."""
    if request.role_holder.round_id in (None, listed.view.id):
        return
    now_about = request.phrases.say("From here on, what you ask for is about this round.")
    request.say(Card((Line(listed.view.title, Style.TITLE), Line(now_about))))


def just_done(request: Request) -> JustDone:
    """What the last card of a request says was done; helping words are left to the card."""
    cards = [each.card for each in request.said if isinstance(each, Say)]
    said = cards[-1].lines if cards else ()
    return JustDone(tuple(str(each.text) for each in said if each.style in _TOLD))


def undo_on_page(request: Request, round_id: str) -> UndoOnPage | None:
    """That what was done last in this round can be undone, be it on a page or in the conversation."""
    undo = _undo(request)
    if undo is None or getattr(undo, "round_id", None) != round_id:
        return None
    sentence = _what_was_done(request.phrases, undo)
    return UndoOnPage(sentence, request.place.card, undo_label(request.phrases, undo)) if sentence else None


def undo_last(request: Request, round_id: str, card: int) -> None:
    """Undo what was done last, if that is still what the page said. Raises ``DeskRefused``."""
    p, form = request.phrases, FORMS.get(command_named(request.place.form) or Command.OFFICE)
    undo, shown = _undo(request), undo_on_page(request, round_id)
    if undo is None or shown is None or shown.card != card or not isinstance(form, Undoable):
        raise DeskRefused(p.say("Something has changed since this was shown. Please look again."))
    if not request.organisations(form.command):
        raise NoSuchDesk
    try:
        form.undo(request, undo)
    except NOT_DONE as fault:
        raise DeskRefused(why_not(p, fault)) from None


def _undo(request: Request) -> Undo | None:
    place, command = request.place, command_named(request.place.form)
    return undo_from_json(place.undo, command) if place.undo and command else None


def _what_was_done(p: Phrases, undo: Undo) -> str:
    match undo:
        case UndoTakenBack(links=links):
            n = sum(len(numbers) for _, numbers in links)
            return p.count("{n} link does not work any more.", "{n} links do not work any more.", n)
        case UndoReplacedLink(before=before):
            return p.say("Link {number} does not work any more.", number=before)
        case UndoLinks(numbers=numbers):
            return p.count("{n} link is ready.", "{n} links are ready.", len(numbers))
        case UndoCorrection(corrected=corrected):
            return p.count("{n} person corrected.", "{n} people corrected.", len(corrected))
        case UndoMails():
            return p.say("Mails were asked for.")
        case UndoStoppedMails(mails=stopped):
            return p.count("{n} mail was stopped.", "{n} mails were stopped.", len(stopped))
        case UndoSharedLink():
            return p.say("The link is ready.")
    return ""
