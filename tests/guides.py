"""The guides that tests use: the shipped ones."""

from functools import cache

from content.library import SHIPPED_FOLDER, Library, load_library, read_pack
from content.model import Guide


@cache
def shipped(name: str) -> Guide:
    """A shipped guide by the name of its pack."""
    guide, problems, _ = read_pack(SHIPPED_FOLDER / f"{name}.en.yaml")
    assert guide is not None, problems
    return guide


@cache
def library() -> Library:
    """All packs that come with Closer Look, read once."""
    found, problems = load_library([SHIPPED_FOLDER])
    assert not problems, problems
    return found
