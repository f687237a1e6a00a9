"""Acts on the links of a round: making them, taking them back, making another for the same person.

In an anonymous round none is made: a link for one person, by name, would tell that they have joined.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

from bot.acts.acting import Acting, Done, no_such_link
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, RefusalReason, refused
from bot.acts.undo import UndoLinks, UndoReplacedLink, UndoTakenBack
from content.whole_numbers import ranges_of
from conversations.groups.round_view import WhoSees
from storage.people import people
from storage.roles.act_kinds import ActKind, as_actor
from storage.rounds import invitees
from storage.rounds.invitees import Guest, Invited, InviteeState, LinkOfGuest
from storage.rounds.rounds import RoundListed


@unique
class LinkChange(StrEnum):
    """What may be done to a link that nobody has used."""

    TAKE_BACK = "take back"
    REPLACE = "new"


@dataclass(frozen=True, slots=True)
class LinksMade:
    """New links of a round, each with its code, which is known only now."""

    listed: RoundListed
    invited: tuple[Invited, ...]
    valid: timedelta


def make_links(
    acting: Acting, round_id: str, guests: Sequence[Guest], *, valid: timedelta
) -> Done[LinksMade]:
    """Make a link for each of these people, which works once and for a limited time."""
    listed = acting.open_round_for(round_id, Command.INVITE)
    made = _make(acting, listed, guests, valid)
    numbers = tuple(each.number for each in made.invited)
    return Done(made, UndoLinks(round_id, numbers))


def undo_links(acting: Acting, undo: UndoLinks) -> Done[int]:
    """Take back those of these links that nobody has used: how many there were."""
    listed = acting.round_for(undo.round_id, Command.INVITE)
    return Done(_take_back(acting, listed, undo.numbers, undo.round_id))


def make_link_for_participant(
    acting: Acting, round_id: str, person_id: int, *, valid: timedelta
) -> Done[str]:
    """The code of a link that opens the conversation of somebody who takes part already.

    They are told when it is used. In an anonymous round there is none: nobody opens the place of another.
    """
    listed = acting.round_for(round_id, Command.INVITE)
    _check_links_are_personal(listed)
    code = people.invite(acting.tx, round_id, acting.now, valid=valid, person_id=person_id, by_operator=True)
    acting.note(listed.organisation_id, ActKind.CONVERSATION_LINK, as_actor(person_id))
    return Done(code)


def take_back_links(acting: Acting, round_id: str, numbers: Sequence[int]) -> Done[int]:
    """Take links back, so that they let nobody in: how many there were."""
    listed = acting.round_for(round_id, Command.PEOPLE)
    for refusal in links_to_change(acting, round_id, numbers, LinkChange.TAKE_BACK).values():
        if isinstance(refusal, ActRefused):
            raise refusal
    worked = _numbers_by_end(acting, round_id, numbers)
    taken_back = _take_back(acting, listed, numbers, f"{round_id} {ranges_of(numbers)}")
    return Done(taken_back, UndoTakenBack(round_id, worked))


def undo_taken_back(acting: Acting, undo: UndoTakenBack) -> Done[int]:
    """Let links that were taken back work again, until the day that held before: how many there are."""
    listed, again = acting.round_for(undo.round_id, Command.PEOPLE), 0
    for until, numbers in undo.links:
        again += invitees.reinstate(acting.tx, undo.round_id, numbers, until)
    subject = f"{undo.round_id} {ranges_of(number for _, numbers in undo.links for number in numbers)}"
    acting.note(listed.organisation_id, ActKind.INVITATION_RESTORE, subject, f"{again} links")
    return Done(again)


def _numbers_by_end(
    acting: Acting, round_id: str, numbers: Sequence[int]
) -> tuple[tuple[datetime, tuple[int, ...]], ...]:
    """The numbers of links that work or have expired, by until when they let somebody in."""
    found: dict[datetime, list[int]] = {}
    ends = invitees.links_until(acting.tx, round_id, numbers)
    for number in numbers:
        if number in ends:
            found.setdefault(ends[number], []).append(number)
    return tuple((until, tuple(each)) for until, each in sorted(found.items()))


def replace_link(acting: Acting, round_id: str, number: int, *, valid: timedelta) -> Done[LinksMade]:
    """Make another link for the same person; the one before no longer lets anybody in."""
    listed, guest = link_to_change(acting, round_id, number, LinkChange.REPLACE)
    before_until = invitees.links_until(acting.tx, round_id, [number]).get(number)
    _take_back(acting, listed, [number], f"{round_id} {number}")
    made = _make(acting, listed, [guest], valid)
    return Done(made, UndoReplacedLink(round_id, made.invited[0].number, number, before_until))


def undo_replaced_link(acting: Acting, undo: UndoReplacedLink) -> Done[int]:
    """End a new link that nobody has used, and let the one before work as it did.

    The result is the number of the new link.
    """
    round_id = undo.round_id
    listed, _ = link_to_change(acting, round_id, undo.number, LinkChange.TAKE_BACK)
    _take_back(acting, listed, [undo.number], f"{round_id} {undo.number}")
    if undo.before_until is not None:
        invitees.reinstate(acting.tx, round_id, [undo.before], undo.before_until)
        acting.note(listed.organisation_id, ActKind.INVITATION_RESTORE, f"{round_id} {undo.before}", "undone")
    return Done(undo.number)


def link_to_change(
    acting: Acting, round_id: str, number: int, change: LinkChange
) -> tuple[RoundListed, Guest]:
    """The round of a link that may be changed so, and who the link is for. Raises ``ActRefused``."""
    listed = _round_to_change(acting, round_id, change)
    guest = _guest_or_refusal(acting, listed, number, change, _links(acting, round_id, [number]))
    if isinstance(guest, ActRefused):
        raise guest
    return listed, guest


def links_to_change(
    acting: Acting, round_id: str, numbers: Sequence[int], change: LinkChange
) -> dict[int, Guest | ActRefused]:
    """Who each of these links is for, or why it may not be changed so. Raises ``ActRefused`` for all."""
    listed, links = _round_to_change(acting, round_id, change), _links(acting, round_id, numbers)
    return {number: _guest_or_refusal(acting, listed, number, change, links) for number in numbers}


def _links(acting: Acting, round_id: str, numbers: Sequence[int]) -> Mapping[int, LinkOfGuest]:
    return invitees.links_of_guests(acting.tx, round_id, numbers, acting.now)


def _round_to_change(acting: Acting, round_id: str, change: LinkChange) -> RoundListed:
    if change is not LinkChange.REPLACE:
        return acting.round_for(round_id, Command.PEOPLE)
    listed = acting.open_round_for(round_id, Command.PEOPLE)
    _check_links_are_personal(listed)
    return listed


def _guest_or_refusal(
    acting: Acting, listed: RoundListed, number: int, change: LinkChange, links: Mapping[int, LinkOfGuest]
) -> Guest | ActRefused:
    """Who a link is for, or why it may not be changed.

    In an anonymous round it is the same for a used link, or the refusal would tell that it was used.
    """
    link = links.get(number)
    if link is None:
        return no_such_link(acting.tx, listed.view.id, number)
    if link.state is InviteeState.JOINED:
        is_named = listed.view.who_sees is WhoSees.NAMED
        reason = RefusalReason.LINK_WAS_USED_BY_NAME if is_named else RefusalReason.LINK_WAS_USED
        return refused(reason, number=number)
    if link.state is InviteeState.REVOKED and change is not LinkChange.REPLACE:
        return refused(RefusalReason.LINK_WAS_TAKEN_BACK, number=number)
    return link.guest


def _check_links_are_personal(listed: RoundListed) -> None:
    if listed.view.who_sees is WhoSees.ANONYMOUS:
        raise refused(RefusalReason.LINKS_ARE_SHARED)


def _make(acting: Acting, listed: RoundListed, guests: Sequence[Guest], valid: timedelta) -> LinksMade:
    _check_links_are_personal(listed)
    acting.require_room(listed.organisation_id, len(guests))
    round_id = listed.view.id
    invited = invitees.invite_guests(acting.tx, round_id, guests, acting.now, valid=valid)
    acting.note(listed.organisation_id, ActKind.INVITATION_MAKE, round_id, f"{len(invited)} links")
    return LinksMade(listed, tuple(invited), valid)


def _take_back(acting: Acting, listed: RoundListed, numbers: Sequence[int], subject: str) -> int:
    taken_back = invitees.revoke(acting.tx, listed.view.id, numbers, acting.now)
    acting.note(listed.organisation_id, ActKind.INVITATION_REVOKE, subject, f"{taken_back} links")
    return taken_back
