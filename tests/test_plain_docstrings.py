"""Docstrings and comments are in the same plain modern English as the pages, word by word."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_architecture import PACKAGES, modules, name_of, tree_of

PLAINER = {
    r"mend(?:s|ed|ing)?": "fix",
    r"anew": "again",
    r"(?:becomes?|became) of": "happens to, happened to",
    r"came of": "the result",
    r"seldom": "rarely",
    r"all else": "everything else",
    r"set right": "corrected",
    r"not any more": "no longer",
    r"moving house": "moving to another computer",
    r"one's|oneself": "your, their, the person's own",
    r"but for": "except",
    r"(?<!to )whom": "who",
    r"in (?:the )?place of": "instead of",
    r"at hand": "current, open",
    r"beside": "next to, besides, among: say which",
    r"how it stands": "its state",
    r"t(?:ells?|old) of": "shows, is about, gets",
    r"whence": "where from",
    r"pieces? of work": "job",
    r"officers?": "role holder",
    r"desks?": "backend, request",
}
"""What reads as translated, as a pattern, with what to write."""

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
CODE = re.compile(r"``[^`]*``|:\w+:`[^`]*`")


def prose_of(path: Path) -> Iterator[str]:
    """Every docstring, also those of attributes, and every comment of a module, without code."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.string.lstrip("# ")
    for node in ast.walk(tree_of(path)):
        for each in node.body if isinstance(node, DOCUMENTED) else ():
            match each:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield CODE.sub("code", " ".join(text.split()))


def translated(text: str) -> list[str]:
    return [plain for said, plain in PLAINER.items() if re.search(rf"\b(?:{said})\b", text, re.IGNORECASE)]


@pytest.mark.parametrize("path", modules(*PACKAGES, "tests"), ids=name_of)
def test_nothing_in_a_docstring_or_comment_reads_as_translated(path: Path) -> None:
    assert {text: found for text in prose_of(path) if (found := translated(text))} == {}


def test_a_comment_and_a_docstring_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    written = tmp_path / "module.py"
    text = '"""What becomes of it, in ``mend``."""\n\nX = 1  # said anew\n"""Seldom."""\n'
    written.write_text(text, "utf-8")
    assert [translated(text) for text in prose_of(written)] == [
        ["again"],
        ["happens to, happened to"],
        ["rarely"],
    ]
