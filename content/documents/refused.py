"""Why a file is not read at all: one clear sentence for each reason."""

from enum import Enum, auto

from content.phrases import Phrases


class Unreadable(Enum):
    """What is the matter with a file that is refused."""

    EMPTY = auto()
    NO_WORDS = auto()
    PROMPT_SHEET = auto()
    REPLIES = auto()
    TOO_LARGE = auto()
    OLD_OFFICE = auto()
    LOCKED = auto()
    PDF = auto()
    RICH_TEXT = auto()
    OPEN_DOCUMENT = auto()
    PICTURE = auto()
    OTHER_KIND = auto()
    DAMAGED = auto()
    TOO_MUCH = auto()
    NOT_AS_OFFICE_WRITES = auto()
    BROKEN_GUIDE = auto()
    OTHER_FORMAT = auto()
    SEVERAL_LANGUAGES = auto()


class DocumentRefused(Exception):
    """A file that is not read. ``why`` is the reason; nothing of the file is in it.

    ``line`` is the one of a guide's text that is the matter, 0 where none is.
    """

    def __init__(self, why: Unreadable, *, line: int = 0) -> None:
        super().__init__(why.name)
        self.why = why
        self.line = line


def refusal_sentence(why: Unreadable, phrases: Phrases, *, line: int = 0) -> str:
    """What to tell the person who gave the file."""
    p = phrases
    match why:
        case Unreadable.EMPTY:
            return p.say("There is nothing in this file.")
        case Unreadable.TOO_LARGE:
            return p.say("This file is too large. Take out its pictures, and send it again.")
        case Unreadable.LOCKED:
            return p.say("This file needs a password. Save a copy without the password, and send that.")
        case Unreadable.DAMAGED:
            return p.say("This file is damaged. Open it in Word or Excel, save it again, and send that.")
        case Unreadable.TOO_MUCH:
            return p.say("There is more in this file than can be read. Send it in several parts.")
        case Unreadable.NOT_AS_OFFICE_WRITES:
            return p.say("This file is not built as Word or Excel build theirs, and is not read.")
        case Unreadable.BROKEN_GUIDE | Unreadable.OTHER_FORMAT | Unreadable.SEVERAL_LANGUAGES:
            return _guide(why, p, line)
        case Unreadable.NO_WORDS | Unreadable.PROMPT_SHEET | Unreadable.REPLIES:
            return _no_guide(why, p)
    return _other_kind(why, p)


def _no_guide(why: Unreadable, p: Phrases) -> str:
    """Why a document that can be read becomes no guide."""
    if why is Unreadable.PROMPT_SHEET:
        return p.say(
            "This is a prompt sheet, and no guide, so nothing of it was kept: send a filled sheet with "
            "/typein."
        )
    if why is Unreadable.REPLIES:
        return p.say("These are replies from a round, and no guide, so nothing of it was kept.")
    return p.say("There are no words in this document. Words in pictures are not read.")


def _guide(why: Unreadable, p: Phrases, line: int) -> str:
    """Why a file with a guide of ours is not read."""
    if why is Unreadable.OTHER_FORMAT:
        return p.say("This guide is in a format that is newer than this Closer Look, and cannot be read.")
    if why is Unreadable.SEVERAL_LANGUAGES:
        return p.say("This file has a guide in several languages. Please send each in a file of its own.")
    if line:
        return p.say("This guide cannot be read. Something is wrong in line {line} of its file.", line=line)
    return p.say("This is a guide of Closer Look, but not built as one. Please export it again.")


def _other_kind(why: Unreadable, p: Phrases) -> str:
    match why:
        case Unreadable.OLD_OFFICE:
            return p.say(
                "This is a file of an old version of Office. Open it, save it as .docx or .xlsx, and send "
                "that."
            )
        case Unreadable.PDF:
            return p.say("This is a PDF. Please send the Word document that it was made from.")
        case Unreadable.RICH_TEXT:
            return p.say("This is an RTF file. Open it in Word, save it as .docx, and send that.")
        case Unreadable.OPEN_DOCUMENT:
            return p.say("This is an OpenDocument text. Save it as .docx, and send that.")
        case Unreadable.PICTURE:
            return p.say("This is a picture, and words in pictures are not read. Please send the document.")
    return p.say("This is no Word document (.docx) and no Excel workbook (.xlsx).")
