"""``closer-look guide export``: a guide as a document to comment on, or as the pack that it is read from."""

from datetime import UTC, datetime
from enum import StrEnum, unique
from pathlib import Path

import click

from bot.cli.guides.guide_files import guide_files
from bot.cli.guides.named_guide import in_front, language_of_guide, packs_named, packs_of_file
from bot.cli.rounds import no_round
from bot.cli.store import Misused, Refused, in_store, read_settings
from content.guide_forms.composing import guide_form
from content.in_languages.file_parts import file_of_parts
from content.in_languages.packs_of_file import packs_of_text
from content.library import PACK_ENDINGS
from content.pack import keys_of_pack
from reports.rendering import render_guide
from storage.engine.database import Transaction
from storage.guides.own_guides import find_own_guide, is_own_guide_id, newest_text
from storage.rounds.rounds import guide_of, guide_source

__all__ = ["export_guide", "guide_files"]


@unique
class GuideFile(StrEnum):
    """What a guide can be handed out as, by how the name of the file ends."""

    WORD = ".docx"
    YAML = ".yaml"
    YML = ".yml"


@guide_files.command("export")
@click.argument("guide", required=False, metavar="[ID|PACK]")
@language_of_guide
@click.option("--round", "round_id", metavar="ROUND", help="The guide that this round was opened with.")
@click.option(
    "--to",
    "file",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write: .docx for a Word document, .yaml for a pack.",
)
@click.option("--every-language", is_flag=True, help="All languages of the guide, in one pack.")
def export_guide(
    guide: str | None, language: str, round_id: str | None, file: Path, *, every_language: bool
) -> None:
    """Write a guide as a Word document, or as the pack that it is read from.

    The guide is one by its id, a pack by the name of its file, or with --round the one of a round as it was
    when the round opened. A guide of an organisation's own is written as the version published last.
    A file that is there already is not replaced. Guide import reads the document back.
    """
    form = _form_of(file)
    if (guide is None) == (round_id is None):
        raise Misused("Name one guide: its id, its pack, or the round that was opened with it.")
    if every_language and (form is GuideFile.WORD or guide is None):
        raise Misused("A Word document and a round have one language. Name a guide, and a file in .yaml.")
    if guide is not None:
        sources = _sources(guide, language)
    else:
        sources = _one_source(_frozen_source(round_id or ""), language)
    source = file_of_parts(sources) if every_language else sources[0]
    if form is GuideFile.WORD:
        made = render_guide(guide_form(keys_of_pack(source)), datetime.now(UTC))
    else:
        made = source.encode()
    try:
        with file.open("xb") as opened:
            opened.write(made)
    except FileExistsError as fault:
        raise Refused(f"{file} is there already. Give the file another name.") from fault
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "the name is not one of a file"
        raise Refused(f"{file} cannot be written ({reason}).") from fault
    after = "guide import" if form is GuideFile.WORD else "check"
    click.echo(f"The guide is in {file}. Once it is changed: closer-look {after} {file}")
    if len(sources) > 1 and not every_language:
        click.echo("It is there in other languages too: name one with --language.")


def _form_of(file: Path) -> GuideFile:
    try:
        return GuideFile(file.suffix.lower())
    except ValueError as fault:
        raise Misused(
            "The name of the file ends in .docx for a Word document, in .yaml for a pack."
        ) from fault


def _sources(guide: str, language: str) -> tuple[str, ...]:
    """The texts of a guide's packs, by its file or id, that in this language first. Raises ``Refused``."""
    if is_own_guide_id(guide):
        return _one_source(_published_source(guide), language)
    if not guide.lower().endswith(PACK_ENDINGS):
        return tuple(each.source for each in packs_named(read_settings(), guide, language))
    return tuple(each.source for each in packs_of_file(Path(guide), language))


def _one_source(source: str, language: str) -> tuple[str, ...]:
    """The text of a guide that has one language. Raises ``Refused`` where another is named."""
    if language:
        in_front(packs_of_text(source, "")[0], language)
    return (source,)


def _published_source(guide_id: str) -> str:
    """The newest version of a guide that was brought in with /guide. Raises ``Refused``."""

    def read(tx: Transaction) -> tuple[bool, str | None]:
        is_there = find_own_guide(tx, guide_id) is not None
        return is_there, guide_source(tx, newest_text(tx, guide_id) or "")

    is_there, source = in_store(read_settings(), lambda database: database.read(read))
    if source is not None:
        return source
    if is_there:
        raise Refused(f'The guide "{guide_id}" is a draft. Publish it with /guide, then it can be exported.')
    raise Refused(f'There is no guide "{guide_id}". It may have been deleted.')


def _frozen_source(round_id: str) -> str:
    """The text of the pack that a round is frozen on. Raises ``Refused``."""

    def read(tx: Transaction) -> str | None:
        return guide_source(tx, guide_of(tx, round_id) or "")

    settings = read_settings()
    source = in_store(settings, lambda database: database.read(read))
    if source is None:
        raise Refused(no_round(round_id))
    return source
