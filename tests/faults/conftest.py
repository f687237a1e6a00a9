"""Campaigns end the product in the midst of writing, so their files are on a disk, as a council's are."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder where the computer keeps temporary files, whatever the other tests do."""
    with tempfile.TemporaryDirectory(prefix="closer-look-faults-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
