"""What the pages of guides ask for, done with the store: rights as in the chat, sentences in one's language.

A document is read outside of any transaction, one at a time. Nothing that is tried is kept.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.acts.acting import Acting, Actor
from bot.acts.guides.guide_acts import (
    CorrectedDraft,
    LineCorrection,
    checked_guide,
    correct_draft,
    delete_guide,
    guide_for,
    keep_draft,
    publish_guide,
)
from bot.acts.permissions import Command, may
from bot.acts.refusal import ActRefused, RefusalReason
from bot.channels.web.posted import WEB
from bot.messages.quotas import Quotas
from content.documents.refused import DocumentRefused, refusal_sentence
from content.drafts.draft import ReadAs
from content.drafts.guide_lines import GuideLine, LineUse, as_seen_line
from content.drafts.new_draft import read_draft, with_about
from content.guide_checks import CheckedDraft
from content.guide_words import (
    about_at_first,
    doubt_in_words,
    finding_in_words,
    place_in_words,
    reading_in_words,
    remark_in_words,
    use_in_words,
)
from content.phrases import Phrases, phrases_in
from content.whole_numbers import whole_number
from conversations.outgoing import Card
from conversations.reading.clean import clean_text
from storage.engine.database import Database, Result, StorageTrouble, Transaction, TransactionJob
from storage.guides.draft_lines import draft_lines, remarks_from_text
from storage.guides.own_guides import OwnGuide, own_guides
from storage.people.people import sender_of
from storage.roles.role_holders import load_role_holders
from web.backend import Busy, TooMany
from web.desk.guide_desk import (
    GuideOnPage,
    GuidePage,
    GuidePartPage,
    GuideRefused,
    GuideShelfPage,
    LineOnPage,
    NoSuchGuide,
    PartOnPage,
    PostedLine,
    ToLookAt,
)

MOST_IN_PART = 60
"""So many lines are on one page; a longer theme goes over several."""

MOST_REMEMBERED = 20
"""So many checked guides are remembered."""

_ASKED = (LineUse.PROMPT, LineUse.STATEMENT)
_EXAMPLE = f"{LineUse.EXAMPLE.value}-"


class OwnGuideDesk:
    """Implements :class:`web.desk.guide_desk.GuideDesk`.

    ``erased`` is called once words were erased, so that no byte of them stays.
    """

    def __init__(self, database: Database, quotas: Quotas, now: Callable[[], datetime]) -> None:
        self._database = database
        self._quotas = quotas
        self._now = now
        self._one_at_a_time = asyncio.Lock()
        self.erased: Callable[[], None] = lambda: None
        self._known: dict[tuple[str, int, int], CheckedDraft] = {}

    async def shelf(self, person_id: int, language: str) -> GuideShelfPage:
        """The guides of their organisations. Raises ``NoSuchGuide`` for whoever coordinates for none."""
        p = phrases_in(language)

        def look(tx: Transaction) -> GuideShelfPage:
            mine = _organisations(self._acting(tx, person_id))
            if not mine:
                raise NoSuchGuide
            found = own_guides(tx, list(mine))
            return GuideShelfPage(tuple(_on_page(p, each, mine) for each in found), tuple(mine.items()))

        return await self._read(look)

    async def bring_in(self, person_id: int, language: str, organisation_id: str, content: bytes) -> str:
        """Keep what a document gives as a draft; the id of the guide."""
        p, now = phrases_in(language), self._now()
        mine = await self._read(lambda tx: _organisations(self._acting(tx, person_id)))
        if organisation_id not in mine:
            raise NoSuchGuide
        if full := self._quotas.take_message(sender_of(WEB, str(person_id)), len(content), now):
            raise TooMany(full.ends_in)
        try:
            async with self._one_at_a_time:
                draft = await asyncio.to_thread(read_draft, content)
        except DocumentRefused as refused:
            raise GuideRefused(refusal_sentence(refused.why, p)) from None
        whole = with_about(draft, about_at_first(p, mine[organisation_id]))
        spoken = language.replace("_", "-")

        def keep(tx: Transaction) -> str:
            acting = self._acting(tx, person_id)
            return keep_draft(acting, organisation_id, whole, language=spoken).result.id

        return await self._act(keep, p)

    async def opened(self, person_id: int, language: str, guide_id: str) -> GuidePage:
        """A guide with all that is to be looked at."""
        p = phrases_in(language)

        def look(tx: Transaction) -> tuple[OwnGuide, list[GuideLine], Mapping[str, str]]:
            acting = self._acting(tx, person_id)
            return guide_for(acting, guide_id), draft_lines(tx, guide_id), _organisations(acting)

        guide, lines, mine = await self._act(look, p, is_read=True)
        checked = await asyncio.to_thread(self._checked, guide, lines)
        return _guide_page(p, guide, lines, checked, mine)

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
        checked = await asyncio.to_thread(self._checked, guide, lines)
        parts = _parts(lines)
        at = next((at for at, part in enumerate(parts) if any(each.number == first for each in part)), None)
        if at is None:
            raise NoSuchGuide
        mended = {each.number: each for each in came.refused}
        return GuidePartPage(
            _on_page(p, guide, mine),
            _part_title(p, parts, at),
            parts[at][0].number,
            tuple(_line_on_page(p, each, checked, mended) for each in parts[at]),
            tuple(_uses(p, lines)),
            parts[at - 1][0].number if at else 0,
            parts[at + 1][0].number if at + 1 < len(parts) else 0,
            came.changed,
        )

    async def correct(
        self, person_id: int, language: str, guide_id: str, first: int, lines: Sequence[PostedLine]
    ) -> GuidePartPage:
        """Keep what was corrected in a part; the part as it is then."""
        corrections = [_correction(each) for each in lines if each.number]
        added = next((each for each in lines if not each.number), None)
        new = GuideLine(0, *_read_use(added.use, added.text)) if added else None
        behind = added.behind if added else 0

        def act(tx: Transaction) -> CorrectedDraft:
            return correct_draft(self._acting(tx, person_id), guide_id, corrections, new, behind).result

        came = await self._act(act, phrases_in(language))
        return await self._part(person_id, language, guide_id, first, came)

    async def publish(self, person_id: int, language: str, guide_id: str, change: int) -> int:
        """Publish a guide as it was shown; the number of its version."""
        version = await self._act(
            lambda tx: publish_guide(self._acting(tx, person_id), guide_id, change=change).result.version,
            phrases_in(language),
        )
        self.erased()
        return version

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
        checked = await asyncio.to_thread(self._checked, guide, lines)
        return await asyncio.to_thread(_played, checked, guide.language, heard)

    def _checked(self, guide: OwnGuide, lines: Sequence[GuideLine]) -> CheckedDraft:
        """A guide as it is checked. That takes a while, so the latest are remembered."""
        key = (guide.id, guide.change, guide.version)
        found = self._known.get(key)
        if found is None:
            found = checked_guide(guide, lines)
            while len(self._known) >= MOST_REMEMBERED:
                self._known.pop(next(iter(self._known)), None)
            self._known[key] = found
        return found

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

    async def _read(self, job: TransactionJob[Result]) -> Result:
        try:
            return await self._database.read(job)
        except StorageTrouble as trouble:
            raise Busy from trouble

    async def _write(self, job: TransactionJob[Result]) -> Result:
        try:
            return await self._database.write(job)
        except StorageTrouble as trouble:
            raise Busy from trouble


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


def _on_page(p: Phrases, guide: OwnGuide, mine: Mapping[str, str]) -> GuideOnPage:
    from bot.coordinator.commands.guides.own_guide_list import state_shown, title_shown

    return GuideOnPage(
        guide.id, title_shown(p, guide), state_shown(p, guide), mine.get(guide.organisation_id, "")
    )


def _parts(lines: Sequence[GuideLine]) -> list[list[GuideLine]]:
    """The lines by page: the head, then each theme; one with very many lines goes over several."""
    parts: list[list[GuideLine]] = []
    for line in lines:
        if not parts or line.used_as is LineUse.THEME or len(parts[-1]) >= MOST_IN_PART:
            parts.append([])
        parts[-1].append(line)
    return parts


def _part_title(p: Phrases, parts: Sequence[Sequence[GuideLine]], at: int) -> str:
    themes = [part[0] for part in parts[: at + 1] if part[0].used_as is LineUse.THEME]
    if not themes:
        return p.say("The guide as a whole")
    goes_on = parts[at][0].used_as is not LineUse.THEME
    title = themes[-1].text or p.say("Theme without a title")
    return p.say("{title}, continued", title=title) if goes_on else title


def _guide_page(
    p: Phrases,
    guide: OwnGuide,
    lines: Sequence[GuideLine],
    checked: CheckedDraft,
    mine: Mapping[str, str],
) -> GuidePage:
    parts = _parts(lines)
    there = {each.number: (each, part[0].number) for part in parts for each in part}
    wrong = [
        _to_look_at(
            p,
            there.get(each.line or 0),
            finding_in_words(p, each, there[each.line][0] if each.line in there else None),
        )
        for each in checked.findings
    ]
    doubts = [
        _to_look_at(p, there[each.number], doubt_in_words(p, each.doubt)) for each in lines if each.doubt
    ]
    unclear = [
        _to_look_at(p, there[each.number], "")
        for each in lines
        if each.used_as is LineUse.LEFT_OUT and each.reading == ReadAs.NOT_UNDERSTOOD.name and each.text
    ]
    looked = [each.first for each in (*wrong, *doubts)]
    shown = tuple(
        PartOnPage(
            part[0].number,
            _part_title(p, parts, at),
            sum(each.used_as in _ASKED for each in part),
            sum(each.used_as is LineUse.LEFT_OUT for each in part),
            looked.count(part[0].number),
        )
        for at, part in enumerate(parts)
    )
    is_new = not guide.version or guide.is_changed_since
    return GuidePage(
        _on_page(p, guide, mine),
        guide.change,
        sum(each.prompts for each in shown),
        guide.version + 1 if checked.pack is not None and is_new else 0,
        guide.version > 0,
        shown,
        tuple(wrong),
        tuple(doubts),
        tuple(unclear),
        tuple(_not_read(p, guide)),
    )


def _to_look_at(p: Phrases, found: tuple[GuideLine, int] | None, said: str) -> ToLookAt:
    if found is None:
        return ToLookAt(said)
    line, first = found
    words = line.text if len(line.text) <= _LONGEST_SHOWN else f"{line.text[:_LONGEST_SHOWN]} …"
    where = ": ".join(filter(None, (place_in_words(p, line.place), f"“{words}”" if words else "")))
    return ToLookAt(said, where, first, line.number)


_LONGEST_SHOWN = 90


def _not_read(p: Phrases, guide: OwnGuide) -> list[str]:
    """What in the document was not read, each with its place, the same once."""
    told = [
        ": ".join(filter(None, (place_in_words(p, place), remark_in_words(p, kind))))
        for kind, place in remarks_from_text(guide.not_read)
    ]
    return list(dict.fromkeys(told))


def _uses(p: Phrases, lines: Sequence[GuideLine]) -> list[tuple[str, str]]:
    """What a line can be used as; an illustration is one of a level."""
    levels = [each for each in lines if each.used_as is LineUse.LEVEL]
    found = []
    for use in LineUse:
        if use is not LineUse.EXAMPLE:
            found.append((use.value, use_in_words(p, use)))
            continue
        found += [
            (f"{_EXAMPLE}{each.level}", p.say("illustration: {level}", level=each.text)) for each in levels
        ]
    return found


def _use(line: GuideLine) -> str:
    return f"{_EXAMPLE}{line.level}" if line.used_as is LineUse.EXAMPLE else line.used_as.value


def _read_use(use: str, text: str) -> tuple[LineUse, str, int]:
    """What a form says of a line: its use, its words as they are kept, and the level it names."""
    words = clean_text(text).text.strip()
    if use.startswith(_EXAMPLE):
        return LineUse.EXAMPLE, words, whole_number(use.removeprefix(_EXAMPLE)) or 0
    try:
        return LineUse(use), words, 0
    except ValueError:
        return LineUse.LEFT_OUT, words, 0


def _correction(posted: PostedLine) -> LineCorrection:
    use, words, level = _read_use(posted.use, posted.text)
    return LineCorrection(posted.number, use, words, level, posted.seen)


def _line_on_page(
    p: Phrases, line: GuideLine, checked: CheckedDraft, refused: Mapping[int, LineCorrection]
) -> LineOnPage:
    said = [finding_in_words(p, each, line) for each in checked.findings if each.line == line.number]
    said += [doubt_in_words(p, line.doubt)] if line.doubt else []
    mine = refused.get(line.number)
    is_left_out = line.used_as is LineUse.LEFT_OUT
    return LineOnPage(
        line.number,
        _use(line),
        line.text,
        place_in_words(p, line.place),
        reading_in_words(p, line.reading) if is_left_out else "",
        as_seen_line(line),
        tuple(said),
        mine.text if mine else "",
        is_left_out,
    )
