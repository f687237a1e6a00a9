"""A text in two parts has every word, its formatting, and a cut at a joint."""

from hypothesis import given
from hypothesis import strategies as st

from content.formatting.signs_read import formatted
from content.formatting.splitting import sentences_within, split_text
from content.formatting.text_blocks import FormattedText, every_span

LIST = formatted("We ask **three** things:\n\n- one thing\n- another thing\n- a third\n\nThat is all.")


def halves(text: str, limit: int) -> tuple[str, str]:
    return split_text(text, limit, cut=sentences_within)


def test_what_fits_is_not_split() -> None:
    assert halves("Short.", 6) == ("Short.", "")
    assert halves(LIST, len(LIST)) == (LIST, "")


def test_words_are_cut_behind_a_line_then_a_sentence_then_a_word() -> None:
    assert halves("One line. More\nand another", 20) == ("One line. More", "and another")
    assert halves("A sentence. And more words", 20) == ("A sentence.", "And more words")
    assert halves("many words and no end", 12) == ("many words", "and no end")
    assert halves("\u4e00\u4e8c\u3002\u4e09\u56db\u4e94", 4) == ("\u4e00\u4e8c\u3002", "\u4e09\u56db\u4e94")


def test_a_word_without_a_joint_stays_whole() -> None:
    assert halves("x" * 50, 20) == ("x" * 50, "")


def test_a_list_is_cut_between_its_items_and_both_parts_are_lists() -> None:
    first, rest = halves(LIST, 55)
    assert first == formatted("We ask **three** things:\n\n- one thing\n- another thing")
    assert rest == formatted("- a third\n\nThat is all.")


def test_a_paragraph_is_cut_at_a_sentence_and_bold_words_and_links_go_on() -> None:
    text = formatted("Look **here first. Then there** and [read](https://a.example) on.")
    first, rest = halves(text, 20)
    assert (first, rest) == (
        formatted("Look **here first.**"),
        formatted("**Then there** and [read](https://a.example) on."),
    )


def test_a_long_item_is_cut_within_and_has_its_label_once() -> None:
    first, rest = halves(formatted("- A long item. It goes on here.\n- two"), 20)
    assert str(first) == "\u2022 A long item."
    assert str(rest) == "It goes on here.\n\u2022 two"


PIECES = st.sampled_from(
    ["word", "**bold words**", "[link](https://a.example)", "end.", "\n- item", "\n\n", " "]
)


@given(st.lists(PIECES, min_size=1, max_size=60).map("".join), st.integers(8, 60))
def test_no_word_and_no_formatting_is_lost_however_often_it_is_cut(written: str, limit: int) -> None:
    text = formatted(written)
    parts, left = [], text
    while left:
        part, left = halves(left, limit)
        parts.append(part)
    words = "".join(text.split()).replace("\u2022", "")
    assert "".join("".join(parts).split()).replace("\u2022", "") == words
    if isinstance(text, FormattedText):
        assert marked(parts) == marked([text])


def marked(texts: list[str]) -> str:
    """All letters that are bold or a link."""
    spans = [span for text in texts if isinstance(text, FormattedText) for span in every_span(text.blocks)]
    return "".join("".join(span.text.split()) for span in spans if span.is_bold or span.address)
