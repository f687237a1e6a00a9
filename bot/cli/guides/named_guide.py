"""The guides that a command can name: those that come with Closer Look and the council's own."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.cli.store import Refused
from bot.settings.settings import Settings
from content.library import SHIPPED_FOLDER, Pack, load_library, read_packs
from content.phrases import SOURCE_LANGUAGE

_Command = TypeVar("_Command", bound=Callable[..., Any])


def pack_folders(settings: Settings) -> list[Path]:
    """Where packs are looked for, as seen from the working folder where they are in it."""
    folders = [SHIPPED_FOLDER, *([settings.packs_dir] if settings.packs_dir else [])]
    return [as_seen(folder) for folder in folders]


def as_seen(path: Path) -> Path:
    """A path as people would write it where they are."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def language_of_guide(command: _Command) -> _Command:
    """The option that names a guide's language, "" where none is named."""
    option = click.option(
        "--language",
        default="",
        show_default="the guide's first",
        metavar="LANGUAGE",
        help="The language of the guide.",
    )
    return option(command)


def pack_named(settings: Settings, guide: str, language: str) -> Pack:
    """The pack that :func:`packs_named` has first. Raises ``Refused``."""
    return packs_named(settings, guide, language)[0]


def packs_named(settings: Settings, guide: str, language: str) -> tuple[Pack, ...]:
    """The packs of a guide by its id, that in this language first. Raises ``Refused``.

    Without a language it is English, or what the guide has in its place.
    """
    library, problems = load_library(pack_folders(settings))
    packs = tuple(pack for (each, _), pack in library.items() if each == guide)
    if packs:
        is_english = any(pack.guide.language == SOURCE_LANGUAGE for pack in packs)
        return in_front(packs, language or (SOURCE_LANGUAGE if is_english else ""))
    told = [str(problem) for problem in problems]
    raise Refused("\n".join([*told, _no_guide(list(library), guide)]))


def packs_of_file(path: Path, language: str) -> tuple[Pack, ...]:
    """The packs of a file, that in this language first, or as they stand there. Raises ``Refused``."""
    packs, problems, _ = read_packs(path)
    if not packs:
        raise Refused("\n".join(map(str, problems)))
    return in_front(packs, language)


def in_front(packs: Sequence[Pack], language: str) -> tuple[Pack, ...]:
    """Packs of one guide with that in a language first, the others as they came. Raises ``Refused``."""
    languages = [pack.guide.language for pack in packs]
    if language and language not in languages:
        there = ", ".join(languages)
        raise Refused(f'The guide "{packs[0].guide.id}" is not there in "{language}", only in: {there}.')
    return tuple(sorted(packs, key=lambda pack: bool(language) and pack.guide.language != language))


def _no_guide(known: list[tuple[str, str]], guide_id: str) -> str:
    ids = sorted({each for each, _ in known})
    near = get_close_matches(guide_id, ids, n=1)
    mend = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(ids)}."
    return f'There is no guide "{guide_id}". {mend}'
