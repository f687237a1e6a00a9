"""Complaining about how their data is used, for somebody with a role who takes part in no round.

Those who take part complain in their own conversation (``conversations/interruptions/complaining.py``). Here
as there, words are received at once, and a complaint is about one organisation.
"""

from typing import Final

from bot.acts.permissions import OwnCommand
from bot.coordinator.actions import ComplainTo, ComplaintStep, HandleComplaint
from bot.coordinator.menu import front
from bot.coordinator.request import Request, button, rows
from bot.coordinator.role_names import organisation_shown
from bot.messages import complaint_words
from bot.messages.complaint_history import take_back_shown
from conversations.calendar.complaint_days import last_day
from conversations.cards.complaints import (
    filed_card,
    information_commissioner,
    invitation_to_complain,
    received_lines,
    sure_to_take_back,
    who_you_are,
)
from conversations.outgoing import Card, Line, Rank
from conversations.reading.complaint_reference import complaint_named, is_reference
from storage.messages.shown_once import show_once
from storage.roles import complaints, organisations
from storage.roles.audit import organisations_acted_in
from storage.roles.complaints import ComplaintWriter
from storage.roles.organisations import Organisation
from storage.roles.role_holders import RolePlace

COMPLAIN: Final = OwnCommand.COMPLAIN.value
"""The command, and the form of the place in which words belong to a complaint."""

_NAME = "name"
_WORDS = "words"


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
    return place.form == COMPLAIN and bool(place.asking)


def take_complaint_words(request: Request, text: str) -> None:
    """Take words as a complaint, as more of it, or as who its writer is."""
    organisation, asks_who = _organisation(request), request.place.asking == _NAME
    named = complaint_named(text)
    if named and (is_reference(named) or not asks_who):
        _show(request, _theirs(request), named)
    elif organisation is None:
        front(request)
    elif asks_who:
        is_kept = complaints.name_writer(request.tx, request.role_holder.person_id, text)
        if not is_kept:
            request.say(complaint_words.not_signed(request.phrases))
        _received(request, organisation, is_named=is_kept)
    else:
        _receive(request, organisation, text)


def complain_to(request: Request, chosen: ComplainTo) -> None:
    """Go on with the organisation that was chosen."""
    found = _theirs(request)
    if chosen.number <= len(found):
        _begin(request, found[chosen.number - 1], str(request.place.given.get(_WORDS, "")))
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
            _open(request, organisation, Card((Line(who_you_are(p)),), rows([unnamed])), _NAME)
        case ComplaintStep.STAY_UNNAMED:
            _received(request, organisation, is_named=False)
        case ComplaintStep.TAKE_BACK:
            _ask_whether_sure(request, organisation)
        case ComplaintStep.LEAVE:
            _add_to_it(request, organisation)
        case ComplaintStep.SURELY_TAKE_BACK:
            is_done = take_back_shown(request.tx, request.role_holder.person_id, p, request.now)
            request.has_erased |= is_done
            request.say(complaint_words.taken_back(p, is_done=is_done))
            _leave(request)
        case ComplaintStep.END:
            _leave(request)


def _leave(request: Request) -> None:
    complaints.close_open(request.tx, request.role_holder.person_id)
    front(request)


def _theirs(request: Request) -> list[Organisation]:
    """The organisations of their roles; for whoever has lost them, those in which they had one."""
    now = [each for each, _ in request.role_holder.roles]
    return now or organisations_acted_in(request.tx, request.role_holder.person_id)


def _organisation(request: Request) -> Organisation | None:
    """The organisation of the complaint that is open."""
    return next((each for each in _theirs(request) if each.id == request.place.kept), None)


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
    place = RolePlace(form=COMPLAIN, given={_WORDS: text})
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
    _open(request, organisation, Card(tuple(lines), rows([leave])), _WORDS)


def _receive(request: Request, organisation: Organisation, text: str) -> None:
    p, writer = request.phrases, _writer(request, organisation)
    filed = complaints.file_complaint(request.tx, writer, text, request.now)
    if filed is not None:
        due = complaint_words.day_of(p, last_day(request.now))
        request.say(filed_card(p, filed.number, filed.reference, due))
    _received(request, organisation, is_named=False)


def _received(request: Request, organisation: Organisation, *, is_named: bool) -> None:
    p = request.phrases
    say_who = button(p.say("Say who I am"), HandleComplaint(ComplaintStep.SAY_WHO), p.say("say who"))
    buttons = [
        button(p.say("Take it back"), HandleComplaint(ComplaintStep.TAKE_BACK), p.say("take back")),
        button(p.say("Done"), HandleComplaint(ComplaintStep.END), p.say("done")),
    ]
    lines = received_lines(p, complaint_words.day_of(p, request.now), is_named=is_named)
    shown = buttons if is_named else [say_who, *buttons]
    _open(request, organisation, Card(tuple(lines), rows(shown)), _WORDS)


def _show(request: Request, found: list[Organisation], named: str) -> None:
    p = request.phrases
    shown = None
    for each in found:
        shown = shown or complaints.open_own(request.tx, _writer(request, each), named, request.now)
    if shown is None:
        complaints.close_open(request.tx, request.role_holder.person_id)
        request.open(complaint_words.no_such_complaint(p))
        return
    about = next((each for each in found if each.id == shown.organisation_id), found[0])
    request.say(complaint_words.own_complaint(p, shown))
    if is_reference(named):
        show_once(request.tx, request.role_holder.person_id, request.number, request.now)
    _add_to_it(request, about)


def _ask_whether_sure(request: Request, organisation: Organisation) -> None:
    p = request.phrases
    buttons = [
        button(p.say("Yes, take it back"), HandleComplaint(ComplaintStep.SURELY_TAKE_BACK), p.say("yes")),
        button(p.say("No, leave it"), HandleComplaint(ComplaintStep.LEAVE), p.say("no")),
    ]
    _open(request, organisation, Card((Line(sure_to_take_back(p)),), rows(buttons)), _WORDS)


def _add_to_it(request: Request, organisation: Organisation) -> None:
    """What can be done about a complaint that waits."""
    p = request.phrases
    buttons = [
        button(p.say("Take it back"), HandleComplaint(ComplaintStep.TAKE_BACK), p.say("take back")),
        button(p.say("Done"), HandleComplaint(ComplaintStep.END), p.say("done")),
    ]
    add = Line(p.say("While it waits for its answer, you can add to it: write it now."))
    _open(request, organisation, Card((add,), rows(buttons)), _WORDS)


def _open(request: Request, organisation: Organisation, card: Card, asking: str) -> None:
    request.open(card, RolePlace(form=COMPLAIN, asking=asking, kept=organisation.id))


def _writer(request: Request, organisation: Organisation) -> ComplaintWriter:
    return ComplaintWriter(request.role_holder.person_id, organisation.id, "", is_unknown=False)
