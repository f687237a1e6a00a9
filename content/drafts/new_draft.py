"""A file becomes the lines of a draft, and a list of what in it was not read, of which no word is kept."""

from dataclasses import dataclass, replace

from content.documents.blocks import DocumentPlace, ReadDocument
from content.drafts.drafting import draft_of
from content.drafts.guide_lines import GuideLine, LineUse, lines_of_draft


@dataclass(frozen=True, slots=True)
class NewDraft:
    """The lines of a draft, and of what was not read the code of its kind and its place.

    ``language`` and ``guide_id`` are those that a whole guide says it has, empty for any other document.
    """

    lines: tuple[GuideLine, ...]
    not_read: tuple[tuple[str, DocumentPlace], ...] = ()
    language: str = ""
    guide_id: str = ""


def with_about(draft: NewDraft, about: str) -> NewDraft:
    """The same, with what is said about the guide at first, where the document says nothing of it."""
    lines = (
        replace(each, text=each.text or about) if each.used_as is LineUse.ABOUT else each
        for each in draft.lines
    )
    return replace(draft, lines=tuple(lines))


def new_draft_of(document: ReadDocument) -> NewDraft:
    """The draft that a document gives."""
    return NewDraft(lines_of_draft(draft_of(document)), not_read_of(document))


def not_read_of(document: ReadDocument) -> tuple[tuple[str, DocumentPlace], ...]:
    """What in a document no line is made of: the code of its kind, and its place."""
    return tuple((each.kind.name, each.place) for each in document.not_read)
