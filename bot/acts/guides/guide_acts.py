"""Acts on an organisation's own guides: keeping a draft, correcting it, publishing it, taking it away.

Whoever coordinates for the organisation may do all of them. To everybody else such a guide does not exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.acts.acting import Acting, Consequence, Done
from bot.acts.permissions import Command
from bot.acts.refusal import ActRefused, Refusal, RefusalReason, refused
from content.drafts.going_along import with_what_goes_along
from content.drafts.guide_lines import GuideLine, LineUse, as_seen_line
from content.drafts.moving import LineStep, moved_by_step, moved_to_theme
from content.drafts.new_draft import NewDraft
from content.drafts.next_version import with_numbers_of
from content.own_guides.draft_checks import CheckedDraft, CheckMemory
from content.own_guides.own_evidence import themes_asked_twice, themes_without_ours, with_ours, without_ours
from content.phrases import phrases_in
from content.visible import is_blank
from content.whole_numbers import whole_number
from storage.engine.key_values import ERASED, set_key_value
from storage.guides import draft_lines, own_guides
from storage.guides.own_guides import OwnGuide
from storage.roles.act_kinds import ActKind
from storage.rounds import rounds

MOST_GUIDES: Final = 50
"""So many guides of its own an organisation may have, drafts among them."""

MOST_LINES: Final = 3_000
"""So many lines a draft may have; a document of twenty pages has a few hundred."""

NEW_LEVEL: Final = -1
"""The number of a level that was added: those of a scale are counted again then."""

_CHECKS: Final = CheckMemory()
"""What was checked last: a guide is shown, asked about and published as it is, and checked once for all."""

_NEVER_WITHOUT_WORDS: Final = (LineUse.TITLE, LineUse.ABOUT, LineUse.THEME)

_ERASED: Final = frozenset({Consequence.SOMETHING_ERASED})


@dataclass(frozen=True, slots=True)
class LineCorrection:
    """What somebody made of a line. ``seen`` stands for the line as it was shown to them."""

    number: int
    used_as: LineUse
    text: str
    level: int = 0
    seen: str = ""


@dataclass(frozen=True, slots=True)
class CorrectedDraft:
    """How many lines were changed, and those that somebody else had changed meanwhile, as they are now.

    ``refused`` has what was not kept of these, in the same order. ``is_full``: a new line had no room.
    """

    changed: int
    theirs: tuple[GuideLine, ...] = ()
    refused: tuple[LineCorrection, ...] = ()
    is_full: bool = False


def keep_draft(acting: Acting, organisation_id: str, draft: NewDraft, *, language: str) -> Done[OwnGuide]:
    """Keep what was read of a document as the draft of a guide."""
    acting.require(organisation_id, Command.GUIDE)
    if own_guides.count_own_guides(acting.tx, [organisation_id]) >= MOST_GUIDES:
        raise refused(RefusalReason.GUIDES_ARE_FULL, number=MOST_GUIDES)
    if len(draft.lines) > MOST_LINES:
        raise refused(RefusalReason.GUIDE_TOO_LONG, number=MOST_LINES)
    title = next((each.text for each in draft.lines if each.used_as is LineUse.TITLE), "")
    guide = OwnGuide(
        own_guides.new_guide_id(), organisation_id, draft.language or language, title, 1, acting.now
    )
    before = own_guides.find_own_guide(acting.tx, draft.guide_id)
    if before is not None and _can_follow(guide, before):
        made_from = whole_number(draft.version, least=1, most=before.version) or 0
        guide = replace(guide, next_of=before.id, made_from=made_from)
    own_guides.keep_own_guide(acting.tx, guide, draft_lines.remarks_to_text(draft.not_read))
    draft_lines.put_lines(acting.tx, guide.id, draft.lines)
    acting.note(organisation_id, ActKind.GUIDE_DRAFT, guide.id)
    return Done(guide_for(acting, guide.id))


def correct_draft(
    acting: Acting,
    guide_id: str,
    corrections: Sequence[LineCorrection],
    added: GuideLine | None = None,
    behind: int = 0,
) -> Done[CorrectedDraft]:
    """Keep what was corrected, and a line that is ``added`` behind another. What was saved has no doubt left.

    A line that somebody else has changed since it was shown keeps what they wrote.
    """
    guide = guide_for(acting, guide_id)
    lines = draft_lines.draft_lines(acting.tx, guide_id)
    there = {each.number: each for each in lines}
    changed: list[GuideLine] = []
    conflicts: list[tuple[GuideLine, LineCorrection]] = []
    looked_at: list[GuideLine] = []
    for each in corrections:
        line = there.get(each.number)
        if line is None:
            continue
        wanted = _corrected(line, each)
        if as_seen_line(wanted) in (each.seen, as_seen_line(line)):
            looked_at += [replace(line, doubt="")] if line.doubt else []
        elif each.seen != as_seen_line(line):
            conflicts.append((line, each))
        else:
            changed.append(wanted)
    along = list(with_what_goes_along(lines, {each.number: each for each in changed}).values())
    draft_lines.change_lines(acting.tx, guide_id, [*along, *looked_at])
    draft_lines.keep_of_lines(acting.tx, guide_id, along)
    is_wanted = added is not None and not is_blank(added.text)
    is_added = is_wanted and len(there) < MOST_LINES
    if added is not None and is_added:
        is_level = added.used_as is LineUse.LEVEL
        new = replace(added, level=NEW_LEVEL) if is_level else added
        draft_lines.add_line(acting.tx, guide_id, new, behind)
    if changed or is_added:
        own_guides.count_change(acting.tx, guide_id, acting.now)
        acting.note(guide.organisation_id, ActKind.GUIDE_CORRECT, guide_id)
    theirs, refused_ones = tuple(each for each, _ in conflicts), tuple(each for _, each in conflicts)
    is_full = is_wanted and not is_added
    return Done(CorrectedDraft(len(changed) + is_added, theirs, refused_ones, is_full=is_full))


@dataclass(frozen=True, slots=True)
class LineMove:
    """Where a line goes: by one step, or to the end of the theme with this number."""

    number: int
    step: LineStep | None = None
    theme: int = 0


def move_line(acting: Acting, guide_id: str, move: LineMove) -> Done[bool]:
    """Put a line, and what goes with it, in another place; whether it could go there."""
    guide = guide_for(acting, guide_id)
    lines = draft_lines.draft_lines(acting.tx, guide_id)
    if move.step is not None:
        moved = moved_by_step(lines, move.number, move.step)
    else:
        moved = moved_to_theme(lines, move.number, move.theme)
    has_moved = moved != lines
    if has_moved:
        draft_lines.put_in_order(acting.tx, guide_id, moved)
        own_guides.count_change(acting.tx, guide_id, acting.now)
        acting.note(guide.organisation_id, ActKind.GUIDE_CORRECT, guide_id)
    return Done(has_moved)


def ask_for_evidence(acting: Acting, guide_id: str, *, ours: bool) -> Done[int]:
    """Leave our question about evidence out of the themes that ask it themselves, or ask it again.

    Of how many themes.
    """
    guide = guide_for(acting, guide_id)
    lines = draft_lines.draft_lines(acting.tx, guide_id)
    if ours:
        changed = [with_ours(each) for each in themes_without_ours(lines)]
    else:
        phrases = phrases_in(guide.language.replace("-", "_"))
        changed = [without_ours(each) for each in themes_asked_twice(phrases, lines)]
    if changed:
        draft_lines.keep_of_lines(acting.tx, guide_id, changed)
        own_guides.count_change(acting.tx, guide_id, acting.now)
        acting.note(guide.organisation_id, ActKind.GUIDE_CORRECT, guide_id)
    return Done(len(changed))


def publish_guide(acting: Acting, guide_id: str, *, change: int) -> Done[OwnGuide]:
    """Publish a draft as the next version of its guide, as it was at this change and still is."""
    guide = guide_for(acting, guide_id)
    if guide.shown_change != change:
        raise refused(RefusalReason.GUIDE_CHANGED)
    if guide.version and not guide.is_changed_since:
        raise ActRefused(Refusal(RefusalReason.GUIDE_AS_PUBLISHED, title=guide.title, number=guide.version))
    lines = lines_to_publish(acting, guide)
    pack = checked_guide(guide, lines).pack
    if pack is None:
        raise ActRefused(Refusal(RefusalReason.GUIDE_NOT_READY, title=guide.title))
    if guide.next_of:
        guide = _put_into_guide_before(acting, guide, lines)
    rounds.keep_guide(acting.tx, rounds.frozen(pack))
    version = own_guides.add_version(acting.tx, guide, pack.sha256, acting.now)
    draft_lines.forget_left_out(acting.tx, guide.id)
    set_key_value(acting.tx, ERASED, guide.id, acting.now)
    acting.note(guide.organisation_id, ActKind.GUIDE_PUBLISH, guide.id, f"version {version}")
    published = replace(guide, version=version, published_at=acting.now, published_change=guide.change)
    return Done(published, follows=_ERASED)


def lines_to_publish(acting: Acting, guide: OwnGuide) -> list[GuideLine]:
    """The lines of a draft, with the numbers that they have in the guide whose next version it is."""
    lines = draft_lines.draft_lines(acting.tx, guide.id)
    if not guide.next_of:
        return lines
    return with_numbers_of(draft_lines.draft_lines(acting.tx, guide.next_of), lines)


def make_next_version(acting: Acting, guide_id: str, of: str) -> Done[OwnGuide]:
    """Let a draft become the next version of another guide once it is published; ``""``: one of its own."""
    guide = guide_for(acting, guide_id)
    before = guide_for(acting, of) if of else None
    if before is not None and not _can_follow(guide, before):
        raise refused(RefusalReason.NO_SUCH_GUIDE)
    if of != guide.next_of or not (of or guide.is_own):
        own_guides.put_next_of(acting.tx, guide_id, of)
        own_guides.count_change(acting.tx, guide_id, acting.now)
        acting.note(guide.organisation_id, ActKind.GUIDE_CORRECT, guide_id)
    return Done(guide_for(acting, guide_id))


def _can_follow(guide: OwnGuide, before: OwnGuide) -> bool:
    """Whether a guide can become the next version of another: a draft does, of one that is no such draft."""
    is_same = (guide.organisation_id, guide.language) == (before.organisation_id, before.language)
    return is_same and guide.id != before.id and not guide.version and not before.next_of


def _put_into_guide_before(acting: Acting, guide: OwnGuide, lines: Sequence[GuideLine]) -> OwnGuide:
    """Put the lines of a draft into the guide whose next version it is, and take the draft away."""
    before = guide_for(acting, guide.next_of)
    draft_lines.replace_lines(acting.tx, before.id, lines)
    own_guides.take_not_read(acting.tx, before.id, guide.id)
    own_guides.remove_own_guide(acting.tx, guide.id)
    own_guides.count_change(acting.tx, before.id, acting.now)
    return guide_for(acting, before.id)


def delete_guide(acting: Acting, guide_id: str) -> Done[OwnGuide]:
    """Take a guide away for good, its draft and its versions. Rounds that were opened on it go on."""
    guide = guide_for(acting, guide_id)
    own_guides.remove_own_guide(acting.tx, guide_id)
    set_key_value(acting.tx, ERASED, guide_id, acting.now)
    acting.note(guide.organisation_id, ActKind.GUIDE_DELETE, guide_id)
    return Done(guide, follows=_ERASED)


def guide_for(acting: Acting, guide_id: str) -> OwnGuide:
    """A guide that whoever acts may see. Raises ``ActRefused``."""
    guide = own_guides.find_own_guide(acting.tx, guide_id)
    if guide is None:
        raise refused(RefusalReason.NO_SUCH_GUIDE)
    acting.require(guide.organisation_id, Command.GUIDE)
    return guide


def checked_guide(guide: OwnGuide, lines: Sequence[GuideLine]) -> CheckedDraft:
    """The pack that these lines make as the next version of a guide, or what is wrong with it."""
    return _CHECKS.check(lines, id_=guide.pack_id, version=str(guide.next_version), language=guide.language)


def _corrected(line: GuideLine, correction: LineCorrection) -> GuideLine:
    """A line as somebody wants it. One without words is left out, except what guide and theme must have.

    A theme without a title has to be corrected: if it went, its prompts would be in another theme.
    """
    is_kept = correction.used_as in _NEVER_WITHOUT_WORDS or not is_blank(correction.text)
    used_as = correction.used_as if is_kept else LineUse.LEFT_OUT
    level = correction.level if used_as is LineUse.EXAMPLE else 0
    if used_as is LineUse.LEVEL:
        level = line.level if line.used_as is LineUse.LEVEL else NEW_LEVEL
    words = correction.text if is_kept else line.text
    return replace(line, used_as=used_as, text=words, level=level, doubt="")
