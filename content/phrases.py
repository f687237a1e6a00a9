"""The interface's own phrases, in a person's language. English is written in the code and is the key.

A phrase is marked where it is used: ``phrases.say("Saved.")``, and with a number
``phrases.count("{n} prompt", "{n} prompts", n)``. Values are placed by ``str.format``; what a person
wrote is only ever a value, never a phrase. The words of a guide are not phrases: they come from its pack.
"""

import gettext
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from content.translations.directions import commands_apart, set_apart
from content.translations.locale_folder import (
    DOMAIN,
    LOCALE_FOLDER,
    SOURCE_LANGUAGE,
    locale_folder,
    problems_in_locale,
    translation_of,
)

if TYPE_CHECKING:
    from babel import Locale

    from content.problem import Problem

__all__ = ["DOMAIN", "LOCALE_FOLDER", "SOURCE_LANGUAGE"]

_STOP_BEHIND_VALUE = re.compile(r"(\{(\w+)\}([\"'”“\u2019»]?))\.")
_ENDS_A_SENTENCE = re.compile(
    r"(?:[.?!…\u061f\u06d4\u0964\u3002\uff01\uff1f]|[.][\u2066-\u2069]*[\"'”“\u2019»])[\u2066-\u2069]*$"
)
"""A text that ends in a mark after which no full stop stands, in whichever script, set apart or not."""
_ENDS_IN_A_STOP = re.compile(r"[.][\u2066-\u2069]*$")
"""A text after which none stands either when it is quoted; behind a question that is, there is one."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """All interface phrases of one language."""

    language: str
    catalogue: gettext.NullTranslations

    def say(self, phrase: str, /, **values: object) -> str:
        """The phrase in this language with its values placed."""
        text = self.catalogue.gettext(phrase)
        if values and "." in text:
            text = _with_one_stop(text, values)
        if direction_of(self.language) == "rtl":
            text = commands_apart(text)
        return text.format(**self._apart(values)) if values else text

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The phrase in the plural form that ``n`` takes in this language; ``{n}`` is the number itself."""
        text = self.catalogue.ngettext(one, many, n)
        if values and "." in text:
            text = _with_one_stop(text, values)
        if direction_of(self.language) == "rtl":
            text = commands_apart(text)
        return text.format(n=n, **self._apart(values))

    @property
    def direction(self) -> str:
        """Which way this language is written: "ltr" or "rtl"."""
        return direction_of(self.language)

    def with_commas(self, parts: Iterable[str]) -> str:
        """Short pieces in a row, each apart, with the comma of this language between them."""
        return self._in_a_row(self.say(", "), parts)

    def with_semicolons(self, parts: Iterable[str]) -> str:
        """Pieces in a row that may have commas, each apart, with this language's semicolon between them."""
        return self._in_a_row(self.say("; "), parts)

    def _in_a_row(self, between: str, parts: Iterable[str]) -> str:
        if self.language == SOURCE_LANGUAGE:
            # Nothing in plain letters runs against an English line.
            parts = (each if each.isascii() else self.apart(each) for each in parts)
        else:
            parts = map(self.apart, parts)
        return between.join(parts)

    def apart(self, text: str) -> str:
        """A text for a line that is no sentence; one that runs against the line is set apart in it."""
        return set_apart(text, self.direction)

    def _apart(self, values: dict[str, object]) -> dict[str, object]:
        """The values; those that run against the sentence are set apart, so as to turn nothing around."""
        direction = direction_of(self.language)
        return {
            name: set_apart(value, direction) if isinstance(value, str) else value
            for name, value in values.items()
        }


def _with_one_stop(text: str, values: dict[str, object]) -> str:
    """A phrase without the full stop behind a value that ends a sentence itself, such as a title."""

    def stopped(found: re.Match[str]) -> str:
        value = values.get(found[2])
        mark = _ENDS_IN_A_STOP if found[3] else _ENDS_A_SENTENCE
        return found[1] if isinstance(value, str) and mark.search(value) else found[0]

    return _STOP_BEHIND_VALUE.sub(stopped, text)


@lru_cache
def direction_of(language: str) -> str:
    """Which way a language is written: "ltr" or "rtl"."""
    # Nobody who writes English has to wait for Babel.
    return "ltr" if language == SOURCE_LANGUAGE else str(locale_of(language).text_direction)


@lru_cache
def locale_of(language: str) -> "Locale":
    """What Babel knows of a language; what it knows of English where it does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE_LANGUAGE)


def long_date(day: date, language: str) -> str:
    """A day as people write it in this language, such as 3 May 2027."""
    # Babel reads its locale data from disk, so it is only loaded when a date is shown.
    from babel.dates import format_date

    return str(format_date(day, "d MMMM y", locale=locale_of(language)))


def day_of_week(day: date, language: str) -> str:
    """A day with its weekday, such as Monday 3 May 2027."""
    from babel.dates import format_date

    return str(format_date(day, "EEEE d MMMM y", locale=locale_of(language)))


def number_in(value: str, language: str) -> str:
    """A number written as in English, with the signs that part thousands and decimals in this language."""
    if language == SOURCE_LANGUAGE or value.isdecimal():
        return value
    from babel.numbers import get_group_symbol

    signs = {",": get_group_symbol(locale_of(language)), ".": decimal_sign(language)}
    return "".join(signs.get(character, character) for character in value)


def decimal_sign(language: str) -> str:
    """The sign that stands before decimals in this language."""
    if language == SOURCE_LANGUAGE:
        return "."
    from babel.numbers import get_decimal_symbol

    return str(get_decimal_symbol(locale_of(language)))


@lru_cache
def weekday_name(number: int, language: str) -> str:
    """The name of a day of the week, counted from 1 for Monday."""
    return str(locale_of(language).days["format"]["wide"][number - 1])


@lru_cache
def language_name(language: str) -> str:
    """A language by its own name."""
    return str(locale_of(language).get_display_name(language)).capitalize()


def locale_problems() -> "tuple[Problem, ...]":
    """What is wrong in the translations: each leaves a phrase, or a whole language, in English."""
    return problems_in_locale(LOCALE_FOLDER)


@lru_cache
def languages() -> tuple[str, ...]:
    """The languages that the interface speaks, English first."""
    return (SOURCE_LANGUAGE, *sorted(locale_folder(LOCALE_FOLDER).files))


@lru_cache
def phrases_in(language: str) -> Phrases:
    """The phrases of a language; of English where the interface does not speak it, or a phrase is faulty."""
    if language == SOURCE_LANGUAGE or language not in languages():
        return Phrases(SOURCE_LANGUAGE, gettext.NullTranslations())
    return Phrases(language, translation_of(LOCALE_FOLDER, language).catalogue)
