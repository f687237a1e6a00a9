"""Correcting the name, team, organisation or address of people who are invited, and who may be corrected.

Somebody who takes part is never moved where figures by team before and after would tell their part apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.acts.acting import Acting, Done, no_such_link
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, RefusalReason, refused
from bot.acts.undo import UndoCorrection
from content.whole_numbers import ranges_of
from conversations.groups.round_view import WhoSees
from storage.people.own_addresses import follow_list
from storage.roles.act_kinds import ActKind
from storage.rounds import corrections, invitees
from storage.rounds.group_reports import newest_cut
from storage.rounds.invitees import Guest, InviteeState, LinkOfGuest
from storage.rounds.rounds import RoundListed


@dataclass(frozen=True, slots=True)
class PersonCorrection:
    """What whoever has the link with this number is to be called from here on."""

    number: int
    guest: Guest


def correct_people(acting: Acting, round_id: str, wanted: Sequence[PersonCorrection]) -> Done[int]:
    """Correct people who are invited, all of them or none: how many there were. Raises ``ActRefused``."""
    listed = acting.open_round_for(round_id, Command.PEOPLE)
    corrected = []
    for each, before in people_to_correct(acting, round_id, wanted):
        if isinstance(before, ActRefused):
            raise before
        corrected.append((each.number, before, each.guest))
    corrections.correct_all_invited(acting.tx, round_id, [(number, guest) for number, _, guest in corrected])
    _follow_lists(acting, round_id, [number for number, _, _ in corrected])
    if corrected:
        _note(acting, listed, [each.number for each in wanted])
    return Done(len(corrected), UndoCorrection(round_id, tuple(corrected)))


def undo_correction(acting: Acting, undo: UndoCorrection) -> Done[int]:
    """Call those again as before who may be corrected so, and who were not corrected since: how many."""
    listed = acting.open_round_for(undo.round_id, Command.PEOPLE)
    numbers = [number for number, _, _ in undo.corrected]
    links = invitees.links_of_guests(acting.tx, undo.round_id, numbers, acting.now)
    wanted = [
        PersonCorrection(number, before)
        for number, before, after in undo.corrected
        if number in links and _is_still(links[number].guest, after)
    ]
    checked = people_to_correct(acting, undo.round_id, wanted)
    back = [each for each, before in checked if not isinstance(before, ActRefused)]
    corrections.correct_all_invited(acting.tx, undo.round_id, [(each.number, each.guest) for each in back])
    _follow_lists(acting, undo.round_id, [each.number for each in back])
    if back:
        _note(acting, listed, [each.number for each in back], "undone")
    elif why := next((before for _, before in checked if isinstance(before, ActRefused)), None):
        raise why
    return Done(len(back))


def _is_still(now: Guest, after: Guest) -> bool:
    return (now, now.mail, now.set_id) == (after, after.mail, after.set_id)


def person_to_correct(acting: Acting, round_id: str, wanted: PersonCorrection) -> tuple[RoundListed, Guest]:
    """The round of somebody who may be corrected so, and what they are called now. Raises ``ActRefused``."""
    listed = acting.open_round_for(round_id, Command.PEOPLE)
    ((_, before),) = people_to_correct(acting, round_id, [wanted])
    if isinstance(before, ActRefused):
        raise before
    return listed, before


def people_to_correct(
    acting: Acting, round_id: str, wanted: Sequence[PersonCorrection]
) -> list[tuple[PersonCorrection, Guest | ActRefused]]:
    """What each of these people is called now, or why they may not be corrected so.

    Raises ``ActRefused`` where nobody of the round may be.
    """
    listed = acting.open_round_for(round_id, Command.PEOPLE)
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        raise refused(RefusalReason.NAME_IS_ONLY_TAKEN_OFF)
    links = invitees.links_of_guests(acting.tx, round_id, [each.number for each in wanted], acting.now)
    return [(each, _guest_or_refusal(acting, listed, each, links.get(each.number))) for each in wanted]


def _guest_or_refusal(
    acting: Acting, listed: RoundListed, wanted: PersonCorrection, link: LinkOfGuest | None
) -> Guest | ActRefused:
    number = wanted.number
    if link is None:
        return no_such_link(acting.tx, listed.view.id, number)
    if link.state is InviteeState.REVOKED:
        return refused(RefusalReason.LINK_WAS_TAKEN_BACK, number=number)
    if link.state is InviteeState.JOINED:
        reason = _why_they_stay(acting, listed, link.guest, wanted)
        if reason is not None:
            return refused(reason, number=number)
    return link.guest


def _why_they_stay(
    acting: Acting, listed: RoundListed, before: Guest, wanted: PersonCorrection
) -> RefusalReason | None:
    """Why somebody who has used their link is not corrected so; None where they may be."""
    after, round_id = wanted.guest, listed.view.id
    if not corrections.takes_part_by(acting.tx, round_id, wanted.number):
        return RefusalReason.NOBODY_TO_CORRECT
    if bool(before.name) != bool(after.name):
        return RefusalReason.TAKES_PART_UNNAMED
    if (before.team, before.partner) == (after.team, after.partner):
        return None
    if listed.view.who_sees is not WhoSees.NAMED:
        return RefusalReason.TEAM_IS_WITH_REPLIES
    return RefusalReason.TEAM_IS_IN_REPORT if newest_cut(acting.tx, round_id) else None


def _follow_lists(acting: Acting, round_id: str, numbers: Iterable[int]) -> None:
    """Let the own addresses of those who came in be as the list has them now."""
    for number in numbers:
        follow_list(acting.tx, round_id, number, acting.now)


def _note(acting: Acting, listed: RoundListed, numbers: Sequence[int], outcome: str = "") -> None:
    subject = f"{listed.view.id} {ranges_of(numbers)}"
    acting.note(
        listed.organisation_id, ActKind.INVITATION_CORRECT, subject, outcome or f"{len(numbers)} links"
    )
