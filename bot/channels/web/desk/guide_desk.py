"""What the pages of guides ask for, done with the store: rights as in the chat, sentences in their language.

A document is read outside of any transaction, one at a time. Nothing that is tried is kept.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.acts.acting import Acting, Actor
from bot.acts.guides.guide_acts import (
    CorrectedDraft,
    LineCorrection,
    LineMove,
    ask_for_evidence,
    checked_guide,
    correct_draft,
    delete_guide,
    guide_for,
    keep_draft,
    lines_to_publish,
    make_next_version,
    move_line,
    publish_guide,
)
from bot.acts.permissions import Command, may
from bot.acts.refusal import ActRefused, RefusalReason
from bot.channels.web.desk.do_in_store import DoInStore
from bot.channels.web.posted import WEB
from bot.messages.guides.guide_on_page import (
    guide_on_page,
    line_on_page,
    lines_not_kept,
    page_of_guide,
    part_title,
    part_with,
    parts_of_lines,
    states_shown,
    theme_of_part,
    use_and_words,
    use_from_form,
    uses_of_lines,
)
from bot.messages.guides.guide_versions import (
    ChangesTold,
    alike_in_words,
    changes_told,
    gives_way_in_words,
    guides_alike,
    next_of_in_words,
    overtaken_in_words,
    told_apart,
    version_before,
)
from bot.messages.quotas import Quotas
from content.documents.refused import DocumentRefused, refusal_sentence
from content.drafts.guide_lines import ASKED_USES, GuideLine
from content.drafts.kept_keys import title_of_theme
from content.drafts.moving import LineStep, themes_of
from content.drafts.new_draft import with_about
from content.own_guides.bringing_in import read_draft
from content.own_guides.draft_checks import CheckedDraft
from content.own_guides.draft_words import (
    about_at_first,
)
from content.phrases import Phrases, phrases_in
from conversations.outgoing import Card
from storage.engine.database import Result, Transaction, TransactionJob
from storage.guides.draft_lines import draft_lines, words_asked
from storage.guides.own_guides import OwnGuide, not_read_of_guide, own_guides
from storage.people.people import sender_of
from storage.roles.role_holders import load_role_holders
from web.backend import TooMany
from web.desk.guide_desk import (
    GuidePage,
    GuidePartPage,
    GuideRefused,
    GuideShelfPage,
    NoSuchGuide,
    PostedLine,
    PostedMove,
)


class OwnGuideDesk:
    """Implements :class:`web.desk.guide_desk.GuideDesk`.

    ``erased`` is called once words were erased, so that no byte of them stays.
    """

    def __init__(
        self, read: DoInStore, write: DoInStore, quotas: Quotas, now: Callable[[], datetime]
    ) -> None:
        """``read`` and ``write`` do a job in the store, and raise ``Busy`` where nothing can be kept now."""
        self._read = read
        self._write = write
        self._quotas = quotas
        self._now = now
        self._one_at_a_time = asyncio.Lock()
        self.erased: Callable[[], None] = lambda: None

    async def shelf(self, person_id: int, language: str) -> GuideShelfPage:
        """The guides of their organisations. Raises ``NoSuchGuide`` for whoever coordinates for none."""
        p = phrases_in(language)

        def look(tx: Transaction) -> GuideShelfPage:
            mine = _organisations(self._acting(tx, person_id))
            if not mine:
                raise NoSuchGuide
            found = own_guides(tx, list(mine))
            states = states_shown(p, found, told_apart(tx, p, found, person_id, self._now()))
            shown = (guide_on_page(p, each, mine, state) for each, state in zip(found, states, strict=True))
            return GuideShelfPage(tuple(shown), tuple(mine.items()))

        return await self._read(look)

    async def bring_in(self, person_id: int, language: str, organisation_id: str, content: bytes) -> str:
        """Keep what a document gives as a draft; the id of the guide."""
        p, now = phrases_in(language), self._now()
        mine = await self._read(lambda tx: _organisations(self._acting(tx, person_id)))
        if organisation_id not in mine:
            raise NoSuchGuide
        if full := self._quotas.take_message(sender_of(WEB, str(person_id)), 0, now, files=1):
            raise TooMany(full.ends_in)
        try:
            async with self._one_at_a_time:
                draft = await asyncio.to_thread(read_draft, content)
        except DocumentRefused as refused:
            raise GuideRefused(refusal_sentence(refused.why, p, line=refused.line)) from None
        whole = with_about(draft, about_at_first(p, mine[organisation_id]))
        spoken = language.replace("_", "-")

        def keep(tx: Transaction) -> str:
            acting = self._acting(tx, person_id)
            return keep_draft(acting, organisation_id, whole, language=spoken).result.id

        return await self._act(keep, p)

    async def opened(self, person_id: int, language: str, guide_id: str) -> GuidePage:
        """A guide with all that is to be looked at."""
        p = phrases_in(language)

        def look(
            tx: Transaction,
        ) -> tuple[_Opened, Mapping[str, str]]:
            acting = self._acting(tx, person_id)
            mine = _organisations(acting)
            found = own_guides(tx, list(mine))
            guide = guide_for(acting, guide_id)
            alike = [] if guide.next_of else guides_alike(guide, found, partial(words_asked, tx))
            return (
                _Opened(
                    guide,
                    next((each for each in found if each.id == guide.next_of), None),
                    alike,
                    draft_lines(tx, guide_id),
                    lines_to_publish(acting, guide),
                    not_read_of_guide(tx, guide_id),
                    version_before(tx, guide),
                    told_apart(tx, p, alike, person_id, self._now()),
                ),
                mine,
            )

        opened, mine = await self._act(look, p, is_read=True)
        guide, before, lines = opened.guide, opened.before, opened.lines
        checked = await asyncio.to_thread(checked_guide, guide, lines)
        told = await asyncio.to_thread(_changes, p, opened) if checked.pack is not None else None
        return replace(
            page_of_guide(p, guide, lines, checked, mine, opened.not_read),
            next_of=next_of_in_words(p, guide, before),
            gives_way=gives_way_in_words(p, before),
            alike=tuple(
                (each.id, alike_in_words(p, guide, each, opened.told[each.id])) for each in opened.alike
            ),
            is_own=guide.is_own,
            overtaken=overtaken_in_words(p, guide, before),
            before=(before.id, before.version) if before is not None else ("", 0),
            different_from=told.version if told is not None else 0,
            changed=told.short if told is not None else (),
            every_change=told.full if told is not None else (),
        )

    async def part(self, person_id: int, language: str, guide_id: str, first: int) -> GuidePartPage:
        """A part of a guide, by the number of its first line."""
        return await self._part(person_id, language, guide_id, first, CorrectedDraft(0))

    async def _part(
        self, person_id: int, language: str, guide_id: str, first: int, came: CorrectedDraft
    ) -> GuidePartPage:
        p = phrases_in(language)

        def look(tx: Transaction) -> tuple[OwnGuide, list[GuideLine], Mapping[str, str]]:
            acting = self._acting(tx, person_id)
            return guide_for(acting, guide_id), draft_lines(tx, guide_id), _organisations(acting)

        guide, lines, mine = await self._act(look, p, is_read=True)
        checked = await asyncio.to_thread(checked_guide, guide, lines)
        parts = parts_of_lines(lines)
        at = part_with(parts, lines, first)
        if at is None:
            raise NoSuchGuide
        mended = {each.number: use_and_words(p, each.used_as, each.text) for each in came.refused}
        return GuidePartPage(
            guide_on_page(p, guide, mine),
            part_title(p, parts, at),
            parts[at][0].number,
            tuple(line_on_page(p, each, lines, checked, mended.get(each.number, "")) for each in parts[at]),
            tuple(uses_of_lines(p, lines)),
            parts[at - 1][0].number if at else 0,
            parts[at + 1][0].number if at + 1 < len(parts) else 0,
            came.changed,
            not_kept=lines_not_kept(parts, lines, mended),
            is_above=not theme_of_part(parts, at) and any(each.used_as in ASKED_USES for each in parts[at]),
            themes=tuple(
                (each.number, title_of_theme(each))
                for each in themes_of(lines)
                if each.number != theme_of_part(parts, at)
            ),
        )

    async def correct(
        self,
        person_id: int,
        language: str,
        guide_id: str,
        first: int,
        lines: Sequence[PostedLine],
        move: PostedMove | None = None,
    ) -> GuidePartPage:
        """Keep what was corrected in a part, then move a line; the part as it is then, with that line."""
        corrections = [_correction(each) for each in lines if each.number]
        added = next((each for each in lines if not each.number), None)
        new = GuideLine(0, *use_from_form(added.use, added.text)) if added else None
        behind = added.behind if added else 0

        def act(tx: Transaction) -> tuple[CorrectedDraft, bool]:
            acting = self._acting(tx, person_id)
            came = correct_draft(acting, guide_id, corrections, new, behind).result
            return came, move is not None and move_line(acting, guide_id, _move(move)).result

        came, has_moved = await self._act(act, phrases_in(language))
        shown = first if move is None else move.number
        part = await self._part(person_id, language, guide_id, shown, came)
        part = replace(part, not_added=added.text) if added is not None and came.is_full else part
        if move is None:
            return part
        return replace(part, moved=move.number) if has_moved else replace(part, not_moved=move.number)

    async def ask_for_evidence(self, person_id: int, language: str, guide_id: str, *, ours: bool) -> None:
        """Leave our question about evidence out where themes ask it themselves, or ask it again."""
        await self._act(
            lambda tx: ask_for_evidence(self._acting(tx, person_id), guide_id, ours=ours).result,
            phrases_in(language),
        )

    async def make_next_version(self, person_id: int, language: str, guide_id: str, of: str) -> None:
        """Let a draft become the next version of another guide, or one of its own."""
        await self._act(
            lambda tx: make_next_version(self._acting(tx, person_id), guide_id, of).result,
            phrases_in(language),
        )

    async def publish(self, person_id: int, language: str, guide_id: str, change: int) -> str:
        """Publish a guide as it was shown; the id of the guide that has the version."""
        published = await self._act(
            lambda tx: publish_guide(self._acting(tx, person_id), guide_id, change=change).result.id,
            phrases_in(language),
        )
        self.erased()
        return published

    async def delete(self, person_id: int, language: str, guide_id: str) -> None:
        """Take a guide away for good."""
        await self._act(
            lambda tx: delete_guide(self._acting(tx, person_id), guide_id).result, phrases_in(language)
        )
        self.erased()

    async def tried(self, person_id: int, guide_id: str, heard: Sequence[str]) -> Sequence[Card]:
        """What is said in answer to the last of these, to somebody who goes through the guide."""
        guide, lines = await self._act(
            lambda tx: (guide_for(self._acting(tx, person_id), guide_id), draft_lines(tx, guide_id)),
            phrases_in("en"),
            is_read=True,
        )
        checked = await asyncio.to_thread(checked_guide, guide, lines)
        return await asyncio.to_thread(_played, checked, guide.language, heard)

    def _acting(self, tx: Transaction, person_id: int) -> Acting:
        """Whoever is at the page, with the roles that they have at this moment."""
        sender = sender_of(WEB, str(person_id))
        found = load_role_holders(tx, [sender]).get(sender)
        return Acting(tx, Actor(person_id, WEB, found.roles if found else ()), self._now(), self._quotas)

    async def _act(self, job: TransactionJob[Result], p: Phrases, *, is_read: bool = False) -> Result:
        # Only here: most pages are not of guides, and the sentences take long to load.
        from bot.coordinator.refusals import refusal_in_words

        try:
            return await (self._read if is_read else self._write)(job)
        except ActRefused as fault:
            if fault.refusal.reason in (RefusalReason.NO_SUCH_GUIDE, RefusalReason.NOT_ALLOWED):
                raise NoSuchGuide from None
            raise GuideRefused(refusal_in_words(p, fault.refusal)) from None


@dataclass(frozen=True, slots=True)
class _Opened:
    """A guide as it was read for its page: with the one before, those alike, and the lines it publishes."""

    guide: OwnGuide
    before: OwnGuide | None
    alike: Sequence[OwnGuide]
    lines: list[GuideLine]
    published: list[GuideLine]
    not_read: str
    text_before: str
    told: Mapping[str, str]


def _changes(p: Phrases, opened: _Opened) -> ChangesTold | None:
    """What publishing a guide changes; None where there is nothing to publish."""
    guide = opened.guide
    pack = checked_guide(guide, opened.published).pack
    if pack is None or (guide.version and not guide.is_changed_since):
        return None
    return changes_told(p, guide, opened.text_before, pack.guide)


def _organisations(acting: Acting) -> dict[str, str]:
    """The organisations for which whoever acts may have guides, by id."""
    return {each.id: each.name for each, role in acting.actor.roles if may(role, Command.GUIDE)}


def _played(checked: CheckedDraft, language: str, heard: Sequence[str]) -> Sequence[Card]:
    """What a preview says in answer to the last of these, or at its beginning."""
    # Only here: no other page goes through a guide.
    from bot.coordinator.preview_player import PreviewPlayer

    p = phrases_in(language.replace("-", "_"))
    if checked.pack is None:
        raise GuideRefused(p.say("Something has to be corrected before this can be tried."))
    player = PreviewPlayer(checked.pack.guide, p)
    said = player.begin()
    for text in heard:
        said = player.hear(text)
    return said


def _move(posted: PostedMove) -> LineMove:
    steps = {each.value: each for each in LineStep}
    return LineMove(posted.number, steps.get(posted.way), posted.theme)


def _correction(posted: PostedLine) -> LineCorrection:
    use, words, level = use_from_form(posted.use, posted.text)
    return LineCorrection(posted.number, use, words, level, posted.seen)
