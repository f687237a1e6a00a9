"""Files that are not read: each gets one clear sentence, and none takes long or much."""

import struct
import zipfile

import pytest

from content.documents import archive
from content.documents.archive import DEEPEST, MOST_PART_BYTES, OfficeArchive
from content.documents.reading import read_document
from content.documents.refused import DocumentRefused, Unreadable, refusal_sentence
from content.phrases import phrases_in
from tests.content.documents.word_files import NAMESPACES, given, packed, paragraph, relationships, word_file

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
DEEP = "<w:ins>" * (DEEPEST + 1) + "</w:ins>" * (DEEPEST + 1)


def with_main(content: str | bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(("d", "officeDocument", "word/document.xml")),
        "word/document.xml": content,
    }
    return packed(parts, method)


def lying_about_its_size() -> bytes:
    """A part that says in the archive's list that it is ten bytes long."""
    file = bytearray(with_main(" " * 50_000))
    entry = file.rindex(b"PK\x01\x02")
    file[entry + 24 : entry + 28] = struct.pack("<I", 10)
    return bytes(file)


def needing_a_password() -> bytes:
    file = bytearray(word_file(paragraph("a")))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := file.find(mark, place + 1)) >= 0:
            file[place + flag] |= 1
    return bytes(file)


def why(content: bytes) -> Unreadable:
    with pytest.raises(DocumentRefused) as refused:
        read_document(content)
    return refused.value.why


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Unreadable.EMPTY),
        (b" \r\n\x00", Unreadable.EMPTY),
        (OLD, Unreadable.OLD_OFFICE),
        (OLD + "EncryptedPackage".encode("utf-16-le"), Unreadable.LOCKED),
        (b"%PDF-1.7 ...", Unreadable.PDF),
        (b"\n%PDF-1.7 ...", Unreadable.PDF),
        (rb"{\rtf1 hello}", Unreadable.RICH_TEXT),
        (b"\x89PNG\r\n\x1a\n", Unreadable.PICTURE),
        (b"\xff\xd8\xff\xe0", Unreadable.PICTURE),
        (b"Name,Team\nReid,Home care\n", Unreadable.OTHER_KIND),
        (packed({"a.txt": "hello"}), Unreadable.OTHER_KIND),
        (packed({}), Unreadable.DAMAGED),
        (packed({"mimetype": "x", "content.xml": "<a/>"}), Unreadable.OPEN_DOCUMENT),
        (packed({"[Content_Types].xml": "<Types/>"}), Unreadable.DAMAGED),
        (given("w2-form.docx")[:20_000], Unreadable.DAMAGED),
        (with_main("<w:document"), Unreadable.DAMAGED),
        (with_main("<a/>"), Unreadable.OTHER_KIND),
        (with_main(f"<w:document {NAMESPACES}/>"), Unreadable.DAMAGED),
        (with_main(b"\xff\xfe\x00"), Unreadable.DAMAGED),
        (with_main(LAUGHS), Unreadable.NOT_AS_OFFICE_WRITES),
        (with_main(LAUGHS.encode("utf-16")), Unreadable.NOT_AS_OFFICE_WRITES),
        (with_main('<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'), Unreadable.NOT_AS_OFFICE_WRITES),
        (with_main("<a/>", zipfile.ZIP_LZMA), Unreadable.NOT_AS_OFFICE_WRITES),
        (word_file(DEEP), Unreadable.TOO_MUCH),
        (with_main(" " * (MOST_PART_BYTES + 1)), Unreadable.TOO_MUCH),
        (lying_about_its_size(), Unreadable.DAMAGED),
        (needing_a_password(), Unreadable.LOCKED),
    ],
)
def test_a_file_that_is_not_read_says_why(content: bytes, reason: Unreadable) -> None:
    assert why(content) is reason


def test_what_is_unpacked_in_all_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    file = word_file(paragraph("a"), styles="<w:style/>")
    read_document(file)
    monkeypatch.setattr(archive, "MOST_READ_BYTES", 1_500)
    assert why(file) is Unreadable.TOO_MUCH


def test_elements_parts_and_bytes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    file = word_file(paragraph("a") * 40)
    monkeypatch.setattr(archive, "MOST_ELEMENTS", 100)
    assert why(file) is Unreadable.TOO_MUCH
    monkeypatch.setattr(archive, "MOST_PARTS", 3)
    assert why(file) is Unreadable.TOO_MUCH
    assert why(b"PK\x03\x04" + bytes(archive.MOST_FILE_BYTES)) is Unreadable.TOO_LARGE


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(DocumentRefused):
        OfficeArchive(packed({"a.xml": "<a/>", "A.xml": "<b/>"}))


def test_every_reason_has_a_sentence_of_its_own() -> None:
    said = {refusal_sentence(each, phrases_in("en")) for each in Unreadable}
    assert len(said) == len(Unreadable)
    assert all(len(sentence) < 130 for sentence in said)


def test_a_file_cut_off_anywhere_is_refused_and_nothing_else() -> None:
    whole = word_file(paragraph("some words"))
    for length in range(0, len(whole), 37):
        assert why(whole[:length]) in {Unreadable.EMPTY, Unreadable.DAMAGED, Unreadable.OTHER_KIND}
