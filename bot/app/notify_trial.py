"""Trying GOV.UK Notify out: whether the key and the template are right, and one mail to somebody, in words.

Nothing here reads or writes the store.
"""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from bot.channels.notify.channel import NotifyCarrier
from bot.channels.notify.key import key_from
from bot.channels.notify.outcomes import FAULTS, NotifyRefused, is_certainly_unsent
from bot.channels.notify.template_fields import FIELDS
from bot.notices.addressed import AddressedNotice
from bot.notices.notice import Notice
from bot.settings.settings import Settings, variable
from content.phrases import SOURCE_LANGUAGE

_CLOCK_MAY_BE_OFF_BY = 30.0
_LONGEST_ANSWER = 1000
_NO_KEY = f"No key of GOV.UK Notify is set. Set {variable('notify_key')} first."


class NotifyTrialFailed(Exception):
    """Notify cannot be used as it is set; the text says why and what to do."""


async def check_notify(settings: Settings, say: Callable[[str], None]) -> None:
    """Say whether the key opens a service that has the template. Raises ``NotifyTrialFailed``."""
    if settings.notify_key is None:
        raise NotifyTrialFailed(_NO_KEY)
    say(f"The key is one of the service {key_from(settings.notify_key.get_secret_value()).service}.")
    carrier = NotifyCarrier(settings, None)
    try:
        found = await (await carrier.service()).template(str(settings.notify_mail_template))
    except FAULTS as error:
        raise NotifyTrialFailed(_why(error, settings)) from None
    finally:
        await carrier.close()
    say("GOV.UK Notify takes the key, and its service has the template.")
    if found.get("type") != "email":
        raise NotifyTrialFailed("The template is not one for emails. Make an email template, and set its id.")
    in_subject, in_body = _fields_in(found.get("subject")), _fields_in(found.get("body"))
    if in_subject != {FIELDS[0]} or in_body != {FIELDS[1]}:
        subject, body = (f"(({each}))" for each in FIELDS)
        raise NotifyTrialFailed(
            f"The template must have {subject} as its subject and {body} in its message, and no other fields."
        )
    say("The template has the fields that it must have.")
    if settings.mail_host is not None:
        say(f"Mails go by the mail server all the same, as {variable('mail_host')} is set.")
    say("Whether the key may write to everybody, only a mail shows: closer-look notify test ADDRESS")


async def send_notify_trial(settings: Settings, address: str, say: Callable[[str], None]) -> None:
    """Send one mail to an address by Notify. Raises ``NotifyTrialFailed``."""
    if settings.notify_key is None:
        raise NotifyTrialFailed(_NO_KEY)
    carrier = NotifyCarrier(settings, None)
    mail = carrier.mail_of(AddressedNotice(address, _trial(settings)))
    try:
        await (await carrier.service()).send_mail(mail)
    except FAULTS as error:
        raise NotifyTrialFailed(_why(error, settings)) from None
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
            return f"GOV.UK Notify refuses the key. Make a new one there, and set {variable('notify_key')}."
        case 404:
            return f"The service has no such template. Set {variable('notify_mail_template')} to its id."
        case 400:
            return (
                "GOV.UK Notify refuses this mail. A service in trial, or a key for a team, writes to its team "
                "and guest list only."
            )
        case 429:
            return "GOV.UK Notify was asked for more than its limits allow. Try again later."
    return "GOV.UK Notify has a fault of its own. Try again later."


def _trial(settings: Settings) -> Notice:
    """What is sent: in the form of every mail, so that it can be seen how that looks where it arrives."""
    return Notice(
        name=secrets.token_urlsafe(16),
        made_at=datetime.now(UTC),
        language=SOURCE_LANGUAGE,
        subject="Closer Look can send mail",
        paragraphs=(
            "Somebody who looks after Closer Look has sent this to see whether mails arrive. You need do "
            "nothing.",
            *(["Closer Look is at this address:"] if settings.public_url else []),
        ),
        link=settings.public_url or "",
        genuine=f"If you did not expect this mail, ask {settings.mail_reply_to}. "
        "That is also where an answer goes.",
    )


def _printable(answer: str) -> str:
    """What Notify said, without what a terminal would carry out."""
    shown = "".join(each if each.isprintable() else " " for each in answer)
    return shown.strip()[:_LONGEST_ANSWER]
