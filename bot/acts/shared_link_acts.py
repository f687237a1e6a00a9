"""Acts on links that a team or everybody shares, and on the list of who hears about them.

Nothing here tells who came in by one, or whether places are left.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.acts.acting import Acting, Consequence, Done
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.acts.undo import UndoReplacedSharedLink, UndoSharedLink, UndoStoppedLink
from conversations.calendar.day_bounds import end_of
from conversations.groups.round_view import WhoSees
from storage.mails.listed_addresses import addresses_told_of_another
from storage.names_shown import unlist_people, unlist_person
from storage.people import shared_links
from storage.people.shared_links import SharedLink
from storage.roles.act_kinds import ActKind, within_round
from storage.rounds import invited_list
from storage.rounds.invitees import Guest
from storage.rounds.rounds import RoundListed

MOST_PEOPLE = 5000
"""For so many people one link may be meant."""


def share_link(
    acting: Acting,
    round_id: str,
    people: int,
    *,
    team: str = "",
    until: date | None = None,
    listed_as: Sequence[Guest] = (),
) -> Done[SharedLink]:
    """Make a link for so many people of a team, empty for everybody; without a day, while the round is open.

    ``listed_as`` are the people who hear about it, by name. They are kept on a list apart, without addresses.
    """
    listed = acting.open_round_for(round_id, Command.LINK)
    if listed.view.who_sees is WhoSees.NAMED:
        raise refused(RefusalReason.LINKS_ARE_PERSONAL)
    acting.require_room(listed.organisation_id, 1, names=len(listed_as))
    link = shared_links.add_shared_link(
        acting.tx,
        round_id,
        team=team,
        people=people,
        ends_at=end_of(until, listed.view.time_zone) if until else None,
        now=acting.now,
    )
    invited_list.list_people(acting.tx, round_id, listed_as, link.number)
    _note(acting, listed, ActKind.LINK_SHARE, link.number, f"{people} people")
    return Done(link, UndoSharedLink(round_id, link.number))


def undo_shared_link(acting: Acting, undo: UndoSharedLink) -> Done[int]:
    """Let nobody in by a new link from here on, and take its people off the list: its number."""
    listed = acting.round_for(undo.round_id, Command.LINK)
    shared_links.stop_shared_link(acting.tx, undo.round_id, undo.number, acting.now, withdrawn=True)
    unlist_people(acting.tx, undo.round_id, undo.number)
    _note(acting, listed, ActKind.LINK_STOP, undo.number, "undone")
    return Done(undo.number)


def stop_link(acting: Acting, round_id: str, number: int) -> Done[SharedLink]:
    """Let nobody in by a link any more. Who came in by it stays in."""
    listed, link = link_to_stop(acting, round_id, number)
    shared_links.stop_shared_link(acting.tx, round_id, number, acting.now, withdrawn=False)
    _note(acting, listed, ActKind.LINK_STOP, number)
    return Done(replace(link, stopped_at=acting.now), UndoStoppedLink(round_id, number))


def undo_stopped_link(acting: Acting, undo: UndoStoppedLink) -> Done[int]:
    """Let people in again by a link that was stopped: its number."""
    listed = acting.round_for(undo.round_id, Command.LINK)
    shared_links.restart_shared_link(acting.tx, undo.round_id, undo.number, stopped_at=None)
    _note(acting, listed, ActKind.LINK_RESTART, undo.number, "undone")
    return Done(undo.number)


def replace_shared_link(acting: Acting, round_id: str, number: int) -> Done[SharedLink]:
    """Make another link for the same people; the one before lets nobody in any more."""
    listed = acting.open_round_for(round_id, Command.LINK)
    acting.require_room(listed.organisation_id, 1)
    before = _found(acting, round_id, number)
    shared_links.stop_shared_link(acting.tx, round_id, number, acting.now, withdrawn=True)
    ends_at = before.ends_at if before.ends_at is None or before.ends_at > acting.now else None
    made = shared_links.add_shared_link(
        acting.tx, round_id, team=before.team, people=before.people, ends_at=ends_at, now=acting.now
    )
    invited_list.told_of_another(acting.tx, round_id, number, made.number)
    addresses_told_of_another(acting.tx, round_id, number, made.number)
    _note(acting, listed, ActKind.LINK_SHARE, made.number, f"{made.people} people")
    return Done(made, UndoReplacedSharedLink(round_id, made.number, number, before.stopped_at))


def undo_replaced_shared_link(acting: Acting, undo: UndoReplacedSharedLink) -> Done[int]:
    """End the new link, and let the one before work as it did: the number of that."""
    listed = acting.round_for(undo.round_id, Command.LINK)
    shared_links.stop_shared_link(acting.tx, undo.round_id, undo.number, acting.now, withdrawn=True)
    shared_links.restart_shared_link(acting.tx, undo.round_id, undo.before, stopped_at=undo.before_stopped_at)
    invited_list.told_of_another(acting.tx, undo.round_id, undo.number, undo.before)
    addresses_told_of_another(acting.tx, undo.round_id, undo.number, undo.before)
    _note(acting, listed, ActKind.LINK_RESTART, undo.before, "undone")
    return Done(undo.before)


def take_off_list(acting: Acting, round_id: str, guest: Guest) -> Done[Guest]:
    """Erase somebody from the list of those who hear about a link, whether or not they take part."""
    listed = acting.round_for(round_id, Command.PEOPLE)
    if not unlist_person(acting.tx, round_id, guest, acting.now):
        raise refused(RefusalReason.NOT_ON_LIST)
    acting.note(listed.organisation_id, ActKind.INVITATION_ERASE, round_id)
    return Done(guest, follows=frozenset({Consequence.SOMETHING_ERASED}))


def link_to_stop(acting: Acting, round_id: str, number: int) -> tuple[RoundListed, SharedLink]:
    """The round of a shared link that may be stopped, and the link. Raises ``ActRefused``.

    Whether places are left does not matter, or the refusal would tell how many have come in.
    """
    listed = acting.round_for(round_id, Command.LINK)
    link = _found(acting, round_id, number)
    if link.stopped_at is not None:
        raise refused(RefusalReason.LINK_IS_STOPPED, number=number)
    return listed, link


def _found(acting: Acting, round_id: str, number: int) -> SharedLink:
    link = shared_links.find_shared_link(acting.tx, round_id, number)
    if link is None:
        raise refused(RefusalReason.NO_SUCH_SHARED_LINK, number=number)
    return link


def _note(acting: Acting, listed: RoundListed, act: ActKind, number: int, outcome: str = "done") -> None:
    acting.note(listed.organisation_id, act, within_round(listed.view.id, number), outcome)
