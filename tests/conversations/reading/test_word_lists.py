"""Words with a meaning of their own count in English and in the language of whoever types them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.coordinator.command_table import WORDS_BEHIND
from content.phrases import phrases_in
from conversations.reading.typed import listed
from conversations.reading.word_lists import TYPED_WORDS, means, with_our_words
from tests.locales import LANGUAGES, spoken, write_locale


@pytest.fixture(scope="module", autouse=True)
def _languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("locale")
    for language in LANGUAGES:
        write_locale(folder, language)
    with spoken(folder):
        yield folder


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_each_word_counts_in_english_and_in_the_language(language: str) -> None:
    p = phrases_in(language)
    for word, said in TYPED_WORDS.items():
        assert means(p, f" {word.upper()}. ", word)
        assert all(means(p, entry, word) for entry in listed(said(p)))
        assert not means(p, f"{word} x", word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_behind_a_command_may_be_said_in_the_language(language: str) -> None:
    p = phrases_in(language)
    for words in WORDS_BEHIND.values():
        for word in words:
            for entry in listed(TYPED_WORDS[word](p)):
                assert with_our_words(p, f"{entry} 3", words) == f"{word} 3"
            assert with_our_words(p, f"{word} 3", words) == f"{word} 3"


def test_what_is_a_name_stays_as_it_was_typed() -> None:
    p = phrases_in("ar")
    assert with_our_words(p, "5  Home  care", ("new", "stop")) == "5  Home  care"
    assert with_our_words(phrases_in("en"), "everything else", ("all",)) == "everything else"
