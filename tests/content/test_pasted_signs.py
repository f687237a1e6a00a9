"""A sign that a word processor put into a pack is told where it stands, instead of what comes of it."""

from pathlib import Path

import pytest

from content.library import read_pack
from content.pack import parse_guide
from content.problem import Problem
from tests.content.small_pack import FILE, SMALL

LINES = SMALL.splitlines()


def told_of(text: str) -> list[Problem]:
    return [each for each in parse_guide(text, FILE)[1] if each.rule == "pasted-sign"]


@pytest.mark.parametrize(
    ("plain", "pasted", "column"),
    [
        ("        help: Think of new", "\u00a0" * 8 + "help: Think of new", 1),
        ("        text: All are", "  " + "\u202f" * 6 + "text: All are", 3),
        ("    title: Meetings", "    title:\u00a0Meetings", 11),
        ("      - id: use", "      \u2013 id: use", 7),
        ("      - id: heard", "      \u2022 id: heard", 7),
        ("  - Nothing.", "  \u2013 Nothing.", 3),
        ("  - Nothing.", "  \u2212 Nothing.", 3),
        ("  - Nothing.", "  -\u00a0Nothing.", 4),
        ("ask: How do people", "ask: “One thing: how do people", 14),
        ("- All speak.", "- „All speak: each.", 13),
    ],
)
def test_a_sign_is_told_at_its_own_place(plain: str, pasted: str, column: int) -> None:
    (line,) = [number for number, each in enumerate(LINES, start=1) if plain in each]
    first, *_ = told_of(SMALL.replace(plain, pasted))
    assert (first.line, first.column) == (line, column)
    assert '"{' not in str(first)


@pytest.mark.parametrize(
    "words", ["“Be frank.”", "We say \u2013 and mean \u2013 it.", "Be\u00a0frank: always.", '"“Be: frank”"']
)
def test_where_nothing_is_wrong_all_of_them_may_stand(words: str) -> None:
    assert told_of(SMALL.replace("Be frank.", words)) == []


def test_a_fault_without_such_a_sign_is_told_as_before() -> None:
    _, problems = parse_guide(SMALL.replace("  - Nothing.", "  - Nothing: at: all"), FILE)
    assert [each.rule for each in problems] == ["broken-yaml"]


@pytest.mark.parametrize(
    ("start", "named"),
    [
        (b"PK\x03\x04", "Word document"),
        (b"\xd0\xcf\x11\xe0", "older Word"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1", "rich"),
    ],
)
def test_a_document_is_called_what_it_is(tmp_path: Path, start: bytes, named: str) -> None:
    path = tmp_path / "guide.docx"
    path.write_bytes(start + b"\x00\xff" * 40)
    guide, (problem,), _ = read_pack(path)
    assert guide is None
    assert problem.rule == "not-text"
    assert named in problem.what
