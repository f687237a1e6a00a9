"""The JSON Schema for editors says the same as the checks, because both come from the same models."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from content.model import HIGHEST_LEVEL, LOWEST_LEVEL
from content.pack import RESERVED_PROMPT_IDS, json_schema, parse_guide
from content.schema import shape_at
from tests.content.small_pack import FILE, SMALL

TELEGRAM_MESSAGE = 4096


def parts(
    shape: dict[str, Any], path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Every key and every entry of a pack with what the schema says about it."""
    yield path, shape
    for key in shape.get("properties", {}):
        yield from parts(shape_at((*path, key)), (*path, key))
    if "items" in shape:
        yield from parts(shape_at((*path, 0)), (*path, 0))


PARTS = dict(parts(shape_at(())))
TEXTS = [path for path, shape in PARTS.items() if shape.get("maxLength")]


def small_with(path: tuple[str | int, ...], value: object) -> str:
    pack = yaml.safe_load(SMALL)
    place = pack
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return yaml.safe_dump(pack, allow_unicode=True, sort_keys=False, width=10_000)


def test_the_schema_names_its_dialect_and_is_json() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(schema)) == schema


def test_a_caller_may_change_its_copy_of_the_schema() -> None:
    json_schema()["properties"].clear()
    assert "themes" in json_schema()["properties"]


def test_every_key_is_described_demanded_and_no_other_allowed() -> None:
    for path, shape in PARTS.items():
        if "properties" not in shape:
            continue
        demanded = [name for name, key in shape["properties"].items() if "default" not in key]
        assert shape["required"] == demanded, path
        assert shape["additionalProperties"] is False, path
        assert all(key["description"] for key in shape["properties"].values()), path


def test_every_text_number_and_list_has_a_limit() -> None:
    for path, shape in PARTS.items():
        limits = {
            "string": {"maxLength", "pattern"},
            "integer": {"maximum"},
            "array": {"maxItems"},
            "object": {"properties"},
        }
        assert limits[shape["type"]] & set(shape), path


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: ".".join(map(str, path)))
def test_a_text_may_be_as_long_as_the_schema_says_and_no_longer(path: tuple[str | int, ...]) -> None:
    most = PARTS[path]["maxLength"]
    assert parse_guide(small_with(path, "x" * most), FILE)[1] == ()
    assert [each.rule for each in parse_guide(small_with(path, "x" * (most + 1)), FILE)[1]] == ["too-long"]


@pytest.mark.parametrize("path", [path for path, shape in PARTS.items() if shape["type"] == "array"], ids=str)
def test_a_list_may_be_as_long_as_the_schema_says_and_no_longer(path: tuple[str | int, ...]) -> None:
    most = PARTS[path]["maxItems"]
    rules = [each.rule for each in parse_guide(small_with(path, ["x"] * most), FILE)[1]]
    assert "too-many" not in rules
    rules = [each.rule for each in parse_guide(small_with(path, ["x"] * (most + 1)), FILE)[1]]
    assert "too-many" in rules


def test_the_scale_of_the_schema_is_the_scale_of_the_model() -> None:
    level = PARTS["scale", 0, "level"]
    assert (level["minimum"], level["maximum"]) == (LOWEST_LEVEL, HIGHEST_LEVEL)
    assert PARTS["scale",]["minItems"] == PARTS["scale",]["maxItems"] == HIGHEST_LEVEL


def test_editors_refuse_the_reserved_ids_too() -> None:
    assert PARTS["themes", 0, "prompts", 0, "id"]["not"] == {"enum": list(RESERVED_PROMPT_IDS)}


@pytest.mark.parametrize(
    "path", [("themes", 0, "features"), ("themes", 0, "illustrations", 0, "lines")], ids=str
)
def test_a_whole_list_of_lines_fits_one_message(path: tuple[str | int, ...]) -> None:
    entry = PARTS[(*path, 0)]
    longest = entry.get("maxLength") or entry["properties"]["text"]["maxLength"]
    # Each line has a bullet and a blank line before the next; a heading comes on top.
    assert PARTS[path]["maxItems"] * (longest + 4) + 200 <= TELEGRAM_MESSAGE


def test_a_path_that_leads_nowhere_has_no_shape() -> None:
    assert shape_at(("themes", 0, "nothing", 3, "at all")) == {}
