"""What PostgreSQL is given for a statement of ours: its text with numbers for names, and the types of values.

It does for PostgreSQL what ``storage/engine/sqlite_text.py`` does for SQLite, until that engine is there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_PIECES = re.compile(
    r"(?P<quoted>'(?:[^']|'')*')"
    r"|(?:(?<!\w)\((?P<columns>[\w.]+(?:, [\w.]+)+)\) )?(?P<not>NOT )?IN :(?P<list>\w+)"
    r"|(?P<position>\binstr)\("
    r"|(?<!:):(?P<name>\w+)"
)

OIDS = {"bigint": 20, "text": 25, "bytea": 17, "bigint[]": 1016, "text[]": 1009, "unknown": 0}
"""PostgreSQL's own numbers of types. A value that is None has none: what it is must follow from the text."""


@dataclass(frozen=True, slots=True)
class PostgresText:
    """A statement for PostgreSQL, and the type of each of its values in order."""

    sql: str
    oids: tuple[int, ...]


class UnknownType(Exception):
    """A value is of a type that the engines do not both take as the same."""


def text_for_postgres(sql: str, types: Mapping[str, str]) -> PostgresText:
    """The text and the types; ``types`` has that of each value by its name. Raises ``UnknownType``."""
    numbers: dict[str, int] = {}
    oids: list[int] = []

    def number(name: str, kind: str) -> str:
        if kind not in OIDS:
            raise UnknownType(f"{name} is {kind}")
        if name not in numbers:
            numbers[name] = len(oids) + 1
            oids.append(OIDS[kind])
        return f"${numbers[name]}"

    def replaced(found: re.Match[str]) -> str:
        if found["quoted"]:
            return found["quoted"]
        if found["position"]:
            return "strpos("
        if found["name"]:
            return number(found["name"], types[found["name"]])
        name, is_not = found["list"], found["not"] or ""
        if found["columns"] is None:
            return f"{'<> ALL' if is_not else '= ANY'}({number(name, types[name])})"
        places = range(found["columns"].count(",") + 1)
        lists = ", ".join(f"CAST({number(f'{name} {place}', 'bigint[]')} AS bigint[])" for place in places)
        return f"({found['columns']}) {is_not}IN (SELECT * FROM unnest({lists}))"  # noqa: S608

    return PostgresText(_PIECES.sub(replaced, sql), tuple(oids))
