"""The stand-in must refuse what Telegram refuses, or tests that pass on it prove nothing."""

import pytest

from tests.telegram.markup import BadMarkup, Parsed, parse_html


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", ()),
        ("<b>bold</b> <i>italic</i>", "bold italic", (("bold", 0, 4), ("italic", 5, 6))),
        ("<b>a<i>b</i></b>", "ab", (("bold", 0, 2), ("italic", 1, 1))),
        ("&lt;b&gt; &amp; &quot;&#39; &copy;", "<b> & \"' &copy;", ()),
        ("😀<b>x</b>", "😀x", (("bold", 2, 1),)),
        ("  <b> a</b> \n", "a", (("bold", 0, 1),)),
        ("<B>a</B>", "a", (("bold", 0, 1),)),
        ("<b></b>a", "a", ()),
        ("1 > 0 & so on", "1 > 0 & so on", ()),
    ],
)
def test_good_markup_becomes_text_and_entities(
    source: str, text: str, entities: tuple[tuple[str, int, int], ...]
) -> None:
    assert parse_html(source) == Parsed(text, entities)


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("a <b>b", "find end tag corresponding to start tag"),
        ("a </b>", "Unexpected end tag at byte offset 2"),
        ("<b><i>a</b></i>", 'expected "</i>", found "</b>"'),
        ("é <p>a</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <", "Unsupported start tag"),
    ],
)
def test_bad_markup_is_refused_in_telegram_s_words(source: str, refusal: str) -> None:
    with pytest.raises(BadMarkup, match="^.*" + refusal.replace("(", r"\(")):
        parse_html(source)
