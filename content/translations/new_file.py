"""Writes a language's file of phrases: empty for a new one, else with what is new added to what is there.

What a translator wrote is never lost: a phrase that is no longer said stays at the end, in comments.
"""

from collections.abc import Iterator
from pathlib import Path

from content.translations.locale_folder import DOMAIN, LOCALE_FOLDER
from content.translations.plural_forms import forms_of_language
from content.translations.po_entries import PoEntry, read_entries

_EXAMPLES = 8


def po_file(language: str, before: tuple[PoEntry, ...] = ()) -> str:
    """The text of a language's file. ``before`` are the entries that are there already."""
    template, _ = read_entries((LOCALE_FOLDER / f"{DOMAIN}.pot").read_text("utf-8"), DOMAIN)
    known = {entry.english: entry for entry in before if entry.english}
    lines = [*_head(language)]
    for entry in template:
        lines += ["", *_entry(entry, known.pop(entry.english, None), forms_of_language(language).number)]
    for old in known.values():
        lines += ["", *(f"#~ {line}" for line in _entry(old, old, len(old.forms)))]
    return "\n".join([*lines, ""])


def place_of(folder: Path, language: str) -> Path:
    """Where the file of a language lies in a folder of translations."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def how_it_counts(language: str) -> list[str]:
    """For each plural form of a language, its number and the first numbers that take it."""
    counting = forms_of_language(language)
    told = []
    for form in range(counting.number):
        numbers = counting.numbers(form)
        more = " …" if len(numbers) > _EXAMPLES else ""
        told.append(f"msgstr[{form}]: {', '.join(map(str, numbers[:_EXAMPLES]))}{more}")
    return told


def _head(language: str) -> Iterator[str]:
    yield from (
        "# The phrases of Closer Look. Write each translation between the quotation marks behind msgstr.",
        "# What stands in braces, such as {name}, and commands, such as /help, stay as they are.",
        "# A phrase that is left empty is said in English. Check the file with: closer-look check",
    )
    counting = forms_of_language(language)
    if counting.number > 1:
        yield "# A phrase with a number has a line for each plural form of the language:"
        yield from (f"#   {each}" for each in how_it_counts(language))
    yield from ('msgid ""', 'msgstr ""', f'"Language: {language}\\n"')
    yield '"Content-Type: text/plain; charset=utf-8\\n"'
    yield f'"Plural-Forms: {counting.header}\\n"'


def _entry(phrase: PoEntry, before: PoEntry | None, number: int) -> Iterator[str]:
    """The lines of a phrase, with the words that it has already."""
    words = {form: text for form, (_, text) in before.forms.items()} if before else {}
    if before is not None and before.is_fuzzy:
        yield "#, fuzzy"
    yield f"msgid {_quoted(phrase.english)}"
    if phrase.english_plural is None:
        yield f"msgstr {_quoted(words.get(0, ''))}"
        return
    yield f"msgid_plural {_quoted(phrase.english_plural)}"
    for form in range(max(number, len(words))):
        yield f"msgstr[{form}] {_quoted(words.get(form, ''))}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for character, letter in (("\n", "n"), ("\t", "t"), ("\r", "r")):
        escaped = escaped.replace(character, f"\\{letter}")
    return f'"{escaped}"'
