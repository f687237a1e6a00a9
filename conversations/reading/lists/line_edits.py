"""Single lines of a list that is otherwise right: one put right, some left out, somebody added."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from content.phrases import Phrases
from content.whole_numbers import whole_number
from conversations.reading.lists.people_list import ListedPerson, read_people
from conversations.reading.typed import listed, plain

_NUMBERED: Final = re.compile(r"\s{0,20}([0-9]{1,5})\s{0,20}[:.]\s{0,20}(.+)", re.DOTALL)
_RANGES: Final = re.compile(r"[0-9]{1,5}(?:\s{0,5}[-\u2013\u2014]\s{0,5}[0-9]{1,5})?")
_DIGITS: Final = re.compile(r"[0-9]+")
_BETWEEN: Final = re.compile(r"[\s,;]+|\band\b")
_MOST_LINE: Final = 99_999


@dataclass(frozen=True, slots=True)
class LineEdit:
    """A line as it should be; without a person it is left out. Line 0 is somebody who is added."""

    line: int
    person: ListedPerson | None = None


def edited(people: Sequence[ListedPerson], edits: Sequence[LineEdit]) -> list[ListedPerson]:
    """The people of a list after these changes, one after another."""
    found = list(people)
    for edit in edits:
        if edit.line == 0 and edit.person is not None:
            found.append(edit.person)
            continue
        at = next((at for at, each in enumerate(found) if each.line == edit.line), len(found))
        mail = found[at].mail if at < len(found) else ""
        found = [each for each in found if each.line != edit.line]
        if edit.person is not None:
            found.insert(at, replace(edit.person, line=edit.line, mail=edit.person.mail or mail))
    return found


def read_edits(text: str, phrases: Phrases, lines: Set[int]) -> tuple[LineEdit, ...] | str:
    """The changes that somebody typed, or the sentence why they cannot be read.

    ``lines`` are the numbers of the lines with somebody on them.
    """
    p, typed = phrases, text.strip()
    if rest := _behind(typed, listed(p.say("leave out; without; take out; remove"))):
        numbers = _line_numbers(rest, lines)
        if isinstance(numbers, tuple) and numbers:
            return tuple(LineEdit(line) for line in numbers)
        return p.say("Please give the numbers of lines with somebody on them, such as: leave out 12, 15-20.")
    if rest := _behind(typed, listed(p.say("add; also"))):
        return _people_or_why(rest, p, 0)
    numbered = _NUMBERED.fullmatch(typed)
    line = whole_number(numbered[1], most=_MOST_LINE) if numbered else None
    if numbered is None or line is None:
        return p.say("Please begin with the number of the line, such as: 12: Isla Reid, Home care.")
    if line not in lines:
        return p.say("There is nobody on line {line}.", line=line)
    return _people_or_why(numbered[2], p, line)


def _people_or_why(text: str, p: Phrases, line: int) -> tuple[LineEdit, ...] | str:
    found = read_people(text, p)
    if found.problems:
        return found.problems[0].what
    if line and len(found.people) != 1:
        return p.say("Please give one person for the line.")
    return tuple(LineEdit(line, each) for each in found.people)


def _behind(text: str, words: frozenset[str]) -> str:
    """What stands behind one of these words at the beginning of a text, empty where none begins it."""
    for word in sorted(words, key=len, reverse=True):
        begins, rest = text[: len(word)], text[len(word) :]
        if plain(begins) == word and rest[:1] in (":", " "):
            return rest.lstrip(": ")
    return ""


def _line_numbers(text: str, lines: Set[int]) -> tuple[int, ...] | None:
    """The lines with somebody on them that a text names, with ranges; None where it is anything else."""
    return tuple(sorted(set(_each(text, lines)))) if _is_numbers(text) else None


def _is_numbers(text: str) -> bool:
    return not _BETWEEN.sub("", _RANGES.sub("", text.strip(". ")))


def _each(text: str, lines: Set[int]) -> Iterator[int]:
    for found in _RANGES.findall(text):
        ends = [whole_number(each) or 0 for each in _DIGITS.findall(found)]
        yield from (line for line in lines if ends[0] <= line <= ends[-1])
