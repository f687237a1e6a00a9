"""``closer-look guide import``: bringing a guide in from a Word document or a workbook."""

from pathlib import Path

import click

from content.documents.archive import MOST_FILE_BYTES
from content.documents.blocks import DocumentPlace, ReadDocument
from content.documents.reading import read_document
from content.documents.refused import DocumentRefused, refusal_sentence
from content.drafts.drafting import draft_of
from content.drafts.pack_text import pack_text
from content.guide_forms.form_reading import FormRead, not_understood, read_form
from content.guide_forms.pack_yaml import yaml_of_keys
from content.library import PACK_ENDINGS
from content.phrases import phrases_in

_LONGEST_SHOWN = 90


@click.group("guide")
def guide_files() -> None:
    """Bring a guide in from a document, or hand it out as one."""


@guide_files.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to", "pack", metavar="PACK", type=click.Path(path_type=Path), help="Write the draft to this file."
)
def import_guide(file: Path, pack: Path | None) -> None:
    """Read a Word document or a workbook as the draft of a guide.

    Prints what each line was read as, with its place, then what was left out and what to look at. A file that
    is there already is not replaced. The draft is of format 2; correct it, then check it.

    A document that guide export wrote is read as the same guide, with the changes made in it.
    """
    document, form = _document_in(file)
    if form is None:
        draft = draft_of(document)
        _tell("Read as", [(each.place, each.read_as.value, each.text) for each in draft.readings])
        text, doubts = pack_text(draft), [(each.place, each.kind.value, each.text) for each in draft.doubts]
    else:
        _tell("Read as", [(each.place, each.read_as, each.text) for each in form.readings])
        text = yaml_of_keys(form.keys)
        doubts = [(each.place, each.read_as, each.text) for each in not_understood(form)]
    _tell("Not read", [(each.place, each.kind.value, each.text) for each in document.not_read], after="\n")
    _tell("To look at", doubts, after="\n")
    if pack is None:
        click.echo("\nNothing was written. To write the draft, say where: --to our-guide.en.yaml")
        return
    try:
        with pack.open("x", encoding="utf-8") as made:
            made.write(text)
    except FileExistsError as fault:
        raise click.ClickException(f"{pack} is there already. Give the draft another name.") from fault
    except OSError as fault:
        raise click.ClickException(f"{pack} cannot be written ({fault.strerror}).") from fault
    click.echo(f"\nThe draft is in {pack}. Correct it, then: closer-look check {pack}")


def _document_in(file: Path) -> tuple[ReadDocument, FormRead | None]:
    if file.suffix.lower() in PACK_ENDINGS:
        raise click.ClickException(
            f"{file} is a pack already. To see whether it can be used: closer-look check"
        )
    try:
        # A pipe or a device would be read for ever.
        if file.exists() and not file.is_file():
            raise click.ClickException(f"{file} is not a file.")
        with file.open("rb") as opened:
            document = read_document(opened.read(MOST_FILE_BYTES + 1))
        return document, read_form(document)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "the name is not one of a file"
        raise click.ClickException(f"{file} cannot be read ({reason}).") from fault
    except DocumentRefused as refused:
        raise click.ClickException(refusal_sentence(refused.why, phrases_in("en"))) from refused


def _tell(title: str, entries: list[tuple[DocumentPlace, str, str]], after: str = "") -> None:
    if entries:
        click.echo(f"{after}{title}")
    for place, kind, text in entries:
        click.echo("  " + ": ".join(filter(None, (str(place), kind, _in_short(text)))))


def _in_short(text: str) -> str:
    """The first words of a text on one line, without what would steer a terminal."""
    line = " ".join(text.split())
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line
    )
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"
