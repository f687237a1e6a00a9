"""The words of every shipped guide are plain, British and written with care.

The measures are rough on purpose: a text that fails is read again by a person, who fixes the text or, for a
word that staff do know, the list in here.
"""

import re
from itertools import pairwise

import pytest

from content.model import Guide
from tests.content_words.parts import helps_of, introduction_of, parts_of, prompts_of, statements_of, texts_of
from tests.content_words.reading import grade, sentences, syllables, words

GRADE_AT_14 = 9
"""The Flesch-Kincaid grade of a reader of 14."""

NAMES_OF_THINGS = {"title", "headings", "theme titles", "level names", "set titles"}
"""Parts of two or three words each, which the measure cannot judge."""

_OFFICE_WORDS = """
    accountability actionable agenda align baseline benchmark bespoke capacity cascade comprehensive
    corporate deliver driver ecosystem effective embed empower enabler enhance evidence-based facilitate
    framework going-forward golden-thread governance granular holistic implement indicator initiative
    innovat input intervention journey key-performance kpi landscape learnings leverage matrix maximise
    mechanism methodology metric milestone moderation monitor multi-agency operational optimis
    outcome-focused output paradigm pathway proactive process remit resource robust roll-out scope
    scrutin seamless service-user silo stakeholder strategic strategy streamline sustain synerg
    systematic transformation transparen triangulat underpin utilis workstream
"""
OFFICE_WORDS = _OFFICE_WORDS.split()
"""Beginnings of words that staff have to translate first; a hyphen stands for a hyphen or a space."""

_LONG_WORDS = """
    activities anybody commissioning communities compulsory differences differently disability emergency
    equality evaluation everybody everywhere homelessness illustrations improvement improvements information
    inspectorate integration introduction management minorities minority organiser population priorities
    priority professional registration regularly responsibility responsible somebody somebody's supervision
    unsatisfactory voluntary
"""
LONG_WORDS = set(_LONG_WORDS.split())
"""The words of four syllables or more that staff know. A new one is let in on purpose or not at all."""

AMERICAN = re.compile(
    r"\b\w*(?:ization|izing|ize[ds]?|yz(?:e|ing)|[^en]ior|color|labor|favor|center|defense|fulfill|enroll"
    r"|judgment|traveler|modeled|labeled|program)\b",
    re.IGNORECASE,
)
"""Spellings that Scotland does not use: ``behavior``, not ``senior``; ``program``, not ``programme``."""

SPELT_ALIKE = {"inferior", "interior", "prior", "prize", "size", "sizes"}
"""Words that look American to the pattern and are not."""


SAID_AGAIN = {"please leave out who it was", "write about what was done not about who did it"}
"""What is asked where a prompt may lead people to a story about somebody."""


def office_words_in(text: str) -> list[str]:
    return [
        each for each in OFFICE_WORDS if re.search(rf"\b{each.replace('-', '[- ]')}", text, re.IGNORECASE)
    ]


def american_words_in(text: str) -> set[str]:
    return {match.group().lower() for match in AMERICAN.finditer(text)} - SPELT_ALIKE


def test_a_reader_of_14_can_read_every_part(guide: Guide) -> None:
    for part, texts in parts_of(guide):
        if part not in NAMES_OF_THINGS:
            assert grade("\n".join(texts)) <= GRADE_AT_14, part


def test_no_single_prompt_is_harder_than_the_rest(guide: Guide) -> None:
    assert [prompt.ask for prompt in prompts_of(guide) if grade(prompt.ask) > GRADE_AT_14 + 1] == []


def test_no_sentence_is_longer_than_a_breath(guide: Guide) -> None:
    said = [sentence for text in texts_of(guide) for sentence in sentences(text)]
    assert [sentence for sentence in said if len(words(sentence)) > 28] == []


def long_words_in(guide: Guide) -> set[str]:
    return {word.lower() for text in texts_of(guide) for word in words(text) if syllables(word) >= 4}


def test_long_words_are_only_those_that_staff_know(guide: Guide) -> None:
    assert sorted(long_words_in(guide) - LONG_WORDS) == []


def test_no_long_word_is_let_in_that_no_guide_has(shipped_guides: tuple[Guide, ...]) -> None:
    found: set[str] = set().union(*map(long_words_in, shipped_guides))
    assert sorted(LONG_WORDS - found) == [], "no longer needed"


def test_no_office_word_has_slipped_in(guide: Guide) -> None:
    assert {text: found for text in texts_of(guide) if (found := office_words_in(text))} == {}


def test_office_words_would_be_found_in_all_their_forms() -> None:
    assert office_words_in("Robustly scrutinising multi agency outputs") == [
        "multi-agency",
        "output",
        "robust",
        "scrutin",
    ]


def test_the_spelling_is_british(guide: Guide) -> None:
    assert american_words_in(" ".join(texts_of(guide))) == set()


def test_words_that_americans_spell_otherwise_are_there_to_be_seen(
    shipped_guides: tuple[Guide, ...],
) -> None:
    text = " ".join(each for guide in shipped_guides for each in texts_of(guide))
    for british in ("organiser", "recognise", "judgement", "councillors"):
        assert british in text


@pytest.mark.parametrize(
    "american", ["organization", "prioritized", "behavior", "center", "judgment", "program", "analyze"]
)
def test_an_american_spelling_would_be_found(american: str) -> None:
    assert american_words_in(f"The senior {american} of that size.") == {american}


def sentences_said_again_in(guide: Guide) -> set[str]:
    said = [" ".join(words(each)).lower() for text in texts_of(guide) for each in sentences(text)]
    return {each for each in said if said.count(each) > 1}


def test_no_sentence_is_said_twice(guide: Guide) -> None:
    assert sorted(sentences_said_again_in(guide) - SAID_AGAIN) == []


def test_only_what_is_said_again_may_be(shipped_guides: tuple[Guide, ...]) -> None:
    again: set[str] = set().union(*map(sentences_said_again_in, shipped_guides))
    assert sorted(SAID_AGAIN - again) == [], "no longer needed"


def test_the_marks_are_plain_and_no_word_is_doubled(guide: Guide) -> None:
    for text in texts_of(guide):
        assert re.fullmatch(r"[\x20-\x7e\n]+", text), text
        assert "  " not in text, text
        assert not any(left == right for left, right in pairwise(text.lower().split())), text


def test_every_text_is_made_of_whole_sentences(guide: Guide) -> None:
    for theme in guide.themes:
        for text in statements_of(theme):
            assert re.match(r"[A-Z]", text), text
            assert text.endswith("."), text
    for text in helps_of(guide):
        assert re.match(r"[A-Z\"]", text), text
        assert text.endswith((".", "?")), text
    for level in (level for scale in guide.scales for level in scale.levels if level.meaning):
        assert level.meaning.endswith("."), level.name


def test_a_line_is_a_paragraph_because_chats_keep_line_breaks(guide: Guide) -> None:
    paragraphs = f"{guide.about}\n\n{introduction_of(guide)}".split("\n\n")
    assert [each for each in paragraphs if "\n" in each or not each.endswith(".")] == []
