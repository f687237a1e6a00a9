"""The available guides: packs read from folders. The one place in this package that reads a pack's file.

A folder given later adds to those before it. It may also bring its own version of a guide that is there
already (the same id and language): then that one counts. It may not bring other words under the same
version, because a round records the version to say what people were asked.

A round does not come here for its guide: it keeps the pack's text from the day it opened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from content.in_languages.packs_of_file import Pack, packs_of_text, unlike
from content.model import Guide
from content.problem import Problem
from content.yaml_text import MOST_BYTES, lines_of, too_large

__all__ = [
    "PACK_ENDINGS",
    "SHIPPED_FOLDER",
    "Library",
    "Pack",
    "check_packs",
    "load_library",
    "packs_in",
    "problem_as_json",
    "read_pack",
    "read_packs",
    "shipped_packs",
]

SHIPPED_FOLDER = Path(__file__).with_name("packs")
"""Where the guides lie that come with Closer Look."""

PACK_ENDINGS = (".yaml", ".yml")


Library = dict[tuple[str, str], Pack]
"""The packs by guide id and language."""


def read_pack(path: Path) -> tuple[Guide | None, tuple[Problem, ...], str]:
    """The guide in a file, the problems in it, and the guide's text as it stands there ("" without one).

    Of a guide in several languages it is the first.
    """
    packs, problems, source = read_packs(path)
    if not packs:
        return None, problems, source
    return packs[0].guide, (), packs[0].source


def read_packs(path: Path) -> tuple[tuple[Pack, ...], tuple[Problem, ...], str]:
    """The guide in a file, in each of its languages, the problems in it, and the file's text.

    A file that is not there, cannot be read or is not UTF-8 is a problem as well; nothing is raised.
    """
    file = str(path)
    try:
        # A pipe or a device would be read for ever.
        if path.exists() and not path.is_file():
            return (
                (),
                (_about_file(file, "not-a-file", "This is not a file.", "Name the pack itself."),),
                "",
            )
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as fault:
        return (), (_unreadable(file, fault),), ""
    if (other := _other_file(file, content)) is not None:
        return (), (other,), ""
    if len(content) > MOST_BYTES:
        return (), (too_large(file),), ""
    try:
        source = content.decode()
    except UnicodeDecodeError as fault:
        return (), (_not_utf8(file, fault),), ""
    return *packs_of_text(source, file, is_ours=path.parent == SHIPPED_FOLDER), source


def packs_in(folder: Path) -> list[Path]:
    """The packs in a folder, by name; hidden files are none. Raises ``OSError`` if it cannot be read."""
    found = (path for path in folder.iterdir() if path.suffix.lower() in PACK_ENDINGS)
    return sorted(path for path in found if not path.name.startswith("."))


def shipped_packs() -> list[Path]:
    """The packs that come with Closer Look."""
    return packs_in(SHIPPED_FOLDER)


def load_library(folders: Iterable[Path]) -> tuple[Library, tuple[Problem, ...]]:
    """The packs of all folders, those of a later folder before those of an earlier one, and every problem.

    A pack with a problem is not in the library.
    """
    library: Library = {}
    problems: list[Problem] = []
    for folder in folders:
        found, troubles = _packs_of(folder, library)
        library |= found
        problems.extend(troubles)
    return library, tuple(problems)


def check_packs(paths: Iterable[Path]) -> tuple[Problem, ...]:
    """Every problem in these packs. A folder stands for the packs in it, and must have one."""
    given = [(path, _is_folder(path)) for path in paths]
    in_files = [problem for path, is_folder in given if not is_folder for problem in read_packs(path)[1]]
    folders = [path for path, is_folder in given if is_folder]
    empty = [_no_packs(folder) for folder in folders if _listed(folder) == ([], ())]
    return (*in_files, *empty, *load_library(folders)[1], *_unlike_in(folders))


def problem_as_json(problem: Problem) -> dict[str, str | int]:
    """A problem as JSON values: file, line, column, rule, what, ``mend``."""
    return asdict(problem)


def _packs_of(folder: Path, before: Library) -> tuple[Library, tuple[Problem, ...]]:
    paths, unlisted = _listed(folder)
    problems = list(unlisted)
    found: Library = {}
    names: dict[tuple[str, str], str] = {}
    for path in paths:
        packs, troubles, _ = read_packs(path)
        problems.extend(troubles)
        for pack in packs:
            key = (pack.guide.id, pack.guide.language)
            if clash := _clash(path, pack, names.get(key), before.get(key)):
                problems.append(clash)
                continue
            found[key] = pack
            names[key] = path.name
    return found, tuple(problems)


def _unlike_in(folders: Iterable[Path]) -> Iterator[Problem]:
    """Where a version of a guide holds something else in one file of a folder than in another.

    It stops nobody who has such files: it is said by the check, and not when Closer Look starts.
    """
    for folder in folders:
        first: dict[tuple[str, str], tuple[Path, Pack]] = {}
        for path in _listed(folder)[0]:
            for pack in read_packs(path)[0]:
                before, ours = first.setdefault((pack.guide.id, pack.guide.version), (path, pack))
                if before != path:
                    yield from unlike(ours, pack, str(path))


def _listed(folder: Path) -> tuple[list[Path], tuple[Problem, ...]]:
    try:
        return packs_in(folder), ()
    except (OSError, ValueError) as fault:
        return [], (_unreadable(str(folder), fault),)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _no_packs(folder: Path) -> Problem:
    what, mend = "There is no pack in this folder.", f'The name of a pack ends in "{PACK_ENDINGS[0]}".'
    return _about_file(str(folder), "no-packs", what, mend)


def _clash(path: Path, pack: Pack, beside: str | None, before: Pack | None) -> Problem | None:
    guide = pack.guide
    if beside is not None:
        what = f'"{beside}" in this folder already holds "{guide.id}" in this language ({guide.language}).'
        return _about_file(str(path), "same-guide", what, "Keep one of the two, or give this one another id.")
    if before is not None and before.guide.version == guide.version and before.sha256 != pack.sha256:
        name = f'"{guide.id}" ({guide.language}), version {guide.version},'
        what = f"The guide {name} is there already, in other words."
        mend = "Give yours another version to use it in its place, or another id to use both."
        return _about_file(str(path), "same-version", what, mend)
    return None


def _unreadable(file: str, fault: OSError | ValueError) -> Problem:
    match fault:
        case FileNotFoundError():
            return _about_file(file, "not-found", "There is nothing of this name.", "Check how it is spelt.")
        case NotADirectoryError():
            return _about_file(
                file, "not-a-folder", "This is not a folder.", "Name the folder with the packs."
            )
        case PermissionError():
            return _about_file(file, "unreadable", "This may not be read.", "Allow Closer Look to read it.")
        case _:
            reason = getattr(fault, "strerror", None) or "the name is not one of a file"
            return _about_file(
                file, "unreadable", f"This cannot be read ({reason}).", "Check the name and the disk."
            )


_OTHER_FILES = {
    b"PK\x03\x04": "a Word document, a workbook or another packed file",
    b"\xd0\xcf\x11\xe0": "a document of an older Word or Excel",
    b"%PDF": "a PDF",
    b"{\\rtf": "a document in rich text",
}
"""What files that are no text begin with, and what they are."""


def _other_file(file: str, content: bytes) -> Problem | None:
    """That a file is of a kind that holds no pack, None where it may be one."""
    for start, named in _OTHER_FILES.items():
        if content.startswith(start):
            mend = "Write the guide as a pack: a plain text file, as the example is."
            return _about_file(file, "not-text", f"This is {named}, and no pack.", mend)
    return None


def _not_utf8(file: str, fault: UnicodeDecodeError) -> Problem:
    before = lines_of(fault.object[: fault.start].decode())
    what = "From here on, this file is not text in UTF-8."
    return Problem(
        file, len(before), len(before[-1]) + 1, "not-utf-8", what, 'Save it again with the encoding "UTF-8".'
    )


def _about_file(file: str, rule: str, what: str, mend: str) -> Problem:
    return Problem(file, 1, 1, rule, what, mend)
