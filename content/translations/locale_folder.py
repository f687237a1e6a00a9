"""The languages that the interface speaks: one folder for each, named by the language's code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from content.problem import Problem
from content.translations.translation_file import Translation, read_template, read_translation

LOCALE_FOLDER = Path(__file__).parents[1] / "locale"
"""Where the translations lie that Closer Look speaks."""

DOMAIN = "closer_look"
SOURCE_LANGUAGE = "en"

_CODE = re.compile(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|\d{3}))?")


@dataclass(frozen=True, slots=True)
class LocaleFolder:
    """What is in a folder of translations: the files by language, and the folders that are of none."""

    files: dict[str, Path]
    problems: tuple[Problem, ...]


@lru_cache
def locale_folder(folder: Path) -> LocaleFolder:
    """The translations in a folder. A folder in it whose name is no language's code is left out and named."""
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in _folders_in(folder):
        file = path / "LC_MESSAGES" / f"{DOMAIN}.po"
        shown = str(file.relative_to(folder))
        if path.name == SOURCE_LANGUAGE:
            continue
        if not is_language(path.name):
            problems.append(Problem(shown, 1, 1, "folder", *_no_language(path.name)))
        elif file.exists():
            files[path.name] = file
        else:
            what = "The folder of this language has no such file."
            problems.append(Problem(shown, 1, 1, "no-file", what, "Give the file of phrases this name."))
    return LocaleFolder(files, tuple(problems))


@lru_cache
def translation_of(folder: Path, language: str) -> Translation:
    """A language of a folder, read and checked once. Raises ``KeyError`` if it is not there."""
    file = locale_folder(folder).files[language]
    said = read_template(LOCALE_FOLDER / f"{DOMAIN}.pot")
    return read_translation(file, language, str(file.relative_to(folder)), said)


def problems_in_locale(folder: Path) -> tuple[Problem, ...]:
    """Every problem in a folder's translations; each leaves a phrase or a language in English."""
    found = locale_folder(folder)
    each = (translation_of(folder, language).problems for language in sorted(found.files))
    return (*found.problems, *(problem for problems in each for problem in problems))


def forget_translations() -> None:
    """Read everything again when it is asked for next, for those who change files while they check."""
    locale_folder.cache_clear()
    translation_of.cache_clear()


@lru_cache
def is_language(code: str) -> bool:
    """Whether this is the code of a language that CLDR knows, written as folders are: pl, pt_BR."""
    return _CODE.fullmatch(code) is not None and _is_known(code)


def _is_known(code: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _folders_in(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(path for path in folder.iterdir() if path.is_dir() and path.name[:1] not in "._")
    except OSError:
        return


def _no_language(name: str) -> tuple[str, str]:
    pieces = name.replace("-", "_").split("_")
    written = "_".join([pieces[0].lower(), *map(_as_part, pieces[1:])])
    what = f"“{name}” is no language's code as folders have it, so nobody can choose it."
    if is_language(written):
        return what, f"Name the folder “{written}”."
    return what, "Name the folder by the language's code, such as gd, pl or pt_BR."


def _as_part(piece: str) -> str:
    return piece.title() if len(piece) == 4 else piece.upper()
