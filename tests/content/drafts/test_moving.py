"""Lines in another order: what goes along, how far a step leads, and that no line is ever lost."""

import pytest

from content.drafts.guide_lines import GuideLine, LineUse
from content.drafts.line_pack import pack_of_lines
from content.drafts.moving import (
    LineStep,
    can_change_theme,
    can_move,
    moved_by_step,
    moved_to_theme,
    themes_of,
)
from content.own_guides.bringing_in import read_draft
from content.pack import parse_guide
from tests.content.documents.word_files import given

U = LineUse
LINES = [
    GuideLine(number, use, text, level)
    for number, (use, text, level) in enumerate(
        (
            (U.TITLE, "Ours", 0),
            (U.ABOUT, "Ours.", 0),
            (U.LEVEL, "Good", 2),
            (U.LEVEL, "Weak", 1),
            (U.THEME, "A", 0),
            (U.PURPOSE, "About A", 0),
            (U.PROMPT, "a1", 0),
            (U.HELP, "to a1", 0),
            (U.LEFT_OUT, "said to a1", 0),
            (U.STATEMENT, "a2", 0),
            (U.EXAMPLE, "well", 2),
            (U.THEME, "B", 0),
            (U.PURPOSE, "About B", 0),
            (U.PROMPT, "b1", 0),
            (U.EXAMPLE, "badly", 1),
            (U.THEME, "C", 0),
            (U.PROMPT, "c1", 0),
        ),
        start=1,
    )
]
NUMBERS = {each.text: each.number for each in LINES}


def in_order(lines: list[GuideLine]) -> str:
    return " | ".join(each.text for each in lines[4:])


AS_IT_IS = in_order(LINES)


@pytest.mark.parametrize(
    ("text", "step", "beginning"),
    [
        ("a1", LineStep.DOWN, "A | About A | a2 | a1 | to a1 | said to a1 | well | B"),
        ("a2", LineStep.UP, "A | About A | a2 | a1 | to a1 | said to a1 | well | B"),
        ("a2", LineStep.DOWN, "A | About A | a1 | to a1 | said to a1 | well | B | About B | a2 | b1 | badly"),
        ("b1", LineStep.UP, "A | About A | a1 | to a1 | said to a1 | a2 | well | b1 | B | About B | badly"),
        ("well", LineStep.DOWN, "A | About A | a1 | to a1 | said to a1 | a2 | B | About B | well | b1"),
        ("to a1", LineStep.UP, "A | About A | to a1 | a1 | said to a1"),
        ("to a1", LineStep.DOWN, "A | About A | a1 | said to a1 | to a1 | a2"),
        ("A", LineStep.DOWN, "B | About B | b1 | badly | A | About A | a1 | to a1"),
        ("C", LineStep.UP, "A | About A | a1 | to a1 | said to a1 | a2 | well | C | c1 | B"),
        ("a1", LineStep.UP, AS_IT_IS),
        ("A", LineStep.UP, AS_IT_IS),
        ("C", LineStep.DOWN, AS_IT_IS),
        ("c1", LineStep.DOWN, AS_IT_IS),
        ("About A", LineStep.UP, AS_IT_IS),
        ("About B", LineStep.UP, "A | About A | a1 | to a1 | said to a1 | a2 | well | About B | B | b1"),
    ],
)
def test_a_step_leads_past_the_next_of_its_kind_and_takes_along_what_belongs_to_it(
    text: str, step: LineStep, beginning: str
) -> None:
    assert in_order(moved_by_step(LINES, NUMBERS[text], step)).startswith(beginning)


def test_levels_change_places_with_levels_alone() -> None:
    assert [each.text for each in moved_by_step(LINES, 3, LineStep.DOWN)[2:4]] == ["Weak", "Good"]
    assert moved_by_step(LINES, 3, LineStep.UP) == moved_by_step(LINES, 4, LineStep.DOWN) == LINES


def test_to_another_theme_a_prompt_goes_with_its_help_and_stands_at_the_end() -> None:
    moved = moved_to_theme(LINES, NUMBERS["a1"], NUMBERS["B"])
    assert in_order(moved).endswith("B | About B | b1 | badly | a1 | to a1 | said to a1 | C | c1")
    assert moved_to_theme(LINES, NUMBERS["c1"], NUMBERS["A"])[11].text == "c1"
    for theme in (NUMBERS["A"], NUMBERS["a2"], 99):
        assert moved_to_theme(LINES, NUMBERS["a1"], theme) == LINES, "its own theme, or none"


def test_wherever_a_line_goes_none_is_lost_and_the_guide_can_be_read() -> None:
    for line in LINES:
        found = [moved_by_step(LINES, line.number, step) for step in LineStep]
        found += [moved_to_theme(LINES, line.number, each.number) for each in themes_of(LINES)]
        for moved in found:
            assert sorted(each.number for each in moved) == [each.number for each in LINES]
            assert moved[0] == LINES[0]
            assert can_move(line) or moved == LINES
            text = pack_of_lines(moved, id_="g1", version="1", language="en").text
            rules = {each.rule for each in parse_guide(text, "g")[1]}
            assert rules <= {"empty"}, "a theme may have lost its last prompt, and that is told"


def test_there_and_back_is_where_it_was() -> None:
    for text in ("a1", "a2", "A", "B", "to a1", "well"):
        there = moved_by_step(LINES, NUMBERS[text], LineStep.DOWN)
        assert pack(moved_by_step(there, NUMBERS[text], LineStep.UP)) == pack(LINES), text


def pack(lines: list[GuideLine]) -> str:
    return pack_of_lines(lines, id_="g1", version="1", language="en").text


def test_a_prompt_takes_along_what_stood_in_its_row_of_a_table() -> None:
    lines = list(read_draft(given("w1-matrix.docx")).lines)
    number = next(each.number for each in lines if each.text.startswith("1.1 "))
    moved = [each.text for each in moved_by_step(lines, number, LineStep.DOWN)]
    assert moved.index("People say that nobody hurries them") == moved.index(lines[number - 1].text) + 1
    assert moved.index("Times change without a call") < moved.index(lines[number - 1].text)


def test_a_step_leads_past_lines_of_which_nothing_is_shown_any_more() -> None:
    forgotten = GuideLine(90, U.LEFT_OUT, "")
    at = next(at for at, each in enumerate(LINES) if each.text == "said to a1")
    lines = [*LINES[:at], forgotten, *LINES[at:]]
    for text, step in (("to a1", LineStep.DOWN), ("said to a1", LineStep.UP)):
        moved = moved_by_step(lines, NUMBERS[text], step)
        shown = [each for each in moved if each is not forgotten]
        assert in_order(shown) == in_order(moved_by_step(LINES, NUMBERS[text], step)) != in_order(LINES)


def test_only_what_stands_in_a_theme_can_stand_in_another() -> None:
    free = {each.used_as for each in LINES if can_change_theme(each)}
    assert free == {U.PURPOSE, U.PROMPT, U.HELP, U.LEFT_OUT, U.STATEMENT, U.EXAMPLE}
