"""Acts on what somebody gave on paper: keeping what was typed in of it, and erasing that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.acts.acting import Acting, Consequence, Done
from bot.acts.permissions import Command
from bot.acts.refusal import RefusalReason, refused
from bot.acts.undo import UndoTypeIn
from content.model import Closing, Guide
from conversations.incoming import PAPER
from conversations.state import RATING, SEVERAL, Given, Place, Reply
from storage.erasure import erase_paper_sheet
from storage.people.shared_links import find_shared_link
from storage.roles.act_kinds import ActKind, within_round
from storage.rounds import paper_sheets
from storage.rounds.conversations import finish_themes, keep_replies
from storage.rounds.invitees import guest_of
from storage.rounds.ledger import replies_of
from storage.rounds.paper_sheets import Sheet
from storage.rounds.rounds import RoundListed
from storage.rounds.stored_place import place_to_json

_ERASED = frozenset({Consequence.SOMETHING_ERASED})


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """The number of a sheet, and how many replies of it are kept now."""

    number: int
    replies: int


def type_in(
    acting: Acting, round_id: str, number: int | None, replies: Sequence[Reply], *, guide: Guide
) -> Done[TypedSheet]:
    """Keep replies under the person whose sheet it is; ``number`` is None for somebody without a link."""
    listed = acting.open_round_for(round_id, Command.TYPEIN)
    sheet = sheet_of_link(acting, listed, number)
    if sheet is None:
        acting.require_room(listed.organisation_id, 1)
    kept_number = sheet.number if sheet else paper_sheets.new_sheet(acting.tx, round_id, acting.now)
    joined = sheet.joined if sheet else None
    goes = withdrawn(acting, sheet, replies)
    if joined is None:
        joined = paper_sheets.join_on_paper(
            acting.tx,
            round_id,
            kept_number,
            acting.now,
            place=place_to_json(Place()),
            language=guide.language,
            without_link=sheet is None,
        )
    given = tuple(replace(each, channel=PAPER, written_at=acting.now) for each in (*replies, *goes))
    keep_replies(acting.tx, [(joined.participant_id, each) for each in given])
    finish_themes(
        acting.tx, [(joined.participant_id, each) for each in done_with(guide, replies)], acting.now
    )
    _note(acting, listed, kept_number, f"{len(replies)} replies")
    undo = UndoTypeIn(round_id, kept_number, joined.person_id) if joined.is_new else None
    return Done(TypedSheet(kept_number, len(replies)), undo)


def done_with(guide: Guide, replies: Sequence[Reply]) -> list[str]:
    """The themes that count as finished with what was typed in: with the rating, or where a theme asks for
    none, with anything of it.
    """
    given = dict.fromkeys(each.theme_id for each in replies)
    rated = {each.theme_id for each in replies if each.prompt_id == RATING}
    return [each for each in given if each in rated or not guide.theme(each).ends_with(Closing.RATING)]


def undo_type_in(acting: Acting, undo: UndoTypeIn) -> Done[int]:
    """Erase what was typed in of a sheet for the first time."""
    listed = acting.round_for(undo.round_id, Command.TYPEIN)
    return _erase(acting, listed, undo.number, undo.person_id, "undone")


def erase_sheet(acting: Acting, round_id: str, number: int | None) -> Done[int]:
    """Erase all that was typed in of a sheet."""
    listed = acting.open_round_for(round_id, Command.TYPEIN)
    sheet_number, person_id = typed_sheet(acting, listed, number)
    return _erase(acting, listed, sheet_number, person_id, "erased")


def sheet_of_link(acting: Acting, listed: RoundListed, number: int | None) -> Sheet | None:
    """The sheet for a link, None for somebody without one. Raises ``ActRefused`` where it has none."""
    if number is None:
        return None
    sheet = paper_sheets.find_sheet(acting.tx, listed.view.id, number)
    if sheet is None:
        is_own = guest_of(acting.tx, listed.view.id, number) is not None
        if not is_own and find_shared_link(acting.tx, listed.view.id, number) is not None:
            raise refused(RefusalReason.SHEET_OF_SHARED_LINK, number=number)
        raise refused(RefusalReason.NO_SUCH_SHEET, number=number)
    return sheet


def typed_sheet(acting: Acting, listed: RoundListed, number: int | None) -> tuple[int, int]:
    """The number of a sheet that was typed in, and its participant. Raises ``ActRefused``."""
    sheet = sheet_of_link(acting, listed, number)
    if sheet is None or sheet.joined is None:
        raise refused(RefusalReason.NOTHING_TYPED_IN)
    return sheet.number, sheet.joined.person_id


def withdrawn(acting: Acting, sheet: Sheet | None, replies: Sequence[Reply]) -> list[Reply]:
    """The strengths and areas for improvement kept before, which those among these replies replace."""
    if sheet is None or sheet.joined is None:
        return []
    keys = {each.key for each in replies}
    lists = {each.key[:2] for each in replies if each.prompt_id in SEVERAL}
    before = replies_of(acting.tx, sheet.joined.participant_id).values()
    return [
        Reply(each.theme_id, each.prompt_id, each.entry, Given.WITHDRAWN)
        for each in before
        if each.key[:2] in lists and each.key not in keys
    ]


def _erase(acting: Acting, listed: RoundListed, number: int, person_id: int, outcome: str) -> Done[int]:
    erase_paper_sheet(acting.tx, listed.view.id, number, person_id, acting.now)
    _note(acting, listed, number, outcome)
    return Done(number, follows=_ERASED)


def _note(acting: Acting, listed: RoundListed, number: int, outcome: str) -> None:
    acting.note(
        listed.organisation_id, ActKind.REPLIES_TYPE_IN, within_round(listed.view.id, number), outcome
    )
