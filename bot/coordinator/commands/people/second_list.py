"""A list for a round in which people are invited already: who is new, there, changed and gone.

No second link is made unless it is asked for, and nobody is taken back here: who is gone is only told.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Any, Final

from bot.acts.people.correction_acts import PersonCorrection, people_to_correct, undo_correction
from bot.acts.refusal import ActRefused
from bot.acts.undo import UndoCorrection
from bot.coordinator.commands.people.people_counted import guest_shown, people_invited, person_becomes
from bot.coordinator.commands.people.take_back_links import MOST_AT_ONCE, at_most
from bot.coordinator.forms import Field, FormChoice, one_of
from bot.coordinator.refusals import NOT_DONE, why_not
from bot.coordinator.request import Request
from content.whole_numbers import ranges_of
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Line, Style
from conversations.reading.lists.look_alike import folded
from storage.rounds.invitees import Guest, Invitee, InviteeState
from storage.rounds.rounds import RoundListed

SECOND_LIST_PARTS: Final = ("again", "changed")
"""The fields that are about people who are invited already: with another list they are asked again."""

_MOST_NAMED: Final = 5
_CAN_BE_TAKEN_BACK: Final = (InviteeState.INVITED, InviteeState.EXPIRED)


@unique
class ForChanged(StrEnum):
    """What is done for people who have another team, organisation, set or address on the list than before."""

    CORRECT = "correct"
    LINKS = "links"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class SecondListChoices:
    """What was said of people who are invited: whether they get links ``again``, and of who ``changed``."""

    again: bool = False
    changed: ForChanged = ForChanged.CORRECT


@dataclass(frozen=True, slots=True)
class ListCompared:
    """The people of a list, next to those who are invited already.

    ``changed`` are people with one name on both, as they are and as the list has them. ``gone`` are those who
    are on no line of this list, where it has anybody of before at all.
    """

    new: tuple[Guest, ...]
    there: tuple[Guest, ...]
    changed: tuple[tuple[Invitee, Guest], ...]
    gone: tuple[Invitee, ...]


NOBODY_KNOWN: Final = ListCompared((), (), (), ())


def compared(request: Request, listed: RoundListed, guests: Sequence[Guest]) -> ListCompared:
    """What a list says of people who have a link of their own. In an anonymous round nobody has."""
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        return replace(NOBODY_KNOWN, new=tuple(guests))
    left_out = (InviteeState.REVOKED, InviteeState.ERASED)
    known = [
        each for each in people_invited(request, listed) if each.guest.name and each.state not in left_out
    ]
    return compare(known, guests, _set_ids(request, listed))


def compare(known: Sequence[Invitee], guests: Sequence[Guest], sets: Container[str] = ()) -> ListCompared:
    """The same for these people. A list that names no team takes nobody out of theirs.

    ``sets`` are the ids of those that the round has.
    """
    by_name: dict[str, list[Invitee]] = defaultdict(list)
    for each in known:
        by_name[folded(each.guest.name)].append(each)
    there: list[Guest] = []
    others: dict[str, list[Guest]] = defaultdict(list)
    new: list[Guest] = []
    for guest in guests:
        name = folded(guest.name)
        same = by_name[name] if guest.name else []
        fitting = [each for each in same if _fits(guest, each.guest)]
        if len(fitting) == 1 and _says_otherwise(guest, fitting[0], sets):
            others[name].append(guest)
        elif fitting:
            there.append(guest)
            by_name[name] = [each for each in same if each not in fitting]
        else:
            others[name].append(guest)
    changed: list[tuple[Invitee, Guest]] = []
    for name, unknown in others.items():
        pairs = _paired(by_name.get(name, []), unknown) if name else []
        changed += pairs
        known_now = {id(guest) for _, guest in pairs}
        new += [guest for guest in unknown if id(guest) not in known_now]
    named = {folded(each.name) for each in guests}
    gone = [each for each in known if folded(each.guest.name) not in named] if there or changed else []
    fresh = set(new)
    in_order = tuple(each for each in guests if each in fresh)
    return ListCompared(in_order, tuple(there), tuple(changed), tuple(gone))


def _paired(before: Sequence[Invitee], unknown: Sequence[Guest]) -> list[tuple[Invitee, Guest]]:
    """Who of several people of one name is who, where only one can be. A list may say more than is known."""
    if len(before) == len(unknown) == 1:
        return [(before[0], unknown[0])]
    can_be = {each.number: [guest for guest in unknown if _fills_in(guest, each.guest)] for each in before}
    others = Counter(id(guest) for guests in can_be.values() for guest in guests)
    return [
        (each, can_be[each.number][0])
        for each in before
        if len(can_be[each.number]) == 1 and others[id(can_be[each.number][0])] == 1
    ]


def _fills_in(guest: Guest, before: Guest) -> bool:
    """Whether a list says nothing else of somebody than is known, and more at the most."""
    pairs = ((guest.team, before.team), (guest.partner, before.partner))
    return all(not said or not known or folded(said) == folded(known) for said, known in pairs)


def _fits(guest: Guest, before: Guest) -> bool:
    pairs = ((guest.team, before.team), (guest.partner, before.partner))
    return all(not said or folded(said) == folded(known) for said, known in pairs)


def _says_otherwise(guest: Guest, known: Invitee, sets: Container[str]) -> bool:
    """Whether a list says another address, or another set for somebody who has not come in.

    What it does not say, it takes from nobody. Whoever has come in says which prompts are theirs.
    """
    before = known.guest
    has_moved = bool(guest.mail) and guest.mail.casefold() != before.mail.casefold()
    return has_moved or _set_now(guest, known, sets) != before.set_id


def _set_now(guest: Guest, known: Invitee, sets: Container[str]) -> str:
    """The set of somebody who is invited, as a list has it, where it is one of these and may be changed."""
    is_said = guest.set_id in sets and known.state in _CAN_BE_TAKEN_BACK
    return guest.set_id if is_said else known.guest.set_id


def _set_ids(request: Request, listed: RoundListed) -> frozenset[str]:
    return frozenset(each.id for each in request.guide_of(listed.view.id).sets)


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What is done of a list: links for ``guests``, ``corrections``; ``stay`` says who is not corrected."""

    guests: tuple[Guest, ...]
    corrections: tuple[PersonCorrection, ...] = ()
    stay: tuple[str, ...] = ()


def planned(
    request: Request, listed: RoundListed, found: ListCompared, chosen: SecondListChoices
) -> ListPlan:
    """What is done of a list after what was said of those who are there already."""
    guests = [*found.new, *(found.there if chosen.again else ())]
    if chosen.changed is ForChanged.LINKS:
        guests += [guest for _, guest in found.changed]
    corrections: list[PersonCorrection] = []
    stay: list[str] = []
    sets = _set_ids(request, listed)
    changed = found.changed if chosen.changed is ForChanged.CORRECT else ()
    wanted = [PersonCorrection(known.number, _as_listed_now(known, guest, sets)) for known, guest in changed]
    for each, before in people_to_correct(request.acting, listed.view.id, wanted) if wanted else ():
        if isinstance(before, ActRefused):
            stay.append(why_not(request.phrases, before))
        else:
            corrections.append(each)
    return ListPlan(tuple(guests), tuple(corrections), tuple(stay))


def _as_listed_now(known: Invitee, guest: Guest, sets: Container[str]) -> Guest:
    before = known.guest
    return replace(
        before,
        team=guest.team or before.team,
        partner=guest.partner or before.partner,
        set_id=_set_now(guest, known, sets),
        mail=guest.mail or before.mail,
    )


def second_list_fields(request: Request, found: ListCompared) -> list[Field[Any]]:
    """What there is to decide about people who are invited already."""
    p = request.phrases
    fields: list[Field[Any]] = []
    otherwise = p.say("Please tap one of them, or type its number.")
    if found.there:
        no = FormChoice(p.say("No second link"), False)
        yes = FormChoice(_links_too(request, len(found.there)), True)
        fields.append(
            Field(
                "again",
                p.say("Who has a link already"),
                p.count(
                    "{n} has a link already. And now?", "{n} have a link already. And now?", len(found.there)
                ),
                one_of((no, yes), otherwise),
                help=_named(request, found.there),
                choices=(no, yes),
                shown=lambda value: yes.label if value else no.label,
                default=False,
            )
        )
    if n := len(found.changed):
        choices = (
            FormChoice(p.count("Correct it", "Correct them", n), ForChanged.CORRECT),
            FormChoice(_links_too(request, n), ForChanged.LINKS),
            FormChoice(p.say("Leave it so"), ForChanged.LEAVE),
        )
        labels = {each.value: each.label for each in choices}
        fields.append(
            Field(
                "changed",
                p.say("Who has changed"),
                p.count(
                    "{n} has another team, organisation, set or address on this list. And now?",
                    "{n} have another team, organisation, set or address on this list. And now?",
                    n,
                ),
                one_of(choices, otherwise),
                help=_named(request, [each.guest for each, _ in found.changed]),
                choices=choices,
                shown=lambda value: labels[value],
                default=ForChanged.CORRECT,
            )
        )
    return fields


def _links_too(request: Request, n: int) -> str:
    return request.phrases.count("Make a link for this person too", "Make links for them too", n)


def plan_title(request: Request, listed: RoundListed, plan: ListPlan) -> Line:
    """What is asked of a coordinator who sent a list."""
    p, title = request.phrases, listed.view.title
    if plan.guests:
        links = p.count("{n} link", "{n} links", len(plan.guests))
        return Line(p.say("Make {links} for “{title}”?", links=links, title=title), Style.TITLE)
    if plan.corrections:
        corrected = p.count(
            "Nobody on this list is new to “{title}”. Correct {n} person?",
            "Nobody on this list is new to “{title}”. Correct {n} people?",
            len(plan.corrections),
            title=title,
        )
        return Line(corrected, Style.TITLE)
    return Line(p.say("Nobody on this list is new to “{title}”.", title=title), Style.TITLE)


def corrections_done(request: Request, n: int) -> list[Line]:
    """That people of a list were corrected, where any were."""
    return [Line(request.phrases.count("{n} person corrected.", "{n} people corrected.", n))] if n else []


def undone_corrections(request: Request, undo: UndoCorrection) -> list[Line]:
    """Call people as before, and say so, or why that is too late; nothing where nobody was corrected."""
    p = request.phrases
    if not undo.corrected:
        return []
    try:
        undone = request.did(undo_correction(request.acting, undo))
    except NOT_DONE as fault:
        return [Line(why_not(p, fault))]
    return [Line(p.count("Undone: {n} person is as before.", "Undone: {n} people are as before.", undone))]


def second_list_shown(
    request: Request, found: ListCompared, plan: ListPlan, chosen: SecondListChoices
) -> list[Line]:
    """Who of a list is there already, changed or gone, and what is done about it."""
    p, lines = request.phrases, []
    if found.there and not chosen.again:
        lines.append(
            Line(
                p.count(
                    "{n} person on this list has a link already, and gets no other.",
                    "{n} people on this list have a link already, and get no other.",
                    len(found.there),
                )
            )
        )
    elif len(found.there) == len(plan.guests) == 1:
        lines.append(Line(p.say("This person has a link already, and would get another one.")))
    elif found.there:
        lines.append(
            Line(
                p.count(
                    "{n} of them has a link already, and would get another one.",
                    "{n} of them have a link already, and would get another one.",
                    len(found.there),
                )
            )
        )
    if found.changed:
        lines += _changed_shown(request, found, plan, chosen.changed)
    if found.gone:
        lines += _gone_shown(request, found.gone)
    return lines


def _changed_shown(request: Request, found: ListCompared, plan: ListPlan, changed: ForChanged) -> list[Line]:
    p, n, before = request.phrases, len(found.changed), {each.number: each.guest for each, _ in found.changed}
    if changed is ForChanged.LINKS:
        return [
            Line(
                p.count(
                    "{n} of them has a link with another team, organisation, set or address, and would get "
                    "another one.",
                    "{n} of them have a link with another team, organisation, set or address, and would get "
                    "another one.",
                    n,
                )
            )
        ]
    if changed is ForChanged.LEAVE:
        return [
            Line(
                p.count(
                    "{n} person on this list has a link with another team, organisation, set or address, "
                    "and stays as before.",
                    "{n} people on this list have a link with another team, organisation, set or address, "
                    "and stay as before.",
                    n,
                )
            )
        ]
    lines = [Line(p.say("Corrected instead of a second link"), Style.ASK)] if plan.corrections else []
    lines += at_most(
        request,
        [person_becomes(request, each.number, before[each.number], each.guest) for each in plan.corrections],
    )
    if plan.stay:
        lines += [Line(p.say("These stay as they are"), Style.ASK), *at_most(request, plan.stay)]
    return lines


def _gone_shown(request: Request, gone: Sequence[Invitee]) -> list[Line]:
    p = request.phrases
    lines = [
        Line(
            p.count(
                "{n} person who was invited before is not on this list: {people}",
                "{n} people who were invited before are not on this list: {people}",
                len(gone),
                people=_named(request, [each.guest for each in gone]),
            )
        )
    ]
    numbers = [each.number for each in gone if each.state in _CAN_BE_TAKEN_BACK][:MOST_AT_ONCE]
    if numbers:
        lines.append(
            Line(
                p.count(
                    "Nothing is done about it. /people take back {numbers} takes {n} link back.",
                    "Nothing is done about it. /people take back {numbers} takes {n} links back.",
                    len(numbers),
                    numbers=ranges_of(numbers),
                ),
                Style.HELP,
            )
        )
    return lines


def _named(request: Request, guests: Sequence[Guest]) -> str:
    p, shown = request.phrases, [guest_shown(request, each) for each in guests[:_MOST_NAMED]]
    if more := len(guests) - len(shown):
        shown.append(p.count("and {n} more", "and {n} more", more))
    return p.with_semicolons(shown)
