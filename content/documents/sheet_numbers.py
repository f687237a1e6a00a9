"""A number as a sheet shows it: the cell's format makes 1.1 into 1.10, 0.25 into 25%, 46203 into a day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

GENERAL: Final = "General"

BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    49: "@",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    45: "mm:ss",
    46: "h:mm:ss",
    47: "mm:ss",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
}
"""The formats that a workbook does not spell out, by their numbers. Days are written as in Britain."""

_LITERAL = re.compile(r'"([^"]{0,63})"|\\(.)|_.|\*.|\[[^\[\]]{0,63}\]')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?")
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_FORMAT_PIECE = re.compile(
    r'"([^"]{0,63})"|\\(.)|\[[^\[\]]{0,63}\]|_.|\*.|am/pm|a/p|y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|.',
    re.IGNORECASE | re.DOTALL,
)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_DAYS: Final = 2_958_465
_PLAIN_DIGITS: Final = 15
_MOST_DECIMALS: Final = 30
_LONGEST_NUMBER: Final = 400
_LONGEST_CODE: Final = 255
"""Excel takes no longer format."""


@dataclass(frozen=True, slots=True)
class _Section:
    """The part of a format that a number falls under, its literal words taken out."""

    code: str
    bare: str


def shown_number(text: str, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """The number that a cell holds as ``text``, as it is shown with a format; the text where it is none."""
    if len(text) > _LONGEST_NUMBER or len(code) > _LONGEST_CODE:
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST_NUMBER:
        return text
    section = _section(code, value)
    if section.bare.casefold() in ("general", "", "@"):
        return _plainly(value)
    if _DATE.search(section.bare) and not _DIGITS.search(section.bare):
        return _as_day(value, section.code, from_1904) or _plainly(value)
    return _in_digits(abs(value) if _has_negative_section(code, value) else value, section)


def _section(code: str, value: Decimal) -> _Section:
    sections = _sections(code)
    place = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    own = sections[place] if sections[place].strip() else sections[0]
    return _Section(own, _LITERAL.sub("", own).strip().removesuffix(";"))


def _sections(code: str) -> list[str]:
    pieces, start = [], 0
    quoted = False
    for place, character in enumerate(code):
        if character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            pieces.append(code[start:place])
            start = place + 1
    return [*pieces, code[start:]]


def _has_negative_section(code: str, value: Decimal) -> bool:
    sections = _sections(code)
    return value < 0 and len(sections) > 1 and bool(sections[1].strip())


def _plainly(value: Decimal) -> str:
    """A number without a format: as many digits as a sheet keeps, never with an exponent."""
    kept = Decimal(f"{value:.{_PLAIN_DIGITS}g}") if value else Decimal(0)
    written = f"{kept:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _in_digits(value: Decimal, section: _Section) -> str:
    digits = _DIGITS.search(section.bare)
    if digits is None or "/" in section.bare or "e+" in section.bare.casefold():
        return _plainly(value)
    is_share = "%" in section.bare
    decimals = min(len(digits[1] or ""), _MOST_DECIMALS)
    least_decimals = (digits[1] or "").count("0")
    counted = value * 100 if is_share else value
    whole = digits[0].partition(".")[0]
    written = f"{counted:,.{decimals}f}" if "," in whole.rstrip(",") else f"{counted:.{decimals}f}"
    written = _without_optional(written, decimals - least_decimals)
    before, _, after = written.partition(".")
    before = _padded(before, whole.replace(",", "").count("0"))
    return _with_literals(section.code, f"{before}.{after}" if after else before) + ("%" if is_share else "")


def _without_optional(written: str, optional: int) -> str:
    for _ in range(optional):
        written = written[:-1] if written.endswith("0") and "." in written else written
    return written.rstrip(".") if "." in written else written


def _padded(whole: str, digits: int) -> str:
    sign, number = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return sign + number.rjust(digits, "0")


def _with_literals(code: str, written: str) -> str:
    """The words of a format before and behind the number, such as £ or hours."""
    found = _DIGITS.search(_LITERAL.sub(lambda match: "\x00" * len(match[0]), code))
    if found is None:
        return written
    return _words(code[: found.start()]) + written + _words(code[found.end() :])


def _words(code: str) -> str:
    pieces, start = [], 0
    for match in _LITERAL.finditer(code):
        pieces.append(code[start : match.start()])
        pieces.append(match[1] or match[2] or _currency(match[0]))
        start = match.end()
    pieces.append(code[start:])
    return "".join(pieces).replace("%", "").replace("#", "").replace("?", "")


def _currency(bracket: str) -> str:
    """What stands between ``[$`` and ``-``: the sign of a currency."""
    return bracket[2:].partition("-")[0].rstrip("]") if bracket.startswith("[$") else ""


def _as_day(value: Decimal, code: str, from_1904: bool) -> str:
    if not 0 <= value <= _MOST_DAYS:
        return ""
    seconds = round(value * 86_400)
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
    try:
        moment = first + timedelta(seconds=int(seconds))
    except OverflowError:
        return ""
    tokens = list(_pieces_of(code))
    is_half_day = any(each[0].casefold() in ("am/pm", "a/p") for each in tokens)
    written = []
    for place, token in enumerate(tokens):
        name = token[0].casefold()
        if token[1] is not None or token[2] is not None:
            written.append(token[1] or token[2] or "")
        elif name[0] in "[_*":
            continue
        elif name[0] == "m" and _is_minute(tokens, place):
            written.append(f"{moment.minute:0{min(len(name), 2)}}")
        else:
            written.append(_part_of_day(moment, name, is_half_day))
    return "".join(written)


def _pieces_of(code: str) -> Iterator[re.Match[str]]:
    """The pieces of a format, one after another."""
    place = 0
    while (piece := _FORMAT_PIECE.match(code, place)) is not None:
        yield piece
        place = piece.end()


def _is_minute(tokens: list[re.Match[str]], place: int) -> bool:
    """Whether an m means minutes: it stands behind hours or before seconds."""
    letters = [each[0][0].casefold() for each in tokens[:place] if each[0][0].casefold() in "ymdhs"]
    after = [each[0][0].casefold() for each in tokens[place + 1 :] if each[0][0].casefold() in "ymdhs"]
    return letters[-1:] == ["h"] or after[:1] == ["s"]


def _part_of_day(moment: datetime, name: str, is_half_day: bool) -> str:
    hour = (moment.hour % 12 or 12) if is_half_day else moment.hour
    known = {
        "yyyy": f"{moment.year:04}",
        "yy": f"{moment.year % 100:02}",
        "mmmm": _MONTHS[moment.month - 1],
        "mmm": _MONTHS[moment.month - 1][:3],
        "mm": f"{moment.month:02}",
        "m": str(moment.month),
        "dddd": _WEEKDAYS[moment.weekday()],
        "ddd": _WEEKDAYS[moment.weekday()][:3],
        "dd": f"{moment.day:02}",
        "d": str(moment.day),
        "hh": f"{hour:02}",
        "h": str(hour),
        "ss": f"{moment.second:02}",
        "s": str(moment.second),
        "am/pm": "AM" if moment.hour < 12 else "PM",
        "a/p": "A" if moment.hour < 12 else "P",
        "yyy": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
    }
    return known.get(name, name)
