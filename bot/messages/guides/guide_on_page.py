"""An organisation's own guide in words: in the list, on its page, part by part and line by line.

Values for pages and cards. Nothing here reads the store or checks a right.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Final

from content.drafts.draft import ReadAs
from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse, as_seen_line, have_places, is_forgotten
from content.drafts.kept_keys import is_of_other_kind, is_whole_guide, levels_of_lines, title_of_theme
from content.drafts.moving import can_change_theme, can_move
from content.model import Guide
from content.own_guides.draft_checks import CheckedDraft
from content.own_guides.draft_words import (
    doubt_in_words,
    finding_in_words,
    origin_in_words,
    place_in_words,
    remark_in_words,
    use_in_words,
    why_left_out,
)
from content.own_guides.filled_in import filled_in_words, lines_filled_in
from content.own_guides.kept_words import kept_in_words, kept_of_guide_in_words
from content.own_guides.own_evidence import (
    asked_once_in_words,
    asked_twice_in_words,
    themes_asked_twice,
    themes_without_ours,
)
from content.phrases import Phrases, long_date, phrases_in
from content.whole_numbers import whole_number
from conversations.cards.view import shortened
from conversations.reading.clean import clean_text
from storage.guides.draft_lines import remarks_from_text
from storage.guides.own_guides import OwnGuide
from web.desk.guide_desk import GuideOnPage, GuidePage, LineOnPage, PartOnPage, ToLookAt

MOST_IN_PART: Final = 60
"""So many lines are on one page; a longer theme goes over several."""

_ENDS: Final = (ReadAs.PLAN.name, ReadAs.SIGN_OFF.name)
_EXAMPLE = f"{LineUse.EXAMPLE.value}-"
_LONGEST_SHOWN: Final = 90


def not_understood_in(lines: Sequence[GuideLine]) -> list[GuideLine]:
    """The lines that have words of which it is not known what they are, and that are left out for that."""
    return [
        each
        for each in lines
        if each.used_as is LineUse.LEFT_OUT and each.reading == ReadAs.NOT_UNDERSTOOD.name and each.text
    ]


def ends_left_out(p: Phrases, lines: Sequence[GuideLine]) -> list[str]:
    """What begins a plan or a sign-off in the document, each with its place and why it is left out."""
    told, before = [], ""
    for each in lines:
        is_end = each.used_as is LineUse.LEFT_OUT and each.reading in _ENDS and bool(each.text)
        if is_end and (each.reading != before or each.reading == ReadAs.SIGN_OFF.name):
            where = ": ".join(filter(None, (place_in_words(p, each.place), f"“{shortened(each.text)}”")))
            told.append(p.say("{where}, {why}", where=where, why=why_left_out(p, each)))
        # The headings of a plan's columns stand between its own heading and its lines.
        before = before if each.reading == ReadAs.COLUMN.name else each.reading
    return told


def title_shown(p: Phrases, guide: OwnGuide) -> str:
    """The title of a guide, or that it has none yet."""
    return shortened(guide.title) or p.say("Without a title")


def phrases_of_guide(guide: OwnGuide) -> Phrases:
    """The phrases of the language that a guide is in."""
    return phrases_in(guide.language.replace("-", "_"))


def state_shown(p: Phrases, guide: OwnGuide) -> str:
    """Whether a guide is a draft or published, and since when."""
    if not guide.version or guide.published_at is None:
        return p.say("Draft, not published.")
    day = long_date(guide.published_at.date(), p.language)
    said = p.say("Version {number}, published on {day}.", number=guide.version, day=day)
    corrected = p.say("It was corrected since then.")
    return f"{said} {corrected}" if guide.is_changed_since else said


def states_shown(p: Phrases, guides: Sequence[OwnGuide], told: Mapping[str, str]) -> list[str]:
    """The state of each guide and what is ``told`` of it by its id, which tells those of one title apart."""
    titles = {each.id: title_shown(p, each) for each in guides}
    shown = [
        p.say("Draft of the next version of “{title}”, not published.", title=titles[each.next_of])
        if each.next_of in titles
        else state_shown(p, each)
        for each in guides
    ]
    shown = [f"{state} {told[each.id]}" for each, state in zip(guides, shown, strict=True)]
    named = [
        (each.organisation_id, titles[each.id], state) for each, state in zip(guides, shown, strict=True)
    ]
    found = []
    for state, (n, several) in zip(shown, _counted(named), strict=True):
        nth = p.say("Number {n} of {several} with this title.", n=n, several=several)
        found.append(f"{state} {nth}" if several else state)
    return found


def labels_apart(p: Phrases, guides: Sequence[Guide], own: Mapping[str, OwnGuide]) -> list[str]:
    """How each guide is named where one is chosen: its title, and what tells it from others of that title.

    ``own`` are those of the organisation by id; all others are there for everybody.
    """
    plain = [f"{each.title} ({each.language})" for each in guides]
    whose = [
        f"{label}, {_whose(p, each, own.get(each.id))}" if several else label
        for label, each, (_, several) in zip(plain, guides, _counted(plain), strict=True)
    ]
    return [
        f"{label}, {n}" if several else label
        for label, (n, several) in zip(whose, _counted(whose), strict=True)
    ]


def _whose(p: Phrases, guide: Guide, own: OwnGuide | None) -> str:
    if own is None or own.published_at is None:
        return p.say("for everybody, version {number}", number=guide.version)
    day = long_date(own.published_at.date(), p.language)
    return p.say("your own, version {number}, published on {day}", number=own.version, day=day)


def _counted(names: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The place of each among those with the same name, and how many there are; nothing for a single one."""
    in_all, met = Counter(names), Counter[Hashable]()
    found = []
    for name in names:
        met[name] += 1
        found.append((met[name], in_all[name]) if in_all[name] > 1 else (0, 0))
    return found


def guide_on_page(p: Phrases, guide: OwnGuide, mine: Mapping[str, str], state: str = "") -> GuideOnPage:
    """A guide in the list, or wherever it is named."""
    shown = state or state_shown(p, guide)
    return GuideOnPage(guide.id, title_shown(p, guide), shown, mine.get(guide.organisation_id, ""))


def parts_of_lines(lines: Sequence[GuideLine]) -> list[list[GuideLine]]:
    """The lines by page: the head, then each theme; one with very many lines goes over several.

    A prompt stays with its help, unless both fill a page. Lines whose words are erased stand on none.
    """
    parts: list[list[GuideLine]] = []
    for line in [each for each in lines if not is_forgotten(each)] or lines[:1]:
        if not parts or line.used_as is LineUse.THEME:
            parts.append([])
        elif len(parts[-1]) >= MOST_IN_PART:
            cut = _where_to_cut(parts[-1], line)
            parts[-1:] = [parts[-1][:cut], parts[-1][cut:]]
        parts[-1].append(line)
    return parts


def _where_to_cut(part: Sequence[GuideLine], following: GuideLine) -> int:
    """Where a full page ends: before a prompt whose help would be on the next."""
    asked = [at for at, each in enumerate(part) if at > 0 and each.used_as in ASKED_USES]
    return asked[-1] if asked and following.used_as in (LineUse.HELP, LineUse.LEFT_OUT) else len(part)


def part_with(parts: Sequence[Sequence[GuideLine]], lines: Sequence[GuideLine], number: int) -> int | None:
    """Which part has the line with this number, or, where its words are erased, what stands around it."""
    shown = {each.number: at for at, part in enumerate(parts) for each in part}
    if number not in {each.number for each in lines}:
        return None
    found = 0
    for line in lines:
        found = shown.get(line.number, found)
        if line.number == number:
            break
    return found


def theme_of_part(parts: Sequence[Sequence[GuideLine]], at: int) -> int:
    """The number of the line that is the title of a part's theme, 0 above all themes."""
    themes = [part[0].number for part in parts[: at + 1] if part[0].used_as is LineUse.THEME]
    return themes[-1] if themes else 0


def part_title(p: Phrases, parts: Sequence[Sequence[GuideLine]], at: int) -> str:
    """What a part is called: its theme, or that it is about the whole."""
    themes = [part[0] for part in parts[: at + 1] if part[0].used_as is LineUse.THEME]
    title = p.say("The guide as a whole")
    if themes:
        title = title_of_theme(themes[-1]) or p.say("Theme without a title")
    return p.say("{title}, continued", title=title) if _goes_on(parts, at) else title


def _goes_on(parts: Sequence[Sequence[GuideLine]], at: int) -> bool:
    return at > 0 and parts[at][0].used_as is not LineUse.THEME


def page_of_guide(
    p: Phrases,
    guide: OwnGuide,
    lines: Sequence[GuideLine],
    checked: CheckedDraft,
    mine: Mapping[str, str],
    not_read: str = "",
) -> GuidePage:
    """A guide with all that is to be looked at."""
    parts = parts_of_lines(lines)
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
    unclear = [_to_look_at(p, there[each.number], "") for each in not_understood_in(lines)]
    looked = [each.first for each in (*wrong, *doubts)]
    shown = tuple(
        PartOnPage(
            part[0].number,
            part_title(p, parts, at),
            sum(each.used_as in ASKED_USES for each in part),
            sum(each.used_as is LineUse.LEFT_OUT and not is_forgotten(each) for each in part),
            looked.count(part[0].number),
            goes_on=_goes_on(parts, at),
        )
        for at, part in enumerate(parts)
    )
    is_new = not guide.version or guide.is_changed_since
    return GuidePage(
        guide_on_page(p, guide, mine),
        guide.shown_change,
        sum(each.prompts for each in shown),
        guide.next_version if checked.pack is not None and is_new else 0,
        guide.version > 0,
        shown,
        tuple(wrong),
        tuple(doubts),
        tuple(unclear),
        tuple(_not_read(p, not_read)),
        tuple(kept_of_guide_in_words(p, lines)),
        asked_twice_in_words(p, len(themes_asked_twice(phrases_of_guide(guide), lines))),
        asked_once_in_words(p, len(themes_without_ours(lines))),
        ends=tuple(ends_left_out(p, lines)),
        filled_in="" if guide.version else filled_in_words(p, lines_filled_in(lines)),
    )


def _to_look_at(p: Phrases, found: tuple[GuideLine, int] | None, said: str) -> ToLookAt:
    if found is None:
        return ToLookAt(said)
    line, first = found
    words = line.text if len(line.text) <= _LONGEST_SHOWN else f"{line.text[:_LONGEST_SHOWN]} …"
    where = ": ".join(filter(None, (place_in_words(p, line.place), f"“{words}”" if words else "")))
    return ToLookAt(said, where, first, line.number)


def _not_read(p: Phrases, kept: str) -> list[str]:
    """What in the document was not read, each with its place, the same once."""
    told = [
        ": ".join(filter(None, (place_in_words(p, place), remark_in_words(p, kind))))
        for kind, place in remarks_from_text(kept)
    ]
    return list(dict.fromkeys(told))


def uses_of_lines(p: Phrases, lines: Sequence[GuideLine]) -> list[tuple[str, str]]:
    """What a line can be used as; an illustration is one of a level.

    The scales of a whole guide are kept as they are, so no line of it is a level.
    """
    uses = [each for each in LineUse if each is not LineUse.LEVEL or not is_whole_guide(lines)]
    found = []
    for use in uses:
        if use is LineUse.EXAMPLE:
            found += [
                (f"{_EXAMPLE}{number}", p.say("illustration: {level}", level=name or str(number)))
                for number, name in levels_of_lines(lines)
            ]
        else:
            found.append((use.value, use_in_words(p, use)))
    return found


def _use(line: GuideLine) -> str:
    return f"{_EXAMPLE}{line.level}" if line.used_as is LineUse.EXAMPLE else line.used_as.value


def use_and_words(p: Phrases, use: LineUse, words: str) -> str:
    """What somebody made of a line: its words, or that it was to be left out."""
    return p.say("left out") if use is LineUse.LEFT_OUT or not words else words


def lines_not_kept(
    parts: Sequence[Sequence[GuideLine]], lines: Sequence[GuideLine], mine: Mapping[int, str]
) -> tuple[ToLookAt, ...]:
    """The way to each line that somebody else had changed meanwhile, with what was not kept of it."""
    found = []
    for line in lines:
        at = part_with(parts, lines, line.number) if line.number in mine else None
        if at is not None:
            found.append(ToLookAt(mine[line.number], shortened(line.text), parts[at][0].number, line.number))
    return tuple(found)


def use_from_form(use: str, text: str) -> tuple[LineUse, str, int]:
    """What a form says of a line: its use, its words as they are kept, and the level it names."""
    words = clean_text(text).text.strip()
    if use.startswith(_EXAMPLE):
        return LineUse.EXAMPLE, words, whole_number(use.removeprefix(_EXAMPLE)) or 0
    try:
        return LineUse(use), words, 0
    except ValueError:
        return LineUse.LEFT_OUT, words, 0


def line_on_page(
    p: Phrases, line: GuideLine, lines: Sequence[GuideLine], checked: CheckedDraft, mine: str
) -> LineOnPage:
    """A line of these with all that is said of it; ``mine`` is what somebody wrote that was not kept."""
    said = [finding_in_words(p, each, line) for each in checked.findings if each.line == line.number]
    said += [doubt_in_words(p, line.doubt)] if line.doubt else []
    is_left_out = line.used_as is LineUse.LEFT_OUT
    return LineOnPage(
        line.number,
        _use(line),
        line.text,
        origin_in_words(p, line) if have_places(lines) else "",
        why_left_out(p, line) if is_left_out else "",
        as_seen_line(line),
        tuple(said),
        mine,
        is_left_out,
        kept_in_words(p, line, lines),
        is_of_other_kind(line),
        can_move(line),
        can_change_theme(line),
    )
