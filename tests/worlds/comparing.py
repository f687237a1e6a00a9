"""Two worlds laid side by side: at which door they differ, and the first bytes that do."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from unittest.mock import patch

from bot.jobs import exercise_files, replies_table, round_report, theme_report
from reports.rendering import RenderedReport, Report, render_report
from tests.worlds.doors import Door

AROUND = 60
"""So many characters before and after the first difference are told."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One door at which two worlds differ, and what is seen there in each."""

    door: str
    one: str
    other: str

    def __str__(self) -> str:
        place = next(
            (n for n, (a, b) in enumerate(zip(self.one, self.other, strict=False)) if a != b),
            min(len(self.one), len(self.other)),
        )
        near = slice(max(place - AROUND, 0), place + AROUND)
        return f"{self.door}\n    one:   …{self.one[near]}…\n    other: …{self.other[near]}…"


def differences(
    one: Sequence[Door], other: Sequence[Door], compared: Callable[[object], str] = repr
) -> Iterator[Difference]:
    """Each door that does not show the same in both; ``compared`` is what is seen without what may differ."""
    nothing = ("(no such door)", None)
    for (door, seen), (other_door, other_seen) in zip_longest(one, other, fillvalue=nothing):
        if door != other_door:
            yield Difference(f"{door} | {other_door}", door, other_door)
        elif seen != other_seen:
            left, right = compared(seen), compared(other_seen)
            if left != right:
                yield Difference(door, left, right)


_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01"


@contextmanager
def files_as_values() -> Iterator[None]:
    """Let each file be what it would be made of: values are compared, and nothing is drawn or typeset."""

    async def render(report: Report, language: str, kinds: tuple[str, ...]) -> RenderedReport:
        told = f"{language} {kinds} {report!r}"
        content = told.encode()
        return RenderedReport(told, _PNG + content, content, content)

    async def in_child(make: Any, *values: object) -> bytes:
        return f"{make.__name__} {values!r}".encode()

    with _rendered_by(render, in_child):
        yield


@contextmanager
def files_as_bytes() -> Iterator[None]:
    """Let each file be made whole, in this process."""

    async def render(report: Report, language: str, kinds: tuple[str, ...]) -> RenderedReport:
        return render_report(report, language, kinds)

    with _rendered_by(render, _made_here):
        yield


async def _made_here(make: Any, *values: object) -> Any:
    return make(*values)


@contextmanager
def _rendered_by(render: Any, in_child: Any) -> Iterator[None]:
    with (
        patch.object(round_report, "render", render),
        patch.object(round_report, "in_child", in_child),
        patch.object(replies_table, "in_child", in_child),
        patch.object(exercise_files, "in_child", in_child),
        patch.object(theme_report, "render", render),
        patch.object(theme_report, "in_child", _made_here),
    ):
        yield
