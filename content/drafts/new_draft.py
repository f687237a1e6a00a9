"""A file becomes the lines of a draft, and a list of what in it was not read, of which no word is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from content.documents.blocks import DocumentPlace, ReadDocument, row_of
from content.drafts.drafting import draft_of
from content.drafts.guide_lines import ASKED_USES, GuideLine, LineUse, lines_of_draft
from content.drafts.kept_keys import KeptOf, id_of_prompt, kept_to_text


@dataclass(frozen=True, slots=True)
class NewDraft:
    """The lines of a draft, and of what was not read the code of its kind and its place.

    ``language``, ``guide_id`` and ``version`` are those that a whole guide says it has, empty for any other
    document.
    """

    lines: tuple[GuideLine, ...]
    not_read: tuple[tuple[str, DocumentPlace], ...] = ()
    language: str = ""
    guide_id: str = ""
    version: str = ""


def with_about(draft: NewDraft, about: str) -> NewDraft:
    """The same, with what is said about the guide at first, where the document says nothing of it."""
    lines = (
        replace(each, text=each.text or about) if each.used_as is LineUse.ABOUT else each
        for each in draft.lines
    )
    return replace(draft, lines=tuple(lines))


def new_draft_of(document: ReadDocument) -> NewDraft:
    """The draft that a document gives."""
    return NewDraft(with_own_examples(lines_of_draft(draft_of(document))), not_read_of(document))


def with_own_examples(lines: tuple[GuideLine, ...]) -> tuple[GuideLine, ...]:
    """These lines, with each illustration belonging to the prompt in whose row of a table it stands."""
    asked = {
        row_of(each.place): each for each in reversed(lines) if each.place and each.used_as in ASKED_USES
    }
    return tuple(_with_prompt(each, asked) if each.used_as is LineUse.EXAMPLE else each for each in lines)


def _with_prompt(line: GuideLine, asked: Mapping[DocumentPlace, GuideLine]) -> GuideLine:
    prompt = asked.get(row_of(line.place)) if line.place and line.place.row else None
    if prompt is None:
        return line
    own = {"prompt": id_of_prompt(prompt, is_whole=False)}
    return replace(line, kept=kept_to_text(KeptOf.EXAMPLE, own))


def not_read_of(document: ReadDocument) -> tuple[tuple[str, DocumentPlace], ...]:
    """What in a document no line is made of: the code of its kind, and its place."""
    return tuple((each.kind.name, each.place) for each in document.not_read)
