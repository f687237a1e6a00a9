"""The prose of a page: its sentences, without code, output, generated tables and quoted phrases."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.content_words.reading import sentences

ROOT = Path(__file__).parent.parent
TOP = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")

_BLOCK = re.compile(r"^ *```\w*\n.*?^ *```", re.DOTALL | re.MULTILINE)
_GENERATED = re.compile(r"<!-- (\w+) -->.*?<!-- end of \1 -->", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SPAN = re.compile(r"`[^`\n]+`")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_BOLD_OR_ITALIC = re.compile(r"\*\*|(?<!\w)\*(?=\w)|(?<=[\w.!?:…])\*(?!\w)")
_BEGINNING = re.compile(r"^\s*(?:#+|[-*>]|\d+\.)\s+")
_RULE_OF_A_TABLE = re.compile(r"^[\s|:-]+$")


def pages() -> list[Path]:
    """Every page of the project, in a fixed order."""
    return sorted([*(ROOT / name for name in TOP), *ROOT.glob("docs/**/*.md")])


def name_of(page: Path) -> str:
    """A page as the project names it."""
    return page.relative_to(ROOT).as_posix()


def unmarked(line: str) -> str:
    """A line without the marks of Markdown; code and quotations stay."""
    return _BEGINNING.sub("", _BOLD_OR_ITALIC.sub("", _LINK.sub(r"\1", line))).strip()


def texts_of(markdown: str) -> Iterator[str]:
    """Each paragraph, list item, heading and cell of a table. Code and a quotation become one word each."""
    text = _TAG.sub("", _GENERATED.sub("", _BLOCK.sub("", markdown)))
    for line in text.splitlines():
        if not line.strip() or _RULE_OF_A_TABLE.match(line):
            continue
        said = unmarked(_QUOTED.sub("quotation", _SPAN.sub("code", line)))
        cells = said.strip("|").split(" | ") if line.startswith("|") else [said]
        yield from (cell.strip() for cell in cells if cell.strip())


def sentences_of(markdown: str) -> list[str]:
    """The sentences of a page's prose."""
    return [sentence for text in texts_of(markdown) for sentence in sentences(text)]
