"""The keys of a pack of format 1 as those of format 2, which make the same guide."""

from collections.abc import Mapping
from typing import Any, Final

from content.format2.entries import FORMAT_2
from content.format2.formatted_keys import source_at
from content.pack import END_OF_FORMAT_1
from content.whole_numbers import whole_number

_SCALE: Final = "scale"


def as_format_2(keys: Mapping[str, Any]) -> dict[str, Any]:
    """The same guide in format 2; keys that are in format 2 already stay as they are.

    Signs that format 2 would read as formatting are written so that they stay signs.
    """
    if whole_number(str(keys.get("format", ""))) == FORMAT_2:
        return dict(keys)
    levels = keys.get(_SCALE, [])
    found = {key: _as_source("", key, value) for key, value in keys.items() if key != _SCALE}
    found["format"] = str(FORMAT_2)
    if isinstance(levels, list):
        highest_first = sorted(levels, key=lambda each: -(whole_number(_level(each)) or 0))
        found["scales"] = [{"id": _SCALE, "levels": highest_first}]
    found["closing"] = [{"what": each.value} for each in END_OF_FORMAT_1]
    return found


def _level(entry: object) -> str:
    return str(entry.get("level", "")) if isinstance(entry, Mapping) else ""


def _as_source(entry: str, key: str, value: Any) -> Any:
    if isinstance(value, str):
        return source_at(entry, key, value)
    if isinstance(value, list):
        return [_as_source(entry, key, each) for each in value]
    if isinstance(value, Mapping):
        return {inner: _as_source(key, inner, each) for inner, each in value.items()}
    return value
