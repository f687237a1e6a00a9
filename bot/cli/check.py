"""``closer-look check`` and ``closer-look schema``: for those who write guides."""

import json
from pathlib import Path

import click

from bot.cli.named_guide import pack_folders
from bot.cli.store import read_settings
from content.library import check_packs, packs_in, problem_as_json
from content.pack import FORMATS
from content.problem import Problem
from content.schema import FORMAT
from content.whole_numbers import number_of


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
