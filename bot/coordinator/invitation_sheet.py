"""Links that have just been made, for each channel, and the files that they are handed over in.

A link is known at the moment it is made and not afterwards. So the sheet that is made a little later gets
them along in its job, and they are gone with it.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.acts.link_acts import LinksMade
from bot.coordinator.request import Request
from bot.messages.guide_cache import GuideShelf
from content.model import Guide
from reports.paper.link_sheet import ChannelLink, LinkSheet, PersonalLink
from storage.engine.database import Transaction
from storage.messages.job_details import LinkSheetJob, Slip, SlipLink
from storage.rounds.rounds import RoundListed, find_listed


def links_to(request: Request, code: str) -> tuple[ChannelLink, ...]:
    """A code's link on each channel that people can come in on."""
    channels = request.services.channels
    called = channels.called(request.phrases)
    return tuple(ChannelLink(called[name], url) for name, url in channels.links(request.tx, code).items())


def sheet_of(request: Request, made: LinksMade) -> LinkSheet:
    """New links with what is said about them."""
    listed = made.listed
    links = tuple(
        PersonalLink(
            each.guest.name,
            ", ".join(filter(None, (each.guest.team, each.guest.partner))),
            links_to(request, each.code),
            number=each.number,
        )
        for each in made.invited
    )
    valid_until = (request.now + made.valid).astimezone(ZoneInfo(listed.view.time_zone)).date()
    return _sheet(request.guide_of(listed.view.id), listed, links, valid_until, request.now)


def link_sheet_job(round_id: str, sheet: LinkSheet) -> LinkSheetJob:
    """The job that makes files of a sheet."""
    slips = tuple(
        Slip(each.name, each.team, tuple(SlipLink(link.place, link.url) for link in each.links), each.number)
        for each in sheet.links
    )
    return LinkSheetJob(round_id, sheet.valid_until, sheet.made_at, slips)


def sheet_of_job(tx: Transaction, shelf: GuideShelf, job: LinkSheetJob) -> LinkSheet:
    """The sheet that :func:`link_sheet_job` was given. Raises ``LookupError`` where its round is gone."""
    listed = find_listed(tx, job.round_id)
    if listed is None:
        raise LookupError("there is no such round")
    links = tuple(
        PersonalLink(
            each.name, each.team, tuple(ChannelLink(link.place, link.url) for link in each.links), each.number
        )
        for each in job.slips
    )
    guide = shelf.guide_of(tx, job.round_id)
    return _sheet(guide, listed, links, job.valid_until, job.made_at.astimezone(UTC))


def _sheet(
    guide: Guide,
    listed: RoundListed,
    links: tuple[PersonalLink, ...],
    valid_until: date,
    made_at: datetime,
) -> LinkSheet:
    view = listed.view
    return LinkSheet(guide, view.title, view.organisation, view.closes_on, valid_until, links, made_at)
