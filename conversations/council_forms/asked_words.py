"""The prompts and themes of a guide, found by their code, their own number or their words."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from content.filled_forms.room_labels import leading_number, without_number
from content.model import Guide, Theme
from content.whole_numbers import number_of
from conversations.paper_codes import code_of

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_FORM_CODE = re.compile(r"\s*t\s?(\d{1,3})\s?[.,:-]?\s?p\s?(\d{1,3})(?![^\W_])[.):]*", re.IGNORECASE)
_NAMED_NUMBER = re.compile(
    r"\s*(?:theme|section|part|key question|question|quality indicator|indicator|standard|qi)\s+"
    r"(\d{1,3}(?:\.\d{1,3}){0,3})[.):]?\s*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[^\W_]|\.\d")
"""What makes another number of the one before it: 1.1 is neither 1.10 nor 1.1.2 nor 1.1a."""
_TURNS: Final = frozenset({"not", "no", "never", "without", "cannot", "can't", "don't", "isn't", "aren't"})
"""Words that turn a sentence into its opposite: one that has them is never alike to one that has not."""

_ALIKE: Final = 0.8
_RELATED: Final = 0.4
_MARGIN: Final = 0.1
_LONGEST: Final = 1_000
_LEAST_WORDS: Final = 3


class MatchedBy(Enum):
    """By what a question of a form was found in the guide."""

    CODE = auto()
    WORDS = auto()
    ALIKE = auto()
    OTHER_NUMBER = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class AskedHere:
    """A prompt of the guide, or a theme where ``prompt_id`` is empty."""

    theme: Theme
    theme_number: int
    prompt_id: str = ""

    @property
    def code(self) -> str:
        """The prompt's code; empty for a theme."""
        return code_of(self.theme_number, self.theme, self.prompt_id) if self.prompt_id else ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a question was found to be, and by what."""

    asked: AskedHere
    by: MatchedBy


@dataclass(frozen=True, slots=True)
class _Entry:
    asked: AskedHere
    words: frozenset[str]
    bare: str
    number: str


class AskedWords:
    """What a guide asks, by its words."""

    def __init__(self, guide: Guide) -> None:
        """Take the prompts and themes of a guide. What rates a prompt is found by that prompt."""
        self._entries: list[_Entry] = []
        self._with_word: dict[str, list[int]] = defaultdict(list)
        self._codes: dict[tuple[int, int], AskedHere] = {}
        self._own_numbers = _own_numbers(guide)
        for number, theme in enumerate(guide.themes, start=1):
            self._add(AskedHere(theme, number), theme.numbered_title)
            for prompt in theme.prompts:
                asked = AskedHere(theme, number, prompt.id)
                self._codes[number, theme.number_of(prompt.id)] = asked
                if not prompt.rates:
                    self._add(asked, prompt.numbered_ask)

    def _add(self, asked: AskedHere, text: str) -> None:
        number, bare = self._split(text)
        words = words_of(bare)
        for word in words:
            self._with_word[word].append(len(self._entries))
        self._entries.append(_Entry(asked, words, bare_words(bare), number))

    def _split(self, text: str) -> tuple[str, str]:
        """The number that a text begins with, as the guide writes it or plainly, and the words behind it."""
        bare = text.strip()
        for own in self._own_numbers:
            rest = bare[len(own) :]
            if bare.casefold().startswith(own) and not _GOES_ON.match(rest):
                return number_in(own) or own, rest.lstrip(".):")
        number = number_in(bare)
        return number, bare_words(bare) if number else bare

    def is_asked(self, text: str) -> bool:
        """Whether a text has the words of a prompt or theme, of several even, or the code of a prompt."""
        bare = bare_words(self._split(text)[1])
        if bare and any(each.bare == bare for each in self._near(bare)):
            return True
        found = self.match(text)
        return found is not None and found.by is not MatchedBy.NUMBER

    def match(self, text: str, number: str = "", within: Theme | None = None) -> Match | None:
        """What a question is, ``within`` a theme where that is known. None where nothing, or two, could be.

        A number alone counts where the words are related to it, or where there are none.
        """
        coded = _FORM_CODE.match(text) or _FORM_CODE.match(number)
        if coded is not None:
            found = self._codes.get((number_of(coded[1]), number_of(coded[2])))
            return Match(found, MatchedBy.CODE) if found is not None else None
        if len(text) > _LONGEST:
            return None
        number = self._split(number)[0] or number
        own, text = self._split(text)
        number = number or own
        entries = [each for each in self._near(text) if within is None or each.asked.theme == within]
        agreed = [each for each in entries if not _has_another(each, number)]
        bare = bare_words(text)
        same = [each for each in agreed if each.bare == bare] if bare else []
        if len(same) > 1:
            same = _with_number(same, number) or same
        if same:
            return Match(same[0].asked, MatchedBy.WORDS) if len(same) == 1 else None
        alike = self._alike(agreed, text)
        if alike is not None:
            return Match(alike.asked, MatchedBy.ALIKE)
        if within is not None and bare:
            # A workbook writes 1.1 for 1.10. Its theme is known, so the same words can mean no other prompt.
            others = [each for each in entries if each.asked.prompt_id and each.bare == bare]
            if len(others) == 1:
                return Match(others[0].asked, MatchedBy.OTHER_NUMBER)
        return self._by_number(text, number, within)

    def theme_of(self, heading: str) -> Theme | None:
        """The theme that a heading names; None where it names none."""
        found = self.match(heading)
        return found.asked.theme if found is not None and not found.asked.prompt_id else None

    def number_instead(self, text: str, number: str) -> str:
        """The number that words have in the guide, if a form gives them another one; else empty."""
        own, words = self._split(text)
        number = self._split(number)[0] or number or own
        found = self._with_words_of(words)
        others = [each.number for each in found if _has_another(each, number)]
        return others[0] if others and len(others) == len(found) else ""

    def is_of_other_theme(self, heading: str) -> bool:
        """Whether a heading has the number of a theme that is not asked here, whatever its words are."""
        number, words = self._split(heading)
        if not number:
            return False
        found = [each for each in self._with_words_of(words) if not each.asked.prompt_id]
        if found:
            return all(_has_another(each, number) for each in found)
        numbers = {each.number for each in self._entries if not each.asked.prompt_id and each.number}
        return number not in numbers and number.count(".") in {each.count(".") for each in numbers}

    def place_of(self, theme: Theme) -> int:
        """The place of a theme in its guide, counted from 1."""
        return next(each.asked.theme_number for each in self._entries if each.asked.theme == theme)

    def _near(self, text: str) -> list[_Entry]:
        places = {place for word in words_of(text) for place in self._with_word.get(word, ())}
        return [self._entries[place] for place in sorted(places)]

    def _with_words_of(self, text: str) -> list[_Entry]:
        """What has these words, or nearly these, whatever its number."""
        entries, bare = self._near(text), bare_words(text)
        same = [each for each in entries if each.bare == bare]
        words = words_of(text)
        is_long = len(words) >= _LEAST_WORDS
        return same or [each for each in entries if is_long and _likeness(words, each.words) >= _ALIKE]

    def _alike(self, entries: Iterable[_Entry], text: str) -> _Entry | None:
        words = words_of(text)
        if len(words) < _LEAST_WORDS:
            return None
        ranked = sorted(((_likeness(words, each.words), place) for place, each in enumerate(entries)))[::-1]
        if not ranked or ranked[0][0] < _ALIKE:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN:
            return None
        return list(entries)[ranked[0][1]]

    def _by_number(self, text: str, number: str, within: Theme | None) -> Match | None:
        if not number:
            return None
        words = words_of(text)
        numbered = [
            each
            for each in self._entries
            if each.number == number and (within is None or each.asked.theme == within)
        ]
        if len(numbered) != 1:
            return None
        related = not words or _likeness(words, numbered[0].words) >= _RELATED
        return Match(numbered[0].asked, MatchedBy.NUMBER) if related else None


def _own_numbers(guide: Guide) -> tuple[str, ...]:
    """The numbers that a guide gives itself, the longest first, so that 1.1a is not met as 1.1."""
    themes = {theme.number for theme in guide.themes}
    prompts = {prompt.number for theme in guide.themes for prompt in theme.prompts}
    written = (each.casefold() for each in themes | prompts if any(sign.isdigit() for sign in each))
    return tuple(sorted(written, key=lambda each: (-len(each), each)))


def _with_number(entries: list[_Entry], number: str) -> list[_Entry]:
    return [each for each in entries if number and each.number == number]


def _has_another(entry: _Entry, number: str) -> bool:
    """Whether something has another number than a form gives it. 2 may be 1.2, as each table has a row 2."""
    is_last_part = bool(entry.asked.prompt_id) and entry.number.endswith(f".{number}")
    return bool(number and entry.number) and entry.number != number and not is_last_part


def number_in(text: str) -> str:
    """The number that a question or heading begins with, also behind a word such as Indicator."""
    named = _NAMED_NUMBER.match(text)
    return named[1] if named else leading_number(text)


def bare_words(text: str) -> str:
    """The words of a question without its number, its signs and its capital letters."""
    named = _NAMED_NUMBER.match(text)
    rest = text[named.end() :] if named else without_number(text)
    return " ".join(_WORD.findall(rest.casefold().replace("\u2019", "'")))


def words_of(text: str) -> frozenset[str]:
    """The same words as a set."""
    return frozenset(bare_words(text).split())


def _likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """How many words two texts share, from 0 to 1; 0 where one turns the other round."""
    if (first ^ second) & _TURNS:
        return 0.0
    return 2 * len(first & second) / max(len(first) + len(second), 1)
