"""Mail behind the contract for a carrier: notices go out, and nothing is ever heard."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import structlog

from bot.channels.mail.mail_form import Letterhead, mail_of
from bot.messages.channel_contract import Buttons, Carrier, Delivered, Pace, Shows
from bot.messages.failures import DeliveryFailed, Failure
from bot.messages.host import Host
from bot.messages.notice import notice_from_json
from bot.settings.settings import Settings
from conversations.incoming import Channel
from storage.messages.contacts import Contact
from storage.messages.outbox import PendingEntry

if TYPE_CHECKING:
    from bot.channels.mail.smtp import MailConnection, MailServer

MAIL: Final = Channel("mail")
CALLED: Final = "Mail"

_TROUBLE: Final = "the mail server does not take what we send; `closer-look mail test` says why"

_log = structlog.get_logger(__name__)


class MailCarrier(Carrier):
    """Hands notices to the operator's mail server, one after another."""

    name = MAIL
    shows = Shows(buttons=Buttons.LEFT_OUT, pictures=False, files=False, edits=False)

    def __init__(self, settings: Settings, web_url: str | None) -> None:
        """The same for all carriers."""
        super().__init__(settings, web_url)
        # One connection, as Microsoft 365 allows a mailbox three and other programs may share it.
        self.pace = Pace(per_second=settings.mail_per_minute / 60, per_chat_per_second=1.0, at_once=1)
        self._connection: MailConnection | None = None
        self._last: datetime | None = None
        self._trouble: str | None = None
        self._host: Host | None = None

    async def open(self, host: Host) -> bool:
        """Get ready; False where no mail server is set. Nothing is connected before there is a mail."""
        server = server_of(self.settings)
        if server is None:
            return False
        from bot.channels.mail.smtp import MailConnection

        self._host = host
        self._connection = MailConnection(server, envelope_sender_of(self.settings))
        return True

    async def close(self) -> None:
        """Take leave of the mail server."""
        if self._connection is not None:
            await self._connection.close()

    async def send(self, entry: PendingEntry, part: int) -> Delivered:  # noqa: ARG002
        """Hand the mail of a notice over. Raises ``DeliveryFailed``."""
        notice = notice_from_json(entry.body)
        if self._connection is None:
            raise DeliveryFailed(Failure.NOT_SENT)
        try:
            mail = mail_of(notice, entry.address, letterhead_of(self.settings))
        except ValueError:
            raise DeliveryFailed(Failure.NO_SUCH_ADDRESS) from None
        try:
            await self._connection.hand_over(entry.address, mail)
        except DeliveryFailed as failed:
            if failed.kind is Failure.CARRIER_TROUBLE:
                self._note(_TROUBLE)
            raise
        self._last = datetime.now(UTC)
        self._note(None)
        return Delivered(notice.name, self._last)

    def contact(self) -> Contact | None:
        """How sending goes; None where no mail server is set."""
        if self._connection is None:
            return None
        return Contact(MAIL, CALLED, self._last, self._trouble)

    def _note(self, trouble: str | None) -> None:
        changed, self._trouble = trouble != self._trouble, trouble
        if changed and self._host is not None:
            if trouble is not None:
                _log.error("the mail server does not take what we send")
            self._host.contact_changed()


def letterhead_of(settings: Settings) -> Letterhead:
    """Who mails are from where a notice says nothing else."""
    return Letterhead(settings.mail_from or "", settings.mail_from_name, settings.mail_reply_to or "")


def envelope_sender_of(settings: Settings) -> str:
    """The address that a report of what did not arrive goes to: a mailbox that exists, never an empty one."""
    return settings.mail_bounces_to or settings.mail_from or ""


def server_of(settings: Settings) -> "MailServer | None":
    """The mail server of the settings, None where none is set."""
    if settings.mail_host is None:
        return None
    # Only here: what speaks SMTP and HTTP takes long to load, and most run without mail.
    from bot.channels.mail.microsoft_login import Application, MicrosoftLogin
    from bot.channels.mail.smtp import MailServer

    token = None
    secret = settings.mail_oauth_client_secret
    if secret is not None:
        tenant, client_id = settings.mail_oauth_tenant or "", settings.mail_oauth_client_id or ""
        token = MicrosoftLogin(Application(tenant, client_id, secret.get_secret_value())).token
    password = settings.mail_password
    return MailServer(
        settings.mail_host,
        settings.mail_port,
        settings.mail_security,
        settings.mail_ca_file,
        settings.mail_username,
        password.get_secret_value() if password is not None else None,
        token,
    )
