"""No file is made whose name is in no row of the table from which erasures take what has to go."""

import ast
from collections.abc import Iterator
from pathlib import Path

import bot
from bot.jobs.artefact import MEDIA_TYPES
from reports import file_kinds
from storage.messages.kept_kinds import KEPT_KINDS, Holds, kind_of, named_as_holding

KINDS = ("csv", *MEDIA_TYPES)
PACKAGE = Path(bot.__file__).parent


def names_made_in(source: str) -> Iterator[str]:
    """The file names that stand in a module, with a number for each part that changes."""
    tree = ast.parse(source)
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
            yield from (node.value for kind in KINDS if is_a_name(node.value, kind))
        elif isinstance(node, ast.JoinedStr):
            yield from _formed(node)


def is_a_name(text: str, kind: str) -> bool:
    begins, dot, ends = text.rpartition(".")
    return bool(begins and dot) and ends == kind and not set(begins) & set(" /%:")


def _formed(node: ast.JoinedStr) -> Iterator[str]:
    """The names that a text gives which ends in a kind that is put in, and those that end in one written."""
    *begins, last = node.values
    begun = "".join(str(each.value) if isinstance(each, ast.Constant) else "1" for each in begins)
    if isinstance(last, ast.Constant):
        whole = f"{begun}{last.value}"
        yield from (whole for kind in KINDS if is_a_name(whole, kind))
    elif begun.endswith(".") and isinstance(last, ast.FormattedValue) and isinstance(last.value, ast.Name):
        put_in = getattr(file_kinds, last.value.id, None)
        made = (f"{begun}{kind}" for kind in ([put_in] if put_in else file_kinds.GROUP_KINDS))
        yield from (each for each in made if is_a_name(each, each.rpartition(".")[2]))


def unknown_in(sources: Iterator[str]) -> list[str]:
    return sorted({name for source in sources for name in names_made_in(source) if kind_of(name) is None})


def sources() -> Iterator[str]:
    return (path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))


def test_the_table_knows_every_file_that_is_made() -> None:
    made = {name for source in sources() for name in names_made_in(source)}
    assert not unknown_in(sources())
    unused = [each.pattern for each in KEPT_KINDS if each not in {kind_of(name) for name in made}]
    assert not unused, f"no file is made that is called {unused}; {sorted(made)} are"


def test_a_file_of_a_new_kind_is_noticed() -> None:
    source = "keep('diary.csv'); keep(f'diary-{n}.{PDF}'); keep(f'week-{n}.xlsx'); say('Read it. csv')"
    assert unknown_in(iter([source])) == ["diary-1.pdf", "diary.csv", "week-1.xlsx"]


def test_what_others_wrote_goes_in_each_form() -> None:
    told = named_as_holding("name", Holds.WORDS_OF_OTHERS)
    for name in ("replies%.csv", "replies%.xlsx", "group-report-%.pdf", "group-report-%.html"):
        assert f"name LIKE '{name}'" in told
    assert "png" not in told
