"""The text of a file, in whatever letters a program wrote it. Never raises, on any bytes."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OF_ONE_BYTE: Final = ("cp1252", "cp1250", "mac_roman")
"""How programs in Europe write letters in one byte each, the likelier here before the less likely."""

_PARTED: Final = re.compile(rb"[\s,;|\"']+")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
_TRIED_LETTERS: Final = 2_000


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file. Where its letters are not sure, ``example`` is a word that may be ``otherwise``."""

    text: str
    example: str = ""
    otherwise: str = ""


def text_of_file(data: bytes) -> FileText | None:
    """The text of a file, None where it is no text."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _wide(data)
    if encoding is not None:
        found = FileText(data.decode(encoding, "replace"))
    else:
        try:
            found = FileText(data.decode())
        except UnicodeDecodeError:
            found = _of_one_byte(data)
    # Now and then a control character slips into a text; a picture or a program is full of them.
    return None if 50 * len(_CONTROL.findall(found.text)) > 100 + len(found.text) else found


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without its mark: most other bytes of western text are then zero."""
    quarter, half = len(data) // 4, len(data) // 2
    if quarter and data.count(0) > quarter * 2.6:
        return "utf-32-le" if data[0::4].count(0) < quarter * 0.4 else "utf-32-be"
    if half and data[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if half and data[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    return None


def _of_one_byte(data: bytes) -> FileText:
    """Text with a byte for each letter, in the letters that fit its words best; some lines may be UTF-8.

    Which letters they are is nowhere said, so those are taken by which the fewest words have a sign, or a
    capital, in their middle.
    """
    lines = [_utf_8_or(line) for line in data.split(b"\n")]
    unsure = b"\n".join(each for each in lines if isinstance(each, bytes))
    tried = {name: _misfits(unsure.decode(name, "replace")) for name in _OF_ONE_BYTE}
    best = min(_OF_ONE_BYTE, key=tried.__getitem__)
    text = "\n".join(each if isinstance(each, str) else each.decode(best, "replace") for each in lines)
    for other in _OF_ONE_BYTE:
        if tried[other] == tried[best] and other != best:
            for word in _PARTED.split(unsure):
                here, there = word.decode(best, "replace"), word.decode(other, "replace")
                if here != there:
                    return FileText(text, here, there)
    return FileText(text)


def _utf_8_or(line: bytes) -> str | bytes:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line


def _misfits(text: str) -> int:
    """How many letters beyond ASCII do not fit: signs within a word, and capitals behind small letters."""
    count = seen = 0
    for at, character in enumerate(text):
        if character.isascii():
            continue
        seen += 1
        if seen > _TRIED_LETTERS:
            break
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        is_inside = before.isalpha() or after.isalpha()
        if character == "\N{REPLACEMENT CHARACTER}" or "\x80" <= character <= "\x9f":
            count += 1
        elif not character.isalpha() or character in "\N{MODIFIER LETTER CIRCUMFLEX ACCENT}\N{SMALL TILDE}":
            count += is_inside and character not in "\N{RIGHT SINGLE QUOTATION MARK}\N{NO-BREAK SPACE}"
        elif character.isupper() and before.islower():
            count += 1
    return count
