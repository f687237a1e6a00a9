"""What a framework is made of, as plain data: no pack, no model, and nothing that reads either."""

from dataclasses import dataclass
from typing import Final

USUAL_END: Final = ("evidence", "reference", "rating", "strength", "improvement")


@dataclass(frozen=True, slots=True)
class AskedThere:
    """One thing that a framework asks, by the kind that a pack calls it.

    ``options`` are what there is to choose, ``limits`` the smallest and largest number, ``sets`` who is asked
    it. ``only_if`` is the words of an earlier question and those of its options that lead here.
    """

    ask: str
    kind: str = "words"
    number: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    only_if: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class PartThere:
    """One indicator, practice or section of statements, with its examples by level."""

    title: str
    asked: tuple[AskedThere, ...]
    number: str = ""
    section: str = ""
    purpose: str = ""
    features: tuple[str, ...] = ()
    examples: tuple[tuple[int, tuple[str, ...]], ...] = ()
    closing: tuple[str, ...] = ()
    closing_asks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FrameworkThere:
    """A framework as it is on paper. ``levels`` is its scale in the order in which people see it."""

    name: str
    title: str
    parts: tuple[PartThere, ...]
    levels: tuple[tuple[int, str, str], ...] = ()
    best: str = "first"
    sections: tuple[tuple[str, str], ...] = ()
    section_purposes: tuple[tuple[str, str], ...] = ()
    sets: tuple[str, ...] = ()
