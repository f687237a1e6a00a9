"""What a job makes, before it is put away: cards to say with files to attach, or a file that was fetched."""

from dataclasses import dataclass

from conversations.outgoing import Card
from reports.file_kinds import CSV, DOCX, HTML, JSON, PDF, PNG, XLSX

MEDIA_TYPES = {
    PNG: "image/png",
    PDF: "application/pdf",
    HTML: "text/html; charset=utf-8",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
    JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class ArtefactFile:
    """A file with what is said about it; ``alt`` says in words what a picture shows.

    ``protect``: it is not for passing on. ``dataset`` are the values from which it can be made again the
    same, empty for what is kept as it is. ``once_erased`` stands in its place in a history once words that it
    may hold have been erased.
    """

    name: str
    media_type: str
    content: bytes
    caption: str
    alt: str
    protect: bool = True
    dataset: str = ""
    once_erased: str = ""


@dataclass(frozen=True, slots=True)
class Artefact:
    """The finished result of a job, for the person who gets it."""

    cards: tuple[Card, ...]
    files: tuple[ArtefactFile, ...]


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """What a file that somebody sent holds; ``content`` is None for one that is never given out.

    ``read`` is what was read of a long list, as it is kept; its ``content`` is not needed any more.
    """

    content: bytes | None
    read: str = ""
