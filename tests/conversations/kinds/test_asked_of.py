"""Who is asked a prompt stands next to it as the language orders it, and each piece runs its own way."""

from collections.abc import Iterator

import pytest

from content.formatting.text_blocks import FormattedText, TextParagraph, TextSpan, blocks_of
from content.model import PromptSet
from content.phrases import phrases_in
from content.translations.directions import END_OF_ISOLATE, ISOLATE
from conversations.kinds.kind_table import asked_of_some, for_sets, rating_of_prompt
from tests.locales import po_of, spoken, write_locale

SETS = (PromptSet("m", "Managers"), PromptSet("f", "Front line"))
WHO = f"{ISOLATE}Managers{END_OF_ISOLATE}; {ISOLATE}Front line{END_OF_ISOLATE}"
BOLD = FormattedText((TextParagraph((TextSpan("Who "), TextSpan("decides", is_bold=True), TextSpan("?"))),))


@pytest.fixture(scope="module", autouse=True)
def _arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("locale")
    po = po_of("ar")
    at = po.index('msgid "{prompt} (asked of: {who})"')
    turned = po[at:].replace(po[at:].split("\n")[1], 'msgstr "(سئل {who}): {prompt}"', 1)
    write_locale(folder, "ar", po[:at] + turned)
    with spoken(folder):
        yield


@pytest.mark.parametrize("ask", ["Who decides?", BOLD])
def test_a_translator_orders_who_is_asked_and_what(ask: str) -> None:
    told = for_sets(phrases_in("ar"), ask, SETS)
    assert str(told) == f"(سئل {WHO}): {ISOLATE}Who decides?{END_OF_ISOLATE}"
    bold = [span.text for block in blocks_of(told) for span in block.spans if span.is_bold]  # type: ignore[union-attr]
    assert bold == ["decides"] * isinstance(ask, FormattedText)


def test_pieces_that_run_with_the_sentence_are_not_set_apart() -> None:
    assert for_sets(phrases_in("en"), "Who decides?", SETS) == (
        "Who decides? (asked of: Managers; Front line)"
    )
    arabic = (PromptSet("m", "المديرون"), PromptSet("f", "الخط"))
    assert ISOLATE not in for_sets(phrases_in("ar"), "من؟", arabic)
    assert ISOLATE in for_sets(phrases_in("en"), "Who?", arabic)


def test_what_stands_in_front_of_a_prompt_leaves_it_apart_too() -> None:
    for ask in ("Who decides?", BOLD):
        assert f"{ISOLATE}Who decides?{END_OF_ISOLATE}" in rating_of_prompt(phrases_in("ar"), ask)
    both = asked_of_some(phrases_in("ar"), "Who?", (), "T1.P2", ("Often", "Never"))
    assert f"“{ISOLATE}Often{END_OF_ISOLATE}” / “{ISOLATE}Never{END_OF_ISOLATE}”" in both
