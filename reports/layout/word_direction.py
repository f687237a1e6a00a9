"""Which way the words of a Word document run.

Word goes by marks and not by letters: without them a full stop of Arabic stands at the wrong end, and its
letters have neither the size nor the weight of their style.
"""

import unicodedata
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from content.phrases import direction_of
from content.translations.directions import direction_of_text

_BEHIND_BIDI = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)
"""What the schema wants behind the mark of a paragraph that runs from the right."""


def mark_paragraph(holds_properties: Any, language: str) -> None:
    """Have a paragraph, or all of a style, run as a language does. It is the element that has properties."""
    properties = holds_properties.get_or_add_pPr()
    mark = properties.find(qn("w:bidi"))
    if mark is None:
        mark = OxmlElement("w:bidi")
        properties.insert_element_before(mark, *_BEHIND_BIDI)
    mark.set(qn("w:val"), "1" if direction_of(language) == "rtl" else "0")


def turn_paragraph(paragraph: Paragraph, language: str, otherwise: str) -> None:
    """Have a paragraph run as its language does, where the document runs the other way."""
    if direction_of(language) != otherwise:
        mark_paragraph(paragraph.paragraph_format.element, language)


def direction_of_document(document: WordDocument) -> str:
    """Which way a document of ours runs as a whole."""
    mark = document.styles["Normal"].element.find(f"{qn('w:pPr')}/{qn('w:bidi')}")
    return "ltr" if mark is None else "rtl"


def turn_words(document: WordDocument) -> None:
    """Mark all words that run from the right, and give their letters the size and weight of the others."""
    direction = direction_of_document(document)
    parts = [document.element, *(section.footer.part.element for section in document.sections)]
    runs = [
        run
        for part in parts
        for run in part.iter(qn("w:r"))
        if _is_from_the_right("".join(text.text or "" for text in run.iter(qn("w:t"))), direction)
    ]
    for run in runs:
        Run(run, document).font.rtl = True
    if runs:
        for properties in [each for part in (*parts, document.styles.element) for each in _types(part)]:
            _also_for_letters_from_the_right(properties)


def _is_from_the_right(words: str, direction: str) -> bool:
    """Whether words run from the right: by their first letter, but where all does, by any letter."""
    if direction == "ltr":
        return direction_of_text(words, direction) == "rtl"
    return any(unicodedata.bidirectional(each) in {"R", "AL"} for each in words)


def _types(part: Any) -> list[Any]:
    return list(part.iter(qn("w:rPr")))


def _also_for_letters_from_the_right(properties: Any) -> None:
    """What is said of size and weight is said again, as Word asks for it for such letters."""
    for ours, theirs in (("w:b", "w:bCs"), ("w:sz", "w:szCs")):
        said = properties.find(qn(ours))
        if said is None:
            continue
        again = properties.find(qn(theirs))
        if again is None:
            again = OxmlElement(theirs)
            said.addnext(again)
        again.attrib.update(said.attrib)
