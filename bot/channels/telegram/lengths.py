"""How long Telegram finds a text, and where one may be cut: never inside what a reader sees as one sign.

Telegram counts UTF-16 units after the markup is taken out. Nothing here knows markup.
"""

import re
import unicodedata
from itertools import islice

_SENTENCE_END = re.compile(r"[.!?…][\"'\u201d\u2019)\]]*\s+")
_SPACE = re.compile(r"\s+")
_JOINER = "\u200d"


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The text, or as much of its beginning as fits with an ellipsis into ``limit`` UTF-16 units."""
    if units(text) <= limit:
        return text
    return text[: _sign_end(text, _reach(text, limit - 1))].rstrip() + "…"


def split_once(text: str, limit: int) -> tuple[str, str]:
    """A first piece of at most ``limit`` UTF-16 units and what is left, cut at the best place there is.

    Best is the end of a line, then of a sentence, then of a word, then of one visible sign. Blank space
    at the cut goes; nothing else does.
    """
    if units(text) <= limit:
        return text, ""
    end = _reach(text, limit)
    place = _last_place(text, end)
    return text[:place].rstrip(), text[place:].lstrip()


def _reach(text: str, limit: int) -> int:
    """How many characters of the text fit."""
    if text.isascii():
        return min(limit, len(text))
    count = 0
    for place, character in enumerate(islice(text, limit + 1)):
        count += 2 if character > "\uffff" else 1
        if count > limit:
            return place
    return len(text)


def _last_place(text: str, end: int) -> int:
    # A place in the first half would leave a message half empty for the sake of a tidy end.
    least = end // 2
    line_end = text.rfind("\n", least, end + 1)
    if line_end > 0:
        return line_end
    for ending in (_SENTENCE_END, _SPACE):
        places = [found.end() for found in ending.finditer(text, 0, end + 1)]
        whole = [place for place in places if place >= least and _is_boundary(text, place)]
        if whole:
            return whole[-1]
    return _sign_end(text, end)


def _sign_end(text: str, end: int) -> int:
    """The last boundary between visible signs at or before ``end``; ``end`` when one sign fills it all."""
    for place in range(end, 0, -1):
        if _is_boundary(text, place):
            return place
    return end


def _is_boundary(text: str, place: int) -> bool:
    if place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    if after.isascii():
        return before != "\r" or after != "\n"
    if _JOINER in (before, after) or _extends(after):
        return False
    # An Indic letter after a virama belongs to the same written sign.
    if unicodedata.combining(before) == 9 and unicodedata.category(after) == "Lo":
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, place) % 2 == 0
    return not _is_one_syllable(before, after)


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character)[0] == "M"
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # the tail of a region's flag
        or character in "\u200c\uff9e\uff9f"
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, place: int) -> int:
    count = 0
    while count < place and _is_flag_letter(text[place - 1 - count]):
        count += 1
    return count


def _is_one_syllable(before: str, after: str) -> bool:
    """Whether two Hangul signs are written as parts of one: a lead with what follows, or a tail."""
    is_lead = "\u1100" <= before <= "\u115f"
    if "\u1160" <= after <= "\u11ff":
        return "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return is_lead and ("\u1100" <= after <= "\u115f" or "\uac00" <= after <= "\ud7a3")
