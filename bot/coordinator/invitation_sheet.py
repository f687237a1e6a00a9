"""Links that have just been made: in the browser and in Telegram, and all that is handed over of them.

A link is known at the moment it is made and not afterwards. So the sheet that is made a little later gets
them along in its piece of work, and they are gone with it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import orjson

from bot.coordinator.request import Visit
from bot.messages.guide_cache import GuideShelf
from bot.settings.addresses import telegram_link, web_link
from content.model import Guide
from reports.paper.link_sheet import LinkSheet, PersonalLink
from storage.engine.database import Transaction
from storage.rounds.invitees import Invited
from storage.rounds.rounds import RoundListed, find_listed


def links_to(visit: Visit, code: str) -> tuple[str, str | None]:
    """A code's link in the browser, and in Telegram where a bot is connected."""
    address, bot = visit.surroundings.addresses(visit.tx)
    return web_link(address, code), telegram_link(bot, code) if bot else None


def sheet_of(visit: Visit, listed: RoundListed, invited: Sequence[Invited], valid: timedelta) -> LinkSheet:
    """The links of these invitations with what is said about them."""
    links = tuple(
        PersonalLink(
            each.guest.name,
            ", ".join(filter(None, (each.guest.team, each.guest.partner))),
            *links_to(visit, each.code),
            number=each.number,
        )
        for each in invited
    )
    valid_until = (visit.now + valid).astimezone(ZoneInfo(listed.view.time_zone)).date()
    return _sheet(visit.guide_of(listed.view.id), listed, links, valid_until, visit.now)


def as_detail(round_id: str, sheet: LinkSheet) -> str:
    """A sheet as its piece of work carries it."""
    links = [[each.name, each.team, each.web_url, each.telegram_url, each.number] for each in sheet.links]
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
        tuple(PersonalLink(*each) for each in links),
        date.fromisoformat(valid_until),
        datetime.fromisoformat(made_at),
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
