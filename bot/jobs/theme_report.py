"""What jobs make for one person: cards to say and files to attach, from what the store holds."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import orjson

from bot.coordinator.report_data import guest_named
from bot.coordinator.role_names import often_shown, own_role
from bot.jobs.artefact import MEDIA_TYPES, Artefact, ArtefactFile
from bot.jobs.render_process import render
from bot.messages.guide_cache import GuideShelf
from content.phrases import SOURCE_LANGUAGE, Phrases, long_date, phrases_in
from conversations.cards.reminder import said
from reports.own_data import OwnAct, OwnAddress, OwnFinish, OwnRoles, OwnRound, own_data_html
from reports.rendering import HTML, PDF, PNG
from reports.theme.theme_chat_text import chat_cards
from reports.theme.theme_report import ThemeReport, summarise
from storage.engine.database import Database, Transaction, moment
from storage.messages.job_details import OwnDataJob, ThemeReportJob, ThemeReportPageJob
from storage.messages.jobs import Job
from storage.people import people
from storage.people.availability import availability_of
from storage.people.delegations import load_passed_on
from storage.reminders.digests import digests_of
from storage.reminders.reminder_ledger import reminded_on
from storage.roles.audit import acts_about, as_actor
from storage.roles.role_holders import role_place_of
from storage.roles.role_list import roles_of
from storage.rounds import ledger

READERS_ZONE = ZoneInfo("Europe/London")
"""Where the people are who read a report's date."""

_ReportJob = Job[ThemeReportJob] | Job[ThemeReportPageJob]


async def make_report(
    database: Database, shelf: GuideShelf, job: _ReportJob, now: datetime | None = None
) -> Artefact:
    """A participant's report of a theme they have finished. Raises ``LookupError`` when they have not.

    Where a reply was changed since, the report is a new version, finished ``now``.
    """
    if now is not None:
        theme_id = job.details.theme_id
        await database.write(lambda tx: ledger.finish_anew_if_changed(tx, job.participant_id, theme_id, now))
    report, language = await database.read(lambda tx: _report(tx, shelf, job))
    phrases = phrases_in(language)
    if isinstance(job.details, ThemeReportPageJob):
        rendered = await render(report, language, (HTML,))
        said = phrases.say("Your report as one file that opens in a browser.")
        return Artefact((), (_file(report, HTML, rendered.html, said, said),))
    rendered = await render(report, language, (PNG, PDF))
    pictured = phrases.say("Your rating and your replies in one picture.")
    said = phrases.say("Your report with every reply.")
    return Artefact(
        chat_cards(report, phrases),
        (
            _file(report, PNG, rendered.png, pictured, rendered.alt),
            _file(report, PDF, rendered.pdf, said, said),
        ),
    )


def _file(report: ThemeReport, kind: str, content: bytes, caption: str, alt: str) -> ArtefactFile:
    name = f"theme-{report.theme_number}-report-{report.version}.{kind}"
    return ArtefactFile(name, MEDIA_TYPES[kind], content, caption, alt)


def _report(tx: Transaction, shelf: GuideShelf, job: _ReportJob) -> tuple[ThemeReport, str]:
    part = ledger.part_of(tx, job.participant_id)
    finished = ledger.finished_theme(tx, job.participant_id, job.details.theme_id)
    if part is None or finished is None:
        raise LookupError("the theme was not finished")
    report = summarise(
        shelf.guide(tx, part.guide_sha256),
        job.details.theme_id,
        ledger.replies_of(tx, job.participant_id),
        round_title=part.round.title,
        organisation=part.round.organisation,
        version=finished.version,
        finished_at=finished.finished_at.astimezone(READERS_ZONE),
    )
    return report, part.language


async def make_own_data(
    database: Database, shelf: GuideShelf, job: Job[OwnDataJob], now: datetime
) -> Artefact:
    """Everything kept about a person, as one file."""
    html, phrases = await database.read(lambda tx: _own_data(tx, shelf, job, now))
    caption = phrases.say("Everything kept about you, as one file that opens in a browser.")
    file = ArtefactFile("my-data.html", MEDIA_TYPES[HTML], html.encode(), caption, caption, protect=False)
    return Artefact((), (file,))


def _own_data(tx: Transaction, shelf: GuideShelf, job: Job[OwnDataJob], now: datetime) -> tuple[str, Phrases]:
    parts = ledger.parts_of_person(tx, job.person_id)
    entries = ledger.ledger_of_person(tx, job.person_id)
    rounds = tuple(
        OwnRound(
            part.round.title,
            part.round.organisation,
            part.pseudonym,
            part.language,
            part.joined_at,
            shelf.guide(tx, part.guide_sha256),
            tuple(entry.reply for entry in entries if entry.pseudonym == part.pseudonym),
            tuple(
                OwnFinish(theme_id, each.version, each.finished_at)
                for theme_id, each in ledger.finishes_of(tx, part.participant_id)
            ),
            part.held,
            left_at=part.left_at,
            invited_as=guest_named(part.guest),
            for_colleagues=tuple(entry.reply for entry in entries if entry.given_by == part.pseudonym),
            passed_on=load_passed_on(tx, [part.participant_id])[0].get(part.participant_id, ()),
        )
        for part in parts
    )
    addresses = tuple(
        OwnAddress(each.channel, each.address, each.since) for each in ledger.addresses_of(tx, job.person_id)
    )
    reached = people.recipient_at(tx, job.channel, job.address)
    phrases = phrases_in(reached.language if reached else SOURCE_LANGUAGE)
    words = tuple(orjson.loads(body)["t"] for body in ledger.own_words(tx, job.person_id))
    html = own_data_html(
        rounds,
        addresses,
        phrases,
        made_at=now,
        own_words=words,
        about_reminders=_about_reminders(tx, job.person_id, phrases, parts),
        in_roles=_own_roles(tx, job.person_id, phrases),
    )
    return html, phrases


def _own_roles(tx: Transaction, person_id: int, p: Phrases) -> OwnRoles | None:
    """What is kept about a person who has a role or had one, None for everybody else."""
    place = role_place_of(tx, person_id)
    roles, acts = roles_of(tx, person_id), acts_about(tx, as_actor(person_id))
    if place is None and not roles and not acts:
        return None
    sentences = [sentence for each in roles for sentence in own_role(p, *each)]
    sentences += [
        p.say("You are told how far “{title}” is: {often}.", title=title, often=often_shown(p, how_often))
        for title, how_often in digests_of(tx, person_id)
    ]
    return OwnRoles(
        tuple(sentences),
        begun=place.form if place else "",
        given=place.given_in_text if place else (),
        acts=tuple(OwnAct(moment(each.at), each.act, each.subject, each.outcome) for each in acts),
    )


def _about_reminders(
    tx: Transaction, person_id: int, phrases: Phrases, parts: Sequence[ledger.OwnParticipation]
) -> tuple[str, ...]:
    """What a person said about reminders, and when they were reminded."""
    if not parts:
        return ()
    sentences = said(phrases, availability_of(tx, person_id), parts[0].round.time_zone)
    days = [long_date(day, phrases.language) for day in reminded_on(tx, person_id)]
    if not days:
        return sentences
    return (*sentences, phrases.say("You were reminded on {days}.", days="; ".join(days)))
