"""The shipped guide, read once by the product's own parser."""

from pathlib import Path

import pytest

import content
from content.model import Guide
from content.pack import parse_guide

PACK = Path(content.__file__).parent / "packs" / "managing-performance.en.yaml"


@pytest.fixture(scope="session")
def guide() -> Guide:
    read, problems = parse_guide(PACK.read_text(encoding="utf-8"), PACK.name)
    assert read is not None, "\n".join(map(str, problems))
    return read
