"""Which job is made by what: one table, in which every kind of job stands."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from bot.jobs.artefact import Artefact, FetchedFile
from bot.jobs.round_report import RoundReportMaker
from bot.jobs.theme_report import make_own_data, make_report
from bot.messages.guide_cache import GuideShelf
from conversations.outgoing import Card, Line
from storage.engine.database import Database
from storage.messages.job_details import (
    AnnouncementJob,
    DigestJob,
    FetchFileJob,
    GroupReportJob,
    GroupReportPageJob,
    LinkSheetJob,
    OwnDataJob,
    ProgressPictureJob,
    PromptSheetJob,
    ReleasedReportJob,
    ThemeReportJob,
    ThemeReportPageJob,
)
from storage.messages.jobs import Job

Fetch = Callable[[str], Awaitable[bytes | None]]
"""Gets what a file holds by its name with its channel, None where it cannot. Raises ``DeliveryFailed``."""

Maker = Callable[[Job[Any], datetime], Awaitable[Artefact | FetchedFile]]
"""Makes the result of one kind of job at a moment. Raises what went wrong with it."""

Makers = Mapping[type[Any], Maker]
"""What makes each kind of job, by the value that says what it needs."""


async def fetch_nothing(_reference: str) -> None:
    """Where no channel is connected that files could be fetched from."""


def makers(database: Database, shelf: GuideShelf, fetch: Fetch) -> Makers:
    """What makes each kind of job."""
    rounds = RoundReportMaker(database, shelf)
    return {
        ThemeReportJob: partial(make_report, database, shelf),
        ThemeReportPageJob: partial(make_report, database, shelf),
        OwnDataJob: partial(make_own_data, database, shelf),
        AnnouncementJob: _announcement,
        DigestJob: rounds.digest,
        ProgressPictureJob: rounds.progress_picture,
        GroupReportJob: rounds.group_report,
        GroupReportPageJob: rounds.group_report,
        ReleasedReportJob: rounds.group_report,
        PromptSheetJob: rounds.prompt_sheet,
        LinkSheetJob: rounds.link_sheet,
        FetchFileJob: partial(_fetched_file, fetch),
    }


async def _announcement(job: Job[AnnouncementJob], _now: datetime) -> Artefact:
    return Artefact((Card((Line(job.details.text),)),), ())


async def _fetched_file(fetch: Fetch, job: Job[FetchFileJob], _now: datetime) -> FetchedFile:
    return FetchedFile(await fetch(job.details.reference))
