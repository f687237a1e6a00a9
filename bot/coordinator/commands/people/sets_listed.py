"""What a list of people says besides names: sets of prompts and e-mail addresses, checked and shown.

In an anonymous round nothing of it is kept: a set that few people are in would single somebody out.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.acts.permissions import Command
from bot.coordinator.report_data import guest_named
from bot.coordinator.request import Request
from content.model import PromptSet
from conversations.groups.round_view import WhoSees
from conversations.incoming import Words
from conversations.outgoing import Line, Style
from conversations.reading.lists.contacts import without_contacts
from conversations.reading.set_names import set_titled, sets_numbered
from storage.rounds.invitees import Guest
from storage.rounds.rounds import RoundListed


def sets_to_list(request: Request) -> tuple[PromptSet, ...]:
    """The sets that a list for the current round may name, none where it may name none."""
    listed = request.chosen_round(Command.INVITE)
    if listed is None or listed.view.who_sees is WhoSees.ANONYMOUS:
        return ()
    return request.guide_of(listed.view.id).sets


def column_named(request: Request) -> str:
    """How a list may say which set each person is asked; empty where it cannot."""
    sets = sets_to_list(request)
    if not sets:
        return ""
    return request.phrases.say(
        "A column called “set” may say which prompts each is asked, by their title or their number: {sets}.",
        sets=sets_numbered(request.phrases, sets),
    )


def sets_shown(request: Request, listed: RoundListed, guests: Sequence[Guest]) -> list[Line]:
    """How many people are asked which set, by the list; or why nothing of that is kept."""
    p, said = request.phrases, Counter(each.set_id for each in guests)
    if set(said) <= {""}:
        return []
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        return [
            Line(p.say("This round is anonymous, so the column “set” is not kept: people say it themselves."))
        ]
    sets = request.guide_of(listed.view.id).sets
    if not sets:
        return [Line(p.say("This guide asks everybody the same, so the column “set” is not kept."))]
    lines = [Line(p.say("They are asked the prompts for this, and can change it with /iam:"))]
    for each in sets:
        if said[each.id]:
            people = p.count("{n} person", "{n} people", said[each.id])
            lines.append(Line(f"{each.title}: {people}", Style.ITEM))
    if said[""]:
        lines.append(
            Line(p.count("{n} says it on coming in", "{n} say it on coming in", said[""]), Style.ITEM)
        )
    few = [each for each in sets if 0 < said[each.id] < listed.view.threshold]
    if few and listed.view.who_sees is WhoSees.CONFIDENTIAL:
        lines.append(Line(_few_people(request, few)))
    return lines


def _few_people(request: Request, few: Sequence[PromptSet]) -> str:
    """That a reply to a prompt that only few are asked may show who wrote it."""
    return request.phrases.say(
        "Few people have these prompts: {sets}. A reply to a prompt that only they are asked may show who "
        "wrote it.",
        sets=request.phrases.with_semicolons(each.title for each in few),
    )


def as_kept(request: Request, listed: RoundListed, guests: Sequence[Guest]) -> list[Guest]:
    """The people of a list without the sets that this round does not have."""
    known = {each.id for each in request.guide_of(listed.view.id).sets}
    return [each if each.set_id in known else replace(each, set_id="") for each in guests]


def guest_with_set(request: Request, guest: Guest, sets: Sequence[PromptSet]) -> str:
    """Who a link is for, as far as is known, and which set a list said for them."""
    named = guest_named(guest) or request.phrases.say("no team")
    title = set_titled(guest.set_id, sets)
    return f"{named} ({title})" if title else named


def keep_no_contacts(request: Request) -> None:
    """Let the history show what was typed without the addresses and telephone numbers in it."""
    if isinstance(request.incoming, Words):
        request.own_words = without_contacts(request.incoming.text)
