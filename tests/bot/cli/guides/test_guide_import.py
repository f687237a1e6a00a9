"""``closer-look guide import``: what was read as what, and the draft in a file of its own."""

from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli.group import closer_look
from tests.content.documents.word_files import INPUTS, paragraph, word_file


def run(*words: str) -> Result:
    return CliRunner().invoke(closer_look, ["guide", "import", *words])


def test_it_prints_what_was_read_as_what_and_writes_the_draft_once(tmp_path: Path) -> None:
    pack = tmp_path / "ours.en.yaml"
    done = run(str(INPUTS / "w2-form.docx"), "--to", str(pack))
    assert done.exit_code == 0
    assert "  paragraph 1: title of a theme: Quality indicator 6.4 Performance management\n" in done.output
    assert (
        "Not read\n  table 2, row 1, column 2: field that nobody filled in: Click or tap here" in done.output
    )
    assert pack.read_text("utf-8").startswith("format: 2\n")
    again = run(str(INPUTS / "w2-form.docx"), "--to", str(pack))
    assert again.exit_code == 1
    assert "is there already" in again.output


def test_without_a_name_nothing_is_written(tmp_path: Path) -> None:
    done = run(str(INPUTS / "e1-checklist.xlsx"))
    assert "Nothing was written." in done.output
    assert "1 Leadership!B6: a number twice" in done.output
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_document_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "old.doc"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    done = run(str(file))
    assert done.exit_code == 1
    assert done.output.startswith("Error: This is a file of an old version of Office.")


def test_signs_that_steer_a_terminal_are_shown_as_marks(tmp_path: Path) -> None:
    file = tmp_path / "odd.docx"
    file.write_bytes(word_file(paragraph("a\u202eb\u009bc")))
    assert "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c" in run(str(file)).output
