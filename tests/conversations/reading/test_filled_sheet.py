"""A prompt sheet of ours that was filled in comes back the same, as a document and as pasted text."""

import io
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from content.documents.blocks import DocumentTable, ReadDocument
from content.documents.reading import read_document
from content.phrases import phrases_in
from conversations.paper_codes import TypedIn, code_of, read_typed_in
from conversations.reading.filled_sheet import PaperPrompt
from reports.paper.prompt_sheet import sheet_print
from reports.paper.prompt_sheet_docx import paper_docx
from tests.guides import shipped
from tests.reports.samples import prompt_sheet

ENGLISH = phrases_in("en")
GUIDE = shipped("example")
PRINT = sheet_print(GUIDE, ENGLISH)
BODY = "word/document.xml"
PASTED = Path(__file__).with_name("pasted_word_sheet.txt")


@dataclass(frozen=True)
class Filled:
    """What was written at one prompt: the place of the box that was ticked, words, or numbers of choices."""

    way: int | None = None
    words: tuple[str, ...] = ()
    ticks: tuple[int, ...] = ()


@cache
def empty_sheet() -> tuple[bytes, bytes]:
    """An empty sheet, and its body as XML."""
    made = paper_docx(prompt_sheet(GUIDE), ENGLISH)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return made, parts.read(BODY)


def tick(boxes: list[Any], place: int) -> None:
    checked = next(boxes[place].iter("{http://schemas.microsoft.com/office/word/2010/wordml}checked"))
    checked.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", "1")
    next(boxes[place].iter(qn("w:t"))).text = "☒"


def fill(element: Any, filled: dict[str, Filled]) -> None:
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
        prompt = PRINT.prompts[code]
        if len(here) == len(prompt.ways) and boxes >= len(prompt.choices):
            if given_here.way is not None:
                tick(here, given_here.way)
        elif boxes + 1 in given_here.ticks:
            tick(here, 0)
        boxes += len(here)


def filled_in(filled: dict[str, Filled]) -> bytes:
    whole, body = empty_sheet()
    element = parse_xml(body)
    fill(element, filled)
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


def read_back(text: str) -> dict[str, Filled]:
    """The replies of a sheet by their codes, as what was filled in."""
    found = read_typed_in(GUIDE, text, ENGLISH, sheet=PRINT)
    assert found.problems == ()
    back: dict[str, Filled] = {}
    for reply in found.replies:
        theme = GUIDE.theme(reply.theme_id)
        prompt = PRINT.prompts[code_of(GUIDE.number_of(theme.id), theme, reply.prompt_id)]
        before = back.get(prompt.code, Filled())
        if reply.level is not None:
            numbers = [choice.number for choice in prompt.choices]
            back[prompt.code] = replace(before, ticks=(numbers.index(str(reply.level)) + 1,))
        elif reply.choices:
            kinds = ["figures", "documents", "people", "staff", "observation", "none"]
            back[prompt.code] = replace(before, ticks=tuple(kinds.index(kind) + 1 for kind in reply.choices))
        elif reply.text:
            back[prompt.code] = replace(before, words=(*before.words, reply.text))
        else:
            place = ["skipped", "dont_know", "not_applicable"].index(reply.given.value)
            back[prompt.code] = replace(before, way=place)
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


def filling(prompt: PaperPrompt, by: Random) -> Filled:
    """What somebody might do at a prompt: nothing, tick a box for not answering, tick or write."""
    what = by.randrange(4)
    if what == 0:
        return Filled()
    if what == 1:
        return Filled(way=by.randrange(len(prompt.ways)))
    if prompt.code.endswith(".R"):
        return Filled(ticks=(by.randint(1, len(prompt.choices)),))
    if prompt.choices:
        kinds = range(1, len(prompt.choices))
        return Filled(ticks=tuple(sorted(by.sample(kinds, by.randint(1, len(kinds))))))
    lines = 1 if prompt.points > 1 else 3
    texts = (
        "\n".join(by.choices(LINES, k=by.randint(1, lines))) for _ in range(by.randint(1, prompt.points))
    )
    return Filled(words=tuple(text.strip() for text in texts))


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32))
def test_a_filled_sheet_is_read_back_as_it_was_filled_in(seed: int) -> None:
    by = Random(seed)
    filled = {code: filling(prompt, by) for code, prompt in PRINT.prompts.items()}
    wanted = {code: each for code, each in filled.items() if each != Filled()}
    document = read_document(filled_in(filled))
    assert read_back(document.plain_text) == wanted
    assert read_back(pasted(document)) == wanted


def read(text: str) -> TypedIn:
    return read_typed_in(GUIDE, text, ENGLISH, sheet=PRINT)


def test_a_sheet_that_was_pasted_gives_the_reply_and_the_ticks_alone() -> None:
    found = read(PASTED.read_text("utf-8"))
    assert [(each.prompt_id, each.given.value, each.text) for each in found.replies] == [
        ("being-heard", "answered", "We go round the table, and the night shift writes in the book."),
        ("decisions", "dont_know", ""),
        ("use-of-time", "skipped", ""),
    ]
    assert found.problems == ()


def test_an_empty_sheet_gives_nothing_and_complains_of_nothing() -> None:
    assert read(read_document(filled_in({})).plain_text) == TypedIn((), ())


HEAD = "T1.P1  How do quiet colleagues get their say in your team meetings?\n"
HELP = "You might think of people who are new, who work nights, or whose first language is not English.\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"{HEAD}{HELP}Some words\n☐ Skip ☒ Don't know ☐ Not applicable",
            "At T1.P1 there are words, and “Don't know” is ticked as well.",
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
    empty = read_document(filled_in({})).plain_text
    typed = empty.replace("☐\N{NO-BREAK SPACE}6\nExcellent", "4\n☐\N{NO-BREAK SPACE}6\nExcellent", 1)
    assert [each.level for each in read(typed).replies] == [4]


def test_two_levels_are_a_problem() -> None:
    found = read(read_document(filled_in({"T1.R": Filled(ticks=(1, 2))})).plain_text)
    assert found.replies == ()
    assert len(found.problems) == 1


def test_without_the_print_the_sheet_would_be_a_reply() -> None:
    found = read_typed_in(GUIDE, PASTED.read_text("utf-8"), ENGLISH)
    assert "Skip" in found.replies[0].text
