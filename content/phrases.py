"""The interface's own phrases, in a person's language. English is written in the code and is the key.

A phrase is marked where it is used: ``phrases.say("Saved.")``, and with a number
``phrases.count("{n} prompt", "{n} prompts", n)``. Values are placed by ``str.format``; what a person
wrote is only ever a value, never a phrase. The words of a guide are not phrases: they come from its pack.
"""

import gettext
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

LOCALE_FOLDER = Path(__file__).with_name("locale")
DOMAIN = "closer_look"
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Phrases:
    """All interface phrases of one language."""

    language: str
    catalogue: gettext.NullTranslations

    def say(self, phrase: str, /, **values: object) -> str:
        """The phrase in this language with its values placed."""
        text = self.catalogue.gettext(phrase)
        return text.format(**values) if values else text

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The phrase in the plural form that ``n`` takes in this language; ``{n}`` is the number itself."""
        return self.catalogue.ngettext(one, many, n).format(n=n, **values)


def long_date(day: date, language: str) -> str:
    """A day as people write it in this language, such as 3 May 2027."""
    # Babel reads its locale data from disk, so it is only loaded when a date is shown.
    from babel.dates import format_date

    return str(format_date(day, "d MMMM y", locale=language))


def day_of_week(day: date, language: str) -> str:
    """A day with its weekday, such as Monday 3 May 2027."""
    from babel.dates import format_date

    return str(format_date(day, "EEEE d MMMM y", locale=language))


@lru_cache
def weekday_name(number: int, language: str) -> str:
    """The name of a day of the week, counted from 1 for Monday."""
    from babel import Locale

    return str(Locale.parse(language).days["format"]["wide"][number - 1])


@lru_cache
def language_name(language: str) -> str:
    """A language by its own name."""
    from babel import Locale

    return str(Locale.parse(language).get_display_name(language)).capitalize()


@lru_cache
def languages() -> tuple[str, ...]:
    """The languages that the interface speaks, English first."""
    found = sorted(path.parent.parent.name for path in LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return (SOURCE_LANGUAGE, *(language for language in found if language != SOURCE_LANGUAGE))


@lru_cache
def phrases_in(language: str) -> Phrases:
    """The phrases of a language; of English where the interface does not speak it."""
    if language == SOURCE_LANGUAGE or language not in languages():
        return Phrases(SOURCE_LANGUAGE, gettext.NullTranslations())
    # Babel is only needed by those who read another language, so it is not part of every start.
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Phrases(language, gettext.GNUTranslations(compiled))
