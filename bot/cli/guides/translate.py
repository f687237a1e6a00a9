"""``closer-look translate``: begins the file of phrases of a language, or brings it up to date."""

from pathlib import Path

import click

from bot.cli.guides.named_guide import as_seen
from bot.cli.store import Refused
from content.phrases import LOCALE_FOLDER, SOURCE_LANGUAGE, language_name
from content.translations.locale_folder import is_language
from content.translations.new_file import how_it_counts, place_of, po_file
from content.translations.po_entries import PoEntry, read_entries


@click.command
@click.argument("language", metavar="LANGUAGE")
@click.option(
    "--folder",
    default=LOCALE_FOLDER,
    show_default="where Closer Look keeps its translations",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of translations.",
)
def translate(language: str, folder: Path) -> None:
    """Begin a translation into LANGUAGE, such as gd or pt_BR; or add the phrases that are new to it.

    It makes a file with every phrase and as many plural forms as the language has. What is translated in it
    already stays.
    """
    if language == SOURCE_LANGUAGE:
        raise Refused("English is what the phrases are written in.")
    if not is_language(language):
        raise Refused(f'"{language}" is no language\'s code. Write one such as gd, pl, ar or pt_BR.')
    path = place_of(folder, language)
    text = po_file(language, _before(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    click.echo(f"Written: {as_seen(path)}")
    click.echo(f"{language_name(language)} has as many plural forms as these lines, each with its numbers:")
    for each in how_it_counts(language):
        click.echo(f"    {each}")
    click.echo(f"When it is translated: closer-look check {as_seen(path)}")


def _before(path: Path) -> tuple[PoEntry, ...]:
    """The entries that are there. Raises ``Refused`` where any cannot be read: it would be lost."""
    if not path.exists():
        return ()
    try:
        entries, problems = read_entries(path.read_text("utf-8-sig"), str(as_seen(path)))
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{as_seen(path)} cannot be read as text in UTF-8. Nothing was changed.") from None
    if problems:
        raise Refused("\n".join([*map(str, problems), "Mend this first. Nothing was changed."]))
    return entries
