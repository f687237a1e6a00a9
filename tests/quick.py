"""Which tests are slow: told by what they use, so that a new one is left out of `make test-quick` by itself.

No list of tests is kept here: what counts is that a test starts a process, opens a browser, runs the whole
product, typesets documents, plays random histories, or stands among the campaigns and measurements. A test
that only computes for long says so itself, by the marker ``exhaustive``: ``tests/conftest.py`` sees to that.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

APART = ("tests/bench", "tests/faults")
"""Campaigns and measurements: all of them run the product as a process, or for long."""

SLOW_TO_USE = {
    "bot.app.application": "runs the whole product",
    "bot.app.run": "runs the whole product",
    "bot.jobs.render_process": "starts a process",
    "hypothesis.stateful": "plays random histories",
    "multiprocessing": "starts a process",
    "playwright": "opens a browser",
    "pypdf": "typesets documents",
    "subprocess": "starts a process",
    "tests.players.house": "runs the whole product",
}
"""What makes a test slow that uses it, also by way of a fixture or a function of the tests."""

STARTS = {"create_subprocess_exec", "create_subprocess_shell", "fork", "posix_spawn"}
"""What starts a process in a library that does other things too."""


@dataclass(frozen=True, slots=True)
class _Module:
    """The names of a module of tests: those it defines, and those it imports, each with its source."""

    defined: dict[str, ast.AST]
    imported: dict[str, str]


@cache
def why_slow(path: Path, name: str) -> str | None:
    """Why a test, or a class of tests, is left out of the quick ones; None for a quick one."""
    if path.relative_to(ROOT).as_posix().startswith(APART):
        return "is a campaign or a measurement"
    return next(_reasons(path, name, set()), None)


def _reasons(path: Path, name: str, seen: set[tuple[Path, str]]) -> Iterator[str]:
    if (path, name) in seen:
        return
    seen.add((path, name))
    module = _module(path)
    if name in module.imported:
        yield from _of_import(module.imported[name], seen)
    elif name in module.defined:
        if _starts(module.defined[name]):
            yield "starts a process"
        for used in _names_in(module.defined[name]):
            yield from _reasons(path, used, seen)
        for fixture in _parameters_of(module.defined[name]) - module.defined.keys() - module.imported.keys():
            if (above := _conftest_with(path, fixture)) is not None:
                yield from _reasons(above, fixture, seen)


def _of_import(whole: str, seen: set[tuple[Path, str]]) -> Iterator[str]:
    for door, reason in SLOW_TO_USE.items():
        if whole == door or whole.startswith(door + "."):
            yield reason
    if not whole.startswith("tests."):
        return
    if (itself := _file_of(whole)) is not None:  # A module of tests: all that is in it may be used.
        for name in _module(itself).defined:
            yield from _reasons(itself, name, seen)
        return
    module, _, name = whole.rpartition(".")
    if (file := _file_of(module)) is not None:
        yield from _reasons(file, name, seen)


def _file_of(module: str) -> Path | None:
    file = ROOT / (module.replace(".", "/") + ".py")
    return file if file.exists() else None


def _conftest_with(path: Path, name: str) -> Path | None:
    """The nearest conftest that defines a fixture of this name."""
    for folder in path.parents:
        conftest = folder / "conftest.py"
        if conftest.exists() and conftest != path and name in _module(conftest).defined:
            return conftest
        if folder == ROOT:
            break
    return None


def _starts(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr in STARTS for each in ast.walk(node))


def _names_in(node: ast.AST) -> set[str]:
    """The names that a definition uses, and those of its parameters: a test's are its fixtures."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} | _parameters_of(node)


def _parameters_of(node: ast.AST) -> set[str]:
    return {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}


@cache
def _module(path: Path) -> _Module:
    defined: dict[str, ast.AST] = {}
    imported: dict[str, str] = {}
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {(each.asname or each.name).partition(".")[0]: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined |= {each.id: node.value for each in targets if isinstance(each, ast.Name)}
    return _Module(defined, imported)
