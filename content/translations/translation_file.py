"""One file of translations as the interface uses it: the phrases that are right, and every problem."""

import gettext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.problem import Problem
from content.translations.entry_faults import fault_in
from content.translations.plural_forms import PluralForms, differing, forms_of_header, forms_of_language
from content.translations.po_entries import UTF_8, PoEntry, quoted, read_entries

MOST_BYTES = 4 * 1024 * 1024
"""Several times what all phrases of the interface take in any script."""

_BYTE_ORDER_MARK = "\ufeff"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


class Catalogue(gettext.NullTranslations):
    """The translations of one language; what it does not hold is said in English."""

    def __init__(self, phrases: dict[str, str], counted: dict[str, tuple[str, ...]], counting: PluralForms):
        super().__init__()
        self._phrases = phrases
        self._counted = counted
        self._counting = counting

    def gettext(self, message: str) -> str:
        """The phrase in this language."""
        return self._phrases.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The phrase in the form that the number takes in this language."""
        forms = self._counted.get(msgid1)
        if forms is None:
            return msgid1 if n == 1 else msgid2
        return forms[self._counting.form_of(n)]


@dataclass(frozen=True, slots=True)
class Translation:
    """A language as its file gives it: what is said, what is wrong in the file, how much of it there is."""

    language: str
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    translated: int
    phrases: int


SaidByTheCode = dict[str, str | None]
"""Every phrase that the code says, with its plural in English where it is counted."""


@lru_cache
def read_template(path: Path) -> SaidByTheCode:
    """The phrases that the code says, as they are gathered for translators."""
    entries, _ = read_entries(path.read_text("utf-8"), path.name)
    return {entry.english: entry.english_plural for entry in entries if entry.english}


def read_translation(path: Path, language: str, file: str, said: SaidByTheCode) -> Translation:
    """The translation in a file; problems call it ``file``. Nothing is raised for what is in it."""
    text, problems = _text_of(path, file)
    is_read = not problems
    entries, troubles = read_entries(text, file)
    problems += troubles
    by_phrase = {entry.english: entry for entry in entries}
    counting = forms_of_language(language)
    if is_read:
        counting, in_header = _check_header(by_phrase.get(""), language, file)
        problems += in_header
    phrases: dict[str, str] = {}
    counted: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if not entry.english or not entry.is_translated:
            continue
        problem = _fault(entry, said, counting, file)
        if problem is not None:
            problems.append(problem)
        elif said[entry.english] is None:
            phrases[entry.english] = entry.forms[0][1]
        else:
            counted[entry.english] = tuple(entry.forms[form][1] for form in range(counting.number))
    catalogue = Catalogue(phrases, counted, counting)
    return Translation(language, catalogue, tuple(sorted(problems)), len(phrases) + len(counted), len(said))


def _fault(entry: PoEntry, said: SaidByTheCode, counting: PluralForms, file: str) -> Problem | None:
    if entry.english not in said:
        what = f"Closer Look does not say {quoted(entry.english)}."
        mend = 'Copy the line with "msgid" from closer_look.pot, or leave the entry out.'
        return Problem(file, entry.line, 1, "unknown-phrase", what, mend)
    return fault_in(entry, entry.english, said[entry.english], counting, file)


def _text_of(path: Path, file: str) -> tuple[str, list[Problem]]:
    """The text of a file; where its bytes are no UTF-8 a sign stands for them."""
    try:
        if not path.is_file():
            what = "This is not a file." if path.exists() else "There is no such file."
            return "", [_about(file, "not-a-file", what, "The phrases are in a file of this name.")]
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as fault:
        reason = fault.strerror or "it is not there"
        what = f"This cannot be read ({reason})."
        return "", [_about(file, "unreadable", what, "Allow Closer Look to read it.")]
    if len(content) > MOST_BYTES:
        what = f"This has more than {MOST_BYTES // 1024**2} MiB."
        return "", [_about(file, "too-large", what, "It is no file of phrases.")]
    if content.startswith(_OTHER_ENCODINGS) or b"\0" in content:
        return "", [_about(file, "not-utf-8", "This file is not text in UTF-8.", UTF_8)]
    return content.decode("utf-8", "replace").removeprefix(_BYTE_ORDER_MARK), []


def _check_header(header: PoEntry | None, language: str, file: str) -> tuple[PluralForms, list[Problem]]:
    """How the file counts, and what is wrong in its header. Where it cannot count, the language's own way."""
    ours = forms_of_language(language)
    wanted = f'It must say "Plural-Forms: {ours.header}\\n"'
    if header is None:
        what = "The file has no header that can be read, or no entry at all."
        return ours, [_about(file, "header", what, f'Begin with msgid "", and msgstr "". {wanted}')]
    line, words = header.forms.get(0, (header.line, ""))
    fields = {
        name.strip().lower(): value.strip()
        for name, found, value in (each.partition(":") for each in words.split("\n"))
        if found
    }
    problems = []

    def add(rule: str, what: str, mend: str) -> None:
        problems.append(Problem(file, line, 1, rule, what, mend))

    named = fields.get("language", "")
    if named and named.replace("-", "_") != language:
        what = f"The header says that this is {quoted(named)}, and its folder is “{language}”."
        add("header", what, f'It must say "Language: {language}\\n", or lie in another folder.')
    content_type = fields.get("content-type", "").lower()
    if "charset=" in content_type and not content_type.endswith(("charset=utf-8", "charset=utf8")):
        add("header", "The header names another encoding than UTF-8.", UTF_8)
    theirs = forms_of_header(fields.get("plural-forms", ""))
    if theirs is None:
        add("plural-forms", "The header does not say which number takes which plural form.", wanted)
        return ours, problems
    if theirs.number != ours.number:
        what = f"The header has {theirs.number} plural forms, and this language has {ours.number}."
        add("plural-forms", what, wanted)
        return ours, problems
    if numbers := differing(ours, theirs):
        what = f"The header sets {numbers[0]} and {numbers[1]} apart or together, unlike the language does."
        add("plural-forms", what, wanted)
    return theirs, problems


def _about(file: str, rule: str, what: str, mend: str) -> Problem:
    return Problem(file, 1, 1, rule, what, mend)
