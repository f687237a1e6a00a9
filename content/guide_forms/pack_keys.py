"""The keys of a pack as a document shows them: worked out from the models of its format, not listed."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_args

from annotated_types import MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

HEADED: Final = "title"
"""The key whose words stand in the heading of their entry."""

_MOST_COLUMNS: Final = 4
_LONGEST_IN_TABLE: Final = 500
_OTHER_LABELS: Final = {"dont_know": "Don't know"}


def key_label(key: str) -> str:
    """How a key is called in a document."""
    return _OTHER_LABELS.get(key, key.replace("_", " ").capitalize())


@cache
def labels_of(entry: type[BaseModel]) -> Mapping[str, str]:
    """The keys of an entry by their labels, in small letters."""
    return MappingProxyType({key_label(key).casefold(): key for key in entry.model_fields})


def entry_name(entry: type[BaseModel]) -> str:
    """What an entry is called, such as Theme."""
    return entry.model_config.get("title") or entry.__name__


@cache
def entry_under(entry: type[BaseModel], key: str) -> type[BaseModel] | None:
    """The kind of entry that stands under a key, one or a list of them; None where texts or a value do."""
    return _entry_within(entry.model_fields[key].annotation)


def _entry_within(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _entry_within(each))), None)


@cache
def is_list(entry: type[BaseModel], key: str) -> bool:
    """Whether several texts or entries stand under a key."""
    annotation = entry.model_fields[key].annotation
    return getattr(annotation, "__origin__", None) is list


def heading_of(entry: type[BaseModel], key: str) -> str:
    """What is printed above the entries under a key: its label, or what each of several is called."""
    kind = entry_under(entry, key)
    is_each = kind is not None and is_list(entry, key) and not fits_a_row(kind)
    return entry_name(kind) if kind is not None and is_each else key_label(key)


@cache
def is_setting(entry: type[BaseModel], key: str) -> bool:
    """Whether no words of the guide stand under a key: a name of ours, a number, yes or no."""
    shape = entry.model_json_schema()["properties"][key]
    shape = shape.get("items", shape)
    return "pattern" in shape or shape.get("type") != "string"


@cache
def is_number(entry: type[BaseModel], key: str) -> bool:
    """Whether a whole number stands under a key."""
    return entry.model_fields[key].annotation is int


@cache
def fits_a_row(entry: type[BaseModel]) -> bool:
    """Whether an entry is shown as a row of a table: few keys, none of them long, no entry in it."""
    fields = entry.model_fields
    return len(fields) <= _MOST_COLUMNS and not any(
        entry_under(entry, key) is not None or _longest(field) > _LONGEST_IN_TABLE
        for key, field in fields.items()
    )


def _longest(field: FieldInfo) -> int:
    return max((each.max_length for each in field.metadata if isinstance(each, MaxLen)), default=0)


def in_order(entry: type[BaseModel]) -> tuple[str, ...]:
    """The keys of an entry as a document shows them: its words first, then settings, its id at the end."""
    keys = entry.model_fields
    is_row = fits_a_row(entry)
    return tuple(sorted(keys, key=lambda key: (key == "id", is_setting(entry, key) and not is_row)))
