"""Reading a file that somebody gave: which kind it is by what stands in it, then its blocks.

Its name counts for nothing, as people rename files.
"""

from typing import Final

from content.documents.archive import MOST_FILE_BYTES, OfficeArchive
from content.documents.blocks import ReadDocument
from content.documents.open_sheets import KIND, read_open_workbook
from content.documents.refused import DocumentRefused, Unreadable
from content.documents.sheets import read_workbook
from content.documents.word import read_word

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_BEGINNINGS: Final = (
    (b"%PDF", Unreadable.PDF),
    (b"{\\rtf", Unreadable.RICH_TEXT),
    (b"\x89PNG", Unreadable.PICTURE),
    (b"\xff\xd8\xff", Unreadable.PICTURE),
    (b"GIF8", Unreadable.PICTURE),
    (b"II*\x00", Unreadable.PICTURE),
    (b"MM\x00*", Unreadable.PICTURE),
    (_EMPTY_ZIP, Unreadable.DAMAGED),
)


def read_document(content: bytes) -> ReadDocument:
    """The blocks of a Word document, an Excel workbook or an OpenDocument spreadsheet.

    Raises ``DocumentRefused`` for any other file and for one that is damaged, locked or too large.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise DocumentRefused(Unreadable.EMPTY)
    if len(content) > MOST_FILE_BYTES:
        raise DocumentRefused(Unreadable.TOO_LARGE)
    if content.startswith(_OLD_OFFICE):
        raise DocumentRefused(Unreadable.LOCKED if _LOCKED in content else Unreadable.OLD_OFFICE)
    for beginning, why in _BEGINNINGS:
        if content.lstrip().startswith(beginning):
            raise DocumentRefused(why)
    if not content.startswith(_ZIP):
        raise DocumentRefused(Unreadable.OTHER_KIND)
    return _read_archive(OfficeArchive(content))


def _read_archive(archive: OfficeArchive) -> ReadDocument:
    for target in archive.targets("").values():
        if target.kind == "officeDocument" and not target.is_outside and archive.has(target.target):
            return _read_main(archive, target.target)
    if archive.has("mimetype") and archive.has("content.xml"):
        if archive.says_it_is(KIND):
            return read_open_workbook(archive)
        raise DocumentRefused(Unreadable.OPEN_DOCUMENT)
    is_office = archive.has("[Content_Types].xml")
    raise DocumentRefused(Unreadable.DAMAGED if is_office else Unreadable.OTHER_KIND)


def _read_main(archive: OfficeArchive, main: str) -> ReadDocument:
    tree = archive.part(main) if main.casefold().endswith(".xml") else None
    if tree is not None and tree.tag == "w_document":
        return read_word(archive, main, tree)
    if tree is not None and tree.tag == "s_workbook":
        return read_workbook(archive, main, tree)
    raise DocumentRefused(Unreadable.OTHER_KIND)
