"""The statements of the store as its code has them: where each is asked for, and its pieces of SQL."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.dialect.hard_store import STORAGE

METHODS = frozenset({"rows", "row", "run", "run_many", "add"})

_OF_THE_ENGINE = {
    "engine/backup.py",
    "engine/schema_version.py",
    "engine/sqlite.py",
    "engine/sqlite_text.py",
    "engine/sqlite_transaction.py",
}
"""What only SQLite does, and each engine in its own way: opening, copying, checking, making the tables."""

_SQL = re.compile(
    r":[a-z_]+\b|\b(?:SELECT|FROM|WHERE|ORDER BY|UPDATE|DELETE|INSERT|EXISTS|JOIN|AND|OR|CASE)\b"
)


@dataclass(frozen=True, slots=True)
class Call:
    """Where the code asks the store for something."""

    file: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in the code that is SQL or a part of it; ``pattern`` finds it in a whole statement."""

    file: str
    line: int
    pattern: re.Pattern[str]


def sources() -> Iterator[tuple[str, str]]:
    """Every module of the store that may hold statements of the product, with its source."""
    for path in sorted(STORAGE.rglob("*.py")):
        name = path.relative_to(STORAGE).as_posix()
        if name not in _OF_THE_ENGINE:
            yield name, path.read_text("utf-8")


def calls(name: str, source: str) -> Iterator[Call]:
    """Everywhere that a module asks the store for something."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="tx"), attr=attr)) if attr in METHODS:
                yield Call(name, node.lineno, node.end_lineno or node.lineno)


def pieces(name: str, source: str) -> Iterator[Piece]:
    """All texts of a module that are SQL, also those that become part of a statement elsewhere."""
    tree = ast.parse(source)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    explaining = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in inside or id(node) in explaining:
            continue
        if (pattern := _pattern(node)) is not None:
            yield Piece(name, getattr(node, "lineno", 0), pattern)


def _pattern(node: ast.AST) -> re.Pattern[str] | None:
    match node:
        case ast.Constant(value=str(text)):
            written, pattern = text, re.escape(text)
        case ast.JoinedStr(values=parts):
            texts = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            written = "".join(str(text) for text in texts if text is not None)
            pattern = "".join(".*" if text is None else re.escape(str(text)) for text in texts)
        case _:
            return None
    # What is filled in by `format` later is a field in braces.
    return re.compile(re.sub(r"\\{\w+\\}", ".*", pattern), re.DOTALL) if _SQL.search(written) else None
