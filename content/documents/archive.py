"""Opening a file of Word, Excel or LibreOffice, a ZIP archive of XML, without trusting what it says.

Sizes are bounded before anything is unpacked, and again while it is; XML with a document type is refused, as
Office writes none and entities live there; depth and number of elements are bounded.
"""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from content.documents.refused import DocumentRefused, Unreadable

MOST_FILE_BYTES: Final = 10_000_000
MOST_PARTS: Final = 4_000
MOST_PART_BYTES: Final = 16_000_000
MOST_READ_BYTES: Final = 48_000_000
MOST_ELEMENTS: Final = 150_000
DEEPEST: Final = 100

_KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_IS_ENCRYPTED = 0x1
_OFFICE = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_SHORT_NAMES: Final = {
    f"{_OFFICE}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_OFFICE}spreadsheetml/2006/main": "s",
    f"{_STRICT}spreadsheetml/main": "s",
    f"{_OFFICE}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_OFFICE}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OFFICE}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OFFICE}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_OFFICE}markup-compatibility/2006": "mc",
    f"{_OFFICE}package/2006/relationships": "rel",
    f"{_OFFICE}package/2006/content-types": "ct",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "odo",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "ods",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "odt",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "odx",
}
_RELATIONSHIPS = f"{_OFFICE}officeDocument/2006/relationships/"
_STRICT_RELATIONSHIPS = f"{_STRICT}officeDocument/relationships/"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A part or an address that a part refers to."""

    kind: str
    target: str
    is_outside: bool


class _BoundedTree(TreeBuilder):
    """Builds a tree with short names, and stops at what a document of Office never has.

    ``w:t`` is named ``w_t``, as a colon means something in the paths by which elements are looked for.
    """

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, str] = {}
        self._depth = self._elements = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        raise DocumentRefused(Unreadable.NOT_AS_OFFICE_WRITES)

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise DocumentRefused(Unreadable.TOO_MUCH)
        return super().start(self._short(tag), {self._short(key): value for key, value in attrs.items()})

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(self._short(tag))

    def _short(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            space, _, local = name.removeprefix("{").rpartition("}")
            prefix = _SHORT_NAMES.get(space)
            known = self._names[name] = f"{prefix}_{local}" if prefix else name
        return known


def parse_xml_part(content: bytes) -> Element:
    """The XML of one part. Raises ``DocumentRefused`` for what is damaged, too much or no XML of Office."""
    # Entities cannot do harm: they are declared in a document type, at which the tree stops.
    parser = XMLParser(target=_BoundedTree())  # noqa: S314
    try:
        parser.feed(content)
        found = parser.close()
    except (ParseError, ValueError, LookupError, AssertionError) as fault:
        raise DocumentRefused(Unreadable.DAMAGED) from fault
    if not isinstance(found, Element):
        raise DocumentRefused(Unreadable.DAMAGED)
    return found


class OfficeArchive:
    """The parts of a file of Word or Excel, read one by one and never more than the bounds allow."""

    def __init__(self, content: bytes) -> None:
        """Open a file. Raises ``DocumentRefused`` where it cannot be opened or says that it is too large."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as fault:
            raise DocumentRefused(Unreadable.DAMAGED) from fault
        if len(parts) > MOST_PARTS:
            raise DocumentRefused(Unreadable.TOO_MUCH)
        self._parts = {each.filename.lstrip("/").casefold(): each for each in parts}
        if len(self._parts) != len(parts):
            raise DocumentRefused(Unreadable.NOT_AS_OFFICE_WRITES)
        self._left = MOST_READ_BYTES

    def has(self, name: str) -> bool:
        """Whether there is a part of this name; capitals make no difference, as in Office."""
        return name.casefold() in self._parts

    def says_it_is(self, kind: str) -> bool:
        """Whether a file of LibreOffice says that it is of this kind."""
        found = self._parts.get("mimetype")
        return found is not None and self._unpacked(found).strip() == kind.encode()

    def names(self) -> tuple[str, ...]:
        """The names of all parts, in small letters."""
        return tuple(self._parts)

    def part(self, name: str) -> Element | None:
        """The XML of a part, None where there is none of this name."""
        found = self._parts.get(name.casefold())
        return None if found is None else parse_xml_part(self._unpacked(found))

    def targets(self, name: str) -> dict[str, Relationship]:
        """What a part refers to, by the ids that it uses."""
        folder, _, file = name.rpartition("/")
        tree = self.part(f"{folder}/_rels/{file}.rels".lstrip("/"))
        found = {}
        for each in tree if tree is not None else ():
            target = each.get("Target", "")
            is_outside = each.get("TargetMode") == "External"
            kind = each.get("Type", "").removeprefix(_RELATIONSHIPS).removeprefix(_STRICT_RELATIONSHIPS)
            found[each.get("Id", "")] = Relationship(
                kind, target if is_outside else _within(folder, target), is_outside
            )
        return found

    def _unpacked(self, part: zipfile.ZipInfo) -> bytes:
        if part.flag_bits & _IS_ENCRYPTED:
            raise DocumentRefused(Unreadable.LOCKED)
        if part.compress_type not in _KNOWN_METHODS:
            raise DocumentRefused(Unreadable.NOT_AS_OFFICE_WRITES)
        most = min(MOST_PART_BYTES, self._left)
        if part.file_size > most:
            raise DocumentRefused(Unreadable.TOO_MUCH)
        try:
            with self._zip.open(part) as opened:
                content = opened.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError) as fault:
            raise DocumentRefused(Unreadable.DAMAGED) from fault
        if len(content) > most:
            raise DocumentRefused(Unreadable.TOO_MUCH)
        self._left -= len(content)
        return content


def _within(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))
