"""Trying out what takes mails: a mail server, one that catches mails, and GOV.UK Notify.

Nothing here reads or writes the store.
"""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from bot.channels.mail.mail_account import envelope_sender_of, letterhead_of, server_of
from bot.channels.mail.mail_catcher import HERE, MailCatcher, listening
from bot.channels.mail.mail_form import mail_of
from bot.channels.mail.outcomes import MailStep
from bot.channels.mail.smtp import MailConnection, MailServer
from bot.channels.notify.channel import NotifyCarrier
from bot.channels.notify.key import key_from
from bot.channels.notify.outcomes import FAULTS, NotifyRefused, is_certainly_unsent
from bot.channels.notify.template_fields import FIELDS
from bot.messages.failures import DeliveryFailed, Failure
from bot.notices.addressed import AddressedNotice
from bot.notices.notice import Notice
from bot.settings.mail_settings import MailSecurity
from bot.settings.settings import Settings, variable
from content.phrases import SOURCE_LANGUAGE

_FAILED = {
    MailStep.CONNECT: "It was not possible to connect and log in.",
    MailStep.SENDER: "The server takes no mail from our address.",
    MailStep.RECIPIENT: "The server does not take this recipient.",
    MailStep.CONTENT: "The server did not take the mail.",
}
_SO = {
    Failure.NO_SUCH_ADDRESS: "It says that there is no such address.",
    Failure.NOT_SENT: "Nothing was sent. It may work later.",
    Failure.REFUSED: "It refuses this mail each time.",
    Failure.CARRIER_TROUBLE: "Nothing can be sent to anybody until this is put right.",
    Failure.UNCERTAIN: "Nobody can tell whether the mail has arrived.",
}
_WHY_IT_CAME = (
    "Somebody who looks after Closer Look has sent this to see whether mails arrive. You need do nothing."
)
_LONGEST_ANSWER = 1000
_CLOCK_MAY_BE_OFF_BY = 30.0
_NO_KEY = f"No key of GOV.UK Notify is set. Set {variable('notify_key')} first."


class TrialFailed(Exception):
    """The mail was not taken; the text says at which step and why, with the server's own words."""


async def send_trial_mail(settings: Settings, address: str, say: Callable[[str], None]) -> None:
    """Send one mail to an address, and say how each step went. Raises ``TrialFailed``."""
    server = server_of(settings)
    if server is None:
        needed = f"{variable('mail_host')} and {variable('mail_from')}"
        raise TrialFailed(f"No mail server is set. Set {needed} first.")
    steps = list(MailStep)

    def passed(step: MailStep, answer: str) -> None:
        steps.remove(step)
        say(_went_well(step, answer, server, settings, address))

    connection = MailConnection(server, envelope_sender_of(settings))
    try:
        await connection.hand_over(
            address, mail_of(_trial(settings), address, letterhead_of(settings)), passed=passed
        )
    except DeliveryFailed as failed:
        because = _printable(str(failed.__cause__)) or type(failed.__cause__).__name__
        raise TrialFailed(f"{_FAILED[steps[0]]} {_SO[failed.kind]}\n{because}") from None
    finally:
        await connection.close()


def _trial(settings: Settings) -> Notice:
    """What is sent: in the form of every mail, so that it can be seen how that looks where it arrives."""
    answers = settings.mail_reply_to or settings.mail_from
    return Notice(
        name=secrets.token_urlsafe(16),
        made_at=datetime.now(UTC),
        language=SOURCE_LANGUAGE,
        subject="Closer Look can send mail",
        paragraphs=(_WHY_IT_CAME, *(["Closer Look is at this address:"] if settings.public_url else [])),
        link=settings.public_url or "",
        genuine=f"If you did not expect this mail, ask {answers}. That is also where an answer goes.",
    )


def _went_well(step: MailStep, answer: str, server: MailServer, settings: Settings, address: str) -> str:
    match step:
        case MailStep.CONNECT:
            is_encrypted = server.security is not MailSecurity.NONE
            way = "encrypted" if is_encrypted else "not encrypted"
            account = f"as {server.username}" if server.username else "without an account"
            return f"Connected to {server.host}, port {server.port}: {way}, {account}."
        case MailStep.SENDER:
            return f"The server takes mails from {envelope_sender_of(settings)}."
        case MailStep.RECIPIENT:
            return f"It takes mails to {address}."
        case MailStep.CONTENT:
            return f"It has taken the mail: {_printable(answer)}"


def _printable(answer: str) -> str:
    """What a server said, without what a terminal would carry out."""
    shown = "".join(each if each.isprintable() or each == "\n" else " " for each in answer)
    return shown.strip()[:_LONGEST_ANSWER]


def settings_to_catch(smtp_port: int) -> dict[str, str]:
    """What has to be set so that mails go to the server that catches them."""
    return {
        variable("mail_host"): HERE,
        variable("mail_port"): str(smtp_port),
        variable("mail_security"): MailSecurity.NONE.value,
        variable("mail_from"): "closer-look@example.org",
    }


def page_address(web_port: int) -> str:
    """Where the mails that were caught are shown."""
    return f"http://{HERE}:{web_port}/"


async def catch_mails(smtp_port: int, web_port: int) -> None:
    """Catch mails until cancelled. Raises ``OSError`` where one of the ports is in use."""
    with listening(smtp_port) as for_mails, listening(web_port) as for_page:
        await MailCatcher().run(for_mails, for_page)


async def check_notify(settings: Settings, say: Callable[[str], None]) -> None:
    """Say whether the key opens a service that has the template. Raises ``TrialFailed``."""
    if settings.notify_key is None:
        raise TrialFailed(_NO_KEY)
    say(f"The key is one of the service {key_from(settings.notify_key.get_secret_value()).service}.")
    carrier = NotifyCarrier(settings, None)
    try:
        found = await (await carrier.service()).template(str(settings.notify_mail_template))
    except FAULTS as error:
        raise TrialFailed(_why(error, settings)) from None
    finally:
        await carrier.close()
    say("GOV.UK Notify takes the key, and its service has the template.")
    if found.get("type") != "email":
        raise TrialFailed("The template is not one for emails. Make an email template, and set its id.")
    in_subject, in_body = _fields_in(found.get("subject")), _fields_in(found.get("body"))
    if in_subject != {FIELDS[0]} or in_body != {FIELDS[1]}:
        subject, body = (f"(({each}))" for each in FIELDS)
        raise TrialFailed(
            f"The template must have {subject} as its subject and {body} in its message, and no other fields."
        )
    say("The template has the fields that it must have.")
    if settings.mail_host is not None:
        say(f"Mails go by the mail server all the same, as {variable('mail_host')} is set.")
    say("Whether the key may write to everybody, only a mail shows: closer-look notify test ADDRESS")


async def send_notify_trial(settings: Settings, address: str, say: Callable[[str], None]) -> None:
    """Send one mail to an address by Notify. Raises ``TrialFailed``."""
    if settings.notify_key is None:
        raise TrialFailed(_NO_KEY)
    carrier = NotifyCarrier(settings, None)
    mail = carrier.mail_of(AddressedNotice(address, _trial(settings)))
    try:
        await (await carrier.service()).send_mail(mail)
    except FAULTS as error:
        raise TrialFailed(_why(error, settings)) from None
    finally:
        await carrier.close()
    say(f"GOV.UK Notify has taken the mail to {address}. With a test key nothing arrives.")


def _fields_in(text: object) -> set[str]:
    return set(re.findall(r"\(\(([^()]{1,100})\)\)", str(text)))


def _why(error: Exception, settings: Settings) -> str:
    """What to do about a failure, with what Notify itself said."""
    if not isinstance(error, NotifyRefused):
        if is_certainly_unsent(error):
            return f"{settings.notify_url} cannot be reached. Nothing was sent."
        return f"{settings.notify_url} gave no answer that can be read, so nobody can tell what it has done."
    said = _printable(str(error))
    return f"{_means(error)}\n{said}" if said else _means(error)


def _means(error: NotifyRefused) -> str:
    off_by = error.clock_is_off_by
    if error.status == 403 and off_by is not None and off_by > _CLOCK_MAY_BE_OFF_BY:
        return f"GOV.UK Notify refuses us, as the clock of this computer is off by {off_by:.0f} seconds."
    match error.status:
        case 403:
            set_it = variable("notify_key")
            return f"GOV.UK Notify refuses the key. Make a new one there, and set {set_it}."
        case 404:
            return f"The service has no such template. Set {variable('notify_mail_template')} to its id."
        case 400:
            return (
                "GOV.UK Notify refuses this mail. A service in trial, or a key for a team, writes to its "
                "team and guest list only."
            )
        case 429:
            return "GOV.UK Notify was asked for more than its limits allow. Try again later."
    return "GOV.UK Notify has a fault of its own. Try again later."
