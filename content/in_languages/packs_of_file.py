"""The packs of one text, each in its language, or every problem in them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from content.in_languages.alike import differences
from content.in_languages.file_parts import FilePart, parts_of_file
from content.model import Guide
from content.pack import parse_guide
from content.problem import Problem
from content.yaml_nodes import MapNode, read_tree


@dataclass(frozen=True, slots=True)
class Pack:
    """A guide with the text it was read from, and that text's SHA-256 in hexadecimal digits."""

    guide: Guide
    source: str
    sha256: str


def packs_of_text(
    text: str, file: str, *, is_ours: bool = False
) -> tuple[tuple[Pack, ...], tuple[Problem, ...]]:
    """The packs of a text in their order and no problems, or none and every problem, sorted by place."""
    parts = parts_of_file(text)
    found: list[Pack] = []
    problems: list[Problem] = []
    for part in parts:
        guide, troubles = parse_guide(part.text, file, is_ours=is_ours)
        problems += _moved(troubles, part)
        if guide is not None:
            found.append(pack_of(guide, part.text))
    if not problems:
        problems += [each for at in range(1, len(parts)) for each in _against_others(found, parts, at, file)]
    return ((), tuple(sorted(problems))) if problems else (tuple(found), ())


def pack_of(guide: Guide, source: str) -> Pack:
    """A guide with its text."""
    return Pack(guide, source, hashlib.sha256(source.encode()).hexdigest())


def unlike(first: Pack, other: Pack, file: str) -> tuple[Problem, ...]:
    """Where a pack holds something else than the same guide in another language does."""
    ours, theirs = _tree(first.source), _tree(other.source)
    return tuple(sorted(differences(ours, theirs, file, first.guide.language)))


def _against_others(found: list[Pack], parts: tuple[FilePart, ...], at: int, file: str) -> Iterator[Problem]:
    """What is wrong with a later pack of a file, next to those before it."""
    first, guide, part = found[0], found[at].guide, parts[at]
    if any(each.guide.language == guide.language for each in found[:at]):
        what = f'The language "{guide.language}" is in this file already.'
        yield Problem(file, part.before + 1, 1, "same-language", what, "Each pack of a file has its own.")
        return
    # What the first has is told by its line in the file, and not by its line in its part.
    ours, theirs = _tree("\n" * parts[0].before + first.source), _tree(found[at].source)
    yield from _moved(tuple(differences(ours, theirs, file, first.guide.language)), part)


def _moved(problems: tuple[Problem, ...], part: FilePart) -> list[Problem]:
    """Problems of a part at their lines in the file."""
    return [replace(each, line=each.line + part.before) for each in problems]


def _tree(source: str) -> MapNode:
    tree, _ = read_tree(source, "")
    if tree is None:
        raise ValueError("this is no pack")
    return tree
