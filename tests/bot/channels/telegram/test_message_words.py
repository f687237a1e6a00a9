"""Words reach us in several fields of a message. Whichever it is, they are the reply."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.message_words import DEEPEST, media_in, words_of
from content.phrases import phrases_in
from conversations.incoming import MessageKind
from conversations.reading.lists.people_list import read_people


def paragraph(text: Any) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def rich(*blocks: Any) -> dict[str, Any]:
    return {"rich_message": {"blocks": list(blocks)}}


def item(label: str, *blocks: Any) -> dict[str, Any]:
    return {"label": label, "blocks": list(blocks)}


def cell(text: Any) -> dict[str, Any]:
    return {"text": text, "align": "left", "valign": "top"}


BOLD = {"type": "bold", "text": "every month"}
PHOTO = {"type": "photo", "photo": [{"file_id": "f"}], "caption": {"text": "Our board.", "credit": "Ann"}}

SAID = [
    (paragraph("We check figures monthly."), "We check figures monthly."),
    (paragraph(["We check ", BOLD, "."]), "We check every month."),
    (paragraph({"type": "italic", "text": ["a", {"type": "code", "text": BOLD}]}), "aevery month"),
    (paragraph({"type": "url", "text": "our page", "url": "https://example.org"}), "our page"),
    (
        paragraph(["Good ", {"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "👍"}]),
        "Good 👍",
    ),
    (paragraph({"type": "mathematical_expression", "expression": "x^2"}), "x^2"),
    (paragraph(["a", {"type": "anchor", "name": "here"}, "b"]), "ab"),
    ({"type": "heading", "text": "Figures", "size": 1}, "Figures"),
    ({"type": "pre", "text": "one\ntwo", "language": "text"}, "one\ntwo"),
    ({"type": "footer", "text": "Seen in May."}, "Seen in May."),
    ({"type": "mathematical_expression", "expression": "E = mc^2"}, "E = mc^2"),
    (
        {
            "type": "list",
            "items": [
                item("1.", paragraph("First")),
                item("2.", paragraph("Second"), {"type": "list", "items": [item("•", paragraph("inner"))]}),
            ],
        },
        "1. First\n2. Second\n  • inner",
    ),
    (
        {"type": "blockquote", "blocks": [paragraph("They said so.")], "credit": "A tenant"},
        "They said so.\nA tenant",
    ),
    ({"type": "expandable_blockquote", "text": "Long ago.", "credit": "Bo"}, "Long ago.\nBo"),
    ({"type": "pullquote", "text": "Well done.", "credit": "Bo"}, "Well done.\nBo"),
    ({"type": "details", "summary": "More", "blocks": [paragraph("And this.")]}, "More\nAnd this."),
    (
        {
            "type": "table",
            "cells": [[cell("Month"), cell("Falls")], [cell("May"), cell(BOLD)]],
            "caption": "Falls",
        },
        "Month | Falls\nMay | every month\nFalls",
    ),
    (PHOTO, "Our board.\nAnn"),
    ({"type": "collage", "blocks": [PHOTO], "caption": {"text": "Both"}}, "Our board.\nAnn\nBoth"),
    ({"type": "a kind of tomorrow", "text": "Still words."}, "Still words."),
]


@pytest.mark.parametrize(("block", "said"), SAID)
def test_each_kind_of_block_says_its_words(block: dict[str, Any], said: str) -> None:
    assert words_of(rich(block)) == said


def test_a_pasted_table_is_a_list_of_people() -> None:
    rows = [["Name", "Team"], ["Brown, Anna", "Home care"], ["Ben Example", "Day care"]]
    cells = [[{"text": each} for each in row] for row in rows]
    said = words_of(rich({"type": "table", "cells": cells}))
    listed = read_people(said or "", phrases_in("en"))
    assert [(each.name, each.team) for each in listed.people] == [
        ("Anna Brown", "Home care"),
        ("Ben Example", "Day care"),
    ]


def test_blocks_stand_apart_and_what_has_no_words_leaves_no_gap() -> None:
    rule = {"type": "divider"}

    assert words_of(rich(paragraph("One."), rule, paragraph(""), paragraph("Two."))) == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"text": "Plain."}, "Plain."),
        ({"caption": "Below a picture.", "photo": []}, "Below a picture."),
        ({"checklist": {"title": "To do", "tasks": [{"id": 1, "text": "Ask"}, {"id": 2}]}}, "To do\n• Ask"),
        ({"checklist": {"tasks": [{"id": 1, "text": "Ask"}]}}, "• Ask"),
        ({"text": "Both.", "rich_message": {"blocks": [paragraph("Other.")]}}, "Both."),
        ({"text": 5, "caption": None}, None),
        ({"dice": {}}, None),
    ],
)
def test_words_are_found_in_every_field_that_has_them(message: dict[str, Any], said: str | None) -> None:
    assert words_of(message) == said


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        (PHOTO, MessageKind.PHOTO),
        ({"type": "collage", "blocks": [{"type": "video", "video": {}}]}, MessageKind.VIDEO),
        ({"type": "details", "summary": "", "blocks": [{"type": "voice_note"}]}, MessageKind.VOICE),
        ({"type": "list", "items": [item("•", {"type": "document"})]}, MessageKind.DOCUMENT),
        ({"type": "map", "location": {}}, MessageKind.LOCATION),
        (paragraph("Only words."), None),
    ],
)
def test_what_is_not_words_is_found_among_them(block: dict[str, Any], kind: MessageKind | None) -> None:
    assert media_in(rich(paragraph("Words."), block)) is kind


def test_words_are_followed_as_deep_as_telegram_nests_them_and_no_deeper() -> None:
    text: Any = "deep"
    for _ in range(16):
        text = {"type": "bold", "text": text}
    assert words_of(rich(paragraph(text))) == "deep"

    endless: Any = "deep"
    for _ in range(DEEPEST * 20):
        endless = {"type": "bold", "text": [endless]}
    assert words_of(rich(paragraph(endless), paragraph("near"))) == "near"


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["text", "blocks", "items", "cells", "caption", "summary", "type", "label", "credit"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JUNK, JUNK)
def test_nothing_that_is_odd_raises(message: Any, list_to_tick: Any) -> None:
    words_of({"rich_message": message})
    words_of({"rich_message": {"blocks": message}})
    words_of({"checklist": list_to_tick})
    media_in({"rich_message": {"blocks": message}})
