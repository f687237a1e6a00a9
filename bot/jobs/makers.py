"""What makes which job: one table with every kind of job."""

import asyncio
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from bot.coordinator.commands.people.list_read import list_as_read
from bot.jobs.artefact import Artefact, FetchedFile
from bot.jobs.exercise_files import make_late_tasks, make_letter
from bot.jobs.replies_table import make_replies_table
from bot.jobs.round_report import RoundReportMaker
from bot.jobs.theme_report import make_own_data, make_report
from bot.messages.channels import Channels
from bot.messages.guide_cache import GuideShelf
from content.phrases import phrases_in
from conversations.outgoing import Button, Card, Line
from storage.engine.database import Database
from storage.messages.job_details import (
    AnnouncementJob,
    DigestJob,
    FetchFileJob,
    GroupReportFileJob,
    GroupReportJob,
    LateTasksJob,
    LetterJob,
    LinkSheetJob,
    OwnDataJob,
    PosterJob,
    ProgressPictureJob,
    PromptSheetJob,
    ReleasedReportJob,
    RepliesTableJob,
    ThemeReportJob,
    ThemeReportPageJob,
)
from storage.messages.jobs import Job

Maker = Callable[[Job[Any], datetime], Awaitable[Artefact | FetchedFile]]
"""Makes the result of one kind of job at a moment. Raises what went wrong with it."""

Makers = Mapping[type[Any], Maker]
"""What makes each kind of job, by the value that says what it needs."""


def makers(database: Database, shelf: GuideShelf, channels: Channels) -> Makers:
    """What makes each kind of job."""
    rounds = RoundReportMaker(database, shelf, channels)
    return {
        ThemeReportJob: partial(make_report, database, shelf),
        ThemeReportPageJob: partial(make_report, database, shelf),
        OwnDataJob: partial(make_own_data, database, shelf),
        AnnouncementJob: _announcement,
        DigestJob: rounds.digest,
        ProgressPictureJob: rounds.progress_picture,
        GroupReportJob: rounds.group_report,
        GroupReportFileJob: rounds.group_report,
        ReleasedReportJob: rounds.group_report,
        RepliesTableJob: partial(make_replies_table, database, shelf),
        PromptSheetJob: rounds.prompt_sheet,
        LinkSheetJob: rounds.link_sheet,
        PosterJob: rounds.poster,
        LateTasksJob: partial(make_late_tasks, database),
        LetterJob: partial(make_letter, database, shelf),
        FetchFileJob: partial(_file, database, shelf, channels),
    }


async def _announcement(job: Job[AnnouncementJob], _now: datetime) -> Artefact:
    offered = job.details.button
    buttons = ((Button(*offered),),) if offered is not None else ()
    return Artefact((Card((Line(job.details.text),), buttons),), ())


async def _file(
    database: Database, shelf: GuideShelf, channels: Channels, job: Job[FetchFileJob], _now: datetime
) -> FetchedFile:
    """A file that is fetched from its channel, or a long list that is here and is read outside the store."""
    asked = job.details
    if not asked.content:
        return FetchedFile(await channels[job.channel].fetch(asked.reference))
    sets = await database.read(lambda tx: shelf.guide_of(tx, asked.sets_of).sets) if asked.sets_of else ()
    phrases = phrases_in(asked.language)
    return FetchedFile(None, await asyncio.to_thread(list_as_read, b64decode(asked.content), phrases, sets))
