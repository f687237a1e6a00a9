"""Tests keep their files in memory where that does no harm."""

import os
from pathlib import Path

import pytest

from tests.files_in_memory import SAID_BY, in_memory


def test_with_room_the_files_are_in_memory(tmp_path: Path) -> None:
    assert in_memory({}, tmp_path, room=0) == tmp_path
    assert in_memory({"TMPDIR": ""}, tmp_path, room=0) == tmp_path


@pytest.mark.parametrize("name", SAID_BY)
def test_another_place_that_somebody_says_counts(tmp_path: Path, name: str) -> None:
    assert in_memory({name: "/elsewhere"}, tmp_path, room=0) is None


def test_without_room_or_without_the_folder_they_are_where_they_always_are(tmp_path: Path) -> None:
    assert in_memory({}, tmp_path, room=2**63) is None
    assert in_memory({}, tmp_path / "none", room=0) is None


def test_a_folder_that_lets_nothing_be_started_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = os.statvfs(tmp_path)
    values = list(found)
    values[8] = found.f_flag | os.ST_NOEXEC
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(values))
    assert in_memory({}, tmp_path, room=0) is None
