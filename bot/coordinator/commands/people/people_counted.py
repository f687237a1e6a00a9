"""The people who are invited to a round: how many they are, how far, and what each is called on a card."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bot.coordinator.commands.people.sets_listed import guest_with_set, sets_to_list
from bot.coordinator.report_data import guest_named, turnout
from bot.coordinator.request import Request
from content.model import Guide
from content.phrases import Phrases
from conversations.groups.round_view import WhoSees
from reports.group.finished_wording import invited_in_words
from reports.group.participation import Participation
from storage.people.shared_links import shared_links
from storage.rounds.invitees import Guest, Invitee, InviteeState, invitee_list
from storage.rounds.participation import places_erased
from storage.rounds.rounds import RoundListed

_APART = (InviteeState.REVOKED,)
"""Those who are listed, and do not count as invited."""


def people_counted(request: Request, listed: RoundListed, guide: Guide, found: Sequence[Invitee]) -> str:
    """How many are invited, as ``/status`` counts them, and how far they are, each counted once.

    A place of a shared link that nobody has taken is somebody who has not joined yet. Somebody who was erased
    is none of these: their place stays invited.
    """
    p, (counted, counts) = request.phrases, counted_states(request, listed, guide, found)
    if not found and not shared_links(request.tx, listed.view.id):
        return p.say("Nobody is invited yet.")
    told = [each for each in InviteeState if counts[each] and each not in _APART]
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        told = [each for each in told if each is InviteeState.EXPIRED]
    said = p.with_commas(invited_in_words(counted, p))
    if told:
        said += ": " + p.with_commas(state_counted(p, each, counts[each]) for each in told)
    rest = [state_counted(p, each, counts[each]) for each in _APART if counts[each]]
    return ". ".join([said, *([p.with_commas(rest)] if rest else [])]) + "."


def counted_states(
    request: Request, listed: RoundListed, guide: Guide, found: Sequence[Invitee]
) -> tuple[Participation, Counter[InviteeState]]:
    """How many are invited, and how many of them are how far, as :func:`people_counted` tells it."""
    counts = Counter(each.state for each in found)
    counted = turnout(request.tx, listed, guide, request.now)
    listed_as_erased = counts[InviteeState.ERASED]
    counts[InviteeState.ERASED] = max(listed_as_erased, len(places_erased(request.tx, listed.view.id)))
    own = len(found) - listed_as_erased + counts[InviteeState.ERASED] - counts[InviteeState.REVOKED]
    counts[InviteeState.INVITED] += max(0, counted.people - own)
    return counted, counts


def state_name(p: Phrases, state: InviteeState) -> str:
    """How far somebody is, in a word or two."""
    return _states(p)[state][0]


def state_counted(p: Phrases, state: InviteeState, n: int) -> str:
    """How many people are so far."""
    return _states(p)[state][1](n)


def _states(p: Phrases) -> Mapping[InviteeState, tuple[str, Callable[[int], str]]]:
    """How far an invited person can be: said of one person, and of a number of them."""
    return {
        InviteeState.INVITED: (
            p.say("invited"),
            lambda n: p.count("{n} not joined yet", "{n} not joined yet", n),
        ),
        InviteeState.EXPIRED: (
            p.say("link expired"),
            lambda n: p.count("{n} link expired", "{n} links expired", n),
        ),
        InviteeState.REVOKED: (
            p.say("link taken back"),
            lambda n: p.count("{n} link taken back", "{n} links taken back", n),
        ),
        InviteeState.JOINED: (
            p.say("joined"),
            lambda n: p.count("{n} joined and not begun", "{n} joined and not begun", n),
        ),
        InviteeState.BEGUN: (p.say("has begun"), lambda n: p.count("{n} has begun", "{n} have begun", n)),
        InviteeState.FINISHED: (
            p.say("has finished all that is asked"),
            lambda n: p.count("{n} has finished all that is asked", "{n} have finished all that is asked", n),
        ),
        InviteeState.LEFT: (p.say("has left"), lambda n: p.count("{n} has left", "{n} have left", n)),
        InviteeState.UNREACHABLE: (
            p.say("cannot be reached"),
            lambda n: p.count("{n} cannot be reached", "{n} cannot be reached", n),
        ),
        InviteeState.ERASED: (p.say("erased"), lambda n: p.count("{n} erased", "{n} erased", n)),
    }


def people_invited(request: Request, listed: RoundListed) -> list[Invitee]:
    """Everybody who was invited to a round by a link of their own."""
    theme_ids = [theme.id for theme in request.guide_of(listed.view.id).themes]
    return [each for each in invitee_list(request.tx, listed.view, theme_ids, request.now) if each.number]


def guest_shown(request: Request, guest: Guest) -> str:
    """Who a link is for, as far as is known."""
    return guest_named(guest) or request.phrases.say("no team")


def person_becomes(request: Request, number: int, before: Guest, after: Guest) -> str:
    """Somebody before a correction and after it, with their address and their set where these change."""
    was, becomes = (_with_what_changes(request, each, before, after) for each in (before, after))
    return request.phrases.say("{number}. {before} becomes {after}", number=number, before=was, after=becomes)


def _with_what_changes(request: Request, guest: Guest, before: Guest, after: Guest) -> str:
    sets = sets_to_list(request) if before.set_id != after.set_id else ()
    mail = guest.mail if before.mail != after.mail else ""
    return request.phrases.with_commas(filter(None, (guest_with_set(request, guest, sets), mail)))
