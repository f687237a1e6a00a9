"""What SQLite is given for a statement and its values, which are written in the SQL that all engines take.

That SQL has one notation beyond what both engines take: in ``number IN :numbers`` and in
``(person_id, number) IN :keys`` the value is a list. So the text is the same however long the list is.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson

from storage.engine.database import SqlValues, storable

_IN_LIST = re.compile(r"(?:(?<!\w)\((?P<columns>[\w.]+(?:, [\w.]+)+)\) )?(?P<not>NOT )?IN :(?P<name>\w+)")
_MOST_TEXTS = 2048
"""There are some 600 statements; texts that are made up of figures must not fill the memory."""


@lru_cache(_MOST_TEXTS)
def text_for_sqlite(sql: str) -> tuple[str, tuple[str, ...]]:
    """The text that SQLite takes, and the names of the values that are lists; found out once for each."""
    names = tuple(dict.fromkeys(found["name"] for found in _IN_LIST.finditer(sql)))
    return _IN_LIST.sub(_in_json, sql), names


def _in_json(found: re.Match[str]) -> str:
    columns, is_not, name = found["columns"], found["not"] or "", found["name"]
    if columns is None:
        return f"{is_not}IN (SELECT value FROM json_each(:{name}))"  # noqa: S608
    values = ", ".join(f"value ->> {place}" for place, _ in enumerate(columns.split(",")))
    return f"({columns}) {is_not}IN (SELECT {values} FROM json_each(:{name}))"  # noqa: S608


def values_for_sqlite(values: SqlValues | None, lists: Sequence[str]) -> dict[str, Any]:
    """The values of a statement as SQLite takes them: texts without what no store keeps, lists as JSON."""
    if not values:
        return {}
    bound = dict(values)
    for name, value in values.items():
        # Most values are numbers, or texts in plain letters, and need no closer look.
        if value.__class__ is str and ("\0" in value or not value.isascii()):
            bound[name] = storable(value)
    for name in lists:
        bound[name] = orjson.dumps([_in_list(each) for each in bound[name]]).decode()
    return bound


def _in_list(value: Any) -> Any:
    return [storable(each) for each in value] if isinstance(value, tuple) else storable(value)
