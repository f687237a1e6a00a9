"""``/people``: who is invited to the current round and how far they are.

What is typed behind it changes something, and is read in ``change_people``.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.acts.permissions import Command
from bot.coordinator import asking
from bot.coordinator.actions import Begin
from bot.coordinator.commands.people.change_people import ChangePeople
from bot.coordinator.commands.people.people_counted import people_counted, state_name
from bot.coordinator.commands.people.sets_listed import guest_with_set
from bot.coordinator.commands.people.shared_link_list import shared_links_named, told_shown
from bot.coordinator.handing_over.mail_states import (
    mail_in_words,
    mails_counted,
    needs_something,
    own_mail_in_words,
)
from bot.coordinator.handing_over.send_again import says_mail
from bot.coordinator.handing_over.shared_mails import once_more, shared_mails_told
from bot.coordinator.refusals import NOT_DONE, why_not
from bot.coordinator.report_data import turnout_shown
from bot.coordinator.request import Request, button, rows
from content.model import Guide, PromptSet
from content.phrases import Phrases
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Card, Line, Style
from conversations.reading.set_names import set_titled
from reports.group.finished_wording import finished_in_words
from reports.layout.csv_table import csv_file
from storage.mails.mail_log import MailedInvitation, mailed
from storage.messages.files import StoredFile
from storage.people.own_addresses import AddressState, address_states
from storage.people.shared_links import shared_links
from storage.rounds import invitees
from storage.rounds.invited_list import listed_people
from storage.rounds.invitees import Invitee, InviteeState
from storage.rounds.rounds import RoundListed

MOST_SHOWN = 40
"""More people than this are listed one by one in a file only."""


def show_people(request: Request, listed: RoundListed, text: str) -> None:
    """The list, or what is typed behind the command: ``take back 3`` or ``new 3``."""
    p = request.phrases
    is_anonymous = listed.view.who_sees is WhoSees.ANONYMOUS
    if text.strip():
        is_told = is_anonymous or says_mail(request, text) is not None
        if not (is_told and _says_why_not(request, text)):
            asking.begin(request, ChangePeople(), text)
        return
    guide = request.guide_of(listed.view.id)
    theme_ids = [theme.id for theme in guide.themes]
    found = invitees.invitee_list(request.tx, listed.view, theme_ids, request.now)
    lines = [Line(p.say("“{title}”: who is invited", title=listed.view.title), Style.TITLE)]
    told = listed_people(request.tx, listed.view.id) if is_anonymous else []
    shared = shared_links(request.tx, listed.view.id)
    lines += map(Line, people_told(request, listed, guide, found))
    if request.has_pages:
        lines.append(Line(f"/desk/{listed.view.id}/people", Style.PAGE))
    mails = mailed(request.tx, listed.view.id)
    lines += mails_counted(request, listed, found, mails)
    shown = in_order(found, mails)
    own = address_states(request.tx, listed.view.id)
    told_of = {each.number: mail_told(request, listed, each, mails, own) for each in found}
    lines += [
        Line(_shown(request, each, guide.sets) + told_of[each.number], Style.ITEM)
        for each in shown[:MOST_SHOWN]
    ]
    if len(found) > MOST_SHOWN:
        more = len(found) - MOST_SHOWN
        lines.append(Line(p.count("and {n} more", "and {n} more", more), Style.ITEM))
        lines.append(Line(p.say("All of them follow as a table."), Style.HELP))
    lines += shared_links_named(request, listed, shared)
    lines += told_shown(request, told, is_open=request.is_open(listed.view))
    lines += shared_mails_told(request, listed)
    if is_anonymous:
        lines.append(Line(that_it_is_anonymous(p), Style.HELP))
    lines += _how_to_change(request, found, is_all=not is_anonymous and request.is_open(listed.view))
    buttons = [
        *(
            [button(p.say("Invite people"), Begin(Command.INVITE), "/invite")]
            if request.is_open(listed.view)
            else []
        ),
        *([button(p.say("Shared links"), Begin(Command.LINK), "/link")] if shared else []),
        *once_more(request, listed),
        button(p.say("How far it is"), Begin(Command.STATUS), "/status"),
    ]
    request.open(Card(tuple(lines), rows(buttons)))
    if len(found) > MOST_SHOWN:
        sheet = _table(request, found, told_of, guide.sets)
        table = StoredFile("people.csv", "text/csv; charset=utf-8", sheet)
        request.attach(table, p.say("Everybody who is invited, to open in a spreadsheet."))


def _how_to_change(request: Request, found: Sequence[Invitee], *, is_all: bool) -> list[Line]:
    """How links are taken back, and with ``is_all`` people corrected, by links of this list that can be."""
    p, unused = request.phrases, (InviteeState.INVITED, InviteeState.EXPIRED)
    numbers = [each.number for each in found if each.number and each.state in unused]
    if not numbers:
        return []
    number, several = numbers[0], p.with_commas(map(str, numbers[:2]))
    told = [p.say("/people take back {number} ends the link with number {number}.", number=number)]
    if len(numbers) > 1:
        told.append(p.say("/people take back {numbers} ends several.", numbers=several))
    if is_all:
        told.append(p.say("/people new {number} makes another for the same person.", number=number))
        team = next((each.guest.team for each in found if each.guest.team), p.say("Day care"))
        told.append(p.say("/people team {number} {team} corrects a team.", number=number, team=team))
    return [Line(" ".join(told), Style.HELP)]


def people_told(request: Request, listed: RoundListed, guide: Guide, found: Sequence[Invitee]) -> list[str]:
    """How many people are invited and how far they are together, in sentences."""
    told = [people_counted(request, listed, guide, found)]
    if any(each.done for each in found):
        turnout, step = turnout_shown(request.tx, listed, guide, request.now, by_name=True)
        told.append(finished_in_words(turnout, step, request.phrases))
    return told


def that_it_is_anonymous(p: Phrases) -> str:
    """Why a list does not say who has come."""
    return p.say("This round is anonymous: it is not shown who joined with which link.")


def in_order(found: Iterable[Invitee], mails: Mapping[int, MailedInvitation]) -> list[Invitee]:
    """The people of the list as they are shown: whose mail did not arrive first, who needs nothing last."""
    return sorted(
        found,
        key=lambda each: (each.state is InviteeState.REVOKED, not needs_something(mails.get(each.number))),
    )


def _says_why_not(request: Request, text: str) -> bool:
    """Say why nothing can be done by these words, where that is so.

    A form would ask which link they mean. That is no question where people have a name on a list and no link
    of their own, and none where it was said who is to be sent a mail.
    """
    try:
        ChangePeople().inline_arguments(request, text)
    except NOT_DONE as fault:
        request.notify(why_not(request.phrases, fault))
        return True
    return False


def mail_told(
    request: Request,
    listed: RoundListed,
    each: Invitee,
    mails: Mapping[int, MailedInvitation],
    own: Mapping[int, AddressState],
) -> str:
    """What happened to somebody's mail, behind how far they are; empty where there is nothing to say.

    ``own`` is what is known of the address of whoever has come in.
    """
    became = mail_in_words(request, listed, each, mails[each.number]) if each.number in mails else ""
    became = became or own_mail_in_words(request.phrases, own.get(each.number))
    return f", {became}" if became else ""


def _table(
    request: Request, found: list[Invitee], told_of: Mapping[int, str], sets: Sequence[PromptSet]
) -> bytes:
    p = request.phrases
    headings = [p.say("Number"), p.say("Name"), p.say("Team"), p.say("Organisation"), p.say("How far")]
    has_sets = any(each.guest.set_id for each in found)
    has_addresses = any(each.guest.mail for each in found)
    people = [
        [
            str(each.number or ""),
            each.guest.name,
            each.guest.team,
            each.guest.partner,
            how_far(request, each) + told_of[each.number],
            *([set_titled(each.guest.set_id, sets)] if has_sets else []),
            *([each.guest.mail] if has_addresses else []),
        ]
        for each in found
    ]
    headings += [p.say("Set of prompts")] if has_sets else []
    headings += [p.say("E-mail")] if has_addresses else []
    return csv_file([headings, *people])


def _shown(request: Request, listed: Invitee, sets: Sequence[PromptSet]) -> str:
    number = f"{listed.number}. " if listed.number else ""
    if listed.state is InviteeState.ERASED:
        return f"{number}{how_far(request, listed)}"  # of which team they were is kept in a count alone
    return f"{number}{guest_with_set(request, listed.guest, sets)}: {how_far(request, listed)}"


def how_far(request: Request, listed: Invitee) -> str:
    """How far somebody is, and how many themes they have finished where some but not all are."""
    p, named = request.phrases, state_name(request.phrases, listed.state)
    if listed.done is None or not listed.done.any or listed.state is InviteeState.FINISHED:
        return named
    finished = p.count(
        "finished {asked} of {n} theme asked",
        "finished {asked} of {n} themes asked",
        listed.done.of,
        asked=listed.done.asked,
    )
    return f"{named}, {finished}"
