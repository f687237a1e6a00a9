"""The account that mails are sent with, out of the settings: its server, its log-in and its addresses."""

from bot.channels.mail.mail_form import Letterhead
from bot.channels.mail.microsoft_login import MicrosoftApplication, MicrosoftLogin
from bot.channels.mail.smtp import MailServer
from bot.settings.settings import Settings


def letterhead_of(settings: Settings) -> Letterhead:
    """Who mails are from, where a notice says nothing else."""
    return Letterhead(settings.mail_from or "", settings.mail_from_name, settings.mail_reply_to or "")


def envelope_sender_of(settings: Settings) -> str:
    """The address that a report of what did not arrive goes to: a mailbox that exists, never an empty one."""
    return settings.mail_bounces_to or settings.mail_from or ""


def server_of(settings: Settings) -> MailServer | None:
    """The mail server, None where none is set."""
    if settings.mail_host is None:
        return None
    token = None
    secret, password = settings.mail_oauth_client_secret, settings.mail_password
    if secret is not None:
        tenant, client_id = settings.mail_oauth_tenant or "", settings.mail_oauth_client_id or ""
        token = MicrosoftLogin(MicrosoftApplication(tenant, client_id, secret.get_secret_value())).token
    return MailServer(
        settings.mail_host,
        settings.mail_port,
        settings.mail_security,
        settings.mail_ca_file,
        settings.mail_username,
        password.get_secret_value() if password is not None else None,
        token,
    )
