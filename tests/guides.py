"""The guides that tests use: the shipped ones, and those of their own, which are of format 2."""

from functools import cache
from pathlib import Path

from content.library import SHIPPED_FOLDER, Library, Pack, load_library, read_pack
from content.model import Guide

OWN_FOLDER = Path(__file__).with_name("packs")


@cache
def shipped(name: str) -> Guide:
    """A shipped guide by the name of its pack."""
    return _read(SHIPPED_FOLDER, name)


@cache
def guide_for_tests(name: str) -> Guide:
    """A guide of the tests, or a shipped one, by the name of its pack."""
    return _read(OWN_FOLDER if (OWN_FOLDER / f"{name}.en.yaml").exists() else SHIPPED_FOLDER, name)


def _read(folder: Path, name: str) -> Guide:
    guide, problems, _ = read_pack(folder / f"{name}.en.yaml")
    assert guide is not None, problems
    return guide


@cache
def library() -> Library:
    """All packs that come with Closer Look, read once."""
    return _packs_in(SHIPPED_FOLDER)


def pack_for_tests(name: str) -> Pack:
    """A pack of the tests, or one that comes with Closer Look, by its name."""
    return {**library(), **_packs_in(OWN_FOLDER)}[(name, "en")]


@cache
def _packs_in(folder: Path) -> Library:
    found, problems = load_library([folder])
    assert not problems, problems
    return found
