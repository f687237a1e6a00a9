"""Reads the text of a ``.po`` file into its entries. What is no entry is a problem with its line.

A fault concerns its own entry alone: all others are read. Babel's reader gives up at the first fault, or
takes a text without its last letter where a quotation mark is not closed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from content.problem import Problem
from content.whole_numbers import number_of

_KEYWORD = re.compile(r'(msgid_plural|msgid|msgctxt|msgstr)(?:\[(\d{1,2})\])?[ \t]*(?=["“”„«\'])(.*)')
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_LINE_END = re.compile(r"\r\n|\n|\r")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_LONGEST_SHOWN = 60
DAMAGED = "\N{REPLACEMENT CHARACTER}"
"""What stands where the bytes of a file are no UTF-8."""


@dataclass(frozen=True, slots=True)
class PoEntry:
    """One phrase of the file: its English, its plural in English if it has one, and its translations."""

    line: int
    english: str
    english_plural: str | None
    forms: dict[int, tuple[int, str]]
    """By the number of the form (0 where there is only one): the line that it begins on, and its words."""
    is_fuzzy: bool

    @property
    def is_translated(self) -> bool:
        """Whether it says anything that its translator is sure of."""
        return not self.is_fuzzy and any(words for _, words in self.forms.values())


@dataclass(slots=True)
class _Open:
    """An entry that is being read."""

    line: int
    is_fuzzy: bool
    texts: dict[tuple[str, int], tuple[int, list[str]]] = field(default_factory=dict)
    last: tuple[str, int] | None = None
    is_faulty: bool = False
    has_context: bool = False

    @property
    def has_translation(self) -> bool:
        return any(keyword == "msgstr" for keyword, _ in self.texts)

    def words(self, keyword: str) -> str | None:
        found = self.texts.get((keyword, 0))
        return None if found is None else "".join(found[1])


def quoted(phrase: str) -> str:
    """A phrase as problems name it: on one line, and not all of a long one."""
    line = " ".join(phrase.split())
    return f"“{line}”" if len(line) <= _LONGEST_SHOWN else f"“{line[: _LONGEST_SHOWN - 1]}…”"


def read_entries(text: str, file: str) -> tuple[tuple[PoEntry, ...], tuple[Problem, ...]]:
    """The entries, the header among them, and every problem. An entry with a fault is left out."""
    reader = _Reader(file)
    for number, line in enumerate(_LINE_END.split(text), 1):
        reader.take(number, line.strip())
    reader.finish()
    return tuple(reader.entries), tuple(reader.problems)


class _Reader:
    """Goes through the lines of a file, one entry open at a time."""

    def __init__(self, file: str) -> None:
        self.entries: list[PoEntry] = []
        self.problems: list[Problem] = []
        self._file = file
        self._open: _Open | None = None
        self._is_fuzzy = False
        self._seen: dict[str, int] = {}

    def take(self, number: int, line: str) -> None:
        if line.startswith("#"):
            if self._open is not None and self._open.has_translation:
                self.finish()
            self._is_fuzzy |= line.startswith("#,") and "fuzzy" in line
        elif line.startswith('"'):
            self._continue(number, line)
        elif found := _KEYWORD.fullmatch(line):
            self._begin_text(number, found[1], number_of(found[2] or "0"), found[3])
        elif line:
            self._stray(number)

    def finish(self) -> None:
        """Close the entry that is open."""
        current, self._open, self._is_fuzzy = self._open, None, False
        if current is None or current.is_faulty or current.has_context:
            return
        english = current.words("msgid")
        if english is None or not current.has_translation:
            missing = "msgstr" if english is not None else "msgid"
            self._problem(
                current.line,
                "incomplete",
                f'The entry {quoted(english or "")} has no line with "{missing}".',
                "Copy the entry again from closer_look.pot.",
            )
            return
        if english in self._seen:
            self._problem(
                current.line,
                "twice",
                f"The phrase {quoted(english)} is on line {self._seen[english]} already.",
                "Keep one of the two.",
            )
            return
        self._seen[english] = current.line
        self.entries.append(
            PoEntry(
                current.line, english, current.words("msgid_plural"), dict(_forms(current)), current.is_fuzzy
            )
        )

    def _begin_text(self, number: int, keyword: str, index: int, rest: str) -> None:
        is_first = keyword in {"msgctxt", "msgid"}
        if self._open is None or (
            is_first and (self._open.has_translation or (keyword, 0) in self._open.texts)
        ):
            is_fuzzy = self._is_fuzzy
            self.finish()
            self._open = _Open(number, is_fuzzy)
        current = self._open
        current.has_context |= keyword == "msgctxt"
        current.last = keyword, index
        if current.last in current.texts:
            self._fault(
                number, "twice", f'"{keyword}" of the same form stands here twice.', "Keep one of the two."
            )
            return
        current.texts[current.last] = number, []
        self._continue(number, rest)

    def _continue(self, number: int, text: str) -> None:
        current = self._open
        if current is None or current.last is None:
            self._stray(number)
            return
        found = _TEXT.fullmatch(text)
        if found is None:
            self._fault(number, "quotation-mark", *_why_no_text(text))
            return
        unknown = next((each[1] for each in _ESCAPE.finditer(found[1]) if each[1] not in _ESCAPED), None)
        if unknown is not None:
            self._fault(
                number,
                "backslash",
                f'"\\{unknown}" means nothing here.',
                'For a backslash itself, write "\\\\"; for a new line, "\\n".',
            )
        elif DAMAGED in text:
            self._fault(number, "not-utf-8", "This line is not text in UTF-8.", UTF_8)
        else:
            words = _ESCAPE.sub(lambda each: _ESCAPED[each[1]], found[1])
            current.texts[current.last][1].append(words)

    def _stray(self, number: int) -> None:
        self._fault(
            number,
            "no-entry",
            "This line is no part of an entry.",
            'A line begins with "msgid", "msgid_plural", "msgstr", a quotation mark or "#".',
        )

    def _fault(self, number: int, rule: str, what: str, mend: str) -> None:
        """What keeps the open entry from being read; one fault of an entry is told."""
        current = self._open
        if current is None:
            current = self._open = _Open(number, self._is_fuzzy)
        if current.is_faulty:
            return
        current.is_faulty = True
        english = current.words("msgid")
        of_phrase = f"In {quoted(english)}: {what[:1].lower()}{what[1:]}" if english else what
        self._problem(number, rule, of_phrase, mend)

    def _problem(self, number: int, rule: str, what: str, mend: str) -> None:
        self.problems.append(Problem(self._file, number, 1, rule, what, mend))


UTF_8 = 'Save the file again with the encoding "UTF-8".'


def _forms(current: _Open) -> Iterator[tuple[int, tuple[int, str]]]:
    for (keyword, index), (line, pieces) in current.texts.items():
        if keyword == "msgstr":
            yield index, (line, "".join(pieces))


def _why_no_text(text: str) -> tuple[str, str]:
    if not text.startswith('"'):
        return "The text does not begin with a straight quotation mark.", 'Put it in two of these: "'
    if _TEXT.match(text) is None:
        return "A quotation mark is not closed.", 'End the line with "'
    return "A quotation mark stands in the middle of the text.", 'Write \\" there, or one of “ and ”.'
