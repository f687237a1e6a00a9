"""The names: one word for one thing, so that a search finds the right place first.

The measures are for names that can be met outside the module they stand in. Type variables are not names of
anything, and what begins with an underscore is its module's own affair.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_architecture import NAMES_WITHOUT_A_JOB, PACKAGES, modules, name_of, tree_of
from tests.test_docs import classes_in_glossary

CHANNELS = "bot/channels/"
"""The folders of channels share one shape, so that whoever knows one finds the way in the next: a module that
does the same for another channel has the same name there."""


def public(name: str) -> bool:
    return not name.startswith("_")


def named_types(path: Path) -> Iterator[str]:
    """The public classes of a module, and the aliases of types that it gives a name of their own."""
    for node in tree_of(path).body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_capital(name):
                yield from () if _is_type_variable(value) else (name,)
            case ast.AnnAssign(target=ast.Name(id=name)) if _is_capital(name):
                yield name


def _is_capital(name: str) -> bool:
    """Whether a name is written as that of a class, unlike that of a constant."""
    return name[0].isupper() and not name.isupper()


def _is_type_variable(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) in {"TypeVar", "ParamSpec"}


def functions(path: Path) -> Iterator[str]:
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def twice(named: dict[str, set[str]]) -> dict[str, set[str]]:
    return {name: places for name, places in named.items() if len(places) > 1 and public(name)}


def test_no_class_has_the_name_of_another() -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for path in modules(*PACKAGES):
        for name in named_types(path):
            named[name].add(name_of(path))
    assert twice(named) == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_has_the_name_of_another_in_its_package(package: str) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for path in modules(package):
        if path.name not in {"__init__.py", "__main__.py"}:
            shared = name_of(path).startswith(CHANNELS)
            named[path.stem].add(CHANNELS if shared else name_of(path))
    assert twice(named) == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_function_has_the_name_of_another_in_its_package(package: str) -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for path in modules(package):
        for name in functions(path):
            named[name].add(name_of(path))
    assert twice(named) == {}


def test_no_name_of_a_class_says_nothing() -> None:
    for path in modules(*PACKAGES):
        for name in named_types(path):
            assert name.lower() not in NAMES_WITHOUT_A_JOB, f"{name_of(path)}: {name}"
            assert not name.endswith(("Manager", "Helper", "Service", "Util", "Utils", "Base")), name


# Words that cross rooms

SHARED = ("bot/inbox", "bot/messages", "bot/outbox")
"""The rooms on the way of a message: a newcomer meets all their classes."""

ENTRANCES = ("bot/app", "bot/cli")
"""They wire and start everything, so that their imports say nothing about a word."""


def room_of(path: Path) -> str:
    """The package; inside ``bot`` the room."""
    parts = name_of(path).split("/")
    return "/".join(parts[:2]) if parts[0] == "bot" and len(parts) > 2 else parts[0]


def users() -> dict[tuple[str, str], set[str]]:
    """The rooms that import a name from a module."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in modules(*PACKAGES):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom):
                for each in node.names:
                    found[node.module or "", each.name].add(room_of(path))
    return found


def shared_words() -> dict[str, str]:
    """The public classes that somebody meets in several rooms, each with where it is defined.

    Those are all of the rooms on the way of a message, and those that two or more other rooms import. A class
    that one other room imports is explained where it stands, and an exception by its name.
    """
    used = users()
    shared = {}
    for path in modules(*PACKAGES):
        module = name_of(path).removesuffix(".py").replace("/", ".")
        for node in tree_of(path).body:
            if not isinstance(node, ast.ClassDef) or not public(node.name) or _is_exception(node):
                continue
            elsewhere = used[module, node.name] - {room_of(path), *ENTRANCES}
            if room_of(path) in SHARED or len(elsewhere) > 1:
                shared[node.name] = name_of(path)
    return shared


def _is_exception(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith(("Exception", "Error")) for base in node.bases)


def test_every_word_that_crosses_rooms_is_in_the_glossary() -> None:
    shared = shared_words()
    assert {"OutboxEntry", "TurnEffects", "Transaction"} <= shared.keys()
    explained = set(classes_in_glossary())
    assert {name: place for name, place in shared.items() if name not in explained} == {}
