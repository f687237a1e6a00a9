"""The guides that a command can name: those that come with Closer Look and the council's own."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from bot.cli.store import Refused
from bot.settings.settings import Settings
from content.library import SHIPPED_FOLDER, Pack, load_library


def pack_folders(settings: Settings) -> list[Path]:
    """Where packs are looked for, as seen from the working folder where they are in it."""
    folders = [SHIPPED_FOLDER, *([settings.packs_dir] if settings.packs_dir else [])]
    return [as_seen(folder) for folder in folders]


def as_seen(path: Path) -> Path:
    """A path as people would write it where they are."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def pack_named(settings: Settings, guide_id: str, language: str) -> Pack:
    """The pack of a guide in a language. Raises ``Refused``."""
    library, problems = load_library(pack_folders(settings))
    pack = library.get((guide_id, language))
    if pack is not None:
        return pack
    told = [str(problem) for problem in problems]
    raise Refused("\n".join([*told, _no_guide(list(library), guide_id, language)]))


def packs_named(settings: Settings, guide_id: str, language: str) -> tuple[Pack, ...]:
    """The packs of a guide in all its languages, that in this language first. Raises ``Refused``."""
    first = pack_named(settings, guide_id, language)
    library, _ = load_library(pack_folders(settings))
    return in_front([pack for (each, _), pack in library.items() if each == guide_id], first.guide.language)


def in_front(packs: Iterable[Pack], language: str) -> tuple[Pack, ...]:
    """Packs with that in a language first, the others as they came."""
    return tuple(sorted(packs, key=lambda pack: pack.guide.language != language))


def _no_guide(known: list[tuple[str, str]], guide_id: str, language: str) -> str:
    languages = sorted(spoken for each, spoken in known if each == guide_id)
    if languages:
        return f'The guide "{guide_id}" is not there in "{language}", only in: {", ".join(languages)}.'
    ids = sorted({each for each, _ in known})
    near = get_close_matches(guide_id, ids, n=1)
    mend = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(ids)}."
    return f'There is no guide "{guide_id}". {mend}'
