"""A file that a coordinator brings in becomes a draft, unless a draft could not hold what is in it."""

from content.documents.reading import read_document
from content.documents.refused import DocumentRefused, Unreadable
from content.drafts.new_draft import NewDraft, new_draft_of
from content.guide_forms.form_reading import read_form


def read_draft(content: bytes) -> NewDraft:
    """The draft that a document gives.

    Raises ``DocumentRefused``, also for a whole guide that was written out: its sets, sections and conditions
    have no line in a draft and would be lost without a word.
    """
    document = read_document(content)
    if read_form(document) is not None:
        raise DocumentRefused(Unreadable.WHOLE_GUIDE)
    return new_draft_of(document)
