"""The draft of a guide as a value, with what each line of its document was read as."""

from dataclasses import dataclass
from enum import StrEnum, unique

from content.documents.blocks import DocumentPlace


@unique
class ReadAs(StrEnum):
    """What a line of a document may be read as."""

    TITLE = "title of the guide"
    THEME = "title of a theme"
    PURPOSE = "what a theme is about"
    PROMPT = "prompt"
    STATEMENT = "statement"
    HELP = "help"
    EXAMPLE = "illustration"
    LEVEL = "level of the scale"
    NUMBER = "number"
    COLUMN = "heading of a column"
    BEFORE_TITLE = "words before the title of a theme"
    CLOSING = "end of a theme"
    ANSWER = "reply, which is no part of a guide"
    PERSONAL = "about a person, which is not taken"
    PLAN = "plan, which is no part of a guide"
    SIGN_OFF = "sign-off, which is no part of a guide"
    NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line of a document, and what it was read as."""

    read_as: ReadAs
    place: DocumentPlace
    text: str


@dataclass(frozen=True, slots=True)
class DraftPrompt:
    """A prompt, or a statement to be judged on the scale, with its number as it is shown."""

    ask: str
    place: DocumentPlace
    number: str = ""
    help: str = ""
    is_statement: bool = False


@dataclass(frozen=True, slots=True)
class DraftExample:
    """An illustration at a level: 5 for very good, 2 for weak."""

    level: int
    text: str
    place: DocumentPlace


@dataclass(frozen=True, slots=True)
class DraftTheme:
    """A theme of the draft."""

    title: str
    place: DocumentPlace
    number: str = ""
    purpose: str = ""
    prompts: tuple[DraftPrompt, ...] = ()
    examples: tuple[DraftExample, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftLevel:
    """A level of the scale that a document uses."""

    number: int
    name: str


@unique
class DraftDoubtKind(StrEnum):
    """What somebody should look at before the draft is used."""

    TOO_LONG = "longer than fits"
    SAME_NUMBER = "a number twice, as a sheet shows 1.10 as 1.1"
    SAME_WORDS = "the same words twice"
    MAY_BE_ASKED = "what a theme is about, and may be a prompt"
    OTHER_SCALE = "a second scale, which is not used"
    NO_THEME = "no theme was found"


@dataclass(frozen=True, slots=True)
class DraftDoubt:
    """One thing to look at: what kind, where, and the words that it is about."""

    kind: DraftDoubtKind
    place: DocumentPlace
    text: str


@dataclass(frozen=True, slots=True)
class GuideDraft:
    """The draft of a guide. ``readings`` has every line of the document once, in reading order.

    ``levels_place`` is where the levels stand, None where the document has none.
    """

    title: str
    themes: tuple[DraftTheme, ...]
    levels: tuple[DraftLevel, ...]
    readings: tuple[LineReading, ...]
    doubts: tuple[DraftDoubt, ...]
    levels_place: DocumentPlace | None = None

    def read_as(self, *kinds: ReadAs) -> tuple[str, ...]:
        """The words that were read as one of these."""
        return tuple(each.text for each in self.readings if each.read_as in kinds)
