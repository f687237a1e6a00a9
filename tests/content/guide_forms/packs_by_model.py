"""Packs made from the models of a format alone, so that a key that is added tomorrow is in them tomorrow."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any

from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from content.guide_forms.pack_keys import entry_under, is_list
from content.yaml_text import HIDDEN

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\n\t #:-|"), max_size=30)
ODD_WORDS = st.sampled_from(
    ["(nothing)", "no", "1.10", "a # b", "- a", "a\n\n\nb", "a\nb", "'", "Prompt 3: x", "=1+1"]
)


def field_paths(kind: type[BaseModel], path: str = "") -> Iterator[str]:
    """Every key of a format by where it stands, such as ``themes > prompts > ask``."""
    for key in kind.model_fields:
        yield f"{path}{key}"
        inner = entry_under(kind, key)
        if inner is not None:
            yield from field_paths(inner, f"{path}{key} > ")


def written_paths(keys: dict[str, Any], path: str = "") -> Iterator[str]:
    """The keys that a pack has, by where they stand."""
    for key, value in keys.items():
        yield f"{path}{key}"
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from written_paths(each, f"{path}{key} > ")


def with_every_key(kind: type[BaseModel], path: str = "") -> dict[str, Any]:
    """A pack that has every key of its format, each with words of its own where it takes words."""
    return {key: _sample(kind, key, f"{path}{key}") for key in kind.model_fields}


def _sample(kind: type[BaseModel], key: str, path: str) -> Any:
    inner = entry_under(kind, key)
    if inner is not None and not is_list(kind, key):
        return with_every_key(inner, f"{path} ")
    if inner is not None:
        least = max(kind.model_json_schema()["properties"][key].get("minItems", 1), 1)
        return [with_every_key(inner, f"{path} ") for _ in range(least)]
    shape = kind.model_json_schema()["properties"][key]
    shape = shape.get("items", shape)
    if shape.get("type") == "integer":
        one: str = str(shape["minimum"])
    elif "pattern" in shape:
        one = next(each for each in _PATTERNED if _fits(kind, key, each))
    else:
        one = path[: shape.get("maxLength")].strip()
    return [one, f"{one}"] if is_list(kind, key) else one


_PATTERNED = ("a", "en", "1.0", "yes", "first", "rating", "words", "2026-12-31", "3")


@cache
def _adapter(kind: type[BaseModel], key: str) -> TypeAdapter[Any]:
    field = kind.model_fields[key]
    checked: Any = Annotated[field.annotation, field]
    return TypeAdapter(checked)


def _fits(kind: type[BaseModel], key: str, text: str) -> bool:
    try:
        _adapter(kind, key).validate_python([text] if is_list(kind, key) else text)
    except ValidationError:
        return False
    return True


def packs(kind: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    """Packs of a format as their models allow them, with all sorts of words."""
    needed = {key: _values(kind, key) for key, field in kind.model_fields.items() if field.is_required()}
    may = {key: _values(kind, key) for key, field in kind.model_fields.items() if not field.is_required()}
    return st.fixed_dictionaries(needed, optional=may)


def _values(kind: type[BaseModel], key: str) -> st.SearchStrategy[Any]:
    inner = entry_under(kind, key)
    if inner is not None and not is_list(kind, key):
        return packs(inner)
    shape = kind.model_json_schema()["properties"][key]
    least = shape.get("minItems", 0)
    if inner is not None:
        return st.lists(packs(inner), min_size=least, max_size=max(least, 2))
    one = _texts(kind, key, shape.get("items", shape))
    return st.lists(one, min_size=least, max_size=3) if is_list(kind, key) else one


def _texts(kind: type[BaseModel], key: str, shape: dict[str, Any]) -> st.SearchStrategy[str]:
    if shape.get("type") == "integer":
        return st.integers(shape["minimum"], shape["maximum"]).map(str)
    if "pattern" in shape:
        return st.from_regex(shape["pattern"], fullmatch=True).filter(lambda text: "\n" not in text)
    return (
        (WORDS | ODD_WORDS)
        .map(lambda text: HIDDEN.sub("", text))
        .map(lambda text: text if _fits(kind, key, text) else " ".join(text.split()))
        .filter(lambda text: _fits(kind, key, text))
    )
