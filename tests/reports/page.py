"""Takes a page of HTML apart, to be looked at by tests."""

from html.parser import HTMLParser

VOID = {"meta", "br"}


class Page(HTMLParser):
    """A page taken apart: its elements with attributes and all text inside them, and what stays open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.unmatched: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(page)
        self.close()
        self.unmatched += [tag for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))
        if tag not in VOID:
            self._open.append((tag, self.elements[-1][2]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        else:
            self.unmatched.append(tag)

    def handle_data(self, data: str) -> None:
        for _, texts in self._open:
            texts.append(data)

    def texts(self, tag: str) -> list[str]:
        return ["".join(texts) for name, _, texts in self.elements if name == tag]

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes, _ in self.elements if name == tag]
