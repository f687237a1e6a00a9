"""The slips of a translator in one phrase: what would stop a conversation, or say something else.

Each is told with its line, the phrase and how to put it right. One fault of a phrase is enough to say it in
English.
"""

import re
from collections.abc import Iterator
from string import Formatter

from content.problem import Problem
from content.translations.plural_forms import PluralForms
from content.translations.po_entries import PoEntry, quoted
from content.visible import is_blank

_COMMAND = re.compile(r"(?<![\w/.])/[a-z]+\b(?!/)")
_STEERING = re.compile("[\u202a-\u202e]")

ValuePlace = tuple[str, str, str]
"""What a place for a value holds: the value's name, its format and its conversion."""


def places_in(text: str) -> set[ValuePlace]:
    """The places for values in a phrase. Raises ``ValueError`` where a brace has no partner."""
    found = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is not None:
            found.add((name, form or "", conversion or ""))
    return found


def fault_in(
    entry: PoEntry, english: str, english_plural: str | None, counting: PluralForms, file: str
) -> Problem | None:
    """The first fault in the translation of a phrase, as the code says that phrase; None without one."""
    for line, rule, what, mend in _faults(entry, english, english_plural, counting):
        return Problem(file, line, 1, rule, f"In {quoted(english)}: {what}", mend)
    return None


def _faults(
    entry: PoEntry, english: str, english_plural: str | None, counting: PluralForms
) -> Iterator[tuple[int, str, str, str]]:
    yield from _wrong_forms(entry, english_plural, counting)
    # A counted phrase may be all words for one: "a prompt".
    needed = places_in(english if english_plural is None else english_plural)
    number = {("n", "", "")} if english_plural is not None else set()
    for form, (line, words) in sorted(entry.forms.items()):
        is_of_one = english_plural is not None and len(counting.numbers(form)) == 1
        for fault in _in_words(words, english, needed, number, may_omit=number if is_of_one else set()):
            yield line, *fault


def _wrong_forms(
    entry: PoEntry, english_plural: str | None, counting: PluralForms
) -> Iterator[tuple[int, str, str, str]]:
    wanted = 1 if english_plural is None else counting.number
    missing = [form for form in range(wanted) if not entry.forms.get(form, (0, ""))[1]]
    if not missing and len(entry.forms) == wanted:
        return
    if english_plural is None:
        yield entry.line, "plural-forms", "it has no plural.", 'Give it "msgstr" and no number.'
    elif missing:
        example = counting.numbers(missing[0])[:3]
        numbers = ", ".join(map(str, example))
        what = f"msgstr[{missing[0]}] says nothing, the form for {numbers}."
        yield entry.line, "plural-forms", what, f"This language has {wanted} plural forms: fill in all."
    else:
        what = f"it has {len(entry.forms)} plural forms, and this language has {wanted}."
        yield entry.line, "plural-forms", what, f"Leave out msgstr[{wanted}] and what follows."


def _in_words(
    words: str, english: str, needed: set[ValuePlace], known: set[ValuePlace], *, may_omit: set[ValuePlace]
) -> Iterator[tuple[str, str, str]]:
    if is_blank(words):
        yield "blank", "nothing can be seen in the translation.", "Write its words, or leave it empty."
    if _STEERING.search(words):
        yield (
            "steering",
            "an invisible character turns the direction of what follows.",
            "Write the text again, without what was copied from elsewhere.",
        )
    try:
        found = places_in(words)
    except ValueError:
        yield "brace", "a brace, { or }, has no partner.", _as_in(needed)
        return
    for place in sorted(found - needed - known):
        yield "place", f"there is no value for {_written(place)}.", _as_in(needed)
    for place in sorted(needed - found - may_omit):
        yield "place", f"{_written(place)} is left out.", _as_in(needed)
    for command in sorted(set(_COMMAND.findall(english)) - set(_COMMAND.findall(words))):
        yield "command", f"{command} is left out.", "Commands stay as they are: people send them so."


def _as_in(needed: set[ValuePlace]) -> str:
    if not needed:
        return "This phrase has no place for a value: write no brace in it."
    return f"Copy from the English, letter by letter: {', '.join(map(_written, sorted(needed)))}"


def _written(place: ValuePlace) -> str:
    name, form, conversion = place
    return "{" + name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}"
