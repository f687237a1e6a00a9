"""A draft as lines: they make the same guide, each problem is at its line, and nothing personal is kept."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from content.documents.blocks import DocumentBlock, DocumentLine, DocumentTable
from content.documents.reading import read_document
from content.drafts.draft import ReadAs
from content.drafts.drafting import draft_of
from content.drafts.guide_lines import GuideLine, LineUse, lines_of_draft
from content.drafts.kept_keys import KeptOf, kept_to_text
from content.drafts.line_pack import pack_of_lines
from content.drafts.new_draft import with_about, with_own_examples
from content.drafts.pack_text import pack_text
from content.model import Theme
from content.own_guides.bringing_in import read_draft
from content.own_guides.draft_checks import LONGEST, CheckedDraft, CheckMemory, LineFinding, check_draft
from content.own_guides.draft_words import (
    doubt_in_words,
    finding_in_words,
    origin_in_words,
    place_in_words,
    reading_in_words,
    use_in_words,
)
from content.phrases import Phrases, phrases_in
from tests.content.documents.word_files import INPUTS, given
from tests.content.drafts.long_guides import LONG_GUIDES
from tests.locales import spoken, write_locale

FILES = sorted(path.name for path in INPUTS.iterdir())
P = phrases_in("en")
SMALL = (
    GuideLine(1, LineUse.TITLE, "Our guide"),
    GuideLine(2, LineUse.ABOUT, "Ours."),
    GuideLine(3, LineUse.LEVEL, "Good", 2),
    GuideLine(4, LineUse.LEVEL, "Weak", 1),
    GuideLine(5, LineUse.THEME, "Listening"),
    GuideLine(6, LineUse.PROMPT, "How do we listen?"),
    GuideLine(7, LineUse.HELP, "Think of last week."),
    GuideLine(8, LineUse.EXAMPLE, "People say so.", 2),
    GuideLine(9, LineUse.STATEMENT, "We listen."),
)


def made(lines: tuple[GuideLine, ...]) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(pack_of_lines(lines, id_="g1", version="1", language="en").text)
    return read


def checked(lines: tuple[GuideLine, ...]) -> CheckedDraft:
    return check_draft(lines, id_="g1", version="1", language="en")


def changed(number: int, **values: Any) -> tuple[GuideLine, ...]:
    return tuple(replace(each, **values) if each.number == number else each for each in SMALL)


def examples(theme: dict[str, Any]) -> list[Any]:
    """The illustrations of a theme by level and by what their prompt asks."""
    asks = {prompt["id"]: prompt["ask"] for prompt in theme["prompts"]}
    listed = theme.get("illustrations", ())
    return [(each["level"], asks.get(each.get("prompt")), each["lines"]) for each in listed]


def themes(pack: dict[str, Any]) -> list[Any]:
    """Number, title, purpose, prompts with help and kind, and illustrations of each theme."""
    return [
        (
            each.get("number"),
            each["title"],
            each.get("purpose"),
            [
                (prompt.get("number"), prompt["ask"], prompt.get("help"), prompt.get("kind"))
                for prompt in each["prompts"]
            ],
            examples(each),
        )
        for each in pack["themes"]
    ]


@pytest.mark.parametrize("name", FILES)
def test_the_lines_of_a_draft_make_the_guide_that_it_is(name: str) -> None:
    draft = draft_of(read_document(given(name)))
    lines = with_own_examples(lines_of_draft(draft, "About."))
    assert themes(made(lines)) == themes(yaml.safe_load(pack_text(draft)))
    assert [each.number for each in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("make", LONG_GUIDES.values(), ids=LONG_GUIDES)
def test_a_guide_of_twenty_pages_comes_in_whole(make: Callable[[], bytes]) -> None:
    came = checked(with_about(read_draft(make()), "Ours.").lines)
    assert came.findings == ()
    assert came.pack is not None
    assert sum(len(each.prompts) for each in came.pack.guide.themes) in (36, 48)


def words_in(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def lines_of_document(block: DocumentBlock) -> Sequence[DocumentLine]:
    if isinstance(block, DocumentTable):
        return [line for row in block.rows for cell in row for line in cell.lines]
    return [block]


LAYOUTS: dict[str, Callable[[], bytes]] = {**LONG_GUIDES, **{name: partial(given, name) for name in FILES}}


@pytest.mark.parametrize("make", LAYOUTS.values(), ids=LAYOUTS)
def test_each_word_of_a_document_stands_in_a_line_with_its_place(make: Callable[[], bytes]) -> None:
    document = read_document(make())
    lines = lines_of_draft(draft_of(document))
    levels = words_in(" ".join(each.text for each in lines if each.used_as is LineUse.LEVEL))
    personal = {each.place for each in lines if each.reading == ReadAs.PERSONAL.name}
    for read in (each for block in document.blocks for each in lines_of_document(block)):
        if read.place in personal:
            continue
        here = [each for each in lines if each.place == read.place]
        row = replace(read.place, column=0, paragraph=0)
        beside = [each for each in lines if each.place and replace(each.place, column=0, paragraph=0) == row]
        found = words_in(" ".join(each.text for each in here)) | levels
        found |= {each for line in beside for each in words_in(line.text.partition(" ")[0])}
        lost = {
            each
            for each in words_in(read.text) - found
            if not (each.isdigit() and words_in(read.text) & levels)
        }
        assert not lost, (str(read.place), read.text)


def test_words_before_the_title_of_a_theme_are_left_out_beside_it() -> None:
    lines = read_draft(LONG_GUIDES["matrix"]()).lines
    at = next(at for at, each in enumerate(lines) if each.used_as is LineUse.THEME)
    assert lines[at].text == "1 How well do people experience our help?"
    assert (lines[at + 1].text, lines[at + 1].place) == ("Key question 1:", lines[at].place)
    assert reading_in_words(P, lines[at + 1].reading) == "words before the title of a theme"


def test_levels_of_a_scale_that_is_not_used_and_a_number_of_nothing_are_left_out() -> None:
    made = docx.Document()
    for levels in (("Good", "Fair", "Weak"), ("Red", "Amber", "Green")):
        made.add_heading(f"About {levels[0]}", level=1)
        table = made.add_table(2, 2)
        table.rows[0].cells[0].text, table.rows[1].cells[0].text = "How is it?", "Our evaluation"
        boxes = [f"☐ {name} ({number})" for number, name in zip((3, 2, 1), levels, strict=True)]
        table.rows[1].cells[1].text = boxes[0]
        for words in boxes[1:]:
            table.rows[1].cells[1].add_paragraph(words)
    table = made.add_table(2, 2)
    for cell, words in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("No", "Indicator", "7.7", ""), strict=True
    ):
        cell.text = words
    content = BytesIO()
    made.save(content)
    left = [each for each in read_draft(content.getvalue()).lines if each.used_as is LineUse.LEFT_OUT]
    told = {(each.text, reading_in_words(P, each.reading)) for each in left}
    of_scale = "level of a scale that is not used"
    assert {("☐ Red (3)", of_scale), ("☐ Amber (2)", of_scale), ("7.7", "number without a prompt")} <= told
    assert not any("Good" in text for text, _ in told)


def test_each_line_says_where_it_is_from() -> None:
    has_scale = read_draft(LONG_GUIDES["form"]()).lines
    has_none = read_draft(LONG_GUIDES["prose"]()).lines
    (scale,) = {origin_in_words(P, each) for each in has_scale if each.used_as is LineUse.LEVEL}
    assert scale == "from the scale in the document: table 1, row 4, column 2"
    (usual,) = {origin_in_words(P, each) for each in has_none if each.used_as is LineUse.LEVEL}
    assert usual == "from a usual scale, as the document has none"
    assert origin_in_words(P, GuideLine(99, LineUse.LEVEL, "Very weak", -1)) == "added here"
    assert origin_in_words(P, GuideLine(99, LineUse.PROMPT, "Who?")) == "added here"
    assert all(origin_in_words(P, each) for name in FILES for each in read_draft(given(name)).lines)


def test_what_is_about_a_person_is_not_kept() -> None:
    lines = read_draft(given("e2-survey-export.xlsx")).lines
    personal = [each for each in lines if each.reading == ReadAs.PERSONAL.name]
    assert personal
    assert {each.text for each in personal} == {""}


def test_a_small_guide_is_read_as_it_stands() -> None:
    assert checked(SMALL).findings == ()
    (theme,) = made(SMALL)["themes"]
    assert theme["illustrations"] == [{"level": 2, "lines": ["People say so."]}]
    assert theme["prompts"][1] == {"id": "p9", "ask": "We listen.", "kind": "scale", "scale": "scale"}


@pytest.mark.parametrize(
    "words", ["Is **this** so?", "1. Who is it?", "See [this](https://example.org) first."]
)
def test_a_sign_in_a_document_is_a_sign_and_no_formatting(words: str) -> None:
    lines = (*SMALL[:4], *(replace(each, text=words) for each in SMALL[4:8]))
    (theme,) = themes_of(checked(lines))
    assert (theme.title, theme.prompts[0].ask, theme.prompts[0].help) == (words, words, words)
    assert theme.illustrations[0].text == words


def themes_of(checked: CheckedDraft) -> tuple[Theme, ...]:
    assert checked.pack is not None, checked.findings
    return checked.pack.guide.themes


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        (changed(1, text=""), 1, "The guide has no title yet."),
        (changed(5, text="x" * 121), 5, "Too long: 121 characters, and at most 120 fit."),
        (changed(6, text="x" * 501), 6, "Too long: 501 characters, and at most 500 fit."),
        (changed(7, text="x" * 2001), 7, "Too long: 2001 characters, and at most 2000 fit."),
        (changed(8, level=7), 8, "The scale has no such level."),
        (changed(8, text="x" * 401), 8, "Too long: 401 characters, and at most 400 fit."),
        (changed(9, text="We lis\u200bten."), 9, "An invisible character is in these words."),
        ((*SMALL[:5], replace(SMALL[5], number=10, used_as=LineUse.LEFT_OUT)), 5, "no title or no prompt"),
        (SMALL[:4], None, "There is no theme yet."),
        ((*SMALL, replace(SMALL[4], number=10), replace(SMALL[5], number=11)), 10, "The same words"),
    ],
)
def test_each_problem_stands_at_its_line(
    lines: tuple[GuideLine, ...], line: int | None, sentence: str
) -> None:
    found = checked(lines)
    assert found.pack is None
    assert [each.line for each in found.findings] == [line]
    about = next((each for each in lines if each.number == line), None)
    assert sentence in finding_in_words(P, found.findings[0], about)


MANY = tuple(GuideLine(20 + n, LineUse.PROMPT, f"How is it on day {n}?") for n in range(40))
EXAMPLES = tuple(GuideLine(20 + n, LineUse.EXAMPLE, f"On day {n}.", 2) for n in range(20))
LEVELS = tuple(GuideLine(20 + n, LineUse.LEVEL, f"Level {n}", 20 + n) for n in range(20))
SCALE = {"id": "scale", "levels": [{"level": "2", "name": "Good"}, {"level": "1", "name": "Weak"}]}


def whole(lines: tuple[GuideLine, ...]) -> tuple[GuideLine, ...]:
    """The same as lines of a whole guide, in which signs are read as formatting."""
    return (
        replace(lines[0], kept=kept_to_text(KeptOf.GUIDE, {"format": "2", "scales": [SCALE]})),
        *lines[1:],
    )


FAULTY = {
    "no title": changed(1, text=""),
    "nothing about it": changed(2, text=""),
    "too long": changed(6, text="x" * 501),
    "no such level": changed(8, level=7),
    "unseen": changed(9, text="We lis\u200bten."),
    "hidden": changed(9, text="We lis\x01ten."),
    "no prompt": (*SMALL[:5], replace(SMALL[5], number=10, used_as=LineUse.LEFT_OUT)),
    "no theme": SMALL[:4],
    "same theme": (*SMALL, replace(SMALL[4], number=10), replace(SMALL[5], number=11)),
    "same level": changed(4, text="Good"),
    "no scale": tuple(each for each in SMALL if each.used_as not in (LineUse.LEVEL, LineUse.EXAMPLE)),
    "one level": tuple(each for each in SMALL if each.number not in (4, 8)),
    "many levels": (*SMALL, *LEVELS),
    "many prompts": (*SMALL, *MANY),
    "many examples": (*SMALL, *EXAMPLES),
    "link": whole(changed(6, text="See [here](www.example.org).")),
    "link to nowhere": whole(changed(7, text="See [here]().")),
    "other address": whole(changed(7, text="See [https://a.example](https://b.example).")),
    "deep list": whole(changed(7, text="- a\n  - b\n    - c")),
    "blank": changed(6, text=" "),
}


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_wrong_is_said_in_the_language_of_whoever_corrects_it(tmp_path: Path, name: str) -> None:
    found = checked(FAULTY[name])
    assert found.findings
    write_locale(tmp_path, "ar")
    with spoken(tmp_path):
        arabic = phrases_in("ar")
        for finding in found.findings:
            line = next((each for each in FAULTY[name] if each.number == finding.line), None)
            assert re.findall("[a-z]{2,}", finding_in_words(arabic, finding, line)) == []


def test_a_problem_without_a_phrase_is_told_as_the_check_has_it() -> None:
    found = LineFinding(None, "a-rule-to-come", "It is wrong.", "Mend it.")
    assert finding_in_words(P, found, None) == "It is wrong. Mend it."
    assert finding_in_words(Phrases("ar", P.catalogue), found, None).count("It is wrong. Mend it.") == 1


def test_a_level_that_is_added_moves_the_illustrations_with_their_levels() -> None:
    lines = (*SMALL[:4], GuideLine(10, LineUse.LEVEL, "Very weak", -1), *SMALL[4:])
    pack = made(lines)
    assert [each["level"] for each in pack["scales"][0]["levels"]] == [3, 2, 1]
    assert pack["themes"][0]["illustrations"][0]["level"] == 3
    assert checked(lines).findings == ()


def test_prompts_above_the_first_theme_are_in_one_of_the_guides_own_title() -> None:
    lines = tuple(each for each in SMALL if each.used_as is not LineUse.THEME)
    assert [each["title"] for each in made(lines)["themes"]] == ["Our guide"]


@pytest.mark.parametrize(
    ("title", "ask", "numbers"),
    [
        ("1 Listening", "1.10 How do we listen?", ("1", "1.10")),
        ("1.3 Listening", "12.1.4 How?", ("1.3", "12.1.4")),
        ("Listening", "24 hours a day, who answers?", ("", "")),
        ("1. Listening", "1.10. How?", ("", "")),
        ("2030 and beyond", "3.5", ("", "")),
    ],
)
def test_a_number_of_the_document_is_the_guides_own_and_is_shown_as_it_was(
    title: str, ask: str, numbers: tuple[str, str]
) -> None:
    lines = tuple(replace(each, text=ask) if each.number == 6 else each for each in changed(5, text=title))
    (theme,) = themes_of(checked(lines))
    assert (theme.number, theme.prompts[0].number) == numbers
    assert (theme.numbered_title, theme.prompts[0].numbered_ask) == (title, ask)


def test_two_themes_of_the_same_words_keep_their_numbers_in_their_titles() -> None:
    more = (GuideLine(10, LineUse.THEME, "2.1 Listening"), GuideLine(11, LineUse.PROMPT, "Who listens?"))
    themes = themes_of(checked((*changed(5, text="1.1 Listening"), *more)))
    assert [(each.number, each.title) for each in themes] == [("", "1.1 Listening"), ("", "2.1 Listening")]


@pytest.mark.parametrize(
    ("titles", "shown"),
    [
        (("1 Listening", "2 Acting"), ["1 Listening", "2 Acting"]),
        (("1.2 Listening", "1.10 Acting"), ["1.2 Listening", "1.10 Acting"]),
        (("1 Listening", "2 Acting", "What is next"), [" Listening", " Acting", " What is next"]),
        (("1 Listening", "1 Acting"), [" 1 Listening", " 1 Acting"]),
        (("4 Listening", "What is next"), [" 4 Listening", " What is next"]),
        (("Listening", "24 hours a day"), [" Listening", " 24 hours a day"]),
        (("Listening", "2 homes"), [" Listening", " 2 homes"]),
        (("1 Listening", "2 Acting", "Listening"), [" 1 Listening", " 2 Acting", " Listening"]),
    ],
)
def test_numbers_are_the_guides_own_only_where_all_themes_have_one_and_they_differ(
    titles: tuple[str, ...], shown: list[str]
) -> None:
    lines = [SMALL[0], SMALL[1]]
    for at, title in enumerate(titles):
        lines += [GuideLine(20 + 2 * at, LineUse.THEME, title)]
        lines += [GuideLine(21 + 2 * at, LineUse.PROMPT, f"How is it with this, the {at}th?")]
    themes = themes_of(checked(tuple(lines)))
    assert [f"{each.number} {each.title}" for each in themes] == shown


def test_a_number_that_two_prompts_of_a_theme_have_stays_in_the_words_of_both() -> None:
    lines = (*changed(6, text="1.1 How do we listen?")[:8], GuideLine(9, LineUse.PROMPT, "1.1 Who listens?"))
    (theme,) = themes_of(checked((*lines, GuideLine(10, LineUse.PROMPT, "1.2 When?"))))
    assert [(each.number, each.ask) for each in theme.prompts] == [
        ("", "1.1 How do we listen?"),
        ("", "1.1 Who listens?"),
        ("1.2", "When?"),
    ]


def test_every_use_and_place_has_words() -> None:
    assert all(use_in_words(P, each) for each in LineUse)
    places = {place_in_words(P, each.place) for name in FILES for each in read_draft(given(name)).lines}
    assert {"table 1, row 3, column 2", "sheet 1 Leadership, B5", "text box, paragraph 1"} <= places
    assert set(LONGEST) == set(LineUse) - {LineUse.LEFT_OUT}


def test_a_number_that_is_there_twice_is_a_doubt_at_its_line() -> None:
    (line,) = [each for each in read_draft(given("e1-checklist.xlsx")).lines if each.doubt]
    assert line.text == "1.10 Bad news travels safely"
    assert "1.10 as 1.1" in doubt_in_words(P, line.doubt)


def test_a_draft_is_checked_once_until_something_of_the_guide_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[int] = []

    def check(lines: Sequence[GuideLine], **about: str) -> CheckedDraft:
        done.append(len(lines))
        return check_draft(lines, **about)

    monkeypatch.setattr("content.own_guides.draft_checks.check_draft", check)
    memory = CheckMemory(most=2)
    about = {"id_": "g1", "version": "1", "language": "en"}
    left_out = (*SMALL, GuideLine(20, LineUse.LEFT_OUT, "Ann says so."))
    first = memory.check(SMALL, **about)
    assert memory.check(list(left_out), **about) is first, "what is left out is no part of it"
    assert done == [len(SMALL)]
    for other in (changed(6, text="Who?"), changed(6, level=3), changed(9, kept='{"prompt":{"id":"a"}}')):
        assert memory.check(other, **about) is not first
    whole_one = kept_to_text(KeptOf.GUIDE, {"licence": "CC BY 4.0", "scales": [SCALE]})
    whole = (*SMALL, GuideLine(20, LineUse.LEFT_OUT, "", kept=whole_one))
    assert memory.check(whole, **about) is not first, "the guide's own keys count wherever they are kept"
    assert memory.check(SMALL, **about | {"version": "2"}) is not first
    assert len(done) == 6
    memory.check(SMALL, **about)
    assert len(done) == 7, "only the latest are remembered"
