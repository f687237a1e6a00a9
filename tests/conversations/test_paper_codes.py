"""Replies typed in from paper: each lands on its own prompt, or is reported as a problem with its line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Closing
from content.phrases import phrases_in
from conversations.paper_codes import CLOSING_LETTERS, code_of, has_codes, read_typed_in, ways_at
from conversations.reading.clean import LONGEST_REPLY, clean_text
from conversations.state import EVIDENCE_KINDS, Given, Reply
from conversations.theme_progress import prompt_ids
from tests.guides import shipped
from tests.players.pseudo import PSEUDO, guide_words, hard_coded

ENGLISH = phrases_in("en")
GUIDE = shipped("example")
MEETINGS, SUPERVISION = GUIDE.themes


def read(text: str, *before: Reply) -> tuple[list[tuple[object, ...]], list[tuple[int, str]]]:
    """What a text gives, as short rows, and its problems as (line, sentence)."""
    found = read_typed_in(GUIDE, text, ENGLISH, {reply.key: reply for reply in before})
    rows = [
        (each.theme_id, each.prompt_id, each.entry, each.given, each.text or each.level or each.choices)
        for each in found.replies
    ]
    return rows, [(each.line, each.what) for each in found.problems]


def words(theme_id: str, prompt_id: str, text: str, entry: int = 1) -> tuple[object, ...]:
    return (theme_id, prompt_id, entry, Given.ANSWERED, text)


def test_every_prompt_has_a_code_of_its_own() -> None:
    codes = [
        code_of(number, theme, prompt_id)
        for number, theme in enumerate(GUIDE.themes, start=1)
        for prompt_id in prompt_ids(theme)
    ]
    assert codes[:8] == ["T1.P1", "T1.P2", "T1.P3", "T1.R", "T1.E", "T1.W", "T1.S", "T1.I"]
    assert codes[8] == "T2.P1"
    assert len(set(codes)) == len(codes)
    assert set(CLOSING_LETTERS) == set(Closing)


@pytest.mark.parametrize("typed", ["{}: 3", "/typein 7 {} 3", "({}) 3", "T2.P1 no\n{}\n3", "«{}» 3"])
def test_every_code_is_found_wherever_it_stands_and_however_it_is_typed(typed: str) -> None:
    for code in ("T1.P1", "t2p3", "T2 - P3", "t1 r", "T1_E", "T2.S", "T10.W", "T1.I"):
        assert has_codes(typed.format(code)), code
    for words in ("T1", "start 1p", "at1.p3", "T1 report", "/people 7", ""):
        assert not has_codes(typed.format(words).replace("T2.P1 no", "")), words


def test_a_sheet_is_read_reply_by_reply() -> None:
    rows, problems = read(
        "T1.P1 Everybody speaks in turn.\n"
        "\n"
        "T1.P2 It was done.\nWe heard of it\n\n- at the next meeting\n"
        "T2.P1 don't know\n"
        "T2.P2 skip\n"
        "T2.P3 Not applicable.\n"
        "T2.R 4\n"
        "T2.E 3, 1\n"
        "T2.W Staff survey 2026, shared drive\n"
        "T2.S Times are kept.\n"
        "T2.S It is safe to talk.\n"
        "T2.I Try things out.\n"
    )
    assert problems == []
    assert rows == [
        words("team-meetings", "being-heard", "Everybody speaks in turn."),
        words("team-meetings", "decisions", "It was done.\nWe heard of it\n\n- at the next meeting"),
        ("supervision", "time-for-it", 1, Given.DONT_KNOW, ()),
        ("supervision", "difficult-work", 1, Given.SKIPPED, ()),
        ("supervision", "learning", 1, Given.NOT_APPLICABLE, ()),
        ("supervision", "rating", 1, Given.ANSWERED, 4),
        ("supervision", "evidence", 1, Given.ANSWERED, ("figures", "people")),
        words("supervision", "reference", "Staff survey 2026, shared drive"),
        words("supervision", "strength", "Times are kept."),
        words("supervision", "strength", "It is safe to talk.", 2),
        words("supervision", "improvement", "Try things out."),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "T2.P3",
        "t2.p3",
        "T2P3",
        "T2 P3",
        "t2 p 3",
        "T2-P3",
        "T2. P3",
        "T2.P3:",
        "T2.P3.",
        "(T2.P3)",
        "  T2.P3",
    ],
)
def test_a_code_may_be_typed_in_several_ways(code: str) -> None:
    assert read(f"{code} Another way.") == ([words("supervision", "learning", "Another way.")], [])


def test_the_words_may_stand_below_their_code() -> None:
    assert read("T2.P3\nAnother way.") == ([words("supervision", "learning", "Another way.")], [])


@pytest.mark.parametrize("typed", ["4", "4 Good", "good", "GOOD."])
def test_a_level_may_be_typed_as_its_number_or_its_word(typed: str) -> None:
    assert read(f"T1.R {typed}")[0] == [("team-meetings", "rating", 1, Given.ANSWERED, 4)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("T1.P4 words", "There is no prompt T1.P4. Did you mean T1.P3?"),
        ("T2.Q3 words", "There is no prompt T2.Q3. Did you mean T2.P3?"),
        ("T2.3 words", "There is no prompt T2.3. Did you mean T2.P3?"),
        ("T2 words", "There is no prompt T2. Did you mean T2.P1?"),
        ("T2.P3rd words", "There is no prompt T2.P3rd. Did you mean T2.P3?"),
        ("T9.P3 words", "There is no prompt T9.P3. Did you mean T2.P3?"),
        ("P3 words", "This line does not begin with a code such as T1.P1."),
        ("2.P3 words", "This line does not begin with a code such as T1.P1."),
        ("words alone", "This line does not begin with a code such as T1.P1."),
        ("T1.P1", "Nothing stands behind T1.P1."),
        ("T1.P1 .", "Nothing stands behind T1.P1."),
        ("T1.R 7", "T1.R takes one level, such as T1.R 4, or don't know, or skip."),
        ("T1.R not applicable", "T1.R takes one level, such as T1.R 4, or don't know, or skip."),
        ("T1.E 7", "T1.E takes numbers from 1 to 6, such as T1.E 1 3, or skip."),
        ("T1.E don't know", "T1.E takes numbers from 1 to 6, such as T1.E 1 3, or skip."),
        ("T1.E 1 6", "At T1.E, “No evidence yet” goes with no other kind."),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_mend(line: str, told: str) -> None:
    rows, problems = read(f"T2.P1 Fine.\n{line}" if line != "words alone" else line)
    assert problems == [(1 if line == "words alone" else 2, told)]
    assert rows == ([] if line == "words alone" else [words("supervision", "time-for-it", "Fine.")])


def test_words_behind_a_line_that_cannot_be_read_land_nowhere() -> None:
    rows, problems = read("T2.P1 Fine.\nT2.P9 Lost\nand its second line\nT2.P2 Found.")
    assert rows == [
        words("supervision", "time-for-it", "Fine."),
        words("supervision", "difficult-work", "Found."),
    ]
    assert [line for line, _ in problems] == [2]


def test_all_problems_are_told_at_once_in_the_order_of_their_lines() -> None:
    _, problems = read("Hello\nT1.R 9\nT1.P8 Words\nT1.E 0\nT1.P1")
    assert [line for line, _ in problems] == [1, 2, 3, 4, 5]


def test_a_code_counts_once_in_a_text() -> None:
    rows, problems = read("T1.P1 First.\nT1.P2 Other.\nt1p1 Second.")
    assert rows[0] == words("team-meetings", "being-heard", "First.")
    assert problems == [(3, "T1.P1 stands on line 1 already.")]


def test_strengths_follow_those_that_were_given_before() -> None:
    before = Reply("team-meetings", "strength", 2, Given.ANSWERED, text="Before.")
    assert read("T1.S Now.", before) == ([words("team-meetings", "strength", "Now.", 3)], [])
    assert read("T1.S skip", before) == ([], [(1, "T1.S has a reply already.")])
    assert read("T1.S skip") == ([("team-meetings", "strength", 1, Given.SKIPPED, ())], [])


def test_a_reply_that_is_too_long_is_told_and_never_cut() -> None:
    rows, problems = read(f"T1.P1 {'x' * (LONGEST_REPLY + 3)}\nT1.P2 Short.")
    assert rows == [words("team-meetings", "decisions", "Short.")]
    assert problems == [(1, "T1.P1 holds 3 characters more than the 20,000 of one reply.")]


def test_words_are_cleaned_as_at_the_door() -> None:
    rows, _ = read("T1.P1 cafe\u0301\x00 \ud800\r\nnext\x0bline ")
    assert rows == [words("team-meetings", "being-heard", "caf\u00e9 \nnext\nline")]


@pytest.mark.parametrize(
    "line",
    [
        "To be open",
        "Told late",
        "Till noon",
        "To-do lists",
        "Tools",
        "Tip: ask",
        "The T2.P1 form",
        "This is T1.P1",
        "Today",
        "T-shirts",
        "People",
        "Plan 3",
        "T1's rooms",
        "2.5 hours",
    ],
)
def test_a_line_within_a_reply_may_begin_with_anything_else(line: str) -> None:
    assert read(f"T2.P3 Words\n{line}") == ([words("supervision", "learning", f"Words\n{line}")], [])


def test_prompts_can_be_left_on_paper_as_in_the_chat() -> None:
    def labels(prompt_id: str) -> list[str]:
        return [button.label for button in ways_at(MEETINGS, prompt_id, ENGLISH)]

    assert labels("decisions") == ["Skip", "Don't know", "Not applicable"]
    assert labels("rating") == labels("strength") == labels("improvement") == ["Skip", "Don't know"]
    assert labels("evidence") == labels("reference") == ["Skip"]


CODES = st.sampled_from(
    ["T1.P1", "t2 p3", "T1.R", "T2.E", "T1.S", "T2.I", "T3.P1", "T1.P7", "T2", "P1", "T1.W"]
)
LINES = st.lists(
    st.one_of(st.text(max_size=20), st.builds("{} {}".format, CODES, st.text(max_size=20))), max_size=12
)


@given(LINES.map("\n".join) | st.text())
def test_whatever_is_typed_every_line_is_kept_or_told(text: str) -> None:
    found = read_typed_in(GUIDE, text, ENGLISH)
    keys = [reply.key for reply in found.replies]
    assert len(set(keys)) == len(keys)
    for reply in found.replies:
        assert GUIDE.theme(reply.theme_id)
        assert reply.prompt_id in prompt_ids(GUIDE.theme(reply.theme_id))
        assert clean_text(reply.text).text == reply.text
        assert bool(reply.text or reply.level or reply.choices) == (reply.given is Given.ANSWERED)
        assert set(reply.choices) <= set(EVIDENCE_KINDS)
    if clean_text(text).text:
        assert found.replies or found.problems


@given(st.lists(st.text(st.sampled_from("abc xyz,.!é\n"), min_size=1), min_size=1, max_size=6))
def test_what_is_typed_in_is_what_is_kept(texts: list[str]) -> None:
    given_words = [clean_text(text).text for text in texts]
    given_words = [text for text in given_words if re.search(r"\w", text)]
    text = "\n".join(f"T1.S {each}" for each in given_words)
    found = read_typed_in(GUIDE, text, ENGLISH)
    assert [reply.text for reply in found.replies] == given_words
    assert [reply.entry for reply in found.replies] == list(range(1, len(given_words) + 1))
    assert found.problems == ()


def test_every_sentence_is_a_phrase() -> None:
    text = f"xyz\nT1.P9 q\nT1.P1\nT1.R q\nT1.E q\nT1.E 1 6\nT1.P2 q\nT1.P2 q\nT1.S q\nT1.P3 {'q' * 20_001}"
    told = read_typed_in(GUIDE, text, PSEUDO).problems
    assert len(told) == 8
    known = guide_words(GUIDE) | set(re.findall(r"\bT\d\.[A-Z]\d?\b", "\n".join(each.what for each in told)))
    assert [hard_coded(each.what, known) for each in told] == [[]] * len(told)
