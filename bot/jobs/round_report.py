"""What jobs make of a round as a whole, for those who run it and those who took part in it.

Rights are checked once more when it is made: somebody who may no longer have it gets nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.coordinator.invitation_sheet import poster_of, sheet_of_job
from bot.coordinator.report_data import progress_now, publish
from bot.jobs.artefact import MEDIA_TYPES, Artefact, ArtefactFile
from bot.jobs.render_process import in_child, render
from bot.jobs.rights import may_have, role_at, role_holder_of
from bot.messages.channels import Channels
from bot.messages.guide_cache import GuideShelf
from content.phrases import SOURCE_LANGUAGE, Phrases, long_date, phrases_in
from conversations.cards.readers import for_those_on_paper
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Card, Line, Style
from conversations.who_sees_what import sheets_are_apart
from reports.file_kinds import CSV, DOCX, HTML, JSON, PDF, PNG, XLSX
from reports.group.group_chat_text import group_cards
from reports.group.group_report import GroupReport
from reports.group.group_wording import file_taken_back, pdf_taken_back
from reports.paper.link_sheet import LinkSheet, in_parts
from reports.paper.poster import Poster
from reports.paper.prompt_sheet import PromptSheet
from reports.progress.progress import RoundProgress
from reports.progress.progress_text import progress_card
from reports.rendering import render_link_sheet, render_poster, render_prompt_sheet
from storage.engine.database import Database, Transaction
from storage.messages.job_details import (
    DigestJob,
    GroupReportFileJob,
    GroupReportJob,
    LinkSheetJob,
    PosterJob,
    ProgressPictureJob,
    PromptSheetJob,
    ReleasedReportJob,
)
from storage.messages.jobs import Job
from storage.people.people import recipient_at
from storage.roles.audit import newest_of
from storage.roles.organisations import Role
from storage.rounds.group_reports import find_cut
from storage.rounds.rounds import find_listed

NOTHING = Artefact((), ())

_GroupReportJob = Job[GroupReportJob] | Job[GroupReportFileJob] | Job[ReleasedReportJob]
_ProgressJob = Job[ProgressPictureJob] | Job[DigestJob]


class RoundReportMaker:
    """Makes what was asked for, or nothing where it is for somebody who may not have it.

    What goes to many is only made once, while nothing of it is erased.
    """

    def __init__(self, database: Database, shelf: GuideShelf, channels: Channels) -> None:
        self._database = database
        self._shelf = shelf
        self._channels = channels
        self._newest: tuple[_Key, Artefact] | None = None

    async def progress_picture(self, job: Job[ProgressPictureJob], now: datetime) -> Artefact:
        """How far a round is, in one picture."""
        found = await self._database.read(lambda tx: _progress(tx, self._shelf, job, now))
        if found is None:
            return NOTHING
        progress, phrases = found
        rendered = await render(progress, phrases.language, (PNG,))
        said = phrases.say("How far it is, in one picture.")
        return Artefact(
            (), (ArtefactFile("progress.png", MEDIA_TYPES[PNG], rendered.png, said, rendered.alt),)
        )

    async def digest(self, job: Job[DigestJob], now: datetime) -> Artefact:
        """How far a round is, as a message."""
        found = await self._database.read(lambda tx: _digest(tx, self._shelf, job, now))
        return Artefact((found,), ()) if found is not None else NOTHING

    async def group_report(self, job: _GroupReportJob, _now: datetime) -> Artefact:
        """The group's report, the same for all who get it. Raises ``LookupError``."""
        key = await self._database.read(lambda tx: _key(tx, job))
        if key is None:
            return NOTHING
        if self._newest is None or self._newest[0] != key:
            report = await publish(self._database, self._shelf, key.round_id, key.number)
            self._newest = (key, await _made_of(report, key))
        return self._newest[1]

    async def prompt_sheet(self, job: Job[PromptSheetJob], now: datetime) -> Artefact:
        """The prompts of a round as files to print and to fill in."""
        found = await self._database.read(lambda tx: _sheet(tx, self._shelf, job, now))
        if found is None:
            return NOTHING
        sheet, phrases = found
        of_set = sheet.guide.title_of_set(sheet.guide.asked_of)
        said = {
            PDF: phrases.say("These are the prompts for: {who}. Print them and write on them.", who=of_set)
            if of_set
            else phrases.say("The prompts to print and to write on."),
            DOCX: phrases.say("The same as a Word document, to fill in on a computer."),
        }
        which = f"-{sheet.guide.asked_of}" if of_set else ""
        files = []
        for kind, caption in said.items():
            content = await in_child(render_prompt_sheet, sheet, phrases.language, kind)
            files.append(ArtefactFile(f"prompts{which}.{kind}", MEDIA_TYPES[kind], content, caption, caption))
        return Artefact((), tuple(files))

    async def link_sheet(self, job: Job[LinkSheetJob], _now: datetime) -> Artefact:
        """Personal links as files to print. Raises ``LookupError`` where their round is gone."""
        found = await self._database.read(lambda tx: _links(tx, self._shelf, job))
        if found is None:
            return NOTHING
        sheet, phrases = found
        said = phrases.count(
            "A slip with a QR code, to print.",
            "A slip for each person, with a QR code: to print and cut up.",
            len(sheet.links),
        )
        files = []
        for number, part in enumerate(in_parts(sheet), 1):
            content = await in_child(render_link_sheet, part, phrases.language)
            name = f"links-{number}.{PDF}"
            files.append(
                ArtefactFile(name, MEDIA_TYPES[PDF], content, said, said, once_erased=_taken_back(phrases))
            )
        return Artefact((), tuple(files))

    async def poster(self, job: Job[PosterJob], now: datetime) -> Artefact:
        """A shared link as a file to print, nothing for one that lets nobody in any more."""

        def look(tx: Transaction) -> tuple[Poster, Phrases] | None:
            role_holder = role_holder_of(tx, job)
            if role_holder is None or not may_have(tx, job):
                return None
            phrases = phrases_in(role_holder.language)
            found = poster_of(tx, self._shelf, self._channels, phrases, job.details, now)
            return (found, phrases) if found is not None else None

        found = await self._database.read(look)
        if found is None:
            return NOTHING
        poster, phrases = found
        content = await in_child(render_poster, poster, phrases.language)
        said = phrases.say("The link with a QR code: a sheet for a wall, and slips to hand on.")
        file = ArtefactFile(f"poster-{job.details.number}.{PDF}", MEDIA_TYPES[PDF], content, said, said)
        return Artefact((), (file,))


def _taken_back(phrases: Phrases) -> str:
    """What stands where a sheet of links stood, once somebody's name on it has been erased."""
    return phrases.say(
        "The slips were here. They were taken back, as a name on them has been erased since. /people shows "
        "who is invited, and makes a new link for whoever needs one."
    )


@dataclass(frozen=True, slots=True)
class _Key:
    """Which report is made in which way. While it is the same, so is what is made."""

    round_id: str
    number: int
    is_held: bool
    file_kind: str
    language: str
    erasures: int


def _key(tx: Transaction, job: _GroupReportJob) -> _Key | None:
    """What is to be made for a job; None for somebody who may not have it."""
    details = job.details
    listed = find_listed(tx, details.round_id)
    if listed is None or not may_have(tx, job):
        return None
    reached, cut = recipient_at(tx, job.channel, job.address), find_cut(tx, listed.view.id, details.number)
    return _Key(
        details.round_id,
        details.number,
        is_held=details.is_held,
        file_kind=details.file_kind if isinstance(details, GroupReportFileJob) else "",
        language=reached.language if reached else SOURCE_LANGUAGE,
        # Every erasure counts one up, of a person or of words: what is made next is without them.
        erasures=cut.erasures if cut is not None else 0,
    )


async def _made_of(report: GroupReport, key: _Key) -> Artefact:
    phrases = phrases_in(key.language)
    if key.file_kind:
        return await _as_file(report, key, phrases)
    rendered = await render(report, key.language, (PNG, PDF))
    pictured = phrases.say("The ratings of all themes in one picture.")
    said = phrases.say("The group's report with everything in it, to keep or to print.")
    held = (_held(report, phrases),) if key.is_held else ()
    return Artefact(
        (*held, *group_cards(report, phrases)),
        (
            _file(key, PNG, rendered.png, pictured, rendered.alt),
            _file(key, PDF, rendered.pdf, said, said, pdf_taken_back(phrases)),
        ),
    )


async def _as_file(report: GroupReport, key: _Key, phrases: Phrases) -> Artefact:
    """The report as one kind of file alone, which is not protected where it is to be worked with."""
    said = {
        HTML: phrases.say("The group's report as one file that opens in a browser."),
        DOCX: phrases.say("The group's report as a Word document, to be worked on and shortened."),
        XLSX: phrases.say(
            "The figures and statements of the group's report as a workbook. A second sheet says what each "
            "column means."
        ),
        CSV: phrases.say("The same figures as CSV, for other programs."),
        JSON: phrases.say("The same figures as JSON, for other programs."),
    }
    kinds = (XLSX, CSV, JSON) if key.file_kind == XLSX else (key.file_kind,)
    rendered, taken_back = await render(report, key.language, kinds), file_taken_back(key.file_kind, phrases)
    return Artefact(
        (),
        tuple(
            replace(
                _file(key, kind, getattr(rendered, kind), said[kind], said[kind], taken_back),
                protect=kind == HTML,
            )
            for kind in kinds
        ),
    )


def _held(report: GroupReport, phrases: Phrases) -> Card:
    """Why a report does not say what may have changed since it was made first."""
    day = long_date(report.facts.closed_on, phrases.language)
    if report.facts.is_anonymous:
        why = phrases.say(
            "This is the report as it was on {day}. An anonymous round gives its report once: with a second "
            "one somebody could see what was written in between.",
            day=day,
        )
    else:
        why = phrases.say(
            "This is the report as it was on {day}. A new one is made only once at least {n} people have "
            "written since, in each theme that changed. With fewer one could see what they wrote.",
            day=day,
            n=report.facts.threshold,
        )
    return Card((Line(why),))


def _file(
    key: _Key, kind: str, content: bytes, caption: str, alt: str, once_erased: str = ""
) -> ArtefactFile:
    name = f"group-report-{key.number}.{kind}"
    return ArtefactFile(name, MEDIA_TYPES[kind], content, caption, alt, once_erased=once_erased)


def _progress(
    tx: Transaction, shelf: GuideShelf, job: _ProgressJob, now: datetime
) -> tuple[RoundProgress, Phrases] | None:
    role_holder, listed = role_holder_of(tx, job), find_listed(tx, job.details.round_id)
    if role_holder is None or listed is None or not may_have(tx, job):
        return None
    phrases = phrases_in(role_holder.language)
    by_name = role_at(role_holder, listed) is Role.COORDINATOR
    guide = shelf.guide_of(tx, listed.view.id)
    return progress_now(tx, listed, guide, now, phrases, by_name=by_name), phrases


def _digest(tx: Transaction, shelf: GuideShelf, job: Job[DigestJob], now: datetime) -> Card | None:
    """How far a round is, and with what the record ends: by that it can be seen later whether it changed."""
    found, listed = _progress(tx, shelf, job, now), find_listed(tx, job.details.round_id)
    if found is None or listed is None:
        return None
    (progress, phrases), newest = found, newest_of(tx, listed.organisation_id)
    card = progress_card(progress, phrases)
    if not newest:
        return card
    said = phrases.say(
        "The record of who did what ends with {mark}. If you keep this message, it can be seen later whether "
        "the record was changed.",
        mark=newest,
    )
    return Card((*card.lines, Line(said, Style.HELP)), card.buttons)


def _sheet(
    tx: Transaction, shelf: GuideShelf, job: Job[PromptSheetJob], now: datetime
) -> tuple[PromptSheet, Phrases] | None:
    role_holder, listed = role_holder_of(tx, job), find_listed(tx, job.details.round_id)
    if role_holder is None or listed is None or not may_have(tx, job):
        return None
    phrases, view = phrases_in(role_holder.language), listed.view
    guide = shelf.guide_of(tx, view.id)
    sheet = PromptSheet(
        guide=guide.for_set(job.details.prompt_set),
        round_title=view.title,
        organisation=view.organisation,
        closes_on=view.last_day,
        who_reads=for_those_on_paper(phrases, view, guide),
        made_at=now,
        is_counted_apart=sheets_are_apart(view.who_sees),
        is_anonymous=view.who_sees is WhoSees.ANONYMOUS,
    )
    return sheet, phrases


def _links(tx: Transaction, shelf: GuideShelf, job: Job[LinkSheetJob]) -> tuple[LinkSheet, Phrases] | None:
    role_holder = role_holder_of(tx, job)
    if role_holder is None or not may_have(tx, job):
        return None
    return sheet_of_job(tx, shelf, job.details), phrases_in(role_holder.language)
