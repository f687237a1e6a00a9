"""What a coordinator sent stands in the history by what it is."""

import pytest

from bot.inbox.requests import sent_file_in_words
from content.phrases import phrases_in
from tests.content.documents.word_files import given


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (given("w1-matrix.docx"), "A Word document"),
        (given("e1-checklist.xlsx"), "An Excel workbook"),
        ("Ann Lee,Home care\nÉva,Day care\n".encode(), "A text file"),
        (b"%PDF-1.7 1 0 obj", "A file"),
        (b"PK\x03\x04else", "A file"),
        (b"", "A file"),
        (None, "A file"),
    ],
)
def test_a_file_is_named_by_what_is_in_it(content: bytes | None, shown: str) -> None:
    assert sent_file_in_words(phrases_in("en"), content) == shown
