"""Whatever wraps a word in a Word document: it stands in a block, or among what is told."""

import io
import re
import zipfile
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.documents import word_unwrapping
from content.documents.reading import read_document
from tests.content.documents.word_files import control, word_file
from tests.content.documents.word_files import given as given_file

WORD = re.compile(r"<w:t(?: [^>]*)?>([^<]+)</w:t>")
AROUND_RUNS = (
    "{}",
    "<w:ins>{}</w:ins>",
    "<w:del>{}</w:del>",
    "<w:moveFrom>{}</w:moveFrom>",
    "<w:moveTo>{}</w:moveTo>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:hyperlink r:id='x'>{}</w:hyperlink>",
    "<w:fldSimple w:instr='DATE'>{}</w:fldSimple>",
    control("{}"),
    control("{}", "<w:showingPlcHdr/>"),
    control("{}", "<w:dropDownList/>"),
    "<w:strange>{}</w:strange>",
    "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
)
RUN_LOOKS = ("", "<w:rPr><w:vanish/></w:rPr>", "<w:rPr><w:i/><w:del/></w:rPr>")
AROUND_BLOCKS = (
    "{}",
    "<w:ins>{}</w:ins>",
    "<w:customXml>{}</w:customXml>",
    control("{}"),
    control("{}", "<w:showingPlcHdr/>"),
    "<w:strange>{}</w:strange>",
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>{}",
    "<w:p><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    "<w:p><w:r><w:drawing><w:t>loose</w:t></w:drawing></w:r></w:p>{}",
)
ROW_PROPERTIES = ("", "<w:trPr><w:del/></w:trPr>", "<w:trPr><w:ins/><w:tblHeader/></w:trPr>")
CELL_PROPERTIES = (
    "",
    "<w:tcPr><w:vMerge/></w:tcPr>",
    "<w:tcPr><w:cellDel/></w:tcPr>",
    "<w:tcPr><w:gridSpan w:val='3'/></w:tcPr>",
)


@st.composite
def runs(draw: st.DrawFn, depth: int = 2) -> str:
    pieces = []
    for _ in range(draw(st.integers(1, 2))):
        if depth and draw(st.booleans()):
            around = draw(st.sampled_from(AROUND_RUNS))
            while "{}" in around:
                around = around.replace("{}", draw(runs(depth - 1)), 1)
            pieces.append(around)
        else:
            pieces.append(f"<w:r>{draw(st.sampled_from(RUN_LOOKS))}<w:t>%</w:t></w:r>")
    return "".join(pieces)


@st.composite
def blocks(draw: st.DrawFn, depth: int = 3) -> str:
    if depth and draw(st.booleans()):
        cells = "".join(
            f"<w:tc>{draw(st.sampled_from(CELL_PROPERTIES))}{draw(blocks(depth - 1))}</w:tc>"
            for _ in range(2)
        )
        row = f"<w:tr>{draw(st.sampled_from(ROW_PROPERTIES))}{cells}</w:tr>"
        inside = f"<w:tbl>{draw(st.sampled_from(('{}', control('{}')))).replace('{}', row)}</w:tbl>"
    else:
        inside = f"<w:p>{draw(runs())}</w:p>"
    return draw(st.sampled_from(AROUND_BLOCKS)).replace("{}", inside)


def missing(file: bytes, raw: str) -> set[str]:
    """The words of the raw XML that are neither in a block nor told."""
    document = read_document(file)
    found = "\n".join([*(line.text for line in document.lines), *(each.text for each in document.not_read)])
    return {word for word in WORD.findall(raw) if word.strip() and word not in found}


@settings(max_examples=60, deadline=None)
@given(st.lists(blocks(), min_size=1, max_size=3))
def test_every_word_is_in_a_block_or_told(bodies: list[str]) -> None:
    number = count(1)
    body = re.sub("%", lambda _: f"w{next(number)}x", "".join(bodies))
    assert missing(word_file(body), body) == set()


def test_a_reader_that_tells_nothing_of_deletions_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "<w:p><w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>"
    assert missing(word_file(body), body) == set()
    monkeypatch.setattr(word_unwrapping, "_left_out", lambda *_: iter(()))
    assert missing(word_file(body), body) == {"gone"}


def test_every_word_of_the_documents_to_try_is_in_a_block_or_told() -> None:
    for name in ("w1-matrix.docx", "w2-form.docx", "w3-prose-and-plan.docx"):
        file = given_file(name)
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            raw = parts.read("word/document.xml").decode()
        assert len(WORD.findall(raw)) > 20
        assert missing(file, raw) == set()
