import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest

from reports.file_kinds import DOCX, HTML, KINDS, PDF, PNG
from reports.progress.progress import progress_of
from reports.rendering import render_link_sheet, render_prompt_sheet, render_report
from tests.reports.group_samples import MIDWAY, STATE, group_report
from tests.reports.samples import RICH, link_sheet, prompt_sheet, report_of


def test_each_kind_asked_for_is_rendered_and_no_other():
    rendered = render_report(report_of(RICH), "en", [PDF])
    assert rendered.pdf.startswith(b"%PDF")
    assert (rendered.png, rendered.html) == (b"", b"")


def test_a_kind_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="docx"):
        render_report(report_of(RICH), "en", ["docx"])


def test_a_group_report_becomes_every_kind_of_file():
    rendered = render_report(group_report(), "en", KINDS)
    assert rendered.png.startswith(b"\x89PNG")
    assert rendered.pdf.startswith(b"%PDF")
    assert rendered.html.startswith(b"<!DOCTYPE html>")
    assert "Group report: Spring self-evaluation." in rendered.alt


def test_the_progress_of_a_round_becomes_a_picture_and_nothing_else():
    progress = progress_of(STATE, MIDWAY)
    rendered = render_report(progress, "en", [PNG])
    assert rendered.png.startswith(b"\x89PNG")
    assert rendered.alt.startswith("Progress: Spring self-evaluation.")
    with pytest.raises(ValueError, match="this report can be png, not pdf"):
        render_report(progress, "en", [PDF])


def test_a_language_that_the_interface_does_not_speak_falls_back_to_english():
    rendered = render_report(report_of(RICH), "xx", [HTML])
    assert b'<html lang="en" dir="ltr">' in rendered.html


def test_a_report_is_rendered_in_a_child_process():
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        rendered = child.submit(render_report, report_of(RICH), "en", KINDS).result(timeout=60)
    assert rendered.png.startswith(b"\x89PNG")
    assert rendered.pdf.startswith(b"%PDF")
    assert rendered.html.startswith(b"<!DOCTYPE html>")
    assert rendered.alt.startswith("Theme 2: Planning for outcomes.")


LOADED = """
import sys, reports.rendering, reports.theme.theme_chat_text, reports.group.group_chat_text, reports.export
print(sorted({"typst", "resvg_py", "docx", "lxml", "segno"} & set(sys.modules)))
"""


def test_no_maker_of_documents_or_pictures_is_loaded_before_the_first_report():
    told = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(("kind", "begins"), [(PDF, b"%PDF"), (DOCX, b"PK\x03\x04")])
def test_a_prompt_sheet_is_rendered_in_a_child_process(kind: str, begins: bytes):
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        made = child.submit(render_prompt_sheet, prompt_sheet(), "en", kind).result(timeout=60)
    assert made.startswith(begins)


def test_a_link_sheet_is_rendered_in_a_child_process():
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        made = child.submit(render_link_sheet, link_sheet(), "en").result(timeout=60)
    assert made.startswith(b"%PDF")


def test_a_prompt_sheet_is_no_picture():
    with pytest.raises(ValueError, match="png"):
        render_prompt_sheet(prompt_sheet(), "en", PNG)


def test_the_kinds_are_named_by_the_endings_of_their_files():
    assert (PNG, PDF, HTML, DOCX) == ("png", "pdf", "html", "docx")
