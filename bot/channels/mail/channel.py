"""Mail as a carrier, behind the one contract: a notice becomes a mail and is handed to the mail server."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Final

from bot.messages.channel_contract import CameBack, Carrier, Delivered, Pace
from bot.messages.failures import DeliveryFailed, Failure
from bot.messages.host import Host
from bot.notices.addressed import addressed_from_json
from bot.settings.settings import Settings
from conversations.incoming import Channel
from storage.messages.outbox import PendingEntry

if TYPE_CHECKING:
    from bot.channels.mail.smtp import MailConnection

MAIL: Final = Channel("mail")

_NEEDED: Final = ("bot.channels.mail.mail_account", "bot.channels.mail.mail_form", "bot.channels.mail.smtp")
"""What is loaded with the first mail."""


class MailCarrier(Carrier):
    """Hands mails over, one at a time. A notice has nothing that a mail could not show."""

    name = MAIL
    takes_notices = True

    def __init__(self, settings: Settings, web_url: str | None) -> None:
        super().__init__(settings, web_url)
        self.pace = Pace(settings.mail_per_minute / 60, per_chat_per_second=1.0, at_once=1)
        self._connection: MailConnection | None = None
        self._now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def is_set(self) -> bool:
        """Whether there is a mail server that takes them."""
        return self.settings.mail_host is not None

    @property
    def sent_as(self) -> str:
        """The name and the address that mails come from."""
        return f"{self.settings.mail_from_name} ({self.settings.mail_from})"

    @property
    def answers_to(self) -> str:
        """The mailbox of the operator's choice, else the one that mails come from."""
        return self.settings.mail_reply_to or self.settings.mail_from or ""

    async def open(self, host: Host) -> bool:
        """Be there, where a mail server is set. Nothing is asked of it before the first mail."""
        self._now = host.now
        return self.is_set

    async def close(self) -> None:
        """Take leave of the server."""
        if self._connection is not None:
            await self._connection.close()

    async def send(self, entry: PendingEntry, part: int) -> Delivered:  # noqa: ARG002
        """Hand a notice over as a mail. Its name is the mail's, so that a retry is the same mail."""
        addressed = addressed_from_json(entry.body)
        # Another thread loads what speaks SMTP, so that nobody's message waits for that.
        for name in _NEEDED:
            await asyncio.to_thread(import_module, name)
        from bot.channels.mail.mail_account import letterhead_of
        from bot.channels.mail.mail_form import mail_of

        try:
            mail = mail_of(addressed.notice, addressed.to, letterhead_of(self.settings))
        except ValueError:
            raise DeliveryFailed(Failure.NO_SUCH_ADDRESS) from None
        await self._opened().hand_over(addressed.to, mail)
        return Delivered(addressed.notice.name, self._now())

    def came_back(self, report: bytes) -> list[CameBack]:
        """The mails of which a mail server says that their address does not take them."""
        from bot.channels.mail.bounce_report import came_back_in

        return came_back_in(report)

    def _opened(self) -> "MailConnection":
        from bot.channels.mail.mail_account import envelope_sender_of, server_of
        from bot.channels.mail.smtp import MailConnection

        if self._connection is None:
            server = server_of(self.settings)
            if server is None:
                raise DeliveryFailed(Failure.CARRIER_TROUBLE)
            self._connection = MailConnection(server, envelope_sender_of(self.settings))
        return self._connection
