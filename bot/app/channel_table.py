"""The table of channels: each is one folder in ``bot/channels/`` and one line here."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.channels.mail.channel import MailCarrier
from bot.channels.notify.channel import NotifyCarrier
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.web.channel import WebChannel
from bot.messages.channel_contract import Carrier
from bot.messages.channels import Channels
from bot.settings.settings import Settings

MakeCarrier = Callable[[Settings, str | None], Carrier]
"""Makes a carrier or channel that is not open yet, of the settings and the public address of the web chat."""

CHANNELS: Final[Sequence[MakeCarrier]] = (
    WebChannel,
    TelegramChannel,
    MailCarrier,
    NotifyCarrier,
)
"""All of them, in the order in which people are offered their links."""


def all_channels(
    settings: Settings, *, web_url: str | None = None, table: Sequence[MakeCarrier] = CHANNELS
) -> Channels:
    """The channels and carriers of a table, none of them open."""
    return Channels(make(settings, web_url) for make in table)
