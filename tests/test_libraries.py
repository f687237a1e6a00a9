"""What we use of a library is public, or a test here names the version and what would break.

Read from the code itself: private names of packages that are not ours, and methods of theirs that we replace.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.test_architecture import PACKAGES, modules, name_of, tree_of

PUBLIC_ALL_THE_SAME = {"_exit"}
"""Python documents ``os._exit`` in spite of its name."""
REPLACED = {
    *(
        ("bot.app.connection", "GuardedConnection", name)
        for name in (
            "connection_made",
            "data_received",
            "on_message_begin",
            "on_header",
            "on_headers_complete",
            "connection_lost",
            "on_response_complete",
            "pause_writing",
            "resume_writing",
        )
    ),
    ("bot.app.web_server", "WebServer", "capture_signals"),
    ("bot.app.web_server", "WebServer", "serve"),
    ("bot.app.web_server", "WebServer", "shutdown"),
    ("bot.cli.group", "Commands", "get_command"),
    ("bot.cli.group", "Commands", "list_commands"),
    ("bot.cli.group", "Commands", "parse_args"),
    ("bot.cli.store", "Refused", "show"),
    ("bot.channels.telegram.transport", "AiohttpRequest", "do_request"),
    ("bot.channels.telegram.transport", "AiohttpRequest", "initialize"),
    ("bot.channels.telegram.transport", "AiohttpRequest", "parse_json_payload"),
    ("bot.channels.telegram.transport", "AiohttpRequest", "read_timeout"),
    ("bot.channels.telegram.transport", "AiohttpRequest", "shutdown"),
    ("bot.settings.settings", "Settings", "settings_customise_sources"),
    ("content.schema", "_EditorSchema", "generate"),
}
"""Methods of libraries that we replace. The library's pages ask for it, or a test below says what breaks."""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in PUBLIC_ALL_THE_SAME


def defined_in(node: ast.ClassDef) -> Iterator[str]:
    """The names that a class gives to itself: its methods, its fields, and what is set on ``self``."""
    for each in ast.walk(node):
        match each:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.Name(id=name):
                yield name
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                yield name


def own_names(trees: list[ast.Module]) -> dict[str, set[str]]:
    """What each class of ours gives to itself, by the name of the class."""
    return {
        node.name: set(defined_in(node))
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


def inherited(node: ast.ClassDef, own: dict[str, set[str]]) -> set[str]:
    """What a class has from itself and from the classes of ours that it is made from."""
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
    return own[node.name].union(*(own.get(base, set()) for base in bases))


def private_imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
        for name in names:
            if name.partition(".")[0] not in PACKAGES and any(map(is_private, name.split("."))):
                yield name


def private_attributes(tree: ast.Module, own: dict[str, set[str]]) -> Iterator[str]:
    """Private names that are asked of anything but the object that they belong to."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    # Modules may each have a class of the same name: a name means the one that is in the module itself.
    own = {**own, **own_names([tree])}
    of_self = {id(each): inherited(node, own) for node in classes for each in ast.walk(node)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if is_private(name):
                if name not in of_self.get(id(node), set()):
                    yield f"self.{name}"
            case ast.Attribute(attr=name) if is_private(name):
                yield name
            case ast.Call(
                func=ast.Name(id="getattr" | "setattr"), args=[_, ast.Constant(value=str(name)), *_]
            ):
                if is_private(name):
                    yield name


def private_names(source: str) -> list[str]:
    tree = ast.parse(source)
    return [*private_imports(tree), *private_attributes(tree, own_names([tree]))]


@pytest.mark.exhaustive
def test_no_private_name_of_a_library_is_used() -> None:
    own = own_names([tree_of(path) for path in modules(*PACKAGES)])
    found = [
        f"{name_of(path)}: {name}"
        for path in modules(*PACKAGES)
        for name in [*private_imports(tree_of(path)), *private_attributes(tree_of(path), own)]
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "from telegram.request._requestparameter import RequestParameter",
        "from docx.table import _Cell",
        "import uvicorn._types",
        "def f(row):\n    return row._tr",
        "def f(pool):\n    return getattr(pool, '_processes', None)",
        "class C(Connection):\n    def f(self):\n        self._tx.put(1)",
    ],
)
def test_a_private_name_would_be_found(source: str) -> None:
    assert private_names(source)


def test_what_a_class_of_ours_keeps_to_itself_is_no_door() -> None:
    assert private_names("class C:\n    def f(self):\n        self._x = 1\n        return self._x") == []


def test_a_class_of_the_same_name_in_another_module_changes_nothing() -> None:
    here = ast.parse("class C:\n    def f(self):\n        self._x = 1\n        return self._x")
    elsewhere = ast.parse("class C:\n    def f(self):\n        self._y = 1")
    assert list(private_attributes(here, own_names([here, elsewhere]))) == []
    assert list(private_attributes(elsewhere, own_names([elsewhere, here]))) == []
    asked_of_a_library = ast.parse("class C(Connection):\n    def f(self):\n        return self._y")
    assert list(private_attributes(asked_of_a_library, own_names([elsewhere, asked_of_a_library])))
    assert list(private_attributes(asked_of_a_library, own_names([asked_of_a_library, elsewhere])))


def replaced() -> Iterator[tuple[str, str, str]]:
    """The public methods of libraries' classes that classes of ours replace."""
    for path in modules(*PACKAGES):
        dotted = ".".join(path.relative_to(Path(__file__).parent.parent).with_suffix("").parts)
        if not any(isinstance(node, ast.ClassDef) for node in ast.walk(tree_of(path))):
            continue
        module = importlib.import_module(dotted)
        for name, kind in vars(module).items():
            if inspect.isclass(kind) and kind.__module__ == dotted:
                yield from ((dotted, name, method) for method in of_a_library(kind))


def of_a_library(kind: type) -> Iterator[str]:
    installed = [
        base
        for base in kind.__mro__[1:]
        if "site-packages" in (getattr(inspect.getmodule(base), "__file__", None) or "")
    ]
    for name, value in vars(kind).items():
        is_method = callable(value) or isinstance(value, property | classmethod | staticmethod)
        if is_method and not name.startswith("__") and any(name in vars(base) for base in installed):
            yield name


@pytest.mark.exhaustive  # it imports every module
def test_what_we_replace_of_a_library_is_listed() -> None:
    assert set(replaced()) == REPLACED


def test_uvicorn_asks_for_signals_by_the_name_that_we_replace() -> None:
    # With another name Ctrl+C would end the web server alone, and the process would say that a part of it
    # had ended by itself.
    import uvicorn

    assert version("uvicorn").split(".")[:2] == ["0", "54"], "look again at Server.serve and capture_signals"
    assert "with self.capture_signals():" in inspect.getsource(uvicorn.Server.serve)


def test_uvicorn_keeps_its_parser_by_the_name_that_we_replace() -> None:
    # Under another name its own would go on, which takes what comes behind the last request.
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    made, fed = (
        inspect.getsource(HttpToolsProtocol.__init__),
        inspect.getsource(HttpToolsProtocol.data_received),
    )
    assert "self.parser = httptools.HttpRequestParser(self)" in made
    assert "self.parser.feed_data(data)" in fed


def test_aiosqlite_calls_the_connection_that_it_is_given_on_its_own_thread() -> None:
    # A job would run on the event loop, or a second time, if commit did anything else.
    import aiosqlite

    assert version("aiosqlite").split(".")[:2] == ["0", "22"], "look again at Connection.commit"
    assert "await self._execute(self._conn.commit)" in inspect.getsource(aiosqlite.Connection.commit)
