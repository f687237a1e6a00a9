"""A prompt sheet of ours that was filled in comes back the same, as a document and as pasted text."""

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from content.documents.blocks import DocumentTable, ReadDocument
from content.documents.reading import read_document
from content.documents.ticks import tick_boxes
from content.model import Closing, Guide, Prompt, closing_prompt
from content.phrases import phrases_in
from content.prompt_kinds import (
    InNumbers,
    KindsOfEvidence,
    OnDay,
    OneChoice,
    OnScale,
    PromptKind,
    SeveralChoices,
    ThemeRating,
)
from conversations.actions import meant
from conversations.cards.prompts import other_words_for_ways, ways_left
from conversations.kinds.in_numbers import number_in_words, written_number
from conversations.kinds.kind_table import kind_of, reply_in_words, scale_of
from conversations.kinds.on_day import day_in_words
from conversations.paper_codes import TypedIn, code_of, read_typed_in
from conversations.reading.filled_sheet import PaperPrompt, SheetPrint
from conversations.recording import GIVEN
from conversations.state import EVIDENCE_KINDS, Given
from reports.paper.prompt_sheet import sheet_print
from reports.paper.prompt_sheet_docx import paper_docx
from tests.guides import guide_for_tests, shipped
from tests.reports.samples import prompt_sheet

ENGLISH = phrases_in("en")
GUIDE = shipped("example")
KINDS = guide_for_tests("kinds")
GUIDES = (GUIDE, KINDS, guide_for_tests("sets"), guide_for_tests("formatted"))
BODY = "word/document.xml"
PASTED = Path(__file__).with_name("pasted_word_sheet.txt")


@dataclass(frozen=True)
class Filled:
    """What was written at one prompt: the place of the box that was ticked, words, or numbers of choices."""

    way: int | None = None
    words: tuple[str, ...] = ()
    ticks: tuple[int, ...] = ()


@cache
def print_of(guide: Guide) -> SheetPrint:
    return sheet_print(guide, ENGLISH)


@cache
def empty_document(guide: Guide) -> ReadDocument:
    """An empty sheet as it is read."""
    return read_document(empty_sheet(guide)[0])


@cache
def empty_sheet(guide: Guide) -> tuple[bytes, bytes]:
    """An empty sheet, and its body as XML."""
    made = paper_docx(prompt_sheet(guide), ENGLISH)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return made, parts.read(BODY)


def tick(boxes: list[Any], place: int) -> None:
    checked = next(boxes[place].iter("{http://schemas.microsoft.com/office/word/2010/wordml}checked"))
    checked.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", "1")
    next(boxes[place].iter(qn("w:t"))).text = "☒"


def fill(element: Any, filled: dict[str, Filled], sheet: SheetPrint) -> None:
    """Write into the rooms and click the boxes, as somebody at a computer does."""
    code, room, boxes = "", 0, 0
    for each in element.iter(qn("w:p")):
        paragraph = Paragraph(each, None)  # type: ignore[arg-type]
        style = each.pPr.pStyle.val if each.pPr is not None and each.pPr.pStyle is not None else ""
        if style.startswith("Heading"):
            code, room, boxes = paragraph.text.partition("  ")[0], 0, 0
        given_here = filled.get(code, Filled())
        if style == "Roomtowrite":
            if room < len(given_here.words):
                paragraph.clear() if not paragraph.text.strip() else None
                paragraph.add_run(given_here.words[room])
            room += 1
        here = each.findall(qn("w:sdt"))
        if not here:
            continue
        prompt = sheet.prompts[code]
        if len(here) == len(prompt.ways) and boxes >= len(prompt.choices):
            if given_here.way is not None:
                tick(here, given_here.way)
        elif boxes + 1 in given_here.ticks:
            tick(here, 0)
        boxes += len(here)


def filled_in(filled: dict[str, Filled], guide: Guide = GUIDE) -> bytes:
    whole, body = empty_sheet(guide)
    element = parse_xml(body)
    fill(element, filled, print_of(guide))
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as parts,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as ours,
    ):
        for name in parts.namelist():
            ours.writestr(name, etree.tostring(element) if name == BODY else parts.read(name))
    return made.getvalue()


def pasted(document: ReadDocument) -> str:
    """What a copy of the whole document pastes: a table's row is a line with tabs."""
    lines = []
    for block in document.blocks:
        if isinstance(block, DocumentTable):
            lines += ["\t".join(cell.text for cell in row) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def coded(guide: Guide) -> dict[str, Prompt]:
    """All prompts and closing prompts of a guide by their codes."""
    return {
        code_of(guide.number_of(theme.id), theme, prompt.id): prompt
        for theme in guide.themes
        for prompt in theme.asked
    }


def read_back(text: str, guide: Guide) -> dict[str, Filled]:
    """The replies of a sheet by their codes, as what was filled in."""
    found = read_typed_in(guide, text, ENGLISH, sheet=print_of(guide))
    assert found.problems == ()
    back: dict[str, Filled] = {}
    for reply in found.replies:
        theme = guide.theme(reply.theme_id)
        prompt = theme.prompt(reply.prompt_id)
        code = code_of(guide.number_of(theme.id), theme, prompt.id)
        before = back.get(code, Filled())
        ids = kind_of(prompt).ids(prompt.kind) if reply.choices else ()
        if reply.given is not Given.ANSWERED:
            way = [action.kind for each in ways_left(ENGLISH, prompt) if (action := meant(each.action))]
            place = next(place for place, kind in enumerate(way) if GIVEN[kind] is reply.given)
            back[code] = replace(before, way=place)
        elif reply.level is not None:
            scale = scale_of(prompt)
            assert scale is not None
            numbers = [level.number for level in scale.levels]
            back[code] = replace(before, ticks=(numbers.index(reply.level) + 1,))
        elif reply.choices:
            back[code] = replace(before, ticks=tuple(sorted(ids.index(each) + 1 for each in reply.choices)))
        else:
            back[code] = replace(before, words=(*before.words, reply_in_words(ENGLISH, prompt, reply)))
    return back


LINES = (
    "We go round the table, and the night shift writes in the book.",
    "It is safe to talk about mistakes and about work that weighs on you.",
    "What practice can look like",
    "- a point",
    "<b>\"&amp;' T1 P",
    "ہے 李雷 🙂",
    "Ours, skip it",
    "7 of 9",
    "\tindented",
)


def chosen_by(kind: PromptKind, by: Random) -> Filled:
    """What somebody chooses or writes at a prompt that takes no words of their own."""
    match kind:
        case OneChoice(options):
            return Filled(ticks=(by.randint(1, len(options)),))
        case OnScale(scale) | ThemeRating(scale):
            return Filled(ticks=(by.randint(1, len(scale.levels)),))
        case SeveralChoices(options):
            return Filled(ticks=some_of(range(1, len(options) + 1), by))
        case KindsOfEvidence():
            none = len(EVIDENCE_KINDS)
            return Filled(ticks=by.choice([(none,), some_of(range(1, none), by)]))
        case InNumbers(least, most, decimals, unit):
            number = (least + (most - least) * by.randint(0, 100) / 100).quantize(
                Decimal(1).scaleb(-decimals)
            )
            return Filled(words=(number_in_words(ENGLISH, unit, written_number(number)),))
        case OnDay(earliest, latest):
            first = earliest or date(2020, 2, 29)
            day = first + timedelta(by.randint(0, ((latest or date(2026, 11, 30)) - first).days))
            return Filled(words=(day_in_words(ENGLISH, day.isoformat()),))
        case _:
            raise AssertionError(kind)


def some_of(numbers: range, by: Random) -> tuple[int, ...]:
    return tuple(sorted(by.sample(numbers, by.randint(1, len(numbers)))))


def filling(prompt: Prompt, printed: PaperPrompt, by: Random) -> Filled:
    """What somebody might do at a prompt: nothing, tick a box for not answering, tick or write."""
    what = by.randrange(4)
    if what == 0:
        return Filled()
    if what == 1:
        return Filled(way=by.randrange(len(printed.ways)))
    if not kind_of(prompt).takes_words:
        return chosen_by(prompt.kind, by)
    lines = 1 if printed.points > 1 else 3
    texts = (
        "\n".join(by.choices(LINES, k=by.randint(1, lines))) for _ in range(by.randint(1, printed.points))
    )
    return Filled(words=tuple(text.strip() for text in texts))


def comes_back(guide: Guide, by: Random, whole: Guide | None = None) -> None:
    """Fill a sheet in, and read the same again: from the document, and from its words as pasted.

    ``guide`` is what the sheet was printed from; ``whole`` is that of the round, which reads it.
    """
    printed = print_of(guide).prompts
    filled = {code: filling(prompt, printed[code], by) for code, prompt in coded(guide).items()}
    wanted = {code: each for code, each in filled.items() if each != Filled()}
    document = read_document(filled_in(filled, guide))
    assert read_back(document.plain_text, whole or guide) == wanted
    assert read_back(pasted(document), whole or guide) == wanted


@pytest.mark.parametrize("set_id", [each.id for each in guide_for_tests("sets").sets])
@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_sheet_of_one_set_is_read_back_by_the_guide_of_the_round(set_id: str, seed: int) -> None:
    whole = guide_for_tests("sets")
    comes_back(whole.for_set(set_id), Random(seed), whole)


def test_an_empty_sheet_of_one_set_has_no_reply_on_it() -> None:
    guide = shipped("managing-performance")
    document = empty_document(guide.for_set("front-line"))
    for text in (document.plain_text, pasted(document)):
        found = read_typed_in(guide, text, ENGLISH, sheet=print_of(guide))
        assert (found.replies, found.problems) == ((), ())


def test_the_guides_here_have_prompts_of_every_kind() -> None:
    kinds = {type(prompt.kind) for guide in GUIDES for prompt in coded(guide).values()}
    assert kinds == set(get_args(PromptKind))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.id)
@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_filled_sheet_is_read_back_as_it_was_filled_in(guide: Guide, seed: int) -> None:
    comes_back(guide, Random(seed))


@settings(max_examples=4, deadline=None)
@given(st.permutations(list(Closing)), st.integers(1, len(Closing)), st.integers(0, 2**32))
def test_a_theme_that_ends_in_another_order_is_read_back_too(
    order: list[Closing], asked: int, seed: int
) -> None:
    themes = tuple(
        replace(theme, closing=tuple(closing_prompt(each, theme.scale) for each in order[:asked]))
        for theme in KINDS.themes[1:]
    )
    comes_back(replace(KINDS, themes=themes), Random(seed))


def written_before_ways(text: str, code: str, ways: tuple[str, ...], words: str) -> str:
    """The text of a sheet with words at the end of the room of one prompt."""
    lines = text.split("\n")
    at_prompt = next(place for place, line in enumerate(lines) if line.startswith(f"{code}  "))
    below = next(
        place
        for place, line in enumerate(lines)
        if place > at_prompt and [box.label for box in tick_boxes(line)] == list(ways)
    )
    return "\n".join([*lines[:below], words, *lines[below:]])


@pytest.mark.parametrize("code", coded(KINDS))
def test_other_words_for_not_answering_count_at_every_prompt_that_has_that_way(code: str) -> None:
    empty = empty_document(KINDS).plain_text
    prompt, ways = coded(KINDS)[code], print_of(KINDS).prompts[code].ways
    left = [action.kind for each in ways_left(ENGLISH, prompt) if (action := meant(each.action))]
    for other in other_words_for_ways(ENGLISH):
        action = meant(other.action)
        if action is not None and action.kind in left:
            text = written_before_ways(empty, code, ways, other.label)
            assert read_back(text, KINDS) == {code: Filled(way=left.index(action.kind))}


@pytest.mark.parametrize(
    ("code", "word", "tick"),
    [
        ("T1.P2", "Elsewhere", 3),
        ("T1.P2", "3", 3),
        ("T1.P4", "My manager", 2),
        ("T1.P8", "Usual", 3),
        ("T1.P8", "0", 1),
        ("T2.P1", "Rather agree", 2),
        ("T3.R", "Amber", 2),
        ("T1.E", "Documents", 2),
    ],
)
def test_a_choice_that_was_written_and_not_ticked_counts(code: str, word: str, tick: int) -> None:
    empty = empty_document(KINDS)
    for text in (empty.plain_text, pasted(empty)):
        written = written_before_ways(text, code, print_of(KINDS).prompts[code].ways, word)
        assert read_back(written, KINDS) == {code: Filled(ticks=(tick,))}


@pytest.mark.parametrize(
    ("code", "filled", "told"),
    [
        ("T1.P2", Filled(ticks=(1, 3)), "T1.P2 takes one number from 1 to 3, or skip."),
        ("T2.P2", Filled(ticks=(1, 2)), "T2.P2 takes one level, such as T2.P2 2, or skip."),
        ("T1.E", Filled(ticks=(1, 6)), "At T1.E, “No evidence yet” goes with no other kind."),
        (
            "T1.P4",
            Filled(ticks=(1,), way=0),
            "At T1.P4 there are words (“1”), and “Skip” is ticked as well.",
        ),
    ],
)
def test_ticks_that_contradict_each_other_are_a_problem_and_no_reply(
    code: str, filled: Filled, told: str
) -> None:
    text = read_document(filled_in({code: filled}, KINDS)).plain_text
    found = read_typed_in(KINDS, text, ENGLISH, sheet=print_of(KINDS))
    assert found.replies == ()
    assert [each.what for each in found.problems] == [told]


def read(text: str) -> TypedIn:
    return read_typed_in(GUIDE, text, ENGLISH, sheet=print_of(GUIDE))


def test_a_sheet_that_was_pasted_gives_the_reply_and_the_ticks_alone() -> None:
    found = read(PASTED.read_text("utf-8"))
    assert [(each.prompt_id, each.given.value, each.text) for each in found.replies] == [
        ("being-heard", "answered", "We go round the table, and the night shift writes in the book."),
        ("decisions", "dont_know", ""),
        ("use-of-time", "skipped", ""),
    ]
    assert found.problems == ()


def test_an_empty_sheet_gives_nothing_and_complains_of_nothing() -> None:
    assert read(empty_document(GUIDE).plain_text) == TypedIn((), ())


HEAD = "T1.P1  How do quiet colleagues get their say in your team meetings?\n"
HELP = "You might think of people who are new, who work nights, or whose first language is not English.\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"{HEAD}{HELP}Some words\n☐ Skip ☒ Don't know ☐ Not applicable",
            "At T1.P1 there are words (“Some words”), and “Don't know” is ticked as well.",
        ),
        (
            f"{HEAD}{HELP}\n☒ Skip ☒ Don't know ☐ Not applicable",
            "At T1.P1 two boxes are ticked: “Skip” and “Don't know”.",
        ),
    ],
)
def test_what_cannot_be_told_is_a_problem_and_no_reply(text: str, told: str) -> None:
    found = read(text)
    assert found.replies == ()
    assert [each.what for each in found.problems] == [told]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{HEAD}{HELP}Ours\n☐ Skip ☐ Don't know ☐ Not applicable\nand more below", "Ours\nand more below"),
        (f"{HEAD}{HELP}Ours\n☐ Skip ☐ Don't know ☐ Not applicable, it is new", "Ours\n, it is new"),
        (f"{HEAD.strip()} Ours\n{HELP}☐ Skip ☐ Don't know ☐ Not applicable", f"Ours\n{HELP.strip()}"),
        (f"{HEAD}{HELP}Ours", "Ours"),
        (f"{HEAD}{HELP}Ours\nWhat practice can look like\n", "Ours"),
        (HEAD.replace("quiet ", "quiet\n") + HELP.replace(" ", "\N{NO-BREAK SPACE}") + "Ours", "Ours"),
        (f"{HEAD}Ours\n[ ] Skip [ ] Don't know [ ] Not applicable", "Ours"),
        ("T1.P1 Ours, and the ☐ stays", "Ours, and the ☐ stays"),
        ("T1.P1\nOurs", "Ours"),
    ],
)
def test_words_beside_the_room_are_kept(text: str, kept: str) -> None:
    found = read(text)
    assert [each.text for each in found.replies] == [kept]
    assert found.problems == ()


def test_a_level_that_was_typed_and_not_ticked_counts() -> None:
    empty = empty_document(GUIDE).plain_text
    typed = empty.replace("☐\N{NO-BREAK SPACE}6\nExcellent", "4\n☐\N{NO-BREAK SPACE}6\nExcellent", 1)
    assert [each.level for each in read(typed).replies] == [4]


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("☐ Skip      X Don't know      ☐ Not applicable", Given.DONT_KNOW),
        ("☐ Skip      X☐ Don't know      ☐ Not applicable", Given.DONT_KNOW),
        ("☐ Skip      ☐ Don't know x      ☐ Not applicable", Given.DONT_KNOW),
        ("☐ Skip x      ☐ Don't know      ☐ Not applicable", Given.SKIPPED),
        ("x Skip      ☐ Don't know      ☐ Not applicable", Given.SKIPPED),
        ("☐ Skip      ☐ Don't know      ☐ Not applicable X", Given.NOT_APPLICABLE),
    ],
)
def test_an_x_that_was_typed_at_a_box_is_its_tick(line: str, given: Given) -> None:
    text = empty_document(GUIDE).plain_text
    first = next(each for each in text.split("\n") if each.startswith("☐") and "Not applicable" in each)
    found = read(text.replace(first, line, 1))
    assert [each.given for each in found.replies] == [given]


@pytest.mark.parametrize("row", ["x\N{NO-BREAK SPACE}4", "☐\N{NO-BREAK SPACE}4 X", "X☐\N{NO-BREAK SPACE}4"])
def test_an_x_that_was_typed_at_a_level_is_its_tick(row: str) -> None:
    text = empty_document(GUIDE).plain_text.replace("☐\N{NO-BREAK SPACE}4\nGood", f"{row}\nGood", 1)
    assert [each.level for each in read(text).replies] == [4]


def test_two_levels_are_a_problem() -> None:
    found = read(read_document(filled_in({"T1.R": Filled(ticks=(1, 2))})).plain_text)
    assert found.replies == ()
    assert len(found.problems) == 1


def test_without_the_print_the_sheet_would_be_a_reply() -> None:
    found = read_typed_in(GUIDE, PASTED.read_text("utf-8"), ENGLISH)
    assert "Skip" in found.replies[0].text
