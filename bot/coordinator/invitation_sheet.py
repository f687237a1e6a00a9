"""Links that have just been made, for each channel, and the files that they are handed over in.

A personal link is known at the moment it is made and not afterwards. So the sheet that is made a little later
gets them along in its job, and they are gone with it. A shared link can be looked up again.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.acts.link_acts import LinksMade
from bot.coordinator.request import Request
from bot.messages.channels import Channels
from bot.messages.guide_cache import GuideShelf
from content.model import Guide
from content.phrases import Phrases
from conversations.cards.where_links_open import link_lines, what_to_set
from conversations.groups.round_view import WhoSees
from conversations.outgoing import Card, Line
from conversations.reading.set_names import set_titled
from reports.paper.link_sheet import ChannelLink, LinkSheet, PersonalLink
from reports.paper.poster import Poster
from storage.engine.database import Transaction
from storage.messages.job_details import LinkSheetJob, PosterJob, Slip, SlipLink
from storage.people.shared_links import find_shared_link
from storage.rounds.rounds import RoundListed, find_listed

_ADDRESS = re.compile(r"https?://\S+")


def links_to(request: Request, code: str) -> tuple[ChannelLink, ...]:
    """A code's link on each channel that people can come in on."""
    channels = request.services.channels
    called = request.once("called", channels, "", lambda: channels.called(request.phrases))
    return tuple(ChannelLink(called[name], url) for name, url in channels.links(request.tx, code).items())


def to_forward(phrases: Phrases, message: str) -> Card:
    """A message to be sent on as it is; each address in it is a line of its own, which can be copied."""
    parts = re.split(r"\n+", message)
    copied = iter(link_lines(phrases, [part for part in parts if _ADDRESS.fullmatch(part)]))
    return Card(tuple(next(copied) if _ADDRESS.fullmatch(part) else Line(part) for part in parts))


def where_lines(phrases: Phrases, links: Sequence[str], people: int = 1) -> list[Line]:
    """What whoever hands links on must know of where they open, nothing where they open everywhere.

    One person's links are one link, for each of the ways in.
    """
    told = what_to_set(phrases, links[0], people) if links else ""
    return [Line(told)] if told else []


def sheet_of(request: Request, made: LinksMade) -> LinkSheet:
    """New links with what is said about them."""
    listed = made.listed
    guide = request.guide_of(listed.view.id)
    links = tuple(
        PersonalLink(
            each.guest.name,
            each.guest.team,
            links_to(request, each.code),
            number=each.number,
            prompt_set=set_titled(each.guest.set_id, guide.sets),
            partner=each.guest.partner,
            mail=each.guest.mail,
        )
        for each in made.invited
    )
    valid_until = (request.now + made.valid).astimezone(ZoneInfo(listed.view.time_zone)).date()
    return _sheet(guide, listed, links, valid_until, request.now)


def link_sheet_job(round_id: str, sheet: LinkSheet) -> LinkSheetJob:
    """The job that makes files of a sheet."""
    slips = tuple(
        Slip(each.name, each.group, tuple(SlipLink(link.place, link.url) for link in each.links), each.number)
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


def poster_of(
    tx: Transaction,
    shelf: GuideShelf,
    channels: Channels,
    phrases: Phrases,
    job: PosterJob,
    now: datetime,
) -> Poster | None:
    """A shared link on each channel where people may come in by it; None for one that lets nobody in."""
    listed, link = find_listed(tx, job.round_id), find_shared_link(tx, job.round_id, job.number)
    if listed is None or link is None or not link.is_open(now) or not listed.view.is_open(now):
        return None
    view = listed.view
    called = channels.called(phrases)
    found = channels.links(tx, link.code, unknown_only=not view.any_channel)
    last = link.ends_at - timedelta(seconds=1) if link.ends_at else None
    return Poster(
        guide=shelf.guide_of(tx, job.round_id),
        round_title=view.title,
        organisation=view.organisation,
        team=link.team,
        is_anonymous=view.who_sees is WhoSees.ANONYMOUS,
        closes_on=view.closes_on,
        valid_until=last.astimezone(ZoneInfo(view.time_zone)).date() if last else None,
        links=tuple(ChannelLink(called[name], url) for name, url in found.items()),
        made_at=now.astimezone(UTC),
    )


def _sheet(
    guide: Guide,
    listed: RoundListed,
    links: tuple[PersonalLink, ...],
    valid_until: date,
    made_at: datetime,
) -> LinkSheet:
    view = listed.view
    return LinkSheet(guide, view.title, view.organisation, view.closes_on, valid_until, links, made_at)
