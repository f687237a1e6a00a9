"""Who is invited to a round, as its page lists them: chosen by team, organisation and how far, and sorted.

In an anonymous round it lists who was invited and nothing else. No figure is counted here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.coordinator.commands.people.people import (
    how_far,
    in_order,
    mail_told,
    people_told,
    that_it_is_anonymous,
)
from bot.coordinator.commands.people.people_counted import state_name
from bot.coordinator.commands.people.shared_link_list import shared_links_named
from bot.coordinator.desk_pages.desk_request import desk_round, undo_on_page
from bot.coordinator.handing_over.mail_states import mails_counted
from bot.coordinator.handing_over.shared_mails import shared_mails_told
from bot.coordinator.report_data import guest_named
from bot.coordinator.request import Request
from content.model import PromptSet
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Style
from conversations.reading.lists.look_alike import folded, teams_alike
from storage.mails.mail_log import MailedInvitation, mailed
from storage.people.own_addresses import address_states
from storage.people.shared_links import shared_links
from storage.rounds.invited_list import listed_people
from storage.rounds.invitees import Guest, Invitee, InviteeState, invitee_list
from storage.rounds.rounds import RoundListed
from web.desk.people_desk import ANY_PARTNER, NOBODY_IN, SORTED_BY, PeopleOnPage, PeopleView, PersonOnPage

MOST_ON_PAGE: Final = 100
"""So many people stand on one page."""

NOT_JOINED: Final = "not-joined"
"""Chooses those who have not come, whether or not their link still works."""

_NOT_JOINED: Final = (InviteeState.INVITED, InviteeState.EXPIRED)
_ORDER: Final = {state: place for place, state in enumerate(InviteeState)}
_NO_MORE_TO_CORRECT: Final = (InviteeState.REVOKED, InviteeState.ERASED)


def people_on_page(request: Request, listed: RoundListed, view: PeopleView) -> PeopleOnPage:
    """Who is invited to a round, as far as the view shows it."""
    p = request.phrases
    guide = request.guide_of(listed.view.id)
    found = invitee_list(request.tx, listed.view, [theme.id for theme in guide.themes], request.now)
    is_anonymous = listed.view.who_sees is WhoSees.ANONYMOUS
    mails = mailed(request.tx, listed.view.id)
    everybody = _everybody(request, listed, in_order(found, mails), guide.sets, mails)
    view = _known(view, everybody)
    shown = _sorted([each for each in everybody if _is_shown(each, view)], view.sort)
    pages = max(1, -(-len(shown) // MOST_ON_PAGE))
    page = min(view.page, pages)
    shared = shared_links_named(request, listed, shared_links(request.tx, listed.view.id))
    notes = [str(each.text) for each in shared if each.style is Style.ITEM]
    if is_anonymous:
        notes.append(that_it_is_anonymous(p))
    return PeopleOnPage(
        desk_round(request, listed),
        (
            *people_told(request, listed, guide, found),
            *(str(each.text) for each in mails_counted(request, listed, found, mails)),
            *(str(each.text) for each in shared_mails_told(request, listed)),
        ),
        tuple(shown[(page - 1) * MOST_ON_PAGE : page * MOST_ON_PAGE]),
        replace(view, page=page),
        pages,
        _choices(p.say("no team"), sorted({each.team for each in everybody}, key=folded)),
        _partners(request, everybody),
        _states(request, everybody),
        tuple(notes),
        undo_on_page(request, listed.view.id),
    )


def _everybody(
    request: Request,
    listed: RoundListed,
    found: Sequence[Invitee],
    sets: Sequence[PromptSet],
    mails: Mapping[int, MailedInvitation],
) -> list[PersonOnPage]:
    is_open = request.is_open(listed.view)
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        told = listed_people(request.tx, listed.view.id)
        return [
            *(_link_alone(request, each) for each in found if each.state is not InviteeState.ERASED),
            *(
                PersonOnPage(
                    0, each.name, each.team, each.partner, acts=("take-off",), called=guest_named(each)
                )
                for each in told
            ),
        ]
    groups = teams_alike(each.guest.team for each in found if each.state is not InviteeState.REVOKED)
    alike = {team: _other(group, team) for group in groups for team in group}
    titles = {each.id: each.title for each in sets}
    own = address_states(request.tx, listed.view.id)
    return [
        _person(request, each, mail_told(request, listed, each, mails, own), alike, titles, is_open=is_open)
        for each in found
    ]


def _other(group: Sequence[str], team: str) -> str:
    return next(each for each in group if each != team)


def _link_alone(request: Request, listed: Invitee) -> PersonOnPage:
    """A personal link in an anonymous round, as earlier versions made them: not whether it was used."""
    named = listed.guest
    acts = () if listed.state is InviteeState.REVOKED else ("take-back",)
    told = "" if listed.state is InviteeState.INVITED else state_name(request.phrases, listed.state)
    return PersonOnPage(listed.number, named.name, named.team, named.partner, how_far=told, acts=acts)


def _person(
    request: Request,
    listed: Invitee,
    of_mail: str,
    alike: Mapping[str, str],
    titles: Mapping[str, str],
    *,
    is_open: bool,
) -> PersonOnPage:
    state = listed.state
    told = Guest() if state is InviteeState.ERASED else listed.guest
    return PersonOnPage(
        listed.number,
        told.name,
        told.team,
        told.partner,
        titles.get(told.set_id, ""),
        how_far(request, listed) + of_mail,
        state.value,
        alike.get(told.team, ""),
        _acts(listed, is_open=is_open),
    )


def _acts(listed: Invitee, *, is_open: bool) -> tuple[str, ...]:
    """What can be asked for about somebody; whether it is done is decided by the act."""
    if not listed.number:
        return ()
    acts: list[str] = []
    if is_open and (listed.state in _NOT_JOINED or listed.state is InviteeState.REVOKED):
        acts.append("new")
    if listed.state in _NOT_JOINED:
        acts.append("take-back")
    if is_open and listed.state not in _NO_MORE_TO_CORRECT:
        acts += ["name", "team", "organisation"]
    return tuple(acts)


def _known(view: PeopleView, everybody: Sequence[PersonOnPage]) -> PeopleView:
    """The view with nothing in it but what there is: a page repeats no words of an address."""
    teams = {each.team or NOBODY_IN for each in everybody}
    partners = {each.organisation for each in everybody} | {NOBODY_IN, ANY_PARTNER}
    states = {each.state for each in everybody} | {NOT_JOINED}
    return replace(
        view,
        team=view.team if view.team in teams else "",
        partner=view.partner if view.partner in partners else "",
        far=view.far if view.far in states else "",
        sort=view.sort if view.sort.removeprefix("-") in SORTED_BY else "number",
    )


def _is_shown(person: PersonOnPage, view: PeopleView) -> bool:
    if view.team and (person.team or NOBODY_IN) != view.team:
        return False
    if view.partner == ANY_PARTNER and not person.organisation:
        return False
    if view.partner not in ("", ANY_PARTNER) and (person.organisation or NOBODY_IN) != view.partner:
        return False
    wanted = _NOT_JOINED if view.far == NOT_JOINED else (view.far,)
    if view.far and person.state not in wanted:
        return False
    name = folded(person.name)
    return all(word in name for word in folded(view.words).split())


_KEYS: Final[Mapping[str, Callable[[PersonOnPage], Any]]] = {
    "name": lambda each: (not each.name, folded(each.name)),
    "team": lambda each: (not each.team, folded(each.team)),
    "organisation": lambda each: (not each.organisation, folded(each.organisation)),
    "far": lambda each: _ORDER[InviteeState(each.state)] if each.state else 0,
}


def _sorted(people: Sequence[PersonOnPage], by: str) -> list[PersonOnPage]:
    """In the order that is asked for; by number they stand as the card of the conversation has them."""
    key = _KEYS.get(by.removeprefix("-"))
    found = sorted(people, key=key) if key else list(people)
    return found[::-1] if by.startswith("-") else found


def _choices(none: str, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What can be chosen by, where there is any choice."""
    there = [(name, name) for name in names if name]
    return (*there, *([(NOBODY_IN, none)] if "" in names else [])) if there else ()


def _partners(request: Request, everybody: Sequence[PersonOnPage]) -> tuple[tuple[str, str], ...]:
    p, names = request.phrases, sorted({each.organisation for each in everybody}, key=folded)
    if not any(names):
        return ()
    several = [(ANY_PARTNER, p.say("Any partner organisation"))]
    return (*several, *_choices(p.say("Of no partner organisation"), names))


def _states(request: Request, everybody: Sequence[PersonOnPage]) -> tuple[tuple[str, str], ...]:
    """How far people are, as it can be chosen by; nothing where that is not shown."""
    p, there = request.phrases, {each.state for each in everybody} - {""}
    if not there:
        return ()
    named = [(each.value, state_name(p, each)) for each in InviteeState if each.value in there]
    return ((NOT_JOINED, p.say("has not come")), *named)
