"""A whole guide that was written out is not taken for a draft, which could not hold all of it."""

from datetime import UTC, datetime

import pytest

from content.documents.refused import DocumentRefused, Unreadable
from content.guide_forms.composing import guide_form
from content.own_guides.bringing_in import read_draft
from content.pack import keys_of_pack
from reports.guide.guide_docx import guide_docx
from tests.content.documents.word_files import INPUTS
from tests.guides import OWN_FOLDER

NOW = datetime(2026, 11, 2, tzinfo=UTC)


def test_a_guide_that_was_written_out_is_refused_in_a_sentence() -> None:
    form = guide_form(keys_of_pack((OWN_FOLDER / "sets.en.yaml").read_text("utf-8")))
    with pytest.raises(DocumentRefused) as refused:
        read_draft(guide_docx(form, NOW))
    assert refused.value.why is Unreadable.WHOLE_GUIDE


def test_any_other_document_becomes_a_draft() -> None:
    assert read_draft((INPUTS / "w2-form.docx").read_bytes()).lines
