"""Reading PDFs back: what they claim, how they are tagged, what stands in them."""

import re
from itertools import pairwise

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject


def squeezed(text: str) -> str:
    """A text without any blank space."""
    return re.sub(r"\s+", "", text)


def placed_texts(page: pypdf.PageObject) -> list[tuple[float, str]]:
    """The pieces of text of a page, each with where it begins from the left, in points."""
    found: list[tuple[float, str]] = []

    def note(text: str, around: list[float], own: list[float], *_: object) -> None:
        if text.strip():
            found.append((own[4] * around[0] + around[4], text.strip()))

    page.extract_text(visitor_text=note)
    return found


def is_accessible(pdf: pypdf.PdfReader) -> bool:
    """Whether a document claims to be PDF/UA-1, PDF/A-2a and tagged; the typesetter refuses a false claim."""
    claims = pdf.root_object["/Metadata"].get_object().get_data().decode()
    wanted = ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<")
    return all(each in claims for each in wanted) and bool(pdf.root_object["/MarkInfo"]["/Marked"].value)


def tags(pdf: pypdf.PdfReader) -> list[DictionaryObject]:
    """Every element of the document's structure, in reading order."""

    def walk(node: object) -> list[DictionaryObject]:
        if isinstance(node, pypdf.generic.IndirectObject):
            node = node.get_object()
        if isinstance(node, ArrayObject):
            return [each for child in node for each in walk(child)]
        if not isinstance(node, DictionaryObject):
            return []
        own = [node] if "/S" in node else []
        return own + (walk(node["/K"]) if "/K" in node else [])

    return walk(pdf.root_object["/StructTreeRoot"])


def headings_are_in_order(pdf: pypdf.PdfReader) -> bool:
    """Whether headings begin at the first level and none is left out on the way down."""
    levels = [int(tag["/S"][2:]) for tag in tags(pdf) if re.fullmatch(r"/H\d", tag["/S"])]
    return levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
