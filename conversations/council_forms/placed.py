"""What was made of the rooms of a form, as values: read as which reply, or why not."""

from dataclasses import dataclass
from enum import Enum, auto

from content.documents.blocks import DocumentPlace
from content.filled_forms.rooms import RoomRole
from conversations.council_forms.asked_words import MatchedBy


class NotPlaced(Enum):
    """Why words of a form become no reply."""

    NO_PROMPT = auto()
    NO_THEME = auto()
    OTHER_THEME = auto()
    OTHER_NUMBER = auto()
    NO_LEVEL_ASKED = auto()
    TWO_LEVELS = auto()
    NOT_ASKED_HERE = auto()
    UNREADABLE = auto()
    TWICE = auto()
    WHICH_OF_BOTH = auto()
    HELP = auto()
    PRINTED = auto()
    PLAN = auto()
    PERSONAL = auto()
    LOOSE = auto()


@dataclass(frozen=True, slots=True)
class PlacedReply:
    """Words of a form that are read as a reply: with the code that they are kept under, and where they stand.

    ``theme_number`` is the place of its theme, ``label`` what the form calls the room. ``rows`` is over how
    many rows its cell goes.
    """

    place: DocumentPlace
    code: str
    text: str
    role: RoomRole
    by: MatchedBy
    label: str
    theme_number: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class UnplacedWords:
    """Words of a form that are read as no reply, and why. ``told`` is more about it, where there is more.

    ``label`` is what the form asks there.
    """

    place: DocumentPlace
    text: str
    why: NotPlaced
    told: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class PlacedForm:
    """A form as it was read for a guide, both in the order of the form."""

    replies: tuple[PlacedReply, ...]
    unplaced: tuple[UnplacedWords, ...]

    @property
    def as_typed(self) -> str:
        """The replies as somebody would type them in, each on a line with its code."""
        return "\n".join(f"{each.code} {each.text}" for each in self.replies)
