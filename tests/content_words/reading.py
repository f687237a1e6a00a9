"""How hard English words are to read: sentences, syllables and the Flesch-Kincaid grade.

Only measures; what is allowed stands in the tests. Nothing in here knows about guides.
"""

import re

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_SENTENCE_END = re.compile(r"(?:(?<=[.?!:])|(?<=[.?!:]\"))\s+|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouyscxzg]es)$")
_TWO_IN_ONE = re.compile(r"(?<![ctsgx])i[ao]|(?<=[aeou])ing|ua[lt]|ui[td]|eo(?!p)|ea(?=t[eio])")


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one too, because a reader rests there."""
    return [part for part in (each.strip() for each in _SENTENCE_END.split(text)) if part]


def words(text: str) -> list[str]:
    """The words of a text as written; a word with a hyphen counts as its parts."""
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """About how many syllables an English word has, never less than one."""
    plain = re.sub(r"[^a-z]", "", word.lower()).replace("qu", "q")
    spoken = len(_VOWELS.findall(plain)) + len(_TWO_IN_ONE.findall(plain))
    return max(1, spoken - bool(_SILENT_END.search(plain)))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text: school years in the United States, five less than the age."""
    said = words(text)
    spoken = sum(map(syllables, said))
    return 0.39 * len(said) / len(sentences(text)) + 11.8 * spoken / len(said) - 15.59
