"""The scene whose instructions are counted runs to its end, and the figures are told as they are meant."""

import re
from pathlib import Path

import pytest

from tests.bench import instructions
from tests.bench.instructions import NOTHING, ROOT, VALGRIND, Counter, compare, measure, prepare


def test_the_scene_gives_every_reply_that_is_counted(tmp_path: Path) -> None:
    prepare(ROOT, tmp_path)
    assert measure(ROOT, tmp_path, NOTHING, replies=3) == 1


def test_a_scene_that_breaks_is_told_and_not_counted(tmp_path: Path) -> None:
    (tmp_path / "closer-look.sqlite3").write_bytes(b"this is no store")
    with pytest.raises(RuntimeError, match="did not come to its end"):
        measure(ROOT, tmp_path, NOTHING, replies=3)


def test_what_valgrind_tells_is_read() -> None:
    found = VALGRIND.told.search("==7== Events    : Ir\n==7== Collected : 4480843\n")
    assert found is not None
    assert found[1] == "4480843"


def test_two_checkouts_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    counts = {before: [100.0, 102.0], after: [110.0, 110.0]}
    monkeypatch.setattr(instructions, "prepare", lambda *_: None)
    monkeypatch.setattr(instructions, "measure", lambda tree, *_: counts[tree].pop(0))
    said: list[str] = []
    compare([after, before], 2, Counter("a tool", (), re.compile("")), said.append)
    assert said == [
        "after: 110 instructions a reply, 1.089 times that of before (spread 0.00 %, a tool)",
        "before: 101 instructions a reply (spread 1.98 %, a tool)",
    ]
