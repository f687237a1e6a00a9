"""Reads the chat page as a person does: its entries, their lines, and the buttons that can be pressed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.players.heard import Heard, lines_of

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

    def heard(self) -> Heard:
        """The entry as one of the bot's messages."""
        return Heard(lines_of(self.text), tuple(label for label, _ in self.buttons))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.entries: list[PageEntry] = []
        self._said = 0
        self._in_choice = False
        self._in_words = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        kinds = (found.get("class") or "").split()
        if tag == "li" and "entry" in kinds:
            number = int(found.get("data-number") or 0)
            self.entries.append(PageEntry(number, "own" in kinds, found.get("data-message-id") or ""))
        elif self.entries and "said" in kinds:
            self._said = 1
        elif self._said and tag in _PASSAGES:
            self.entries[-1].text += "\n"
        elif tag == "button" and found.get("name") == "action":
            self.entries[-1].buttons.append(("", found.get("value") or ""))
            self._in_choice = True
        elif "words" in kinds:
            self._in_words = True
        elif "download" in kinds:
            self.entries[-1].is_file = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("div", "figure") and self._said:
            self._said = 0
        elif tag == "button":
            self._in_choice = False
        elif tag == "p":
            self._in_words = False

    def handle_data(self, data: str) -> None:
        if self._in_choice:
            label, action = self.entries[-1].buttons[-1]
            self.entries[-1].buttons[-1] = (label + data, action)
        elif self._said or self._in_words:
            self.entries[-1].text += data


def entries_of(html: str) -> list[PageEntry]:
    """The entries of a chat page in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.entries
