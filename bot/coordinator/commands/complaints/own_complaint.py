"""Complaining about how their data is used, for somebody with a role who takes part in no round.

Those who take part complain in their own conversation (``conversations/interruptions/complaining.py``). Here
as there, words are received at once, and a complaint is about one organisation.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from bot.acts.own.own_complaint_acts import leave, look_at, receive_words, say_who, take_back_own
from bot.acts.permissions import OwnCommand
from bot.coordinator.actions import ComplainTo, ComplaintStep, HandleComplaint
from bot.coordinator.menu import front
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import organisation_shown
from bot.messages import complaint_words
from conversations.calendar.complaint_days import last_day
from conversations.cards.complaints import (
    filed_card,
    information_commissioner,
    invitation_to_complain,
    received_lines,
    sure_to_take_back,
    what_becomes_of_words,
    who_you_are,
)
from conversations.outgoing import Card, Line, Rank
from conversations.reading.complaint_reference import complaint_named, is_reference, without_references
from conversations.reading.typed import plain
from conversations.state import OpenComplaint
from storage.messages.shown_once import show_once
from storage.retention.complaint_erasures import day_it_goes
from storage.roles import complaints, organisations
from storage.roles.audit import organisations_acted_in
from storage.roles.complaints import ComplaintWriter
from storage.roles.organisations import Organisation
from storage.roles.role_holders import RolePlace

COMPLAIN: Final = OwnCommand.COMPLAIN.value
"""The command, and the form of the place in which words belong to a complaint."""


@unique
class Asks(StrEnum):
    """What words are taken for in a complaint."""

    WORDS = "words"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ComplaintPlace:
    """Where somebody is in a complaint of theirs.

    ``organisation_id`` is empty while it is asked which organisation it is about. ``words`` are what they
    typed before that. ``asks`` is what their next words are, None where a button is to be chosen.
    """

    organisation_id: str = ""
    asks: Asks | None = None
    words: str = ""

    def to_keep(self) -> RolePlace:
        """As it is kept with the role holder's place."""
        given = {Asks.WORDS.value: self.words} if self.words else {}
        return RolePlace(
            form=COMPLAIN, asking=self.asks.value if self.asks else "", given=given, kept=self.organisation_id
        )


def complaint_place(place: RolePlace) -> ComplaintPlace | None:
    """Where somebody is in a complaint, None where they are in none."""
    if place.form != COMPLAIN:
        return None
    asks = Asks(place.asking) if place.asking else None
    return ComplaintPlace(place.kept, asks, str(place.given.get(Asks.WORDS.value, "")))


def complain(request: Request, rest: str) -> None:
    """Ask for a complaint, take the words behind the command as one, or show one by its number."""
    found = _theirs(request)
    if not found:
        request.open(Card((Line(_nobody_to_tell(request)), Line(information_commissioner(request.phrases)))))
    elif named := complaint_named(rest):
        _show(request, found, named)
    elif len(found) > 1:
        _ask_to_whom(request, found, rest)
    else:
        _begin(request, found[0], rest)


def takes_complaint_words(place: RolePlace) -> bool:
    """Whether words are for a complaint."""
    found = complaint_place(place)
    return found is not None and found.asks is not None


def take_complaint_words(request: Request, text: str) -> None:
    """Take words as a complaint, as more of it, or as who its writer is."""
    place, organisation = complaint_place(request.place), _organisation(request)
    asks_who = place is not None and place.asks is Asks.NAME
    named = complaint_named(text)
    if named and (is_reference(named) or not asks_who):
        _show(request, _theirs(request), named)
    elif organisation is None:
        front(request)
    elif asks_who:
        is_kept = request.did(say_who(request.tx, request.role_holder.person_id, text))
        if not is_kept:
            request.say(complaint_words.not_signed(request.phrases))
        if is_kept:
            _received(request, organisation)
        else:
            _becomes_new(request, organisation)
    elif plain(text) == plain(request.phrases.say("take back")):
        _take_back(request, organisation)
    else:
        _receive(request, organisation, text)


def complain_to(request: Request, chosen: ComplainTo) -> None:
    """Go on with the organisation that was chosen."""
    found, place = _theirs(request), complaint_place(request.place)
    if place is not None and chosen.number <= len(found):
        _begin(request, found[chosen.number - 1], place.words)
    else:
        front(request)


def go_on(request: Request, chosen: HandleComplaint) -> None:
    """Say who they are or not, take the complaint back, or leave it."""
    p, organisation = request.phrases, _organisation(request)
    if organisation is None:
        front(request)
        return
    match chosen.step:
        case ComplaintStep.SAY_WHO:
            unnamed = button(
                p.say("They need not know"), HandleComplaint(ComplaintStep.STAY_UNNAMED), p.say("no")
            )
            asks = who_you_are(p, is_in_history=True)
            _open(request, organisation, Card((Line(asks),), rows([unnamed])), Asks.NAME)
        case ComplaintStep.STAY_UNNAMED:
            _received(request, organisation)
        case ComplaintStep.TAKE_BACK:
            _take_back(request, organisation)
        case ComplaintStep.LEAVE:
            _what_is_open(request, organisation)
        case ComplaintStep.SURELY_TAKE_BACK:
            is_done = request.did(take_back_own(request.tx, request.role_holder.person_id, p, request.now))
            request.say(complaint_words.taken_back(p, is_done=is_done))
            _leave(request)
        case ComplaintStep.END:
            _leave(request)


def _leave(request: Request) -> None:
    request.did(leave(request.tx, request.role_holder.person_id))
    front(request)


def _theirs(request: Request) -> list[Organisation]:
    """The organisations of their roles; for whoever has lost them, those in which they had one."""
    now = [each for each, _ in request.role_holder.roles]
    return now or organisations_acted_in(request.tx, request.role_holder.person_id)


def _organisation(request: Request) -> Organisation | None:
    """The organisation of the complaint that is open."""
    place = complaint_place(request.place)
    if place is None:
        return None
    return next((each for each in _theirs(request) if each.id == place.organisation_id), None)


def _nobody_to_tell(request: Request) -> str:
    return request.phrases.say(
        "You have no role here, so I cannot tell which organisation that would be about. Please ask whoever "
        "sent you the link."
    )


def _ask_to_whom(request: Request, found: list[Organisation], text: str) -> None:
    p = request.phrases
    buttons = [
        button(organisation_shown(p, each), ComplainTo(number), str(number))
        for number, each in enumerate(found, 1)
    ]
    place = ComplaintPlace(words=text).to_keep()
    request.open(Card((Line(p.say("Which organisation is your complaint about?")),), rows(buttons)), place)


def _begin(request: Request, organisation: Organisation, text: str) -> None:
    if text:
        _receive(request, organisation, text)
        return
    p, found = request.phrases, organisations.find_organisation(request.tx, organisation.name)
    lines = invitation_to_complain(
        p,
        organisation_shown(p, organisation),
        found.complaint_contact if found else "",
        has_reader=organisations.has_complaint_reader(request.tx, organisation.id),
    )
    leave = button(p.say("Not now"), HandleComplaint(ComplaintStep.END), p.say("not now"), Rank.ASIDE)
    before = complaints.complaints_of_person(request.tx, request.role_holder.person_id)
    if before:
        request.say(complaint_words.own_complaints(p, before))
    _open(request, organisation, Card(tuple(lines), rows([leave])), Asks.WORDS)


def _receive(request: Request, organisation: Organisation, text: str) -> None:
    p, writer = request.phrases, _writer(request, organisation)
    words = without_references(text)
    filed = request.did(receive_words(request.tx, writer, words, request.now))
    if filed is not None:
        due = complaint_words.day_of(p, last_day(request.now))
        request.say(filed_card(p, filed.number, filed.reference, due))
    _received(request, organisation)


def _open_one(request: Request) -> OpenComplaint | None:
    """The complaint that they have open."""
    person_id = request.role_holder.person_id
    return complaints.opened_by(request.tx, [person_id]).get(person_id)


def _received(request: Request, organisation: Organisation) -> None:
    """What can be done about a complaint that was just received, as it is open now."""
    p, found = request.phrases, _open_one(request)
    if found is None or not found.waits:
        _becomes_new(request, organisation)
        return
    name = button(p.say("Say who I am"), HandleComplaint(ComplaintStep.SAY_WHO), p.say("say who"))
    buttons = [
        button(p.say("Take it back"), HandleComplaint(ComplaintStep.TAKE_BACK), p.say("take back")),
        button(p.say("Done"), HandleComplaint(ComplaintStep.END), p.say("done")),
    ]
    lines = received_lines(p, complaint_words.day_of(p, request.now), is_named=found.is_named)
    shown = buttons if found.is_named else [name, *buttons]
    _open(request, organisation, Card(tuple(lines), rows(shown)), Asks.WORDS)


def _show(request: Request, found: list[Organisation], named: str) -> None:
    p, writers = request.phrases, [_writer(request, each) for each in found]
    shown = request.did(look_at(request.tx, request.role_holder.person_id, writers, named, request.now))
    if shown is None:
        request.open(complaint_words.no_such_complaint(p))
        return
    about = next((each for each in found if each.id == shown.organisation_id), found[0])
    request.say(complaint_words.own_complaint(p, shown, day_it_goes(request.tx, shown.id)))
    if is_reference(named):
        show_once(request.tx, request.role_holder.person_id, request.number, request.now)
    _what_is_open(request, about)


def _what_is_open(request: Request, organisation: Organisation) -> None:
    """What can be done about the open complaint: only one that waits can be added to, or taken back."""
    found = _open_one(request)
    if found is not None and found.waits:
        _add_to_it(request, organisation)
    else:
        _becomes_new(request, organisation)


def _becomes_new(request: Request, organisation: Organisation) -> None:
    p = request.phrases
    new = Line(what_becomes_of_words(p, waits=False))
    done = button(p.say("Done"), HandleComplaint(ComplaintStep.END), p.say("done"))
    _open(request, organisation, Card((new,), rows([done])), Asks.WORDS)


def _take_back(request: Request, organisation: Organisation) -> None:
    """Ask once whether they are sure, where the open complaint waits still."""
    found = _open_one(request)
    if found is not None and found.waits:
        _ask_whether_sure(request, organisation)
    else:
        request.say(complaint_words.taken_back(request.phrases, is_done=False))
        _becomes_new(request, organisation)


def _ask_whether_sure(request: Request, organisation: Organisation) -> None:
    p = request.phrases
    buttons = [
        button(p.say("Yes, take it back"), HandleComplaint(ComplaintStep.SURELY_TAKE_BACK), p.say("yes")),
        button(p.say("No, leave it"), HandleComplaint(ComplaintStep.LEAVE), p.say("no")),
    ]
    _open(request, organisation, Card((Line(sure_to_take_back(p)),), rows(buttons)), Asks.WORDS)


def _add_to_it(request: Request, organisation: Organisation) -> None:
    """What can be done about a complaint that waits."""
    p = request.phrases
    buttons = [
        button(p.say("Take it back"), HandleComplaint(ComplaintStep.TAKE_BACK), p.say("take back")),
        button(p.say("Done"), HandleComplaint(ComplaintStep.END), p.say("done")),
    ]
    add = Line(what_becomes_of_words(p, waits=True))
    _open(request, organisation, Card((add,), rows(buttons)), Asks.WORDS)


def _open(request: Request, organisation: Organisation, card: Card, asks: Asks) -> None:
    request.open(card, ComplaintPlace(organisation.id, asks).to_keep())


def _writer(request: Request, organisation: Organisation) -> ComplaintWriter:
    return ComplaintWriter(request.role_holder.person_id, organisation.id, "", is_unknown=False)
