"""The two addresses of a link: in the browser, and in Telegram where a bot is connected."""

from dataclasses import dataclass

from bot.addresses import telegram_link, web_link
from bot.office.visit import Visit
from storage.roster import Guest, Invited


@dataclass(frozen=True, slots=True)
class Link:
    """One person's way in: the same code for both channels, to be used once on either."""

    guest: Guest
    web_url: str
    telegram_url: str | None

    @property
    def urls(self) -> list[str]:
        """The addresses that there are."""
        return [url for url in (self.web_url, self.telegram_url) if url]


def link_of(visit: Visit, invited: Invited) -> Link:
    """The link of an invitation that has just been made."""
    web, telegram = links_to(visit, invited.code)
    return Link(invited.guest, web, telegram)


def links_to(visit: Visit, code: str) -> tuple[str, str | None]:
    """A code's link in the browser, and in Telegram where a bot is connected."""
    address, bot = visit.surroundings.addresses(visit.tx)
    return web_link(address, code), telegram_link(bot, code) if bot else None
