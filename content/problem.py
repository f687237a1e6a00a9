"""A mistake in a pack, with its place and how to fix it. An author gets all of them at once, as values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in one file: where it is (line and column from 1), which rule, and how to fix it."""

    file: str
    line: int
    column: int
    rule: str
    what: str
    mend: str

    def __str__(self) -> str:
        """The form editors jump to: ``file:line:column: what is wrong, and how to fix it``."""
        return f"{self.file}:{self.line}:{self.column}: {self.what} {self.mend}".rstrip()


@dataclass(frozen=True, slots=True, order=True)
class LineProblem:
    """A line typed or sent that cannot be read: its number (0: the whole) and why, in one sentence.

    ``is_on_sheet``: it was filled in on a sheet, where the sentence itself says at which prompt.
    """

    line: int
    what: str
    is_on_sheet: bool = False
