"""Checks translations for whoever writes them: a file, a folder of them, or those that are used."""

from pathlib import Path

from content.problem import Problem
from content.translations.locale_folder import (
    DOMAIN,
    LOCALE_FOLDER,
    is_language,
    locale_folder,
    translation_of,
)
from content.translations.translation_file import Translation, read_template, read_translation

ENDING = ".po"


def holds_translations(path: Path) -> bool:
    """Whether a path is a file of phrases, or a folder with one folder for each language."""
    return path.suffix.lower() == ENDING or any(path.glob(f"*/LC_MESSAGES/*{ENDING}"))


def check_translations(path: Path) -> tuple[tuple[Translation, ...], tuple[Problem, ...]]:
    """The translations at a path, and every problem in them. The folder of a file tells its language."""
    if path.is_dir():
        found = locale_folder(path)
        each = tuple(translation_of(path, language) for language in sorted(found.files))
        problems = [*found.problems, *(problem for one in each for problem in one.problems)]
        return each, tuple(_under(path, problem) for problem in problems)
    language = path.absolute().parent.parent.name
    if not is_language(language):
        what = "The folders of this file do not say which language it is in."
        mend = f"Its place is “gd/LC_MESSAGES/{DOMAIN}{ENDING}”, for example."
        return (), (Problem(str(path), 1, 1, "folder", what, mend),)
    read = read_translation(path, language, str(path), read_template(LOCALE_FOLDER / f"{DOMAIN}.pot"))
    return (read,), read.problems


def _under(folder: Path, problem: Problem) -> Problem:
    place = str(folder / problem.file)
    return Problem(place, problem.line, problem.column, problem.rule, problem.what, problem.mend)
