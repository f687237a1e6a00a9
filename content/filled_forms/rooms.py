"""The rooms of a form that was filled in, as values."""

from dataclasses import dataclass
from enum import Enum, auto

from content.documents.blocks import DocumentPlace


class RoomRole(Enum):
    """What a room of a form is for, as its label or the heading of its column says."""

    ANSWER = auto()
    RATING = auto()
    EVIDENCE = auto()
    STRENGTHS = auto()
    IMPROVEMENTS = auto()
    STRENGTHS_AND_IMPROVEMENTS = auto()
    STEP = auto()


@dataclass(frozen=True, slots=True)
class FilledRoom:
    """A room with something in it. ``question`` is what it belongs to, empty where that is the whole theme.

    ``heading`` is the title above it, ``number`` what stands before the question, ``label`` what its column
    is called. ``rows`` is over how many rows the room goes.
    """

    place: DocumentPlace
    lines: tuple[str, ...]
    role: RoomRole = RoomRole.ANSWER
    question: str = ""
    number: str = ""
    heading: str = ""
    label: str = ""
    rows: int = 1

    @property
    def text(self) -> str:
        """Its words, a line for each paragraph."""
        return "\n".join(self.lines)


class LeftOut(Enum):
    """Why a line of a form is in no room."""

    PLAN = auto()
    PERSONAL = auto()
    PRINTED = auto()
    HELP = auto()
    LOOSE = auto()


@dataclass(frozen=True, slots=True)
class LooseLine:
    """A line that somebody may have written and that is in no room."""

    place: DocumentPlace
    text: str
    why: LeftOut


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What was found in a form: its rooms in reading order, and the lines in none."""

    rooms: tuple[FilledRoom, ...]
    loose: tuple[LooseLine, ...]
