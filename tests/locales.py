"""Languages for the tests alone: every phrase of ours in letters of gd, pl or ar. Nobody speaks them.

They show that nothing is left over in English, that every number finds its form, and which way a page runs.
No word of them is a translation, so none is shipped.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from content import phrases as phrases_module
from content.phrases import DOMAIN, LOCALE_FOLDER, languages, phrases_in
from content.translations.locale_folder import forget_translations
from content.translations.plural_forms import forms_of_language
from content.translations.po_entries import read_entries

LANGUAGES = ("ar", "gd", "pl")
_KEPT = re.compile(r"(\{[^{}]*\}|(?<![\w/.])/[a-z]+|\n|;)")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LETTERS = {
    "ar": dict(zip(_LATIN, "ابتثجحخدذرزسشصضطظعغفقكلمنه", strict=True)),
    "gd": dict(zip("aeiou", "àèìòù", strict=True)),
    "pl": dict(zip("acelnosyz", "ąćęłńóśýż", strict=True)),
}


def in_letters_of(language: str, phrase: str) -> str:
    """A phrase in the letters of a language; places, commands and the ends of lines stay."""
    letters = str.maketrans(_LETTERS[language])
    return "".join(
        part if _KEPT.fullmatch(part) else part.lower().translate(letters) for part in _KEPT.split(phrase)
    )


def quoted_po(text: str) -> str:
    """A text as a ``.po`` file has it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def po_of(language: str, *, every: int = 1, besides: tuple[str, ...] = ()) -> str:
    """A faultless file of phrases in the letters of a language: of all, or of every few and some besides."""
    counting = forms_of_language(language)
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        f'"Plural-Forms: {counting.header}\\n"',
    ]
    entries, _ = read_entries((LOCALE_FOLDER / f"{DOMAIN}.pot").read_text("utf-8"), "template")
    for number, entry in enumerate(entries):
        if number % every and entry.english not in besides:
            continue
        lines += ["", f"msgid {quoted_po(entry.english)}"]
        if entry.english_plural is None:
            lines.append(f"msgstr {quoted_po(in_letters_of(language, entry.english))}")
        else:
            lines.append(f"msgid_plural {quoted_po(entry.english_plural)}")
            translated = in_letters_of(language, entry.english_plural)
            lines += [f"msgstr[{form}] {quoted_po(translated)}" for form in range(counting.number)]
    return "\n".join([*lines, ""])


def write_locale(folder: Path, language: str, text: str | bytes | None = None) -> Path:
    """Put a file of phrases where the interface looks for it."""
    path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    written = po_of(language) if text is None else text
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    return path


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """The interface speaks what is in this folder, until the end of this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrases_module, "LOCALE_FOLDER", folder)
        _forget()
        yield
    _forget()


def _forget() -> None:
    forget_translations()
    languages.cache_clear()
    phrases_in.cache_clear()
