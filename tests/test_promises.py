"""What we promise is listed on one page, each sentence with the test that holds it, and nothing is forgotten.

Promises are the sentences of the places below, and the phrases of the product that say who reads what. That a
named test really holds its sentence is for people to judge; here it is seen that both are still there.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.page_words import ROOT, unmarked

PAGE = "docs/promises.md"
PACKAGES = ("bot", "content", "conversations", "reports", "storage", "web")
HELD, NOT_TESTABLE, NOT_YET = (
    "## Held by a test\n",
    "## What no test can hold\n",
    "## Not held by a test yet\n",
)

PROMISING = {
    "README.md": ("## What it promises, and what it does not\n", "\n## "),
    "SECURITY.md": ("## What is protected, and how\n", "\n## Before people use it\n"),
    "docs/privacy-notice.md": ("**What is kept**\n", "**Somebody at risk?**"),
}
"""The pages that promise, each with the words that its promises begin after and end before."""

BLANK = "["
"""A sentence of the privacy notice with a blank is the council's own."""

WHO_READS = re.compile(
    r"\b(?:can|could) (?:then )?(?:read|see) (?!only|that, so)"
    r"|\breads? them\b|\bsees? (?:this prompt|neither|who|how far (?:they|rounds))"
    r"|\bwhich coordinators see"
    r"|\bnot shown who\b|\bnobody is named\b|\bonly to you\b|\bto you alone\b|\bnobody else (?:gets|does)"
    r"|\bdoes not name\b|\bwithout names\b|\bwho wrote\b|\bround is (?:anonymous|confidential|named)\b"
    r"|^(?:Anonymous|Confidential|Named):|\bpicked out\b|\bnot end-to-end\b|\beverybody who coordinates\b"
    r"|\bwithout your name\b|\bsees it(?:,| and) your\b|\bgive you away\b|\bkept until\b"
    r"|\bgives it to everybody\b|\bnothing (?:about it )?is shown\b|\beach person chose\b",
    re.IGNORECASE,
)
"""How a phrase says who reads what, or what nobody may see."""


TYPED = "conversations/reading/typed.py"
"""What people type, and nothing that is said to them."""


class Row(NamedTuple):
    """A row of the page: what is promised, in which file, and what holds it or why nothing does."""

    promise: str
    where: str
    held_by: str

    @property
    def is_phrase(self) -> bool:
        return self.promise.startswith("“")

    @property
    def words(self) -> str:
        return self.promise[1:-1] if self.is_phrase else self.promise


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows(section: str) -> list[Row]:
    """The rows of one section of the page."""
    table = text_of(PAGE).partition(section)[2].partition("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return [Row(promise, where.strip("`"), held_by) for promise, where, held_by in cells[2:]]


ALL_ROWS = [row for section in (HELD, NOT_TESTABLE, NOT_YET) for row in rows(section)]
EACH_ROW = pytest.mark.parametrize("row", ALL_ROWS, ids=lambda row: row.promise[:50])


# --- what is promised -----------------------------------------------------------------------------------


def promising_lines(page: str) -> list[str]:
    begin, end = PROMISING[page]
    _, found, text = text_of(page).partition(begin)
    assert found, f"{page} has no {begin!r} any more: where are its promises now?"
    return [unmarked(line) for line in text.partition(end)[0].splitlines()]


def promised_on(page: str) -> list[str]:
    """The sentences of a page that promise something."""
    said = [part for line in promising_lines(page) for part in re.split(r"(?<=[.?!])\s+", line)]
    is_notice = page == "docs/privacy-notice.md"
    return [each for each in said if each.endswith((".", "?", "!")) and not (is_notice and BLANK in each)]


def phrases_in(source: str) -> Iterator[str]:
    """The English of every phrase in a module; of a counted one the form for many."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="say"), args=[ast.Constant(value=str(text)), *_]):
                yield text
            case ast.Call(func=ast.Attribute(attr="count"), args=[_, ast.Constant(value=str(text)), *_]):
                yield text


@cache
def phrases_of(path: Path) -> frozenset[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return frozenset(phrases_in(text))
    return frozenset(
        [*re.findall(r'\bsay\(\s*"([^"]+)"', text), *re.findall(r'\bcount\(\s*"[^"]+",\s*"([^"]+)"', text)]
    )


def sources() -> list[Path]:
    return sorted(
        path
        for name in PACKAGES
        for ending in ("py", "html", "j2", "typ")
        for path in ROOT.rglob(f"{name}/**/*.{ending}")
    )


def who_reads_what() -> set[tuple[str, str]]:
    """Every phrase of the product that says who reads what, with the file that it is in."""
    return {
        (phrase, path.relative_to(ROOT).as_posix())
        for path in sources()
        for phrase in phrases_of(path)
        if WHO_READS.search(phrase) and path != ROOT / TYPED
    }


@pytest.mark.parametrize("page", PROMISING)
def test_every_sentence_that_promises_is_listed(page: str) -> None:
    listed = [row.words for row in ALL_ROWS if row.where == page]
    assert promised_on(page)
    assert [each for each in promised_on(page) if not any(each in row for row in listed)] == []


@pytest.mark.exhaustive
def test_every_phrase_that_says_who_reads_what_is_listed() -> None:
    assert len(who_reads_what()) > 20
    listed = {(row.words, row.where) for row in ALL_ROWS if row.is_phrase}
    assert sorted(who_reads_what() - listed) == []


# --- what is listed -------------------------------------------------------------------------------------


def is_in_its_place(row: Row) -> bool:
    if row.is_phrase:
        path = ROOT / row.where
        return path.exists() and row.words in phrases_of(path)
    return row.where in PROMISING and any(row.words in line for line in promising_lines(row.where))


@EACH_ROW
def test_what_is_listed_is_still_said_in_its_place(row: Row) -> None:
    assert is_in_its_place(row), f"{row.where} does not say this any more"


def names_of_tests(path: Path) -> set[str]:
    if not path.exists():
        return set()
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("row", rows(HELD), ids=lambda row: row.promise[:50])
def test_the_tests_that_hold_a_promise_are_there(row: Row) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row.held_by)
    assert named, "a promise needs a test"
    assert [f"{path}::{name}" for path, name in named if name not in names_of_tests(ROOT / path)] == []
    assert re.sub(r"`[^`]+`|, ", "", row.held_by) == ""


@pytest.mark.parametrize("row", [*rows(NOT_TESTABLE), *rows(NOT_YET)], ids=lambda row: row.promise[:50])
def test_what_no_test_holds_has_a_reason(row: Row) -> None:
    assert len(row.held_by) >= len("advice")
    assert "::" not in row.held_by


def test_only_phrases_may_wait_for_their_test() -> None:
    assert [row.promise for row in rows(NOT_YET) if not row.is_phrase] == []


def test_nothing_is_listed_twice() -> None:
    said = [(row.promise, row.where) for row in ALL_ROWS]
    assert sorted({each for each in said if said.count(each) > 1}) == []


# --- that these tests can fail ----------------------------------------------------------------------------


def test_a_new_phrase_about_who_reads_what_would_be_found() -> None:
    for phrase in (
        "Your manager can read your replies.",
        "Nobody else gets this.",
        "This round is anonymous: nobody is told.",
        "It comes only to you.",
    ):
        assert WHO_READS.search(phrase)
        source = f'phrases.say("{phrase}")\nphrases.count("{{n}} of them", "{phrase}", n)'
        assert list(phrases_in(source)) == [phrase, phrase]


def test_a_promise_that_is_said_no_longer_would_be_found() -> None:
    assert not is_in_its_place(Row("We never lose anything.", "README.md", ""))
    assert not is_in_its_place(Row("“Nobody can read this.”", "conversations/cards/entrance.py", ""))
    assert not is_in_its_place(Row("“Nobody can read this.”", "conversations/cards/gone.py", ""))


def test_a_test_that_is_gone_would_be_found() -> None:
    assert names_of_tests(ROOT / "tests" / "test_gone.py") == set()
    assert "test_a_test_that_is_gone_would_be_found" in names_of_tests(Path(__file__))
