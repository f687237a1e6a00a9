"""What a job needs to know, one value for each kind of job. Only here are they written and read as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, get_args

import orjson
from pydantic import TypeAdapter, ValidationError

from conversations.state import JobKind


@dataclass(frozen=True, slots=True)
class ThemeReportJob:
    """A participant's report of a theme, as messages, a picture and a PDF."""

    kind: ClassVar[JobKind] = JobKind.THEME_REPORT
    theme_id: str


@dataclass(frozen=True, slots=True)
class ThemeReportPageJob:
    """The same report as one file that opens in a browser."""

    kind: ClassVar[JobKind] = JobKind.THEME_REPORT_HTML
    theme_id: str


@dataclass(frozen=True, slots=True)
class OwnDataJob:
    """Everything that is kept about a person, for that person."""

    kind: ClassVar[JobKind] = JobKind.MY_DATA


@dataclass(frozen=True, slots=True)
class AnnouncementJob:
    """A sentence that somebody gets next to what they are doing."""

    kind: ClassVar[JobKind] = JobKind.ANNOUNCEMENT
    text: str


@dataclass(frozen=True, slots=True)
class DigestJob:
    """How far a round is, for somebody who wants a regular digest."""

    kind: ClassVar[JobKind] = JobKind.DIGEST
    round_id: str


@dataclass(frozen=True, slots=True)
class ProgressPictureJob:
    """How far a round is, in one picture."""

    kind: ClassVar[JobKind] = JobKind.PROGRESS_PICTURE
    round_id: str


@dataclass(frozen=True, slots=True)
class GroupReportJob:
    """The group's report with this number in its round, as messages, a picture and a PDF.

    ``is_held``: too few have changed anything since, so the report of before is given and this is said.
    """

    kind: ClassVar[JobKind] = JobKind.GROUP_REPORT
    round_id: str
    number: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class GroupReportPageJob:
    """The same report as one file that opens in a browser."""

    kind: ClassVar[JobKind] = JobKind.GROUP_REPORT_HTML
    round_id: str
    number: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class ReleasedReportJob:
    """The group's report for somebody who took part, once it is given to everybody."""

    kind: ClassVar[JobKind] = JobKind.RELEASED_REPORT
    round_id: str
    number: int


@dataclass(frozen=True, slots=True)
class PromptSheetJob:
    """The prompts of a round's guide, to print and to write on."""

    kind: ClassVar[JobKind] = JobKind.PROMPT_SHEET
    round_id: str


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
class LinkSheetJob:
    """Personal links to print and cut up. They let people in, so they are kept no longer than the job."""

    kind: ClassVar[JobKind] = JobKind.LINK_SHEET
    round_id: str
    valid_until: date
    made_at: datetime
    slips: tuple[Slip, ...]


@dataclass(frozen=True, slots=True)
class FetchFileJob:
    """A file that its channel gives out by its ``reference``; it answers this ``card``."""

    kind: ClassVar[JobKind] = JobKind.FETCH_FILE
    message_id: str
    reference: str
    card: int


JobDetails = (
    ThemeReportJob
    | ThemeReportPageJob
    | OwnDataJob
    | AnnouncementJob
    | DigestJob
    | ProgressPictureJob
    | GroupReportJob
    | GroupReportPageJob
    | ReleasedReportJob
    | PromptSheetJob
    | LinkSheetJob
    | FetchFileJob
)


@dataclass(frozen=True, slots=True)
class UnreadableJob:
    """A job whose details cannot be read, or whose kind nobody knows. Nothing can be made of it."""

    kind: str


def requested_job(kind: JobKind, theme_id: str | None) -> JobDetails:
    """What somebody asked for in their own evaluation. Raises ``LookupError`` for what is no such job."""
    match kind:
        case JobKind.THEME_REPORT if theme_id:
            return ThemeReportJob(theme_id)
        case JobKind.THEME_REPORT_HTML if theme_id:
            return ThemeReportPageJob(theme_id)
        case JobKind.MY_DATA:
            return OwnDataJob()
        case _:
            raise LookupError(f"nobody asks for {kind} in their own evaluation")


def details_to_json(details: JobDetails) -> str:
    """What a job needs, as it is stored."""
    return orjson.dumps(details).decode()


def details_from_json(kind: str, stored: str) -> JobDetails | UnreadableJob:
    """What :func:`details_to_json` wrote for a job of this kind; ``UnreadableJob`` for anything else."""
    try:
        details: JobDetails = _reader(kind).validate_json(stored)
    except (KeyError, ValidationError):
        return UnreadableJob(kind)
    return details


@cache
def _reader(kind: str) -> TypeAdapter[Any]:
    """What reads the details of one kind. Built when the first of its jobs is read. Raises ``KeyError``."""
    return TypeAdapter({each.kind: each for each in get_args(JobDetails)}[kind])
