"""What authors are told about packs is what the code does."""

import re
from pathlib import Path
from typing import Any

import pytest

from content.format2.entries import DAY_PATTERN, NUMBER_PATTERN, shape_at_2
from content.format2.kind_keys import KEYS_OF_KIND
from content.in_languages.file_parts import parts_of_file
from content.pack import RESERVED_PROMPT_IDS, parse_guide
from content.rules import ILLUSTRATED
from content.schema import ID_PATTERN, LANGUAGE_PATTERN, VERSION_PATTERN, ShapeAt, shape_at
from content.yaml_nodes import DEEPEST, MOST_NODES, ListNode, MapNode, Node, read_tree
from content.yaml_text import MOST_BYTES
from tests.content.small_pack import SMALL

PAGE = Path(__file__).parents[2].joinpath("docs", "how-to-write-a-guide.md").read_text("utf-8")
YAML_BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)

WORDS_FOR_PATTERNS = {
    ID_PATTERN: "small letters, digits and `-`, first a letter, at most 32",
    VERSION_PATTERN: "letters, digits, `.`, `-` and `_`, at most 20",
    LANGUAGE_PATTERN: "a language code",
    DAY_PATTERN: "a day such as 2026-12-31",
    NUMBER_PATTERN: "a number, with at most 3 decimals",
}


def limit_of(shape: dict[str, Any]) -> str:
    match shape:
        case {"type": "array", "minItems": least, "maxItems": most}:
            return f"{least} to {most} entries" if least < most else f"{most} entries"
        case {"type": "array", "maxItems": most}:
            return f"at most {most} entries"
        case {"type": "integer", "minimum": least, "maximum": most}:
            return f"a whole number, {least} to {most}" if least < most else f"the number {most}"
        case {"pattern": pattern} if pattern in WORDS_FOR_PATTERNS:
            return WORDS_FOR_PATTERNS[pattern]
        case {"pattern": pattern}:
            *others, last = pattern.strip("^$()").split("|")
            return f"{', '.join(others)} or {last}"
        case {"type": "object"}:
            return "keys of its own"
        case {"maxLength": most}:
            return f"at most {most:,} characters"
    raise AssertionError(shape)


def rows(at: ShapeAt = shape_at, path: tuple[str | int, ...] = ()) -> list[str]:
    found = []
    for key in at(path)["properties"]:
        inner = (*path, key)
        shape = at(inner)
        name = " > ".join(step for step in inner if isinstance(step, str))
        entry = at((*inner, 0))
        each = f", each {limit_of(entry)}" if entry.get("type") == "string" else ""
        # What may be left out in format 1 says so itself.
        left = "; may be left out" if at is shape_at_2 and "default" in shape else ""
        found.append(f"| `{name}` | {shape['description']} | {limit_of(shape)}{each}{left} |")
        if entry.get("type") == "object":
            found += rows(at, (*inner, 0))
        if shape.get("type") == "object":
            found += rows(at, inner)
    return found


def test_the_table_of_limits_is_that_of_the_code() -> None:
    table = PAGE.split("<!-- limits -->")[1].split("<!-- end of limits -->")[0].strip().splitlines()
    assert table == ["| key | what it holds | limit |", "| --- | --- | --- |", *rows()]


def test_the_table_of_format_2_is_that_of_the_code() -> None:
    inside = PAGE.split("<!-- limits of format 2 -->")[1].split("<!-- end of limits of format 2 -->")[0]
    table = inside.strip().splitlines()
    assert table == ["| key | what it holds | limit |", "| --- | --- | --- |", *rows(shape_at_2)]


def test_the_table_of_kinds_is_that_of_the_code() -> None:
    for name, keys in KEYS_OF_KIND.items():
        (row,) = re.findall(rf"^\| `{name}` \| [^|]+ \|([^|]*)\|([^|]*)\|$", PAGE, re.MULTILINE)
        told = tuple(tuple(re.findall(r"`(\w+)`", cell)) for cell in row)
        assert told == (keys.needs, keys.may_have), name


def test_the_limits_of_the_whole_pack_are_those_of_the_code() -> None:
    assert f"at most {MOST_BYTES // 1024 // 1024} MiB large" in PAGE
    assert f"at most {MOST_NODES:,} parts, at most {DEEPEST} levels deep" in PAGE


def test_the_reserved_ids_and_the_illustrated_levels_are_named() -> None:
    assert all(f"`{each}`" in PAGE for each in RESERVED_PROMPT_IDS)
    assert all(f"level {level} ({name})" in PAGE for level, name in ILLUSTRATED)


def test_the_keys_that_want_a_number_are_named() -> None:
    numbers = {row.split("`")[1].split(" > ")[-1] for row in rows() if "number" in row.split("|")[3]}
    assert numbers == {"format", "minutes", "level"}
    assert "`format`, `minutes` and the two that are called `level`" in PAGE


def keys_of(node: Node) -> set[str]:
    match node:
        case MapNode(entries=entries):
            return set(entries).union(*(keys_of(value) for _, value in entries.values()))
        case ListNode(items=items):
            return set().union(*(keys_of(item) for item in items))
    return set()


@pytest.mark.parametrize("block", [block for block in YAML_BLOCKS if not block.startswith("# yaml-language")])
def test_what_the_page_shows_of_a_pack_can_be_read(block: str) -> None:
    is_of_format_2 = any(key in block for key in ("kind:", "scales:", "closing:", "sets:", "sections:"))
    known = rows(shape_at_2) if is_of_format_2 else rows()
    for part in parts_of_file(block):
        tree, problems = read_tree(part.text, "page")
        assert problems == ()
        assert tree is not None
        assert keys_of(tree) <= {row.split("`")[1].split(" > ")[-1] for row in known}


def test_the_line_that_editors_look_for_does_not_disturb() -> None:
    lines = [block for block in YAML_BLOCKS if block.startswith("# yaml-language")]
    assert len(lines) == 1
    assert parse_guide(lines[0] + SMALL, "f")[1] == ()


def test_the_mistakes_that_the_page_shows_are_told_in_these_words() -> None:
    text = SMALL.replace("prompts:", "promts:")
    shown = [str(each) for each in parse_guide(text, "our-guide.en.yaml")[1]]
    text = SMALL.replace("ask: What comes of meetings?", "ask: " + "x" * 312)
    shown += [str(each) for each in parse_guide(text, "our-guide.en.yaml")[1]]
    assert "\n".join(shown) in PAGE


def test_a_colon_inside_a_text_is_mended_as_the_page_says() -> None:
    wrong, right = re.findall(r"`ask: .*?thing: what is it\?\"?`", PAGE)
    assert read_tree(wrong.strip("`"), "f")[0] is None
    assert read_tree(right.strip("`"), "f")[1] == ()
