"""A pack becomes a guide, or all of its problems with the exact words that an author gets."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import shipped_packs
from content.model import Closing, Illustration, Level, Passage, Prompt
from content.pack import RESERVED_PROMPT_IDS, parse_guide
from content.problem import Problem
from content.rules import RULES
from content.yaml_nodes import read_tree
from tests.content.small_pack import FILE, SMALL


@dataclass(frozen=True, slots=True)
class Broken:
    """A pack with a mistake in it, and the words that its author gets."""

    name: str
    was: str
    now: str
    problems: list[str]

    @property
    def text(self) -> str:
        assert self.was in SMALL
        return SMALL.replace(self.was, self.now, 1)


THEME = SMALL[SMALL.index("  - id: meetings\n") :]
NOT_KEYS = '1:1: A pack begins with keys such as "id:" and "title:". Start from a copy of example.en.yaml.'
EMPTY = "1:1: This file is empty. Start from a copy of example.en.yaml."

IN_PLACE = [
    Broken(**entry)
    for entry in yaml.safe_load(Path(__file__).with_name("broken_packs.yaml").read_text("utf-8"))
]
AS_A_WHOLE = [
    Broken("an empty file", SMALL, "", [EMPTY]),
    Broken("comments alone", SMALL, "# nothing yet\n", [EMPTY]),
    Broken("a list outermost", SMALL, "- a\n- b\n", [NOT_KEYS]),
    Broken("a word alone", SMALL, "hello\n", [NOT_KEYS]),
    Broken("no themes", THEME, "", ['31:8: "themes" is empty. Fill it in. The themes, in their order.']),
    Broken(
        "a theme id twice",
        THEME,
        THEME + THEME.replace("title: Meetings", "title: Others"),
        ['53:9: "meetings" is already another theme at line 32, column 9. Each must be different.'],
    ),
    Broken(
        "a theme title twice",
        THEME,
        THEME + THEME.replace("id: meetings", "id: others").replace("title: Meetings", "title: MEETINGS"),
        ['54:12: "MEETINGS" is already another theme at line 33, column 12. Each must be different.'],
    ),
    Broken(
        "too many themes",
        THEME,
        "".join(THEME.replace("eetings\n", f"eetings{n}\n") for n in range(13)),
        ['284:5: "themes" has 13 entries; at most 12 fit. Take some out.'],
    ),
]
BROKEN = IN_PLACE + AS_A_WHOLE


@pytest.mark.parametrize("broken", BROKEN, ids=lambda each: each.name)
def test_a_broken_pack_says_where_what_and_how_to_mend_it(broken: Broken) -> None:
    guide, problems = parse_guide(broken.text, FILE)
    assert guide is None
    assert [str(each) for each in problems] == [f"{FILE}:{words}" for words in broken.problems]


def test_the_small_pack_that_they_break_is_good() -> None:
    guide, problems = parse_guide(SMALL, FILE)
    assert problems == ()
    assert guide is not None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_refuses_one_of_the_broken_packs(rule: object) -> None:
    assert callable(rule)
    trees = [tree for each in BROKEN if (tree := read_tree(each.text, FILE)[0])]
    assert any(list(rule(tree, FILE)) for tree in trees)


@pytest.mark.parametrize("path", shipped_packs(), ids=lambda path: path.name)
def test_a_shipped_pack_has_no_problem(path: Path) -> None:
    guide, problems = parse_guide(path.read_text("utf-8"), path.name)
    assert problems == ()
    assert guide is not None
    assert path.name == f"{guide.id}.{guide.language}.yaml"


def test_a_guide_holds_every_word_of_its_pack() -> None:
    guide, _ = parse_guide(SMALL, FILE)
    assert guide is not None
    assert (guide.id, guide.version, guide.language) == ("small", "1.0", "en")
    assert (guide.title, guide.about) == ("A small guide", "Ours, for a test.")
    assert guide.sources == ("Nothing.",)
    assert guide.introduction == (Passage("Before you begin", "Be frank."),)
    assert guide.scales[0].level(2) == Level(2, "Weak", "Not enough.")
    theme = guide.theme("meetings")
    assert (theme.title, theme.minutes, theme.purpose) == ("Meetings", 4, "Do they help?")
    assert [(each.id, each.text) for each in theme.features] == [("heard", "All are heard.")]
    assert theme.prompts == (
        Prompt("say", "How do people get their say?", "Think of new colleagues."),
        Prompt("use", "What comes of meetings?", "Think of the last one."),
    )
    assert theme.illustrations == (Illustration(5, "All speak."), Illustration(2, "Few speak."))


def test_the_scale_is_highest_first_however_it_is_written() -> None:
    upside_down = SMALL.replace("level: 6\n    name: Excellent", "level: 0").replace(
        "level: 1\n    name: Unsatisfactory", "level: 6\n    name: Excellent"
    )
    guide, _ = parse_guide(upside_down.replace("level: 0", "level: 1\n    name: Unsatisfactory"), FILE)
    assert guide is not None
    assert [level.number for level in guide.scales[0].levels] == [6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("No", "No"),
        ("1:30", "1:30"),
        ("0123", "0123"),
        ("1.10", "1.10"),
        ("~", "~"),
        ("2026-08-01", "2026-08-01"),
        ('"  between  blanks  "', "between  blanks"),
        (">\n  a title\n  on two lines", "a title on two lines"),
        ("|\n  a title\n\n", "a title"),
        ("{{ 7 * 7 }}", None),
        ('"{{ 7 * 7 }}"', "{{ 7 * 7 }}"),
        ('"<b>bold</b> & *more*"', "<b>bold</b> & *more*"),
        ("Tha seo sgrìobhte 🙂", "Tha seo sgrìobhte 🙂"),
    ],
)
def test_a_title_is_text_exactly_as_written(written: str, kept: str | None) -> None:
    guide, _ = parse_guide(SMALL.replace("title: A small guide", f"title: {written}"), FILE)
    assert (guide and guide.title) == kept


@pytest.mark.parametrize("version", ["1.10", "2026-08-01", "0123", "1e3"])
def test_a_version_keeps_the_digits_that_were_written(version: str) -> None:
    guide, _ = parse_guide(SMALL.replace('version: "1.0"', f"version: {version}"), FILE)
    assert guide is not None
    assert guide.version == version


@pytest.mark.parametrize("language", ["no", "gd", "en-GB", "zh-Hant", "sr-Latn-RS", "es-419"])
def test_a_language_is_a_code_and_norwegian_is_not_false(language: str) -> None:
    guide, _ = parse_guide(SMALL.replace("language: en", f"language: {language}"), FILE)
    assert guide is not None
    assert guide.language == language


def test_paragraphs_are_kept_and_blank_space_around_lines_is_not() -> None:
    text = "about: |\n\n  One   \n  line.  \n\n\n\n  Another\n    indented.\n\n\n"
    guide, _ = parse_guide(SMALL.replace("about: Ours, for a test.\n", text), FILE)
    assert guide is not None
    assert guide.about == "One\nline.\n\nAnother\n  indented."


def test_folded_text_is_joined_as_yaml_joins_it() -> None:
    text = "about: >\n  Ours,\n  joined.\n\n  Next.\n"
    guide, _ = parse_guide(SMALL.replace("about: Ours, for a test.\n", text), FILE)
    assert guide is not None
    assert guide.about == "Ours, joined.\nNext."


def test_a_limit_counts_what_people_will_see() -> None:
    fits = "x" * 80
    guide, _ = parse_guide(SMALL.replace("title: A small guide", f'title: "   {fits}   "'), FILE)
    assert guide is not None
    assert guide.title == fits


def test_a_mistake_in_a_part_that_is_used_twice_is_told_once() -> None:
    twice = SMALL.replace("        lines:\n          - All speak.\n", '        lines: &lines [" "]\n')
    twice = twice.replace("        lines:\n          - Few speak.\n", "        lines: *lines\n")
    _, problems = parse_guide(twice, FILE)
    assert [str(each) for each in problems] == [
        f'{FILE}:48:24: Entry 1 of "lines" is empty. Fill it in. The examples, one sentence or two each.'
    ]


def test_problems_of_all_kinds_are_told_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace("title: A small guide", "titel: !x A small guide").replace(
        "minutes: 4", "minutes: 1:30"
    )
    text = text.replace("id: use", "id: rating").replace("ask: What", "ask: What\n        ask: What")
    _, problems = parse_guide(text, FILE)
    rules = [(each.line, each.rule) for each in problems]
    assert rules == [
        (5, "unknown-key"),
        (5, "tag"),
        (34, "number"),
        (43, "reserved-id"),
        (45, "duplicate-key"),
    ]


def test_the_ids_of_what_ends_a_theme_are_the_reserved_ones() -> None:
    # No prompt can have the other id, as it is none; so packs that are frozen keep theirs.
    assert set(RESERVED_PROMPT_IDS) == set(Closing) - {Closing.NEXT_STEPS}


YAML_PIECES = st.sampled_from(
    [
        *"-:?[]{}#&*!|>'\"%@`~,\\ \n\t\0",
        "- ",
        ": ",
        "<<",
        "&a ",
        "*a",
        "---\n",
        "...\n",
        "  ",
        "\ufeff",
        "\ud800",
        '"\\U0011',
        "6",
    ]
)
PIECES = st.one_of(YAML_PIECES, st.text(max_size=5))
EDITS = st.lists(st.tuples(st.integers(0, len(SMALL)), st.integers(0, 30), PIECES), max_size=6)


def edited(edits: list[tuple[int, int, str]]) -> str:
    text = SMALL
    for start, length, piece in edits:
        text = text[:start] + piece + text[start + length :]
    return text


def assert_a_guide_or_problems_with_a_place(text: str) -> None:
    guide, problems = parse_guide(text, FILE)
    assert (guide is None) == bool(problems)
    assert list(problems) == sorted(set(problems))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert_has_a_place(problem, lines)


def assert_has_a_place(problem: Problem, lines: list[str]) -> None:
    assert 1 <= problem.line <= len(lines)
    assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    assert problem.what
    assert problem.mend
    assert "\n" not in str(problem)


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_is_a_guide_or_problems_and_never_a_traceback(text: str) -> None:
    assert_a_guide_or_problems_with_a_place(text)


@settings(max_examples=300)
@given(EDITS)
def test_any_change_to_a_pack_leaves_a_guide_or_problems(edits: list[tuple[int, int, str]]) -> None:
    assert_a_guide_or_problems_with_a_place(edited(edits))


VALUES = st.recursive(
    st.one_of(st.text(max_size=60), st.integers(-9, 99), st.none(), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["id", "title", "level", "themes", "prompts", "x"]), inner, max_size=4
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.sampled_from(sorted(yaml.safe_load(SMALL))), VALUES)
def test_any_value_under_a_known_key_leaves_a_guide_or_problems(key: str, value: object) -> None:
    pack = {**yaml.safe_load(SMALL), key: value}
    assert_a_guide_or_problems_with_a_place(yaml.safe_dump(pack, allow_unicode=True))
