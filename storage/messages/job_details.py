"""What a job needs to know, one value for each kind of job. Only here are they written and read as JSON.

A value also says who its result is for and what they must be allowed. Whether somebody is allowed it is not
looked at here, and nothing is made.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum, StrEnum, unique
from functools import cache
from typing import Any, ClassVar, get_args

import orjson
from pydantic import TypeAdapter, ValidationError

from conversations.effects import JobKind
from conversations.exercise.letter_kinds import LetterKind
from conversations.outgoing import KeptButton


@unique
class JobAudience(Enum):
    """Who the result of a job is for, which decides how it is said."""

    OWN_EVALUATION = "own evaluation"
    """Somebody asked for it in their own evaluation, which goes on behind it."""
    ASKER = "asker"
    """Somebody asked for it, or for what it belongs to, and nothing of theirs goes on behind it."""
    MANY = "many"
    """It goes to many at once, or was not asked for at this moment; everything more urgent goes first."""


@unique
class JobRight(StrEnum):
    """What somebody must be allowed when a result is said. Beyond the first two, the name of a command."""

    NONE = "none"
    TAKES_PART = "takes part"
    STATUS = "status"
    RESULTS = "results"
    PAPER = "paper"
    INVITE = "invite"
    LINK = "link"
    REPLIES = "replies"
    CHECKLIST = "checklist"
    LETTERS = "letters"

    @property
    def needs_role(self) -> bool:
        """Whether only somebody with a role has it."""
        return self not in (JobRight.NONE, JobRight.TAKES_PART)


@dataclass(frozen=True, slots=True)
class RoundJob:
    """A job about a round as a whole."""

    round_id: str


@dataclass(frozen=True, slots=True)
class ThemeReportJob:
    """A participant's report of a theme, as messages, a picture and a PDF."""

    kind: ClassVar[JobKind] = JobKind.THEME_REPORT
    audience: ClassVar[JobAudience] = JobAudience.OWN_EVALUATION
    right: ClassVar[JobRight] = JobRight.NONE
    theme_id: str


@dataclass(frozen=True, slots=True)
class ThemeReportPageJob:
    """The same report as one file that opens in a browser."""

    kind: ClassVar[JobKind] = JobKind.THEME_REPORT_HTML
    audience: ClassVar[JobAudience] = JobAudience.OWN_EVALUATION
    right: ClassVar[JobRight] = JobRight.NONE
    theme_id: str


@dataclass(frozen=True, slots=True)
class OwnDataJob:
    """Everything that is kept about a person, for that person."""

    kind: ClassVar[JobKind] = JobKind.MY_DATA
    audience: ClassVar[JobAudience] = JobAudience.OWN_EVALUATION
    right: ClassVar[JobRight] = JobRight.NONE


@dataclass(frozen=True, slots=True)
class AnnouncementJob:
    """A sentence that somebody gets next to what they are doing.

    ``button`` is what it offers, if anything.
    """

    kind: ClassVar[JobKind] = JobKind.ANNOUNCEMENT
    audience: ClassVar[JobAudience] = JobAudience.MANY
    right: ClassVar[JobRight] = JobRight.NONE
    text: str
    button: KeptButton | None = None


@dataclass(frozen=True, slots=True)
class DigestJob(RoundJob):
    """How far a round is, for somebody who wants a regular digest."""

    kind: ClassVar[JobKind] = JobKind.DIGEST
    audience: ClassVar[JobAudience] = JobAudience.MANY
    right: ClassVar[JobRight] = JobRight.STATUS


@dataclass(frozen=True, slots=True)
class ProgressPictureJob(RoundJob):
    """How far a round is, in one picture."""

    kind: ClassVar[JobKind] = JobKind.PROGRESS_PICTURE
    audience: ClassVar[JobAudience] = JobAudience.ASKER
    right: ClassVar[JobRight] = JobRight.STATUS


@dataclass(frozen=True, slots=True)
class GroupReportJob(RoundJob):
    """The group's report with this number in its round, as messages, a picture and a PDF.

    ``is_held``: too few have changed anything since, so the report of before is given and this is said.
    """

    kind: ClassVar[JobKind] = JobKind.GROUP_REPORT
    audience: ClassVar[JobAudience] = JobAudience.ASKER
    right: ClassVar[JobRight] = JobRight.RESULTS
    number: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class GroupReportFileJob(RoundJob):
    """The same report as one kind of file alone: a page, a Word document, or its figures as tables."""

    kind: ClassVar[JobKind] = JobKind.GROUP_REPORT_HTML
    audience: ClassVar[JobAudience] = JobAudience.ASKER
    right: ClassVar[JobRight] = JobRight.RESULTS
    number: int
    is_held: bool = False
    file_kind: str = "html"


@dataclass(frozen=True, slots=True)
class ReleasedReportJob(RoundJob):
    """The group's report for somebody who took part, once it is given to everybody."""

    kind: ClassVar[JobKind] = JobKind.RELEASED_REPORT
    audience: ClassVar[JobAudience] = JobAudience.MANY
    right: ClassVar[JobRight] = JobRight.TAKES_PART
    number: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class RepliesTableJob(RoundJob):
    """What people wrote, as a table, as far as whoever asked may read it.

    ``code`` is that of a theme or of a prompt, empty for all. ``team`` and ``state`` leave out others, where
    they are given. ``number`` is that of the round's newest report, 0 where replies are read with names.
    """

    kind: ClassVar[JobKind] = JobKind.REPLIES_TABLE
    audience: ClassVar[JobAudience] = JobAudience.ASKER
    right: ClassVar[JobRight] = JobRight.REPLIES
    number: int
    code: str = ""
    team: str | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class PromptSheetJob(RoundJob):
    """The prompts of a round's guide, to print and to write on: those of one set, or all of them."""

    kind: ClassVar[JobKind] = JobKind.PROMPT_SHEET
    audience: ClassVar[JobAudience] = JobAudience.ASKER
    right: ClassVar[JobRight] = JobRight.PAPER
    prompt_set: str = ""


@dataclass(frozen=True, slots=True)
class SlipLink:
    """A personal link, and what the place is called that it leads to."""

    place: str
    url: str


@dataclass(frozen=True, slots=True)
class Slip:
    """One person's links on a sheet; ``number`` is that of their invitation."""

    name: str
    team: str
    links: tuple[SlipLink, ...]
    number: int


@dataclass(frozen=True, slots=True)
class LinkSheetJob(RoundJob):
    """Personal links to print and cut up. They let people in, so they are kept no longer than the job."""

    kind: ClassVar[JobKind] = JobKind.LINK_SHEET
    audience: ClassVar[JobAudience] = JobAudience.ASKER
    right: ClassVar[JobRight] = JobRight.INVITE
    valid_until: date
    made_at: datetime
    slips: tuple[Slip, ...]


@dataclass(frozen=True, slots=True)
class PosterJob(RoundJob):
    """The shared link with this number of a round, as a sheet for a wall."""

    kind: ClassVar[JobKind] = JobKind.POSTER
    audience: ClassVar[JobAudience] = JobAudience.ASKER
    right: ClassVar[JobRight] = JobRight.LINK
    number: int


@dataclass(frozen=True, slots=True)
class LateTasksJob(RoundJob):
    """What is late on the checklist of a round, for those who coordinate it."""

    kind: ClassVar[JobKind] = JobKind.LATE_TASKS
    audience: ClassVar[JobAudience] = JobAudience.MANY
    right: ClassVar[JobRight] = JobRight.CHECKLIST


@dataclass(frozen=True, slots=True)
class LetterJob(RoundJob):
    """A letter around a round as a Word document. ``minutes`` is how long the meeting is, for the agenda."""

    kind: ClassVar[JobKind] = JobKind.LETTER
    audience: ClassVar[JobAudience] = JobAudience.ASKER
    right: ClassVar[JobRight] = JobRight.LETTERS
    letter: LetterKind
    minutes: int


@dataclass(frozen=True, slots=True)
class FetchFileJob:
    """A file that its channel gives out by its ``reference``; it answers this ``card``.

    ``content`` is that of a long list, in base64, which is here already and only read, outside of the store.
    ``sets_of`` is the round whose sets of prompts it may name, empty for none; ``language`` that of what is
    said about it.
    """

    kind: ClassVar[JobKind] = JobKind.FETCH_FILE
    audience: ClassVar[JobAudience] = JobAudience.ASKER
    right: ClassVar[JobRight] = JobRight.NONE
    message_id: str
    reference: str
    card: int
    content: str = ""
    sets_of: str = ""
    language: str = ""


JobDetails = (
    ThemeReportJob
    | ThemeReportPageJob
    | OwnDataJob
    | AnnouncementJob
    | DigestJob
    | ProgressPictureJob
    | GroupReportJob
    | GroupReportFileJob
    | ReleasedReportJob
    | RepliesTableJob
    | PromptSheetJob
    | LinkSheetJob
    | PosterJob
    | LateTasksJob
    | LetterJob
    | FetchFileJob
)


@dataclass(frozen=True, slots=True)
class UnreadableJob:
    """A job whose details cannot be read, or whose kind nobody knows. Nothing can be made of it."""

    kind: str

    @property
    def audience(self) -> JobAudience:
        """Who it would have been for, and who now hears that it failed."""
        value = _values().get(self.kind)
        return value.audience if value else JobAudience.ASKER

    @property
    def right(self) -> JobRight:
        """What they would have needed. They hear of the failure only while they have it."""
        value = _values().get(self.kind)
        return value.right if value else JobRight.NONE


def requested_job(kind: JobKind, theme_id: str | None) -> JobDetails:
    """What somebody asked for in their own evaluation. Raises ``LookupError`` for what is no such job."""
    value = _values().get(kind)
    given = {"theme_id": theme_id} if theme_id else {}
    needed = {each.name for each in fields(value)} if value else set()
    if value is None or value.audience is not JobAudience.OWN_EVALUATION or not needed <= given.keys():
        raise LookupError(f"nobody asks for {kind} in their own evaluation")
    details: JobDetails = value(**{name: given[name] for name in needed})
    return details


def details_to_json(details: JobDetails) -> str:
    """What a job needs, as it is stored."""
    return orjson.dumps(details, default=tuple).decode()


def details_from_json(kind: str, stored: str) -> JobDetails | UnreadableJob:
    """What :func:`details_to_json` wrote for a job of this kind; ``UnreadableJob`` for anything else."""
    try:
        details: JobDetails = _reader(kind).validate_json(stored)
    except (KeyError, ValidationError):
        return UnreadableJob(kind)
    return details


def round_in(stored: str) -> str | None:
    """The round that a job is about, whatever its kind; None where its details name none."""
    try:
        details = orjson.loads(stored)
    except orjson.JSONDecodeError:
        return None
    return details.get("round_id") if isinstance(details, dict) else None


@cache
def kinds_for_many() -> list[str]:
    """The kinds whose result goes to many at once."""
    return [str(kind) for kind, value in _values().items() if value.audience is JobAudience.MANY]


@cache
def kinds_about_rounds() -> list[str]:
    """The kinds that are about a round as a whole, and may take long."""
    return [str(kind) for kind, value in _values().items() if issubclass(value, RoundJob)]


@cache
def _reader(kind: str) -> TypeAdapter[Any]:
    """What reads the details of one kind. Built when the first of its jobs is read. Raises ``KeyError``."""
    return TypeAdapter(_values()[kind])


@cache
def _values() -> dict[str, Any]:
    """The value of each kind."""
    return {each.kind: each for each in get_args(JobDetails)}
