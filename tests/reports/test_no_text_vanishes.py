"""From a pack to its cards and paper: each character that is to be seen is there, in order, on the page."""

import html
import io
import re
from collections import Counter
from collections.abc import Iterable
from unicodedata import bidirectional

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings

from bot.channels.telegram.render import messages_of
from bot.coordinator.preview_player import card_in_terminal
from content.model import Guide
from conversations.outgoing import Card, Line, Style
from reports.layout import guide_texts
from reports.layout.characters import as_shown
from reports.paper.prompt_sheet_pdf import paper_pdf
from tests.reports.long_words import outside, pieces_of
from tests.reports.reading import squeezed
from tests.reports.samples import ENGLISH, prompt_sheet
from tests.reports.written_packs import MARKS, WrittenText, lines, pack_of, texts

FOOTER = re.compile(r"T\s*Page \d+ of \d+\s*$")
MARGIN = 19 * 72 / 25.4
"""That of the prompt sheet, less what may hang over the end of a line."""


def missing(words: Iterable[str], found: str) -> list[str]:
    """The words that are not in a text in this order, with anything between their characters.

    What runs from the right is looked for without its order, as it is read back in that of the page.
    A character may stand there twice, as letters that are drawn as one are.
    """
    lost, place = [], 0
    for word in map(squeezed, words):
        if any(bidirectional(each) in {"R", "AL"} for each in word):
            if Counter(set(word)) - Counter(set(found)):
                lost.append(word)
            continue
        here = place
        for each in word:
            here = found.find(each, here) + 1
            if not here:
                lost.append(word)
                break
        else:
            place = here
    return lost


def part_of(found: str, mark: str) -> str:
    """What stands between the two words around a text."""
    start, end = found.index(f"{mark}begin") + len(f"{mark}begin"), found.index(f"{mark}end")
    return found[start:end]


def cards_of(guide: Guide) -> Card:
    theme = guide.themes[0]
    return Card(
        (
            Line(guide.about, Style.HELP),
            Line(theme.purpose),
            Line(theme.features[0].text, Style.ITEM),
            Line(theme.prompts[0].ask, Style.ASK),
            Line(theme.prompts[0].help, Style.HELP),
        )
    )


def on_paper(guide: Guide) -> bytes:
    return paper_pdf(prompt_sheet(guide), ENGLISH)


def read_from(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return squeezed("".join(FOOTER.sub("", page.extract_text()) for page in pages))


def lost_on_paper(text: WrittenText, line: WrittenText) -> list[str]:
    guide = pack_of(text, line)
    pdf = on_paper(guide)
    found, by_mark = read_from(pdf), {"text": text, "line": line}
    lost = [
        word
        for mark, name in MARKS.items()
        for word in missing(map(as_shown, by_mark[name].seen), part_of(found, mark))
    ]
    return [*lost, *map(str, outside(pieces_of(pdf), MARGIN))]


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts, lines)
def test_nothing_of_a_pack_vanishes_on_paper_or_leaves_its_page(text: WrittenText, line: WrittenText) -> None:
    assert lost_on_paper(text, line) == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts, lines)
def test_nothing_of_a_pack_vanishes_in_the_chat(text: WrittenText, line: WrittenText) -> None:
    card = cards_of(pack_of(text, line))
    in_html = "\n\n".join(each.html for each in messages_of(card, 1))
    in_text = "\n\n".join(each.plain for each in messages_of(card, 1))
    assert html.unescape(re.sub(r"<[^>]*>", "", in_html)) == card_without_addresses(card)
    for shown in (in_text, card_in_terminal(card)):
        for mark, name in MARKS.items():
            wanted = {"text": text, "line": line}[name].seen
            assert missing(wanted, part_of(squeezed(shown), mark)) == []


def card_without_addresses(card: Card) -> str:
    return "\n\n".join(f"• {line.text}" if line.style is Style.ITEM else line.text for line in card.lines)


TEXT = WrittenText(
    "so **bold** [link](https://a.example/path)", ("so", "bold", "link", "(https://a.example/path)")
)
LINE = WrittenText("so **bold**", ("so", "bold"))


def test_an_address_that_paper_leaves_out_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lost_on_paper(TEXT, LINE) == []
    as_it_is = guide_texts._span
    monkeypatch.setattr(guide_texts, "_span", lambda span: as_it_is(span) | {"printed": ""})
    assert lost_on_paper(TEXT, LINE) == ["(https://a.example/path)"] * 3


def test_words_that_paper_leaves_out_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_is = guide_texts._span
    monkeypatch.setattr(
        guide_texts, "_span", lambda span: as_it_is(span) | ({"text": ""} if span.is_bold else {})
    )
    assert "bold" in lost_on_paper(TEXT, LINE)
