"""The pages are in plain modern English: short sentences, and no words that read as translated.

The measures are rough on purpose: a sentence that fails is read again by a person, who rewords it or, for a
word that is right there, the list in here.
"""

import re

import pytest

from tests.content_words.reading import words
from tests.page_words import name_of, pages, sentences_of

LONGEST = 30
"""How many words a sentence of a page may have; a colon ends a sentence, as a reader rests there."""

_ONE_AS_READER = r"one(?:'s|(?: (?:is|was|has|does|did|can|may|must|wants|works|takes|comes|asks)))"

PLAINER = {
    r"mend(?:s|ed|ing)?": "fix: nobody mends a bug",
    r"anew": "again",
    r"(?:becomes?|became) of": "happens to, happened to",
    r"came of it": "what we found",
    r"seldom": "rarely",
    rf"(?:if|where|when|what|which|how|as|so|how far|rounds|that) {_ONE_AS_READER}": "you: a reader is spoken to",
    r"one's(?! own)|of one's own": "your: a reader is spoken to",
    r"save (?:those|that|for)": "except",
    r"but for": "except for",
    r"all else": "everything else",
    r"(?<!to )whom": "who",
    r"of theirs": "their",
    r"in (?:the )?place of": "instead of",
    r"set right": "corrected",
    r"at hand": "current, open",
    r"beside": "next to, besides, as well as, or other than: say which",
    r"(?:stands?|stood) (?:in|on|below|under|above|there|behind|as|at|without|beside)": "is",
    r"how it stands": "its state",
    r"(?<=, )say (?:because|without|when|in|by)": "for example",
    r"moving house": "moving to another computer",
    r"not any more": "no longer",
    r"tells? of": "shows, is about",
    r"told there": "described there",
    r"as far as it had come": "progress",
    r"not recorded": "in flight, or its result is not yet stored: say which",
    r"by word": "by typing",
    r"is so": "is true",
    r"lets? (?:nobody|nothing) go": "say what happens",
    r"there (?:is|are) none": "say what is missing",
}
"""What reads as translated, as a pattern, with what to write."""

BEGINNINGS = {
    r"Of (?!course)": "begin with the subject",
    r"Who (?=(?:\S+ ){6})(?!.*\?$)": "people who, somebody who, or you",
}
"""How a sentence does not begin, with what to write."""


def too_long(markdown: str) -> list[str]:
    """The sentences of a page that have more words than a reader holds."""
    return [sentence for sentence in sentences_of(markdown) if len(words(sentence)) > LONGEST]


def translated(markdown: str) -> list[tuple[str, str]]:
    """The sentences of a page with a word that reads as translated, each with what to write."""
    return [
        (sentence, plainer)
        for sentence in sentences_of(markdown)
        for pattern, plainer in _PATTERNS
        if pattern.search(sentence)
    ]


_PATTERNS = [
    *((re.compile(rf"\b(?:{said})\b", re.IGNORECASE), plainer) for said, plainer in PLAINER.items()),
    *((re.compile(rf"^{said}"), plainer) for said, plainer in BEGINNINGS.items()),
]
