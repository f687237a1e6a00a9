"""GOV.UK Notify behind the one contract: a notice becomes a mail of a service there.

Each mail carries the notice's name as its reference. So where nobody knows whether one was taken, Notify is
asked, and what it took is not sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Final

from bot.messages.channel_contract import Carrier, Delivered, Pace
from bot.messages.failures import DeliveryFailed, Failure
from bot.messages.host import Host
from bot.notices.addressed import AddressedNotice, addressed_from_json
from bot.settings.settings import Settings
from conversations.incoming import Channel
from conversations.reading.lists.mail_address import mail_address
from storage.messages.outbox import PendingEntry

if TYPE_CHECKING:
    from bot.channels.notify.notify_requests import NotifyRequests

NOTIFY: Final = Channel("notify")

_NEEDED: Final = "bot.channels.notify.notify_requests"
"""What is loaded with the first mail."""
_HTTPS: Final = "https://"


class NotifyCarrier(Carrier):
    """Hands mails over to GOV.UK Notify, one at a time."""

    name = NOTIFY
    takes_notices = True
    knows_what_it_took = True

    def __init__(self, settings: Settings, web_url: str | None) -> None:
        super().__init__(settings, web_url)
        self.pace = Pace(settings.mail_per_minute / 60, per_chat_per_second=1.0, at_once=1)
        self._service: NotifyRequests | None = None
        self._now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._host: Host | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is a key. Where a mail server is set as well, that one takes the mails."""
        return self.settings.notify_key is not None

    @property
    def sent_as(self) -> str:
        """The name of the service, and who sends its mails."""
        return f"{self.settings.mail_from_name} (GOV.UK Notify)"

    @property
    def answers_to(self) -> str:
        """The mailbox that the service has as its reply-to address."""
        return self.settings.mail_reply_to or ""

    async def open(self, host: Host) -> bool:
        """Be there, where a key is set. Nothing is asked of Notify before the first mail."""
        self._now, self._host = host.now, host
        return self.is_set

    async def close(self) -> None:
        """Let the connections go."""
        if self._service is not None:
            await self._service.close()

    def tasks(self) -> Iterable[Awaitable[None]]:
        """Asking for what happened to the mails that were taken."""
        if not self.is_set or self._host is None:
            return ()
        from bot.channels.notify.statuses import StatusWorker

        return (StatusWorker(self._host, NOTIFY, self.service).run(),)

    async def send(self, entry: PendingEntry, part: int) -> Delivered:  # noqa: ARG002
        """Hand a notice over as a mail."""
        addressed = addressed_from_json(entry.body)
        if mail_address(addressed.to) is None:
            raise DeliveryFailed(Failure.NO_SUCH_ADDRESS)
        service = await self.service()
        from bot.channels.notify import outcomes
        from bot.channels.notify.template_fields import fields_of

        try:
            await service.send_mail(self.mail_of(addressed))
        except outcomes.FAULTS as error:
            if not isinstance(error, outcomes.NotifyRefused) or not error.is_about_a_field:
                raise outcomes.failure_meant(error, self._now()) from error
            # Its words may change. Where the template takes all the rest, what remains is the address.
            await self._blames_address(service, fields_of(addressed.notice), error)
            raise DeliveryFailed(Failure.NO_SUCH_ADDRESS) from error
        return Delivered(addressed.notice.name, self._now())

    async def took(self, entry: PendingEntry) -> Delivered | None:
        """Ask Notify whether it knows a mail of which nobody knows whether it was taken."""
        name = addressed_from_json(entry.body).notice.name
        service = await self.service()
        from bot.channels.notify import outcomes

        try:
            is_known = await service.has(name)
        except outcomes.FAULTS as error:
            failed = outcomes.failure_meant(error, self._now())
            # Asking takes no effect, so it is only put off.
            kind = Failure.NOT_SENT if failed.uncertain else failed.kind
            raise DeliveryFailed(kind, retry_after=failed.retry_after or outcomes.SHORT_WAIT) from error
        return Delivered(name, self._now()) if is_known else None

    def mail_of(self, addressed: AddressedNotice) -> Mapping[str, object]:
        """What is asked of Notify for a notice."""
        from bot.channels.notify.template_fields import fields_of

        notice, reply_to = addressed.notice, self.settings.notify_reply_to
        mail: dict[str, object] = {
            "email_address": addressed.to,
            "template_id": str(self.settings.notify_mail_template),
            "personalisation": fields_of(notice),
            "reference": notice.name,
        }
        if reply_to is not None:
            mail["email_reply_to_id"] = str(reply_to)
        if notice.stop_link.startswith(_HTTPS):
            mail["one_click_unsubscribe_url"] = notice.stop_link
        return mail

    async def service(self) -> "NotifyRequests":
        """The service that the key opens. Raises ``DeliveryFailed`` where no key is set."""
        # Another thread loads what speaks HTTP, so that nobody's message waits for that.
        await asyncio.to_thread(import_module, _NEEDED)
        from bot.channels.notify.key import key_from
        from bot.channels.notify.notify_requests import NotifyRequests

        if self._service is None:
            if self.settings.notify_key is None:
                raise DeliveryFailed(Failure.CARRIER_TROUBLE)
            key = key_from(self.settings.notify_key.get_secret_value())
            self._service = NotifyRequests(self.settings.notify_url, key, self._now)
        return self._service

    async def _blames_address(
        self, service: "NotifyRequests", fields: Mapping[str, str], refused: Exception
    ) -> None:
        """Return where the template takes these fields. Raises ``DeliveryFailed`` where it does not."""
        from bot.channels.notify import outcomes

        try:
            await service.preview(str(self.settings.notify_mail_template), fields)
        except outcomes.FAULTS as error:
            is_refused = isinstance(error, outcomes.NotifyRefused) and error.status < 500
            wait = outcomes.TROUBLE_FOR if is_refused else outcomes.SHORT_WAIT
            kind = Failure.CARRIER_TROUBLE if is_refused else Failure.NOT_SENT
            raise DeliveryFailed(kind, retry_after=wait) from refused
