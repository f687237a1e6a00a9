"""A Word document from the parts of its file: the body, then notes; what pages and comments hold is told."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from content.documents.archive import OfficeArchive, Relationship
from content.documents.blocks import (
    DocumentBlock,
    DocumentPart,
    DocumentPlace,
    ReadDocument,
    Remark,
    RemarkKind,
)
from content.documents.refused import DocumentRefused, Unreadable
from content.documents.word_blocks import BlockReader
from content.documents.word_numbers import WordNumbers
from content.documents.word_styles import WordStyles
from content.documents.word_unwrapping import unwrap, words_in

_NOTES: Final = (
    ("footnotes", "w_footnote", DocumentPart.FOOTNOTE),
    ("endnotes", "w_endnote", DocumentPart.ENDNOTE),
)
_TOLD: Final = (
    ("header", RemarkKind.PAGE_HEADER),
    ("footer", RemarkKind.PAGE_FOOTER),
    ("comments", RemarkKind.COMMENT),
    ("glossaryDocument", RemarkKind.SECOND_VERSION),
)
_NO_NOTES: Final = ("separator", "continuationSeparator", "continuationNotice")


def read_word(archive: OfficeArchive, main: str, tree: Element) -> ReadDocument:
    """The blocks of a Word document, by its main part's name and tree.

    Raises ``DocumentRefused`` where a part is damaged or holds too much.
    """
    body = tree.find("w_body")
    if body is None:
        raise DocumentRefused(Unreadable.DAMAGED)
    targets = archive.targets(main)
    reader = BlockReader(
        WordStyles(_one(archive, targets, "styles")),
        WordNumbers(_one(archive, targets, "numbering")),
        targets,
    )
    unwrap(body)
    blocks: list[DocumentBlock] = list(reader.blocks(body, DocumentPlace()))
    for kind, tag, part in _NOTES:
        blocks += _notes(reader, _one(archive, targets, kind), tag, part)
    reader.remarks += _told(archive, targets)
    return ReadDocument(tuple(blocks), tuple(reader.remarks))


def _one(archive: OfficeArchive, targets: dict[str, Relationship], kind: str) -> Element | None:
    """The part of this kind that a document refers to, if there is one."""
    for each in targets.values():
        if each.kind == kind and not each.is_outside:
            return archive.part(each.target)
    return None


def _notes(
    reader: BlockReader, tree: Element | None, tag: str, part: DocumentPart
) -> Iterator[DocumentBlock]:
    number = 0
    for each in tree if tree is not None else ():
        if each.tag != tag or each.get("w_type") in _NO_NOTES:
            continue
        number += 1
        unwrap(each)
        yield from reader.blocks(each, DocumentPlace(part, number))


def _told(archive: OfficeArchive, targets: dict[str, Relationship]) -> Iterator[Remark]:
    """What stands in other parts, and is left out."""
    seen: set[str] = set()
    for each in targets.values():
        for kind, remark in _TOLD:
            if each.kind != kind or each.is_outside or each.target in seen:
                continue
            seen.add(each.target)
            tree = archive.part(each.target)
            entries = [] if tree is None else list(tree) if kind == "comments" else [tree]
            for entry in entries:
                if words_in(entry):
                    yield Remark(remark, DocumentPlace(), words_in(entry))
        if each.kind == "vbaProject" or each.target.casefold().endswith("vbaproject.bin"):
            yield Remark(RemarkKind.MACRO, DocumentPlace())
