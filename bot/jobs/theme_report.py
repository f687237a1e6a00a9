"""What jobs make for one person: cards to say and files to attach, from what the store holds."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import orjson

from bot.coordinator.report_data import guest_named
from bot.coordinator.role_names import often_shown, own_role
from bot.jobs.artefact import MEDIA_TYPES, Artefact, ArtefactFile
from bot.jobs.render_process import in_child, render
from bot.messages.complaint_words import listed, told
from bot.messages.guide_cache import GuideShelf
from content.model import Closing, Guide
from content.phrases import SOURCE_LANGUAGE, Phrases, long_date, phrases_in
from conversations.cards.browsers import browser_line
from conversations.cards.keeping import that_file_held_words
from conversations.cards.reminder import said, wanted_way
from conversations.groups.round_view import WhoSees
from reports.file_kinds import HTML, PDF, PNG
from reports.own_data import (
    DayRead,
    OwnAct,
    OwnAddress,
    OwnComplaint,
    OwnFinish,
    OwnRoles,
    OwnRound,
    own_data_file,
)
from reports.replies.readings_in_words import readings_in_words
from reports.theme.theme_chat_text import chat_cards
from reports.theme.theme_dataset import (
    ThemeDataset,
    dataset_from_json,
    dataset_to_json,
    report_of_dataset,
    shown_of,
)
from reports.theme.theme_report import ThemeReport
from storage.engine.database import Database, Transaction, moment
from storage.mails.mail_log import mails_to
from storage.messages.files import hash_of
from storage.messages.job_details import OwnDataJob, ThemeReportJob, ThemeReportPageJob
from storage.messages.jobs import Job
from storage.people import people
from storage.people.availability import availability_of
from storage.people.delegations import load_passed_on
from storage.people.own_addresses import AddressState, NoticeAddress, own_addresses
from storage.people.sessions import kept_browsers
from storage.reminders.digests import digests_of
from storage.reminders.reminder_log import reminded_on
from storage.roles.act_kinds import ActKind, as_actor, read_subject
from storage.roles.audit import acts_about, acts_on
from storage.roles.complaints import complaints_of_person
from storage.roles.organisations import Role
from storage.roles.role_holders import role_place_of
from storage.roles.role_list import roles_of
from storage.rounds import ledger
from storage.rounds.rounds import find_round

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
    kept, report, language = await database.read(lambda tx: _report(tx, shelf, job))
    phrases = phrases_in(language)
    if isinstance(job.details, ThemeReportPageJob):
        rendered = await render(report, language, (HTML,))
        said = phrases.say("Your report as one file that opens in a browser.")
        return Artefact((), (_file(report, kept, HTML, rendered.html, said, said, phrases),))
    rendered = await render(report, language, (PNG, PDF))
    pictured = (
        phrases.say("Your rating and your replies in one picture.")
        if report.has(Closing.RATING)
        else phrases.say("Your replies in one picture.")
    )
    said = phrases.say("Your report with every reply.")
    return Artefact(
        chat_cards(report, phrases),
        (
            _file(report, kept, PNG, rendered.png, pictured, rendered.alt, phrases),
            _file(report, kept, PDF, rendered.pdf, said, said, phrases),
        ),
    )


def _file(
    report: ThemeReport, kept: str, kind: str, content: bytes, caption: str, alt: str, phrases: Phrases
) -> ArtefactFile:
    name = f"theme-{report.theme_number}-report-{report.version}.{kind}"
    erased = that_file_held_words(phrases, name)
    return ArtefactFile(name, MEDIA_TYPES[kind], content, caption, alt, dataset=kept, once_erased=erased)


def _report(tx: Transaction, shelf: GuideShelf, job: _ReportJob) -> tuple[str, ThemeReport, str]:
    """The values of a report as they are kept, and the report that they give, in this language."""
    part = ledger.part_of(tx, job.participant_id)
    finished = ledger.finished_theme(tx, job.participant_id, job.details.theme_id)
    if part is None or finished is None:
        raise LookupError("the theme was not finished")
    dataset = ThemeDataset(
        part.guide_sha256,
        job.details.theme_id,
        part.language,
        part.round.title,
        part.round.organisation,
        finished.version,
        finished.finished_at,
        READERS_ZONE.key,
        shown_of(job.details.theme_id, ledger.replies_of(tx, job.participant_id)),
        part.prompt_set,
    )
    kept = dataset_to_json(dataset)
    return kept, *report_again(tx, shelf, kept, hash_of(kept))


def report_again(tx: Transaction, shelf: GuideShelf, kept: str, sha256: str) -> tuple[ThemeReport, str]:
    """The report that these values give, which have this hash, and the language of its phrases.

    Also a new report is made of its values as they are kept, so nothing can differ when it is made again.
    Raises ``LookupError`` where they are others or their guide is gone, ``ValueError`` for what is no values.
    """
    if hash_of(kept) != sha256:
        raise LookupError("the values of a report are not those that were kept")
    dataset = dataset_from_json(kept)
    guide = shelf.guide(tx, dataset.guide_sha256)
    return report_of_dataset(dataset, guide, made_from=sha256), dataset.language


async def make_own_data(
    database: Database, shelf: GuideShelf, job: Job[OwnDataJob], now: datetime
) -> Artefact:
    """Everything kept about a person, as one file."""
    write_out, phrases = await database.read(lambda tx: _own_data(tx, shelf, job, now))
    # A long conversation takes a while to write out, during which nobody else must wait.
    html = await in_child(write_out)
    caption = phrases.say("Everything kept about you, as one file that opens in a browser.")
    name = "my-data.html"
    erased = that_file_held_words(phrases, name)
    file = ArtefactFile(name, MEDIA_TYPES[HTML], html, caption, caption, protect=False, once_erased=erased)
    return Artefact((), (file,))


def _own_data(
    tx: Transaction, shelf: GuideShelf, job: Job[OwnDataJob], now: datetime
) -> tuple[Callable[[], bytes], Phrases]:
    """What writes out the own data that was found."""
    reached = people.recipient_at(tx, job.channel, job.address)
    phrases = phrases_in(reached.language if reached else SOURCE_LANGUAGE)
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
            invited_as=_invited_as(tx, part, phrases),
            for_colleagues=tuple(entry.reply for entry in entries if entry.given_by == part.pseudonym),
            is_anonymous=part.round.who_sees is WhoSees.ANONYMOUS,
            asked_about=part.asked_about,
            passed_on=load_passed_on(tx, [part.participant_id])[0].get(part.participant_id, ()),
            asked_as=shelf.guide(tx, part.guide_sha256).title_of_set(part.prompt_set),
            read_on=_read_on(tx, part, shelf.guide(tx, part.guide_sha256), phrases),
        )
        for part in parts
    )
    addresses = tuple(
        OwnAddress(each.channel, each.address, each.since) for each in ledger.addresses_of(tx, job.person_id)
    )
    words = tuple(orjson.loads(body)["t"] for body in ledger.own_words(tx, job.person_id))
    write_out = partial(
        own_data_file,
        rounds,
        addresses,
        phrases.language,
        made_at=now,
        zone=_zone_of(tx, job.person_id, parts),
        own_words=words,
        about_reminders=_about_reminders(tx, job.person_id, phrases, parts),
        in_roles=_own_roles(tx, job.person_id, phrases),
        complaints=_own_complaints(tx, job.person_id, phrases),
        browsers=tuple(browser_line(phrases, each) for each in kept_browsers(tx, job.person_id)),
    )
    return write_out, phrases


def _own_complaints(tx: Transaction, person_id: int, p: Phrases) -> tuple[OwnComplaint, ...]:
    """The complaints that are known to be a person's, with their answers."""
    return tuple(
        OwnComplaint(
            listed(p, each),
            (
                *([p.say("You signed it: {name}", name=each.name)] if each.name else []),
                *(line.text for line in told(p, each)),
            ),
        )
        for each in complaints_of_person(tx, person_id)
    )


def _invited_as(tx: Transaction, part: ledger.OwnParticipation, p: Phrases) -> str:
    """Who somebody is on the list of people invited, what they were called before, and the mails to them."""
    who = ", ".join(filter(None, (guest_named(part.guest), part.guest.mail)))
    if part.former_names:
        who = p.say("{who}; before that: {names}", who=who, names=p.with_semicolons(part.former_names))
    sent, stopped_at = mails_to(tx, part.participant_id)
    zone = ZoneInfo(part.round.time_zone)
    if sent:
        days = dict.fromkeys(long_date(each.astimezone(zone).date(), p.language) for each in sent)
        who = p.say("{who}; mails were sent on: {days}", who=who, days=p.with_semicolons(days))
    if stopped_at is not None:
        day = long_date(stopped_at.astimezone(zone).date(), p.language)
        who = p.say("{who}; you asked for no more mails on {day}", who=who, day=day)
    for each in own_addresses(tx, part.participant_id):
        who = p.with_semicolons((who, _known_of(p, each, zone)))
    return who


def _known_of(p: Phrases, own: NoticeAddress, zone: ZoneInfo) -> str:
    """What is known of an address at which notices reach somebody."""
    day = long_date(own.since.astimezone(zone).date(), p.language)
    match own.state:
        case AddressState.PROVED:
            return p.say(
                "where mails are set up, reminders may go to {address}, where you had your link",
                address=own.address,
            )
        case AddressState.BOUNCED:
            return p.say("mails to {address} come back since {day}", address=own.address, day=day)
        case AddressState.STOPPED:
            return p.say("no mails to {address} since {day}", address=own.address, day=day)
    return p.say("where mails are set up, reminders may go to {address}", address=own.address)


def _read_on(tx: Transaction, part: ledger.OwnParticipation, guide: Guide, p: Phrases) -> tuple[DayRead, ...]:
    """The days on which replies of somebody's round were read or exported with names, and which.

    What was read before their first reply held nothing of theirs.
    """
    if part.round.who_sees is not WhoSees.NAMED:
        return ()
    since = ledger.first_reply_at(tx, part.participant_id)
    if since is None:
        return ()
    zone = ZoneInfo(part.round.time_zone)
    by_day: dict[date, dict[tuple[ActKind, str], None]] = {}
    for act in (ActKind.REPLIES_READ, ActKind.EXPORT):
        for each in acts_on(tx, act, part.round.id):
            if moment(each.at) < since:
                continue
            by_day.setdefault(moment(each.at).astimezone(zone).date(), {})[act, each.outcome] = None
    return tuple(
        DayRead(
            day,
            readings_in_words(
                p,
                guide,
                [what for act, what in read if act is ActKind.REPLIES_READ],
                is_exported=any(act is ActKind.EXPORT for act, _ in read),
            ),
        )
        for day, read in sorted(by_day.items())
    )


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
        acts=tuple(
            OwnAct(moment(each.at), each.act, _about(tx, each.subject, person_id, p), each.outcome)
            for each in acts
        ),
    )


def _zone_of(tx: Transaction, person_id: int, parts: Sequence[ledger.OwnParticipation]) -> ZoneInfo:
    """Where a person is: as they said, else as their round has it, else where most are."""
    own = availability_of(tx, person_id).time_zone
    return ZoneInfo(own or next((each.round.time_zone for each in parts), READERS_ZONE.key))


def _about(tx: Transaction, subject: str, person_id: int, p: Phrases) -> str:
    """What an act was done to, in the words of this person; empty where its name says so."""
    if subject == as_actor(person_id):
        return p.say("yours")
    about = read_subject(subject)
    if about.person is not None:
        return p.say("person {number}", number=about.person)
    if about.complaint is not None:
        return p.say("number {number}", number=about.complaint)
    listed_round = find_round(tx, about.named)
    if listed_round is not None:
        title = p.say("“{title}”", title=listed_round.title)
        return p.say("{round}, number {number}", round=title, number=about.number) if about.number else title
    roles = {
        Role.COORDINATOR.value: p.say("for a coordinator"),
        Role.READER.value: p.say("for a reader"),
        Role.COMPLAINTS.value: p.say("for whoever reads complaints"),
    }
    return roles.get(subject, "")


def _about_reminders(
    tx: Transaction, person_id: int, phrases: Phrases, parts: Sequence[ledger.OwnParticipation]
) -> tuple[str, ...]:
    """What a person said about reminders, and when they were reminded."""
    if not parts:
        return ()
    availability = availability_of(tx, person_id)
    sentences = (*said(phrases, availability, parts[0].round.time_zone), *wanted_way(phrases, availability))
    days = [long_date(day, phrases.language) for day in reminded_on(tx, person_id)]
    if not days:
        return sentences
    return (*sentences, phrases.say("You were reminded on {days}.", days=phrases.with_semicolons(days)))
