"""The numbers that Word puts before paragraphs and that stand nowhere in the text: 1., 2.1, a), iv."""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from content.documents.blocks import column_letters
from content.whole_numbers import number_of, whole_number

_LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST: Final = 9_999
_BULLETS: Final = ("bullet", "none", "")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    is_legal: bool = False
    restarts: bool = True
    style: str = ""


@dataclass(slots=True)
class _List:
    """The levels of a list, and how far each has been counted. Lists of one kind count on together."""

    levels: dict[int, _Level]
    counted: dict[int, int] = field(default_factory=dict)


class WordNumbers:
    """Counts a document's lists on from paragraph to paragraph, in their order."""

    def __init__(self, tree: Element | None) -> None:
        """Take the lists from their part, which a document need not have."""
        self._kinds: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        self._starts: dict[str, dict[int, int]] = {}
        if tree is None:
            return
        links: dict[str, str] = {}
        for each in tree.iterfind("w_abstractNum"):
            key = each.get("w_abstractNumId", "")
            self._kinds[key] = _List(
                {_level_number(level): _level(level) for level in each.iterfind("w_lvl")}
            )
            named = each.find("w_numStyleLink")
            if named is not None:
                links[key] = named.get("w_val", "")
        by_style = {
            link.get("w_val", ""): each.get("w_abstractNumId", "")
            for each in tree.iterfind("w_abstractNum")
            if (link := each.find("w_styleLink")) is not None
        }
        for each in tree.iterfind("w_num"):
            self._add(each, {key: by_style.get(style, key) for key, style in links.items()})

    def _add(self, element: Element, links: dict[str, str]) -> None:
        named = element.find("w_abstractNumId")
        kind = named.get("w_val", "") if named is not None else ""
        found = self._kinds.get(links.get(kind, kind))
        if found is None:
            return
        key = element.get("w_numId", "")
        changed = dict(found.levels)
        for each in element.iterfind("w_lvlOverride"):
            number = _level_number(each)
            own = each.find("w_lvl")
            if own is not None:
                changed[number] = _level(own)
            start = each.find("w_startOverride")
            if start is not None:
                self._starts.setdefault(key, {})[number] = _whole(start.get("w_val"), 1)
        self._lists[key] = _List(changed, found.counted)

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list that belongs to a style of paragraphs, 0 where none says so."""
        found = self._lists.get(number)
        levels = found.levels.items() if found else ()
        return next((level for level, each in levels if style and each.style == style), 0)

    def next_number(self, number: str, level: int) -> tuple[str, bool]:
        """What stands before the next paragraph of a list, and whether that is a bullet."""
        found = self._lists.get(number)
        if found is None or level not in range(_LEVELS):
            return "", False
        own = found.levels.get(level, _Level())
        starts = self._starts.get(number, {})
        if level in starts:
            found.counted[level] = starts.pop(level) - 1
        before = found.counted.get(level, own.start - 1)
        found.counted[level] = min(before + 1, _MOST)
        for deeper in [each for each in found.counted if each > level]:
            if found.levels.get(deeper, _Level()).restarts:
                del found.counted[deeper]
        if own.form in _BULLETS:
            return "", own.form == "bullet"
        return _PLACE.sub(
            lambda place: _shown_count(found, own, number_of(place[1]) - 1), own.text
        ).strip(), False


def _shown_count(counted: _List, shown_at: _Level, level: int) -> str:
    own = counted.levels.get(level, _Level())
    count = counted.counted.get(level, own.start)
    return str(count) if shown_at.is_legal else number_in_form(count, own.form)


def number_in_form(count: int, form: str) -> str:
    """A number as a list of this form writes it."""
    if count < 1:
        return str(count)
    match form:
        case "lowerLetter":
            return _letters(count)
        case "upperLetter":
            return _letters(count).upper()
        case "lowerRoman":
            return _roman(count)
        case "upperRoman":
            return _roman(count).upper()
        case "decimalZero":
            return f"{count:02}"
        case "none":
            return ""
    return str(count)


def _letters(count: int) -> str:
    # Word doubles the letter after z, where a sheet goes on with aa, ab.
    times, place = divmod(count - 1, 26)
    return column_letters(place + 1).lower() * (times + 1)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        written += letters * times
    return written


def _level_number(element: Element) -> int:
    return _whole(element.get("w_ilvl"), 0)


def _level(element: Element) -> _Level:
    def value(name: str) -> str | None:
        found = element.find(name)
        return None if found is None else found.get("w_val", "")

    return _Level(
        start=_whole(value("w_start"), 1),
        form=value("w_numFmt") or "decimal",
        text=value("w_lvlText") or "",
        is_legal=element.find("w_isLgl") is not None,
        restarts=value("w_lvlRestart") != "0",
        style=value("w_pStyle") or "",
    )


def _whole(text: str | None, otherwise: int) -> int:
    number = whole_number(text or "", most=99_999)
    return otherwise if number is None else number
