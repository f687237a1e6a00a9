"""Choosing how often the actor gets the digest of a round."""

from zoneinfo import ZoneInfo

from bot.acts.acting import Acting, Done
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.acts.undo import UndoDigest
from storage.reminders import digests
from storage.reminders.digests import HowOften
from storage.roles.act_kinds import ActKind
from storage.rounds.rounds import RoundListed

NEVER = "off"
"""The word on record where somebody gets no digest from now on."""


def choose_digest(acting: Acting, round_id: str, how_often: HowOften | None) -> Done[HowOften | None]:
    """Choose how often; None for never."""
    listed, person_id = _round_and_person(acting, round_id)
    before = digests.digest_of(acting.tx, person_id, round_id)
    _choose(acting, listed, person_id, how_often)
    acting.note(
        listed.organisation_id, ActKind.DIGEST_CHOOSE, round_id, how_often.value if how_often else NEVER
    )
    return Done(how_often, UndoDigest(round_id, before))


def undo_digest(acting: Acting, undo: UndoDigest) -> Done[HowOften | None]:
    """Choose what held before."""
    listed, person_id = _round_and_person(acting, undo.round_id)
    _choose(acting, listed, person_id, undo.how_often)
    acting.note(listed.organisation_id, ActKind.DIGEST_CHOOSE, undo.round_id, "undone")
    return Done(undo.how_often)


def _round_and_person(acting: Acting, round_id: str) -> tuple[RoundListed, int]:
    listed = acting.round_for(round_id, Command.DIGEST)
    if acting.actor.person_id is None:  # the operator at the computer gets no digest
        raise refused(RefusalReason.NOT_ALLOWED)
    return listed, acting.actor.person_id


def _choose(acting: Acting, listed: RoundListed, person_id: int, how_often: HowOften | None) -> None:
    today = acting.now.astimezone(ZoneInfo(listed.view.time_zone)).date()
    digests.choose_digest(acting.tx, person_id, listed.view.id, how_often, today)
