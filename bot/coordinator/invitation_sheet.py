"""Links that have just been made, for each channel, and all that is handed over of them.

A link is known at the moment it is made and not afterwards. So the sheet that is made a little later gets
them along in its piece of work, and they are gone with it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bot.coordinator.request import Request
from bot.messages.guide_cache import GuideShelf
from content.model import Guide
from reports.paper.link_sheet import ChannelLink, LinkSheet, PersonalLink
from storage.engine.database import Transaction
from storage.rounds.invitees import Invited
from storage.rounds.rounds import RoundListed, find_listed


def links_to(request: Request, code: str) -> tuple[ChannelLink, ...]:
    """A code's link on each channel that people can come in on."""
    channels = request.services.channels
    called = channels.called(request.phrases)
    return tuple(ChannelLink(called[name], url) for name, url in channels.links(request.tx, code).items())


def sheet_of(
    request: Request, listed: RoundListed, invited: Sequence[Invited], valid: timedelta
) -> LinkSheet:
    """The links of these invitations with what is said about them."""
    links = tuple(
        PersonalLink(
            each.guest.name,
            ", ".join(filter(None, (each.guest.team, each.guest.partner))),
            links_to(request, each.code),
            number=each.number,
        )
        for each in invited
    )
    valid_until = (request.now + valid).astimezone(ZoneInfo(listed.view.time_zone)).date()
    return _sheet(request.guide_of(listed.view.id), listed, links, valid_until, request.now)


def as_detail(round_id: str, sheet: LinkSheet) -> str:
    """A sheet as its piece of work carries it."""
    links = [
        [each.name, each.team, [[link.place, link.url] for link in each.links], each.number]
        for each in sheet.links
    ]
    return orjson.dumps([round_id, sheet.valid_until, sheet.made_at, links]).decode()


def round_in(detail: str) -> str:
    """The round that a sheet which a piece of work carries is about."""
    return str(orjson.loads(detail)[0])


def sheet_in(tx: Transaction, shelf: GuideShelf, detail: str) -> LinkSheet:
    """The sheet that :func:`as_detail` wrote. Raises ``LookupError`` where its round is gone."""
    round_id, valid_until, made_at, links = orjson.loads(detail)
    listed = find_listed(tx, round_id)
    if listed is None:
        raise LookupError("there is no such round")
    return _sheet(
        shelf.guide_of(tx, round_id),
        listed,
        tuple(_personal_link(*each) for each in links),
        date.fromisoformat(valid_until),
        datetime.fromisoformat(made_at),
    )


def _personal_link(name: str, team: str, *rest: Any) -> PersonalLink:
    if len(rest) == _IN_TWO_COLUMNS:
        browser, telegram, number = rest
        links = [["", browser], *([["Telegram", telegram]] if telegram else [])]
    else:
        links, number = rest
    return PersonalLink(name, team, tuple(ChannelLink(*link) for link in links), number)


_IN_TWO_COLUMNS = 3
"""So many values followed the name and the team in work that an older version was asked for."""


def _sheet(
    guide: Guide,
    listed: RoundListed,
    links: tuple[PersonalLink, ...],
    valid_until: date,
    made_at: datetime,
) -> LinkSheet:
    view = listed.view
    return LinkSheet(guide, view.title, view.organisation, view.closes_on, valid_until, links, made_at)
