"""Packs with texts of every kind in them, and what of each text must be seen, known without reading it."""

import json
from dataclasses import dataclass

from hypothesis import strategies as st

from content.model import Guide
from content.pack import parse_guide

SCRIPTS = (
    *(
        "office żółć ffi",
        "Ελληνικά",
        "Русский",
        "ไทย",
        "ትግርኛ",
        "简体中文 王芳",
        "ひらがな カタカナ",
        "김민준 한국어",
    ),
    *("पंजाबी हिन्दी", "বাংলা", "ਪੰਜਾਬੀ", "ગુજરાતી", "தமிழ்", "తెలుగు", "മലയാളം", "සිංහල"),
)
FROM_THE_RIGHT = ("العربية ہے میں", "کوردی", "עברית")
SIGNS = (
    "*",
    "_",
    "#",
    "<b>",
    "&amp;",
    "$x$",
    "@ref",
    "[",
    "](",
    "`a`",
    "=",
    "~~",
    "\\",
    "{{",
    "//",
    '"',
    "👍",
    "\U0001f1ec\U0001f1e7",
)
"""What some markup reads, ours or another: here it stands with a space on each side, and is a sign."""


@dataclass(frozen=True)
class WrittenText:
    """What an author writes, and all that must be seen of it on paper, in order."""

    source: str
    seen: tuple[str, ...]


_letters = st.sampled_from([*SCRIPTS, *FROM_THE_RIGHT])
_words = _letters.map(str.split).flatmap(st.sampled_from)
_long_words = st.tuples(_words, st.integers(2, 12)).map(lambda drawn: drawn[0] * drawn[1])
_word = st.one_of(_words, _words, _long_words)


def _plain(word: str) -> WrittenText:
    return WrittenText(word, (word,))


def _bold(word: str) -> WrittenText:
    return WrittenText(f"**{word}**", (word,))


def _link(word: str) -> WrittenText:
    address = "https://a.example/" + "path/" * (len(word) % 12)
    return WrittenText(f"[{word}]({address})", (word, f"({address})"))


_piece = st.one_of(_word.map(_plain), _word.map(_bold), _word.map(_link), st.sampled_from(SIGNS).map(_plain))
_line = st.lists(_piece, min_size=1, max_size=5).map(
    # A sign alone at the beginning of a line might be that of a list.
    lambda pieces: WrittenText(
        "so " + " ".join(each.source for each in pieces),
        ("so", *(seen for each in pieces for seen in each.seen)),
    )
)
_item = st.tuples(st.sampled_from(("- ", "1. ", "- here\n  1) ")), _line).map(
    lambda drawn: WrittenText(
        "\n" + drawn[0] + drawn[1].source,
        (*(each for each in drawn[0].split() if each != "-"), *drawn[1].seen),
    )
)
lines: st.SearchStrategy[WrittenText] = _line
"""Texts that stand in one line, such as an essential feature."""
texts: st.SearchStrategy[WrittenText] = st.lists(
    st.one_of(_line.map(lambda line: WrittenText("\n\n" + line.source, line.seen)), _item),
    min_size=1,
    max_size=4,
).map(
    lambda blocks: WrittenText(
        "".join(b.source for b in blocks).strip(), tuple(s for b in blocks for s in b.seen)
    )
)
"""Texts of paragraphs and lists."""


def pack_of(text: WrittenText, line: WrittenText) -> Guide:
    """The guide of a pack that has these wherever such texts may stand, each between two words of its own."""

    def between(written: WrittenText, mark: str) -> str:
        return (
            f"{mark}begin {written.source}\n\n{mark}end"
            if written is text
            else f"{mark}begin {written.source} {mark}end"
        )

    theme = {
        "id": "t",
        "title": "T",
        "minutes": "3",
        "purpose": between(text, "p"),
        "features": [{"id": "f", "text": between(line, "f")}],
        "prompts": [{"id": "p", "ask": between(line, "q"), "help": between(text, "h")}],
        "closing": [],
    }
    pack = {
        "format": "2",
        "id": "a",
        "version": "1",
        "language": "en",
        "title": "T",
        "about": between(text, "a"),
        "themes": [theme],
    }
    guide, problems = parse_guide(json.dumps(pack, ensure_ascii=False), "pack")
    assert guide is not None, problems
    return guide


MARKS = {"p": "text", "f": "line", "q": "line", "h": "text", "a": "text"}
"""The places of both texts, by the letter that their first and last words begin with."""
