"""``closer-look check``, ``closer-look schema`` and ``closer-look guide``: for those who write guides."""

import json
from pathlib import Path

import click

from bot.cli.named_guide import pack_folders
from bot.cli.store import read_settings
from content.documents.archive import MOST_FILE_BYTES
from content.documents.blocks import ReadDocument
from content.documents.reading import read_document
from content.documents.refused import DocumentRefused, refusal_sentence
from content.drafts.draft import GuideDraft
from content.drafts.drafting import draft_of
from content.drafts.pack_text import pack_text
from content.library import check_packs, packs_in, problem_as_json
from content.phrases import phrases_in
from content.problem import Problem
from content.schema import json_schema

_LONGEST_SHOWN = 90


@click.command
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as a JSON list.")
def check(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Find every problem in guides, each with its file, line and column.

    FILE is a pack or a folder of packs. Without one, all guides that Closer Look would use are checked: those
    that come with it and those in CLOSER_LOOK_PACKS_DIR. Ends with 1 when there is a problem.
    """
    paths = list(files) or pack_folders(read_settings())
    problems = check_packs(paths)
    if as_json:
        click.echo(
            json.dumps([problem_as_json(problem) for problem in problems], indent=2, ensure_ascii=False)
        )
    else:
        _tell(problems, _count(paths))
    if problems:
        click.get_current_context().exit(1)


def _tell(problems: tuple[Problem, ...], packs: int) -> None:
    for problem in problems:
        click.echo(str(problem))
    in_packs = "1 pack" if packs == 1 else f"{packs} packs"
    if problems:
        found = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        click.echo(f"{in_packs}, {found}", err=True)
    else:
        click.echo(f"{in_packs}, no problems")


def _count(paths: list[Path]) -> int:
    return sum(len(packs_in(path)) if path.is_dir() else 1 for path in paths)


@click.command
def schema() -> None:
    """Print the JSON Schema of a pack, for editors.

    An editor that knows it completes keys and marks mistakes while a guide is being written.
    """
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@click.group("guide")
def guide_files() -> None:
    """Bring a guide in from a Word document or a workbook."""


@guide_files.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to", "pack", metavar="PACK", type=click.Path(path_type=Path), help="Write the draft to this file."
)
def import_guide(file: Path, pack: Path | None) -> None:
    """Read a Word document or a workbook as the draft of a guide.

    Prints what each line was read as, with its place, then what was left out and what to look at. A file that
    is there already is not replaced. The draft is of format 2; correct it, then check it.
    """
    document = _document_in(file)
    draft = draft_of(document)
    _tell_readings(draft, document)
    if pack is None:
        click.echo("\nNothing was written. To write the draft, say where: --to our-guide.en.yaml")
        return
    try:
        with pack.open("x", encoding="utf-8") as made:
            made.write(pack_text(draft))
    except FileExistsError as fault:
        raise click.ClickException(f"{pack} is there already. Give the draft another name.") from fault
    except OSError as fault:
        raise click.ClickException(f"{pack} cannot be written ({fault.strerror}).") from fault
    click.echo(f"\nThe draft is in {pack}. Correct it, then: closer-look check {pack}")


def _document_in(file: Path) -> ReadDocument:
    try:
        # A pipe or a device would be read for ever.
        if file.exists() and not file.is_file():
            raise click.ClickException(f"{file} is not a file.")
        with file.open("rb") as opened:
            return read_document(opened.read(MOST_FILE_BYTES + 1))
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "the name is not one of a file"
        raise click.ClickException(f"{file} cannot be read ({reason}).") from fault
    except DocumentRefused as refused:
        raise click.ClickException(refusal_sentence(refused.why, phrases_in("en"))) from refused


def _tell_readings(draft: GuideDraft, document: ReadDocument) -> None:
    click.echo("Read as")
    for reading in draft.readings:
        click.echo(f"  {reading.place}: {reading.read_as}: {_in_short(reading.text)}")
    told = (
        ("Not read", [(each.place, each.kind.value, each.text) for each in document.not_read]),
        ("To look at", [(each.place, each.kind.value, each.text) for each in draft.doubts]),
    )
    for title, entries in told:
        if entries:
            click.echo(f"\n{title}")
        for place, kind, text in entries:
            click.echo("  " + ": ".join(filter(None, (str(place), kind, _in_short(text)))))


def _in_short(text: str) -> str:
    """The first words of a text on one line, without what would steer a terminal."""
    line = " ".join(text.split())
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line
    )
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"
