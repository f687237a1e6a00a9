"""A language that nobody speaks: every phrase in Cyrillic letters. What stays Latin never was a phrase."""

import gettext
import re

from content.model import Guide
from content.phrases import Phrases

_PLACE = re.compile(r"(\{[^{}]*\})")
_LATIN = re.compile(r"[A-Za-z]+")
_CYRILLIC = {
    **{ord("A") + number: 0x0410 + number for number in range(26)},
    **{ord("a") + number: 0x0430 + number for number in range(26)},
}
_COMMAND = re.compile(r"/[a-z]+")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = re.compile(rf"(?:{_WEEKDAY} )?\d{{1,2}} (?:January|March|November|December|May) \d{{4}}|{_WEEKDAY}")
_ZONE = re.compile(r"\b(?:Europe|America)/[A-Z]\w+")
_CODE = re.compile(r"\bT\d+\.(?:[PSIN]\d+|R)\b")


def foreign(phrase: str) -> str:
    """A phrase in Cyrillic letters; the places for values stay as they are."""
    return "".join(
        part if _PLACE.fullmatch(part) else part.translate(_CYRILLIC) for part in _PLACE.split(phrase)
    )


class _Foreign(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return foreign(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return foreign(msgid1 if n == 1 else msgid2)


PSEUDO = Phrases("en", _Foreign())


def guide_words(guide: Guide) -> set[str]:
    """Every text of a guide."""
    texts = {guide.title, guide.about, guide.licence, guide.attribution, guide.version}
    texts |= {text for each in guide.sections for text in (each.title, each.purpose, each.number)}
    texts |= {text for passage in guide.introduction for text in (passage.title, passage.text)}
    texts |= {each.title for each in guide.sets}
    levels = [level for scale in guide.scales for level in scale.levels]
    texts |= {text for level in levels for text in (level.name, level.meaning)}
    for theme in guide.themes:
        texts |= {theme.title, theme.purpose}
        texts |= {feature.text for feature in theme.features}
        texts |= {text for prompt in theme.asked for text in (prompt.ask, prompt.help)}
        texts |= {option.text for prompt in theme.prompts for option in getattr(prompt.kind, "options", ())}
        texts |= {getattr(prompt.kind, "unit", "") for prompt in theme.prompts}
        texts |= {illustration.text for illustration in theme.illustrations}
    return texts


_CUT = re.compile(r"(?:^\d+\. )?(\S.{8,}?) …", re.MULTILINE)
"""What a text that is too long for its place begins with."""


def hard_coded(text: str, known: set[str]) -> list[str]:
    """The words of a text that are neither phrases nor known, nor a command, a date, a zone or a code."""
    pieces = {piece for each in known for piece in (each, *each.split("\n")) if piece.strip()}
    pieces |= {begun for begun in _CUT.findall(text) if any(each.startswith(begun) for each in pieces)}
    # Before a number that somebody typed is taken out of the middle of a date.
    text, pieces = _DAY.sub(" ", text), {_DAY.sub(" ", each) for each in pieces} - {" "}
    for piece in sorted(pieces, key=len, reverse=True):
        text = text.replace(piece, " ")
    for allowed in (_COMMAND, _ZONE, _CODE):
        text = allowed.sub(" ", text)
    return _LATIN.findall(text)
