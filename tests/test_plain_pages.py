"""The pages are in plain modern English: short sentences, and no words that read as translated.

The measures are rough on purpose: a sentence that fails is read again by a person, who rewords it or, for a
word that is right there, the list in here.
"""

import re
from pathlib import Path

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
    rf"(?:if|where|when|what|which|how|as|so|far|rounds|that) {_ONE_AS_READER}": "you: speak to the reader",
    r"one's(?! own)|of one's own": "your: speak to the reader",
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
    r"also (?:when|while|once)": "even when, even while",
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


EACH_PAGE = pytest.mark.parametrize("page", pages(), ids=name_of)


@EACH_PAGE
def test_no_sentence_of_a_page_is_longer_than_a_reader_holds(page: Path) -> None:
    assert too_long(page.read_text("utf-8")) == []


@EACH_PAGE
def test_nothing_on_a_page_reads_as_translated(page: Path) -> None:
    assert translated(page.read_text("utf-8")) == []


OF_OLD_PAGES = (
    "A fault is mended in the newest version.",
    "The card is shown anew.",
    "What becomes of a reminder",
    "A reminder comes at least once, and seldom twice.",
    "`/themes` shows how far one is.",
    "What was done, and what came of it.",
    "Everybody gets it, save those who wrote.",
    "A tap counts on the cards shown beside it.",
    "Somebody who takes part, as far as it had come at one moment.",
    "It is the one's who passed it on.",
    "two that are under way or not recorded",
    "Nothing is held up once the clock is set right.",
    "Of 100,000 guesses none worked.",
    "Who returns after a week writes something else than a reply.",
    "| in the table | what stands in place of something |",
)


@pytest.mark.parametrize("said", OF_OLD_PAGES)
def test_a_phrase_of_the_old_pages_would_be_found(said: str) -> None:
    assert translated(f"# A page\n\nSome text. {said}\n" if not said.startswith("|") else said)


def test_code_output_links_and_quoted_phrases_are_not_read() -> None:
    page = (
        "A line.\n\n```\nmended anew, beside it\n```\n"
        "`mend()` and “What becomes of it?” are [here](mended.md).\n"
        "<!-- table -->\n| mended | anew |\n<!-- end of table -->\n"
    )
    assert translated(page) == []
    assert sentences_of(page) == ["A line.", "code and quotation are here."]


def test_a_sentence_of_thirty_one_words_would_be_found() -> None:
    thirty = " ".join(["word"] * LONGEST)
    assert too_long(f"- {thirty}.\n") == []
    assert too_long(f"- **One** {thirty}.\n") == [f"One {thirty}."]


def test_each_cell_of_a_table_is_read_by_itself() -> None:
    twenty = " ".join(["word"] * 20)
    assert too_long(f"| {twenty} | {twenty} |\n") == []
