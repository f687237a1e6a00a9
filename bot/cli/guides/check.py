"""``closer-look check`` and ``closer-look schema``: for those who write guides and translations."""

import json
from pathlib import Path

import click

from bot.cli.guides.named_guide import as_seen, pack_folders
from bot.cli.store import read_settings
from content.library import check_packs, packs_in, problem_as_json
from content.pack import FORMATS
from content.phrases import LOCALE_FOLDER
from content.problem import Problem
from content.schema import FORMAT
from content.translations.checking import check_translations, holds_translations
from content.whole_numbers import number_of


@click.command
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as a JSON list.")
def check(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Find every problem in guides and translations, each with its file, line and column.

    FILE is a pack, a file of phrases, or a folder of either. Without one, all that Closer Look would use is
    checked: the guides and translations that come with it, and the guides in CLOSER_LOOK_PACKS_DIR. Ends with
    1 when there is a problem.
    """
    paths = list(files) or [*pack_folders(read_settings()), as_seen(LOCALE_FOLDER)]
    of_phrases = [path for path in paths if holds_translations(path)]
    packs = [path for path in paths if path not in of_phrases and (files or path != as_seen(LOCALE_FOLDER))]
    checked = [check_translations(path) for path in of_phrases]
    problems = (*check_packs(packs), *(problem for _, found in checked for problem in found))
    if as_json:
        click.echo(
            json.dumps([problem_as_json(problem) for problem in problems], indent=2, ensure_ascii=False)
        )
    else:
        kinds = [_packs(_count(packs))] if packs else []
        for translations, _ in checked:
            kinds += [
                f"{each.language}: {each.translated} of {each.phrases} phrases" for each in translations
            ]
        _tell(problems, kinds)
    if problems:
        click.get_current_context().exit(1)


def _tell(problems: tuple[Problem, ...], kinds: list[str]) -> None:
    for problem in problems:
        click.echo(str(problem))
    found = "1 problem" if len(problems) == 1 else f"{len(problems) or 'no'} problems"
    click.echo(", ".join([*kinds, found]), err=bool(problems))


def _packs(number: int) -> str:
    return "1 pack" if number == 1 else f"{number} packs"


def _count(paths: list[Path]) -> int:
    return sum(len(packs_in(path)) if path.is_dir() else 1 for path in paths)


@click.command
@click.option(
    "--format",
    "number",
    type=click.Choice([str(each) for each in FORMATS]),
    default=str(FORMAT),
    show_default=True,
    help="The format of the pack.",
)
def schema(number: str) -> None:
    """Print the JSON Schema of a pack, for editors.

    An editor that knows it completes keys and marks mistakes while a guide is being written.
    """
    click.echo(json.dumps(FORMATS[number_of(number)].json_schema(), indent=2, ensure_ascii=False))
