"""Reads the chat page as a person does: its entries, their lines, and the buttons that can be pressed."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from tests.players.heard import Heard, lines_of

_EARLIER = re.compile(r'href="(/chat/earlier\?before=\d+)"')
_NO_WORDS = frozenset({"hand-on", "end", "unfold", "fold", "amount"})
"""What stands on the page besides the words of a card."""
_PASSAGES = frozenset({"h2", "h3", "p", "li", "blockquote", "figcaption"})


@dataclass
class PageEntry:
    """One entry of the page. ``is_own`` marks the person's own words, ``is_file`` a file to download."""

    number: int
    is_own: bool
    message_id: str = ""
    is_file: bool = False
    text: str = ""
    buttons: list[tuple[str, str]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its buttons in the order of the card, wherever and how often the page puts them."""
        by_place = dict(zip(self.places, self.buttons, strict=True))
        return tuple(by_place[place][0] for place in sorted(by_place))

    def heard(self) -> Heard:
        """The entry as one of the bot's messages."""
        return Heard(lines_of(self.text), self.labels)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.entries: list[PageEntry] = []
        self._said = 0
        self._in_choice = False
        self._in_words = False
        self._in_hand_on = False
        self._in_number = False
        self._leads_on = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        kinds = (found.get("class") or "").split()
        if tag == "li" and "entry" in kinds:
            number = int(found.get("data-number") or 0)
            self.entries.append(PageEntry(number, "own" in kinds, found.get("data-message-id") or ""))
        elif self.entries and "said" in kinds:
            self._said = 1
        elif self._said and tag == "div" and "main" in kinds:
            self._leads_on = True  # a button of the card once more, above a long list
        elif self._said and tag in _PASSAGES:
            self.entries[-1].text += " " if "rest" in kinds else "\n"
        elif tag == "span" and self._said and "n" in kinds:
            self._in_number = True
        elif tag == "span" and _NO_WORDS.intersection(kinds):
            self._in_hand_on = True
        elif tag == "button" and "data-label" in found:
            mark = "✓ " if found.get("aria-pressed") == "true" else ""
            self.entries[-1].buttons.append((f"{mark}{found['data-label']}", found.get("value") or ""))
            self.entries[-1].places.append(int(found["data-place"] or 0))
            self._in_choice = not self._said or self._leads_on
        elif "words" in kinds:
            self._in_words = True
        elif "download" in kinds:
            self.entries[-1].is_file = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._leads_on:
            self._leads_on = False
        elif tag in ("div", "figure") and self._said:
            self._said = 0
        elif tag == "span":
            if self._in_number:
                self.entries[-1].text += "."  # the disc stands for it
            self._in_hand_on = self._in_number = False
        elif tag == "button":
            self._in_choice = False
        elif tag == "p":
            self._in_words = False

    def handle_data(self, data: str) -> None:
        if self._in_choice:
            return
        if (self._said or self._in_words) and not self._in_hand_on:
            self.entries[-1].text += data


def entries_of(html: str) -> list[PageEntry]:
    """The entries of a chat page in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.entries


async def whole_conversation(browser: httpx.AsyncClient) -> list[PageEntry]:
    """All entries that somebody can read: those of their page, and of all that it leads back to."""
    page = (await browser.get("/chat")).text
    entries = entries_of(page)
    while earlier := _EARLIER.search(page):
        page = (await browser.get(earlier[1])).text
        entries = entries_of(page) + entries
    return entries
