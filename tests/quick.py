"""Which tests are slow: told by what they use, so that a new one is left out of `make test-quick` by itself.

No list of tests is kept here: what counts is that a test starts a process, opens a browser, runs the whole
product, typesets documents, tries random cases, or stands among the campaigns and measurements. A test
that only computes for long says so itself, by the marker ``exhaustive``: ``tests/conftest.py`` sees to that.
"""

import ast
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
    "hypothesis": "tries random cases",
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


_Named = tuple[Path, str]
"""A module of tests and a name in it."""

_known_as_quick: set[_Named] = set()
"""Names from which nothing slow can be reached. Modules do not change while tests run."""


@cache
def why_slow(path: Path, name: str) -> str | None:
    """Why a test, or a class of tests, is left out of the quick ones; None for a quick one."""
    if path.relative_to(ROOT).as_posix().startswith(APART):
        return "is a campaign or a measurement"
    seen = {(path, name)}
    ahead = [(path, name)]
    while ahead:
        reason, used = _look_at(*ahead.pop())
        if reason is not None:
            return reason
        fresh = used - seen - _known_as_quick
        seen |= fresh
        ahead += fresh
    _known_as_quick.update(seen)
    return None


@cache
def _look_at(path: Path, name: str) -> tuple[str | None, frozenset[_Named]]:
    """What makes this name slow by itself, and which names of the tests it uses."""
    module = _module(path)
    if name in module.imported:
        return _look_at_import(module.imported[name])
    if name not in module.defined:
        return None, frozenset()
    node = module.defined[name]
    parameters = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
    used = {(path, each.id) for each in ast.walk(node) if isinstance(each, ast.Name)}
    used |= {(path, each) for each in parameters}
    for fixture in parameters - module.defined.keys() - module.imported.keys():
        if (above := _conftest_with(path, fixture)) is not None:
            used.add((above, fixture))
    return ("starts a process" if _starts(node) else None), frozenset(used)


def _look_at_import(whole: str) -> tuple[str | None, frozenset[_Named]]:
    for door, reason in SLOW_TO_USE.items():
        if whole == door or whole.startswith(door + "."):
            return reason, frozenset()
    if not whole.startswith("tests."):
        return None, frozenset()
    if (itself := _file_of(whole)) is not None:  # A module of tests: all that is in it may be used.
        return None, frozenset((itself, name) for name in _module(itself).defined)
    module, _, name = whole.rpartition(".")
    file = _file_of(module)
    return None, frozenset({(file, name)} if file is not None else ())


def _file_of(module: str) -> Path | None:
    file = ROOT / (module.replace(".", "/") + ".py")
    return file if file.exists() else None


@cache
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
