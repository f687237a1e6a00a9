"""A draft as lines that can be corrected one by one: what each is used as, and its place in the document.

The guide is made of these lines and of nothing else. What is about a person is never among them.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final

from content.documents.blocks import DocumentPlace, row_of
from content.drafts.draft import DraftDoubtKind, DraftLevel, DraftTheme, GuideDraft, LineReading, ReadAs
from content.drafts.growing import before_title
from content.drafts.pack_text import SIX_LEVELS
from content.formatting.own_number import with_number


@unique
class LineUse(StrEnum):
    """What a line of a draft is used as. The codes are kept."""

    TITLE = "title"
    ABOUT = "about"
    LEVEL = "level"
    THEME = "theme"
    PURPOSE = "purpose"
    PROMPT = "prompt"
    STATEMENT = "statement"
    OTHER_KIND = "other_kind"
    HELP = "help"
    FEATURE = "feature"
    EXAMPLE = "example"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One line: its ``number``, which stays the same, its words, and what they are used as.

    ``level`` is that of a level or an illustration, 0 for others. ``reading`` is the code of what the line
    was read as in the document, and ``place`` where it stands there; a line that was added has neither, and
    the levels of a usual scale have no place. ``doubt`` is the code of what somebody should look at. ``kept``
    is what the line's entry of a whole guide has besides, as ``kept_keys`` writes it.
    """

    number: int
    used_as: LineUse
    text: str
    level: int = 0
    reading: str = ""
    place: DocumentPlace | None = None
    doubt: str = ""
    kept: str = ""


def is_forgotten(line: GuideLine) -> bool:
    """Whether a line is left out and its words are erased, so that nothing of it can be shown."""
    is_personal = line.reading == ReadAs.PERSONAL.name  # that such a line is not kept is still told
    return line.used_as is LineUse.LEFT_OUT and not line.text and not is_personal


def have_places(lines: Sequence[GuideLine]) -> bool:
    """Whether these lines are from a document; a pack tells no places."""
    return any(each.place is not None for each in lines)


ASKED_USES: Final = (LineUse.PROMPT, LineUse.STATEMENT, LineUse.OTHER_KIND)
"""What a line is used as that asks for something."""


_USES: Final = {
    ReadAs.TITLE: LineUse.TITLE,
    ReadAs.THEME: LineUse.THEME,
    ReadAs.PURPOSE: LineUse.PURPOSE,
    ReadAs.PROMPT: LineUse.PROMPT,
    ReadAs.STATEMENT: LineUse.STATEMENT,
    ReadAs.HELP: LineUse.HELP,
    ReadAs.EXAMPLE: LineUse.EXAMPLE,
}


def lines_of_draft(draft: GuideDraft, about: str = "") -> tuple[GuideLine, ...]:
    """The lines of a draft in reading order, headed by title, ``about`` and scale."""
    title = next((each for each in draft.readings if each.read_as is ReadAs.TITLE), None)
    levels = draft.levels or tuple(
        DraftLevel(number, name) for number, name in zip(range(6, 0, -1), SIX_LEVELS, strict=True)
    )
    head = [
        GuideLine(0, LineUse.TITLE, draft.title, 0, _code(title), title.place if title else None),
        GuideLine(0, LineUse.ABOUT, about),
        *(
            GuideLine(0, LineUse.LEVEL, each.name, each.number, ReadAs.LEVEL.name, draft.levels_place)
            for each in levels
        ),
    ]
    scale = {_bare(each.name) for each in levels}
    body = list(_with_doubts(draft, _body(draft, title, scale)))
    if any(each.kind is DraftDoubtKind.OTHER_SCALE for each in draft.doubts):
        head[2] = replace(head[2], doubt=DraftDoubtKind.OTHER_SCALE.name)
    return tuple(replace(each, number=number) for number, each in enumerate((*head, *body), start=1))


def _code(reading: LineReading | None) -> str:
    return reading.read_as.name if reading else ""


def _body(draft: GuideDraft, title: LineReading | None, scale: Set[str]) -> Iterator[GuideLine]:
    """Everything below the head; a theme that no line of the document names has its line before its first.

    What no other line has of a reading is left out in a line of its own, so that no word vanishes.
    """
    with_line = {each.place for each in draft.readings if each.read_as is ReadAs.THEME}
    unnamed = [each for each in draft.themes if each.place not in with_line]
    titles = {each.place: with_number(each.number, each.title) for each in draft.themes}
    prompts = [(each.place, each) for theme in draft.themes for each in theme.prompts]
    asked = {(place, each.ask): with_number(each.number, each.ask) for place, each in prompts}
    numbered = {
        (row_of(place), number)
        for place, each in prompts
        for number in (each.number, each.number.removesuffix("0"))
    }
    levels = {(each.place, each.text): each.level for theme in draft.themes for each in theme.examples}
    for reading in draft.readings:
        if reading is title or _is_taken_elsewhere(reading, scale, numbered):
            continue
        while unnamed and _is_within(reading.place, unnamed[0]):
            theme = unnamed.pop(0)
            sheet = theme.place if theme.place.sheet else None
            yield GuideLine(0, LineUse.THEME, with_number(theme.number, theme.title), place=sheet)
        use = _USES.get(reading.read_as, LineUse.LEFT_OUT)
        key = (reading.place, reading.text.strip())
        words = reading.text.strip()
        if use is LineUse.THEME:
            words = titles.get(reading.place, words)
        elif use in (LineUse.PROMPT, LineUse.STATEMENT):
            words = asked.get(key, words)
        elif reading.read_as is ReadAs.PERSONAL:
            words = ""
        yield GuideLine(0, use, words, levels.get(key, 0), reading.read_as.name, reading.place)
        before = before_title(reading.text) if use is LineUse.THEME else ""
        if re.search(r"[^\W\d_]", before):
            yield GuideLine(0, LineUse.LEFT_OUT, before, 0, ReadAs.BEFORE_TITLE.name, reading.place)


def _is_taken_elsewhere(
    reading: LineReading, scale: Set[str], numbered: Set[tuple[DocumentPlace, str]]
) -> bool:
    """Whether another line has the words: a number stands before what it numbers, the levels above all."""
    if reading.read_as is ReadAs.NUMBER:
        return (row_of(reading.place), reading.text.strip()) in numbered
    return reading.read_as is ReadAs.LEVEL and _bare(reading.text) in scale


def _bare(words: str) -> str:
    """Words without a box to tick before them, and without the number of their level."""
    return re.sub(r"[\W\d_]+", " ", words).strip().casefold()


def _is_within(place: DocumentPlace, theme: DraftTheme) -> bool:
    """Whether a theme without a line of its own begins here: on its sheet, or with its first prompt."""
    if theme.place.sheet and not theme.place.row:
        return place.sheet == theme.place.sheet
    return place == theme.place


def _with_doubts(draft: GuideDraft, lines: Iterator[GuideLine]) -> Iterator[GuideLine]:
    shown = (DraftDoubtKind.SAME_NUMBER, DraftDoubtKind.SAME_WORDS)
    doubts = {each.place: each.kind.name for each in draft.doubts if each.kind in shown}
    unsure = {each.place for each in draft.doubts if each.kind is DraftDoubtKind.MAY_BE_ASKED}
    for line in lines:
        if line.used_as is LineUse.PURPOSE and line.place in unsure:
            yield replace(line, doubt=DraftDoubtKind.MAY_BE_ASKED.name)
        else:
            is_asked = line.used_as in (LineUse.PROMPT, LineUse.STATEMENT)
            yield replace(line, doubt=doubts.get(line.place, "")) if is_asked and line.place else line


def as_seen_line(line: GuideLine) -> str:
    """What stands for a line as it is shown, so that it is known whether it changed since."""
    shown = f"{line.used_as} {line.level} {line.text}"
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def counted_lines(lines: Sequence[GuideLine]) -> Iterator[tuple[str, GuideLine]]:
    """The themes and prompts in order, each with the number that people type for it: 2, and 2.3 for a prompt.

    Prompts above all themes have 0 for a theme.
    """
    theme = prompt = 0
    for line in lines:
        if line.used_as is LineUse.THEME:
            theme, prompt = theme + 1, 0
            yield str(theme), line
        elif line.used_as in ASKED_USES:
            prompt += 1
            yield f"{theme}.{prompt}", line


def line_counted(lines: Sequence[GuideLine], number: str) -> GuideLine | None:
    """The theme or prompt with this number, None where there is none."""
    return dict(counted_lines(lines)).get(number)
