"""Correcting the name, team, organisation or address of people who are invited, and who may be corrected.

Somebody who takes part is never moved where figures by team before and after would tell their part apart.
"""

from collections.abc import Sequence
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
from storage.rounds.invitees import Guest, InviteeState
from storage.rounds.rounds import RoundListed


@dataclass(frozen=True, slots=True)
class PersonCorrection:
    """What whoever has the link with this number is to be called from here on."""

    number: int
    guest: Guest


def correct_people(acting: Acting, round_id: str, wanted: Sequence[PersonCorrection]) -> Done[int]:
    """Correct people who are invited, all of them or none: how many there were. Raises ``ActRefused``."""
    listed = acting.open_round_for(round_id, Command.PEOPLE)
    corrected = [(each.number, person_to_correct(acting, round_id, each)[1], each.guest) for each in wanted]
    for number, _, guest in corrected:
        corrections.correct_invited(acting.tx, round_id, number, guest)
        follow_list(acting.tx, round_id, number, acting.now)
    if corrected:
        _note(acting, listed, [each.number for each in wanted])
    return Done(len(corrected), UndoCorrection(round_id, tuple(corrected)))


def undo_correction(acting: Acting, undo: UndoCorrection) -> Done[int]:
    """Call those again as before who may be corrected so, and who were not corrected since: how many."""
    acting.open_round_for(undo.round_id, Command.PEOPLE)
    back: list[int] = []
    why: ActRefused | None = None
    for number, before, after in undo.corrected:
        now = invitees.guest_of(acting.tx, undo.round_id, number)
        if now is None or (now, now.mail, now.set_id) != (after, after.mail, after.set_id):
            continue
        try:
            listed, _ = person_to_correct(acting, undo.round_id, PersonCorrection(number, before))
        except ActRefused as refusal:
            why = refusal
            continue
        corrections.correct_invited(acting.tx, undo.round_id, number, before)
        follow_list(acting.tx, undo.round_id, number, acting.now)
        back.append(number)
    if back:
        _note(acting, listed, back, "undone")
    elif why is not None:
        raise why
    return Done(len(back))


def person_to_correct(acting: Acting, round_id: str, wanted: PersonCorrection) -> tuple[RoundListed, Guest]:
    """The round of somebody who may be corrected so, and what they are called now. Raises ``ActRefused``."""
    listed, number = acting.open_round_for(round_id, Command.PEOPLE), wanted.number
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        raise refused(RefusalReason.NAME_IS_ONLY_TAKEN_OFF)
    guest = invitees.guest_of(acting.tx, round_id, number)
    state = invitees.link_state(acting.tx, round_id, number, acting.now)
    if guest is None or state is None:
        raise no_such_link(acting.tx, round_id, number)
    if state is InviteeState.REVOKED:
        raise refused(RefusalReason.LINK_WAS_TAKEN_BACK, number=number)
    if state is InviteeState.JOINED:
        reason = _why_they_stay(acting, listed, guest, wanted)
        if reason is not None:
            raise refused(reason, number=number)
    return listed, guest


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


def _note(acting: Acting, listed: RoundListed, numbers: Sequence[int], outcome: str = "") -> None:
    subject = f"{listed.view.id} {ranges_of(numbers)}"
    acting.note(
        listed.organisation_id, ActKind.INVITATION_CORRECT, subject, outcome or f"{len(numbers)} links"
    )
