"""What is short is never folded, and what is folded is all there."""

import pytest

from content.formatting.folding import fold_items, fold_text

SENTENCE = "You might think of what people tell you when they first call. "
FEATURE = "Leaders ask what people need, act on what they hear, and say what came of it."


def test_a_short_text_is_whole_and_of_a_long_one_whole_sentences_stand_first() -> None:
    assert fold_text(SENTENCE * 3) == (SENTENCE * 3, "")
    assert fold_text(SENTENCE * 5) == ((SENTENCE * 2).strip(), SENTENCE * 3)


def test_of_a_long_list_the_first_items_stand_and_the_rest_is_folded() -> None:
    assert fold_items([FEATURE] * 4) == ((FEATURE,) * 4, ())
    assert fold_items([FEATURE] * 9) == ((FEATURE,) * 3, (FEATURE,) * 6)
    assert fold_items(["short"] * 9) == (("short",) * 9, ())


def test_one_item_stands_however_long_it_is() -> None:
    assert fold_items([FEATURE * 5] * 6) == ((FEATURE * 5,), (FEATURE * 5,) * 5)


@pytest.mark.parametrize("mark", ["{}.", "[{}]", "{})", "-"])
def test_a_list_in_a_text_is_folded_between_its_lines(mark: str) -> None:
    begin = "Type their numbers. The themes are:"
    items = [f"{mark.format(at)} 1.{at} People decide. It matters to them" for at in range(1, 13)]
    shown, rest = fold_text("\n".join([begin, *items]))
    assert [*shown.split("\n"), *rest.split("\n")] == [begin, *items]
    assert len(shown.split("\n")) > 2
