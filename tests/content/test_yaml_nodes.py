"""The tree keeps what is written as it is written, and meets every limit at the place that breaks it."""

from pathlib import Path

import pytest

from content.library import shipped_packs
from content.yaml_nodes import (
    DEEPEST,
    MOST_NODES,
    QUICK_READER,
    ListNode,
    MapNode,
    SourcePlace,
    TextNode,
    read_tree,
)
from content.yaml_text import MOST_BYTES, MOST_HIDDEN


def tree_of(text: str) -> MapNode:
    tree, problems = read_tree(text, "f")
    assert problems == ()
    assert tree is not None
    return tree


def told(text: str) -> list[str]:
    return [f"{each.line}:{each.column}: {each.rule}" for each in read_tree(text, "f")[1]]


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "Yes",
        "on",
        "1:30",
        "0123",
        "1.10",
        "~",
        "null",
        "2026-08-01",
        "1_000",
        "0x1F",
        ".inf",
        "1e3",
        "=",
    ],
)
def test_yaml_s_guesses_are_never_made(written: str) -> None:
    assert tree_of(f"a: {written}").get("a") == TextNode(SourcePlace(1, 4), written)


def test_every_node_knows_its_line_and_column() -> None:
    tree = tree_of("one: x\ntwo:\n  - a\n  - b: c\n")
    assert tree.place == SourcePlace(1, 1)
    assert tree.key_place("two") == SourcePlace(2, 1)
    listed = tree.get("two")
    assert isinstance(listed, ListNode)
    assert listed.place == SourcePlace(3, 3)
    assert [item.place for item in listed.items] == [SourcePlace(3, 5), SourcePlace(4, 5)]


def test_a_key_that_is_not_there_has_no_value_and_the_place_of_the_whole() -> None:
    tree = tree_of("  a: b")
    assert tree.get("c") is None
    assert tree.key_place("c") == SourcePlace(1, 3)


def test_a_byte_order_mark_at_the_front_is_passed_over() -> None:
    assert tree_of("\ufeffa: b").key_place("a") == SourcePlace(1, 1)
    assert told("a: b\ufeff") == ["1:5: hidden-character"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them(end: str) -> None:
    assert told(f"a: b{end}c: d{end}a: e{end}") == ["3:1: duplicate-key"]


def test_an_alias_stands_for_the_part_that_it_names() -> None:
    tree = tree_of("a: &x [1, 2]\nb: *x")
    assert tree.get("a") == tree.get("b")


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def test_nine_levels_of_aliases_are_refused_where_they_pass_the_limit() -> None:
    assert told(bomb(4)) == []
    assert told(bomb(9)) == ["5:10: too-large"]


def test_text_counts_as_often_as_aliases_repeat_it() -> None:
    long = "x" * (MOST_BYTES // 4)
    assert told(f"a: &a {long}\nb: [*a, *a]") == []
    assert told(f"a: &a {long}\nb: [*a, *a, *a]") == ["2:13: too-large"]


@pytest.mark.exhaustive
def test_nodes_are_counted_up_to_the_limit() -> None:
    # The keys, the one key "a" and its list are three nodes.
    within = "a:\n" + "- x\n" * (MOST_NODES - 3)
    assert told(within) == []
    assert told(within + "- x\n") == [f"{MOST_NODES - 1}:3: too-large"]


def test_depth_is_counted_up_to_the_limit() -> None:
    # The keys outermost are one level.
    within = DEEPEST - 1
    assert told("a: " + "[" * within + "]" * within) == []
    assert told("a: " + "[" * (within + 1) + "]" * (within + 1)) == [f"1:{4 + within}: too-deep"]


def test_depth_is_counted_through_aliases() -> None:
    half = DEEPEST // 2
    text = f"a: &a {'[' * half}{']' * half}\nb: {'[' * half}*a{']' * half}"
    assert told(text) == [f"2:{4 + half}: too-deep"]


@pytest.mark.parametrize("piece", ["[", "{", "- ", "? ", "[{", "a: [", "- [", "{a: "])
def test_endless_nesting_is_one_problem_and_no_traceback(piece: str) -> None:
    tree, problems = read_tree(piece * 100_000, "f")
    assert tree is None
    assert len(problems) == 1


def test_nesting_by_indentation_is_refused_as_well() -> None:
    assert told("\n".join(" " * depth + "a:" for depth in range(1_000))) == [
        f"{DEEPEST + 1}:{DEEPEST + 1}: too-deep"
    ]


def test_a_document_may_be_exactly_as_large_as_the_limit() -> None:
    text = "a: " + "é" * ((MOST_BYTES - 3) // 2) + "x" * ((MOST_BYTES - 3) % 2)
    assert told(text) == []
    assert told(text + "x") == ["1:1: too-large"]


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\ufffe", "\U0001ffff"]
)
def test_characters_that_cannot_be_seen_are_refused(character: str) -> None:
    assert told(f"a: b\nc: d{character}e") == ["2:5: hidden-character"]


def test_a_file_that_is_no_text_gives_a_list_that_ends() -> None:
    assert len(told("\0\n" * 10_000)) == MOST_HIDDEN


@pytest.mark.parametrize("escape", [r"\0", r"\e", r"\N", r"\L", r"\x07", r"\uD800", r"\U0001FFFF"])
def test_escapes_bring_no_hidden_character_in(escape: str) -> None:
    assert told(f'a: "{escape}"') == ["1:4: hidden-character"]
    assert told(f'"{escape}": a') == ["1:1: hidden-character"]


def test_tags_are_refused_wherever_they_stand() -> None:
    assert told("!!map\na: !!str b\nc: !x [d]\n!y e: f") == ["1:1: tag", "2:4: tag", "3:4: tag", "4:1: tag"]


def test_a_comment_needs_a_blank_on_both_sides_of_its_sign() -> None:
    assert tree_of("a: b # why\n# another\nc: d#e\nf: 'g #h'\n").get("c") == TextNode(
        SourcePlace(3, 4), "d#e"
    )
    assert told("a: our #1 priority") == ["1:8: lost-text"]
    assert told("a:\n  - one\n  - our #1\n") == ["3:9: lost-text"]


def test_all_that_can_be_seen_at_once_is_told_at_once() -> None:
    text = "a: !x b\na: c\n<<: d\n[e]: f\n"
    assert told(text) == ["1:4: tag", "2:1: duplicate-key", "3:1: merge-key", "4:1: key"]


def test_what_was_seen_before_a_limit_is_told_with_it() -> None:
    assert told("a: !x b\nc: *d\n") == ["1:4: tag", "2:4: alias"]


@pytest.mark.parametrize("path", shipped_packs(), ids=lambda path: path.name)
def test_our_own_packs_are_the_same_tree_with_the_quick_reader(path: Path) -> None:
    text = path.read_text("utf-8")
    quick = read_tree(text, "f", reader=QUICK_READER)
    assert quick == read_tree(text, "f")
    assert quick[0] is not None
    assert quick[1] == ()
