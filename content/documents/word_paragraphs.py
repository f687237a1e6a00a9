"""One paragraph of an unwrapped Word document: its words, boxes and links, and what there is to tell."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Final
from xml.etree.ElementTree import Element

from content.documents.archive import Relationship
from content.documents.blocks import DocumentLink, RemarkKind
from content.documents.ticks import TICKED, UNTICKED
from content.documents.word_styles import WordStyles
from content.documents.word_unwrapping import REMARK, is_on, words_in
from content.formatting.addresses import is_followed
from content.whole_numbers import whole_number

_PASSED_OVER: Final = frozenset(
    {"w_pPr", "w_rPr", "w_instrText", "w_delInstrText", "w_softHyphen", "w_lastRenderedPageBreak"}
)
_SIGNS: Final = {
    "w_tab": "\t",
    "w_ptab": "\t",
    "w_br": "\n",
    "w_cr": "\n",
    "w_noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
}
_PICTOGRAPHS: Final = {
    ("wingdings", 0xA8): UNTICKED,
    ("wingdings", 0x6F): UNTICKED,
    ("wingdings", 0x71): UNTICKED,
    ("wingdings", 0xFE): TICKED,
    ("wingdings", 0xFD): TICKED,
    ("wingdings", 0x78): TICKED,
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗",
    ("wingdings 2", 0x52): TICKED,
    ("wingdings 2", 0x53): TICKED,
    ("wingdings 2", 0x54): TICKED,
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x4F): "✗",
    ("wingdings 2", 0xA3): UNTICKED,
    ("symbol", 0xB7): "•",
    ("wingdings", 0xA7): "•",
    ("wingdings", 0xE0): "→",
}
"""Signs that Word keeps as a number in a font, by that font and number."""

_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,6}")
_FIRST_PRIVATE: Final = 0xF000


@dataclass(slots=True)
class ParagraphRead:
    """What was found in one paragraph. ``boxes`` are its text boxes, still to be read."""

    text: str = ""
    is_help: bool = False
    links: list[DocumentLink] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    remarks: list[tuple[RemarkKind, str]] = field(default_factory=list)


@dataclass(slots=True)
class _FormField:
    """A form field of older Word: what is chosen in it, unless its result says so itself."""

    chosen: str
    length_before: int


class ParagraphReader:
    """Reads the paragraphs of a document one after the other."""

    def __init__(self, styles: WordStyles, targets: dict[str, Relationship]) -> None:
        """Read with the styles of the document and what it refers to."""
        self._styles = styles
        self._targets = targets
        self._fields: list[_FormField] = []
        self._read = ParagraphRead()
        self._pieces: list[str] = []
        self._paragraph = Element("w_p")
        self._loud = self._quiet = False

    def read(self, paragraph: Element) -> ParagraphRead:
        """The words of one paragraph, and what else is in it."""
        self._read, self._pieces, self._paragraph = ParagraphRead(), [], paragraph
        self._loud = self._quiet = False
        self._walk(paragraph)
        self._read.text = "".join(self._pieces)
        self._read.is_help = self._quiet and not self._loud
        return self._read

    def _walk(self, element: Element) -> None:
        for child in element:
            if child.tag in _PASSED_OVER:
                continue
            if child.tag in _SIGNS:
                self._pieces.append(_SIGNS[child.tag])
                continue
            special = self._readers.get(child.tag)
            if special is None:
                self._walk(child)
            else:
                special(self, child)

    def _words(self, element: Element) -> None:
        self._pieces.append(element.text or "")

    def _run(self, run: Element) -> None:
        look = run.find("w_rPr")
        if look is not None and is_on(look.find("w_vanish")):
            if words_in(run):
                self._read.remarks.append((RemarkKind.HIDDEN, words_in(run)))
            return
        if any((each.text or "").strip() for each in run.iter("w_t")):
            is_quiet = self._styles.is_quiet(self._paragraph, run)
            self._quiet, self._loud = self._quiet or is_quiet, self._loud or not is_quiet
        self._walk(run)

    def _remark(self, element: Element) -> None:
        self._read.remarks.append((RemarkKind(element.get("kind", "")), element.text or ""))

    def _link(self, element: Element) -> None:
        before = len(self._pieces)
        self._walk(element)
        target = self._targets.get(element.get("r_id", ""))
        if target is None or not target.is_outside:
            return
        words = "".join(self._pieces[before:])
        if is_followed(target.target):
            self._read.links.append(DocumentLink(words, target.target))
        else:
            self._read.remarks.append((RemarkKind.LINK, words))

    def _sign(self, element: Element) -> None:
        font = element.get("w_font", "").casefold()
        written = element.get("w_char", "")
        code = int(written, 16) if _HEXADECIMAL.fullmatch(written) else 0
        number = code - _FIRST_PRIVATE if code >= _FIRST_PRIVATE else code
        known = _PICTOGRAPHS.get((font, number))
        if known is None:
            self._read.remarks.append((RemarkKind.SYMBOL, ""))
        else:
            self._pieces.append(known)

    def _field_mark(self, element: Element) -> None:
        """A form field of older Word stands in marks: its beginning holds what is ticked or chosen."""
        match element.get("w_fldCharType"):
            case "begin":
                self._fields.append(_FormField(_chosen_in(element), len(self._pieces)))
            case "end" if self._fields:
                ended = self._fields.pop()
                if ended.chosen and not "".join(self._pieces[ended.length_before :]).strip():
                    self._pieces.append(ended.chosen)

    def _box(self, element: Element) -> None:
        self._read.boxes.append(element)

    _readers: ClassVar[dict[str, Callable[["ParagraphReader", Element], None]]] = {
        "w_t": _words,
        "w_delText": _words,
        "m_t": _words,
        "w_r": _run,
        REMARK: _remark,
        "w_hyperlink": _link,
        "w_sym": _sign,
        "w_fldChar": _field_mark,
        "w_txbxContent": _box,
    }


def _chosen_in(mark: Element) -> str:
    box = mark.find("w_ffData/w_checkBox")
    if box is not None:
        state = box.find("w_checked")
        return TICKED if is_on(state if state is not None else box.find("w_default")) else UNTICKED
    listed = mark.find("w_ffData/w_ddList")
    if listed is None:
        return ""
    entries = [each.get("w_val", "") for each in listed.iterfind("w_listEntry")]
    result = listed.find("w_result")
    chosen = (result if result is not None else Element("none")).get("w_val", "0")
    place = whole_number(chosen) or 0
    return entries[place] if place < len(entries) else ""
