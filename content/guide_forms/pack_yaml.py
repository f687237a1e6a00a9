"""The keys of a pack as YAML text that an author goes on with."""

from typing import Any

import yaml
from pydantic import BaseModel

from content.guide_forms.pack_keys import entry_under, is_list, is_number
from content.pack import FORMATS
from content.whole_numbers import whole_number


class _PackDumper(yaml.SafeDumper):
    """Writes texts over several lines as they are read."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_PackDumper.add_representer(str, _text)


def yaml_of_keys(keys: dict[str, Any]) -> str:
    """A pack as text, its keys in the order of its format; what is not known stands behind."""
    form = FORMATS.get(whole_number(str(keys.get("format", ""))) or 0)
    ordered = keys if form is None else _ordered(form.entry, keys)
    text: str = yaml.dump(ordered, Dumper=_PackDumper, sort_keys=False, allow_unicode=True, width=1_000_000)
    return text


def _ordered(entry: type[BaseModel], keys: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in entry.model_fields:
        if key not in keys:
            continue
        value, kind = keys[key], entry_under(entry, key)
        if kind is not None and isinstance(value, list):
            found[key] = [_ordered(kind, each) for each in value]
        elif kind is not None and isinstance(value, dict):
            found[key] = _ordered(kind, value)
        elif is_list(entry, key) or not is_number(entry, key):
            found[key] = value
        else:
            number = whole_number(value)
            found[key] = value if number is None or str(number) != value else number
    return {**found, **{key: value for key, value in keys.items() if key not in found}}
